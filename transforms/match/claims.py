"""Claim groups: claims of one story that state the same thing, whatever their voice and wording.

All pairs inside a story are scored at once through a sparse product over (story, word), grouped by average linkage
(Sokal and Michener 1958) at two levels, and compared afterwards: numbers, negation and names decide how a claim
relates to its group's representative, never whether it belongs, since an opposed claim uses the same words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from transforms.ids import make_id
from transforms.lexicon import UNSEEN_PER_MILLION, load_chosen, load_frequencies, load_model
from transforms.match.compare import Words, agree_on_quantity, compare_claims, read_words
from transforms.match.synonyms import load_synonyms
from transforms.match.text import (
    BOUNDARY,
    FREE_WEIGHT,
    Bools,
    Codes,
    Floats,
    Ints,
    Tokens,
    encode_texts,
    multiply_rows,
    number_values,
    stem_word,
)
from transforms.tables import CLAIM_GROUPS, CLAIM_NEAR_MISSES

_OWN = ["claim_id", "article_id", "story_id", "published_date", "text", "context"]
_COLUMNS = [*_OWN, "form", "polarity", "voice", "source_name", "is_main", "claims_before"]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What was chosen on labelled claims (``data/models/claim_groups.json``).

    Attributes:
        strict: the average similarity at which clusters still join for coverage.
        lenient: the same for 'single source', where a missed match costs more than a wrong one.
        nearly_equal: the similarity from which on two claims of one article are one claim made twice.
        same: the similarity to the representative from which on a member says the same; below, a part of it or more
            than it, unless both hold one quantity: between this and ``strict`` every second pair that does is the
            same, and a third of the others.
        set_share: the share of the weight of a word with synonyms that goes to its set.
        prior_texts: claims of an article that are counted beside its own where a word of the story's topic is told.
        name_share: the share of a word's uses inside sentences with a capital above which it is a name.
        least_contained: the least share of the lighter claim that both hold; no pair labelled the same lies below.
        least_weight: a claim of less ("weapons") is only met by one that shares as much of both.
        like: that much.
        one_article_counts: what a pair of claims of one article counts in a cluster's average.
    """

    strict: float
    lenient: float
    nearly_equal: float
    same: float
    set_share: float
    prior_texts: float
    name_share: float
    least_contained: float
    least_weight: float
    like: float
    one_article_counts: float


CHOSEN = load_chosen("claim_groups", _Chosen)

NEAR = 0.05
"""Similarity from which on a claim that stayed outside a group is kept beside it."""

WINDOW = 10_000
"""Claims that follow one in its story and meet it; a story of that many has hundreds of articles."""

REACH = 500
"""Claims of an article before and behind one that meet it; hardly an article has so many in all."""


class ClaimMatches(NamedTuple):
    """The tables ``claim_groups`` and ``claim_near_misses``."""

    groups: pa.Table
    near_misses: pa.Table


FIGURES = (
    *("dice", "contained", "shared", "shared common"),
    *("sentences dice", "sentences contained", "sentences shared", "sentences shared common"),
    *("least held by the sentence", "most held by the sentence", "lesser weight", "greater weight", "sentences rest"),
    *("one article", "both main", "not clauses", "fragments", "negation differs", "one source", "own voice"),
    *("claims before", "depth apart"),
)
"""The columns of `measure_pairs`."""


class Scorer(NamedTuple):
    """A logistic model: what each figure of `measure_pairs` adds to the logit, and where it starts."""

    weights: tuple[float, ...]
    intercept: float


def load_scorer() -> Scorer:
    """Return the scorer that ships."""
    weights = dict(load_model("claim_pairs")["weights"]["pair"])
    intercept = weights.pop("bias")
    return Scorer(tuple(weights[name] for name in FIGURES), intercept)


SCORER = load_scorer()
_FLOOR = 0.02  # similarities below are taken for 0
_BLOCK_PAIRS = 500_000
_CHUNK_CLAIMS = 100_000
_LARGEST = 2_000  # claims that are linked at once; larger components are cut at a higher similarity first


def group_claims(claims: pa.Table, strict: float = CHOSEN.strict, scorer: Scorer = SCORER) -> pa.Table:
    """Return the groups of `match_claims`."""
    return match_claims(claims, strict, scorer).groups


