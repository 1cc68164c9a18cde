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
        inside = np.array([t.startswith("I-") for t in tags])
        follows = np.array([[a != "O" and a[2:] == b[2:] for b in tags] for a in tags])
        self._start = np.where(inside, -1e9, 0.0)
        self._steps = np.where(inside[None, :] & ~follows, -1e9, 0.0)

    def __call__(self, chances: Floats, paragraph: NDArray[np.int64], bias: Floats | float = 0.0) -> list[WordSpan]:
        """Return the spans, sorted. `bias` (tags,) is added to log chances: it trades precision for recall."""
        spans: list[WordSpan] = []
        busy = chances[:, 0] < SURE
        edges = np.flatnonzero(np.diff(np.concatenate([[False], busy, [False]]).astype(np.int8)))
        scores = np.asarray(np.log(np.maximum(chances, 1e-9)) + bias, dtype=np.float32)
        for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            spans += self._spans(self._best(scores[first:last], paragraph[first:last]), chances, first)
        return spans

    def _best(self, scores: Floats, paragraph: NDArray[np.int64]) -> list[int]:
        columns = np.arange(scores.shape[1])
        value = scores[0] + self._start
        back = []
        for i in range(1, len(scores)):
            if paragraph[i] != paragraph[i - 1]:
                came = np.full(len(columns), int(value.argmax()))
                value = value.max() + scores[i] + self._start
            else:
                moves = value[:, None] + self._steps
                came = moves.argmax(0)
                value = moves[came, columns] + scores[i]
            back.append(came)
        path = [int(value.argmax())]
        for came in reversed(back):
            path.append(int(came[path[-1]]))
        return path[::-1]

    def _spans(self, path: list[int], chances: Floats, offset: int) -> list[WordSpan]:
        spans = []
        start = None
        for i, tag in enumerate([*path, 0]):
            if start is not None and not self.tags[tag].startswith("I-"):
                label = self.tags[path[start]][2:]
                rows = np.arange(offset + start, offset + i)
                score = float(chances[rows, path[start:i]].mean())
                spans.append(WordSpan(offset + start, offset + i, label, score))
                start = None
            if self.tags[tag].startswith("B-"):
                start = i
        return spans
