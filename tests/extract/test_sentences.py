import pytest

from tests.extract.docs import load_test_seeds, make_doc, make_segments
from transforms.extract.article import structure_view
from transforms.extract.lexicons import build_lexicons
from transforms.extract.view import build_view


def sentences(text, **annotations):
    view = build_view(make_doc(text, **annotations), make_segments(text))
    structure_view(view, build_lexicons(load_test_seeds()))
    return [text[view.starts[s.start] : view.ends[s.end - 1]] for s in view.sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. It poured.", ["It rained.", "It poured."]),
        ("Dr. Rooy of the U.S. Navy left. He went.", ["Dr. Rooy of the U.S. Navy left.", "He went."]),
        ("“It rained.” He left.", ["“It rained.”", "He left."]),
        ("“Go!” Rooy said. He left.", ["“Go!” Rooy said.", "He left."]),
        ("“Who?” he asked. She left.", ["“Who?” he asked.", "She left."]),
        ("One paragraph\n\nAnother.", ["One paragraph", "Another."]),
        ("“It rained. It poured,” he said.", ["“It rained.", "It poured,” he said."]),
        ("John F. Rooy left.", ["John F. Rooy left."]),
        (
            "The board freed U.S. Army Sgt. Ole Brandt. He left.",
            ["The board freed U.S. Army Sgt. Ole Brandt.", "He left."],
        ),
        ("Cases of BA.5 rose. He left.", ["Cases of BA.5 rose.", "He left."]),
    ],
)
def test_a_sentence_ends_at_a_stop_that_ends_no_abbreviation(text, expected):
    assert sentences(text) == expected


def test_a_sentence_without_an_end_is_cut():
    text = "the wall of the harbour and " * 300
    found = sentences(text.strip())
    assert len(found) > 3
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
