"""What a run found to be new since the run before, in figures and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.manifest import Damage

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class News:
    """What a run found to be new, and what of the run before it found damaged.

    ``changed`` names the parts of code, pipeline, seeds and options that are not those of the run before;
    ``annotated`` counts articles that go through the language pipeline, of ``articles`` that count; ``added``,
    ``superseded`` and ``removed`` those that became so. ``outside`` counts articles outside the dates that were asked
    for; ``is_first`` says that nothing was published before.
    """

    changed: tuple[str, ...] = ()
    damaged: tuple[Damage, ...] = ()
    annotated: int = 0
    articles: int = 0
    added: int = 0
    superseded: int = 0
    removed: int = 0
    outside: int = 0
    is_first: bool = False


def describe_news(news: News) -> Iterator[str]:
    """Yield in a line each what has changed, and what is done anew because of it."""
    if news.changed:
        yield (
            f"changed since the last run: {', '.join(news.changed)}; "
            f"{news.annotated:,} of {news.articles:,} articles are annotated anew"
        )
    if news.damaged:
        names = ", ".join(damage.file for damage in news.damaged[:_SHOWN])
        more = f" and {len(news.damaged) - _SHOWN:,} more" if len(news.damaged) > _SHOWN else ""
        yield f"damaged since they were published, and built anew: {names}{more}"
    moved = [
        f"{count:,} {what}"
        for count, what in (
            (news.added, "new"),
            (news.superseded, "superseded by a newer version"),
            (news.removed, "no longer in the inputs"),
        )
        if count
    ]
    if news.is_first or not moved:
        return
    yield f"articles: {', '.join(moved)}; {news.annotated:,} of {news.articles:,} are annotated"
