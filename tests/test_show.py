"""Tables on a terminal: as wide as it is, whole where asked."""

from datetime import UTC, datetime

import pytest
from rich.cells import cell_len

from flows.show import print_answer

NAMES = ["id", "text", "count"]
ROWS = [
    ("a1", "A ferry ran aground off the northern harbour with two hundred people aboard " * 2, 3),
    ("a2", "短い" * 30, None),
]


def show(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int, full: bool = False) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    print_answer(NAMES, ROWS, "table", 10, full=full)
    return capsys.readouterr().out


@pytest.mark.parametrize("width", [20, 34, 40, 60, 80, 130, 400])
def test_no_line_is_wider_than_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    lines = show(capsys, monkeypatch, width).splitlines()
    assert max(map(cell_len, lines)) <= width
    if width >= 34:
        assert len(lines) == 7, "a row is a line"
    assert ("…" in "".join(lines)) == (width < 400)


def test_narrow_columns_keep_their_room(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    text = show(capsys, monkeypatch, 60)
    assert "┃ id ┃" in text
    assert "┃ count ┃" in text


@pytest.mark.parametrize("width", [20, 60])
def test_full_shows_every_word(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    text = show(capsys, monkeypatch, width, full=True)
    assert "…" not in text
    kept = "".join(sign for sign in text if sign.isalnum())
    assert kept.count("aboard") == 2 or width == 60
    assert text.count("短") == 30


def test_an_answer_without_rows_still_names_its_columns(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(NAMES, [], "table", 10)
    assert "count" in capsys.readouterr().out
    print_answer(NAMES, [], "csv", 10)
    assert capsys.readouterr().out == "id,text,count\n"


def test_csv_writes_lists_as_json_and_times_as_spreadsheets_take_them(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(["names", "at"], [(["a", "b"], datetime(2026, 9, 1, 8, 5, tzinfo=UTC))], "csv", 1)
    assert capsys.readouterr().out == 'names,at\n"[""a"", ""b""]",2026-09-01 08:05:00\n'
