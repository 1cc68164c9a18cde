"""Cut an article into overlapping windows of wordpieces for the encoder.

A window depends on the article alone, never on what else is processed with it, so that the encoder sees the same
tensors in any batch, order or process. Units: offsets and lengths count words (spaCy tokens that are not white
space) or wordpieces, as each name says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

CLS, SEP, UNKNOWN = 101, 102, 100
MAX_WORD_PIECES = 6
MAX_WORD_CHARS = 100

# Letter case, which an uncased vocabulary drops: no letters, digits, lower, UPPER, Title, miXed.
N_SHAPES = 6


@lru_cache(maxsize=1 << 17)
def case_shape(word: str) -> int:
    """Return the case class of `word`, 0 to N_SHAPES - 1."""
    if not any(c.isalpha() for c in word):
        return 1 if any(c.isdigit() for c in word) else 0
    if word.islower():
        return 2
    if word.isupper():
        return 3 if len(word) > 1 else 4
    return 4 if word[0].isupper() else 5


@dataclass(frozen=True)
class Window:
    """`ids` and `shapes` are (wordpieces,); `first[i]` is the position of the first piece of word `start + i`.

    Words before `owned` are context: they are read, and their labels come from the window before.
    """

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    first: NDArray[np.int64]
    start: int
    owned: int

    @property
    def end(self) -> int:
        """The word after the last."""
        return self.start + len(self.first)


def _cut(
    costs: NDArray[np.int64], paragraph: NDArray[np.int64], breaks: NDArray[np.bool_], start: int, room: int
) -> int:
    """Return the end of a window that begins at word `start` and has room for `room` pieces.

    It is the last paragraph end that fits, else the last sentence end, else the last word.
    """
    last = int(np.searchsorted(costs, costs[start] + room, side="right")) - 1
    last = max(start + 1, min(last, len(paragraph)))
    if last == len(paragraph):
        return last
    changes = np.flatnonzero(paragraph[start + 1 : last + 1] != paragraph[start:last])
    if len(changes):
        return start + 1 + int(changes[-1])
    ends = np.flatnonzero(breaks[start:last])
    return start + 1 + int(ends[-1]) if len(ends) else last


def make_windows(
    words: Sequence[str],
    paragraph: Sequence[int] | NDArray[np.int64],
    encode: Callable[[list[str]], list[list[int]]],
    *,
    max_pieces: int = 384,
    context: int = 64,
) -> list[Window]:
    """Pack whole paragraphs into windows of at most `max_pieces`, each led by up to `context` pieces of what precedes.

    `paragraph[i]` numbers the paragraph of word i, rising; `encode` gives the wordpiece ids of each word.
    """
    if not words:
        return []
    pieces = [(p or [UNKNOWN])[:MAX_WORD_PIECES] for p in encode([w[:MAX_WORD_CHARS] for w in words])]
    number = np.asarray(paragraph, dtype=np.int64)
    opens = np.concatenate([[False], number[1:] != number[:-1]])  # a separator stands before such a word
    costs = np.concatenate([[0], np.cumsum([len(p) for p in pieces] + opens)])
    breaks = np.array([w in {".", "!", "?", "\u201d", '."', ".\u201d"} for w in words])
    windows = []
    owned = 0
    while owned < len(words):
        start = int(np.searchsorted(costs, costs[owned] - context)) if owned else 0
        end = _cut(costs, number, breaks, owned, max_pieces - 2 - int(costs[owned] - costs[start]))
        ids, shapes, first = [CLS], [0], []
        for i in range(start, end):
            if opens[i] and i > start:
                ids.append(SEP)
                shapes.append(0)
            first.append(len(ids))
            ids.extend(pieces[i])
            shapes.extend([case_shape(words[i])] * len(pieces[i]))
        ids.append(SEP)
        shapes.append(0)
        windows.append(Window(np.array(ids), np.array(shapes), np.array(first), start, owned))
        owned = end
    return windows
