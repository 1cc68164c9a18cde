"""What a run tells its user at the end: as plain text on the terminal, as Markdown in Prefect."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb

from flows.build import GOOD, RunResult
from flows.escape import escape_markdown, show_controls
from flows.query import open_warehouse

_FINDINGS = ("copied_story", "other_speaker", "anonymous_claim", "changed_quote", "most_quoted")
"""The queries in ``flows/findings``, the answers most worth a look first; each gives one row or none."""

_SHOWN_FINDINGS = 3
_SHOWN_REJECTS = 5
_EXAMPLE = (
    "SELECT source_name, source_type, sum(claims) AS claims FROM attribution_counts GROUP BY ALL ORDER BY claims DESC"
)
Escape = Callable[[str], str]


def render_summary(result: RunResult) -> str:
    """Return the summary of a run as plain text, what articles and inputs say made harmless for a terminal."""
    if result.status not in GOOD:
        parts = [_render_problem(result), _render_rejects(result, _write_plainly)]
        return "\n\n".join(part for part in parts if part)
    with open_warehouse(result.out) as connection:
        parts = ["\n".join(_list_counts(connection, result))]
        findings = _list_findings(connection, result.out, _write_plainly)
    if findings:
        parts.append("Worth a look\n" + "\n".join(f"{n}. {text}" for n, text in enumerate(findings, 1)))
    if warnings := _list_warnings(result):
        parts.append("Mind\n" + "\n".join(f"- {_write_plainly(warning)}" for warning in warnings))
    parts += [_render_rejects(result, _write_plainly), _render_places(result.out)]
    return "\n\n".join(part for part in parts if part)


def render_markdown(result: RunResult) -> str:
    """Return the summary of a run as Markdown: what articles and inputs say is shown as it stands, never rendered."""
    parts = [f"**{result.status}**" + (f": {escape_markdown(result.problem)}" if result.problem else "")]
    if result.status in GOOD:
        with open_warehouse(result.out) as connection:
            parts += [f"- {escape_markdown(line)}" for line in _list_counts(connection, result)]
            findings = _list_findings(connection, result.out, escape_markdown)
        parts += ["", "### Worth a look", "", *(f"{n}. {text}" for n, text in enumerate(findings, 1))]
    if warnings := _list_warnings(result):
        parts += ["", "### Mind", "", *(f"- {escape_markdown(warning)}" for warning in warnings)]
    if result.rejects:
        parts += ["", "### Rejects", "", "| reason | rejects |", "|---|---|"]
        parts += [f"| {escape_markdown(reason)} | {count:,} |" for reason, count in count_rejects(result)]
        shown = result.rejects[:_SHOWN_REJECTS]
        parts += ["", *(f"- {escape_markdown(r.source_uri)}: {escape_markdown(r.detail)}" for r in shown)]
    return "\n".join(parts) + "\n"


def count_rejects(result: RunResult) -> list[tuple[str, int]]:
    """Return how many inputs were rejected for each reason."""
    return sorted(Counter(str(reject.reason) for reject in result.rejects).items())


def _write_plainly(text: str) -> str:
    return show_controls(" ".join(text.splitlines()), keep="")


def _render_problem(result: RunResult) -> str:
    kept = "" if result.published else f"\nThe tables of the run before in {result.out} are left as they were."
    if result.status == "empty":
        return f"No usable article.{kept}"
    return f"Failed: {_write_plainly(result.problem or 'no reason given')}.{kept}"


def _list_counts(connection: duckdb.DuckDBPyConnection, result: RunResult) -> list[str]:
    outlets = _fetch_value(connection, "SELECT count(DISTINCT outlet) FROM articles")
    voices = dict(connection.execute("SELECT voice, count(*) FROM claims GROUP BY voice").fetchall())
    types = dict(connection.execute("SELECT quote_type, count(*) FROM quotes GROUP BY quote_type").fetchall())
    counts = result.counts
    return [
        _count(counts["articles"], "article")
        + (f" from {_count(outlets, 'outlet')}" if outlets else "")
        + f", in {_count(counts['stories'], 'story', 'stories')}",
        f"{_count(counts['quotes'], 'quote')}: "
        + ", ".join(f"{types.get(t, 0):,} {t}" for t in ("direct", "mixed", "scare")),
        f"{_count(counts['claims'], 'claim')}: {voices.get('attributed', 0):,} attributed, "
        f"{voices.get('hedged', 0):,} hedged, {voices.get('outlet', 0):,} in the outlet's own voice",
    ]


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _fetch_value(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _list_findings(connection: duckdb.DuckDBPyConnection, out: Path, escape: Escape) -> list[str]:
    """Return the first findings; the commands after them name the folder, so that they can be pasted."""
    found: list[str] = []
    for name in _FINDINGS:
        query = (Path(__file__).parent / "findings" / f"{name}.sql").read_text(encoding="utf-8")
        for text, row_id in connection.execute(query).fetchall():
            command = f" (whosaid explain {row_id} --out {shlex.quote(str(out))})." if row_id else "."
            found.append(escape(text.removesuffix(".")) + escape(command))
    return found[:_SHOWN_FINDINGS]


def _list_warnings(result: RunResult) -> tuple[str, ...]:
    return result.warehouse.warnings if result.warehouse else ()


def _render_rejects(result: RunResult, escape: Escape) -> str:
    if not result.rejects:
        return ""
    lines = ["Rejected: " + ", ".join(f"{n} {reason}" for reason, n in count_rejects(result))]
    lines += [f"- {escape(r.source_uri)}: {escape(r.detail)}" for r in result.rejects[:_SHOWN_REJECTS]]
    more = len(result.rejects) - _SHOWN_REJECTS
    if more > 0:
        lines.append(f"- {more} more" + (" in the table rejects" if result.published else ""))
    return "\n".join(lines)


def _render_places(out: Path) -> str:
    return "\n".join(
        [
            f"Tables     {out / 'tables'}",
            f"Marts      {out / 'marts'}",
            f"Warehouse  {out / 'warehouse.duckdb'}",
            f'Try        whosaid sql "{_EXAMPLE}" --out {shlex.quote(str(out))}',
        ]
    )
