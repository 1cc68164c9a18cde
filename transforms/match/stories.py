"""Stories: articles that report the same event.

An article becomes a unit vector of weighted words and word pairs, early words counting more. Articles of one window
of days are joined by average linkage (Sokal and Michener 1958) over their cosines, kept as a sparse graph. The bar
for joining rises where many articles are rather alike: in a week full of one topic, its words tell stories apart less.
"""

from __future__ import annotations

import heapq
import itertools
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from transforms.ids import make_id
from transforms.lexicon import UNSEEN_PER_MILLION, load_chosen, load_frequencies
from transforms.match.kinds import find_kind
from transforms.match.text import BOUNDARY, Bools, Floats, Ints, Tokens, encode_texts, multiply_rows, stem_word
from transforms.tables import ARTICLE_KIND_ROWS, STORIES

WINDOW_DAYS = 7
"""Articles further apart are not compared; a story lasts longer when its articles follow each other closely."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What was chosen on labelled stories (``data/models/stories.json``).

    Attributes:
        bar: the least mean cosine of two clusters that join.
        bar_per_neighbour: what the bar rises by the mean cosine of an article's neighbours.
        neighbour_ceiling: the most that mean may count.
        nearest: the first neighbour, by likeness, that counts for it.
        furthest: the last one, exclusive.
        per_day: taken off a cosine for every day between two articles.
        fading_words: words of the body after which a word's weight has fallen by a factor of e.
        late_word: the weight towards which it falls.
        headline_word: the weight of a headline's word.
        name_word: the factor of a name.
        pairs_share: the share of the cosine that word pairs make.
        common_per_million: words in more sentences of a million make no pairs.
        prior_articles: what the background counts against the window's own frequencies, in articles.
        one_form: the least share of their other words that two articles of one form share.
        other_names: the largest share of leading names that two such articles of different events share.
        leading_words: how many words of an article are its leading ones.
    """

    bar: float
    bar_per_neighbour: float
    neighbour_ceiling: float
    nearest: int
    furthest: int
    per_day: float
    fading_words: float
    late_word: float
    headline_word: float
    name_word: float
    pairs_share: float
    common_per_million: float
    prior_articles: float
    one_form: float
    other_names: float
    leading_words: int


_CHOSEN = load_chosen("stories", _Chosen)
_FLOOR, _FLOOR_PER_TENFOLD, _HIGHEST_FLOOR = 0.05, 0.04, 0.12  # cosines below are taken for 0; rises from
_FLOOR_ARTICLES = 1_000.0  # this many articles in the window on, so that the pairs kept stay few
_MAX_WORDS = 700
_BLOCK = 1_000
_EXACT_ARTICLES = 2_000  # in larger windows, pairs are found by their heaviest features
_FINDING_FEATURES, _CROWD, _FINDING_SHARE = 50, 500, 0.3
_CROWD_ARTICLES, _CROWD_CELLS = 32, 8  # so many clusters, and a pair for so many cells of a matrix, are a crowd

_UNDATED = np.iinfo(np.int64).min
_Pairs = tuple[Ints, Ints, Floats]
_NO_PAIRS: _Pairs = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


def match_stories(articles: pa.Table, previous: pa.Table | None = None) -> pa.Table:
    """Group articles by event.

    Args:
        articles: columns ``article_id``, ``published_at``, ``published_date``, ``headline``, ``text`` of the articles
            table, in any order.
        previous: ``stories`` of an earlier run. Its articles keep their story ids, whatever joins them; two of its
            stories are never merged. Rows about articles that are not in ``articles`` are ignored.

    Returns:
        The ``stories`` table, one row per article, sorted by article. A new story's id comes from its earliest
        article (by ``published_at``, then id; undated last). Undated articles join a dated story or one another.
    """
    return _match(articles, previous)[0]


