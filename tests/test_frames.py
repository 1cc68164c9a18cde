"""Frames for notebooks: a run's tables, and articles in memory."""

from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.build import run_build
from flows.frames import FrameError, Run, frame_of, frames_of, open_run
from flows.query import QueryError
from flows.runners import LocalRunner
from flows.settings import Settings
from tests.conftest import SampleRun
from tests.invariants import read_tables
from transforms.tables import TABLES

TEXT = "Pier closed\n\nThe pier is unsafe, engineer Ida Kern said. “It could fall tomorrow,” she warned.\n"
ROWS = pd.DataFrame(
    {
        "body": [TEXT.partition("\n\n")[2], "“It will stand for years,” mayor Tom Vale said.", "Too short"],
        "headline": ["Pier closed", "Pier safe, says mayor", None],
        "outlet": ["Marl Post", "Marl Echo", "Marl Echo"],
        "published_at": pd.to_datetime(["2026-09-01 00:00", "2026-09-02 08:30", None]),
        "clicks": [3, None, 5],
    }
)


@pytest.fixture(scope="module")
def run(sample_run: SampleRun) -> Run:
    return open_run(sample_run.out)


def test_every_table_and_mart_is_a_frame_with_all_its_rows(run: Run, sample_run: SampleRun) -> None:
    assert set(TABLES) <= set(run.tables)
    assert set(TABLES) <= set(dir(run))
    for name in TABLES:
        frame = getattr(run, name)
        assert list(frame.columns) == list(TABLES[name].column_names), name
        assert len(frame) == run.sql(f'SELECT count(*) AS n FROM "{name}"')["n"][0], name
    claims = run.claims.set_index("claim_id")
    assert {claim["claim_id"]: claim["text"] for claim in sample_run.tables["claims"]} == claims["text"].to_dict()


def test_frames_keep_the_types_of_their_columns(run: Run) -> None:
    for name, table in TABLES.items():
        frame = getattr(run, name)
        for column in table.columns:
            dtype = frame[column.name].dtype
            if column.allowed:
                assert list(dtype.categories) == list(column.allowed), (name, column.name)
            else:
                assert dtype == pd.ArrowDtype(column.type) or pa.types.is_nested(column.type), (name, column.name)
    claims, articles = run.claims, run.articles
    assert claims["source_start"].isna().any(), "whole numbers with gaps stay whole numbers"
    assert str(articles["published_at"].dt.tz) == "UTC"
    assert articles["published_at"].dt.tz_convert("Europe/London").dt.hour.notna().all()
    spans = claims["content_spans"][0]
    assert set(spans[0]) == {"start", "end"}


def test_offsets_of_a_frame_lead_to_the_words(run: Run) -> None:
    rows = run.claims.merge(run.articles[["article_id", "text"]], on="article_id", suffixes=("", "_of_article"))
    named = rows[rows["source_start"].notna()]
    assert len(named)
    for row in named.itertuples():
        assert row.text_of_article[row.source_start : row.source_end] == row.source_text


def test_filters_are_asked_of_duckdb(run: Run) -> None:
    claims = run.claims
    found = run.frame("claims", ["claim_id", "voice"], "confidence > ?", [0.8], voice=["attributed", "hedged"])
    assert list(found.columns) == ["claim_id", "voice"]
    kept = claims[(claims["confidence"] > 0.8) & claims["voice"].isin(["attributed", "hedged"])]
    assert 0 < len(found) == len(kept) < len(claims)
    assert len(run.frame("claims", source_name=None)) == claims["source_name"].isna().sum()
    query, values = run.select("claims", ["claim_id"], "confidence > ?", [0.8], voice="hedged")
    plan = run.sql(f"EXPLAIN {query}", values)
    assert "Filters" in str(plan.iloc[0].to_list()), "the scan itself leaves rows out"
    assert "content_spans" not in str(plan.iloc[0].to_list()), "and columns"


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda run: run.frame("clams"), "did you mean claims"),
        (lambda run: run.frame("claims", ["clam_id"]), "clam_id"),
        (lambda run: run.frame("claims", where="confidence >"), "syntax error"),
        (lambda run: run.frame("claims", where="true) UNION (SELECT 1"), "set operations|columns"),
        (lambda run: run.sql("DELETE FROM claims"), "only queries are allowed"),
        (lambda run: run.sql("SELECT CAST(text AS INTEGER) FROM claims"), "Could not convert"),
        (lambda run: run.sql("COPY claims TO 'x.csv'"), "only queries are allowed"),
    ],
)
def test_what_cannot_be_asked_is_explained(run: Run, ask: object, message: str) -> None:
    assert callable(ask)
    with pytest.raises(QueryError, match=message):
        ask(run)


