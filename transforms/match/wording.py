"""How two printings of one quotation differ in their words: cut, written otherwise, or changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from transforms.lexicon import load_chosen, load_frequencies
from transforms.match.quantities import fold_number

EQUAL, SPELLING, CONTAINED, CONTAINS, OVERLAP, EDITED = (
    "equal", "spelling", "contained", "contains", "overlap", "edited",
)  # fmt: skip

_TOKEN = re.compile(r"\[[^\[\]]*\]|[^\W_]+(?:'[^\W_]+)*|…|\.\s?\.[\s.]*|[.!?;:—–]|--+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_CONTRACTION = re.compile(r"(?P<head>\w+?)(?:(?P<not>n't)|'(?P<tail>re|ve|ll|m|s))")
_FULL = {"re": "are", "ve": "have", "ll": "will", "m": "am", "s": "is"}
_IRREGULAR = {"wo": "will", "ca": "can", "sha": "shall"}
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[’`´¹](?=[^\W\d_])")
_LETTERS_IN_BRACKETS = re.compile(r"\[(\w{1,3})\](?=\w)|(?<=\w)\[(\w{1,3})\]")
_ENDS = re.compile(r"[.!?;:—–-]|…")
_ANY = "[]"  # an editor's words in brackets stand for any


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What was chosen on pairs of quotations that were read (``data/models/quote_wordings.json``).

    Attributes:
        most_any: words for which an editor's words in brackets may stand.
        least_run: the shortest run that is a passage; single words agree by the way.
        least_shared: the least share of the shorter one in common, for a change of one sentence.
        least_words: the fewest words of that share.
        most_diverging: words before or behind what they share that may stand for others.
        least_name: the least similarity of two spellings of one name.
        name_letters: the fewest letters of such a name.
        misprint_letters: the fewest letters of a word that is misprinted.
    """

    most_any: int
    least_run: int
    least_shared: float
    least_words: int
    most_diverging: int
    least_name: float
    name_letters: int
    misprint_letters: int


