"""The match stage: stories, copies and quotes over the corpus, then claims in chunks of whole stories, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from flows.resources import load_seeds
from flows.runners import Runner
from flows.storage import hide_progress, open_parquet, read_parquet, write_parquet, write_table
from transforms.match import find_origins, group_claims, match_copies, match_quotes, match_stories
from transforms.tables import TABLES

CLAIMS_PER_CHUNK = 200_000
"""Claims that one worker groups at a time; a story is never cut."""


@dataclass(frozen=True, slots=True)
class ClaimJob:
    """A chunk of whole stories: the file with its claims, and where their groups go."""

    claims: Path
    groups: Path


def match_corpus(tables: Path, staging: Path, seeds_dir: Path, runner: Runner) -> dict[str, int]:
    """Match the extracted tables of a run, whose stories are known, and write the matched ones beside them.

    Returns:
        Rows per matched table.
    """
    counts = runner.run("match copies", _match_copies, tables, seeds_dir)
    counts |= runner.run("match quotes", _match_quotes, tables)
    jobs = runner.run("cut claims", _cut_claims, tables, staging)
    groups = list(runner.map("group claims", _group_claims, jobs))
    counts |= runner.run("gather groups", _gather_groups, groups, tables)
    return counts


def _read(tables: Path, name: str, columns: list[str] | None = None) -> pa.Table:
    return read_parquet(sorted((tables / name).glob("*.parquet")), columns)


def _write(tables: Path, name: str, rows: pa.Table) -> int:
    return write_table(TABLES[name], rows.to_batches(), tables)


def match_run_stories(tables: Path) -> dict[str, int]:
    """Match the articles of a run, and write their stories; return the number of distinct ones under ``stories``."""
    columns = ["article_id", "published_at", "published_date", "headline", "text"]
    stories = match_stories(_read(tables, "articles", columns))
    _write(tables, "stories", stories)
    return {"stories": pc.count_distinct(stories["story_id"]).as_py()}


def _match_copies(tables: Path, seeds_dir: Path) -> dict[str, int]:
    seeds = load_seeds(seeds_dir)
    columns = ["article_id", "outlet", "byline", "published_at", "published_date", "text"]
    articles = _read(tables, "articles", columns)
    copies = match_copies(articles, _read(tables, "stories"))
    origins = find_origins(articles, _read(tables, "segments"), copies, seeds.outlets, seeds.agencies)
    return {
        "article_copies": _write(tables, "article_copies", copies),
        "article_origins": _write(tables, "article_origins", origins),
    }


def _match_quotes(tables: Path) -> dict[str, int]:
    query = (Path(__file__).parent / "assemble" / "quotes_with_speakers.sql").read_text(encoding="utf-8")
    with _open_tables(tables, ("articles", "quotes", "claims", "entities", "stories")) as connection:
        quotes = connection.sql(query).to_arrow_table()
    return {"quote_matches": _write(tables, "quote_matches", match_quotes(quotes))}


@contextmanager
def _open_tables(tables: Path, names: Iterable[str]) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        hide_progress(connection)
        for name in names:
            connection.register(name, open_parquet((tables / name).glob("*.parquet"), TABLES[name].schema))
        yield connection


def _cut_claims(tables: Path, staging: Path) -> list[ClaimJob]:
    """Write the claims with their stories and sentences in files of whole stories."""
    query = (Path(__file__).parent / "assemble" / "claims_by_story.sql").read_text(encoding="utf-8")
    jobs: list[ClaimJob] = []
    with _open_tables(tables, ("articles", "claims", "sentences", "stories")) as connection:
        for chunk in _chunk_stories(connection.sql(query).to_arrow_reader(50_000)):
            number = f"chunk-{len(jobs):05d}.parquet"
            write_parquet(chunk, staging / "claims_by_story" / number)
            jobs.append(ClaimJob(staging / "claims_by_story" / number, staging / "claim_groups" / number))
    return jobs


def _chunk_stories(batches: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """Cut rows that are sorted by story into tables of at least CLAIMS_PER_CHUNK rows, between two stories."""
    waiting = batches.schema.empty_table()
    for batch in batches:
        waiting = pa.concat_tables([waiting, pa.Table.from_batches([batch])])
        if waiting.num_rows < CLAIMS_PER_CHUNK:
            continue
        # the last story may go on in the next batch
        whole = pc.index(waiting["story_id"], waiting["story_id"][-1]).as_py()
        if whole:
            yield waiting.slice(0, whole)
            waiting = waiting.slice(whole).combine_chunks()
    if waiting.num_rows:
        yield waiting


def _group_claims(job: ClaimJob) -> Path:
    write_parquet(group_claims(read_parquet([job.claims])), job.groups)
    return job.groups


def _gather_groups(groups: list[Path], tables: Path) -> dict[str, int]:
    table = TABLES["claim_groups"]
    rows = read_parquet(groups).sort_by("claim_id") if groups else table.schema.empty_table()
    return {"claim_groups": _write(tables, "claim_groups", rows)}
