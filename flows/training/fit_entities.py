"""Fit who a short name is, on articles that give the full name as well, and write data/models/entities.json.

    python -m flows.training.fit_entities OUT/tables

Where an article names a person in full and by the surname, the full name is hidden: whom the surname means must then be
told by the other articles of the story and of the corpus. Where no other article has that person, nobody is right. The
weights of pairs of names and of contested surnames stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import typer
from scipy.optimize import minimize

from flows.resources import SEEDS_DIR, WEIGHTS_DIR, load_seeds
from transforms.entities import list_examples

_STRENGTH = 1.0  # of the pull towards nought
_BARS = ("gender", "apart in the article", "given elsewhere")  # bars that hidden names cannot teach keep their weights
_QUERY = """
SELECT entities.*, stories.story_id, articles.published_date
FROM read_parquet('{0}/entities/*.parquet') AS entities
INNER JOIN read_parquet('{0}/stories/*.parquet') AS stories USING (article_id)
INNER JOIN read_parquet('{0}/articles/*.parquet') AS articles USING (article_id)
"""

Floats = npt.NDArray[np.float64]


def main(tables: Annotated[Path, typer.Argument(help="The tables of a run over many articles.")]) -> None:
    """Fit the weights and say how often the likeliest choice is right, on every fifth story, which is not fitted on."""
    with duckdb.connect() as connection:
        entities: pa.Table = connection.sql(_QUERY.format(str(tables).replace("'", "''"))).to_arrow_table()
    examples = list_examples(entities, load_seeds(SEEDS_DIR))
    path = WEIGHTS_DIR / "entities.json"
    model = json.loads(path.read_text("utf-8"))
    names = sorted({name for options, _, _ in examples for figures in options for name in figures} - set(_BARS))
    trained = [(_matrix(o, names), right) for o, right, story in examples if story % 5]
    tested = [(_matrix(o, names), right) for o, right, story in examples if not story % 5]
    weights = minimize(_loss, np.zeros(len(names)), args=(trained,), jac=True, method="L-BFGS-B").x
    old = np.array([model["weights"]["short"].get(name, 0.0) for name in names])
    for title, found in (("before", old), ("fitted", weights)):
        right = sum(int(np.argmax(options @ found)) == answer for options, answer in tested)
        typer.echo(f"{title}: {right} of {len(tested)} right")
    kept = {name: model["weights"]["short"][name] for name in _BARS}
    model["weights"]["short"] = {n: round(float(w), 3) for n, w in zip(names, weights, strict=True)} | kept
    path.write_text(json.dumps(model, indent=1) + "\n", "utf-8")


def _matrix(options: Sequence[dict[str, float]], names: Sequence[str]) -> Floats:
    return np.array([[figures.get(name, 0.0) for name in names] for figures in options])


def _loss(weights: Floats, examples: Sequence[tuple[Floats, int]]) -> tuple[float, Floats]:
    """Return the negative log likelihood of a conditional logit (McFadden 1974) and its gradient."""
    loss, slope = _STRENGTH * float(weights @ weights) / 2, _STRENGTH * weights
    for options, right in examples:
        scores = options @ weights
        scores -= scores.max()
        masses = np.exp(scores) / np.exp(scores).sum()
        loss -= float(np.log(masses[right]))
        slope = slope + masses @ options - options[right]
    return loss, slope


if __name__ == "__main__":
    typer.run(main)
