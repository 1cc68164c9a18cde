"""List the most quoted people of a run, each with the namesakes that may be the same person, for a reader to judge.

    python -m flows.gate.people OUT

A person is parted in two where a namesake below is the same person; a name that a headline, a link or a tag has run
into shows in the names; both are what no count tells. Names that are surely glued are counted.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import duckdb
import typer

from flows.resources import read_query
from transforms.extract.names import SUFFIXES, fold

_MOST = 113
_GLUED = re.compile(r"(?!Mc|Mac|De|La|Le|Van|Di|Da|Fitz|Mac)[A-Z][a-z]{2,}[A-Z][a-z]|[(@|<>/]|[a-z]-[A-Z]-[A-Z]")
_NAMES = "SELECT DISTINCT name FROM entities WHERE label = 'PERSON'"


def main(out: Annotated[Path, typer.Argument(help="The output of a run over many articles.")]) -> None:
    """Print them, the most quoted first."""
    with duckdb.connect(str(out / "warehouse.duckdb"), read_only=True) as warehouse:
        people = warehouse.sql(read_query("gate/people")).fetchall()
        names = [name for (name,) in warehouse.sql(_NAMES).fetchall()]
    for number, (entity, name, claims, articles) in enumerate(people[:_MOST], 1):
        surname = surname_of(name)
        alike = [f"{other} {count}" for who, other, count, _ in people if who != entity and surname in words_of(other)]
        typer.echo(f"{number} {name}: {claims} claims, {articles} articles; {', '.join(alike) or 'no namesake'}")
    glued = sorted(name for name in names if is_glued(name))
    typer.echo(f"{len(glued)} of {len(names)} names of people are glued or doubled: {', '.join(glued)}")


def words_of(name: str) -> list[str]:
    """Return the folded words of a name without Jr. and the like."""
    return [word for word in fold(name).split() if word not in SUFFIXES]


def surname_of(name: str) -> str:
    """Return the last word of a name."""
    return (words_of(name) or [""])[-1]


def is_glued(name: str) -> bool:
    """Whether a name has another word inside it, or one of its own words twice."""
    words = [word for word in words_of(name.replace("-", "")) if len(word) > 2]
    return bool(_GLUED.search(name)) or len(words) > len(set(words))


if __name__ == "__main__":
    typer.run(main)
