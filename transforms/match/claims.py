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

STRICT, LENIENT = 0.32, 0.15
"""Average similarity at which clusters still join: coverage counts on the first, 'single source' on the second."""

# flows/training/fit_claims.py
_DICE, _CONTAINED, _SHARED, _SHARED_COMMON, _INTERCEPT = 7.2, 4.646, 0.655, 1.15, -9.088
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

    A logistic model over four figures (fitted by ``flows/training/fit_claims.py``): Dice's coefficient and containment
    of distinct stems, the weight they share, and the weight shared outside names and numbers, which a story's claims
    share anyway. A stem weighs more the rarer it is in news, and less the more claims of one article use it: repeated
    inside an article it is the story's topic, repeated across articles it may be the same claim.

    Args:
        tokens: the claims' words.
        story: the number of each claim's story.
        article: the number of each claim's article.
    """
    cells = _read_cells(tokens, story, article)
    features, column = np.unique(cells.feature, return_inverse=True)
    shape = (len(story), len(features))
    place = (cells.claim, column.astype(np.int32))
    special = sp.csr_array((np.sqrt(cells.weight), place), shape=shape)
    common = sp.csr_array((np.sqrt(np.where(cells.is_common, cells.rarity, 0.0)), place), shape=shape)
    totals = np.asarray(special.multiply(special).sum(axis=1)).ravel()
    found: list[tuple[Ints, Ints, Floats]] = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
    for start, stop in _cut_blocks(story):
        product = sp.coo_array(special[start:stop] @ special.T)
        i, j, shared = product.row.astype(np.int64) + start, product.col.astype(np.int64), product.data
        contained = shared / np.maximum(np.minimum(totals[i], totals[j]), 1e-9)
        keep = (i < j) & (contained >= _LEAST_CONTAINED)
        i, j, shared, contained = i[keep], j[keep], shared[keep], contained[keep]
        shared_common = multiply_rows(common, common, i, j)
        logit = (
            _INTERCEPT
            + _DICE * 2 * shared / (totals[i] + totals[j])
            + _CONTAINED * contained
            + _SHARED * np.log1p(shared)
            + _SHARED_COMMON * np.log1p(shared_common)
        )
        probability = np.round(1 / (1 + np.exp(-logit)), 6)
        keep = probability >= _FLOOR
        found.append((i[keep], j[keep], probability[keep]))
    left, right, score = (np.concatenate([part[k] for part in found]) for k in range(3))
    return left.astype(np.int64), right.astype(np.int64), score


@dataclass(frozen=True, slots=True)
class _Cells:
    """The distinct stems of each claim: one entry per claim and stem that weighs something."""

    claim: Ints
    feature: Ints  # number of the (story, stem): a product over features holds no pair across stories
    rarity: Floats
    weight: Floats
    is_common: Bools  # neither a name nor a number


def _read_cells(tokens: Tokens, story: Ints, article: Ints) -> _Cells:
    stems, number, rarity = _stem_words(tokens.words)
    rows = tokens.rows
    stem = number[tokens.codes]
    keep = (stem >= 0) & (rarity[stem] > 0)
    cell = np.unique(rows[keep] * len(stems) + stem[keep])
    claim, stem_of = cell // len(stems), cell % len(stems)
    feature = story[claim] * len(stems) + stem_of
    names = _find_names(tokens, number, story, len(stems))
    digits = np.array([any(ch.isdigit() for ch in word) for word in stems], dtype=bool)
    return _Cells(
        claim,
        feature,
        rarity[stem_of],
        rarity[stem_of] * _specificity(claim, feature, story, article),
        ~(np.isin(feature, names) | digits[stem_of]),
    )


def _stem_words(words: tuple[str, ...]) -> tuple[list[str], Ints, Floats]:
    """Return the stems, the stem of each word (-1 for a boundary) and the rarity of each stem in news (nats)."""
    stem_of = [None if word == BOUNDARY else stem_word(word.lower()) for word in words]
    stems = sorted({stem for stem in stem_of if stem is not None})
    place = {stem: k for k, stem in enumerate(stems)}
    number = np.array([-1 if stem is None else place[stem] for stem in stem_of], dtype=np.int64)
    frequencies = load_frequencies()
    per_million = np.array([frequencies.get(stem, UNSEEN_PER_MILLION) for stem in stems], dtype=np.float64)
    return stems, number, np.asarray(np.maximum(np.log(1e6 / per_million) - FREE_WEIGHT, 0.0))


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
