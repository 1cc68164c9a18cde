"""Count how often English news uses each word, and write transforms/match/background.py.

    python -m flows.train.count_words CORPORA > transforms/match/background.py

CORPORA holds ``ww_ner/train.jsonl``, ``polnear/train/text``, ``gum/train.conllu`` and ``ewt/train.conllu``. Run it
again after every change of ``stem_word``.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator
from math import log
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from transforms.match.text import BOUNDARY, encode_texts, map_words, stem_word

_LEAST_SENTENCES = 8
_SENTENCE_END = re.compile('(?<=[.!?]["”])\\s+|(?<=[.!?])\\s+|\n+')
_HEAD = '''"""How often English news uses a word: background frequencies for weighing words.

Counted in {sentences} sentences of news articles and other texts (worldwide newswire, US politics, web) by
``flows/train/count_words.py``, which writes this file. Words are stems of ``transforms.match.text.stem_word``, in
classes a quarter of a natural logarithm wide. With them, one pair of articles is weighed as well as a corpus, and a
weight does not move when articles are added.
"""

from __future__ import annotations

from functools import cache
from math import exp

UNSEEN_PER_MILLION = 45.0
"""Sentences in a million that hold a word that the list lacks (3 of 67,000)."""

_CLASSES: dict[int, str] = {{
'''
_TAIL = '''}


@cache
def load_frequencies() -> dict[str, float]:
    """Return the sentences in a million that hold each listed stem."""
    return {word: exp(0.25 * level) for level, words in _CLASSES.items() for word in words.split()}'''


def read_sentences(corpora: Path) -> Iterator[str]:
    """Yield the sentences of all corpora."""
    with (corpora / "ww_ner" / "train.jsonl").open(encoding="utf-8") as file:
        for line in file:
            yield from (" ".join(word for word, _ in sentence) for sentence in json.loads(line)["sents"])
    for path in sorted((corpora / "polnear" / "train" / "text").iterdir()):
        with path.open(encoding="utf-8", newline="") as file:
            yield from filter(str.strip, _SENTENCE_END.split(file.read()))
    for name in ("gum", "ewt"):
        with (corpora / name / "train.conllu").open(encoding="utf-8") as file:
            yield from (line.removeprefix("# text = ").strip() for line in file if line.startswith("# text = "))


def count_sentences(sentences: list[str]) -> dict[str, int]:
    """Return in how many sentences each stem stands."""
    tokens = map_words(encode_texts(sentences), lambda word: None if word == BOUNDARY else stem_word(word.lower()))
    once = np.unique(tokens.rows * len(tokens.words) + tokens.codes) % len(tokens.words)
    return dict(zip(tokens.words, np.bincount(once, minlength=len(tokens.words)).tolist(), strict=True))


def render_classes(counts: dict[str, int], sentences: int) -> Iterator[str]:
    """Yield the lines of the table, most frequent class first."""
    classes: dict[int, list[str]] = defaultdict(list)
    for word, count in counts.items():
        if count >= _LEAST_SENTENCES and word.isascii() and word.replace("_", "").isalnum():
            classes[round(log(count * 1e6 / sentences) / 0.25)].append(word)
    for level in sorted(classes, reverse=True):
        lines = textwrap.wrap(" ".join(sorted(classes[level])), 100, break_long_words=False, break_on_hyphens=False)
        if len(lines) == 1:
            yield f'    {level}: "{lines[0]}",'
            continue
        yield f"    {level}: ("
        yield from (f'        "{line} "' for line in lines[:-1])
        yield f'        "{lines[-1]}"'
        yield "    ),"


def main(corpora: Annotated[Path, typer.Argument(help="Folder with the corpora.")]) -> None:
    """Write the module to standard output."""
    sentences = list(read_sentences(corpora))
    head = _HEAD.format(sentences=f"{len(sentences):,}")
    typer.echo(head + "\n".join(render_classes(count_sentences(sentences), len(sentences))) + "\n" + _TAIL)


if __name__ == "__main__":
    typer.run(main)
