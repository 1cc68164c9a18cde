"""Finding the article that breaks a stage over all articles, so that it costs only itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

MAX_GUILTY = 10
"""More than these are no odd articles: something else is wrong."""

TRIALS_TIME = 20.0
"""Trials begin until they have taken so many times as long as it took until the stage failed: one guilty article of
2,000 takes about ten times as long, as each trial is of part of the articles."""

LEAST_SECONDS = 600.0
"""So long they may begin in any case."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The articles without which a stage does not fail, or in ``told`` what the search came to without finding them.

    ``suspects`` ends with one that is guilty, alone or together with those before it, when time was up.
    """

    guilty: tuple[str, ...] = ()
    suspects: tuple[str, ...] = ()
    told: str = ""


def find_guilty(
    articles: Sequence[str],
    fails: Callable[[Sequence[str]], bool],
    seconds: float,
    clock: Callable[[], float] = monotonic,
) -> Verdict:
    """Find the articles without which a stage does not fail.

    Each costs about log2(n) trials: the shortest beginning of the list that fails ends with one that is guilty, alone
    or together with those before it.

    Args:
        articles: all articles with which the stage failed.
        fails: whether it fails with these articles only.
        seconds: how long trials may begin.
        clock: tells the seconds.
    """
    end = clock() + seconds
    trials = 0

    def attempt(kept: Sequence[str]) -> bool:
        nonlocal trials
        trials += 1
        return fails(kept)

    if attempt([]):
        return Verdict(told="it fails without any article too, so that none is to blame")
    guilty: list[str] = []
    rest = list(articles)
    while len(guilty) < MAX_GUILTY:
        passes, breaks = 0, len(rest)
        while breaks - passes > 1:
            if clock() >= end:
                told = f"{trials:,} trials, {seconds:,.0f} s, did not suffice to find the articles that it fails with"
                return Verdict(suspects=(*guilty, *rest[passes:breaks]), told=told)
            middle = (passes + breaks) // 2
            if attempt(rest[:middle]):
                breaks = middle
            else:
                passes = middle
        guilty.append(rest.pop(breaks - 1))
        if not attempt(rest):
            return Verdict(tuple(guilty))
    return Verdict(told=f"it fails without any of {MAX_GUILTY} articles too, so that something else is wrong")
