"""The macros in the warehouse file, on a small corpus; docs/cookbook.md has them on the sample."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.guard import connect_locked
from flows.resources import SEEDS_DIR
from flows.warehouse import build_warehouse
from tests.sql.corpus import make_corpus, write_tables

TEXT = "Dams hold, Roe said.\n\nThe Zoë dam, he said, still holds."


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("macros")
    corpus = {name: [dict(row) for row in rows] for name, rows in make_corpus().items()}
    for article in corpus["articles"]:
        article["text"] = TEXT
    corpus["segments"] = [
        {"article_id": "a1", "segment_no": 0, "role": "body", "start": 0, "end": 20},
        {"article_id": "a1", "segment_no": 1, "role": "body", "start": 22, "end": 56},
    ]
    for claim in corpus["claims"]:
        claim |= {"statement": f"Roe said: {claim['text']}.", "content_spans": [{"start": 0, "end": 9}]}
    split = [{"start": 22, "end": 33}, {"start": 44, "end": 55}]
    corpus["claims"][0] |= {"content_spans": split, "source_start": 35, "source_end": 37}
    corpus["claims"][0] |= {"statement": "Roe said that the Zoë dams hold."}
    corpus["quotes"][0] |= {"spans": [{"start": 0, "end": 9}], "speaker_start": 11, "speaker_end": 14}
    build_warehouse(
        write_tables(folder / "tables", corpus), folder / "w.duckdb", folder / "marts", SEEDS_DIR, folder / "work"
    )
    with connect_locked(Path(folder / "w.duckdb")) as connection:
        yield connection


def fetch(warehouse: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return warehouse.execute(query).fetchall()


@pytest.mark.parametrize(
    ("words", "found"),
    [("zoe DAM", ["c1"]), ("Zoë, dams", ["c1"]), ("holds", ["c1", "c2", "c3", "c4"]), ("dam left", []), ("", [])],
)
def test_words_are_found_whatever_their_case_accents_and_number(
    warehouse: duckdb.DuckDBPyConnection, words: str, found: list[str]
) -> None:
    rows = fetch(warehouse, f"SELECT claim_id FROM who_said('{words}')")
    assert sorted(claim for (claim,) in rows) == found


def test_a_search_leaves_the_outlets_own_voice_out(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert fetch(warehouse, "SELECT claim_id FROM who_said('rained')") == []
    assert fetch(warehouse, "SELECT claim_group_id FROM coverage('rained')") == [("gf1",)]


def test_coverage_and_stories_come_with_the_most_covered_first(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert fetch(warehouse, "SELECT claim_group_id, outlets FROM coverage('roe')")[0] == ("g1", 4)
    assert fetch(warehouse, "SELECT story_id, statements FROM stories_about('roe said')") == [("s1", 8), ("s2", 2)]


def test_quotations_are_those_of_the_speaker(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert fetch(warehouse, "SELECT quote_id FROM quotes_of('roe') ORDER BY ALL") == [("q1",), ("q2",)]


def test_every_id_leads_to_its_words(warehouse: duckdb.DuckDBPyConnection) -> None:
    trace = "SELECT row_id, part, first_character, past_character, words FROM trace"
    assert fetch(warehouse, f"{trace}('c1')") == [
        ("c1", "content", 22, 33, "The Zoë dam"),
        ("c1", "source", 35, 37, "he"),
        ("c1", "content", 44, 55, "still holds"),
    ]
    assert fetch(warehouse, f"{trace}('q1')") == [("q1", "content", 0, 9, "Dams hold"), ("q1", "source", 11, 14, "Roe")]
    assert {row for (row, *_) in fetch(warehouse, f"{trace}('g1')")} == {"c1", "c2", "c3", "c4"}
    assert len(fetch(warehouse, f"{trace}('s1')")) == 6
    assert fetch(warehouse, f"{trace}('nothing')") == []


def test_an_excerpt_is_the_paragraph_with_its_words_marked(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert fetch(warehouse, "SELECT segment_no, paragraph FROM excerpt('c1')") == [
        (1, "[[The Zoë dam]], he said, [[still holds]].")
    ]
    assert fetch(warehouse, "SELECT paragraph FROM excerpt('q1')") == [("[[Dams hold]], Roe said.",)]


def test_diversity_and_concentration_of_lists_are_measured(warehouse: duckdb.DuckDBPyConnection) -> None:
    (row,) = fetch(warehouse, "SELECT effective_number([2, 1, 1, 0]), hhi([2, 1, 1]), effective_number([]), hhi([0])")
    assert row == (pytest.approx(math.exp(1.5 * math.log(2))), 0.375, None, None)
    (row,) = fetch(warehouse, "SELECT effective_number(list(n)) FROM (VALUES (1), (1), (1)) AS t(n)")
    assert row == (pytest.approx(3.0),)
    ((share,), (nothing,)) = fetch(warehouse, "SELECT unnest([share_ci(1, 4), share_ci(0, 0)])")
    assert share == {"share": 0.25, "low": pytest.approx(0.0455873), "high": pytest.approx(0.6993582)}
    assert nothing == {"share": None, "low": None, "high": None}


def test_a_count_has_bounds_where_it_was_measured(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT claims, claims_low, claims_high, count_ci(claims, 'counted sources') FROM source_reach WHERE source_id = 'e1'"
    ((claims, low, high, bounds),) = fetch(warehouse, query)
    assert (claims, low, high) == (5, pytest.approx(bounds["low"]), pytest.approx(bounds["high"]))
    assert low < bounds["expected"] < high
    assert fetch(warehouse, "SELECT count_ci(sum(claims), 'counted moods') FROM attribution_counts") == [(None,)]


def test_the_least_confidence_can_be_chosen(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert fetch(warehouse, "SELECT count(*) FROM at_confidence(1.0)") == [(10,)]
    assert fetch(warehouse, "SELECT count(*) FROM at_confidence(1.01)") == [(0,)]
