"""A fault in one article costs that article and nothing else, whichever stage it shows in; also one that kills."""

from __future__ import annotations

import dataclasses
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from flows import build, derive, extraction, ingest, matching, rescue, work
from flows.build import run_build
from flows.extraction import extract_batch
from flows.jobs import BatchJob, BatchResult
from flows.runners import LocalRunner
from flows.settings import Settings
from flows.storage import read_parquet
from tests.invariants import Tables, check_run
from transforms.records import Mark, Role
from transforms.schema import ColumnsError

FAULTS = ("unreadable", "misread", "unsegmented", "unannotated", "misextracted", "unmatched", "unmodelled")
BODY = (
    "Bridge {number} opens\n\nThe bridge over the river Sorn is {fault} on day {number}, mayor Inga Roth said.\n\n"
    "“Bridge {number} was never in danger,” she added.\n"
)


def write_articles(folder: Path, *faults: str) -> None:
    folder.mkdir()
    for number, fault in enumerate(("open", *faults, "whole", "sound")):
        (folder / f"{fault}.txt").write_text(BODY.format(number=number, fault=fault), encoding="utf-8")


def read_names(tables: Tables, name: str, *reasons: str) -> set[str]:
    rows = [row for row in tables[name] if not reasons or row["reason"] in reasons]
    return {Path(row["source_uri"]).stem for row in rows}


def break_on(word: str, function: Callable[..., Any], find_text: Callable[..., str]) -> Callable[..., Any]:
    def broken(*arguments: Any, **options: Any) -> Any:
        if word in find_text(*arguments):
            raise ValueError(f"a fault on {word}")
        return function(*arguments, **options)

    return broken


@pytest.mark.long
def test_a_fault_at_each_stage_costs_one_article_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_articles(tmp_path / "in", *FAULTS)

    def misread(*arguments: Any, **options: Any) -> Any:
        article, problems = make_article(*arguments, **options)
        if article and "misread" in article.text:
            article = dataclasses.replace(article, url="half a character: \ud83d")
        return article, problems

    def misextract(doc: Any, article: Any, *rest: Any) -> Any:
        found = extract_article(doc, article, *rest)
        if "misextracted" in article.text:
            return dataclasses.replace(found, claims=[row | {"confidence": "high"} for row in found.claims])
        return found

    def forget(articles: pa.Table, *rest: Any) -> tuple[pa.Table, pa.Table]:
        """Leave one article without a story: the models' tests notice it, and nobody else."""
        stories, kinds = describe_stories(articles, *rest)
        bad = articles.filter(pc.match_substring(articles["text"], "unmodelled"))["article_id"]
        return stories.filter(pc.invert(pc.is_in(stories["article_id"], bad.combine_chunks()))), kinds

    make_article, extract_article, describe_stories = (
        ingest.make_article,
        extraction.extract_article,
        matching.describe_stories,
    )
    monkeypatch.setattr(ingest, "make_article", break_on("unreadable", misread, lambda raw: raw.text))
    monkeypatch.setattr(
        extraction, "segment_article", break_on("unsegmented", extraction.segment_article, lambda text, *_: text)
    )
    monkeypatch.setattr(
        extraction, "annotate_text", break_on("unannotated", extraction.annotate_text, lambda _, text, *__: text)
    )
    monkeypatch.setattr(extraction, "extract_article", misextract)
    texts = lambda articles, *_: " ".join(articles["text"].to_pylist())  # noqa: E731
    monkeypatch.setattr(matching, "describe_stories", break_on("unmatched", forget, texts))

    result = run_build(Settings((str(tmp_path / "in"),), tmp_path / "out", batch_words=60), LocalRunner(1))
    assert result.status == "completed"
    tables = check_run(tmp_path / "out" / "tables")
    kept = {"open", "whole", "sound"}
    assert read_names(tables, "articles") == kept
    assert len({row["article_id"] for row in tables["claims"]}) == len(kept)
    assert read_names(tables, "rejects", "unreadable") == {"unreadable", "misread"}
    assert read_names(tables, "rejects", "extraction_failed") == {"unsegmented", "unannotated", "misextracted"}
    assert read_names(tables, "rejects", "matching_failed") == {"unmatched", "unmodelled"}
    (run,) = tables["runs"]
    assert run["rejects_by_reason"] == [
        {"reason": "extraction_failed", "rejects": 3},
        {"reason": "matching_failed", "rejects": 2},
        {"reason": "unreadable", "rejects": 2},
    ]


def test_a_fault_that_is_no_articles_is_raised_and_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_articles(tmp_path / "in")

    def fail(*arguments: Any) -> None:
        raise ZeroDivisionError("no stories today")

    monkeypatch.setattr(matching, "describe_stories", fail)
    with pytest.raises(ZeroDivisionError):
        run_build(Settings((str(tmp_path / "in"),), tmp_path / "out"), LocalRunner(1))
    ledger = build.Ledger(tmp_path / "out" / ".runs")
    assert [(row["status"], row["problem"]) for row in ledger.rows()] == [
        (
            "failed",
            "ZeroDivisionError: no stories today; looked for the articles behind the failure of the stage 'assemble': "
            "it fails without any article too, so that none is to blame; please report it",
        )
    ]


