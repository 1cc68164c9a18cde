"""Paths, folders and patterns to the files to read."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from flows.readers.base import Context, Fields, InputError, Note, NoteKind, make_uri
from flows.readers.columns import ColumnNames
from flows.readers.metadata import METADATA_NAME, MetadataFinder
from flows.readers.rows import parse_fields
from flows.storage import CURRENT, PUBLISHED, RUN_FOLDERS
from transforms.reasons import Reason
from transforms.records import Reject

_NO_ARTICLE_SUFFIXES = frozenset({".md"})
_PATTERN_SIGNS = frozenset("*?[")
# what browsers call the folder of the parts of a saved page, in the languages that change it
_PARTS_NAME = re.compile(r"(.+)(?:_files|\.files|_data|-Dateien|_fichiers|_archivos|_file|_bestanden|-filer)")
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
_RUN_TABLES = ("articles", "claims", "rejects", "runs")
_RUN_NAMES = frozenset({*PUBLISHED, CURRENT, RUN_FOLDERS})
_PARTITION = re.compile(r"([A-Za-z_]\w*)=(.+)")
_NULL_PARTITION = "__HIVE_DEFAULT_PARTITION__"


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
    context: Context,
    has_reader: Callable[[str], bool],
    formats: str,
    uses_metadata: Callable[[str], bool],
) -> tuple[list[InputFile], list[Reject | Note]]:
    """Return the files that the inputs name, sorted and each once, and what could not be used or was passed over.

    Args:
        inputs: files, folders and patterns.
        context: what holds for every file; a file's adds what metadata.csv and the names of its folders say.
        has_reader: whether a suffix can be read.
        formats: the readable suffixes, for messages.
        uses_metadata: whether files with a suffix take their row of metadata.csv.
    """
    search = _Search(has_reader, formats)
    for given in inputs:
        search.add_input(os.fspath(given))
    finder = MetadataFinder(context)
    names = ColumnNames(context)
    files: list[InputFile] = []
    for path, root in search.sorted_paths():
        given_fields = finder.find(path, root) if uses_metadata(find_suffix(path)) else Fields()
        defaults = read_partitions(path, names).or_else(context.defaults)
        files.append(InputFile(path, replace(context, given=given_fields, defaults=defaults)))
    return files, [*search.rejects, *search.notes.values(), *finder.rejects]


def read_partitions(path: Path, names: ColumnNames) -> Fields:
    """Return what the folders' names say, such as ``outlet=Post/date=2026-01-05`` or ``year=2026/month=1/day=5``."""
    pairs = [match for part in path.parts[:-1] if (match := _PARTITION.fullmatch(part))]
    values = {match[1]: unquote(match[2]) for match in pairs if match[2] != _NULL_PARTITION}
    row = names.pick(dict(values))
    day = [values.get(name, "") for name in ("year", "month", "day")]
    if "published_at" not in row and all(map(str.isdigit, day)):
        row["published_at"] = "-".join([day[0], *(number.zfill(2) for number in day[1:])])
    return parse_fields(row)


def find_run_output(folder: Path) -> frozenset[str]:
    """Return the names in a folder that a run wrote there: none where no run did.

    A run leaves ``.runs``; a copy of its output without hidden files is known by its tables.
    """
    try:
        is_output = (folder / RUN_FOLDERS).is_dir() or _holds_tables(folder / "tables")
    except OSError:
        is_output = False
    return _RUN_NAMES if is_output else frozenset()


def _holds_tables(folder: Path) -> bool:
    return all((folder / name).is_dir() for name in _RUN_TABLES)


class _Search:
    """Collects files, each once however often it is named."""

    def __init__(self, has_reader: Callable[[str], bool], formats: str) -> None:
        self._has_reader = has_reader
        self._formats = formats
        self._roots: dict[str, tuple[str, Path, Path]] = {}
        self._outputs: dict[Path, frozenset[str]] = {}
        self.rejects: list[Reject] = []
        self.notes: dict[Path, Note] = {}

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
        if (output := self._find_output_above(path)) is not None:
            if is_pattern:
                self._note_output(output)
            else:
                self._reject(path, Reason.NO_ARTICLES, "a run of whosaid wrote this; pass the articles that it read")
        elif is_pattern and (parts := _find_parts_above(path)) is not None:
            self._note_parts(parts)
        elif _is_dir(path):
            self._add_folder(path)
        elif not is_pattern or not _is_no_article(path.name):
            self._add_file(path, path.parent)

    def _find_output_above(self, path: Path) -> Path | None:
        """Return the folder of the run that wrote this path, or None."""
        below = Path(os.path.abspath(path))  # noqa: PTH100 (links are kept, as they tell what a run published)
        if _holds_tables(below):
            return below
        for folder in below.parents:
            if folder not in self._outputs:
                self._outputs[folder] = find_run_output(folder)
            if below.name in self._outputs[folder]:
                return folder
            below = folder
        return None

    def _note_output(self, folder: Path) -> None:
        self._note(folder, "what a run of whosaid wrote")

    def _note_parts(self, folder: Path) -> None:
        self._note(folder, "the parts of a saved page")

    def _note(self, folder: Path, what: str) -> None:
        self.notes.setdefault(folder, Note(make_uri(folder), NoteKind.PASSED_OVER, what))

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
        output = find_run_output(folder)
        names = {entry.name for entry in entries if not entry.name.startswith(".")}
        if not output.isdisjoint(names):
            self._note_output(folder)
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith((".", "__MACOSX")) or entry.name in output:
                continue
            if not _is_dir(path):
                if not _is_no_article(entry.name):
                    yield path
            elif _holds_tables(path):
                self._note_output(path)
            elif _is_parts_name(entry.name, names):
                self._note_parts(path)
            else:
                yield from self._walk(path, visited)

    def _add_file(self, path: Path, root: Path) -> bool:
        try:
            _check_file(path)
        except InputError as error:
            self._reject(path, error.reason, error.detail)
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


def _is_dir(path: Path) -> bool:
    """Whether a path leads to a folder; not where a link runs in a circle or a folder may not be entered."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _check_file(path: Path) -> None:
    """Raise `InputError` unless the path leads to a regular file."""
    try:
        exists, is_file = path.exists(), path.is_file()
    except OSError as error:
        problem = f"the file cannot be reached ({error.strerror}); check the rights of its folder"
        raise InputError(Reason.UNREADABLE, problem) from error
    if not exists:
        raise InputError(Reason.MISSING_PATH, "the link leads nowhere; correct or remove it")
    if not is_file:
        raise InputError(Reason.UNREADABLE, "this is no regular file (a pipe or device); pass a file")


def _is_parts_name(name: str, beside: Iterable[str]) -> bool:
    """Whether a folder holds the parts of a page that a browser saved beside it."""
    match = _PARTS_NAME.fullmatch(name)
    if match is None:
        return False
    pages = {match[1] + suffix for suffix in _PAGE_SUFFIXES}
    return any(other.lower().removesuffix(".gz") in {page.lower() for page in pages} for other in beside)


def _find_parts_above(path: Path) -> Path | None:
    """Return the folder of a saved page's parts in which a path lies, or None."""
    for folder in path.parents:
        match = _PARTS_NAME.fullmatch(folder.name)
        if match and any(_exists(folder.with_name(match[1] + suffix)) for suffix in _PAGE_SUFFIXES):
            return folder
    return None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _is_no_article(name: str) -> bool:
    """Say whether a file in a folder is a note or a description, not an article."""
    lowered = name.lower()
    return name == METADATA_NAME or lowered.startswith("readme") or Path(lowered).suffix in _NO_ARTICLE_SUFFIXES
