"""Quotations side by side: who printed which words, each wording against the fullest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.site.wordings import Run, compare_wordings, fold_words, is_comparable

Row = Mapping[str, Any]

QUOTE_GROUPS, WORDINGS, PRINTINGS = 80, 24, 40
"""The most quotations that a page shows, wordings of one, and printings of a wording; what is left out is counted."""

_LONG = 4
"""Words shorter than this say little about whether two wordings are of one sentence."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording of a quotation against the fullest, and all who print it for one speaker, the earliest first.

    ``is_comparable`` is false when the two share so few words that their differences say nothing. ``more`` print it
    besides the rows.
    """

    rows: tuple[Row, ...]
    more: int
    runs: tuple[Run, ...]
    is_full: bool
    is_changed: bool
    is_comparable: bool


@dataclass(frozen=True, slots=True)
class Quotation:
    """The wordings of one quotation, the earliest first; it has ``more`` besides them."""

    group_id: str
    wordings: tuple[Wording, ...]
    more: int
    outlets: int
    is_changed: bool
    has_other_speaker: bool


def compare_quotations(quotes: Iterable[Row]) -> list[Quotation]:
    """Return the quotations that several articles print, those that changed most first.

    Args:
        quotes: with quote_group_id, article_id, outlet, text, speaker_name and has_other_speaker, the earliest first.
    """
    groups: dict[str, list[Row]] = defaultdict(list)
    for quote in quotes:
        if quote["quote_group_id"] is not None:
            groups[quote["quote_group_id"]].append(quote)
    found = [
        _compare_group(group, members)
        for group, members in groups.items()
        if len({member["article_id"] for member in members}) > 1
    ]
    return sorted(
        found, key=lambda q: (not q.has_other_speaker, not q.is_changed, -q.outlets, -len(q.wordings), q.group_id)
    )


def _compare_group(group_id: str, members: Sequence[Row]) -> Quotation:
    printed: dict[tuple[object, ...], dict[str, Row]] = defaultdict(dict)
    for member in members:
        same = (fold_words(member["text"]), member["speaker_name"])
        printed[same].setdefault(member["article_id"], member)
    firsts = [next(iter(rows.values())) for rows in printed.values()]
    full = _find_fullest([first["text"] for first in firsts])
    # the fullest is shown in any case: the others stand against it
    shown = sorted(range(len(firsts)), key=lambda n: (firsts[n]["text"] != full, n))[:WORDINGS]
    wordings = [_compare_printings(full, list(rows.values())) for n, rows in enumerate(printed.values()) if n in shown]
    return Quotation(
        group_id,
        tuple(wordings),
        len(firsts) - len(wordings),
        len({member["outlet"] or member["article_id"] for member in members}),
        len({fold_words(first["text"]) for first in firsts}) > 1,
        any(member["has_other_speaker"] for member in members),
    )


def _compare_printings(full: str, rows: Sequence[Row]) -> Wording:
    text = rows[0]["text"]
    runs = compare_wordings(full, text)
    is_changed = any(run.kind != "kept" for run in runs)
    return Wording(
        tuple(rows[:PRINTINGS]), max(len(rows) - PRINTINGS, 0), runs, text == full, is_changed, is_comparable(runs)
    )


def _find_fullest(texts: Sequence[str]) -> str:
    """Return the text that has most of the others' words; the longest of those that have as many."""
    words = [{word for word in fold_words(text) if len(word) >= _LONG} for text in texts]
    shared = Counter(word for each in words for word in each)
    most = max(range(len(texts)), key=lambda n: (sum(shared[word] - 1 for word in words[n]), len(texts[n])))
    return texts[most]
