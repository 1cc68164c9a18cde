"""Outlets: which of the seed's an article's label or address stands for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from transforms.lexicon import join_words
from transforms.seeds import Outlet

# what collections put behind an outlet's name
_SUFFIX = re.compile(
    rf"\s*(?:[-–—|:]\s*{join_words('outlet_sections')}|\({join_words('outlet_editions')}\)"
    r"|\s(?:online news|web news|news online|online))$",
    re.IGNORECASE,
)
_HOST_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp|edition|rss|feeds)\.")
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|//)?(?:[^/@?#\s]*@)?([^/:?#\s]+)(?:[:/?#]\S*)?$")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")
_MIN_DOMAINS = 3


@dataclass(frozen=True, slots=True)
class Label:
    """What an article's outlet came to: the name for ``articles.outlet``, and whether the seed knows it."""

    outlet: str | None
    is_known: bool


class OutletNames:
    """Finds the seed's outlet by a label or an address."""

    def __init__(self, outlets: Mapping[str, Outlet]) -> None:
        """Take the seed table."""
        self._outlets = {
            _fold(name): outlet.outlet for outlet in outlets.values() for name in (outlet.outlet, *outlet.aliases)
        }

    def resolve(self, label: str | None, url: str | None) -> Label:
        """Return the outlet of an article.

        A label that the seed knows stays as it is. One that it knows without a usual suffix ("Post (Web News)", "Post
        - News"), or whose address it knows, becomes the seed's name; any other stays, and where there is none the
        address's domain takes its place.
        """
        if label and _fold(label) in self._outlets:
            return Label(label, True)
        folded = fold_label(label) if label else ""
        domain = find_domain(url)
        known = self._outlets.get(_fold(folded)) if folded else None
        known = known or self._find_host(find_domain(label)) or self._find_host(domain)
        if known:
            return Label(known, True)
        return Label(folded or domain, False)

    def _find_host(self, host: str | None) -> str | None:
        """Return the outlet of a host: blog.post.example is post.example's where it has no row of its own."""
        parts = host.split(".") if host else []
        hosts = (".".join(parts[start:]) for start in range(max(0, len(parts) - 1)))
        return next((self._outlets[name] for name in hosts if name in self._outlets), None)


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def fold_label(label: str) -> str:
    """Return a label without the suffixes that collections add, and without blanks around it."""
    label = " ".join(label.split())
    while (shorter := _SUFFIX.sub("", label).strip()) and shorter != label:
        label = shorter
    return label


def find_domain(address: str | None) -> str | None:
    """Return the host of an address, or of a bare host, without www and its kind; None for anything else."""
    if not address:
        return None
    match = _ADDRESS.match(address.strip().lower())
    host = _HOST_PREFIX.sub("", match[1].rstrip(".")) if match else ""
    return host if _HOST.fullmatch(host) else None


@dataclass(slots=True)
class OutletReport:
    """Counts labels, to tell the user which the seed does not know and which stand for several outlets."""

    _unknown: Counter[str] = field(default_factory=Counter)
    _domains: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, label: Label, url: str | None) -> None:
        """Count an article."""
        if label.outlet is None:
            return
        domain = find_domain(url)
        if domain:
            self._domains[label.outlet][domain] += 1
        if not label.is_known:
            self._unknown[label.outlet] += 1

    @property
    def unknown_articles(self) -> int:
        """Articles whose outlet the seed does not know."""
        return self._unknown.total()

    def list_unknown(self) -> list[tuple[str, int, str]]:
        """Return unknown labels, most frequent first, with their articles and the seed's line for each."""
        ranked = sorted(self._unknown.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(label, count, self._make_row(label)) for label, count in ranked]

    def list_spread(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the labels whose articles lie on three domains or more, with the domains, most frequent first."""
        for label, domains in sorted(self._domains.items()):
            homes = Counter[str]()
            for domain, count in domains.items():
                homes[_find_home(domain)] += count
            if len(homes) >= _MIN_DOMAINS:
                yield label, [domain for domain, _ in sorted(homes.items(), key=lambda pair: (-pair[1], pair[0]))]

    def _make_row(self, label: str) -> str:
        domains = self._domains.get(label)
        alias = _find_home(domains.most_common(1)[0][0]) if domains and len(set(map(_find_home, domains))) == 1 else ""
        alias = "" if alias == label else alias
        return ",".join(_quote(cell) for cell in (label, alias, "", ""))


def _find_home(domain: str) -> str:
    """Return the part of a domain that is bought: news.post.example is post.example's, and post.co.example its own."""
    parts = domain.split(".")
    is_nested = len(parts) > 2 and len(parts[-2]) <= 3 and len(parts[-1]) == 2
    return ".".join(parts[-3 if is_nested else -2 :])


def _quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if {",", '"'} & set(cell) else cell
