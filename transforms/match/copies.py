"""Copies: articles that share long passages, and where each article's text comes from.

Shared passages are found by word shingles (Broder 1997) that few articles hold. Words inside quotation marks do not
make a copy: two reporters at one speech write down the same sentences.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import inf

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.match.text import BOUNDARY, Ints, encode_texts, hash_shingles, join_rare, map_words
from transforms.seeds import Agency, Outlet
from transforms.tables import ARTICLE_COPIES, ARTICLE_ORIGINS

WINDOW_DAYS = 14
"""Articles further apart are compared only inside a story."""

_SHINGLE = 5  # words
_CROWD = 40  # shingles that more articles hold are boilerplate or phrases: they find no candidates
_SAMPLE = 4  # one shingle in four finds candidates
_LEAST_SAMPLED = 3
_LEAST_CONTAINMENT, _LEAST_PASSAGE = 0.1, 25
_COPY = 0.5  # share of the shorter article's own words that makes it or the other a copy
_QUOTED = '"[^"\n]*"|\u201c[^\u201d\n]*(?:\u201d|\n|$)'  # an unclosed one ends with its paragraph

Hashes = npt.NDArray[np.uint64]
_Rank = tuple[bool, bool, float, str]


def match_copies(articles: pa.Table, stories: pa.Table) -> pa.Table:
    """Find articles that share long passages.

    Args:
        articles: columns ``article_id``, ``published_date``, ``text`` of the articles table, in any order.
        stories: the ``stories`` table of the same articles.

    Returns:
        The ``article_copies`` table, sorted by its key: pairs of one story or at most WINDOW_DAYS apart (undated
        articles: any distance) of which one holds a tenth of the other's shingles or a passage of 25 words.
    """
    return pick_copies(measure_copies(articles, stories))


def pick_copies(pairs: pa.Table) -> pa.Table:
    """Return those of the pairs that share enough to be in ``article_copies``."""
    share = pc.max_element_wise(pairs["containment_a_in_b"], pairs["containment_b_in_a"])
    is_long = pc.greater_equal(pairs["longest_passage_words"], _LEAST_PASSAGE)
    return pairs.filter(pc.or_(pc.greater_equal(share, _LEAST_CONTAINMENT), is_long))


def measure_copies(articles: pa.Table, stories: pa.Table, known: pa.Table | None = None) -> pa.Table:
    """Measure all pairs of articles that may share long passages, sorted by key; see `match_copies`.

    Args:
        articles: as there.
        stories: as there.
        known: pairs that were measured before: what two articles share depends on nothing but their texts.
    """
    articles = articles.select(["article_id", "published_date", "text"]).sort_by("article_id")
    ids: list[str] = articles["article_id"].to_pylist()
    story_of = dict(zip(stories["article_id"].to_pylist(), stories["story_id"].to_pylist(), strict=True))
    whole = _Shingled.read(articles["text"])
    sampled = whole.hashes % np.uint64(_SAMPLE) == 0
    left, right, shared = join_rare(whole.hashes[sampled], whole.rows[sampled], _CROWD)
    near = (shared >= _LEAST_SAMPLED) & _are_near(articles["published_date"], [story_of[i] for i in ids], left, right)
    pairs = list(zip(left[near].tolist(), right[near].tolist(), strict=True))
    before = {} if known is None else {(row["article_id_a"], row["article_id_b"]): row for row in known.to_pylist()}
    fresh = sorted({one for pair in pairs if (ids[pair[0]], ids[pair[1]]) not in before for one in pair})
    place = {article: number for number, article in enumerate(fresh)}
    texts = articles["text"].take(pa.array(fresh, pa.int64()))
    own = _Shingled.read(pc.replace_substring_regex(texts, _QUOTED, f" {BOUNDARY} "))
    rows = []
    for a, b in pairs:
        row = before.get((ids[a], ids[b]))
        if row is None:
            common, in_a, in_b = whole.overlap(a, b)
            own_common, own_a, own_b = own.overlap(place[a], place[b])
            row = {
                "article_id_a": ids[a],
                "article_id_b": ids[b],
                "containment_a_in_b": in_a,
                "containment_b_in_a": in_b,
                "own_words_a_in_b": own_a,
                "own_words_b_in_a": own_b,
                "shared_shingles": common,
                "own_shared_shingles": own_common,
                "longest_passage_words": whole.longest_passage(a, b),
            }
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=ARTICLE_COPIES.schema)


@dataclass(frozen=True, slots=True)
class _Shingled:
    """The shingles of all articles; article i holds ``hashes[bounds[i]:bounds[i + 1]]``, in reading order."""

    hashes: Hashes
    rows: Ints
    bounds: Ints

    @classmethod
    def read(cls, texts: pa.ChunkedArray) -> _Shingled:
        tokens = map_words(encode_texts(texts), lambda w: None if w == BOUNDARY else w.lower())
        hashes, rows = hash_shingles(tokens, _SHINGLE)
        return cls(hashes, rows, np.searchsorted(rows, np.arange(len(texts) + 1)))

    def of(self, article: int) -> Hashes:
        return self.hashes[self.bounds[article] : self.bounds[article + 1]]

    def overlap(self, a: int, b: int) -> tuple[int, float, float]:
        """Return the distinct shingles shared, and their share of a's and of b's."""
        first, second = np.unique(self.of(a)), np.unique(self.of(b))
        common = len(np.intersect1d(first, second, assume_unique=True))
        return common, round(common / max(len(first), 1), 4), round(common / max(len(second), 1), 4)

    def longest_passage(self, a: int, b: int) -> int:
        """Return the words of the longest run of a whose shingles b holds too."""
        held = np.isin(self.of(a), self.of(b))
        edges = np.flatnonzero(np.diff(np.concatenate([[False], held, [False]])))
        return int((edges[1::2] - edges[::2]).max(initial=-_SHINGLE + 1)) + _SHINGLE - 1


def _are_near(dates: pa.ChunkedArray, stories: list[str], left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    days = pc.fill_null(dates.cast(pa.int32()), 0).to_numpy().astype(np.int64)
    unknown = dates.is_null().to_numpy()
    story = np.unique(np.array(stories, dtype=object), return_inverse=True)[1] if stories else np.zeros(0, np.int64)
    return np.asarray(
        (np.abs(days[left] - days[right]) <= WINDOW_DAYS)
        | unknown[left]
        | unknown[right]
        | (story[left] == story[right])
    )


# --- origins --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Credit:
    """An agency that an article credits: ``is_whole`` when for the text, else for a contribution."""

    agency: str
    is_whole: bool


def find_origins(
    articles: pa.Table,
    segments: pa.Table,
    copies: pa.Table,
    outlets: Mapping[str, Outlet],
    agencies: Mapping[str, Agency],
) -> pa.Table:
    """Say of each article where its text comes from.

    Args:
        articles: columns ``article_id``, ``outlet``, ``byline``, ``published_at``, ``text`` of the articles table.
        segments: the segments table; its credit and legal paragraphs are read.
        copies: the ``article_copies`` table of the same articles.
        outlets: seed table of outlets, for publisher families.
        agencies: seed table of news agencies.

    Returns:
        The ``article_origins`` table, one row per article, sorted by article. Articles joined by copying (half of one's
        words outside quotation marks stand in the other) share an ``origin_id``: the id of the one that an agency
        wrote or that came first.
    """
    columns = ["article_id", "outlet", "byline", "published_at", "text"]
    rows = articles.select(columns).sort_by("article_id").to_pylist()
    credit_lines = _collect_credit_lines(rows, segments)
    names = _index_agencies(agencies)
    families = _index_families(outlets)
    credited = {row["article_id"]: _find_credits(row, credit_lines[row["article_id"]], names) for row in rows}
    own_agency = {row["article_id"]: names.get((row["outlet"] or "").casefold()) for row in rows}
    wire = {
        article: own_agency[article] or next((c.agency for c in found if c.is_whole), None)
        for article, found in credited.items()
    }
    times = {row["article_id"]: row["published_at"] for row in rows}

    def rank(article: str) -> _Rank:
        """Sort the likeliest origin first: an agency's own, a credited copy, then the earliest."""
        time = times[article]
        return (own_agency[article] is None, wire[article] is None, time.timestamp() if time else inf, article)

    root = _find_roots(copies, rank)
    result = []
    for row in rows:
        article = row["article_id"]
        origin = root.get(article, article)
        agency = wire[article] or wire[origin]
        kind = "wire" if agency else "own" if origin == article else "copy"
        result.append(
            {
                "article_id": article,
                "origin_kind": kind,
                "agency": agency,
                "is_credited": None if agency is None else wire[article] is not None,
                "contributors": sorted({c.agency for c in credited[article] if not c.is_whole} - {agency}),
                "origin_article_id": None if origin == article else origin,
                "publisher_family": families.get((row["outlet"] or "").casefold()),
                "origin_id": origin,
            }
        )
    return pa.Table.from_pylist(result, schema=ARTICLE_ORIGINS.schema)


