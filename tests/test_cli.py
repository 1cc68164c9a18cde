"""The command line as a user meets it: what it prints, and its exit codes."""

import csv
import io
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.resources import SEEDS_DIR
from tests.conftest import SampleRun
from tests.input.test_bad_input import BROKEN
from tests.invariants import check_run

runner = CliRunner()


def call(*arguments: object, code: int = 0) -> str:
    result = runner.invoke(app, [str(a) for a in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result.output


def test_help_names_every_command() -> None:
    text = call("--help")
    assert all(name in text for name in ("run", "sql", "tables", "explain", "evaluate", "Exit codes"))
    assert ".jsonl" in call("run", "--help")


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["nonsense"],
        ["run", "x", "--workers", "0"],
        ["sql", "x", "--format", "xml"],
        ["run", "x", "--published-at", "2026-02-30"],
    ],
)
def test_bad_usage_is_exit_code_2(arguments: list[str]) -> None:
    call(*arguments, code=2)


def test_run_prints_the_summary(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(
        "Bridge to reopen\n\nThe old bridge of Marl will reopen on Friday, mayor Inga Roth said.\n\n"
        "“It was never in danger,” she added.\n"
    )
    text = call(
        "run",
        article,
        "--out",
        tmp_path / "out",
        "--outlet",
        "Marl Post",
        "--published-at",
        "2026-09-01",
        "--workers",
        "1",
    )
    assert "1 article from 1 outlet, in 1 story" in text
    rows = json.loads(
        call("sql", "SELECT outlet, published_date FROM articles", "--out", tmp_path / "out", "-f", "json")
    )
    assert rows == {"outlet": "Marl Post", "published_date": "2026-09-01"}


@pytest.mark.usefixtures("empty_models")
def test_two_runs_in_one_folder_give_the_same_articles_and_the_summary_tells_of_the_inputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pier_files").mkdir()
    text = "{}\n\nThe old bridge of Marl will reopen on Friday, mayor Inga Roth said on Monday.\n"
    (tmp_path / "pier_files" / "ad.txt").write_text(text.format("Advertisement"), encoding="utf-8")
    (tmp_path / "pier.html").write_text("<p>Nothing here</p>", encoding="utf-8")
    (tmp_path / "café.txt").write_bytes(text.format("Café to reopen").encode("cp1252"))
    rows = [
        {"body": "&ldquo;It is safe,&rdquo; mayor Inga Roth said.", "paper": "Marl Post - News", "section": "a"},
        {"body": "<p>Mayor Inga Roth said that it was safe to cross.</p>", "paper": "Marl Post", "section": "b"},
        *[{"paper": "Marl Post", "note": ""}] * 3,
    ]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    arguments = ["run", ".", "--columns", "text=body,outlet=paper", "--workers", "1"]
    first = call(*arguments)
    second = call(*arguments)
    for summary in (first, second):
        assert "3 articles from 1 outlet" in summary
        assert "- passed over, the parts of a saved page: pier_files" in summary
        assert "- read as cp1252: café.txt" in summary
        assert "- columns not read: section, note (rows.jsonl)" in summary
        assert "- put right: entities in 1 article; tags in 1 article" in summary
        assert "2 articles of outlets that seeds/outlets.csv does not know: Marl Post (2)" in summary
        assert "\n    Marl Post,,,\n" in summary
        assert "- rows.jsonl: no_text 3 times, first: line 3: there is no text; found: paper; fill body" in summary
        assert summary.count("pier.html: no_article: ") == 1
    assert "what a run of whosaid wrote" not in first
    assert "- passed over, what a run of whosaid wrote: out" in second


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--columns", "body=text"], "does not name a column"),
        (["--columns", "text="], "does not name a column"),
        (["--encoding", "cp9999"], "there is no character set"),
        (["--encoding", "rot13"], "there is no character set"),
    ],
)
def test_options_that_make_no_sense_are_bad_usage(tmp_path: Path, arguments: list[str], message: str) -> None:
    assert message in " ".join(call("run", tmp_path, *arguments, code=2).replace("│", " ").split())


