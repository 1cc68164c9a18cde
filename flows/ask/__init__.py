"""The questions that people bring: who said what about this, what did she say, what does this story rest on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from flows.query import QueryError, open_warehouse
from flows.resources import read_query
from flows.suggest import ask_for, ask_whether, find_similar_words

_MAX_TYPOS = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A query of a run, with the values of its parameters."""

    query: str
    params: Mapping[str, object]


Facts = dict[str, Any]
"""A row by its columns' names."""


def read_question(name: str, **params: object) -> Question:
    """Return one of the questions in ``sql/ask``."""
    return Question(read_query(f"ask/{name}"), params)


def fetch_facts(out: Path, question: Question) -> list[Facts]:
    """Return the rows that answer a question.

    Raises:
        QueryError: there is no run in the folder, or it cannot be read.
    """
    with open_warehouse(out) as connection:
        return list_facts(connection, question)


def list_facts(connection: duckdb.DuckDBPyConnection, question: Question) -> list[Facts]:
    """Return the rows that answer a question, on an open warehouse."""
    cursor = connection.execute(question.query, dict(question.params) or None)
    names = [d[0] for d in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def ask_about(words: Iterable[str], own: bool = False) -> Question:
    """Return the question who said what about some words; all of them must be there.

    Args:
        words: in any case and spelling of accents; a word means its plural too, ``resign*`` all that begins so.
        own: whether what outlets say in their own voice is wanted too.

    Raises:
        QueryError: there is no word in them.
    """
    wanted = [word for phrase in words for word in phrase.split()]
    forms = [found for word in wanted if (found := _list_forms(word))]
    if not forms:
        raise QueryError("there is no word to search for; give one, such as: whosaid search dam")
    return read_question("search", own=own, words=forms)


def explain_nothing(words: Iterable[str], own: bool, out: Path) -> str:
    """Return why nothing is found about some words: one that nobody says, with those that it may mean, or too many."""
    known = {row["word"] for row in fetch_facts(out, read_question("words", own=own))}
    wanted = [word for phrase in words for word in fold_words(phrase).split()]
    lacking = [word for word in wanted if not {word, f"{word}s"} & known]
    said = [f"nobody says '{word}'{ask_whether(find_similar_words(word, known))}" for word in lacking]
    hint = "; ".join(said) or "each of these words is said, but not all of them together: try fewer"
    return hint if own else f"{hint} (--own also looks in what outlets say in their own voice)"


def _list_forms(word: str) -> list[str]:
    folded = fold_words(word)
    if not folded:
        return []
    return [f" {folded}"] if word.endswith("*") else [f" {folded} ", f" {folded}s "]


def fold_words(text: str) -> str:
    """Return the words of a text in lower case, without accents and marks, one blank between them."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", plain))


def find_entity(out: Path, name: str) -> tuple[Facts, list[Facts]]:
    """Return the entity that a name or an id means, and others that it may mean, who said most first.

    Raises:
        QueryError: nobody is called so.
    """
    entities = fetch_facts(out, read_question("entities"))
    wanted = fold_words(name)
    if not wanted:
        raise QueryError('there is no name; give one, such as: whosaid who "Tomas Verrin"')
    levels = (
        lambda e: e["entity_id"] == name,
        lambda e: fold_words(e["name"]) == wanted,
        lambda e: wanted in map(fold_words, e["aliases"]),
        lambda e: set(wanted.split()) <= set(fold_words(" ".join((e["name"], *e["aliases"]))).split()),
    )
    for fits in levels:
        if found := [entity for entity in entities if fits(entity)]:
            return found[0], found[1:]
    names = {entity["name"] for entity in entities if entity["claims"] or entity["label"] == "PERSON"}
    raise QueryError(f"nobody is called '{name}' in {out}{ask_for(name, names)}")


def find_story(out: Path, story: str) -> tuple[Facts, list[Facts]]:
    """Return the story that an id, or words of its headline, mean, and others that they may mean, the largest first.

    Raises:
        QueryError: there is no such story.
    """
    query = Question("SELECT * FROM dim_story ORDER BY articles DESC, outlets DESC, story_id", {})
    stories = fetch_facts(out, query)
    wanted = set(fold_words(story).split())
    if not wanted:
        raise QueryError("there is no word of a headline, and no id; give one, such as: whosaid story dam")
    told = {one["story_id"]: set(fold_words(one["headline"] or "").split()) for one in stories}
    for fits in (
        lambda s: s["story_id"] == story,
        lambda s: wanted <= told[s["story_id"]],
        lambda s: all(any(word.startswith(start) for word in told[s["story_id"]]) for start in wanted),
    ):
        if found := [one for one in stories if fits(one)]:
            return found[0], found[1:]
    similar = [find_similar_words(word, set().union(*told.values()), 1) for word in sorted(wanted)]
    meant = " ".join(found[0] for found in similar if found)
    hint = f"; did you mean '{meant}'?" if meant else f"; 'whosaid search {story}' looks in what is said"
    raise QueryError(f"no story has '{story}' in its headline in {out}{hint}")


def find_row(out: Path, table: str, key: str, row_id: str) -> Facts:
    """Return the row of an id.

    Raises:
        QueryError: there is none; the message names one that differs by a slip of the hand, if there is one.
    """
    with open_warehouse(out) as connection:
        rows = list_facts(connection, Question(f'SELECT * FROM "{table}" WHERE "{key}" = $id', {"id": row_id}))
        if rows:
            return rows[0]
        near = list_facts(
            connection,
            Question(
                f'SELECT "{key}" AS id FROM "{table}" WHERE levenshtein("{key}", $id) <= $typos'
                f' ORDER BY levenshtein("{key}", $id), "{key}" LIMIT 1',
                {"id": row_id, "typos": _MAX_TYPOS},
            ),
        )
    hint = f"did you mean {near[0]['id']}?" if near else "ids change when an article's text does"
    raise QueryError(f"no {key} {row_id} in {out}; {hint}")


def pick_columns(rows: Sequence[Facts], columns: Sequence[str]) -> list[list[Any]]:
    """Return the rows' values of some columns."""
    return [[row[column] for column in columns] for row in rows]
