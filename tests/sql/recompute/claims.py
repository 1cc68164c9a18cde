"""The marts about claims, recomputed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from tests.sql.recompute.corpus import (
    ANONYMOUS,
    Corpus,
    Row,
    count_distinct,
    count_if,
    denies,
    divide,
    group_rows,
    published_by,
)
from tests.sql.recompute.reach import count_origins, measure_reach, trace_origins


def statements(corpus: Corpus) -> list[Row]:
    quoted = {q["claim_id"] for q in corpus.quotes}
    groups = {g["claim_id"]: g["claim_group_id"] for g in corpus.tables["claim_groups"]}
    taken = ("claim_id", "statement", "text", "source_name", "source_entity_id", "source_type", "via_name", "voice")
    of_article = ("article_id", "outlet", "publisher_family", "is_own_text", "headline", "url", "story_id")
    times = ("published_at", "published_date", "published_local_date")
    return [
        {name: claim[name] for name in (*taken, "cue_text", "stance", "polarity", "confidence")}
        | {name: corpus.articles[claim["article_id"]][name] for name in (*of_article, *times)}
        | {
            "is_known_source": claim["source_type"] not in ("unknown", "generic") and claim["source_name"] is not None,
            "is_anonymous": claim["source_type"] in ANONYMOUS,
            "all_sources": "; ".join(claim["source_names"]),
            "is_hedged": claim["voice"] == "hedged",
            "is_negated": claim["polarity"] == "negated",
            "is_quoted": claim["claim_id"] in quoted,
            "story_headline": corpus.head_of(corpus.articles[claim["article_id"]]["story_id"]),
            "claim_group_id": groups[claim["claim_id"]],
            "representative_claim_id": corpus.find_representative(groups[claim["claim_id"]])["claim_id"],
            "representative_text": corpus.find_representative(groups[claim["claim_id"]])["text"],
        }
        for claim in corpus.claims
    ]


def _count_outlets(claims: Iterable[Row]) -> int:
    return count_distinct(c["outlet"] for c in claims)


def _trace_group(corpus: Corpus, claims: list[Row]) -> list[Row]:
    carrying = {c["claim_id"]: c["article_id"] for c in claims if c["carries"]}
    given: dict[str, list[Row]] = {article: [] for article in carrying.values()}
    for claim, article in carrying.items():
        given[article] += corpus.sources_of(claim)
    return trace_origins(corpus, given)


@lru_cache(maxsize=1)
def claim_coverage(corpus: Corpus) -> list[Row]:
    lenient = group_rows(corpus.grouped, "lenient_group_id")
    return [_cover(corpus, group, claims, lenient) for group, claims in corpus.groups.items()]


def _cover(corpus: Corpus, group: str, claims: list[Row], lenient: dict[str, list[Row]]) -> Row:
    head = corpus.find_representative(group)
    carrying = [c for c in claims if c["carries"]]
    certain = [c for c in claims if not c["is_doubtful"]]
    asserting = [c for c in carrying if c["attitude"] == "asserts"]
    denying = [c for c in certain if denies(c)]
    asking = [c for c in certain if c["attitude"] == "asks" and c["relation"] == "same"]
    nearly = [c for c in certain if c["relation"] == "partial"]
    loose = [
        c
        for c in lenient[head["lenient_group_id"]]
        if c["relation"] in ("same", "partial") and c["attitude"] != "denies"
    ]

    def keys(of: Iterable[Row]) -> set[str]:
        return {s["source_key"] for c in of for s in corpus.sources_of(c["claim_id"])}

    sources = [s for c in carrying for s in corpus.sources_of(c["claim_id"])]
    named = {s["source_key"] for s in sources if s["source_entity_id"]}
    together = [len({s["source_key"] for s in corpus.sources_of(c["claim_id"])} - named) for c in carrying]
    least, most = len(named) + max(together), len(keys(carrying))
    reach = measure_reach(corpus, (c["article_id"] for c in carrying))
    del reach["last_published_at"]
    origins_least, origins_most = count_origins(_trace_group(corpus, claims))
    voices = sorted({c["voice"] for c in carrying})
    story_outlets = count_distinct(a["outlet"] for a in corpus.stories[head["story_id"]])
    return reach | {
        "claim_group_id": group,
        "story_id": head["story_id"],
        "story_headline": corpus.head_of(head["story_id"]),
        "representative_claim_id": head["claim_id"],
        "representative_text": head["text"],
        "representative_statement": head["statement"],
        "story_outlets": story_outlets,
        "coverage_share": divide(reach["outlets"], story_outlets),
        "distinct_sources": most,
        "sources_min": least,
        "sources_max": most,
        "may_be_single_source": least == 1,
        "lenient_sources": len(keys(loose)),
        "is_single_source": most == len(keys(loose)) == 1,
        "is_anonymous_only": bool(sources) and all(s["is_anonymous"] for s in sources),
        "voices": voices,
        "voices_text": "; ".join(voices),
        "is_hedged": "hedged" in voices,
        "conflicting_claims": count_if(certain, lambda c: c["relation"] in ("denial", "conflict")),
        "asserting_outlets": _count_outlets(asserting),
        "denying_outlets": _count_outlets(denying),
        "asking_outlets": _count_outlets(asking),
        "asserting_sources": len(keys(asserting)),
        "denying_sources": len(keys(denying)),
        "asking_sources": len(keys(asking)),
        "is_disputed": bool(asserting and denying),
        "partial_outlets": count_distinct({c["outlet"] for c in nearly} - {c["outlet"] for c in carrying}),
        "min_confidence": min(c["confidence"] for c in carrying),
        "doubtful_claims": len(claims) - len(certain),
        "expected_claims": sum(
            c["confidence"] for c in claims if c["carries"] or (c["is_doubtful"] and c["relation"] == "same")
        ),
        "independent_origins": origins_most,
        "independent_origins_min": origins_least,
        "independent_origins_max": origins_most,
    }


def claim_coverage_by_outlet(corpus: Corpus) -> list[Row]:
    rows = []
    carriers = {group: {c["outlet"] for c in claims if c["carries"]} for group, claims in corpus.groups.items()}
    coverage = group_rows(claim_coverage(corpus), "story_id")
    for story, articles in corpus.stories.items():
        groups = coverage.get(story, [])
        for outlet in {a["outlet"] for a in articles if a["outlet"]}:
            carried = [g for g in groups if outlet in carriers[g["claim_group_id"]]]
            rows.append(
                {
                    "story_id": story,
                    "story_headline": corpus.head_of(story),
                    "outlet": outlet,
                    "claims_in_story": len(groups),
                    "claims_carried": len(carried),
                    "coverage_share": divide(len(carried), len(groups)),
                    "exclusive_claims": count_if(carried, lambda g: g["is_single_outlet"]),
                    "missed_by_others": count_if(carried, lambda g: g["outlets"] < g["story_outlets"]),
                }
            )
    return rows


def single_source_claims(corpus: Corpus) -> list[Row]:
    taken = ("claim_group_id", "story_id", "story_headline", "representative_claim_id", "representative_text")
    counts = ("articles", "outlets", "independent_outlets", "voices", "voices_text", "is_hedged")
    rows = []
    for row in claim_coverage(corpus):
        if not row["is_single_source"]:
            continue
        carrying = sorted(c["claim_id"] for c in corpus.groups[row["claim_group_id"]] if c["carries"])
        source = next(s for claim in carrying for s in corpus.sources_of(claim))
        rows.append(
            {name: row[name] for name in (*taken, *counts)}
            | {name: source[name] for name in ("source_entity_id", "source_name", "source_type")}
            | {"is_anonymous": source["source_type"] in ANONYMOUS}
        )
    return rows


def claim_conflicts(corpus: Corpus) -> list[Row]:
    heads = {c["claim_group_id"]: c for c in corpus.grouped if c["is_representative"]}
    first_source = {s["claim_id"]: s["source_name"] for s in corpus.attributions if s["source_no"] == 0}
    rows = []
    for claim in corpus.grouped:
        head = heads.get(claim["claim_group_id"])
        if claim["relation"] not in ("denial", "conflict") or head is None:
            continue
        if claim["is_doubtful"] or head["is_doubtful"]:
            continue
        rows.append(
            {name: claim[name] for name in ("claim_id", "claim_group_id", "story_id", "similarity")}
            | {
                "story_headline": corpus.head_of(claim["story_id"]),
                "reasons": list(claim["conflict_reasons"]),
                "reasons_text": "; ".join(claim["conflict_reasons"]),
                "representative_claim_id": head["claim_id"],
            }
            | _describe_side(corpus, claim, first_source, "claim_text", "")
            | _describe_side(corpus, head, first_source, "representative_text", "representative_")
        )
    return rows


def _describe_side(corpus: Corpus, claim: Row, first_source: dict[str, str], text: str, prefix: str) -> Row:
    article = corpus.articles[claim["article_id"]]
    return {text: claim["text"], f"{prefix}source_name": first_source.get(claim["claim_id"])} | {
        prefix + name: article[name] for name in ("outlet", "article_id", "headline", "published_at")
    }


_SURENESS: dict[str, Callable[[Row], int]] = {
    "outlet": lambda _: 3,
    "attributed": lambda c: 1 if c["stance"] in ("alleges", "believes", "hopes", "asks", "questions") else 2,
    "hedged": lambda _: 0,
}


def _describe_report(corpus: Corpus, claims: list[Row]) -> Row:
    """Return how one article carries a claim, from its claims of the group."""
    carrying = [c for c in claims if c["carries"]]
    nearest = min(carrying, key=lambda c: (-c["similarity"], c["claim_id"]))
    sources = [s for c in carrying for s in corpus.sources_of(c["claim_id"])]
    return {
        "article_id": nearest["article_id"],
        "claims": len(carrying),
        "claim_id": nearest["claim_id"],
        "claim_text": nearest["text"],
        "voices": sorted({c["voice"] for c in carrying}),
        "source_names": sorted({s["source_name"] for s in sources}),
        "entities": {s["source_entity_id"] for s in sources},
        "sureness": max(_SURENESS[c["voice"]](c) for c in carrying),
        "other_numbers": any("numbers" in c["conflict_reasons"] for c in claims),
    }


def claim_spread(corpus: Corpus) -> list[Row]:
    coverage = {row["claim_group_id"]: row for row in claim_coverage(corpus)}
    rows = []
    for group, claims in corpus.groups.items():
        of_articles = group_rows(claims, "article_id").values()
        reports = [_describe_report(corpus, c) for c in of_articles if any(one["carries"] for one in c)]
        reports = [corpus.articles[r["article_id"]] | r for r in reports]
        reports.sort(key=lambda r: (r["published_at"] is None, str(r["published_at"]), r["article_id"]))
        merged = corpus.merge_families(reports)
        times = [r["published_at"] for r in reports if r["published_at"]]
        until = min(map(published_by, times), default=None)
        possible = [r for r in reports if r["published_at"] and r["published_at"] <= until]
        for position, report in enumerate(reports, 1):
            at = report["published_at"]
            is_later = len(possible) == 1 and at is not None and report is not possible[0]
            rows.append(
                {name: coverage[group][name] for name in ("representative_claim_id", "representative_text")}
                | {name: report[name] for name in _OF_REPORT}
                | {
                    "claim_group_id": group,
                    "story_headline": coverage[group]["story_headline"],
                    "position": position,
                    "counted_as": merged.get(report["publisher_family"]),
                    "hours_after_first": (at - min(times)).total_seconds() / 3600 if at else None,
                    "may_be_first": any(report is p for p in possible),
                    "voices_text": "; ".join(report["voices"]),
                    "is_hedged": "hedged" in report["voices"],
                    "source_names_text": "; ".join(report["source_names"]),
                }
                | (_compare(report, possible[0]) if is_later else dict.fromkeys(_COMPARED))
            )
    return rows


_OF_REPORT = (
    *(
        "story_id",
        "article_id",
        "headline",
        "outlet",
        "publisher_family",
        "origin_kind",
        "origin_id",
        "origin_headline",
    ),
    *("agency", "published_at", "claims", "claim_id", "claim_text", "voices", "source_names"),
)
_COMPARED = ("attribution_change", "certainty_change", "speaker_changed", "numbers_changed")


def _compare(report: Row, first: Row) -> Row:
    has, had = bool(report["source_names"]), bool(first["source_names"])
    sure, was_sure = report["sureness"], first["sureness"]
    is_named = has and had and None not in report["entities"] | first["entities"]
    return {
        "attribution_change": "none" if has == had else "gained" if has else "lost",
        "certainty_change": "none" if sure == was_sure else "raised" if sure > was_sure else "lowered",
        "speaker_changed": not report["entities"] & first["entities"] if is_named else None,
        "numbers_changed": report["other_numbers"] != first["other_numbers"],
    }


def origin_chain(corpus: Corpus) -> list[Row]:
    units: list[tuple[str, str, str, dict[str, list[Row]]]] = []
    for group, claims in corpus.groups.items():
        given: dict[str, list[Row]] = {c["article_id"]: [] for c in claims if c["carries"]}
        for claim in (c for c in claims if c["carries"]):
            given[claim["article_id"]] += corpus.sources_of(claim["claim_id"])
        units.append(("claim_group", group, corpus.find_representative(group)["text"], given))
    for group, quotes in corpus.printed.items():
        given = {q["article_id"]: [] for q in quotes}
        for quote in quotes:
            given[quote["article_id"]] += corpus.sources_of(quote["quote_id"])
        units.append(("quote_group", group, corpus.find_longest(group)["text"], given))
    return [row for unit in units for row in _chain(corpus, *unit)]


def _chain(corpus: Corpus, kind: str, unit: str, text: str, given: dict[str, list[Row]]) -> list[Row]:
    merged = corpus.merge_families([corpus.articles[a] for a in given])
    origins = group_rows(trace_origins(corpus, given), "article_id")
    nothing: dict[str, Any] = dict.fromkeys(_OF_ORIGIN)
    return [
        {
            "carried": kind,
            "carried_id": unit,
            "carried_text": text,
            "story_headline": corpus.head_of(article["story_id"]),
            "counted_as": merged.get(article["publisher_family"]),
            "text_origin_id": article["origin_id"],
            "text_origin_headline": article["origin_headline"],
        }
        | {name: article[name] for name in _OF_CARRIER}
        | {name: origin[name] for name in _OF_ORIGIN}
        for article in (corpus.articles[a] for a in given)
        for origin in origins.get(article["article_id"], [nothing])
    ]


_OF_CARRIER = ("story_id", "article_id", "headline", "outlet", "publisher_family", "agency", "published_at")
_OF_ORIGIN = ("origin", "origin_kind", "source_entity_id", "source_name", "counted_origin")
