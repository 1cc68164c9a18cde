"""Copies: articles that share their prose, and those that share a passage of it.

Shared passages are found by word shingles (Broder 1997) that few articles hold. Only prose counts: what an outlet puts
around it (appeals, notices, links, lines that return) joins nothing. Words inside quotation marks do not make a copy:
two reporters at one speech write down the same sentences.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.match.text import BOUNDARY, Ints, encode_texts, hash_shingles, join_rare, map_words
from transforms.records import READ_ROLES, Role
from transforms.tables import ARTICLE_COPIES, SHARED_PASSAGES

WINDOW_DAYS = 14
"""Articles further apart are compared only inside a story."""

_SHINGLE = 5  # words
_CROWD = 40  # shingles that more articles hold are boilerplate or phrases: they find no candidates
_SAMPLE = 4  # one shingle in four finds candidates
_LEAST_SAMPLED = 3
_LEAST_CONTAINMENT, _LEAST_PASSAGE = 0.1, 25
_COPY = 0.5  # share of one article's own words in the other that makes a copy
_LEAST_OWN = 10  # own shingles that both hold: half of a line or two is chance
_QUOTED = '"[^"\n]*"|\u201c[^\u201d\n]*(?:\u201d|\n|$)'  # an unclosed one ends with its paragraph

_BATCH_TEXTS = 5_000  # are Python's at a time

_WORD = re.compile(r"\w+")

Hashes = npt.NDArray[np.uint64]


NEWS_ROLES = frozenset(Role) - {Role.PROMOTION, Role.LEGAL, Role.LINK, Role.REPEATED, Role.BIO, Role.BOX}
"""What may tell of the event: all but what an outlet puts around any of its articles."""


def blank_clutter(articles: pa.Table, segments: pa.Table, roles: frozenset[Role] = READ_ROLES) -> pa.Table:
    """Return the articles with line ends in their texts in place of all that has another role, so that offsets hold.

    Args:
        articles: columns ``article_id``, ``text`` and any others.
        segments: columns ``article_id``, ``segment_no``, ``role``, ``start``, ``end``. An article without any is kept.
        roles: the roles that are kept; by default those of prose.
    """
    prose = segments.filter(pc.is_in(segments["role"], pa.array(sorted(roles)))).sort_by("start")
    has_segments = pc.unique(segments["article_id"])
    kept = [
        _blank_some(articles.slice(start, _BATCH_TEXTS), prose, has_segments)
        for start in range(0, articles.num_rows, _BATCH_TEXTS)
    ]
    texts = pa.chunked_array(kept, pa.string())
    return articles.set_column(articles.schema.get_field_index("text"), "text", texts)


def _blank_some(articles: pa.Table, prose: pa.Table, has_segments: pa.Array) -> pa.Array:
    prose = prose.filter(pc.is_in(prose["article_id"], articles["article_id"].combine_chunks()))
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for article_id, start, end in zip(*(prose[c].to_pylist() for c in ("article_id", "start", "end")), strict=True):
        spans[article_id].append((start, end))
    is_cut = pc.is_in(articles["article_id"], has_segments).to_pylist()
    ids, texts = (articles[column].to_pylist() for column in ("article_id", "text"))
    kept = [
        _keep_spans(text, spans[article_id]) if cut else text
        for article_id, text, cut in zip(ids, texts, is_cut, strict=True)
    ]
    return pa.array(kept, pa.string())


def _keep_spans(text: str, spans: list[tuple[int, int]]) -> str:
    pieces, place = [], 0
    for start, end in spans:
        pieces += ["\n" * (start - place), text[start:end]]
        place = end
    return "".join([*pieces, "\n" * (len(text) - place)])


def match_copies(articles: pa.Table, stories: pa.Table) -> pa.Table:
    """Find copies among articles.

    Args:
        articles: columns ``article_id``, ``published_date``, ``text`` of the articles table, in any order; the texts
            without what is no prose (`blank_clutter`).
        stories: the ``stories`` table of the same articles.

    Returns:
        The ``article_copies`` table, sorted by its key: pairs of one story or at most WINDOW_DAYS apart (undated
        articles: any distance) of which one holds half of the other's words outside quotation marks.
    """
    return pick_copies(measure_copies(articles, stories))


def pick_copies(pairs: pa.Table) -> pa.Table:
    """Return those of the pairs that are copies, for ``article_copies``."""
    return pairs.filter(_are_copies(pairs))


def _are_copies(pairs: pa.Table) -> pa.ChunkedArray:
    own = pc.max_element_wise(pairs["own_words_a_in_b"], pairs["own_words_b_in_a"])
    return pc.and_(pc.greater_equal(own, _COPY), pc.greater_equal(pairs["own_shared_shingles"], _LEAST_OWN))


def find_passages(pairs: pa.Table, articles: pa.Table) -> pa.Table:
    """Return the ``shared_passages`` table: what pairs share that are no copies.

    Args:
        pairs: as `measure_copies` gives them. Those of which one holds a tenth of the other's shingles, or a passage of
            25 words, are in the table.
        articles: the articles they were measured on.
    """
    share = pc.max_element_wise(pairs["containment_a_in_b"], pairs["containment_b_in_a"])
    is_long = pc.greater_equal(pairs["longest_passage_words"], _LEAST_PASSAGE)
    is_shared = pc.or_(pc.greater_equal(share, _LEAST_CONTAINMENT), is_long)
    rows = pairs.filter(pc.and_(is_shared, pc.invert(_are_copies(pairs)))).to_pylist()
    named = pa.array(sorted({row[name] for row in rows for name in ("article_id_a", "article_id_b")}), pa.string())
    articles = articles.filter(pc.is_in(articles["article_id"], named))
    texts = dict(zip(*(articles[column].to_pylist() for column in ("article_id", "text")), strict=True))
    for row in rows:
        row |= _find_passage(texts[row["article_id_a"]], texts[row["article_id_b"]])
    return pa.Table.from_pylist(rows, schema=SHARED_PASSAGES.schema)


def _find_passage(a: str, b: str) -> dict[str, int]:
    """Return where the longest run of words that both hold stands, the first in a among equals."""
    words_a, words_b = list(_WORD.finditer(a)), list(_WORD.finditer(b))
    folded_a, folded_b = [w[0].lower() for w in words_a], [w[0].lower() for w in words_b]
    places = defaultdict(list)
    for k in range(len(folded_b) - _SHINGLE + 1):
        places[tuple(folded_b[k : k + _SHINGLE])].append(k)
    best = (0, 0, 0)
    runs: dict[int, int] = {}
    for i in range(len(folded_a) - _SHINGLE + 1):
        # a run that ends at k of b goes on at k + 1
        runs = {k: runs.get(k - 1, 0) + 1 for k in places.get(tuple(folded_a[i : i + _SHINGLE]), ())}
        for k, length in runs.items():
            best = max(best, (length, length - i, k), key=lambda one: one[:2])
    length, offset, k = best
    if not length:
        return {"start_a": 0, "end_a": 0, "start_b": 0, "end_b": 0, "passage_words": 0}
    i, words = length - offset, length + _SHINGLE - 1
    first_a, first_b = i - length + 1, k - length + 1
    return {
        "start_a": words_a[first_a].start(),
        "end_a": words_a[first_a + words - 1].end(),
        "start_b": words_b[first_b].start(),
        "end_b": words_b[first_b + words - 1].end(),
        "passage_words": words,
    }


def measure_copies(articles: pa.Table, stories: pa.Table, known: pa.Table | None = None) -> pa.Table:
    """Measure all pairs of articles that may share long passages, sorted by key; see `match_copies`.

    Args:
        articles: as there.
        stories: as there.
        known: pairs that were measured before, of articles whose prose has not changed: what two articles share
            depends on nothing else.
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
