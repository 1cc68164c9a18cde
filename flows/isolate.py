"""Finding the article that breaks a stage over all articles, so that it costs only itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

MAX_GUILTY = 10
"""More than these are no odd articles: something else is wrong."""


def find_guilty(articles: Sequence[str], fails: Callable[[Sequence[str]], bool]) -> list[str] | None:
    """Return the articles without which a stage does not fail; none when it is not their fault.

    Each costs about log2(n) trials: the shortest beginning of the list that fails ends with one that is guilty, alone
    or together with those before it.

    Args:
        articles: all articles with which the stage failed.
        fails: whether it fails with these articles only.
    """
    if fails([]):
        return None
    guilty: list[str] = []
    rest = list(articles)
    while len(guilty) < MAX_GUILTY:
        passes, breaks = 0, len(rest)
        while breaks - passes > 1:
            middle = (passes + breaks) // 2
            if fails(rest[:middle]):
                breaks = middle
            else:
                passes = middle
        guilty.append(rest.pop(breaks - 1))
        if not fails(rest):
            return guilty
    return None
