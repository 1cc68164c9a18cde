"""The standing of a source: who is named, who only described, and what is a body or a document."""

from __future__ import annotations

import re

from transforms.extract.lexicons import Lexicons
from transforms.extract.names import body_key
from transforms.lexicon import join_words, load_words

_GOVERNMENT = re.compile(rf"\b{join_words('government_words')}\b")
_NOT_GOVERNMENT = re.compile(rf"\b{join_words('no_government_words')}\b")
_MEDIA = re.compile(rf"\b{join_words('media_words')}\b")
_NOT_MEDIA = re.compile(rf"\b{join_words('no_media_words')}\b")
_DOCUMENT = re.compile(rf"\b{join_words('document_words')}$")

# last words of companies' names that do not describe a company by themselves
COMPANY = re.compile(rf" {join_words('company_nouns')}$")


def type_of_name(name: str, label: str, lexicons: Lexicons) -> str:
    """Return the source type of a named entity."""
    key = body_key(name)
    if key in lexicons.media:
        return "media"
    if label == "PERSON":
        return "named_person"
    if label == "NORP":
        return "government" if key in lexicons.demonyms else "anonymous_group"
    if key in lexicons.metonyms or label == "GPE":
        return "government"
    if _MEDIA.search(key) and not _NOT_MEDIA.search(key):
        return "media"
    if _GOVERNMENT.search(key) and not _NOT_GOVERNMENT.search(key):
        return "government"
    if _DOCUMENT.search(key):
        return "document"
    if label in {"ORG", "FAC"} or COMPANY.search(key):
        return "organization"
    if label == "LOC" and " " in key and lexicons.headwords.get(key.rsplit(" ", 1)[-1]) == "organization":
        return "organization"  # a hospital taken for the place where it stands
    return {"LOC": "government", "PRODUCT": "document", "MISC": "organization"}.get(label, "unknown")


def type_of_noun(phrase: str, lemma: str, is_plural: bool, lexicons: Lexicons) -> str:
    """Return the source type of a described source, "unknown" when nothing tells.

    Args:
        phrase: the folded phrase up to and with its head ("senior us officials").
        lemma: the head's lemma ("official").
        is_plural: whether the head is plural.
        lexicons: the seeds.
    """
    words = phrase.replace("’", "'").split()
    keys = (*(" ".join(words[-width:]) for width in (3, 2, 1)), lemma)
    found = next(filter(None, map(lexicons.headwords.get, keys)), None)
    if found is None:
        is_agent = lemma.endswith(_AGENT_ENDINGS) and lemma not in _THINGS
        found = "unnamed_person" if is_agent or lexicons.is_person_noun(lemma) else "unknown"
    return "anonymous_group" if found == "unnamed_person" and is_plural else found


# A noun that is a source and ends like this names who does something.
_AGENT_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "eer", "ee")
_THINGS = load_words("things_like_agents")
