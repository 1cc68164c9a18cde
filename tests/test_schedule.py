"""What one command keeps running for Prefect."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from flows import schedule

DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def test_a_process_that_does_not_end_when_asked_is_ended_by_force(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "END_SECONDS", 0.2)
    process = subprocess.Popen([sys.executable, "-c", DEAF], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    schedule.end_process(process)
    assert process.returncode == -signal.SIGKILL
