"""Origins: where each article's text comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from math import inf

import pyarrow as pa

from transforms.match.copies import CHOSEN
from transforms.match.credits import CreditReader, gather_parts
from transforms.seeds import Outlet
from transforms.tables import ARTICLE_ORIGINS

_Rank = tuple[bool, bool, float, str]


def find_origins(
    articles: pa.Table,
    segments: pa.Table,
    copies: pa.Table,
    outlets: Mapping[str, Outlet],
    reader: CreditReader,
) -> pa.Table:
    """Say of each article where its text comes from.

    Args:
        articles: columns ``article_id``, ``outlet``, ``byline``, ``published_at``, ``published_date``, ``agency``,
            ``text`` of the articles table.
        segments: the segments table; what stands around the prose is read for credits.
        copies: the ``article_copies`` table of the same articles.
        outlets: seed table of outlets, for publisher families: whose the outlet was on the article's day.
        reader: reads credits.

    Returns:
        The ``article_origins`` table, one row per article, sorted by article. Articles joined by copying share an
        ``origin_id``: the id of the one that an agency wrote or that came first. An article that credits nobody is an
        agency's text only where most of its own words stand in one that the agency wrote or is credited with.
    """
    columns = ["article_id", "outlet", "byline", "published_at", "published_date", "agency"]
    rows = articles.select(columns).sort_by("article_id").to_pylist()
    parts = gather_parts(articles, segments)
    known = {name.casefold(): outlet for outlet in outlets.values() for name in (outlet.outlet, *outlet.aliases)}
    credited = {row["article_id"]: reader.read(row, parts[row["article_id"]]) for row in rows}
    own_agency = {row["article_id"]: reader.name_agency(row["outlet"]) for row in rows}
    wire = {
        article: own_agency[article] or next((c.agency for c in found if c.is_whole), None)
        for article, found in credited.items()
    }
    times = {row["article_id"]: row["published_at"] for row in rows}

    def rank(article: str) -> _Rank:
        """Sort the likeliest origin first: an agency's own, a credited copy, then the earliest."""
        time = times[article]
        return (own_agency[article] is None, wire[article] is None, time.timestamp() if time else inf, article)

    root = _find_roots(copies, rank)
    taken = _find_taken(copies, wire, rank)
    result = []
    for row in rows:
        article = row["article_id"]
        origin = root.get(article, article)
        agency = wire[article] or taken.get(article)
        outlet = known.get((row["outlet"] or "").casefold())
        kind = "wire" if agency else "own" if origin == article else "copy"
        result.append(
            {
                "article_id": article,
                "origin_kind": kind,
                "is_own_text": kind == "own" or own_agency[article] is not None,
                "agency": agency,
                "is_credited": None if agency is None else wire[article] is not None,
                "contributors": sorted({c.agency for c in credited[article] if not c.is_whole} - {agency}),
                "origin_article_id": None if origin == article else origin,
                "publisher_family": outlet and outlet.find_family(row["published_date"]),
                "origin_id": origin,
            }
        )
    return pa.Table.from_pylist(result, schema=ARTICLE_ORIGINS.schema)


def _find_roots(copies: pa.Table, rank: Callable[[str], _Rank]) -> dict[str, str]:
    """Return for each article that was copied or is a copy the origin of all that copying joins."""
    near: dict[str, set[str]] = defaultdict(set)
    for a, b in zip(*(copies[c].to_pylist() for c in ("article_id_a", "article_id_b")), strict=True):
        near[a].add(b)
        near[b].add(a)
    root: dict[str, str] = {}
    for start in sorted(near):
        if start in root:
            continue
        members, pending = {start}, [start]
        while pending:
            fresh = near[pending.pop()] - members
            members |= fresh
            pending.extend(fresh)
        first = min(members, key=rank)
        root.update(dict.fromkeys(members, first))
    return root


def _find_taken(copies: pa.Table, wire: Mapping[str, str | None], rank: Callable[[str], _Rank]) -> dict[str, str]:
    """Return the agency of each article whose words stand in its text; that is not passed on from copy to copy."""
    texts: dict[str, list[str]] = defaultdict(list)
    for row in copies.to_pylist():
        for one, other in (("a", "b"), ("b", "a")):
            article, text = row[f"article_id_{one}"], row[f"article_id_{other}"]
            if wire[text] and row[f"own_words_{one}_in_{other}"] >= CHOSEN.wire_text:
                texts[article].append(text)
    return {article: agency for article, found in texts.items() if (agency := wire[min(found, key=rank)])}
