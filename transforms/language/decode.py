"""Tag scores to spans: the best BIO sequence (Viterbi), broken at paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
SURE = 0.999  # an 'O' as sure as this ends a stretch: what follows is decoded on its own


@dataclass(frozen=True)
class WordSpan:
    """Words `start` to `end` (exclusive) under one label; `score` is the mean chance of the tags chosen, 0 to 1."""

    start: int
    end: int
    label: str
    score: float


class BioDecoder:
    """Decodes tag chances (words, tags) under the rule that I-X follows only B-X or I-X of the same paragraph."""

    def __init__(self, tags: Sequence[str]) -> None:
        self.tags = tuple(tags)
        self._inside = np.array([t.startswith("I-") for t in tags])
        self._begins = np.array([t.startswith("B-") for t in tags])
        self._allowed = np.array(
            [[not b.startswith("I-") or (a != "O" and a[2:] == b[2:]) for b in tags] for a in tags]
        )
        self._start = np.where(self._inside, -1e9, 0.0)
        self._steps = np.where(self._allowed, 0.0, -1e9)

    def __call__(self, chances: Floats, paragraph: NDArray[np.int64], bias: Floats | float = 0.0) -> list[WordSpan]:
        """Return the spans, sorted. `bias` (tags,) is added to log chances: it trades precision for recall."""
        if not len(chances):
            return []
        scores = np.asarray(np.log(np.maximum(chances, 1e-9)) + bias, dtype=np.float32)
        busy = chances[:, 0] < SURE
        opens = np.concatenate([[True], (paragraph[1:] != paragraph[:-1]) | (busy[1:] != busy[:-1])])
        # The likeliest tags, where they obey the rule, are the best sequence; the rest is searched.
        path = scores.argmax(1)
        path[~busy] = 0
        breaks = self._inside[path]
        breaks[1:] &= ~self._allowed[path[:-1], path[1:]] | opens[1:]
        firsts = np.flatnonzero(opens)
        lasts = np.append(firsts[1:], len(path))
        for i in np.flatnonzero(np.logical_or.reduceat(breaks, firsts)).tolist():
            path[firsts[i] : lasts[i]] = self._best(scores[firsts[i] : lasts[i]])
        return self._spans(path, chances)

    def _best(self, scores: Floats) -> list[int]:
        """The best sequence within one paragraph (Viterbi)."""
        columns = np.arange(scores.shape[1])
        value = scores[0] + self._start
        back = []
        for row in scores[1:]:
            moves = value[:, None] + self._steps
            came = moves.argmax(0)
            value = moves[came, columns] + row
            back.append(came)
        path = [int(value.argmax())]
        for came in reversed(back):
            path.append(int(came[path[-1]]))
        return path[::-1]

    def _spans(self, path: NDArray[np.int64], chances: Floats) -> list[WordSpan]:
        starts = np.flatnonzero(self._begins[path])
        if not len(starts):
            return []
        outside = np.append(np.flatnonzero(~self._inside[path]), len(path))
        ends = outside[np.searchsorted(outside, starts, side="right")]
        chosen = np.append(chances[np.arange(len(path)), path], np.float32(0))
        totals = np.add.reduceat(chosen, np.stack([starts, ends], 1).ravel())[::2]
        labels = [self.tags[tag][2:] for tag in path[starts]]
        scores = (totals / (ends - starts)).tolist()
        return [WordSpan(*span) for span in zip(starts.tolist(), ends.tolist(), labels, scores, strict=True)]
