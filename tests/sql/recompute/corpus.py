"""What several marts count, from the tables alone: the articles that count, who is cited, what carries a claim."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from flows.storage import read_parquet
from transforms.schema import Layer
from transforms.seeds import Outlet, Seeds
from transforms.tables import list_tables

Row = dict[str, Any]
ANONYMOUS = ("unnamed_person", "anonymous_official", "anonymous_group")
ONE_IN_A_STORY = ("document", "anonymous_group", "organization", "government", "media")
DOUBTFUL = 0.5


def group_rows(rows: Iterable[Row], *names: str) -> dict[Any, list[Row]]:
    """Return rows by the values of some columns; a single one is no tuple."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[n] for n in names) if len(names) > 1 else row[names[0]]].append(row)
    return found


def divide(numerator: float, denominator: float) -> float | None:
    return numerator / denominator if denominator else None


def count_if(rows: Iterable[Row], holds: Callable[[Row], bool]) -> int:
    return sum(1 for row in rows if holds(row))


def count_distinct(values: Iterable[Hashable]) -> int:
    return len({value for value in values if value is not None})


class Corpus:
    """The tables of a run, read by pandas."""

    def __init__(self, tables: Path, seeds: Seeds) -> None:
        self.seeds = seeds
        self.tables = {
            table.name: self._read(tables / table.name) for table in list_tables(Layer.EXTRACTED, Layer.MATCHED)
        }

    @staticmethod
    def _read(folder: Path) -> list[Row]:
        frame = read_parquet(sorted(folder.glob("*.parquet"))).to_pandas(types_mapper=pd.ArrowDtype)
        rows: list[Row] = frame.astype(object).where(frame.notna(), None).to_dict("records")
        return rows

    @cached_property
    def articles(self) -> dict[str, Row]:
        """The articles that count, by id."""
        stories = {row["article_id"]: row["story_id"] for row in self.tables["stories"]}
        origins = {row["article_id"]: row for row in self.tables["article_origins"]}
        headlines = {
            row["article_id"]: row["headline"] for row in self.tables["articles"] if row["status"] == "current"
        }
        pages: dict[Any, Row] = {}
        for row in self.tables["articles"]:
            if row["status"] != "current":
                continue
            page = _name_page(row["url"])
            key = (row["outlet"], page) if page and "/" in page else row["article_id"]
            best = pages.get(key)
            if best is None or _is_newer(row, best):
                pages[key] = row
        found = {}
        for row in pages.values():
            origin = origins[row["article_id"]]
            outlet = row["outlet"]
            found[row["article_id"]] = row | {
                "story_id": stories[row["article_id"]],
                "publisher_family": (origin["publisher_family"] or outlet) if outlet else None,
                "origin_id": origin["origin_id"],
                "origin_headline": headlines.get(origin["origin_id"]),
                "origin_kind": origin["origin_kind"],
                "agency": origin["agency"],
                "is_credited": origin["is_credited"],
                "contributors": list(origin["contributors"]),
                "is_own_text": origin["is_own_text"],
            }
        return found

    @cached_property
    def outlets(self) -> list[str]:
        return sorted({a["outlet"] for a in self.articles.values() if a["outlet"] is not None})

    @cached_property
    def days(self) -> list[date]:
        """Every day from the first to the last publication day."""
        dated = [a["published_date"] for a in self.articles.values() if a["published_date"]]
        if not dated:
            return []
        return [min(dated) + timedelta(days=n) for n in range((max(dated) - min(dated)).days + 1)]

    def family_of(self, outlet: str, day: date | None) -> str:
        """Return who owned an outlet on a day, of late without one."""
        known = self.outlet_seed(outlet)
        owners = sorted(known.owners, key=lambda o: o.valid_from or date.min) if known else []
        for owner in reversed(owners):
            begun = owner.valid_from is None or (day is None or owner.valid_from <= day)
            ended = owner.valid_to is not None and (day is None or owner.valid_to < day)
            if begun:
                return outlet if ended else owner.publisher_family or outlet
        return outlet

    def last_family_of(self, outlet: str, articles: Iterable[Row]) -> str:
        """Return who owned an outlet on the day of its last article among some; of late if none has a date."""
        return self.family_of(outlet, max((d for a in articles if (d := a["published_date"])), default=None))

    def outlet_seed(self, outlet: str) -> Outlet | None:
        """Return what the seed knows of an outlet, by one of its names."""
        for known in self.seeds.outlets.values():
            if outlet.lower() in {name.lower() for name in (known.outlet, *known.aliases)}:
                return known
        return None

    @cached_property
    def claims(self) -> list[Row]:
        """Claims of the articles that count."""
        return [
            row | {"is_doubtful": row["confidence"] < DOUBTFUL}
            for row in self.tables["claims"]
            if row["article_id"] in self.articles
        ]

    @cached_property
    def quotes(self) -> list[Row]:
        """Direct and mixed quotations of the articles that count."""
        return [
            row | {"is_doubtful": row["confidence"] < DOUBTFUL}
            for row in self.tables["quotes"]
            if row["quote_type"] in ("direct", "mixed") and row["article_id"] in self.articles
        ]

    @cached_property
    def all_attributions(self) -> list[Row]:
        """A row for each known source of an attributed claim, and of a quotation."""
        claims = {row["claim_id"]: row for row in self.claims}
        by_claim = group_rows(self.tables["claim_sources"], "claim_id")
        found = []
        for row in self.tables["claim_sources"]:
            claim = claims.get(row["claim_id"])
            if claim is not None and claim["voice"] == "attributed" and _is_known(row, "source"):
                found.append(self._attribute(row, "source", claim, claim_id=row["claim_id"]))
        for quote in self.quotes:
            if not _is_known(quote, "speaker"):
                continue
            found.append(self._attribute(quote, "speaker", quote, quote_id=quote["quote_id"]))
            sources = by_claim.get(quote["claim_id"], [])
            if any(s["source_no"] == 0 and s["source_name"] == quote["speaker_name"] for s in sources):
                found += [
                    self._attribute(s, "source", quote, quote_id=quote["quote_id"])
                    for s in sources
                    if s["source_no"] > 0 and _is_known(s, "source")
                ]
        return found

    @cached_property
    def attributions(self) -> list[Row]:
        """Those that are counted."""
        return [row for row in self.all_attributions if not row["is_doubtful"]]

    def _attribute(self, row: Row, role: str, of: Row, claim_id: str | None = None, quote_id: str | None = None) -> Row:
        article = self.articles[of["article_id"]]
        entity, name, kind = (row[f"{role}_{part}"] for part in ("entity_id", "name", "type"))
        words = re.sub("^(the|an?) ", "", name.lower())
        place = article["story_id"] if kind in ONE_IN_A_STORY else article["origin_id"]
        return {
            "claim_id": claim_id,
            "quote_id": quote_id,
            "quote_type": of.get("quote_type"),
            "article_id": of["article_id"],
            "source_no": row.get("source_no", 0),
            "source_entity_id": entity,
            "source_name": name,
            "source_type": kind,
            "is_anonymous": kind in ANONYMOUS,
            "confidence": of["confidence"],
            "is_doubtful": of["is_doubtful"],
            "anonymity_reason": of.get("anonymity_reason"),
            "source_key": entity or f"described:{place}:{words}",
            "least_key": entity or f"described:{words}",
        }

    @cached_property
    def claim_attributions(self) -> dict[str, list[Row]]:
        """The pairs of an attributed claim and a known source, by article."""
        return group_rows((row for row in self.attributions if row["claim_id"]), "article_id")

    def list_windows(self) -> dict[tuple[Any, ...], list[Row]]:
        """Return the articles of known outlets by outlet, time_grain, first_day and text_scope."""
        found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for article in self.articles.values():
            outlet, day = article["outlet"], article["published_date"]
            if outlet is None:
                continue
            firsts = {"all": None}
            if day is not None:
                firsts |= {"month": day.replace(day=1), "week": day - timedelta(days=day.weekday())}
            for grain, first in firsts.items():
                for scope in ("all", "own") if article["is_own_text"] else ("all",):
                    found[outlet, grain, first, scope].append(article)
        return found

    @cached_property
    def grouped(self) -> list[Row]:
        """Claims with their group, what they do with what its representative says, and whether they carry it."""
        claims = {row["claim_id"]: row for row in self.claims}
        found = [claims[g["claim_id"]] | g for g in self.tables["claim_groups"] if g["claim_id"] in claims]
        for row in found:
            row["attitude"] = _find_attitude(row)
            row |= {name: self.articles[row["article_id"]][name] for name in ("story_id", "outlet", "published_at")}
        heads = {row["claim_group_id"]: row["attitude"] for row in found if row["is_representative"]}
        for row in found:
            row["carries"] = (
                row["relation"] == "same"
                and not row["is_doubtful"]
                and row["attitude"] in ("asserts", heads.get(row["claim_group_id"]))
            )
        return found

    @cached_property
    def groups(self) -> dict[str, list[Row]]:
        """Claims by their group, for groups that are carried."""
        grouped = group_rows(self.grouped, "claim_group_id")
        return {group: rows for group, rows in grouped.items() if any(row["carries"] for row in rows)}

    def find_representative(self, group: str) -> Row:
        """Return the claim that stands for a group: one that carries it, the representative if that does."""
        return min(
            self.members[group],
            key=lambda r: (not r["carries"], not r["is_representative"], -r["similarity"], r["claim_id"]),
        )

    @cached_property
    def members(self) -> dict[str, list[Row]]:
        """The claims of each group, whether anybody carries it or not."""
        return group_rows(self.grouped, "claim_group_id")

    @cached_property
    def stories(self) -> dict[str, list[Row]]:
        """The articles of each story, the first dated one first."""
        found = group_rows(self.articles.values(), "story_id")
        return {story: sorted(articles, key=_by_time) for story, articles in found.items()}

    def head_of(self, story: str) -> str | None:
        """Return a story's headline: that of a report that is nearly as like all others as the likest."""
        kinds = {row["article_id"]: row for row in self.tables["article_kinds"]}

        def is_beside(article: Row) -> bool:
            return kinds.get(article["article_id"], {}).get("kind") in ("opinion", "gallery", "live", "series")

        def measure(article: Row) -> float:
            return float(kinds.get(article["article_id"], {}).get("likeness") or 0)

        named = [a for a in self.stories[story] if a["headline"] is not None]
        chosen = [a for a in named if not is_beside(a)] or named
        most = max(map(measure, chosen), default=0.0)
        return next((a["headline"] for a in chosen if measure(a) >= 0.9 * most), None)

    def merge_families(self, articles: Iterable[Row]) -> dict[str, str]:
        """Return what each publisher family counts as among some articles: those that share a text or an agency are one."""
        parts: list[set[str]] = []
        for article in articles:
            if article["outlet"] is None:
                continue
            marks = {f"family:{article['publisher_family']}", f"text:{article['origin_id']}"}
            marks |= {f"agency:{article['agency']}"} if article["agency"] else set()
            marks.add(f"outlet:{article['outlet']}")
            joined = [part for part in parts if part & marks]
            parts = [part for part in parts if not part & marks] + [marks.union(*joined)]
        families = [{m.removeprefix("family:") for m in part if m.startswith("family:")} for part in parts]
        return {family: min(part) for part in families for family in part}

    def count_independent(self, articles: set[str]) -> int:
        """Return how many outlets of some articles are independent."""
        return count_distinct(self.merge_families(self.articles[a] for a in articles).values())

    @cached_property
    def _sources_of(self) -> dict[str, list[Row]]:
        return group_rows(self.attributions, "claim_id") | group_rows(self.attributions, "quote_id")

    def sources_of(self, statement: str) -> list[Row]:
        """Return the attributions of a claim or quotation to known sources, doubtful ones left out."""
        return self._sources_of.get(statement, [])

    @cached_property
    def quote_groups(self) -> dict[str, list[Row]]:
        """Quotations by the least id of those that repeat each other's words, directly or over others."""
        groups: dict[str, set[str]] = {}
        for match in self.tables["quote_matches"]:
            joined = set().union(*(groups.get(q, {q}) for q in (match["quote_id_a"], match["quote_id_b"])))
            groups |= dict.fromkeys(joined, joined)
        named = (q | {"quote_group_id": min(groups.get(q["quote_id"], {q["quote_id"]}))} for q in self.quotes)
        return group_rows(named, "quote_group_id")

    @cached_property
    def printed(self) -> dict[str, list[Row]]:
        """Those that are counted, of groups that have any."""
        counted = {group: [q for q in quotes if not q["is_doubtful"]] for group, quotes in self.quote_groups.items()}
        return {group: quotes for group, quotes in counted.items() if quotes}

    def find_longest(self, group: str) -> Row:
        """Return the longest of the quotations of a group that are counted."""
        return min(self.printed[group], key=lambda q: (-len(q["text"]), q["quote_id"]))

    @cached_property
    def counted_claims(self) -> dict[str, list[Row]]:
        """Claims that are not doubtful, by article."""
        return group_rows((row for row in self.claims if not row["is_doubtful"]), "article_id")

    @cached_property
    def counted_quotes(self) -> dict[str, list[Row]]:
        """Quotations that are not doubtful, by article."""
        return group_rows((row for row in self.quotes if not row["is_doubtful"]), "article_id")


