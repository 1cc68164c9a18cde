"""Quotations that repeat each other's words, inside a story at a sensitive bar, across stories at a strict one.

The speaker is never a key: the same words in another mouth are a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import scipy.sparse as sp
from rapidfuzz import fuzz, process

from transforms.lexicon import load_chosen
from transforms.match.align import align_quotes
from transforms.match.speakers import Speaker, is_same_speaker, relate_speakers
from transforms.match.text import (
    BOUNDARY,
    FUNCTION_WORDS,
    Bools,
    Floats,
    Ints,
    Tokens,
    encode_texts,
    hash_shingles,
    join_rare,
    map_words,
    multiply_rows,
    number_values,
    stem_word,
)
from transforms.match.wording import relate_wordings
from transforms.tables import QUOTE_MATCHES


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What was chosen on labelled pairs of quotations (``data/models/quote_matches.json``).

    Attributes:
        inside_ratio: of 100, how alike the best aligned passage of two quotations of one story is at least.
        inside_content: the fewest content words of the shorter one.
        run_tokens: the shortest of ``runs``.
        runs: a shared run of so many words, of which so many are content words, is a match by itself.
        across_ratio: as ``inside_ratio``, of two stories.
        across_tokens: the fewest words of the shorter one there.
        across_content: the fewest of its content words there.
        least_share: of the content words: no pair so alike has less than half.
        short_content: a fragment of so few content words counts when the other quotation holds it whole.
    """

    inside_ratio: float
    inside_content: int
    run_tokens: int
    runs: Sequence[tuple[int, int]]
    across_ratio: float
    across_tokens: int
    across_content: int
    least_share: float
    short_content: int


_CHOSEN = load_chosen("quote_matches", _Chosen)
_CROWD = 50  # words that more quotations share are an idiom, a slogan or boilerplate
_BATCH = 200_000
_BLOCK, _ALIGNED = 1_000, 10_000
_KEY = ("quote_id_a", "quote_id_b")
_WORDED = (
    "relation", "wording", "similarity", "shared_start_a", "shared_end_a", "shared_start_b", "shared_end_b", "changes",
)  # fmt: skip
"""The columns of a match that the words of the two decide, whoever speaks them."""

WINDOW = 2_000
"""A quotation meets so many of those that follow it in its story; those further on only by a rare run of words."""

MOST_PARTNERS = 100
"""So many of those that follow it in its story a quotation is compared with."""


