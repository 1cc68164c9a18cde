"""From pieces to a warehouse: assemble, match, model, into the folder of a run or of a trial."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from flows.assemble import assemble_articles, assemble_extracted
from flows.isolate import LEAST_SECONDS, TRIALS_TIME, Verdict, find_guilty
from flows.matching import Remembered, match_corpus, match_run_stories
from flows.runners import LocalRunner, Runner
from flows.storage import STAGING, read_parquet, write_table
from flows.warehouse import WAREHOUSE, WarehouseResult, build_warehouse
from transforms.reasons import Reason
from transforms.records import Reject
from transforms.tables import REJECTS, RUNS, STAGES

Stage = Callable[[str], AbstractContextManager[None]]
"""Wraps each stage, by its name."""

_SHOWN = 3


def derive(
    runner: Runner,
    pieces: Path,
    folder: Path,
    seeds_dir: Path,
    left_out: frozenset[str] = frozenset(),
    stage: Stage = lambda _: nullcontext(),
    write_records: Callable[[Path, dict[str, int]], None] | None = None,
    until: str = "model",
    remembered: Remembered | None = None,
) -> tuple[dict[str, int], WarehouseResult | None]:
    """Build all tables, the warehouse and the marts from the batches' pieces.

    Args:
        runner: carries out the steps.
        pieces: holds one folder of pieces per extracted table.
        folder: takes the tables, marts and warehouse, and below ``staging`` what is needed meanwhile.
        seeds_dir: the seed files.
        left_out: ids of articles that do not come into the tables.
        stage: wraps each stage.
        write_records: writes ``rejects`` and ``runs`` into the tables' folder, given the counts; empty ones if None.
        until: the last stage to do.
        remembered: what the run before found, of which some still holds.

    Returns:
        Rows per table, and the warehouse if it was built.
    """
    tables, work = folder / "tables", folder / STAGING
    with stage("assemble"):
        counts: dict[str, int] = runner.run("assemble articles", assemble_articles, pieces, tables, left_out)
        counts |= runner.run("match stories", match_run_stories, tables, seeds_dir)
        counts |= runner.run("assemble", assemble_extracted, pieces, tables, seeds_dir, left_out)
    if until == "assemble":
        return counts, None
    with stage("match"):
        counts |= match_corpus(tables, work, seeds_dir, runner, remembered)
    if until == "match":
        return counts, None
    (write_records or _write_no_records)(tables, counts)
    with stage("model"):
        places = (tables, folder / WAREHOUSE, folder / "marts", seeds_dir, work)
        warehouse: WarehouseResult = runner.run("model", build_warehouse, *places)
    return counts, warehouse


def _write_no_records(tables: Path, counts: dict[str, int]) -> None:  # noqa: ARG001
    for table in (RUNS, REJECTS):
        write_table(table, [], tables)


def blame_articles(
    pieces: Path, trial: Path, seeds_dir: Path, left_out: frozenset[str], stage: str, error: Exception, seconds: float
) -> dict[str, Reject]:
    """Find the articles that make a stage fail, by trials in a folder of their own.

    Args:
        pieces: holds one folder of pieces per extracted table.
        trial: the trials' folder.
        seeds_dir: the seed files.
        left_out: ids of articles that do not come into the tables.
        stage: the one that failed.
        error: how; where no article is found it gets a note that says what was tried, and what to do.
        seconds: how long it took until it failed, which bounds the search.

    Returns:
        A reject by article id; none when no article can be blamed.
    """
    assert stage in STAGES
    articles = _read_articles(pieces, left_out)

    def fails(kept: Iterable[str]) -> bool:
        shutil.rmtree(trial, ignore_errors=True)
        out = left_out | (articles.keys() - set(kept))
        try:
            derive(LocalRunner(1), pieces, trial, seeds_dir, frozenset(out), until=stage)
        except Exception:
            return True
        return False

    verdict = find_guilty(list(articles), fails, max(TRIALS_TIME * seconds, LEAST_SECONDS))
    shutil.rmtree(trial, ignore_errors=True)
    if verdict.told:
        error.add_note(_tell(stage, verdict, articles))
    problem = f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}"
    detail = f"the stage '{stage}' fails with it ({problem}); it is left out; please report it with the text"
    return {
        article_id: Reject(articles[article_id], Reason.MATCHING_FAILED, f"article {article_id}: {detail}")
        for article_id in verdict.guilty
    }


def _tell(stage: str, verdict: Verdict, articles: Mapping[str, str]) -> str:
    """Say in a line what the search came to, and what to do."""
    told = f"looked for the articles behind the failure of the stage '{stage}': {verdict.told}"
    if not verdict.suspects:
        return f"{told}; please report it"
    shown = ", ".join(f"{article_id} of {articles[article_id]}" for article_id in verdict.suspects[:_SHOWN])
    more = f" and {len(verdict.suspects) - _SHOWN:,} more" if len(verdict.suspects) > _SHOWN else ""
    return f"{told}; they are among {shown}{more}: leave these out and run again, or run fewer inputs at once"


def _read_articles(pieces: Path, left_out: frozenset[str]) -> dict[str, str]:
    """Return where each article was read from, by its id."""
    columns = ["article_id", "source_uri"]
    rows = read_parquet(sorted((pieces / "articles").glob("*.parquet")), columns).to_pylist()
    return {row["article_id"]: row["source_uri"] for row in rows if row["article_id"] not in left_out}
