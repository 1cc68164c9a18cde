"""Measure claim grouping on claims made of invented words: time, memory, recall of planted pairs.

    python -m benchmarks.matching 10000 100000

Stories hold about 75 claims of about five articles; every other claim stands in a longer sentence. One claim in ten is
repeated by another article in other words (a third of the words replaced or moved), and of those one in four with a
changed number, an added "not" or another name: the pairs that must be found, and the conflicts that must be seen.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from transforms.match import group_claims

_STORY_CLAIMS, _STORY_ARTICLES = 75, 5
_REPEATED, _OPPOSED = 0.1, 0.25
_SYLLABLES = [
    a + b for a in "b d f g k l m n p r s t v z br dr gr st tr".split() for b in "a e i o u ai ei on ar".split()
]
_SMALL = "the of to and in a for on with that by at from was has will its their after".split()


@dataclass(frozen=True, slots=True)
class Planted:
    """A claim and its repetition; ``reason`` says how the second departs from the first, or is None."""

    first: str
    second: str
    reason: str | None


@cache
def make_words() -> tuple[list[str], list[str]]:
    """Return invented words, and a long draw of them by Zipf's law: as in news, few words are in most claims."""
    rng = random.Random(0)
    words = ["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))) for _ in range(60_000)]
    return words, rng.choices(words, [1 / (rank + 10) for rank in range(len(words))], k=300_000)


def make_claims(count: int, seed: int = 0) -> tuple[pa.Table, list[Planted]]:
    """Return about ``count`` claims in stories, and the planted pairs."""
    rng = random.Random(seed)
    words, common = make_words()
    rows: list[tuple[str, str, str, str, str]] = []
    planted: list[Planted] = []
    for story in range(max(count // _STORY_CLAIMS, 1)):
        topic = [rng.choice(common) for _ in range(12)] + [rng.choice(words).capitalize() for _ in range(6)]
        made = 0
        while made < _STORY_CLAIMS:
            claim = _make_claim(rng, topic, common)
            article = rng.randrange(_STORY_ARTICLES)
            rows.append((f"c{len(rows):08d}", f"a{story}-{article}", f"s{story}", *_frame(rng, claim, common)))
            made += 1
            if rng.random() < _REPEATED:
                reason = rng.choice(["numbers", "negation", "names"]) if rng.random() < _OPPOSED else None
                again = _rewrite(rng, claim, reason, common, words)
                other = (article + rng.randrange(1, _STORY_ARTICLES)) % _STORY_ARTICLES
                rows.append((f"c{len(rows):08d}", f"a{story}-{other}", f"s{story}", *_frame(rng, again, common)))
                planted.append(Planted(rows[-2][0], rows[-1][0], reason))
                made += 1
    columns = ("claim_id", "article_id", "story_id", "text", "context")
    table = pa.table({name: [row[k] for row in rows] for k, name in enumerate(columns)})
    for name, value in (
        ("form", "clause"),
        ("polarity", "affirmed"),
        ("voice", "outlet"),
        ("is_main", False),
        ("claims_before", 9),
    ):
        table = table.append_column(name, pa.array([value] * len(rows)))
    table = table.append_column("source_name", pa.nulls(len(rows), pa.string()))
    return table.append_column("published_date", pa.nulls(len(rows), pa.date32())), planted


def _frame(rng: random.Random, claim: Sequence[str], common: Sequence[str]) -> tuple[str, str]:
    """Return a claim's text, and the sentence it stands in: half of the time the claim alone."""
    around = [rng.choice(common) for _ in range(rng.randint(4, 10))] if rng.random() < 0.5 else []
    return " ".join(claim), " ".join([*claim, *around])


def _make_claim(rng: random.Random, topic: Sequence[str], common: Sequence[str]) -> list[str]:
    """Return a claim of 14 to 30 words: topic words, others, one number, two names."""
    names = rng.sample(topic[12:], 2)
    body = rng.sample(topic[:12], 3) + [rng.choice(common) for _ in range(rng.randint(5, 12))]
    rng.shuffle(body)
    claim = [rng.choice(_SMALL).capitalize(), names[0]]
    for word in body:
        claim += [word] if rng.random() < 0.5 else [rng.choice(_SMALL), word]
    place = rng.randrange(2, len(claim))
    return [*claim[:place], str(rng.randint(2, 900)), *claim[place:], "with", names[1]]


def _rewrite(
    rng: random.Random, claim: Sequence[str], reason: str | None, common: Sequence[str], words: Sequence[str]
) -> list[str]:
    """Return the claim with one departure, or in other words: every third word replaced, two swapped."""
    again = list(claim)
    number = next(k for k, word in enumerate(again) if word.isdigit())
    if reason == "numbers":
        again[number] = str(int(again[number]) * 2 + 1)
    elif reason == "negation":
        again.insert(
            rng.choice([k for k in range(2, len(again)) if again[k] not in _SMALL and k not in (number, number + 1)]),
            "not",
        )
    elif reason == "names":
        again[-1] = rng.choice(words).capitalize()
    else:
        for k in range(2, len(again) - 2):
            if k != number and again[k] not in _SMALL and rng.random() < 1 / 3:
                again[k] = rng.choice(common)
        a, b = rng.sample(range(2, len(again) - 2), 2)
        again[a], again[b] = again[b], again[a]
    return again


def measure(count: int) -> str:
    """Group ``count`` claims and return a line of the table in docs/benchmarks.md."""
    claims, planted = make_claims(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, wall = time.process_time(), time.perf_counter()
    groups = group_claims(claims)
    seconds, wall = time.process_time() - started, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    group = dict(zip(groups["claim_id"].to_pylist(), groups["claim_group_id"].to_pylist(), strict=True))
    reasons = dict(zip(groups["claim_id"].to_pylist(), groups["conflict_reasons"].to_pylist(), strict=True))
    found = [pair for pair in planted if group[pair.first] == group[pair.second]]
    opposed = [pair for pair in planted if pair.reason]
    seen = [p for p in found if p.reason and p.reason in reasons[p.first] + reasons[p.second]]
    same = [pair for pair in planted if not pair.reason]
    found_same = sum(not pair.reason for pair in found)
    return (
        f"| {claims.num_rows:,} | {seconds:.1f} | {wall:.1f} | {peak / 1e6:.2f} ({(peak - before) / 1e6:.2f}) | "
        f"{found_same / len(same):.3f} of {len(same):,} | {len(seen) / len(opposed):.3f} of {len(opposed):,} |"
    )


def main() -> None:
    """Run one measurement for each count, each in its own process so that peaks do not mix."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", type=int, nargs="+", help="numbers of claims, e.g. 10000 100000 1000000")
    print("| claims | CPU s | wall s | peak GB (grouping alone) | repetitions found | conflicts found and marked |")
    print("|---|---|---|---|---|---|")
    context = multiprocessing.get_context("spawn")
    for count in parser.parse_args().counts:
        with context.Pool(1) as pool:
            print(pool.apply(measure, (count,)), flush=True)


if __name__ == "__main__":
    main()
