"""The hand-written rows must fit the sample they describe, before anything is compared with them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from transforms.schema import QUOTE_RELATIONS, QUOTE_TYPES, ROLES, SOURCE_TYPES, STANCES, VOICES
from transforms.seeds import SEED_COLUMNS, Seeds, parse_seeds

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SAMPLE = ROOT / "data" / "sample"
JOIN = " || "
Rows = list[dict[str, str]]


def _read_rows(name: str) -> Rows:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class _Blocks(HTMLParser):
    """The text blocks inside <article>, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._inside = False
        self._block: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._inside |= tag == "article"
        if self._inside and tag in {"h1", "h2", "p", "figcaption"}:
            self._block = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._inside = False
        elif self._block is not None and tag in {"h1", "h2", "p", "figcaption"}:
            self.blocks.append("".join(self._block).strip())
            self._block = None

    def handle_data(self, data: str) -> None:
        if self._block is not None:
            self._block.append(data)


def _read_text(row: dict[str, str]) -> str:
    """The article's text, headline first, a blank line between paragraphs."""
    path = SAMPLE / row["path"]
    content = path.read_text(encoding="utf-8")
    if row["format"] == "html":
        parser = _Blocks()
        parser.feed(content)
        return "\n\n".join(parser.blocks)
    if row["format"] == "txt":
        return content.strip()
    if row["format"] == "jsonl":
        records = [json.loads(line) for line in content.splitlines()]
    else:
        records = list(csv.DictReader(content.splitlines(keepends=True)))
    record = next(r for r in records if r["id"] == row["article"])
    return f"{record['headline']}\n\n{record['text']}"


ARTICLES = _read_rows("articles")
TEXTS = {row["article"]: _read_text(row) for row in ARTICLES}
QUOTES = _read_rows("quotes")
CLAIMS = _read_rows("claims")
SEGMENTS = _read_rows("segments")
MATCHES = _read_rows("quote_matches")
GROUPS = _read_rows("claim_groups")
PEOPLE = _read_rows("people")
QUOTE_BY_KEY = {(row["article"], row["quote_no"]): row for row in QUOTES}


@pytest.fixture(scope="module")
def seeds() -> Seeds:
    return parse_seeds({name: (ROOT / "seeds" / f"{name}.csv").read_text(encoding="utf-8") for name in SEED_COLUMNS})


def _find_paragraph(article: str, start: str) -> int:
    for found in re.finditer(re.escape(start), TEXTS[article]):
        if found.start() == 0 or TEXTS[article][found.start() - 1] == "\n":
            return found.start()
    raise AssertionError(f"{article}: no paragraph starts with {start!r}")


def _assert_pieces_stand(row: dict[str, str], column: str) -> None:
    position = _find_paragraph(row["article"], row["paragraph_start"])
    for piece in row[column].split(JOIN):
        position = TEXTS[row["article"]].find(piece, position)
        assert position >= 0, f"{row['article']}: {piece!r} does not stand after {row['paragraph_start']!r}"
        position += len(piece)


def check_rows(rows: Rows, check: Callable[[dict[str, str]], None]) -> None:
    """Check every row, and name all that fail."""
    assert rows
    failed = []
    for row in rows:
        try:
            check(row)
        except AssertionError as error:
            failed.append(f"{row}\n{error}")
    assert not failed, "\n\n".join(failed)


