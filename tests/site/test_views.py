"""What the pages show, prepared from rows: the grid, pieces of text, wordings, who counts once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.site.article import build_article
from transforms.site.conflicts import mark_differences
from transforms.site.grid import sort_grid
from transforms.site.lists import OTHERS, split_by_letter
from transforms.site.overlap import SHARED_SHOWN, list_pairs
from transforms.site.pieces import PARTS, Mark, cut_pieces
from transforms.site.quotations import compare_quotations
from transforms.site.search import Entry, build_index, name_part
from transforms.site.spread import build_spread
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
    assert write_claim("‘It’s safe.", "…", "clause") == "It’s safe."
    assert write_claim("It isn’t safe.’", "…", "clause") == "It isn’t safe."
    assert write_claim("‘It’s safe,’", "…", "clause") == "‘It’s safe,’"


def test_notes_stand_beside_the_paragraph_in_which_their_words_end() -> None:
    claim = {"spans": [[15, 34]], "source_start": 0, "source_end": 9, "cue_start": 10, "cue_end": 14}
    segments = [
        {"role": "body", "start": 0, "end": 35, "post_author": None},
        {"role": "body", "start": 36, "end": 52, "post_author": None},
    ]
    first, second = build_article(_TEXT, segments, [claim])
    assert [note.number for note in first.notes] == [1]
    assert second.notes == ()


def _show(first: str, second: str) -> tuple[str, str]:
    ((ours, theirs),) = mark_differences([(first, second)])
    assert "".join(part.text for part in ours) == first
    assert "".join(part.text for part in theirs) == second
    shown = ["".join(f"[{p.text}]" if p.is_marked else p.text for p in parts) for parts in (ours, theirs)]
    return shown[0], shown[1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("At least [nine] people were killed", "[Fourteen] people are dead, killed by the flood"),
        ("At least [1,200] people died in the flood,", "About [900] people died in the flood."),
        ("He [didn't know] about the leak at the dam", "He [knew] about the leak at the dam"),
        ("The gates were [not inspected] in 2019", "that the gates were last [inspected] in 2019"),
        ("The order was signed by Minister [Orme] on Friday", "The order was signed by Minister [Drace], on Friday"),
        ("[40 %] of the members voted", "“[55 %] of the members voted”"),
    ],
)
def test_the_figure_negation_or_name_in_which_two_statements_differ_is_marked(first: str, second: str) -> None:
    plain = [text.replace("[", "").replace("]", "") for text in (first, second)]
    assert _show(*plain) == (first, second)


def test_statements_that_agree_have_no_marks() -> None:
    assert _show("Nine people were killed", "Nine were killed") == ("Nine people were killed", "Nine were killed")


@given(st.text("not 3,.%’s A", max_size=20), st.text("not 3,.%’s A", max_size=20))
def test_marked_statements_joined_are_the_statements(first: str, second: str) -> None:
    _show(first, second)


def _stage(group: str, day: int, outlets: int, new: int, denying: int = 0) -> dict[str, Any]:
    return {
        "claim_group_id": group, "published_date": date(2026, 9, day), "outlets_to_date": outlets, "new_outlets": new,
        "denying_articles": denying,
    }  # fmt: skip


def test_a_claim_keeps_its_outlets_on_days_on_which_nothing_happened_to_it() -> None:
    articles = [
        {"outlet": outlet, "published_date": date(2026, 9, day)} for outlet, day in (("A", 1), ("B", 2), ("A", 3))
    ]
    rows = [_stage("still", 1, 1, 1), _stage("far", 1, 1, 1), _stage("far", 3, 2, 1, 1)]
    spread = build_spread(rows, articles)
    assert spread is not None
    assert [(day.day.day, day.outlets) for day in spread.days] == [(1, 1), (2, 2), (3, 2)]
    ((group, stages),) = spread.claims  # what stood still is no row
    assert group == "far"
    assert [(stage.outlets, stage.new_outlets, stage.denying_articles) for stage in stages] == [
        (1, 1, 0), (1, 0, 0), (2, 1, 1)
    ]  # fmt: skip
    assert build_spread(rows, articles[:1]) is None


def test_a_cell_of_the_map_opens_what_both_articles_have() -> None:
    counts = {"article_id_a": "a1", "article_id_b": "a2", "shared_sources": 1, "shared_claims": 9}
    apart = {"article_id_a": "a1", "article_id_b": "a3", "shared_sources": 0, "shared_claims": 0}
    cited = [
        {"article_id": a, "source_key": k, "source_name": k, "source_entity_id": k, "row_id": f"{a}{k}"}
        for a, k in (("a1", "Kern"), ("a1", "Roe"), ("a2", "Kern"))
    ]
    carried = [
        {"article_id": a, "claim_group_id": f"g{n}", "claim_id": f"{a}-{n}", "text": f"text {n}"}
        for a in ("a1", "a2")
        for n in range(9)
    ]
    passage = {"article_id_a": "a2", "article_id_b": "a1", "passage": "the same words"}
    found = list_pairs([counts, apart], ["a2", "a1", "a3"], cited, carried, [passage])
    assert set(found) == {("a1", "a2"), ("a2", "a1")}
    pair = found["a1", "a2"]
    assert (pair.first, pair.second, pair.anchor, pair.passage) == ("a2", "a1", "a2-a1", "the same words")
    assert [(one.name, one.first_id, one.second_id) for one in pair.sources] == [("Kern", "a2Kern", "a1Kern")]
    assert (len(pair.claims), pair.more_claims) == (SHARED_SHOWN, 9 - SHARED_SHOWN)


def test_people_are_listed_under_their_last_name_and_others_under_their_first_word() -> None:
    rows = [
        {"name": "Ida Kern", "label": "PERSON"}, {"name": "The Kelp Board", "label": "ORG"}, {"name": "Ärzte", "label": "ORG"},
        {"name": "Bo Kern", "label": "PERSON"}, {"name": "7 Sisters", "label": "ORG"},
    ]  # fmt: skip
    pages = split_by_letter(rows, "name", 2)
    assert [(page.letter, page.name, [row["name"] for row in page.rows]) for page in pages] == [
        ("A", "a.html", ["Ärzte"]),
        ("K", "k.html", ["The Kelp Board", "Bo Kern"]),
        ("K", "k-2.html", ["Ida Kern"]),
        (OTHERS, "0.html", ["7 Sisters"]),
    ]


def test_the_search_has_its_words_by_their_first_letters() -> None:
    entries = [Entry("source", "Zoë Kern", "minister", "z", "Kern"), Entry("story", "Kernel found", "", "s")]
    parts = build_index(entries)
    assert parts["zo"] == {"zoe": ([0], [])}
    assert parts["ke"] == {"kern": ([], [0]), "kernel": ([1], [])}
    assert set(parts) == {"zo", "ke", "mi", "fo"}
    assert [name_part(prefix) for prefix in ("zo", "7", "žž", "日本")] == ["zo", "7", "u17e-17e", "u65e5-672c"]
