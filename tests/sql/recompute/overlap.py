"""The marts that count sources of articles, outlets and stories, and what two of them share, recomputed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from itertools import chain, combinations

from tests.sql.recompute.claims import claim_coverage, claim_coverage_by_outlet
from tests.sql.recompute.corpus import Corpus, Row, count_distinct, count_if, divide, group_rows
from tests.sql.recompute.quality import bound_counts
from tests.sql.recompute.reach import measure_reach


def attribution_counts(corpus: Corpus) -> list[Row]:
    dated = (
        row | {name: corpus.articles[row["article_id"]][name] for name in ("published_date", "outlet")}
        for row in corpus.all_attributions
    )
    key = ("published_date", "outlet", "source_entity_id", "source_name", "source_type")
    rows = []
    for values, found in group_rows(dated, *key).items():
        certain = [r for r in found if not r["is_doubtful"]]
        doubtful = [r for r in found if r["is_doubtful"]]
        counts = {name: count_if(certain, lambda r, n=name: r[f"{n[:-1]}_id"]) for name in ("claims", "quotes")}
        rows.append(
            dict(zip(key, values, strict=True))
            | counts
            | bound_counts(counts, claims="sources", quotes="speakers")
            | {
                "direct_quotes": count_if(certain, lambda r: r["quote_type"] == "direct"),
                "articles": count_distinct(r["article_id"] for r in certain),
                "doubtful_claims": count_if(doubtful, lambda r: r["claim_id"]),
                "doubtful_quotes": count_if(doubtful, lambda r: r["quote_id"]),
                "expected_claims": sum(r["confidence"] for r in found if r["claim_id"]),
                "expected_quotes": sum(r["confidence"] for r in found if r["quote_id"]),
            }
        )
    return rows


def _list_sources(corpus: Corpus) -> dict[str, set[str]]:
    """Return the known sources of each article."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in corpus.attributions:
        found[row["article_id"]].add(row["source_key"])
    return found


def source_overlap_articles(corpus: Corpus) -> list[Row]:
    sources = _list_sources(corpus)
    carried: dict[str, set[str]] = defaultdict(set)
    for group, claims in corpus.groups.items():
        for claim in (c for c in claims if c["carries"]):
            carried[claim["article_id"]].add(group)
    article_of = {q["quote_id"]: q["article_id"] for q in corpus.quotes if not q["is_doubtful"]}
    repeated: dict[tuple[str, str], set[str]] = defaultdict(set)
    for match in corpus.tables["quote_matches"]:
        for one, other in ((match["quote_id_a"], match["quote_id_b"]), (match["quote_id_b"], match["quote_id_a"])):
            if one in article_of and other in article_of:
                repeated[article_of[one], article_of[other]].add(one)
    rows = []
    for story, articles in corpus.stories.items():
        for a, b in combinations(sorted(articles, key=lambda r: r["article_id"]), 2):
            of_a, of_b = sources[a["article_id"]], sources[b["article_id"]]
            shared = len(of_a & of_b)
            rows.append(
                {
                    f"{name}_{side}": article[name]
                    for side, article in (("a", a), ("b", b))
                    for name in ("article_id", "headline", "outlet")
                }
                | {
                    "story_id": story,
                    "story_headline": corpus.head_of(story),
                    "sources_a": len(of_a),
                    "sources_b": len(of_b),
                    "shared_sources": shared,
                    "jaccard": divide(shared, len(of_a | of_b)),
                    "containment_a": divide(shared, len(of_a)),
                    "containment_b": divide(shared, len(of_b)),
                    "shared_quotes": len(repeated[a["article_id"], b["article_id"]]),
                    "shared_claims": len(carried[a["article_id"]] & carried[b["article_id"]]),
                }
            )
    return rows


