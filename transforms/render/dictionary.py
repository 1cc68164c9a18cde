"""The data dictionary, as Markdown."""

from __future__ import annotations

import textwrap

from transforms.render.duckdb import duckdb_type
from transforms.schema import Layer, Table
from transforms.tables import list_tables

_HEADINGS = {
    Layer.EXTRACTED: "Extracted tables",
    Layer.MATCHED: "Matched tables",
    Layer.DIMENSION: "Dimensions",
    Layer.MART: "Marts",
}


def _wrap(text: str) -> list[str]:
    return textwrap.wrap(text, 100, break_long_words=False, break_on_hyphens=False)


def render_dictionary() -> str:
    """Return the data dictionary as Markdown."""
    lines = ["# Data dictionary", "", "Rendered from `transforms/tables` by `whosaid tables --markdown`."]
    for layer in Layer:
        lines += ["", f"## {_HEADINGS[layer]}"]
        for table in list_tables(layer):
            lines += ["", *describe_table(table)]
    return "\n".join(lines) + "\n"


def describe_table(table: Table) -> list[str]:
    """Return the lines of the data dictionary about a table."""
    lines = [f"### {table.name}", "", *_wrap(f"Grain: {table.grain}. Key: {', '.join(table.key)}."), ""]
    lines += [*_wrap(table.notes), ""] if table.notes else []
    lines += ["| column | type | null | meaning |", "|---|---|---|---|"]
    for c in table.columns:
        meaning = c.description + (f" One of: {', '.join(c.allowed)}." if c.allowed else "")
        meaning += f" Points to {c.references}." if c.references else ""
        lines.append(f"| {c.name} | {duckdb_type(c)} | {'yes' if c.nullable else 'no'} | {meaning} |")
    return lines
