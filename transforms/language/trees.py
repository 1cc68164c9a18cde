"""Trees from scores of heads: the best heads where they make a tree, else the best tree.

The best tree is that of Chu and Liu (1965) and Edmonds (1967), first used for parsing by McDonald et al. (2005,
https://aclanthology.org/H05-1066). Words are numbered from 0; ROOT stands for "no head".
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]

ROOT = -1
MAX_SEARCHED = 300  # words of a sentence; a longer one is repaired word by word, in linear time


def grow_trees(heads: Ints, starts: NDArray[np.bool_], scores: Callable[[int, int], Doubles]) -> Ints:
    """Return the head of each word so that every sentence is one tree.

    `heads` (words,) are the likeliest ones; `starts` (words,) is true where a sentence begins, at word 0 too;
    `scores(a, b)` gives the scores of the words from a to b (b - a, 1 + b - a): of no head, then of each other.
    """
    words = np.arange(len(heads))
    sentence = starts.cumsum() - 1
    firsts = np.flatnonzero(starts)
    bounds = [*firsts.tolist(), len(heads)]
    is_root = heads == ROOT
    up = np.where(is_root, words, heads)
    stray = (sentence[up] != sentence) | (~is_root & (up == words))
    up = np.where(stray, words, up)
    reached = up
    for _ in range(max(1, int(np.diff(bounds).max()).bit_length())):
        reached = reached[reached]
    wrong = stray | ~is_root[reached]
    roots = np.bincount(sentence[is_root], minlength=len(firsts))
    broken = (roots != 1) | (np.bincount(sentence[wrong], minlength=len(firsts)) > 0)
    found = heads.copy()
    for i in np.flatnonzero(broken).tolist():
        a, b = bounds[i], bounds[i + 1]
        if b - a > MAX_SEARCHED:
            own = _mend(np.where((stray | is_root)[a:b], ROOT, heads[a:b] - a))
        else:
            own = best_tree(scores(a, b))
        found[a:b] = np.where(own == ROOT, ROOT, own + a)
    return found


def best_tree(scores: Doubles) -> Ints:
    """Return the heads (n,) of the best tree with one root; scores (n, 1 + n) are of no head, then of each word."""
    n = len(scores)
    square = np.full((n + 1, n + 1), -np.inf)
    square[1:] = scores
    np.fill_diagonal(square, -np.inf)
    best = _arborescence(square)[1:]
    if (best == 0).sum() > 1:  # every word is tried as the root that could still win by its upper bound
        highest = -np.inf
        others = square[1:, 1:].max(1)
        bounds = square[1:, 0] + others.sum() - others
        for root in np.argsort(-bounds).tolist():
            if bounds[root] <= highest:
                break
            forced = square.copy()
            forced[1:, 0] = forced[root + 1] = -np.inf
            forced[root + 1, 0] = square[root + 1, 0]
            heads = _arborescence(forced)[1:]
            total = forced[np.arange(1, n + 1), heads].sum()
            if total > highest:
                best, highest = heads, total
    return best - 1


def _arborescence(scores: Doubles) -> Ints:
    """Heads of the best tree below node 0; scores (n, n) of each node's heads. Row 0 and the diagonal are -inf."""
    heads: Ints = scores.argmax(1)
    heads[0] = 0
    cycle = _find_cycle(heads)
    if cycle is None:
        return heads
    is_other = np.ones(len(heads), dtype=bool)
    is_other[cycle] = False
    others = np.flatnonzero(is_other)
    entering = scores[cycle[:, None], others] - scores[cycle, heads[cycle]][:, None]
    leaving = scores[others[:, None], cycle]
    k = len(others)  # the number of the cycle, which is one node now
    smaller = np.full((k + 1, k + 1), -np.inf)
    smaller[:k, :k] = scores[others[:, None], others]
    smaller[k, :k], smaller[:k, k] = entering.max(0), leaving.max(1)
    smaller[0] = -np.inf
    found = _arborescence(smaller)
    heads[others] = np.where(found[:k] == k, cycle[leaving.argmax(1)], others[np.minimum(found[:k], k - 1)])
    heads[0] = 0
    heads[cycle[entering[:, found[k]].argmax()]] = others[found[k]]
    return heads


def _find_cycle(heads: Ints) -> Ints | None:
    """The nodes of one cycle other than that of node 0, which heads itself; none where there is none."""
    state = [0] * len(heads)  # 0: not seen, else the number of the walk that saw it
    state[0] = -1
    for start in range(1, len(heads)):
        node = start
        while not state[node]:
            state[node] = start
            node = int(heads[node])
        if state[node] == start:
            cycle = [node]
            while (node := int(heads[node])) != cycle[0]:
                cycle.append(node)
            return np.array(cycle)
    return None


def _mend(heads: Ints) -> Ints:
    """Let the first root head all other roots and all words that reach none."""
    words = np.arange(len(heads))
    reached = np.where(heads == ROOT, words, heads)
    for _ in range(len(heads).bit_length()):
        reached = reached[reached]
    root = int((heads == ROOT).argmax())  # the first word where there is none
    mended = np.where((heads[reached] == ROOT) & (heads != ROOT), heads, root)
    mended[root] = ROOT
    return mended
