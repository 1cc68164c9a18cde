"""How sure measures of source diversity are: a bootstrap over articles (Efron and Tibshirani 1993).

An outlet's articles are what was drawn, not its claims: those of one article go together. A resample holds fewer
different articles, and so fewer sources, than there were, wherefore its entropy lies too low; the spread of the
resamples is what counts, and bounds are laid around the measure itself.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp

from transforms.match.text import Floats, Ints, number_values

RESAMPLES = 200
LEAST_ARTICLES = 5
"""Articles that cite a source below which nothing is said: a spread of fewer means nothing."""
_SEED = 20260914

WINDOW = ("outlet", "time_grain", "first_day", "text_scope")
ERRORS = (
    "entropy_error",
    "entropy_by_articles_error",
    "hhi_error",
    "top_1_share_error",
    "official_share_error",
    "anonymous_share_error",
    "direct_share_error",
)
_COUNTS = ("attributions", "official_attributions", "anonymous_attributions", "quotes", "direct_quotes")


def measure_errors(windows: pa.Table, sources: pa.Table, counts: pa.Table) -> pa.Table:
    """Return the standard errors of the measures of source_diversity in each window.

    Args:
        windows: columns ``article_id`` and those of WINDOW, a row for each article in a window.
        sources: columns ``article_id``, ``source_key`` and ``claims``, those that an article attributes to a source.
        counts: columns ``article_id``, ``attributions``, ``government_attributions``,
            ``anonymous_official_attributions``, ``anonymous_attributions``, ``quotes`` and ``direct_quotes``.

    Returns:
        The columns of WINDOW and of ERRORS, for windows of at least LEAST_ARTICLES articles that cite a source. An
        error is null where a resample has no quotation to give a share of. It depends neither on the order of rows nor
        on other windows.
    """
    counts = counts.sort_by("article_id")
    official = np.asarray(counts["government_attributions"]) + np.asarray(counts["anonymous_official_attributions"])
    held = {name: official if name.startswith("official") else np.asarray(counts[name]) for name in _COUNTS}
    figures = np.stack([held[name] for name in _COUNTS], axis=1).astype(np.float64)
    cited = _read_matrix(counts["article_id"], sources)
    positions = np.asarray(pc.index_in(windows["article_id"], counts["article_id"].combine_chunks())).astype(np.int64)
    numbers = _number_windows(windows)
    order = np.lexsort((positions, numbers))
    windows = windows.select(list(WINDOW)).take(pa.array(order))
    positions = positions[order]
    has_source = np.diff(cited.indptr)[positions] > 0
    members = ((first, positions[first:stop][has_source[first:stop]]) for first, stop in _find_runs(numbers[order]))
    drawn_from = {first: articles for first, articles in members if len(articles) >= LEAST_ARTICLES}
    # a corpus of a month has the same articles in 'all' and 'month'
    different = {articles.tobytes(): articles for articles in drawn_from.values()}
    known: dict[bytes, Floats] = {}
    drawn: Ints = np.empty((0, 0), np.int64)
    for digest, articles in sorted(different.items(), key=lambda pair: len(pair[1])):  # so many are drawn once
        if drawn.shape[0] != len(articles):
            drawn = _draw(len(articles))
        known[digest] = _resample(cited[articles], figures[articles], drawn)
    errors = np.array([known[articles.tobytes()] for articles in drawn_from.values()]).reshape(-1, len(ERRORS))
    kept = windows.take(pa.array(list(drawn_from), pa.int64()))
    for name, column in zip(ERRORS, errors.T, strict=True):
        kept = kept.append_column(name, pa.array(column, pa.float64(), from_pandas=True))
    return kept.sort_by([(name, "ascending") for name in WINDOW])


def _read_matrix(articles: pa.ChunkedArray, sources: pa.Table) -> sp.csr_array:
    """Return (articles, sources): how many claims an article attributes to a source."""
    rows = np.asarray(pc.index_in(sources["article_id"], articles.combine_chunks())).astype(np.int64)
    claims = np.asarray(sources["claims"]).astype(np.int64)
    keep = claims > 0
    columns = number_values(sources["source_key"])
    shape = (len(articles), int(columns.max()) + 1 if len(columns) else 1)
    return sp.csr_array((claims[keep], (rows[keep], columns[keep])), shape=shape)


def _number_windows(windows: pa.Table) -> Ints:
    """Return a number for each row's window."""
    numbers = np.zeros(windows.num_rows, np.int64)
    for name in WINDOW:
        values = number_values(windows[name].cast(pa.string()).fill_null(""))
        numbers = numbers * (values.max(initial=0) + 1) + values
    return numbers


def _find_runs(numbers: Ints) -> Iterator[tuple[int, int]]:
    """Yield first and past-last row of each run of equal numbers."""
    edges = np.flatnonzero(np.diff(numbers, prepend=-1, append=-1))
    yield from zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)


def _draw(articles: int) -> Ints:
    """Return (articles, resamples): how often each of so many articles is in a resample; for each number the same."""
    drawn = np.random.default_rng(_SEED).multinomial(articles, np.full(articles, 1 / articles), RESAMPLES)
    return np.ascontiguousarray(drawn.T)


def _resample(cited: sp.csr_array, figures: Floats, drawn: Ints) -> Floats:
    """Return the standard deviation of each measure over resamples of the rows, one row for each article."""
    _, columns = np.unique(cited.indices, return_inverse=True)
    shape = (cited.shape[0], int(columns.max()) + 1)
    claims = sp.csr_array((cited.data, columns, cited.indptr), shape=shape)
    once = sp.csr_array((np.ones_like(cited.data), columns, cited.indptr), shape=shape)
    by_claim, by_article = (np.asarray(matrix.T @ drawn) for matrix in (claims, once))
    totals = by_claim.sum(axis=0)
    attributions, official, anonymous, quotes, direct = figures.T @ drawn
    with np.errstate(invalid="ignore", divide="ignore"):
        measures = np.stack(
            [
                _entropy(by_claim, totals),
                _entropy(by_article, by_article.sum(axis=0)),
                np.einsum("sr,sr->r", by_claim, by_claim) / totals**2,
                by_claim.max(axis=0) / totals,
                official / attributions,
                anonymous / attributions,
                direct / quotes,
            ]
        )
    # rounded, since sums depend on the order of rows in their last digits
    errors: Floats = np.where(np.isnan(measures).any(axis=1), np.nan, measures.std(axis=1, ddof=1)).astype(np.float64)
    return errors.round(9)


def _entropy(counts: Ints, totals: Ints) -> Floats:
    """Return Shannon's entropy, in nats, of each column of counts."""
    numbers = np.arange(int(counts.max()) + 1, dtype=np.float64)
    terms = numbers * np.log(np.maximum(numbers, 1))
    entropy: Floats = np.log(totals) - terms[counts].sum(axis=0) / totals
    return entropy
