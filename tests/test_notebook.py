"""The example notebook does what it shows."""

import pytest

from flows.render.notebook import NOTEBOOK, run_notebook
from tests.conftest import SampleRun


@pytest.mark.long
def test_every_cell_of_the_notebook_runs(sample_run: SampleRun) -> None:
    notebook = run_notebook(sample_run.out)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in cells)
    assert "Ida Kern" in str(cells[-1].outputs)
    assert not [output for cell in cells for output in cell.outputs if output.output_type == "stream"]


def test_the_notebook_is_kept_with_its_outputs() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert '"output_type": "execute_result"' in text
    assert "/tmp" not in text
