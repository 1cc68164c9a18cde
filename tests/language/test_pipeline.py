"""The shipped pipeline: loading, output, serialisation, the same rows in any batch, hostile text."""

import pickle
import random
import time
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

from transforms.language import Attribution, load_pipeline, paragraph_bounds

STORY = (
    "Mayor Jane Holloway said on Tuesday that the bridge in Larkfield would close for two years.\n\n"
    "“We have no choice,” she told reporters. “The steel is rusting.”\n\n"
    "The company was founded in 1931"
)


def rows(doc: Doc) -> tuple:
    """Everything the pipeline says of a Doc."""
    tokens = [(t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.is_sent_start) for t in doc]
    return tokens, [(e.start, e.end, e.label_) for e in doc.ents], doc._.attributions


def parts(doc: Doc, attribution: Attribution) -> tuple[list[str], list[str], list[str]]:
    def read(spans: tuple[tuple[int, int], ...]) -> list[str]:
        return [doc.text[a:b] for a, b in spans]

    return read(attribution.source), read(attribution.cue), read(attribution.content)


def test_the_pipeline_finds_who_said_what(nlp: Language) -> None:
    doc = nlp(STORY)
    first, second = (parts(doc, a) for a in doc._.attributions)
    assert first == (["Mayor Jane Holloway"], ["said"], ["that the bridge in Larkfield would close for two years"])
    assert second[:2] == (["she"], ["told"])
    assert "".join(second[2]).count("“") == 2, "both halves of the quotation, tied by one cue"
    assert ("Jane Holloway", "PERSON") in [(e.text, e.label_) for e in doc.ents]
    assert {s.text for s in doc.spans["cue"]} >= {"said", "told"}


def test_scores_and_offsets_are_in_range(nlp: Language, texts: list[str]) -> None:
    for text in texts:
        for a in nlp(text)._.attributions:
            assert a.content
            assert all(0 <= s <= 1 for s in (a.source_score, a.content_score, a.link_score))
            for spans in (a.source, a.cue, a.content):
                assert list(spans) == sorted(spans)
                assert all(0 <= start < end <= len(text) for start, end in spans)


def test_attributions_survive_bytes(nlp: Language) -> None:
    doc = nlp(STORY)
    copy = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert copy._.attributions == doc._.attributions
    assert [s.text for s in copy.spans["content"]] == [s.text for s in doc.spans["content"]]


def test_the_pipeline_survives_disk_and_pickle(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "copy")
    assert rows(spacy.load(tmp_path / "copy")(STORY)) == rows(nlp(STORY))
    annotator = pickle.loads(pickle.dumps(nlp.get_pipe("whosaid_annotator")))
    assert annotator(nlp.make_doc(STORY))._.attributions == nlp(STORY)._.attributions


def test_rows_do_not_depend_on_batch_or_order(nlp: Language, model_path: Path, texts: list[str]) -> None:
    alone = {text: rows(nlp(text)) for text in texts}
    mixed = texts * 2
    random.Random(5).shuffle(mixed)
    for size in (None, 3):  # None: the pipeline's own, one document
        for text, doc in zip(mixed, nlp.pipe(mixed, batch_size=size), strict=True):
            assert rows(doc) == alone[text]
    assert nlp.batch_size == 1
    assert rows(load_pipeline(model_path)(texts[0])) == alone[texts[0]]


def test_two_processes_give_the_same_rows(nlp: Language, texts: list[str]) -> None:
    for text, doc in zip(texts, nlp.pipe(texts, n_process=2), strict=True):
        assert rows(doc) == rows(nlp(text))


def test_every_sentence_is_a_tree(nlp: Language, texts: list[str]) -> None:
    for text in [STORY, "Sie sagte: „Nein“.\n\n\n\nOK", *texts]:
        for sentence in nlp(text).sents:
            assert [t.dep_ for t in sentence if t.head == t] == ["ROOT"]
            assert set(sentence.root.subtree) == set(sentence)
            assert all(t.dep_ != "ROOT" or t.head == t for t in sentence)


