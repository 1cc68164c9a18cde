"""The corpora on which the marts are made twice: a run's tables, and what is left of them when much is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from flows.project import compile_project, find_cache_dir
from flows.resources import SEEDS_DIR, load_seeds
from flows.storage import read_parquet, write_table
from flows.warehouse import WAREHOUSE, find_table_files, load_tables, open_warehouse, run_models
from tests.conftest import SampleRun
from tests.shared import share
from transforms.schema import Layer
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


def _share_pages(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Make all articles of an outlet versions of one page, of which only the newest counts."""
    articles = tables["articles"]
    pages = pc.binary_join_element_wise("https://example.org", articles["outlet"], "/")
    column = articles.schema.get_field_index("url")
    return tables | {"articles": articles.set_column(column, articles.schema.field("url"), pages)}


_SOLD = ("The Observer", date(2025, 4, 22))
"""An outlet of the seeds, and the first day of its new owner."""


def _sell_outlet(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Give the outlet with most articles the name of one that was sold, and move all dates, so that it is sold amid them."""
    name, sold = _SOLD
    articles = tables["articles"].to_pylist()
    outlet, _ = Counter(row["outlet"] for row in articles if row["outlet"]).most_common(1)[0]
    days = sorted(row["published_date"] for row in articles if row["outlet"] == outlet)
    moved = {n: _move_days(table, sold - days[len(days) // 2]) for n, table in tables.items()}
    owners = {
        row["article_id"]: load_seeds(SEEDS_DIR).outlets[name].find_family(row["published_date"])
        for row in moved["articles"].to_pylist()
        if row["outlet"] == outlet
    }
    names = moved["articles"]["outlet"].to_pylist()
    origins = moved["article_origins"].to_pylist()
    return moved | {
        "articles": _put(moved["articles"], "outlet", [name if n == outlet else n for n in names]),
        "article_origins": _put(
            moved["article_origins"],
            "publisher_family",
            [owners.get(r["article_id"], r["publisher_family"]) for r in origins],
        ),
    }


def _move_days(table: pa.Table, by: timedelta) -> pa.Table:
    for name in ("published_at", "published_date", "published_local_date"):
        if name in table.column_names:
            table = _put(table, name, [value and value + by for value in table[name].to_pylist()])
    return table


def _put(table: pa.Table, name: str, values: list[Any]) -> pa.Table:
    field = table.schema.field(name)
    return table.set_column(table.schema.get_field_index(name), field, pa.array(values, field.type))


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
    "versions": _share_pages,
    "sold": _sell_outlet,
}


def share_corpus(factory: pytest.TempPathFactory, name: str, sample_run: SampleRun) -> tuple[Path, Path]:
    """Return the folder and the warehouse of a corpus made of the sample, built once for all tests."""
    return share(factory, f"corpus_{name}", lambda folder: build_corpus(name, sample_run.out / "tables", folder))


def build_corpus(name: str, tables_of_run: Path, folder: Path) -> Path:
    """Write the tables of a corpus to ``folder/tables``, made of those of a run, build the models and return the warehouse."""
    tables = {
        table.name: read_parquet(sorted((tables_of_run / table.name).glob("**/*.parquet")))
        for table in list_tables(Layer.EXTRACTED, Layer.MATCHED)
    }
    for table, rows in CORPORA[name](tables).items():
        write_table(TABLES[table], rows.to_batches(), folder / "tables")
    with open_warehouse(folder / WAREHOUSE) as connection:
        load_tables(connection, find_table_files(folder / "tables"), load_seeds(SEEDS_DIR))
        run_models(connection, compile_project(folder, find_cache_dir()))
    return folder / WAREHOUSE
