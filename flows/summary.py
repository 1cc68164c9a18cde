"""What a run tells its user at the end: as plain text on the terminal, as Markdown in Prefect."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import duckdb

from flows.build import GOOD, RunResult
from flows.cells import count_of
from flows.escape import escape_markdown, show_controls
from flows.findings import list_findings
from flows.health import list_runs
from flows.news import describe_news
from flows.query import open_warehouse
from flows.readers import Note, NoteKind
from flows.site import INDEX_PAGE
from transforms.outlets import OutletReport
from transforms.records import READ_ROLES, Role

if TYPE_CHECKING:
    from flows.fetch.round import FetchReport

_SHOWN_FINDINGS = 3
_TREND_RUNS = 10
_SHOWN_REJECTS = 20
_SHOWN_LABELS = 5
_SHOWN_NAMES = 3
_OWN_TEXT = READ_ROLES | {Role.SUBHEAD}
_EXAMPLE = (
    "SELECT source_name, source_type, sum(claims) AS claims FROM attribution_counts GROUP BY ALL ORDER BY claims DESC"
)
Escape = Callable[[str], str]


def render_summary(result: RunResult) -> str:
    """Return the summary of a run as plain text, what articles and inputs say made harmless for a terminal."""
    if result.status not in GOOD:
        parts = [_render_problem(result), _render_inputs(result), _render_rejects(result)]
        return "\n\n".join(part for part in parts if part)
    if result.status == "unchanged":
        return f"{_describe_unchanged(result)}\n\n{_render_places(result.out)}"
    with open_warehouse(result.out) as connection:
        parts = ["\n".join(_list_counts(connection, result))]
        findings = _list_findings(connection, result.out, _write_plainly)
    if findings:
        parts.append("Worth a look\n" + "\n".join(f"{n}. {text}" for n, text in enumerate(findings, 1)))
    if warnings := _list_warnings(result):
        parts.append("Mind\n" + "\n".join(f"- {_write_plainly(warning)}" for warning in warnings))
    parts += [_render_inputs(result), _render_rejects(result), _render_places(result.out)]
    return "\n\n".join(part for part in parts if part)


def render_fetched(report: FetchReport, folder: Path) -> list[str]:
    """Return what a round of fetching did, line by line; the caller makes it harmless for where it goes."""
    groups = (("feeds", report.feeds), ("articles", report.pages))
    lines = [
        f"{name}: " + (", ".join(f"{count:,} {kind}" for kind, count in sorted(counts.items()) if count) or "none")
        for name, counts in groups
    ]
    lines += report.problems[:_SHOWN_REJECTS]
    if (more := len(report.problems) - _SHOWN_REJECTS) > 0:
        lines.append(f"{more:,} more problems")
    if report.waiting:
        lines.append(f"{report.waiting:,} articles wait for the next round")
    return [*lines, f"{count_of(len(report.files), 'new file')} in {folder}"]


def render_markdown(result: RunResult) -> str:
    """Return the summary of a run as Markdown: what articles and inputs say is shown as it stands, never rendered."""
    parts = [f"**{result.status}**" + (f": {escape_markdown(result.problem)}" if result.problem else "")]
    if result.status == "unchanged":
        parts.append(f"- {escape_markdown(_describe_unchanged(result))}")
    elif result.status in GOOD:
        with open_warehouse(result.out) as connection:
            parts += [f"- {escape_markdown(line)}" for line in _list_counts(connection, result)]
            findings = _list_findings(connection, result.out, escape_markdown)
        parts += ["", "### Worth a look", "", *(f"{n}. {text}" for n, text in enumerate(findings, 1))]
    if (page := result.out / INDEX_PAGE).exists():
        parts += ["", f"[The page]({page.absolute().as_uri()}) is {escape_markdown(str(page))}"]
    runs = list_runs(result.out)
    parts += ["", *_tabulate_counts(result, runs), "", *_tabulate_checks(result), "", *_tabulate_trend(runs)]
    lines, rows = _list_inputs(result)
    if lines:
        parts += ["", "### Inputs", "", *(f"- {escape_markdown(line)}" for line in lines)]
        parts += [f"    - {escape_markdown(row)}" for row in rows]
    if result.rejects:
        parts += ["", "### Rejects", "", "| reason | rejects |", "|---|---|"]
        parts += [f"| {escape_markdown(reason)} | {count:,} |" for reason, count in count_rejects(result)]
        parts += ["", *(f"- {escape_markdown(line)}" for line in _list_rejects(result))]
    return "\n".join(parts) + "\n"


def _tabulate_counts(result: RunResult, runs: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a table of this run's counts beside those of the completed runs before it."""
    before = [run for run in runs if run["status"] == "completed" and run["run_id"] != result.run_id][-_TREND_RUNS:]
    rows = ["### Counts", "", f"| table | rows | run before | median of {len(before)} |", "|---|--:|--:|--:|"]
    for name, count in result.counts.items():
        known = [run[name] for run in before if run.get(name) is not None]
        last, usual = (f"{known[-1]:,}", f"{median(known):,.0f}") if known else ("", "")
        rows.append(f"| {escape_markdown(name)} | {count:,} | {last} | {usual} |")
    return rows if result.counts else []


