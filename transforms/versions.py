"""The versions of an article: which texts are one article's, which of them counts, and since when each is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

CURRENT, SUPERSEDED, REMOVED = "current", "superseded", "removed"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A version that a run finds in its inputs; ``position`` counts them in the order in which they are read."""

    article_id: str
    identity: str | None
    published_at: datetime | None
    position: int


@dataclass(frozen=True, slots=True)
class Version:
    """What is known of a version; all but ``identity`` and ``published_at`` are columns of ``articles``."""

    article_id: str
    identity: str | None
    published_at: datetime | None
    first_seen_at: datetime
    last_seen_at: datetime
    status: str
    superseded_by: str | None = None
    removed_at: datetime | None = None


def identify(url: str | None, given_id: str | None, source_uri: str, is_alone: bool) -> str | None:
    """Return what all versions of an article have in common, or None where nothing tells.

    That is its address; without one the id that its source file gives it; without one the file, if nothing else is in
    it. An address without a path is an outlet's, not an article's.

    Args:
        url: the article's address.
        given_id: the id that the input gives it.
        source_uri: the file it is read from.
        is_alone: whether the file holds no other article.
    """
    if url and (address := _fold_address(url)):
        return f"url {address}"
    if given_id:
        return f"id {given_id} of {source_uri}"
    return f"file {source_uri}" if is_alone else None


def _fold_address(url: str) -> str | None:
    """Return an address without what may differ in writing: scheme, 'www.', capitals of the host, fragment."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    if not parts.netloc or not (path or parts.query):
        return None
    return parts.netloc.lower().removeprefix("www.") + path + (f"?{parts.query}" if parts.query else "")


def settle_versions(
    sightings: Iterable[Sighting],
    before: Mapping[str, Version],
    now: datetime,
    covers: Callable[[Version], bool],
) -> dict[str, Version]:
    """Return every version that was ever seen, with what it is now.

    Of the versions of an article, the one published last counts; of several of one time the one first seen last. One
    that the inputs hold goes before one that they do not.

    Args:
        sightings: the versions in this run's inputs.
        before: what is known from the runs before, by article id.
        now: when this run began.
        covers: whether a version would be in this run's inputs if it was still there; only such a one is missed.
    """
    seen = {sighting.article_id: sighting for sighting in sightings}
    articles: dict[str, list[Version]] = defaultdict(list)
    here: set[str] = set()
    for article_id in seen.keys() | before.keys():
        version = _sight(seen.get(article_id), before.get(article_id), now)
        if article_id in seen or (version.status != REMOVED and not covers(version)):
            here.add(article_id)
        articles[version.identity or article_id].append(version)

    def rank(version: Version) -> tuple[bool, float, datetime, int, str]:
        published = version.published_at.timestamp() if version.published_at else float("-inf")
        position = seen[version.article_id].position if version.article_id in seen else -1
        return version.article_id in here, published, version.first_seen_at, position, version.article_id

    settled: dict[str, Version] = {}
    for versions in articles.values():
        versions.sort(key=rank)
        for version, successor in zip(versions, [*versions[1:], None], strict=True):
            settled[version.article_id] = _settle(version, successor, version.article_id in here, now)
    return settled


def _sight(sighting: Sighting | None, known: Version | None, now: datetime) -> Version:
    if sighting is None:
        assert known is not None
        return known
    return Version(
        sighting.article_id,
        sighting.identity,
        sighting.published_at,
        known.first_seen_at if known else now,
        now,
        known.status if known else CURRENT,
        removed_at=known.removed_at if known else None,
    )


def _settle(version: Version, successor: Version | None, is_here: bool, now: datetime) -> Version:
    if successor:
        status, removed_at = SUPERSEDED, None
    elif is_here:
        status, removed_at = CURRENT, None
    else:
        status, removed_at = REMOVED, version.removed_at if version.status == REMOVED and version.removed_at else now
    return Version(
        version.article_id,
        version.identity,
        version.published_at,
        version.first_seen_at,
        version.last_seen_at,
        status,
        successor.article_id if successor else None,
        removed_at,
    )
