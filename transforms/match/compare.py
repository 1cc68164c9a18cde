"""How two claims that speak of the same thing differ: in numbers, in negation, in names, or in what they cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from math import log

from rapidfuzz.distance import Levenshtein

from transforms.lexicon import UNSEEN_PER_MILLION, load_chosen, load_frequencies, load_words
from transforms.match.quantities import DAY, MONEY, MONTH, MULTIPLE, YEAR, Quantity, read_quantities
from transforms.match.text import BOUNDARY, FREE_WEIGHT, stem_word

_NEGATIONS = load_words("negators", "negative_pronouns") | {"no", "without"}
# Beside a negation these say the same ("denied that he knew", "did not know"); alone they are too often something else.
_DENIALS = frozenset(map(stem_word, load_words("denials")))
_DENYING = frozenset(map(stem_word, load_words("denying")))
_TRUTH = frozenset(map(stem_word, load_words("truth")))
_NOT_ONLY = frozenset(map(stem_word, load_words("exclusive_adverbs") | {"alone"}))


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What was chosen on labelled and planted pairs of claims (``data/models/claim_relations.json``).

    Attributes:
        near_words: words to either side that tell what a number counts or what is negated.
        counted_alike: the least share of them in common where two numbers count the same.
        same_coverage: the least share of the longer claim's weight that two which say the same have in common.
        opposed_coverage: below, what one of two claims negates is something that the other does not say.
        variant: the least similarity of two spellings of one name.
        title_case: the share of capitals from which they tell no names: a headline.
        rare: the rarity, in nats, from which a capital at a claim's start tells a name (one sentence of 5,000).
    """

    near_words: int
    counted_alike: float
    same_coverage: float
    opposed_coverage: float
    variant: float
    title_case: float
    rare: float


_CHOSEN = load_chosen("claim_relations", _Chosen)


@dataclass(frozen=True, slots=True)
class Words:
    """A claim, read for comparison; ``negated`` holds the places of content words right after a negation."""

    stems: tuple[str, ...]
    is_name: tuple[bool, ...]
    quantities: tuple[Quantity, ...]
    negated: tuple[int, ...]


def read_words(words: Sequence[str]) -> Words:
    """Read a claim's words (as `encode_texts` gives them) for `compare_claims`."""
    kept = [word for word in words if word != BOUNDARY]
    stems = tuple(_stem(word) for word in kept)
    content = [word for word, stem in zip(kept, stems, strict=True) if _weight(stem) > 1.0]
    is_headline = (
        sum(word[:1].isupper() for word in content) >= _CHOSEN.title_case * len(content)
        and len(content) > _CHOSEN.near_words
    )
    # A sentence starts with a capital too: there only a rare word counts as a name.
    is_name = tuple(
        word[:1].isupper() and not is_headline and (not starts or _weight(stem) > _CHOSEN.rare)
        for word, stem, starts in zip(kept, stems, _mark_starts(words), strict=True)
    )
    return Words(
        stems,
        is_name,
        tuple(_find_counted(stems, quantity) for quantity in read_quantities(kept)),
        tuple(_read_negated(stems)),
    )


def compare_claims(
    claim: Words, representative: Words, is_negated: bool = False, is_head_negated: bool = False
) -> tuple[str, tuple[str, ...]]:
    """Return the relation of a claim to its group's representative, and where they differ.

    "denial": one is negated (`polarity`), and says so of what both share: by its cue ("denied that"), by what it says
    of the claim ("there is no truth in it"), or by a negated word that the other has too. "conflict": a number that
    counts the same thing differs, a word is negated in one only though neither is negated as a whole, or a name stands
    where the other has another name, each among words that agree. "same": what they share is a fair part of the longer
    one. "partial": one says much more, or is negated in what the other does not say.

    Args:
        claim: the claim's words.
        representative: those of the representative.
        is_negated: whether the claim's polarity is negated.
        is_head_negated: whether the representative's is.
    """
    reasons = []
    if _numbers_differ(claim, representative):
        reasons.append("numbers")
    negates = _negation_differs(claim, representative) or _negation_differs(representative, claim)
    if negates and not (is_negated and is_head_negated):
        reasons.append("negation")
    if _names_differ(claim, representative):
        reasons.append("names")
    cover = _cover(claim, representative)
    is_like = cover >= _CHOSEN.same_coverage
    is_opposed = is_negated != is_head_negated
    if is_opposed and (negates or (is_like and _denies_all(claim if is_negated else representative))):
        return "denial", tuple(dict.fromkeys([*reasons, "negation"]))
    if reasons:
        return "conflict", tuple(reasons)
    if is_opposed and cover < _CHOSEN.opposed_coverage and bool(claim.negated) != bool(representative.negated):
        return "partial", ()
    return ("same" if is_like else "partial"), ()


