"""Write the dbt YAML that is rendered from the table registry: ``python -m flows.render``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from flows.resources import SQL_DIR
from transforms.render.dbt import render_dbt_model, render_dbt_sources
from transforms.schema import MODELED
from transforms.tables import list_tables

RENDERED: dict[Path, Callable[[], str]] = {
    Path("models/sources.yml"): render_dbt_sources,
    **{
        Path(f"models/{table.schema_name}/{table.name}.yml"): partial(render_dbt_model, table)
        for table in list_tables(*MODELED)
    },
}
"""The rendered files, relative to the dbt project."""


def write_rendered(sql_dir: Path = SQL_DIR) -> None:
    """Write every rendered file anew."""
    for path, render in RENDERED.items():
        (sql_dir / path).write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    write_rendered()
