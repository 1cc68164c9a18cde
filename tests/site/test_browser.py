"""The pages in a real browser: they work from disk, alone, for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.conftest import SampleRun
from tests.site.browser import DESK, PHONE, find_chromium, open_browser, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest.importorskip("playwright")
pytestmark = [pytest.mark.long, pytest.mark.skipif(find_chromium() is None, reason="no Chromium is installed")]

_CLAIM = """
SELECT claims.claim_id, claims.article_id, claims.text, groups.claim_group_id, stories.story_id
FROM claims
JOIN claim_groups AS groups ON groups.claim_id = claims.claim_id
JOIN claim_coverage AS coverage ON coverage.claim_group_id = groups.claim_group_id
JOIN stories ON stories.article_id = claims.article_id
WHERE coverage.representative_claim_id = claims.claim_id AND len(claims.content_spans) = 1 AND claims.voice = 'attributed'
ORDER BY coverage.outlets DESC, claims.claim_id
LIMIT 1
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # for this module only: while it is open, no other test may run an event loop
    with open_browser(find_chromium() or "") as opened:
        yield opened


@pytest.fixture(scope="module")
def site(sample_run: SampleRun) -> Path:
    return sample_run.out / "site"


@pytest.fixture(scope="module")
def kinds(site: Path, sample_run: SampleRun) -> list[str]:
    """One page of each kind, the fullest of it."""
    fullest = [
        max((site / kind).glob("*.html"), key=lambda page: page.stat().st_size)
        for kind in ("story", "article", "source", "outlet")
    ]
    return ["index.html", "sources.html", "outlets.html", *(f"{page.parent.name}/{page.name}" for page in fullest)]