def describe_stories(
    articles: pa.Table, phrases: Mapping[tuple[str, str], str], previous: pa.Table | None = None
) -> tuple[pa.Table, pa.Table]:
    """Group articles by event, and say of each what kind it is and how like the others of its story.

    Args:
        articles: as for `match_stories`, with the column ``url``.
        phrases: kinds of articles by place and phrase.
        previous: as for `match_stories`.

    Returns:
        The tables ``stories`` and ``article_kinds``, sorted by article.
    """
    stories, vectors = _match(articles, previous)
    rows = articles.select(["article_id", "headline", "url"]).sort_by("article_id").to_pylist()
    kinds = {
        "article_id": stories["article_id"],
        "kind": [find_kind(row["headline"], row["url"], phrases) for row in rows],
        "likeness": _measure_likeness(vectors, stories["story_id"].to_pylist()),
    }
    return stories, pa.table(kinds, schema=ARTICLE_KIND_ROWS.schema)


def _measure_likeness(vectors: sp.csr_array, story_of: list[str]) -> list[float | None]:
    """Return the mean cosine of each article with the others of its story, None for one that is alone."""
    members: dict[str, list[int]] = defaultdict(list)
    for number, story in enumerate(story_of):
        members[story].append(number)
    found: list[float | None] = [None] * len(story_of)
    for numbers in members.values():
        if len(numbers) > 1:
            rows = vectors[numbers]
            sums = rows @ np.asarray(rows.sum(axis=0)).ravel() - np.asarray(rows.power(2).sum(axis=1)).ravel()
            for number, likeness in zip(numbers, sums / (len(numbers) - 1), strict=True):
                found[number] = round(float(likeness), 4)
    return found


def _match(articles: pa.Table, previous: pa.Table | None) -> tuple[pa.Table, sp.csr_array]:
    """Return the stories, and the vectors of the articles in their order."""
    articles = articles.select(["article_id", "published_at", "published_date", "headline", "text"]).sort_by(
        "article_id"
    )
    ids: list[str] = articles["article_id"].to_pylist()
    days = _day_numbers(articles["published_date"])
    vectors = _make_vectors(articles, days)
    earlier = dict(zip(*(previous[c].to_pylist() for c in ("article_id", "story_id")), strict=True)) if previous else {}
    clusters = _Clusters([earlier.get(article) for article in ids], days)
    forms = _Forms.read(articles)
    clusters.merge(*forms.part(*_find_pairs(vectors, days)))
    if (days == _UNDATED).any():
        clusters.lock_dated()
        clusters.merge(*forms.part(*_find_pairs_of_undated(vectors, days)))
    times = pc.fill_null(articles["published_at"].cast(pa.int64()), np.iinfo(np.int64).max).to_pylist()
    story_of: list[str] = [""] * len(ids)
    for cluster in clusters.alive.values():
        founder = min(cluster.members, key=lambda i: (times[i], ids[i]))
        story = cluster.story_id or make_id("s", ids[founder])
        for member in cluster.members:
            story_of[member] = story
    return pa.table({"article_id": ids, "story_id": story_of}, schema=STORIES.schema), vectors


def _day_numbers(dates: pa.ChunkedArray) -> Ints:
    return np.asarray(pc.fill_null(dates.cast(pa.int32()).cast(pa.int64()), int(_UNDATED)), dtype=np.int64)


# --- vectors --------------------------------------------------------------------------------------------------------


def _make_vectors(articles: pa.Table, days: Ints) -> sp.csr_array:
    """Return one unit row per article: words and pairs of words, weighted by position, rarity and being a name."""
    heads = encode_texts(articles["headline"])
    bodies = encode_texts(pc.utf8_slice_codeunits(articles["text"], 0, _MAX_WORDS * 10))
    words = sorted({stem_word(w.lower()) for w in (*heads.words, *bodies.words) if w != BOUNDARY})
    number = {word: i for i, word in enumerate(words)}
    frequencies = load_frequencies()
    per_million = np.array([frequencies.get(word, UNSEEN_PER_MILLION) for word in words])
    vocabularies = [_Words.read(tokens, number) for tokens in (heads, bodies)]
    singles, pairs = [], []
    for start in range(0, len(days), _BLOCK):
        stop = min(start + _BLOCK, len(days))
        streams = [_position_words(t.slice(start, stop), v) for t, v in zip((heads, bodies), vocabularies, strict=True)]
        streams[0].weight[:] = _CHOSEN.headline_word
        stream = _Stream.join(streams)
        singles.append(_count_words(stream, stop - start, len(words)))
        pairs.append(_pair_words(stream, per_million))
    # Side by side, the blocks' cosines add up with these shares.
    blocks = [
        _normalise(_weigh(_stack(singles), per_million, days), 1 - _CHOSEN.pairs_share),
        _normalise(_weigh(_count_pairs(pairs, len(days)), None, days), _CHOSEN.pairs_share),
    ]
    return sp.csr_array(sp.hstack(blocks))


