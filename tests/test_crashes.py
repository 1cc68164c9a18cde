"""A run that died, at whatever moment, costs the next one nothing but what was not finished."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from flows import build, storage, work
from flows.archive import NOTES
from flows.build import run_build
from flows.cli import app
from flows.guard import name_spill
from flows.manifest import MANIFEST, check_output
from flows.query import open_warehouse
from flows.repair import repair_output
from flows.runners import LocalRunner
from flows.settings import Settings
from flows.storage import RUN_FOLDERS, STATE, OutputError, find_current, lock_output, publish_run, write_bytes
from flows.store import MARKER, STORE
from flows.warehouse import WAREHOUSE
from tests.invariants import check_run
from tests.test_faults import read_names, write_articles


def flip_bit(path: Path, share: float = 0.5) -> None:
    path.chmod(0o644)  # what is published may not be written
    data = bytearray(path.read_bytes())
    data[int(share * (len(data) - 1))] ^= 16
    path.write_bytes(data)


def call(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result.output


@pytest.fixture
def out(sample_copy: Path) -> Path:
    return sample_copy


# Going on


@pytest.mark.usefixtures("empty_models")
def test_the_next_run_goes_on_from_finished_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below a folder whose name means something to DuckDB, pyarrow, dbt and the shell."""
    write_articles(tmp_path / "in", "a", "b", "c")
    out = tmp_path / "lake" / "dt=2026" / "out[a] 'b' {c,d}#1*"
    settings = Settings((str(tmp_path / "in"),), out, batch_words=60)

    def die(*arguments: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(work, "derive", die)
        with pytest.raises(KeyboardInterrupt):
            run_build(settings, LocalRunner(1))
    assert not (out / "tables").exists()
    monkeypatch.setattr(work, "extract_batch", die)
    assert run_build(settings, LocalRunner(1)).status == "completed"
    tables = check_run(out / "tables")
    assert read_names(tables, "articles") == {"open", "a", "b", "c", "whole", "sound"}
    assert len({row["article_id"] for row in tables["claims"]}) == 6
    assert [row["status"] for row in tables["runs"]] == ["failed", "completed"]
    assert not check_output(out)
    assert "6" in call("sql", "SELECT count(*) AS articles FROM articles", "--out", out)
    assert sorted(path.name for path in (out / ".runs").iterdir()) == [find_current(out).name, "ledger.txt"]


# Publishing


def finish_run(out: Path, run_id: str) -> Path:
    folder = out / ".runs" / run_id
    for file in ("tables/t", "marts/m", "warehouse.duckdb", "manifest.json", "staging/s"):
        write_bytes(run_id.encode(), folder / file)
    return folder


@pytest.mark.parametrize("steps", range(8))
def test_a_reader_sees_all_of_a_run_or_none_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    done = 0
    replace_link = storage.replace_link

    def die_after(*arguments: Path) -> None:
        nonlocal done
        if done == steps:
            raise KeyboardInterrupt
        done += 1
        replace_link(*arguments)

    def see() -> set[str | None]:
        files = (tmp_path / name for name in ("tables/t", "marts/m", "warehouse.duckdb", "manifest.json"))
        return {file.read_text() if file.exists() else None for file in files}

    with monkeypatch.context() as patch:
        patch.setattr(storage, "replace_link", die_after)
        try:
            publish_run(tmp_path, finish_run(tmp_path, "run1"))
        except KeyboardInterrupt:
            assert see() == {None}
        else:
            assert see() == {"run1"}
    publish_run(tmp_path, finish_run(tmp_path, "run2"))
    assert see() == {"run2"}


@pytest.mark.usefixtures("empty_models")
def test_a_failure_after_publishing_takes_nothing_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def publish_and_fail(*arguments: Path) -> None:
        publish_run(*arguments)
        raise RuntimeError("too late")

    monkeypatch.setattr(build, "publish_run", publish_and_fail)
    out = tmp_path / "out"
    with pytest.raises(RuntimeError, match="too late"):
        run_build(Settings((str(tmp_path / "missing"),), out), LocalRunner(1))
    assert [row["status"] for row in check_run(out / "tables")["runs"]] == ["empty"]
    assert not check_output(out)


def test_what_dead_runs_left_goes_before_anything_is_written(tmp_path: Path) -> None:
    publish_run(tmp_path, finish_run(tmp_path, "run1"))
    publish_run(tmp_path, finish_run(tmp_path, "run2"))
    finish_run(tmp_path, "run3")
    assert [folder.name for folder in storage.find_dead(tmp_path)] == ["run1", "run3"], "run1 still has its staging"
    storage.clear_dead(tmp_path)
    left = sorted(
        str(path.relative_to(tmp_path / ".runs")) for path in (tmp_path / ".runs").rglob("*") if path.is_file()
    )
    assert left == [f"run2/{f}" for f in ("manifest.json", "marts/m", "tables/t", WAREHOUSE)]


def test_a_second_run_stops_with_a_line_or_waits(tmp_path: Path) -> None:
    order: list[str] = []

    def wait_for_it() -> None:
        with lock_output(tmp_path, wait=True):
            order.append("second")

    with lock_output(tmp_path, wait=False):
        text = call("run", tmp_path / "a.txt", "--out", tmp_path, "--no-prefect", code=1)
        assert text.strip() == (
            f"whosaid: another run is writing to {tmp_path}; wait for it (--wait), or choose another --out"
        )
        second = threading.Thread(target=wait_for_it)
        second.start()
        second.join(0.3)
        order.append("first")
    second.join(10)
    assert order == ["first", "second"]


@pytest.mark.parametrize("name", ["back\\slash", "why?", "no\udcffutf8"])
def test_a_folder_that_cannot_be_used_is_refused_before_work_starts(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="choose another one with --out"):
        run_build(Settings((str(tmp_path / "missing"),), tmp_path / name), LocalRunner(1))
    assert not list(tmp_path.iterdir())


# Thresholds


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("--min-articles", 2), "1 article"),
        (("--max-shrink", 0.5), "1 articles, after 35 in the run before"),
        (("--max-rejects", 0.4), "1 of 2 inputs were rejected"),
    ],
)
def test_a_run_below_its_threshold_is_failed_and_publishes_nothing(
    out: Path, tmp_path: Path, options: tuple[object, ...], problem: str
) -> None:
    older = check_run(out / "tables")
    folder = find_current(out)
    (tmp_path / "a.txt").write_text("Bridge opens\n\nThe bridge is open, mayor Inga Roth said.\n")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01")
    text = call("run", tmp_path / "a.txt", tmp_path / "b.txt", "--out", out, "--no-prefect", *options, code=1)
    assert "Failed: " in text
    assert problem in text
    assert "left as they were" in text
    assert find_current(out) == folder
    tables = check_run(out / "tables")
    assert {name for name in tables if tables[name] != older[name]} == {"runs", "rejects"}
    assert [row["status"] for row in tables["runs"]] == ["completed", "failed"]
    assert problem in tables["runs"][-1]["problem"]
    assert [row["run_id"] for row in tables["rejects"]] == [tables["runs"][-1]["run_id"]]
    assert not check_output(out)