def match_claims(claims: pa.Table, strict: float = CHOSEN.strict, scorer: Scorer = SCORER) -> ClaimMatches:
    """Group the claims of each story that state the same.

    Args:
        claims: columns ``claim_id``, ``article_id``, ``story_id``, ``published_date``, ``text``, ``form``,
            ``polarity``, ``voice``, ``source_name`` and ``is_main`` (in the headline, or in the first sentence that
            claims something) in any order; any number of whole stories; ``claims_before``, how many claims of
            its article stand before each; and ``context``, the sentences that each claim stands in (null: its own
            text).
        strict: the average probability from which on claims form a strict group, that of a lenient one or more.
        scorer: gives the probability of a pair; one of your own comes from ``flows.train.fit_claims``.

    Returns:
        The ``claim_groups`` table, one row per claim, sorted by claim. A group's id comes from its founder, the
        member published first (then by claim id), so that later reports leave it as it is. The representative is the
        member most similar to the others (ties by claim id), an affirmed one where there is any. Fragments are neither
        where a group has other members. Claims of one article share a group only where they are nearly equal.
        And ``claim_near_misses``: for each group of several articles, and each article without a claim in it, the claim
        that is most like one of the group's (ties by claim id), from NEAR on.
    """
    claims = claims.select(_COLUMNS).sort_by([("story_id", "ascending"), ("claim_id", "ascending")])
    parts = [_group_chunk(chunk, strict, scorer) for chunk in _chunk_stories(claims)]
    groups = pa.concat_tables([CLAIM_GROUPS.schema.empty_table(), *(part.groups for part in parts)])
    misses = pa.concat_tables([CLAIM_NEAR_MISSES.schema.empty_table(), *(part.near_misses for part in parts)])
    key = [("claim_group_id", "ascending"), ("article_id", "ascending")]
    return ClaimMatches(groups.sort_by("claim_id"), misses.sort_by(key))


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


def _group_chunk(claims: pa.Table, bar: float, scorer: Scorer) -> ClaimMatches:
    count = claims.num_rows
    ids: list[str] = claims["claim_id"].to_pylist()
    statements = Statements.read(claims)
    left, right, score = score_pairs(statements, scorer)
    is_fragment, is_negated = statements.is_fragment, statements.is_negated
    strict, lenient = np.arange(count), np.arange(count)
    similarity, representative = np.ones(count), np.arange(count)
    for members, scores in _components(count, left, right, score):
        article = statements.article[members]
        of_one_article = article[:, None] == article
        labels = _link_apart(scores, article, bar)
        strict[members] = members[labels]
        # a lenient group holds whole strict ones
        loose = np.where(labels[:, None] == labels, 1.0, _soften(scores, of_one_article, CHOSEN.lenient))
        lenient[members] = members[_link(loose, CHOSEN.lenient)]
        for label in np.unique(labels):
            inside = np.flatnonzero(labels == label)
            likeness = np.round(scores[np.ix_(inside, inside)].mean(axis=1), 9)
            medoid = inside[np.argmax(likeness - 2.0 * is_fragment[members[inside]] - is_negated[members[inside]])]
            representative[members[inside]] = members[medoid]
            similarity[members[inside]] = scores[inside, medoid]
    dates = pc.fill_null(claims["published_date"].cast(pa.int32()), np.iinfo(np.int32).max).to_numpy()
    relations, reasons = _compare(statements.claims, representative, similarity, is_negated)
    founding = np.where(is_fragment, np.iinfo(np.int32).max, dates)
    names = _name_groups(strict, founding, is_fragment, ids)
    groups = pa.table(
        {
            "claim_id": ids,
            "claim_group_id": names,
            "similarity": similarity,
            "is_representative": representative == np.arange(count),
            "relation": relations,
            "conflict_reasons": reasons,
            "lenient_group_id": _name_groups(lenient, founding, is_fragment, ids),
        },
        schema=CLAIM_GROUPS.schema,
    )
    inside, outside, likeness = _find_near_misses(strict, statements.article, left, right, score)
    misses = {
        "claim_group_id": pa.array(names, pa.string()).take(pa.array(inside)),
        "article_id": claims["article_id"].combine_chunks().take(pa.array(outside)),
        "claim_id": pa.array(ids, pa.string()).take(pa.array(outside)),
        "similarity": likeness,
        "nearest_claim_id": pa.array(ids, pa.string()).take(pa.array(inside)),
    }
    return ClaimMatches(groups, pa.table(misses, schema=CLAIM_NEAR_MISSES.schema))


