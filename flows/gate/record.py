"""Measured figures go into ``sql/seeds/quality.csv``, from which the mart ``mart_quality`` is made."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from flows.resources import SQL_DIR
from flows.storage import write_bytes

QUALITY = SQL_DIR / "seeds" / "quality.csv"
_FIGURES = ("precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high")


def record_measures(measures: Mapping[str, Mapping[str, float | None]], day: date, path: Path = QUALITY) -> None:
    """Put measured figures in place of those that the file holds, with the day.

    Args:
        measures: by the name of a measure its ``precision``, ``recall``, their bounds (``…_low``, ``…_high``) and
            ``cases``, as far as they were measured.
        day: when that was.
        path: the file.

    Raises:
        ValueError: the file has no such measure; write a row that says what it means and which marts rest on it.
    """
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
    columns, rows = reader.fieldnames or (), list(reader)
    if unknown := measures.keys() - {row["measure"] for row in rows}:
        raise ValueError(f"{path}: no row for {', '.join(sorted(unknown))}; add one with its meaning and its marts")
    for row in rows:
        if (found := measures.get(row["measure"])) is not None:
            row |= {name: "" if found.get(name) is None else f"{found[name]:.3f}" for name in _FIGURES}
            row |= {"cases": str(int(found.get("cases") or 0) or ""), "measured_on": day.isoformat()}
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_bytes(written.getvalue().encode(), path)
