"""Repairing a published run: what is damaged is built anew from what is whole, and nothing else is touched.

Pages are written anew as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Set
from pathlib import Path

import duckdb
import pyarrow as pa

from flows.datapackage import DATAPACKAGE
from flows.guard import connect_locked
from flows.manifest import MANIFEST, check_run, read_manifest, write_manifest
from flows.resources import SEEDS_DIR
from flows.site import SITE, is_page, publish_site
from flows.storage import OutputError, explain_device, find_current, lock_output, read_parquet, write_table
from flows.warehouse import WAREHOUSE, build_warehouse, export_marts
from transforms.schema import MODELED, Table
from transforms.tables import TABLES, list_tables

_BATCH_ROWS = 50_000
_RUN_AGAIN = "run whosaid again to build everything anew"


def repair_output(out: Path, seeds_dir: Path = SEEDS_DIR) -> list[str]:
    """Build anew the damaged files of the published run: tables and marts from the warehouse, or it from the tables.

    Args:
        out: the output folder.
        seeds_dir: the seeds that the run was made with; a warehouse needs them.

    Returns:
        The files that were built anew, by their path in the run's folder.

    Raises:
        OutputError: no run is published there, another one is running, or what is damaged has no whole counterpart.
    """
    folder = find_current(out)
    if folder is None:
        raise OutputError(f"no run in {out}; run 'whosaid run INPUT --out {out}' first, or name another --out")
    work = folder.parent / f"{folder.name}-repair"
    with explain_device(out), lock_output(out, wait=False):
        try:
            return _repair(folder, work, seeds_dir)
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _repair(folder: Path, work: Path, seeds_dir: Path) -> list[str]:
    damaged = {damage.file for damage in check_run(folder)}
    if MANIFEST in damaged:
        return _repair_manifest(folder)
    manifest = read_manifest(folder) if damaged else {}
    pages = {name for name in damaged if is_page(name)}
    built = _repair_data(folder, work, seeds_dir, damaged - pages, manifest)
    if pages:
        publish_site(folder)
    if damaged:
        write_manifest(folder, {name: entry for name, entry in manifest.items() if not (pages and is_page(name))})
    return sorted([*built, *pages, *(damaged & {DATAPACKAGE})])


def _repair_data(
    folder: Path, work: Path, seeds_dir: Path, damaged: Set[str], manifest: dict[str, dict[str, object]]
) -> list[str]:
    """Build tables, marts or the warehouse anew, and take out of the manifest what has changed."""
    if strangers := sorted(damaged - manifest.keys()):
        raise OutputError(f"no run wrote {folder / strangers[0]}; move it away, and repair again")
    tables = {Path(name).parts[1] for name in damaged if name.startswith("tables/")}
    marts = {Path(name).stem for name in damaged if name.startswith("marts/")}
    if WAREHOUSE not in damaged:
        _restore_tables(folder / WAREHOUSE, tables, work)
        export_marts(folder / WAREHOUSE, [TABLES[name] for name in sorted(marts)], work / "marts")
    elif tables:
        raise OutputError(f"{folder}: the warehouse is damaged, and so is {', '.join(sorted(tables))}; {_RUN_AGAIN}")
    else:
        _restore_warehouse(folder, marts, work, seeds_dir)
    for name in sorted(damaged):
        manifest.pop(name)
    # a table whose files are cut otherwise than before is replaced as a whole
    built = sorted(path.relative_to(work).as_posix() for path in work.rglob("*") if path.is_file())
    for name in built:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).replace(folder / name)
        manifest.pop(name, None)
    for table in tables:
        for path in (folder / "tables" / table).glob("*.parquet"):
            if path.relative_to(folder).as_posix() not in built:
                path.unlink()
    return built


def _restore_tables(warehouse: Path, names: Set[str], work: Path) -> None:
    """Write tables as the warehouse has them, which keeps the order in which rows were put in."""
    with connect_locked(warehouse) as connection:
        for name in sorted(names):
            table = TABLES[name]
            write_table(table, iter(_read_warehouse(connection, table)), work / "tables")


def _read_warehouse(connection: duckdb.DuckDBPyConnection, table: Table) -> pa.RecordBatchReader:
    columns = ", ".join(f'"{name}"' for name in table.column_names)
    return connection.sql(f'SELECT {columns} FROM "{table.name}"').to_arrow_reader(_BATCH_ROWS)


_LATER = frozenset({"run_health"})  # tells of runs, whose rows become complete after the marts are built


def _restore_warehouse(folder: Path, marts: Set[str], work: Path, seeds_dir: Path) -> None:
    """Build the warehouse from the tables, and keep of its marts those that are damaged.

    Raises:
        OutputError: the marts that are whole come out otherwise, so that the seeds or the models are not the run's.
    """
    scratch = work / "scratch"
    build_warehouse(folder / "tables", work / WAREHOUSE, scratch / "marts", seeds_dir, scratch)
    (work / "marts").mkdir()
    for table in list_tables(*MODELED):
        name = f"{table.name}.parquet"
        built = scratch / "marts" / name
        if table.name in marts:
            built.replace(work / "marts" / name)
        elif table.name not in _LATER and not read_parquet([built]).equals(read_parquet([folder / "marts" / name])):
            raise OutputError(
                f"{folder}: the marts come out otherwise than they were published; name the run's own seeds with "
                f"--seeds, or {_RUN_AGAIN}"
            )
    shutil.rmtree(scratch)


def _repair_manifest(folder: Path) -> list[str]:
    """Write the manifest anew, once tables and marts are found to hold what the warehouse does, and the pages with it.

    Raises:
        OutputError: they do not; nothing says which of the two is right.
    """
    try:
        with connect_locked(folder / WAREHOUSE) as connection:
            for table in list_tables():
                if not _is_as_stored(connection, folder, table):
                    raise OutputError(f"{folder}: {table.name} differs from the warehouse's; {_RUN_AGAIN}")
    except OutputError:
        raise
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise OutputError(f"{folder}: more than the manifest is damaged ({error}); {_RUN_AGAIN}") from error
    if (folder / SITE).exists():
        publish_site(folder)
    write_manifest(folder)
    return [MANIFEST]


def _is_as_stored(connection: duckdb.DuckDBPyConnection, folder: Path, table: Table) -> bool:
    mart = folder / "marts" / f"{table.name}.parquet"
    files = [mart] if table.layer in MODELED else sorted((folder / "tables" / table.name).glob("*.parquet"))
    order = [(name, "ascending") for name in table.key]
    stored = _read_warehouse(connection, table).read_all().cast(table.schema)
    return bool(stored.sort_by(order).equals(read_parquet(files).sort_by(order)))
