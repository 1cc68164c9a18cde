"""The command line."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from flows.cells import ExportFormat, count_of
from flows.resources import AGENT, CODE_VERSION, MODEL_DIR, SEEDS_DIR

if TYPE_CHECKING:
    from flows.frames import Values

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Who said what in the news, which outlets carry it, and how many of them are really independent.",
    epilog="Exit codes: 0 done, 1 failed (also: nothing usable, a threshold not met, a damaged file), 2 bad usage.",
)
_errors = Console(stderr=True, highlight=False)


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def _bring_output(out: Path) -> Path:
    """Bring a remote output here; a local one costs nothing."""
    if ":/" not in str(out):
        return out
    from flows.remote import bring_output

    with _explain_failure():
        return bring_output(out)


OutOption = Annotated[
    Path,
    typer.Option(
        "--out", "-o", help="The run's output folder, or s3://bucket/name.", show_default=True, callback=_bring_output
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to print the rows.")]
FullOption = Annotated[bool, typer.Option("--full", help="Show a table's cells whole, on as many lines as they need.")]
ToOption = Annotated[
    Path | None,
    typer.Option(
        "--to",
        metavar="FILE",
        help="Write all rows to a file instead; its ending says how: .xlsx, .csv, .parquet or .jsonl.",
        show_default=False,
    ),
]
RowsOption = Annotated[int, typer.Option(min=1, help="Rows to print as a table; CSV, JSON and files hold all.")]


def main() -> None:
    """Run the command line."""
    app()


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"whosaid {CODE_VERSION}")
        raise typer.Exit


def _check_date(value: str | None) -> str | None:
    """Refuse a date that no article could be given, before the run rather than once per article."""
    if value is not None:
        from transforms.dates import parse_published_at

        try:
            parse_published_at(value)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
    return value


def _check_day(value: str | None) -> str | None:
    """Refuse what is no day."""
    if value is not None:
        try:
            date.fromisoformat(value)
        except ValueError as error:
            raise typer.BadParameter(f"'{value}' is no day; write it as 2026-01-31") from error
    return value


def _check_encoding(value: str | None) -> str | None:
    """Refuse a character set that there is not."""
    if value is not None:
        try:
            codecs.lookup(value).incrementaldecoder(errors="strict").decode(b"")
        except (LookupError, TypeError, AttributeError) as error:
            problem = f"there is no character set '{value}'; name one such as cp1252 or utf-16"
            raise typer.BadParameter(problem) from error
    return value


def _check_columns(value: str | None) -> str | None:
    _parse_columns(value)
    return value


def _parse_columns(value: str | None) -> dict[str, str]:
    """Return the names that columns have in the inputs, by ours.

    Raises:
        BadParameter: a pair is no pair, or names a column that is not read.
    """
    from transforms.seeds import INPUT_COLUMNS

    columns: dict[str, str] = {}
    for pair in filter(str.strip, (value or "").split(",")):
        ours, theirs = (part.strip() for part in pair.partition("=")[::2])
        if ours not in INPUT_COLUMNS or not theirs:
            known = ", ".join(INPUT_COLUMNS)
            problem = f"'{pair}' does not name a column for one of {known}; write it as text=body,url=link"
            raise typer.BadParameter(problem)
        columns[ours] = theirs
    return columns


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Hold the options that every command shares."""


