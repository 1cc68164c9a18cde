"""The marts about outlets, recomputed."""

from __future__ import annotations

import math
from collections import Counter
from datetime import timedelta
from itertools import chain
from statistics import stdev
from typing import Any

import numpy as np

from tests.sql.recompute.corpus import ANONYMOUS, Corpus, Row, count_distinct, count_if, divide, group_rows
from tests.sql.recompute.quality import bound_counts
from transforms.tables.outlet_profile import STANCE_SHARES

_Z = 1.959963984540054
_STANCES = {
    "denying": ("denies", "questions"),
    "alleging": ("alleges",),
    "warning": ("warns",),
    "promising": ("promises",),
    "criticizing": ("criticizes",),
    "praising": ("praises",),
}
assert set(_STANCES) == set(STANCE_SHARES)


def wilson(k: int, n: int, sign: int) -> float | None:
    if not n:
        return None
    share = k / n
    middle, half = share + _Z**2 / (2 * n), _Z * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n * n))
    return (middle + sign * half) / (1 + _Z**2 / n)


def _gather(of_articles: dict[str, list[Row]], articles: list[Row]) -> list[Row]:
    return list(chain.from_iterable(of_articles.get(a["article_id"], ()) for a in articles))


def outlet_days(corpus: Corpus) -> list[Row]:
    by_day = group_rows(corpus.articles.values(), "outlet", "published_date")
    cited = group_rows(corpus.attributions, "article_id")
    days: dict[tuple[Any, Any], Row] = {}
    for outlet in corpus.outlets:
        for day in corpus.days:
            articles = by_day.get((outlet, day), [])
            days[outlet, day] = {
                "articles": len(articles),
                "own_articles": count_if(articles, lambda a: a["is_own_text"]),
                "agency_articles": count_if(articles, lambda a: a["origin_kind"] == "wire" and not a["is_own_text"]),
                "stories": count_distinct(a["story_id"] for a in articles),
                "claims": len(_gather(corpus.counted_claims, articles)),
                "attributions": len(_gather(corpus.claim_attributions, articles)),
                "quotes": len(_gather(corpus.counted_quotes, articles)),
                "sources": count_distinct(r["source_key"] for r in _gather(cited, articles)),
                "sources_min": count_distinct(r["least_key"] for r in _gather(cited, articles)),
            }
    rows = []
    for (outlet, day), row in days.items():
        week = [days[outlet, d] for n in range(7) if (outlet, d := day - timedelta(days=n)) in days]
        total: Counter[str] = Counter()
        for one in week:
            total.update(one)
        rolling = {f"{name}_7_days": total[name] for name in ("articles", "claims", "attributions", "quotes")}
        rows.append(
            {"published_date": day, "outlet": outlet, "publisher_family": corpus.family_of(outlet, day)}
            | row
            | bound_counts(row, attributions="sources", quotes="quotations")
            | rolling
            | bound_counts(rolling, attributions_7_days="sources", quotes_7_days="quotations")
            | {
                "window_days": len(week),
                "own_share": divide(row["own_articles"], row["articles"]),
                "agency_share": divide(row["agency_articles"], row["articles"]),
                "own_share_7_days": divide(total["own_articles"], total["articles"]),
                "agency_share_7_days": divide(total["agency_articles"], total["articles"]),
            }
        )
    return rows


def _measure(counts: list[int]) -> dict[str, float]:
    total = sum(counts)
    shares = [c / total for c in counts if c]
    return {
        "effective_sources": math.exp(-sum(s * math.log(s) for s in shares)),
        "hhi": sum(s * s for s in shares),
        "top_1_share": max(shares),
        "top_10_share": sum(sorted(shares)[-10:]),
    }


_MEASURES = ("effective_sources", "hhi", "top_1_share", "top_10_share")


