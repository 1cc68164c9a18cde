"""What the published run remembers for the next one: every version ever seen, and what its results rest on.

It lies in the run's folder, below ``state``, and is published with it. Without it, or where it is damaged, the next run
does everything anew; what ``articles`` says of versions stays.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from flows.guard import connect_locked
from flows.manifest import Damage, hash_file, is_file_whole
from flows.storage import STATE, find_current, open_parquet, read_parquet, write_bytes, write_parquet
from transforms.schema import TIMESTAMP
from transforms.tables import ARTICLES, TABLES
from transforms.versions import Version

NOTES = "state.json"
_VERSIONS = pa.schema([("article_id", pa.string()), ("identity", pa.string()), ("key", pa.string())])
_COLUMNS = [
    "article_id",
    "published_at",
    "first_seen_at",
    "last_seen_at",
    "status",
    "superseded_by",
    "removed_at",
]


@dataclass(frozen=True, slots=True)
class Archive:
    """The published run as the next one sees it.

    ``keys`` holds the store's key of each version whose rows were needed, ``notes`` what else the run left in writing.
    ``folder`` is the run's, or None where nothing was published.
    """

    folder: Path | None = None
    versions: Mapping[str, Version] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, Any] = field(default_factory=dict)

    def read_articles(self, wanted: Iterable[str]) -> pa.Table:
        """Return rows of ``articles``."""
        ids = pa.array(sorted(wanted), pa.string())
        if self.folder is None or not len(ids):
            return ARTICLES.schema.empty_table()
        try:
            files = (self.folder / "tables" / "articles").glob("*.parquet")
            found = open_parquet(files, ARTICLES.schema).to_table(filter=pc.field("article_id").isin(ids))
        except (pa.ArrowException, OSError):
            found = _ask_warehouse(self.folder, "articles", list(ARTICLES.column_names))
            found = found.filter(pc.is_in(found["article_id"], ids))
        return found.cast(ARTICLES.schema)

    def read_table(self, name: str, columns: list[str] | None = None) -> pa.Table | None:
        """Return a published table, all of it or these columns, or None where it cannot be read."""
        if self.folder is None:
            return None
        declared = TABLES[name].schema
        schema = pa.schema([declared.field(column) for column in columns]) if columns else declared
        try:
            found = read_parquet(sorted((self.folder / "tables" / name).glob("*.parquet")), columns)
            return found.select(schema.names).cast(schema)
        except (pa.ArrowException, OSError, ValueError, KeyError):
            return None

    def read_state(self, name: str) -> pa.Table | None:
        """Return a table that the run left for this one, or None."""
        if self.folder is None or f"{name}.parquet" not in self.notes.get("files", {}):
            return None
        return read_parquet([self.folder / STATE / f"{name}.parquet"])


def open_archive(out: Path) -> Archive:
    """Read what the published run of an output knows of versions; nothing if there is none."""
    folder = find_current(out)
    if folder is None:
        return Archive()
    try:
        known = _read_known(folder)
    except (pa.ArrowException, OSError, ValueError, KeyError, duckdb.Error):
        return Archive(folder)
    notes = read_notes(folder)
    identities: dict[str, str | None] = {}
    keys: dict[str, str] = {}
    if "versions.parquet" in notes.get("files", {}):
        table = read_parquet([folder / STATE / "versions.parquet"])
        for article_id, identity, key in zip(*(table[name].to_pylist() for name in _VERSIONS.names), strict=True):
            identities[article_id] = identity
            if key is not None:
                keys[article_id] = key
    versions = {row["article_id"]: Version(identity=identities.get(row["article_id"]), **row) for row in known}
    return Archive(folder, versions, keys, notes)


def _read_known(folder: Path) -> list[dict[str, Any]]:
    try:
        files = sorted((folder / "tables" / "articles").glob("*.parquet"))
        known = read_parquet(files, _COLUMNS)
    except (pa.ArrowException, OSError):
        known = _ask_warehouse(folder, "articles", _COLUMNS)
    rows: list[dict[str, Any]] = known.select(_COLUMNS).to_pylist()
    return rows


def _ask_warehouse(folder: Path, name: str, columns: list[str]) -> pa.Table:
    """Return a table's columns from the warehouse, which holds the same rows."""
    chosen = ", ".join(f'"{column}"' for column in columns)
    with connect_locked(folder / "warehouse.duckdb") as connection:
        found = connection.sql(f'SELECT {chosen} FROM "{name}"').to_arrow_table()
    times = [f.with_type(TIMESTAMP) if pa.types.is_timestamp(f.type) else f for f in found.schema]
    return found.cast(pa.schema(times))


def read_notes(folder: Path) -> dict[str, Any]:
    """Return what a run left in writing, if that and the tables beside it are as they were written; else nothing."""
    notes, damages = _read_state(folder)
    return {} if damages else notes


def check_state(folder: Path) -> list[Damage]:
    """Return what of a run's state is not as it was written: the next run does not use any of it, and does all anew."""
    return _read_state(folder)[1]


def _read_state(folder: Path) -> tuple[dict[str, Any], list[Damage]]:
    """Return what a run left in writing, and what of that and of the tables beside it is not as it was written."""
    try:
        notes: dict[str, Any] = json.loads((folder / STATE / NOTES).read_bytes())
        is_sealed = notes.pop("seal") == _seal(notes)
        files: dict[str, str] = notes["files"]
    except FileNotFoundError:
        return {}, []  # a run without articles leaves none; without it, the next one does everything anew
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        return {}, [Damage(f"{STATE}/{NOTES}", f"it cannot be read ({error})")]
    if not is_sealed:
        return {}, [Damage(f"{STATE}/{NOTES}", "its own checksum does not fit")]
    return notes, [
        Damage(f"{STATE}/{name}", "it is missing, or its SHA-256 does not fit")
        for name, digest in sorted(files.items())
        if not is_file_whole(folder / STATE / name, digest)
    ]


def write_state(
    folder: Path,
    versions: Mapping[str, Version],
    keys: Mapping[str, str],
    tables: Mapping[str, pa.Table],
    notes: Mapping[str, Any],
) -> None:
    """Leave for the next run what is known.

    Args:
        folder: the run's.
        versions: every version in ``articles``.
        keys: the store's keys of the versions whose rows were needed.
        tables: what else it may use.
        notes: the same, in words: JSON.
    """
    state = folder / STATE
    ids = sorted(versions)
    columns = {"article_id": ids, "identity": [versions[i].identity for i in ids], "key": [keys.get(i) for i in ids]}
    for name, table in {"versions": pa.table(columns, schema=_VERSIONS), **tables}.items():
        write_parquet(table, state / f"{name}.parquet")
    files = {path.name: hash_file(path) for path in sorted(state.glob("*.parquet"))}
    content = {**notes, "files": files}
    write_bytes(json.dumps(content | {"seal": _seal(content)}).encode(), state / NOTES)


def _seal(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
