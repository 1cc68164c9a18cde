"""spaCy's parser and lemmatizer at two thirds and half of the price, for a document at a time.

Both are spaCy's own, trained and stored as such; only how they predict differs. The parser walks the paragraphs of a
document side by side, since a step of many states costs hardly more than a step of one, and batching documents would
make a row depend on its batch; what stands behind a paragraph is then out of its sight. The lemmatizer remembers what a
tree makes of a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import DependencyParser, EditTreeLemmatizer
from spacy.pipeline.dep_parser import DEFAULT_PARSER_MODEL  # type: ignore[import-not-found]
from spacy.pipeline.edit_tree_lemmatizer import DEFAULT_EDIT_TREE_LEMMATIZER_MODEL
from spacy.tokens import Doc
from thinc.api import Model

# what `spacy.load` must be told for spaCy's own with the same weights
STOCK = {"components.parser.factory": "parser", "components.trainable_lemmatizer.factory": "trainable_lemmatizer"}
MAX_REMEMBERED = 200_000  # pairs of a word and a tree
_SYNTAX: list[int | str] = ["HEAD", "DEP", "SENT_START"]


@Language.factory(
    "whosaid_parser",
    assigns=["token.dep", "token.head", "token.is_sent_start", "doc.sents"],
    default_config={
        "model": DEFAULT_PARSER_MODEL,
        "min_action_freq": 30,
        "scorer": {"@scorers": "spacy.parser_scorer.v1"},
    },
    default_score_weights={"dep_uas": 0.5, "dep_las": 0.5, "sents_f": 0.0},
)
def make_parser(
    nlp: Language, name: str, model: Model[Any, Any], min_action_freq: int, scorer: Callable[..., Any] | None
) -> ParagraphParser:
    """Build the parser; the settings are those of spaCy's `parser`."""
    return ParagraphParser(nlp.vocab, model, name, min_action_freq=min_action_freq, scorer=scorer)


@Language.factory(
    "whosaid_lemmatizer",
    assigns=["token.lemma"],
    default_config={
        "model": DEFAULT_EDIT_TREE_LEMMATIZER_MODEL,
        "min_tree_freq": 3,
        "top_k": 3,
        "scorer": {"@scorers": "spacy.lemmatizer_scorer.v1"},
    },
    default_score_weights={"lemma_acc": 1.0},
)
def make_lemmatizer(
    nlp: Language,
    name: str,
    model: Model[Any, Any],
    min_tree_freq: int,
    top_k: int,
    scorer: Callable[..., Any] | None,
) -> RememberingLemmatizer:
    """Build the lemmatizer; the settings are those of spaCy's `trainable_lemmatizer`, which keeps what is set."""
    return RememberingLemmatizer(nlp.vocab, model, name, min_tree_freq=min_tree_freq, top_k=top_k, scorer=scorer)


class ParagraphParser(DependencyParser):  # type: ignore[misc]
    """Parses the stretches between the sentence starts that are set beforehand, all of a document at once."""

    def predict(self, docs: Iterable[Doc]) -> list[tuple[list[Doc], Any]]:
        """Return, for each document, its stretches as documents and the parser's states of them."""
        stretches = [_stretches(doc) for doc in docs]
        return [(parts, super(ParagraphParser, self).predict(parts)) for parts in stretches]

    def set_annotations(self, docs: Iterable[Doc], found: Sequence[tuple[list[Doc], Any]]) -> None:
        """Write heads, labels and sentence starts."""
        for doc, (parts, states) in zip(docs, found, strict=True):
            super().set_annotations(parts, states)
            if parts:
                arrays: list[Any] = [part.to_array(_SYNTAX) for part in parts]
                doc.from_array(_SYNTAX, cast("Any", np.concatenate(arrays)))


def _stretches(doc: Doc) -> list[Doc]:
    """Cut a document before each sentence start; the stretches keep what the shared network saw of the whole."""
    if not len(doc):
        return []
    set_before = doc.to_array("SENT_START")
    starts = [0, *(i for i in np.flatnonzero(set_before == 1).tolist() if i)]
    words, spaces = doc.to_array("ORTH").tolist(), (doc.to_array("SPACY") != 0).tolist()
    parts = []
    for start, end in zip(starts, [*starts[1:], len(doc)], strict=True):
        part = Doc(doc.vocab, words=words[start:end], spaces=spaces[start:end])
        part.from_array("SENT_START", cast("Any", set_before[start:end]))
        part.tensor = doc.tensor[start:end]
        parts.append(part)
    return parts


class RememberingLemmatizer(EditTreeLemmatizer):
    """Applies a tree to a word once, and sets the lemmas of a document in one go."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._remembered: dict[tuple[int, int], int | None] = {}

    def predict(self, docs: Iterable[Doc]) -> list[Any]:
        """Return the hashes of the lemmas of each document, (tokens,)."""
        docs = list(docs)
        if not any(len(doc) for doc in docs):
            return [np.zeros(0, dtype=np.uint64) for _ in docs]
        return [self._lemmas(doc, scores) for doc, scores in zip(docs, self.model.predict(docs), strict=True)]

    def set_annotations(self, docs: Iterable[Doc], lemmas: Sequence[NDArray[np.uint64]]) -> None:
        """Write the lemmas where none is set."""
        for doc, found in zip(docs, lemmas, strict=True):
            already = doc.to_array("LEMMA")
            doc.from_array("LEMMA", cast("Any", np.where(already != 0, already, found)))

    def _lemmas(self, doc: Doc, scores: NDArray[np.float32]) -> NDArray[np.uint64]:
        words, best = doc.to_array("ORTH").tolist(), scores.argmax(axis=1).tolist()
        found = [self._apply(label, word) for label, word in zip(best, words, strict=True)]
        for i, lemma in enumerate(found):
            if lemma is None:  # the best tree does not fit the word: the next ones, else the word itself
                others = (self._apply(label, words[i]) for label in np.argsort(-scores[i])[1 : self.top_k].tolist())
                found[i] = next((other for other in others if other is not None), words[i])
        return np.array(found, dtype=np.uint64)

    def _apply(self, label: int, word: int) -> int | None:
        """Return the hash of what the tree of a label makes of a word, None where it does not fit."""
        if (label, word) not in self._remembered:
            if len(self._remembered) > MAX_REMEMBERED:
                self._remembered.clear()
            strings = self.vocab.strings
            lemma = self.trees.apply(self.cfg["labels"][label], strings[word])
            # kept when a memory zone ends, as what is remembered is
            self._remembered[label, word] = None if lemma is None else strings.add(lemma, allow_transient=False)  # type: ignore[call-arg]
        return self._remembered[label, word]
