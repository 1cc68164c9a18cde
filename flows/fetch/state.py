"""What is known of feeds and pages between two rounds: a small database in the folder that takes the articles."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.fetch.parse import Entry
from flows.resources import read_query
from flows.storage import OutputError

_AGAIN_AFTER = 3600.0
"""A page that its feed says has changed is asked for again after this many seconds, and no sooner."""
_FIRST_WAIT = 900.0
_LONGEST_WAIT = 86_400.0
_LONGEST_REST = 3600.0
"""A feed is not left alone for longer, since it drops its entries."""
MAX_ATTEMPTS = 6
"""Rounds in which a page is tried, over more than half a day, before it counts as failed."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, and what its server said of the version that was read last."""

    address: str
    outlet: str | None = None
    etag: str | None = None
    modified: str | None = None
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """An article to get, as its feed names it."""

    entry: Entry
    feed: str
    outlet: str | None = None
    attempts: int = 0
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None


class State:
    """The state of one folder; only who holds the folder's lock may open it."""

    def __init__(self, path: Path) -> None:
        """Open the database, or make a new one."""
        self._path = path
        with self._explain():
            self._db = sqlite3.connect(path)
            self._db.executescript(read_query("fetch/schema"))

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    @contextmanager
    def _explain(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise OutputError(
                f"{self._path} cannot be used ({error}); free some space if the disk is full, else remove it: what was "
                "fetched stays, and is not fetched again"
            ) from error

    def load_feed(self, address: str, outlet: str | None, now: float) -> Feed | None:
        """Return what is known of a feed; None if it failed, and its time to be tried again has not come."""
        query = "SELECT etag, modified, stamp, not_before FROM feeds WHERE address = ?"
        row = self._db.execute(query, [address]).fetchone()
        if row is None:
            return Feed(address, outlet)
        return None if row[3] > now else Feed(address, outlet, row[0], row[1], row[2] or "")

    def settle_feed(self, feed: Feed, entries: Iterable[Entry], now: float) -> int:
        """Note what a feed named, and its server's marks of that version, as one; return how many entries are new.

        A page that is known is asked for again when the feed that named it first says that it changed.
        """
        with self._explain(), self._db:
            before = self._db.total_changes
            self._db.executemany(
                read_query("fetch/name_page"),
                (
                    (
                        e.key, feed.address, feed.outlet, e.address, e.headline, e.published_at, json.dumps(e.byline),
                        e.stamp, e.content, e.is_whole, now - _AGAIN_AFTER,
                    )
                    for e in entries
                ),
            )  # fmt: skip
            found = self._db.total_changes - before
            self._db.execute(
                "INSERT OR REPLACE INTO feeds (address, etag, modified, stamp) VALUES (?, ?, ?, ?)",
                [feed.address, feed.etag, feed.modified, feed.stamp],
            )
        return found

    def put_off_feed(self, feed: Feed, now: float) -> None:
        """Note that a feed failed: the more often, the longer it is left alone."""
        with self._explain(), self._db:
            query = "SELECT attempts FROM feeds WHERE address = ?"
            row = self._db.execute(query, [feed.address]).fetchone()
            attempts = row[0] if row else 0
            wait = min(_FIRST_WAIT * 2**attempts, _LONGEST_REST) if attempts else 0
            self._db.execute(
                read_query("fetch/put_off_feed"),
                [feed.address, now + wait],
            )

    def list_waiting(self, now: float, limit: int) -> list[Page]:
        """Return pages whose time has come; those that failed before go last."""
        return [
            Page(
                Entry(row[0], row[1], row[2], row[3], tuple(json.loads(row[4])), row[5], row[6], bool(row[7])), *row[8:]
            )
            for row in self._db.execute(read_query("fetch/waiting_pages"), [now, limit])
        ]

    def put_off(self, page: Page, problem: str, wait: float, now: float) -> bool:
        """Note that a page could not be got this time; return whether it will be tried again."""
        attempts = page.attempts + 1
        if attempts >= MAX_ATTEMPTS:
            return False
        pause = max(wait, min(_FIRST_WAIT * 2 ** (attempts - 1), _LONGEST_WAIT))
        with self._explain(), self._db:
            self._db.execute(
                "UPDATE pages SET attempts = ?, not_before = ?, problem = ? WHERE key = ?",
                [attempts, now + pause, problem, page.entry.key],
            )
        return True

    def settle(self, rows: Iterable[tuple[Page, str | None]], file: str | None, now: float) -> None:
        """Note pages as done, or as failed with a problem, and the file that holds what came of them."""
        with self._explain(), self._db:
            self._db.executemany(
                read_query("fetch/settle_page"),
                (
                    ("failed" if problem else "done", problem, p.etag, p.modified, p.digest, now, p.entry.key)
                    for p, problem in rows
                ),
            )
            if file:
                self._db.execute("INSERT OR IGNORE INTO files VALUES (?)", [file])

    def is_known_file(self, name: str) -> bool:
        """Say whether a file's rows are noted."""
        return self._db.execute("SELECT 1 FROM files WHERE name = ?", [name]).fetchone() is not None

    def adopt(self, name: str, rows: Iterable[tuple[Page, str | None]], now: float) -> None:
        """Note the rows of a file that was written right before its round was killed, or whose database is gone."""
        found = list(rows)
        with self._explain(), self._db:
            self._db.executemany(
                "INSERT OR IGNORE INTO pages (key, feed, byline, stamp, content, is_whole)"
                " VALUES (?, ?, '[]', ?, '', 0)",
                ((page.entry.key, page.feed, page.entry.stamp) for page, _ in found),
            )
        self.settle(found, name, now)

    def count_waiting(self) -> int:
        """Return how many pages wait for their turn."""
        return int(self._db.execute("SELECT count(*) FROM pages WHERE status = 'waiting'").fetchone()[0])
