"""What a reader is, and what every reader shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeAlias

from flows.resources import load_shipped_seeds
from transforms.reasons import Reason
from transforms.records import RawArticle, Reject
from transforms.seeds import Seeds


@dataclass(frozen=True, slots=True)
class Fields:
    """What can be known about an article besides its text; None or empty where it is not."""

    id: str | None = None
    outlet: str | None = None
    published_at: str | datetime | date | None = None
    headline: str | None = None
    byline: tuple[str, ...] = ()
    url: str | None = None

    def or_else(self, other: Fields) -> Fields:
        """Return these fields, with the other's where these are empty."""
        return Fields(**{f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(Fields)})

    def describe(self, article: RawArticle) -> RawArticle:
        """Return an article with these fields in place of its own."""
        return replace(article, **{f.name: getattr(self, f.name) for f in fields(Fields)})


NOTHING_KNOWN = Fields()


class NoteKind(StrEnum):
    """What a run's user should know about an input that is no fault of it."""

    PASSED_OVER = "passed_over"
    """It was left out on purpose; the detail says what it is."""
    ENCODING = "encoding"
    """It was not UTF-8; the detail names the character set it was read in."""
    IGNORED_COLUMNS = "ignored_columns"
    """It has columns that are not read; the detail names them."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell about an input, for the summary; nothing is lost by it."""

    source_uri: str
    kind: NoteKind
    detail: str


Found: TypeAlias = RawArticle | Reject | Note
"""What a reader yields."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about a file before it is read.

    ``given`` was written for this very file (its row of metadata.csv) and goes before what a page says of itself;
    ``defaults`` were given for all inputs, or stand in the folders' names, and fill only what is still missing.
    ``encoding`` is the character set of files that are not UTF-8, ``columns`` the names that the user says columns
    have, by ours. ``own_seeds`` name other columns, and the boxes and notices of pages; without them those that come
    with whosaid do.
    """

    given: Fields = NOTHING_KNOWN
    defaults: Fields = NOTHING_KNOWN
    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    # a run's hash of a file has the seeds' own hash beside the context
    own_seeds: Seeds | None = field(default=None, repr=False, compare=False)

    @property
    def seeds(self) -> Seeds:
        """The seeds that hold for the file."""
        return self.own_seeds or load_shipped_seeds()

    def fill(self, found: Fields = NOTHING_KNOWN) -> Fields:
        """Return what is known once the reader has found its part."""
        return self.given.or_else(found).or_else(self.defaults)


class Reader(Protocol):
    """Reads the articles of one file format.

    A reader yields what it finds, in the file's order, and holds one article at a time. What it cannot use becomes a
    `Reject` that says what is wrong, where, and what to do; it goes on where it can. It may yield a `Note`, and raise
    `InputError` to reject the rest of the file. It never touches the network, and what it yields depends on the file
    and the context only.
    """

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The file endings it takes, such as ``.txt``: lower case, without ``.gz``; a class attribute will do."""
        ...

    def read(self, path: Path, context: Context) -> Iterator[Found]:
        """Yield the articles of a file; `flows.readers.streams` opens it, compressed or not."""
        ...


class InputError(Exception):
    """A file, or what is left of it, cannot be used."""

    def __init__(self, reason: Reason, detail: str) -> None:
        """Keep the code and the sentence of the coming reject."""
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def make_uri(path: Path) -> str:
    """Return the path as given, with forward slashes; bytes of a name that are not UTF-8 are written as escapes.

    What was copied here from an object store has its address.
    """
    uri = path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    scheme, _, rest = uri.partition(f"/whosaid/{REMOTE}/")[2].partition("/")
    return f"{scheme}://{rest}" if rest else uri


REMOTE = "remote"
"""Where inputs from object stores are copied to, in ``whosaid`` of the user's cache folder."""
