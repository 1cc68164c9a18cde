"""The main job on the sample, end to end."""

import shutil
from collections import Counter
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.build import run_build
from flows.explain import Mark, mark_text
from flows.runners import LocalRunner
from flows.settings import Settings
from flows.summary import render_summary
from tests.conftest import SAMPLE, SampleRun
from tests.invariants import Tables, check_run
from transforms.schema import MODELED, Layer
from transforms.tables import list_tables

IDS = {
    "articles": "article_id",
    "mentions": "mention_id",
    "claims": "claim_id",
    "quotes": "quote_id",
}
CLOCK = {"ingested_at", "first_seen_at", "last_seen_at", "source_uri"}
"""Columns of the extracted tables that may differ between two runs: when and from where an article was read."""


def rows_of(tables: Tables, name: str) -> list[tuple[str, ...]]:
    return sorted(tuple(repr(v) for k, v in row.items() if k not in CLOCK) for row in tables[name])


def test_every_table_is_filled(sample_run: SampleRun) -> None:
    assert sample_run.result.status == "completed"
    assert {name for name, rows in sample_run.tables.items() if not rows} <= {"rejects", "article_revisions"}
    assert not sample_run.tables["rejects"]
    with duckdb.connect(str(sample_run.out / "warehouse.duckdb"), read_only=True) as connection:
        for table in list_tables():
            (count,) = connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()
            assert count == sample_run.result.warehouse.rows[table.name]
            if table.name in sample_run.tables:
                assert count == len(sample_run.tables[table.name])
            elif table.name != "claim_conflicts":
                assert count, table.name


def test_marts_are_parquet_of_the_declared_schema(sample_run: SampleRun) -> None:
    for table in list_tables(*MODELED):
        assert pq.read_schema(sample_run.out / "marts" / f"{table.name}.parquet").equals(table.schema), table.name


def test_each_step_of_a_collapse_counts_what_the_chain_shows(sample_run: SampleRun) -> None:
    columns = {
        "outlets": "outlet",
        "publisher_families": "publisher_family",
        "independent_outlets": "counted_as",
        "independent_origins": "counted_origin",
    }
    for mart, unit in (("claim_coverage", "claim_group"), ("quote_coverage", "quote_group")):
        counts = ", ".join(f"count(DISTINCT {column})" for column in columns.values())
        query = (
            f"SELECT {', '.join(columns)}, chain FROM {mart} JOIN"
            f" (SELECT carried_id, [{counts}] AS chain FROM origin_chain WHERE carried = '{unit}' GROUP BY carried_id)"
            f" ON carried_id = {unit}_id"
        )
        with duckdb.connect(str(sample_run.out / "warehouse.duckdb"), read_only=True) as connection:
            rows = connection.execute(query).fetchall()
        assert len(rows) > 100
        for *shown, chain in rows:
            assert shown == chain == sorted(shown, reverse=True)
        assert any(shown[0] > shown[-1] for *shown, _ in rows)


def test_every_article_has_a_paragraph_of_body_and_a_story(sample_run: SampleRun) -> None:
    articles = {row["article_id"] for row in sample_run.tables["articles"]}
    assert {row["article_id"] for row in sample_run.tables["segments"] if row["role"] == "body"} == articles
    assert {row["article_id"] for row in sample_run.tables["stories"]} == articles


def test_claims_and_quotes_come_from_text_that_is_read(sample_run: SampleRun) -> None:
    read: dict[str, list[tuple[int, int]]] = {}
    for row in sample_run.tables["segments"]:
        if row["role"] in ("headline", "standfirst", "body"):
            read.setdefault(row["article_id"], []).append((row["start"], row["end"]))
    for name, spans in (("claims", "content_spans"), ("quotes", "spans")):
        for row in sample_run.tables[name]:
            for span in row[spans]:
                assert any(a <= span["start"] and span["end"] <= b for a, b in read[row["article_id"]]), row


@pytest.mark.long
def test_the_published_warehouse_may_not_be_written(sample_run: SampleRun) -> None:
    assert not (sample_run.out / "warehouse.duckdb").stat().st_mode & 0o222


@pytest.mark.usefixtures("empty_models")
def test_rows_do_not_depend_on_batches_workers_or_order(sample_run: SampleRun, tmp_path: Path) -> None:
    """The same sample under other names and other batches, in other processes, gives the same rows."""
    inputs = sorted((str(p) for p in SAMPLE.iterdir() if p.is_dir()), reverse=True)
    settings = Settings(tuple(inputs), tmp_path / "out", batch_words=3000)
    assert run_build(settings, LocalRunner(2)).status == "completed"
    again = check_run(tmp_path / "out" / "tables")
    for table in list_tables(Layer.EXTRACTED, Layer.MATCHED):
        if table.name not in ("runs", "rejects"):
            assert rows_of(again, table.name) == rows_of(sample_run.tables, table.name), table.name


