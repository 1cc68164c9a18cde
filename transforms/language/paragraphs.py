"""Sentence bounds at paragraphs: the parser may split a paragraph, and never joins two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

MAX_CHARS = 20_000_000  # spaCy's own limit, a million, guards memory that this pipeline does not need


def is_break(text: str) -> bool:
    """True for white space that parts paragraphs: an empty line."""
    return text.count("\n") > 1 and text.isspace()


@Language.factory("whosaid_paragraphs", assigns=["token.is_sent_start"])
def make_paragraphs(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001  spaCy passes both
    """Build the component, and let the pipeline take texts as long as MAX_CHARS."""
    nlp.max_length = max(nlp.max_length, MAX_CHARS)
    return paragraph_bounds


def paragraph_bounds(doc: Doc) -> Doc:
    """Start a sentence after each empty line; the parser, which comes later, keeps what is set here."""
    is_space = doc.to_array("IS_SPACE") != 0
    words = np.flatnonzero(~is_space)
    breaks = [i for i in np.flatnonzero(is_space).tolist() if is_break(doc[i].text)]
    after = np.searchsorted(words, breaks)
    opening = words[after[after < len(words)]]
    bounds: Any = doc.to_array("SENT_START")
    bounds[opening[opening > 0]] = 1
    doc.from_array("SENT_START", bounds)  # a token's own setter looks at the whole document
    return doc