def test_every_word_of_a_sentence_has_lemma_tag_and_head(nlp: Language) -> None:
    doc = nlp("The ministers have said that boats sank.")
    assert [(t.lemma_, t.pos_, t.dep_, t.head.text) for t in doc] == [
        ("the", "DET", "det", "ministers"),
        ("minister", "NOUN", "nsubj", "said"),
        ("have", "AUX", "aux", "said"),
        ("say", "VERB", "ROOT", "said"),
        ("that", "SCONJ", "mark", "sank"),
        ("boat", "NOUN", "nsubj", "sank"),
        ("sink", "VERB", "ccomp", "said"),
        (".", "PUNCT", "punct", "said"),
    ]
    assert str(doc[1].morph) == "Number=Plur"
    assert doc[5].tag_ == "NNS"


def test_spacy_scores_the_pipeline(nlp: Language) -> None:
    story = STORY.replace("\n\n", " ")  # spaCy counts white space as missed
    scores = nlp.evaluate([Example(nlp.make_doc(story), nlp(story))])
    kinds = ("tag_acc", "pos_acc", "morph_acc", "lemma_acc", "dep_las", "sents_f", "ents_f")
    assert {kind: scores[kind] for kind in kinds} == dict.fromkeys(kinds, 1.0)


def test_lemmas_and_bounds_set_beforehand_stay(nlp: Language) -> None:
    doc = nlp.make_doc("She said no and he said nothing.")
    doc[2].lemma_ = "NO"
    for token in doc[1:]:
        token.is_sent_start = token.i == 4
    doc = nlp(doc)
    assert doc[2].lemma_ == "NO"
    assert [s.text for s in doc.sents] == ["She said no and", "he said nothing."]


def test_lemmas_outlive_the_memory_zone_they_were_found_in(nlp: Language) -> None:
    text = "The quorblets sank."
    with nlp.memory_zone():
        lemmas = [t.lemma_ for t in nlp(text)]
    assert [t.lemma_ for t in nlp(text)] == lemmas


def test_no_sentence_crosses_a_paragraph(nlp: Language, texts: list[str]) -> None:
    for text in [STORY, *texts]:
        for sentence in nlp(text).sents:
            assert "\n\n" not in sentence.text.strip()


def test_attribution_is_read_in_news_segments_only(nlp: Language) -> None:
    doc = nlp.make_doc(STORY)
    cut = next(t.i for t in doc if t.text.startswith("\n")) + 1
    doc.spans["segments"] = [Span(doc, 0, cut, label="caption"), Span(doc, cut, len(doc), label="body")]
    doc = nlp(doc)
    assert [parts(doc, a)[1] for a in doc._.attributions] == [["told"]]
    assert "Jane Holloway" in [e.text for e in doc.ents], "entities are read everywhere"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "“" * 10_000,
        '"' * 10_000,
        "😀 👩‍👩‍👧 said 😀" * 50,
        "قال الوزير إن الجسر سيغلق. אמר ראש העיר." * 20,
        "\x00\x01\x02\x1b[31m said \x7f\x85\ufeff\u200b\u202e",
        "\r\nSaid\r\n\r\nhe\t\v\f",
        "a" * 50_000,
    ],
    ids=["empty", "blank", "lines", "curly", "straight", "emoji", "right-to-left", "control", "returns", "one-word"],
)
def test_hostile_text_is_annotated_without_loss(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert isinstance(doc._.attributions, list)


def test_time_grows_with_length_only(nlp: Language) -> None:
    sentence = 'The clerk "Ina Moss" said the “lamp” was out; nobody knew why. '

    def seconds(times: int) -> float:
        start = time.process_time()
        nlp(sentence * times)
        return time.process_time() - start

    seconds(20)
    assert seconds(800) < 20 * max(seconds(100), 0.2), "one paragraph, eight times as long"


def test_paragraphs_take_no_quadratic_time(nlp: Language) -> None:
    def seconds(paragraphs: int) -> float:
        doc = nlp.make_doc("One. Two.\n\n" * paragraphs)
        start = time.process_time()
        assert sum(t.is_sent_start or False for t in paragraph_bounds(doc)) == paragraphs
        return time.process_time() - start

    seconds(100)
    assert seconds(16_000) < 24 * max(seconds(2_000), 0.05)


def test_the_annotator_says_when_it_has_no_weights() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("whosaid_annotator")
    with pytest.raises(RuntimeError, match="no weights"):
        nlp("Ina Moss said so.")
