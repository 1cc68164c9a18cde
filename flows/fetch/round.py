"""One round: ask every feed, get the pages that it names for the first time, write them into files.

A feed's entries are noted before any page is asked for, together with the server's mark of that version of the feed; a
page counts as done once its row is on disk. So a round may be killed at any moment, and a feed may drop its entries.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flows.fetch.addresses import AddressError, canonicalise
from flows.fetch.http import FetchError, Limits, Response, get
from flows.fetch.parse import Entry, Listing, NoListingError, parse_listing
from flows.fetch.robots import Robots
from flows.fetch.sources import Source
from flows.fetch.state import Feed, Page, State
from flows.readers.encodings import UTF8
from flows.readers.fetched import SUFFIX
from flows.readers.html import decode_page
from flows.readers.pages import decode_declared
from flows.storage import OutputError, explain_device, lock_file, sync_file, write_bytes

Job = TypeVar("Job")
Result = TypeVar("Result")
Failure = FetchError | NoListingError

HIDDEN = ".fetch"
"""What a round keeps for itself, in the folder."""

_TRIES = 3
_PATIENCE = 20.0
_GIVE_UP_HOST = 5
_SITEMAP_DEPTH = 3
_MAX_SITEMAPS = 1000
_ROWS_PER_FILE = 200
_BYTES_PER_FILE = 50_000_000
_PAGE_KINDS = frozenset({"", "text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain"})


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How a round goes about it.

    ``delay`` is in seconds, between two requests to one host; ``max_pages`` and ``minutes`` bound the round: what it
    leaves waits for the next one. With ``pages`` off, the feeds' own texts are all that is taken.
    """

    limits: Limits = field(default_factory=Limits)
    delay: float = 1.0
    max_pages: int = 5000
    minutes: float = 10.0
    hosts: int = 8
    pages: bool = True


@dataclass(slots=True)
class FetchReport:
    """What a round did: feeds by outcome, pages by outcome, what went wrong, and what waits for the next round."""

    feeds: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    waiting: int = 0

    @property
    def is_good(self) -> bool:
        """Say whether any feed could be read, or none was to be."""
        return not self.feeds.total() or bool(self.feeds["read"] or self.feeds["unchanged"])


def fetch_sources(sources: Sequence[Source], folder: Path, options: FetchOptions) -> FetchReport:
    """Fetch what is new in feeds and sitemaps into ``folder``, in files for a run.

    Raises:
        OutputError: the folder cannot be written, or another round is at work in it.
    """
    hidden = folder / HIDDEN
    with explain_device(folder):
        hidden.mkdir(parents=True, exist_ok=True)
    busy = f"another fetch is writing to {folder}; wait for its end, or choose another folder"
    with lock_file(hidden / "lock", wait=False, busy=busy):
        state = State(hidden / "state.sqlite")
        try:
            return _Round(folder, options, state).carry_out(sources)
        finally:
            state.close()


