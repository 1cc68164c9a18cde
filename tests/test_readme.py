"""What the README shows is what a run gives."""

import pandas as pd

from tests.conftest import SampleRun
from tests.readme import PYTHON, QUERY, README, render_readme


def test_results_are_up_to_date(sample_run: SampleRun) -> None:
    readme = README.read_text(encoding="utf-8")
    assert len(QUERY.findall(readme)) == 3
    assert render_readme(readme, sample_run.result) == readme, "run: make docs"


def test_the_notebook_example_runs() -> None:
    (code,) = PYTHON.findall(README.read_text(encoding="utf-8"))
    names: dict[str, object] = {}
    exec(code, names)
    frame = names["frame"]
    assert isinstance(frame, pd.DataFrame)
    assert set(frame["source_name"].dropna()) == {"Ida Kern"}
    assert "It could fall tomorrow" in " ".join(frame["statement"])
