"""Thresholds of a run: what must hold before its tables are published. All are off unless they are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flows.settings import Settings
from transforms.reasons import KEPT, Reason
from transforms.records import Reject

_NO_LOSS = KEPT | {Reason.DUPLICATE}


def find_breach(
    settings: Settings, counts: Mapping[str, int], rejects: Iterable[Reject], before: Mapping[str, Any] | None
) -> str | None:
    """Return which threshold a run does not meet, or none.

    Args:
        settings: hold the thresholds.
        counts: the run's articles, and its claims once they are known.
        rejects: the run's so far.
        before: the row of the last completed run, if there is one.
    """
    articles = counts["articles"]
    if settings.min_articles is not None and articles < settings.min_articles:
        return f"{articles:,} articles are fewer than --min-articles {settings.min_articles:,}"
    lost = sum(reject.reason not in _NO_LOSS for reject in rejects)
    if settings.max_rejects is not None and lost > settings.max_rejects * (lost + articles):
        return f"{lost:,} of {lost + articles:,} inputs were rejected, more than --max-rejects {settings.max_rejects:g}"
    if settings.max_shrink is not None and before is not None:
        for name in ("articles", "claims"):
            found, was = counts.get(name), before[name]
            if found is not None and was and found < (1 - settings.max_shrink) * was:
                shrink = settings.max_shrink
                return f"{found:,} {name}, after {was:,} in the run before, shrink by more than --max-shrink {shrink:g}"
    return None
