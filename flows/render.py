"""Write the dbt YAML that is rendered from the table registry: ``python -m flows.render``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flows.resources import SQL_DIR
from transforms.dbt_yaml import render_dbt_marts, render_dbt_sources

RENDERED: dict[Path, Callable[[], str]] = {
    Path("models/sources.yml"): render_dbt_sources,
    Path("models/marts/marts.yml"): render_dbt_marts,
}
"""The rendered files, relative to the dbt project."""


def write_rendered(sql_dir: Path = SQL_DIR) -> None:
    """Write every rendered file anew."""
    for path, render in RENDERED.items():
        (sql_dir / path).write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    write_rendered()
