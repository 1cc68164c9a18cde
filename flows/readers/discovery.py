"""Paths, folders and patterns to the files to read."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.readers.base import Context, Fields, make_uri
from flows.readers.metadata import METADATA_NAME, MetadataFinder
from transforms.reasons import Reason
from transforms.records import Reject

_NO_ARTICLE_SUFFIXES = frozenset({".md"})
_PATTERN_SIGNS = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read, and what is known about it."""

    path: Path
    context: Context


def find_suffix(path: Path) -> str:
    """Return the ending that tells the format, lower case, without ``.gz``."""
    name = path.name.lower().removesuffix(".gz")
    return Path(name).suffix


def find_files(
    inputs: Iterable[str | Path],
    defaults: Fields,
    has_reader: Callable[[str], bool],
    formats: str,
    uses_metadata: Callable[[str], bool],
) -> tuple[list[InputFile], list[Reject]]:
    """Return the files that the inputs name, sorted and each once, and what could not be used.

    Args:
        inputs: files, folders and patterns.
        defaults: what fills the gaps of every article.
        has_reader: whether a suffix can be read.
        formats: the readable suffixes, for messages.
        uses_metadata: whether files with a suffix take their row of metadata.csv.
    """
    search = _Search(has_reader, formats)
    for given in inputs:
        search.add_input(os.fspath(given))
    finder = MetadataFinder()
    files: list[InputFile] = []
    for path, root in search.sorted_paths():
        given_fields = finder.find(path, root) if uses_metadata(find_suffix(path)) else Fields()
        files.append(InputFile(path, Context(given_fields, defaults)))
    return files, [*search.rejects, *finder.rejects]


class _Search:
    """Collects files, each once however often it is named."""

    def __init__(self, has_reader: Callable[[str], bool], formats: str) -> None:
        self._has_reader = has_reader
        self._formats = formats
        self._roots: dict[str, tuple[str, Path, Path]] = {}
        self.rejects: list[Reject] = []

    def sorted_paths(self) -> list[tuple[Path, Path]]:
        """Return each file with the root below which metadata.csv is looked for, by path."""
        return [(path, root) for _, path, root in sorted(self._roots.values())]

    def add_input(self, given: str) -> None:
        path = Path(given)
        if os.path.lexists(path):
            self._add_path(path, is_pattern=False)
        elif _PATTERN_SIGNS & set(given):
            matches = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 (Path.glob takes no absolute patterns)
            if not matches:
                self._reject(path, Reason.MISSING_PATH, "nothing matches this pattern; check it")
            for match in matches:
                self._add_path(Path(match), is_pattern=True)
        else:
            self._reject(path, Reason.MISSING_PATH, "there is no such file or folder; check the path")

    def _add_path(self, path: Path, is_pattern: bool) -> None:
        if path.is_dir():
            self._add_folder(path)
        elif not is_pattern or not _is_no_article(path.name):
            self._add_file(path, path.parent)

    def _add_folder(self, folder: Path) -> None:
        found = False
        for path in self._walk(folder, set()):
            found = self._add_file(path, folder) or found
        if not found:
            self._reject(folder, Reason.NO_ARTICLES, f"the folder holds no articles ({self._formats}); check the path")

    def _walk(self, folder: Path, visited: set[str]) -> Iterator[Path]:
        """Yield the files below a folder, but hidden ones and notes; links that lead in a circle are followed once."""
        real = os.path.realpath(folder)
        if real in visited:
            return
        visited.add(real)
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            self._reject(folder, Reason.UNREADABLE, f"the folder cannot be opened ({error.strerror}); check its rights")
            return
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith((".", "__MACOSX")):
                continue
            if entry.is_dir():
                yield from self._walk(path, visited)
            elif not _is_no_article(entry.name):
                yield path

    def _add_file(self, path: Path, root: Path) -> bool:
        if not path.exists():
            self._reject(path, Reason.MISSING_PATH, "the link leads nowhere; mend or remove it")
            return False
        if not path.is_file():
            self._reject(path, Reason.UNREADABLE, "this is no regular file (a pipe or device); pass a file")
            return False
        if path.name == METADATA_NAME:
            problem = "this describes the files beside it; pass their folder or the files themselves"
            self._reject(path, Reason.UNSUPPORTED_FORMAT, problem)
            return False
        if not self._has_reader(find_suffix(path)):
            self._reject(path, Reason.UNSUPPORTED_FORMAT, f"no reader takes this ending; convert it to {self._formats}")
            return False
        candidate = (make_uri(path), path, root)
        real = os.path.realpath(path)
        self._roots[real] = min(self._roots.get(real, candidate), candidate)
        return True

    def _reject(self, path: Path, reason: Reason, detail: str) -> None:
        self.rejects.append(Reject(make_uri(path), reason, detail))


def _is_no_article(name: str) -> bool:
    """Say whether a file in a folder is a note or a description, not an article."""
    lowered = name.lower()
    return name == METADATA_NAME or lowered.startswith("readme") or Path(lowered).suffix in _NO_ARTICLE_SUFFIXES