def match_quotes(
    quotes: pa.Table, hesitations: frozenset[str] = frozenset(), known: pa.Table | None = None
) -> pa.Table:
    """Find quotations of different articles that repeat the same words.

    Args:
        quotes: columns ``quote_id``, ``article_id``, ``story_id``, ``text``, ``quote_type``, ``speaker_entity_id``,
            ``speaker_name`` in any order, and what else tells of speakers (`Speaker.read`).
            Whole stories; pairs across stories are found among the rows given.
        hesitations: words whose loss changes nothing ("uh").
        known: rows of the table that were found before, of quotations whose words are the same; who speaks them may
            have changed.

    Returns:
        The ``quote_matches`` table, sorted by its key. A scare quote takes part only when it is long enough to be
        more than a term.
    """
    quotes = quotes.sort_by("quote_id")
    lines = _read_lines(quotes)
    found = [_match_inside(lines), _match_across(lines)]
    left, right = (np.concatenate([pairs[k] for pairs in found]) for k in (0, 1))
    order = np.lexsort((right, left))
    return _describe(quotes, lines, left[order], right[order], hesitations, known)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The quotations, in the order of their ids."""

    tokens: Tokens  # lower case, no boundaries
    stems: Tokens  # content stems only
    text: list[str]
    length: Ints
    content: Ints
    article: Ints
    story: Ints
    scare: Bools
    holds: sp.csr_array  # (quotations, distinct stems)


def _read_lines(quotes: pa.Table) -> _Lines:
    tokens = map_words(encode_texts(quotes["text"]), lambda w: None if w == BOUNDARY else w.lower())
    stems = map_words(tokens, lambda w: None if (stem := stem_word(w)) in FUNCTION_WORDS else stem)
    text = [
        " ".join(tokens.words[c] for c in tokens.codes[a:b])
        for a, b in zip(tokens.offsets[:-1].tolist(), tokens.offsets[1:].tolist(), strict=True)
    ]
    return _Lines(
        tokens,
        stems,
        text,
        np.diff(tokens.offsets),
        np.diff(stems.offsets),
        number_values(quotes["article_id"]),
        number_values(quotes["story_id"]),
        np.asarray([kind == "scare" for kind in quotes["quote_type"].to_pylist()], dtype=bool),
        _hold(stems.codes, stems.rows, len(text)),
    )


def _match_inside(lines: _Lines) -> tuple[Ints, Ints]:
    """Match quotations of one story."""
    left, right, share, runs = _find_candidates(lines)
    shorter = np.where(lines.length[left] <= lines.length[right], left, right)
    matched = (lines.content[shorter] >= _CHOSEN.inside_content) & (share >= _CHOSEN.least_share)
    matched[matched] = _compare(lines, left[matched], right[matched], _CHOSEN.inside_ratio) >= _CHOSEN.inside_ratio
    for k in np.flatnonzero(~matched & ((runs > 0) | (share == 1))).tolist():
        i, j = int(left[k]), int(right[k])
        matched[k] = (runs[k] and _holds_run(lines, i, j)) or (
            not (lines.scare[i] or lines.scare[j]) and _holds_fragment(lines, i, j)
        )
    return left[matched], right[matched]


def _find_candidates(lines: _Lines) -> tuple[Ints, Ints, Floats, Floats]:
    """Return the pairs of one story, of different articles, that share two content words or a run of words.

    With each pair comes the share of its content words, and the number of runs shared.
    """
    count = max(len(lines.story), 1)
    rows, words = lines.stems.rows, max(len(lines.stems.words), 1)
    hashes, of = hash_shingles(lines.tokens, _CHOSEN.run_tokens)
    with np.errstate(over="ignore"):
        inside_story = hashes * np.uint64(0x9E3779B97F4A7C15) + lines.story[of].astype(np.uint64)
    holds = _hold(lines.story[rows] * words + lines.stems.codes, rows, count)
    runs = _hold(inside_story, of, count)
    left, right, _ = join_rare(inside_story, of, _CROWD)
    pairs = np.union1d(_find_alike(lines, holds, runs), left * count + right)
    i, j = pairs // count, pairs % count
    keep = lines.article[i] != lines.article[j]
    i, j = _take_first(i[keep], j[keep])
    return i, j, _share_words(lines, i, j), multiply_rows(runs, runs, i, j)


def _find_alike(lines: _Lines, holds: sp.csr_array, runs: sp.csr_array) -> Ints:
    """Return the pairs of one story, as ``i * count + j``, that share two content words, and a third of them or a run.

    Block by block, so that a story of many quotations needs no more memory than one of few.
    """
    count = max(len(lines.story), 1)
    order = np.argsort(lines.story, kind="stable")
    holds, runs, article = holds[order], runs[order], lines.article[order]
    distinct = np.maximum(np.diff(holds.indptr), 1)
    found = [np.zeros(0, np.int64)]
    for start in range(0, len(order), _BLOCK):
        stop = start + _BLOCK
        shared = sp.coo_array(holds[start:stop] @ holds[start : stop + WINDOW].T)
        same_run = sp.coo_array(runs[start:stop] @ runs[start : stop + WINDOW].T)
        a, b = shared.row.astype(np.int64) + start, shared.col.astype(np.int64) + start
        often = (shared.data >= _CHOSEN.short_content) & (a < b) & (b <= a + WINDOW) & (article[a] != article[b])
        a, b, words = a[often], b[often], shared.data[often]
        alike = words / np.minimum(distinct[a], distinct[b]) >= _CHOSEN.least_share
        with_run = (same_run.row.astype(np.int64) + start) * count + same_run.col + start
        keys = np.sort((a * count + b)[alike | np.isin(a * count + b, with_run)])
        a, b = _take_first(keys // count, keys % count)
        found.append(np.minimum(order[a], order[b]) * count + np.maximum(order[a], order[b]))
    return np.concatenate(found)


def _take_first(i: Ints, j: Ints) -> tuple[Ints, Ints]:
    """Return the pairs, sorted by both, without those of which the first one has had enough."""
    keep = np.arange(len(i)) - np.searchsorted(i, i) < MOST_PARTNERS
    return i[keep], j[keep]


def _hold(keys: npt.NDArray[np.integer], rows: Ints, count: int) -> sp.csr_array:
    """Return (quotations, distinct keys): 1 where a quotation holds a key."""
    distinct, column = np.unique(keys, return_inverse=True)
    places = (rows.astype(np.int32), column.astype(np.int32))
    matrix = sp.coo_array((np.ones(len(rows), np.int32), places), shape=(count, len(distinct))).tocsr()
    matrix.data[:] = 1
    return sp.csr_array(matrix)


def _share_words(lines: _Lines, left: Ints, right: Ints) -> Floats:
    """Return how many of the content words of the one that has fewer the other has too."""
    distinct = np.diff(lines.holds.indptr)
    fewer = np.maximum(np.minimum(distinct[left], distinct[right]), 1)
    return np.asarray(multiply_rows(lines.holds, lines.holds, left, right) / fewer)


def _match_across(lines: _Lines) -> tuple[Ints, Ints]:
    """Match long quotations of different stories that share a rare run of three words."""
    long = (lines.length >= _CHOSEN.across_tokens) & (lines.content >= _CHOSEN.across_content)
    hashes, rows = hash_shingles(lines.tokens, 3)
    keep = long[rows]
    left, right, _ = join_rare(hashes[keep], rows[keep], _CROWD)
    apart = (lines.story[left] != lines.story[right]) & (lines.article[left] != lines.article[right])
    left, right = left[apart], right[apart]
    alike = _share_words(lines, left, right) >= _CHOSEN.least_share
    left, right = left[alike], right[alike]
    matched = _compare(lines, left, right, _CHOSEN.across_ratio) >= _CHOSEN.across_ratio
    return left[matched], right[matched]


def _compare(lines: _Lines, left: Ints, right: Ints, cutoff: float) -> Floats:
    """Return the similarity of each pair's best aligned passage (0 to 100; 0 below the cutoff)."""
    ratios = [np.zeros(0)]
    for start in range(0, len(left), _BATCH):
        a, b = ([lines.text[i] for i in side[start : start + _BATCH].tolist()] for side in (left, right))
        ratios.append(process.cpdist(a, b, scorer=fuzz.partial_ratio, score_cutoff=cutoff, dtype=np.float64))
    return np.concatenate(ratios)


