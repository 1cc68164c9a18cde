"""The labels of claim pairs: their form, and that their offsets lie in the texts where those are present."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

LABELS = Path("data/labels/claim_pairs")
CORPUS = Path("../shared/corpora/basil")
COLUMNS = [
    "story_id",
    "id_a",
    "start_a",
    "end_a",
    "id_b",
    "start_b",
    "end_b",
    "label",
    "pass1",
    "pass2",
    "stratum",
    "stratum_size",
]
ALLOWED = {"same", "conflict", "partial", "different"}
Span = tuple[str, int, int]


def read_rows(name: str) -> list[dict[str, str]]:
    with (LABELS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def spans_of(row: dict[str, str]) -> tuple[Span, Span]:
    return (
        (row["id_a"], int(row["start_a"]), int(row["end_a"])),
        (row["id_b"], int(row["start_b"]), int(row["end_b"])),
    )


@pytest.fixture(scope="module")
def pairs() -> list[dict[str, str]]:
    return read_rows("claim_pairs.csv")


@pytest.fixture(scope="module")
def claims() -> list[Span]:
    return [(row["id"], int(row["start"]), int(row["end"])) for row in read_rows("claims.csv")]


def test_pairs_have_the_columns_and_labels_of_the_guideline(pairs: list[dict[str, str]]) -> None:
    assert list(pairs[0]) == COLUMNS
    assert len(pairs) >= 700
    assert {row["label"] for row in pairs} | {row["pass1"] for row in pairs} == ALLOWED
    twice = [row["pass2"] for row in pairs if row["pass2"]]
    assert len(twice) >= 250
    assert set(twice) <= ALLOWED


def test_a_label_is_one_of_its_passes_or_was_read_a_third_time(pairs: list[dict[str, str]]) -> None:
    changed = [row for row in pairs if row["label"] not in (row["pass1"], row["pass2"])]
    assert len(changed) <= 5


def test_no_pair_stands_twice_and_none_is_of_one_article(pairs: list[dict[str, str]]) -> None:
    keys = [frozenset(spans_of(row)) for row in pairs]
    assert len(set(keys)) == len(keys)
    assert all(row["id_a"] != row["id_b"] for row in pairs)


def test_offsets_are_those_of_listed_claims(pairs: list[dict[str, str]], claims: list[Span]) -> None:
    assert len(set(claims)) == len(claims)
    assert all(0 <= start < end for _, start, end in claims)
    assert {span for row in pairs for span in spans_of(row)} <= set(claims)


def test_a_stratum_has_one_size_not_below_the_pairs_drawn(pairs: list[dict[str, str]]) -> None:
    sizes: dict[str, set[str]] = {}
    for row in pairs:
        sizes.setdefault(row["stratum"], set()).add(row["stratum_size"])
    for stratum, (size, *others) in ((stratum, list(found)) for stratum, found in sizes.items()):
        assert not others
        if stratum.startswith("read"):
            assert size == ""
        else:
            assert int(size) >= sum(row["stratum"] == stratum for row in pairs)


def test_sentence_pairs_were_read_twice_and_differ_only_about_partial() -> None:
    rows = read_rows("sentence_pairs.csv")
    assert {row["label"] for row in rows} | {row["pass2"] for row in rows} == ALLOWED
    different = [{row["label"], row["pass2"]} for row in rows if row["label"] != row["pass2"]]
    assert len(different) / len(rows) == pytest.approx(0.162, abs=0.001), "as the guideline says"
    assert sum("partial" not in pair for pair in different) == 1


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the articles are not part of the repository")
def test_offsets_lie_in_the_articles_and_stories_agree(pairs: list[dict[str, str]], claims: list[Span]) -> None:
    with (CORPUS / "articles.jsonl").open(encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    with (CORPUS / "stories.csv").open(encoding="utf-8", newline="") as lines:
        stories = {row["id"]: row["story"] for row in csv.DictReader(lines)}
    for article, start, end in claims:
        text = texts[article][start:end]
        assert len(text) == end - start
        assert text == text.strip()
    assert all(stories[row["id_a"]] == stories[row["id_b"]] == row["story_id"] for row in pairs)
