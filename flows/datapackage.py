"""The data package of a run (frictionless): a description of its Parquet files that other programs read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import pyarrow as pa
import pyarrow.parquet as pq

from flows.storage import write_bytes
from transforms.schema import Column, Table
from transforms.tables import list_tables

DATAPACKAGE = "datapackage.json"

_TYPES = (
    (pa.types.is_string, "string"),
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_integer, "integer"),
    (pa.types.is_floating, "number"),
    (pa.types.is_date, "date"),
    (pa.types.is_timestamp, "datetime"),
    (pa.types.is_list, "array"),
)


def write_datapackage(folder: Path, files: Mapping[str, Mapping[str, object]]) -> None:
    """Write the data package of a run's folder.

    Args:
        folder: the run's.
        files: ``sha256`` and ``bytes`` of its files, by their path in the folder.
    """
    package = {"name": "whosaid", "resources": list(_describe_tables(folder, files))}
    write_bytes((json.dumps(package, indent=1, ensure_ascii=False) + "\n").encode(), folder / DATAPACKAGE)


def _describe_tables(folder: Path, files: Mapping[str, Mapping[str, object]]) -> Iterator[dict[str, object]]:
    by_table: dict[str, list[str]] = {}
    for name in sorted(files):
        path = PurePosixPath(name)
        if path.suffix == ".parquet" and len(path.parts) > 1:
            by_table.setdefault(path.parts[1] if path.parts[0] == "tables" else path.stem, []).append(name)
    for table in list_tables():
        names = by_table.get(table.name)
        if names:
            yield _describe_table(folder, table, {name: files[name] for name in names})


def _describe_table(folder: Path, table: Table, files: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    rows = {name: pq.read_metadata(folder / name).num_rows for name in files}
    paths = list(files)
    return {
        "name": table.name,
        "description": table.description,
        "path": paths[0] if len(paths) == 1 else paths,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "rows": sum(rows.values()),
        # the standard has room for the hash of one file only
        "files": [{"path": name, "rows": rows[name], **files[name]} for name in paths],
        **(
            {"hash": f"sha256:{files[paths[0]]['sha256']}", "bytes": files[paths[0]]["bytes"]}
            if len(paths) == 1
            else {}
        ),
        "schema": {
            "fields": [_describe_column(column) for column in table.columns],
            "primaryKey": list(table.key),
            "foreignKeys": [_describe_reference(c.name, c.references) for c in table.columns if c.references],
        },
    }


def _describe_column(column: Column) -> dict[str, object]:
    constraints: dict[str, object] = {} if column.nullable else {"required": True}
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    return {
        "name": column.name,
        "type": next(name for fits, name in _TYPES if fits(column.type)),
        "description": column.description,
        **({"constraints": constraints} if constraints else {}),
    }


def _describe_reference(column: str, target: str) -> dict[str, object]:
    resource, _, field = target.partition(".")
    return {"fields": column, "reference": {"resource": resource, "fields": field}}
