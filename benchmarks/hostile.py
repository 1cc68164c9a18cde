"""How a run's time grows with the size of one article, one story or one file, where somebody means harm.

    python -m benchmarks.hostile                    # every kind, a whole run each
    python -m benchmarks.hostile marks names        # those whose names begin so
    python -m benchmarks.hostile --until match      # without the SQL models

Each kind is a process of its own, each size a run, twice the one before, until one takes long enough to be told from
noise. Of its CPU seconds those of a run on next to nothing, the quickest of three, are taken off. What is left grows
by the printed exponent, from a quarter of the largest size to that one: 1 is linear, 2 quadratic. Kinds that are too
quick at any size that is tried have none. Peak memory is that of the process with the language pipeline.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

STAGES = ("read", "extract", "assemble", "match", "model", "publish")
DOUBLINGS, MOST_DOUBLINGS = 2, 7
BASES = 3
ENOUGH_SECONDS, FEWEST_SECONDS = 8.0, 1.0
"""No larger size is tried after one that took so long; of one that took less there is no exponent."""

MOST_SECONDS = 400
CAPS = "Alba Berin Cora Davo Elin Faro Gita Hanno Ira Jano Kela Lomo Mira Nado Osta Pell Quin Rosa Sten Tova".split()
WORDS = (
    "harbour bridge water council money school bread winter engine letter minister market river garden window doctor "
    "station paper worker street night report village tax price road mayor union budget ferry"
).split()


def name(number: int) -> str:
    """Return a full name of its own for each number."""
    letters = ""
    rest = number
    while rest or not letters:
        letters, rest = letters + "abdefgiklmnoprstuvz"[rest % 19], rest // 19
    return f"{CAPS[number % 20]} K{letters}son"


def sentence(seed: int, words: int = 12) -> str:
    """Return a sentence of drawn words, the same for the same seed."""
    rng = random.Random(seed)
    return " ".join(["The", *rng.choices(WORDS, k=words)]) + "."


def article(text: str) -> str:
    """Return a text file with a headline."""
    return f"Lock at Lanter closes\n\n{text}\n"


def fill(unit: str, size: int) -> str:
    """Return so many characters of one unit."""
    return unit * (size // len(unit))


def each(size: int, step: int, make: Callable[[int], str], between: str = "\n\n") -> str:
    """Return about so many characters of units that differ."""
    return between.join(make(number) for number in range(size // step))


Files = dict[str, str]
Kind = tuple[int, Callable[[int], Files]]


def one(make: Callable[[int], str]) -> Callable[[int], Files]:
    """Return what makes one article of a size."""
    return lambda size: {"a.txt": article(make(size))}


def page(make: Callable[[int], str]) -> Callable[[int], Files]:
    """Return what makes one page of a size, with an article in it."""
    prose = "".join(f"<p>{sentence(n, 30)} “{sentence(n + 9)}” said {name(n)}.</p>" for n in range(4))
    return lambda size: {"a.html": f"<html><body><article><h1>Lock</h1>{prose}{make(size)}</article></body></html>"}


def story(make: Callable[[int], str]) -> Callable[[int], Files]:
    """Return what makes so many articles of one story, each of an outlet of its own, as one file of JSON lines."""

    def write(count: int) -> Files:
        rows = (
            {
                "outlet": f"Outlet {n % 400}",
                "url": f"https://o{n % 400}.example/{n}",
                "published_at": "2026-01-05T10:00Z",
            }
            | {"headline": "Lock at Lanter closes for six weeks", "text": make(n)}
            for n in range(count)
        )
        return {"a.jsonl": "".join(json.dumps(row) + "\n" for row in rows)}

    return write


EVENT = "The harbour board of Lanter will close the old lock on Monday for six weeks, its chair Ida Kern said."

KINDS: dict[str, Kind] = {
    # one article
    "marks: one paragraph of quoted letters": (80_000, one(lambda n: fill('"a" ', n))),
    "marks: curly, one word each": (80_000, one(lambda n: fill("“Go,” he said. ", n))),
    "marks: only opening ones": (80_000, one(lambda n: fill("“It is so. ", n))),
    "marks: nested": (80_000, one(lambda n: fill("“a ", n // 2) + fill("b” ", n // 2))),
    "marks: single ones": (80_000, one(lambda n: fill("‘It’s the workers’ turn,’ ", n))),
    "marks: a quotation without end over paragraphs": (80_000, one(lambda n: each(n, 80, lambda k: f"“{sentence(k)}"))),
    "marks: single and double, none closed": (80_000, one(lambda n: fill("‘a “ ", n))),
    "marks: according to": (80_000, one(lambda n: fill('according to "a" ', n))),
    "marks: label": (80_000, one(lambda n: fill('Minister: "a" - ', n))),
    "sentence: without an end": (80_000, one(lambda n: fill("the wall of the harbour and ", n))),
    "sentence: commas": (80_000, one(lambda n: "She saw " + fill("water, bread, ", n))),
    "sentence: that that": (80_000, one(lambda n: fill("he said that she said that ", n))),
    "sentence: near-equal ones": (80_000, one(lambda n: each(n, 60, lambda k: f"He said that {k} ferries were late.", " "))),
    "sentence: equal ones": (80_000, one(lambda n: fill("He said that the ferry was late again. ", n))),
    "sentence: brackets": (80_000, one(lambda n: fill("(", n // 2) + fill(")", n // 2) + EVENT)),
    "word: one": (80_000, one(lambda n: EVENT + " " + "a" * n)),
    "word: dots and dashes": (80_000, one(lambda n: EVENT + " " + fill("-.", n))),
    "word: blanks": (800_000, one(lambda n: EVENT + fill(" \t", n) + EVENT)),
    "lines: empty ones": (800_000, one(lambda n: EVENT + "\n" * n + EVENT)),
    "lines: short ones": (80_000, one(lambda n: fill("Go on\n", n))),
    "names: all different": (80_000, one(lambda n: each(n, 50, lambda k: f"{name(k)} said that it was late. ", " "))),
    "names: one surname": (80_000, one(lambda n: each(n, 45, lambda k: f"{name(k).split()[0]} {CAPS[k % 20]}{k} Kern spoke. ", " "))),
    "names: a paragraph of capitals": (80_000, one(lambda n: fill("Kern Alba Berin ", n))),
    "names: pronouns": (80_000, one(lambda n: f"{EVENT} " + fill("She said that he had told her of it. ", n))),
    "names: the minister, the spokesman": (80_000, one(lambda n: fill("The minister said so. The spokesman agreed. ", n))),
    "text: links": (80_000, one(lambda n: each(n, 45, lambda k: f"https://post.example/a/{k} @kern{k} #lock{k}", " "))),
    "text: mixed, a long book": (800_000, one(lambda n: each(n, 190, lambda k: f"{sentence(k)} “{sentence(k + 7)}” said {name(k % 50)}. She told {name(k % 50 + 1)} that {sentence(k + 3)}"))),
    # one file
    "file: attributes of an element": (1_000_000, page(lambda n: "<p " + each(n, 10, lambda k: f"a{k}='x'", " ") + ">x</p>")),
    "file: elements in each other": (200_000, page(lambda n: fill("<div>", n))),
    "file: elements that do not close": (400_000, page(lambda n: fill("<b><p>go ", n))),
    "file: paragraphs": (1_000_000, page(lambda n: each(n, 90, lambda k: f"<p>{sentence(k)}</p>", ""))),
    "file: links": (1_000_000, page(lambda n: each(n, 60, lambda k: f"<a href='/x/{k}'>{sentence(k, 3)}</a> ", ""))),
    "file: cells": (1_000_000, page(lambda n: "<table>" + fill("<tr><td>go<td>on", n) + "</table>")),
    "file: comments": (1_000_000, page(lambda n: fill("<!-- <p> -->", n))),
    "file: entities": (1_000_000, page(lambda n: "<p>" + fill("&quot;&amp;#8220; ", n) + "</p>")),
    "file: JSON-LD": (1_000_000, page(lambda n: "<script type='application/ld+json'>" + fill('{"a":[', n) + "</script>")),
    "file: CSV, marks that do not close": (800_000, lambda n: {"a.csv": "text,outlet\n" + fill(f'{EVENT}","Post\n', n)}),
    "file: CSV, many columns": (800_000, lambda n: {"a.csv": ",".join(["text", *(f"c{k}" for k in range(n // 8))]) + f"\n{EVENT}\n"}),
    "file: JSON, deep": (1_000_000, lambda n: {"a.json": '{"text":' + "[" * n}),
    "file: JSON, keys": (1_000_000, lambda n: {"a.jsonl": json.dumps({"text": EVENT} | {f"k{k}": k for k in range(n // 12)})}),
    "file: broken rows": (400_000, lambda n: {"a.jsonl": fill('{"text": broken\n', n)}),
    "file: feed": (800_000, lambda n: {"a.rss": "<rss version='2.0'><channel>" + each(n, 180, lambda k: f"<item><title>A{k}</title><link>https://p.example/{k}</link><description>{sentence(k)}</description></item>", "") + "</channel></rss>"}),
    "file: empty articles": (4_000, lambda n: {f"{k}.txt": "" for k in range(n)}),
    # one story
    "story: copies": (1600, story(lambda n: f"{EVENT} {' '.join(sentence(k) for k in range(12))} Notice {n}.")),
    "story: retold": (1600, story(lambda n: f"{EVENT} {' '.join(sentence(n * 31 + k) for k in range(8))}")),
    "story: one quotation": (1600, story(lambda n: f"{EVENT} “The gates have been rotten for thirty years,” she said. {sentence(n, 30)}")),
    "story: quotations, each a little other": (400, story(lambda n: " ".join(f"“We lost {n} boats and {k} nets in the storm of that winter,” {name(k)} said." for k in range(20)))),
    "story: claims, each a little other": (400, story(lambda n: " ".join(f"The board said that {n} boats and {k} nets were lost in the storm." for k in range(20)))),
    "story: quotations of one article": (120_000, one(lambda n: each(n, 75, lambda k: f"“We lost {k} boats and {k % 90} nets in that storm,” {name(k % 40)} said."))),
    "story: outlets and people": (1600, story(lambda n: f"{EVENT} {name(n)} and {name(n + 1)} agreed. {sentence(n, 20)} “{sentence(n)}” said {name(n + 2)}.")),
}  # fmt: skip
"""The size to begin near (characters, articles or files), and what makes a size."""


def run_kind(kind: str, until: str, folder: Path) -> None:
    """Run on each size of a kind, and print the CPU seconds by stage and the peak memory so far of each."""
    import flows.derive
    from flows.extraction import load_worker
    from flows.resources import MODEL_DIR, SEEDS_DIR

    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    if until != "model":
        flows.derive.build_warehouse = _stop  # type: ignore[assignment]
    load_worker(MODEL_DIR, None, SEEDS_DIR)
    first = KINDS[kind][0] >> DOUBLINGS
    small = max(first // 25, 2)
    run_size(kind, small, folder / "warm")  # what is loaded once does not count
    # one that something else has slowed down would take too much off, most of all from the smallest size
    base = min((run_size(kind, small, folder / f"small{number}") for number in range(BASES)), key=count_seconds)
    print(json.dumps(base), flush=True)
    for number in range(MOST_DOUBLINGS + 1):
        found = run_size(kind, first << number, folder / str(number))
        print(json.dumps(found), flush=True)
        if number >= DOUBLINGS and count_seconds(found) - count_seconds(base) >= ENOUGH_SECONDS:
            return


def run_size(kind: str, size: int, folder: Path) -> dict[str, Any]:
    """Run on one size; its CPU seconds by stage, the process's peak memory so far in GB, and what came of it."""
    from flows.build import run_build
    from flows.ledger import Ledger
    from flows.runners import LocalRunner
    from flows.settings import Settings

    source, out = folder / "in", folder / "out"
    source.mkdir(parents=True)
    for file, content in KINDS[kind][1](size).items():
        (source / file).write_text(content, encoding="utf-8")
    with contextlib.suppress(_StoppedError):
        run_build(Settings((str(source),), out), LocalRunner(1))
    row = Ledger(out / ".runs").rows()[-1]
    note = "refused" if row.get("extract_seconds") is None else "extracted"
    stages = {stage: row.get(f"{stage}_cpu_seconds") or 0.0 for stage in STAGES}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return {"size": size, "stages": stages, "peak": peak, "note": note}


