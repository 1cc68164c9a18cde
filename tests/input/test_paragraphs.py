"""Paragraphs: what separates them, and that nothing but blank space changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.paragraphs import PARAGRAPH_BREAK, split_paragraphs

LONG = "The harbour master of Port Ansel said on Monday that " + "the wall would be rebuilt stone by stone, " * 4
# every kind of blank and line end that str knows, beside letters and marks
BLANKS = "\n\r\t\v\f\x1c\x1d\x1e\x1f \x85\xa0\u2009\u2028\u2029\u3000"
TEXTS = st.text(st.sampled_from(BLANKS + 'aZ.?"“”’\u200b\u0301\x07—'), max_size=200) | st.text(max_size=200)


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\r\n\r\nTwo.\r\rThree.", ["One.", "Two.", "Three."]),
        ("One.\u2029Two.", ["One.", "Two."]),
        ("One.\n \t\xa0\n\n\nTwo.", ["One.", "Two."]),
        ("One line\nand  its\u2028rest.\n\nTwo.", ["One line and its rest.", "Two."]),
        ("  \n\n ", []),
    ],
)
def test_blank_lines_separate_paragraphs(text: str, paragraphs: list[str]) -> None:
    assert split_paragraphs(text) == paragraphs


def test_text_wrapped_by_hand_is_joined() -> None:
    text = "The mayor of Veldra said on Monday that the\nbridge would open in the spring, a year later\nthan planned."
    assert len(split_paragraphs(text)) == 1


def test_lines_are_paragraphs_where_there_are_no_blank_lines() -> None:
    assert split_paragraphs(f"{LONG}end.\nShort line\n{LONG}stop.") == [f"{LONG}end.", "Short line", f"{LONG}stop."]


def test_wrapped_text_without_blank_lines_ends_paragraphs_at_unfilled_lines() -> None:
    text = (
        "The mayor of Veldra said on Monday that the bridge would open in\n"
        "the spring.\n"
        "“It will hold,” she said, standing on the middle of it with a\n"
        "glass of water in her hand."
    )
    first, second = split_paragraphs(text)
    assert first.endswith("the spring.")
    assert second.startswith("“It will hold,”")


@given(TEXTS)
def test_every_non_blank_character_stays_in_order(text: str) -> None:
    assert "".join(split_paragraphs(text)).replace(" ", "") == "".join(text.split())


@given(TEXTS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = PARAGRAPH_BREAK.join(split_paragraphs(text))
    assert PARAGRAPH_BREAK.join(split_paragraphs(once)) == once


def test_letters_to_the_editor_one_a_line_stay_apart() -> None:
    """Long lines are not wrapped by hand, so that a line end between two of them parts paragraphs."""
    long = "“" + "We have waited for this bridge " * 6 + "” ― Ida Kern"
    text = f"Readers write\n\n{long}\n“So have we.” ― Odo Varnish\n“It is late.” ― Bo Larch"
    assert split_paragraphs(text) == [
        "Readers write",
        " ".join(long.split()),
        "“So have we.” ― Odo Varnish",
        "“It is late.” ― Bo Larch",
    ]


def test_a_line_in_capitals_stands_alone() -> None:
    text = f'{LONG}end.\n\nSEE ALSO\nPORT OPENS NEW TERMINAL 2.0\n"{LONG}stop."'
    assert split_paragraphs(text) == [f"{LONG}end.", "SEE ALSO PORT OPENS NEW TERMINAL 2.0", f'"{LONG}stop."']
    assert len(split_paragraphs("ALL OF THIS IS\nIN CAPITALS")) == 1
