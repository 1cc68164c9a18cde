"""What was measured of the rows behind the marts, and how far a count may be off by it, recomputed."""

from __future__ import annotations

import csv
import math
from datetime import date
from functools import cache

from flows.resources import SQL_DIR
from tests.sql.recompute.corpus import Corpus, Row


@cache
def _read_measures() -> list[Row]:
    rows = []
    with (SQL_DIR / "seeds" / "quality.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            figures = {
                name: float(row[name]) if row[name] else None
                for base in ("precision", "recall")
                for name in (base, f"{base}_low", f"{base}_high")
            }
            rows.append({**row, **figures})
    return rows


def bound_counts(counts: Row, **measures: str) -> Row:
    """Return the bounds of some counts of a row, by what is counted in each."""
    bounds: Row = {}
    for name, measure in measures.items():
        bounds[f"{name}_low"], bounds[f"{name}_high"] = bound_count(counts[name], f"counted {measure}")
    return bounds


def bound_count(counted: int, measure: str) -> tuple[float | None, float | None]:
    """Return the bounds of how many rows there are where so many are counted, 95 %.

    Of those that are counted a binomial number is right; what was missed besides is a negative binomial number of those.
    Their variances add up, and so does that of the two rates, which are known from a sample only.
    """
    (row,) = (r for r in _read_measures() if r["measure"] == measure and r["part"] == "sealed")
    if None in (row["precision_low"], row["recall_low"]):
        return None, None
    p, r = row["precision"], row["recall"]
    right = counted * p
    expected = right / r
    by_chance = counted * p * (1 - p) / r**2 + right * (1 - r) / r**2
    spread = {base: (row[f"{base}_high"] - row[f"{base}_low"]) / 3.92 for base in ("precision", "recall")}
    by_sample = (spread["precision"] * counted / r) ** 2 + (spread["recall"] * right / r**2) ** 2
    half = 1.96 * math.sqrt(by_chance + by_sample)
    return max(expected - half, 0), expected + half


def mart_quality(corpus: Corpus) -> list[Row]:
    rows = []
    for row in _read_measures():
        p, r = row["precision"], row["recall"]
        kept = ("measure", "meaning", "command")
        figures = [f"{base}{side}" for base in ("precision", "recall") for side in ("", "_low", "_high")]
        rows += [
            {name: row[name] for name in (*kept, *figures)}
            | {
                "mart": mart,
                "corpus_part": row["part"],
                "f1": 2 / (1 / p + 1 / r) if p and r else None,
                "cases": int(row["cases"]) if row["cases"] else None,
                "measured_on": date.fromisoformat(row["measured_on"]),
            }
            for mart in row["marts"].split("|")
        ]
    return rows
