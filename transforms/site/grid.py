"""The grid of a story, outlets by claims, in the order in which its holes show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Cell = TypeVar("Cell")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Grid(Generic[Key, Cell]):
    """Keys of rows and columns in their order, and the cells that are not holes, by row and column."""

    rows: tuple[str, ...]
    columns: tuple[Key, ...]
    cells: Mapping[str, Mapping[Key, Cell]] = field(default_factory=dict)


def sort_grid(
    cells: Mapping[str, Mapping[Key, Cell]], columns: Sequence[Key], clusters: Mapping[Key, str]
) -> Grid[Key, Cell]:
    """Order rows and columns so that what is full stands above and to the left, and holes stand out against it.

    Args:
        cells: by row and column; the order of the rows decides between equal ones.
        columns: all columns, in the order that decides between equal ones.
        clusters: columns with the same cluster stay side by side.
    """
    filled: dict[Key, int] = defaultdict(int)
    for row in cells.values():
        for column in row:
            filled[column] += 1
    fullest: dict[str, int] = defaultdict(int)
    for column in columns:
        fullest[clusters[column]] = max(fullest[clusters[column]], filled[column])
    place = {column: number for number, column in enumerate(columns)}
    first = {clusters[column]: place[column] for column in reversed(columns)}
    ordered = sorted(
        columns, key=lambda c: (-fullest[clusters[c]], first[clusters[c]], clusters[c], -filled[c], place[c])
    )
    rows = sorted(cells, key=lambda row: (-len(cells[row]), [column not in cells[row] for column in ordered]))
    return Grid(tuple(rows), tuple(ordered), cells)
