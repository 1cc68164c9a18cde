"""How far a story, a claim or a quotation goes, who had it first, and what its reports rest on, recomputed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.sql.recompute.corpus import Corpus, Row, count_distinct, group_rows, published_by

DESCRIBED = "source:described"


def measure_reach(corpus: Corpus, ids: Iterable[str]) -> Row:
    """Return the counts of outlets of some articles, and which of them came first."""
    articles = [corpus.articles[a] for a in sorted(set(ids))]
    outlets = {a["outlet"] for a in articles}
    dated = sorted((a for a in articles if a["published_at"]), key=lambda a: (a["published_at"], a["article_id"]))
    earliest = min((published_by(a["published_at"]) for a in dated), default=None)
    firsts = [a for a in dated if a["published_at"] <= earliest]
    of_day = any(published_by(a["published_at"]) > a["published_at"] for a in firsts)
    return {
        "articles": len(articles),
        "outlets": count_distinct(outlets),
        "publisher_families": count_distinct(a["publisher_family"] for a in articles),
        "independent_outlets": count_distinct(corpus.merge_families(articles).values()),
        "is_single_outlet": len(articles) == 1 or (len(outlets) == 1 and None not in outlets),
        "first_outlet": dated[0]["outlet"] if dated else None,
        "first_outlets": sorted({a["outlet"] for a in firsts if a["outlet"]}),
        "is_first_tied": len({a["outlet"] for a in firsts}) > 1,
        "first_precision": ("day" if of_day else "time") if dated else None,
        "first_published_at": dated[0]["published_at"] if dated else None,
        "last_published_at": dated[-1]["published_at"] if dated else None,
    }


def trace_origins(corpus: Corpus, given: Mapping[str, list[Row]]) -> list[Row]:
    """Return what the reports of one claim or quotation rest on, a row for each article and origin.

    ``given`` holds the attributions of each article that carries it, none for one that gives no source.
    """
    merged = corpus.merge_families([corpus.articles[a] for a in given])
    counted_as = {a: merged.get(corpus.articles[a]["publisher_family"]) for a in given}
    rows: list[Row] = []
    for article, attributions in given.items():
        found: dict[str, list[Row]] = {}
        for row in attributions:
            found.setdefault(_name_origin(corpus, merged, row), []).append(row)
        for origin, same in found.items():
            is_report = not origin.startswith("source:")
            entities = [] if is_report else [r["source_entity_id"] for r in same if r["source_entity_id"]]
            rows.append(
                {
                    "article_id": article,
                    "origin": origin,
                    "origin_kind": "report" if is_report else "source",
                    "source_entity_id": min(entities, default=None),
                    "source_name": min(r["source_name"] for r in same),
                }
            )
    sourced = {a: [r["origin"] for r in rows if r["article_id"] == a] for a in given}
    nothing = {"source_entity_id": None, "source_name": None}
    for article in [a for a, origins in sourced.items() if not origins]:
        family = counted_as[article]
        sisters = {o for a, origins in sourced.items() if family and counted_as[a] == family for o in origins}
        if sisters:
            rows += [{"article_id": article, "origin": o, "origin_kind": "text"} | nothing for o in sisters]
        elif family:
            rows.append({"article_id": article, "origin": f"outlet:{family}", "origin_kind": "own"} | nothing)
    for row in rows:
        row["counted_as"] = counted_as[row["article_id"]]
        row["least"] = DESCRIBED if row["origin"].startswith(f"{DESCRIBED}:") else row["origin"]
    for name, counted in (("origin", "counted_origin"), ("least", "least_origin")):
        families = {o: count_distinct(r["counted_as"] for r in same) for o, same in group_rows(rows, name).items()}
        for family, same in group_rows(rows, "counted_as").items():
            most = min({r[name] for r in same}, key=lambda o: (-families[o], o)) if family else None
            for row in same:
                row[counted] = most
    return rows


def count_origins(rows: list[Row]) -> tuple[int, int]:
    """Return the least and the most independent origins of one claim or quotation."""
    most, least = (count_distinct(r[name] for r in rows) for name in ("counted_origin", "least_origin"))
    return min(most, least), most


def _name_origin(corpus: Corpus, merged: Mapping[Any, str], row: Row) -> str:
    if row["source_type"] != "media":
        return f"source:{row['source_key']}"
    known = corpus.outlet_seed(row["source_name"])
    day = corpus.articles[row["article_id"]]["published_date"]
    family = row["source_name"] if known is None else corpus.family_of(known.outlet, day)
    return f"outlet:{merged.get(family, family)}"
