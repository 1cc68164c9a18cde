"""What pages say of paragraphs, on its way from the read stage to the batches: one small file beside each batch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path

import pyarrow as pa

from flows.storage import read_parquet, write_parquet
from transforms.records import Article, Mark, Role

_SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string()),
        *(pa.field(f.name, pa.int64() if f.name in {"paragraph", "entry_no"} else pa.string()) for f in fields(Mark)),
    ]
)


def write_marks(articles: Iterable[Article], staging: Path, name: str) -> None:
    """Write the marks of a batch's articles under ``staging``."""
    rows = [{"article_id": article.article_id, **asdict(mark)} for article in articles for mark in article.marks]
    write_parquet(pa.Table.from_pylist(rows, schema=_SCHEMA), staging / "marks" / name)


def read_marks(staging: Path, name: str) -> dict[str, tuple[Mark, ...]]:
    """Return the marks of a batch by article; articles without any are left out."""
    found: dict[str, list[Mark]] = {}
    for row in read_parquet([staging / "marks" / name]).to_pylist():
        article_id = row.pop("article_id")
        found.setdefault(article_id, []).append(Mark(**{**row, "role": Role(row["role"]) if row["role"] else None}))
    return {article_id: tuple(marks) for article_id, marks in found.items()}
