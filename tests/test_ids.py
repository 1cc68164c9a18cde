from hypothesis import given
from hypothesis import strategies as st

from transforms.ids import hash_text, make_id

PART = st.text(alphabet=st.characters(exclude_characters="\x1f"))


def test_ids_of_known_content_never_change() -> None:
    assert make_id("a", "The Harbour Post", "", "x") == "a17dd9c9feadcf654"


@given(st.lists(PART, min_size=1), st.lists(PART, min_size=1))
def test_ids_differ_exactly_when_parts_differ(a: list[str], b: list[str]) -> None:
    assert (make_id("x", *a) == make_id("x", *b)) == (a == b)


@given(st.text())
def test_every_text_has_a_hash(text: str) -> None:
    assert len(hash_text(text)) == 64


def test_lone_surrogates_are_hashed() -> None:
    assert make_id("a", "\ud800") != make_id("a", "\ud801")