# Check and repair


@pytest.mark.parametrize("share", [0, 0.5, 1])
@pytest.mark.parametrize("file", ["tables/claims/part-00000.parquet", "marts/claim_coverage.parquet", MANIFEST])
def test_a_flipped_bit_is_found_and_repaired(out: Path, file: str, share: float) -> None:
    path = find_current(out) / file
    others = {p: p.stat().st_mtime_ns for p in find_current(out).glob("*s/**/*") if p.is_file() and p != path}
    rows = pq.read_table(path) if path.suffix == ".parquet" else None
    flip_bit(path, share)
    text = call("check", "--out", out, code=1)
    assert file in text
    assert "1 damaged" in text
    assert f"{file}: built anew" in call("repair", "--out", out)
    assert "as it was published" in call("check", "--out", out)
    assert rows is None or pq.read_table(path).equals(rows)
    changed = {p.name for p, at in others.items() if p.stat().st_mtime_ns != at}
    assert changed <= {MANIFEST}


@pytest.mark.long
def test_a_damaged_warehouse_is_built_anew_from_the_tables(out: Path) -> None:
    flip_bit(find_current(out) / WAREHOUSE)
    (find_current(out) / "marts" / "origin_chain.parquet").unlink()
    assert [damage.file for damage in check_output(out)] == ["marts/origin_chain.parquet", WAREHOUSE]
    assert repair_output(out) == ["marts/origin_chain.parquet", WAREHOUSE]
    assert not check_output(out)
    assert "35" in call("sql", "SELECT count(*) AS articles FROM articles", "--out", out)


def test_what_cannot_be_repaired_is_named(out: Path) -> None:
    flip_bit(find_current(out) / WAREHOUSE)
    flip_bit(find_current(out) / "tables" / "claims" / "part-00000.parquet")
    assert "run whosaid again" in call("repair", "--out", out, code=1)
    assert len(check_output(out)) == 2