def source_diversity(corpus: Corpus) -> list[Row]:
    rows = []
    for key, articles in corpus.list_windows().items():
        cited = [a for a in articles if corpus.claim_attributions.get(a["article_id"])]
        attributions = _gather(corpus.claim_attributions, articles)
        quotes = _gather(corpus.counted_quotes, articles)
        by_claims = Counter(r["source_key"] for r in attributions)
        by_articles = Counter(key for key, _ in {(r["source_key"], r["article_id"]) for r in attributions})
        least = Counter(r["least_key"] for r in attributions)
        types = Counter(r["source_type"] for r in attributions)
        row = dict(zip(("outlet", "time_grain", "first_day", "text_scope"), key, strict=True)) | {
            "articles": len(articles),
            "sourced_articles": len(cited),
            "attributions": len(attributions),
            "quotes": len(quotes),
            "sources": len(by_claims),
            "sources_min": len(least),
        }
        row |= bound_counts(row, attributions="sources", quotes="quotations")
        shares = _share_types(attributions, quotes)
        over_claims, over_articles = (
            _measure(list(c.values())) if c else dict.fromkeys(_MEASURES) for c in (by_claims, by_articles)
        )
        row |= over_claims | {f"{name}_by_articles": value for name, value in over_articles.items()} | shares
        row["effective_sources_min"] = _measure(list(least.values()))["effective_sources"] if least else None
        row |= {
            f"{kind}_share": divide(types[kind], len(attributions))
            for kind in (*ANONYMOUS, "named_person", "organization", "government", "media", "document")
        }
        rows.append(row | _bound(corpus, cited, row))
    return rows


def _share_types(attributions: list[Row], quotes: list[Row]) -> Row:
    official = count_if(attributions, lambda r: r["source_type"] in ("government", "anonymous_official"))
    anonymous = count_if(attributions, lambda r: r["is_anonymous"])
    direct = count_if(quotes, lambda q: q["quote_type"] == "direct")
    return {
        "official_share": divide(official, len(attributions)),
        "anonymous_share": divide(anonymous, len(attributions)),
        "direct_share": divide(direct, len(quotes)),
    }


def _bound(corpus: Corpus, cited: list[Row], row: Row) -> Row:
    """Resample the articles that cite anybody, one resample after the other."""
    bounded = ("hhi", "top_1_share", "official_share", "anonymous_share", "direct_share")
    effective = ("effective_sources", "effective_sources_by_articles")
    bounds: Row = {f"{name}_{side}": None for name in (*bounded, *effective) for side in ("low", "high")}
    if len(cited) < 5:
        return bounds
    cited = sorted(cited, key=lambda a: a["article_id"])
    samples = []
    for weights in np.random.default_rng(20260914).multinomial(len(cited), [1 / len(cited)] * len(cited), 200):
        drawn = [article for article, times in zip(cited, weights, strict=True) for _ in range(times)]
        attributions, quotes = _gather(corpus.claim_attributions, drawn), _gather(corpus.counted_quotes, drawn)
        per_article = Counter(
            key for a in drawn for key in {r["source_key"] for r in corpus.claim_attributions[a["article_id"]]}
        )
        sample = _measure(list(Counter(r["source_key"] for r in attributions).values()))
        sample["effective_sources_by_articles"] = _measure(list(per_article.values()))["effective_sources"]
        samples.append(sample | _share_types(attributions, quotes))
    for name in bounded:
        values = [s[name] for s in samples]
        if None not in values:
            error = 1.96 * stdev(values)
            bounds[f"{name}_low"], bounds[f"{name}_high"] = max(row[name] - error, 0), min(row[name] + error, 1)
    for name in effective:
        error = math.exp(1.96 * stdev(math.log(s[name]) for s in samples))
        bounds[f"{name}_low"], bounds[f"{name}_high"] = row[name] / error, row[name] * error
    return bounds


