"""What is most worth a look in a run: a sentence each, the row behind it, and the page that shows it."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from flows.resources import read_query

_QUERIES = ("copied_story", "other_speaker", "anonymous_claim", "changed_quote", "most_quoted")
"""The answers most worth a look first; each query gives one row or none."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence without its full stop, the id to explain if there is one, and the address in the site."""

    text: str
    row_id: str | None
    page: str


def list_findings(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """Return what a warehouse has that is worth a look, the most surprising first."""
    rows = [row for name in _QUERIES for row in connection.execute(read_query(f"findings/{name}")).fetchall()]
    return [Finding(text.removesuffix("."), row_id, page) for text, row_id, page in rows]
