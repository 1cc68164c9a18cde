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
    "quotes of a story": "SELECT story_id, quote_id, quote_id FROM intermediate.int_quote_groups",
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
    "quotes of an outlet": "SELECT outlet, quote_id, quote_id FROM intermediate.int_quote_groups",
    "sources of an outlet": """
        SELECT outlet, statement_id, source_key
        FROM intermediate.int_attributions JOIN articles USING (article_id)""",
    "claims of a source on a day": """
        SELECT concat_ws(' ', published_date, outlet, source_name, source_type), claim_id, claim_id
        FROM intermediate.int_attributions JOIN articles USING (article_id) WHERE claim_id IS NOT NULL""",
    "quotes of a group": "SELECT quote_group_id, quote_id, quote_id FROM intermediate.int_quote_groups",
    "outlets of a quote": "SELECT quote_group_id, quote_id, outlet FROM intermediate.int_quote_groups",
    "claims of a story in an outlet": """
        SELECT story_id || ' ' || outlet, claim_id, claim_group_id FROM intermediate.int_group_claims WHERE carries""",
    "cited sources of an outlet": """
        SELECT outlet, claim_id, source_key
        FROM intermediate.int_attributions JOIN articles USING (article_id) WHERE claim_id IS NOT NULL""",
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
    of_source = {"claims": "claims of a source", "quotations": "quotes of a source"}
    for page in sorted(site.glob("source/*.html")):
        yield from _read_figures(page, of_source, page.stem)
    of_outlet = {
        "claims": "claims of an outlet",
        "quotations": "quotes of an outlet",
        "sources": "sources of an outlet",
    }
    for outlet in outlets:
        yield from _read_figures(site / "outlet" / name_outlet_page(outlet), of_outlet, outlet)


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
