"""The marts about sources, about what becomes of claims, and about runs, recomputed."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from statistics import median
from typing import Any

from tests.sql.recompute.corpus import Corpus, Row, count_distinct, count_if, denies, divide, group_rows, published_by
from tests.sql.recompute.outlets import wilson
from tests.sql.recompute.quality import bound_counts


def _name_most(rows: list[Row], name: str) -> Any:
    counts = Counter(row[name] for row in rows)
    return min(counts, key=lambda value: (-counts[value], value))


def _cite(corpus: Corpus) -> dict[tuple[str, str], Row]:
    """Return how each article cites each source, by article and source_key."""
    found = {}
    for (article_id, key), rows in group_rows(corpus.attributions, "article_id", "source_key").items():
        kinds = Counter((row["source_name"], row["source_type"]) for row in rows)
        name, kind = min(kinds, key=lambda k: (-kinds[k], k))
        found[article_id, key] = corpus.articles[article_id] | {
            "source_key": key,
            "least_key": min(row["least_key"] for row in rows),
            "source_entity_id": rows[0]["source_entity_id"],
            "source_name": name,
            "source_type": kind,
            "claims": count_if(rows, lambda r: r["claim_id"]),
            "quotes": count_if(rows, lambda r: r["quote_id"]),
            "direct_quotes": count_if(rows, lambda r: r["quote_type"] == "direct"),
        }
    return found


def source_reach(corpus: Corpus) -> list[Row]:
    rows = []
    for source, cited in group_rows(_cite(corpus).values(), "least_key").items():
        dated = sorted((c for c in cited if c["published_at"]), key=lambda c: (c["published_at"], c["article_id"]))
        days = [c["published_date"] for c in dated]
        own = [c for c in cited if c["is_own_text"]]
        stories, outlets = (count_distinct(c[name] for c in cited) for name in ("story_id", "outlet"))
        counts = {name: sum(c[name] for c in cited) for name in ("claims", "quotes", "direct_quotes")}
        rows.append(
            {
                "source_id": source,
                "source_entity_id": cited[0]["source_entity_id"],
                "source_name": _name_most(cited, "source_name"),
                "source_type": _name_most(cited, "source_type"),
                "is_described": cited[0]["source_entity_id"] is None,
                "sources_max": count_distinct(c["source_key"] for c in cited),
                "articles": count_distinct(c["article_id"] for c in cited),
                "own_articles": count_distinct(c["article_id"] for c in own),
                "texts": count_distinct(c["origin_id"] for c in cited),
                "stories": stories,
                "outlets": outlets,
                "own_outlets": count_distinct(c["outlet"] for c in own),
                "publisher_families": count_distinct(c["publisher_family"] for c in cited),
                "corpus_stories": len(corpus.stories),
                "corpus_outlets": len(corpus.outlets),
                "story_share": stories / len(corpus.stories),
                "outlet_share": divide(outlets, len(corpus.outlets)),
                "first_outlet": dated[0]["outlet"] if dated else None,
                "first_published_at": dated[0]["published_at"] if dated else None,
                "last_published_at": dated[-1]["published_at"] if dated else None,
                "first_published_date": min(days, default=None),
                "last_published_date": max(days, default=None),
            }
            | counts
            | bound_counts(counts, claims="sources", quotes="speakers")
        )
    return rows


def source_network(corpus: Corpus) -> list[Row]:
    cited = _cite(corpus)
    corpus_articles = {article for article, _ in cited}
    corpus_texts = {c["origin_id"] for c in cited.values()}
    names = {e["entity_id"]: e["name"] for e in corpus.tables["entities"]}
    by_article = group_rows((c for c in cited.values() if c["source_entity_id"]), "article_id")
    articles: dict[str, set[str]] = defaultdict(set)
    pairs: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for article_id, sources in by_article.items():
        entities = sorted({c["source_entity_id"] for c in sources})
        for entity in entities:
            articles[entity].add(article_id)
        for pair in combinations(entities, 2):
            pairs[pair].append(corpus.articles[article_id])
    texts = {e: {corpus.articles[a]["origin_id"] for a in of} for e, of in articles.items()}
    rows = []
    for (a, b), together in pairs.items():
        if len(together) < 2:
            continue
        shared = count_distinct(t["origin_id"] for t in together)
        rows.append(
            {
                "source_entity_id_a": a,
                "source_entity_id_b": b,
                "source_name_a": names[a],
                "source_name_b": names[b],
                "articles": len(together),
                "texts": shared,
                "stories": count_distinct(t["story_id"] for t in together),
                "outlets": count_distinct(t["outlet"] for t in together),
                "texts_a": len(texts[a]),
                "texts_b": len(texts[b]),
                "corpus_texts": len(corpus_texts),
                "lift": (shared / len(corpus_texts)) / (len(texts[a]) * len(texts[b]) / len(corpus_texts) ** 2),
                "articles_a": len(articles[a]),
                "articles_b": len(articles[b]),
                "corpus_articles": len(corpus_articles),
                "lift_by_articles": len(together) * len(corpus_articles) / (len(articles[a]) * len(articles[b])),
                "jaccard": shared / len(texts[a] | texts[b])
                if shared == len(texts[a] & texts[b])
                else shared / (len(texts[a]) + len(texts[b]) - shared),
            }
        )
    return rows


def _rank_certainty(claim: Row) -> int:
    if claim["voice"] == "outlet":
        return 3
    if claim["voice"] == "hedged":
        return 0
    return 1 if claim["stance"] in ("alleges", "believes", "hopes", "asks", "questions") else 2


def _describe_carrier(corpus: Corpus, group: list[Row], article_id: str) -> Row:
    here = [c for c in group if c["article_id"] == article_id]
    carrying = {c["claim_id"] for c in here if c["carries"]}
    sources = [r for r in corpus.claim_attributions.get(article_id, []) if r["claim_id"] in carrying]
    return corpus.articles[article_id] | {
        "has_source": bool(sources),
        "entities": {r["source_entity_id"] for r in sources},
        "is_named": bool(sources) and all(r["source_entity_id"] for r in sources),
        "certainty": max(_rank_certainty(c) for c in here if c["carries"]),
        "has_other_numbers": any("numbers" in c["conflict_reasons"] for c in here),
    }


def _list_later(corpus: Corpus) -> list[Row]:
    """Return what each article did to a claim that another outlet's article carried before, where that is sure."""
    found = []
    for group in corpus.groups.values():
        carriers = [
            _describe_carrier(corpus, group, article) for article in {c["article_id"] for c in group if c["carries"]}
        ]
        dated = sorted((c for c in carriers if c["published_at"]), key=lambda c: (c["published_at"], c["article_id"]))
        if (
            not dated
            or sum(c["published_at"] <= min(published_by(d["published_at"]) for d in dated) for c in dated) > 1
        ):
            continue
        first = dated[0]
        for c in dated[1:]:
            if c["outlet"] == first["outlet"]:
                continue
            both = c["is_named"] and first["is_named"]
            found.append(
                {
                    "article_id": c["article_id"],
                    "hours": (c["published_at"] - first["published_at"]).total_seconds() / 3600,
                    "gained": c["has_source"] and not first["has_source"],
                    "lost": first["has_source"] and not c["has_source"],
                    "raised": c["certainty"] > first["certainty"],
                    "lowered": c["certainty"] < first["certainty"],
                    "speaker_changed": not c["entities"] & first["entities"] if both else None,
                    "numbers_changed": c["has_other_numbers"] != first["has_other_numbers"],
                }
            )
    return found


