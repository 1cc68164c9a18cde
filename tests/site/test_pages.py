"""The pages as files: complete, linked, escaped, and swapped as one."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from urllib.parse import unquote

import duckdb
import lxml.html
import pytest

from flows.build import run_build
from flows.guard import connect_locked
from flows.manifest import check_output
from flows.repair import repair_output
from flows.runners import LocalRunner
from flows.settings import Settings
from flows.site import refresh_site
from flows.site.build import write_site
from flows.site.fetch import Rows
from flows.site.render import cut_text, find_link, write_period
from tests.conftest import SampleRun
from transforms.site.overlap import SHARED_SHOWN

_HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


def _read(page: Path) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(page.read_text(encoding="utf-8"))


def _list_pages(site: Path) -> list[Path]:
    return sorted(site.resolve().rglob("*.html"))


@pytest.fixture(scope="module")
def site(sample_run: SampleRun) -> Path:
    return sample_run.out / "site"


@pytest.fixture
def database(sample_run: SampleRun) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect_locked(sample_run.out / "warehouse.duckdb") as connection:
        yield connection


def test_every_story_article_source_and_outlet_has_a_page(site: Path, database: duckdb.DuckDBPyConnection) -> None:
    def count(query: str) -> int:
        return int(database.execute(query).fetchall()[0][0])

    assert len(list(site.glob("story/*.html"))) == count("SELECT count(DISTINCT story_id) FROM stories")
    assert len(list(site.glob("article/*.html"))) == count("SELECT count(*) FROM stories")
    assert len(list(site.glob("outlet/*.html"))) == count("SELECT count(DISTINCT outlet) FROM articles")
    quoted = count("SELECT count(DISTINCT source_entity_id) FROM attribution_counts WHERE articles > 0")
    assert len(list(site.glob("source/*.html"))) == quoted


def _find_broken_links(site: Path) -> list[str]:
    ids: dict[Path, set[str]] = {}
    pages = {page: _read(page) for page in _list_pages(site)}
    for page, tree in pages.items():
        found = tree.xpath("//@id")
        assert len(found) == len(set(found)), f"{page.name}: an id stands twice"
        ids[page] = set(found)
    broken = []
    for page, tree in pages.items():
        for href in tree.xpath("//a/@href | //link/@href | //script/@src"):
            if href.startswith(("http://", "https://", "data:")):
                continue
            path, _, fragment = href.partition("#")
            target = Path(os.path.normpath(page.parent / unquote(path))) if path else page
            if not target.is_file() or (fragment and fragment not in ids.get(target, set())):
                broken.append(f"{page.name}: {href}")
    return broken


def test_every_link_leads_somewhere(site: Path) -> None:
    assert _find_broken_links(site) == []


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in _list_pages(site):
        tree = _read(page)
        loaded = tree.xpath("//script/@src | //link/@href | //img/@src | //iframe/@src")
        assert [address for address in loaded if "//" in address.removeprefix("data:")[:8]] == []
        policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy.startswith("default-src 'none'")


def test_an_article_stands_whole_on_its_page_with_a_note_for_each_claim(
    site: Path, database: duckdb.DuckDBPyConnection
) -> None:
    claims = database.execute("SELECT article_id, list(claim_id) FROM claims GROUP BY article_id").fetchall()
    texts = dict(database.execute("SELECT article_id, text FROM articles").fetchall())
    for article_id, ids in claims:
        tree = _read(site / "article" / f"{article_id}.html")
        assert sorted(tree.xpath("//ul[@class='notes']/li/@id")) == sorted(ids)
        for extra in tree.xpath("//article//ul | //article//a[@class='ref'] | //article//span[@class='tag quiet']"):
            extra.drop_tree()
        shown = tree.xpath("//article")[0].text_content()
        assert "".join(shown.split()) == "".join(texts[article_id].split())


def test_the_marked_words_of_a_claim_are_its_words(site: Path, database: duckdb.DuckDBPyConnection) -> None:
    rows = database.execute(
        "SELECT article_id, claim_id, content_spans, source_start, source_end, cue_start, cue_end FROM claims"
    ).fetchall()
    texts = dict(database.execute("SELECT article_id, text FROM articles").fetchall())
    trees = {article_id: _read(site / "article" / f"{article_id}.html") for article_id in texts}
    for article_id, claim_id, spans, *others in rows:
        text, tree = texts[article_id], trees[article_id]
        note = tree.get_element_by_id(claim_id)
        marked = [
            s.text_content()
            for s in tree.xpath("//article//span[@data-n]")
            if note.get("data-n") in s.get("data-n").split()
        ]
        covered = {position for span in spans for position in range(span["start"], span["end"])}
        for start, end in (others[:2], others[2:]):
            covered |= set(range(start, end)) if start is not None else set()
        assert "".join("".join(marked).split()) == "".join("".join(text[p] for p in sorted(covered)).split())


def test_the_figures_of_a_story_are_those_of_its_mart(site: Path, database: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT story_id, outlets, independent_outlets, claims, sources, quotes FROM story_overview"
    for story_id, outlets, independent, claims, sources, quotes in database.execute(query).fetchall():
        tree = _read(site / "story" / f"{story_id}.html")
        figures = {f.findtext("dt"): f.findtext("dd") for f in tree.xpath("//div[@class='figure']")}
        assert figures["outlets"] == str(outlets)
        assert (figures["claims"], figures["sources"], figures["quotations"]) == (
            str(claims),
            str(sources),
            str(quotes),
        )
        assert tree.xpath("//div[@class='figure']/dd[@class='note']")[0].text == f"{independent} independent"


def test_a_row_of_the_grid_has_a_mark_for_each_outlet_that_carries_the_claim(
    site: Path, database: duckdb.DuckDBPyConnection
) -> None:
    groups = database.execute(
        "SELECT story_id, claim_group_id, outlets FROM claim_coverage WHERE outlets > 1"
    ).fetchall()
    assert groups
    for story_id, group, outlets in groups:
        row = _read(site / "story" / f"{story_id}.html").get_element_by_id(group)
        kinds = [mark.get("class").split()[1] for mark in row.xpath("td/a")]
        assert sum(kind in ("own", "said", "hedged") for kind in kinds) == outlets


def test_how_sure_the_figures_are_stands_beside_them(site: Path, database: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT DISTINCT measure, recall FROM mart_quality WHERE NOT starts_with(measure, 'counted ')"
    measures = dict(database.execute(query).fetchall())
    rows = _read(site / "index.html").xpath("//section[@aria-labelledby='trust']//tbody/tr")
    assert len(rows) == len(measures)
    for page in site.glob("story/*.html"):
        (said,) = _read(page).xpath("//p[@class='trust']")
        assert f"it joins {measures['carried claims'] * 100:.0f};" in said.text_content()


def test_the_days_of_a_claim_are_those_of_its_mart(site: Path, database: duckdb.DuckDBPyConnection) -> None:
    query = """
        SELECT claim_group_id, outlets_to_date FROM claim_timeline
        QUALIFY published_date = max(published_date) OVER (PARTITION BY claim_group_id)"""
    last = dict(database.execute(query).fetchall())
    shown = 0
    for page in site.glob("story/*.html"):
        for row in _read(page).xpath("//table[contains(@class, 'stages')]/tbody/tr[th/a]"):
            group = row.xpath("th/a/@href")[0].removeprefix("#")
            assert int(row.xpath("td")[-1].text.strip()) == last[group]
            shown += 1
    assert shown


def test_a_figure_of_the_map_opens_the_claims_that_both_articles_carry(
    site: Path, database: duckdb.DuckDBPyConnection
) -> None:
    query = "SELECT story_id, article_id_a, article_id_b, shared_sources, shared_claims FROM source_overlap_articles"
    for story, a, b, sources, claims in database.execute(query).fetchall():
        tree = _read(site / "story" / f"{story}.html")
        opened = [e for e in tree.xpath("//div[@class='common']") if {a, b} == set(e.get("id").split("-"))]
        assert len(opened) == bool(sources or claims)
        for each in opened:
            lists = [len(found.xpath("li[span]")) for found in each.xpath("ul")]
            assert lists == [min(count, SHARED_SHOWN) for count in (sources, claims) if count]
            assert tree.xpath("//table[@class='heat']//a/@href").count(f"#{each.get('id')}") == 2


def test_what_an_outlet_leaves_out_stands_with_the_nearest_that_it_has(
    site: Path, database: duckdb.DuckDBPyConnection
) -> None:
    query = "SELECT story_id, outlet, count(*), count(*) FILTER (WHERE may_be_missed) FROM claim_omissions GROUP BY ALL"
    expected = {(story, outlet): counts for story, outlet, *counts in database.execute(query).fetchall()}
    assert expected
    for (story, outlet), (lacking, doubtful) in expected.items():
        tree = _read(site / "story" / f"{story}.html")
        (fold,) = tree.xpath(
            "//section[@aria-labelledby='omissions']/details[starts-with(summary, $outlet)]", outlet=outlet
        )
        note = fold.xpath("summary/span")[0].text_content()
        assert note.startswith(f"lacks {lacking}")
        assert (f"{doubtful} of them in doubt" in note) == bool(doubtful)
    (nearest, text) = database.execute(
        "SELECT nearest_claim_id, claims.article_id FROM claim_omissions JOIN claims ON claim_id = nearest_claim_id"
        " ORDER BY nearest_similarity DESC, carrying_outlets DESC, nearest_claim_id LIMIT 1"
    ).fetchall()[0]
    links = [link for page in site.glob("story/*.html") for link in _read(page).xpath("//details//li//a/@href")]
    assert f"../article/{text}.html#{nearest}" in links


def _read_script(script: Path) -> list[object]:
    text = script.read_text(encoding="utf-8")
    return list(json.loads(f"[{text[text.index('(') + 1 : text.rindex(')')]}]"))


def test_the_search_knows_every_page(site: Path) -> None:
    files = sorted(site.glob("assets/search/e-*.js"), key=lambda file: int(file.stem[2:]))
    entries = [entry for file in files for entry in _read_script(file)[1]]  # type: ignore[attr-defined]
    addresses = {entry[3].partition("#")[0] for entry in entries}
    found = {page.relative_to(site.resolve()).as_posix() for page in _list_pages(site)}
    assert addresses == found - {"index.html", "sources.html", "outlets.html"}


def test_the_words_of_the_search_lead_to_its_entries(site: Path) -> None:
    folder = site / "assets" / "search"
    names, *_ = _read_script(folder / "index.js")
    assert {f"w-{name}.js" for name in names} == {file.name for file in folder.glob("w-*.js")}  # type: ignore[attr-defined]
    _, words = _read_script(folder / "w-ly.js")
    _, entries = _read_script(folder / "e-0.js")
    begins, _ = words["lydia"]  # type: ignore[index]
    assert [entries[place][1] for place in accumulate(begins)] == ["Lydia Orme"]  # type: ignore[index]


def test_long_lists_go_on_by_letters_and_dates(
    sample_run: SampleRun, database: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.site.build._LISTED", 3)
    monkeypatch.setattr("flows.site.build._PER_PAGE", 5)
    site = tmp_path / "site"
    write_site(sample_run.out / "warehouse.duckdb", site)
    pages = _list_pages(site)
    for kind, folder in (("sources", "source"), ("outlets", "outlet"), ("stories", "story")):
        lists = [page for page in pages if page.parent.name == kind]
        listed = [href for page in lists for href in _read(page).xpath("//tbody//th/a/@href")]
        assert sorted(listed) == sorted(f"../{folder}/{page.name}" for page in pages if page.parent.name == folder)
        assert all(len(_read(page).xpath("//tbody/tr")) <= 5 for page in lists)
    assert len(_read(site / "sources.html").xpath("//tbody/tr")) == 3
    linked = _read(site / "sources.html").xpath("//nav[@aria-label='By letter']/a/@href")
    assert set(linked) == {
        f"sources/{page.name}" for page in pages if page.parent.name == "sources" and "-" not in page.name
    }
    assert "Lydia Orme" in _read(site / "sources" / "o.html").text_content()
    assert _find_broken_links(site) == []


def test_the_site_is_swapped_as_one_and_an_old_one_stays_when_a_new_one_fails(
    sample_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (sample_copy / "site").resolve()
    assert refresh_site(sample_copy) == sample_copy / "site" / "index.html"
    after = (sample_copy / "site").resolve()
    assert after != before
    assert not before.exists()
    assert check_output(sample_copy) == []

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("flows.site.build._Site.write", fail)
    with pytest.raises(MemoryError):
        refresh_site(sample_copy)
    assert (sample_copy / "site").resolve() == after
    assert list(after.parent.glob("site-*")) == [after]


def test_a_damaged_page_is_found_and_written_anew(sample_copy: Path) -> None:
    page = (sample_copy / "site" / "index.html").resolve()
    whole = page.read_bytes()
    page.write_bytes(whole[:-10] + b"X" * 10)
    name = page.relative_to(page.parents[1]).as_posix()
    assert [damage.file for damage in check_output(sample_copy)] == [name]
    assert repair_output(sample_copy) == [name]
    assert (sample_copy / "site" / "index.html").read_bytes() == whole
    assert check_output(sample_copy) == []


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    rows = [
        {"id": "1", "outlet": _HOSTILE, "url": "javascript:alert(3)", "headline": _HOSTILE, "text": f"“It is {_HOSTILE} safe,” Ida Kern said.\n\nShe denied it.\u202e\x07"},
        {"id": "2", "text": "No outlet, no date.\n\nIda Kern said the bridge was safe."},
        {"id": "3", "outlet": "The Post", "headline": "Opinion: Close the pier", "text": "The pier is unsafe, Ole Brandt said."},
    ]  # fmt: skip
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    run_build(Settings((str(folder / "in.jsonl"),), folder / "out"), LocalRunner(1))
    return folder / "out" / "site"


def test_what_articles_say_is_text_and_nothing_else(hostile: Path) -> None:
    for page in _list_pages(hostile):
        tree = _read(page)
        assert tree.xpath("//img") == []
        assert [script for script in tree.xpath("//script") if script.text] == []
        assert [name for element in tree.iter("*") for name in element.attrib if name.startswith("on")] == []
        assert [href for href in tree.xpath("//@href") if href.lower().startswith("javascript")] == []
        assert not set(page.read_text(encoding="utf-8")) & {"\u202e", "\x07"}
    assert not [file for file in hostile.glob("assets/search/*") if "</script" in file.read_text(encoding="utf-8")]
    assert all(re.fullmatch(r"[a-z0-9-]+\.js", file.name) for file in hostile.glob("assets/search/*"))


def test_where_an_article_is_listed_its_kind_is_told(hostile: Path) -> None:
    for folder in ("story", "article", "outlet"):
        pages = [_read(page) for page in (hostile / folder).glob("*.html")]
        (page,) = [page for page in pages if "Close the pier" in page.text_content()]
        assert "opinion" in [tag.text for tag in page.xpath("//span[@class='tag quiet']")]


def test_articles_without_outlet_and_date_have_pages_too(hostile: Path) -> None:
    shown = "".join(_read(page).text_content() for page in _list_pages(hostile))
    assert "unknown outlet" in shown
    assert "undated" in shown


def test_a_run_may_leave_the_site_out(sample_copy: Path, tmp_path: Path) -> None:
    assert (sample_copy / "site" / "index.html").is_file()
    (tmp_path / "a.txt").write_text("Bridge open\n\nThe bridge is safe, Ida Kern said.", encoding="utf-8")
    run_build(Settings((str(tmp_path / "a.txt"),), sample_copy, site=False), LocalRunner(1))
    assert not (sample_copy / "site").is_symlink()
    refresh_site(sample_copy)
    assert "Bridge open" in (sample_copy / "site" / "index.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("empty_models")
def test_a_run_without_articles_has_a_page_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    run_build(Settings((str(tmp_path / "a.txt"),), tmp_path / "out"), LocalRunner(1))
    assert "No usable article" in (tmp_path / "out" / "site" / "index.html").read_text(encoding="utf-8")


def test_only_addresses_of_the_web_become_links() -> None:
    assert find_link("https://example.org/a?b=1") == "https://example.org/a?b=1"
    assert find_link("javascript:alert(1)") is None
    assert find_link("https://example.org/\n<b>") is None
    assert find_link(None) is None


def test_periods_and_long_texts_are_written_short() -> None:
    first, second = datetime(2026, 9, 8, 14, tzinfo=UTC), datetime(2026, 9, 10, tzinfo=UTC)
    third = datetime(2026, 10, 2, tzinfo=UTC)
    assert write_period(first, second) == "8–10 Sep 2026"
    assert write_period(first, first) == "8 Sep 2026"
    assert write_period(first, third) == "8 Sep – 2 Oct 2026"
    assert cut_text("The bridge was closed on Tuesday", 20) == "The bridge was…"


def test_of_a_quotation_with_very_many_printings_a_source_shows_its_own_and_those_with_words_of_one(
    database: duckdb.DuckDBPyConnection,
) -> None:
    rows = Rows(database)
    sources = [source["entity_id"] for source in rows.fetch("index_sources")]
    every = rows.gather("source_printings", "entity_id", keys=sources, limit=200)
    groups = {key: {row["quote_group_id"] for row in printed} for key, printed in every.items()}
    matches = database.execute("SELECT quote_id_a, quote_id_b FROM quote_matches").fetchall()
    beside: dict[str, set[str]] = {}
    for a, b in matches:
        beside.setdefault(a, set()).add(b)
        beside.setdefault(b, set()).add(a)
    largest = max(len(printed) for printed in every.values())
    few = rows.gather("source_printings", "entity_id", keys=sources, limit=3)
    assert largest > 3
    is_less = False
    for key, printed in every.items():
        for group in groups[key]:
            of_group = [row for row in printed if row["quote_group_id"] == group]
            shown = [row["quote_id"] for row in few[key] if row["quote_group_id"] == group]
            own = [row["quote_id"] for row in of_group if row["speaker_entity_id"] == key]
            near = [
                r["quote_id"]
                for r in of_group
                if r["quote_id"] not in own and not beside[r["quote_id"]].isdisjoint(own)
            ]
            wanted = [row["quote_id"] for row in of_group] if len(of_group) <= 3 else [*own, *near][:3]
            assert sorted(shown) == sorted(wanted)
            is_less |= len(shown) < len(of_group)
    assert is_less
