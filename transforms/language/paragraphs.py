"""Sentence bounds at paragraphs: the parser may split a paragraph, and never joins two."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

MAX_CHARS = 20_000_000


def is_break(text: str) -> bool:
    """True for white space that parts paragraphs: an empty line."""
    return text.count("\n") > 1 and text.isspace()


@Language.component("whosaid_paragraphs", assigns=["token.is_sent_start"])
def paragraph_bounds(doc: Doc) -> Doc:
    """Start a sentence after each empty line; the parser, which comes later, keeps what is set here."""
    for i in range(1, len(doc)):
        if is_break(doc[i - 1].text) and not doc[i].is_space:
            doc[i].is_sent_start = True
    return doc
