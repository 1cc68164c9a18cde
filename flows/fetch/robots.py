"""What a site's robots.txt lets us fetch, and how fast; by RFC 9309."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit

from protego import Protego

from flows.fetch.http import FetchError, Limits, get

MAX_ROBOTS_BYTES = 500_000
MAX_CRAWL_DELAY = 60.0
_UNASKED = "robots.txt cannot be had"


class Robots:
    """The rules of all sites of one round; each is asked once."""

    def __init__(self, limits: Limits) -> None:
        """Take what a request may cost."""
        self._limits = Limits(
            min(limits.seconds, 30), limits.connect_seconds, MAX_ROBOTS_BYTES, limits.agent, limits.allowed
        )
        self._sites: dict[str, Protego | FetchError] = {}
        self._lock = threading.Lock()

    def check(self, address: str) -> None:
        """Make sure that an address may be fetched.

        Raises:
            FetchError: the site forbids it, or cannot be asked for now.
        """
        rules = self._find(address)
        if isinstance(rules, FetchError):
            raise rules
        if not rules.can_fetch(address, self._limits.agent):
            raise FetchError("the site's robots.txt forbids it")

    def find_delay(self, address: str) -> float:
        """Return how many seconds the site wants between two requests; 0 where it says nothing."""
        rules = self._find(address)
        asked = None if isinstance(rules, FetchError) else rules.crawl_delay(self._limits.agent)
        return min(float(asked or 0), MAX_CRAWL_DELAY)

    def _find(self, address: str) -> Protego | FetchError:
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            known = self._sites.get(site)
        if known is None:
            known = self._ask(site)
            with self._lock:
                self._sites[site] = known
        return known

    def _ask(self, site: str) -> Protego | FetchError:
        try:
            body = get(f"{site}/robots.txt", self._limits).body
        except FetchError as error:
            if error.may_pass:  # a site that is down may forbid what it cannot say
                return FetchError(f"{_UNASKED}: {error}", may_pass=True, wait=error.wait)
            body = b""
        return Protego.parse(body.decode("utf-8", "replace"))