def test_the_summary_says_what_is_missing_and_its_commands_can_be_pasted(tmp_path: Path) -> None:
    for name, speaker in (("a", "mayor Inga Roth"), ("b", "councillor Tom Vale")):
        quote = "The old bridge {out} of Marl \x1b[31m was never in any danger"
        text = f"Bridge to reopen\n\n“{quote},” {speaker} said on Friday.\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    text = call("run", tmp_path, "--out", tmp_path / "my out", "--workers", "1")
    assert "2 of 2 articles without a date" in text
    assert "2 of 2 articles without an outlet" in text
    command = re.search(r"\((whosaid explain .*)\)", text)
    assert command, text
    assert "bridge {out} of Marl \\x1b[31m was" in text, "words of an article stay as they are, and do nothing"
    assert "\x1b" not in text
    assert "never in any danger" in call(*shlex.split(command[1])[1:])


@pytest.mark.usefixtures("empty_models")
def test_nothing_usable_is_exit_code_1_and_leaves_older_tables(tmp_path: Path, sample_run: SampleRun) -> None:
    text = call("run", tmp_path / "missing.txt", "--out", tmp_path / "out", code=1)
    assert "No usable article" in text
    assert "missing.txt" in text
    assert (tmp_path / "out" / "tables" / "rejects").exists()
    out = tmp_path / "older"
    shutil.copytree(sample_run.out, out, symlinks=True)
    before = (out / ".current").resolve()
    assert "left as they were" in call("run", tmp_path / "missing.txt", "--out", out, code=1)
    assert (out / ".current").resolve() == before
    older, now = sample_run.tables, check_run(out / "tables")
    assert {name for name in now if now[name] != older[name]} == {"runs", "rejects"}
    assert [(row["status"], row["problem"]) for row in now["runs"]] == [
        ("completed", None),
        ("empty", "no usable article"),
    ]
    assert "every file is as it was published" in call("check", "--out", out)
    assert '"missing_path"' in call("sql", "SELECT reason FROM rejects", "--out", out, "-f", "json")


def test_an_output_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    assert "choose another one with --out" in call("run", tmp_path, "--out", tmp_path / "out", code=1)


@pytest.mark.usefixtures("empty_models")
def test_broken_files_cost_none_of_the_good_ones(tmp_path: Path) -> None:
    for name, data, _, _ in BROKEN:
        (tmp_path / name).write_bytes(data)
    for number in range(5):
        text = (
            f"Bridge {number} opens\n\nThe bridge over the river Sorn is open, mayor Inga Roth said on day {number}.\n"
        )
        (tmp_path / f"good{number}.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "results" / "out"
    assert "5 articles" in call("run", tmp_path, "--out", out, "--workers", "1")
    tables = check_run(out / "tables")
    assert len(tables["articles"]) == 5
    assert {Path(row["source_uri"]).name for row in tables["rejects"]} == {name for name, _, _, _ in BROKEN}


@pytest.mark.usefixtures("empty_models")
def test_own_boxes_of_pages_are_cut_out_and_counted(tmp_path: Path) -> None:
    box = "<div class='tide-table'><p>High water stands at nine in the morning, the harbour office said.</p></div>"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ferry.html").write_text(
        f"<html><body><article><h1>Ferry to run again</h1><p>The ferry will run again from Monday, its owner said.</p>"
        f"{box}<p>“She has a new engine,” captain Runa Delf said at the pier on Friday.</p></article></body></html>"
    )
    boxes = tmp_path / "page_boxes.csv"
    boxes.write_text("token,kind\ntide-table,box\n")
    out = tmp_path / "out"
    assert "cut from pages" not in call("run", tmp_path / "in", "--out", out, "--workers", "1")
    assert "1 box cut from pages" in call("run", tmp_path / "in", "--out", out, "--workers", "1", "--seeds", boxes)
    (current,) = [row for row in check_run(out / "tables")["articles"] if row["status"] == "current"]
    assert "High water" not in current["text"]


def test_a_broken_seed_stops_the_run_at_once(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for file in SEEDS_DIR.glob("*.csv"):
        (seeds / file.name).write_bytes(file.read_bytes())
    with (seeds / "cues.csv").open("a") as handle:
        handle.write("proclaim loudly,proclaim,speech,shouts,,,,\n")
    text = call("run", tmp_path, "--out", tmp_path / "out", "--seeds", seeds, code=1)
    assert "cues.csv, line" in text
    assert "column stance: 'shouts' is not one of" in text
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("option", "message"),
    [("--model", "holds no language pipeline"), ("--pipeline", "neither a folder nor an installed package")],
)
def test_a_missing_pipeline_stops_the_run_at_once(tmp_path: Path, option: str, message: str) -> None:
    text = call("run", tmp_path, "--out", tmp_path / "out", option, "no_such_pipeline", code=1)
    assert "no_such_pipeline" in text
    assert message in text
    assert not (tmp_path / "out").exists()


