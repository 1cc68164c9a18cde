"""The parts that need no weights: windows, decoding, linking, labels, phrases."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from transforms.language import load_pipeline
from transforms.language.agreement import Agreement
from transforms.language.annotator import find_articles
from transforms.language.decode import BioDecoder, WordSpan
from transforms.language.labels import ROLE_TAGS, bio, to_project_labels
from transforms.language.linker import Pointers, Thresholds, link
from transforms.language.windows import N_SHAPES, Window, case_shape, make_windows

THRESHOLDS = Thresholds(cue=0.7, alone=0.95, source=1.0, elsewhere=0.005)


def encode(words: list[str]) -> list[list[int]]:
    return [[1000 + i for i in range(len(word))] for word in words]


class TestWindows:
    def test_every_word_belongs_to_one_window(self) -> None:
        words = ["w" * (1 + i % 5) for i in range(500)]
        windows = make_windows(words, [i // 37 for i in range(500)], encode, max_pieces=96, context=24)
        assert [i for w in windows for i in range(w.owned, w.end)] == list(range(500))
        assert all(len(w.ids) <= 96 for w in windows)
        assert all(w.start < w.owned for w in windows[1:]), "each but the first sees what went before"

    def test_paragraphs_stay_whole_when_they_fit(self) -> None:
        windows = make_windows(["word"] * 60, [i // 10 for i in range(60)], encode, max_pieces=96, context=0)
        assert all(w.owned % 10 == 0 for w in windows)

    def test_each_word_points_at_its_first_piece(self) -> None:
        words = ["ab", "c", "def"]
        (window,) = make_windows(words, [0, 0, 1], encode)
        assert window.ids[window.first].tolist() == [1000] * 3
        assert len(window.ids) == 1 + 6 + 1 + 1, "begin, pieces, one separator between paragraphs, end"

    def test_a_text_without_words_has_no_windows(self) -> None:
        assert make_windows([], [], encode) == []

    @pytest.mark.parametrize("word", ["", "—", "42", "lower", "UPPER", "A", "Title", "iPhone", "東京"])
    def test_every_word_has_a_shape_within_bounds(self, word: str) -> None:
        assert 0 <= case_shape(word) < N_SHAPES


class TestDecoder:
    def chances(self, tags: list[str]) -> np.ndarray:
        found = np.full((len(tags), len(ROLE_TAGS)), 0.01, dtype=np.float32)
        found[np.arange(len(tags)), [ROLE_TAGS.index(t) for t in tags]] = 0.94
        return found

    def decode(self, tags: list[str], paragraph: list[int] | None = None) -> list[tuple[int, int, str]]:
        spans = BioDecoder(ROLE_TAGS)(self.chances(tags), np.array(paragraph or [0] * len(tags)))
        return [(s.start, s.end, s.label) for s in spans]

    def test_tags_are_read_as_spans(self) -> None:
        tags = ["B-source", "I-source", "B-cue", "O", "B-content", "I-content", "B-content"]
        expected = [(0, 2, "source"), (2, 3, "cue"), (4, 6, "content"), (6, 7, "content")]
        assert self.decode(tags) == expected

    def test_spans_hold_words_though_an_inside_tag_lacks_its_beginning(self) -> None:
        spans = self.decode(["O", "I-content", "I-content", "I-cue"])
        assert all(end > start for start, end, _ in spans)

    def test_spans_end_at_paragraphs(self) -> None:
        spans = self.decode(["B-content", "I-content", "I-content", "I-content"], [0, 0, 1, 1])
        assert not any(start < 2 < end for start, end, _ in spans)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.lists(st.floats(0.01, 1), min_size=5, max_size=5), min_size=1, max_size=5), st.integers(0, 4))
    def test_no_allowed_sequence_is_likelier(self, rows: list[list[float]], cut: int) -> None:
        tags = bio(("x", "y"))
        chances = np.array(rows, dtype=np.float32)
        chances /= chances.sum(axis=1, keepdims=True)
        paragraph = (np.arange(len(rows)) >= cut).astype(int)

        def allowed(path: tuple[int, ...]) -> bool:
            before = ("O", *(tags[t] for t in path[:-1]))
            return all(
                not tags[t].startswith("I-")
                or (before[i][2:] == tags[t][2:] and before[i] != "O" and i > 0 and paragraph[i] == paragraph[i - 1])
                for i, t in enumerate(path)
            )

        def chance(path: tuple[int, ...]) -> float:
            return float(np.log(chances[np.arange(len(path)), path]).sum())

        found = ["O"] * len(rows)
        for span in BioDecoder(tags)(chances, paragraph):
            found[span.start : span.end] = [f"B-{span.label}"] + [f"I-{span.label}"] * (span.end - span.start - 1)
        path = tuple(tags.index(t) for t in found)
        best = max(chance(p) for p in itertools.product(range(5), repeat=len(rows)) if allowed(p))
        assert allowed(path)
        assert chance(path) == pytest.approx(best, abs=1e-4)

    def test_scores_are_means_of_the_chosen_tags(self) -> None:
        chances = self.chances(["B-cue", "O", "B-source", "I-source"])
        chances[3, ROLE_TAGS.index("I-source")] = 0.5
        first, second = BioDecoder(ROLE_TAGS)(chances, np.zeros(4, int))
        assert (first.score, second.score) == (pytest.approx(0.94), pytest.approx(0.72))

    def test_each_kind_has_a_beginning_and_an_inside_tag(self) -> None:
        assert bio(("x",)) == ("O", "B-x", "I-x")


def pointers(n: int, to_cue: dict[int, int], to_source: dict[int, int], paragraph: list[int] | None = None) -> Pointers:
    """One window over n words in which word i points at word to_cue[i] (to_source[i]), else at none."""
    tables = []
    for targets in (to_cue, to_source):
        table = np.full((n, n + 1), 0.001, dtype=np.float32)
        for i in range(n):
            table[i, 1 + targets[i] if i in targets else 0] = 1.0
        tables.append(table / table.sum(1, keepdims=True))
    found = Pointers(np.array(paragraph or [0] * n))
    found.add(Window(np.zeros(n + 2, int), np.zeros(n + 2, int), np.arange(1, n + 1), 0, 0), *tables)
    return found


class TestAgreement:
    TAGS = bio(("PERSON", "ORG", "LOC"))

    def entities(
        self, text: str, says: dict[int, dict[str, float]], articles: dict[int, int] | None = None
    ) -> list[tuple[str, str]]:
        """Decode a text, paragraphs parted by '|': `says` are the chances of tags at a word, the rest of it is 'O'."""
        words, paragraph = [], []
        for number, part in enumerate(text.split("|")):
            words += part.split()
            paragraph += [number] * len(part.split())
        chances = np.zeros((len(words), len(self.TAGS)), dtype=np.float32)
        for i in range(len(words)):
            for tag, chance in says.get(i, {}).items():
                chances[i, self.TAGS.index(tag)] = chance
            chances[i, 0] = 1 - chances[i].sum()
        agreement, numbers = Agreement(self.TAGS), np.array(paragraph)
        shared = agreement.share(chances, words, numbers)
        spans = agreement.label(BioDecoder(self.TAGS)(shared, numbers), shared, words, articles or {})
        return [(" ".join(words[s.start : s.end]), s.label) for s in spans]

    def test_a_doubtful_mention_follows_the_sure_ones(self) -> None:
        sure, doubtful = {"B-ORG": 0.9}, {"B-LOC": 0.8, "B-ORG": 0.15}
        found = self.entities("Brandt sold Brandt ships | the Brandt fleet", {0: sure, 2: sure, 5: doubtful})
        assert found == [("Brandt", "ORG")] * 3

    def test_a_missed_mention_is_found(self) -> None:
        says = {0: {"B-PERSON": 0.99}, 4: {"B-PERSON": 0.4}}
        assert self.entities("Kessel spoke . then Kessel left", says) == [("Kessel", "PERSON")] * 2

    def test_a_word_of_another_name_says_nothing(self) -> None:
        street = {0: {"B-LOC": 0.9}, 1: {"I-LOC": 0.9}, 3: {"B-LOC": 0.9}, 4: {"I-LOC": 0.9}}
        says = {**street, 6: {"B-PERSON": 0.6, "B-LOC": 0.3}}
        assert self.entities("Kessel Street and Kessel Street for Kessel", says)[2] == ("Kessel", "PERSON")

    def test_neighbouring_paragraphs_are_two_names(self) -> None:
        says = {0: {"B-ORG": 0.9}, 1: {"B-PERSON": 0.9}, 4: {"B-ORG": 0.45}}
        assert self.entities("Corvash | Anna said that Corvash won", says) == [
            ("Corvash", "ORG"),
            ("Anna", "PERSON"),
            ("Corvash", "ORG"),
        ]

    def test_the_last_word_of_a_full_name_is_that_person(self) -> None:
        says = {0: {"B-PERSON": 0.9}, 1: {"I-PERSON": 0.9}, 4: {"B-ORG": 0.5, "B-PERSON": 0.4}}
        assert self.entities("Anna Kessel spoke . Kessel left", says)[1] == ("Kessel", "PERSON")

    @pytest.mark.parametrize("address", ["anna@corva.example", "https://corva.example/a", "www.corva.example"])
    def test_an_address_names_nobody(self, address: str) -> None:
        says = {i: {f"{mark}-PERSON": 0.9} for i, mark in enumerate("BII")}
        assert self.entities(f"Anna Kessel {address} wrote", says) == [("Anna Kessel", "PERSON")]
        assert self.entities("Anna Kessel @kessel wrote", says) == [("Anna Kessel @kessel", "PERSON")]
        assert self.entities("Anna Kessel Corva.example wrote", says) == [("Anna Kessel Corva.example", "PERSON")]

    def test_no_person_takes_an_article(self) -> None:
        says = {1: {"B-PERSON": 0.7, "B-ORG": 0.2}}
        assert self.entities("The Corva won", says, {1: 0}) == [("Corva", "ORG")]
        assert self.entities("The Corva camp won", says, {2: 0}) == [("Corva", "PERSON")]
        inside = {i: {f"{mark}-PERSON": 0.6, f"{mark}-ORG": 0.3} for i, mark in enumerate("BII")}
        assert self.entities("Orsin the Great won", inside, {2: 1}) == [("Orsin the Great", "PERSON")]

    def test_an_article_now_and_then_makes_no_person_a_body(self) -> None:
        says = {i: {"B-PERSON": 0.7, "B-ORG": 0.25} for i in (1, 3)}
        assert self.entities("the Corva . Corva won", says, {1: 0}) == [("Corva", "PERSON")] * 2

    def test_the_article_is_found_by_its_head(self) -> None:
        doc = Doc(
            spacy.blank("en").vocab,
            ["\n", "The", "Corva", "won", "the", "Orsin", "cup"],
            heads=[0, 2, 3, 3, 6, 6, 3],
            deps=["dep", "det", "nsubj", "ROOT", "det", "compound", "obj"],
        )
        assert find_articles(doc, [1, 2, 3, 4, 5, 6]) == {1: 0, 5: 3}
        assert find_articles(Doc(spacy.blank("en").vocab, ["The", "Corva"]), [0, 1]) == {}

    def test_no_name_ends_in_a_small_word(self) -> None:
        says = {0: {"B-ORG": 0.9}, 1: {"I-ORG": 0.6}}
        assert self.entities("Cabinet of Anna", says) == [("Cabinet", "ORG")]


class TestLinker:
    source, cue = WordSpan(0, 1, "source", 0.9), WordSpan(1, 2, "cue", 0.9)

    def content(self, start: int, end: int, score: float = 0.9) -> WordSpan:
        return WordSpan(start, end, "content", score)

    def test_pieces_at_one_cue_are_one_content(self) -> None:
        one, two = self.content(2, 4), self.content(5, 7)
        found = pointers(8, {2: 1, 3: 1, 5: 1, 6: 1}, {1: 0, 2: 0, 3: 0, 5: 0, 6: 0})
        (only,) = link([self.source, self.cue, one, two], found, THRESHOLDS)
        assert (only.source, only.cue, only.content) == ((self.source,), (self.cue,), (one, two))
        assert only.source_score > 0.9
        assert only.link_score > 0.9

    def test_a_source_may_serve_two_cues(self) -> None:
        one, cue, two = self.content(2, 3), WordSpan(4, 5, "cue", 0.9), self.content(5, 6)
        found = pointers(6, {2: 1, 5: 4}, {1: 0, 2: 0, 4: 0, 5: 0})
        links = link([self.source, self.cue, one, cue, two], found, THRESHOLDS)
        assert [x.source for x in links] == [(self.source,)] * 2
        assert [x.cue for x in links] == [(self.cue,), (cue,)]

    def test_a_content_may_have_no_source(self) -> None:
        (only,) = link([self.source, self.cue, self.content(2, 3)], pointers(4, {2: 1}, {}), THRESHOLDS)
        assert only.source == ()

    def test_a_content_without_cue_must_be_sure(self) -> None:
        found = pointers(4, {}, {2: 0})
        assert link([self.source, self.content(2, 3, 0.4)], found, THRESHOLDS) == []
        (only,) = link([self.source, self.content(2, 3, 0.99)], found, THRESHOLDS)
        assert (only.cue, only.source) == ((), (self.source,))

    def test_the_cue_of_the_same_paragraph_is_preferred(self) -> None:
        near, content = WordSpan(3, 4, "cue", 0.9), self.content(2, 3)
        found = pointers(4, {2: 1}, {})
        found._chances[0][0][2] = [0.0, 0.0, 0.6, 0.0, 0.4]
        (only,) = link([self.source, self.cue, content, near], found, replace(THRESHOLDS, cue=0.5))
        assert only.cue == (self.cue,)
        found._paragraph = np.array([0, 0, 1, 1])
        (only,) = link([self.source, self.cue, content, near], found, replace(THRESHOLDS, cue=0.5))
        assert only.cue == (near,)

    def test_a_content_without_a_cue_may_have_the_source_of_the_paragraph_before(self) -> None:
        found = pointers(4, {}, {2: 0}, [0, 0, 1, 1])
        (only,) = link([self.source, self.cue, self.content(2, 3, 0.99)], found, THRESHOLDS)
        assert only.source == (self.source,)

    def test_a_cue_without_content_is_no_attribution(self) -> None:
        assert link([self.source, self.cue], pointers(3, {}, {1: 0}), THRESHOLDS) == []


def parsed(words: list[str], heads: list[int], deps: list[str], pos: list[str] | None = None) -> Doc:
    return Doc(spacy.blank("en").vocab, words=words, heads=heads, deps=deps, pos=pos)


class TestLabels:
    def test_prepositions_hang_on_their_nouns(self) -> None:
        doc = parsed(
            ["She", "was", "seen", "by", "clerks", "in", "Larkfield"],
            [2, 2, 2, 2, 3, 4, 5],
            ["nsubjpass", "auxpass", "ROOT", "agent", "pobj", "prep", "pobj"],
            ["PRON", "AUX", "VERB", "ADP", "NOUN", "ADP", "PROPN"],
        )
        doc.set_ents([Span(doc, 6, 7, label="PER"), Span(doc, 4, 5, label="CARDINAL")])
        doc = to_project_labels(doc)
        assert [t.dep_ for t in doc] == ["nsubj:pass", "aux:pass", "ROOT", "case", "obl", "case", "nmod"]
        assert [t.head.i for t in doc] == [2, 2, 2, 4, 2, 6, 4]
        assert [(e.text, e.label_) for e in doc.ents] == [("Larkfield", "PERSON")]

    def test_our_own_labels_stay(self) -> None:
        doc = parsed(["Ina", "Moss", "spoke"], [2, 0, 2], ["nsubj", "flat", "ROOT"])
        before = [(t.dep_, t.head.i) for t in doc]
        assert [(t.dep_, t.head.i) for t in to_project_labels(doc)] == before

    def test_a_doc_without_syntax_keeps_its_words(self) -> None:
        assert len(to_project_labels(spacy.blank("en")("Ina Moss spoke."))) == 4


@Language.component("test_clearnlp_tags")
def clearnlp_tags(doc: Doc) -> Doc:
    for token in doc:
        token.dep_ = "dobj" if token.i else "ROOT"
        token.head = doc[0]
    doc.set_ents([Span(doc, 0, 1, label="PER")] if len(doc) else [])
    return doc


def test_another_pipeline_supplies_tags_and_entities(model_path, tmp_path) -> None:
    other = spacy.blank("en")
    other.add_pipe("test_clearnlp_tags")
    other.to_disk(tmp_path / "other")
    nlp = load_pipeline(model_path, pipeline=tmp_path / "other")
    doc = nlp("Holloway said that the bridge in Larkfield would close.")
    assert [(e.text, e.label_) for e in doc.ents] == [("Holloway", "PERSON")]
    assert doc[2].dep_ == "obj"
    (attribution,) = doc._.attributions
    assert [doc.text[a:b] for a, b in attribution.source] == ["Holloway"]


def test_a_pipeline_that_attributes_itself_is_taken_whole(nlp, model_path) -> None:
    assert load_pipeline(model_path, pipeline=model_path).pipe_names == nlp.pipe_names