def attribution_drift(corpus: Corpus) -> list[Row]:
    later = group_rows(_list_later(corpus), "article_id")
    rows = []
    for key, articles in corpus.list_windows().items():
        here = [change for a in articles for change in later.get(a["article_id"], ())]
        if not here:
            continue
        compared = count_if(here, lambda c: c["speaker_changed"] is not None)
        counts = {n: count_if(here, lambda c, n=n: c[n]) for n in ("gained", "lost", "raised", "lowered")}
        speakers, numbers = (count_if(here, lambda c, n=n: c[n]) for n in ("speaker_changed", "numbers_changed"))
        rows.append(
            dict(zip(("outlet", "time_grain", "first_day", "text_scope"), key, strict=True))
            | {
                "articles": count_distinct(c["article_id"] for c in here),
                "later_claims": len(here),
                "median_hours": median(c["hours"] for c in here),
                "speaker_claims": compared,
                "speaker_changed_claims": speakers,
                "numbers_changed_claims": numbers,
                "speaker_changed_share": divide(speakers, compared),
                "numbers_changed_share": numbers / len(here),
                "raised_share_low": wilson(counts["raised"], len(here), -1),
                "raised_share_high": wilson(counts["raised"], len(here), 1),
            }
            | {f"{name}_claims": count for name, count in counts.items()}
            | {f"{name}_share": count / len(here) for name, count in counts.items()}
        )
    return rows


