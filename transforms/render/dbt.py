"""The dbt YAML of the registry's tables: descriptions, types, contracts and tests, declared nowhere else."""

from __future__ import annotations

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
    model = {**_declare_table(table), "config": {"contract": {"enforced": True}}}
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