class _Round:
    def __init__(self, folder: Path, options: FetchOptions, state: State) -> None:
        self._folder = folder
        self._options = options
        self._state = state
        self._report = FetchReport()
        self._robots = Robots(options.limits)
        self._stop = threading.Event()
        self._deadline = time.monotonic() + 60 * options.minutes
        self._rows: list[tuple[Page, str | None, dict[str, Any]]] = []
        self._bytes = 0

    def carry_out(self, sources: Sequence[Source]) -> FetchReport:
        self._adopt_files()
        now = time.time()
        feeds = [self._state.load_feed(source.address, source.outlet, now) for source in sources]
        self._report.feeds["resting"] = feeds.count(None)
        self._ask_feeds([feed for feed in feeds if feed is not None])
        if self._report.is_good:  # else it is our own network that is down, and no page's fault
            self._get_pages(self._state.list_waiting(time.time(), self._options.max_pages))
        self._write_rows()
        self._report.waiting = self._state.count_waiting()
        return self._report

    def _adopt_files(self) -> None:
        """Note what a round wrote right before it was killed."""
        for path in sorted(self._folder.glob(f"*/*{SUFFIX}.gz")):
            name = path.relative_to(self._folder).as_posix()
            if self._state.is_known_file(name):
                continue
            try:
                with gzip.open(path, "rt", encoding=UTF8) as lines:
                    rows = [json.loads(line) for line in lines]
            except (OSError, EOFError, ValueError) as error:
                raise OutputError(f"{path} is damaged ({error}); move it away, and fetch again") from error
            pages = [Page(Entry(row["key"], row["url"], stamp=row["stamp"]), row["feed"]) for row in rows]
            self._state.adopt(name, [(p, r["problem"]) for p, r in zip(pages, rows, strict=True)], time.time())

    def _ask_feeds(self, feeds: list[Feed]) -> None:
        """Ask feeds, then the sitemaps that they name, down to a depth."""
        seen = {feed.address for feed in feeds}
        for _ in range(_SITEMAP_DEPTH):
            named: list[tuple[str, str, Feed]] = []
            for feed, answer in self._by_host(feeds, lambda feed: feed.address, self._ask_feed):
                named += [(*child, feed) for child in self._take_feed(feed, answer)]
            feeds = list(self._choose_sitemaps(named, seen))
            if not feeds:
                return

    def _choose_sitemaps(self, named: Sequence[tuple[str, str, Feed]], seen: set[str]) -> Iterator[Feed]:
        """Yield the sitemaps of an index that are new, or that it says have changed; the newest go first."""
        now = time.time()
        if len(named) > _MAX_SITEMAPS:
            more = f"{len(named):,} sitemaps are named; the {_MAX_SITEMAPS:,} newest are looked at"
            self._report.problems.append(f"{named[0][2].address}: {more}")
        for address, stamp, parent in sorted(named, key=lambda child: child[1], reverse=True)[:_MAX_SITEMAPS]:
            try:
                canonicalise(address)
            except AddressError as error:
                self._report.problems.append(f"{parent.address}: {address[:200]}: {error}")
                continue
            feed = self._state.load_feed(address, parent.outlet, now)
            if address in seen or feed is None or (stamp and feed.stamp == stamp):
                continue
            seen.add(address)
            yield replace(feed, stamp=stamp)

    def _ask_feed(self, feed: Feed) -> tuple[Response, Listing] | Failure:
        marks = {"If-None-Match": feed.etag, "If-Modified-Since": feed.modified}
        try:
            answer = self._get(feed.address, {name: value for name, value in marks.items() if value})
            return answer, (parse_listing(answer) if answer.status == 200 else Listing())
        except (FetchError, NoListingError) as error:
            return error

    def _take_feed(self, feed: Feed, answer: tuple[Response, Listing] | Failure) -> list[tuple[str, str]]:
        """Note what a feed named; return the sitemaps among it."""
        now = time.time()
        if isinstance(answer, Exception):
            self._report.feeds["failed"] += 1
            self._report.problems.append(f"{feed.address}: {answer}")
            self._state.put_off_feed(feed, now)
            return []
        response, listing = answer
        if response.status == 304:
            self._report.feeds["unchanged"] += 1
            self._state.settle_feed(feed, [], now)
            return []
        self._report.feeds["read"] += 1
        self._report.problems += [f"{feed.address}: {problem}" for problem in listing.problems]
        # of a broken feed, and of an index whose sitemaps may fail, the whole is wanted again
        marks = {} if listing.is_broken or listing.sitemaps else response.headers
        known = replace(feed, etag=marks.get("etag"), modified=marks.get("last-modified"))
        self._report.pages["new"] += self._state.settle_feed(known, listing.entries, now)
        return listing.sitemaps

    def _get_pages(self, pages: list[Page]) -> None:
        here = [page for page in pages if page.entry.address is None or not self._options.pages]
        for page in here:
            self._take_text(page)
        waiting = [page for page in pages if page.entry.address is not None and self._options.pages]
        for page, answer in self._by_host(waiting, lambda page: str(page.entry.address), self._get_page):
            self._take_page(page, answer)

    def _get_page(self, page: Page) -> Response | FetchError:
        address = str(page.entry.address)
        marks = {"If-None-Match": page.etag, "If-Modified-Since": page.modified}
        try:
            self._robots.check(address)
            answer = self._get(address, {name: value for name, value in marks.items() if value})
            if answer.status == 200 and answer.kind not in _PAGE_KINDS:
                return FetchError(f"it is {answer.kind[:50]}, no web page")
            return answer
        except FetchError as error:
            return error

    def _take_page(self, page: Page, answer: Response | FetchError) -> None:
        if isinstance(answer, FetchError):
            if answer.may_pass and self._state.put_off(page, str(answer), answer.wait, time.time()):
                self._report.pages["put off"] += 1
                self._report.problems.append(f"{page.entry.address}: {answer}; it will be tried again")
            else:
                self._take_text(page, str(answer))
            return
        digest = hashlib.sha256(answer.body).hexdigest()
        if answer.status == 304 or digest == page.digest:
            self._report.pages["unchanged"] += 1
            self._state.settle([(page, None)], None, time.time())
            return
        marks = answer.headers.get("etag"), answer.headers.get("last-modified")
        page = replace(page, digest=digest, etag=marks[0], modified=marks[1])
        self._report.pages["got"] += 1
        self._add_row(page, None, _decode(answer), answer.address)

    def _take_text(self, page: Page, problem: str | None = None) -> None:
        """Take what the feed itself holds of a page; where that is nothing, the row says what was wrong."""
        kind = "failed" if problem else "got"
        if page.entry.content:
            kind = "text of the feed"
        self._report.pages[kind] += 1
        if problem:
            self._report.problems.append(f"{page.entry.address}: {problem}")
        self._add_row(page, problem)

    def _add_row(self, page: Page, problem: str | None, body: str = "", final: str | None = None) -> None:
        entry = page.entry
        address = final or entry.address
        row: dict[str, Any] = {
            "key": entry.key, "url": _canonicalise(address) if address else None,
            "outlet": page.outlet, "published_at": entry.published_at, "headline": entry.headline,
            "byline": entry.byline, "stamp": entry.stamp, "feed": page.feed, "problem": problem,
            "fetched_at": datetime.now(UTC).isoformat(), "content": entry.content, "is_whole": entry.is_whole,
            "page": body,
        }  # fmt: skip
        self._rows.append((page, problem, row))
        self._bytes += len(body) + len(entry.content)
        if len(self._rows) >= _ROWS_PER_FILE or self._bytes >= _BYTES_PER_FILE:
            self._write_rows()

    def _write_rows(self) -> None:
        """Write a file, whole or not at all, then note its pages as done."""
        if not self._rows:
            return
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for _, _, row in self._rows)
        data = gzip.compress(lines.encode("utf-8", "replace"), compresslevel=6, mtime=0)
        now = datetime.now(UTC)
        name = f"{now:%Y-%m-%d}/{now:%H%M%S%f}-{hashlib.sha256(data).hexdigest()[:8]}{SUFFIX}.gz"
        target = self._folder / name
        with explain_device(target, self._folder):
            target.parent.mkdir(exist_ok=True)
            waiting = self._folder / HIDDEN / "next"
            write_bytes(data, waiting)
            waiting.replace(target)
            sync_file(target.parent)
        self._state.settle(((page, problem) for page, problem, _ in self._rows), name, time.time())
        self._report.files.append(target)
        self._rows, self._bytes = [], 0

    def _get(self, address: str, headers: dict[str, str]) -> Response:
        """Get an address, again after a moment where that may help.

        Raises:
            FetchError: it was not got.
        """
        for number in range(1, _TRIES + 1):
            try:
                return get(address, self._options.limits, headers)
            except FetchError as error:
                wait = error.wait or min(self._options.delay, 5.0) * 2 ** (number - 1)
                if not error.may_pass or number == _TRIES or wait > _PATIENCE or self._stop.wait(wait):
                    raise
        raise AssertionError("the last try returns or raises")

    def _by_host(
        self, jobs: Sequence[Job], find_address: Callable[[Job], str], work: Callable[[Job], Result]
    ) -> Iterator[tuple[Job, Result]]:
        """Do jobs host by host, several hosts side by side; yield what is done as it is done.

        What the time does not suffice for is left, and so is the rest of a host that fails again and again.
        """
        hosts: dict[str, list[Job]] = {}
        for job in jobs:
            hosts.setdefault(urlsplit(find_address(job)).netloc.lower(), []).append(job)
        done: queue.SimpleQueue[tuple[Job, Result] | None] = queue.SimpleQueue()

        def visit(visits: list[Job]) -> None:
            failures = 0
            try:
                for number, job in enumerate(visits):
                    if number and self._stop.wait(self._find_delay(find_address(job))):
                        return
                    if self._stop.is_set() or time.monotonic() > self._deadline or failures >= _GIVE_UP_HOST:
                        return
                    result = work(job)
                    failures = failures + 1 if isinstance(result, FetchError) and result.may_pass else 0
                    done.put((job, result))
            finally:
                done.put(None)

        with ThreadPoolExecutor(self._options.hosts) as pool:
            futures = [pool.submit(visit, visits) for visits in hosts.values()]
            try:
                for _ in futures:
                    while (found := done.get()) is not None:
                        yield found
            except BaseException:
                self._stop.set()  # or the pool would wait for all that is left
                raise
        for future in futures:
            future.result()

    def _find_delay(self, address: str) -> float:
        return max(self._options.delay, self._robots.find_delay(address)) if self._options.delay else 0.0


def _canonicalise(address: str) -> str:
    try:
        return canonicalise(address)
    except AddressError:
        return address


def _decode(answer: Response) -> str:
    """Return a page as text: as UTF-8 if it is, else by what the server declares, else by what the page does."""
    data = answer.body
    try:
        return data.decode(UTF8)
    except UnicodeDecodeError:
        _, _, charset = answer.headers.get("content-type", "").lower().partition("charset=")
        found = decode_declared(data, charset.strip(" \"';") or None)
    if isinstance(found, str):
        return found
    try:
        return decode_page(found)
    except Exception:  # what cannot be decoded is still a page with a few strange signs
        return data.decode(UTF8, "replace")
