"""Gold articles to training examples for the encoder: windows of wordpieces with labels and links.

Attribution comes from standoff gold (`flows.train.polnear`), entities from JSON lines of tokenised paragraphs
(`{"id": str, "sents": [[[word, tag], ...], ...]}`, tags in BIO).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.tokens import Doc
from tokenizers import Tokenizer

from flows.train.polnear import read_gold
from flows.train.treebanks import read_conllu
from transforms.language.annotator import word_layout
from transforms.language.labels import ENTITY_TAGS, ROLE_TAGS, ROLES
from transforms.language.lemmas import lemma_rule
from transforms.language.syntax import KINDS, STARTS, SyntaxLabels
from transforms.language.trees import ROOT
from transforms.language.windows import Window, make_windows
from transforms.scoring import Attributed

IGNORE = -100
HEAD = len(KINDS)  # the column of heads, behind those of the classes
_NER_NAMES = {
    "Person": "PERSON",
    "Organization": "ORG",
    "Location": "LOC",
    "Facility": "FAC",
    "NORP": "NORP",
    "Date": "DATE",
    "Money": "MONEY",
    "Product": "PRODUCT",
    "Misc": "MISC",
}
_STRAIGHT = str.maketrans("\u201c\u201d\u2018\u2019", "\"\"''")


@dataclass
class Article:
    """Words and paragraph numbers of one article, with one label array (words,) per task it has gold for.

    `content`, `cue` and `source` hold the number of the attribution (of the source span) a word belongs to, else -1;
    `source_of[a]` is the source span of attribution a, -1 without one. `syntax` is (words, KINDS and the head): numbers
    of labels, IGNORE for rare ones, and the head's number, ROOT for none.
    """

    words: list[str]
    paragraph: list[int]
    roles: NDArray[np.int64] | None = None
    entities: NDArray[np.int64] | None = None
    content: NDArray[np.int64] | None = None
    cue: NDArray[np.int64] | None = None
    source: NDArray[np.int64] | None = None
    source_of: NDArray[np.int64] | None = None
    syntax: NDArray[np.int64] | None = None


class WordSpans:
    """Character spans to (start, end) in words, widened to whole words; empty ones are dropped."""

    def __init__(self, doc: Doc, tokens: list[int]) -> None:
        """`tokens` are the indices of the words."""
        self.starts = np.array([doc[i].idx for i in tokens])
        self.ends = self.starts + np.array([len(doc[i]) for i in tokens], dtype=np.int64)

    def __call__(self, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the word spans, sorted."""
        first = np.searchsorted(self.ends, [a for a, _ in spans], side="right").tolist()
        last = np.searchsorted(self.starts, [b for _, b in spans], side="left").tolist()
        return sorted((a, b) for a, b in zip(first, last, strict=True) if b > a)


def attribution_article(doc: Doc, attributions: list[Attributed]) -> Article:
    """Paint the attributions of a tokenised article on its words; a source counts before a cue before a content."""
    tokens, paragraph = word_layout(doc)
    n = len(tokens)
    word_spans = WordSpans(doc, tokens)
    owner = {role: np.full(n, -1) for role in ROLES}
    tags = np.zeros(n, dtype=np.int64)
    source_spans: dict[tuple[tuple[int, int], ...], int] = {}
    source_of = []
    for attribution in attributions:
        source = tuple(word_spans(attribution.source))
        source_of.append(source_spans.setdefault(source, len(source_spans)) if source else -1)
    for role in ("content", "cue", "source"):
        for number, attribution in enumerate(attributions):
            for start, end in word_spans(getattr(attribution, role)):
                tags[start:end] = ROLE_TAGS.index(f"I-{role}")
                tags[start] = ROLE_TAGS.index(f"B-{role}")
                for other in ROLES:
                    owner[other][start:end] = -1
                owner[role][start:end] = source_of[number] if role == "source" else number
    words = [doc[i].text for i in tokens]
    return Article(
        words, paragraph.tolist(), tags, None, owner["content"], owner["cue"], owner["source"], np.array(source_of, int)
    )