_CHOSEN = load_chosen("quote_wordings", _Chosen)
_READ_TEXTS = 5_000  # quotations whose words are held: each stands in many pairs


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word, folded: ``after_break`` says that a sentence or an aside ends before it, ``after_gap`` an ellipsis."""

    word: str
    is_name: bool
    after_break: bool
    after_gap: bool


def relate_wordings(a: str, b: str, hesitations: frozenset[str] = frozenset()) -> str:
    """Say how the words of quotation a relate to those of b.

    ``equal``: the same words. ``spelling``: the same, written otherwise: spelling, numerals, contractions, an editor's
    brackets. ``contained``: a is a cut of b, ``contains``: b of a; ``overlap``: each has words beyond what they share.
    ``edited``: of one sentence, words were changed or dropped without a mark.

    Args:
        a: the words of one quotation.
        b: those of the other.
        hesitations: words that a reporter leaves out without changing what was said ("uh").
    """
    ours, theirs = (_read_units(text, hesitations) for text in (a, b))
    gaps, shared = _find_gaps(ours, theirs)
    if not shared:
        return OVERLAP
    kinds = {_judge_gap(ours, theirs, gap) for gap in gaps} - {EQUAL}
    if EDITED in kinds:
        return (
            EDITED
            if shared >= max(_CHOSEN.least_shared * min(len(ours), len(theirs)), _CHOSEN.least_words)
            else OVERLAP
        )
    if OVERLAP in kinds or {CONTAINED, CONTAINS} <= kinds:
        return OVERLAP
    if kinds:
        return kinds.pop()
    return EQUAL if _list_words(a) == _list_words(b) else SPELLING


def _list_words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(_APOSTROPHE.sub("'", text))]


def _mend(text: str) -> str:
    """Return a text with one kind of apostrophe, and without brackets inside a word: "[A]fter", "know[s]"."""
    return _LETTERS_IN_BRACKETS.sub(r"\1\2", _APOSTROPHE.sub("'", text))


@lru_cache(_READ_TEXTS)
def _read_units(text: str, hesitations: frozenset[str]) -> tuple[_Unit, ...]:
    units: list[_Unit] = []
    is_break, is_gap = True, False
    for match in _TOKEN.finditer(_mend(text)):
        token = match[0]
        if token[0] == "[":
            words = [_ANY]
        elif token[0].isalnum():
            words = [] if token.casefold() in hesitations else _fold(token.casefold())
        else:
            is_gap = is_gap or token[0] == "…" or token.count(".") > 1
            is_break = is_break or _ENDS.match(token) is not None
            continue
        if is_break and words and units and units[-1].word == words[0]:
            words = words[1:]  # a false start: "is -- is"
        for word in words:
            units.append(_Unit(word, token[0].isupper() and not is_break, is_break, is_gap))
            is_break = is_gap = False
    return tuple(units)


def _fold(word: str) -> list[str]:
    if match := _CONTRACTION.fullmatch(word):
        head = _IRREGULAR.get(match["head"], match["head"])
        return [head, "not" if match["not"] else _FULL[match["tail"]]]
    if word == "cannot":
        return ["can", "not"]
    return [fold_number(word)]


_Gap = tuple[int, int, int, int, bool]  # spans of both, and whether it lies inside what they share


def _find_gaps(ours: Sequence[_Unit], theirs: Sequence[_Unit]) -> tuple[list[_Gap], int]:
    """Return what lies before, between and behind the passages that both hold, and how many words those have."""
    matcher = SequenceMatcher(None, [u.word for u in ours], [u.word for u in theirs], autojunk=False)
    blocks = [(m.a, m.b, m.size) for m in matcher.get_matching_blocks() if m.size]
    long = [k for k, (_, _, size) in enumerate(blocks) if size >= _CHOSEN.least_run]
    if not long:
        return [], 0
    blocks = blocks[long[0] : long[-1] + 1]
    (first_a, first_b, _), (last_a, last_b, size) = blocks[0], blocks[-1]
    inner = [(a + n, next_a, b + n, next_b, True) for (a, b, n), (next_a, next_b, _) in pairwise(blocks)]
    outer = [(0, first_a, 0, first_b, False), (last_a + size, len(ours), last_b + size, len(theirs), False)]
    return [*inner, *outer], sum(n for _, _, n in blocks)


def _judge_gap(ours: Sequence[_Unit], theirs: Sequence[_Unit], gap: _Gap) -> str:
    """Say what the difference at one place makes of the two."""
    from_a, to_a, from_b, to_b, is_inner = gap
    a, b = ours[from_a:to_a], theirs[from_b:to_b]
    if _are_same_words(a, b):
        return EQUAL
    if a and b:
        if is_inner and not (_is_cut(ours, from_a, to_a) or _is_cut(theirs, from_b, to_b)):
            return EDITED
        is_elsewhere = min(len(a), len(b)) > _CHOSEN.most_diverging or _diverge_at_break(ours, theirs, gap)
        return OVERLAP if is_inner or is_elsewhere else EDITED
    if not is_inner or (_is_cut(theirs, from_b, to_b) if a else _is_cut(ours, from_a, to_a)):
        return CONTAINS if a else CONTAINED
    longer, start, end = (ours, from_a, to_a) if a else (theirs, from_b, to_b)
    if _is_whole(longer, start, end):
        return CONTAINS if a else CONTAINED  # sentences between were left out
    return EDITED


def _is_cut(units: Sequence[_Unit], start: int, end: int) -> bool:
    """Whether an ellipsis stands at a place of the units."""
    return any(unit.after_gap for unit in units[start : end + 1])


def _is_whole(units: Sequence[_Unit], start: int, end: int) -> bool:
    """Whether whole sentences or asides stand there."""
    return units[start].after_break and (end == len(units) or units[end].after_break)


def _diverge_at_break(ours: Sequence[_Unit], theirs: Sequence[_Unit], gap: _Gap) -> bool:
    """Whether two printings part where a sentence of one of them begins or ends: each goes on elsewhere."""
    from_a, to_a, from_b, to_b, _ = gap
    if from_a == from_b == 0:
        return any(u[k].after_break or u[k].after_gap for u, k in ((ours, to_a), (theirs, to_b)))
    return any(u[k].after_break or u[k].after_gap for u, k in ((ours, from_a), (theirs, from_b)))


def _are_same_words(a: Sequence[_Unit], b: Sequence[_Unit]) -> bool:
    """Whether some words are others written otherwise."""
    if not a and not b:
        return True
    first, second = [u.word for u in a], [u.word for u in b]
    if _ANY in first or _ANY in second:
        return max(len(first), len(second)) <= _CHOSEN.most_any
    if "".join(first) == "".join(second):
        return True
    return len(a) == len(b) and all(_are_variants(one, other) for one, other in zip(a, b, strict=True))


def _are_variants(a: _Unit, b: _Unit) -> bool:
    """Whether two words are spellings of one: names as they are transcribed, honor and honour, a misprint."""
    if a.word == b.word:
        return True
    if any(map(str.isdigit, a.word + b.word)) or min(len(a.word), len(b.word)) < _CHOSEN.name_letters:
        return False
    if a.is_name and b.is_name:
        return Levenshtein.normalized_similarity(a.word, b.word) >= _CHOSEN.least_name
    if _regularise(a.word) == _regularise(b.word):
        return True
    known = load_frequencies()
    is_rare = (a.word not in known) != (b.word not in known)
    is_inside = a.word[0] == b.word[0] and a.word[-1] == b.word[-1]
    return (
        is_rare and is_inside and len(a.word) >= _CHOSEN.misprint_letters and Levenshtein.distance(a.word, b.word) == 1
    )


_AMERICAN = (
    (re.compile(r"our(?=s|ed|ing|able|ite|$)"), "or"),
    (re.compile(r"is(?=e[srd]?$|ing$|ations?$)"), "iz"),
    (re.compile(r"yse(?=[srd]?$)"), "yze"),
    (re.compile(r"tre(?=s?$)"), "ter"),
    (re.compile(r"ence(?=s?$)"), "ense"),
    (re.compile(r"ll(?=ed$|ing$|ers?$)"), "l"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"mme(?=s?$)"), "m"),
    (re.compile(r"wards$"), "ward"),
    (re.compile(r"ae"), "e"),
    (re.compile(r"grey"), "gray"),
)


def _regularise(word: str) -> str:
    for pattern, replacement in _AMERICAN:
        word = pattern.sub(replacement, word)
    return word
