"""Files to bytes, lines and text: bounded in memory, gzip undone, encoding checked."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from flows.readers.base import InputError
from transforms.reasons import Reason

MAX_ARTICLE_BYTES = 4_000_000
"""Longest plain text, JSON line or CSV cell: a million characters in UTF-8, more than any article."""

_BOM = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SKIP_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number (from 1) and its first byte's offset in the uncompressed file; None if it is too long."""

    number: int
    offset: int
    data: bytes | None


def is_gzip(path: Path) -> bool:
    """Say whether the name ends in ``.gz``."""
    return path.suffix.lower() == ".gz"


@contextmanager
def open_input(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading bytes, gzip undone; damage met while reading is raised as `InputError`."""
    try:
        with gzip.open(path, "rb") if is_gzip(path) else path.open("rb") as stream:
            yield cast(BinaryIO, stream)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(
            Reason.BROKEN_GZIP, f"the compressed data is damaged or ends early ({error}); fetch or compress it again"
        ) from error


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the whole file.

    Raises:
        InputError: it is empty, or longer than the limit.
    """
    with open_input(path) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError(
            Reason.TOO_LARGE, f"the file is larger than {limit:,} bytes, more than any article; split it into articles"
        )
    if not data.removeprefix(_BOM).strip():
        raise InputError(Reason.EMPTY, "the file is empty; remove it or export it again")
    return data


def iterate_lines(stream: IO[bytes], limit: int = MAX_ARTICLE_BYTES) -> Iterator[Line]:
    """Yield the lines without holding more than one; a longer one than the limit is skipped over and has no data."""
    number, offset = 0, 0
    while data := stream.readline(limit + 1):
        number += 1
        start = offset
        offset += len(data)
        is_too_long = len(data) > limit and not data.endswith(b"\n")
        while is_too_long and not data.endswith(b"\n") and (data := stream.readline(_SKIP_BYTES)):
            offset += len(data)
        yield Line(number, start, None if is_too_long else data.removeprefix(_BOM) if number == 1 else data)


def decode_text(data: bytes, offset: int = 0) -> str:
    """Decode UTF-8 strictly; a byte order mark at the start is dropped.

    Args:
        data: the bytes.
        offset: where they start in the file, for the message.

    Raises:
        InputError: there are null bytes, or bytes that are not UTF-8; the first one's offset is named.
    """
    if data.startswith(_UTF16_MARKS):
        raise InputError(Reason.NOT_UTF8, f"the text at byte {offset} looks like UTF-16; save it as UTF-8")
    if (null := data.find(b"\0")) >= 0:
        raise InputError(
            Reason.BINARY, f"byte {offset + null} is a null byte: this is no text file; export it as plain text"
        )
    try:
        return data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        skipped = len(_BOM) if data.startswith(_BOM) else 0
        position = error.start + skipped
        raise InputError(
            Reason.NOT_UTF8, f"byte {offset + position} (0x{data[position]:02X}) is not UTF-8; save the text as UTF-8"
        ) from error
