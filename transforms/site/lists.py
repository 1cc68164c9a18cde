"""Long lists in pages of their own: by the letter under which one looks for a name, or one after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.site.search import fold_text, list_words

Row = Mapping[str, Any]
OTHERS = "0–9"
"""The letter of names that begin with none of A to Z."""

_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a long list: its letter, its number among those of the letter, and its rows."""

    letter: str
    number: int
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """What its file is called."""
        letter = "0" if self.letter == OTHERS else self.letter.lower()
        return f"{letter}.html" if self.number == 1 else f"{letter}-{self.number}.html"


def split_by_letter(rows: Iterable[Row], name: str, most: int) -> list[ListPage]:
    """Return pages of at most ``most`` rows each, in alphabetical order.

    Args:
        rows: with a name in the column ``name``; people (``label`` PERSON) are looked for under their last name.
        name: the column.
        most: how many rows fit on a page.
    """
    groups: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for row in rows:
        key = _sort_key(row[name], row.get("label") == "PERSON")
        letter = key[:1].upper()
        groups[letter if "A" <= letter <= "Z" else OTHERS].append((key, row))
    pages = []
    for letter in sorted(groups, key=lambda letter: (letter == OTHERS, letter)):
        ordered = [row for _, row in sorted(groups[letter], key=lambda found: found[0])]
        pages += [ListPage(letter, number, part) for number, part in enumerate(cut_rows(ordered, most), 1)]
    return pages


def cut_rows(rows: Sequence[Row], most: int) -> list[tuple[Row, ...]]:
    """Return the rows in parts of at most ``most``."""
    return [tuple(rows[start : start + most]) for start in range(0, len(rows), most)]


def _sort_key(name: str, is_person: bool) -> str:
    words = list_words(name) or [fold_text(name)]
    if is_person:
        words = [words[-1], *words[:-1]]
    elif len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return " ".join(words)
