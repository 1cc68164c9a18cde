"""What annotation costs, beside a spaCy pipeline of usual size, in as many processes as there are cores.

python -m benchmarks.annotation [--rounds N] [--words N] [--processes N]

Every process annotates the sample articles over and over; a round measures our pipeline with everything on, and spaCy's
own tagger, morphologizer, parser and lemmatizer alone, one after the other, so that a noisy machine weighs on both. The
latter have the sizes of en_core_web_sm, and are taught a little of what ours says, as their time hardly depends on what
they know; once they run as spaCy ships them, once their matrix products by NumPy's BLAS, which is faster on many
processors. Prints words per second of all processes together, by wall clock and by CPU time, and the ratio.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from itertools import cycle
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.training import Example
from thinc.api import NumpyOps, set_current_ops
from threadpoolctl import threadpool_limits

from flows.readers import read_inputs
from flows.resources import MODEL_DIR
from transforms.language import load_pipeline
from transforms.language.ops import BlasOps
from transforms.records import RawArticle

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
OURS, STOCK, STOCK_BLAS = "ours, all components", "spaCy's syntax, stock", "spaCy's syntax, BLAS"
LESSONS = 5  # how often the untrained pipeline sees the sample
_TOK2VEC = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 96,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
        "rows": [5000, 1000, 2500, 2500, 50, 50],
        "include_static_vectors": False,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 96,
        "depth": 4,
        "window_size": 1,
        "maxout_pieces": 3,
    },
}
_LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}


def make_stock(texts: Sequence[str], ops: NumpyOps) -> Language:
    """Make spaCy's own components, which know a little of what our pipeline says of `texts`."""
    ours = load_pipeline(MODEL_DIR)
    set_current_ops(ops)
    stock = spacy.blank("en")
    stock.add_pipe("tok2vec", config={"model": _TOK2VEC})
    for name in ("tagger", "morphologizer", "parser", "trainable_lemmatizer"):
        architecture = stock.get_factory_meta(name).default_config["model"]
        stock.add_pipe(name, config={"model": {**architecture, "tok2vec": _LISTENER}})
    lessons = [Example(stock.make_doc(text), ours(text)) for text in texts]
    optimizer = stock.initialize(lambda: lessons)
    for _ in range(LESSONS):
        stock.update(lessons, sgd=optimizer)
    return stock


@lru_cache(maxsize=3)
def load(kind: str, texts: tuple[str, ...]) -> Language:
    """Load a pipeline once per process."""
    threadpool_limits(1, user_api="blas")
    if kind == OURS:
        return load_pipeline(MODEL_DIR)
    return make_stock(texts, BlasOps() if kind == STOCK_BLAS else NumpyOps())


def annotate(kind: str, texts: tuple[str, ...], words: int) -> tuple[int, float]:
    """Annotate at least `words` words; return how many they were, and the CPU seconds."""
    nlp = load(kind, texts)
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
    texts = tuple(found.text for found in read_inputs([SAMPLE]) if isinstance(found, RawArticle))
    rates: dict[str, list[tuple[float, float]]] = {kind: [] for kind in (OURS, STOCK, STOCK_BLAS)}
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
            f"{kind:21} wall {statistics.median(wall):7,.0f} ({wall[0]:,.0f}–{wall[-1]:,.0f})"
            f"   CPU {statistics.median(cpu):7,.0f} ({cpu[0]:,.0f}–{cpu[-1]:,.0f})"
        )
    for other in (STOCK, STOCK_BLAS):
        ratios = [a[1] / b[1] for a, b in zip(rates[OURS], rates[other], strict=True)]
        print(f"ours / {other}: {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})")


if __name__ == "__main__":
    main()