def _tabulate_checks(result: RunResult) -> list[str]:
    if result.warehouse is None:
        return []
    counts = Counter(result.warehouse.tests.values())
    rows = ["### Checks", "", "| tests of the data | number |", "|---|--:|"]
    rows += [f"| {escape_markdown(status)} | {count:,} |" for status, count in sorted(counts.items())]
    return [*rows, "", *(f"- {escape_markdown(warning)}" for warning in _list_warnings(result))]


def _tabulate_trend(runs: Sequence[Mapping[str, Any]]) -> list[str]:
    rows = [
        "### Last runs",
        "",
        "| began (UTC) | status | articles | claims | quotes | rejects | seconds | problem |",
        "|---|---|--:|--:|--:|--:|--:|---|",
    ]
    for run in reversed(runs[-_TREND_RUNS:]):
        numbers = (run["articles"], run["claims"], run["quotes"], run["rejects"])
        counts = " | ".join("" if number is None else f"{number:,}" for number in numbers)
        seconds = (run["ended_at"] - run["started_at"]).total_seconds()
        problem = escape_markdown(run["problem"] or "")
        rows.append(f"| {run['started_at']:%Y-%m-%d %H:%M} | {run['status']} | {counts} | {seconds:,.0f} | {problem} |")
    return rows


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


def _describe_unchanged(result: RunResult) -> str:
    return (
        f"Nothing new: inputs, seeds and code are those of the run before. Its tables of "
        f"{count_of(result.counts.get('articles', 0), 'article')} stand as they are."
    )


def _list_counts(connection: duckdb.DuckDBPyConnection, result: RunResult) -> list[str]:
    outlets = _fetch_value(connection, "SELECT count(DISTINCT outlet) FROM articles WHERE status = 'current'")
    voices = dict(connection.execute("SELECT voice, count(*) FROM claims GROUP BY voice").fetchall())
    types = dict(connection.execute("SELECT quote_type, count(*) FROM quotes GROUP BY quote_type").fetchall())
    counts = result.counts
    return [
        count_of(counts["articles"], "article")
        + (f" from {count_of(outlets, 'outlet')}" if outlets else "")
        + f", in {count_of(counts['stories'], 'story', 'stories')}",
        f"{count_of(counts['quotes'], 'quote')}: "
        + ", ".join(f"{types.get(t, 0):,} {t}" for t in ("direct", "mixed", "scare")),
        f"{count_of(counts['claims'], 'claim')}: {voices.get('attributed', 0):,} attributed, "
        f"{voices.get('hedged', 0):,} hedged, {voices.get('outlet', 0):,} in the outlet's own voice",
        *_render_roles(connection, result.report.boxes if result.report else 0),
        *_list_news(result),
    ]


def _list_news(result: RunResult) -> list[str]:
    lines = [f"{line[0].upper()}{line[1:]}" for line in describe_news(result.news)]
    if result.news.outside:
        lines.append(f"Left out, outside of the dates: {count_of(result.news.outside, 'article')}")
    return lines


def _render_roles(connection: duckdb.DuckDBPyConnection, boxes: int) -> list[str]:
    """Return the line that counts what stands beside the articles' own text, the most frequent first; none for none.

    Args:
        connection: the run's warehouse.
        boxes: how many boxes were cut from pages.
    """
    query = "SELECT role, count(*) FROM segments GROUP BY role ORDER BY count(*) DESC, role"
    counts = [f"{n:,} {role}" for role, n in connection.execute(query).fetchall() if role not in _OWN_TEXT]
    if boxes:
        counts.append(f"{count_of(boxes, 'box', 'boxes')} cut from pages")
    return [f"Not read as the articles' text: {', '.join(counts)}"] if counts else []


