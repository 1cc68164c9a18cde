"""Claim groups: claims of one story that state the same thing, whatever their voice and wording.

All pairs inside a story are scored at once through a sparse product over (story, word), grouped by average linkage
(Sokal and Michener 1958) at two levels, and compared afterwards: numbers, negation and names decide how a claim
relates to its group's representative, never whether it belongs, since an opposed claim uses the same words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from transforms.ids import make_id
from transforms.match.background import UNSEEN_PER_MILLION, load_frequencies
from transforms.match.compare import Words, compare_claims, read_words
from transforms.match.synonyms import load_synonyms
from transforms.match.text import (
    BOUNDARY,
    FREE_WEIGHT,
    Bools,
    Floats,
    Ints,
    Tokens,
    encode_texts,
    multiply_rows,
    number_values,
    stem_word,
)
from transforms.tables import CLAIM_GROUPS

STRICT, LENIENT = 0.36, 0.16
"""Average similarity at which clusters still join: coverage counts on the first, 'single source' on the second."""

# flows/training/fit_claims.py
_WEIGHTS, _INTERCEPT = (6.882, 4.816, 0.711, 1.198), -9.306
_SET_SHARE = 0.5  # of the weight of a word with synonyms
_PRIOR_CLAIMS = 5.0
_NAME_SHARE = 0.6
_LEAST_CONTAINED = 0.08  # no pair labelled the same lies below
_FLOOR = 0.02  # similarities below are taken for 0
_BLOCK_PAIRS = 10_000_000
_CHUNK_CLAIMS = 100_000
_LARGEST = 2_000  # claims that are linked at once; larger components are cut at a higher similarity first


def group_claims(claims: pa.Table) -> pa.Table:
    """Group the claims of each story that state the same.

    Args:
        claims: columns ``claim_id``, ``article_id``, ``story_id``, ``published_date``, ``text`` in any order; any
            number of whole stories.

    Returns:
        The ``claim_groups`` table, one row per claim, sorted by claim. A group's id comes from its founder, the
        member published first (then by claim id), so that later reports leave it as it is. The representative is the
        member most similar to the others (ties by claim id).
    """
    claims = claims.select(["claim_id", "article_id", "story_id", "published_date", "text"]).sort_by(
        [("story_id", "ascending"), ("claim_id", "ascending")]
    )
    parts = [_group_chunk(chunk) for chunk in _chunk_stories(claims)]
    return pa.concat_tables([CLAIM_GROUPS.schema.empty_table(), *parts]).sort_by("claim_id")


def _chunk_stories(claims: pa.Table) -> Iterator[pa.Table]:
    """Yield runs of whole stories of about _CHUNK_CLAIMS claims."""
    story = number_values(claims["story_id"])
    starts = np.flatnonzero(np.diff(story, prepend=-1))
    begin = 0
    for start in [*starts[1:].tolist(), len(story)]:
        if start - begin >= _CHUNK_CLAIMS or start == len(story):
            if start > begin:
                yield claims.slice(begin, start - begin)
            begin = start


def _group_chunk(claims: pa.Table) -> pa.Table:
    count = claims.num_rows
    ids: list[str] = claims["claim_id"].to_pylist()
    tokens = encode_texts(claims["text"])
    left, right, score = score_pairs(tokens, number_values(claims["story_id"]), number_values(claims["article_id"]))
    strict, lenient = np.arange(count), np.arange(count)
    similarity, representative = np.ones(count), np.arange(count)
    for members, scores in _components(count, left, right, score):
        lenient[members] = members[_link(scores, LENIENT)]
        labels = _link(scores, STRICT)
        strict[members] = members[labels]
        for label in np.unique(labels):
            inside = np.flatnonzero(labels == label)
            medoid = inside[np.argmax(np.round(scores[np.ix_(inside, inside)].mean(axis=1), 9))]
            representative[members[inside]] = members[medoid]
            similarity[members[inside]] = scores[inside, medoid]
    dates = pc.fill_null(claims["published_date"].cast(pa.int32()), np.iinfo(np.int32).max).to_numpy()
    relations, reasons = _compare(tokens, representative)
    return pa.table(
        {
            "claim_id": ids,
            "claim_group_id": _name_groups(strict, dates, ids),
            "similarity": similarity,
            "is_representative": representative == np.arange(count),
            "relation": relations,
            "conflict_reasons": reasons,
            "lenient_group_id": _name_groups(lenient, dates, ids),
        },
        schema=CLAIM_GROUPS.schema,
    )


def _name_groups(labels: Ints, dates: Ints, ids: list[str]) -> list[str]:
    """Name each group after the member published first; claims are in the order of their ids within a story."""
    order = np.lexsort((np.arange(len(labels)), dates, labels))
    founder = np.empty(len(labels), dtype=np.int64)
    firsts = np.flatnonzero(np.diff(labels[order], prepend=-1))
    founder[order] = np.repeat(order[firsts], np.diff(np.append(firsts, len(labels))))
    names = {int(f): make_id("g", ids[int(f)]) for f in np.unique(founder)}
    return [names[int(f)] for f in founder]


# --- scoring --------------------------------------------------------------------------------------------------------


def score_pairs(tokens: Tokens, story: Ints, article: Ints) -> tuple[Ints, Ints, Floats]:
    """Return (i, j, probability that both state the same) with i < j, for the pairs of one story worth a look.

    A logistic model over the figures of `measure_pairs`, fitted by ``flows/training/fit_claims.py``.

    Args:
        tokens: the claims' words.
        story: the number of each claim's story; sorted.
        article: the number of each claim's article.
    """
    overlap = _Overlap.read(tokens, story, article)
    found: list[tuple[Ints, Ints, Floats]] = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
    for start, stop in _cut_blocks(story):
        product = sp.coo_array(overlap.special[start:stop] @ overlap.special.T)
        i, j = product.row.astype(np.int64) + start, product.col.astype(np.int64)
        smaller = np.minimum(overlap.totals[i], overlap.totals[j])
        keep = (i < j) & (product.data >= _LEAST_CONTAINED * smaller)
        i, j = i[keep], j[keep]
        logit = _INTERCEPT + overlap.measure(i, j, product.data[keep]) @ np.array(_WEIGHTS)
        probability = np.round(1 / (1 + np.exp(-logit)), 6)
        keep = probability >= _FLOOR
        found.append((i[keep], j[keep], probability[keep]))
    left, right, score = (np.concatenate([part[k] for part in found]) for k in range(3))
    return left.astype(np.int64), right.astype(np.int64), score


def measure_pairs(tokens: Tokens, story: Ints, article: Ints, left: Ints, right: Ints) -> Floats:
    """Return one row for each pair of claims: how much of their words they share, in four figures.

    Dice's coefficient and containment of weighted stems, the weight shared, and the weight shared outside names and
    numbers, which a story's claims share anyway (both as log(1 + x)). A stem weighs more the rarer it is in news, and
    less the more claims of one article use it: repeated inside an article it is the story's topic, repeated across
    articles it may be the same claim. Half of the weight of a word with synonyms goes to the set of synonyms.
    """
    overlap = _Overlap.read(tokens, story, article)
    return overlap.measure(left, right, multiply_rows(overlap.special, overlap.special, left, right))


@dataclass(frozen=True, slots=True)
class _Overlap:
    """Claims as rows whose products are shared weights; no column belongs to two stories."""

    special: sp.csr_array
    common: sp.csr_array  # neither names nor numbers, weighted by rarity in news alone
    totals: Floats

    @classmethod
    def read(cls, tokens: Tokens, story: Ints, article: Ints) -> _Overlap:
        cells = _read_cells(tokens, story, article)
        special = _build_rows(cells.claim, cells.feature, cells.weight, len(story))
        plain = cells.is_common
        common = _build_rows(cells.claim[plain], cells.feature[plain], cells.rarity[plain], len(story))
        return cls(special, common, np.asarray(special.multiply(special).sum(axis=1)).ravel())

    def measure(self, left: Ints, right: Ints, shared: Floats) -> Floats:
        a, b = self.totals[left], self.totals[right]
        return np.stack(
            [
                2 * shared / np.maximum(a + b, 1e-9),
                shared / np.maximum(np.minimum(a, b), 1e-9),
                np.log1p(shared),
                np.log1p(multiply_rows(self.common, self.common, left, right)),
            ],
            axis=1,
        )


def _build_rows(claim: Ints, feature: Ints, weight: Floats, count: int) -> sp.csr_array:
    features, column = np.unique(feature, return_inverse=True)
    return sp.csr_array((np.sqrt(weight), (claim, column.astype(np.int32))), shape=(count, len(features)))


@dataclass(frozen=True, slots=True)
class _Cells:
    """The distinct stems and synonym sets of each claim: one entry per claim and feature that weighs something."""

    claim: Ints
    feature: Ints  # number of the (story, stem or set)
    rarity: Floats  # in news (nats)
    weight: Floats  # rarity times how special it is in the story
    is_common: Bools  # neither a name nor a number


def _read_cells(tokens: Tokens, story: Ints, article: Ints) -> _Cells:
    vocabulary = _Vocabulary.read(tokens.words)
    size = vocabulary.size
    rows, stem = tokens.rows, vocabulary.stem_of_word[tokens.codes]
    keep = (stem >= 0) & (vocabulary.rarity[stem] > 0)
    cell = np.unique(rows[keep] * size + stem[keep])
    claim, stem = cell // size, cell % size
    feature, rarity = story[claim] * size + stem, vocabulary.rarity[stem]
    special = _specificity(claim, feature, story, article)
    is_common = ~(
        np.isin(feature, _find_names(tokens, vocabulary.stem_of_word, story, size)) | vocabulary.has_digit[stem]
    )
    concept = vocabulary.set_of_stem[stem]
    grouped = concept >= 0
    # Two words of one set in a claim count once, by the more special.
    order = np.lexsort((-special[grouped], concept[grouped], claim[grouped]))
    owner, concept_of, special_of = (values[grouped][order] for values in (claim, concept, special))
    first = np.ones(len(owner), dtype=bool)
    first[1:] = (owner[1:] != owner[:-1]) | (concept_of[1:] != concept_of[:-1])
    owner, concept_of, special_of = owner[first], concept_of[first], special_of[first]
    set_rarity = vocabulary.rarity_of_set[concept_of]
    return _Cells(
        np.concatenate([claim, owner]),
        np.concatenate([feature, story[owner] * size + vocabulary.stems + concept_of]),
        np.concatenate([rarity, set_rarity]),
        np.concatenate([rarity * special * np.where(grouped, 1 - _SET_SHARE, 1), set_rarity * special_of * _SET_SHARE]),
        np.concatenate([is_common, np.zeros(len(owner), dtype=bool)]),
    )


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Everything known of words, stems and synonym sets, by their numbers."""

    stem_of_word: Ints  # -1 for a boundary
    rarity: Floats  # of stems
    has_digit: Bools
    set_of_stem: Ints  # -1 for none
    rarity_of_set: Floats

    @property
    def stems(self) -> int:
        return len(self.rarity)

    @property
    def size(self) -> int:
        return len(self.rarity) + len(self.rarity_of_set)

    @classmethod
    def read(cls, words: tuple[str, ...]) -> _Vocabulary:
        stem_of = [None if word == BOUNDARY else stem_word(word.lower()) for word in words]
        stems = sorted({stem for stem in stem_of if stem is not None})
        place = {stem: k for k, stem in enumerate(stems)}
        synonyms, frequencies = load_synonyms(), load_frequencies()
        together: dict[str, float] = dict.fromkeys(synonyms.values(), 0.0)
        for stem, head in synonyms.items():
            together[head] += frequencies.get(stem, UNSEEN_PER_MILLION)
        heads = {head: k for k, head in enumerate(together)}
        return cls(
            np.array([-1 if stem is None else place[stem] for stem in stem_of], dtype=np.int64),
            _weigh([frequencies.get(stem, UNSEEN_PER_MILLION) for stem in stems]),
            np.array([any(ch.isdigit() for ch in stem) for stem in stems], dtype=bool),
            np.array([heads[synonyms[stem]] if stem in synonyms else -1 for stem in stems], dtype=np.int64),
            _weigh(list(together.values())),
        )


