"""What a run tells its user at the end."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import duckdb

from flows.build import RunResult
from flows.query import open_warehouse
from flows.readers import Note, NoteKind
from transforms.outlets import OutletReport
from transforms.records import READ_ROLES, Role

_FINDINGS = ("copied_story", "other_speaker", "anonymous_claim", "changed_quote", "most_quoted")
"""The queries in ``flows/findings``, the answers most worth a look first; each gives one row or none."""

_SHOWN_FINDINGS = 3
_SHOWN_REJECTS = 20
_SHOWN_LABELS = 5
_SHOWN_NAMES = 3
_OWN_TEXT = READ_ROLES | {Role.SUBHEAD}
_EXAMPLE = (
    "SELECT source_name, source_type, sum(claims) AS claims FROM attribution_counts GROUP BY ALL ORDER BY claims DESC"
)


def render_summary(result: RunResult) -> str:
    """Return the summary of a run as plain text that also reads as Markdown."""
    if result.status == "empty":
        kept = "" if result.published else f"\nThe tables of the run before in {result.out} are left as they were."
        parts = [f"No usable article.{kept}", _render_inputs(result), _render_rejects(result)]
        return "\n\n".join(part for part in parts if part)
    with open_warehouse(result.out) as connection:
        parts = [_render_counts(connection, result), _render_findings(connection, result.out)]
    parts += [_render_warnings(result), _render_inputs(result), _render_rejects(result), _render_places(result.out)]
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


def _render_inputs(result: RunResult) -> str:
    """Return what is to be known of the inputs: what was passed over, put right, not read, and not known."""
    if result.report is None:
        return ""
    report = result.report
    lines = _render_notes(report.notes)
    if report.repairs:
        ranked = sorted(report.repairs.items(), key=lambda pair: (-pair[1], pair[0]))
        lines.append("put right: " + "; ".join(f"{kind} in {_count(n, 'article')}" for kind, n in ranked))
    for label, domains in list(report.outlets.list_spread())[:_SHOWN_LABELS]:
        lines.append(f"one outlet, {len(domains)} domains: {label} on {_list_some(domains)}; name the outlets apart")
    lines += _render_unknown(report.outlets)
    return "\n".join(["Inputs", *(f"- {line}" for line in lines)]) if lines else ""


def _render_notes(notes: Sequence[Note]) -> list[str]:
    """Return a line for each kind of note and detail, with the inputs that it is about."""
    words = {
        NoteKind.PASSED_OVER: "passed over, {detail}: {inputs}",
        NoteKind.ENCODING: "read as {detail}: {inputs}",
        NoteKind.IGNORED_COLUMNS: "columns not read: {detail} ({inputs})",
    }
    groups: dict[tuple[NoteKind, str], list[str]] = {}
    for note in notes:
        groups.setdefault((note.kind, note.detail), []).append(note.source_uri)
    return [
        words[kind].format(detail=detail, inputs=_list_some(inputs))
        for (kind, detail), inputs in sorted(groups.items())
    ]


def _render_unknown(outlets: OutletReport) -> list[str]:
    unknown = outlets.list_unknown()
    if not unknown:
        return []
    shown = [f"{label} ({count:,})" for label, count, _ in unknown[:_SHOWN_LABELS]]
    more = f" and {len(unknown) - _SHOWN_LABELS:,} more" if len(unknown) > _SHOWN_LABELS else ""
    rows = "".join(f"\n    {row}" for _, _, row in unknown[:_SHOWN_LABELS])
    return [
        f"{_count(outlets.unknown_articles, 'article')} of outlets that seeds/outlets.csv does not know: "
        f"{', '.join(shown)}{more}; to say who owns them, complete and add{rows}"
    ]


def _list_some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_SHOWN_NAMES])
    return f"{shown} and {len(names) - _SHOWN_NAMES:,} more" if len(names) > _SHOWN_NAMES else shown


def _render_rejects(result: RunResult) -> str:
    """Return one line for each input and reason, with how often and the first detail."""
    if not result.rejects:
        return ""
    reasons = Counter(r.reason for r in result.rejects)
    groups: dict[tuple[str, str], list[str]] = {}
    for reject in result.rejects:
        groups.setdefault((reject.source_uri, reject.reason), []).append(reject.detail)
    lines = ["Rejected: " + ", ".join(f"{n:,} {reason}" for reason, n in sorted(reasons.items()))]
    for (source_uri, reason), details in list(groups.items())[:_SHOWN_REJECTS]:
        times = f" {len(details):,} times, first" if len(details) > 1 else ""
        lines.append(f"- {source_uri}: {reason}{times}: {details[0]}")
    more = len(groups) - _SHOWN_REJECTS
    if more > 0:
        lines.append(f"- {more:,} more inputs" + (" in the table rejects" if result.published else ""))
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
