"""The page that CI prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SampleRun
from tests.report import main

JUNIT = """<testsuites><testsuite>
<testcase name="test_a" time="1.0"/>
<testcase name="test_b" time="2.0"><skipped message="Skipped: no browser"/></testcase>
<testcase name="test_c" time="3.0"><failure message="assert"/></testcase>
</testsuite></testsuites>"""


def test_the_page_tells_of_tests_floors_sealed_figures_and_ratios(
    sample_run: SampleRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "junit.xml").write_text(JUNIT)
    main(tmp_path / "junit.xml", sample_run.out)
    shown = capsys.readouterr().out
    assert "1 passed, 1 skipped, 1 failure" in shown
    assert "1 left out: no browser" in shown
    assert ", floor 0." in shown
    assert "BELOW" not in shown
    assert "speakers" in shown
    assert "(sealed, " in shown
    assert "of the pipeline's own pace" in shown
    assert len(shown.splitlines()) < 60
