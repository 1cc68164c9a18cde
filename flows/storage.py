"""Parquet files as they are written and published: checked, checksummed, and never seen half done."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.tables import Table

TARGET_FILE_BYTES = 256 * 1024 * 1024
"""A table's file is closed once it holds this many bytes of Arrow data: neither tiny nor huge, at any corpus size."""

PUBLISHED = ("tables", "marts", "warehouse.duckdb")
"""What a run publishes into its output folder."""


class OutputError(OSError):
    """The output folder cannot be used; the message names it and says what to do."""


def write_parquet(data: pa.Table, path: Path) -> None:
    """Write a table to one file: zstd, page checksums, complete or absent."""
    write_batches(data.schema, data.to_batches(), path)


def write_batches(schema: pa.Schema, batches: Iterable[pa.RecordBatch], path: Path) -> None:
    """Write record batches to one Parquet file that appears only when it is complete and on disk.

    Raises:
        OutputError: the disk is full.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # the suffix keeps a torn file out of every *.parquet glob
    partial = path.with_name(path.name + ".partial")
    options = {"compression": "zstd", "compression_level": 3, "write_page_checksum": True}
    try:
        with pq.ParquetWriter(partial, schema, **options) as writer:
            for batch in batches:
                writer.write_batch(batch)
        sync_file(partial)
        partial.replace(path)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise OutputError(f"the disk is full: {path} could not be written; free some space, and run again") from error


def sync_file(path: Path) -> None:
    """Flush a file to disk, so that a rename never publishes content that a power cut could lose."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_parquet(paths: Iterable[Path], columns: list[str] | None = None) -> pa.Table:
    """Read files of one table, page checksums verified."""
    return pa.concat_tables([pq.read_table(p, columns=columns, page_checksum_verification=True) for p in paths])


def write_table(table: Table, batches: Iterable[pa.RecordBatch], folder: Path) -> int:
    """Write a registry table into ``folder/<name>/part-NNNNN.parquet``; an empty table gives one empty file.

    Args:
        table: the declaration; every batch is cast to its schema.
        batches: the rows in the order in which they shall stand.
        folder: the run's ``tables`` folder.

    Returns:
        The number of rows written.
    """
    rows = 0
    for number, part in enumerate(_cut_parts(table.schema, batches)):
        write_batches(table.schema, part, folder / table.name / f"part-{number:05d}.parquet")
        rows += sum(b.num_rows for b in part)
    return rows


def _cut_parts(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """Gather batches until a file's worth is there; yield at least one part, so that no table is without a file."""
    part: list[pa.RecordBatch] = []
    size = 0
    first = True
    for batch in batches:
        cast = pa.Table.from_batches([batch]).cast(schema).combine_chunks().to_batches()
        part += cast
        size += sum(b.nbytes for b in cast)
        if size >= TARGET_FILE_BYTES:
            yield part
            part, size, first = [], 0, False
    if part or first:
        yield part


def open_output(out: Path) -> None:
    """Make sure that the output folder exists and can be written.

    Raises:
        OutputError: it is a file, may not be written, has a name that DuckDB cannot use, or holds something that no
            run wrote where a run would publish.
    """
    if "?" in str(out.resolve()):
        raise OutputError(
            f"DuckDB cannot write below a folder with '?' in its name: {out}; choose another one with --out"
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".write-probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise OutputError(
            f"cannot write to the output folder {out}: {error.strerror}; choose another one with --out"
        ) from error
    _refuse_strangers(out)


def publish_run(out: Path, run_folder: Path) -> None:
    """Make a finished run the one that readers see, by one atomic swap of the link ``out/.current``.

    Readers that opened files of the run before keep them: that run's folder stays until the next one is published.

    Raises:
        OutputError: something that no run wrote stands where the links go.
    """
    _refuse_strangers(out)
    current = out / ".current"
    previous = current.resolve() if current.is_symlink() else None
    _replace_link(current, run_folder.relative_to(out))
    for name in PUBLISHED:
        if not (out / name).is_symlink():
            _replace_link(out / name, Path(".current") / name)
    for folder in run_folder.parent.iterdir():
        if folder.is_dir() and folder.resolve() not in (previous, run_folder.resolve()):
            shutil.rmtree(folder)


def _refuse_strangers(out: Path) -> None:
    for name in PUBLISHED:
        link = out / name
        if link.exists() and not link.is_symlink():
            raise OutputError(f"{link} was not written by whosaid; move it away or choose another --out")


def _replace_link(link: Path, target: Path) -> None:
    fresh = link.with_name(f".{link.name}.next")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)
