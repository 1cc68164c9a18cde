"""Measured figures in the seed of mart_quality."""

import csv
from datetime import date
from pathlib import Path

import pytest

from flows.gate.record import QUALITY, record_measures


def test_measured_figures_take_the_place_of_older_ones(tmp_path: Path) -> None:
    path = tmp_path / "quality.csv"
    path.write_bytes(QUALITY.read_bytes())
    before = {row["measure"]: row for row in csv.DictReader(path.open(encoding="utf-8"))}
    found = {"precision": 0.5, "precision_low": 0.4, "recall": 2 / 3, "cases": 12}
    record_measures({"speakers": found}, date(2026, 12, 1), path)
    after = {row["measure"]: row for row in csv.DictReader(path.open(encoding="utf-8"))}
    changed = {"precision": "0.500", "precision_low": "0.400", "recall": "0.667", "recall_low": "", "recall_high": ""}
    changed |= {"cases": "12", "measured_on": "2026-12-01"}
    assert after == before | {"speakers": before["speakers"] | changed}


def test_a_measure_without_a_row_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "quality.csv"
    path.write_bytes(QUALITY.read_bytes())
    with pytest.raises(ValueError, match="no row for moods; add one"):
        record_measures({"moods": {"recall": 1.0}}, date(2026, 12, 1), path)