def count_seconds(found: dict[str, Any]) -> float:
    """Return the CPU seconds of all stages."""
    return float(sum(found["stages"].values()))


class _StoppedError(BaseException):
    """The run came to where it was to stop: no failure, for which articles would be blamed and empty tables built."""


def _stop(*_: object) -> None:
    raise _StoppedError


def measure(kind: str, until: str) -> list[dict[str, Any]]:
    """Run in a process of its own; what it printed before it took too long or died."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.hostile", kind, "--into", folder, "--until", until]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr[-1000:], file=sys.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def report(kind: str, until: str) -> None:
    """Print a row of the table."""
    small, *found = measure(kind, until)
    seconds = [count_seconds(size) - count_seconds(small) for size in found][-DOUBLINGS - 1 :]
    last = found[-1]
    if len(found) <= DOUBLINGS or (seconds[-1] < ENOUGH_SECONDS and len(found) <= MOST_DOUBLINGS):
        print(
            f"| {kind} | {last['size']:,} | died, or took more than {MOST_SECONDS} s, at the next size | | | | |",
            flush=True,
        )
        return
    shown = " ".join(f"{max(second, 0):.1f}" for second in seconds)
    is_slow = seconds[-1] >= FEWEST_SECONDS
    exponent = f"{math.log2(seconds[-1] / max(seconds[0], 0.01)) / DOUBLINGS:.2f}" if is_slow else "too quick"
    most = max(STAGES, key=lambda stage: last["stages"][stage] - small["stages"][stage])
    cells = (kind, f"{last['size']:,}", shown, exponent, most, f"{last['peak']:.2f}", last["note"])
    print(f"| {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Measure the kinds that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("kinds", nargs="*", help="how the names of kinds begin")
    parser.add_argument("--until", choices=("match", "model"), default="model")
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.into:
        run_kind(given.kinds[0], given.until, given.into)
        return
    print(
        "| kind | largest | CPU s by size | exponent | most in | peak GB | became |\n|---|---|---|---|---|---|---|",
        flush=True,
    )
    for kind in KINDS:
        if not given.kinds or kind.startswith(tuple(given.kinds)):
            report(kind, given.until)


if __name__ == "__main__":
    main()
