"""The dimensions, recomputed."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from tests.sql.recompute.corpus import Corpus, Row, count_distinct, group_rows
from tests.sql.recompute.reach import measure_reach
from transforms.seeds import Owner


def dim_date(corpus: Corpus) -> list[Row]:
    rows = []
    for day in corpus.days:
        iso = day.isocalendar()
        quarter = (day.month + 2) // 3
        rows.append(
            {
                "date_day": day,
                "week_start": day - timedelta(days=day.weekday()),
                "iso_year": iso.year,
                "iso_week": iso.week,
                "month_start": day.replace(day=1),
                "month_of_year": day.month,
                "month_name": f"{day:%B}",
                "quarter_start": day.replace(month=3 * quarter - 2, day=1),
                "quarter_of_year": quarter,
                "calendar_year": day.year,
                "iso_weekday": iso.weekday,
                "weekday_name": f"{day:%A}",
                "is_weekend": iso.weekday in (6, 7),
            }
        )
    return rows


def dim_outlet(corpus: Corpus) -> list[Row]:
    rows = []
    for outlet in corpus.outlets:
        articles = [a for a in corpus.articles.values() if a["outlet"] == outlet]
        known = corpus.outlet_seed(outlet)
        rows.append(
            {
                "outlet": outlet,
                "publisher_family": corpus.last_family_of(outlet, articles),
                "language": (known and known.language) or _find_most([a["language"] for a in articles]),
                "is_listed": known is not None,
                "articles": len(articles),
            }
            | {
                name: getattr(known, name) if known else None
                for name in ("country", "medium", "leaning", "reliability")
            }
            | _span(articles, "first_published_date", "last_published_date")
            | _describe_owners(known.owners if known else (), max(a["published_date"] or date.min for a in articles))
        )
    return rows


def _describe_owners(owners: tuple[Owner, ...], day: date) -> Row:
    """Return the period of who owned an outlet on a day, of late where it is the first of all, and all its owners."""
    day = date.max if day == date.min else day
    texts: list[str] = []
    held: tuple[date | None, date | None] = (None, None)
    for owner in owners:
        if owner.publisher_family is None:
            continue
        since = f" from {owner.valid_from}" if owner.valid_from else ""
        texts.append(f"{owner.publisher_family}{since}" + (f" to {owner.valid_to}" if owner.valid_to else ""))
        if (owner.valid_from or date.min) <= day <= (owner.valid_to or date.max):
            held = (owner.valid_from, owner.valid_to)
    return {"valid_from": held[0], "valid_to": held[1], "owners_text": "; ".join(texts) or None}


def _find_most(values: list[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value))


def _span(articles: list[Row], first: str, last: str) -> Row:
    days = [a["published_date"] for a in articles if a["published_date"]]
    return {first: min(days, default=None), last: max(days, default=None)}


def dim_story(corpus: Corpus) -> list[Row]:
    rows = []
    for story, articles in corpus.stories.items():
        reach = measure_reach(corpus, (a["article_id"] for a in articles))
        counts = ("articles", "outlets", "publisher_families", "independent_outlets")
        rows.append(
            {name: reach[name] for name in (*counts, "first_outlet", "first_published_at", "last_published_at")}
            | {
                "story_id": story,
                "headline": corpus.head_of(story),
                "first_article_id": articles[0]["article_id"],
                "first_headline": articles[0]["headline"],
            }
            | _span(articles, "first_published_date", "last_published_date")
        )
    return rows


def dim_entity(corpus: Corpus) -> list[Row]:
    entities = [
        row | {name: corpus.articles[row["article_id"]][name] for name in ("story_id", "published_date")}
        for row in corpus.tables["entities"]
        if row["article_id"] in corpus.articles
    ]
    names = {row["entity_id"]: row["name"] for row in entities}
    cited = group_rows(corpus.attributions, "source_entity_id")
    rows = []
    for entity, found in group_rows(entities, "entity_id").items():
        aliases = sorted({alias for row in found for alias in row["aliases"]})
        reasons = sorted({row["merged_by"] for row in found} - {None})
        genders = {row["gender"] for row in found} - {None}
        parent = min((row["parent_entity_id"] for row in found if row["parent_entity_id"]), default=None)
        quoted = cited.get(entity, [])
        rows.append(
            {
                "entity_id": entity,
                "name": found[0]["name"],
                "label": _find_said(found, "label"),
                "aliases": aliases,
                "aliases_text": "; ".join(aliases),
                "role": _find_said(found, "role"),
                "affiliation": _find_said(found, "affiliation"),
                "gender": genders.pop() if len(genders) == 1 else None,
                "parent_entity_id": parent,
                "parent_name": names.get(parent),
                "articles": len(found),
                "stories": count_distinct(row["story_id"] for row in found),
                "mentions": sum(row["mention_count"] for row in found),
                "quoted_articles": count_distinct(row["article_id"] for row in quoted),
                "claims": count_distinct(row["claim_id"] for row in quoted),
                "quotes": count_distinct(row["quote_id"] for row in quoted),
                "merged_by": reasons,
                "merged_by_text": "; ".join(reasons),
            }
            | _span(found, "first_seen_date", "last_seen_date")
        )
    return rows


def _find_said(rows: list[Row], name: str) -> Any:
    """Return what most articles say, the longest among equals."""
    counts = Counter(row[name] for row in rows if row[name] is not None)
    return min(counts, key=lambda said: (-counts[said], -len(said), said), default=None)