@pytest.mark.usefixtures("empty_models")
def test_a_column_that_is_declared_and_not_filled_stops_the_run_and_blames_no_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_articles(tmp_path / "in")
    extract_article = extraction.extract_article

    def forget_confidence(*arguments: Any) -> Any:
        found = extract_article(*arguments)
        claims = [{name: value for name, value in row.items() if name != "confidence"} for row in found.claims]
        return dataclasses.replace(found, claims=claims)

    monkeypatch.setattr(extraction, "extract_article", forget_confidence)
    with pytest.raises(ColumnsError):
        run_build(Settings((str(tmp_path / "in"),), tmp_path / "out", site=False), LocalRunner(1))
    tables = check_run(tmp_path / "out" / "tables")
    assert tables["rejects"] == []
    (run,) = tables["runs"]
    assert run["status"] == "failed"
    assert "claims: column confidence is declared and not filled" in run["problem"]
    assert run["problem"].endswith("no input is to blame")


@pytest.mark.usefixtures("empty_models")
def test_the_empty_tables_of_a_failed_first_run_are_no_stage_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stages that it did not get to have no seconds: a benchmark, and who looks for what was slow, read them."""
    write_articles(tmp_path / "in")

    match_corpus, calls = derive.match_corpus, []

    def fail_twice(*arguments: Any) -> Any:
        calls.append(arguments)
        if len(calls) <= 2:  # in the run, and without any article in the search for who is to blame
            raise ZeroDivisionError
        return match_corpus(*arguments)

    monkeypatch.setattr(derive, "match_corpus", fail_twice)
    with pytest.raises(ZeroDivisionError):
        run_build(Settings((str(tmp_path / "in"),), tmp_path / "out", site=False), LocalRunner(1))
    (row,) = check_run(tmp_path / "out" / "tables")["runs"]
    assert row["extract_seconds"] is not None
    assert row["model_seconds"] is None


@pytest.mark.usefixtures("empty_models")
def test_a_search_without_time_names_who_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_articles(tmp_path / "in", "unmatched")
    texts = lambda articles, *_: " ".join(articles["text"].to_pylist())  # noqa: E731
    fault = break_on("unmatched", matching.describe_stories, texts)
    monkeypatch.setattr(matching, "describe_stories", fault)
    monkeypatch.setattr(derive, "LEAST_SECONDS", 0)
    monkeypatch.setattr(derive, "TRIALS_TIME", 0)
    with pytest.raises(ValueError, match="a fault on unmatched"):
        run_build(Settings((str(tmp_path / "in"),), tmp_path / "out"), LocalRunner(1))
    (row,) = build.Ledger(tmp_path / "out" / ".runs").rows()
    assert "1 trials, 0 s, did not suffice" in row["problem"]
    assert "/in/unmatched.txt" in row["problem"]
    assert row["problem"].endswith("leave these out and run again, or run fewer inputs at once")


def kill_on_word(job: BatchJob) -> BatchResult:
    if any("deadly" in text for text in read_parquet([job.articles])["text"].to_pylist()):
        os.kill(os.getpid(), signal.SIGKILL)
    return extract_batch(job)


@pytest.mark.long
@pytest.mark.usefixtures("empty_models")
def test_an_article_that_kills_its_worker_costs_no_other_and_odd_marks_cost_their_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash in C code, or the kernel for want of memory: no exception tells which article it was.

    An article that is then tried alone keeps the marks that its page gave it.
    """
    write_articles(tmp_path / "in", "deadly", "fine", "badly marked")
    make_article = ingest.make_article

    def mark(*arguments: Any, **options: Any) -> Any:
        article, problems = make_article(*arguments, **options)
        author = "half a character: \ud83d" if "badly marked" in article.text else "Ada"
        marks = (Mark(2, Role.EMBED, post_author=author, post_network="X"),)
        return dataclasses.replace(article, marks=marks), problems

    monkeypatch.setattr(ingest, "make_article", mark)
    for module in (work, rescue):
        monkeypatch.setattr(module, "extract_batch", kill_on_word)
    settings = Settings((str(tmp_path / "in"),), tmp_path / "out", batch_words=60, site=False)
    assert run_build(settings, LocalRunner(2)).status == "completed"
    tables = check_run(tmp_path / "out" / "tables")
    assert read_names(tables, "rejects", "unreadable") == {"badly marked"}
    assert read_names(tables, "rejects", "extraction_failed") == {"deadly"}
    assert read_names(tables, "articles") == {"open", "fine", "whole", "sound"}
    marked = {row["article_id"] for row in tables["segments"] if row["post_author"] == "Ada"}
    assert marked == {row["article_id"] for row in tables["articles"]}
    assert len({row["article_id"] for row in tables["claims"]}) == 4