def _find_roots(copies: pa.Table, rank: Callable[[str], _Rank]) -> dict[str, str]:
    """Return for each article that was copied or is a copy the origin of all that copying joins."""
    near: dict[str, set[str]] = defaultdict(set)
    for row in copies.to_pylist():
        if max(row["own_words_a_in_b"], row["own_words_b_in_a"]) >= _COPY:
            near[row["article_id_a"]].add(row["article_id_b"])
            near[row["article_id_b"]].add(row["article_id_a"])
    root: dict[str, str] = {}
    for start in sorted(near):
        if start in root:
            continue
        members, pending = {start}, [start]
        while pending:
            fresh = near[pending.pop()] - members
            members |= fresh
            pending.extend(fresh)
        first = min(members, key=rank)
        root.update(dict.fromkeys(members, first))
    return root


def _index_agencies(agencies: Mapping[str, Agency]) -> dict[str, str]:
    return {name.casefold(): agency.agency for agency in agencies.values() for name in (agency.agency, *agency.aliases)}


def _index_families(outlets: Mapping[str, Outlet]) -> dict[str, str]:
    return {
        name.casefold(): outlet.publisher_family
        for outlet in outlets.values()
        if outlet.publisher_family
        for name in (outlet.outlet, *outlet.aliases)
    }