def _count_words(stream: _Stream, rows: int, words: int) -> sp.csr_array:
    """Return the summed weight of each word in each article; of names the square counts, as a root is drawn later."""
    counts = _count(stream.row, stream.stem, stream.weight, rows, words)
    names = _count(stream.row, stream.stem, stream.is_name.astype(float), rows, words)
    counts.data *= np.where(names.data > 0, np.float32(_CHOSEN.name_word**2), np.float32(1))
    return counts


def _count_pairs(blocks: list[tuple[Ints, Ints, Floats]], rows: int) -> sp.csr_array:
    """Return the summed weight of each pair of words in each article; the blocks are used up."""
    pairs = np.unique(np.concatenate([np.zeros(0, np.int64), *(np.unique(pair) for _, pair, _ in blocks)]))
    counts = []
    for start in range(0, rows, _BLOCK):
        row, pair, weight = blocks.pop(0)
        counts.append(_count(row, np.searchsorted(pairs, pair), weight, min(_BLOCK, rows - start), len(pairs)))
    return _stack(counts)


def _stack(parts: list[sp.csr_array]) -> sp.csr_array:
    return sp.csr_array(sp.vstack(parts) if parts else np.zeros((0, 0), dtype=np.float32))


@dataclass(frozen=True, slots=True)
class _Words:
    """The stem of each word code (-1 for a sentence end), and whether it is written with a capital."""

    stem: Ints
    capital: Bools

    @classmethod
    def read(cls, tokens: Tokens, number: dict[str, int]) -> _Words:
        return cls(
            np.array([-1 if w == BOUNDARY else number[stem_word(w.lower())] for w in tokens.words], dtype=np.int64),
            np.array([w[:1].isupper() for w in tokens.words], dtype=bool),
        )


@dataclass(frozen=True, slots=True)
class _Stream:
    """Tokens with the article, the stem (-1 for a sentence end), the weight of the position, and whether a name."""

    row: Ints
    stem: Ints
    weight: Floats
    is_name: Bools

    @classmethod
    def join(cls, parts: list[_Stream]) -> _Stream:
        return cls(
            *(np.concatenate([getattr(p, name) for p in parts]) for name in ("row", "stem", "weight", "is_name"))
        )


def _position_words(tokens: Tokens, words: _Words) -> _Stream:
    row, stem = tokens.rows, words.stem[tokens.codes]
    position = np.arange(len(row)) - tokens.offsets[row]
    # A capital after a sentence end says nothing; neither does one in a headline, but those weigh enough.
    after_end = np.ones(len(row), dtype=bool)
    after_end[1:] = (stem[:-1] < 0) | (row[1:] != row[:-1])
    weight = _CHOSEN.late_word + (1 - _CHOSEN.late_word) * np.exp(-position / _CHOSEN.fading_words)
    keep = position < _MAX_WORDS
    return _Stream(row[keep], stem[keep], weight[keep], (words.capital[tokens.codes] & ~after_end)[keep])


def _pair_words(stream: _Stream, per_million: Floats) -> tuple[Ints, Ints, Floats]:
    """Return row, number and weight of neighbouring words, common ones skipped; the number stands for both stems."""
    common = np.append(per_million > _CHOSEN.common_per_million, False)
    keep = ~common[stream.stem]
    row, stem, weight = stream.row[keep], stream.stem[keep], stream.weight[keep]
    together = (row[1:] == row[:-1]) & (stem[1:] >= 0) & (stem[:-1] >= 0)
    pairs = stem[:-1][together] * len(per_million) + stem[1:][together]
    return row[1:][together].astype(np.int32), pairs, weight[1:][together].astype(np.float32)


