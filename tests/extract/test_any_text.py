"""Whatever words, trees, names, attributions and roles come together, extraction gives rows that hold together."""

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.util import filter_spans

from tests.extract.docs import load_test_seeds, make_article, make_doc, make_segments
from tests.invariants import check_allowed_values, check_keys, check_offsets
from transforms.extract import extract_article
from transforms.language import Attribution
from transforms.language.attribution import Spans
from transforms.records import Role, Segment

NAMES = (
    "Ana Rooy",
    "Hanna Rooy",
    "Rooy",
    "Lena Kessel",
    "Kessel",
    "Brandt Steel",
    "Brandt",
    "Ilmara",
    "Ilmaran",
    "IHB",
)
WORDS = (
    "'s the a its two said says told according to citing reportedly is was asked whether that who which it he she they"
    " them minister ministry officials report spokesman another one both and but not closed harbour late Monday “ ” ' ’"
    ' " , . : ? ! — - ( ) ; … in of by for as saying 12 % Mr Dr. Chief Harbour Board'
).split()
LABELS = ("PERSON", "PERSON", "ORG", "LOC", "NORP", "DATE")
RELATIONS = ("nsubj", "obj", "obl", "nmod", "conj", "ccomp", "parataxis", "acl:relcl", "appos", "flat", "det", "dep")
PHRASES = st.one_of(st.sampled_from(NAMES), st.sampled_from(WORDS), st.sampled_from(WORDS))
PARAGRAPHS = st.lists(st.lists(PHRASES, min_size=1, max_size=20), min_size=1, max_size=8)


def draw_roles(draw, doc: Doc) -> list[tuple[Spans, Spans, Spans]]:
    """Sources, cues and contents of up to three attributions, disjoint as the annotator's; all may share a source."""
    cuts = sorted(draw(st.sets(st.integers(0, len(doc)), max_size=18)))
    pieces = [(doc[a].idx, doc[b - 1].idx + len(doc[b - 1])) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    placed = [(piece, draw(st.integers(0, 2)), draw(st.integers(0, 2))) for piece in pieces]
    rows = [[tuple(p for p, role, row in placed if (role, row) == (r, k)) for r in range(3)] for k in range(3)]
    shared = draw(st.booleans())
    return [((rows[0][0] if shared else source)[:1], cue[:1], content) for source, cue, content in rows]


@st.composite
def annotated(draw) -> tuple[Doc, list[Segment]]:
    text = "\n\n".join(" ".join(words) for words in draw(PARAGRAPHS))
    label = {name: draw(st.sampled_from(LABELS)) for name in NAMES if name in text and draw(st.integers(0, 4))}
    plain = make_doc(text)
    heads = [draw(st.integers(max(0, i - 6), i)) for i in range(len(plain))]  # before its word or itself: always a tree
    doc = Doc(
        plain.vocab,
        words=[t.text for t in plain],
        spaces=[bool(t.whitespace_) for t in plain],
        tags=[t.tag_ for t in plain],
        lemmas=[t.lemma_ for t in plain],
        pos=[t.pos_ for t in plain],
        heads=heads,
        deps=["ROOT" if head == i else draw(st.sampled_from(RELATIONS)) for i, head in enumerate(heads)],
    )
    places = ((at, name) for name in label for at in range(len(text)) if text.startswith(name, at))
    spans = (doc.char_span(at, at + len(name), label=label[name]) for at, name in places)
    doc.set_ents(filter_spans(span for span in spans if span is not None))
    doc._.attributions = [Attribution(*roles, 0.9, 0.9, 0.9) for roles in draw_roles(draw, doc) if roles[2]]
    segments = [Segment(s.segment_no, draw(st.sampled_from(Role)), s.start, s.end) for s in make_segments(text)]
    return doc, segments


@given(annotated())
@settings(max_examples=200, deadline=None)
def test_rows_of_any_text_hold_together(case: tuple[Doc, list[Segment]]) -> None:
    doc, segments = case
    found = extract_article(doc, make_article(doc.text), segments, load_test_seeds())
    tables = {n: getattr(found, n) for n in ("mentions", "entities", "quotes", "claims", "claim_sources", "sentences")}
    check_keys(tables)
    check_allowed_values(tables)
    check_offsets(tables | {"articles": [{"article_id": "a1", "text": doc.text}], "segments": []})
