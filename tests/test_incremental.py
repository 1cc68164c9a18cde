"""A run on what has changed gives what a run that does everything anew gives, whatever happened before."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from flows.build import RunResult, run_build
from flows.runners import LocalRunner
from flows.settings import Settings
from tests.histories import HISTORIES, apply_changes, read_rows, write_files
from tests.invariants import check_run
from transforms.versions import Sighting, Version, identify, settle_versions

HISTORIES_TRIED = int(os.environ.get("HISTORIES", "1"))
BODY = "Bridge {0} opens\n\nThe bridge over the river Sorn is {1} on day {0}, mayor Inga Roth said.\n"


def run(folder: Path, **options: Any) -> RunResult:
    return run_build(Settings((str(folder / "in"),), folder / "out", **({"site": False} | options)), LocalRunner(1))


def write(folder: Path, number: int, word: str) -> Path:
    (folder / "in").mkdir(exist_ok=True)
    path = folder / "in" / f"{number}.txt"
    path.write_text(BODY.format(number, word), encoding="utf-8")
    return path


def has_tied_versions(out: Path) -> bool:
    rows = {row["article_id"]: row for row in pq.read_table(out / "tables" / "articles").to_pylist()}
    later = ((row, rows.get(row["superseded_by"])) for row in rows.values() if row["status"] == "superseded")
    return any(other is not None and row["published_at"] == other["published_at"] for row, other in later)


def check_history(history: Any) -> None:
    """Run after each change; at the end the rows must be those of a rebuild, and of an output without a past.

    Of two versions published at one time the one first seen last counts, which an output without a past cannot know.
    """
    files, steps = history
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder / "in", files)
        run(folder)
        for changes in steps:
            files = apply_changes(files, changes)
            write_files(folder / "in", files)
            run(folder)
        if not files:
            return
        step_by_step = read_rows(folder / "out", marts=False)
        current = read_rows(folder / "out", marts=False, current_only=True)
        run(folder, rebuild=True)
        assert read_rows(folder / "out", marts=False) == step_by_step
        if has_tied_versions(folder / "out"):
            return
        shutil.rmtree(folder / "out")
        run(folder)
        assert read_rows(folder / "out", marts=False, current_only=True) == current


@pytest.mark.long
@settings(
    max_examples=HISTORIES_TRIED, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,)
)
@given(HISTORIES)
def test_any_history_ends_with_the_rows_of_a_rebuild(empty_models: None, history: Any) -> None:
    """The marts are made anew of the tables in every run, so that they need no history."""
    check_history(history)


@pytest.mark.usefixtures("empty_models")
def test_an_edited_article_is_a_version_a_removed_one_stays_and_nothing_new_publishes_nothing(tmp_path: Path) -> None:
    for number in range(3):
        write(tmp_path, number, "open")
    run(tmp_path)
    first = (tmp_path / "out" / ".current").resolve()
    assert run(tmp_path).status == "unchanged"
    assert (tmp_path / "out" / ".current").resolve() == first
    write(tmp_path, 1, "reportedly open")
    write(tmp_path, 2, "open").unlink()
    result = run(tmp_path)
    assert (result.news.annotated, result.news.superseded, result.news.removed) == (1, 1, 1)
    tables = check_run(tmp_path / "out" / "tables")
    rows = {(Path(row["source_uri"]).name, row["status"]): row for row in tables["articles"]}
    assert set(rows) == {
        ("0.txt", "current"),
        ("1.txt", "superseded"),
        ("1.txt", "current"),
        ("2.txt", "removed"),
    }
    assert rows["1.txt", "superseded"]["superseded_by"] == rows["1.txt", "current"]["article_id"]
    assert rows["0.txt", "current"]["ingested_at"] < rows["0.txt", "current"]["last_seen_at"]
    assert {row["article_id_before"] for row in tables["article_revisions"]} == {
        rows["1.txt", "superseded"]["article_id"]
    }
    assert [row["status"] for row in tables["runs"]] == ["completed", "unchanged", "completed"]


NOW, BEFORE = datetime(2026, 9, 3, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC)


def test_two_texts_are_one_article_by_address_or_id() -> None:
    assert identify("https://www.crumb.example/a/", None, "f", False) == identify(
        "http://Crumb.example/a#x", "7", "g", True
    )
    assert identify("https://crumb.example/", None, "f", False) is None, "an outlet's address is no article's"
    assert identify(None, "7", "f", False) != identify(None, "7", "g", False), "files may number their rows"
    assert identify(None, None, "f", True) is not None


def test_additions_remove_nothing_and_what_returns_counts_again() -> None:
    known = {"a": Version("a", "url x", None, BEFORE, BEFORE, "current")}
    missed = settle_versions([], known, NOW, lambda _: True)
    assert (missed["a"].status, missed["a"].removed_at) == ("removed", NOW)
    assert settle_versions([], known, NOW, lambda _: False)["a"].status == "current"
    back = settle_versions([Sighting("a", "url x", None, 0)], missed, NOW, lambda _: True)
    assert (back["a"].status, back["a"].first_seen_at, back["a"].removed_at) == ("current", BEFORE, None)


@pytest.mark.long
@pytest.mark.usefixtures("empty_models")
def test_only_articles_of_the_asked_days_are_taken_or_missed_and_what_is_long_gone_is_forgotten(tmp_path: Path) -> None:
    days = {1: "2026-08-30", 2: "2026-09-01", 3: "2026-09-05"}
    for number in days:
        write(tmp_path, number, "open")
    rows = "\n".join(f"{number}.txt,{day}" for number, day in days.items())
    (tmp_path / "in" / "metadata.csv").write_text(f"file,published_at\n{rows}\n", encoding="utf-8")

    def statuses(**options: Any) -> dict[str, str]:
        assert run(tmp_path, **options).status == "completed"
        found = pq.read_table(tmp_path / "out" / "tables" / "articles").to_pylist()
        return {Path(row["source_uri"]).stem: row["status"] for row in found}

    assert statuses(since="2026-09-01", until="2026-09-02") == {"2": "current"}
    (tmp_path / "in" / "2.txt").unlink()
    assert statuses(since="2026-09-03") == {"2": "current", "3": "current"}, "a day that is not asked for is not missed"
    assert statuses(until="2026-09-02") == {"1": "current", "2": "removed", "3": "current"}
    assert statuses(keep=0) == {"1": "current", "3": "current"}
