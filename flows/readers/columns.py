"""The columns of input tables: which of a file's names stand for which of ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flows.readers.base import Context
from transforms.seeds import INPUT_COLUMNS

COLUMNS = INPUT_COLUMNS
"""The columns that are read; only text is required, any others are ignored."""

_SHOWN_CHARS = 200
_MAX_KNOWN = 10_000
LISTING_ADVICE = (
    "this lists addresses of articles, as Media Cloud and GDELT export them: fetch the pages and pass those"
)


def fold_name(name: str) -> str:
    """Return a column's name without case, blanks and marks: "Published At" and "published_at" are one."""
    return "".join(filter(str.isalnum, name.casefold()))


def show_names(names: Iterable[str]) -> str:
    """Return names for a message, cut where they are many."""
    shown = ", ".join(names)
    return shown if len(shown) <= _SHOWN_CHARS else shown[:_SHOWN_CHARS] + " …"


class ColumnNames:
    """Finds our columns in the rows of one file.

    The user's own choice goes first, then our name, then the seed's aliases in their order; a column for which the
    user named one is looked for under no other name.
    """

    def __init__(self, context: Context) -> None:
        """Take the names from a file's context."""
        aliases = context.seeds.columns
        self._places: dict[str, tuple[str, int]] = {}
        for column, name in context.columns.items():
            self._places[fold_name(name)] = (column, 0)
        for column in COLUMNS:
            if column not in context.columns:
                for rank, name in enumerate((column, *aliases.get(column, ()))):
                    self._places.setdefault(fold_name(name), (column, rank))
        self._known: dict[str, tuple[str, int] | None] = {}
        self.text_names = show_names((context.columns["text"],) if "text" in context.columns else ("text",))

    def find(self, name: str) -> tuple[str, int] | None:
        """Return the column that a name stands for and its rank among that column's names, or None."""
        if name not in self._known:
            if len(self._known) >= _MAX_KNOWN:
                self._known.clear()
            self._known[name] = self._places.get(fold_name(name))
        return self._known[name]

    def find_columns(self, names: Iterable[str]) -> dict[str, str]:
        """Return the names that are read, with the column of each."""
        return {name: place[0] for name in names if (place := self.find(name))}

    def is_listing(self, names: Iterable[str]) -> bool:
        """Whether columns are those of a list of addresses, as Media Cloud and GDELT export them."""
        return {"url", "headline"} <= set(self.find_columns(names).values())

    def list_ignored(self, names: Iterable[str]) -> list[str]:
        """Return the names that stand for nothing."""
        return [name for name in names if name and self.find(name) is None]

    def pick(self, row: Mapping[str, object]) -> dict[str, object]:
        """Return a row's values by our columns; of several names for one, the best that is filled counts."""
        ranks: dict[str, tuple[bool, int]] = {}
        values: dict[str, object] = {}
        for name, value in row.items():
            if place := self.find(name):
                column, rank = place[0], (is_missing(value), place[1])
                if column not in ranks or rank < ranks[column]:
                    ranks[column], values[column] = rank, value
        return values


def is_missing(value: object) -> bool:
    """Whether a cell is empty; NaN is how pandas writes that."""
    return value is None or value != value or (isinstance(value, str) and not value.strip())