def _name_page(url: str | None) -> str | None:
    if url is None:
        return None
    cut = re.sub(r"^https?://(www\.)?|#.*$|[?&]utm_[^&#]*", "", url.lower())
    return cut.rstrip("/?&")


def _is_newer(row: Row, other: Row) -> bool:
    def rank(r: Row) -> tuple[Any, ...]:
        at = r["published_at"]
        return (at is not None, at.timestamp() if at else 0, r["ingested_at"])

    return rank(row) > rank(other) or (rank(row) == rank(other) and row["article_id"] < other["article_id"])


def _by_time(article: Row) -> tuple[Any, ...]:
    at = article["published_at"]
    return (at is None, at.timestamp() if at else 0, article["article_id"])


def _find_attitude(row: Row) -> str:
    stance = row["stance"] or "asserts"
    if row["relation"] == "denial" or "negation" in row["conflict_reasons"] or stance == "denies":
        return "denies"
    return "asks" if stance in ("asks", "questions", "declines") else "asserts"


def denies(claim: Row) -> bool:
    """Return whether a claim says that what its group says is not so."""
    return claim["attitude"] == "denies" and claim["relation"] != "partial" and not claim["is_doubtful"]


def published_by(at: Any) -> Any:
    """Return the latest moment at which an article of that time may have been published."""
    return at + timedelta(days=1, microseconds=-1) if at is not None and at.timestamp() % 86400 == 0 else at


def _is_known(row: Row, role: str) -> bool:
    return row[f"{role}_type"] not in ("unknown", "generic") and row[f"{role}_name"] is not None
