"""Fit weights anew and say where they differ from those that ship.

    python -m flows.train.refit --corpora DIR [quoted who confidence entities claim_pairs]

Nothing is written; each model's own command does that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from flows.gate import fit_confidence, fit_quoted, fit_who
from flows.train import fit_claims, fit_entities
from flows.train.made_by import Weights
from transforms.lexicon import load_model

FITS: dict[str, Callable[[Path], Weights]] = {
    "quoted": fit_quoted.fit,
    "who": fit_who.fit,
    "confidence": fit_confidence.fit,
    "entities": lambda corpora: fit_entities.fit(corpora / "allsides"),
    "claim_pairs": lambda corpora: fit_claims.fit(corpora / "basil", corpora / "allsides"),
}
"""What fits each file of weights, on the folder of the corpora."""

TOLERANCE = 0.05
"""How far a weight may lie from the shipped one: other processors round otherwise, and a row or two fall otherwise."""


def main(
    corpora: Annotated[Path, typer.Option(help="Folder with the corpora that the labels belong to.")],
    names: Annotated[list[str] | None, typer.Argument(help="Of the models; all where none is named.")] = None,
) -> None:
    """Fit, and fail where a weight differs."""
    found = [line for name in names or FITS for line in compare(name, FITS[name](corpora))]
    typer.echo("\n".join(found) or "no weight differs")
    raise typer.Exit(bool(found))


def compare(name: str, fitted: Weights) -> Iterator[str]:
    """Yield a line for each weight of a model that is not the shipped one."""
    shipped: Weights = load_model(name)["weights"]
    for part in sorted(shipped.keys() | fitted.keys()):
        old, new = shipped.get(part, {}), fitted.get(part, {})
        for figure in sorted(old.keys() | new.keys()):
            if abs(old.get(figure, 0.0) - new.get(figure, 0.0)) > TOLERANCE or (figure in old) != (figure in new):
                yield f"{name}, {part}, {figure}: {old.get(figure)} ships, the fit gives {new.get(figure)}"


if __name__ == "__main__":
    typer.run(main)
