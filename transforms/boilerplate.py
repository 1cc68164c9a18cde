"""Paragraphs that return in an outlet's unrelated articles: forms, appeals, notices, never the news.

Articles about one matter share paragraphs of background, and versions of an article share most of theirs; boilerplate
stands in articles that have nothing else in common. Everything is counted over keys of paragraphs, so that the result
depends on the articles alone, not on their order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from transforms.paragraphs import PARAGRAPH_BREAK

MIN_ARTICLES = 3
"""Articles of an outlet in which a paragraph must return."""
MIN_WORDS = 4
"""Shorter lines may be anybody's: "He declined to comment." """
_GENERIC_WORDS = 16
_GENERIC_SHARE = 0.04
_COMPARED = 8
_MANY_ARTICLES = 5
_MAX_COMMON_NAMES, _MAX_COMMON_OF_FEW = 0.25, 0.12
_MIN_NAMES = 3
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"(?<![.!?”\"] )(?<!^)\b[A-ZÀ-Þ][\w’'-]{2,}")
_QUOTATION = re.compile(r"[“\"«]([^”\"»“]*)")
_MIN_QUOTED_WORDS = 3
_KEY_BYTES = 8


def paragraph_key(text: str) -> int:
    """Return a number that is the same for paragraphs of the same words, whatever their case, marks and figures."""
    folded = _DIGITS.sub("0", " ".join(_WORD.findall(text.casefold())))
    return int.from_bytes(blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest(), "big") >> 1


def _outlet_key(outlet: str | None, key: int) -> int:
    digest = blake2b(f"{outlet or ''}\x1f{key}".encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()
    return int.from_bytes(digest, "big") >> 1


@dataclass(frozen=True, slots=True)
class _Sighting:
    """What is remembered of an article in which a candidate stands: the names in its other paragraphs."""

    article_id: str
    names: frozenset[str]


@dataclass(slots=True)
class Repetitions:
    """Counts paragraphs in a first pass over the articles, and looks at the candidates' articles in a second one."""

    _counts: list[tuple[str, NDArray[np.int64]]] = field(default_factory=list)
    _outlets: dict[str | None, int] = field(default_factory=dict)
    _candidates: dict[int, int] = field(default_factory=dict)
    _sightings: dict[tuple[str | None, int], list[_Sighting]] = field(default_factory=dict)
    _words: dict[int, int] = field(default_factory=dict)

    def count(self, article_id: str, outlet: str | None, text: str) -> None:
        """Count the paragraphs of an article; the first pass."""
        keys = {_outlet_key(outlet, paragraph_key(p)) for p in _list_paragraphs(text)}
        self._counts.append((article_id, np.fromiter(keys, dtype=np.int64, count=len(keys))))
        self._outlets[outlet] = self._outlets.get(outlet, 0) + 1

    def close(self) -> frozenset[str]:
        """End the first pass; return the articles with a paragraph that came back often enough to look further."""
        if not self._counts:
            return frozenset()
        articles, counted = zip(*self._counts, strict=True)
        keys, places, counts = np.unique(np.concatenate(counted), return_inverse=True, return_counts=True)
        often = counts >= MIN_ARTICLES
        self._candidates = dict(zip(keys[often].tolist(), counts[often].tolist(), strict=True))
        self._counts = []
        owners = np.repeat(np.arange(len(articles)), [len(some) for some in counted])
        return frozenset(articles[owner] for owner in np.unique(owners[often[places]]).tolist())

    def look(self, article_id: str, outlet: str | None, text: str) -> None:
        """Remember an article for the candidates that stand in it; the second pass.

        Of each candidate the articles with the smallest ids are kept: a sample that does not depend on order.
        """
        paragraphs = _list_paragraphs(text)
        keys = [paragraph_key(p) for p in paragraphs]
        found = {n: k for n, k in enumerate(keys) if _outlet_key(outlet, k) in self._candidates}
        if not found:
            return
        own = " ".join(p for n, p in enumerate(paragraphs) if n not in found)
        sighting = _Sighting(article_id, frozenset(_NAME.findall(own)))
        for number, key in found.items():
            self._words[key] = len(paragraphs[number].split())
            kept = self._sightings.setdefault((outlet, key), [])
            kept.append(sighting)
            if len(kept) > _COMPARED:
                kept.remove(max(kept, key=lambda one: one.article_id))

    def find(self) -> dict[str | None, frozenset[int]]:
        """Return for each outlet the keys of the paragraphs that return in unrelated articles of it."""
        repeated: dict[str | None, set[int]] = {}
        for (outlet, key), sightings in self._sightings.items():
            share = self._candidates[_outlet_key(outlet, key)] / self._outlets[outlet]
            if self._words[key] < _GENERIC_WORDS and share < _GENERIC_SHARE:
                continue  # "The ministry did not answer a request for comment." returns, and is news each time
            if _are_unrelated(sightings):
                repeated.setdefault(outlet, set()).add(key)
        return {outlet: frozenset(keys) for outlet, keys in repeated.items()}


def _are_unrelated(sightings: list[_Sighting]) -> bool:
    """Whether most pairs of articles have few names in common; too few names to tell count as related."""
    most = _MAX_COMMON_NAMES if len(sightings) >= _MANY_ARTICLES else _MAX_COMMON_OF_FEW
    pairs = list(combinations((sighting.names for sighting in sightings), 2))
    apart = sum(_share(one, other) <= most for one, other in pairs)
    return bool(pairs) and apart * 2 > len(pairs)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller >= _MIN_NAMES else 1.0


def _list_paragraphs(text: str) -> list[str]:
    # what is quoted returns because it was said
    paragraphs = (p for p in text.split(PARAGRAPH_BREAK) if not _quotes(p))
    return [p for p in paragraphs if len(p.split()) >= MIN_WORDS]


def _quotes(text: str) -> bool:
    return any(len(quoted.split()) >= _MIN_QUOTED_WORDS for quoted in _QUOTATION.findall(text))
