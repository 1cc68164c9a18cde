"""Copies: articles that share their prose, and those that share a passage of it.

Shared passages are found by word shingles (Broder 1997) that few articles hold. Only prose counts: what an outlet puts
around it (appeals, notices, links, lines that return) joins nothing. Words inside quotation marks do not make a copy:
two reporters at one speech write down the same sentences.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.lexicon import load_chosen
from transforms.match.text import BOUNDARY, Ints, encode_texts, hash_shingles, join_rare, map_words
from transforms.records import READ_ROLES, Role
from transforms.tables import ARTICLE_COPIES, SHARED_PASSAGES

WINDOW_DAYS = 14
"""Articles further apart are compared only inside a story."""

_SHINGLE = 5  # words
_CROWD = 40  # shingles that more articles hold are boilerplate or phrases: they find no candidates
_SAMPLE = 4  # one shingle in four finds candidates
_LEAST_SAMPLED = 3
_QUOTED = '"[^"\n]*"|\u201c[^\u201d\n]*(?:\u201d|\n|$)'  # an unclosed one ends with its paragraph

_BATCH_TEXTS = 5_000  # are Python's at a time
_READ_ARTICLES = 10_000  # whose words are held at a time
_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that it has an inverse among the numbers below 2 ** 64
_INVERSE = np.uint64(pow(int(_BASE), -1, 2**64))
_KEY = ("article_id_a", "article_id_b")

_WORD = re.compile(r"\w+")

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What was chosen on pairs of articles that were read (``data/models/copies.json``).

    Attributes:
        copy: the least share of one article's own words in the other that makes a copy.
        least_own: the fewest own shingles that both hold: half of a line or two is chance.
        least_containment: the least share of one's shingles in the other that makes a shared passage.
        least_passage: words of a passage that makes one by itself.
        wire_text: the least share of an article's own words in an agency's text that makes it that text, credited or
            not.
    """

    copy: float
    least_own: int
    least_containment: float
    least_passage: int
    wire_text: float


CHOSEN = load_chosen("copies", _Chosen)
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
    return pc.and_(pc.greater_equal(own, CHOSEN.copy), pc.greater_equal(pairs["own_shared_shingles"], CHOSEN.least_own))


def find_passages(pairs: pa.Table, articles: pa.Table, known: pa.Table | None = None) -> pa.Table:
    """Return the ``shared_passages`` table, sorted by its key: what pairs share that are no copies.

    Args:
        pairs: as `measure_copies` gives them. Those of which one holds a tenth of the other's shingles, or a passage of
            25 words, are in the table.
        articles: the articles they were measured on.
        known: rows of the table that were found before, of articles whose prose has not changed.
    """
    share = pc.max_element_wise(pairs["containment_a_in_b"], pairs["containment_b_in_a"])
    is_long = pc.greater_equal(pairs["longest_passage_words"], CHOSEN.least_passage)
    is_shared = pc.or_(pc.greater_equal(share, CHOSEN.least_containment), is_long)
    wanted = pairs.filter(pc.and_(is_shared, pc.invert(_are_copies(pairs))))
    before = {} if known is None else {pair: row for row, pair in enumerate(_list_keys(known))}
    is_known = pa.array([pair in before for pair in _list_keys(wanted)], pa.bool_())
    kept = pa.array([before[pair] for pair in _list_keys(wanted) if pair in before], pa.int64())
    rows = wanted.filter(pc.invert(is_known)).to_pylist()
    named = pa.array(sorted({row[name] for row in rows for name in _KEY}), pa.string())
    articles = articles.filter(pc.is_in(articles["article_id"], named))
    texts = dict(zip(*(articles[column].to_pylist() for column in ("article_id", "text")), strict=True))
    vocabulary = _Vocabulary()
    read = lru_cache(_READ_ARTICLES)(lambda article: vocabulary.read(texts[article]))
    for row in rows:
        row |= _find_passage(read(row["article_id_a"]), read(row["article_id_b"]), row["longest_passage_words"])
    found = pa.Table.from_pylist(rows, schema=SHARED_PASSAGES.schema)
    tables = [found] if known is None else [found, known.take(kept)]
    return pa.concat_tables(tables).sort_by([(name, "ascending") for name in _KEY])


