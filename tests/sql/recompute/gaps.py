"""The marts about what is missing or taken over, recomputed."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from math import comb
from statistics import median
from typing import Any

from tests.sql.recompute.corpus import Corpus, Row, count_distinct, count_if, divide, group_rows, published_by
from tests.sql.recompute.outlets import wilson


def agency_dependence(corpus: Corpus) -> list[Row]:
    rows = []
    for (outlet, grain, first, scope), articles in corpus.list_windows().items():
        if scope != "all":
            continue
        wire = [a for a in articles if a["origin_kind"] == "wire" and not a["is_own_text"]]
        own = [a for a in articles if a["is_own_text"]]
        credited = count_if(wire, lambda a: a["is_credited"])
        agencies = Counter(a["agency"] for a in wire)
        top = min(agencies, key=lambda name: (-agencies[name], name), default=None)
        stories = group_rows(articles, "story_id")
        elsewise = {a["story_id"] for a in articles if a["origin_kind"] != "wire" or a["is_own_text"]}
        only = len(stories.keys() - elsewise)
        words, wire_words = (sum(a["word_count"] for a in of) for of in (articles, wire))
        copied = count_if(articles, lambda a: a["origin_kind"] == "copy")
        rows.append(
            {
                "outlet": outlet,
                "time_grain": grain,
                "first_day": first,
                "articles": len(articles),
                "own_articles": len(own),
                "agency_articles": len(wire),
                "credited_articles": credited,
                "uncredited_articles": len(wire) - credited,
                "copied_articles": copied,
                "contributed_articles": count_if(own, lambda a: a["contributors"]),
                "agency_share": len(wire) / len(articles),
                "agency_share_low": wilson(len(wire), len(articles), -1),
                "agency_share_high": wilson(len(wire), len(articles), 1),
                "uncredited_share": divide(len(wire) - credited, len(wire)),
                "copied_share": copied / len(articles),
                "words": words,
                "agency_words": wire_words,
                "agency_word_share": divide(wire_words, words),
                "stories": len(stories),
                "agency_only_stories": only,
                "agency_only_share": only / len(stories),
                "agencies": sorted(agencies),
                "agencies_text": "; ".join(sorted(agencies)),
                "top_agency": top,
                "top_agency_share": agencies[top] / len(articles) if top else None,
            }
        )
    return rows


def _list_memberships(corpus: Corpus, day: date | None) -> dict[str, dict[str, str]]:
    """Return the group of each outlet on a day, by kind, where it is known."""
    found: dict[str, dict[str, str]] = {"publisher_family": {}, "country": {}, "leaning": {}}
    for outlet in corpus.outlets:
        found["publisher_family"][outlet] = corpus.family_of(outlet, day)
        known = corpus.outlet_seed(outlet)
        for kind in ("country", "leaning"):
            if known and getattr(known, kind):
                found[kind][outlet] = getattr(known, kind)
    return found


def _count_members(corpus: Corpus, days: set[date | None]) -> dict[tuple[str, str], int]:
    """Return how many outlets were of each group on some of the days."""
    members: dict[tuple[str, str], set[str]] = defaultdict(set)
    for day in days:
        for kind, groups in _list_memberships(corpus, day).items():
            for outlet, name in groups.items():
                members[kind, name].add(outlet)
    return {group: len(outlets) for group, outlets in members.items()}


def _list_days(articles: list[Row]) -> list[date]:
    return [a["published_date"] for a in articles if a["published_date"]]


def story_blindspots(corpus: Corpus) -> list[Row]:
    rows = []
    shared = {
        s: articles for s, articles in corpus.stories.items() if count_distinct(a["outlet"] for a in articles) > 1
    }
    sizes = _count_members(corpus, {min(_list_days(articles), default=None) for articles in shared.values()})
    for story, articles in shared.items():
        covering = {a["outlet"] for a in articles if a["outlet"]}
        days = _list_days(articles)
        for kind, groups in _list_memberships(corpus, min(days, default=None)).items():
            active = covering | {
                a["outlet"]
                for a in corpus.articles.values()
                if a["outlet"]
                and (
                    not days
                    or (
                        a["published_date"]
                        and min(days) - timedelta(1) <= a["published_date"] <= max(days) + timedelta(1)
                    )
                )
            }
            for name in (name for (of, name), size in sizes.items() if of == kind and size >= 3):
                members = {o for o, g in groups.items() if g == name}
                totals = (
                    len(members & covering),
                    len(members & active),
                    len(groups.keys() & covering),
                    len(groups.keys() & active),
                )
                rows.append(
                    {
                        "story_id": story,
                        "story_headline": corpus.head_of(story),
                        "first_published_date": min(days, default=None),
                        "group_kind": kind,
                        "group_name": name,
                        "articles": count_if(articles, lambda a, m=members: a["outlet"] in m),
                    }
                    | _judge(*totals)
                )
    return rows


def _judge(covering: int, active: int, of_story: int, of_corpus: int) -> Row:
    actual, expected = divide(covering, of_story), divide(active, of_corpus)
    chance = comb(of_corpus - active, of_story) / comb(of_corpus, of_story) if active >= 3 else None
    return {
        "covering_outlets": covering,
        "active_outlets": active,
        "story_outlets": of_story,
        "corpus_outlets": of_corpus,
        "covered_share": divide(covering, active),
        "actual_share": actual,
        "expected_share": expected,
        "lift": actual / expected if active >= 3 and actual is not None and expected else None,
        "chance_of_none": chance,
        "is_blindspot": None if chance is None and covering == 0 else covering == 0 and chance < 0.05,
    }


def claim_omissions(corpus: Corpus) -> list[Row]:
    rows = []
    misses = group_rows(corpus.tables["claim_near_misses"], "claim_group_id")
    texts = {c["claim_id"]: c["text"] for c in corpus.claims}
    for group, claims in corpus.groups.items():
        carrying = [c for c in claims if c["carries"]]
        carriers = {c["outlet"] for c in carrying if c["outlet"]}
        if len(carriers) < 2:
            continue
        head = corpus.find_representative(group)
        story = corpus.stories[head["story_id"]]
        in_story = {a["outlet"] for a in story if a["outlet"]}
        first = min((c["published_at"] for c in carrying if c["published_at"]), default=None)
        families = {corpus.articles[c["article_id"]]["publisher_family"] for c in carrying if c["outlet"]}
        for outlet in in_story - {c["outlet"] for c in claims}:
            articles = [a for a in story if a["outlet"] == outlet]
            undated = any(a["published_date"] is None for a in articles)
            family = corpus.family_of(outlet, None) if undated else corpus.last_family_of(outlet, articles)
            near = [
                m
                for m in misses.get(group, [])
                if m["article_id"] in corpus.articles and corpus.articles[m["article_id"]]["outlet"] == outlet
            ]
            nearest = min(near, key=lambda m: (-m["similarity"], m["claim_id"]), default=None)
            times = [a["published_at"] for a in articles if a["published_at"]]
            rows.append(
                {
                    "claim_group_id": group,
                    "story_id": head["story_id"],
                    "story_headline": corpus.head_of(head["story_id"]),
                    "representative_claim_id": head["claim_id"],
                    "representative_text": head["text"],
                    "representative_statement": head["statement"],
                    "outlet": outlet,
                    "publisher_family": family,
                    "outlet_articles": len(articles),
                    "has_own_text": any(a["is_own_text"] for a in articles),
                    "family_carries": family in families,
                    "carrying_outlets": len(carriers),
                    "independent_outlets": corpus.count_independent({c["article_id"] for c in carrying}),
                    "story_outlets": len(in_story),
                    "coverage_share": len(carriers) / len(in_story),
                    "first_published_at": first,
                    "last_published_at": max(times, default=None),
                    "could_have_known": max(map(published_by, times)) >= first if times and first else None,
                    "nearest_claim_id": nearest["claim_id"] if nearest else None,
                    "nearest_text": texts[nearest["claim_id"]] if nearest else None,
                    "nearest_similarity": nearest["similarity"] if nearest else None,
                    "may_be_missed": bool(nearest and nearest["similarity"] >= 0.24),
                }
            )
    return rows


_MIRRORED = {"contains": "contained", "contained": "contains"}
_WORDING = {"equal": "unchanged", "contains": "shortened", "contained": "lengthened", "edited": "edited"}


def quote_reuse(corpus: Corpus) -> list[Row]:
    quotes = {
        q["quote_id"]: corpus.articles[q["article_id"]]
        for q in corpus.quotes
        if not q["is_doubtful"] and corpus.articles[q["article_id"]]["outlet"]
    }
    best: dict[tuple[str, str], dict[str, Any]] = {}
    pairs: dict[tuple[str, str], dict[str, Any]] = {}
    for match in corpus.tables["quote_matches"]:
        a, b = match["quote_id_a"], match["quote_id_b"]
        if a not in quotes or b not in quotes:
            continue
        for earlier, later, relation in ((a, b, match["relation"]), (b, a, None)):
            before, after = quotes[earlier], quotes[later]
            if before["outlet"] == after["outlet"] or not before["published_at"] or not after["published_at"]:
                continue
            if published_by(before["published_at"]) >= after["published_at"]:
                continue
            relation = relation or _MIRRORED.get(match["relation"], match["relation"])
            found = {"match": match, "relation": relation, "before": before, "after": after, "earlier": earlier}
            key = (before["outlet"], later)
            rank = (-match["similarity"], earlier)
            if key not in best or rank < best[key]["rank"]:
                best[key] = {"rank": rank}
                pairs[key] = found
    totals = Counter(a["outlet"] for a in quotes.values())
    own_totals = Counter(a["outlet"] for a in quotes.values() if a["is_own_text"])
    by_outlets = group_rows(
        ({"pair": (of, found["after"]["outlet"])} | found for (of, _), found in pairs.items()), "pair"
    )
    rows = []
    for (earlier, later), found in by_outlets.items():
        wordings = Counter(_WORDING[f["relation"]] for f in found)
        own = count_if(
            found, lambda f: f["after"]["is_own_text"] and f["before"]["origin_id"] != f["after"]["origin_id"]
        )
        hours = [(f["after"]["published_at"] - f["before"]["published_at"]).total_seconds() / 3600 for f in found]
        rows.append(
            {"earlier_outlet": earlier, "later_outlet": later, "quotes": len(found), "own_quotes": own}
            | {f"{kind}_quotes": wordings[kind] for kind in _WORDING.values()}
            | {
                "other_speaker_quotes": count_if(found, lambda f: f["match"]["speaker_relation"] == "other"),
                "stories": count_distinct(f["after"]["story_id"] for f in found),
                "median_hours": median(hours),
                "later_quotes": totals[later],
                "own_later_quotes": own_totals[later],
                "reuse_share": len(found) / totals[later],
                "own_reuse_share": divide(own, own_totals[later]),
            }
        )
    return rows