def _holds_run(lines: _Lines, i: int, j: int) -> bool:
    """Say whether two quotations share a run of words long enough to be more than a phrase."""
    first, second = _words(lines, i), _words(lines, j)
    runs = {tuple(run) for run in _slide(first, _CHOSEN.run_tokens)}
    content = [stem_word(word) not in FUNCTION_WORDS for word in second]
    start = 0
    while start + _CHOSEN.run_tokens <= len(second):
        end = start
        while end + _CHOSEN.run_tokens <= len(second) and tuple(second[end : end + _CHOSEN.run_tokens]) in runs:
            end += 1
        if end > start:
            length, weight = end - start + _CHOSEN.run_tokens - 1, sum(content[start : end + _CHOSEN.run_tokens - 1])
            if any(length >= tokens and weight >= least for tokens, least in _CHOSEN.runs):
                return True
        start = max(end, start + 1)
    return False


def _holds_fragment(lines: _Lines, i: int, j: int) -> bool:
    short, long = (i, j) if lines.length[i] <= lines.length[j] else (j, i)
    return bool(lines.content[short] >= _CHOSEN.short_content) and f" {lines.text[short]} " in f" {lines.text[long]} "


def _slide(words: list[str], size: int) -> Iterator[list[str]]:
    return (words[k : k + size] for k in range(len(words) - size + 1))


