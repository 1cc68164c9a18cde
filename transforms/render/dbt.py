"""The dbt YAML of the registry's tables: descriptions, types, contracts and tests, declared nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from transforms.render.duckdb import duckdb_type
from transforms.schema import MODELED, Column, Layer, Table
from transforms.tables import TABLES, list_tables

_HEADER = "# Rendered from transforms/tables by `python -m flows.render`; do not edit.\n"


def render_dbt_sources() -> str:
    """Return the YAML that declares the extracted and matched tables as dbt sources."""
    sources = [
        {
            "name": layer.value,
            "schema": layer.value,
            "description": f"The {layer} tables.",
            "tables": [_declare_table(table) for table in list_tables(layer)],
        }
        for layer in (Layer.EXTRACTED, Layer.MATCHED)
    ]
    return _dump({"version": 2, "sources": sources})


def render_dbt_model(table: Table) -> str:
    """Return the YAML that declares a mart or dimension as a dbt model with an enforced contract."""
    meta = {"grain": table.grain, "key": list(table.key)}
    model = {**_declare_table(table), "config": {"meta": meta, "contract": {"enforced": True}}}
    return _dump({"version": 2, "models": [model]})


_MODEL_HEADER = re.compile(r"-- Grain: (?P<grain>.*?)\. Key: (?P<key>[\w, ]+)\. ?(?P<notes>.*)")
_READ = re.compile(r"\{\{ source\('\w+', '(?P<table>\w+)'\) \}\}")
_CHOSEN = re.compile(r"    (?P<column>\w+)(?: as (?P<name>\w+))?,?")
_MADE = re.compile(r"    \{\{ (?P<macro>\w+)\(.*\) \}\}(?: as (?P<name>\w+))?,?")
_MADE_COLUMNS = {
    "is_doubtful": {"is_doubtful": "Whether its confidence is below the bar of what marts count."},
    "source_columns": {
        "source_entity_id": "The source's entity; null when the source is only described.",
        "source_name": "The source's canonical name, else its description; null when it stays unknown.",
        "source_type": "What kind of source it is.",
        "is_anonymous": "Whether the source is a person or group who is not named.",
        "is_known_source": "Whether it is somebody: neither unknown, nor nobody in particular, nor unresolved.",
    },
}
"""What the macros of staging models make, by macro."""


def render_dbt_staging(name: str, query: str, seeds: Mapping[str, Mapping[str, str]]) -> str:
    """Return the YAML that declares a staging model, whose columns are those of a table, chosen and renamed.

    Args:
        name: the model's name.
        query: its SQL; comments at its head give the grain, the key and what null means.
        seeds: what each column of each seed table means, by the names of both.

    Raises:
        ValueError: the query is not of that form, or chooses a column that its table does not have.
    """
    lines = query.splitlines()
    head = " ".join(line.removeprefix("-- ") for line in lines if line.startswith("--"))
    header, read = _MODEL_HEADER.fullmatch(f"-- {head}"), _READ.search(query)
    if not header or not read:
        raise ValueError(f"{name}: a staging model begins with '-- Grain: … Key: …' and reads one source(…)")
    tables = {table.name: {column.name: column.description for column in table.columns} for table in list_tables()}
    known = (tables | dict(seeds))[read["table"]]
    chosen: dict[str, str] = {}
    for line in lines[lines.index("select") + 1 :]:
        if made := _MADE.fullmatch(line):
            chosen |= _MADE_COLUMNS[made["macro"]]
        elif column := _CHOSEN.fullmatch(line):
            if column["column"] not in known:
                raise ValueError(f"{name}: {read['table']} has no column {column['column']}")
            chosen[column["name"] or column["column"]] = known[column["column"]]
    model = {
        "name": name,
        "description": f"{header['grain']}. {header['notes']}".strip(),
        "config": {"meta": {"grain": header["grain"], "key": header["key"].split(", ")}},
        "columns": [{"name": column, "description": text} for column, text in chosen.items()],
    }
    return _dump({"version": 2, "models": [model]})


def _declare_table(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "description": table.description,
        "columns": [_declare_column(c, table.layer) for c in table.columns],
        "data_tests": [_declare_rules(table)],
    }


def _declare_column(column: Column, layer: Layer) -> dict[str, Any]:
    declared: dict[str, Any] = {
        "name": column.name,
        "description": column.description,
        "data_type": duckdb_type(column),
    }
    # the extracted and matched tables are created with NOT NULL before dbt runs
    if layer in MODELED and not column.nullable:
        declared["constraints"] = [{"type": "not_null"}]
    return declared


def _declare_rules(table: Table) -> dict[str, Any]:
    """One test per table instead of one per rule: a test costs some 20 ms however little it checks."""
    allowed = {c.name: list(c.allowed) for c in table.columns if c.allowed}
    references = [_declare_reference(c) for c in table.columns if c.references and not _is_own_key(c, table)]
    rules: dict[str, Any] = {"key": list(table.key)}
    if allowed:
        rules["allowed"] = allowed
    if references:
        rules["references"] = references
    return {"declared_rules": {"name": f"{table.name}_rules", "arguments": rules}}


def _is_own_key(column: Column, table: Table) -> bool:
    return column.references == f"{table.name}.{column.name}"


def _declare_reference(column: Column) -> dict[str, str]:
    target, field = str(column.references).split(".")
    layer = TABLES[target].layer
    relation = f"ref('{target}')" if layer in MODELED else f"source('{layer}', '{target}')"
    return {"column": column.name, "relation": relation, "field": field}


def _dump(content: dict[str, Any]) -> str:
    rendered: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)
    return _HEADER + rendered
