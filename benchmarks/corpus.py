"""Measure all of matching on the tables of a corpus made of invented words: time of each step, memory, what is found.

    python -m benchmarks.corpus 100000 1000000

Each number counts claims, those of ``benchmarks.matching``: stories of 75 claims in five articles, over four weeks. An
article's text is the sentences of its claims and some more words; in every tenth story the last article holds the whole
text of the one before. Every fourth claim is quoted, and every fifth quotation again, shorter, by another article.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from benchmarks.fill import write_filled
from benchmarks.matching import make_claims, make_words
from flows.matching import match_corpus
from flows.resources import SEEDS_DIR, read_query
from flows.runners import LocalRunner
from transforms.tables import TABLES

_DAYS = 28
_OTHER_WORDS = 100
_COPIED, _QUOTED, _QUOTED_AGAIN = 10, 4, 5
_MONDAY = datetime(2026, 1, 5, tzinfo=UTC)

Item = TypeVar("Item")
Result = TypeVar("Result")


class TimingRunner(LocalRunner):
    """Runs everything in this process and keeps the CPU seconds of each step."""

    def __init__(self) -> None:
        super().__init__(workers=1)
        self.seconds: dict[str, float] = {}

    def run(self, name: str, function: Callable[..., Result], *args: object) -> Result:
        """Call the function."""
        started = time.process_time()
        result = super().run(name, function, *args)
        self.seconds[name] = time.process_time() - started
        return result

    def map(self, name: str, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Apply the function to every item."""
        return iter(self.run(name, lambda: [function(item) for item in items]))


def make_corpus(count: int, folder: Path) -> None:
    """Write the tables that matching reads, and what was planted, for about ``count`` claims."""
    rng = random.Random(2)
    _, common = make_words()
    claims, planted = make_claims(count)
    rows = claims.to_pylist()
    members: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for row in rows:
        members.setdefault(row["story_id"], {}).setdefault(row["article_id"], []).append(row)
    articles, sentences, quotes = [], [], []
    copies, again = [], []
    for number, story in enumerate(members.values()):
        day = _MONDAY + timedelta(days=number * _DAYS // len(members))
        before = ""
        for k, (article, told) in enumerate(sorted(story.items())):
            text = before if number % _COPIED == 0 and k == len(story) - 1 else ""
            if text:
                copies.append((articles[-1]["article_id"], article))
            for sentence, claim in enumerate(told):
                start = len(text)
                text += claim["context"] + ". "
                sentences.append((article, sentence, start, len(text) - 2, [claim["claim_id"]]))
            before = text = text + " ".join(rng.choice(common) for _ in range(_OTHER_WORDS)) + ".\n\n"
            published = day + timedelta(hours=6 * k)
            articles.append(
                {
                    "article_id": article,
                    "outlet": f"Outlet {rng.randrange(300)}",
                    "headline": told[0]["text"],
                    "published_at": published,
                    "published_date": published.date(),
                    "text": text,
                }
            )
        for claim in rng.sample([c for told in story.values() for c in told], sum(map(len, story.values())) // _QUOTED):
            quote = f"q{len(quotes):08d}"
            quotes.append((quote, claim["article_id"], claim["text"]))
            if rng.randrange(_QUOTED_AGAIN) == 0:
                other = rng.choice([article for article in story if article != claim["article_id"]])
                again.append((quote, f"q{len(quotes):08d}"))
                quotes.append((again[-1][1], other, claim["text"].rsplit(" ", 3)[0]))
    made = {
        "articles": pa.Table.from_pylist(articles),
        "claims": claims.drop_columns(["published_date"]).append_column("statement", claims["text"]),
        "quotes": _tabulate(["quote_id", "article_id", "text"], quotes),
        "sentences": _tabulate(["article_id", "sentence_no", "start", "end", "claim_ids"], sentences),
    }
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        for name, table in made.items():
            connection.register(f"made_{name}", table)
            write_filled(connection, TABLES[name], f"made_{name}", folder / "tables")
        write_filled(connection, TABLES["segments"], None, folder / "tables")
    stories = dict(zip(claims["article_id"].to_pylist(), claims["story_id"].to_pylist(), strict=True))
    same = [(pair.first, pair.second) for pair in planted if not pair.reason]
    truth = {"claims": same, "quotes": again, "copies": copies, "stories": list(stories.items())}
    (folder / "planted.json").write_text(json.dumps(truth), encoding="utf-8")


def _tabulate(names: Sequence[str], rows: Sequence[Sequence[object]]) -> pa.Table:
    return pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


def measure(folder: Path) -> str:
    """Match the tables in ``folder`` and return a line of the table in docs/benchmarks.md."""
    runner, wall = TimingRunner(), time.perf_counter()
    counts = match_corpus(folder / "tables", folder / "staging", SEEDS_DIR, runner)
    wall = time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    seconds = runner.seconds
    claim_steps = sum(seconds[name] for name in ("cut claims", "group claims", "gather groups"))
    steps = [seconds["match stories"], seconds["match copies"], seconds["match quotes"], claim_steps]
    cells = [f"{counts['claim_groups']:,}", *(f"{s:.0f}" for s in [*steps, sum(steps), wall]), f"{peak:.2f}"]
    truth: Mapping[str, list[list[str]]] = json.loads((folder / "planted.json").read_text(encoding="utf-8"))
    found = _find_planted(folder / "tables", truth)
    return f"| {' | '.join([*cells, *(f'{share:.3f}' for share in found)])} |"


def _find_planted(tables: Path, truth: Mapping[str, list[list[str]]]) -> Iterator[float]:
    """Yield the shares of planted claims, quotations and copies that were found, and the F1 of stories."""
    with duckdb.connect() as connection:
        for name in ("claim_groups", "quote_matches", "article_copies", "stories"):
            connection.sql(f"CREATE VIEW {name} AS FROM read_parquet('{tables / name}/*.parquet')")
        for name in ("claims", "quotes", "copies", "stories"):
            planted = _tabulate(["x", "y"], truth[name])
            connection.register("planted", planted)
            yield float(connection.sql(read_query(f"benchmarks/planted_{name}")).fetchall()[0][0])


def main() -> None:
    """Run one measurement for each count; corpus and matching have a process of their own, so that peaks do not mix."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", type=int, nargs="+", help="numbers of claims, e.g. 100000 1000000")
    print("| claims | stories, CPU s | copies | quotations | claims | all | wall s | peak GB |", end="")
    print(" claims found | quotations found | copies found | stories, F1 |")
    print("|" + "---|" * 12)
    context = multiprocessing.get_context("spawn")
    for count in parser.parse_args().counts:
        with tempfile.TemporaryDirectory() as name:
            with context.Pool(1) as pool:
                pool.apply(make_corpus, (count, Path(name)))
            with context.Pool(1) as pool:
                print(pool.apply(measure, (Path(name),)), flush=True)


if __name__ == "__main__":
    main()
