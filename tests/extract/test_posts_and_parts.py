"""Rows of texts with parts that are not read: offsets go back to the text, and posts are their writers' statements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from flows.extraction import read_article
from flows.resources import MODEL_DIR, SEEDS_DIR, load_seeds
from transforms.language import load_pipeline
from transforms.paragraphs import PARAGRAPH_BREAK
from transforms.posts import find_posts, list_sentences
from transforms.reading import PIECES, make_reading
from transforms.records import Article, Extraction
from transforms.segments import segment_article

SEEDS = load_seeds(SEEDS_DIR)
LINKS = "Ada Beatrice HolmBudget talks stall The Memo: Lund faces long odds 'Even a farmer has a shot' MORE"
POST = "The council has stolen our dyke money. pic.twitter.com/a1 Everybody knows it. — Ole Lund (@olelund) May 3, 2019"


@pytest.fixture(scope="module")
def nlp() -> Any:
    return load_pipeline(MODEL_DIR)


def extract(nlp: Any, *paragraphs: str) -> tuple[str, Extraction]:
    text = PARAGRAPH_BREAK.join(paragraphs)
    article = Article(
        "a1",
        "a.txt",
        "Post",
        None,
        paragraphs[0],
        (),
        None,
        None,
        None,
        "en",
        text,
        "",
        9,
        datetime(2026, 3, 3, tzinfo=UTC),
    )
    segments = segment_article(text, True, SEEDS)
    return text, read_article(nlp, article, segments, SEEDS)


def check_offsets(text: str, row: Mapping[str, Any], spans: str, *singles: str) -> None:
    assert PIECES.join(text[s["start"] : s["end"]] for s in row[spans]) == row["text"]
    for name in singles:
        if row[f"{name}_start"] is not None:
            assert text[row[f"{name}_start"] : row[f"{name}_end"]] == row[f"{name}_text"]


def test_sentence_is_read_without_the_links_inside_it(nlp: Any) -> None:
    text, found = extract(
        nlp,
        "Budget talks fail",
        f"Sen. Ada Holm {LINKS} (D-Ore.) said on Monday that the talks with Bo Holm {LINKS.replace('Ada', 'Bo')} had failed.",
        "“We will try again,” Holm said.",
    )
    assert not any("Memo" in row["text"] for row in (*found.claims, *found.quotes, *found.mentions))
    assert not any("HolmBudget" in row["name"] for row in found.entities)
    assert any(row["source_name"] and "Holm" in row["source_name"] and "failed" in row["text"] for row in found.claims)
    for row in found.claims:
        check_offsets(text, row, "content_spans", "source", "cue")
    for row in found.quotes:
        check_offsets(text, row, "spans", "speaker", "cue")
    assert all(text[row["start"] : row["end"]] == row["text"] for row in found.mentions)
    assert not any("Memo" in text[row["start"] : row["end"]] for row in found.sentences)
    assert [row["sentence_no"] for row in found.sentences] == list(range(len(found.sentences)))


def test_each_sentence_of_a_post_is_its_writers_statement_and_nobody_elses(nlp: Any) -> None:
    text, found = extract(
        nlp, "Flood empties Arnwick", "Residents of Arnwick were told to leave on Tuesday.", POST, "Rain is expected."
    )
    posted = [row for row in found.claims if row["via_name"] == "X"]
    assert [row["text"] for row in posted] == ["The council has stolen our dyke money.", "Everybody knows it."]
    assert {(row["voice"], row["source_name"], row["source_type"]) for row in posted} == {
        ("attributed", "Ole Lund", "named_person")
    }
    assert len({row["attribution_id"] for row in posted}) == 1
    claim_ids = [row["claim_id"] for row in posted]
    for claim in posted:
        check_offsets(text, claim, "content_spans", "source", "cue")
        assert claim["source_entity_id"] in {row["entity_id"] for row in found.entities}
    assert [row["claim_id"] for row in found.claim_sources if row["source_name"] == "Ole Lund"] == claim_ids
    assert [row["claim_ids"] for row in found.sentences if row["claim_ids"][:1] in ([c] for c in claim_ids)] == [
        [claim_id] for claim_id in claim_ids
    ]


def test_text_without_parts_is_read_as_it_stands() -> None:
    text = "Bridge opens\n\nThe mayor opened it."
    reading = make_reading(text, segment_article(text, True, SEEDS))
    assert (reading.text, reading.cuts) == (text, ())


@pytest.mark.parametrize(
    ("text", "author", "words", "network"),
    [
        ("Rain again. — Ole Lund (@olelund) May 3, 2019", "Ole Lund", "Rain again.", "X"),
        ("Rain again https://t.co/a1 — Ole Lund (@olelund) 3 May 2019", "Ole Lund", "Rain again", "X"),
        ("She tweeted: Rain again. — Ole Lund (@olelund) May 3, 2019", "Ole Lund", "Rain again.", "X"),
        (
            "Rain again A post shared by Ole Lund (@olelund) on May 3, 2019 at 9:12am PDT",
            "Ole Lund",
            "Rain again",
            "Instagram",
        ),
        (
            "View this post on Instagram A post shared by Ole Lund (@olelund). Rain again.",
            "Ole Lund",
            "Rain again.",
            "Instagram",
        ),
        ("— Ole Lund (@olelund) May 3, 2019", "Ole Lund", "", "X"),
    ],
)
def test_a_post_is_known_by_its_form(text: str, author: str, words: str, network: str) -> None:
    (post,) = find_posts(text)
    assert (post.author, post.network) == (author, network)
    assert " ".join(text[a:b] for pieces in list_sentences(text, post.words) for a, b in pieces) == words


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Rain again. The mayor knew it.", ["Rain again.", "The mayor knew it."]),
        ("Rain again! Dr. Holm knew it.", ["Rain again!", "Dr. Holm knew it."]),
        ("See https://t.co/a1 for the plan", ["See … for the plan"]),
        ("Rain again. #flood #arnwick", ["Rain again."]),
    ],
)
def test_a_posts_sentences_are_told_apart(text: str, sentences: list[str]) -> None:
    found = list_sentences(text, (0, len(text)))
    assert [PIECES.join(text[a:b] for a, b in pieces) for pieces in found] == sentences


@pytest.mark.parametrize(
    "text",
    [
        "He asked Ann (@ann) about it.",
        "Write to ann@post.example by May 3, 2019.",
        "It is — so they say (in May 3, 2019) — over.",
    ],
)
def test_what_only_looks_like_a_post_is_none(text: str) -> None:
    assert find_posts(text) == []
