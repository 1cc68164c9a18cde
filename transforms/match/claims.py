"""Claim groups: claims of one story that state the same thing, whatever their voice and wording.

All pairs inside a story are scored at once through a sparse product over (story, word), grouped by average linkage
(Sokal and Michener 1958) at two levels, and compared afterwards: numbers, negation and names decide how a claim
relates to its group's representative, never whether it belongs, since an opposed claim uses the same words.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from transforms.ids import make_id
from transforms.match.background import UNSEEN_PER_MILLION, load_frequencies
from transforms.match.compare import Words, compare_claims, read_words
from transforms.match.text import BOUNDARY, Floats, Ints, Tokens, encode_texts, map_words, stem_word
from transforms.tables import CLAIM_GROUPS

STRICT, LENIENT = 0.45, 0.32
"""Average similarity at which clusters still join: coverage counts on the first, 'single source' on the second."""

_FREE_WEIGHT = 1.5  # nats: a word in more than 22 % of all sentences weighs nothing
_CHUNK_CLAIMS = 100_000
_LARGEST = 2_000  # claims that are linked at once; larger components are cut at a higher similarity first


def group_claims(claims: pa.Table) -> pa.Table:
    """Group the claims of each story that state the same.

    Args:
        claims: columns ``claim_id``, ``story_id``, ``published_date``, ``text`` in any order; any number of whole
            stories.

    Returns:
        The ``claim_groups`` table, one row per claim, sorted by claim. A group's id comes from its founder, the
        member published first (then by claim id), so that later reports leave it as it is. The representative is the
        member most similar to the others (ties by claim id).
    """
    claims = claims.select(["claim_id", "story_id", "published_date", "text"]).sort_by(
        [("story_id", "ascending"), ("claim_id", "ascending")]
    )
    parts = [_group_chunk(chunk) for chunk in _chunk_stories(claims)]
    return pa.concat_tables([CLAIM_GROUPS.schema.empty_table(), *parts]).sort_by("claim_id")


def _chunk_stories(claims: pa.Table) -> Iterator[pa.Table]:
    """Yield runs of whole stories of about _CHUNK_CLAIMS claims."""
    story = claims["story_id"].combine_chunks().dictionary_encode().indices.to_numpy()
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
    story = claims["story_id"].combine_chunks().dictionary_encode().indices.to_numpy().astype(np.int64)
    left, right, score = score_pairs(tokens, story)
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


def score_pairs(tokens: Tokens, story: Ints) -> tuple[Ints, Ints, Floats]:
    """Return (i, j, similarity) with i < j of all pairs of one story that share a word that weighs something.

    Similarity is Dice's coefficient over distinct stems weighted by rarity (background inverse frequency).
    """
    stems = map_words(tokens, lambda word: None if word == BOUNDARY else stem_word(word.lower()))
    weights = _weigh_words(stems.words)
    rows, columns = stems.rows, stems.codes.astype(np.int64)
    keep = weights[columns] > 0
    rows, columns = rows[keep], columns[keep]
    # One column per (story, word): the product then holds no pair across stories.
    cells = np.unique(np.stack([story[rows] * len(weights) + columns, rows]), axis=1)
    features, column = np.unique(cells[0], return_inverse=True)
    weight = weights[features % len(weights)]
    shape = (len(tokens.offsets) - 1, len(features))
    weighted = sp.csr_array(
        (np.sqrt(weight[column]).astype(np.float64), (cells[1], column.astype(np.int32))), shape=shape
    )
    totals = np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel()
    shared = sp.triu(weighted @ weighted.T, k=1, format="coo")
    i, j = shared.row.astype(np.int64), shared.col.astype(np.int64)
    return i, j, np.round(2 * shared.data / (totals[i] + totals[j]), 6)


def _weigh_words(words: tuple[str, ...]) -> Floats:
    frequencies = load_frequencies()
    per_million = np.array([frequencies.get(word, UNSEEN_PER_MILLION) for word in words], dtype=np.float64)
    return np.maximum(np.log(1e6 / per_million) - _FREE_WEIGHT, 0.0)


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
