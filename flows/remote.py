"""Inputs and outputs in an object store (``s3://``, ``gs://``): copied here, worked on here, and sent back.

    BASE/runs/<run_id>/…   tables, marts, warehouse … of a run, as below OUT
    BASE/store/…           what extraction found, for the next run, on whichever machine
    BASE/current.json      which run is published: written last, so that a reader sees one run

An object store has neither links nor renames nor locks, on which an output folder rests (decision 1), and DuckDB cannot
write there. So the output has a copy in the user's cache folder; only what has changed travels.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.fs as pf

from flows.readers.base import REMOTE
from flows.settings import Settings
from flows.storage import CURRENT, RUN_FOLDERS, find_current, replace_link, write_bytes
from flows.store import STORE

Result = TypeVar("Result")

POINTER = "current.json"
_LEDGER = "ledger.txt"
_INDEX = ".remote.json"
_ADDRESS = re.compile(r"(s3|gs|abfs)s?:/{1,2}(?=[^/])")
_COPY_BYTES = 8_000_000


class RemoteError(OSError):
    """An object store cannot be read or written, or another machine has published; the message names the address."""


def is_remote(place: str | Path) -> bool:
    """Say whether an input or output lies in an object store; a `Path` has lost one of the slashes."""
    return _ADDRESS.match(str(place)) is not None


def bring_inputs(inputs: Sequence[str]) -> tuple[str, ...]:
    """Copy remote inputs here, as far as they have changed; return where they are, and the others as they were.

    Raises:
        RemoteError: one is not there, or cannot be read.
    """
    return tuple(str(_bring_input(given)) if is_remote(given) else given for given in inputs)


def bring_output(out: Path) -> Path:
    """Return the folder here of a remote output, with what was published there last; a local one as it is.

    Raises:
        RemoteError: it cannot be read.
    """
    return _Output(str(out)).pull() if is_remote(out) else out


def run_anywhere(settings: Settings, build: Callable[[Settings], Result]) -> Result:
    """Run with remote inputs brought here, and send what the run left if its output is a remote one's folder.

    A run that fails is sent too: its row and its rejects, which it has put into the tables that are published.

    Raises:
        RemoteError: the object store fails, or another machine has published since; what the run built stays here.
    """
    here = replace(settings, inputs=bring_inputs(settings.inputs))
    address = _find_address(settings.out)
    try:
        result = build(here)
    except Exception as error:
        if address is not None:
            _send_failure(address, error)
        raise
    if address is not None:
        _Output(address).push()
    return result


def _send_failure(address: str, error: Exception) -> None:
    """Send what a failed run left; that this fails too is only a note, since the first failure is what counts."""
    try:
        _Output(address).push()
    except RemoteError as second:
        error.add_note(f"its row could not be sent, and comes with the next run from this machine: {second}")


def _cache(*parts: str) -> Path:
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base.resolve().joinpath("whosaid", *parts)


def _place(address: str, kind: str) -> Path:
    """Return the folder here that stands for an address."""
    scheme, _, rest = address.partition("://")
    return _cache(kind, scheme, *PurePosixPath(rest.partition("?")[0]).parts)


def _complete(given: str) -> str:
    """Return an address with both slashes."""
    return _ADDRESS.sub(lambda found: f"{found[0].rstrip('/')}//", given, count=1)


def _find_address(out: Path) -> str | None:
    """Return the address that a folder here stands for, or none."""
    try:
        known: str = json.loads((out / _INDEX).read_bytes())["address"]
    except (OSError, ValueError, KeyError):
        return None
    return known


@contextmanager
def _explain(address: str) -> Iterator[None]:
    try:
        yield
    except RemoteError:
        raise
    except (OSError, ValueError, pa.ArrowException) as error:
        problem = (str(error).splitlines() or [type(error).__name__])[0]
        raise RemoteError(f"{address}: {problem}; look at the address and the credentials (AWS_…)") from error


def _bring_input(given: str) -> Path:
    """Copy a file, or all files below a folder, whose size or time differ; remove here what is gone there."""
    address = _complete(given)
    target = _place(address, REMOTE)
    with _explain(address):
        system, path = pf.FileSystem.from_uri(address)
        path = path.rstrip("/")
        (info,) = system.get_file_info([path])
        if info.type == pf.FileType.NotFound:
            raise RemoteError(f"{address}: nothing is there; look at the address")
        if info.type == pf.FileType.File:
            _copy_if_new(system, info, target)
            return target
        wanted: set[Path] = set()
        for info in system.get_file_info(pf.FileSelector(path, recursive=True)):
            if info.type == pf.FileType.File:
                below = PurePosixPath(info.path).relative_to(path)
                if ".." in below.parts:
                    raise RemoteError(f"{address}: {info.path!r} leads out of its folder; remove it there")
                here = target / below
                wanted.add(here)
                _copy_if_new(system, info, here)
    for stale in [file for file in target.rglob("*") if file.is_file() and file not in wanted]:
        stale.unlink()
    return target


def _copy_if_new(system: pf.FileSystem, info: pf.FileInfo, here: Path) -> None:
    stamp = info.mtime_ns or 0
    if here.is_file() and (here.stat().st_size, here.stat().st_mtime_ns) == (info.size, stamp):
        return
    _download(system, info.path, here)
    os.utime(here, ns=(stamp, stamp))


def _download(system: pf.FileSystem, path: str, here: Path) -> None:
    here.parent.mkdir(parents=True, exist_ok=True)
    partial = here.with_name(here.name + ".partial")
    with system.open_input_stream(path) as source, partial.open("wb") as target:
        shutil.copyfileobj(source, target, _COPY_BYTES)
    partial.replace(here)


class _Output:
    """A remote output and its folder here."""

    def __init__(self, given: str) -> None:
        self._address = _complete(given)
        self.folder = _place(self._address, "outputs")
        with _explain(self._address):
            self._system, base = pf.FileSystem.from_uri(self._address)
        self._base = base.rstrip("/")

    def pull(self) -> Path:
        """Bring the published run, the ledger and the store here, unless they are; return the folder."""
        with _explain(self._address):
            pointer = self._read_pointer()
            index = self._read_index()
            if pointer and pointer != index.get("pointer"):
                self._note(pointer, self._fetch(pointer["run"]))
            elif not index:
                self._note(pointer, {})
        return self.folder

    def push(self) -> None:
        """Send what has changed here, the pointer last; remove there what is gone here."""
        run = find_current(self.folder)
        if run is None:
            return
        with _explain(self._address):
            index = self._read_index()
            if self._read_pointer() != index["pointer"]:
                raise RemoteError(
                    f"{self._address}: another machine has published there since this run began; what this one built "
                    f"stays in {self.folder}; run again, and let one machine at a time write to an output"
                )
            sent, here = index["files"], self._list_here(run)
            for name in sorted(here, key=lambda name: (name.endswith(("shard.json", "manifest.json")), name)):
                if sent.get(name) != here[name]:
                    self._send(name)
            pointer = {"run": run.name, "push": secrets.token_hex(8)}
            with self._system.open_output_stream(f"{self._base}/{POINTER}") as target:
                target.write(json.dumps(pointer).encode())
            # the run before stays for readers that have it open
            before = f"runs/{(index['pointer'] or pointer)['run']}/"
            gone = sent.keys() - here.keys()
            kept = {name for name in gone if name.startswith(before)}
            for name in gone - kept:
                self._system.delete_file(f"{self._base}/{name}")
            self._note(pointer, here | {name: sent[name] for name in kept})

    def _fetch(self, run: str) -> dict[str, list[int]]:
        """Bring here what another machine has published, but what is here of the store; return its files."""
        found: dict[str, list[int]] = {}
        selector = pf.FileSelector(self._base, recursive=True)
        for info in self._system.get_file_info(selector):
            name = info.path.removeprefix(f"{self._base}/")
            here = self._locate(name)
            if info.type != pf.FileType.File or here is None:
                continue
            if name.startswith("runs/") and not name.startswith(f"runs/{run}/"):
                found[name] = [info.size, 0]  # of an older run: it only has to be removed one day
                continue
            if not (name.startswith("store/") and here.is_file() and here.stat().st_size == info.size):
                _download(self._system, info.path, here)
            found[name] = _stamp(here)
        replace_link(self.folder / CURRENT, Path(RUN_FOLDERS) / run)
        for published in (self.folder / CURRENT).iterdir():
            if published.name != "state":
                replace_link(self.folder / published.name, Path(CURRENT) / published.name)
        return found

    def _locate(self, name: str) -> Path | None:
        """Return where a remote file goes here."""
        top, _, rest = name.partition("/")
        if ".." in PurePosixPath(rest).parts:
            return None
        return {
            "runs": self.folder / RUN_FOLDERS / rest,
            "store": self.folder / STORE / rest,
            _LEDGER: self.folder / RUN_FOLDERS / _LEDGER,
        }.get(top)

    def _list_here(self, run: Path) -> dict[str, list[int]]:
        """Return the files that belong there, by their names there, with size and time."""
        folders = {f"runs/{run.name}": run, "store": self.folder / STORE}
        files = {_LEDGER: self.folder / RUN_FOLDERS / _LEDGER}
        for name, folder in folders.items():
            files |= {f"{name}/{f.relative_to(folder).as_posix()}": f for f in folder.rglob("*") if f.is_file()}
        return {name: _stamp(path) for name, path in files.items() if path.is_file()}

    def _send(self, name: str) -> None:
        path = self._locate(name)
        assert path is not None
        with path.open("rb") as source, self._system.open_output_stream(f"{self._base}/{name}") as target:
            shutil.copyfileobj(source, target, _COPY_BYTES)

    def _read_pointer(self) -> dict[str, str] | None:
        path = f"{self._base}/{POINTER}"
        (info,) = self._system.get_file_info([path])
        if info.type != pf.FileType.File:
            return None
        with self._system.open_input_stream(path) as source:
            pointer: dict[str, str] = json.loads(source.read())
        if not re.fullmatch(r"[\w-]+", str(pointer.get("run"))):
            raise RemoteError(f"{self._address}/{POINTER} was not written by whosaid; choose another --out")
        return pointer

    def _read_index(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads((self.folder / _INDEX).read_bytes())
        except (OSError, ValueError):
            return {}
        return found

    def _note(self, pointer: dict[str, str] | None, files: dict[str, list[int]]) -> None:
        """Note what is there."""
        self.folder.mkdir(parents=True, exist_ok=True)
        content = {"address": self._address, "pointer": pointer, "files": files}
        write_bytes(json.dumps(content).encode(), self.folder / _INDEX)


def _stamp(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]
