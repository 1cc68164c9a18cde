"""Archives: a zip or tar file is read as the folder that it holds."""

from __future__ import annotations

import errno
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import IO

from flows.readers.base import Context, Found, InputError, make_uri
from flows.readers.streams import (
    FREE_UNPACKED_BYTES,
    MAX_UNPACKED_RATIO,
    check_unpacked,
    open_input,
    open_seekable,
)
from transforms.reasons import Reason
from transforms.records import Reject

ReadFolder = Callable[[Path, Context], Iterator[Found]]
"""Reads every file of a folder, with a context for all of them."""

_COPY_BYTES = 1_000_000
_ENCRYPTED = 0x1
_NAME_PROBLEMS = (errno.ENAMETOOLONG, errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.EINVAL, errno.EILSEQ)
_NAME_ADVICE = "it is left out; unpack the archive and pass the folder"
_ADVICE = "fetch it again, or unpack it and pass the folder"


class ArchiveReader:
    """Reads what lies in an archive, its metadata.csv included; an archive inside is not opened."""

    suffixes = (".zip", ".tar", ".tgz")

    def __init__(self, read_folder: ReadFolder) -> None:
        """Take what reads the unpacked folder."""
        self._read_folder = read_folder

    def read(self, path: Path, context: Context) -> Iterator[Found]:
        """Yield the articles of the files inside, which are named as if the archive were a folder."""
        uri = make_uri(path)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "inside"
            folder.mkdir()
            for problem in _unpack(path, folder):
                yield Reject(uri, Reason.BROKEN_ARCHIVE, problem)
            inside = make_uri(folder)
            for item in self._read_folder(folder, context):
                place = uri + item.source_uri.removeprefix(inside)
                yield replace(item, source_uri=place)


def _unpack(path: Path, folder: Path) -> Iterator[str]:
    """Unpack regular files below a folder; yield what is wrong with the members that cannot be had.

    Raises:
        InputError: the archive is damaged, or holds more than its size explains.
    """
    limit = max(FREE_UNPACKED_BYTES, MAX_UNPACKED_RATIO * path.stat().st_size)
    is_zip = Path(path.name.lower().removesuffix(".gz")).suffix == ".zip"
    try:
        yield from (_unpack_zip if is_zip else _unpack_tar)(path, folder, limit)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error, NotImplementedError) as error:
        raise InputError(Reason.BROKEN_ARCHIVE, f"the archive is damaged or ends early ({error}); {_ADVICE}") from error


def _unpack_zip(path: Path, folder: Path, limit: int) -> Iterator[str]:
    size = 0
    with open_seekable(path) as stream, zipfile.ZipFile(stream) as archive:
        for member in archive.infolist():
            if member.filename.endswith("/"):  # is_dir() fails on an empty name
                continue
            if member.flag_bits & _ENCRYPTED:
                yield f"{member.filename} needs a password; unpack it and pass the folder"
                continue
            target = None
            try:
                target = _find_target(member.filename, folder)
                with archive.open(member) as source:
                    size = _copy(source, target, size, limit)
            except _BadNameError as error:
                yield str(error)
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
                if target is not None:
                    target.unlink(missing_ok=True)
                yield f"{member.filename} is damaged ({error}); {_ADVICE}"


def _unpack_tar(path: Path, folder: Path, limit: int) -> Iterator[str]:
    size = 0
    mode = "r|gz" if path.suffix.lower() == ".tgz" else "r|"
    with open_input(path) as stream, tarfile.open(fileobj=stream, mode=mode) as archive:  # type: ignore[call-overload]
        for member in archive:
            if member.isdir():
                continue
            source = archive.extractfile(member) if member.isfile() else None
            if source is None:
                yield f"{member.name} is a link or a device; {_NAME_ADVICE}"
                continue
            try:
                size = _copy(source, _find_target(member.name, folder), size, limit)
            except _BadNameError as error:
                yield str(error)


class _BadNameError(Exception):
    """A member's name cannot be had below a folder; the message says why."""


def _find_target(name: str, folder: Path) -> Path:
    """Return where a member goes, with the folders above it.

    Raises:
        _BadNameError: its name leads out of the folder, or is none that a file can have.
    """
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", ".")]
    if not parts or ".." in parts or ":" in parts[0]:
        raise _BadNameError(f"{name} leads out of the archive; {_NAME_ADVICE}")
    target = folder.joinpath(*parts)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.open("ab").close()
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno not in _NAME_PROBLEMS:
            raise
        problem = error.strerror if isinstance(error, OSError) else error
        raise _BadNameError(f"{name[:200]} cannot be the name of a file here ({problem}); {_NAME_ADVICE}") from error
    return target


def _copy(source: IO[bytes], target: Path, size: int, limit: int) -> int:
    """Copy a member and return how much has been unpacked by now."""
    try:
        with target.open("wb") as out:
            while data := source.read(_COPY_BYTES):
                size += len(data)
                check_unpacked(size, limit)
                out.write(data)
    except InputError:
        shutil.rmtree(target.parent, ignore_errors=True)
        raise
    return size
