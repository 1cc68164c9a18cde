"""Every mart and dimension of a warehouse against the same made of the tables in pandas, cell for cell."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from tests.sql.recompute import claims, dimensions, gaps, outlets, overlap, quality, quotes, sources
from tests.sql.recompute.corpus import Corpus, Row
from transforms.tables import TABLES

RECOMPUTED: Mapping[str, Callable[[Corpus], list[Row]]] = {
    recompute.__name__: recompute
    for recompute in (
        dimensions.dim_outlet,
        dimensions.dim_entity,
        dimensions.dim_date,
        dimensions.dim_story,
        claims.statements,
        claims.claim_coverage,
        claims.claim_coverage_by_outlet,
        claims.claim_spread,
        claims.claim_conflicts,
        claims.single_source_claims,
        claims.origin_chain,
        quotes.quote_coverage,
        quotes.quote_changes,
        overlap.attribution_counts,
        overlap.source_overlap_articles,
        overlap.source_overlap_outlets,
        overlap.story_overview,
        overlap.outlet_overview,
        outlets.outlet_days,
        outlets.source_diversity,
        outlets.anonymous_sourcing,
        outlets.outlet_profile,
        gaps.agency_dependence,
        gaps.story_blindspots,
        gaps.claim_omissions,
        gaps.quote_reuse,
        sources.source_reach,
        sources.source_network,
        sources.attribution_drift,
        sources.claim_timeline,
        sources.run_health,
        quality.mart_quality,
    )
}


OF_TABLES = sorted(RECOMPUTED.keys() - {"run_health"})
"""What a finished run's tables tell: rows of runs become complete only after the marts are built."""


def read_mart(warehouse: Path, mart: str) -> list[Row]:
    """Return the rows of a mart or dimension."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        cursor = connection.execute(f"FROM {TABLES[mart].schema_name}.{mart}")
        names = [d[0] for d in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def find_differences(corpus: Corpus, warehouse: Path, mart: str) -> Iterator[str]:
    """Yield a line for each row that only one side has, and for each cell that differs."""
    key = TABLES[mart].key
    found, expected = (
        {tuple(row[k] for k in key): row for row in rows}
        for rows in (read_mart(warehouse, mart), RECOMPUTED[mart](corpus))
    )
    names = TABLES[mart].column_names
    for place in found.keys() - expected.keys():
        yield f"{mart} {place}: only the mart has it"
    for place, row in expected.items():
        if place not in found:
            yield f"{mart} {place}: the mart lacks it"
        elif row.keys() != set(names):
            yield f"{mart}: columns {sorted(row.keys() ^ set(names))} are on one side only"
        else:
            yield from (
                f"{mart} {place} {name}: {found[place][name]!r} instead of {row[name]!r}"
                for name in names
                if not _is_same(found[place][name], row[name])
            )


def _is_same(found: Any, expected: Any) -> bool:
    if isinstance(found, float) and isinstance(expected, int | float):
        return math.isclose(found, expected, rel_tol=1e-7, abs_tol=1e-9)
    if isinstance(found, list) and expected is not None:
        return found == list(expected)
    return bool(found == expected)
