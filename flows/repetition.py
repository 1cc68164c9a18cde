"""The paragraphs that return in an outlet's unrelated articles, found when all are read and used by each batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from flows.storage import read_parquet, write_parquet
from transforms.boilerplate import Repetitions

_SCHEMA = pa.schema([pa.field("outlet", pa.string()), pa.field("key", pa.int64(), nullable=False)])
_NAME = "repeated.parquet"


def write_repeated(batches: Sequence[Path], staging: Path) -> None:
    """Find the repeated paragraphs of the articles in the batches' files, and write their keys under ``staging``."""
    repetitions = Repetitions()
    for article in _iterate(batches):
        repetitions.count(*article)
    if wanted := repetitions.close():
        for article_id, outlet, text in _iterate(batches):
            if article_id in wanted:
                repetitions.look(article_id, outlet, text)
    rows = [{"outlet": outlet, "key": key} for outlet, keys in repetitions.find().items() for key in sorted(keys)]
    rows.sort(key=lambda row: (row["outlet"] or "", row["key"]))
    write_parquet(pa.Table.from_pylist(rows, schema=_SCHEMA), staging / _NAME)


@lru_cache(maxsize=1)
def load_repeated(staging: Path) -> dict[str | None, frozenset[int]]:
    """Return for each outlet the keys of its repeated paragraphs, as `write_repeated` found them."""
    found: dict[str | None, set[int]] = {}
    for row in read_parquet([staging / _NAME]).to_pylist():
        found.setdefault(row["outlet"], set()).add(row["key"])
    return {outlet: frozenset(keys) for outlet, keys in found.items()}


def _iterate(batches: Sequence[Path]) -> Iterator[tuple[str, str | None, str]]:
    for path in batches:
        table = read_parquet([path]).select(["article_id", "outlet", "text"])
        yield from zip(*(column.to_pylist() for column in table.columns), strict=True)