def locate_differences(claim: Words, representative: Words) -> tuple[frozenset[int], frozenset[int]]:
    """Return the places of the words in which two claims differ, in each: other numbers, negations, other names.

    Where no word of the contents differs, those are the words by which only one of them denies.
    """
    ours, theirs = set[int](), set[int]()
    for one, another in _list_other_numbers(claim, representative):
        ours.update(range(one.start, one.end))
        theirs.update(range(another.start, another.end))
    for place, other in _list_negations(claim, representative):
        ours.update(_reach_negation(claim, place))
        theirs.add(other)
    for place, other in _list_negations(representative, claim):
        theirs.update(_reach_negation(representative, place))
        ours.add(other)
    for a, b, c, d in _list_other_names(claim, representative):
        ours.update(range(a, b))
        theirs.update(range(c, d))
    if not (ours or theirs):
        denying = _DENYING & (set(claim.stems) ^ set(representative.stems))
        ours.update(place for place, stem in enumerate(claim.stems) if stem in denying)
        theirs.update(place for place, stem in enumerate(representative.stems) if stem in denying)
    return frozenset(ours), frozenset(theirs)


def agree_on_quantity(first: Words, second: Words) -> bool:
    """Say whether both hold one quantity: a count, a share, an amount or a date."""
    return any(a.agrees_with(b) for a in first.quantities for b in second.quantities)


def _cover(first: Words, second: Words) -> float:
    """Return the share of the longer claim's weight that both hold."""
    ours, theirs = set(first.stems), set(second.stems)
    return _total(ours & theirs) / max(_total(ours), _total(theirs), 1e-9)


def _mark_starts(words: Sequence[str]) -> Iterator[bool]:
    """Yield for each word whether a sentence starts with it."""
    after = True
    for word in words:
        if word == BOUNDARY:
            after = True
        else:
            yield after
            after = False


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return stem_word(word.lower())


@lru_cache(maxsize=200_000)
def _weight(stem: str) -> float:
    return max(log(1e6 / load_frequencies().get(stem, UNSEEN_PER_MILLION)) - FREE_WEIGHT, 0.0)


def _total(stems: Iterable[str]) -> float:
    return sum(map(_weight, stems))


def _find_counted(stems: Sequence[str], quantity: Quantity) -> Quantity:
    """Return a quantity with the stem of what it counts: the next content word."""
    if quantity.kind in {MONEY, MULTIPLE, DAY, YEAR, MONTH}:
        return quantity
    behind = stems[quantity.end : quantity.end + 3]
    counts = next((stem for stem in behind if _weight(stem) > 1.0 and not stem[0].isdigit()), "")
    return replace(quantity, counts=counts)


def _read_negated(stems: Sequence[str]) -> Iterator[int]:
    """Yield the place of the first content word after each negation, if it follows closely."""
    for i, stem in enumerate(stems):
        if i and stems[i - 1] == "if":
            continue  # if not sooner
        if stem in _NEGATIONS and not (i + 1 < len(stems) and stems[i + 1] in _NOT_ONLY):
            yield from [k for k in range(i + 1, min(i + 4, len(stems))) if _weight(stems[k]) > 1.0][:1]


