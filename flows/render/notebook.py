"""The example notebook: run from top to bottom on a run of the sample.

``python -m flows.render.notebook`` runs the sample, and writes the notebook anew with what its cells give.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from flows.build import run_build
from flows.resources import ROOT
from flows.runners import LocalRunner
from flows.settings import Settings

NOTEBOOK = ROOT / "docs" / "notebook.ipynb"
SAMPLE_OUT = "out/sample"


def run_notebook(out: Path) -> Any:
    """Return the notebook with the outputs of its cells, run in the root folder on the run in ``out``.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell fails.
    """
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        cell.source = cell.source.replace(SAMPLE_OUT, str(out))
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}})
    client.execute()
    for cell in notebook.cells:
        cell.source = cell.source.replace(str(out), SAMPLE_OUT)
        cell.metadata.pop("execution", None)  # when it ran: another one each time
        for output in cell.get("outputs", ()):
            for kind, text in output.get("data", {}).items():
                output.data[kind] = text.replace(str(out), SAMPLE_OUT)
    return notebook


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings((str(ROOT / "data" / "sample"),), Path(folder) / "out")
        run_build(settings, LocalRunner(1))
        nbformat.write(run_notebook(settings.out), NOTEBOOK)  # type: ignore[no-untyped-call]