def _find_near_misses(labels: Ints, article: Ints, left: Ints, right: Ints, score: Floats) -> tuple[Ints, Ints, Floats]:
    """Return, by group of several articles and article without a claim in it, the most similar pair from NEAR on.

    Returns:
        The claim inside the group, the one outside, and how similar they are.
    """
    keep = (score >= NEAR) & (labels[left] != labels[right]) & (article[left] != article[right])
    left, right, score = left[keep], right[keep], score[keep]
    inside, outside = np.concatenate([left, right]), np.concatenate([right, left])
    likeness = np.concatenate([score, score])
    count = len(labels)
    members = np.unique(labels * count + article)
    articles_of = np.bincount(members // count, minlength=count)
    place = labels[inside] * count + article[outside]
    keep = (articles_of[labels[inside]] > 1) & ~np.isin(place, members)
    inside, outside, likeness, place = inside[keep], outside[keep], likeness[keep], place[keep]
    order = np.lexsort((inside, outside, -likeness, place))
    best = order[np.flatnonzero(np.diff(place[order], prepend=-1))]
    return inside[best], outside[best], likeness[best]


def _name_groups(labels: Ints, dates: Ints, is_last: Bools, ids: list[str]) -> list[str]:
    """Name each group after the member published first; claims are in the order of their ids within a story.

    Members marked ``is_last`` name one only where there are no others.
    """
    order = np.lexsort((np.arange(len(labels)), dates, is_last, labels))
    founder = np.empty(len(labels), dtype=np.int64)
    firsts = np.flatnonzero(np.diff(labels[order], prepend=-1))
    founder[order] = np.repeat(order[firsts], np.diff(np.append(firsts, len(labels))))
    names = {int(f): make_id("g", ids[int(f)]) for f in np.unique(founder)}
    return [names[int(f)] for f in founder]


# --- scoring --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Statements:
    """Claims and the sentences they stand in, as words; the claims of a story follow each other.

    Attributes:
        claims: the words of each claim.
        sentences: the words of each different context (of one article).
        home: the number of each claim's context.
        story: the number of each claim's story.
        article: the number of each claim's article.
        source: the number of the name of each claim's source, one for all without.
        is_main: whether each claim tells what the article is about: in its headline, or its first sentence with claims.
        is_clause: whether each claim is a clause.
        is_fragment: whether each claim is a fragment.
        is_negated: whether what is claimed is that something is not so.
        is_of_outlet: whether the outlet itself makes each claim.
        before: how many claims stand before each in its article.
        depth: the same as a share of the article's claims.
    """

    claims: Tokens
    sentences: Tokens
    home: Ints
    story: Ints
    article: Ints
    source: Ints
    is_main: Bools
    is_clause: Bools
    is_fragment: Bools
    is_negated: Bools
    is_of_outlet: Bools
    before: Floats
    depth: Floats

    @classmethod
    def read(cls, claims: pa.Table) -> Statements:
        """Read the claims that `group_claims` describes, sorted by story.

        A claim without a context stands alone: its own text is its context.
        """
        article = number_values(claims["article_id"])
        contexts = pc.coalesce(claims["context"], claims["text"])
        spots = article * len(article) + number_values(contexts)
        _, first, home = np.unique(spots, return_index=True, return_inverse=True)
        texts = pa.chunked_array([*claims["text"].chunks, *contexts.take(pa.array(first)).chunks], pa.string())
        tokens = encode_texts(texts)
        before = np.asarray(claims["claims_before"], dtype=np.float64)
        return cls(
            tokens.slice(0, len(article)),
            tokens.slice(len(article), len(texts)),
            home.astype(np.int64),
            number_values(claims["story_id"]),
            article,
            number_values(pc.fill_null(claims["source_name"].cast(pa.string()), "")),  # no source at all has no type
            np.asarray(claims["is_main"], dtype=bool),
            np.asarray(pc.equal(claims["form"], "clause"), dtype=bool),
            np.asarray(pc.equal(claims["form"], "fragment"), dtype=bool),
            np.asarray(pc.equal(claims["polarity"], "negated"), dtype=bool),
            np.asarray(pc.equal(claims["voice"], "outlet"), dtype=bool),
            before,
            before / np.maximum(np.bincount(article)[article], before + 1),
        )

    def measure_roles(self, left: Ints, right: Ints) -> Floats:
        """Return (pairs, 9): what the two claims of a pair are to their articles, whatever their words."""
        columns = [
            self.article[left] == self.article[right],
            self.is_main[left] & self.is_main[right],
            2 - (self.is_clause[left].astype(np.int64) + self.is_clause[right]),
            self.is_fragment[left].astype(np.int64) + self.is_fragment[right],
            self.is_negated[left] != self.is_negated[right],
            self.source[left] == self.source[right],
            self.is_of_outlet[left].astype(np.int64) + self.is_of_outlet[right],
            np.log1p(self.before[left]) + np.log1p(self.before[right]),
            np.abs(self.depth[left] - self.depth[right]),
        ]
        return np.stack(columns, axis=1).astype(np.float64)


def score_pairs(statements: Statements, scorer: Scorer = SCORER) -> tuple[Ints, Ints, Floats]:
    """Return (i, j, probability that both state the same) with i < j, for the pairs of one story worth a look."""
    overlap = _Overlap.read(statements)
    special, totals = overlap.claims.special, overlap.claims.totals
    article, before = statements.article, statements.before
    found: list[tuple[Codes, Codes, Floats]] = [(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0))]
    for start, stop in _cut_blocks(statements.story):
        product = sp.coo_array(special[start:stop] @ special[start : stop + WINDOW].T)
        i, j, shared = product.row.astype(np.int64) + start, product.col.astype(np.int64) + start, product.data
        near = (i < j) & (j <= i + WINDOW)
        near &= (article[i] != article[j]) | (np.abs(before[i] - before[j]) <= REACH)
        i, j, shared = i[near], j[near], shared[near]
        lighter = np.minimum(totals[i], totals[j])
        keep = shared >= CHOSEN.least_contained * lighter
        keep &= (lighter >= CHOSEN.least_weight) | (2 * shared >= CHOSEN.like * (totals[i] + totals[j]))
        i, j = i[keep], j[keep]
        figures = np.hstack([overlap.measure(i, j, shared[keep]), statements.measure_roles(i, j)])
        logit = scorer.intercept + figures @ np.array(scorer.weights)
        probability = np.round(1 / (1 + np.exp(-logit)), 6)
        keep = probability >= _FLOOR
        found.append((i[keep].astype(np.int32), j[keep].astype(np.int32), probability[keep]))
    left, right, score = (np.concatenate([part[k] for part in found]) for k in range(3))
    return left.astype(np.int64), right.astype(np.int64), score