def _weigh(per_million: list[float]) -> Floats:
    return np.asarray(np.maximum(np.log(1e6 / np.array(per_million, dtype=np.float64)) - FREE_WEIGHT, 0.0))


def _specificity(claim: Ints, feature: Ints, story: Ints, article: Ints) -> Floats:
    """Return 1 for a stem that stands once in each article that has it, less for a topic of the story."""
    spots, spot = np.unique(feature * (int(article.max(initial=0)) + 1) + article[claim], return_inverse=True)
    features, owner = np.unique(spots // (int(article.max(initial=0)) + 1), return_inverse=True)
    uses = np.bincount(owner, weights=np.bincount(spot)) / np.bincount(owner)
    uses_here = uses[np.searchsorted(features, feature)]
    claims = np.bincount(story)
    articles = np.bincount(np.unique(np.stack([story, article]), axis=1)[0])
    length = (claims / np.maximum(articles, 1))[story[claim]] + _PRIOR_CLAIMS
    return np.asarray(np.maximum(np.log(length / (uses_here + 0.5)) / np.log(length / 1.5), 0.0))


def _find_names(tokens: Tokens, number: Ints, story: Ints, stems: int) -> Ints:
    """Return the (story, stem) that are mostly written with a capital inside sentences."""
    stem = number[tokens.codes]
    rows = tokens.rows
    starts = np.ones(len(stem), dtype=bool)
    starts[1:] = (stem[:-1] < 0) | (rows[1:] != rows[:-1])
    inside = (stem >= 0) & ~starts
    capital = np.array([word[:1].isupper() for word in tokens.words], dtype=bool)[tokens.codes]
    features, feature = np.unique(story[rows[inside]] * stems + stem[inside], return_inverse=True)
    share = np.bincount(feature, weights=capital[inside]) / np.maximum(np.bincount(feature), 1)
    return np.asarray(features[share > _NAME_SHARE], dtype=np.int64)


def _cut_blocks(story: Ints) -> Iterator[tuple[int, int]]:
    """Yield runs of claims whose pairs inside their stories number about _BLOCK_PAIRS; ``story`` must be sorted."""
    pairs = np.cumsum(np.bincount(story)[story])
    start = 0
    while start < len(story):
        done = pairs[start - 1] if start else 0
        stop = max(int(np.searchsorted(pairs, done + _BLOCK_PAIRS, side="right")), start + 1)
        yield start, stop
        start = stop


# --- grouping -------------------------------------------------------------------------------------------------------


def _components(count: int, left: Ints, right: Ints, score: Floats) -> Iterator[tuple[Ints, Floats]]:
    """Yield the members of each connected set of similar claims, with all their scores as a square.

    Two clusters whose average reaches the bar hold a pair that does, so linkage never leaves a component.
    """
    matrix = sp.coo_array((score, (left, right)), shape=(count, count)).tocsr()
    pending: list[tuple[Ints, float]] = [(np.arange(count), LENIENT)]
    while pending:
        among, bar = pending.pop()
        inner = matrix if len(among) == count else matrix[among][:, among]
        close = sp.csr_array(inner.multiply(inner >= bar))
        _, labels = connected_components(close, directed=False)
        order = np.argsort(labels, kind="stable")
        for members in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
            if len(members) > _LARGEST and bar < 1:
                pending.append((among[members], bar + 0.05))
            elif len(members) > 1:
                square = inner[members][:, members].toarray()
                square += square.T
                np.fill_diagonal(square, 1.0)
                yield among[members], square


def _link(scores: Floats, bar: float) -> Ints:
    """Return for each claim the position of the first one of its cluster, by average linkage cut at ``bar``."""
    count = len(scores)
    if count == 2:
        return np.array([0, 0 if scores[0, 1] >= bar else 1])
    from scipy.cluster.hierarchy import fcluster, linkage  # costs 0.2 s to import

    distances = 1.0 - scores[np.triu_indices(count, 1)]
    labels = fcluster(linkage(distances, "average"), 1.0 - bar + 1e-9, "distance")
    _, first, position = np.unique(labels, return_index=True, return_inverse=True)
    return np.asarray(first[position], dtype=np.int64)


# --- comparing ------------------------------------------------------------------------------------------------------


def _compare(tokens: Tokens, representative: Ints) -> tuple[list[str], list[list[str]]]:
    """Return how each claim relates to its representative, and the reasons of a conflict."""
    relations = ["same"] * len(representative)
    reasons: list[list[str]] = [[] for _ in relations]
    cache: dict[int, Words] = {}

    def read(row: int) -> Words:
        if row not in cache:
            cache[row] = read_words(
                [tokens.words[c] for c in tokens.codes[tokens.offsets[row] : tokens.offsets[row + 1]]]
            )
        return cache[row]

    for row in np.flatnonzero(representative != np.arange(len(representative))).tolist():
        relation, found = compare_claims(read(row), read(int(representative[row])))
        relations[row], reasons[row] = relation, list(found)
    return relations, reasons
