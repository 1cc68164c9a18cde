"""One broken input of each of many kinds among good articles costs itself and nothing else: whole runs."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from flows.build import RunResult, run_build
from flows.manifest import check_output
from flows.runners import LocalRunner
from flows.settings import Settings
from tests.broken import KINDS, good_text
from tests.conftest import SampleRun, leave_models_empty
from tests.invariants import Tables, check_run

GOOD = 30

pytestmark = pytest.mark.long


class Outcome:
    def __init__(self, folder: Path) -> None:
        self.places = {name: folder / "in" / f"kind{number:03d}" for number, name in enumerate(KINDS)}
        for name, place in self.places.items():
            place.mkdir(parents=True)
            KINDS[name].write(place)
        for number in range(GOOD):
            (folder / "in" / f"good{number:03d}.txt").write_text(good_text(number), encoding="utf-8")
        self.out = folder / "out"
        settings = Settings((str(folder / "in"),), self.out, outlet="Marl Post", site=False)
        self.result: RunResult = run_build(settings, LocalRunner(1))
        self.tables: Tables = check_run(self.out / "tables")

    def rows(self, table: str, place: str) -> list[dict[str, object]]:
        return [row for row in self.tables[table] if f"/{place}" in str(row["source_uri"])]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory, sample_run: SampleRun) -> Outcome:
    with pytest.MonkeyPatch.context() as patch:
        leave_models_empty(patch, sample_run)
        return Outcome(tmp_path_factory.mktemp("broken"))


def test_the_run_is_whole_and_has_every_good_article(outcome: Outcome) -> None:
    assert len(KINDS) >= 60
    assert outcome.result.status == "completed"
    assert len(outcome.rows("articles", "good")) == GOOD
    assert {row["article_id"] for row in outcome.rows("articles", "good")} <= {
        row["article_id"] for row in outcome.tables["claims"]
    }
    assert not outcome.rows("rejects", "good")
    assert check_output(outcome.out) == []


@pytest.mark.parametrize("name", KINDS)
def test_a_broken_input_is_rejected_with_its_reason_and_nothing_else_is_lost(outcome: Outcome, name: str) -> None:
    kind, place = KINDS[name], outcome.places[name].name
    rejects = outcome.rows("rejects", place)
    assert Counter(str(row["reason"]) for row in rejects) == Counter(kind.reasons)
    assert len(outcome.rows("articles", place)) == kind.good
    assert all(row["detail"] and "its reader failed" not in str(row["detail"]) for row in rejects)


@pytest.mark.usefixtures("empty_models")
def test_a_file_that_may_not_grow_ends_the_run_with_a_line_and_the_next_one_goes_on(tmp_path: Path) -> None:
    """As on a full disk, wherever it fills: the limit lets small files pass and stops the larger ones."""
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(good_text(number), encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-c", "from flows.cli import main; main()", "run", str(tmp_path / "*.txt")]
    command += ["--out", str(out), "--workers", "1", "--no-site", "--no-prefect"]

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))

    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith("whosaid: ")
    assert not (out / "tables").exists() or check_output(out) == []
    after = run_build(Settings((str(tmp_path / "*.txt"),), out, site=False), LocalRunner(1))
    assert (after.status, after.counts["articles"]) == ("completed", 5)


def test_any_legal_folder_takes_a_run(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(good_text("odd"), encoding="utf-8")
    out = tmp_path / "lake" / "dt=2026" / "out[a]" / "ü* %41;#1 {x}" / 'o\'clock "b"' / "-x $HOME ~"
    result = run_build(Settings((str(tmp_path / "a.txt"),), out, site=False), LocalRunner(1))
    assert result.status == "completed"
    assert check_output(out) == []
    again = run_build(Settings((str(tmp_path / "a.txt"),), out, site=False), LocalRunner(1))
    assert again.status == "unchanged"
