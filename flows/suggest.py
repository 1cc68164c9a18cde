"""What a user may have meant by a name that there is not."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rapidfuzz import fuzz, process, utils

_LIKE = 70.0
"""Names less alike than this (0 to 100) are no misspelling of each other."""


def find_similar(name: str, known: Collection[str], limit: int = 3) -> list[str]:
    """Return those of the known names that a name may be a misspelling or a part of, the likeliest first."""
    found = process.extract(
        name, sorted(known), scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=_LIKE, limit=limit
    )
    return [choice for choice, _, _ in found]


def find_similar_words(word: str, known: Collection[str], limit: int = 3) -> list[str]:
    """Return those of the known words that a word may be a misspelling of, but not a part of, the likeliest first."""
    found = process.extract(word, sorted(known), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=limit)
    return [choice for choice, _, _ in found]


def ask_for(name: str, known: Collection[str]) -> str:
    """Return the question after a message about an unknown name: "; did you mean …?", or nothing."""
    return ask_whether(find_similar(name, known))


def ask_whether(similar: Sequence[str]) -> str:
    """Return the question whether one of these was meant, or nothing."""
    return f"; did you mean {' or '.join(similar)}?" if similar else ""
