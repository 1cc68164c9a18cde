"""The sample, run once for all tests that look at its tables."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import hypothesis
import pytest

from flows import warehouse
from flows.build import RunResult, run_build
from flows.runners import LocalRunner
from flows.settings import Settings
from flows.warehouse import WAREHOUSE
from tests.invariants import Tables, check_run
from tests.shared import share
from transforms.render.duckdb import quote_literal

LONGEST = (
    "test_flow", "test_cluster", "test_wheel", "test_broken_inputs", "test_take_over", "test_incremental", "test_cli",
    "test_recomputed", "test_fetch", "test_pages", "test_frames", "test_crashes", "test_export", "test_warehouse",
    "test_planted", "test_faults",
)  # fmt: skip
"""The modules that take longest: they begin, so that no process waits for another's last one."""

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "sample"


SLOW = [hypothesis.HealthCheck.too_slow]
# the same examples in every run, with no clock: what fails, fails again (HYPOTHESIS=explore tries others)
hypothesis.settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=SLOW)
hypothesis.settings.register_profile("explore", deadline=None, suppress_health_check=SLOW)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS", "same"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest modules begin."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


@dataclass(frozen=True)
class SampleRun:
    """The output folder of a run on the sample, what the run said, and its checked tables."""

    out: Path
    result: RunResult
    tables: Tables


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> SampleRun:
    """The run that all tests share: who changes its files works on a copy."""

    def run(folder: Path) -> tuple[RunResult, Tables]:
        result = run_build(Settings((str(SAMPLE),), folder / "out"), LocalRunner(1))
        return result, check_run(folder / "out" / "tables")

    folder, (result, tables) = share(tmp_path_factory, "sample", run)
    return SampleRun(folder / "out", result, tables)


@pytest.fixture
def sample_copy(sample_run: SampleRun, tmp_path: Path) -> Path:
    """A copy of the sample's output folder, to be changed."""
    return Path(shutil.copytree(sample_run.out, tmp_path / "sample_copy", symlinks=True))


def leave_models_empty(patch: pytest.MonkeyPatch, sample_run: SampleRun) -> None:
    """Let runs have no rows in what the models make: the models are most of the time of a run on a few articles."""

    def create_tables(connection: duckdb.DuckDBPyConnection, _: object) -> dict[str, tuple[str, ...]]:
        connection.execute(f"ATTACH {quote_literal(str(sample_run.out / WAREHOUSE))} AS sample (READ_ONLY)")
        made = connection.execute(  # tables, and the views among the intermediate models
            "SELECT schema_name, table_name, string_agg(format('\"{}\" {}', column_name, data_type), ', ' ORDER BY"
            " column_index) FROM duckdb_columns() WHERE database_name = 'sample' AND schema_name IN"
            " ('intermediate', 'dimensions', 'marts') GROUP BY ALL"
        )
        for schema, table, columns in made.fetchall():
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
            connection.execute(f"CREATE TABLE {schema}.{table} ({columns})")
        return {}

    patch.setattr(warehouse, "run_models", create_tables)


@pytest.fixture
def empty_models(monkeypatch: pytest.MonkeyPatch, sample_run: SampleRun) -> None:
    """For runs of whose marts nothing is asked."""
    leave_models_empty(monkeypatch, sample_run)