def _near(words: Words, place: int, end: int | None = None) -> set[str]:
    """Return the content stems around a place, or around some words."""
    end = place + 1 if end is None else end
    around = words.stems[max(place - _CHOSEN.near_words, 0) : place] + words.stems[end : end + _CHOSEN.near_words]
    return {stem for stem in around if _weight(stem) > 1.0 and not stem[0].isdigit()}


def _numbers_differ(first: Words, second: Words) -> bool:
    return next(_list_other_numbers(first, second), None) is not None


def _list_other_numbers(first: Words, second: Words) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield quantities of one that have no like in the other, which has another of the same kind and thing."""
    lone = [a for a in first.quantities if not any(a.agrees_with(b) for b in second.quantities)]
    other = [b for b in second.quantities if not any(b.agrees_with(a) for a in first.quantities)]
    return (
        (a, b)
        for a in lone
        for b in other
        if a.kind == b.kind
        and a.counts == b.counts
        and _share_context(_near(first, a.start, a.end), _near(second, b.start, b.end), _CHOSEN.counted_alike)
    )


def _share_context(ours: set[str], theirs: set[str], least: float) -> bool:
    return len(ours & theirs) >= least * min(len(ours), len(theirs))


def _negation_differs(first: Words, second: Words) -> bool:
    return next(_list_negations(first, second), None) is not None


def _list_negations(first: Words, second: Words) -> Iterator[tuple[int, int]]:
    """Yield words that the first negates and that stand in the second among like words, without any negation near."""
    for place in first.negated:
        word, context = first.stems[place], _near(first, place)
        places = [k for k, stem in enumerate(second.stems) if stem == word]
        if any(_is_negated(second, k) for k in places):
            continue
        yield from ((place, k) for k in places if _share_context(context, _near(second, k), 0.5))


def _reach_negation(words: Words, place: int) -> range:
    """Return the places from the negation before a word to that word."""
    return range(max(k for k in range(place) if words.stems[k] in _NEGATIONS), place + 1)


def _denies_all(words: Words) -> bool:
    """Say whether the whole claim is negated: no word of its own is, but for those that say whether it is so."""
    return all(words.stems[place] in _TRUTH for place in words.negated)


def _is_negated(words: Words, place: int) -> bool:
    return any(
        stem in _NEGATIONS or stem in _DENIALS for stem in words.stems[max(place - _CHOSEN.near_words - 1, 0) : place]
    )


def _names_differ(first: Words, second: Words) -> bool:
    return next(_list_other_names(first, second), None) is not None


def _list_other_names(first: Words, second: Words) -> Iterator[tuple[int, int, int, int]]:
    """Yield where a name stands in the place of another, between words that agree."""
    matcher = SequenceMatcher(None, first.stems, second.stems, autojunk=False)
    if matcher.ratio() < 0.5:
        return
    opcodes = matcher.get_opcodes()
    for k, (tag, a, b, c, d) in enumerate(opcodes):
        if tag != "replace" or b - a > 3 or d - c > 3:
            continue
        ours = _pick_names(first, a, b)
        theirs = _pick_names(second, c, d)
        beside = [opcodes[n][2] - opcodes[n][1] for n in (k - 1, k + 1) if 0 <= n < len(opcodes)]
        elsewhere = ours & set(second.stems) or theirs & set(first.stems)
        if ours and theirs and sum(beside) >= 3 and not elsewhere and not _are_variants(ours, theirs):
            yield a, b, c, d


def _are_variants(ours: set[str], theirs: set[str]) -> bool:
    """Say whether two names are spellings or abbreviations of one: Ark. and Arkansas, Gadhafi and Qaddafi."""
    return any(
        a.startswith(b) or b.startswith(a) or Levenshtein.normalized_similarity(a, b) >= _CHOSEN.variant
        for a in ours
        for b in theirs
    )


def _pick_names(words: Words, start: int, end: int) -> set[str]:
    """Return the names among some words, or nothing when other content words stand there too."""
    content = {k for k in range(start, end) if _weight(words.stems[k]) > 1.0}
    return {words.stems[k] for k in content} if content and all(words.is_name[k] for k in content) else set()
