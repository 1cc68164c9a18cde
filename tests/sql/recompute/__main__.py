"""Compare every mart of a finished run with what pandas makes of its tables: python -m tests.sql.recompute OUT.

All but run_health, which tells of runs: their rows become complete after the marts are built.
"""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

import typer

from flows.resources import SEEDS_DIR, load_seeds
from flows.warehouse import WAREHOUSE
from tests.sql.recompute.compare import OF_TABLES, find_differences, read_mart
from tests.sql.recompute.corpus import Corpus

_SHOWN = 5


def main(out: Path) -> int:
    """Print each mart's rows and how many rows and cells differ; return 1 if any does."""
    corpus = Corpus(out / "tables", load_seeds(SEEDS_DIR))
    wrong = 0
    for mart in OF_TABLES:
        differences = list(find_differences(corpus, out / WAREHOUSE, mart))
        wrong += len(differences)
        typer.echo(f"{mart:28} {len(read_mart(out / WAREHOUSE, mart)):8} rows {len(differences):6} differences")
        for line in islice(differences, _SHOWN):
            typer.echo(f"    {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
