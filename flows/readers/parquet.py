"""Parquet: one row per article."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flows.readers.base import Context, Found, InputError
from flows.readers.delimited import check_columns
from flows.readers.rows import RowReader
from flows.readers.streams import open_seekable
from transforms.reasons import Reason

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_BATCH_ROWS = 256
_BATCH_BYTES = 64_000_000
_GRAIN = b"grain"
"""What a run's own tables say of themselves in the schema's metadata (`transforms.tables.Table.schema`)."""
_MICROSECONDS = {"s": 1_000_000, "ms": 1000, "us": 1}
_EPOCH = datetime(1970, 1, 1)


class ParquetReader:
    """Reads one article per row, a few hundred rows at a time."""

    suffixes = (".parquet", ".pq")

    def read(self, path: Path, context: Context) -> Iterator[Found]:
        """Yield the articles of the rows."""
        # a sixth of a second that a run over text files need not pay
        import pyarrow as pa
        import pyarrow.parquet as pq

        rows = RowReader(path, context)
        row_number = 0
        with open_seekable(path) as stream:
            try:
                file = pq.ParquetFile(stream, page_checksum_verification=True)
                columns = file.schema_arrow.names
                if _GRAIN in (file.schema_arrow.metadata or {}):
                    problem = "a run of whosaid wrote this table; pass the articles that it read"
                    raise InputError(Reason.NO_ARTICLES, problem)
                check_columns(columns, rows.names)
                rows.note_columns(columns)
                for batch in file.iter_batches(_choose_batch(file), columns=list(rows.names.find_columns(columns))):
                    for row in _list_rows(batch):
                        row_number += 1
                        yield from rows.read(row, f"row {row_number}")
            except (pa.ArrowException, OSError, ValueError) as error:
                after = f"after row {row_number} " if row_number else ""
                detail = f"the file cannot be read {after}({str(error)[:300]}); write it again"
                raise InputError(Reason.BROKEN_PARQUET, detail) from error
        yield from rows.finish()
        if not row_number:
            raise InputError(Reason.EMPTY, "the file has no rows; remove it or export it again")


def _choose_batch(file: pq.ParquetFile) -> int:
    """Return how many rows to read at once: fewer where rows are long."""
    rows: int = max(1, file.metadata.num_rows)
    size: int = sum(file.metadata.row_group(number).total_byte_size for number in range(file.metadata.num_row_groups))
    return max(1, min(_BATCH_ROWS, _BATCH_BYTES * rows // max(1, size)))


def _list_rows(batch: pa.RecordBatch) -> list[dict[str, object]]:
    """Return a batch's rows; a moment that Python cannot hold comes as a text, which costs the article its date."""
    names = batch.schema.names
    cells = [_list_cells(column) for column in batch.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]


def _list_cells(column: pa.Array) -> list[object]:
    import pyarrow as pa

    kind = column.type
    if pa.types.is_dictionary(kind):
        return _list_cells(column.dictionary_decode())
    if pa.types.is_timestamp(kind):
        return [_to_moment(value, kind.unit, bool(kind.tz)) for value in column.cast(pa.int64()).to_pylist()]
    if pa.types.is_date32(kind):
        return [_to_date(value) for value in column.cast(pa.int32()).to_pylist()]
    if pa.types.is_date64(kind):
        days = column.cast(pa.int64()).to_pylist()
        return [_to_date(value // 86_400_000 if value is not None else None) for value in days]
    return list(column.to_pylist())


def _to_moment(value: int | None, unit: str, has_zone: bool) -> datetime | str | None:
    """Return a timestamp in microseconds: nanoseconds would come as pandas objects."""
    if value is None:
        return None
    try:
        moment = _EPOCH + timedelta(microseconds=value // 1000 if unit == "ns" else value * _MICROSECONDS[unit])
    except OverflowError:
        return f"{value} {unit} after 1970"
    return moment.replace(tzinfo=UTC) if has_zone else moment


def _to_date(value: int | None) -> date | str | None:
    if value is None:
        return None
    try:
        return _EPOCH.date() + timedelta(days=value)
    except OverflowError:
        return f"{value} days after 1970"
