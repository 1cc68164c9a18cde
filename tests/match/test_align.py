from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.match.align import END, MIDDLE, START, WORDS, align_quotes

WHOLE = "We will rebuild the bridge before the winter storms, whatever they say"


@pytest.mark.parametrize(
    ("other", "shared", "changes"),
    [
        (WHOLE, WHOLE, ()),
        ("we will rebuild the bridge before the winter storms whatever they say", WHOLE, ()),
        ("rebuild the bridge before the winter storms", "rebuild the bridge before the winter storms", (START, END)),
        ("We will rebuild the bridge", "We will rebuild the bridge", (END,)),
        ("We will rebuild the bridge, whatever they say", WHOLE, (MIDDLE,)),
        ("We will rebuild the harbour before the winter storms, whatever they say", WHOLE, (WORDS,)),
        ("No, they will rebuild the bridge", "will rebuild the bridge", (START, END)),
        ("Nothing of this", WHOLE, (WORDS,)),
    ],
)
def test_changes_of_a_quotation_are_named_with_their_words(other: str, shared: str, changes: tuple[str, ...]) -> None:
    found = align_quotes(WHOLE, other)
    assert WHOLE[found.start_a : found.end_a] == shared
    assert found.changes == changes


@given(st.text(max_size=40), st.text(max_size=40))
def test_spans_lie_inside_the_texts(a: str, b: str) -> None:
    found = align_quotes(a, b)
    assert 0 <= found.start_a <= found.end_a <= len(a)
    assert 0 <= found.start_b <= found.end_b <= len(b)
