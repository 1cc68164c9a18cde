"""Measure the language pipeline on the development sets, against the pinned floors.

python -m flows.evaluate language --corpora DIR [--model DIR] [--config FILE]
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from flows.resources import MODEL_DIR
from flows.train import recipe
from flows.train.evaluate import below, render


def main(
    corpora: Annotated[Path, typer.Option(help="Folder of the corpora that the configuration names.")],
    model: Annotated[Path, typer.Option(help="The pipeline to measure.")] = MODEL_DIR,
    config: Annotated[Path, typer.Option(help="The recipe's configuration.")] = recipe.CONFIG,
) -> None:
    """Print every figure, and those below their floor; the exit code is 1 when there are any."""
    plan = recipe.read_config(config)
    with tempfile.TemporaryDirectory() as work:
        recipe.prepare_syntax(corpora, plan, Path(work))
        report = recipe.evaluate_pipeline(corpora, plan, Path(work), model)
    failures = below(report)
    typer.echo("\n".join([render(report), *(f"BELOW THE FLOOR: {line}" for line in failures)]))
    if failures:
        raise typer.Exit(1)
