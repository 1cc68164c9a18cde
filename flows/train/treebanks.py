"""Universal Dependencies treebanks (CoNLL-U) to spaCy's binary training format.

Source of the format: https://universaldependencies.org/format.html. Multiword tokens are split into their
syntactic words, as spaCy's own tokenizer does; empty nodes are skipped.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from transforms.language.lemmas import lemma_rule
from transforms.language.syntax import SyntaxLabels, lexicon_key

_OPEN_ENDED = frozenset({"PROPN", "NUM", "PUNCT", "SYM", "X"})  # no list of them would end, and it would hold people
_ADDRESS = re.compile(r"[@/\\<>]|www|http|\.(?:com|org|net|edu|gov)\b|\d{5}", re.IGNORECASE)
ATTRS = ["ORTH", "SPACY", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START"]


@dataclass
class Word:
    """One syntactic word; `head` counts from 1 inside its sentence, 0 is the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    space_after: bool

    @property
    def morph(self) -> str:
        """Part of speech and features in one label."""
        return f"{self.upos}|{self.feats}" if self.feats else self.upos

    @property
    def relation(self) -> str:
        """The relation to the head, under spaCy's name for the root."""
        return "ROOT" if self.deprel == "root" else self.deprel


def collect_labels(sources: Iterable[Path], fewest: int = 3) -> SyntaxLabels:
    """Return every label of the treebanks that has at least `fewest` words, by name, and the commonest lemma of each
    word that is no name, number, mark or address. No rule spells an address either.
    """
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in ("tags", "morphs", "lemmas", "deps")}
    lemmas: dict[str, Counter[str]] = defaultdict(Counter)
    for source in sources:
        for word in (word for document in read_conllu(source) for sentence in document for word in sentence):
            counts["tags"][word.xpos] += 1
            counts["morphs"][word.morph] += 1
            if not _ADDRESS.search(word.lemma):
                counts["lemmas"][lemma_rule(word.form, word.lemma)] += 1
            counts["deps"][word.relation] += 1
            if word.upos not in _OPEN_ENDED and word.form.replace("'", "").isalpha() and not _ADDRESS.search(word.form):
                lemmas[lexicon_key(word.form, word.upos)][word.lemma] += 1
    kept = {kind: tuple(sorted(x for x, n in found.items() if n >= fewest)) for kind, found in counts.items()}
    lexicon = {word: found.most_common(1)[0][0] for word, found in sorted(lemmas.items())}
    return SyntaxLabels(**kept, lexicon=lexicon)


def read_conllu(path: Path) -> Iterator[list[list[Word]]]:
    """Yield documents as lists of sentences; a file without `# newdoc` is one document."""
    document: list[list[Word]] = []
    sentence: list[Word] = []
    inside: dict[int, bool] = {}  # words of a multiword token: is there a space after the word?
    for line in [*path.read_text(encoding="utf8").split("\n"), ""]:
        if line.startswith("# newdoc") and document:
            yield document
            document = []
        elif line.startswith("#"):
            continue
        elif not line:
            if sentence:
                document.append(sentence)
            sentence, inside = [], {}
        else:
            number, form, lemma, upos, xpos, feats, head, deprel, _, misc = line.split("\t")
            spaced = "SpaceAfter=No" not in misc
            if "-" in number:
                first, last = map(int, number.split("-"))
                inside = {i: i == last and spaced for i in range(first, last + 1)}
            elif "." not in number:
                lemma, feats = form if lemma == "_" else lemma, "" if feats == "_" else feats
                spaced = inside.get(int(number), spaced)
                sentence.append(Word(form, lemma, upos, xpos, feats, int(head), deprel, spaced))
    if document:
        yield document


def to_doc(vocab: Vocab, sentences: list[list[Word]]) -> Doc:
    """Join sentences to one Doc, a space between them."""
    columns: dict[str, list[Any]] = {
        key: [] for key in ("words", "spaces", "lemmas", "pos", "tags", "morphs", "heads", "deps")
    }
    for sentence in sentences:
        base = len(columns["words"])
        for i, word in enumerate(sentence):
            spaced = word.space_after or i + 1 == len(sentence)
            head = base + (word.head - 1 if word.head else i)
            values = (word.form, spaced, word.lemma, word.upos, word.xpos, word.feats, head, word.relation)
            for column, value in zip(columns.values(), values, strict=True):
                column.append(value)
    return Doc(vocab, **columns)  # type: ignore[arg-type]


def treebank(path: Path, vocab: Vocab, *, seed: int = 0, most: int = 8) -> Iterator[Doc]:
    """Cut documents into pieces of 1 to `most` sentences."""
    rng = random.Random(seed)
    for sentences in read_conllu(path):
        start = 0
        while start < len(sentences):
            piece = sentences[start : start + rng.randint(1, most)]
            start += len(piece)
            yield to_doc(vocab, piece)


def prepare(sources: list[Path], target: Path, vocab: Vocab) -> int:
    """Write `sources` (CoNLL-U files) to one DocBin file and return the number of Docs in it."""
    binary = DocBin(attrs=ATTRS)
    for source in sources:
        for doc in treebank(source, vocab):
            binary.add(doc)
    target.parent.mkdir(parents=True, exist_ok=True)
    binary.to_disk(target)
    return len(binary)
