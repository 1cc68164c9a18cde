"""The pages of a run, written into a folder: index, stories, articles, sources, outlets, and what they share."""

from __future__ import annotations

import gc
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import Any

from flows.fingerprint import hash_pages
from flows.guard import connect_locked
from flows.site.fetch import Row, Rows, cut_chunks
from flows.site.pages import Pages, join_digests
from flows.site.render import MEASURES, cut_text, make_environment, name_outlet_page, render
from flows.site.search import write_search
from transforms.site.article import build_article, list_speakers
from transforms.site.conflicts import mark_differences
from transforms.site.lists import cut_rows, split_by_letter
from transforms.site.overlap import list_pairs
from transforms.site.quotations import QUOTE_GROUPS, compare_quotations
from transforms.site.search import Entry
from transforms.site.spread import build_spread
from transforms.site.story import (
    GRID_ROWS,
    OVERLAP_ARTICLES,
    UNKNOWN,
    build_grid,
    build_overlap,
    count_standings,
    find_bonds,
    find_origins,
)

_STATIC = Path(__file__).parent / "static"
_CHUNK_ARTICLES, _DIGESTED_ARTICLES = 400, 5_000
_CHUNK_SOURCES, _DIGESTED_SOURCES = 250, 5_000
_SOURCE_CLAIMS = 300
_PRINTINGS = 200
_OUTLET_ROWS, _OUTLET_PEERS, _OUTLET_MONTHS = 40, 20, 12
_OMISSIONS, _CHANGES = 12, 30
_NEIGHBOURS, _REUSES, _REPEATED = 15, 10, 12
_SEARCH_WORDS = 160
_LISTED, _PER_PAGE = 300, 1000
_FOLDERS = ("story", "article", "source", "outlet")
_STORY_LIMITS: Mapping[str, Mapping[str, int]] = {"changes": {"limit": _CHANGES}, "omissions": {"limit": _OMISSIONS}}
_STORY_PARTS: Mapping[str, Mapping[str, int]] = {
    name: _STORY_LIMITS.get(name, {})
    for name in (
        "articles", "segments", "claims", "coverage", "chains", "quotes", "story_sources", "overlaps", "conflicts",
        "roles", "timeline", "drift", "cited", "passages", "blindspots", "changes", "omissions",
    )
}  # fmt: skip
"""What a story's page and those of its articles show, by queries with their parameters."""
_SOURCE_PARTS: Mapping[str, Mapping[str, int]] = {
    "source_claims": {"limit": _SOURCE_CLAIMS},
    "source_network": {"limit": _NEIGHBOURS},
    "source_reuse": {"limit": _REUSES, "most": _REPEATED},
    "source_printings": {"limit": _PRINTINGS},
}
"""What the page of somebody who is quoted shows."""


def write_site(warehouse: Path, folder: Path, before: Path | None = None) -> int:
    """Write the pages of a warehouse into a new folder.

    Args:
        warehouse: a run's ``warehouse.duckdb``; it is opened read only.
        folder: is made; nothing may stand there.
        before: the folder of an earlier site, unharmed: its pages are taken over where they would be written alike.

    Returns:
        The number of pages.

    Raises:
        duckdb.Error: the warehouse cannot be read.
    """
    folder.mkdir(parents=True)
    for name in _FOLDERS:
        (folder / name).mkdir()
    shutil.copytree(_STATIC, folder / "assets")
    with connect_locked(warehouse) as connection, _pause_collector():
        return _Site(Rows(connection), folder, before).write()


