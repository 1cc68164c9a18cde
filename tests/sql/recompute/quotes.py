"""The marts about quotations, recomputed."""

from __future__ import annotations

from tests.sql.recompute.corpus import Corpus, Row, count_distinct
from tests.sql.recompute.reach import count_origins, measure_reach, trace_origins


def quote_coverage(corpus: Corpus) -> list[Row]:
    rows = []
    for group, quotes in corpus.printed.items():
        longest = corpus.find_longest(group)
        known = {q["speaker_name"] for q in quotes if q["speaker_type"] not in ("unknown", "generic")} - {None}
        given: dict[str, list[Row]] = {q["article_id"]: [] for q in quotes}
        for quote in quotes:
            given[quote["article_id"]] += corpus.sources_of(quote["quote_id"])
        reach = measure_reach(corpus, given)
        for name in ("is_single_outlet", "first_outlets", "is_first_tied", "first_precision"):
            del reach[name]
        rows.append(
            reach
            | {
                "quote_group_id": group,
                "longest_quote_id": longest["quote_id"],
                "quote_text": longest["text"],
                "quotes": len(quotes),
                "doubtful_quotes": len(corpus.quote_groups[group]) - len(quotes),
                "wordings": count_distinct(q["text"] for q in quotes),
                "speakers": sorted(known),
                "speakers_text": "; ".join(sorted(known)),
                "stories": count_distinct(corpus.articles[a]["story_id"] for a in given),
                "independent_origins": count_origins(trace_origins(corpus, given))[1],
            }
        )
    return rows


_CUTS = {("contains", True): "shortened", ("contains", False): "lengthened"}
_CUTS |= {("contained", True): "lengthened", ("contained", False): "shortened"}


def quote_changes(corpus: Corpus) -> list[Row]:
    quotes = {q["quote_id"]: q for q in corpus.quotes if not q["is_doubtful"]}
    rows = []
    for match in corpus.tables["quote_matches"]:
        if match["quote_id_a"] not in quotes or match["quote_id_b"] not in quotes:
            continue
        if match["wording"] == "equal" and match["speaker_relation"] != "other":
            continue
        sides = [quotes[match["quote_id_a"]], quotes[match["quote_id_b"]]]
        earlier, later = sorted(sides, key=lambda q: _by_time(corpus, q))
        wording = "none" if match["wording"] == "equal" else match["wording"]
        between = [corpus.articles[q["article_id"]]["published_at"] for q in (earlier, later)]
        rows.append(
            {name: match[name] for name in ("similarity", "same_speaker", "speaker_relation")}
            | {
                "wording_change": _CUTS.get((wording, earlier is sides[0]), wording),
                "hours_between": (between[1] - between[0]).total_seconds() / 3600 if all(between) else None,
            }
            | _describe_side(corpus, earlier, "earlier_")
            | _describe_side(corpus, later, "later_")
        )
    return rows


def _by_time(corpus: Corpus, quote: Row) -> tuple[bool, str, str]:
    at = corpus.articles[quote["article_id"]]["published_at"]
    return (at is None, at.isoformat() if at else "", quote["quote_id"])


def _describe_side(corpus: Corpus, quote: Row, prefix: str) -> Row:
    article = corpus.articles[quote["article_id"]]
    taken = ("story_id", "outlet", "article_id", "headline", "published_at")
    return {prefix + name: article[name] for name in taken} | {
        f"{prefix}quote_id": quote["quote_id"],
        f"{prefix}text": quote["text"],
        f"{prefix}speaker": quote["speaker_name"],
        f"{prefix}story_headline": corpus.head_of(article["story_id"]),
    }
