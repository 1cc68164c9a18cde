"""What ships holds no addresses of the people who wrote the treebanks' texts."""

import json
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.pipeline import EditTreeLemmatizer

from flows.resources import MODEL_DIR
from flows.training.package import leave_addresses


def test_no_address_ships() -> None:
    words = json.loads((MODEL_DIR / "vocab" / "strings.json").read_text(encoding="utf-8"))
    assert len(words) > 1000
    assert not [word for word in words if "@" in word or "www" in word or "//" in word]


def test_an_edit_tree_that_spells_an_address_leaves_the_word() -> None:
    nlp = spacy.blank("en")
    lemmatizer = EditTreeLemmatizer(nlp.vocab, nlp.add_pipe("trainable_lemmatizer").model)  # type: ignore[attr-defined]
    for form, lemma in [("boats", "boat"), ("j.doe@mail", "JD"), ("an", "a")]:
        lemmatizer._pair2label(form, lemma, add_label=True)
    assert leave_addresses(lemmatizer) == 1
    made = [[lemmatizer.trees.apply(t, w) for t in lemmatizer.labels] for w in ("boats", "j.doe@mail")]
    assert made == [["boat", "boats", None], [None, "j.doe@mail", None]]


def test_every_shipped_edit_tree_can_be_applied(nlp: Language) -> None:
    lemmatizer = nlp.get_pipe("trainable_lemmatizer")
    for tree in lemmatizer.labels:  # type: ignore[attr-defined]
        lemmatizer.trees.apply(tree, "boats")  # type: ignore[attr-defined]


def test_weights_are_within_forty_megabytes() -> None:
    assert sum(p.stat().st_size for p in Path(MODEL_DIR).rglob("*") if p.is_file()) <= 40_000_000
