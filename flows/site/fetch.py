"""Rows for the pages: each query in ``sql/site`` by its name, against the warehouse, read only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from flows.findings import Finding, list_findings
from flows.resources import read_query

Row = dict[str, Any]


class Rows:
    """The rows of a warehouse, as pages want them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Read through this connection."""
        self._connection = connection

    def fetch(self, name: str, **values: object) -> list[Row]:
        """Return the rows of a query, given the values of its parameters."""
        cursor = self._connection.execute(read_query(f"site/{name}"), values)
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def fetch_one(self, name: str) -> Row | None:
        """Return the only row of a query, or none."""
        return next(iter(self.fetch(name)), None)

    def fetch_findings(self) -> list[Finding]:
        """Return what is most worth a look."""
        return list_findings(self._connection)

    def gather(self, name: str, by: str, **values: object) -> dict[str, list[Row]]:
        """Return the rows of a query in lists by the values of a column."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.fetch(name, **values):
            found[row[by]].append(row)
        return dict(found)

    def take_digests(
        self, parts: Mapping[str, Mapping[str, object]], by: str, keys: Sequence[str]
    ) -> dict[str, list[tuple[str, int, int]]]:
        """Return what tells the rows of each key from others: per query its name, and how many rows of which hashes.

        Args:
            parts: the other parameters of each query, by the query's name.
            by: the column that holds the key, in all of them.
            keys: which; those without rows are left out.
        """
        found: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        for name, values in parts.items():
            query = f"SELECT {by}, count(*), sum(hash(part)) FROM ({read_query(f'site/{name}')}) AS part GROUP BY {by}"
            for key, rows, digest in self._connection.execute(query, {**values, "keys": keys}).fetchall():
                found[key].append((name, rows, int(digest)))
        return found


def cut_chunks(sizes: Iterable[tuple[str, int]], most: int) -> Iterable[Sequence[str]]:
    """Yield keys in lists whose sizes together are at most ``most``; a larger one stands alone."""
    chunk: list[str] = []
    total = 0
    for key, size in sizes:
        if chunk and total + size > most:
            yield chunk
            chunk, total = [], 0
        chunk.append(key)
        total += size
    if chunk:
        yield chunk