@pytest.mark.long
@pytest.mark.usefixtures("empty_models")
def test_an_unrelated_batch_leaves_other_ids_alone(sample_run: SampleRun, tmp_path: Path) -> None:
    extra = tmp_path / "extra.txt"
    extra.write_text(
        "Bakers of Tinwick hold a bread fair\n\nThe bakers of Tinwick will hold a bread fair in May.\n\n"
        "“Every loaf is made by hand,” said Odo Varnish, who has baked there for thirty years.\n",
        encoding="utf-8",
    )
    settings = Settings((str(SAMPLE), str(extra)), tmp_path / "out", outlet="The Tinwick Crumb")
    run_build(settings, LocalRunner(1))
    again = check_run(tmp_path / "out" / "tables")
    for name, key in IDS.items():
        before = {row[key] for row in sample_run.tables[name]}
        after = {row[key] for row in again[name]}
        assert before < after, name
    for name in ("stories", "claim_groups"):
        known = {tuple(row.items()) for row in map(plain, sample_run.tables[name])}
        assert known <= {tuple(row.items()) for row in map(plain, again[name])}, name


def plain(row: dict[str, object]) -> dict[str, object]:
    return {key: repr(value) for key, value in row.items()}


def test_the_summary_tells_counts_findings_and_places(sample_run: SampleRun) -> None:
    summary = render_summary(sample_run.result)
    assert f"{len(sample_run.tables['articles'])} articles from 8 outlets" in summary
    assert all(f"\n{number}. " in summary for number in (1, 2, 3))
    assert str(sample_run.out / "warehouse.duckdb") in summary
    assert "whosaid sql" in summary


@pytest.mark.usefixtures("empty_models")
def test_a_second_run_on_less_marks_the_rest_removed_and_keeps_the_row_of_the_first(
    sample_run: SampleRun, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    shutil.copytree(sample_run.out, out, symlinks=True)
    one = next(SAMPLE.rglob("*.txt"))
    with duckdb.connect(str(out / "warehouse.duckdb"), read_only=True) as reader:
        run_build(Settings((str(one),), out), LocalRunner(1))
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (len(sample_run.tables["articles"]),)
    tables = check_run(out / "tables")
    assert Counter(row["status"] for row in tables["articles"]) == {
        "current": 1,
        "removed": len(sample_run.tables["articles"]) - 1,
    }
    assert len({row["article_id"] for row in tables["claims"]}) == 1
    assert [row["articles"] for row in tables["runs"]] == [len(sample_run.tables["articles"]), 1]
    assert not list((out / ".runs").glob("*/staging"))


def test_tables_read_as_one_dataset_in_duckdb(sample_run: SampleRun) -> None:
    with duckdb.connect() as connection:
        for name, rows in sample_run.tables.items():
            query = (
                f"SELECT count(*) FROM read_parquet('{sample_run.out}/tables/{name}/**/*.parquet',"
                " hive_partitioning=true, union_by_name=true)"
            )
            assert connection.execute(query).fetchone() == (len(rows),)


def test_the_warehouse_has_comments_and_opens_beside_an_old_reader(sample_run: SampleRun) -> None:
    with duckdb.connect(str(sample_run.out / "warehouse.duckdb"), read_only=True) as connection:
        missing = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'main' AND comment IS NULL"
            " AND NOT internal"
        ).fetchall()
    assert not missing


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (
            [Mark(6, 9, "source"), Mark(10, 14, "cue"), Mark(15, 18, "content")],
            "[source: Bob] [cue: said] [content: yes].",
        ),
        ([Mark(6, 18, "content"), Mark(6, 9, "source")], "[content: [source: Bob] said yes]."),
    ],
)
def test_marks_stand_where_they_belong(marks: list[Mark], expected: str) -> None:
    assert mark_text("Head\n\nBob said yes.\n\nTail", marks).plain == expected


def test_no_table_has_a_file_per_article(sample_run: SampleRun) -> None:
    for table in list_tables(Layer.EXTRACTED, Layer.MATCHED):
        assert len(list((sample_run.out / "tables" / table.name).rglob("*.parquet"))) == 1


def test_descriptions_travel_in_the_files(sample_run: SampleRun) -> None:
    schema: pa.Schema = pq.read_schema(sample_run.out / "tables" / "claims" / "part-00000.parquet")
    assert schema.field("voice").metadata[b"description"].startswith(b"attributed")
