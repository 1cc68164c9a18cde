"""The match stage: stories, copies and quotes over the corpus, then claims in chunks of whole stories, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from flows.resources import load_seeds, read_query
from flows.runners import Runner
from flows.storage import hide_progress, open_parquet, read_parquet, write_parquet, write_table
from transforms.match import (
    NEWS_ROLES,
    CreditReader,
    blank_clutter,
    describe_stories,
    find_origins,
    find_passages,
    match_claims,
    match_quotes,
    measure_copies,
    pick_copies,
)
from transforms.tables import TABLES
from transforms.versions import CURRENT

CLAIMS_PER_CHUNK = 50_000
"""Claims that one worker groups at a time; a story is never cut."""

ARTICLES_PER_PART = 5_000
"""So many articles' claims are brought together with their sentences at once, in memory; a story is never cut."""


@dataclass(frozen=True, slots=True)
class ClaimJob:
    """A chunk of whole stories: the file with its claims, and where their groups and near misses go."""

    claims: Path
    groups: Path
    near_misses: Path


_KEPT_GROUPS = "kept_groups.parquet"
_KEPT_NEAR_MISSES = "kept_near_misses.parquet"
PAIRS = "pairs.parquet"
"""Where the pairs of articles that were measured are left for the next run, below ``staging``."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the run before found, with the same code: of what has not changed, it holds still.

    ``stories``, ``groups`` and ``near_misses`` are its tables ``stories``, ``claim_groups`` and
    ``claim_near_misses``, ``sources`` the names of its claims'
    sources, which other articles may change (columns ``claim_id``, ``source_name``), ``pairs`` the pairs
    of articles that it measured, ``passages`` and ``quotes`` its tables ``shared_passages`` and ``quote_matches``,
    ``same`` the articles whose rows are what they were.
    """

    stories: pa.Table
    groups: pa.Table
    near_misses: pa.Table
    sources: pa.Table
    pairs: pa.Table | None
    passages: pa.Table | None
    quotes: pa.Table | None
    same: frozenset[str]


def match_corpus(
    tables: Path, staging: Path, seeds_dir: Path, runner: Runner, remembered: Remembered | None = None
) -> dict[str, int]:
    """Match the extracted tables of a run, whose stories are known, and write the matched ones beside them.

    Args:
        tables: the run's tables.
        staging: takes what is needed meanwhile.
        seeds_dir: the seed files.
        runner: carries out the steps.
        remembered: what the run before found. The result is the same without it.

    Returns:
        Rows per matched table.
    """

    def copies() -> dict[str, int]:
        return _match_copies(tables, staging, seeds_dir, remembered)

    def find_quotes() -> dict[str, int]:
        return _match_quotes(tables, seeds_dir, remembered)

    def cut() -> list[ClaimJob]:
        kept = _keep_groups(tables, staging, remembered) if remembered else pa.array([], pa.string())
        return _cut_claims(tables, staging, kept)

    counts = runner.run("match copies", copies)
    counts |= runner.run("match quotes", find_quotes)
    jobs = runner.run("cut claims", cut)
    done = list(runner.map("group claims", _group_claims, jobs))
    for name, files, kept in (
        ("claim_groups", [job.groups for job in done], staging / _KEPT_GROUPS),
        ("claim_near_misses", [job.near_misses for job in done], staging / _KEPT_NEAR_MISSES),
    ):
        files += [kept] if kept.exists() else []
        counts |= runner.run("gather groups", _gather, name, files, tables)
    return counts


def _read(tables: Path, name: str, columns: list[str] | None = None) -> pa.Table:
    return read_parquet(sorted((tables / name).glob("*.parquet")), columns)


def _write(tables: Path, name: str, rows: pa.Table) -> int:
    return write_table(TABLES[name], rows.to_batches(), tables)


def match_run_stories(tables: Path, seeds_dir: Path) -> dict[str, int]:
    """Match the articles of a run, and write their stories; return the number of distinct ones under ``stories``."""
    columns = ["article_id", "published_at", "published_date", "headline", "url", "text"]
    articles = blank_clutter(_read_articles(tables, columns), _read(tables, "segments"), NEWS_ROLES)
    stories, kinds = describe_stories(articles, load_seeds(seeds_dir).article_kinds)
    _write(tables, "stories", stories)
    _write(tables, "article_kinds", kinds)
    return {"stories": pc.count_distinct(stories["story_id"]).as_py()}


def _read_articles(tables: Path, columns: list[str]) -> pa.Table:
    """Return the articles that count."""
    articles = _read(tables, "articles", [*columns, "status"])
    return articles.filter(pc.equal(articles["status"], CURRENT)).select(columns)


def _match_copies(tables: Path, staging: Path, seeds_dir: Path, remembered: Remembered | None) -> dict[str, int]:
    seeds = load_seeds(seeds_dir)
    columns = ["article_id", "outlet", "byline", "published_at", "published_date", "agency", "text"]
    articles, segments = _read_articles(tables, columns), _read(tables, "segments")
    prose = blank_clutter(articles, segments)
    pairs = measure_copies(prose, _read(tables, "stories"), _keep_same(remembered, "pairs"))
    write_parquet(pairs, staging / PAIRS)
    copies = pick_copies(pairs)
    passages = find_passages(pairs, prose, _keep_same(remembered, "passages"))
    reader = CreditReader(seeds.agencies, seeds.credits)
    origins = find_origins(articles, segments, copies, seeds.outlets, reader)
    return {
        "article_copies": _write(tables, "article_copies", copies),
        "shared_passages": _write(tables, "shared_passages", passages),
        "article_origins": _write(tables, "article_origins", origins),
    }