def test_an_unknown_attribute_is_explained(run: Run) -> None:
    with pytest.raises(AttributeError, match="did you mean quotes"):
        _ = run.qoutes


def test_a_folder_without_a_run_is_explained(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="whosaid run INPUT"):
        open_run(tmp_path)


@pytest.mark.usefixtures("empty_models")
def test_an_open_run_stays_what_it_was_and_blocks_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    settings = Settings((str(tmp_path / "*.txt"),), tmp_path / "out")
    run_build(settings, LocalRunner(1))
    first = open_run(tmp_path / "out")
    with first.connect() as connection:  # a dashboard that never closes what it opened
        connection.execute("SELECT count(*) FROM articles").fetchall()
        (tmp_path / "b.txt").write_text(TEXT.replace("Pier", "Bridge"), encoding="utf-8")
        run_build(settings, LocalRunner(1))
        assert connection.execute("SELECT count(*) FROM articles").fetchall() == [(1,)]
    assert len(first.articles) == 1
    assert len(open_run(tmp_path / "out").articles) == 2


@pytest.mark.usefixtures("empty_models")
def test_extraction_of_a_frame_gives_the_rows_of_a_run(tmp_path: Path) -> None:
    pq.write_table(pa.Table.from_pandas(ROWS), tmp_path / "rows.parquet")
    run_build(Settings((str(tmp_path / "rows.parquet"),), tmp_path / "out"), LocalRunner(1))
    expected = read_tables(tmp_path / "out" / "tables")
    found = frames_of(ROWS)
    for name in ("segments", "mentions", "entities", "claims", "claim_sources", "sentences", "quotes"):
        rows = pa.Table.from_pandas(found[name], preserve_index=False).to_pylist()
        assert rows == [{key: row[key] for key in rows[0]} for row in expected[name]], name
    assert set(found["articles"]["outlet"]) == {"Marl Post", "Marl Echo"}
    assert set(found["articles"]["source_uri"]) == {"frame"}
    assert found["articles"]["published_at"].max() == datetime(2026, 9, 2, 8, 30, tzinfo=UTC)
    (reject,) = found["rejects"].itertuples()
    assert (reject.source_uri, reject.reason) == ("frame", "too_short")
    assert reject.detail.startswith("row 3: ")


def test_texts_can_be_given_as_they_are() -> None:
    frame = frame_of(TEXT)
    assert set(frame["source_name"].dropna()) == {"Ida Kern"}
    assert "It could fall tomorrow" in " ".join(frame["text"])
    quotes = frame_of([TEXT, TEXT.replace("Kern", "Roth")], "quotes")
    assert set(quotes["speaker_name"]) == {"Ida Kern", "Ida Roth"}


def test_columns_may_have_other_names() -> None:
    frame = frame_of(ROWS.rename(columns={"body": "wording"}), "articles", columns={"text": "wording"})
    assert list(frame["published_date"]) == [date(2026, 9, 1), date(2026, 9, 2)]


@pytest.mark.parametrize(
    ("articles", "message"),
    [([TEXT, 3], "article 1 is of type int"), (pd.DataFrame({"text": [TEXT, 3]}), "mixes types")],
)
def test_articles_that_cannot_be_read_are_explained(articles: object, message: str) -> None:
    with pytest.raises(FrameError, match=message):
        frame_of(articles)  # type: ignore[arg-type]


def test_a_table_that_extraction_does_not_give_is_explained() -> None:
    with pytest.raises(QueryError, match="did you mean quotes"):
        frame_of(TEXT, "qoutes")