def anonymous_sourcing(corpus: Corpus) -> list[Row]:
    rows = []
    explained_claims = {c["claim_id"] for c in corpus.claims if c["anonymity_reason"] is not None}
    for key, articles in corpus.list_windows().items():
        cited = [c for a in articles if (c := corpus.claim_attributions.get(a["article_id"]))]
        attributions, quotes = list(chain.from_iterable(cited)), _gather(corpus.counted_quotes, articles)
        anonymous = [r for r in attributions if r["is_anonymous"]]
        with_anonymous = count_if(cited, lambda rows: any(r["is_anonymous"] for r in rows))
        explained = count_if(anonymous, lambda r: r["claim_id"] in explained_claims)
        unnamed = count_if(quotes, lambda q: q["speaker_type"] in ANONYMOUS and q["speaker_name"] is not None)
        rows.append(
            dict(zip(("outlet", "time_grain", "first_day", "text_scope"), key, strict=True))
            | {
                "articles": len(articles),
                "sourced_articles": len(cited),
                "anonymous_articles": with_anonymous,
                "anonymous_only_articles": count_if(cited, lambda rows: all(r["is_anonymous"] for r in rows)),
                "anonymous_article_share": divide(with_anonymous, len(cited)),
                "attributions": len(attributions),
                "anonymous_attributions": len(anonymous),
                "anonymous_share": divide(len(anonymous), len(attributions)),
                "anonymous_share_low": wilson(len(anonymous), len(attributions), -1),
                "anonymous_share_high": wilson(len(anonymous), len(attributions), 1),
                "explained_attributions": explained,
                "explained_share": divide(explained, len(anonymous)),
                "quotes": len(quotes),
                "anonymous_quotes": unnamed,
                "anonymous_quote_share": divide(unnamed, len(quotes)),
            }
            | {
                f"{kind}_attributions": count_if(anonymous, lambda r, k=kind: r["source_type"] == k)
                for kind in ANONYMOUS
            }
            | bound_counts({"attributions": len(attributions)}, attributions="sources")
        )
    return rows


def outlet_profile(corpus: Corpus) -> list[Row]:
    diversity = {
        row["outlet"]: row
        for row in source_diversity(corpus)
        if row["time_grain"] == "all" and row["text_scope"] == "all"
    }
    rows = []
    for outlet in corpus.outlets:
        articles = [a for a in corpus.articles.values() if a["outlet"] == outlet]
        own = [a for a in articles if a["is_own_text"]]
        known = corpus.outlet_seed(outlet)
        rows.append(
            {
                "outlet": outlet,
                "publisher_family": corpus.last_family_of(outlet, articles),
                "country": known.country if known else None,
                "leaning": known.leaning if known else None,
                "articles": len(articles),
                "own_articles": len(own),
                "own_share": len(own) / len(articles),
                "stories": count_distinct(a["story_id"] for a in articles),
                "words": sum(a["word_count"] for a in articles),
            }
            | _profile(corpus, articles, "")
            | _profile(corpus, own, "own_")
            | {name: diversity[outlet][name] for name in diversity[outlet] if name in _EFFECTIVE}
        )
    return rows


_EFFECTIVE = ("effective_sources", "effective_sources_low", "effective_sources_high")


def _profile(corpus: Corpus, articles: list[Row], prefix: str) -> Row:
    claims, quotes = _gather(corpus.counted_claims, articles), _gather(corpus.counted_quotes, articles)
    attributions = _gather(corpus.claim_attributions, articles)
    voices, stances = Counter(c["voice"] for c in claims), Counter(c["stance"] for c in claims)
    words = sum(a["word_count"] for a in articles)
    direct = count_if(quotes, lambda q: q["quote_type"] == "direct")
    found = {
        "claims": len(claims),
        "attributed_claims": voices["attributed"],
        "attributions": len(attributions),
        "quotes": len(quotes),
        "attributed_share": divide(voices["attributed"], len(claims)),
        "outlet_voice_share": divide(voices["outlet"], len(claims)),
        "hedged_share": divide(voices["hedged"], len(claims)),
        "hedged_share_low": wilson(voices["hedged"], len(claims), -1),
        "hedged_share_high": wilson(voices["hedged"], len(claims), 1),
        "anonymous_share": divide(count_if(attributions, lambda r: r["is_anonymous"]), len(attributions)),
        "direct_share": divide(direct, len(quotes)),
        "quotes_per_1000_words": divide(1000 * len(quotes), words),
    }
    found |= bound_counts(found, attributions="sources", quotes="quotations")
    for name, of in _STANCES.items():
        found[f"{name}_share"] = divide(sum(stances[s] for s in of), voices["attributed"])
    return {prefix + name: value for name, value in found.items()}
