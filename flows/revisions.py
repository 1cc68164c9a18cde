"""The table of what changed between versions of an article: pairs that were compared before are not compared again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from flows.archive import Archive
from flows.plan import Plan
from flows.storage import write_parquet
from flows.store import Store
from transforms.records import Row
from transforms.revisions import Statements, compare_statements, list_softening
from transforms.seeds import Seeds
from transforms.tables import ARTICLE_REVISIONS, build_table
from transforms.versions import SUPERSEDED

_PAIRS_AT_ONCE = 500


def compare_versions(plan: Plan, store: Store, archive: Archive, seeds: Seeds, pieces: Path) -> None:
    """Write what changed between the versions of each article that follow each other, below ``pieces``.

    Args:
        plan: holds the versions, and the store's keys of their rows.
        store: holds their rows. A version without any is not compared.
        archive: holds what was found before.
        seeds: name softening words.
        pieces: takes the rows of ``article_revisions``, but for the address.
    """
    pairs = [
        (article_id, version.superseded_by)
        for article_id, version in sorted(plan.versions.items())
        if version.status == SUPERSEDED and version.superseded_by is not None
    ]
    known = _list_known(plan, archive, pairs)
    softening = list_softening(seeds.cues, seeds.words.get("softening", frozenset()))
    rows = [row for pair in pairs for row in known.get(pair, ())]
    fresh = [pair for pair in pairs if pair not in known]
    for start in range(0, len(fresh), _PAIRS_AT_ONCE):
        rows += _compare(fresh[start : start + _PAIRS_AT_ONCE], plan, store, softening)
    if rows:
        write_parquet(build_table(ARTICLE_REVISIONS, rows), pieces / "article_revisions" / "rows.parquet")


def _list_known(plan: Plan, archive: Archive, pairs: list[tuple[str, str]]) -> dict[tuple[str, str], list[Row]]:
    """Return the rows of the pairs whose versions are as they were when they were last compared."""
    found = archive.read_table("article_revisions") if pairs else None
    if found is None:
        return {}

    def is_same(article_id: str) -> bool:
        return archive.keys.get(article_id) == plan.keys.get(article_id) is not None

    followed = {a: version.superseded_by for a, version in archive.versions.items() if version.status == SUPERSEDED}
    known: dict[tuple[str, str], list[Row]] = {
        pair: [] for pair in pairs if followed.get(pair[0]) == pair[1] and is_same(pair[0]) and is_same(pair[1])
    }
    for row in found.to_pylist():
        pair = row["article_id_before"], row["article_id_after"]
        if pair in known:
            known[pair].append(row)
    return known


def _compare(pairs: list[tuple[str, str]], plan: Plan, store: Store, softening: frozenset[str]) -> Iterator[Row]:
    usable = {
        article_id: key
        for pair in pairs
        for article_id in pair
        if (entry := store.entries.get(key := plan.keys.get(article_id, ""))) is not None and entry.reject is None
    }
    quotes, claims = (_group(store.read(usable.values(), table)) for table in ("quotes", "claims"))
    for before, after in pairs:
        if before in usable and after in usable:
            one, other = (Statements(quotes.get(a, []), claims.get(a, [])) for a in (before, after))
            for change in compare_statements(one, other, softening):
                yield {"article_id_before": before, "article_id_after": after, "url": None, **change}


def _group(rows: pa.Table) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows.to_pylist():
        found[row["article_id"]].append(row)
    return found
