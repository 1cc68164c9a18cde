"""The sample, run once for all tests that look at its tables."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.build import RunResult, run_build
from flows.runners import LocalRunner
from flows.settings import Settings
from tests.invariants import Tables, check_run
from tests.shared import share

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "sample"


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
