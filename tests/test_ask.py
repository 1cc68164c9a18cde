"""The questions that people bring, asked of the sample."""

import json
import re
import shlex
import shutil
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from flows.ask import ask_about, fetch_facts, find_entity, find_story, fold_words, read_question
from flows.cli import app
from flows.query import QueryError
from tests.conftest import ROOT, SampleRun
from tests.test_cli import call

EXAMPLE = re.compile(r"Example(?:, by cron)?: (whosaid .*)")
NOT_HERE = {"run": "the sample", "fetch": "a network", "health": "a network", "evaluate": "gold of one's own"}
"""Commands whose example needs what a test does not have, or has done already."""


def list_commands() -> list[str]:
    return sorted(command.name or command.callback.__name__ for command in app.registered_commands if command.callback)


def test_search_finds_who_said_what_about_a_topic(sample_run: SampleRun) -> None:
    found = fetch_facts(sample_run.out, ask_about(["dam"]))
    assert len(found) > 20
    assert "dam" in found[0]["statement"].lower(), "what says it itself comes first"
    assert {row["voice"] for row in found} <= {"attributed", "hedged"}
    around = [
        " ".join(str(row[c]) for c in ("statement", "all_sources", "headline", "story_headline")) for row in found
    ]
    assert all(re.search(r"\bdams?\b", text, re.IGNORECASE) for text in around)
    with_own = fetch_facts(sample_run.out, ask_about(["dam"], own=True))
    assert len(with_own) > len(found)


def test_all_words_must_be_there_in_any_spelling(sample_run: SampleRun) -> None:
    both = fetch_facts(sample_run.out, ask_about(["DAM", "engineers’"]))
    either = {row["claim_id"] for row in fetch_facts(sample_run.out, ask_about(["engineers"]))}
    assert both
    assert {row["claim_id"] for row in both} <= either
    assert {row["claim_id"] for row in fetch_facts(sample_run.out, ask_about(["dam engineers"]))} == {
        row["claim_id"] for row in both
    }
    assert fetch_facts(sample_run.out, ask_about(["inspect*"]))
    assert not fetch_facts(sample_run.out, ask_about(["inspe"])), "a part of a word is no word"


@pytest.mark.parametrize("words", [[], ["…"], ["'; DROP TABLE claims; --%"]])
def test_words_are_never_sql(sample_run: SampleRun, words: list[str]) -> None:
    if not any(map(fold_words, words)):
        with pytest.raises(QueryError, match="no word to search for"):
            ask_about(words)
        return
    assert fetch_facts(sample_run.out, ask_about(words)) == []


@pytest.mark.parametrize("name", ["Tomas Verrin", "verrin", "Verrin, Tomas", "TOMÁS VERRIN"])
def test_a_name_finds_its_bearer(sample_run: SampleRun, name: str) -> None:
    entity, _ = find_entity(sample_run.out, name)
    assert entity["name"] == "Tomas Verrin"
    assert find_entity(sample_run.out, entity["entity_id"])[0] == entity
    said = fetch_facts(sample_run.out, read_question("who", entity=entity["entity_id"]))
    given = {
        row["claim_id"] for row in sample_run.tables["claim_sources"] if row["source_entity_id"] == entity["entity_id"]
    }
    assert {row["claim_id"] for row in said} == given


def test_what_is_not_found_is_asked_for(sample_run: SampleRun) -> None:
    with pytest.raises(QueryError, match="did you mean Helena Drace"):
        find_entity(sample_run.out, "Helena Drase")
    with pytest.raises(QueryError, match="did you mean 'dam dead horror'"):
        find_story(sample_run.out, "ded dam horor")
    with pytest.raises(QueryError, match="'whosaid search radar' looks in what is said"):
        find_story(sample_run.out, "radar")
    with pytest.raises(QueryError, match="there is no name"):
        find_entity(sample_run.out, "…")
    with pytest.raises(QueryError, match="there is no word"):
        find_story(sample_run.out, "…")
    assert find_story(sample_run.out, "ferr")[0]["headline"].startswith("Ferry")