def _count(row: Ints, column: Ints, weight: Floats, rows: int, columns: int) -> sp.csr_array:
    keep = column >= 0
    places = (row[keep].astype(np.int32), column[keep].astype(np.int32))
    matrix = sp.coo_array((weight[keep].astype(np.float32), places), shape=(rows, columns)).tocsr()
    matrix.sort_indices()
    return matrix


def _weigh(matrix: sp.csr_array, per_million: Floats | None, days: Ints) -> sp.csr_array:
    """Return the square root of each summed weight, times the rarity of the feature in the article's window."""
    background = 0.0 if per_million is None else per_million * 1e-6 * _CHOSEN.prior_articles
    present = sp.csr_array((np.ones_like(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)
    for members, window in _windows(days):
        in_window = np.asarray(present[window].sum(axis=0)).ravel() + background
        for i in members:
            span = slice(matrix.indptr[i], matrix.indptr[i + 1])
            rarity = np.log((_CHOSEN.prior_articles + len(window)) / (in_window[matrix.indices[span]] + 0.5))
            matrix.data[span] = np.sqrt(matrix.data[span]) * np.maximum(rarity, 0.0)
    return matrix


def _windows(days: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Yield the articles of each day with those up to WINDOW_DAYS around; the undated have themselves."""
    order = np.argsort(days, kind="stable")
    ordered = days[order]
    for day in np.unique(days):
        low, high = np.searchsorted(ordered, [day, day + 1])
        if day == _UNDATED:
            first, last = low, high
        else:
            first, last = np.searchsorted(ordered, [max(day - WINDOW_DAYS, _UNDATED + 1), day + WINDOW_DAYS + 1])
        yield order[low:high], order[first:last]


def _pick_heaviest(matrix: sp.csr_array) -> sp.csr_array:
    """Return the matrix with the heaviest _FINDING_FEATURES of each row, all else empty."""
    chosen = [np.zeros(0, np.int64)]
    for start, end in itertools.pairwise(matrix.indptr.tolist()):
        if end - start > _FINDING_FEATURES:
            heaviest = np.argpartition(-matrix.data[start:end], _FINDING_FEATURES)[:_FINDING_FEATURES]
            chosen.append(start + np.sort(heaviest))
        else:
            chosen.append(np.arange(start, end))
    kept = np.concatenate(chosen)
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))[kept]
    return sp.csr_array((matrix.data[kept], (row, matrix.indices[kept])), shape=matrix.shape)


def _normalise(matrix: sp.csr_array, share: float) -> sp.csr_array:
    """Return the matrix with rows whose squares sum to ``share``."""
    lengths = np.sqrt(matrix.power(2) @ np.ones(matrix.shape[1]))
    scale = (np.sqrt(share) / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
    # not by a product, which would leave the indices of a row unsorted, and elementwise products slow
    data = matrix.data * np.repeat(scale, np.diff(matrix.indptr))
    return sp.csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)


# --- pairs ----------------------------------------------------------------------------------------------------------


def _find_pairs(vectors: sp.csr_array, days: Ints) -> _Pairs:
    """Return (i, j, cosine) of dated articles at most WINDOW_DAYS apart, cosine at least the floor.

    Works block by block along the days, so that memory holds one block against its window.
    """
    order = np.argsort(days, kind="stable")[np.count_nonzero(days == _UNDATED) :]
    ordered = days[order]
    finders = _pick_heaviest(vectors)
    found = [_NO_PAIRS]
    for start in range(0, len(order), _BLOCK):
        stop = min(start + _BLOCK, len(order))
        end = int(np.searchsorted(ordered, ordered[stop - 1] + WINDOW_DAYS + 1))
        left, right, cosine = _multiply(vectors, finders, order[start:stop], order[start:end])
        apart = np.abs(ordered[start + right] - ordered[start + left])
        keep = (right > left) & (apart <= WINDOW_DAYS)
        aged = cosine[keep] - _CHOSEN.per_day * apart[keep]
        found.append((order[start + left[keep]], order[start + right[keep]], aged))
    return _join_pairs(found)


def _find_pairs_of_undated(vectors: sp.csr_array, days: Ints) -> _Pairs:
    undated = np.flatnonzero(days == _UNDATED)
    finders = _pick_heaviest(vectors)
    found = [_NO_PAIRS]
    for start in range(0, len(undated), _BLOCK):
        block = undated[start : start + _BLOCK]
        left, right, cosine = _multiply(vectors, finders, block, np.arange(len(days)))
        keep = (days[right] != _UNDATED) | (right > block[left])
        found.append((block[left[keep]], right[keep], cosine[keep]))
    return _join_pairs(found)


def _join_pairs(parts: list[_Pairs]) -> _Pairs:
    left, right, cosine = (np.concatenate([part[k] for part in parts]) for k in range(3))
    return left.astype(np.int64), right.astype(np.int64), cosine


def _set_bars(count: int, left: Ints, right: Ints, cosine: Floats) -> Floats:
    """Return how alike each article must be to another: more, where many articles are rather alike.

    The closest neighbours are left out, so that a story of a few articles does not raise its own bar.
    """
    row, value = np.concatenate([left, right]), np.concatenate([cosine, cosine])
    order = np.lexsort((-value, row))
    row, value = row[order], value[order]
    rank = np.arange(len(row)) - np.searchsorted(row, row)
    further = (rank >= _CHOSEN.nearest) & (rank < _CHOSEN.furthest)
    crowding = np.bincount(row[further], weights=value[further], minlength=count) / (_CHOSEN.furthest - _CHOSEN.nearest)
    return np.asarray(_CHOSEN.bar + _CHOSEN.bar_per_neighbour * np.minimum(crowding, _CHOSEN.neighbour_ceiling))


def _multiply(vectors: sp.csr_array, finders: sp.csr_array, rows: Ints, others: Ints) -> _Pairs:
    """Return positions in ``rows`` and ``others`` and cosine of the pairs above the floor."""
    tenfolds = np.log10(max(len(others) / _FLOOR_ARTICLES, 1.0))
    floor = min(_FLOOR + _FLOOR_PER_TENFOLD * float(tenfolds), _HIGHEST_FLOOR)
    if len(others) <= _EXACT_ARTICLES:
        product = sp.coo_array(vectors[rows] @ vectors[others].T)
        i, j, cosine = product.row.astype(np.int64), product.col.astype(np.int64), product.data
    else:
        # All pairs would cost the square of the articles: look at those that share what both are about.
        right = finders[others]
        rare = np.bincount(right.indices, minlength=right.shape[1]) <= _CROWD
        product = sp.coo_array(finders[rows] @ sp.csr_array(right @ sp.diags_array(rare.astype(np.float32))).T)
        close = product.data >= floor * _FINDING_SHARE
        i, j = product.row[close].astype(np.int64), product.col[close].astype(np.int64)
        cosine = multiply_rows(vectors, vectors, rows[i], others[j])
    i, j, cosine = i[cosine >= floor], j[cosine >= floor], cosine[cosine >= floor]
    # Rounded, so that the order in which terms are summed cannot turn a tie.
    return i, j, np.asarray(np.round(cosine.astype(np.float64), 6))


@dataclass(frozen=True, slots=True)
class _Forms:
    """The words of each article that are no names or numbers, and the names among its first words, as rows of ones."""

    words: sp.csr_array
    names: sp.csr_array

    @classmethod
    def read(cls, articles: pa.Table) -> _Forms:
        """Read the bodies of articles: their headlines are often in capitals."""
        starts = range(0, articles.num_rows, _BLOCK)
        bodies = pa.chunked_array([_cut_bodies(articles.slice(start, _BLOCK)) for start in starts], pa.string())
        tokens = encode_texts(bodies)
        stems = [None if word == BOUNDARY else stem_word(word.lower()) for word in tokens.words]
        number = {stem: k for k, stem in enumerate(sorted({stem for stem in stems if stem is not None}))}
        words = _Words.read(tokens, number)
        digits = np.array([stem[:1].isdigit() for stem in number] + [False])  # the last is a sentence end
        kept: tuple[list[sp.csr_array], ...] = ([], [])
        for start in range(0, len(bodies), _BLOCK):
            some = tokens.slice(start, min(start + _BLOCK, len(bodies)))
            stream = _position_words(some, words)
            place = np.arange(len(stream.row)) - np.searchsorted(stream.row, stream.row)
            leading = stream.is_name & (place < _CHOSEN.leading_words)
            written = ~stream.is_name & ~digits[stream.stem]
            size = (len(some.offsets) - 1, len(number))
            for found, k in zip(kept, (written, leading), strict=True):
                found.append(_count(stream.row[k], stream.stem[k], np.ones(k.sum()), *size).sign())
        return cls(*map(_stack, kept))

    def part(self, left: Ints, right: Ints, cosine: Floats) -> _Pairs:
        """Return the pairs without those that tell of other names in one form of words: news made from a template."""
        close = np.flatnonzero(cosine >= _CHOSEN.bar)
        alike = _share(self.words, left[close], right[close]) >= _CHOSEN.one_form
        close = close[alike]
        apart = np.zeros(len(left), dtype=bool)
        apart[close] = _share(self.names, left[close], right[close]) <= _CHOSEN.other_names
        return left[~apart], right[~apart], cosine[~apart]


def _cut_bodies(articles: pa.Table) -> pa.Array:
    """Return the beginnings of texts behind their headlines."""
    head = pc.fill_null(pc.utf8_length(articles["headline"]), 0).to_pylist()
    texts = articles["text"].to_pylist()
    return pa.array([text[skip : skip + _MAX_WORDS * 10] for text, skip in zip(texts, head, strict=True)], pa.string())


def _share(sets: sp.csr_array, left: Ints, right: Ints) -> Floats:
    """Return what share of the words of either row both hold; all, where neither has any."""
    sizes = np.asarray(sets.sum(axis=1)).ravel()
    both = multiply_rows(sets, sets, left, right)
    union = sizes[left] + sizes[right] - both
    return np.asarray(np.where(union > 0, both / np.maximum(union, 1), 1.0))


# --- linkage --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Cluster:
    """Articles of one story so far; ``locked`` clusters never merge with each other."""

    members: list[int]
    days: list[int]  # sorted, undated left out
    story_id: str | None
    locked: bool
    bars: float = 0.0  # summed over members
    near: dict[int, float] = field(default_factory=dict)  # other cluster -> summed cosine
    version: int = 0


class _Clusters:
    """Agglomerates articles over a sparse graph; a cluster is called by its first article's number."""

    def __init__(self, story_ids: list[str | None], days: Ints) -> None:
        self.alive: dict[int, _Cluster] = {}
        self._home: list[int] = []
        named: dict[str, int] = {}
        for i, (story_id, day) in enumerate(zip(story_ids, days.tolist(), strict=True)):
            home = i if story_id is None else named.setdefault(story_id, i)
            self._home.append(home)
            cluster = self.alive.setdefault(home, _Cluster([], [], story_id, story_id is not None))
            cluster.members.append(i)
            if day != _UNDATED:
                insort(cluster.days, day)

    def lock_dated(self) -> None:
        """Keep stories that have dates from merging: an undated article must not bridge two of them."""
        for cluster in self.alive.values():
            cluster.locked = cluster.locked or bool(cluster.days)
            cluster.near.clear()

    def merge(self, left: Ints, right: Ints, cosine: Floats) -> None:
        """Join the two closest clusters until no two are close enough."""
        bars = _set_bars(len(self._home), left, right, cosine)
        for cluster in self.alive.values():
            cluster.bars = float(bars[cluster.members].sum())
        home = np.array(self._home, dtype=np.int64)
        # What no chain of close pairs connects can never join: most pairs need no look.
        close = cosine >= (bars[left] + bars[right]) / 2
        size = len(home)
        links = (np.append(home[left[close]], home), np.append(home[right[close]], np.arange(size)))
        _, part = connected_components(
            sp.coo_array((np.ones(len(links[0])), links), shape=(size, size)), directed=False
        )
        reachable = (part[left] == part[right]) & (home[left] != home[right])
        left, right, cosine = home[left[reachable]], home[right[reachable]], cosine[reachable]
        pairs, order = part[left], np.array(sorted(self.alive), np.int64)
        sizes = np.bincount(part[order], minlength=size)
        is_crowd = (sizes >= _CROWD_ARTICLES) & (sizes**2 <= _CROWD_CELLS * np.bincount(pairs, minlength=size))
        for crowd in np.flatnonzero(is_crowd).tolist():
            inside = pairs == crowd
            self._merge_crowd(order[part[order] == crowd], left[inside], right[inside], cosine[inside])
        sparse = ~is_crowd[pairs]
        self._merge_sparse(left[sparse], right[sparse], cosine[sparse])

    def _merge_sparse(self, left: Ints, right: Ints, cosine: Floats) -> None:
        """Join clusters of which most were not compared, or that are few."""
        for a, b, value in zip(left.tolist(), right.tolist(), cosine.tolist(), strict=True):
            first, second = self.alive[a], self.alive[b]
            if not (first.locked and second.locked):
                first.near[b] = first.near.get(b, 0.0) + value
                second.near[a] = second.near.get(a, 0.0) + value
        queue = [entry for a in self.alive for b in self.alive[a].near if a < b and (entry := self._propose(a, b))]
        heapq.heapify(queue)
        while queue:
            _, a, b, version_a, version_b = heapq.heappop(queue)
            one, other = self.alive.get(a), self.alive.get(b)
            if one and other and one.version == version_a and other.version == version_b:
                self._join(a, b)
                for c in one.near:
                    if entry := self._propose(min(a, c), max(a, c)):
                        heapq.heappush(queue, entry)

    def _merge_crowd(self, names: Ints, left: Ints, right: Ints, cosine: Floats) -> None:
        """Join clusters of which most were compared with most: the same steps on matrices, at a fraction of the cost.

        Args:
            names: the clusters, sorted.
            left: one cluster of each pair of articles.
            right: the other one.
            cosine: of the pair.
        """
        clusters = [self.alive[name] for name in names.tolist()]
        crowd = _Crowd(clusters, np.searchsorted(names, left), np.searchsorted(names, right), cosine)
        while (pair := crowd.find_closest()) is not None:
            crowd.join(*pair)
            self._unite(*names[list(pair)].tolist())

    def _propose(self, a: int, b: int) -> tuple[float, int, int, int, int] | None:
        first, second = self.alive[a], self.alive[b]
        comparable = _count_comparable(first, second)
        bar = (first.bars / len(first.members) + second.bars / len(second.members)) / 2
        surplus = first.near[b] / comparable - bar
        return (-surplus, a, b, first.version, second.version) if surplus >= 0 else None

    def _unite(self, a: int, b: int) -> _Cluster:
        """Put the articles of the second cluster into the first; return what was the second."""
        first, gone = self.alive[a], self.alive.pop(b)
        first.members.extend(gone.members)
        first.days = sorted(first.days + gone.days)
        first.bars += gone.bars
        first.story_id = first.story_id or gone.story_id
        first.locked = first.locked or gone.locked
        first.version += 1
        for member in gone.members:
            self._home[member] = a
        return gone

    def _join(self, a: int, b: int) -> None:
        gone, first = self._unite(a, b), self.alive[a]
        del first.near[b]
        for c, cosine in gone.near.items():
            if c == a:
                continue
            other = self.alive[c]
            del other.near[b]
            if first.locked and other.locked:
                other.near.pop(a, None)
                first.near.pop(c, None)
            else:
                first.near[c] = other.near[a] = first.near.get(c, 0.0) + cosine
        if gone.locked:
            for c in [c for c in first.near if self.alive[c].locked]:
                del first.near[c], self.alive[c].near[a]


class _Crowd:
    """Clusters of which most were compared with most, by their places in a list, as matrices.

    Of each cluster the closest behind it is kept, with how far they are over their bar: an upper bound where a join
    has changed that pair, which is looked at again only when it would be next (Müllner 2011, generic algorithm).
    """

    def __init__(self, clusters: Sequence[_Cluster], left: Ints, right: Ints, cosine: Floats) -> None:
        size = len(clusters)
        self._cosines = np.zeros((size, size))
        np.add.at(self._cosines, (np.minimum(left, right), np.maximum(left, right)), cosine)
        self._cosines += self._cosines.T
        self._comparable = _count_all_comparable(clusters)
        self._members = np.array([float(len(cluster.members)) for cluster in clusters])
        self._bars = np.array([cluster.bars for cluster in clusters])
        self._locked = np.array([cluster.locked for cluster in clusters])
        self._alive = np.ones(size, dtype=bool)
        self._surplus = np.full(size, -np.inf)
        self._closest = np.zeros(size, dtype=np.int64)
        self._is_bound = np.zeros(size, dtype=bool)
        for place in range(size):
            self._look_behind(place)

    def find_closest(self) -> tuple[int, int] | None:
        """Return the two closest clusters, of equally close ones the first; none if no two are close enough."""
        while True:
            place = int(self._surplus.argmax())
            if self._surplus[place] < 0:
                return None
            if not self._is_bound[place]:
                return place, int(self._closest[place])
            self._look_behind(place)

    def join(self, a: int, b: int) -> None:
        """Put the second cluster into the first, which stands before it."""
        for matrix in (self._cosines, self._comparable):
            matrix[a] += matrix[b]
            matrix[:, a] = matrix[a]
        for values in (self._members, self._bars, self._locked):
            values[a] += values[b]
        self._alive[b], self._surplus[b] = False, -np.inf
        self._is_bound |= (self._closest == a) | (self._closest == b)
        before = self._measure(a)[:a]
        surplus, closest, is_bound = self._surplus[:a], self._closest[:a], self._is_bound[:a]
        closer = before > surplus
        surplus[closer], is_bound[closer] = before[closer], False
        closest[closer | ((before == surplus) & ~is_bound & (closest > a))] = a
        self._look_behind(a)

    def _look_behind(self, place: int) -> None:
        """Find the closest cluster behind one."""
        behind = self._measure(place)[place + 1 :]
        self._is_bound[place] = False
        if len(behind):
            closest = int(behind.argmax())
            self._surplus[place], self._closest[place] = behind[closest], place + 1 + closest

    def _measure(self, place: int) -> Floats:
        """Return how far a cluster and each other one are over their bar: minus infinity where they may not join."""
        bars = self._bars / self._members
        surplus = self._cosines[place] / np.maximum(self._comparable[place], 1.0) - (bars[place] + bars) / 2
        surplus[~self._alive | (self._locked & self._locked[place])] = -np.inf
        return np.asarray(surplus)


def _count_all_comparable(clusters: Sequence[_Cluster]) -> Floats:
    """Return for every two clusters how many pairs of articles were compared, as `_count_comparable` says."""
    days = np.unique([day for cluster in clusters for day in cluster.days])
    dated = np.zeros((len(clusters), len(days)))
    for row, cluster in zip(dated, clusters, strict=True):
        np.add.at(row, np.searchsorted(days, cluster.days), 1.0)
    near = (np.abs(days[:, None] - days) <= WINDOW_DAYS).astype(float)
    members, with_day = np.array([len(cluster.members) for cluster in clusters]), dated.sum(axis=1)
    return np.asarray(np.outer(members, members) - np.outer(with_day, with_day) + dated @ near @ dated.T)


def _count_comparable(first: _Cluster, second: _Cluster) -> int:
    """Count the pairs of articles that were compared: those within the window, and all with an undated one."""
    if not first.days or not second.days:
        return len(first.members) * len(second.members)
    undated_pairs = len(first.members) * len(second.members) - len(first.days) * len(second.days)
    low, high = min(first.days[0], second.days[0]), max(first.days[-1], second.days[-1])
    if high - low <= WINDOW_DAYS:
        return undated_pairs + len(first.days) * len(second.days)
    return undated_pairs + sum(
        bisect_right(second.days, day + WINDOW_DAYS) - bisect_left(second.days, day - WINDOW_DAYS) for day in first.days
    )
