from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import transforms.match.quotes as quotes_module
from tests.match.frames import make_quotes, shuffle
from transforms.match import match_quotes
from transforms.tables import QUOTE_MATCHES

LONG = "We will rebuild the bridge before the winter storms, whatever the engineers in Brenholt may say"


def match(first: str, second: str, story: str = "s1", kind: str = "direct", **speakers: str) -> list[dict[str, object]]:
    quotes = make_quotes(("q1", "a1", "s1", first), ("q2", "a2", story, second), speakers=speakers, kind=kind)
    return match_quotes(quotes).to_pylist()


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        (LONG, LONG + ",", "equal"),
        ("We can’t pay for this harbour wall", "We can't pay for this harbour wall.", "equal"),
        ("before the winter storms", LONG, "contained"),
        (LONG, "rebuild the bridge before the winter storms", "contains"),
        (LONG, "We will rebuild the bridge before winter storms, whatever engineers in Brenholt say", "edited"),
        ("unacceptable and dangerous", "The plan is unacceptable and dangerous to us all", "contained"),
        (
            "I'd like to know who those people are",
            "I would like to know who those people are, because I do not",
            "edited",
        ),
    ],
)
def test_words_repeated_in_a_story_match(first: str, second: str, relation: str) -> None:
    (row,) = match(first, second)
    assert (row["quote_id_a"], row["quote_id_b"], row["relation"]) == ("q1", "q2", relation)
    assert 0.5 < float(str(row["similarity"])) <= 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (LONG, "The engineers told us nothing about storms"),
        ("thin", "The ice is thin"),
        ("we will do it", "What we will do, nobody knows"),
        ("", ""),
        ("…", LONG),
    ],
)
def test_words_that_are_no_repetition_do_not_match(first: str, second: str) -> None:
    assert match(first, second) == []


def test_a_term_in_scare_quotes_is_no_repetition() -> None:
    assert match("Harbour Wall Fund", "Harbour Wall Fund", kind="scare") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [(LONG, 1), ("unacceptable and dangerous", 0), ("do not ask, do not tell", 0), ("before the winter storms", 0)],
)
def test_across_stories_only_long_quotations_match(text: str, found: int) -> None:
    assert len(match(text, text, story="s2")) == found


def test_quotations_of_one_article_do_not_match() -> None:
    assert match_quotes(make_quotes(("q1", "a1", "s1", LONG), ("q2", "a1", "s1", LONG))).num_rows == 0


@pytest.mark.parametrize(
    ("speakers", "same"),
    [
        ({"q1": "Osk", "q2": "Osk"}, True),
        ({"q1": "Osk", "q2": "Verrin"}, False),
        ({"q1": "Osk"}, None),
        ({}, None),
    ],
)
def test_the_speakers_are_compared_not_required(speakers: dict[str, str], same: bool | None) -> None:
    (row,) = match(LONG, LONG, **speakers)
    assert row["same_speaker"] is same


def test_a_slogan_that_everybody_prints_is_no_repetition_across_stories() -> None:
    rows = [(f"q{k:03d}", f"a{k}", f"s{k}", LONG) for k in range(60)]
    assert match_quotes(make_quotes(*rows)).num_rows == 0


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(5)))
def test_matches_do_not_depend_on_the_order_of_quotations(order: list[int]) -> None:
    rows = [
        ("q1", "a1", "s1", LONG),
        ("q2", "a2", "s1", LONG),
        ("q3", "a3", "s2", LONG),
        ("q4", "a1", "s1", "thin"),
        ("q5", "a4", "s1", "rebuild the bridge before the winter storms"),
    ]
    expected = match_quotes(make_quotes(*rows))
    assert expected.schema == QUOTE_MATCHES.schema
    assert expected.num_rows == 6
    assert match_quotes(shuffle(make_quotes(*rows), order)) == expected


def test_words_that_are_known_are_not_compared_again_but_who_speaks_them_is() -> None:
    rows = [(f"q{n}", f"a{n}", "s1", text) for n, text in enumerate((LONG, LONG + " now", LONG.upper()))]
    expected = match_quotes(make_quotes(*rows, speakers={"q0": "Inga Roth", "q1": "Inga Roth", "q2": "Odo Varnish"}))
    assert expected.num_rows == 3
    before = match_quotes(make_quotes(*rows, speakers={"q0": "Odo Varnish", "q1": "Odo Varnish", "q2": "Inga Roth"}))
    place = before.schema.get_field_index("similarity")
    known = before.slice(1).set_column(place, before.schema.field(place), pa.array([0.25, 0.25]))
    quotes = make_quotes(*rows, speakers={"q0": "Inga Roth", "q1": "Inga Roth", "q2": "Odo Varnish"})
    found = match_quotes(quotes, known=known)
    assert found["similarity"].to_pylist() == [expected["similarity"][0].as_py(), 0.25, 0.25]
    assert found.drop_columns(["similarity", "speaker_relation"]).equals(
        expected.drop_columns(["similarity", "speaker_relation"])
    )
    assert match_quotes(quotes, known=before.slice(0, 0)).equals(expected)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_the_relation_is_symmetric(first: str, second: str) -> None:
    mirrored = {"equal": "equal", "edited": "edited", "contained": "contains", "contains": "contained"}
    one, other = match(first, second), match(second, first)
    assert [mirrored[str(row["relation"])] for row in one] == [row["relation"] for row in other]


def test_matches_do_not_depend_on_the_size_of_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        (f"q{n:02d}", f"a{n}", f"s{n % 3}", f"{LONG} {'again and again' if n % 4 else 'at last'}") for n in range(30)
    ]
    expected = match_quotes(make_quotes(*rows))
    assert expected.num_rows > 100
    monkeypatch.setattr(quotes_module, "_BLOCK", 4)
    assert match_quotes(make_quotes(*rows)).equals(expected)


def test_what_very_many_carry_is_matched_in_a_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotes_module, "MOST_PARTNERS", 5)
    monkeypatch.setattr(quotes_module, "WINDOW", 8)
    rows = match_quotes(make_quotes(*((f"q{n:03d}", f"a{n}", "s1", LONG) for n in range(60)))).to_pylist()
    assert len(rows) < 5 * 60
    joined = {"q000"}
    for row in rows:
        assert row["quote_id_a"] in joined
        joined.add(row["quote_id_b"])
    assert len(joined) == 60


def test_no_quotations_have_no_matches() -> None:
    assert match_quotes(make_quotes(("q1", "a1", "s1", LONG)).slice(0, 0)).num_rows == 0