def test_a_search_that_finds_nothing_says_which_word_nobody_says(sample_run: SampleRun) -> None:
    out = ("--out", sample_run.out)
    assert "nobody says 'damm'; did you mean dam" in " ".join(call("search", "damm", *out, code=1).split())
    assert "not all of them together" in " ".join(call("search", "gates", "ferry", *out, code=1).split())
    assert call("search", "damm", *out, "-f", "json") == ""


def test_a_run_below_the_folder_is_asked_for(sample_run: SampleRun) -> None:
    said = call("who", "Orme", "--out", sample_run.out.parent, code=1)
    assert f"did you mean --out {sample_run.out}?" in "".join(said.splitlines())


def test_answers_show_ids_whole_and_texts_readable_in_a_narrow_window(
    sample_run: SampleRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = next(row for row in fetch_facts(sample_run.out, ask_about(["dam"])) if len(row["statement"]) > 60)
    for width in ("80", "130"):
        monkeypatch.setenv("COLUMNS", width)
        text = call("search", "dam", "--out", sample_run.out)
        assert said["claim_id"] in text
        assert said["statement"][:20] in text


def test_who_story_and_search_print_answers(sample_run: SampleRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    out = ("--out", sample_run.out)
    text = call("who", "verrin", *out)
    assert "Foreign Minister" in text
    text = call("story", "dam", *out)
    assert "14 dead in dam horror" in text
    assert "independent" in text
    rows = [json.loads(line) for line in call("search", "dam", *out, "-f", "json").splitlines()]
    assert {"statement", "source_name", "url", "story_id"} <= set(rows[0])
    assert "did you mean" in call("who", "Helena Drase", *out, code=1)


def test_one_command_brings_who_said_what_about_a_topic_to_excel(sample_run: SampleRun, tmp_path: Path) -> None:
    path = tmp_path / "dam.xlsx"
    assert f"{path}: " in call("search", "dam", "--to", path, "--out", sample_run.out)
    head, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    assert [row[head.index("claim_id")] for row in rows] == [
        row["claim_id"] for row in fetch_facts(sample_run.out, ask_about(["dam"]))
    ]
    assert rows[0][head.index("published_date")].year == 2026


def test_explain_takes_the_id_of_anything(sample_run: SampleRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    tables = sample_run.tables
    claim = next(row for row in tables["claims"] if row["source_name"])
    group = next(row["claim_group_id"] for row in tables["claim_groups"] if row["claim_id"] == claim["claim_id"])
    article = next(row for row in tables["articles"] if row["article_id"] == claim["article_id"])
    story = next(row["story_id"] for row in tables["stories"] if row["article_id"] == claim["article_id"])
    named = next(row for row in tables["claim_sources"] if row["source_entity_id"])
    for row_id, shown in [
        (claim["claim_id"], "[content: "),
        (tables["quotes"][0]["quote_id"], "[content: "),
        (group, claim["claim_id"]),
        (article["article_id"], claim["claim_id"]),
        (story, article["article_id"]),
        (named["source_entity_id"], named["claim_id"]),
    ]:
        text = call("explain", row_id, "--out", sample_run.out, "--rows", "1000")
        assert shown in text, row_id
    slip = claim["claim_id"][:-1] + ("0" if claim["claim_id"][-1] != "0" else "1")
    assert f"did you mean {claim['claim_id']}" in call("explain", slip, "--out", sample_run.out, code=1)


@pytest.mark.long
def test_every_command_has_an_example_and_it_works_after_make_run(
    sample_run: SampleRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "300")
    shutil.copytree(sample_run.out, tmp_path / "sample", symlinks=True)
    missing = []
    for name in list_commands():
        example = EXAMPLE.search(CliRunner().invoke(app, [name, "--help"]).output)
        if example is None:
            missing.append(name)
            continue
        _, command, *arguments = shlex.split(example[1].strip(" │"))
        assert command == name
        if name in NOT_HERE:
            continue
        result = CliRunner().invoke(app, [command, *(a.replace("out/", f"{tmp_path}/", 1) for a in arguments)])
        assert result.exit_code == 0, (example[1], result.output)
    assert missing == []
