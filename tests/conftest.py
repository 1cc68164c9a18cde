"""The sample, run once for all tests that look at its tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.build import RunResult, run_build
from flows.runners import LocalRunner
from flows.settings import Settings
from tests.invariants import Tables, check_run

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
    out = tmp_path_factory.mktemp("sample") / "out"
    result = run_build(Settings((str(SAMPLE),), out), LocalRunner(1))
    return SampleRun(out, result, check_run(out / "tables"))
