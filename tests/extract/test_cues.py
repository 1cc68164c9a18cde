import pytest

from tests.extract.docs import load_test_seeds, make_doc, make_segments
from transforms.extract.article import structure_view
from transforms.extract.cues import read_cue
from transforms.extract.lexicons import build_lexicons
from transforms.extract.view import build_view


@pytest.mark.parametrize(
    ("text", "cue", "lemma", "stance"),
    [
        ("Rooy said it was late.", "said", "say", "asserts"),
        ("Rooy warned of a flood.", "warned", "warn", "warns"),
        ("Rooy did not say that it was late.", "did not say", "say", "declines"),
        ("Rooy refused to confirm it.", "refused to confirm", "confirm", "declines"),
        ("Rooy denied it.", "denied", "deny", "denies"),
        ("In short he did not say it.", "did not say", "say", "declines"),
        ("Rooy could not resist adding it.", "not resist adding", "add", "asserts"),
        ("According to Rooy it was late.", "According to", "according to", "asserts"),
        ("Rooy promised a bridge.", "promised", "promise", "promises"),
        ("Rooy touted the bridge.", "touted", "tout", None),
        ("Rooy blorped it.", "blorped", "blorp", "asserts"),
        ("Rooy was quoted as saying so.", "was quoted as saying", "quote", "asserts"),
    ],
)
def test_a_form_of_a_cue_has_its_lemma_and_stance(text, cue, lemma, stance):
    lexicons = build_lexicons(load_test_seeds())
    tags = {"resist": "VB", "did": "VBD", "say": "VB", "confirm": "VB", "denied": "VBD"}
    view = build_view(make_doc(text, tags=tags), make_segments(text))
    structure_view(view, lexicons)
    start = text.index(cue)
    reading = read_cue(view, (start, start + len(cue)), lexicons.cues)
    assert reading.lemma == lemma
    assert stance is None or reading.stance == stance
