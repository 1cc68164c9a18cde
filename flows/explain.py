"""Where one row comes from: its words in their paragraph, and the run behind it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from flows.ask import find_row
from flows.ask.answers import View, print_article, print_group, print_story, print_who
from flows.escape import show_controls
from flows.query import QueryError, open_warehouse

_STYLES = {"source": "bold cyan", "cue": "bold yellow", "content": "bold green"}
_WITH_ROWS = {"g": print_group, "a": print_article, "s": print_story, "e": print_who}
_SPANS = {
    "c": ("claims", "claim_id", "content_spans", "source"),
    "q": ("quotes", "quote_id", "spans", "speaker"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the article, ``text[start:end]``, and the part it plays: source, cue or content."""

    start: int
    end: int
    part: str


def print_explanation(row_id: str, out: Path, view: View) -> None:
    """Print what an id stands for, and where its words stand.

    A claim or quote is shown in its paragraph, with source, cue and content marked, and its provenance; a claim group,
    an article, a story or an entity with the rows behind it, whose ids lead on.

    Raises:
        QueryError: the id is of no kind, or the run has no such row.
    """
    kind = row_id[:1]
    if kind in _SPANS:
        _print_words(row_id, out)
    elif kind in _WITH_ROWS:
        _WITH_ROWS[kind](row_id, out, view)
    else:
        raise QueryError(
            f"'{row_id}' is no id: they begin with c (claim), q (quote), g (claim group), a (article), s (story) or "
            "e (entity)"
        )


def _print_words(row_id: str, out: Path) -> None:
    """Print a claim or quote in its paragraph, with source, cue and content marked, and its provenance."""
    table, key, spans, speaker = _SPANS[row_id[0]]
    row = find_row(out, table, key, row_id)
    article = _fetch_one("SELECT * FROM articles WHERE article_id = ?", row["article_id"], out) or {}
    run = _fetch_one("SELECT * FROM runs WHERE status = ? ORDER BY started_at DESC LIMIT 1", "completed", out) or {}
    marks = [Mark(s["start"], s["end"], "content") for s in row[spans]]
    marks += [
        Mark(row[f"{prefix}_start"], row[f"{prefix}_end"], part)
        for prefix, part in ((speaker, "source"), ("cue", "cue"))
        if row[f"{prefix}_start"] is not None
    ]
    console = Console(highlight=False, soft_wrap=True)
    console.print(mark_text(article["text"], marks))
    console.print()
    for label, value in _describe(row, article, run, speaker):
        console.print(show_controls(f"{label:<11} {value}", keep=""), markup=False)


def mark_text(text: str, marks: list[Mark]) -> Text:
    """Return the paragraphs that hold the marks, each mark in brackets with its part's name, and in colour.

    A mark inside another (a source inside its content) is shown inside it.
    """
    begin = (
        text.rfind("\n\n", 0, min(m.start for m in marks)) + 2 if "\n\n" in text[: min(m.start for m in marks)] else 0
    )
    end = text.find("\n\n", max(m.end for m in marks))
    end = len(text) if end < 0 else end
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        opening.setdefault(mark.start, []).append(mark)
        closing.setdefault(mark.end, []).insert(0, mark)
    shown = Text()
    open_marks: list[Mark] = []
    for position in range(begin, end + 1):
        for mark in closing.get(position, []):
            shown.append("]", _STYLES[mark.part])
            open_marks.remove(mark)
        for mark in opening.get(position, []):
            shown.append(f"[{mark.part}: ", _STYLES[mark.part])
            open_marks.append(mark)
        if position < end:
            shown.append(show_controls(text[position]), _STYLES[open_marks[-1].part] if open_marks else "")
    return shown


def _describe(
    row: dict[str, Any], article: dict[str, Any], run: dict[str, Any], speaker: str
) -> list[tuple[str, object]]:
    name = row[f"{speaker}_name"] or "unknown"
    how = f", by {row[f'{speaker}_how']}, settled by {row['found_by']}" if row["found_by"] else ""
    via = f", via {row['via_name']}" if row["via_name"] else ""
    kind = row.get("voice") or row.get("quote_type")
    return [
        ("kind", f"{kind}{', ' + row['stance'] if row.get('stance') else ''}"),
        (speaker, f"{name} ({row[f'{speaker}_type']}{how}){via}"),
        ("confidence", f"{row['confidence']:.2f}"),
        ("outlet", article["outlet"] or "unknown"),
        ("published", article["published_at"] or "unknown"),
        ("headline", article["headline"] or "none"),
        ("read from", article["source_uri"]),
        ("article", article["article_id"]),
        ("run", f"{run['run_id']}, whosaid {run['code_version']}, {run['model_version']}"),
    ]


def _fetch_one(query: str, value: str, out: Path) -> dict[str, Any] | None:
    with open_warehouse(out) as connection:
        cursor = connection.execute(query, [value])
        row = cursor.fetchone()
        return dict(zip([d[0] for d in cursor.description or []], row, strict=True)) if row else None