@contextmanager
def _pause_collector() -> Iterator[None]:
    """Collect no cyclic garbage meanwhile: going through millions of rows again and again takes a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Site:
    """One site: its rows, its templates, and how many pages it has."""

    def __init__(self, rows: Rows, folder: Path, before: Path | None) -> None:
        self._rows = rows
        self._folder = folder
        environment = make_environment()
        names = (*_FOLDERS, "index", "stories", "sources", "outlets")
        self._templates = {name: environment.get_template(f"{name}.html") for name in names}
        self._quality = {row["measure"]: row for row in rows.fetch("quality")}
        self._pages = Pages(folder, before, join_digests(hash_pages(), self._quality))
        self._other_pages = 0

    def write(self) -> int:
        rows = self._rows
        stories, sources, outlets = map(rows.fetch, ("index_stories", "index_sources", "index_outlets"))
        self._known = {source["entity_id"]: source for source in sources}
        told = [story for story in stories if story["outlets"] > 1]
        alone = [story for story in stories if story["outlets"] <= 1]
        has_list = len(told) > _LISTED or len(alone) > _LISTED
        self._write(
            "index.html",
            "index",
            root="",
            here="stories",
            told=told[:_LISTED],
            alone=alone[:_LISTED],
            all_told=len(told),
            all_alone=len(alone),
            has_list=has_list,
            totals=rows.fetch_one("totals"),
            run=rows.fetch_one("run"),
            health=rows.fetch_one("health"),
            findings=rows.fetch_findings(),
        )
        if has_list:
            self._write_stories_list(stories)
        self._write_list("sources", sources, "name")
        self._write_list("outlets", outlets, "outlet")
        overview = {story["story_id"]: story for story in stories}
        for keys in cut_chunks(self._find_changed_stories(overview), _CHUNK_ARTICLES):
            self._write_stories(overview, keys)
            gc.collect(0)  # what a chunk leaves behind, and nothing older
        for keys in cut_chunks(self._find_changed_sources(), _CHUNK_SOURCES):
            self._write_sources(keys)
            gc.collect(0)
        self._write_outlets(outlets)
        self._write_search(stories, sources, outlets)
        self._pages.save()
        return self._other_pages + self._pages.count

    def _find_changed_stories(self, overview: Mapping[str, Row]) -> Iterator[tuple[str, int]]:
        """Yield the stories whose pages must be written, with their numbers of articles; take over the others'."""
        sizes = ((key, story["articles"]) for key, story in overview.items())
        for keys in cut_chunks(sizes, _DIGESTED_ARTICLES):
            parts = self._rows.take_digests({**_STORY_PARTS, "story_links": {}}, "story_id", keys)
            digests = {key: join_digests(overview[key], parts[key]) for key in keys}
            yield from ((key, overview[key]["articles"]) for key in self._pages.take_over(digests))

    def _find_changed_sources(self) -> Iterator[tuple[str, int]]:
        """Yield those who are quoted and whose pages must be written, each with a 1; take over the others'."""
        for keys in cut_chunks(((key, 1) for key in self._known), _DIGESTED_SOURCES):
            parts = self._rows.take_digests(_SOURCE_PARTS, "entity_id", keys)
            digests = {key: join_digests(self._known[key], self._find_parent(key), parts[key]) for key in keys}
            yield from ((key, 1) for key in self._pages.take_over(digests))

    def _find_parent(self, source: str) -> str | None:
        """Return the name of the body that somebody speaks for, if that has a page."""
        parent = self._known.get(self._known[source]["parent_entity_id"])
        return None if parent is None else parent["name"]

    def _write(self, name: str, template: str, subject: str | None = None, **context: Any) -> None:
        """Write a page; of a subject, if the next site may take it over."""
        page = render(self._templates[template], known=self._known, quality=self._quality, **context)
        (self._folder / name).write_bytes(page)
        if subject is None:
            self._other_pages += 1
        else:
            self._pages.note(subject, name)

    def _write_stories_list(self, stories: list[Row]) -> None:
        """Write the list of all stories, the newest first, on pages of their own."""
        (self._folder / "stories").mkdir()
        parts = cut_rows(stories, _PER_PAGE)
        for number, rows in enumerate(parts, 1):
            self._write(
                f"stories/{number}.html", "stories", root="../", here="stories", rows=rows, parts=parts, number=number
            )

    def _write_list(self, kind: str, rows: list[Row], name: str) -> None:
        """Write a list that begins with the most important; where it is long, all of it by letters as well."""
        pages = split_by_letter(rows, name, _PER_PAGE) if len(rows) > _LISTED else []
        shown: Any = {"rows": rows[:_LISTED], "all": len(rows), "pages": pages, "page": None}
        self._write(f"{kind}.html", kind, root="", here=kind, **shown)
        if pages:
            (self._folder / kind).mkdir()
        for page in pages:
            shown |= {"rows": page.rows, "page": page}
            self._write(f"{kind}/{page.name}", kind, root="../", here=kind, **shown)

    def _write_stories(self, overview: Mapping[str, Row], keys: Sequence[str]) -> None:
        """Write the pages of some stories, and those of their articles."""
        by_story = {
            name: self._rows.gather(name, "article_id" if name == "segments" else "story_id", keys=keys, **values)
            for name, values in _STORY_PARTS.items()
        }
        segments = by_story.pop("segments")
        conflicts = [conflict for rows in by_story["conflicts"].values() for conflict in rows]
        pairs = [(conflict["representative_text"], conflict["claim_text"]) for conflict in conflicts]
        for conflict, parts in zip(conflicts, mark_differences(pairs), strict=True):
            conflict["parts"] = parts
        for key in keys:
            found = {name: groups.get(key, []) for name, groups in by_story.items()}
            coverage = {row["claim_group_id"]: row for row in found["coverage"]}
            self._write_story(overview[key], coverage, found)
            claims: dict[str, list[Row]] = defaultdict(list)
            for claim in found["claims"]:
                claims[claim["article_id"]].append(claim)
            for article in found["articles"]:
                article_id = article["article_id"]
                own = claims[article_id]
                self._write(
                    f"article/{article_id}.html",
                    "article",
                    key,
                    root="../",
                    here="",
                    article=article,
                    story=overview[key],
                    paragraphs=build_article(article["text"], segments.get(article_id, []), own),
                    claims=own,
                    speakers=list_speakers(own),
                    coverage=coverage,
                )

    def _write_story(self, story: Row, coverage: Mapping[str, Row], found: Mapping[str, list[Row]]) -> None:
        articles = found["articles"]
        claims = [claim for claim in found["claims"] if claim["claim_group_id"] in coverage]  # what somebody carries
        by_id = {article["article_id"]: article for article in articles}
        grid, columns, more_rows = build_grid(claims, articles)
        chains: dict[str, list[Row]] = defaultdict(list)
        for row in found["chains"]:
            chains[row["claim_group_id"]].append(row)
        representatives = {claim["claim_group_id"]: claim for claim in claims if claim["is_representative"]}
        for quote in found["quotes"]:
            quote["outlet"] = by_id[quote["article_id"]]["outlet"]
            quote["published_at"] = by_id[quote["article_id"]]["published_at"]
        order = {article["article_id"]: number for number, article in enumerate(articles)}
        quotations = compare_quotations(sorted(found["quotes"], key=lambda q: (order[q["article_id"]], q["start"])))
        shown = [a["article_id"] for column in columns for a in articles if _stands_in(a, column.key)]
        carried = sorted((claim for claim in claims if claim["carries"]), key=lambda claim: -claim["similarity"])
        by_claim = {claim["claim_id"]: claim for claim in found["claims"]}
        exclusive: dict[str, list[Row]] = defaultdict(list)
        for claim in claims:
            if claim["is_representative"] and claim["claim_group_id"] not in grid.cells:
                article = by_id[claim["article_id"]]
                exclusive[article["outlet"] or UNKNOWN + article["article_id"]].append(claim)
        self._write(
            f"story/{story['story_id']}.html",
            "story",
            story["story_id"],
            root="../",
            here="",
            story=story,
            articles=articles,
            by_id=by_id,
            grid=grid,
            rows=grid.rows[:GRID_ROWS],
            columns=columns,
            more_rows=more_rows,
            coverage=coverage,
            representatives=representatives,
            bonds=find_bonds(articles, "origin_id"),
            chains={group: (find_bonds(rows, "text_origin_id"), find_origins(rows)) for group, rows in chains.items()},
            quotations=quotations[:QUOTE_GROUPS],
            more_quotations=max(len(quotations) - QUOTE_GROUPS, 0),
            sources=found["story_sources"],
            roles={row["entity_id"]: row["role"] for row in found["roles"]},
            standing=count_standings(found["story_sources"]),
            overlap=build_overlap(found["overlaps"], shown),
            overlap_most=max((pair["jaccard"] or 0 for pair in found["overlaps"]), default=0),
            overlapping=shown[:OVERLAP_ARTICLES],
            pairs=list_pairs(found["overlaps"], shown, found["cited"], carried, found["passages"]),
            conflicts=found["conflicts"],
            by_claim=by_claim,
            spread=build_spread(found["timeline"], articles),
            drift=found["drift"],
            changes=found["changes"],
            omissions={key: list(rows) for key, rows in groupby(found["omissions"], lambda row: row["outlet"])},
            blindspots=found["blindspots"],
            exclusive=exclusive,
        )

    def _write_sources(self, keys: Sequence[str]) -> None:
        """Write the pages of some of those who are quoted."""
        claims, network, reuses, printings = (
            self._rows.gather(name, "entity_id", keys=keys, **values) for name, values in _SOURCE_PARTS.items()
        )
        for key in keys:
            said: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
            for claim in claims.get(key, []):
                said[claim["story_id"]][claim["claim_group_id"]].append(claim)
            quotations = [
                quotation
                for quotation in compare_quotations(printings.get(key, ()))
                if quotation.is_changed or quotation.has_other_speaker
            ]
            self._write(
                f"source/{key}.html",
                "source",
                key,
                root="../",
                here="",
                source=self._known[key],
                said=said,
                shown=len(claims.get(key, [])),
                claims=claims.get(key, []),
                quotations=quotations[:QUOTE_GROUPS],
                more_quotations=max(len(quotations) - QUOTE_GROUPS, 0),
                network=network.get(key, []),
                reuses=reuses.get(key, []),
            )

    def _write_outlets(self, outlets: list[Row]) -> None:
        gather = self._rows.gather
        parts = {
            "standing": gather("outlet_standing", "outlet"),
            "origins": gather("outlet_origins", "outlet"),
            "sources": gather("outlet_sources", "outlet", limit=_OUTLET_ROWS),
            "stories": gather("outlet_stories", "outlet", limit=_OUTLET_ROWS),
            "overlaps": gather("outlet_overlaps", "outlet", limit=_OUTLET_ROWS),
            "agencies": gather("outlet_agencies", "outlet", limit=_OUTLET_MONTHS),
            "articles": gather("outlet_articles", "outlet", limit=_OUTLET_ROWS),
            "reuses": gather("outlet_reuse", "outlet", limit=_REUSES),
            "drift": gather("outlet_drift", "outlet"),
        }
        diversity = {row["outlet"]: row for row in self._rows.fetch("outlet_diversity")}

        def beside(outlet: str) -> list[Row]:
            """Return the row of an outlet beside those of the outlets with most articles."""
            return [row for n, row in enumerate(diversity.values()) if n < _OUTLET_PEERS or row["outlet"] == outlet]

        measured = {name: [row for row in diversity.values() if row[name] is not None] for name, *_ in MEASURES}
        shared = {
            "usual": count_standings(self._rows.fetch("index_standings")),
            "diversity": diversity,
            "beside": beside,
            "measures": MEASURES,
            "middles": {name: median(row[name] for row in rows) if rows else None for name, rows in measured.items()},
            "scales": {name: max((_find_end(row, name) for row in rows), default=1) for name, rows in measured.items()},
        }
        for outlet in outlets:
            found: dict[str, Any] = {name: groups.get(outlet["outlet"], []) for name, groups in parts.items()}
            found |= shared
            page = f"outlet/{name_outlet_page(outlet['outlet'])}"
            self._write(page, "outlet", root="../", here="", outlet=outlet, outlets=outlets, **found)

    def _write_search(self, stories: list[Row], sources: list[Row], outlets: list[Row]) -> None:
        """Write what the search looks through; among entries that fit alike the earlier ones are shown first."""
        entries = [
            Entry("story", s["headline"] or "Untitled story", f"{s['outlets']} outlets", f"story/{s['story_id']}.html")
            for s in stories
        ]
        entries += (
            Entry("source", s["name"], s["role"] or "", f"source/{s['entity_id']}.html", " ".join(s["aliases"]))
            for s in sources
        )
        entries += (
            Entry("outlet", o["outlet"], o["publisher_family"], f"outlet/{name_outlet_page(o['outlet'])}")
            for o in outlets
        )
        entries += (
            Entry(
                "claim",
                cut_text(c["representative_text"], _SEARCH_WORDS),
                f"{c['outlets']} outlets",
                f"story/{c['story_id']}.html#{c['claim_group_id']}",
            )
            for c in self._rows.fetch("index_claims")
        )
        entries += (
            Entry(
                "article",
                a["headline"] or a["article_id"],
                a["outlet"] or "unknown outlet",
                f"article/{a['article_id']}.html",
            )
            for a in self._rows.fetch("index_articles")
        )
        write_search(entries, self._folder / "assets" / "search")


def _find_end(row: Row, name: str) -> float:
    """Return the upper end of a figure's interval, the figure itself where it has none."""
    high = row[f"{name}_high"]
    return float(row[name] if high is None else high)


def _stands_in(article: Row, column: str) -> bool:
    return bool(column == (article["outlet"] or UNKNOWN + article["article_id"]))
