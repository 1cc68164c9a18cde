"""Count how often English news uses each word, and write data/models/word_frequencies.json.

    python -m flows.train.count_words CORPORA

CORPORA holds ``ww_ner/train.jsonl``, ``polnear/train/text``, ``gum/train.conllu`` and ``ewt/train.conllu``. Run it
again after every change of ``stem_word``.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from math import log
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from flows.resources import WEIGHTS_DIR
from flows.train.made_by import describe, write_model
from transforms.match.text import BOUNDARY, encode_texts, map_words, stem_word

_LEAST_SENTENCES = 8
_SENTENCE_END = re.compile('(?<=[.!?]["”])\\s+|(?<=[.!?])\\s+|\n+')


def list_files(corpora: Path) -> list[Path]:
    """Return the files that are counted."""
    trees = [corpora / name / "train.conllu" for name in ("gum", "ewt")]
    return [corpora / "ww_ner" / "train.jsonl", *sorted((corpora / "polnear" / "train" / "text").iterdir()), *trees]


def read_sentences(path: Path) -> Iterator[str]:
    """Yield the sentences of a file of a corpus."""
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".jsonl":
            for line in file:
                yield from (" ".join(word for word, _ in sentence) for sentence in json.loads(line)["sents"])
        elif path.suffix == ".conllu":
            yield from (line.removeprefix("# text = ").strip() for line in file if line.startswith("# text = "))
        else:
            yield from filter(str.strip, _SENTENCE_END.split(file.read()))


def count_sentences(sentences: list[str]) -> dict[str, int]:
    """Return in how many sentences each stem stands."""
    tokens = map_words(encode_texts(sentences), lambda word: None if word == BOUNDARY else stem_word(word.lower()))
    once = np.unique(tokens.rows * len(tokens.words) + tokens.codes) % len(tokens.words)
    return dict(zip(tokens.words, np.bincount(once, minlength=len(tokens.words)).tolist(), strict=True))


def class_words(counts: dict[str, int], sentences: int) -> dict[str, str]:
    """Return the words of each class, most frequent first: e to the power of a quarter of it is their rate."""
    classes: dict[int, list[str]] = defaultdict(list)
    for word, count in counts.items():
        if count >= _LEAST_SENTENCES and word.isascii() and word.replace("_", "").isalnum():
            classes[round(log(count * 1e6 / sentences) / 0.25)].append(word)
    return {str(level): " ".join(sorted(classes[level])) for level in sorted(classes, reverse=True)}


def main(corpora: Annotated[Path, typer.Argument(help="Folder with the corpora.")]) -> None:
    """Count, and write the classes."""
    files = list_files(corpora)
    sentences = [sentence for path in files for sentence in read_sentences(path)]
    made_by = describe("python -m flows.train.count_words CORPORA", files) | {"sentences": f"{len(sentences):,}"}
    classes = class_words(count_sentences(sentences), len(sentences))
    write_model(WEIGHTS_DIR / "word_frequencies.json", made_by, classes=classes)


if __name__ == "__main__":
    typer.run(main)
