"""PolNeAR-style attribution gold: a folder with text/NAME.txt and ann/NAME.ann (brat standoff)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from transforms.scoring import Attributed, parse_standoff


@dataclass
class GoldArticle:
    """An annotated article; offsets of its attributions count characters of `text`."""

    name: str
    text: str
    attributions: list[Attributed]


def read_gold(folder: Path) -> Iterator[GoldArticle]:
    """Yield the articles of a gold folder by name. Line ends are kept: offsets count them.

    Raises ValueError, with the line's number, when a standoff file cannot be read.
    """
    for path in sorted((folder / "text").glob("*.txt")):
        with path.open(encoding="utf8", newline="") as file:
            text = file.read()
        with (folder / "ann" / f"{path.stem}.ann").open(encoding="utf8", newline="") as file:
            yield GoldArticle(path.stem, text, parse_standoff(file.read()))
