"""Words and figures that ship beside the code and are the same for every run: each file is read once.

``data/lexicon`` holds words of English by what they do; ``data/models`` what is fitted or counted, with what made it.
What users may edit lies in ``seeds`` and reaches functions as an argument (`transforms.seeds`).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby
from math import exp
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

_Chosen = TypeVar("_Chosen")
_DATA = Path(__file__).resolve().parent.parent / "data"

UNSEEN_PER_MILLION = 45.0
"""Sentences in a million that hold a word whose frequency is not known (3 of 67,000)."""


def list_words(name: str) -> tuple[str, ...]:
    """Return a list of ``words.csv`` in its order. Raises KeyError when there is none of that name."""
    return _group_words()[name]


@cache
def load_words(*names: str) -> frozenset[str]:
    """Return the words of these lists, as written there. Raises KeyError when there is none of a name."""
    return frozenset(word for name in names for word in list_words(name))


@cache
def join_words(*names: str) -> str:
    """Return a group of a regular expression that matches any word of these lists, the longest first.

    ``join_words("weekdays").title()`` matches them with capitals.
    """
    return join_any(load_words(*names))


def join_any(words: Iterable[str], blank: str = r"\ ") -> str:
    """Return a group of a regular expression that matches any of some words, the longest first; none of no words.

    Args:
        words: as they are written.
        blank: what matches a blank inside them.
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(re.escape(word) for word in ordered) or '(?!)'})".replace(r"\ ", blank)


@cache
def load_irregular_forms() -> Mapping[str, str]:
    """Return the word that each irregular form is of: 'say' of 'said'."""
    return {row["form"]: row["word"] for row in _read_rows("irregular_forms")}


@cache
def load_synonym_sets() -> tuple[tuple[str, ...], ...]:
    """Return sets of words that two reports of one event exchange for each other, the first that names the set first.

    Opposites never share a set, nor do words whose change alone would make another claim (offices, countries, amounts).
    """
    return tuple((row["word"], *row["others"].split("|")) for row in _read_rows("synonyms"))


@cache
def load_time_zones() -> Mapping[str, tuple[int, int]]:
    """Return for each abbreviation its hours before Greenwich, in winter and in an American summer."""
    return {row["zone"]: (int(row["hours"]), int(row["summer_hours"])) for row in _read_rows("time_zones")}


@cache
def load_numerals(kind: str) -> Mapping[str, float]:
    """Return the values of numerals.

    Args:
        kind: ``cardinal`` (three), ``scale`` (what a number is multiplied by: million), ``many`` (the least of which
            there are two: dozens), ``part`` (into how many: third), ``multiple`` (twice) or ``ordinal``.
    """
    return {row["word"]: float(row["value"]) for row in _read_rows("numerals") if row["kind"] == kind}


@cache
def load_given_names() -> Mapping[str, tuple[int, int]]:
    """Return how many men and how many women bear each given name in news (``python -m flows.train.given_names``)."""
    return {row["name"]: (int(row["men"]), int(row["women"])) for row in _read_rows("given_names")}


@cache
def load_short_forms() -> Mapping[str, frozenset[str]]:
    """Return for each given name the names that the same person may go by: 'bill' for 'william', and itself."""
    found: dict[str, frozenset[str]] = {}
    for row in _read_rows("short_forms"):
        group = frozenset({row["name"], *row["others"].split("|")})
        found |= {name: found.get(name, frozenset()) | group for name in group}
    return found


@cache
def load_office_nouns() -> Mapping[str, str]:
    """Return the noun that an office goes by, for its other nouns: 'representative' for 'congressman'."""
    return {row["form"]: row["noun"] for row in _read_rows("office_nouns")}


@cache
def load_frequencies() -> Mapping[str, float]:
    """Return the sentences of news in a million that hold each listed stem (of `transforms.match.text.stem_word`).

    They are in classes a quarter of a natural logarithm wide. With them, one pair of articles is weighed as well as a
    corpus, and a weight does not move when articles are added.
    """
    classes: Mapping[str, str] = load_model("word_frequencies")["classes"]
    return {word: exp(0.25 * int(level)) for level, words in classes.items() for word in words.split()}


@cache
def load_model(name: str) -> Mapping[str, Any]:
    """Return a file of ``data/models``: fitted figures, and under ``made_by`` the command and the data behind them."""
    found: Mapping[str, Any] = json.loads((_DATA / "models" / f"{name}.json").read_text("utf-8"))
    return found


def load_chosen(name: str, form: type[_Chosen]) -> _Chosen:
    """Return what a file of ``data/models`` holds of figures chosen by hand on labels, as a dataclass that names them.

    Raises:
        TypeError: the file and the dataclass do not name the same figures.
    """
    return form(**load_model(name)["chosen"])


@cache
def _group_words() -> Mapping[str, tuple[str, ...]]:
    rows = _read_rows("words")
    return {name: tuple(row["word"] for row in group) for name, group in groupby(rows, key=itemgetter("list"))}


def _read_rows(name: str) -> list[dict[str, str]]:
    with (_DATA / "lexicon" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
