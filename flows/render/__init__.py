"""What is written from the registry and from a run: ``python -m flows.render`` writes dbt YAML and data dictionary."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import yaml

from flows.resources import ROOT, SQL_DIR
from transforms.render.dbt import render_dbt_model, render_dbt_sources, render_dbt_staging
from transforms.render.dictionary import render_dictionary
from transforms.schema import MODELED
from transforms.tables import list_tables

_STAGING = SQL_DIR / "models" / "staging"


def _render_staging(model: Path) -> str:
    (source,) = yaml.safe_load((_STAGING / "seeds.yml").read_text(encoding="utf-8"))["sources"]
    seeds = {t["name"]: {c["name"]: c["description"] for c in t["columns"]} for t in source["tables"]}
    return render_dbt_staging(model.stem, model.read_text(encoding="utf-8"), seeds)


RENDERED: dict[Path, Callable[[], str]] = {
    Path("models/sources.yml"): render_dbt_sources,
    **{
        Path(f"models/{table.schema_name}/{table.name}.yml"): partial(render_dbt_model, table)
        for table in list_tables(*MODELED)
    },
    **{
        Path("models/staging") / f"{model.stem}.yml": partial(_render_staging, model)
        for model in sorted(_STAGING.glob("*.sql"))
    },
}
"""The rendered files, relative to the dbt project."""


DICTIONARY = ROOT / "docs" / "data_dictionary.md"


def write_rendered() -> None:
    """Write every rendered file anew."""
    for path, render in RENDERED.items():
        (SQL_DIR / path).write_text(render(), encoding="utf-8")
    DICTIONARY.write_text(render_dictionary(), encoding="utf-8")
