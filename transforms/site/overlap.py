"""What two articles of a story have in common: the sources, claims and passage behind a cell of the heat map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.site.story import OVERLAP_ARTICLES

Row = Mapping[str, Any]

OVERLAP_PAIRS, SHARED_SHOWN = 120, 6
"""The most pairs whose common ground a page shows, and sources and claims of one; what is left out is counted on it."""


@dataclass(frozen=True, slots=True)
class Common:
    """A source or a claim that both articles have, and the claims in which they do."""

    key: str
    name: str
    entity_id: str | None
    first_id: str
    second_id: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, the one that stands first in the map first, with what they share; ``passage`` are words of both."""

    first: str
    second: str
    counts: Row
    sources: tuple[Common, ...]
    more_sources: int
    claims: tuple[Common, ...]
    more_claims: int
    passage: str | None

    @property
    def anchor(self) -> str:
        """What its part of the page is called."""
        return f"{self.first}-{self.second}"


def list_pairs(
    pairs: Iterable[Row],
    articles: Sequence[str],
    sources: Iterable[Row],
    claims: Iterable[Row],
    passages: Iterable[Row],
) -> dict[tuple[str, str], Pair]:
    """Return the pairs that share most sources and claims, each under both of its orders.

    Args:
        pairs: rows of source_overlap_articles.
        articles: those of the map, in its order.
        sources: with article_id, source_key, source_name, source_entity_id and row_id, the claim or quotation that
            cites it.
        claims: those that carry their group, with article_id, claim_group_id, claim_id and text.
        passages: with article_id_a, article_id_b and passage.
    """
    place = {article: number for number, article in enumerate(articles[:OVERLAP_ARTICLES])}
    cited = _group(sources, "source_key", "source_name", "source_entity_id", "row_id")
    carried = _group(claims, "claim_group_id", "text", None, "claim_id")
    words = {frozenset((row["article_id_a"], row["article_id_b"])): row["passage"] for row in passages}
    sharing = [
        pair
        for pair in pairs
        if pair["article_id_a"] in place
        and pair["article_id_b"] in place
        and (pair["shared_sources"] or pair["shared_claims"])
    ]
    sharing.sort(key=lambda pair: (-pair["shared_sources"] - pair["shared_claims"], pair["article_id_a"]))
    found = {}
    for pair in sharing[:OVERLAP_PAIRS]:
        first, second = sorted((pair["article_id_a"], pair["article_id_b"]), key=place.__getitem__)
        same_sources = _list_common(cited[first], cited[second])
        same_claims = _list_common(carried[first], carried[second])
        found[first, second] = found[second, first] = Pair(
            first,
            second,
            pair,
            same_sources[:SHARED_SHOWN],
            max(len(same_sources) - SHARED_SHOWN, 0),
            same_claims[:SHARED_SHOWN],
            max(len(same_claims) - SHARED_SHOWN, 0),
            words.get(frozenset((first, second))),
        )
    return found


def _group(rows: Iterable[Row], key: str, name: str, entity: str | None, row_id: str) -> dict[str, dict[str, Common]]:
    found: dict[str, dict[str, Common]] = defaultdict(dict)
    for row in rows:
        common = Common(row[key], row[name], row[entity] if entity else None, row[row_id], row[row_id])
        found[row["article_id"]].setdefault(row[key], common)
    return found


def _list_common(ours: Mapping[str, Common], theirs: Mapping[str, Common]) -> tuple[Common, ...]:
    return tuple(
        Common(key, one.name, one.entity_id, one.first_id, theirs[key].first_id)
        for key, one in ours.items()
        if key in theirs
    )
