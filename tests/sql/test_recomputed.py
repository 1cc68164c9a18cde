"""Every mart against the same in pandas, cell for cell: on the sample, and on what is left of it when much is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from flows.resources import SEEDS_DIR, load_seeds
from flows.storage import read_parquet, write_table
from flows.warehouse import build_warehouse
from tests.conftest import SampleRun
from tests.sql.recompute.compare import RECOMPUTED, find_differences
from tests.sql.recompute.corpus import Corpus
from transforms.schema import MODELED, Layer
from transforms.tables import TABLES, list_tables

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


def test_every_mart_and_dimension_is_recomputed() -> None:
    assert RECOMPUTED.keys() == {table.name for table in list_tables(*MODELED)}


@pytest.mark.parametrize("mart", RECOMPUTED)
def test_a_mart_is_what_pandas_makes_of_the_tables(mart: str, corpus: tuple[Corpus, Path]) -> None:
    assert list(islice(find_differences(*corpus, mart), 5)) == []