def test_a_strange_file_is_found_and_left_to_its_owner(out: Path) -> None:
    (find_current(out) / "tables" / "claims" / "more.parquet").write_bytes(b"PAR1")
    assert [damage.problem for damage in check_output(out)] == ["no run wrote it"]
    assert "move it away" in call("repair", "--out", out, code=1)


def test_a_damaged_table_does_not_get_a_new_manifest(out: Path, tmp_path: Path) -> None:
    """A run that only leaves its row must not declare good what it did not write."""
    flip_bit(find_current(out) / "tables" / "runs" / "part-00000.parquet")
    call("run", tmp_path / "missing.txt", "--out", out, "--no-prefect", code=1)
    assert [damage.file for damage in check_output(out)] == ["tables/runs/part-00000.parquet"]


@pytest.mark.usefixtures("empty_models")
def test_damage_to_what_the_next_run_goes_on_from_costs_only_that_it_is_done_anew(tmp_path: Path) -> None:
    """The run's state, and a shard of the store: `check` finds a flipped bit, the next run tells of it and is right."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    settings = Settings((str(folder),), out, site=False)

    def add(number: int) -> None:
        text = f"Bridge {number} opens\n\nBridge {number} is safe, mayor Inga Roth said. It cost much."
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")

    for number in range(3):
        add(number)
    run_build(settings, LocalRunner(1))
    before = check_run(out / "tables")
    assert "as it was published" in call("check", "--out", out)

    for name in ("versions.parquet", "files.parquet", "marks.parquet", NOTES):
        flip_bit(find_current(out) / STATE / name)
        said = call("check", "--out", out, code=1)
        assert f"state/{name}" in said
        assert "the next one, which goes on without" in said
        assert "repair" not in said
        found = run_build(settings, LocalRunner(1))
        assert (found.status, found.news.annotated) == ("completed", 0), "the store still has them"
        assert [damage.file for damage in found.news.damaged] == [f"state/{name}"]
        after = check_run(out / "tables")
        assert [name for name in before.keys() - {"runs", "articles"} if after[name] != before[name]] == []
        seen = [[row | {"last_seen_at": None} for row in tables["articles"]] for tables in (before, after)]
        assert seen[0] == seen[1]
        assert "as it was published" in call("check", "--out", out)

    for file in ("claims.parquet", MARKER):
        (shard,) = (out / STORE).iterdir()
        flip_bit(shard / file)
        assert f".store/{shard.name}: it is not as it was written" in call("check", "--out", out, code=1)
        add(4 if file == MARKER else 3)
        count = len(list(folder.iterdir()))
        found = run_build(settings, LocalRunner(1))
        assert (found.status, found.news.annotated) == ("completed", count), "those of the shard too"
        assert "as it was published" in call("check", "--out", out)

    ledger = out / RUN_FOLDERS / "ledger.txt"
    runs = [(row["run_id"], row["status"]) for row in check_run(out / "tables")["runs"]]
    flip_bit(ledger)
    assert "ledger.txt: line " in call("check", "--out", out, code=1)
    assert run_build(settings, LocalRunner(1)).status == "unchanged"
    assert [(row["run_id"], row["status"]) for row in check_run(out / "tables")["runs"]][:-1] == runs
    assert "as it was published" in call("check", "--out", out)


@pytest.mark.usefixtures("empty_models")
def test_what_a_killed_query_leaves_of_its_memory_is_no_damage(out: Path) -> None:
    """What DuckDB puts on disk lies elsewhere: beside the warehouse it would be a strange file of the run."""
    with open_warehouse(out) as connection:
        (spill,) = connection.execute("SELECT current_setting('temp_directory')").fetchone()
    assert not Path(spill).is_relative_to(out.resolve())
    assert Path(spill) == name_spill(out / WAREHOUSE)
    code = (
        "import os, sys; from pathlib import Path; from flows.guard import connect_locked, name_spill\n"
        "path = Path(sys.argv[1]); connection = connect_locked(path)\n"
        'connection.execute("SELECT count(*) FROM (SELECT * FROM range(3000000) ORDER BY hash(range))")\n'
        "print(name_spill(path), flush=True); os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, out / WAREHOUSE], capture_output=True, text=True, check=False)
    assert done.returncode == -9, done.stderr
    assert Path(done.stdout.strip()).parent == Path(tempfile.gettempdir())
    assert not check_output(out)


def test_check_without_a_run_is_explained(tmp_path: Path) -> None:
    assert "whosaid run INPUT" in call("check", "--out", tmp_path, code=1)
    assert "whosaid run INPUT" in call("repair", "--out", tmp_path, code=1)
