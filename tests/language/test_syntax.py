"""Lemma rules, trees from scores, and what is written to a Doc."""

import itertools
import time

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from transforms.language.lemmas import apply_rule, lemma_rule
from transforms.language.syntax import KINDS, UNSEEN, SyntaxLabels, SyntaxReading, SyntaxWriter
from transforms.language.trees import MAX_SEARCHED, ROOT, best_tree, grow_trees
from transforms.language.windows import Window

WORDS = st.text(min_size=1, max_size=8).filter(lambda word: not word.isspace())


class TestLemmas:
    @given(WORDS, WORDS)
    def test_a_rule_makes_its_lemma(self, word: str, lemma: str) -> None:
        assert apply_rule(lemma_rule(word, lemma), word) == lemma

    @pytest.mark.parametrize(
        ("word", "lemma", "other", "made"),
        [
            ("Boats", "boat", "TRAINS", "train"),
            ("carries", "carry", "worries", "worry"),
            ("OBAMA", "Obama", "HOLLOWAY", "Holloway"),
            ("went", "go", "Went", "go"),
            ("Ina", "Ina", "Moss", "Moss"),
        ],
    )
    def test_a_rule_of_lemmas_fits_other_words(self, word: str, lemma: str, other: str, made: str) -> None:
        assert apply_rule(lemma_rule(word, lemma), other) == made

    def test_a_lemma_rule_that_cuts_more_than_a_word_has_is_not_applied(self) -> None:
        assert apply_rule(lemma_rule("carries", "carry"), "is") is None


def score_tree(scores: np.ndarray, heads: tuple[int, ...]) -> float:
    return sum(scores[i, head + 1] for i, head in enumerate(heads))


def is_tree(heads: tuple[int, ...]) -> bool:
    """One root, and every word reaches it."""
    if sum(head == ROOT for head in heads) != 1:
        return False
    for word in range(len(heads)):
        seen = set()
        while word != ROOT:
            if word in seen:
                return False
            seen.add(word)
            word = heads[word]
    return True


class TestTrees:
    @given(st.integers(1, 5).flatmap(lambda n: st.lists(st.integers(-9, 9), min_size=n * n + n, max_size=n * n + n)))
    def test_the_best_tree_scores_as_high_as_any(self, numbers: list[int]) -> None:
        n = next(n for n in range(1, 6) if n * n + n == len(numbers))
        scores = np.array(numbers, dtype=float).reshape(n, n + 1)
        found = tuple(best_tree(scores).tolist())
        assert is_tree(found)
        trees = [heads for heads in itertools.product(range(-1, n), repeat=n) if is_tree(heads)]
        assert score_tree(scores, found) == max(score_tree(scores, heads) for heads in trees)

    @given(st.lists(st.tuples(st.integers(-1, 19), st.booleans()), min_size=1, max_size=20))
    def test_every_sentence_becomes_one_tree(self, rows: list[tuple[int, bool]]) -> None:
        n = len(rows)
        heads = np.array([min(head, n - 1) for head, _ in rows])
        starts = np.array([True, *(start for _, start in rows[1:])])
        found = grow_trees(heads, starts, lambda a, b: np.zeros((b - a, 1 + b - a)))
        bounds = [*np.flatnonzero(starts).tolist(), n]
        for a, b in itertools.pairwise(bounds):
            own = tuple(ROOT if head == ROOT else int(head) - a for head in found[a:b])
            assert all(ROOT <= head < b - a for head in own), "no head outside of the sentence"
            assert is_tree(own)
            inside = all(head == ROOT or a <= head < b for head in heads[a:b])
            before = tuple(ROOT if head == ROOT else int(head) - a for head in heads[a:b])
            if inside and is_tree(before):
                assert own == before, "a tree stays as it is"

    def test_a_broken_tree_is_repaired_by_the_scores(self) -> None:
        scores = np.array([[0.0, -9, 5, 1], [4, 6, -9, 1], [0, 5, 2, -9]])
        found = grow_trees(np.array([1, 0, 0]), np.array([True, False, False]), lambda *_: scores)
        assert found.tolist() == [1, ROOT, 0], "5 + 4 + 5 beats all other trees"

    def test_a_circle_beside_a_root_is_repaired(self) -> None:
        found = grow_trees(np.array([ROOT, 2, 1]), np.array([True, False, False]), lambda a, b: np.zeros((b - a, 4)))
        assert is_tree(tuple(found.tolist()))

    @pytest.mark.parametrize("head", ["circle", "beside", "self", "chain", "all"])
    def test_a_sentence_without_end_is_repaired_in_linear_time(self, head: str) -> None:
        def seconds(n: int) -> float:
            words = np.arange(n)
            circle = (words + 1) % n
            beside = np.where(words == 0, ROOT, np.maximum(circle, 1))
            kinds = {"circle": circle, "beside": beside, "self": words, "chain": words - 1, "all": np.full(n, ROOT)}
            heads = kinds[head]
            start = time.process_time()
            found = grow_trees(heads, words == 0, lambda *_: pytest.fail("too long to search"))
            taken = time.process_time() - start
            assert n > 2 * MAX_SEARCHED or is_tree(tuple(found.tolist()))
            return taken

        seconds(MAX_SEARCHED + 1)
        assert seconds(80_000) < 24 * max(seconds(10_000), 0.01)


LABELS = SyntaxLabels(
    tags=("NN", "VBD"),
    morphs=("NOUN|Number=Plur", "VERB"),
    lemmas=("keep 0 ", "keep 1 ", "keep 9 "),
    deps=("ROOT", "nsubj"),
    lexicon={"sank|VERB": "sink"},
)
BOATS, SANK = (0, 0, 1, 0, 1), (1, 1, 0, 0, 0)  # numbers of labels, by KINDS


