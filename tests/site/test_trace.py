"""Any number leads to its rows, and they to their words: fifty at random, from the pages and from the marts."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import lxml.html
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.guard import connect_locked
from flows.site.render import name_outlet_page
from tests.conftest import SampleRun

_SHOWN = 50

# what a number counts, and the ids of the rows with the words behind it, by the key of its row
_ROWS = {
    "claims of a story": "SELECT story_id, claim_id, claim_group_id FROM intermediate.int_group_claims WHERE carries",
    "quotes of a story": """
        SELECT story_id, quote_id, quote_id FROM intermediate.int_quote_groups WHERE NOT is_doubtful""",
    "sources of a story": """
        SELECT story_id, statement_id, source_key
        FROM intermediate.int_attributions JOIN stories USING (article_id)""",
    "outlets of a claim": "SELECT claim_group_id, claim_id, outlet FROM intermediate.int_group_claims WHERE carries",
    "articles of a claim": "SELECT claim_group_id, claim_id, article_id FROM intermediate.int_group_claims WHERE carries",
    "sources of a claim": """
        SELECT claim_group_id, claim_id, source_key
        FROM intermediate.int_group_claims JOIN intermediate.int_attributions USING (claim_id) WHERE carries""",
    "claims of a source": """
        SELECT source_entity_id, claim_id, claim_id
        FROM intermediate.int_attributions WHERE source_entity_id IS NOT NULL AND claim_id IS NOT NULL""",
    "quotes of a source": """
        SELECT source_entity_id, quote_id, quote_id
        FROM intermediate.int_attributions WHERE source_entity_id IS NOT NULL AND quote_id IS NOT NULL""",
    "claims of a source in a story": """
        SELECT story_id || ' ' || source_entity_id, claim_id, claim_id
        FROM intermediate.int_attributions JOIN stories USING (article_id)
        WHERE source_entity_id IS NOT NULL AND claim_id IS NOT NULL""",
    "claims of an outlet": "SELECT outlet, claim_id, claim_group_id FROM intermediate.int_group_claims WHERE carries",
    "quotes of an outlet": """
        SELECT outlet, quote_id, quote_id FROM intermediate.int_quote_groups WHERE NOT is_doubtful""",
    "sources of an outlet": """
        SELECT outlet, statement_id, source_key
        FROM intermediate.int_attributions JOIN articles USING (article_id)""",
    "claims of a source on a day": """
        SELECT concat_ws(' ', published_date, outlet, source_name, source_type), claim_id, claim_id
        FROM intermediate.int_attributions JOIN articles USING (article_id) WHERE claim_id IS NOT NULL""",
    "quotes of a group": """
        SELECT quote_group_id, quote_id, quote_id FROM intermediate.int_quote_groups WHERE NOT is_doubtful""",
    "outlets of a quote": """
        SELECT quote_group_id, quote_id, outlet FROM intermediate.int_quote_groups WHERE NOT is_doubtful""",
    "claims of a story in an outlet": """
        SELECT story_id || ' ' || outlet, claim_id, claim_group_id FROM intermediate.int_group_claims WHERE carries""",
    "cited sources of an outlet": """
        SELECT outlet, claim_id, source_key
        FROM intermediate.int_attributions JOIN articles USING (article_id) WHERE claim_id IS NOT NULL""",
    "quotes that an outlet repeats": """
        SELECT earlier_outlet || ' ' || outlet, quote_id, quote_id FROM intermediate.int_quote_reuse""",
    "quotes of a person that an outlet repeats": """
        SELECT speaker_entity_id || ' ' || earlier_outlet || ' ' || reused.outlet, reused.quote_id, reused.quote_id
        FROM intermediate.int_quote_reuse AS reused JOIN quotes ON quotes.quote_id = earlier_quote_id""",
    "texts that cite two sources": """
        SELECT a.source_entity_id || ' ' || b.source_entity_id, a.statement_id, text_family
        FROM intermediate.int_attributions AS a JOIN intermediate.int_attributions AS b USING (article_id)
        JOIN intermediate.int_story_articles USING (article_id)
        WHERE a.source_entity_id <> b.source_entity_id""",
    "claims that an outlet carries later": """
        SELECT outlet, claim_id, claim_group_id || article_id
        FROM claim_spread JOIN claim_coverage USING (claim_group_id)
        WHERE attribution_change IS NOT NULL AND outlet IS DISTINCT FROM first_outlet""",
    "claims of a story that an outlet carries later": """
        SELECT spread.story_id || ' ' || outlet, claim_id, claim_group_id || article_id
        FROM claim_spread AS spread JOIN claim_coverage USING (claim_group_id)
        WHERE attribution_change IS NOT NULL AND outlet IS DISTINCT FROM first_outlet""",
    "outlets of a claim by a day": """
        SELECT claim_group_id || ' ' || day.published_date, claim_id, members.outlet
        FROM intermediate.int_group_claims AS members JOIN articles USING (article_id)
        JOIN (SELECT claim_group_id, published_date FROM claim_timeline) AS day USING (claim_group_id)
        WHERE carries AND articles.published_date <= day.published_date""",
    "quotes of an outlet on a day": """
        SELECT concat_ws(' ', members.outlet, articles.published_date), quote_id, quote_id
        FROM intermediate.int_quote_groups AS members JOIN articles USING (article_id) WHERE NOT is_doubtful""",
    "anonymous attributions of an outlet": """
        SELECT outlet, claim_id, claim_id || source_no
        FROM intermediate.int_attributions JOIN articles USING (article_id)
        WHERE claim_id IS NOT NULL AND is_anonymous""",
    "articles that cite a source": """
        SELECT source_entity_id, statement_id, article_id
        FROM intermediate.int_attributions WHERE source_entity_id IS NOT NULL""",
    "claims that two articles share": """
        SELECT a.article_id || ' ' || b.article_id, a.claim_id, claim_group_id
        FROM intermediate.int_group_claims AS a JOIN intermediate.int_group_claims AS b USING (claim_group_id)
        WHERE a.carries AND b.carries AND a.article_id < b.article_id""",
    "agency texts of an outlet": """
        SELECT outlet, claim_id, article_id
        FROM articles JOIN article_origins USING (article_id) JOIN claims USING (article_id)
        WHERE origin_kind = 'wire' AND article_origins.agency <> outlet""",
}

_MARTS = {
    "story_overview.claims": ("claims of a story", "SELECT story_id, claims FROM story_overview"),
    "story_overview.quotes": ("quotes of a story", "SELECT story_id, quotes FROM story_overview"),
    "story_overview.sources": ("sources of a story", "SELECT story_id, sources FROM story_overview"),
    "claim_coverage.outlets": ("outlets of a claim", "SELECT claim_group_id, outlets FROM claim_coverage"),
    "claim_coverage.articles": ("articles of a claim", "SELECT claim_group_id, articles FROM claim_coverage"),
    "claim_coverage.distinct_sources": (
        "sources of a claim",
        "SELECT claim_group_id, distinct_sources FROM claim_coverage",
    ),
    "dim_entity.claims": ("claims of a source", "SELECT entity_id, claims FROM dim_entity"),
    "dim_entity.quotes": ("quotes of a source", "SELECT entity_id, quotes FROM dim_entity"),
    "outlet_overview.claims": ("claims of an outlet", "SELECT outlet, claims FROM outlet_overview"),
    "outlet_overview.quotes": ("quotes of an outlet", "SELECT outlet, quotes FROM outlet_overview"),
    "outlet_overview.sources": ("sources of an outlet", "SELECT outlet, sources FROM outlet_overview"),
    "attribution_counts.claims": (
        "claims of a source on a day",
        "SELECT concat_ws(' ', published_date, outlet, source_name, source_type), sum(claims)::BIGINT"
        " FROM attribution_counts GROUP BY ALL",
    ),
    "quote_coverage.quotes": ("quotes of a group", "SELECT quote_group_id, quotes FROM quote_coverage"),
    "quote_coverage.outlets": ("outlets of a quote", "SELECT quote_group_id, outlets FROM quote_coverage"),
    "claim_coverage_by_outlet.claims_carried": (
        "claims of a story in an outlet",
        "SELECT story_id || ' ' || outlet, claims_carried FROM claim_coverage_by_outlet",
    ),
    "source_diversity.sources": (
        "cited sources of an outlet",
        "SELECT outlet, sources FROM source_diversity WHERE time_grain = 'all' AND text_scope = 'all'",
    ),
    "quote_reuse.quotes": (
        "quotes that an outlet repeats",
        "SELECT earlier_outlet || ' ' || later_outlet, quotes FROM quote_reuse",
    ),
    "source_network.texts": (
        "texts that cite two sources",
        "SELECT source_entity_id_a || ' ' || source_entity_id_b, texts FROM source_network",
    ),
    "attribution_drift.later_claims": (
        "claims that an outlet carries later",
        "SELECT outlet, later_claims FROM attribution_drift WHERE time_grain = 'all' AND text_scope = 'all'",
    ),
    "claim_timeline.outlets_to_date": (
        "outlets of a claim by a day",
        "SELECT claim_group_id || ' ' || published_date, outlets_to_date FROM claim_timeline",
    ),
    "outlet_days.quotes": (
        "quotes of an outlet on a day",
        "SELECT concat_ws(' ', outlet, published_date), quotes FROM outlet_days",
    ),
    "anonymous_sourcing.anonymous_attributions": (
        "anonymous attributions of an outlet",
        "SELECT outlet, anonymous_attributions FROM anonymous_sourcing WHERE time_grain = 'all' AND text_scope = 'all'",
    ),
    "source_reach.articles": (
        "articles that cite a source",
        "SELECT source_id, articles FROM source_reach WHERE NOT is_described",
    ),
    "source_overlap_articles.shared_claims": (
        "claims that two articles share",
        "SELECT article_id_a || ' ' || article_id_b, shared_claims FROM source_overlap_articles",
    ),
    "agency_dependence.agency_articles": (
        "agency texts of an outlet",
        "SELECT outlet, agency_articles FROM agency_dependence WHERE time_grain = 'all'",
    ),
}


@dataclass(frozen=True)
class Number:
    """A number that is shown, where, and what it counts."""

    place: str
    counts: str
    key: str
    value: int


def _read_page(page: Path) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(page.read_text(encoding="utf-8"))


def _read_figures(page: Path, names: dict[str, str], key: str) -> Iterator[Number]:
    for figure in _read_page(page).xpath("//div[@class='figure']"):
        if counts := names.get(figure.findtext("dt")):
            yield Number(f"{page.parent.name}/{page.name}", counts, key, int(figure.findtext("dd").replace(",", "")))


def _list_page_numbers(site: Path, outlets: list[str]) -> Iterator[Number]:
    of_story = {"claims": "claims of a story", "quotations": "quotes of a story", "sources": "sources of a story"}
    for page in sorted(site.glob("story/*.html")):
        yield from _read_figures(page, of_story, page.stem)
        tree = _read_page(page)
        for row in tree.xpath("//table[@class='grid']/tbody/tr"):
            shown = re.search(r"(\d+) outlets?\b", row.xpath("th//small")[0].text_content())
            assert shown
            yield Number(f"{page.name} grid", "outlets of a claim", row.get("id"), int(shown[1]))
        for row in tree.xpath("//section[@aria-labelledby='sources']//tbody/tr[th/a]"):
            source = Path(row.xpath("th/a/@href")[0]).stem
            value = int(row.xpath("td[@data-label='claims']")[0].text_content().strip())
            yield Number(f"{page.name} sources", "claims of a source in a story", f"{page.stem} {source}", value)
        for row in tree.xpath("//section[@aria-labelledby='drift']/table/tbody/tr"):
            key = f"{page.stem} {row.findtext('th/a')}"
            value = int(row.xpath("td[@data-label='later claims']")[0].text_content())
            yield Number(f"{page.name} drift", "claims of a story that an outlet carries later", key, value)
    of_source = {"claims": "claims of a source", "quotations": "quotes of a source"}
    for page in sorted(site.glob("source/*.html")):
        yield from _read_figures(page, of_source, page.stem)
        tree = _read_page(page)
        for row in tree.xpath("//section[@aria-labelledby='beside']//tbody/tr[th/a]"):
            key = f"{page.stem} {Path(row.xpath('th/a/@href')[0]).stem}"
            value = int(row.xpath("td[@data-label='texts']")[0].text_content())
            yield Number(f"{page.name} beside", "texts that cite two sources", key, value)
        for row in tree.xpath("//section[@aria-labelledby='repeated']//tbody/tr"):
            later = row.xpath("td[@data-label='repeats']")[0].text_content()
            key = f"{page.stem} {row.findtext('th/a')} {later}"
            value = int(row.xpath("td[@data-label='quotations']/@data-sort")[0])
            yield Number(f"{page.name} repeated", "quotes of a person that an outlet repeats", key, value)
    of_outlet = {
        "claims": "claims of an outlet",
        "quotations": "quotes of an outlet",
        "sources": "sources of an outlet",
    }
    for outlet in outlets:
        page = site / "outlet" / name_outlet_page(outlet)
        yield from _read_figures(page, of_outlet, outlet)
        tree = _read_page(page)
        for row in tree.xpath("//section[@aria-labelledby='reuse']/table[1]/tbody/tr"):
            value = int(row.xpath("td[@data-label='quotations']")[0].text_content())
            first = row.getparent().getparent().getprevious().text == "It printed them after"
            pair = (row.findtext("th/a"), outlet) if first else (outlet, row.findtext("th/a"))
            yield Number(f"{page.name} reuse", "quotes that an outlet repeats", " ".join(pair), value)
        for row in tree.xpath("//section[@aria-labelledby='drift']/table/tbody/tr[th='all']"):
            value = int(row.xpath("td[@data-label='later claims']")[0].text_content())
            yield Number(f"{page.name} drift", "claims that an outlet carries later", outlet, value)
        for row in tree.xpath("//section[@aria-labelledby='agencies']/table/tbody/tr[th='all']"):
            value = int(row.xpath("td[@data-label='of its articles']")[0].text_content().split()[0])
            yield Number(f"{page.name} agencies", "agency texts of an outlet", outlet, value)


@pytest.fixture(scope="module")
def database(sample_run: SampleRun) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect_locked(sample_run.out / "warehouse.duckdb") as connection:
        yield connection


@pytest.fixture(scope="module")
def numbers(sample_run: SampleRun, database: duckdb.DuckDBPyConnection) -> list[Number]:
    """Fifty, half of the pages and half of the marts, of every kind at least one."""
    outlets = [str(row[0]) for row in database.execute("SELECT outlet FROM dim_outlet ORDER BY 1").fetchall()]
    places: dict[str, list[Number]] = defaultdict(list)
    for number in _list_page_numbers(sample_run.out / "site", outlets):
        places[f"page: {number.counts}"].append(number)
    for mart, (counts, query) in _MARTS.items():
        rows = database.execute(query).fetchall()
        places[mart] = [Number(mart, counts, str(key), int(value)) for key, value in sorted(rows, key=str)]
    rng = random.Random(23)
    chosen = [rng.choice([number for number in found if number.value]) for found in places.values()]
    rest = [number for found in places.values() for number in found if number.value and number not in chosen]
    return chosen + rng.sample(rest, _SHOWN - len(chosen))


def test_fifty_numbers_are_counted_again_from_their_rows(
    numbers: list[Number], database: duckdb.DuckDBPyConnection
) -> None:
    assert len(numbers) == _SHOWN
    wrong = []
    for number in numbers:
        rows = _trace(number, database)
        found = len({counted for _, counted in rows if counted is not None})
        if found != number.value:
            wrong.append((number, found))
    assert wrong == []


def test_the_rows_of_fifty_numbers_are_explained_by_their_words(
    numbers: list[Number], database: duckdb.DuckDBPyConnection, sample_run: SampleRun
) -> None:
    texts = dict(database.execute("SELECT article_id, text FROM articles").fetchall())
    spans = {
        row_id: [texts[article_id][span["start"] : span["end"]] for span in found]
        for row_id, article_id, found in database.execute(
            "SELECT claim_id, article_id, content_spans FROM claims UNION ALL SELECT quote_id, article_id, spans FROM quotes"
        ).fetchall()
    }
    for number in numbers:
        ids = sorted({row_id for row_id, _ in _trace(number, database)})
        assert all(words.strip() for row_id in ids for words in spans[row_id])
        shown = CliRunner().invoke(app, ["explain", ids[0], "--out", str(sample_run.out)]).output
        assert "[content:" in shown, number
        assert all(word in shown for word in spans[ids[0]][0].split()), number


def _trace(number: Number, database: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    query = f"SELECT id, counted FROM ({_ROWS[number.counts]}) AS rows(key, id, counted) WHERE key = ?"
    return database.execute(query, [number.key]).fetchall()
