"""The pages of a site by their subjects: those whose rows are what they were are taken over from the site before."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.storage import write_parquet

NOTES = "pages.parquet"
"""In a site's folder: which subject each page is of, and the digest of the rows that it shows."""

_SCHEMA = pa.schema([("subject", pa.string()), ("digest", pa.string()), ("page", pa.string())])
_MADE_BY = b"made_by"


class Pages:
    """The pages of a new site, with what is known of the site before.

    A page shows the rows of its subject (a story, or somebody who is quoted) and nothing of the rest of the corpus, so
    that it holds as long as these rows, and what makes pages of them, are the same.
    """

    def __init__(self, folder: Path, before: Path | None, made_by: str) -> None:
        """Begin a site.

        Args:
            folder: the new site's.
            before: the folder of a site whose pages may be taken over, if there is one.
            made_by: a digest of all that shapes pages beside their rows; pages of another one are not taken over.
        """
        self._folder = folder
        self._before = before
        self._made_by = made_by
        self._earlier = _read_notes(before, made_by) if before else {}
        self._digests: dict[str, str] = {}
        self._pages: dict[str, list[str]] = defaultdict(list)

    @property
    def count(self) -> int:
        """The pages of subjects, written and taken over."""
        return sum(map(len, self._pages.values()))

    def take_over(self, digests: Mapping[str, str]) -> list[str]:
        """Put the earlier pages of all subjects with the same digest into the new site.

        Args:
            digests: of the rows of each subject, by its id.

        Returns:
            The other subjects, in their order: their pages must be written.
        """
        self._digests |= digests
        return [subject for subject, digest in digests.items() if not self._take_over(subject, digest)]

    def _take_over(self, subject: str, digest: str) -> bool:
        earlier, pages = self._earlier.get(subject, ("", []))
        if earlier != digest or self._before is None:
            return False
        try:
            for page in pages:
                _link(self._before / page, self._folder / page)
        except OSError:  # a page that somebody removed, or a disk that is full: writing it says so
            for page in pages:
                (self._folder / page).unlink(missing_ok=True)
            return False
        self._pages[subject] += pages
        return True

    def note(self, subject: str, page: str) -> None:
        """Note a page of a subject that was written."""
        self._pages[subject].append(page)

    def save(self) -> None:
        """Leave beside the pages what the next site must know of them."""
        rows = [(subject, self._digests[subject], page) for subject, pages in self._pages.items() for page in pages]
        columns = dict(zip(_SCHEMA.names, zip(*rows, strict=True), strict=True)) if rows else {}
        table = pa.table({name: columns.get(name, ()) for name in _SCHEMA.names}, schema=_SCHEMA)
        write_parquet(table.replace_schema_metadata({_MADE_BY: self._made_by}), self._folder / NOTES)


def join_digests(*parts: object) -> str:
    """Return one digest of values that are written alike whenever they are alike."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def _read_notes(folder: Path, made_by: str) -> dict[str, tuple[str, list[str]]]:
    """Return digest and pages of each subject of a site, none if it was made otherwise or does not say."""
    try:
        table = pq.read_table(folder / NOTES)
    except (OSError, pa.ArrowException):
        return {}
    if (table.schema.metadata or {}).get(_MADE_BY) != made_by.encode() or table.schema.names != _SCHEMA.names:
        return {}
    found: dict[str, tuple[str, list[str]]] = {}
    for subject, digest, page in zip(*(column.to_pylist() for column in table.columns), strict=True):
        found.setdefault(subject, (digest, []))[1].append(page)
    return found


def _link(page: Path, fresh: Path) -> None:
    """Give a page a second name, or copy it where the disk lets a file have only one."""
    try:
        os.link(page, fresh)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(page, fresh)
