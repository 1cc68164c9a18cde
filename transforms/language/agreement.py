"""Mentions of one name in an article agree on what it is.

The encoder reads one window at a time, so a name that it doubts in one place may be sure in another. Here the chances
of its mentions are shared, first those of its words, before spans are decoded, then those of the spans' classes: an
article uses a name in one sense (Krishnan and Manning 2006, https://aclanthology.org/P06-1141).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from spacy.lang.lex_attrs import like_email

from transforms.language.decode import Floats, WordSpan
from transforms.lexicon import load_chosen, load_words

Key = tuple[str, ...]
_OPEN = load_words("never_last_in_names") | {"-", "–", "'", "’", "'s", "’s"}  # no name ends so
_UNTRIMMED = frozenset({"DATE", "MONEY"})


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What was chosen on the development articles (``data/models/name_classes.json``).

    Attributes:
        shared: what all mentions of a word weigh beside the one at hand.
        surname: what it weighs that a word is the last of a person's full name.
        article: what it weighs against a person that 'the' stands before a name and belongs to it.
    """

    shared: float
    surname: float
    article: float


_CHOSEN = load_chosen("name_classes", _Chosen)


class Agreement:
    """Shares the chances of one tag set's classes."""

    def __init__(self, tags: Sequence[str]) -> None:
        """`tags` are BIO tags, 'O' first."""
        self._begin = np.array([i for i, tag in enumerate(tags) if tag.startswith("B-")])
        self._inside = np.array([tags.index("I-" + tags[i][2:]) for i in self._begin.tolist()])
        self._labels = [tags[i][2:] for i in self._begin.tolist()]
        self._person = self._labels.index("PERSON")

    def share(self, chances: Floats, words: Sequence[str], paragraph: NDArray[np.int64]) -> Floats:
        """Return the chances (words, tags), half of each capitalised word's taken from all its mentions.

        A mention is the same word at the same place in the same run of capitalised words: the 'Bank' of 'West Bank'
        says nothing of that of 'World Bank'. Addresses name nobody and are outside for sure.
        """
        mentions: dict[Key, list[int]] = defaultdict(list)
        for start, end in _runs(words, paragraph.tolist()):
            mentions[tuple(words[start:end])].append(start)
        shared = chances.copy()
        for run, starts in mentions.items():
            for place in range(len(run)) if len(starts) > 1 else ():
                places = [start + place for start in starts]
                own = chances[places]
                shared[places] = own + np.float32(_CHOSEN.shared) * (own.mean(0) - own)
        shared[[i for i, word in enumerate(words) if _is_address(word)]] = np.eye(1, chances.shape[1])
        return shared

    def label(
        self, spans: Sequence[WordSpan], chances: Floats, words: Sequence[str], articles: Mapping[int, int]
    ) -> list[WordSpan]:
        """Return the spans, those of the same words under the one label that is likeliest for all of them together.

        Words that end no name ('of') are cut from a span's end. `articles` gives words the number of the 'the' that
        belongs to them: a person's name takes none, and in 'the Rooy camp' it is the camp's.
        """
        spans = [_trim(span, words) for span in spans]
        mentions: dict[Key, list[WordSpan]] = defaultdict(list)
        for span in spans:
            mentions[tuple(words[span.start : span.end])].append(span)
        weights = {name: np.mean([self._weigh(s, chances) for s in found], 0) for name, found in mentions.items()}
        for name, found in mentions.items():
            share = sum(_takes_article(span, articles) for span in found) / len(found)
            weights[name][self._person] -= _CHOSEN.article * share
        surnames = {name[-1] for name, weight in weights.items() if len(name) > 1 and weight.argmax() == self._person}
        for name, weight in weights.items():
            if len(name) == 1 and name[0] in surnames:
                weight[self._person] += _CHOSEN.surname
        label = {name: self._labels[int(weight.argmax())] for name, weight in weights.items()}
        return [replace(span, label=label[tuple(words[span.start : span.end])]) for span in spans]

    def _weigh(self, span: WordSpan, chances: Floats) -> Floats:
        """Mean chance of each class over the span's words."""
        total = chances[span.start, self._begin] + chances[span.start + 1 : span.end, self._inside].sum(0)
        return np.asarray(total / (span.end - span.start), dtype=np.float32)


def _is_address(word: str) -> bool:
    """Whether a word is one of electronic mail or of a page; a bare domain may be a company's name."""
    return ("@" in word and like_email(word)) or "://" in word or word.startswith("www.")


def _takes_article(span: WordSpan, articles: Mapping[int, int]) -> bool:
    return any(articles.get(i, span.start) < span.start for i in range(span.start, span.end))


def _trim(span: WordSpan, words: Sequence[str]) -> WordSpan:
    end = span.end
    while span.label not in _UNTRIMMED and end > span.start + 1 and words[end - 1] in _OPEN:
        end -= 1
    return replace(span, end=end)


def _runs(words: Sequence[str], paragraph: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches of words with a capital, within one paragraph."""
    runs: list[tuple[int, int]] = []
    for i, word in enumerate(words):
        if word[0].isupper():
            if runs and runs[-1][1] == i and paragraph[i] == paragraph[i - 1]:
                runs[-1] = (runs[-1][0], i + 1)
            else:
                runs.append((i, i + 1))
    return runs
