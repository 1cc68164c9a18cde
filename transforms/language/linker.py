"""Tie sources, cues and contents into attributions by the encoder's pointers.

Every word of a content points at its cue and at its source, every word of a cue at its source; position 0 of a
window stands for "none". The pointers are trained with the encoder; here they only meet what they cannot know, that
one attribution in two hundred crosses a paragraph (PolNeAR train). Thresholds are chosen on the development articles.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transforms.language.decode import Floats, WordSpan
from transforms.language.windows import Window
from transforms.lexicon import load_chosen

Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]

TO_CUE, TO_SOURCE = 0, 1


@dataclass(frozen=True)
class Link:
    """One attribution in words: its parts and how sure source and link are (0 to 1).

    Without a cue, what links a content is its source.
    """

    source: tuple[WordSpan, ...]
    cue: tuple[WordSpan, ...]
    content: tuple[WordSpan, ...]
    source_score: float
    link_score: float


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What was chosen on the development articles beside a pipeline's thresholds (``data/models/links.json``).

    Attributes:
        continued: what a source of another paragraph counts for a content without cue: quotations run on.
    """

    continued: float


_CHOSEN = load_chosen("links", _Chosen)


@dataclass(frozen=True)
class Thresholds:
    """`cue`: least share of a content's pointers to join a cue; `alone`: least score of a content without cue;
    `source`: factor on "no source" against the best source; `elsewhere`: what a word of another paragraph counts
    where there is a cue, against one of the same. They are a pipeline's own: ``[annotator]`` of its recipe.
    """

    cue: float
    alone: float
    source: float
    elsewhere: float


class Mass:
    """Where a span points: the share of "none", and what falls on the words of each window that owns some of it.

    The shares of all windows sum to 1. `reach` is the first word of the first window and the end of the last.
    """

    __slots__ = ("_sums", "none", "reach")

    def __init__(self, found: Sequence[tuple[int, Floats]]) -> None:
        """Take each window's first word, and the chances of "none" and of its words."""
        self._sums = [(start, chances.cumsum(dtype=np.float64)) for start, chances in found]
        total = sum(float(sums[-1]) for _, sums in self._sums)
        self.none = sum(float(sums[0]) for _, sums in self._sums) / total
        for _, sums in self._sums:
            sums /= total
        start, sums = self._sums[-1]
        self.reach = self._sums[0][0], start + len(sums) - 1

    def weigh(self, starts: Ints, ends: Ints) -> Doubles:
        """Return what falls on each of the spans from `starts` to `ends`."""
        shares = np.zeros(len(starts))
        for start, sums in self._sums:
            shares += sums[_place(ends, start, len(sums) - 1)] - sums[_place(starts, start, len(sums) - 1)]
        return shares


def _place(words: Ints, start: int, last: int) -> Ints:
    return np.minimum(np.maximum(words - start, 0), last)  # np.clip takes three times as long on short arrays


class Pointers:
    """Where the words of an article point, window by window."""

    def __init__(self, paragraph: NDArray[np.int64]) -> None:
        """`paragraph` numbers the paragraph of each word."""
        self._paragraph = paragraph
        self._windows: list[Window] = []
        self._starts: list[int] = []
        self._chances: list[tuple[Floats, Floats]] = []

    def add(self, window: Window, to_cue: Floats, to_source: Floats) -> None:
        """Add the next window: chances (words it owns, 1 + words it sees), column 0 for "none"."""
        self._windows.append(window)
        self._starts.append(window.owned)
        self._chances.append((to_cue, to_source))

    def mass(self, span: WordSpan, link: int, elsewhere: float) -> Mass:
        """Return where the words of `span` point; words of another paragraph count `elsewhere` times."""
        found = []
        w = max(0, bisect_right(self._starts, span.start) - 1)
        while w < len(self._windows) and self._starts[w] < span.end:
            window = self._windows[w]
            chances = self._chances[w][link][max(0, span.start - window.owned) : span.end - window.owned].sum(0)
            far = self._paragraph[window.start : window.end] != self._paragraph[span.start]
            chances[1:][far] *= np.float32(elsewhere)
            found.append((window.start, chances))
            w += 1
        return Mass(found)


class _Candidates:
    """Spans of one label that others may point at, in order."""

    def __init__(self, spans: Sequence[WordSpan], label: str) -> None:
        self.spans = [s for s in spans if s.label == label]
        self._firsts = [s.start for s in self.spans]
        self._starts = np.array(self._firsts, dtype=np.int64)
        self._ends = np.array([s.end for s in self.spans], dtype=np.int64)

    def weigh(self, mass: Mass) -> tuple[int, Doubles]:
        """Return the number of the first span in reach, and what falls on it and on the next ones."""
        first, end = (bisect_left(self._firsts, word) for word in mass.reach)
        return first, mass.weigh(self._starts[first:end], self._ends[first:end])


def link(spans: Sequence[WordSpan], pointers: Pointers, thresholds: Thresholds) -> list[Link]:
    """Group decoded spans to attributions, one for each cue that has a content, and one for each content left alone.

    Several contents may point at one cue: they are the pieces of one content. A source may serve several cues.
    """
    cues, sources = _Candidates(spans, "cue"), _Candidates(spans, "source")
    groups: dict[int, list[tuple[WordSpan, float]]] = defaultdict(list)
    links = []
    for content in (s for s in spans if s.label == "content"):
        first, shares = cues.weigh(pointers.mass(content, TO_CUE, thresholds.elsewhere))
        best = int(shares.argmax()) if len(shares) else 0
        if len(shares) and shares[best] >= thresholds.cue:
            groups[first + best].append((content, float(shares[best])))
        elif content.score >= thresholds.alone:
            source, score = _find_source([content], sources, pointers, thresholds)
            links.append(Link(source, (), (content,), score, score if source else 0.0))
    for number, members in groups.items():
        contents = tuple(content for content, _ in members)
        source, score = _find_source([*contents, cues.spans[number]], sources, pointers, thresholds)
        sure = sum(share for _, share in members) / len(members)
        links.append(Link(source, (cues.spans[number],), contents, score, sure))
    return sorted(links, key=lambda x: x.content[0].start)


def _find_source(
    voices: Sequence[WordSpan], sources: _Candidates, pointers: Pointers, thresholds: Thresholds
) -> tuple[tuple[WordSpan, ...], float]:
    """Let the contents and the cue vote for a source, in equal parts; none at all when that has the most votes."""
    ballots: list[tuple[int, Doubles]] = []
    none = 0.0
    elsewhere = thresholds.elsewhere if voices[-1].label == "cue" else _CHOSEN.continued
    for voice in voices:
        mass = pointers.mass(voice, TO_SOURCE, elsewhere)
        none += mass.none / len(voices)
        ballots.append(sources.weigh(mass))
    low = min(first for first, _ in ballots)
    votes = np.zeros(max(first + len(shares) for first, shares in ballots) - low)  # of those in reach alone
    for first, shares in ballots:
        votes[first - low : first - low + len(shares)] += shares / len(voices)
    best = int(votes.argmax()) if len(votes) else 0
    if not len(votes) or votes[best] < thresholds.source * none:
        return (), none
    return (sources.spans[low + best],), float(votes[best])
