"""How far the claims of a story had spread on each of its days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

Row = Mapping[str, Any]

SPREAD_CLAIMS, SPREAD_DAYS = 12, 10
"""The most claims and days that a page shows; what is left out is counted on it."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a story: the known outlets that had covered it by then."""

    day: date
    outlets: int


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a claim had come by a day: its outlets; how many were new, and who denied it, on that day."""

    outlets: int
    new_outlets: int
    denying_articles: int


@dataclass(frozen=True, slots=True)
class Spread:
    """The claims that spread over several days, each with a stage for each day, and how many there are besides."""

    days: tuple[Day, ...]
    claims: tuple[tuple[str, tuple[Stage, ...]], ...]
    more_claims: int
    more_days: int


def build_spread(timeline: Iterable[Row], articles: Sequence[Row]) -> Spread | None:
    """Return how claims spread, those that took longest to reach most outlets first; none in a story of one day.

    Args:
        timeline: rows of claim_timeline of one story, by claim group and day.
        articles: of the story, with outlet and published_date.
    """
    days = _list_days(articles)
    if len(days) < 2:
        return None
    shown = days[:SPREAD_DAYS]
    found = []
    for group, rows in groupby(timeline, lambda row: row["claim_group_id"]):
        by_day = {row["published_date"]: row for row in rows}
        if sum(row["new_outlets"] > 0 or row["denying_articles"] > 0 for row in by_day.values()) > 1:
            found.append((group, tuple(_list_stages(by_day, shown))))
    if not found:
        return None
    found.sort(key=lambda claim: -claim[1][-1].outlets)
    return Spread(
        tuple(shown), tuple(found[:SPREAD_CLAIMS]), max(len(found) - SPREAD_CLAIMS, 0), max(len(days) - SPREAD_DAYS, 0)
    )


def _list_days(articles: Sequence[Row]) -> list[Day]:
    heard = set[str]()
    dated = sorted((a["published_date"], a["outlet"]) for a in articles if a["published_date"] and a["outlet"])
    days = []
    for day, rows in groupby(dated, lambda row: row[0]):
        heard |= {outlet for _, outlet in rows}
        days.append(Day(day, len(heard)))
    return days


def _list_stages(by_day: Mapping[date, Row], days: Sequence[Day]) -> Iterable[Stage]:
    outlets = 0
    for each in days:
        row = by_day.get(each.day)
        outlets = row["outlets_to_date"] if row else outlets
        yield Stage(outlets, row["new_outlets"] if row else 0, row["denying_articles"] if row else 0)