def window(start: int, owned: int, end: int) -> Window:
    pieces = np.zeros(end - start + 2, dtype=np.int64)
    return Window(pieces, pieces, np.arange(1, 1 + end - start), start, owned)


def reading(classes: list[tuple[int, ...]], heads: list[int]) -> SyntaxReading:
    """Of one window; heads are numbers of words."""
    n = len(classes)
    found = SyntaxReading(n)
    if n:
        scores = np.zeros((n, n + 1), dtype=np.float32)
        found.add(window(0, 0, n), list(np.array(classes).T), np.array(heads) + 1, scores)
    return found


class TestReading:
    def test_scores_of_a_sentence_over_two_windows_are_joined(self) -> None:
        found = SyntaxReading(5)
        columns = [np.zeros(3, dtype=np.int64)] * len(KINDS)
        found.add(window(0, 0, 3), columns, np.zeros(3, dtype=np.int64), np.arange(12, dtype=np.float32).reshape(3, 4))
        second = 100 + np.arange(10, dtype=np.float32).reshape(2, 5)
        found.add(window(1, 3, 5), [c[:2] for c in columns], np.array([1, 4]), second)
        assert found.heads.tolist() == [ROOT, ROOT, ROOT, 1, 4], "positions are those of the window's own words"
        u = UNSEEN
        assert found.scores(1, 5).tolist() == [
            [4, 6, 7, u, u],
            [8, 10, 11, u, u],
            [100, 101, 102, 103, 104],
            [105, 106, 107, 108, 109],
        ]
        assert found.scores(4, 5).tolist() == [[105, 109]]


class TestWriter:
    @pytest.fixture
    def nlp(self) -> spacy.language.Language:
        return spacy.blank("en")

    def write(self, nlp, text: str, classes: list[tuple[int, ...]], heads: list[int], bounds: dict[int, bool] | None = None) -> Doc:  # fmt: skip
        doc = nlp.make_doc(text)
        for i, is_start in (bounds or {}).items():
            doc[i].is_sent_start = is_start
        words = [t.i for t in doc if not t.is_space]
        SyntaxWriter(LABELS, nlp.vocab).write(doc, words, reading(classes, heads))
        return doc

    def test_labels_are_written_under_their_names(self, nlp) -> None:
        boats, sank = self.write(nlp, "Boats sank", [BOATS, SANK], [1, ROOT])
        assert (boats.tag_, boats.pos_, str(boats.morph), boats.lemma_, boats.dep_, boats.head.i) == (
            "NN", "NOUN", "Number=Plur", "Boat", "nsubj", 1,
        )  # fmt: skip
        assert (sank.tag_, sank.pos_, str(sank.morph), sank.lemma_, sank.dep_, sank.head.i) == (
            "VBD", "VERB", "", "sink", "ROOT", 1,
        )  # fmt: skip

    def test_only_what_heads_a_sentence_is_its_root(self, nlp) -> None:
        doc = self.write(nlp, "Boats sank", [(0, 0, 1, 0, 0), (1, 1, 0, 0, 1)], [1, ROOT])
        assert [t.dep_ for t in doc] == ["dep", "ROOT"], "whatever relation was read"

    def test_white_space_hangs_on_the_word_before(self, nlp) -> None:
        doc = self.write(nlp, "  Boats \n\n sank \n", [BOATS, SANK], [1, ROOT])
        assert [(t.pos_, t.tag_, t.dep_, t.head.text) for t in doc if t.is_space] == [
            ("SPACE", "_SP", "dep", "Boats"), ("SPACE", "_SP", "dep", "Boats"), ("SPACE", "_SP", "dep", "sank"),
        ]  # fmt: skip
        assert [t.lemma_ == t.text for t in doc if t.is_space] == [True] * 3
        assert len(list(doc.sents)) == 1, "white space before the first word is in its sentence"

    def test_white_space_alone_is_one_sentence(self, nlp) -> None:
        doc = self.write(nlp, " \n\n ", [], [])
        assert (doc[0].dep_, doc[0].head.i) == ("ROOT", 0)
        assert len(list(doc.sents)) == 1
        assert len(self.write(nlp, "", [], [])) == 0

    def test_bounds_that_are_set_stay(self, nlp) -> None:
        start = (1, 1, 0, 1, 0)  # a sentence begins here, it was read
        doc = self.write(
            nlp, "Boats sank sank sank", [BOATS, SANK, start, SANK], [1, ROOT, ROOT, 2], {2: False, 3: True}
        )
        assert [s.text for s in doc.sents] == ["Boats sank sank", "sank"]
        doc = self.write(nlp, "\n\nBoats", [BOATS], [ROOT], {1: True})
        assert [s.text for s in doc.sents] == ["\n\n", "Boats"]

    def test_lemmas_that_are_set_stay_and_those_that_do_not_fit_are_the_word(self, nlp) -> None:
        doc = nlp.make_doc("Boats sank sank")
        doc[1].lemma_ = "SINK"
        SyntaxWriter(LABELS, nlp.vocab).write(doc, [0, 1, 2], reading([(0, 0, 2, 0, 1), SANK, SANK], [1, ROOT, 1]))
        assert [t.lemma_ for t in doc] == ["Boats", "SINK", "sink"]

    def test_labels_survive_json(self) -> None:
        assert SyntaxLabels.from_json(LABELS.to_json()) == LABELS
        assert LABELS.sizes() == (2, 2, 3, 2, 2)
        assert SyntaxLabels().sizes() == (), "no syntax"
