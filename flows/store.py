"""The store: what extraction found in each article, kept between runs so that no article is annotated twice.

    OUT/.store/<shard>/<table>.parquet   the rows of some articles
    OUT/.store/<shard>/shard.json        written last: which articles, by the keys of what shaped their rows

A shard without its last file is one that a dead run did not finish. A finished one serves any run, whether or not the
run that wrote it came to an end.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flows.archive import check_state
from flows.ledger import Ledger
from flows.manifest import Damage, hash_file, is_file_whole
from flows.storage import RUN_FOLDERS, find_current, read_parquet, write_bytes, write_parquet
from transforms.records import Reject
from transforms.tables import TABLES

STORE = ".store"
"""The store's folder in the output folder."""

EXTRACTED = ("segments", "mentions", "entities", "quotes", "claims", "claim_sources", "sentences")
"""The tables that extraction gives rows of, beside articles."""

MARKER = "shard.json"
COMPACT_ARTICLES = 5_000
"""Shards are put together until they hold so many articles."""
_SMALL_SHARDS = 40
"""So many small shards are put together at once: each run leaves one or more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the store: where its rows are, or why there are none."""

    key: str
    article_id: str
    shard: str
    model_version: str
    reject: Reject | None


@dataclass(slots=True)
class Store:
    """The entries of an output's store by their keys, and the articles of each shard."""

    folder: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    shards: dict[str, list[Entry]] = field(default_factory=dict)

    def add(self, shard: str) -> None:
        """Take in a finished shard."""
        marker = _read_marker(self.folder / shard)
        rejects = {article_id: Reject(**reject) for article_id, reject in marker["rejects"].items()}
        found = [
            Entry(key, article_id, shard, marker["model_version"], rejects.get(article_id))
            for key, article_id in marker["articles"]
        ]
        self.shards[shard] = found
        for entry in found:
            self.entries.setdefault(entry.key, entry)

    def check(self, keys: Iterable[str]) -> None:
        """Remove those shards of these articles that are not as they were written."""
        for shard in sorted({self.entries[key].shard for key in keys if key in self.entries}):
            if not _is_whole(self.folder / shard, _read_marker(self.folder / shard).get("files", {"": ""})):
                shutil.rmtree(self.folder / shard, ignore_errors=True)
                for entry in self.shards.pop(shard):
                    if self.entries.get(entry.key) is entry:
                        del self.entries[entry.key]

    def gather(self, keys: Iterable[str], pieces: Path) -> frozenset[str]:
        """Link the rows of these articles into ``pieces``, one folder for each table.

        Returns:
            The articles in the linked files that are not asked for; whoever reads must leave them out.
        """
        wanted = {key: self.entries[key] for key in keys}
        articles = {entry.article_id for entry in wanted.values() if entry.reject is None}
        others: set[str] = set()
        for shard in sorted({entry.shard for entry in wanted.values()}):
            kept = {e.article_id for e in self.shards[shard] if wanted.get(e.key) is e}
            beside = {e.article_id for e in self.shards[shard]} - kept
            # an article of another time may stand beside: its id does not tell it from today's
            confused = beside & articles
            others |= beside - confused
            for name in EXTRACTED:
                source, target = self.folder / shard / f"{name}.parquet", pieces / name / f"{shard}.parquet"
                if confused:
                    write_parquet(_drop(read_parquet([source]), confused), target)
                else:
                    _link(source, target)
        return frozenset(others)

    def read(self, keys: Iterable[str], table: str) -> pa.Table:
        """Return the rows of these articles in a table, those of a shard together."""
        found = [TABLES[table].schema.empty_table()]
        by_shard: dict[str, set[str]] = {}
        for entry in (self.entries[key] for key in keys):
            by_shard.setdefault(entry.shard, set()).add(entry.article_id)
        for shard, articles in sorted(by_shard.items()):
            rows = read_parquet([self.folder / shard / f"{table}.parquet"])
            found.append(_keep(rows, articles))
        return pa.concat_tables(found)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Forget all other articles: shards without any of these go, small and half empty ones are put together."""
        wanted = set(keys)
        for folder in list(self.folder.iterdir()) if self.folder.is_dir() else ():
            if folder.name not in self.shards:
                shutil.rmtree(folder, ignore_errors=True)
        used = {shard: [e for e in found if e.key in wanted] for shard, found in self.shards.items()}
        small: list[tuple[str, list[Entry]]] = []
        for shard, kept in used.items():
            if not kept:
                shutil.rmtree(self.folder / shard, ignore_errors=True)
            elif len(kept) * 2 < len(self.shards[shard]) or len(kept) < COMPACT_ARTICLES // 2:
                small.append((shard, kept))
        half_empty = any(len(kept) * 2 < len(self.shards[shard]) for shard, kept in small)
        if len(small) >= _SMALL_SHARDS or half_empty:
            self._compact(small)

    def _compact(self, small: Sequence[tuple[str, list[Entry]]]) -> None:
        """Put shards together; each new one is finished before the old ones go."""
        group: list[tuple[str, list[Entry]]] = []
        groups = [group]
        for shard, kept in small:
            ids = {e.article_id for _, others in group for e in others}
            full = sum(len(others) for _, others in group) >= COMPACT_ARTICLES
            if full or not ids.isdisjoint(e.article_id for e in kept):
                group = []
                groups.append(group)
            group.append((shard, kept))
        for parts in groups:
            self._join(parts)

    def _join(self, parts: Sequence[tuple[str, list[Entry]]]) -> None:
        entries = [entry for _, kept in parts for entry in kept]
        if len(parts) == 1 and len(entries) == len(self.shards[parts[0][0]]):
            return
        name = name_shard(entry.key for entry in entries)
        folder = self.folder / name
        for table in EXTRACTED:
            rows = [
                _keep(read_parquet([self.folder / shard / f"{table}.parquet"]), {e.article_id for e in kept})
                for shard, kept in parts
            ]
            write_parquet(pa.concat_tables(rows).combine_chunks(), folder / f"{table}.parquet")
        finish_shard(
            folder,
            [(entry.key, entry.article_id) for entry in entries],
            {entry.article_id: entry.reject for entry in entries if entry.reject},
            max(entry.model_version for entry in entries),
        )
        for shard, _ in parts:
            shutil.rmtree(self.folder / shard, ignore_errors=True)


def open_store(out: Path) -> Store:
    """Open an output's store, and remove what dead runs did not finish.

    Args:
        out: the output folder; its lock must be held.
    """
    store = Store(out.resolve() / STORE)
    for folder in sorted(store.folder.iterdir()) if store.folder.is_dir() else ():
        if _read_marker(folder):
            store.add(folder.name)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return store


def check_memory(out: Path) -> list[Damage]:
    """Return what of an output's state, store and ledger is not as it was written.

    The next run does anew what it held, but for a line of the ledger, which it leaves out. What a dead run did not
    finish is no damage.
    """
    current, folder = find_current(out), out.resolve() / STORE
    damages = check_state(current) if current else []
    for shard in sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ():
        marker = _read_marker(shard)
        if not marker and not (shard / MARKER).exists():
            continue
        if not _is_whole(shard, marker.get("files", {"": ""})):
            damages.append(Damage(f"{STORE}/{shard.name}", "it is not as it was written"))
    ledger = Ledger(out.resolve() / RUN_FOLDERS)
    for number in ledger.find_damaged():
        damages.append(Damage(f"{RUN_FOLDERS}/{ledger.path.name}", f"line {number} is not as it was written"))
    return damages


def name_shard(keys: Iterable[str]) -> str:
    """Return the name of the shard that holds articles of these keys."""
    return hashlib.sha256(" ".join(sorted(keys)).encode()).hexdigest()[:20]


def finish_shard(
    folder: Path, articles: Sequence[tuple[str, str]], rejects: Mapping[str, Reject], model_version: str
) -> None:
    """Say that a shard is finished.

    Args:
        folder: the shard's, with a file for each extracted table.
        articles: key and id of each article, those without rows as well.
        rejects: why an article has no rows, by its id.
        model_version: of the pipeline that wrote it.
    """
    content = {
        "articles": articles,
        "rejects": {article_id: asdict(reject) for article_id, reject in rejects.items()},
        "model_version": model_version,
        "files": {f"{name}.parquet": hash_file(folder / f"{name}.parquet") for name in EXTRACTED},
    }
    write_bytes(json.dumps(content | {"seal": _seal(content)}).encode(), folder / MARKER)


def _seal(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _read_marker(folder: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads((folder / MARKER).read_bytes())
        if content.pop("seal") == _seal(content):
            return content
    except (OSError, ValueError, KeyError, AttributeError):
        pass
    return {}


def _is_whole(folder: Path, files: Mapping[str, str]) -> bool:
    return all(is_file_whole(folder / name, digest) for name, digest in files.items())


def _keep(rows: pa.Table, articles: set[str]) -> pa.Table:
    return rows.filter(pc.is_in(rows["article_id"], pa.array(sorted(articles), pa.string())))


def _drop(rows: pa.Table, articles: set[str]) -> pa.Table:
    return rows.filter(pc.invert(pc.is_in(rows["article_id"], pa.array(sorted(articles), pa.string()))))


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:  # not every file system has links
        shutil.copyfile(source, target)
