"""A story as its page shows it: the grid, who counts once and why, quotations, overlap, omissions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.site.grid import Grid, sort_grid

Row = Mapping[str, Any]

STATES = ("own", "said", "hedged", "partial", "denies", "differs", "unsure")
"""What a cell of the grid can say, the one that wins first: the outlet's own voice, a source's, hedged without one;
only a part of it; its denial; another number or name; asked, or too doubtful to count."""

UNKNOWN = "?"
"""Begins the key of a column that is an article of an unknown outlet."""

GRID_ROWS, GRID_COLUMNS, OVERLAP_ARTICLES = 400, 80, 60
"""The most that a page shows; what is left out is counted on it."""

_MARKS = '“”"'
_RELATED = {"partial": "partial", "denial": "denies", "conflict": "differs"}
_VOICES = {"attributed": "said", "hedged": "hedged", "outlet": "own"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the grid: an outlet, or an article whose outlet is unknown."""

    key: str
    label: str
    outlet: str | None
    cluster: str
    begins: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What an outlet makes of a claim, and the claim in which it does; ``also`` when it does the opposite too."""

    state: str
    article_id: str
    claim_id: str
    also: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Outlets of a claim that rest on one origin: a source, a report, one text, or themselves."""

    kind: str
    name: str | None
    entity_id: str | None
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bond:
    """Outlets that count as one, and what ties them: a publisher, an agency's text, a text that is copied."""

    name: str
    outlets: tuple[str, ...]
    article_ids: tuple[str, ...]
    publishers: tuple[str, ...]
    agencies: tuple[str, ...]
    copies: bool


def name_column(article: Row) -> str:
    """Return the key of the column that an article belongs to."""
    outlet: str | None = article["outlet"]
    return outlet or UNKNOWN + str(article["article_id"])


def judge_claim(claim: Row) -> str:
    """Return what a claim does with the one that stands for its group: one of `STATES`."""
    if related := _RELATED.get(claim["relation"]):
        return related
    if claim["carries"]:
        return _VOICES[claim["voice"]]
    return "denies" if claim["attitude"] == "denies" else "unsure"


def write_claim(text: str, statement: str, form: str) -> str:
    """Return a claim as a line that can be read alone: its words where they are a clause, else with source and cue."""
    line = text if form == "clause" and not text.startswith("to ") else statement
    if sum(line.count(mark) for mark in _MARKS) == 1:  # its counterpart stands outside
        line = line.strip(_MARKS)
    # of single marks the closing one is an apostrophe too, where a letter follows
    if line.startswith("‘") and not re.search(r"’(?!\w)", line):
        line = line[1:]
    elif line.endswith("’") and "‘" not in line:
        line = line[:-1]
    line = line.removeprefix("that ")
    return line[:1].upper() + line[1:]


def build_grid(claims: Iterable[Row], articles: Sequence[Row]) -> tuple[Grid[str, Cell], list[Column], int]:
    """Return the grid of the claims that several outlets speak of, its columns, and how many rows do not fit.

    Args:
        claims: with article_id, claim_group_id, relation, voice, similarity, attitude, carries.
        articles: of the story, the earliest first.
    """
    by_id = {article["article_id"]: article for article in articles}
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        found[claim["claim_group_id"]][name_column(by_id[claim["article_id"]])].append(claim)
    cells = {
        group: {column: _make_cell(members) for column, members in row.items()}
        for group, row in found.items()
        if len(row) > 1
    }
    clusters = {name_column(article): article["counted_as"] or name_column(article) for article in articles}
    grid = sort_grid(cells, list(clusters), clusters)
    labels = {name_column(a): a["outlet"] or a["headline"] or a["article_id"] for a in articles}
    columns, before = [], None
    for key in grid.columns[:GRID_COLUMNS]:
        outlet = None if key.startswith(UNKNOWN) else key
        columns.append(Column(key, labels[key], outlet, clusters[key], clusters[key] != before))
        before = clusters[key]
    return grid, columns, max(len(grid.rows) - GRID_ROWS, 0)


def _make_cell(claims: Sequence[Row]) -> Cell:
    ranked = sorted(claims, key=lambda c: (STATES.index(judge_claim(c)), -c["similarity"], c["claim_id"]))
    states = {judge_claim(claim) for claim in claims}
    against = [state for state in ("denies", "differs") if state in states]
    best = ranked[0]
    state = judge_claim(best)
    also = against[0] if against and state not in against else None
    return Cell(state, best["article_id"], best["claim_id"], also)


def find_bonds(rows: Sequence[Row], text_key: str) -> list[Bond]:
    """Return who counts as one, in the order of the rows.

    Args:
        rows: with outlet, publisher_family, counted_as, agency and article_id; those without outlet count for nobody.
        text_key: the column that copies of one text share.
    """
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["outlet"] is not None:
            groups[row["counted_as"]].append(row)
    bonds = []
    for name, members in groups.items():
        texts: dict[str, set[str]] = defaultdict(set)
        for member in members:
            texts[member[text_key]].add(member["outlet"])
        bonds.append(
            Bond(
                name,
                _list_once(m["outlet"] for m in members),
                _list_once(m["article_id"] for m in members),
                _list_once(m["publisher_family"] for m in members),
                _list_once(m["agency"] for m in members if m["agency"]),
                any(len(outlets) > 1 for outlets in texts.values()),
            )
        )
    return bonds


def find_origins(chain: Sequence[Row]) -> list[Origin]:
    """Return what a claim rests on: its outlets by the origin that they are counted under."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in chain:
        if row["counted_origin"] is not None:
            groups[row["counted_origin"]].append(row)
    origins = []
    for key, rows in groups.items():
        named = next((row for row in rows if row["source_name"]), None)
        kind = "source" if key.startswith("source:") else "outlet"
        name = named["source_name"] if named else None if kind == "source" else key.partition(":")[2]
        entity = named["source_entity_id"] if named else None
        origins.append(Origin(kind, name, entity, _list_once(row["outlet"] for row in rows if row["outlet"])))
    return sorted(origins, key=lambda origin: (-len(origin.outlets), origin.name or ""))


def build_overlap(pairs: Iterable[Row], articles: Sequence[str]) -> list[list[Row | None]]:
    """Return a row for each article, in their order: its pair with each one, none with itself."""
    known: dict[tuple[str, str], Row] = {}
    for pair in pairs:
        known[pair["article_id_a"], pair["article_id_b"]] = known[pair["article_id_b"], pair["article_id_a"]] = pair
    shown = articles[:OVERLAP_ARTICLES]
    return [[known.get((a, b)) for b in shown] for a in shown]


def count_standings(sources: Iterable[Row]) -> list[dict[str, Any]]:
    """Return how many sources of each standing speak, and how many claims they are given.

    Args:
        sources: with source_type and claims.
    """
    found: dict[str, dict[str, Any]] = {}
    for source in sources:
        kind = source["source_type"]
        row = found.setdefault(kind, {"source_type": kind, "sources": 0, "claims": 0})
        row["sources"] += 1
        row["claims"] += source["claims"]
    return list(found.values())


def _list_once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