def _fold(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", text.replace("’", "'").lower()).split())


def test_every_file_of_the_sample_is_listed() -> None:
    listed = {row["path"] for row in ARTICLES}
    found = {p.relative_to(SAMPLE).as_posix() for p in SAMPLE.rglob("*.*") if p.is_file()}
    assert found - listed == {
        "README.md",
        *(f"{folder}/metadata.csv" for folder in {Path(r["path"]).parent for r in ARTICLES if r["format"] == "txt"}),
    }


def test_every_article_begins_with_its_headline_and_has_newspaper_length() -> None:
    def check(row: dict[str, str]) -> None:
        text = TEXTS[row["article"]]
        assert text.startswith(row["headline"] + "\n\n")
        assert 250 <= len(text.split()) <= 600

    check_rows(ARTICLES, check)


def test_metadata_agrees_with_the_files() -> None:
    rows = {row["path"]: row for row in ARTICLES}
    seen = 0
    for metadata in SAMPLE.rglob("metadata.csv"):
        with metadata.open(encoding="utf-8", newline="") as file:
            for record in csv.DictReader(file):
                expected = rows[f"{metadata.parent.name}/{record['file']}"]
                assert (record["id"], record["outlet"]) == (expected["article"], expected["outlet"])
                assert (record["published_at"], record["headline"]) == (expected["published_at"], expected["headline"])
                seen += 1
    assert seen == sum(row["format"] == "txt" for row in ARTICLES)


def test_the_sample_is_as_broad_as_it_should_be() -> None:
    stories = {row["article"]: row["story"] for row in _read_rows("stories")}
    assert set(stories) == set(TEXTS)
    assert len(TEXTS) >= 32
    assert len({row["outlet"] for row in ARTICLES}) >= 8
    assert len(set(stories.values())) >= 7
    assert len({row["published_at"][:10] for row in ARTICLES}) >= 8
    assert {row["format"] for row in ARTICLES} == {"txt", "html", "jsonl", "csv"}
    assert len([row for row in CLAIMS if row["voice"] in {"attributed", "hedged"}]) >= 150


def test_two_outlets_share_a_publisher_family(seeds: Seeds) -> None:
    outlets = {row["outlet"] for row in ARTICLES}
    families = [seeds.outlets[name].find_family(None) for name in outlets]
    assert None not in families
    assert len(set(families)) == len(outlets) - 1


def test_every_segment_stands_in_its_article() -> None:
    def check(row: dict[str, str]) -> None:
        _find_paragraph(row["article"], row["paragraph_start"])
        assert row["role"] in ROLES
        assert row["role"] != "body"

    check_rows(SEGMENTS, check)


def test_segments_show_every_role() -> None:
    # posts, links and notices in all their forms are in the tests of pages and clutter
    elsewhere = {"embed", "note", "legal", "link", "label", "box", "repeated"}
    assert {row["role"] for row in SEGMENTS} == set(ROLES) - {"body"} - elsewhere


def test_every_quote_stands_in_its_article() -> None:
    def check(row: dict[str, str]) -> None:
        _assert_pieces_stand(row, "pieces")
        first = row["pieces"].split(JOIN)[0]
        text = TEXTS[row["article"]]
        position = -1
        for _ in range(int(row["occurrence"])):
            position = text.index(first, position + 1)
        assert text[position - 1] in "“‘\"'"
        assert set(row["quote_type"].split("|")) <= set(QUOTE_TYPES)
        assert set(row["speaker_type"].split("|")) <= set(SOURCE_TYPES)
        assert row["speaker_name"] or row["speaker_type"] != "named_person"

    check_rows(QUOTES, check)


def test_every_claim_stands_in_its_article(seeds: Seeds) -> None:
    def check(row: dict[str, str]) -> None:
        _assert_pieces_stand(row, "pieces")
        assert row["source_text"] in TEXTS[row["article"]]
        assert (row["voice"] == "hedged") == (not row["source_text"])
        assert row["voice"] in VOICES
        assert set(row["source_type"].split("|")) <= set(SOURCE_TYPES)
        assert row["stance"] in STANCES
        stances = {cue.stance for cue in seeds.cues.values() if cue.lemma == row["cue_lemma"]}
        assert stances, f"no seed has the lemma {row['cue_lemma']!r}"
        assert row["stance"] in stances | {"declines"}

    check_rows(CLAIMS, check)


def test_names_are_names_of_people_or_bodies(seeds: Seeds) -> None:
    people = {row["name"] for row in PEOPLE}
    for row in CLAIMS:
        assert (row["source_name"] in people) == (row["source_type"] == "named_person"), row
    for row in QUOTES:
        named = set(row["speaker_name"].split("|")) & people
        assert bool(named) == ("named_person" in row["speaker_type"].split("|")), row
    governments = {name for metonym in seeds.metonyms.values() for name in (metonym.refers_to, metonym.name)}
    for row in CLAIMS:
        if row["source_type"] == "government" and row["source_name"]:
            assert row["source_name"] in governments | {"Tarmund Coast Guard"}


def test_every_person_stands_in_the_article() -> None:
    def check(row: dict[str, str]) -> None:
        for alias in row["aliases"].split(JOIN):
            assert re.search(rf"(?<!\w){re.escape(alias)}(?!\w)", TEXTS[row["article"]])

    check_rows(PEOPLE, check)


def test_every_quote_match_is_what_it_says() -> None:
    def check(row: dict[str, str]) -> None:
        a = QUOTE_BY_KEY[row["article_a"], row["quote_no_a"]]
        b = QUOTE_BY_KEY[row["article_b"], row["quote_no_b"]]
        text_a, text_b = _fold(a["pieces"]), _fold(b["pieces"])
        if text_a == text_b:
            relation = "equal"
        elif text_a in text_b:
            relation = "contained"
        elif text_b in text_a:
            relation = "contains"
        else:
            relation = "edited"
        assert relation in QUOTE_RELATIONS
        # a quotation whose last or first word was changed is edited by form, but its words are still those of the longer
        assert row["relation"] in {relation, "contains" if len(text_a) > len(text_b) else "contained"}
        if row["same_speaker"]:
            same = set(a["speaker_name"].split("|")) & set(b["speaker_name"].split("|"))
            assert row["same_speaker"] == ("yes" if same else "no")
        else:
            assert not (a["speaker_name"] and b["speaker_name"])

    check_rows(MATCHES, check)


def test_every_equal_long_quotation_of_two_articles_is_matched() -> None:
    matched = {frozenset({(r["article_a"], r["quote_no_a"]), (r["article_b"], r["quote_no_b"])}) for r in MATCHES}
    for i, a in enumerate(QUOTES):
        for b in QUOTES[i + 1 :]:
            text_a, text_b = _fold(a["pieces"]), _fold(b["pieces"])
            if a["article"] == b["article"] or min(len(text_a.split()), len(text_b.split())) < 4:
                continue
            if text_a in text_b or text_b in text_a:
                pair = frozenset({(a["article"], a["quote_no"]), (b["article"], b["quote_no"])})
                assert pair in matched or "at all times" in (text_a, text_b), (a, b)


def test_every_grouped_claim_stands_in_its_article() -> None:
    def check(row: dict[str, str]) -> None:
        position = _find_paragraph(row["article"], row["paragraph_start"])
        assert TEXTS[row["article"]].find(row["text"], position) >= 0
        assert row["relation"] in {"same", "conflict"}

    check_rows(GROUPS, check)


def test_groups_join_articles_of_one_story_and_some_disagree() -> None:
    stories = {row["article"]: row["story"] for row in _read_rows("stories")}
    groups: dict[str, Rows] = {}
    for row in GROUPS:
        groups.setdefault(row["claim_group"], []).append(row)
    for name, rows in groups.items():
        assert len(rows) >= 2, name
        assert rows[0]["relation"] == "same", name
        assert len({stories[row["article"]] for row in rows}) == 1, name
    assert sum(any(row["relation"] == "conflict" for row in rows) for rows in groups.values()) >= 10


def test_wire_copies_share_most_of_their_paragraphs() -> None:
    for row in _read_rows("copies"):
        a, b = (set(map(_fold, TEXTS[row[key]].split("\n\n")[1:])) for key in ("article_a", "article_b"))
        assert len(a & b) / min(len(a), len(b)) >= 0.6, row


def test_the_sample_holds_its_hard_cases() -> None:
    texts = "\n".join(TEXTS.values())
    assert re.search(r" quoted [^.\"“]+ as saying", texts)
    assert re.search(r"(is|are) said to ", texts)
    assert " reportedly " in texts
    assert re.search(r"on condition of anonymity because", texts)
    assert {"Jonas Feld", "Jonas Feldt"} <= {r["name"] for r in PEOPLE if r["article"] == "bg-02"}
    assert {"Tomas Verrin", "Thomas Verran"} <= {r["name"] for r in PEOPLE if r["article"] == "bg-01"}
    assert any(len(row["pieces"].split(JOIN)) > 2 for row in QUOTES), "a quotation over several paragraphs"
    assert any("+" in row["quote_no"] for row in QUOTES), "a quotation interrupted by its cue"
    assert any("scare" in row["quote_type"] for row in QUOTES)
    assert any(row["via_name"] for row in QUOTES)
    assert any(row["same_speaker"] == "no" and row["relation"] == "equal" for row in MATCHES)
    assert any(re.search(r"\b(he|she|the minister)\b", row["source_text"], re.I) for row in CLAIMS)
