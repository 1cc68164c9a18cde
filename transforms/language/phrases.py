"""Noun phrases over Universal Dependencies; `doc.noun_chunks` expects other labels ('Jerome' for 'Jerome Powell')."""

from __future__ import annotations

from spacy.tokens import Span, Token

_NAME_PARTS = frozenset({"flat", "flat:name", "compound", "goeswith", "fixed"})
_PREMODIFIERS = _NAME_PARTS | {
    "amod",
    "det",
    "det:predet",
    "nummod",
    "nmod:poss",
    "nmod:desc",
    "poss",
    "case",
    "advmod",
    "punct",
    "nmod:unmarked",
}


def head_noun(span: Span) -> Token:
    """Return the token that the rest of `span` hangs on: 'chairman' of 'the chairman of the board'.

    For a name it is its first part ('Jerome' of 'Jerome Powell'), as Universal Dependencies have it.
    """
    return span.root


def noun_phrase(token: Token) -> Span:
    """Return the base noun phrase that `token` heads or is part of the name of.

    It holds determiners, modifiers before the noun and all parts of a name; it leaves out what comes
    after: prepositional phrases, clauses, appositions, conjuncts, and the preposition before it.
    """
    head = token
    while head.dep_ in _NAME_PARTS and head.head is not head:
        head = head.head
    start, end = head.i, head.i + 1
    for child in head.rights:  # a name goes on while its parts are next to each other
        if child.dep_.split(":")[0] not in {"flat", "goeswith", "fixed"} or child.left_edge.i != end:
            break
        end = child.right_edge.i + 1
    for child in reversed(list(head.lefts)):
        preposition = child.dep_ == "case" and child.tag_ != "POS"
        if child.dep_ not in _PREMODIFIERS or preposition or child.right_edge.i != start - 1 or child.is_space:
            break
        start = child.left_edge.i
    while start < head.i and (head.doc[start].is_punct or head.doc[start].is_space):
        start += 1
    return head.doc[start:end]
