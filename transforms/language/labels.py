"""Every label of the pipeline in one place, and how those of other pipelines map to them.

Ours: Universal Dependencies (https://universaldependencies.org/u/dep/) and OntoNotes-like entity classes. Most other
English spaCy pipelines speak ClearNLP dependencies and OntoNotes entities.
"""

from __future__ import annotations

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

ROLES = ("source", "cue", "content")
ENTITIES = ("PERSON", "ORG", "LOC", "FAC", "NORP", "DATE", "MONEY", "PRODUCT", "MISC")


def bio(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tag set that marks spans by their begin and inside tokens, 'O' first."""
    return ("O", *(f"{mark}-{label}" for label in labels for mark in "BI"))


ROLE_TAGS = bio(ROLES)
ENTITY_TAGS = bio(ENTITIES)

# Entity classes by other names; None: no class of ours, the entity is dropped.
ENTITY_NAMES: dict[str, str | None] = {
    "PER": "PERSON",
    "TIME": None,
    "PERCENT": None,
    "QUANTITY": None,
    "ORDINAL": None,
    "CARDINAL": None,
    "LANGUAGE": None,
    "LAW": "MISC",
    "WORK_OF_ART": "MISC",
}

# ClearNLP relations whose tree is the same in Universal Dependencies.
DEPENDENCY_NAMES = {
    "acomp": "xcomp",
    "attr": "xcomp",
    "auxpass": "aux:pass",
    "complm": "mark",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "nn": "compound",
    "npadvmod": "obl:unmarked",
    "nsubjpass": "nsubj:pass",
    "oprd": "xcomp",
    "poss": "nmod:poss",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "relcl": "acl:relcl",
}
_PREPOSITIONS = frozenset({"prep", "agent", "dative"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})


@Language.component("whosaid_labels", requires=["token.dep"], assigns=["token.dep", "token.head", "doc.ents"])
def to_project_labels(doc: Doc) -> Doc:
    """Rewrite another pipeline's labels as ours; a Doc that has ours already comes out as it went in.

    A ClearNLP preposition heads its noun; here the noun becomes the head (`nmod` or `obl`) and the preposition its
    `case`. Copulas stay heads: their subjects are found all the same.
    """
    doc.set_ents([Span(doc, e.start, e.end, label=name) for e in doc.ents if (name := entity_name(e.label_))])
    if not doc.has_annotation("DEP"):
        return doc
    heads = [t.head.i for t in doc]
    labels = [t.dep_ for t in doc]
    for token in doc:
        head = token.head
        if token.dep_ == "pobj" and head.dep_ in _PREPOSITIONS:
            upper = head.head
            heads[token.i], labels[token.i] = upper.i, "nmod" if upper.pos_ in _NOMINAL else "obl"
            heads[head.i], labels[head.i] = token.i, "case"
    labels = [DEPENDENCY_NAMES.get(label, label) for label in labels]
    offsets = np.array(heads, dtype=np.int64) - np.arange(len(doc))
    names = np.array([doc.vocab.strings.add(label) for label in labels], dtype=np.uint64)
    table = np.stack([offsets.astype(np.uint64), names], axis=1)
    return doc.from_array(["HEAD", "DEP"], table)  # type: ignore[arg-type]


def entity_name(label: str) -> str | None:
    """Return our name of an entity class, None if we have none."""
    return ENTITY_NAMES.get(label, label)
