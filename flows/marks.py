"""What pages say of paragraphs, on its way from the read stage to the batches: one small file beside each batch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path

import pyarrow as pa

from flows.storage import read_parquet, write_parquet
from transforms.records import Article, Mark, Role

_NUMBERS = {"paragraph", "entry_no", "dateline_end"}
_SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string()),
        *(pa.field(f.name, pa.int64() if f.name in _NUMBERS else pa.string()) for f in fields(Mark)),
    ]
)


def tabulate_marks(articles: Iterable[Article]) -> pa.Table:
    """Return the marks of articles, one a row.

    Raises:
        pyarrow.ArrowException, UnicodeError: a value of an article's marks does not fit its column.
    """
    rows = [{"article_id": article.article_id, **asdict(mark)} for article in articles for mark in article.marks]
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def empty_marks() -> pa.Table:
    """Return the marks of no article."""
    return _SCHEMA.empty_table()


def write_marks(marks: pa.Table, staging: Path, name: str) -> None:
    """Write the marks of a batch's articles under ``staging``."""
    write_parquet(marks, staging / "marks" / name)


def load_marks(staging: Path, names: Iterable[str]) -> pa.Table:
    """Return the marks of batches, one a row."""
    return pa.concat_tables([empty_marks(), *(read_parquet([staging / "marks" / name]) for name in names)])


def copy_marks(staging: Path, source: str, target: str) -> None:
    """Give a batch the marks of another one that holds its articles."""
    write_marks(read_parquet([staging / "marks" / source]), staging, target)


def read_marks(staging: Path, name: str) -> dict[str, tuple[Mark, ...]]:
    """Return the marks of a batch by article; articles without any are left out."""
    return group_marks(read_parquet([staging / "marks" / name]))


def group_marks(marks: pa.Table) -> dict[str, tuple[Mark, ...]]:
    """Return marks by article."""
    found: dict[str, list[Mark]] = {}
    for row in marks.to_pylist():
        article_id = row.pop("article_id")
        found.setdefault(article_id, []).append(Mark(**{**row, "role": Role(row["role"]) if row["role"] else None}))
    return {article_id: tuple(marks) for article_id, marks in found.items()}