def _fetch_value(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _list_findings(connection: duckdb.DuckDBPyConnection, out: Path, escape: Escape) -> list[str]:
    """Return the first findings; the commands after them name the folder, so that they can be pasted."""
    found = []
    for finding in list_findings(connection)[:_SHOWN_FINDINGS]:
        command = f" (whosaid explain {finding.row_id} --out {shlex.quote(str(out))})." if finding.row_id else "."
        found.append(escape(finding.text) + escape(command))
    return found


def _list_warnings(result: RunResult) -> tuple[str, ...]:
    return result.warehouse.warnings if result.warehouse else ()


def _render_inputs(result: RunResult) -> str:
    lines, rows = _list_inputs(result)
    shown = [f"- {_write_plainly(line)}" for line in lines] + [f"    {_write_plainly(row)}" for row in rows]
    return "\n".join(["Inputs", *shown]) if shown else ""


def _list_inputs(result: RunResult) -> tuple[list[str], list[str]]:
    """Return what is to be known of the inputs: what was passed over, put right, not read, and not known.

    Returns:
        The lines, and the rows of a seed that the last of them speaks of.
    """
    if result.report is None:
        return [], []
    report = result.report
    lines = _list_notes(report.notes)
    if report.repairs:
        ranked = sorted(report.repairs.items(), key=lambda pair: (-pair[1], pair[0]))
        lines.append("put right: " + "; ".join(f"{kind} in {count_of(n, 'article')}" for kind, n in ranked))
    for label, domains in list(report.outlets.list_spread())[:_SHOWN_LABELS]:
        lines.append(f"one outlet, {len(domains)} domains: {label} on {_list_some(domains)}; name the outlets apart")
    unknown, rows = _list_unknown(report.outlets)
    return [*lines, *unknown], rows


def _list_notes(notes: Sequence[Note]) -> list[str]:
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


def _list_unknown(outlets: OutletReport) -> tuple[list[str], list[str]]:
    """Return the line on outlets that the seed does not know, if there are any, and the rows that it could take."""
    unknown = outlets.list_unknown()
    if not unknown:
        return [], []
    shown = [f"{label} ({count:,})" for label, count, _ in unknown[:_SHOWN_LABELS]]
    more = f" and {len(unknown) - _SHOWN_LABELS:,} more" if len(unknown) > _SHOWN_LABELS else ""
    line = (
        f"{count_of(outlets.unknown_articles, 'article')} of outlets that seeds/outlets.csv does not know: "
        f"{', '.join(shown)}{more}; to say who owns them, complete and add"
    )
    return [line], [row for _, _, row in unknown[:_SHOWN_LABELS]]


def _list_some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_SHOWN_NAMES])
    return f"{shown} and {len(names) - _SHOWN_NAMES:,} more" if len(names) > _SHOWN_NAMES else shown


def _render_rejects(result: RunResult) -> str:
    if not result.rejects:
        return ""
    head = "Rejected: " + ", ".join(f"{n:,} {reason}" for reason, n in count_rejects(result))
    return "\n".join([head, *(f"- {_write_plainly(line)}" for line in _list_rejects(result))])


def _list_rejects(result: RunResult) -> list[str]:
    """Return one line for each input and reason, with how often and the first detail."""
    groups: dict[tuple[str, str], list[str]] = {}
    for reject in result.rejects:
        groups.setdefault((reject.source_uri, reject.reason), []).append(reject.detail)
    lines: list[str] = []
    for (source_uri, reason), details in list(groups.items())[:_SHOWN_REJECTS]:
        times = f" {len(details):,} times, first" if len(details) > 1 else ""
        lines.append(f"{source_uri}: {reason}{times}: {details[0]}")
    more = len(groups) - _SHOWN_REJECTS
    if more > 0:
        lines.append(f"{more:,} more inputs" + (" in the table rejects" if result.published else ""))
    return lines


def _render_places(out: Path) -> str:
    lines = [
        f"Tables     {out / 'tables'}",
        f"Marts      {out / 'marts'}",
        f"Warehouse  {out / 'warehouse.duckdb'}",
        f'Try        whosaid sql "{_EXAMPLE}" --out {shlex.quote(str(out))}',
    ]
    page = out / INDEX_PAGE
    return "\n".join([*lines, f"Page       {page}"] if page.exists() else lines)
