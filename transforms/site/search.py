"""The index of the page's search: which words stand in which entries, in parts that a browser loads one by one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")
PREFIX = 2
"""Words that begin with the same so many letters stand in one part."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page or a place on one: its kind, what is shown of it, where it is, and words beside those of its title."""

    kind: str
    title: str
    below: str
    address: str
    more: str = ""


Postings = dict[str, tuple[list[int], list[int]]]
"""The entries of each word: those whose title it begins, and the others, each as the distance to the one before."""


def fold_text(text: str) -> str:
    """Return a text without letter case and accents, as site.js does."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.category(c).startswith("M")).lower()


def list_words(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return _WORD.findall(text.lower() if text.isascii() else fold_text(text))


def build_index(entries: Iterable[Entry]) -> dict[str, Postings]:
    """Return the postings of all words by their first letters; entries are known by their place."""
    found: dict[str, tuple[list[int], list[int]]] = {}
    for place, entry in enumerate(entries):
        title = list_words(entry.title)
        words = {*title, *list_words(f"{entry.below} {entry.more}")}
        for word in words:
            lists = found.get(word)
            if lists is None:
                lists = found[word] = ([], [])
            lists[word != title[0] if title else 1].append(place)
    parts: dict[str, Postings] = {}
    for word in sorted(found):
        begins, others = found[word]
        parts.setdefault(word[:PREFIX], {})[word] = (list(_list_distances(begins)), list(_list_distances(others)))
    return parts


def name_part(prefix: str) -> str:
    """Return the name of the file with the words that begin so, whatever their script."""
    return prefix if re.fullmatch("[a-z0-9]+", prefix) else "u" + "-".join(f"{ord(letter):x}" for letter in prefix)


def _list_distances(places: Iterable[int]) -> Iterator[int]:
    before = 0
    for place in places:
        yield place - before
        before = place