def test_sql_takes_queries_and_files_and_three_formats(sample_run: SampleRun, tmp_path: Path) -> None:
    file = tmp_path / "outlets.sql"
    file.write_text("SELECT outlet, count(*) AS articles FROM articles GROUP BY outlet ORDER BY outlet")
    rows = list(csv.DictReader(io.StringIO(call("sql", file, "--out", sample_run.out, "--format", "csv"))))
    assert len(rows) == 8
    assert sum(int(row["articles"]) for row in rows) == len(sample_run.tables["articles"])
    assert "8 rows" in call("sql", file, "--out", sample_run.out)
    file = file.rename(tmp_path / "outlets.txt")
    assert "6 not shown" in call("sql", file, "--out", sample_run.out, "--rows", "2")


def test_wide_rows_are_printed_below_each_other(sample_run: SampleRun) -> None:
    claim = sample_run.tables["claims"][0]
    text = call("sql", f"FROM claims WHERE claim_id = '{claim['claim_id']}'", "--out", sample_run.out)
    lines = [line.split(maxsplit=1) for line in text.splitlines()]
    assert ["claim_id", claim["claim_id"]] in lines
    assert ["voice", claim["voice"]] in lines
    assert "1 row" in text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("DELETE FROM articles", "only queries are allowed"),
        ("COPY articles TO 'x.csv'", "only queries are allowed"),
        ("SELECT 1; SELECT 2", "expected one statement, found 2"),
        ("SELECT nothing FROM articles", "nothing"),
        ("missing.sql", "cannot read missing.sql"),
    ],
)
def test_wrong_queries_are_explained(sample_run: SampleRun, query: str, message: str) -> None:
    assert message in call("sql", query, "--out", sample_run.out, code=1)


def test_a_folder_without_a_run_is_explained(tmp_path: Path) -> None:
    assert "whosaid run INPUT --out" in call("sql", "SELECT 1", "--out", tmp_path, code=1)


def test_tables_shows_the_dictionary() -> None:
    assert "one row per statement that an article carries" in call("tables", "claims")
    assert "no table 'nonsense'" in call("tables", "nonsense", code=1)
    assert call("tables", "--markdown").startswith("# Data dictionary")


def test_explain_marks_the_words_and_names_the_run(sample_run: SampleRun) -> None:
    quote = next(q for q in sample_run.tables["quotes"] if q["quote_type"] == "direct" and q["cue_start"] is not None)
    text = call("explain", quote["quote_id"], "--out", sample_run.out)
    assert f"[content: {quote['text'][:20]}" in text
    assert "[cue: " in text
    assert sample_run.result.run_id in text
    claim = next(c for c in sample_run.tables["claims"] if c["voice"] == "attributed")
    assert claim["article_id"] in call("explain", claim["claim_id"], "--out", sample_run.out)


def test_evaluate_scores_a_run_against_gold(tmp_path: Path, sample_run: SampleRun) -> None:
    quote = next(
        q for q in sample_run.tables["quotes"] if q["quote_type"] == "direct" and q["speaker_type"] == "named_person"
    )
    article = next(a for a in sample_run.tables["articles"] if a["article_id"] == quote["article_id"])
    name = Path(article["source_uri"]).name
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / f"{Path(name).stem}.txt").write_text(article["text"], encoding="utf-8")
    gold = {
        "file": name, "start": quote["start"], "end": quote["end"], "type": "direct",
        "speaker": quote["speaker_name"], "speaker_type": "named_person",
    }  # fmt: skip
    (tmp_path / "quotations.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    figures = json.loads(call("evaluate", tmp_path, "--out", sample_run.out, "-f", "json"))
    assert figures["quotations"]["found_and_speaker"] == 1
    assert figures["quotations"]["beyond_gold"] > 0
    assert "quotations.found_and_speaker,1.0" in call("evaluate", tmp_path, "--out", sample_run.out, "-f", "csv")
    assert "a gold folder holds" in call("evaluate", tmp_path / "text", "--out", sample_run.out, code=1)


@pytest.mark.parametrize(
    ("row_id", "message"), [("x1", "is no id: they begin with c (claim)"), ("c1", "no claim_id c1")]
)
def test_unknown_ids_are_explained(sample_run: SampleRun, row_id: str, message: str) -> None:
    assert message in call("explain", row_id, "--out", sample_run.out, code=1)
