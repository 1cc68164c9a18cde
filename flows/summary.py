"""What a run tells its user at the end."""

from __future__ import annotations

import shlex
from collections import Counter
from pathlib import Path

import duckdb

from flows.build import RunResult
from flows.query import open_warehouse
from transforms.records import READ_ROLES, Role

_FINDINGS = ("copied_story", "other_speaker", "anonymous_claim", "changed_quote", "most_quoted")
"""The queries in ``flows/findings``, the answers most worth a look first; each gives one row or none."""

_SHOWN_FINDINGS = 3
_SHOWN_REJECTS = 5
_OWN_TEXT = READ_ROLES | {Role.SUBHEAD}
_EXAMPLE = (
    "SELECT source_name, source_type, sum(claims) AS claims FROM attribution_counts GROUP BY ALL ORDER BY claims DESC"
)


def render_summary(result: RunResult) -> str:
    """Return the summary of a run as plain text that also reads as Markdown."""
    if result.status == "empty":
        kept = "" if result.published else f"\nThe tables of the run before in {result.out} are left as they were."
        return f"No usable article.{kept}\n\n{_render_rejects(result)}".rstrip()
    with open_warehouse(result.out) as connection:
        parts = [_render_counts(connection, result), _render_findings(connection, result.out)]
    parts += [_render_warnings(result), _render_rejects(result), _render_places(result.out)]
    return "\n\n".join(part for part in parts if part)


def _render_counts(connection: duckdb.DuckDBPyConnection, result: RunResult) -> str:
    outlets = _fetch_value(connection, "SELECT count(DISTINCT outlet) FROM articles")
    voices = dict(connection.execute("SELECT voice, count(*) FROM claims GROUP BY voice").fetchall())
    types = dict(connection.execute("SELECT quote_type, count(*) FROM quotes GROUP BY quote_type").fetchall())
    counts = result.counts
    return "\n".join(
        [
            _count(counts["articles"], "article")
            + (f" from {_count(outlets, 'outlet')}" if outlets else "")
            + f", in {_count(counts['stories'], 'story', 'stories')}",
            f"{_count(counts['quotes'], 'quote')}: "
            + ", ".join(f"{types.get(t, 0):,} {t}" for t in ("direct", "mixed", "scare")),
            f"{_count(counts['claims'], 'claim')}: {voices.get('attributed', 0):,} attributed, "
            f"{voices.get('hedged', 0):,} hedged, {voices.get('outlet', 0):,} in the outlet's own voice",
            *_render_roles(connection),
        ]
    )


def _render_roles(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the line that counts what stands beside the articles' own text, the most frequent first; none for none."""
    query = "SELECT role, count(*) FROM segments GROUP BY role ORDER BY count(*) DESC, role"
    counts = [f"{n:,} {role}" for role, n in connection.execute(query).fetchall() if role not in _OWN_TEXT]
    return [f"Not read as the articles' text: {', '.join(counts)}"] if counts else []


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _fetch_value(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _render_findings(connection: duckdb.DuckDBPyConnection, out: Path) -> str:
    """Return the first findings; the commands in them name the folder, so that they can be pasted."""
    found: list[str] = []
    for name in _FINDINGS:
        query = (Path(__file__).parent / "findings" / f"{name}.sql").read_text(encoding="utf-8")
        found += [row[0].replace("{out}", shlex.quote(str(out))) for row in connection.execute(query).fetchall()]
    shown = found[:_SHOWN_FINDINGS]
    return "Worth a look\n" + "\n".join(f"{n}. {text}" for n, text in enumerate(shown, 1)) if shown else ""


def _render_warnings(result: RunResult) -> str:
    warnings = result.warehouse.warnings if result.warehouse else ()
    return "Mind\n" + "\n".join(f"- {warning}" for warning in warnings) if warnings else ""


def _render_rejects(result: RunResult) -> str:
    if not result.rejects:
        return ""
    reasons = Counter(r.reason for r in result.rejects)
    lines = ["Rejected: " + ", ".join(f"{n} {reason}" for reason, n in sorted(reasons.items()))]
    lines += [f"- {r.source_uri}: {r.detail}" for r in result.rejects[:_SHOWN_REJECTS]]
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
