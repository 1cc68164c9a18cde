"""What a user may have meant by a name that there is not."""

from __future__ import annotations

from collections.abc import Collection

from rapidfuzz import fuzz, process, utils

_LIKE = 70.0
"""Names less alike than this (0 to 100) are no misspelling of each other."""


def find_similar(name: str, known: Collection[str], limit: int = 3) -> list[str]:
    """Return those of the known names that a name may be a misspelling or a part of, the likeliest first."""
    found = process.extract(
        name, sorted(known), scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=_LIKE, limit=limit
    )
    return [choice for choice, _, _ in found]


def ask_for(name: str, known: Collection[str]) -> str:
    """Return the question after a message about an unknown name: "; did you mean …?", or nothing."""
    similar = find_similar(name, known)
    return f"; did you mean {' or '.join(similar)}?" if similar else ""