def measure_pairs(statements: Statements, left: Ints, right: Ints) -> Floats:
    """Return (pairs, 22): how much two claims share, how much their sentences do, how long they are, and their roles.

    For the claims and again for their sentences: Dice's coefficient and containment of weighted stems, the weight
    shared, and the weight shared outside names and numbers, which a story's claims share anyway (both as log(1 + x)).
    Then how much of either claim the other's sentence contains (the lesser, the greater), since a claim may be cut
    shorter in one report than in the other; and log(1 + x) of the claims' weights and of what the sentences hold
    besides. At last whether they stand in one article, whether both are what their article is mainly about, how many
    are no clause and how many are fragments, whether one is negated, whether one source makes both, how many are
    the outlet's own, how many claims stand before them in their articles (the sum of log(1 + x): what comes early
    in one report comes early in others), and how far apart they stand in them, as a share of an article.

    A stem weighs more the rarer it is in news, and less the more claims of one article use it: repeated inside an
    article it is the story's topic, repeated across articles it may be the same claim. Half of the weight of a word
    with synonyms goes to the set of synonyms.
    """
    overlap = _Overlap.read(statements)
    special = overlap.claims.special
    words = overlap.measure(left, right, multiply_rows(special, special, left, right))
    return np.hstack([words, statements.measure_roles(left, right)])


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Texts as rows whose products are shared weights; no column belongs to two stories."""

    special: sp.csr_array
    common: sp.csr_array  # neither names nor numbers, weighted by rarity in news alone
    totals: Floats

    @classmethod
    def weigh(cls, cells: _Cells, features: Ints, count: int) -> _Weighed:
        def build(keep: Bools | slice, weight: Floats) -> sp.csr_array:
            column = np.searchsorted(features, cells.feature[keep]).astype(np.int32)
            entries = (np.sqrt(weight[keep]), (cells.text[keep], column))
            return sp.csr_array(entries, shape=(count, len(features)))

        special = build(slice(None), cells.weight)
        totals = np.asarray(special.multiply(special).sum(axis=1)).ravel()
        return cls(special, build(cells.is_common, cells.rarity), totals)

    def measure(self, left: Ints, right: Ints, shared: Floats) -> list[Floats]:
        a, b = self.totals[left], self.totals[right]
        return [
            _divide(2 * shared, a + b),
            _divide(shared, np.minimum(a, b)),
            np.log1p(shared),
            np.log1p(multiply_rows(self.common, self.common, left, right)),
        ]


@dataclass(frozen=True, slots=True)
class _Overlap:
    """Claims and their sentences over the same columns."""

    claims: _Weighed
    sentences: _Weighed
    home: Ints

    @classmethod
    def read(cls, statements: Statements) -> _Overlap:
        vocabulary = _Vocabulary.read(statements.claims.words)
        count = int(statements.home.max(initial=-1)) + 1
        owner = np.zeros(count, dtype=np.int64)  # a claim of each sentence
        owner[statements.home] = np.arange(len(statements.home))
        claims = _read_cells(statements.claims, vocabulary, statements.story, statements.article)
        sentences = _read_cells(statements.sentences, vocabulary, statements.story[owner], statements.article[owner])
        features = np.unique(np.concatenate([claims.feature, sentences.feature]))
        return cls(
            _Weighed.weigh(claims, features, len(statements.home)),
            _Weighed.weigh(sentences, features, count),
            statements.home,
        )

    def measure(self, left: Ints, right: Ints, shared: Floats) -> Floats:
        claims, sentences = self.claims, self.sentences
        home_left, home_right = self.home[left], self.home[right]
        common_ground = multiply_rows(sentences.special, sentences.special, home_left, home_right)
        a, b = claims.totals[left], claims.totals[right]
        of_left = _divide(multiply_rows(claims.special, sentences.special, left, home_right), a)
        of_right = _divide(multiply_rows(claims.special, sentences.special, right, home_left), b)
        rest = np.minimum(sentences.totals[home_left] - a, sentences.totals[home_right] - b)
        return np.stack(
            [
                *claims.measure(left, right, shared),
                *sentences.measure(home_left, home_right, common_ground),
                np.minimum(of_left, of_right),
                np.maximum(of_left, of_right),
                np.log1p(np.minimum(a, b)),
                np.log1p(np.maximum(a, b)),
                np.log1p(np.maximum(rest, 0.0)),
            ],
            axis=1,
        )


def _divide(part: Floats, whole: Floats) -> Floats:
    return np.asarray(part / np.maximum(whole, 1e-9))


@dataclass(frozen=True, slots=True)
class _Cells:
    """The distinct stems and synonym sets of each text: one entry per text and feature that weighs something."""

    text: Ints
    feature: Ints  # number of the (story, stem or set)
    rarity: Floats  # in news (nats)
    weight: Floats  # rarity times how special it is in the story
    is_common: Bools  # neither a name nor a number


def _read_cells(tokens: Tokens, vocabulary: _Vocabulary, story: Ints, article: Ints) -> _Cells:
    size = vocabulary.size
    stem = vocabulary.stem_of_word[tokens.codes]
    rows, stem = tokens.rows[stem >= 0], stem[stem >= 0]  # first: where no text has a word, there is no stem to look up
    keep = vocabulary.rarity[stem] > 0
    cell = np.unique(rows[keep] * size + stem[keep])
    text, stem = cell // size, cell % size
    feature, rarity = story[text] * size + stem, vocabulary.rarity[stem]
    special = _specificity(text, feature, story, article)
    is_common = ~(
        np.isin(feature, _find_names(tokens, vocabulary.stem_of_word, story, size)) | vocabulary.has_digit[stem]
    )
    concept = vocabulary.set_of_stem[stem]
    grouped = concept >= 0
    # Two words of one set in a text count once, by the more special.
    order = np.lexsort((-special[grouped], concept[grouped], text[grouped]))
    owner, concept_of, special_of = (values[grouped][order] for values in (text, concept, special))
    first = np.ones(len(owner), dtype=bool)
    first[1:] = (owner[1:] != owner[:-1]) | (concept_of[1:] != concept_of[:-1])
    owner, concept_of, special_of = owner[first], concept_of[first], special_of[first]
    set_rarity = vocabulary.rarity_of_set[concept_of]
    return _Cells(
        np.concatenate([text, owner]),
        np.concatenate([feature, story[owner] * size + vocabulary.stems + concept_of]),
        np.concatenate([rarity, set_rarity]),
        np.concatenate(
            [rarity * special * np.where(grouped, 1 - CHOSEN.set_share, 1), set_rarity * special_of * CHOSEN.set_share]
        ),
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


def _specificity(text: Ints, feature: Ints, story: Ints, article: Ints) -> Floats:
    """Return 1 for a stem that stands once in each article that has it, less for a topic of the story."""
    spots, spot = np.unique(feature * (int(article.max(initial=0)) + 1) + article[text], return_inverse=True)
    features, owner = np.unique(spots // (int(article.max(initial=0)) + 1), return_inverse=True)
    uses = np.bincount(owner, weights=np.bincount(spot)) / np.bincount(owner)
    uses_here = uses[np.searchsorted(features, feature)]
    texts = np.bincount(story)
    articles = np.bincount(np.unique(np.stack([story, article]), axis=1)[0])
    length = (texts / np.maximum(articles, 1))[story[text]] + CHOSEN.prior_texts
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
    return np.asarray(features[share > CHOSEN.name_share], dtype=np.int64)


def _cut_blocks(story: Ints) -> Iterator[tuple[int, int]]:
    """Yield runs of claims whose pairs inside their stories number about _BLOCK_PAIRS; ``story`` must be sorted."""
    pairs = np.cumsum(np.minimum(np.bincount(story)[story], WINDOW))
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
    pending: list[tuple[Ints, float]] = [(np.arange(count), CHOSEN.lenient)]
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
                for part in np.split(members, range(_LARGEST, len(members), _LARGEST)):
                    square = inner[part][:, part].toarray()
                    square += square.T
                    np.fill_diagonal(square, 1.0)
                    yield among[part], square


def _link_apart(scores: Floats, article: Ints, bar: float) -> Ints:
    """Return for each claim the position of the first one of its cluster.

    Of one article, only nearly equal claims join for their own sake: another one stays where the claims of other
    articles hold it there, on average at the bar. Those that are left out are linked again among themselves.
    """
    of_one_article = article[:, None] == article
    soft = _soften(scores, of_one_article, bar)
    labels = np.arange(len(scores))
    pending = labels.copy()
    while len(pending) > 1:
        found = _link(soft[np.ix_(pending, pending)], bar)
        left_out = np.zeros(len(pending), dtype=bool)
        for label in np.unique(found):
            inside = np.flatnonzero(found == label)
            members = pending[inside]
            stays = _hold_members(scores[np.ix_(members, members)], of_one_article[np.ix_(members, members)], bar)
            left_out[inside[~stays]] = True
            labels[members[stays]] = members[stays].min()
        pending = pending[left_out]
    return labels


def _hold_members(scores: Floats, of_one_article: Bools, bar: float) -> Bools:
    """Return which members of a cluster stay: of each article the one most like the others', and what it says again."""
    count = len(scores)
    elsewhere = np.where(of_one_article, 0.0, scores).sum(axis=1) / np.maximum((~of_one_article).sum(axis=1), 1)
    stays = np.ones(count, dtype=bool)
    if not (of_one_article.sum(axis=1) > 1).any():
        return stays
    order = np.lexsort((np.arange(count), -np.round(elsewhere, 9)))
    seen = np.zeros(count, dtype=bool)
    for k in order.tolist():
        before = of_one_article[k] & seen
        stays[k] = not before.any() or elsewhere[k] >= bar or bool((scores[k, before] >= CHOSEN.nearly_equal).all())
        seen[k] = stays[k]
    return stays


def _soften(scores: Floats, of_one_article: Bools, bar: float) -> Floats:
    """Draw the scores of one article's claims to the bar, where they neither join nor part clusters.

    An article may tell a fact in two claims that hardly share a word, which says little about whether the claim that
    another article makes of it belongs with both.
    """
    return np.where(of_one_article, CHOSEN.one_article_counts * scores + (1 - CHOSEN.one_article_counts) * bar, scores)


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


def _compare(
    tokens: Tokens, representative: Ints, similarity: Floats, is_negated: Bools
) -> tuple[list[str], list[list[str]]]:
    """Return how each claim relates to its representative, and where the two differ."""
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
        head = int(representative[row])
        relation, found = compare_claims(read(row), read(head), bool(is_negated[row]), bool(is_negated[head]))
        if relation == "same" and similarity[row] < CHOSEN.same and not agree_on_quantity(read(row), read(head)):
            relation = "partial"
        relations[row], reasons[row] = relation, list(found)
    return relations, reasons