@app.command()
def run(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Files, folders or globs: .txt, .html, .mhtml, .jsonl, .json, .csv, .parquet, .xlsx, .rss, .warc, "
            "each also .gz, and .zip or .tar of them.",
        ),
    ],
    out: OutOption = Path("out"),
    outlet: Annotated[str | None, typer.Option(help="The outlet, where an input names none.")] = None,
    published_at: Annotated[
        str | None,
        typer.Option(help="The publication time (ISO 8601), where an input has none.", callback=_check_date),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            help="Character set of files that are not UTF-8; found where not given.", callback=_check_encoding
        ),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="OURS=THEIRS,...",
            help="What columns are called in the inputs, such as text=body,outlet=paper.",
            callback=_check_columns,
        ),
    ] = None,
    day_first: Annotated[
        bool, typer.Option("--day-first", help="Dates in numbers name the day first: 05/09/2023 is in September.")
    ] = False,
    seeds: Annotated[
        Path, typer.Option(help="Folder with all seed tables, or one file on top of those that ship: my/outlets.csv.")
    ] = SEEDS_DIR,
    model: Annotated[Path, typer.Option(help="Folder with the language pipeline.")] = MODEL_DIR,
    pipeline: Annotated[
        str | None, typer.Option(help="Another spaCy pipeline (name or path) for tags, syntax and entities.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that extract side by side.")] = os.cpu_count() or 1,
    wait: Annotated[bool, typer.Option("--wait", help="Wait while another run writes to the same output.")] = False,
    min_articles: Annotated[
        int | None, typer.Option(min=0, help="Fail, and publish nothing, with fewer articles than this.")
    ] = None,
    max_rejects: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Fail when a larger share of what was read was rejected (0.2: a fifth)."),
    ] = None,
    max_shrink: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, help="Fail when there are fewer articles or claims than in the run before by a larger share."
        ),
    ] = None,
    alert: Annotated[
        str | None,
        typer.Option(
            metavar="URL|COMMAND", help="Told, as JSON, when the run fails, or finds that an earlier one was killed."
        ),
    ] = None,
    site: Annotated[bool, typer.Option("--site/--no-site", help="Write the pages of the run, for a browser.")] = True,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Do everything anew, also what has not changed since the last run.")
    ] = False,
    add: Annotated[
        bool, typer.Option("--add", help="The inputs are additions: what earlier runs read stays, though they lack it.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DAY", help="Take articles published on this day or later (2026-01-31).", callback=_check_day
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Take articles published on this day or earlier.", callback=_check_day),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="DAYS",
            help="Forget superseded and removed articles not seen for so many days; never if unset.",
        ),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Work in the workers of this Dask scheduler (tcp://host:8786) instead of processes here.",
        ),
    ] = None,
    prefect: Annotated[
        bool | None,
        typer.Option(
            "--prefect/--no-prefect",
            help="Run as a Prefect flow. By default only when PREFECT_API_URL names a server.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Read articles, and build the tables, the warehouse and the marts.

    Example: whosaid run data/sample --out out/sample
    """
    from flows.build import GOOD, RunResult
    from flows.settings import Settings
    from flows.summary import render_summary

    settings = Settings(
        tuple(inputs),
        out,
        outlet=outlet,
        published_at=published_at,
        seeds_dir=seeds,
        model=model,
        pipeline=pipeline,
        encoding=encoding,
        columns=tuple(_parse_columns(columns).items()),
        day_first=day_first,
        wait=wait,
        min_articles=min_articles,
        max_rejects=max_rejects,
        max_shrink=max_shrink,
        alert=alert,
        site=site,
        rebuild=rebuild,
        add=add,
        since=since,
        until=until,
        keep=keep,
    )
    use_prefect = bool(os.environ.get("PREFECT_API_URL")) if prefect is None else prefect
    with _explain_failure():
        if use_prefect:
            _quiet_prefect()
            from flows.flow import run_as_flow

            result = run_as_flow(settings, workers, dask, _warn)
        else:
            from flows.alert import watch_run
            from flows.build import run_build
            from flows.remote import run_anywhere
            from flows.runners import Cluster, LocalRunner

            with _show_progress() as report:
                runner = LocalRunner(workers, Cluster(dask, out) if dask else None)

                def build(here: Settings) -> RunResult:
                    return run_build(here, runner, report, say=_say)

                result = watch_run(alert, out, lambda: run_anywhere(settings, build), _warn)
        summary = render_summary(result)
    Console(highlight=False, soft_wrap=True).print(summary, markup=False)
    if result.status not in GOOD:
        raise typer.Exit(1)


@app.command()
def fetch(
    feeds: Annotated[
        list[str],
        typer.Argument(
            metavar="FEED...",
            help="Addresses of RSS, Atom and JSON feeds and of sitemaps, or files that list them: a line each, "
            "CSV with url and outlet, or OPML.",
        ),
    ],
    into: Annotated[Path, typer.Option("--into", help="The folder that takes the articles; pass it to run.")],
    delay: Annotated[float, typer.Option(min=0, help="Seconds between two requests to one host.")] = 1.0,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that one request may take in all.")] = 60.0,
    max_pages: Annotated[int, typer.Option(min=0, help="Pages to get in this round; the rest waits.")] = 5000,
    minutes: Annotated[float, typer.Option(min=0, help="Minutes that this round may take; the rest waits.")] = 10.0,
    agent: Annotated[str, typer.Option(help="The name under which sites know us; add a way to reach you.")] = AGENT,
    allow: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST[:PORT]", help="A host that may have a private address, such as 127.0.0.1:8080."),
    ] = None,
    pages: Annotated[
        bool, typer.Option("--pages/--no-pages", help="Get the entries' pages, or take the feeds' texts alone.")
    ] = True,
) -> None:
    """Fetch what is new in feeds and sitemaps into a folder of articles, which run then reads.

    Example: whosaid fetch https://example.org/rss feeds.opml --into articles
    """
    from flows.fetch.http import Limits
    from flows.fetch.round import FetchOptions, fetch_sources
    from flows.fetch.sources import load_sources
    from flows.summary import render_fetched

    limits = Limits(seconds=timeout, agent=agent, allowed=frozenset(allow or ()))
    options = FetchOptions(limits, delay, max_pages, minutes, pages=pages)
    with _explain_failure():
        report = fetch_sources(load_sources(feeds), into, options)
    _print_lines(render_fetched(report, into))
    if not report.is_good:
        raise typer.Exit(1)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="A query, or a file that holds one.")],
    out: OutOption = Path("out"),
    output: FormatOption = Format.TABLE,
    rows: RowsOption = 50,
    full: FullOption = False,
    to: ToOption = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="Leave CSV cells as they are, also those a spreadsheet takes for formulas.")
    ] = False,
) -> None:
    """Query a run's warehouse, read only.

    Example: whosaid sql "SELECT outlet, count(*) AS articles FROM articles GROUP BY outlet" --out out/sample
    """
    from flows.query import read_query

    with _explain_failure():
        text = read_query(query)
        if to:
            _write_answer(text, (), out, to)
        else:
            from flows.query import print_query

            print_query(text, out, output.value, rows, raw, full)


def _write_answer(query: str, params: Values, out: Path, to: Path) -> None:
    from flows.export import find_format, write_answer
    from flows.frames import open_run

    find_format(to)  # a wrong ending must not cost a long query
    with open_run(out).stream(query, params) as reader:
        rows = write_answer(to, reader)
    _print_line(f"{to}: {count_of(rows, 'row')}")


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="The folder to write into; it is made where there is none.")],
    out: OutOption = Path("out"),
    output: Annotated[
        ExportFormat,
        typer.Option("--format", "-f", help="One file for each table; xlsx: one workbook with a sheet for each."),
    ] = ExportFormat.CSV,
    table: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="A table; may be given several times. By default all marts.", show_default=False
        ),
    ] = None,
) -> None:
    """Write tables as CSV, Excel, Parquet or JSON lines, for spreadsheets and other programs.

    Excel takes the CSV as it is: UTF-8 with a byte order mark, times in UTC, lists as JSON, no cell runs as a formula.

    Example: whosaid export out/excel --format xlsx --out out/sample
    """
    from flows.export import export_run
    from flows.frames import open_run

    with _explain_failure():
        for path, name, rows in export_run(open_run(out), folder, output, table or ()):
            _print_line(f"{path}: {name}, {count_of(rows, 'row')}")


@app.command()
def tables(
    name: Annotated[str | None, typer.Argument(help="One table; all when none is named.")] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the data dictionary as Markdown.")] = False,
) -> None:
    """Show the data dictionary: every table, its grain, its columns and what they mean.

    Example: whosaid tables claims
    """
    from flows.query import print_tables

    with _explain_failure():
        print_tables(name, markdown)


@app.command()
def who(
    name: Annotated[str, typer.Argument(help="A name, a part of one, or the id of an entity.")],
    out: OutOption = Path("out"),
    output: FormatOption = Format.TABLE,
    rows: RowsOption = 50,
    full: FullOption = False,
    to: ToOption = None,
) -> None:
    """Show who somebody is, and what they are said to have said.

    Example: whosaid who "Tomas Verrin" --out out/sample
    """
    from flows.ask.answers import View, ask_who, print_who

    with _explain_failure():
        if to:
            question = ask_who(name, out)
            _write_answer(question.query, question.params, out, to)
        else:
            print_who(name, out, View(output.value, rows, full))


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words that must all be there; resign* is all that begins so.")],
    out: OutOption = Path("out"),
    output: FormatOption = Format.TABLE,
    rows: RowsOption = 50,
    full: FullOption = False,
    to: ToOption = None,
    own: Annotated[bool, typer.Option("--own", help="Also what outlets say in their own voice.")] = False,
) -> None:
    """Show who said what about some words: in statements, their sources, and the headlines above them.

    Example: whosaid search dam --to out/dam.xlsx --out out/sample
    """
    from flows.ask import ask_about
    from flows.ask.answers import View, print_search

    with _explain_failure():
        if to:
            question = ask_about(words, own)
            _write_answer(question.query, question.params, out, to)
        else:
            print_search(words, own, out, View(output.value, rows, full))


@app.command()
def story(
    story: Annotated[str, typer.Argument(metavar="ID|WORDS", help="A story's id, or words of its headline.")],
    out: OutOption = Path("out"),
    output: FormatOption = Format.TABLE,
    rows: RowsOption = 50,
    full: FullOption = False,
    to: ToOption = None,
) -> None:
    """Show a story: its articles, how many outlets are independent, and what they claim.

    Example: whosaid story dam --out out/sample
    """
    from flows.ask.answers import View, ask_story, print_story

    with _explain_failure():
        if to:
            question = ask_story(story, out)
            _write_answer(question.query, question.params, out, to)
        else:
            print_story(story, out, View(output.value, rows, full))


@app.command()
def explain(
    row_id: Annotated[
        str, typer.Argument(metavar="ID", help="The id of a claim, quote, claim group, article, story or entity.")
    ],
    out: OutOption = Path("out"),
    output: FormatOption = Format.TABLE,
    rows: RowsOption = 50,
    full: FullOption = False,
) -> None:
    """Show what an id stands for: a claim's words in their paragraph, a story's articles, what somebody said.

    Example: whosaid explain a83e92de4661dbf62 --out out/sample
    """
    from flows.ask.answers import View
    from flows.explain import print_explanation

    with _explain_failure():
        print_explanation(row_id, out, View(output.value, rows, full))


@app.command()
def site(out: OutOption = Path("out")) -> None:
    """Write the pages of a run anew: stories, sources, outlets and articles, to be opened in a browser.

    Example: whosaid site --out out/sample
    """
    from flows.site import refresh_site

    with _explain_failure():
        page = refresh_site(out)
    _print_line(str(page))


@app.command()
def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(help="Folder with text/NAME.txt and ann/NAME.ann (brat standoff), quotations.jsonl, or both."),
    ],
    out: OutOption = Path("out"),
    output: Annotated[Format, typer.Option("--format", "-f", help="How to print the figures.")] = Format.TABLE,
) -> None:
    """Score a run against your own gold annotations: who said what, and who is quoted.

    Run the gold folder's text first: whosaid run GOLD/text --out OUT

    Example: whosaid evaluate gold --out out/gold
    """
    from flows.query import print_evaluation

    with _explain_failure():
        print_evaluation(gold, out, output.value)


@app.command()
def check(out: OutOption = Path("out")) -> None:
    """Compare every file of the published run to its manifest; a single flipped bit is found.

    And what the next run goes on from, which is in no manifest: the run's state, the store, and the ledger of runs.

    Example: whosaid check --out out/sample
    """
    from flows.manifest import check_output
    from flows.store import check_memory

    with _explain_failure():
        damages, forgotten = check_output(out), check_memory(out)
    for damage in (*damages, *forgotten):
        _print_line(f"{out / damage.file}: {damage.problem}")
    if damages:
        _print_line(f"{len(damages)} damaged; 'whosaid repair --out {out}' builds them anew from what is whole")
    if forgotten:
        _print_line(f"{len(forgotten)} damaged of what runs leave for the next one, which goes on without")
    if damages or forgotten:
        raise typer.Exit(1)
    _print_line("every file is as it was published")


@app.command()
def health(
    out: OutOption = Path("out"),
    max_age: Annotated[
        float | None, typer.Option(min=0, help="Hours since the last good run ended, at most.", show_default=False)
    ] = None,
    max_article_age: Annotated[
        float | None,
        typer.Option(min=0, help="Hours since the newest article was published, at most.", show_default=False),
    ] = None,
    alert: Annotated[
        str | None, typer.Option(metavar="URL|COMMAND", help="Told, as JSON, when something is wrong.")
    ] = None,
) -> None:
    """Say how the last run went, how old it and its articles are, and whether its figures are usual.

    Exit code 1 if something is wrong. Example, by cron: whosaid health --max-age 3 --alert https://hooks.example/x
    """
    from flows.alert import AlertError, send_alert
    from flows.health import check_health

    with _explain_failure():
        found = check_health(out, _hours(max_age), _hours(max_article_age))
    _print_lines([*found.lines, *(f"wrong: {problem}" for problem in found.problems)])
    if not found.problems:
        return
    if alert:
        facts = {"out": out, "status": "unhealthy", "problem": "; ".join(found.problems)}
        try:
            send_alert(alert, facts | {"run_id": found.last["run_id"]})
        except AlertError as error:
            _warn(f"the alert could not be given: {error}")
    raise typer.Exit(1)


def _hours(count: float | None) -> timedelta | None:
    return None if count is None else timedelta(hours=count)


@app.command()
def repair(
    out: OutOption = Path("out"),
    seeds: Annotated[Path, typer.Option(help="The seed tables that the run was made with.")] = SEEDS_DIR,
) -> None:
    """Build anew what is damaged of the published run, from what is whole, and nothing else.

    Example: whosaid repair --out out/sample
    """
    from flows.repair import repair_output

    with _explain_failure():
        repaired = repair_output(out, seeds)
    for name in repaired:
        _print_line(f"{out / name}: built anew")
    _print_line("every file is as it was published" if not repaired else f"{len(repaired)} repaired")


def _say(text: str) -> None:
    from flows.escape import show_controls

    _errors.print(show_controls(text, keep=""), markup=False, soft_wrap=True)


def _print_line(text: str) -> None:
    from flows.escape import show_controls

    Console(highlight=False, soft_wrap=True).print(show_controls(text, keep=""), markup=False)


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        _print_line(line)


def _warn(text: str) -> None:
    from flows.escape import show_controls

    _errors.print(show_controls(f"whosaid: {text}"), markup=False, soft_wrap=True)


def _quiet_prefect() -> None:
    """Set what Prefect reads when it is imported, where the user has not: no telemetry, no chatter over the summary."""
    defaults = {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        # the server gets all of it; the terminal what we say of it ourselves, without Prefect's traceback
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        # the embedded server takes over ten seconds to start on a busy machine
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)


@contextmanager
def _explain_failure() -> Iterator[None]:
    """Turn the failures that a user can fix into one clear line and exit code 1."""
    from flows.errors import USER_ERRORS
    from flows.escape import show_controls

    try:
        yield
    except USER_ERRORS as error:
        for line in (error, *getattr(error, "__notes__", ())):
            _errors.print(show_controls(f"whosaid: {line}"), markup=False, soft_wrap=True)
        raise typer.Exit(1) from error


@contextmanager
def _show_progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show one bar per stage, on the terminal only."""
    columns = (
        TextColumn("{task.description:<9}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=_errors, transient=True, disable=not _errors.is_terminal) as progress:
        bars: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in bars:
                bars[stage] = progress.add_task(stage, total=total or 1)
            progress.update(bars[stage], completed=done, total=total or 1)

        yield report