def claim_timeline(corpus: Corpus) -> list[Row]:
    rows = []
    for group_id, group in corpus.groups.items():
        if count_distinct(c["article_id"] for c in group if c["carries"]) < 2:
            continue
        head = corpus.find_representative(group_id)
        story = corpus.stories[head["story_id"]]
        claims = [c | {"day": corpus.articles[c["article_id"]]["published_date"]} for c in group]
        claims = [c | {"denies": denies(c)} for c in claims if c["day"]]
        for day in sorted({c["day"] for c in claims if c["carries"] or c["denies"]}):
            now, past = (
                _count_until(corpus, claims, story, lambda d, day=day: d is not None and d <= day),
                _count_until(corpus, claims, story, lambda d, day=day: d is not None and d < day),
            )
            rows.append(
                {
                    "claim_group_id": group_id,
                    "story_id": head["story_id"],
                    "story_headline": corpus.head_of(head["story_id"]),
                    "representative_claim_id": head["claim_id"],
                    "representative_text": head["text"],
                    "published_date": day,
                    "articles": now["articles"] - past["articles"],
                    "denying_articles": now["denying_articles"] - past["denying_articles"],
                    "new_outlets": now["outlets"] - past["outlets"],
                    "new_sources": now["sources"] - past["sources"],
                    "story_articles": now["story_articles"] - past["story_articles"],
                    "coverage_share_to_date": divide(now["outlets"], now["story_outlets"]),
                }
                | {f"{name}_to_date": value for name, value in now.items()}
            )
    return rows


def _count_until(corpus: Corpus, claims: list[Row], story: list[Row], is_in: Any) -> dict[str, int]:
    carrying = [c for c in claims if c["carries"] and is_in(c["day"])]
    ids = {c["claim_id"] for c in carrying}
    articles = [a for a in story if is_in(a["published_date"])]
    return {
        "articles": count_distinct(c["article_id"] for c in carrying),
        "denying_articles": count_distinct(c["article_id"] for c in claims if c["denies"] and is_in(c["day"])),
        "outlets": count_distinct(c["outlet"] for c in carrying),
        "sources": count_distinct(r["source_key"] for r in corpus.attributions if r["claim_id"] in ids),
        "story_articles": len(articles),
        "story_outlets": count_distinct(a["outlet"] for a in articles),
    }


def run_health(corpus: Corpus) -> list[Row]:
    runs = sorted(corpus.tables["runs"], key=lambda r: (r["started_at"], r["run_id"]))
    rows: list[Row] = []
    done: list[Row] = []
    for run in runs:
        row = {
            name: run[name] for name in ("run_id", "started_at", "status", "problem", "code_version", "model_version")
        }
        row |= {n: run[n] for n in ("inputs", "articles", "claims", "quotes", "stories", "rejects")}
        row["seconds"] = (run["ended_at"] - run["started_at"]).total_seconds()
        for name, part, whole in (
            ("claims_per_article", "claims", "articles"),
            ("quotes_per_article", "quotes", "articles"),
            ("reject_share", "rejects", "inputs"),
            ("undated_share", "undated_articles", "articles"),
            ("no_outlet_share", "articles_without_outlet", "articles"),
            ("no_claims_share", "articles_without_claims", "articles"),
            ("unknown_source_share", "unknown_source_claims", "attributed_claims"),
        ):
            row[name] = run[part] / run[whole] if run[part] is not None and run[whole] else None
        last = done[-10:]
        usual = {
            name: median(values) if (values := [r[name] for r in last if r[name] is not None]) else None
            for name in ("articles", "claims_per_article", "unknown_source_share")
        }
        row |= {f"usual_{name}": value for name, value in usual.items()} | {"compared_runs": len(last)}
        row["articles_ratio"] = row["articles"] / usual["articles"] if row["articles"] and usual["articles"] else None
        row["is_unusual"] = _is_unusual(row, usual) if last else None
        rows.append(row)
        if run["status"] == "completed":
            done.append(row)
    return rows


def _is_unusual(row: Row, usual: dict[str, float | None]) -> bool:
    def differs(name: str, holds: Any) -> bool:
        return row[name] is not None and usual[name] is not None and holds(row[name], usual[name])

    return row["status"] == "completed" and (
        differs("articles", lambda now, then: not then / 2 <= now <= then * 2)
        or differs("claims_per_article", lambda now, then: abs(now - then) > then / 3)
        or differs("unknown_source_share", lambda now, then: now > then + 0.05)
    )