@pytest.fixture(scope="module")
def claim(sample_run: SampleRun) -> dict[str, str]:
    with duckdb.connect(str(sample_run.out / "warehouse.duckdb"), read_only=True) as connection:
        cursor = connection.execute(_CLAIM)
        names = [column[0] for column in cursor.description or []]
        return dict(zip(names, cursor.fetchall()[0], strict=True))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_kind_of_page_opens_quietly_and_fits(
    browser: Browser, site: Path, kinds: list[str], size: tuple[int, int], scheme: str
) -> None:
    with visit(browser, site, size, scheme) as opened:
        for kind in kinds:
            opened.go(kind)
            assert (kind, opened.said, opened.requests) == (kind, [], [])
            assert opened.page.evaluate("document.documentElement.scrollWidth") <= size[0], kind


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_serious(
    browser: Browser, site: Path, kinds: list[str], size: tuple[int, int], scheme: str
) -> None:
    package = pytest.importorskip("axe_playwright_python")
    axe = (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    with visit(browser, site, size, scheme, bypass_csp=True) as opened:
        for kind in kinds:
            opened.go(kind)
            opened.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
            opened.page.evaluate(axe)
            found = opened.page.evaluate("axe.run()")["violations"]
            assert (kind, [(each["id"], each["nodes"][0]["html"]) for each in found]) == (kind, [])


def test_a_claim_is_followed_from_the_grid_to_its_words(browser: Browser, site: Path, claim: dict[str, str]) -> None:
    with visit(browser, site) as opened:
        page = opened.page
        opened.go(f"story/{claim['story_id']}.html")
        page.locator(f"#{claim['claim_group_id']} td a[href$='#{claim['claim_id']}']").click()
        page.wait_for_url(re.compile(f"{claim['article_id']}.html#{claim['claim_id']}$"))
        lit = page.locator(".marked span.c.lit").all_text_contents()
        assert "".join("".join(lit).split()) in "".join(claim["text"].split())
        assert lit
        assert page.locator(f"#{claim['claim_id']}.lit").count() == 1
        assert page.locator(".marked span.lit").first.is_visible()
        assert (opened.said, opened.requests) == ([], [])


def test_words_and_their_row_lead_to_each_other(browser: Browser, site: Path, claim: dict[str, str]) -> None:
    with visit(browser, site) as opened:
        page = opened.page
        opened.go(f"article/{claim['article_id']}.html")
        page.locator(f".marked a.ref[href='#{claim['claim_id']}']").click()
        assert page.evaluate("location.hash") == f"#{claim['claim_id']}"
        page.locator(f"#{claim['claim_id']} a.num").click()
        number = page.locator(f"#{claim['claim_id']}").get_attribute("data-n")
        assert page.evaluate("location.hash") == f"#w{number}"
        assert page.locator(f".marked span.lit[data-n~='{number}']").count() >= 1


def test_without_scripts_a_claim_still_leads_to_its_row(browser: Browser, site: Path, claim: dict[str, str]) -> None:
    with visit(browser, site, java_script_enabled=False) as opened:
        opened.page.goto(f"file://{site}/story/{claim['story_id']}.html")
        opened.page.locator(f"#{claim['claim_group_id']} td a[href$='#{claim['claim_id']}']").click()
        assert opened.page.locator(f"#{claim['claim_id']}").is_visible()


def test_every_collapse_can_be_opened_with_the_keyboard(browser: Browser, site: Path, claim: dict[str, str]) -> None:
    with visit(browser, site) as opened:
        opened.go(f"story/{claim['story_id']}.html")
        row = opened.page.locator(f"#{claim['claim_group_id']}")
        assert not row.locator(".why").is_visible()
        row.locator("summary").focus()
        opened.page.keyboard.press("Enter")
        assert "origin" in row.locator(".why").inner_text()


def test_the_search_finds_a_source_by_a_few_letters_and_goes_there(browser: Browser, site: Path) -> None:
    with visit(browser, site) as opened:
        page = opened.page
        opened.go("index.html")
        page.keyboard.press("/")
        page.keyboard.type("lydia or")
        page.locator("#hits li").first.wait_for()
        assert page.locator("#hits li").first.inner_text().startswith("Lydia Orme")
        page.keyboard.press("ArrowDown")
        assert page.locator("#q").get_attribute("aria-activedescendant") == "hit0"
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/source/"))
        assert page.locator("h1").inner_text() == "Lydia Orme"
        page.locator("#q").fill("no such words anywhere")
        page.locator("#hit-count", has_text=re.compile(r"^Nothing found$")).wait_for(state="attached")
        assert (opened.said, opened.requests) == ([], [])


def test_the_search_loads_only_the_parts_that_are_asked_for(browser: Browser, site: Path) -> None:
    with visit(browser, site) as opened:
        page = opened.page
        opened.go("index.html")
        scripts = (
            "[...document.scripts].map((each) => each.src.split('/').pop()).filter((name) => /^[we]-|index/.test(name))"
        )
        assert page.evaluate(scripts) == []
        page.locator("#q").fill("lydia or")
        page.locator("#hits li").first.wait_for()
        assert sorted(page.evaluate(scripts))[:2] == ["e-0.js", "index.js"]
        assert [name for name in page.evaluate(scripts) if name.startswith("w-")] == ["w-ly.js", "w-or.js"]


def test_a_figure_of_the_map_opens_what_two_articles_share(browser: Browser, site: Path, claim: dict[str, str]) -> None:
    with visit(browser, site) as opened:
        opened.go(f"story/{claim['story_id']}.html")
        figure = opened.page.locator(".heat:not(.stages) td a").first
        common = opened.page.locator(figure.get_attribute("href") or "")
        assert not common.is_visible()
        figure.focus()
        opened.page.keyboard.press("Enter")
        assert common.is_visible()
        common.locator("li .soft a").first.click()
        opened.page.wait_for_url(re.compile("/article/"))
        assert opened.page.locator(".notes li.lit").count() == 1


def test_a_table_is_sorted_by_its_heading(browser: Browser, site: Path) -> None:
    with visit(browser, site) as opened:
        page = opened.page
        opened.go("outlets.html")
        page.get_by_role("button", name="Claims").click()
        column = page.locator("tbody td[data-label=claims]").all_inner_texts()
        assert [int(cell) for cell in column] == sorted((int(cell) for cell in column), reverse=True)
        assert page.locator("th[aria-sort=descending]").inner_text().startswith("Claims")


def test_the_grid_shows_what_is_asked_for(browser: Browser, site: Path, claim: dict[str, str]) -> None:
    with visit(browser, site) as opened:
        page = opened.page
        opened.go(f"story/{claim['story_id']}.html")
        rows = page.locator(".grid tbody tr")
        page.locator("#grid-show").select_option("one-source")
        shown = [row for row in rows.all() if row.is_visible()]
        assert 0 < len(shown) < rows.count()
        assert all("one-source" in (row.get_attribute("data-is") or "") for row in shown)
        assert page.locator("#grid-count").inner_text() == f"{len(shown)} of {rows.count()}"


def test_a_printed_page_has_the_grid_and_no_search(browser: Browser, site: Path, claim: dict[str, str]) -> None:
    with visit(browser, site) as opened:
        opened.go(f"story/{claim['story_id']}.html")
        opened.page.emulate_media(media="print")
        assert opened.page.locator(".grid").is_visible()
        assert not opened.page.locator("#q").is_visible()