def _keep_same(remembered: Remembered | None, name: Literal["pairs", "passages"]) -> pa.Table | None:
    """Return what was found before of pairs of articles whose rows are what they were."""
    rows = getattr(remembered, name) if remembered else None
    if remembered is None or rows is None:
        return None
    same = pa.array(sorted(remembered.same), pa.string())
    known = [pc.is_in(rows[column], same) for column in ("article_id_a", "article_id_b")]
    return rows.filter(pc.and_(*known))


def _match_quotes(tables: Path, seeds_dir: Path, remembered: Remembered | None) -> dict[str, int]:
    hesitations = load_seeds(seeds_dir).words["hesitations"]
    with open_tables(tables, ("articles", "quotes", "claims", "entities", "stories")) as connection:
        quotes = connection.sql(read_query("match/quotes_with_speakers")).to_arrow_table()
    known = None
    if remembered is not None and remembered.quotes is not None:
        same = quotes["quote_id"].filter(pc.is_in(quotes["article_id"], pa.array(sorted(remembered.same), pa.string())))
        both = [pc.is_in(remembered.quotes[column], same) for column in ("quote_id_a", "quote_id_b")]
        known = remembered.quotes.filter(pc.and_(*both))
    return {"quote_matches": _write(tables, "quote_matches", match_quotes(quotes, hesitations, known))}


@contextmanager
def open_tables(tables: Path, names: Iterable[str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Make some of a run's tables readable by their names in a DuckDB that holds nothing else."""
    with duckdb.connect() as connection:
        hide_progress(connection)
        for name in names:
            connection.register(name, open_parquet((tables / name).glob("*.parquet"), TABLES[name].schema))
        yield connection


def _keep_groups(tables: Path, staging: Path, remembered: Remembered) -> pa.Array:
    """Write the groups of the stories whose articles are what they were; return those stories."""
    stories = _read(tables, "stories")
    before, now = (_list_members(table) for table in (remembered.stories, stories))
    with open_tables(tables, ("claims",)) as connection:
        connection.register("sources", remembered.sources)
        renamed = {article for (article,) in connection.sql(read_query("match/renamed_sources")).fetchall()}
    known = remembered.same - renamed
    same = [s for s, members in now.items() if before.get(s) == members and known.issuperset(members)]
    kept = pa.array(sorted(same), pa.string())
    with open_tables(tables, ("claims",)) as connection:
        connection.register("stories", stories.filter(pc.is_in(stories["story_id"], kept)))
        connection.register("groups", remembered.groups)
        found = connection.sql(read_query("match/kept_groups")).to_arrow_table()
    if found["claim_id"].null_count:  # the run before knew fewer claims of these articles than there are
        return pa.array([], pa.string())
    write_parquet(found.cast(TABLES["claim_groups"].schema), staging / _KEPT_GROUPS)
    members = stories["article_id"].filter(pc.is_in(stories["story_id"], kept))
    misses = remembered.near_misses
    write_parquet(misses.filter(pc.is_in(misses["article_id"], members)), staging / _KEPT_NEAR_MISSES)
    return kept


def _list_members(stories: pa.Table) -> dict[str, set[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for article_id, story_id in zip(*(stories[c].to_pylist() for c in ("article_id", "story_id")), strict=True):
        members[story_id].add(article_id)
    return members


def _cut_claims(tables: Path, staging: Path, kept: pa.Array) -> list[ClaimJob]:
    """Write the claims with their stories and sentences in files of whole stories, but for stories that are kept."""
    stories = _read(tables, "stories")
    stories = stories.filter(pc.invert(pc.is_in(stories["story_id"], kept)))
    jobs: list[ClaimJob] = []
    with open_tables(tables, ("articles", "claims", "sentences")) as connection:
        for part in _part_stories(stories):
            connection.register("stories", part)
            for chunk in _chunk_stories(connection.sql(read_query("match/claims_by_story")).to_arrow_reader(50_000)):
                number = f"chunk-{len(jobs):05d}.parquet"
                write_parquet(chunk, staging / "claims_by_story" / number)
                folders = ("claims_by_story", "claim_groups", "claim_near_misses")
                jobs.append(ClaimJob(*(staging / folder / number for folder in folders)))
    return jobs


def _part_stories(stories: pa.Table) -> Iterator[pa.Table]:
    """Cut the articles of stories into parts of about as many, between two stories."""
    stories = stories.sort_by("story_id")
    start = 0
    while start < stories.num_rows:
        end = start + ARTICLES_PER_PART
        if end < stories.num_rows:  # the story that is reached goes on to its end
            later = stories["story_id"].slice(end)
            end += pc.sum(pc.equal(later, stories["story_id"][end - 1])).as_py()
        yield stories.slice(start, end - start)
        start = end


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


def _group_claims(job: ClaimJob) -> ClaimJob:
    found = match_claims(read_parquet([job.claims]))
    write_parquet(found.groups, job.groups)
    write_parquet(found.near_misses, job.near_misses)
    return job


def _gather(name: str, files: list[Path], tables: Path) -> dict[str, int]:
    """Write a table of the chunks' files, sorted by its key."""
    table = TABLES[name]
    order = [(column, "ascending") for column in table.key]
    rows = read_parquet(files).sort_by(order) if files else table.schema.empty_table()
    return {name: _write(tables, name, rows)}
