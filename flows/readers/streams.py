"""Files to bytes, lines and text: bounded in memory, compression undone, character set found."""

from __future__ import annotations

import codecs
import gzip
import io
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from flows.readers.base import InputError
from flows.readers.encodings import BOM, UTF8, detect_encoding
from transforms.reasons import Reason

if TYPE_CHECKING:
    from typing_extensions import Buffer

MAX_ARTICLE_BYTES = 32_000_000
"""Longest plain text, JSON line or CSV cell; what is read of it must also pass `transforms.articles`."""
MAX_UNPACKED_RATIO = 200
"""Bytes that one byte of compressed data may become; text rarely passes thirty."""
FREE_UNPACKED_BYTES = 100_000_000
"""What may be unpacked whatever the ratio."""

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SKIP_BYTES = 1_000_000
_BUFFER_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number (from 1) and its first byte's offset in the uncompressed file; None if it is too long."""

    number: int
    offset: int
    data: bytes | None


def is_gzip(path: Path) -> bool:
    """Say whether the name ends in ``.gz``."""
    return path.suffix.lower() == ".gz"


class _BoundedReader(io.RawIOBase):
    """Passes unpacked bytes on until they are absurdly many for the packed ones."""

    def __init__(self, source: gzip.GzipFile, packed_bytes: int) -> None:
        self._source = source
        self._limit = max(FREE_UNPACKED_BYTES, MAX_UNPACKED_RATIO * packed_bytes)
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        data = self._source.read1(len(memoryview(buffer)))  # what is there: damage may follow
        self._read += len(data)
        check_unpacked(self._read, self._limit)
        memoryview(buffer)[: len(data)] = data
        return len(data)


def check_unpacked(size: int, limit: int) -> None:
    """Raise `InputError` where unpacked data has passed a limit."""
    if size > limit:
        problem = f"the compressed data unpacks to more than {limit:,} bytes, which no text does; unpack it yourself"
        raise InputError(Reason.TOO_LARGE, problem)


class _Recoder(io.RawIOBase):
    """Gives a file in another character set as UTF-8."""

    def __init__(self, source: IO[bytes], encoding: str) -> None:
        self._source = source
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._ready = b""
        self._offset = 0
        self._is_done = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        while not self._ready and not self._is_done:
            data = self._source.read(_BUFFER_BYTES)
            self._is_done = not data
            try:
                text = self._decoder.decode(data, final=self._is_done)
            except UnicodeDecodeError as error:
                raise _name_bad_byte(error, self._encoding, self._offset) from error
            self._offset += len(data)
            self._ready = text.encode(UTF8, "surrogatepass")
        view = memoryview(buffer)
        piece, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(piece)] = piece
        return len(piece)


def _name_bad_byte(error: UnicodeDecodeError, encoding: str, offset: int) -> InputError:
    problem = f"byte {offset + error.start} (0x{error.object[error.start]:02X}) is not {encoding}; name the right"
    return InputError(Reason.NOT_UTF8, f"{problem} character set with --encoding, or save the file as UTF-8")


@contextmanager
def open_input(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading bytes, gzip undone; damage met while reading is raised as `InputError`.

    So is a file that unpacks to more than `MAX_UNPACKED_RATIO` times its size.
    """
    try:
        if not is_gzip(path):
            with path.open("rb") as stream:
                yield stream
            return
        with gzip.open(path, "rb") as packed:
            bounded = _BoundedReader(packed, path.stat().st_size)
            yield cast(BinaryIO, io.BufferedReader(bounded, _BUFFER_BYTES))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(
            Reason.BROKEN_GZIP, f"the compressed data is damaged or ends early ({error}); fetch or compress it again"
        ) from error


def find_encoding(path: Path, given: str | None = None) -> str:
    """Return the character set of a whole file (`flows.readers.encodings.detect_encoding`).

    What cannot be read to its end is judged by what can; whoever reads it then says so.
    """
    try:
        with open_input(path) as stream:
            return detect_encoding(stream, given)
    except InputError:
        return UTF8


@contextmanager
def open_recoded(path: Path, encoding: str) -> Iterator[BinaryIO]:
    """Open a file for reading as UTF-8 bytes, whatever character set it is in; see `open_input`."""
    with open_input(path) as stream:
        if encoding == UTF8:
            yield stream
        else:
            yield cast(BinaryIO, io.BufferedReader(_Recoder(stream, encoding), _BUFFER_BYTES))


@contextmanager
def open_seekable(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that is read from its end; a compressed one is unpacked to disk first."""
    if not is_gzip(path):
        with path.open("rb") as stream:
            yield stream
        return
    with tempfile.TemporaryFile() as copy:
        with open_input(path) as packed:
            while data := packed.read(_SKIP_BYTES):
                copy.write(data)
        copy.seek(0)
        yield copy


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
    if not data.removeprefix(BOM).strip():
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
        yield Line(number, start, None if is_too_long else data.removeprefix(BOM) if number == 1 else data)


def decode_file(data: bytes, given: str | None = None) -> tuple[str, str]:
    """Decode a whole file's bytes in the character set that `detect_encoding` finds; return the text and the set.

    Raises:
        InputError: there are null bytes, or bytes that no character set explains.
    """
    encoding = detect_encoding(io.BytesIO(data), given)
    if encoding == UTF8:
        return decode_text(data), UTF8
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _name_bad_byte(error, encoding, 0) from error
    if (null := text.find("\0")) >= 0:
        problem = f"character {null} is a null: this is no text file; export it as plain text"
        raise InputError(Reason.BINARY, problem)
    return text.removeprefix("\ufeff"), encoding


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
        return data.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        skipped = len(BOM) if data.startswith(BOM) else 0
        position = error.start + skipped
        raise InputError(
            Reason.NOT_UTF8,
            f"byte {offset + position} (0x{data[position]:02X}) is not UTF-8, and no other character set explains the"
            " file; save it as UTF-8, or name its set with --encoding",
        ) from error
