"""The manifest of a published run: the SHA-256 of each of its files, and the check that finds what has changed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.datapackage import DATAPACKAGE, write_datapackage
from flows.storage import STAGING, STATE, OutputError, find_current, write_bytes
from flows.warehouse import WAREHOUSE

MANIFEST = "manifest.json"
NO_MANIFEST = "there is no manifest"
_READ_ONLY = 0o444
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Damage:
    """A file of a run that is not what was published, and what is wrong with it."""

    file: str
    problem: str


class ManifestError(ValueError):
    """A manifest is not one, or was changed."""


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_file_whole(path: Path, digest: str) -> bool:
    """Say whether a file is there, and has this SHA-256."""
    try:
        return hash_file(path) == digest
    except OSError:
        return False


def write_manifest(folder: Path, known: Mapping[str, Mapping[str, object]] | None = None) -> None:
    """Hash the files of a run's folder, and write their data package and their manifest beside them.

    The warehouse may then be read only: DuckDB takes a file that it may write for one to be written.

    Args:
        folder: the run's.
        known: entries of files that need no hashing anew.
    """
    known = known or {}
    names = [name for name in list_files(folder) if name != DATAPACKAGE]
    files = {name: known.get(name) or _describe(folder / name) for name in names}
    write_datapackage(folder, files)
    files[DATAPACKAGE] = _describe(folder / DATAPACKAGE)
    if WAREHOUSE in files:
        (folder / WAREHOUSE).chmod(_READ_ONLY)
    write_bytes(_write_lines(_seal(files)).encode(), folder / MANIFEST)


def _write_lines(content: Mapping[str, Any]) -> str:
    """Return a manifest's content as JSON, a file a line: indented, it takes Python ten times as long to write."""
    head = "".join(f"{json.dumps(name)}: {json.dumps(content[name])},\n" for name in content if name != "files")
    files = ",\n".join(f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in content["files"].items())
    return f'{{\n{head}"files": {{\n{files}\n}}\n}}\n'


def read_manifest(folder: Path) -> dict[str, dict[str, object]]:
    """Return the entry (``sha256`` and ``bytes``) of each file of a run, by its path in the folder.

    Raises:
        ManifestError: there is no manifest, or it is damaged.
    """
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
        files: dict[str, dict[str, object]] = content["files"]
        if content == _seal(files):
            return files
    except FileNotFoundError as error:
        raise ManifestError(NO_MANIFEST) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ManifestError(f"it cannot be read ({error})") from error
    raise ManifestError("its own checksum does not fit")


def list_shared(folder: Path, earlier: Path) -> dict[str, dict[str, object]]:
    """Return the entries of an earlier run's manifest for the files that a run's folder has under a second name."""

    def is_shared(name: str) -> bool:
        try:
            return (folder / name).samefile(earlier / name)
        except OSError:
            return False

    return {name: entry for name, entry in read_manifest(earlier).items() if is_shared(name)}


def list_files(folder: Path) -> list[str]:
    """Return the published files of a run's folder, by their path in it, but for the manifest and the run's state."""
    found: list[str] = []
    for place, folders, files in os.walk(folder):  # a site has a page per article: a path object for each is dear
        below = os.path.relpath(place, folder)
        if below == ".":
            folders[:] = [name for name in folders if name not in (STAGING, STATE)]
            found += (name for name in files if name != MANIFEST)
        else:
            found += (f"{below}/{name}" for name in files)
    return sorted(found)


def check_run(folder: Path) -> list[Damage]:
    """Compare a run's files to its manifest, byte by byte; return what differs, is missing or is not listed."""
    try:
        manifest = read_manifest(folder)
    except ManifestError as error:
        return [Damage(MANIFEST, str(error))]
    found = set(list_files(folder))
    damages = [Damage(name, "it is missing") for name in sorted(manifest.keys() - found)]
    damages += [Damage(name, "no run wrote it") for name in sorted(found - manifest.keys())]
    damages += [damage for name in sorted(found & manifest.keys()) for damage in _compare(folder, name, manifest[name])]
    return sorted(damages, key=lambda damage: damage.file)


def check_output(out: Path) -> list[Damage]:
    """Check the published run of an output folder.

    Raises:
        OutputError: no run is published there.
    """
    folder = find_current(out)
    if folder is None:
        raise OutputError(f"no run in {out}; run 'whosaid run INPUT --out {out}' first, or name another --out")
    return check_run(folder)


def _compare(folder: Path, name: str, entry: Mapping[str, object]) -> Iterable[Damage]:
    try:
        found = _describe(folder / name)
    except OSError as error:
        yield Damage(name, f"it cannot be read ({error.strerror or error})")
        return
    if found["bytes"] != entry["bytes"]:
        yield Damage(name, f"it has {found['bytes']:,} bytes, published were {entry['bytes']:,}")
    elif found != entry:
        yield Damage(name, "its content has changed: its SHA-256 does not fit")


def _describe(path: Path) -> dict[str, object]:
    return {"sha256": hash_file(path), "bytes": path.stat().st_size}


def _seal(files: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    """Return a manifest's content: a flipped bit in it is as likely as in any other file."""
    digest = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
    return {"version": _VERSION, "sha256_of_files": digest, "files": dict(files)}
