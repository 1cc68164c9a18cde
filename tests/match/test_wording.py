from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.match.wording import relate_wordings
from transforms.schema import QUOTE_WORDINGS

WHOLE = "We will rebuild the old bridge before the winter storms. They do not care about it at all"
MIRROR = {"contains": "contained", "contained": "contains"}


@pytest.mark.parametrize(
    ("other", "wording"),
    [
        (WHOLE.upper() + "!", "equal"),
        ("They don't care about it at all", "contains"),
        ("We’ll rebuild the old bridge before the winter storms. They don’t care about it at all", "spelling"),
        (
            "[The mayors] will rebuild the old bridge before the winter storms. They do not care about it at all",
            "spelling",
        ),
        ("[W]e will rebuild the old bridge before the winter storms", "contains"),
        ("We will rebuild ... before the winter storms. They do not care about it at all", "contains"),
        ("We will rebuild the old bridge … They do not care about it at all", "contains"),
        ("We will rebuild the old bridge before the storms. They do not care about it at all", "edited"),
        ("We will rebuild the old bridge before the summer storms. They do not care about it at all", "edited"),
        ("They will rebuild the old bridge before the winter storms", "edited"),
        ("the winter storms. They do not care about it at all, and never did", "overlap"),
        ("I know the harbour. They do not care about it at all", "overlap"),
        ("We uh will -- will rebuild the old bridge before the winter storms", "contains"),
    ],
)
def test_the_wording_says_what_became_of_the_words(other: str, wording: str) -> None:
    assert relate_wordings(WHOLE, other, frozenset({"uh"})) == wording
    assert relate_wordings(other, WHOLE, frozenset({"uh"})) == MIRROR.get(wording, wording)


@pytest.mark.parametrize(
    ("a", "b", "wording"),
    [
        ("the three men came to the harbour on the 9th", "the 3 men came to the harbor on the ninth", "spelling"),
        ("the three men came to the harbour at dawn", "the four men came to the harbour at dawn", "edited"),
        (
            "it was Qaddari who gave the order to fire at us",
            "it was Kaddari who gave the order to fire at us",
            "spelling",
        ),
        ("it was Qaddari who gave the order to fire", "it was Brandt who gave the order to fire", "edited"),
        ("he had worked for the bank since the war", "he had worker for the bank since the war", "edited"),
        ("that’s health care for everybody in this town", "that is healthcare for everybody in this town", "spelling"),
        ("nobody spoke", "a harbour full of ships", "overlap"),
    ],
)
def test_spelling_is_no_change(a: str, b: str, wording: str) -> None:
    assert relate_wordings(a, b) == relate_wordings(b, a) == wording


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_has_a_wording(a: str, b: str) -> None:
    assert relate_wordings(a, b) in QUOTE_WORDINGS
    assert relate_wordings(a, a) in {"equal", "overlap"}
