"""Plant errors into the models' SQL, one at a time, and list those that no test would notice.

    python -m tests.sql.planted OUT [MODEL …]

OUT is a finished run on the sample. An error is noticed if the model does not run, fails one of its unit tests, or gives some
mart or dimension other rows on a corpus of the recomputation (tests/sql/recompute). Those that change nothing, whatever the data,
are in equivalent.csv with the reason, and are left out. All models in SQL unless some are named.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

import typer

from tests.sql.planted.errors import plant_errors
from tests.sql.planted.project import Project, find_survivors, list_models
from tests.sql.recompute.corpora import CORPORA, build_corpus

_CORPORA = tuple(name for name in CORPORA if name != "no_claims")


def main(out: Path, models: list[str]) -> None:
    """Print for each model how many errors were planted and how they were noticed, and each that was not."""
    with tempfile.TemporaryDirectory() as name:
        projects = [Project(build_corpus(corpus, out / "tables", Path(name) / corpus)) for corpus in _CORPORA]
        total: Counter[str] = Counter()
        for model in models or list_models(projects[0]):
            survivors = list(find_survivors(projects, model))
            planted = sum(1 for _ in plant_errors(projects[0].queries[model]))
            total.update(planted=planted, survived=len(survivors))
            typer.echo(f"{model:28} {planted:5} planted {len(survivors):4} not noticed")
            for survivor in survivors:
                typer.echo(f"    {survivor}")
        typer.echo(f"{'all':28} {total['planted']:5} planted {total['survived']:4} not noticed")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])
