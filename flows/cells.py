"""Formats that other programs read, and values as they take them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum


class ExportFormat(StrEnum):
    """A format that other programs read."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    JSON = "json"


def flatten_cell(value: object) -> object:
    """Return a value as a spreadsheet takes it from CSV: lists as JSON, times in UTC without a zone, to the second."""
    if isinstance(value, datetime):
        return drop_zone(value).isoformat(sep=" ", timespec="seconds")
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value


def drop_zone(moment: datetime) -> datetime:
    """Return a time in UTC, without its zone."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def format_json(names: Sequence[str], row: Sequence[object]) -> str:
    """Return a row as one JSON object on one line, times in ISO 8601."""
    return json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=_write_moment)


def _write_moment(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def count_of(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: "1 article", "2,000 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
