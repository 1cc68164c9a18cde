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

TO_CUE, TO_SOURCE = 0, 1
CONTINUED = 0.1  # what a source of another paragraph counts for a content without cue: quotations run on


@dataclass(frozen=True)
class Link:
    """One attribution in words: its parts and how sure source and link are (0 to 1)."""

    source: tuple[WordSpan, ...]
    cue: tuple[WordSpan, ...]
    content: tuple[WordSpan, ...]
    source_score: float
    link_score: float


@dataclass(frozen=True)
class Thresholds:
    """`cue`: least share of a content's pointers to join a cue; `alone`: least score of a content without cue;
    `source`: factor on "no source" against the best source; `elsewhere`: what a word of another paragraph counts
    where there is a cue, against one of the same.
    """

    cue: float = 0.7
    alone: float = 0.95
    source: float = 1.0
    elsewhere: float = 0.005


Mass = list[tuple[int, float, Floats]]


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
        """Return per window that owns words of `span`: its first word, share of "none", shares of its words.

        Words of another paragraph count `elsewhere` times; the shares of all windows sum to 1.
        """
        found = []
        w = max(0, bisect_right(self._starts, span.start) - 1)
        while w < len(self._windows) and self._starts[w] < span.end:
            window = self._windows[w]
            rows = self._chances[w][link][max(0, span.start - window.owned) : span.end - window.owned]
            shares = rows.sum(0)
            near = self._paragraph[window.start : window.end] == self._paragraph[span.start]
            shares[1:] *= np.where(near, np.float32(1.0), np.float32(elsewhere))
            found.append((window.start, float(shares[0]), shares[1:]))
            w += 1
        total = sum(none + float(shares.sum()) for _, none, shares in found)
        return [(start, none / total, shares / np.float32(total)) for start, none, shares in found]


def _share(mass: Mass, span: WordSpan) -> float:
    """The part of `mass` that falls on `span`."""
    return float(sum(shares[max(0, span.start - start) : max(0, span.end - start)].sum() for start, _, shares in mass))


def _nearby(spans: Sequence[WordSpan], starts: list[int], mass: Mass) -> Sequence[WordSpan]:
    """The spans inside the windows of `mass`."""
    first = bisect_left(starts, mass[0][0])
    return spans[first : bisect_left(starts, mass[-1][0] + len(mass[-1][2]))]


def link(spans: Sequence[WordSpan], pointers: Pointers, thresholds: Thresholds) -> list[Link]:
    """Group decoded spans to attributions, one for each cue that has a content, and one for each content left alone.

    Several contents may point at one cue: they are the pieces of one content. A source may serve several cues.
    """
    cues = [s for s in spans if s.label == "cue"]
    sources = [s for s in spans if s.label == "source"]
    cue_starts, source_starts = [s.start for s in cues], [s.start for s in sources]
    groups: dict[WordSpan, list[tuple[WordSpan, float]]] = defaultdict(list)
    for content in (s for s in spans if s.label == "content"):
        mass = pointers.mass(content, TO_CUE, thresholds.elsewhere)
        best = max(((_share(mass, c), c) for c in _nearby(cues, cue_starts, mass)), key=lambda x: x[0], default=None)
        if best and best[0] >= thresholds.cue:
            groups[best[1]].append((content, best[0]))
        elif content.score >= thresholds.alone:
            groups[content].append((content, 0.0))
    links = []
    for head, members in groups.items():
        contents = tuple(c for c, _ in members)
        voices = [*contents, *([head] if head.label == "cue" else [])]
        source, source_score = _source(voices, sources, source_starts, pointers, thresholds)
        cue = (head,) if head.label == "cue" else ()
        links.append(Link(source, cue, contents, source_score, sum(s for _, s in members) / len(members)))
    return sorted(links, key=lambda x: x.content[0].start)


def _source(
    voices: Sequence[WordSpan],
    sources: Sequence[WordSpan],
    starts: list[int],
    pointers: Pointers,
    thresholds: Thresholds,
) -> tuple[tuple[WordSpan, ...], float]:
    """Let the contents and the cue vote for a source, in equal parts; none at all when that has the most votes."""
    votes: dict[WordSpan, float] = defaultdict(float)
    none = 0.0
    elsewhere = thresholds.elsewhere if voices[-1].label == "cue" else CONTINUED
    for voice in voices:
        mass = pointers.mass(voice, TO_SOURCE, elsewhere)
        none += sum(share for _, share, _ in mass) / len(voices)
        for source in _nearby(sources, starts, mass):
            votes[source] += _share(mass, source) / len(voices)
    best = max(votes.items(), key=lambda x: x[1], default=None)
    if best is None or best[1] < thresholds.source * none:
        return (), none
    return (best[0],), best[1]
