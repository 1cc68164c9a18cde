"""Parquet: one row per article."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from flows.readers.base import Context, InputError
from flows.readers.rows import COLUMNS, make_raw
from flows.readers.streams import is_gzip, open_input
from transforms.reasons import Reason
from transforms.records import RawArticle, Reject

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH_ROWS = 256
_COPY_BYTES = 1_000_000


class ParquetReader:
    """Reads one article per row, a few hundred rows at a time."""

    suffixes = (".parquet", ".pq")

    def read(self, path: Path, context: Context) -> Iterator[RawArticle | Reject]:
        """Yield the articles of the rows."""
        # a sixth of a second that a run over text files need not pay
        import pyarrow as pa
        import pyarrow.parquet as pq

        row_number = 0
        with _open_seekable(path) as stream:
            try:
                file = pq.ParquetFile(stream, page_checksum_verification=True)
                names = _find_columns(file.schema_arrow.names)
                for batch in file.iter_batches(_BATCH_ROWS, columns=list(names)):
                    for row in _unify_times(batch).to_pylist():
                        row_number += 1
                        named = {names[column]: value for column, value in row.items()}
                        yield make_raw(named, path, f"row {row_number}", context)
            except (pa.ArrowException, OSError, ValueError) as error:
                after = f"after row {row_number} " if row_number else ""
                detail = f"the file cannot be read {after}({str(error)[:300]}); write it again"
                raise InputError(Reason.BROKEN_PARQUET, detail) from error
        if not row_number:
            raise InputError(Reason.EMPTY, "the file has no rows; remove it or export it again")


def _unify_times(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the batch with microsecond timestamps: nanoseconds would come as pandas objects."""
    import pyarrow as pa

    for number, field in enumerate(batch.schema):
        if pa.types.is_timestamp(field.type):
            moments = batch.column(number).cast(pa.timestamp("us", "UTC" if field.type.tz else None), safe=False)
            batch = batch.set_column(number, field.name, moments)
    return batch


def _find_columns(names: list[str]) -> dict[str, str]:
    """Return the columns that are read, by their name in the file."""
    found = {name: name.strip().lower() for name in names if name.strip().lower() in COLUMNS}
    if "text" not in found.values():
        problem = f"there is no column text, but {', '.join(names)[:200]}; rename the column that holds the articles"
        raise InputError(Reason.NO_TEXT, problem)
    return found


@contextmanager
def _open_seekable(path: Path) -> Iterator[IO[bytes]]:
    """Open the file; a compressed one is unpacked to disk first, since Parquet is read from its end."""
    if not is_gzip(path):
        with path.open("rb") as stream:
            yield stream
        return
    with tempfile.TemporaryFile() as copy:
        with open_input(path) as packed:
            while data := packed.read(_COPY_BYTES):
                copy.write(data)
        copy.seek(0)
        yield copy
