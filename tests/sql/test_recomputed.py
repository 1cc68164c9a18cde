"""Every mart against the same in pandas, cell for cell: on the sample, and on what is left of it when much is missing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from flows.resources import SEEDS_DIR, load_seeds
from flows.storage import read_parquet, write_table
from flows.warehouse import build_warehouse
from tests.conftest import SampleRun
from tests.sql.recompute import gaps, outlets, sources
from tests.sql.recompute.corpus import Corpus, Row
from transforms.schema import Layer
from transforms.tables import TABLES, list_tables

RECOMPUTED: Mapping[str, Callable[[Corpus], list[Row]]] = {
    "outlet_days": outlets.outlet_days,
    "source_diversity": outlets.source_diversity,
    "anonymous_sourcing": outlets.anonymous_sourcing,
    "outlet_profile": outlets.outlet_profile,
    "agency_dependence": gaps.agency_dependence,
    "story_blindspots": gaps.story_blindspots,
    "claim_omissions": gaps.claim_omissions,
    "quote_reuse": gaps.quote_reuse,
    "source_reach": sources.source_reach,
    "source_network": sources.source_network,
    "attribution_drift": sources.attribution_drift,
    "claim_timeline": sources.claim_timeline,
    "run_health": sources.run_health,
    "mart_quality": sources.mart_quality,
}
_CLAIM_TABLES = ("claims", "claim_sources", "claim_groups", "claim_near_misses", "article_revisions")


def _blank(table: pa.Table, *columns: str) -> pa.Table:
    for name in columns:
        if name in table.column_names:
            field = table.schema.field(name)
            table = table.set_column(table.schema.get_field_index(name), field, pa.nulls(len(table), field.type))
    return table


def _keep_article(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Keep the first article and what is its own."""
    article = pc.min(tables["articles"]["article_id"]).as_py()
    kept = {
        name: table.filter(pc.equal(table["article_id"], article)) if "article_id" in table.column_names else table
        for name, table in tables.items()
    }
    claims = kept["claims"]["claim_id"]
    groups = tables["claim_groups"]
    kept["claim_groups"] = groups.filter(pc.is_in(groups["claim_id"], claims))
    alone = kept["claim_groups"]
    alone = alone.set_column(
        alone.schema.get_field_index("is_representative"),
        alone.schema.field("is_representative"),
        pa.array([True] * len(alone)),
    )
    for name in ("claim_group_id", "lenient_group_id"):
        alone = alone.set_column(alone.schema.get_field_index(name), alone.schema.field(name), alone["claim_id"])
    kept["claim_groups"] = alone
    return kept | {
        name: tables[name].slice(0, 0)
        for name in ("article_copies", "quote_matches", "claim_near_misses", "article_revisions", "shared_passages")
    }


def _drop_claims(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    return (
        tables
        | {name: tables[name].slice(0, 0) for name in _CLAIM_TABLES}
        | {"quotes": _blank(tables["quotes"], "claim_id")}
    )


CORPORA: Mapping[str, Callable[[dict[str, pa.Table]], dict[str, pa.Table]]] = {
    "sample": lambda tables: tables,
    "one_article": _keep_article,
    "no_date": lambda tables: {
        n: _blank(t, "published_at", "published_date", "published_local_date") for n, t in tables.items()
    },
    "no_outlet": lambda tables: {
        n: _blank(t, "outlet", *(("publisher_family",) if n == "article_origins" else ())) for n, t in tables.items()
    },
    "no_claims": _drop_claims,
}


@pytest.fixture(scope="module", params=CORPORA, ids=str)
def corpus(
    request: pytest.FixtureRequest, sample_run: SampleRun, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Corpus, Path]:
    folder = tmp_path_factory.mktemp(request.param)
    tables = {
        table.name: read_parquet(sorted((sample_run.out / "tables" / table.name).glob("*.parquet")))
        for table in list_tables(Layer.EXTRACTED, Layer.MATCHED)
    }
    for name, table in CORPORA[request.param](tables).items():
        write_table(TABLES[name], table.to_batches(), folder / "tables")
    warehouse = folder / "warehouse.duckdb"
    build_warehouse(folder / "tables", warehouse, folder / "marts", SEEDS_DIR, folder / "work")
    return Corpus(folder / "tables", load_seeds(SEEDS_DIR)), warehouse


def _is_same(found: Any, expected: Any) -> bool:
    if isinstance(found, float) and isinstance(expected, int | float):
        return math.isclose(found, expected, rel_tol=1e-7, abs_tol=1e-9)
    if isinstance(found, list) and expected is not None:
        return found == list(expected)
    return bool(found == expected)


@pytest.mark.parametrize("mart", RECOMPUTED)
def test_a_mart_is_what_pandas_makes_of_the_tables(mart: str, corpus: tuple[Corpus, Path]) -> None:
    tables, warehouse = corpus
    key = TABLES[mart].key
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        cursor = connection.execute(f"FROM marts.{mart}")
        names = [d[0] for d in cursor.description or []]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    expected = RECOMPUTED[mart](tables)
    rows = {tuple(row[k] for k in key): row for row in expected}
    assert len(rows) == len(expected)
    assert all(row.keys() == set(names) for row in expected), [set(names) ^ row.keys() for row in expected][:1]
    assert {tuple(row[k] for k in key) for row in found} == rows.keys()
    differing = [
        (place, name, row[name], rows[place][name])
        for row in found
        for place in [tuple(row[k] for k in key)]
        for name in names
        if not _is_same(row[name], rows[place][name])
    ]
    assert not differing, differing[:5]