def _collect_credit_lines(rows: Iterable[Mapping[str, object]], segments: pa.Table) -> dict[str, list[str]]:
    texts = {row["article_id"]: str(row["text"]) for row in rows}
    lines: dict[str, list[str]] = {str(article): [] for article in texts}
    for segment in segments.filter(pc.is_in(segments["role"], pa.array(["credit", "legal"]))).to_pylist():
        if segment["article_id"] in texts:
            lines[segment["article_id"]].append(texts[segment["article_id"]][segment["start"] : segment["end"]])
    return lines


_DATELINE = re.compile(r"\(([^()\n]{2,40})\)\s*(?:[-\u2013\u2014:]|$)")
_PART = re.compile(r"additional reporting|contributed|with (?:reporting|files|additional)|reporting by", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s*(?:[,;/|&]|\band\b|\bwith\b|\bby\b|\bfor\b|\bin\b)\s*", re.IGNORECASE)


def _find_credits(row: Mapping[str, object], lines: list[str], names: Mapping[str, str]) -> list[_Credit]:
    """Read agencies from the byline, the dateline and the credit lines of an article."""
    found = []
    byline = row["byline"]
    writers = list(byline) if isinstance(byline, list) else []
    by_agency = [names.get(writer.strip().casefold()) for writer in writers]
    # "Jane Roe and AP" is a shared byline, "AP" alone an agency's text.
    found += [_Credit(agency, all(by_agency)) for agency in by_agency if agency]
    opening = str(row["text"])[:400]
    found += [
        _Credit(names[match[1].strip().casefold()], True)
        for match in _DATELINE.finditer(opening)
        if match[1].strip().casefold() in names
    ]
    for line in lines:
        is_part = bool(_PART.search(line))
        pieces = [piece.strip(" .()[]\u2013\u2014-").casefold() for piece in _SEPARATORS.split(_PART.sub(",", line))]
        found += [_Credit(names[piece], not is_part) for piece in pieces if piece in names]
    return found
