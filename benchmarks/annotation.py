"""What annotation costs: all components beside the spaCy part alone, in as many processes as there are cores.

python -m benchmarks.annotation [--rounds N] [--words N] [--processes N]

Every process annotates the sample articles over and over; a round measures all components, the spaCy part alone, and
the spaCy part as spaCy ships it (its own parser and lemmatizer, the matrix products of the blis wheel), one after the
other, so that a noisy machine weighs on all three. Prints words per second of all processes together, by wall clock
and by CPU time, and the ratio.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from itertools import cycle
from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import NumpyOps, set_current_ops
from threadpoolctl import threadpool_limits

from flows.readers import read_inputs
from flows.resources import MODEL_DIR
from transforms.language import load_pipeline
from transforms.language.syntax import STOCK
from transforms.records import RawArticle

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
KINDS = {"all components": [], "spaCy part": ["whosaid_attributor"], "spaCy part, stock": ["whosaid_attributor"]}


@lru_cache(maxsize=2)
def load(stock: bool) -> Language:
    """Load the pipeline once per process, as it is or with what spaCy ships."""
    threadpool_limits(1, user_api="blas")
    if not stock:
        return load_pipeline(MODEL_DIR)
    set_current_ops(NumpyOps())
    return spacy.load(MODEL_DIR, config=STOCK)


def annotate(kind: str, texts: list[str], words: int) -> tuple[int, float]:
    """Annotate at least `words` words; return how many they were, and the CPU seconds."""
    nlp = load(kind.endswith("stock"))
    with nlp.select_pipes(disable=KINDS[kind]):
        nlp(texts[0])
        done, start = 0, time.process_time()
        for text in cycle(texts):
            done += len(nlp(text).text.split())
            if done >= words:
                return done, time.process_time() - start
    raise AssertionError("cycle ends only when there are no texts")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--words", type=int, default=8000, help="of each process in each round")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    args = parser.parse_args()
    texts = [found.text for found in read_inputs([SAMPLE]) if isinstance(found, RawArticle)]
    rates: dict[str, list[tuple[float, float]]] = {kind: [] for kind in KINDS}
    with ProcessPoolExecutor(args.processes) as pool:
        for turn in range(args.rounds + 1):
            for kind, found in rates.items():
                start = time.perf_counter()
                jobs = [pool.submit(annotate, kind, texts, args.words) for _ in range(args.processes)]
                results = [job.result() for job in jobs]
                wall = time.perf_counter() - start
                words = sum(done for done, _ in results)
                if turn:  # the first round loads
                    found.append((words / wall, words * args.processes / sum(cpu for _, cpu in results)))
    print(f"{args.processes} processes, {args.rounds} rounds: words per second, median (least–most)")
    for kind, found in rates.items():
        wall, cpu = (sorted(column) for column in zip(*found, strict=True))
        print(
            f"{kind:19} wall {statistics.median(wall):7,.0f} ({wall[0]:,.0f}–{wall[-1]:,.0f})"
            f"   CPU {statistics.median(cpu):7,.0f} ({cpu[0]:,.0f}–{cpu[-1]:,.0f})"
        )
    for other in list(KINDS)[1:]:
        ratios = [a[1] / b[1] for a, b in zip(rates["all components"], rates[other], strict=True)]
        print(f"all / {other}: {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})")


if __name__ == "__main__":
    main()
