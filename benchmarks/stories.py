"""Measure story matching and copies on one week of articles made of invented words: time, memory, F1.

    python -m benchmarks.stories 6000 20000

Stories of six articles on two days; ten stories share a topic. A fifth of an article's words is its story's, a sixth
its topic's, the rest drawn by Zipf's law.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa

from benchmarks.matching import make_words
from transforms.match import match_copies, match_stories

_STORY_ARTICLES, _TOPIC_STORIES, _WORDS = 6, 10, 330
_MONDAY = date(2026, 1, 5)


def make_articles(count: int) -> tuple[pa.Table, list[int]]:
    """Return about ``count`` articles of one week, and the number of each one's story."""
    rng = random.Random(1)
    words, common = make_words()

    def draw(ordinary: int, names: int) -> list[str]:
        return rng.choices(common, k=ordinary) + [word.capitalize() for word in rng.choices(words, k=names)]

    topics = [draw(40, 8) for _ in range(max(count // (_STORY_ARTICLES * _TOPIC_STORIES), 1))]
    rows, stories = [], []
    for story in range(count // _STORY_ARTICLES):
        topic, own = rng.choice(topics), draw(25, 8)
        day = _MONDAY + timedelta(days=rng.randrange(6))
        for _ in range(_STORY_ARTICLES):
            pools = rng.choices([own, topic, common], [0.22, 0.16, 0.62], k=_WORDS)
            body = " ".join(rng.choice(pool) + ("." if rng.random() < 0.05 else "") for pool in pools)
            headline = " ".join(rng.sample(own, 5) + rng.sample(topic, 2))
            rows.append((day + timedelta(days=rng.randrange(2)), headline, f"{headline}\n\n{body}"))
            stories.append(story)
    times = [datetime(day.year, day.month, day.day, tzinfo=UTC) for day, _, _ in rows]
    table = pa.table(
        {
            "article_id": [f"a{number:08d}" for number in range(len(rows))],
            "published_at": pa.array(times, pa.timestamp("us", tz="UTC")),
            "published_date": pa.array([day for day, _, _ in rows], pa.date32()),
            "headline": [headline for _, headline, _ in rows],
            "text": [text for _, _, text in rows],
        }
    )
    return table, stories


def _count_pairs(groups: Iterable[object]) -> int:
    return sum(size * (size - 1) // 2 for size in Counter(groups).values())


def measure(count: int) -> str:
    """Match ``count`` articles and return a line of the table in docs/benchmarks.md."""
    articles, expected = make_articles(count)
    started = time.process_time()
    stories = match_stories(articles)
    matched = time.process_time()
    match_copies(articles, stories)
    copied = time.process_time()
    found = stories["story_id"].to_pylist()
    right = _count_pairs(zip(found, expected, strict=True))
    f1 = 2 * right / (_count_pairs(found) + _count_pairs(expected))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return f"| {count:,} | {matched - started:.1f} | {copied - matched:.1f} | {peak:.2f} | {f1:.3f} |"


def main() -> None:
    """Run one measurement for each count, each in its own process so that peaks do not mix."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", type=int, nargs="+", help="numbers of articles, e.g. 6000 20000")
    counts = parser.parse_args().counts
    print("| articles in a week | stories, CPU s | copies, CPU s | peak GB | F1 of pairs |")
    print("|---|---|---|---|---|")
    context = multiprocessing.get_context("spawn")
    for count in counts:
        with context.Pool(1) as pool:
            print(pool.apply(measure, (count,)), flush=True)


if __name__ == "__main__":
    main()
