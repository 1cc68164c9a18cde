"""Readers: files, folders and patterns to raw articles.

`discover_inputs` says which files there are, `read_file` yields the articles of one; what cannot be used comes as
`Reject`, what the user should know as `Note`. A reader for another format is added to `_BUILT_IN`, or by a package
that declares an entry point in the group ``whosaid.readers``; see ``docs/readers.md``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.metadata import entry_points
from itertools import chain
from pathlib import Path

from flows.readers.archives import ArchiveReader
from flows.readers.base import Context, Fields, Found, InputError, Note, NoteKind, Reader, make_uri
from flows.readers.delimited import CsvReader
from flows.readers.discovery import InputFile, find_files, find_suffix
from flows.readers.feeds import FeedReader
from flows.readers.fetched import FetchedReader
from flows.readers.html import HtmlReader
from flows.readers.jsonl import JsonLinesReader, JsonReader
from flows.readers.mhtml import MhtmlReader
from flows.readers.parquet import ParquetReader
from flows.readers.text import TextReader
from flows.readers.warc import WarcReader
from flows.readers.workbooks import WorkbookReader
from transforms.reasons import Reason
from transforms.records import RawArticle, Reject
from transforms.seeds import Seeds

__all__ = [
    "MAX_REJECTS",
    "Context",
    "Fields",
    "Found",
    "InputError",
    "InputFile",
    "Note",
    "NoteKind",
    "Reader",
    "discover_inputs",
    "load_readers",
    "make_uri",
    "read_file",
    "read_inputs",
]

READER_GROUP = "whosaid.readers"
"""The entry point group of readers in other packages."""

MAX_REJECTS = 1000
"""Rejects of one file that are listed one by one, for each reason."""

_RECORD_READERS: tuple[Reader, ...] = (
    JsonLinesReader(),
    JsonReader(),
    CsvReader(),
    ParquetReader(),
    WorkbookReader(),
    FeedReader(),
    FetchedReader(),
    WarcReader(),
)
"""Readers of many articles; a row of metadata.csv describes one."""


def _read_archive(folder: Path, context: Context) -> Iterator[Found]:
    """Yield what lies in the folder of an unpacked archive; other archives in it are not opened."""
    files, found = _find_files([folder], context, ArchiveReader.suffixes)
    yield from found
    for file in files:
        yield from read_file(file)


_BUILT_IN: tuple[Reader, ...] = (
    TextReader(),
    HtmlReader(),
    MhtmlReader(),
    *_RECORD_READERS,
    ArchiveReader(_read_archive),
)
_RECORD_SUFFIXES = frozenset(suffix for reader in _RECORD_READERS for suffix in reader.suffixes)


@lru_cache(maxsize=1)
def load_readers() -> dict[str, Reader]:
    """Return the reader of each suffix; one from another package goes before a built-in one."""
    plugged = [entry.load()() for entry in sorted(entry_points(group=READER_GROUP))]
    return {suffix: reader for reader in (*_BUILT_IN, *plugged) for suffix in reader.suffixes}


def discover_inputs(
    inputs: Iterable[str | Path],
    outlet: str | None = None,
    published_at: str | None = None,
    encoding: str | None = None,
    columns: Mapping[str, str] | None = None,
    seeds: Seeds | None = None,
) -> tuple[list[InputFile], list[Reject | Note]]:
    """Return the files to read, sorted by path and each once, and what could not be used or was passed over.

    In folders, which are searched to the bottom, hidden files, READMEs, ``.md`` files, ``metadata.csv``, what a run
    wrote and the parts of saved pages are passed over. Patterns are those of `glob`, with ``**`` for any folders.

    Args:
        inputs: files, folders and patterns.
        outlet: fills the outlet where a file does not say it.
        published_at: fills the publication date where a file does not say it.
        encoding: the character set of files that are not UTF-8; detected where it is not given.
        columns: the names that columns have in the inputs, by ours.
        seeds: name columns, and boxes and notices of pages; those that come with whosaid if none are given.
    """
    defaults = Fields(outlet=outlet, published_at=published_at)
    return _find_files(inputs, Context(Fields(), defaults, encoding, columns or {}, seeds))


def _find_files(
    inputs: Iterable[str | Path], context: Context, left_out: tuple[str, ...] = ()
) -> tuple[list[InputFile], list[Reject | Note]]:
    readers = {suffix: reader for suffix, reader in load_readers().items() if suffix not in left_out}
    return find_files(
        inputs,
        context,
        has_reader=readers.__contains__,
        formats=", ".join(dict.fromkeys(reader.suffixes[0] for reader in readers.values())) + "; each also .gz",
        uses_metadata=lambda suffix: suffix not in _RECORD_SUFFIXES,
    )


def read_file(file: InputFile) -> Iterator[Found]:
    """Yield the articles of a file and its rejects; a broken file never stops the run.

    After `MAX_REJECTS` rejects for one reason, which only a file in another format gives, the rest is counted and
    stated once.
    """
    counts: Counter[str] = Counter()
    last: dict[str, Reject] = {}
    for item in _read_all(file):
        if isinstance(item, Reject):
            counts[item.reason] += 1
            last[item.reason] = item
        if not isinstance(item, Reject) or counts[item.reason] <= MAX_REJECTS:
            yield item
    for reason, reject in last.items():
        if more := max(0, counts[reason] - MAX_REJECTS):
            problem = f"{more:,} more rejects like the {MAX_REJECTS:,} before it, the last: {reject.detail}"
            yield Reject(reject.source_uri, reason, problem)


def _read_all(file: InputFile) -> Iterator[Found]:
    try:
        yield from load_readers()[find_suffix(file.path)].read(file.path, file.context)
    except InputError as error:
        yield Reject(make_uri(file.path), error.reason, error.detail)
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror or error}); check that it is there and may be read"
        yield Reject(make_uri(file.path), Reason.UNREADABLE, problem)
    except Exception as error:  # a page can break a parser in ways that nobody foresees; the others must not suffer
        problem = f"its reader failed ({type(error).__name__}: {str(error)[:200]}); leave the file out and report it"
        yield Reject(make_uri(file.path), Reason.UNREADABLE, problem)


def read_inputs(
    inputs: Iterable[str | Path],
    outlet: str | None = None,
    published_at: str | None = None,
    encoding: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[RawArticle | Reject]:
    """Yield every article and reject of the inputs, as `discover_inputs` orders them."""
    files, found = discover_inputs(inputs, outlet, published_at, encoding, columns)
    for item in chain(found, *map(read_file, files)):
        if not isinstance(item, Note):
            yield item
