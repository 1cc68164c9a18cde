"""What is known of runs, whatever became of them: the ledger, the thresholds, and who is to blame."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.isolate import MAX_GUILTY, find_guilty
from flows.ledger import Ledger, RunRecord, find_last_completed, tabulate_runs
from flows.limits import find_breach
from flows.settings import Settings
from flows.storage import write_parquet
from transforms.records import Reject
from transforms.tables import RUNS


def at(hour: int) -> datetime:
    return datetime(2026, 9, 14, hour, tzinfo=UTC)


def test_a_run_that_ended_without_a_word_is_called_killed(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    record = RunRecord(ledger, "r1", at(1), mark="flow 7")
    with record.stage("read"):
        pass
    record.note(articles=5)
    assert tabulate_runs(ledger, []).num_rows == 0, "it may still run"
    assert ledger.sweep(None) == ["flow 7"]
    assert not ledger.sweep(None), "once"
    (row,) = tabulate_runs(ledger, []).to_pylist()
    assert (row["run_id"], row["status"], row["articles"], row["claims"]) == ("r1", "killed", 5, None)
    assert row["read_seconds"] is not None
    assert row["extract_seconds"] is None
    assert row["problem"].startswith("it ended without a word")


def test_a_run_that_was_killed_right_after_it_published_is_completed(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    RunRecord(ledger, "r1", at(1)).note(articles=5)
    ledger.sweep(tmp_path / "r1")
    assert [row["status"] for row in ledger.rows()] == ["completed"]
    assert find_last_completed(tabulate_runs(ledger, []))["articles"] == 5


def test_half_a_line_and_a_flipped_bit_cost_no_other_line(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    for number in range(4):
        RunRecord(ledger, f"r{number}", at(number)).note(status="completed")
    lines = ledger.path.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b"r1", b"r9")
    ledger.path.write_bytes(b"".join(lines) + lines[0][:30])
    RunRecord(ledger, "r5", at(5)).note(status="completed")
    assert [row["run_id"] for row in ledger.rows()] == ["r0", "r2", "r3", "r5"]
    assert ledger.find_damaged() == [3, 9]
    ledger.sweep(None)
    assert ledger.find_damaged() == []


def test_a_line_that_is_still_written_is_no_damage_and_a_published_run_stays_what_it_was(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    RunRecord(ledger, "r1", at(1)).note(status="completed", articles=7)
    write_parquet(tabulate_runs(ledger, []), tmp_path / "runs.parquet")
    first, _ = ledger.path.read_bytes().splitlines(keepends=True)
    ledger.path.write_bytes(first + first[:30])
    assert ledger.find_damaged() == []
    ledger.sweep(None)
    assert [row["status"] for row in ledger.rows()] == ["killed"], "as far as the ledger knows"
    (row,) = tabulate_runs(ledger, [tmp_path / "runs.parquet"]).to_pylist()
    assert (row["status"], row["articles"]) == ("completed", 7)


def test_rows_that_only_the_published_table_knows_are_kept(tmp_path: Path) -> None:
    """Runs of a version before the ledger, which had fewer columns; a damaged file of them is passed over."""
    older = Ledger(tmp_path / "older")
    RunRecord(older, "r1", at(1)).note(status="completed", articles=7)
    table = tabulate_runs(older, []).select(["run_id", "started_at", "ended_at", "status", "articles", "code_version"])
    table = table.append_column("model_version", tabulate_runs(older, [])["model_version"])
    write_parquet(table, tmp_path / "runs.parquet")
    (tmp_path / "broken.parquet").write_bytes((tmp_path / "runs.parquet").read_bytes()[:-50])
    ledger = Ledger(tmp_path / "now")
    RunRecord(ledger, "r2", at(2)).note(status="failed", problem="no room")
    found = tabulate_runs(ledger, [tmp_path / "runs.parquet", tmp_path / "broken.parquet"])
    assert found.schema.equals(RUNS.schema)
    assert [(row["run_id"], row["articles"], row["status"]) for row in found.to_pylist()] == [
        ("r1", 7, "completed"),
        ("r2", None, "failed"),
    ]


REJECTS = [Reject("a", "not_utf8", "x"), Reject("b", "duplicate", "x"), Reject("c", "bad_date", "x")]


@pytest.mark.parametrize(
    ("given", "counts", "breach"),
    [
        ({}, {"articles": 0, "claims": 0}, None),
        ({"min_articles": 5}, {"articles": 5}, None),
        ({"min_articles": 5}, {"articles": 4}, "--min-articles 5"),
        ({"max_rejects": 0.25}, {"articles": 3}, None),  # duplicates and dates lose no article
        ({"max_rejects": 0.2}, {"articles": 3}, "1 of 4 inputs were rejected"),
        ({"max_shrink": 0.5}, {"articles": 5}, None),
        ({"max_shrink": 0.5}, {"articles": 4}, "4 articles, after 10"),
        ({"max_shrink": 0.5}, {"articles": 10, "claims": 3}, "3 claims, after 699"),
    ],
)
def test_thresholds_are_met_or_named(given: dict[str, float], counts: dict[str, int], breach: str | None) -> None:
    settings = Settings(("x",), Path("out"), **given)
    found = find_breach(settings, counts, REJECTS, {"articles": 10, "claims": 699})
    assert found is None if breach is None else breach in found
    assert find_breach(Settings(("x",), Path("out"), max_shrink=0.5), {"articles": 1}, [], None) is None


@given(
    st.integers(1, 200).flatmap(lambda n: st.tuples(st.just(n), st.sets(st.integers(0, n - 1), max_size=MAX_GUILTY)))
)
def test_the_guilty_are_found_and_nobody_else(case: tuple[int, set[int]]) -> None:
    count, bad = case
    articles = [f"a{number}" for number in range(count)]
    guilty = {f"a{number}" for number in bad}
    trials = 0

    def fails(kept: list[str]) -> bool:
        nonlocal trials
        trials += 1
        return bool(guilty & set(kept))

    if guilty:
        assert set(find_guilty(articles, fails, ENOUGH).guilty) == guilty
        assert trials <= 1 + len(guilty) * (count.bit_length() + 1)


ENOUGH = 600.0


def test_of_two_articles_that_break_a_stage_together_one_is_rejected() -> None:
    assert find_guilty(["a", "b", "c", "d"], lambda kept: {"b", "d"} <= set(kept), ENOUGH).guilty == ("d",)


def test_nobody_is_blamed_for_what_fails_without_articles() -> None:
    verdict = find_guilty(["a", "b"], lambda _: True, ENOUGH)
    assert (verdict.guilty, verdict.suspects) == ((), ())
    assert "without any article" in verdict.told


def test_a_fault_in_most_articles_is_no_articles_fault() -> None:
    verdict = find_guilty([str(n) for n in range(50)], lambda kept: bool(kept), ENOUGH)
    assert (verdict.guilty, verdict.suspects) == ((), ())
    assert f"any of {MAX_GUILTY} articles" in verdict.told


@pytest.mark.parametrize("seconds", range(1, 12))
def test_the_search_ends_with_its_time_and_says_who_is_left(seconds: int) -> None:
    """Each trial takes a second; the guilty one is always among those that are left, which halve with each trial."""
    articles = [str(number) for number in range(1024)]
    trials: list[int] = []

    def fails(kept: Sequence[str]) -> bool:
        trials.append(len(kept))
        return "700" in kept

    verdict = find_guilty(articles, fails, seconds, clock=lambda: float(len(trials)))
    if seconds < 11:
        assert len(trials) == seconds
        assert f"{seconds} trials" in verdict.told
        assert "700" in verdict.suspects
        assert len(verdict.suspects) == 1024 >> (seconds - 1)
    else:
        assert (verdict.guilty, verdict.told) == (("700",), "")
