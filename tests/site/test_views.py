"""What the pages show, prepared from rows: the grid, pieces of text, wordings, who counts once."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from transforms.site.article import build_article
from transforms.site.grid import sort_grid
from transforms.site.pieces import PARTS, Mark, cut_pieces
from transforms.site.quotations import compare_quotations
from transforms.site.story import build_grid, build_overlap, find_bonds, find_origins, write_claim
from transforms.site.wordings import compare_wordings, is_comparable

_TEXT = "The mayor said the bridge was safe. Nobody else did."


def test_the_fullest_rows_and_columns_come_first_so_that_holes_show() -> None:
    cells = {"one": {"b": 1, "c": 1}, "all": {"a": 1, "b": 1, "c": 1}, "two": {"b": 1, "a": 1}}
    grid = sort_grid(cells, ["a", "b", "c"], {"a": "a", "b": "b", "c": "c"})
    assert grid.columns[0] == "b"
    assert grid.rows[0] == "all"


def test_outlets_that_count_once_stand_side_by_side() -> None:
    cells = {"x": {"a": 1, "c": 1, "b": 1}, "y": {"a": 1, "b": 1}}
    grid = sort_grid(cells, ["a", "b", "c"], {"a": "wire", "b": "own", "c": "wire"})
    assert grid.columns == ("a", "c", "b")


def test_pieces_know_their_part_and_where_a_claim_begins_and_ends() -> None:
    marks = [Mark(15, 34, "content", 1), Mark(0, 9, "source", 1), Mark(10, 14, "cue", 1)]
    (pieces,) = cut_pieces(_TEXT, [(0, len(_TEXT))], marks)
    assert [(piece.text, piece.part) for piece in pieces] == [
        ("The mayor", "source"), (" ", None), ("said", "cue"), (" ", None), ("the bridge was safe", "content"),
        (". Nobody else did.", None),
    ]  # fmt: skip
    assert [piece.text for piece in pieces if 1 in piece.first] == ["The mayor"]
    assert [piece.text for piece in pieces if 1 in piece.last] == ["the bridge was safe"]


def test_a_source_inside_a_content_shows_as_source() -> None:
    marks = [Mark(0, 34, "content", 1), Mark(0, 9, "source", 2)]
    (pieces,) = cut_pieces(_TEXT, [(0, 34)], marks)
    assert [(piece.part, piece.numbers) for piece in pieces] == [("source", (1, 2)), ("content", (1,))]


_MARKS = st.tuples(st.integers(0, 40), st.integers(1, 15), st.sampled_from(PARTS), st.integers(1, 4)).map(
    lambda m: Mark(m[0], min(m[0] + m[1], len(_TEXT)), m[2], m[3])
)


@given(st.lists(_MARKS, max_size=8), st.integers(1, len(_TEXT) - 1))
def test_pieces_joined_are_the_text_whatever_the_marks(marks: list[Mark], middle: int) -> None:
    cut = cut_pieces(_TEXT, [(0, middle), (middle, len(_TEXT))], marks)
    assert ["".join(piece.text for piece in pieces) for pieces in cut] == [_TEXT[:middle], _TEXT[middle:]]
    for number in {mark.number for mark in marks}:
        assert sum(number in piece.first for pieces in cut for piece in pieces) == 1
        assert sum(number in piece.last for pieces in cut for piece in pieces) == 1


@given(st.text("ab ,.", max_size=30), st.text("ab ,.", max_size=30))
def test_wordings_can_be_read_back_from_their_differences(full: str, other: str) -> None:
    runs = compare_wordings(full, other)
    assert " ".join(run.text for run in runs if run.kind != "dropped").split() == other.split()
    kept = sum(len(run.text.split()) for run in runs if run.kind != "added")
    assert kept == len(full.split())


def test_marks_around_words_are_no_difference_of_wording() -> None:
    runs = compare_wordings("We will not hide it, ever.", "we will not hide it")
    assert [(run.kind, run.text) for run in runs] == [("kept", "we will not hide it"), ("dropped", "ever.")]


def test_words_that_two_wordings_have_by_chance_are_not_set_against_each_other() -> None:
    runs = compare_wordings(
        "Well, I would point to the letters of the attorney general", "usurp the attorney's old seat"
    )
    assert [run.kind for run in runs] == ["dropped", "added"]
    assert not is_comparable(runs)
    assert is_comparable(compare_wordings("It will hold for years, if not for ever, I am told.", "hold for years"))


def _article(article_id: str, outlet: str | None, counted_as: str | None) -> dict[str, Any]:
    return {
        "article_id": article_id, "outlet": outlet, "counted_as": counted_as, "headline": f"Headline of {article_id}",
        "publisher_family": outlet, "agency": None, "origin_id": article_id,
    }  # fmt: skip


def _claim(claim_id: str, article_id: str, relation: str = "same", voice: str = "attributed") -> dict[str, Any]:
    return {
        "claim_id": claim_id, "article_id": article_id, "claim_group_id": "g", "relation": relation, "voice": voice, "carries": relation == "same", "attitude": "asserts",
        "similarity": 1.0,
    }  # fmt: skip


def test_a_cell_says_the_strongest_thing_and_that_the_outlet_also_denies_it() -> None:
    articles = [_article("a1", "The Post", "The Post"), _article("a2", "Herald", "Herald")]
    claims = [_claim("c1", "a1"), _claim("c2", "a1", voice="outlet"), _claim("c3", "a2", "denial"), _claim("c4", "a2")]
    grid, columns, _ = build_grid(claims, articles)
    assert [column.label for column in columns] == ["The Post", "Herald"]
    assert (grid.cells["g"]["The Post"].state, grid.cells["g"]["The Post"].claim_id) == ("own", "c2")
    assert (grid.cells["g"]["Herald"].state, grid.cells["g"]["Herald"].also) == ("said", "denies")


def test_articles_of_unknown_outlets_are_columns_of_their_own() -> None:
    articles = [_article("a1", None, None), _article("a2", None, None)]
    _, columns, _ = build_grid([_claim("c1", "a1"), _claim("c2", "a2")], articles)
    assert [(column.label, column.outlet) for column in columns] == [
        ("Headline of a1", None), ("Headline of a2", None)
    ]  # fmt: skip


def test_a_claim_of_one_outlet_has_no_row() -> None:
    grid, _, _ = build_grid([_claim("c1", "a1"), _claim("c2", "a1")], [_article("a1", "The Post", "The Post")])
    assert grid.rows == ()


def test_bonds_say_what_ties_outlets_together() -> None:
    rows = [
        _article("a1", "The Post", "Group") | {"agency": "Wire", "origin_id": "a1"},
        _article("a2", "Herald", "Group") | {"agency": "Wire", "origin_id": "a1"},
        _article("a3", "Times", "Times"),
        _article("a4", None, None),
    ]
    first, second = find_bonds(rows, "origin_id")
    assert (first.outlets, first.agencies, first.copies) == (("The Post", "Herald"), ("Wire",), True)
    assert (second.outlets, second.copies) == (("Times",), False)


def test_origins_gather_the_outlets_that_rest_on_one_source() -> None:
    row = {"source_name": "Ida Kern", "source_entity_id": "e1", "counted_origin": "source:e1"}
    own = {"source_name": None, "source_entity_id": None, "counted_origin": "outlet:Times", "outlet": "Times"}
    origins = find_origins([row | {"outlet": "The Post"}, own, row | {"outlet": "Herald"}])
    assert [(origin.name, origin.outlets) for origin in origins] == [
        ("Ida Kern", ("The Post", "Herald")), ("Times", ("Times",))
    ]  # fmt: skip


def _quote(article_id: str, text: str, other: bool = False, group: str = "q") -> dict[str, Any]:
    return {
        "quote_group_id": group, "article_id": article_id, "outlet": article_id, "text": text, "speaker_name": "Ida Kern",
        "has_other_speaker": other,
    }  # fmt: skip


def test_printings_stand_against_the_fullest_and_changed_ones_come_first() -> None:
    same = [_quote("a1", "It will hold.", group="same"), _quote("a2", "It will hold,", group="same")]
    cut = [_quote("a1", "It will hold for years.", group="cut"), _quote("a2", "It will hold.", group="cut")]
    quotations = compare_quotations([*same, *cut, _quote("a1", "Alone.", group="alone")])
    assert [(quotation.group_id, quotation.is_changed) for quotation in quotations] == [("cut", True), ("same", False)]
    assert [[row["article_id"] for row in wording.rows] for wording in quotations[1].wordings] == [["a1", "a2"]]
    full, other = quotations[0].wordings
    assert (full.is_full, full.is_changed, other.is_full, other.is_changed) == (True, False, False, True)


def test_the_overlap_is_the_same_from_both_sides() -> None:
    pair = {"article_id_a": "a1", "article_id_b": "a2", "jaccard": 0.5}
    assert build_overlap([pair], ["a2", "a1"]) == [[None, pair], [pair, None]]


def test_a_claim_that_is_no_clause_is_shown_with_source_and_cue() -> None:
    assert (
        write_claim("an inquiry", "The minister announced an inquiry.", "nominal")
        == "The minister announced an inquiry."
    )
    assert write_claim("that it was safe", "He said that it was safe.", "clause") == "It was safe"
    assert write_claim("“It was safe.", "…", "clause") == "It was safe."


def test_notes_stand_beside_the_paragraph_in_which_their_words_end() -> None:
    claim = {"spans": [[15, 34]], "source_start": 0, "source_end": 9, "cue_start": 10, "cue_end": 14}
    segments = [
        {"role": "body", "start": 0, "end": 35, "post_author": None},
        {"role": "body", "start": 36, "end": 52, "post_author": None},
    ]
    first, second = build_article(_TEXT, segments, [claim])
    assert [note.number for note in first.notes] == [1]
    assert second.notes == ()
