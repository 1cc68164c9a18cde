"""What the README shows is what a run gives."""

import re

import pandas as pd

from flows.render.readme import COOKBOOK, PYTHON, QUERY, README, render_answers, render_readme
from tests.conftest import SampleRun

_HAS_ROWS = re.compile(r"^[1-9]\d* rows?$", re.MULTILINE)


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


def test_every_question_of_the_cookbook_has_an_answer(sample_run: SampleRun) -> None:
    """That there are rows is checked, not their cells: these follow each change of the extraction (`make docs`)."""
    shown = COOKBOOK.read_text(encoding="utf-8")
    answers, now = (QUERY.findall(page) for page in (shown, render_answers(shown, sample_run.out)))
    assert len(answers) == 20
    for (query, before), (_, after) in zip(answers, now, strict=True):
        assert _HAS_ROWS.search(after), (query, after)
        assert _HAS_ROWS.search(before), f"{query}: run make docs"
