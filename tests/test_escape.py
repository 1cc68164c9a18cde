"""What articles say is shown, never acted on: by a terminal, a spreadsheet, or whoever renders Markdown."""

import csv
import io
import json
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.build import RunResult
from flows.escape import defuse_formula, escape_markdown, show_controls, show_controls_in_json
from flows.explain import Mark, mark_text
from flows.ingest import InputReport
from flows.query import print_query
from flows.readers import Note, NoteKind
from flows.summary import render_markdown, render_summary
from transforms.outlets import Label, OutletReport
from transforms.records import Reject

RED = "\x1b[31m"


def test_escape_sequences_are_written_out() -> None:
    assert show_controls(f"a{RED}b\x9b2J\u202ec\nd\te") == "a\\x1b[31mb\\x9b2J\\u202ec\nd\te"
    assert show_controls("a\nb", keep="") == "a\\x0ab"
    assert show_controls("“Zürich” 🚢 – Ærø") == "“Zürich” 🚢 – Ærø"


@given(st.text())
def test_nothing_a_terminal_acts_on_is_left(text: str) -> None:
    shown = show_controls(text, keep="")
    assert shown.isprintable() or not any(sign < " " or "\x7f" <= sign <= "\x9f" for sign in shown)
    shown.encode()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_keeps_the_value(text: str) -> None:
    line = show_controls_in_json(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(line) == {"text": text}
    assert not any(sign < " " or "\x7f" <= sign <= "\x9f" for sign in line)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\n=1", "＝1", "\x00=1", "=cmd|' /C calc'!A0"]
)
def test_formulas_are_defused(cell: str) -> None:
    assert defuse_formula(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["a=1", "“-” he said", "", None, -1, -1.5, True, "1-2", "’tis"])
def test_other_cells_stay_as_they_are(cell: object) -> None:
    assert defuse_formula(cell) is cell


def test_markdown_shows_text_as_it_stands() -> None:
    assert (
        escape_markdown("<img src=x onerror=1> | [a](b)\n# c") == "&lt;img src=x onerror=1\\> \\| \\[a\\]\\(b\\) \\# c"
    )
    assert escape_markdown("a & b_c") == "a &amp; b\\_c"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("escapes")
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        connection.execute("CREATE TABLE t (name VARCHAR, value INTEGER)")
        connection.execute("INSERT INTO t VALUES (?, -5), ('=HYPERLINK(1)', 1)", [f"{RED}Ada\nRooy"])
    return folder


@pytest.mark.parametrize("query", ["FROM t", f"FROM t, {', '.join(f't t{n}' for n in range(20))} LIMIT 2"])
def test_sql_prints_no_escape_sequence(out: Path, capsys: pytest.CaptureFixture[str], query: str) -> None:
    print_query(query, out, "table", 5)
    printed = capsys.readouterr().out
    assert "\x1b[31m" not in printed
    assert "\\x1b[31mAda Rooy" in printed
    print_query(query, out, "json", 5)
    assert "\x1b" not in capsys.readouterr().out


def test_csv_defuses_formulas_unless_told_otherwise(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    print_query("FROM t ORDER BY value", out, "csv", 5)
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows == [["name", "value"], [f"{RED}Ada\nRooy", "-5"], ["'=HYPERLINK(1)", "1"]]
    print_query("FROM t WHERE value > 0", out, "csv", 5, raw=True)
    assert capsys.readouterr().out == "name,value\n=HYPERLINK(1),1\n"


def test_csv_on_a_terminal_holds_no_escape_sequence(
    out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    print_query("FROM t", out, "csv", 5)
    assert "\x1b" not in capsys.readouterr().out


def test_an_explanation_holds_no_escape_sequence() -> None:
    text = f"Bob {RED} said yes."
    shown = mark_text(text, [Mark(0, 3, "source"), Mark(text.index("yes"), len(text) - 1, "content")]).plain
    assert shown == "[source: Bob] \\x1b[31m said [content: yes]."


def test_the_artifact_shows_what_inputs_say_as_it_stands() -> None:
    odd = f"<u {RED}"
    outlets = OutletReport()
    outlets.add(Label("<i>Echo</i>", False), None)
    report = InputReport([Note("[pier](x).csv", NoteKind.IGNORED_COLUMNS, odd)], outlets=outlets)
    rejects = (Reject("<script>alert(1)</script>.txt", "not_utf8", "[click](http://evil.example) | ```"),)
    result = RunResult("r1", Path("out"), "failed", False, rejects=rejects, report=report, problem="**no** <b>room</b>")
    text = render_markdown(result)
    assert "<script" not in text
    assert "<b>" not in text
    assert "\\[click\\]\\(http" in text
    assert "| not\\_utf8 | 1 |" in text
    assert f"columns not read: {escape_markdown(odd)} \\(\\[pier\\]" in text
    assert text.count("&lt;i\\>Echo") == 2, "the line, and the row for the seed"
    assert "<u" not in text
    assert "\x1b" not in text + render_summary(result)
    assert f"- columns not read: {show_controls(odd)} ([pier](x).csv)" in render_summary(result)


def test_the_artifact_links_to_the_page(tmp_path: Path) -> None:
    out = tmp_path / "a (b) [c]"
    result = RunResult("r1", out, "failed", False)
    assert "file://" not in render_markdown(result)
    (out / "site").mkdir(parents=True)
    (out / "site" / "index.html").touch()
    assert f"]({tmp_path.as_uri()}/a%20%28b%29%20%5Bc%5D/site/index.html)" in render_markdown(result)
