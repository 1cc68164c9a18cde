"""Files as they are written and published: checked, checksummed, and never seen half done."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from transforms.schema import Table

TARGET_FILE_BYTES = 256 * 1024 * 1024
"""A table's file is closed once it holds this many bytes of Arrow data: neither tiny nor huge, at any corpus size."""

PUBLISHED = ("tables", "marts", "warehouse.duckdb", "site", "datapackage.json", "manifest.json")
"""What a run publishes into its output folder; the site may be left out."""

STAGING = "staging"
"""What a run needs only until it is published, in its folder."""

STATE = "state"
"""What a run leaves for the next one only, in its folder; it is published, but nobody else reads it."""

RUN_FOLDERS = ".runs"
"""What holds the runs' folders and their ledger, in the output folder."""

CURRENT = ".current"
"""The link to the folder of the published run."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_TOLD_IN_WORDS = (*_NO_ROOM, errno.EFBIG, errno.EROFS)
_DEVICE_PROBLEMS = (*_TOLD_IN_WORDS, errno.EIO, errno.EACCES, errno.EPERM, errno.ESTALE, errno.ENODEV)


class OutputError(OSError):
    """The output folder cannot be used; the message names it and says what to do."""


def write_parquet(data: pa.Table, path: Path) -> None:
    """Write a table to one file: zstd, page checksums, complete or absent."""
    write_batches(data.schema, data.to_batches(), path)


def write_batches(
    schema: pa.Schema, batches: Iterable[pa.RecordBatch], path: Path, dictionary: bool | list[str] = True
) -> None:
    """Write record batches to one Parquet file that appears only when it is complete and on disk.

    ``dictionary`` names the columns, as Parquet does, whose values repeat; by default all are taken to.

    Raises:
        OutputError: the disk is full.
    """
    # the suffix keeps a torn file out of every *.parquet glob
    partial = path.with_name(path.name + ".partial")
    options = {"compression": "zstd", "compression_level": 3, "write_page_checksum": True, "use_dictionary": dictionary}
    with explain_device(path, path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        with pq.ParquetWriter(partial, schema, **options) as writer:
            for batch in batches:
                writer.write_batch(batch)
        sync_file(partial)
        partial.replace(path)


def write_bytes(data: bytes, path: Path) -> None:
    """Write a file that appears only when it is complete and on disk.

    Raises:
        OutputError: the disk is full, or may not be written.
    """
    partial = path.with_name(path.name + ".partial")
    with explain_device(path, path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        sync_file(partial)
        partial.replace(path)


@contextmanager
def explain_device(path: Path, folder: Path | None = None) -> Iterator[None]:
    """Turn the failures of the disk or mount of a folder (the path, if none) into an `OutputError` naming the path."""
    try:
        yield
    except OutputError:
        raise
    except Exception as error:
        code = find_device_problem(error, folder or path)
        if code is None:
            raise
        if code in _NO_ROOM:
            problem = f"the disk is full: {path} could not be written; free some space, and run again"
        else:
            problem = f"{path} could not be written ({os.strerror(code)}); fix that, and run again"
        raise OutputError(problem) from error


def find_device_problem(error: Exception, folder: Path) -> int | None:
    """Return the number of the error if the disk or mount of a folder is behind it, not that of an input.

    DuckDB and dbt tell it in words only.
    """
    if isinstance(error, OSError) and error.errno in _DEVICE_PROBLEMS:
        named = Path(os.fsdecode(error.filename)).resolve() if isinstance(error.filename, (str, bytes)) else None
        return error.errno if named is None or named.is_relative_to(folder.resolve()) else None
    return next((code for code in _TOLD_IN_WORDS if os.strerror(code) in str(error)), None)


def sync_file(path: Path) -> None:
    """Flush a file, or a folder's entries, to disk: a rename must not publish what a power cut could lose."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_parquet(paths: Iterable[Path], columns: list[str] | None = None) -> pa.Table:
    """Read files of one table, page checksums verified."""
    # partitioning: a folder named like 'dt=2026' above the file is no column of it
    return pa.concat_tables(
        [pq.read_table(p, columns=columns, partitioning=None, page_checksum_verification=True) for p in paths]
    )


