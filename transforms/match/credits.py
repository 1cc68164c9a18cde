"""Whom an article credits with its text: read from byline, dateline, and what stands before and behind its prose.

A picture's credit is none, and neither is an agency that the prose speaks of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import pyarrow as pa

from transforms.lexicon import join_any
from transforms.records import READ_ROLES, Role
from transforms.seeds import Agency

UNNAMED = "unnamed agencies"
"""Stands for "wires", "news services": agencies that gave a part and are not named."""

_MAX_CREDIT_WORDS = 60
_MAX_NAMES_WORDS = 12
_CREDITING = frozenset({Role.CREDIT, Role.LEGAL, Role.NOTE, Role.BIO})
_PASSED_OVER = frozenset({Role.PROMOTION, Role.LINK, Role.CAPTION, Role.BOX, Role.EMBED, Role.REPEATED, Role.LABEL})
_EDGES = " .:;[]–—-_*•⦁|"
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;/|&]|\band\b)\s*", re.IGNORECASE)
_BY = re.compile(r"by\s+", re.IGNORECASE)
_LAST_SENTENCE = re.compile(r".*(?:[.!?][\"”’')]*\s+|\()(?=\S)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency that an article credits: ``is_whole`` when for the text, else for a contribution."""

    agency: str
    is_whole: bool


class CreditReader:
    """Finds the agencies that an article credits."""

    def __init__(self, agencies: Mapping[str, Agency], phrases: Mapping[str, str]) -> None:
        """Take the seed tables of agencies, and of the phrases of credits."""
        texts = [agency for agency in agencies.values() if agency.kind == "text"]
        self._names = {name.casefold(): one.agency for one in texts for name in (one.agency, *one.aliases)}
        pictures = [n for one in agencies.values() if one.kind == "pictures" for n in (one.agency, *one.aliases)]
        self._named = _find_words(name for one in texts for name in (one.agency, *one.aliases))
        self._phrases = {
            kind: _find_words((phrase for phrase, its in phrases.items() if its == kind), re.IGNORECASE)
            for kind in ("part", "whole", "picture", "agencies")
        }
        self._pictures = _find_words(pictures)

    def name_agency(self, name: str | None) -> str | None:
        """Return the usual name of an agency, given any of its names; None for anybody else."""
        return self._names.get((name or "").strip().casefold())

    def read(self, article: Mapping[str, Any], parts: Sequence[tuple[str, str]]) -> list[Credit]:
        """Return what an article credits.

        Args:
            article: its ``byline``, and the ``agency`` of its dateline.
            parts: role and words of its segments, in order.
        """
        by_agency = [self.name_agency(writer) for writer in article["byline"] or ()]
        # "Jane Roe and AP" is a shared byline, "AP" alone an agency's text.
        found = [Credit(agency, all(by_agency)) for agency in by_agency if agency]
        if any(self._phrases["agencies"].search(writer) for writer in article["byline"] or ()):
            found.append(Credit(UNNAMED, False))
        if dateline := self.name_agency(article["agency"]):
            found.append(Credit(dateline, True))
        for words, stands_apart in self._list_lines(parts):
            found += self._read_line(words, stands_apart)
        return list(dict.fromkeys(found))

    def _list_lines(self, parts: Sequence[tuple[str, str]]) -> Iterator[tuple[str, bool]]:
        """Yield the lines that may credit somebody, and whether each stands behind all prose."""
        closing = self._find_closing(parts)
        for number, (role, words) in enumerate(parts):
            is_short = len(words.split()) <= _MAX_CREDIT_WORDS
            if is_short and (role in _CREDITING or (number >= closing and role not in _PASSED_OVER)):
                yield words, number >= closing
            elif number == closing - 1 and (match := _LAST_SENTENCE.match(words)):
                # "… he said. (With agency inputs)": only what says that it is a credit counts
                yield words[match.end() :], False

    def _find_closing(self, parts: Sequence[tuple[str, str]]) -> int:
        """Return the number of the first segment behind the last one that is prose."""
        for number in range(len(parts) - 1, -1, -1):
            role, words = parts[number]
            is_credit = len(words.split()) <= _MAX_NAMES_WORDS and (
                self._list_names(words)
                or self._is_given(words)
                or any(self._phrases[kind].search(words) for kind in ("agencies", "part"))
            )
            if role in READ_ROLES and not is_credit:
                return number + 1
        return 0

    def _read_line(self, words: str, stands_apart: bool) -> Iterator[Credit]:
        named = (" ".join(match[0].split()) for match in self._named.finditer(words))
        agencies = list(dict.fromkeys(self._names[name.casefold()] for name in named))
        is_part = self._phrases["part"].search(words) is not None
        if is_part:
            yield from (Credit(agency, False) for agency in agencies)
            if self._phrases["agencies"].search(words):
                yield Credit(UNNAMED, False)
        elif self._phrases["picture"].search(words) or self._pictures.search(words):
            return  # "Photo by Ann Lee", "Getty"
        elif self._is_given(words):
            yield from (Credit(agency, True) for agency in agencies)
        elif stands_apart and (names := self._list_names(words)):
            yield from (Credit(name, len(names) == 1) for name in names if name)
        elif stands_apart and len(words.split()) <= _MAX_NAMES_WORDS and self._phrases["agencies"].search(words):
            yield Credit(UNNAMED, False)

    def _is_given(self, words: str) -> bool:
        """Whether a line says whose the text is: "Copyright 2026 …", "Distributed by …"."""
        return self._phrases["whole"].match(words.lstrip(_EDGES)) is not None

    def _list_names(self, words: str) -> list[str | None]:
        """Return the agencies of a line that is nothing but names, or nothing; None for one short name beside them."""
        pieces = [_BY.sub("", piece, count=1) for piece in _BETWEEN_NAMES.split(words.strip(_EDGES + "()"))]
        names = [self.name_agency(piece) for piece in pieces]
        beside = [piece for piece, name in zip(pieces, names, strict=True) if name is None]
        return names if any(names) and all(piece.isupper() and len(piece.split()) == 1 for piece in beside) else []


def _find_words(words: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that finds any of some words where they stand whole, the longest first."""
    known = join_any(words, r"\s+")
    return re.compile(rf"(?<!\w){known}(?!\w)", flags)


def gather_parts(articles: pa.Table, segments: pa.Table) -> dict[str, list[tuple[str, str]]]:
    """Return role and words of each article's segments, in order."""
    texts = dict(zip(*(articles[name].to_pylist() for name in ("article_id", "text")), strict=True))
    rows = segments.select(["article_id", "segment_no", "role", "start", "end"]).to_pylist()
    parts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in sorted(rows, key=itemgetter("article_id", "segment_no")):
        if row["article_id"] in texts:
            parts[row["article_id"]].append((row["role"], texts[row["article_id"]][row["start"] : row["end"]]))
    return parts
