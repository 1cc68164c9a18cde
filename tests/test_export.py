"""Tables as files for other programs, read back by those programs' own readers."""

import csv
import json
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows import export
from flows.cells import ExportFormat
from flows.export import export_run, find_format, write_answer
from flows.frames import open_run
from flows.query import QueryError
from flows.storage import OutputError
from tests.conftest import SampleRun
from transforms.tables import TABLES

ODD = [
    {
        "name": "=HYPERLINK(1)",
        "count": 2,
        "share": 0.5,
        "seen_at": datetime(2026, 9, 1, 14, 32, tzinfo=UTC),
        "day": date(2026, 9, 1),
        "voices": ["a", "b, “c”"],
        "spans": [{"start": 1, "end": 3}],
    },
    {"name": "#N/A", "count": None, "share": None, "seen_at": None, "day": date(1850, 1, 1), "voices": [], "spans": []},
    {"name": "Zoë\x1b[31m", "count": -1, "share": -1.5, "seen_at": None, "day": None, "voices": None, "spans": None},
    {"name": "x" * 40_000, "count": 0, "share": float("nan"), "seen_at": None, "day": None, "voices": [], "spans": []},
]
ROWS = pa.Table.from_pylist(
    ODD,
    schema=pa.schema(
        [
            ("name", pa.string()),
            ("count", pa.int64()),
            ("share", pa.float64()),
            ("seen_at", pa.timestamp("us", "UTC")),
            ("day", pa.date32()),
            ("voices", pa.list_(pa.string())),
            ("spans", pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())]))),
        ]
    ),
)


def write(path: Path) -> Path:
    assert write_answer(path, ROWS.to_reader(max_chunksize=3)) == len(ODD)
    assert [file.name for file in path.parent.iterdir()] == [path.name], "nothing half done is left"
    return path


def test_csv_is_what_excel_takes(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        first, second, *_ = csv.DictReader(file)
    assert first["name"] == "'=HYPERLINK(1)"
    assert first["seen_at"] == "2026-09-01 14:32:00"
    assert first["day"] == "2026-09-01"
    assert json.loads(first["voices"]) == ["a", "b, “c”"]
    assert json.loads(first["spans"]) == [{"start": 1, "end": 3}]
    assert second["count"] == ""
    assert second["voices"] == "[]"


def test_a_workbook_holds_values_not_formulas(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write(tmp_path / "rows.xlsx"))
    (sheet,) = book.worksheets
    head, first, second, third, fourth = sheet.iter_rows()
    assert [cell.value for cell in head] == ROWS.column_names
    assert (first[0].value, first[0].data_type, first[0].quotePrefix) == ("=HYPERLINK(1)", "s", True)
    assert [cell.value for cell in first[1:4]] == [2, 0.5, datetime(2026, 9, 1, 14, 32)]
    assert first[3].is_date
    assert first[4].is_date
    assert json.loads(first[5].value) == ["a", "b, “c”"]
    assert (second[0].value, second[0].data_type) == ("#N/A", "s")
    assert second[4].value == "1850-01-01", "Excel knows no day before 1900"
    assert third[0].value == "Zoë\\x1b[31m", "a workbook with control characters does not open"
    assert third[1].value == -1
    assert len(fourth[0].value) == 32_767
    assert fourth[2].value is None
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G1"


def test_a_full_sheet_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "_MAX_ROWS", 3)
    book = openpyxl.load_workbook(write(tmp_path / "rows.xlsx"))
    assert {sheet.title: sheet.max_row for sheet in book} == {"answer": 4, "answer (2)": 2}


def test_json_and_parquet_keep_every_value(tmp_path: Path) -> None:
    lines = write(tmp_path / "j" / "rows.jsonl").read_text(encoding="utf-8").splitlines()
    first = json.loads(lines[0])
    assert first["seen_at"] == "2026-09-01T14:32:00+00:00"
    assert first["voices"] == ["a", "b, “c”"]
    read = pq.read_table(write(tmp_path / "p" / "rows.parquet"))
    assert read.drop_columns("share").equals(ROWS.drop_columns("share"))


@pytest.mark.long
def test_an_export_holds_every_row_of_every_mart(sample_run: SampleRun, tmp_path: Path) -> None:
    run = open_run(sample_run.out)
    counts: dict[str, dict[str, int]] = {}
    for output in ExportFormat:
        counts[output] = {name: rows for _, name, rows in export_run(run, tmp_path / output, output)}
    assert len({tuple(found.items()) for found in counts.values()}) == 1
    expected = counts["csv"]
    assert {"statements", "claim_coverage"} & set(expected)
    assert not {"segments", "claims"} & set(expected)
    for name, rows in expected.items():
        csv_rows = pd.read_csv(tmp_path / "csv" / f"{name}.csv", encoding="utf-8-sig")
        assert list(csv_rows.columns) == list(TABLES[name].column_names)
        assert len(csv_rows) == rows == len(pq.read_table(tmp_path / "parquet" / f"{name}.parquet"))
        assert len((tmp_path / "json" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()) == rows
    book = openpyxl.load_workbook(tmp_path / "xlsx" / "whosaid.xlsx", read_only=True)
    assert book.sheetnames == [*expected, "columns"]
    meanings = {(row[0], row[1]) for row in book["columns"].iter_rows(min_row=2, values_only=True)}
    assert meanings == {(name, column) for name in expected for column in TABLES[name].column_names}


def test_exported_csv_is_read_with_dates_as_dates(sample_run: SampleRun, tmp_path: Path) -> None:
    list(export_run(open_run(sample_run.out), tmp_path, ExportFormat.CSV, ["articles"]))
    path = str(tmp_path / "articles.csv")
    found = duckdb.sql(
        "SELECT column_type FROM (DESCRIBE FROM read_csv(?)) WHERE column_name LIKE 'published_%'", params=[path]
    )
    assert {kind for (kind,) in found.fetchall()} <= {"TIMESTAMP", "DATE"}


def test_unknown_tables_and_endings_are_explained(sample_run: SampleRun, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="did you mean claim_coverage"):
        list(export_run(open_run(sample_run.out), tmp_path, ExportFormat.CSV, ["claim_covrage"]))
    with pytest.raises(QueryError, match="does not say its format"):
        find_format(tmp_path / "rows.doc")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="is a file"):
        write_answer(tmp_path / "file" / "rows.csv", ROWS.to_reader())
