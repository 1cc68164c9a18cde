"""The rows of a run that publishes no tables: they go into the tables that are published, which stay as they are."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from flows.ledger import Ledger, tabulate_runs
from flows.manifest import ManifestError, hash_file, read_manifest, write_manifest
from flows.storage import find_current, read_parquet, write_table
from flows.warehouse import WAREHOUSE, replace_rows
from transforms.records import Reject
from transforms.schema import Table
from transforms.tables import REJECTS, RUNS, build_table

_TABLES = (RUNS, REJECTS)


def tabulate_rejects(rejects: Iterable[Reject], run_id: str) -> pa.Table:
    """Return the table of a run's rejects, each once."""
    rows = {(r.source_uri, str(r.reason), r.detail) for r in rejects}
    columns = ("source_uri", "reason", "detail")
    return build_table(REJECTS, (dict(zip(columns, row, strict=True)) | {"run_id": run_id} for row in sorted(rows)))


def add_history(
    out: Path, ledger: Ledger, rejects: Iterable[Reject], run_id: str, work: Path, is_checked: bool = False
) -> bool:
    """Put the rows of a run that published nothing into the published ``runs`` and ``rejects``, also in the warehouse.

    Each file is replaced as a whole, the manifest last. Files that are damaged are left for ``whosaid repair``: a new
    manifest would declare them good.

    Args:
        out: the output folder, resolved.
        ledger: holds the run's row.
        rejects: the run's.
        run_id: the run's.
        work: a folder for what is not yet in place.
        is_checked: whether what is published was found to be whole just now.

    Returns:
        Whether that was done; it is not when what is published is damaged, or has no manifest.
    """
    folder = find_current(out)
    if folder is None:
        return False
    touched = [WAREHOUSE, *(f"tables/{table.name}/{path.name}" for table in _TABLES for path in _files(folder, table))]
    try:
        manifest = read_manifest(folder)
        if not is_checked and any(hash_file(folder / name) != manifest[name]["sha256"] for name in touched):
            return False
    except (ManifestError, OSError, KeyError):
        return False
    found = pa.concat_tables([read_parquet(_files(folder, REJECTS)), tabulate_rejects(rejects, run_id)])
    for table, rows in zip(_TABLES, (tabulate_runs(ledger, _files(folder, RUNS)), found), strict=True):
        write_table(table, rows.to_batches(), work / "tables")
    shutil.copyfile(folder / WAREHOUSE, work / WAREHOUSE)
    for table in _TABLES:
        replace_rows(work / WAREHOUSE, table, _files(work, table))
    for name in [WAREHOUSE, *(f"tables/{table.name}/{path.name}" for table in _TABLES for path in _files(work, table))]:
        (work / name).replace(folder / name)
        manifest.pop(name, None)
    write_manifest(folder, manifest)
    return True


def _files(folder: Path, table: Table) -> list[Path]:
    return sorted((folder / "tables" / table.name).glob("*.parquet"))
