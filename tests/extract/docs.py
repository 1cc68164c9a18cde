"""Hand-made documents: text with tags guessed from form, the syntax that a test needs, names and attributions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.tokens import Doc, Span

import transforms.language  # noqa: F401 - registers doc._.attributions
from flows.resources import load_seeds
from transforms.ids import hash_text
from transforms.language import Attribution
from transforms.records import Article, Role, Segment
from transforms.seeds import Seeds

ROOT = Path(__file__).resolve().parents[2]
TAGS = {
    "the": "DT", "a": "DT", "an": "DT", "this": "DT", "of": "IN", "in": "IN", "on": "IN", "for": "IN", "by": "IN",
    "at": "IN", "as": "IN", "that": "IN", "with": "IN", "to": "TO", "and": "CC", "but": "CC", "or": "CC", "he": "PRP",
    "she": "PRP", "it": "PRP", "they": "PRP", "we": "PRP", "i": "PRP", "you": "PRP", "his": "PRP$", "her": "PRP$",
    "its": "PRP$", "their": "PRP$", "who": "WP", "is": "VBZ", "was": "VBD", "are": "VBP", "were": "VBD", "be": "VB",
    "been": "VBN", "has": "VBZ", "had": "VBD", "have": "VBP", "will": "MD", "would": "MD", "can": "MD", "could": "MD",
    "not": "RB", "n't": "RB", "never": "RB", "reportedly": "RB", "said": "VBD", "told": "VBD", "says": "VBZ",
    "saying": "VBG", "wrote": "VBD", "went": "VBD", "came": "VBD", "fell": "VBD", "rose": "VBD", "go": "VBP",
    "know": "VBP", "left": "VBD", "said.": "VBD", "believed": "VBN", "thought": "VBN", "'s": "POS", "’s": "POS",
    "adding": "VBG", "new": "JJ", "two": "CD", "senior": "JJ", "late": "JJ", "according": "VBG", "yesterday": "NN",
}  # fmt: skip
LEMMAS = {
    "said": "say", "says": "say", "saying": "say", "told": "tell", "is": "be", "was": "be", "are": "be", "were": "be",
    "been": "be", "has": "have", "had": "have", "wrote": "write", "adding": "add", "thought": "think", "n't": "not",
    "sent": "send", "shows": "show", "pm": "p.m.",
}  # fmt: skip
MARKS = {",": ",", ".": ".", "!": ".", "?": ".", ":": ":", "“": "``", "”": "''", '"': "``", "‘": "``", "(": "-LRB-"}


@lru_cache(maxsize=1)
def load_test_seeds() -> Seeds:
    return load_seeds(ROOT / "seeds")


@lru_cache(maxsize=1)
def _nlp() -> spacy.Language:
    return spacy.blank("en")


def _tag(word: str) -> str:
    lower = word.lower()
    if lower in TAGS:
        return TAGS[lower]
    if word in MARKS:
        return MARKS[word]
    if word.isspace():
        return "_SP"
    if word[:1].isupper():
        return "NNP"
    if lower.isdigit():
        return "CD"
    return "VBD" if lower.endswith("ed") else "NNS" if lower.endswith("s") else "NN"


def _lemma(word: str, tag: str) -> str:
    lower = word.lower()
    if lower in LEMMAS:
        return LEMMAS[lower]
    if lower.endswith("ed") and tag == "VBD":
        return lower[:-2]
    return lower[:-1] if tag == "NNS" else lower


def make_doc(
    text: str,
    *,
    names: Mapping[str, str] | None = None,
    subjects: Mapping[str, str] | None = None,
    objects: Mapping[str, str] | None = None,
    tags: Mapping[str, str] | None = None,
    attributions: Sequence[tuple[str, str, str]] = (),
) -> Doc:
    """Return a document.

    Args:
        text: paragraphs separated by blank lines.
        names: label by name; every place where a name stands becomes an entity.
        subjects: verb by subject, both words as written; the first place of each counts.
        objects: verb by object, likewise.
        tags: tags of words that their form would not give.
        attributions: (source, cue, content) as written; '' for none, ' | ' between pieces of content.
    """
    doc = _nlp().make_doc(text)
    for token in doc:
        token.tag_ = (tags or {}).get(token.text, _tag(token.text))
        token.lemma_ = _lemma(token.text, token.tag_)
        token.pos_ = "SPACE" if token.is_space else "PUNCT" if token.is_punct else "X"
        token.dep_ = "dep"
    heads = list(range(len(doc)))
    words = [token.text for token in doc]
    for relation, pairs in (("nsubj", subjects), ("obj", objects)):
        for word, verb in (pairs or {}).items():
            i = words.index(word)
            heads[i] = min((k for k, other in enumerate(words) if other == verb), key=lambda k, i=i: abs(k - i))
            doc[i].dep_ = relation
    doc = Doc(
        doc.vocab, words=words, spaces=[bool(t.whitespace_) for t in doc], tags=[t.tag_ for t in doc],
        lemmas=[t.lemma_ for t in doc], pos=[t.pos_ for t in doc], deps=[t.dep_ for t in doc], heads=heads,
    )  # fmt: skip
    doc.ents = _find_names(doc, names or {})
    doc._.attributions = [_locate(text, *a) for a in attributions]
    return doc


def _find_names(doc: Doc, names: Mapping[str, str]) -> list[Span]:
    spans = []
    for name, label in names.items():
        at = doc.text.find(name)
        while at >= 0:
            span = doc.char_span(at, at + len(name), label=label)
            if span is not None:
                spans.append(span)
            at = doc.text.find(name, at + len(name))
    return spacy.util.filter_spans(spans)


def _locate(text: str, source: str, cue: str, content: str) -> Attribution:
    pieces, at = [], 0
    for piece in content.split(" | "):
        at = text.index(piece, at)
        pieces.append((at, at + len(piece)))
        at += len(piece)
    near = pieces[0][0]

    def span(words: str) -> tuple[tuple[int, int], ...]:
        places = [i for i in range(len(text)) if words and text.startswith(words, i)]
        if not places:
            return ()
        start = min(places, key=lambda i: abs(i - near))
        return ((start, start + len(words)),)

    return Attribution(span(source), span(cue), tuple(pieces), 0.9, 0.9, 0.9)


def make_segments(text: str, headline: bool = False) -> list[Segment]:
    segments, at = [], 0
    for number, part in enumerate(text.split("\n\n")):
        role = Role.HEADLINE if headline and number == 0 else Role.BODY
        segments.append(Segment(number, role, at, at + len(part)))
        at += len(part) + 2
    return segments


def make_article(text: str) -> Article:
    return Article(
        "a1", "test.txt", "The Test", None, None, (), None, date(2026, 9, 1), date(2026, 9, 1), "en", text, hash_text(text),
        len(text.split()), datetime(2026, 9, 1, tzinfo=UTC),
    )  # fmt: skip