def role_spans(doc: Doc, attributions: list[Attributed]) -> set[tuple[int, int, str]]:
    """Gold attributions as token spans of `doc`, flat: a source counts before a cue before a content."""
    tokens, _ = word_layout(doc)
    article = attribution_article(doc, attributions)
    assert article.roles is not None
    spans, start = set(), 0
    tags = [ROLE_TAGS[i] for i in article.roles] + ["O"]
    for i, tag in enumerate(tags):
        if i and tags[i - 1] != "O" and not tag.startswith("I-"):
            spans.add((tokens[start], tokens[i - 1] + 1, tags[i - 1][2:]))
        if tag.startswith("B-"):
            start = i
    return spans


def entity_paragraphs(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the articles of a JSON lines file as words and BIO tags, paragraphs parted by a word of two line ends."""
    with path.open(encoding="utf8") as lines:
        for line in lines:
            words: list[str] = []
            tags: list[str] = []
            for sentence in json.loads(line)["sents"]:
                if words:
                    words.append("\n\n")
                    tags.append("O")
                words += [word.replace(" ", "") for word, _ in sentence]
                tags += [f"{tag[:2]}{_NER_NAMES[tag[2:]]}" if tag != "O" else "O" for _, tag in sentence]
            yield words, tags


def entity_article(words: list[str], tags: list[str]) -> Article:
    """One article of `entity_paragraphs`."""
    paragraph = np.cumsum([word.isspace() for word in words])
    keep = [i for i, word in enumerate(words) if not word.isspace()]
    numbers = np.array([ENTITY_TAGS.index(tags[i]) for i in keep])
    return Article([words[i] for i in keep], paragraph[keep].tolist(), entities=numbers)


def read_articles(corpora: Path, data: dict[str, list[str]], split: str) -> Iterator[Article]:
    """Yield the articles of one split: attribution gold first, then entities; `data` names the folders."""
    nlp = spacy.blank("en")
    for name in data["attribution"]:
        for gold in read_gold(corpora / name / split):
            yield attribution_article(nlp.make_doc(gold.text), gold.attributions)
    for name in data["entities"]:
        for words, tags in entity_paragraphs(corpora / name / f"{split}.jsonl"):
            yield entity_article(words, tags)


def treebank_articles(path: Path, labels: SyntaxLabels, rng: random.Random, longest: int = 6) -> Iterator[Article]:
    """Yield the documents of a treebank, in paragraphs of 1 to `longest` sentences."""
    numbers = [{name: i for i, name in enumerate(getattr(labels, kind))} for kind in KINDS]
    for sentences in read_conllu(path):
        words: list[str] = []
        paragraph: list[int] = []
        rows: list[list[int]] = []
        left, place = 0, -1
        for sentence in sentences:
            if not left:
                left, place = rng.randint(1, longest), place + 1
            left -= 1
            base = len(words)
            for i, word in enumerate(sentence):
                names = (word.xpos, word.morph, lemma_rule(word.form, word.lemma), STARTS[not i], word.relation)
                known = [number.get(name, IGNORE) for number, name in zip(numbers, names, strict=True)]
                rows.append([*known, base + word.head - 1 if word.head else ROOT])
            words += [word.form.replace(" ", "") for word in sentence]
            paragraph += [place] * len(sentence)
        yield Article(words, paragraph, syntax=np.array(rows))


def vary(article: Article, rng: random.Random) -> list[str]:
    """Return the words in one of the typographies news comes in: straight marks, curly marks, no capitals."""
    words = article.words
    if rng.random() < 0.25:
        words = [w.translate(_STRAIGHT) for w in words]
    elif article.roles is None and rng.random() < 0.5:
        opened = False
        varied = []
        for word in words:
            if word == '"':
                word, opened = ("\u201d" if opened else "\u201c"), not opened
            varied.append(word.replace("'", "\u2019"))
        words = varied
    if article.entities is not None and rng.random() < 0.05:
        words = [w.lower() for w in words]
    return words


@dataclass
class Example:
    """One window and its targets, each (wordpieces,): tags at first pieces (IGNORE elsewhere), link numbers or -1.

    `to_cue` and `to_source` say which cue and source a piece points at (-2: none, -1: does not point);
    `cue` and `source` say which cue or source a piece is part of. `fold` is the part of the corpus its article is in.
    `syntax` is (wordpieces, KINDS and the head), heads as positions in the window, 0 for none. `soft_roles` and
    `soft_entities` are the chances of the tags (words, tags) that teachers give, in 255ths.
    """

    window: Window
    roles: NDArray[np.int64]
    entities: NDArray[np.int64]
    to_cue: NDArray[np.int64]
    to_source: NDArray[np.int64]
    cue: NDArray[np.int64]
    source: NDArray[np.int64]
    syntax: NDArray[np.int64] | None = None
    fold: int = 0
    soft_roles: NDArray[np.uint8] | None = None
    soft_entities: NDArray[np.uint8] | None = None

    def has_gold(self, task: str) -> bool:
        """Whether there is gold for `task`: roles, entities or syntax."""
        gold = getattr(self, task)
        return gold is not None and bool((gold != IGNORE).any())


def _place(window: Window, values: NDArray[np.int64] | None, fill: int) -> NDArray[np.int64]:
    placed = np.full(len(window.ids), fill)
    if values is not None:
        placed[window.first] = values[window.start : window.end]
    return placed


def _place_syntax(window: Window, syntax: NDArray[np.int64] | None) -> NDArray[np.int64] | None:
    """Lay the rows of words on their first pieces; a head outside of the window is not trained."""
    if syntax is None:
        return None
    rows = syntax[window.start : window.end].copy()
    heads = rows[:, HEAD] - window.start
    inside = (heads >= 0) & (heads < len(rows))
    positions = np.where(inside, window.first[np.where(inside, heads, 0)], IGNORE)
    rows[:, HEAD] = np.where(rows[:, HEAD] == ROOT, 0, positions)
    placed = np.full((len(window.ids), rows.shape[1]), IGNORE)
    placed[window.first] = rows
    return placed


def make_examples(
    article: Article, words: list[str], tokenizer: Tokenizer, max_pieces: int, context: int, fold: int = 0
) -> list[Example]:
    """Cut one article into windows and lay its targets on them. Links that leave a window are not trained."""

    def encode(batch: list[str]) -> list[list[int]]:
        return [e.ids for e in tokenizer.encode_batch(batch, add_special_tokens=False)]

    to_source = None
    if (
        article.source_of is not None
        and article.content is not None
        and article.cue is not None
        and len(article.source_of)
    ):
        attribution = np.maximum(article.content, article.cue)
        to_source = np.where(attribution >= 0, np.where(article.source_of < 0, -2, article.source_of)[attribution], -1)
    examples = []
    for window in make_windows(words, article.paragraph, encode, max_pieces=max_pieces, context=context):
        example = Example(
            window,
            _place(window, article.roles, IGNORE),
            _place(window, article.entities, IGNORE),
            _place(window, article.content, -1),
            _place(window, to_source, -1),
            _place(window, article.cue, -1),
            _place(window, article.source, -1),
            _place_syntax(window, article.syntax),
            fold,
        )
        example.to_cue[~np.isin(example.to_cue, example.cue)] = -1
        example.to_source[(example.to_source >= 0) & ~np.isin(example.to_source, example.source)] = -1
        examples.append(example)
    return examples


def cut_articles(
    articles: Sequence[Article], tokenizer: Tokenizer, max_pieces: int, context: int, rng: random.Random, folds: int = 1
) -> list[Example]:
    """Cut all articles into windows; window length, context and typography vary by `rng`. Article i is in fold
    i modulo `folds`.
    """
    examples = []
    for number, article in enumerate(articles):
        longest = rng.choice([max_pieces, max_pieces, rng.randint(max_pieces // 2, max_pieces)])
        before = rng.choice([0, context, context])
        examples += make_examples(article, vary(article, rng), tokenizer, longest, before, number % folds)
    return examples
