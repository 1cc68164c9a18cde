"""Measure how the time of reading grows with the size of what is read: each size is twice the one before.

    python -m benchmarks.reading
    python -m benchmarks.reading --extract

Reads one file of each kind, checks its articles and cuts them into paragraphs, as a run does before the language
pipeline; with --extract, the pipeline and extraction too, on an article of quotation marks and on a book made of the
sample's paragraphs. Prints CPU seconds and how they grow: 2.0 is linear, 4.0 quadratic. Sizes are of the largest file.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from flows.readers import read_inputs
from flows.resources import MODEL_DIR, SEEDS_DIR, load_seeds
from transforms.annotate import annotate_text
from transforms.articles import make_article
from transforms.extract import extract_article
from transforms.language import load_pipeline
from transforms.records import Article, RawArticle
from transforms.segments import segment_article

_DOUBLINGS = 4
_SHORTEST = 60  # characters of a paragraph of the book
_NOW = datetime(2026, 3, 1, tzinfo=UTC)
_SENTENCE = "The harbour wall is unsafe, engineer Ida Kern said. “It could fall,” she warned the council of Marl.\n\n"
_MARKUP = "<p>&ldquo;We lost the roof,&rdquo; said <b>Lena Frostam</b>.</p>\n<p>It wasnâ€™t safe &amp; sound.</p>\n"


def _fill(unit: str, size: int) -> str:
    return unit * (size // len(unit.encode()))


def _make_line(text: str) -> bytes:
    return json.dumps({"text": text}, ensure_ascii=False).encode() + b"\n"


def _make_rows(size: int) -> bytes:
    """Return rows without their first quotation mark: whether outside or inside one, each line ends inside."""
    return ("text,outlet\n" + _fill('The mayor of Marl opened the bridge","Marl Post\n', size)).encode()


KINDS: dict[str, tuple[str, int, Callable[[int], bytes]]] = {
    "a line of JSON": (".jsonl", 20_000_000, lambda size: _make_line(_fill(_SENTENCE, size))),
    "a line of JSON with tags and mojibake": (".jsonl", 800_000, lambda size: _make_line(_fill(_MARKUP, size))),
    "a text of quotation marks": (".txt", 800_000, lambda size: _fill("“Go,” he said.\n\n", size).encode()),
    "a text without a line end": (".txt", 800_000, lambda size: _fill("The wall of Marl is unsafe ", size).encode()),
    "CSV whose quotation marks do not close": (".csv", 4_000_000, _make_rows),
    "a JSON array": (".json", 8_000_000, lambda size: b"[" + b",".join(_list_elements(size)) + b"]"),
    "UTF-16": (".jsonl", 8_000_000, lambda size: b"".join(_list_elements(size // 2)).decode().encode("utf-16")),
}
"""What is measured: the ending, the largest size in bytes, and what makes a file of a size."""


def _list_elements(size: int) -> Iterator[bytes]:
    element = _make_line(_fill(_SENTENCE, 4_000))
    return (element for _ in range(size // len(element)))


def measure_reading(path: Path) -> float:
    """Return the CPU seconds of reading a file up to its paragraphs."""
    seeds = load_seeds(SEEDS_DIR)
    started = time.process_time()
    for item in read_inputs([path]):
        article = _check(item) if isinstance(item, RawArticle) else None
        if article:
            segment_article(article.text, article.headline is not None, seeds)
    return time.process_time() - started


def _check(raw: RawArticle) -> Article | None:
    return make_article(raw, today=_NOW.date(), ingested_at=_NOW)[0]


def _make_book(characters: int) -> str:
    """Return the paragraphs of the sample in an order of chance, as often as it takes."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(Path("data/sample").rglob("*.txt")))
    paragraphs = [p for text in texts for p in text.split("\n\n") if len(p) > _SHORTEST]
    chance, book = random.Random(1), ["Report of the inquiry"]
    while characters > 0:
        book.append(chance.choice(paragraphs))
        characters -= len(book[-1]) + 2
    return "\n\n".join(book)


def measure_extraction(text: str) -> float:
    """Return the CPU seconds of the whole way of a text, from reading to rows."""
    nlp, seeds = load_pipeline(MODEL_DIR), load_seeds(SEEDS_DIR)
    started = time.process_time()
    article = _check(RawArticle("a.txt", text, headline_in_text=True))
    assert article is not None
    segments = segment_article(article.text, True, seeds)
    extract_article(annotate_text(nlp, article.text, segments), article, segments, seeds)
    return time.process_time() - started


def _print_row(name: str, seconds: list[float]) -> None:
    growth = [b / a for a, b in pairwise(seconds)]
    print(
        f"| {name} | {' · '.join(f'{s:.2f}' for s in seconds)} | {' · '.join(f'{g:.1f}' for g in growth)} |", flush=True
    )


def main() -> None:
    """Measure every kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extract", action="store_true", help="measure extraction as well: a quarter of an hour")
    print("| kind, largest size | CPU s, sizes doubling | growth |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, (suffix, size, make) in KINDS.items():
            seconds = []
            for step in reversed(range(_DOUBLINGS)):
                path = Path(folder) / f"a{suffix}"
                path.write_bytes(make(size >> step))
                seconds.append(measure_reading(path))
            _print_row(f"{name}, {size / 1e6:.1f} MB", seconds)
    if parser.parse_args().extract:
        marks = [12_500, 25_000, 50_000, 100_000]
        texts = ["Wall of Marl\n\n" + "“Go,” he said.\n\n" * (number // 2) for number in marks]
        _print_row("quotation marks to rows, 100,000", [measure_extraction(text) for text in texts])
        sizes = [500_000, 1_000_000, 2_000_000, 4_000_000]
        _print_row("a book to rows, 4.0 MB", [measure_extraction(_make_book(size)) for size in sizes])
        print(f"\nPeak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