def source_overlap_outlets(corpus: Corpus) -> list[Row]:
    sources = _list_sources(corpus)
    pairs: dict[tuple[str, str, object], list[tuple[set[str], set[str]]]] = defaultdict(list)
    for articles in corpus.stories.values():
        first = min((a["published_date"] for a in articles if a["published_date"]), default=None)
        monday = first - timedelta(days=first.weekday()) if first else None
        cited: dict[str, set[str]] = defaultdict(set)
        for article in articles:
            if article["outlet"]:
                cited[article["outlet"]] |= sources[article["article_id"]]
        for a, b in combinations(sorted(cited), 2):
            pairs[a, b, monday].append((cited[a], cited[b]))
    rows = []
    for (a, b, monday), stories in pairs.items():
        shared, either = (sum(map(len, sets)) for sets in zip(*((x & y, x | y) for x, y in stories), strict=True))
        rows.append(
            {
                "outlet_a": a,
                "outlet_b": b,
                "period": monday,
                "stories_in_common": len(stories),
                "sources_a": sum(len(x) for x, _ in stories),
                "sources_b": sum(len(y) for _, y in stories),
                "shared_sources": shared,
                "jaccard": divide(shared, either),
            }
        )
    return rows


def _gather_sources(corpus: Corpus, articles: Iterable[Row]) -> list[Row]:
    ids = {a["article_id"] for a in articles}
    return [row for row in corpus.attributions if row["article_id"] in ids]


def outlet_overview(corpus: Corpus) -> list[Row]:
    coverage = group_rows(claim_coverage_by_outlet(corpus), "outlet")
    rows = []
    for outlet in corpus.outlets:
        articles = [a for a in corpus.articles.values() if a["outlet"] == outlet]
        own = count_if(articles, lambda a: a["is_own_text"])
        claims, exclusive = (
            sum(row[name] for row in coverage[outlet]) for name in ("claims_carried", "exclusive_claims")
        )
        cited = _gather_sources(corpus, articles)
        quotes = _count_quotes(corpus, articles)
        known = corpus.outlet_seed(outlet)
        rows.append(
            {
                "outlet": outlet,
                "publisher_family": corpus.last_family_of(outlet, articles),
                "country": known.country if known else None,
                "articles": len(articles),
                "own_articles": own,
                "own_share": own / len(articles),
                "stories": count_distinct(a["story_id"] for a in articles),
                "claims": claims,
                "exclusive_claims": exclusive,
                "exclusive_share": divide(exclusive, claims),
                "quotes": quotes,
                "sources": count_distinct(r["source_key"] for r in cited),
                "sources_min": count_distinct(r["least_key"] for r in cited),
                "anonymous_sources": count_distinct(r["source_key"] for r in cited if r["is_anonymous"]),
            }
            | bound_counts({"quotes": quotes}, quotes="quotations")
        )
    return rows


def _count_quotes(corpus: Corpus, articles: Iterable[Row]) -> int:
    return len(list(chain.from_iterable(corpus.counted_quotes.get(a["article_id"], ()) for a in articles)))


def story_overview(corpus: Corpus) -> list[Row]:
    coverage = group_rows(claim_coverage(corpus), "story_id")
    rows = []
    for story, articles in corpus.stories.items():
        reach = measure_reach(corpus, (a["article_id"] for a in articles))
        counts = ("articles", "outlets", "independent_outlets")
        cited = _gather_sources(corpus, articles)
        quotes = _count_quotes(corpus, articles)
        rows.append(
            {name: reach[name] for name in (*counts, "first_outlet", "first_published_at", "last_published_at")}
            | {
                "story_id": story,
                "headline": corpus.head_of(story),
                "first_article_id": articles[0]["article_id"],
                "first_headline": articles[0]["headline"],
                "claims": len(coverage[story]) if story in coverage else 0,
                "quotes": quotes,
                "sources": count_distinct(r["source_key"] for r in cited),
                "sources_min": count_distinct(r["least_key"] for r in cited),
            }
            | bound_counts({"quotes": quotes}, quotes="quotations")
        )
    return rows
