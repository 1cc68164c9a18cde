"""A document as plain lists, so that the rules that follow read tokens without going through spaCy's objects."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from spacy.tokens import Doc

from transforms.extract.quotations import Quotation
from transforms.lexicon import load_words
from transforms.records import READ_ROLES, Role, Segment

Span = tuple[int, int]

NOMINAL_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})
PRIMARY_VERBS = load_words("primary_verbs")
"""Verbs that are auxiliaries as often as verbs of their own."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens ``start`` to ``end`` (exclusive) of one readable paragraph."""

    start: int
    end: int
    paragraph: int


@dataclass(slots=True)
class View:
    """Tokens as parallel lists; positions are token numbers, ``starts`` and ``ends`` characters of ``text``.

    ``paragraph``, ``sentence`` and ``quote`` number what each token lies in, -1 for none: only tokens of readable
    paragraphs lie in a sentence. ``is_word`` tells words and numbers from marks and white space; ``children`` lists
    the dependents of a token in the same sentence.
    """

    text: str
    words: list[str]
    lower: list[str]
    lemmas: list[str]
    tags: list[str]
    pos: list[str]
    deps: list[str]
    heads: list[int]
    starts: list[int]
    ends: list[int]
    paragraphs: list[Segment]
    paragraph: list[int]
    is_word: list[bool]
    sentence: list[int] = field(default_factory=list)
    quote: list[int] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    children: list[Sequence[int]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.words)

    def count(self, word: str) -> int:
        """Return how often a word stands in the document, written so."""
        if not self.counts:
            self.counts.update(self.words)
        return self.counts[word]

    def token_at(self, char: int) -> int:
        """Return the token that holds a character, or the first one after it."""
        i = bisect_right(self.starts, char) - 1
        return i if i >= 0 and char < self.ends[i] else i + 1

    def tokens_of(self, span: Span) -> range:
        """Return the tokens that overlap a span of characters."""
        return range(self.token_at(span[0]), bisect_left(self.starts, span[1]))

    def tokens_in(self, spans: Iterable[Span | None]) -> list[int]:
        """Return the tokens that overlap some spans, in the order of these; None has none."""
        return [i for span in spans if span is not None for i in self.tokens_of(span)]

    def chars(self, first: int, end: int) -> Span:
        """Return the characters from token ``first`` to the one before ``end``."""
        return self.starts[first], self.ends[end - 1]

    def slice(self, span: Span) -> str:
        """Return the text of a span of characters."""
        return self.text[span[0] : span[1]]

    def is_capitalised(self, i: int) -> bool:
        """Whether a token begins with a capital letter."""
        return self.words[i][:1].isupper()

    def is_headline(self, i: int) -> bool:
        """Whether a token stands in the headline."""
        return self.paragraph[i] >= 0 and self.role_of(i) is Role.HEADLINE

    def role_of(self, i: int) -> Role:
        """Return the role of a token's paragraph."""
        return self.paragraphs[self.paragraph[i]].role


_PERSONAL_PRONOUNS = load_words(
    "first_person", "second_person", "masculine_pronouns", "feminine_pronouns", "neuter_pronouns", "plural_pronouns",
    "other_personal_pronouns",
)  # fmt: skip


def build_view(doc: Doc, segments: Sequence[Segment]) -> View:
    """Return the lists of a document; quotations and sentences are added later."""
    columns = doc.to_array(["LEMMA", "TAG", "POS", "DEP", "ORTH", "HEAD", "IDX", "SPACY"])
    keys, places = np.unique(columns[:, :5], return_inverse=True)
    names = [doc.vocab.strings[key] for key in keys.tolist()]
    lemmas, tags, pos, deps, words = ([names[i] for i in column.tolist()] for column in places.reshape(-1, 5).T)
    offsets, starts, spaces = columns[:, 5].astype(np.int64), columns[:, 6].tolist(), columns[:, 7].tolist()
    wordlike = {word: word.isalnum() or any(map(str.isalnum, word)) for word in set(words)}
    paragraphs = [segment for segment in segments if segment.role in READ_ROLES]
    return View(
        # doc.text goes through a Token each, which took a tenth of all extraction
        text="".join([word + " " if space else word for word, space in zip(words, spaces, strict=True)]),
        words=words,
        lower=[word.lower() for word in words],
        # the treebanks know 'PM' only as the time of day
        lemmas=["pm" if word == "PM" else lemma.lower() for word, lemma in zip(words, lemmas, strict=True)],
        tags=_mend_tags(words, tags),
        pos=pos,
        deps=deps,
        heads=(np.arange(len(words)) + offsets).tolist(),
        starts=starts,
        ends=[start + len(word) for start, word in zip(starts, words, strict=True)],
        paragraphs=paragraphs,
        paragraph=_number(starts, [(p.start, p.end) for p in paragraphs]),
        is_word=[wordlike[word] for word in words],
        quote=[-1] * len(words),
    )


def _mend_tags(words: Sequence[str], tags: list[str]) -> list[str]:
    """Take names of a strange form out of the closed class of pronouns ('IISc said'), and nouns out of the prefixes."""
    for i, tag in enumerate(tags):
        if tag == "PRP" and words[i][:1].isupper() and words[i].lower() not in _PERSONAL_PRONOUNS:
            tags[i] = "NNP"
        elif tag == "AFX" and words[i + 1 : i + 2] not in (["-"], ["‑"]):
            tags[i] = "NN"  # one post
    return tags


def _number(starts: Sequence[int], spans: Sequence[Span]) -> list[int]:
    """Number the tokens by the span they begin in, -1 outside all."""
    numbers = [-1] * len(starts)
    for number, (start, end) in enumerate(spans):
        for i in range(bisect_left(starts, start), bisect_left(starts, end)):
            numbers[i] = number
    return numbers


def mark_quotations(view: View, quotations: Sequence[Quotation]) -> None:
    """Fill ``quotations``, and ``quote`` with the number of the quotation that each token lies in, cues left out."""
    view.quotations = list(quotations)
    for number, quotation in enumerate(quotations):
        last = len(quotation.spans) - 1
        for k, (start, end) in enumerate(quotation.spans):
            low = quotation.outer[0] if k == 0 else start - 1
            high = quotation.outer[1] if k == last else end + 1
            for i in view.tokens_of((low, high)):
                view.quote[i] = number


def link_children(view: View) -> None:
    """Fill ``children``; an arc that leaves its sentence is a parsing error and is dropped."""
    children: dict[int, list[int]] = {}
    for i, head in enumerate(view.heads):
        if head != i and view.sentence[i] == view.sentence[head] >= 0:
            children.setdefault(head, []).append(i)
    view.children = [children.get(i, ()) for i in range(len(view))]
