"""Answers on the terminal: who said what, and what a story, a claim group or an article holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from flows.ask import (
    Facts,
    Question,
    ask_about,
    explain_nothing,
    fetch_facts,
    find_entity,
    find_row,
    find_story,
    pick_columns,
    read_question,
)
from flows.cells import count_of
from flows.escape import show_controls
from flows.query import QueryError
from flows.show import print_answer

_SAID = ("source_name", "statement", "outlet", "published_date", "claim_id")
_SAID_BY_ONE = ("statement", "outlet", "published_date", "via_name", "claim_id")
_CARRIED = ("statement", "outlets", "independent_outlets", "denying_outlets", "claim_group_id")
_ARTICLES = ("published_at", "outlet", "headline", "origin_kind", "article_id")
_MEMBERS = ("relation", "outlet", "source_name", "statement", "claim_id")
_IN_READING_ORDER = ("starts_at", "ends_at", "source_name", "statement", "claim_id")
_SHOWN_OTHERS = 5


class View:
    """How answers are printed: as ``table``, ``csv`` or ``json``; a table shows ``rows``, cells whole if ``full``."""

    def __init__(self, output: str = "table", rows: int = 50, full: bool = False) -> None:
        """Take the command line's options."""
        self.output, self.rows, self.full = output, rows, full
        self._console = Console(highlight=False, soft_wrap=True)

    def print_facts(self, title: str, facts: Sequence[tuple[str, object]]) -> None:
        """Print a head and what is known, one line each, above a table; CSV and JSON hold rows only."""
        if self.output != "table":
            return
        self._print_line(title)
        for label, value in facts:
            if value not in (None, "", []):
                self._print_line(f"  {label:<13} {value}")

    def print_rows(self, rows: Sequence[Facts], columns: Sequence[str]) -> None:
        """Print rows: of a table some columns, of CSV and JSON all."""
        names = tuple(rows[0]) if rows and self.output != "table" else columns
        print_answer(names, pick_columns(rows, names), self.output, self.rows, full=self.full, readable=True)

    def _print_line(self, text: str) -> None:
        self._console.print(show_controls(text, keep=""), markup=False)


def print_search(words: Sequence[str], own: bool, out: Path, view: View) -> None:
    """Print who said what about some words."""
    rows = fetch_facts(out, ask_about(words, own))
    if not rows and view.output == "table":
        raise QueryError(f"nothing is found in {out}: {explain_nothing(words, own, out)}")
    view.print_rows(rows, _SAID)


def ask_who(name: str, out: Path) -> Question:
    """Return the question what somebody is said to have said."""
    entity, _ = find_entity(out, name)
    return read_question("who", entity=entity["entity_id"])


def print_who(name: str, out: Path, view: View) -> None:
    """Print who somebody is, and what they are said to have said."""
    entity, others = find_entity(out, name)
    also = "; ".join(f"{o['name']} ({o['entity_id']})" for o in others[:_SHOWN_OTHERS])
    articles = count_of(entity["articles"], "article")
    view.print_facts(
        entity["name"],
        [
            ("kind", entity["label"]),
            ("role", entity["role"]),
            ("affiliation", entity["affiliation"]),
            ("also called", "; ".join(alias for alias in entity["aliases"] if alias != entity["name"])),
            ("appears in", f"{articles}, {count_of(entity['stories'], 'story', 'stories')}"),
            ("between", _write_span(entity["first_seen_date"], entity["last_seen_date"])),
            ("id", entity["entity_id"]),
            ("also found", also),
        ],
    )
    view.print_rows(fetch_facts(out, read_question("who", entity=entity["entity_id"])), _SAID_BY_ONE)


def ask_story(story: str, out: Path) -> Question:
    """Return the question what a story's articles claim."""
    found, _ = find_story(out, story)
    return read_question("story_claims", story=found["story_id"])


def print_story(story: str, out: Path, view: View) -> None:
    """Print a story: its articles, and what most outlets carry."""
    found, others = find_story(out, story)
    also = "; ".join(f"{o['headline']} ({o['story_id']})" for o in others[:_SHOWN_OTHERS])
    outlets = f"{found['outlets']}, of them {found['independent_outlets']} independent"
    view.print_facts(
        found["headline"] or found["story_id"],
        [
            ("outlets", outlets),
            ("between", _write_span(found["first_published_date"], found["last_published_date"])),
            ("id", found["story_id"]),
            ("also found", also),
        ],
    )
    if view.output == "table":
        view.print_rows(fetch_facts(out, read_question("story_articles", story=found["story_id"])), _ARTICLES)
    view.print_rows(fetch_facts(out, read_question("story_claims", story=found["story_id"])), _CARRIED)


def print_group(group_id: str, out: Path, view: View) -> None:
    """Print a claim group: how far it goes, and each claim in it."""
    find_row(out, "claim_groups", "claim_group_id", group_id)
    members = fetch_facts(out, read_question("group_members", group=group_id))
    reach = fetch_facts(
        out, Question("SELECT * FROM claim_coverage WHERE claim_group_id = $group", {"group": group_id})
    )
    facts: list[tuple[str, object]] = []
    for row in reach:  # a group that no article carries in its own or a source's voice has no coverage
        facts += [
            (
                "outlets",
                f"{row['outlets']} of {row['story_outlets']}, of them {row['independent_outlets']} independent",
            ),
            ("denied by", count_of(row["denying_outlets"], "outlet") if row["denying_outlets"] else None),
            ("sources", row["distinct_sources"]),
            ("first in", row["first_outlet"]),
            ("story", f"{row['story_headline']} ({row['story_id']})"),
        ]
    view.print_facts(members[0]["statement"] if members else group_id, facts)
    view.print_rows(members, _MEMBERS)


def print_article(article_id: str, out: Path, view: View) -> None:
    """Print an article: where it is from, and each statement in it with the characters where it stands."""
    article = find_row(out, "articles", "article_id", article_id)
    view.print_facts(
        article["headline"] or article_id,
        [
            ("outlet", article["outlet"] or "unknown"),
            ("published", article["published_at"] or "unknown"),
            ("url", article["url"]),
            ("read from", article["source_uri"]),
            ("words", article["word_count"]),
        ],
    )
    view.print_rows(fetch_facts(out, read_question("article_statements", article=article_id)), _IN_READING_ORDER)


def _write_span(first: object, last: object) -> str | None:
    return None if first is None else str(first) if first == last else f"{first} and {last}"
