"""How two claims that speak of the same thing differ: in numbers, in negation, in names, or in what they cover."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from math import log

from transforms.match.background import UNSEEN_PER_MILLION, load_frequencies
from transforms.match.text import BOUNDARY, FREE_WEIGHT, stem_word

NEGATIONS = frozenset("not no never none nobody nothing neither nor without cannot hardly".split())
_DENIALS = frozenset(
    map(stem_word, "deny denies denied refuse refused reject rejected decline declined fail failed".split())
)
_ABOUT = frozenset(
    map(stem_word, "about almost around approximately nearly roughly over more than least under some up".split())
)
_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12}
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "m": 1e6,
    "bn": 1e9,
    "k": 1e3,
}
_NUMBER = re.compile(r"(\d+(?:_\d+)?)(m|bn|k|th|st|nd|rd)?$")
_SAME_COVERAGE = 0.5
_RARE = 7.0  # nats: in less than one sentence of 5,000


@dataclass(frozen=True, slots=True)
class Number:
    """A number, the stem of the word it counts, and whether the text calls it approximate."""

    value: float
    counts: str
    about: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A claim, read for comparison."""

    stems: tuple[str, ...]
    is_name: tuple[bool, ...]
    numbers: tuple[Number, ...]
    negated: frozenset[str]


def read_words(words: Sequence[str]) -> Words:
    """Read a claim's words (as `encode_texts` gives them) for `compare_claims`."""
    kept = [word for word in words if word != BOUNDARY]
    stems = tuple(_stem(word) for word in kept)
    # A sentence starts with a capital too: there only a rare word counts as a name.
    is_name = tuple(
        word[:1].isupper() and (not starts or _weight(stem) > _RARE)
        for word, stem, starts in zip(kept, stems, _mark_starts(words), strict=True)
    )
    return Words(stems, is_name, tuple(_read_numbers(kept, stems)), frozenset(_read_negated(stems)))


def compare_claims(claim: Words, representative: Words) -> tuple[str, tuple[str, ...]]:
    """Return the relation of a claim to its group's representative, and the reasons when it is "conflict".

    "conflict": a number that counts the same thing differs, a word is negated in one only, or a name stands where
    the other has another name. "same": each holds most of what the other says. "partial": one says much more.
    """
    reasons = []
    if _numbers_differ(claim.numbers, representative.numbers):
        reasons.append("numbers")
    if _negation_differs(claim, representative):
        reasons.append("negation")
    if _names_differ(claim, representative):
        reasons.append("names")
    if reasons:
        return "conflict", tuple(reasons)
    shared = set(claim.stems) & set(representative.stems)
    larger = max(_total(set(claim.stems)), _total(set(representative.stems)))
    return ("same" if _total(shared) >= _SAME_COVERAGE * larger else "partial"), ()


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


def _read_numbers(words: Sequence[str], stems: Sequence[str]) -> Iterator[Number]:
    i = 0
    while i < len(words):
        value = _read_value(words[i])
        if value is None:
            i += 1
            continue
        start = i
        i += 1
        while i < len(words) and words[i].lower() in _SCALES:
            value *= _SCALES[words[i].lower()]
            i += 1
        # "one" is a pronoun as often as a number
        if words[start].lower() == "one" and i == start + 1:
            continue
        counts = next((stem for stem in stems[i : i + 3] if _weight(stem) > 1.0), "")
        yield Number(value, counts, any(stem in _ABOUT for stem in stems[max(start - 2, 0) : start]))


def _read_value(word: str) -> float | None:
    if word.lower() in _UNITS:
        return float(_UNITS[word.lower()])
    match = _NUMBER.match(word.lower())
    if match is None:
        return None
    return float(match[1].replace("_", ".")) * _SCALES.get(match[2] or "", 1.0)


def _read_negated(stems: Sequence[str]) -> Iterator[str]:
    """Yield the content words right after a negation."""
    for i, stem in enumerate(stems):
        if stem in NEGATIONS or stem in _DENIALS:
            following = [s for s in stems[i + 1 : i + 5] if _weight(s) > 1.0]
            yield from following[:2]


def _numbers_differ(first: Sequence[Number], second: Sequence[Number]) -> bool:
    lone = [a for a in first if not any(_agree(a, b) for b in second)]
    other = [b for b in second if not any(_agree(a, b) for a in first)]
    return any(a.counts == b.counts for a in lone for b in other)


def _agree(a: Number, b: Number) -> bool:
    if a.value == b.value:
        return True
    near = abs(a.value - b.value) <= 0.15 * max(abs(a.value), abs(b.value))
    return near and (a.about or b.about)


def _negation_differs(first: Words, second: Words) -> bool:
    only_first = {w for w in first.negated - second.negated if w in second.stems}
    only_second = {w for w in second.negated - first.negated if w in first.stems}
    return bool(only_first) != bool(only_second) or bool(only_first and only_second)


def _names_differ(first: Words, second: Words) -> bool:
    """Say whether, between words that agree, a name stands in the place of another."""
    matcher = SequenceMatcher(None, first.stems, second.stems, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "replace":
            continue
        ours = {s for s, name in zip(first.stems[a:b], first.is_name[a:b], strict=True) if name}
        theirs = {s for s, name in zip(second.stems[c:d], second.is_name[c:d], strict=True) if name}
        if ours and theirs and b - a <= 3 and d - c <= 3:
            elsewhere = ours & set(second.stems) or theirs & set(first.stems)
            if not elsewhere:
                return True
    return False