def _list_keys(pairs: pa.Table) -> list[tuple[str, str]]:
    return list(zip(*(pairs[name].to_pylist() for name in _KEY), strict=True))


class _Vocabulary:
    """A number for each word, drawn once: sums of words' numbers, each times a power, tell runs of words apart."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._chance = random.Random(0)

    def read(self, text: str) -> _Folded:
        """Return the words of a text."""
        words = list(_WORD.finditer(text))
        numbers = [self._number(word[0].lower()) for word in words]
        with np.errstate(over="ignore"):
            powers = np.cumprod(np.full(len(words) + 1, _BASE), dtype=np.uint64)
            sums = np.cumsum(np.array(numbers, np.uint64) * powers[:-1], dtype=np.uint64)
        starts, ends = (np.array([word.span()[side] for word in words], np.int32) for side in (0, 1))
        return _Folded(starts, ends, np.concatenate([np.zeros(1, np.uint64), sums]))

    def _number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = self._chance.getrandbits(64)
        return number


@dataclass(frozen=True, slots=True)
class _Folded:
    """The words of a text: where each begins and ends, and the sums of their numbers up to it (Karp and Rabin 1987)."""

    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    sums: Hashes

    def hash_runs(self, length: int) -> Hashes:
        """Return a hash of each run of so many words."""
        count = len(self.sums) - length
        with np.errstate(over="ignore"):
            # the power of a run's place is taken out by that of all places behind it
            rest = np.cumprod(np.full(max(count, 0), _INVERSE), dtype=np.uint64)
            return np.asarray((self.sums[length:] - self.sums[: max(count, 0)]) * rest, dtype=np.uint64)


def _find_passage(a: _Folded, b: _Folded, guess: int) -> dict[str, int]:
    """Return where the longest run of words that both hold stands, the first in a and then in b among equals.

    Args:
        a: the words of one article.
        b: those of the other.
        guess: how long it may be.
    """

    def share(length: int) -> bool:
        return not set(a.hash_runs(length).tolist()).isdisjoint(b.hash_runs(length).tolist())

    most = min(len(a.starts), len(b.starts))
    if most < _SHINGLE or not share(_SHINGLE):
        return {"start_a": 0, "end_a": 0, "start_b": 0, "end_b": 0, "passage_words": 0}
    low, high = _SHINGLE, most + 1  # they share a run of the one, none of the other
    probe = guess
    while high - low > 1:
        probe = min(max(probe, low + 1), high - 1)
        low, high = (probe, high) if share(probe) else (low, probe)
        probe = probe + 1 if low == guess else (low + high) // 2
    ours, theirs = a.hash_runs(low), b.hash_runs(low)
    i = int(np.flatnonzero(np.isin(ours, theirs))[0])
    k = int(np.flatnonzero(theirs == ours[i])[0])
    return {
        "start_a": int(a.starts[i]),
        "end_a": int(a.ends[i + low - 1]),
        "start_b": int(b.starts[k]),
        "end_b": int(b.ends[k + low - 1]),
        "passage_words": low,
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
    distinct, distinct_own = whole.keep_distinct(), own.keep_distinct()
    rows = []
    for a, b in pairs:
        row = before.get((ids[a], ids[b]))
        if row is None:
            common, in_a, in_b = _overlap(distinct(a), distinct(b))
            own_common, own_a, own_b = _overlap(distinct_own(place[a]), distinct_own(place[b]))
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


def _overlap(first: Hashes, second: Hashes) -> tuple[int, float, float]:
    """Return how many distinct shingles two articles share, and their share of the one's and of the other's."""
    places = np.searchsorted(second, first)
    common = int(np.count_nonzero(second[np.minimum(places, len(second) - 1)] == first)) if len(second) else 0
    return common, round(common / max(len(first), 1), 4), round(common / max(len(second), 1), 4)


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

    def keep_distinct(self) -> Callable[[int], Hashes]:
        """Return what gives the distinct shingles of an article, sorted, and holds those of the last ones asked for."""
        return lru_cache(_READ_ARTICLES)(lambda article: np.unique(self.of(article)))

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