def open_parquet(paths: Iterable[Path], schema: pa.Schema) -> ds.Dataset:
    """Open files of one table as often as wished, page checksums verified; no file is an empty table."""
    files = [str(path) for path in sorted(paths)]
    if not files:
        return ds.dataset(schema.empty_table())
    checked = ds.ParquetFragmentScanOptions(page_checksum_verification=True)
    return ds.dataset(files, schema=schema, format=ds.ParquetFileFormat(default_fragment_scan_options=checked))


def hide_progress(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep DuckDB from drawing a progress bar; where a notebook lacks what draws it, even its setting is refused."""
    if connection.execute("SELECT current_setting('enable_progress_bar')").fetchall() == [(True,)]:
        connection.execute("SET enable_progress_bar = false")


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
    place = str(out.resolve())
    for sign in ("?", "\\"):
        if sign in place:
            raise OutputError(
                f"DuckDB cannot write below a folder with '{sign}' in its name: {out}; choose another one with --out"
            )
    if not _is_text(place):
        raise OutputError(f"the name of the output folder is not UTF-8: {out!r}; choose another one with --out")
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


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


@contextmanager
def lock_output(out: Path, wait: bool) -> Iterator[None]:
    """Keep a second run out of the folder; the lock goes with the process, however it ends.

    Raises:
        OutputError: another run holds the folder, and ``wait`` is false.
    """
    busy = f"another run is writing to {out}; wait for it (--wait), or choose another --out"
    with lock_file(out / ".lock", wait, busy):
        yield


@contextmanager
def lock_file(path: Path, wait: bool, busy: str) -> Iterator[None]:
    """Hold a file's lock, which goes with the process, however it ends.

    Raises:
        OutputError: another process holds it, and ``wait`` is false; it says ``busy``.
    """
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise OutputError(busy) from error
        yield


def find_current(out: Path) -> Path | None:
    """Return the folder of the published run, or none."""
    current = out / CURRENT
    return current.resolve() if current.is_dir() else None


def publish_run(out: Path, run_folder: Path) -> None:
    """Make a finished run the one that readers see, by one atomic swap of the link ``out/.current``.

    Readers that opened files of the run before keep them: that run's folder stays until the next one is published.

    Raises:
        OutputError: something that no run wrote stands where the links go.
    """
    _refuse_strangers(out)
    previous = find_current(out)
    # these lead nowhere until the swap, so that a first run appears as a whole too
    for name in PUBLISHED:
        if not (out / name).is_symlink():
            replace_link(out / name, Path(CURRENT) / name)
    replace_link(out / CURRENT, run_folder.relative_to(out))
    for name in PUBLISHED:
        if not (out / name).exists():  # a run without it
            (out / name).unlink()
    sync_file(out)
    for folder in list_runs(out):
        if folder.resolve() not in (previous, run_folder.resolve()):
            shutil.rmtree(folder)


def find_dead(out: Path) -> list[Path]:
    """Return the folders of runs that ended before they were published."""
    current = find_current(out)
    folders = [folder for folder in list_runs(out) if folder.resolve() != current]
    return [f for f in folders if current is None or (f / STAGING).exists() or f.name > current.name]


def clear_dead(out: Path) -> None:
    """Remove the folders of dead runs, and what a published one needed before; articles they finished are stored."""
    current = find_current(out)
    if current is not None:
        shutil.rmtree(current / STAGING, ignore_errors=True)
    for folder in find_dead(out):
        shutil.rmtree(folder, ignore_errors=True)


def clear_results(folder: Path) -> None:
    """Remove what a run built of tables, marts and warehouse; what it needs meanwhile stays."""
    for path in folder.iterdir() if folder.exists() else ():
        if path.is_symlink() or not path.is_dir():
            path.unlink()
        elif path.name != STAGING:
            shutil.rmtree(path)


def list_runs(out: Path) -> list[Path]:
    """Return the folders of an output's runs, oldest first."""
    runs = out / RUN_FOLDERS
    return sorted(folder for folder in runs.iterdir() if folder.is_dir()) if runs.is_dir() else []


def _refuse_strangers(out: Path) -> None:
    for name in PUBLISHED:
        link = out / name
        if link.exists() and not link.is_symlink():
            raise OutputError(f"{link} was not written by whosaid; move it away or choose another --out")


def replace_link(link: Path, target: Path) -> None:
    """Make a link lead to another target, by one atomic swap."""
    fresh = link.with_name(f".{link.name}.next")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)