def _words(lines: _Lines, i: int) -> list[str]:
    return lines.text[i].split(" ")


def _describe(
    quotes: pa.Table, lines: _Lines, left: Ints, right: Ints, hesitations: frozenset[str], known: pa.Table | None
) -> pa.Table:
    """Return the matches with relation, similarity and whether one speaker said both."""
    pairs = list(zip(left.tolist(), right.tolist(), strict=True))
    ids = quotes["quote_id"].to_pylist()
    keys = [(ids[i], ids[j]) for i, j in pairs]
    worded = _compare_known(quotes, lines, dict(zip(keys, pairs, strict=True)), hesitations, known)
    speakers = [Speaker.read(row) for row in quotes.to_pylist()]
    words = np.minimum(lines.length[left], lines.length[right]).tolist()
    content = np.minimum(lines.content[left], lines.content[right]).tolist()
    similarity = worded["similarity"].to_pylist()
    columns = {name: worded[name] for name in _WORDED} | {
        "quote_id_a": [a for a, _ in keys],
        "quote_id_b": [b for _, b in keys],
        "same_speaker": [is_same_speaker(speakers[i], speakers[j]) for i, j in pairs],
        "speaker_relation": [
            relate_speakers(speakers[i], speakers[j], alike, length, said)
            for (i, j), alike, length, said in zip(pairs, similarity, words, content, strict=True)
        ],
    }
    return pa.table({name: columns[name] for name in QUOTE_MATCHES.schema.names}, schema=QUOTE_MATCHES.schema)


def _compare_known(
    quotes: pa.Table,
    lines: _Lines,
    pairs: Mapping[tuple[str, str], tuple[int, int]],
    hesitations: frozenset[str],
    known: pa.Table | None,
) -> pa.Table:
    """Return the columns that words alone decide, in the order of the pairs: those that are known, or found now."""
    if known is None:
        return _compare_words(quotes, lines, list(pairs.values()), hesitations)
    before = {key: row for row, key in enumerate(zip(*(known[name].to_pylist() for name in _KEY), strict=True))}
    fresh = {key: known.num_rows + row for row, key in enumerate(key for key in pairs if key not in before)}
    found = _compare_words(quotes, lines, [pairs[key] for key in fresh], hesitations)
    rows = pa.array([fresh[key] if key in fresh else before[key] for key in pairs], pa.int64())
    return pa.concat_tables([known.select(_WORDED), found]).take(rows)


def _compare_words(
    quotes: pa.Table, lines: _Lines, pairs: Sequence[tuple[int, int]], hesitations: frozenset[str]
) -> pa.Table:
    texts = quotes["text"].to_pylist()
    align = lru_cache(_ALIGNED)(align_quotes)  # what many carry is the same words
    shared = [align(texts[i], texts[j]) for i, j in pairs]
    left, right = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    columns = {
        "relation": [_relate(lines.text[i], lines.text[j]) for i, j in pairs],
        "wording": [relate_wordings(texts[i], texts[j], hesitations) for i, j in pairs],
        "similarity": np.round(_compare(lines, left, right, 0.0) / 100, 4),
        "shared_start_a": [found.start_a for found in shared],
        "shared_end_a": [found.end_a for found in shared],
        "shared_start_b": [found.start_b for found in shared],
        "shared_end_b": [found.end_b for found in shared],
        "changes": [list(found.changes) for found in shared],
    }
    return pa.table(columns, schema=pa.schema([QUOTE_MATCHES.schema.field(name) for name in _WORDED]))


def _relate(a: str, b: str) -> str:
    if a == b:
        return "equal"
    if f" {a} " in f" {b} ":
        return "contained"
    return "contains" if f" {b} " in f" {a} " else "edited"
