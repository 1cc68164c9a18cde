"""A batch on which worker processes died: its articles are tried one by one, and the one that kills is left out."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from flows.extraction import extract_batch
from flows.jobs import BatchJob, BatchResult
from flows.marks import copy_marks
from flows.storage import read_parquet, write_parquet
from flows.store import name_shard
from flows.workers import WorkerLostError, WorkerPool
from transforms.reasons import Reason
from transforms.records import Reject


def rescue_batch(job: BatchJob) -> BatchResult:
    """Extract a batch article by article in a process of their own; one on which two of them die is lost.

    The store keeps nothing of that one: another time there may be more memory.
    """
    results: list[BatchResult] = []
    articles = read_parquet([job.articles])
    with WorkerPool() as pool:
        for number in range(articles.num_rows):
            article = articles.slice(number, 1)
            single = _isolate(job, article, number)
            try:
                results.append(pool.call("extract", extract_batch, single))
            except WorkerLostError:
                results.append(_give_up(article))
    return BatchResult(
        sum(result.words for result in results),
        tuple(shard for result in results for shard in result.shards),
        tuple(lost for result in results for lost in result.lost),
    )


def _isolate(job: BatchJob, article: pa.Table, number: int) -> BatchJob:
    """Write an article as a batch of its own, under a name that no other batch has."""
    path = job.staging / "rescue" / f"{job.articles.stem}.{number:06d}.parquet"
    write_parquet(article, path)
    copy_marks(job.staging, job.articles.name, path.name)
    keys = (job.keys[number],)
    shard = job.shard.with_name(name_shard(key for key, _ in keys))
    return replace(job, articles=path, shard=shard, keys=keys)


def _give_up(article: pa.Table) -> BatchResult:
    (row,) = article.select(["article_id", "source_uri", "word_count"]).to_pylist()
    detail = (
        f"article {row['article_id']}: every worker process died on it, most likely for want of memory; it is left "
        "out; please report it with the text"
    )
    reject = Reject(row["source_uri"], Reason.EXTRACTION_FAILED, detail)
    return BatchResult(row["word_count"], (), ((row["article_id"], reject),))
