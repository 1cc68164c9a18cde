"""Pages of the site before are taken over where they would be written alike, and nowhere else."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import duckdb
import pytest

from flows.build import run_build
from flows.runners import LocalRunner
from flows.settings import Settings
from flows.site.build import write_site
from flows.site.pages import NOTES
from flows.warehouse import WAREHOUSE
from tests.conftest import SAMPLE, SampleRun

_CHANGED_ROWS = 8
_CHANGES = {
    "VARCHAR": "coalesce({0}, '') || 'X'",
    "BOOLEAN": "NOT coalesce({0}, false)",
    "DATE": "{0} - INTERVAL 1 DAY",
    "TIMESTAMP WITH TIME ZONE": "{0} - INTERVAL 1 DAY",
    **dict.fromkeys(("BIGINT", "INTEGER", "HUGEINT", "DOUBLE"), "coalesce({0}, 0) + 1"),
}
"""How a cell is changed, by its type; lists, which may not be null, are left as they are."""


def _read_pages(site: Path) -> dict[str, bytes]:
    site = site.resolve()
    return {page.relative_to(site).as_posix(): page.read_bytes() for page in site.rglob("*.html")}


def _list_taken_over(site: Path, before: Path) -> set[str]:
    return {name for name in _read_pages(site) if (before / name).exists() and (site / name).samefile(before / name)}


@pytest.fixture(scope="module")
def before(sample_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("before") / "site"
    write_site(sample_run.out / WAREHOUSE, site)
    return site


def test_of_the_same_rows_all_pages_of_stories_articles_and_sources_are_taken_over(
    sample_run: SampleRun, before: Path, tmp_path: Path
) -> None:
    count = write_site(sample_run.out / WAREHOUSE, tmp_path / "site", before)
    assert _read_pages(tmp_path / "site") == _read_pages(before)
    assert count == len(_read_pages(before))
    subjects = {name for name in _read_pages(before) if name.startswith(("story/", "article/", "source/"))}
    assert _list_taken_over(tmp_path / "site", before) == subjects
    assert (tmp_path / "site" / NOTES).read_bytes() == (before / NOTES).read_bytes()


def test_what_another_code_wrote_or_somebody_removed_is_written_anew(
    sample_run: SampleRun, before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _read_pages(before)
    shutil.copytree(before, tmp_path / "holed")
    story = min((tmp_path / "holed" / "story").iterdir())
    story.unlink()
    write_site(sample_run.out / WAREHOUSE, tmp_path / "filled", tmp_path / "holed")
    assert _read_pages(tmp_path / "filled") == whole
    assert 0 < len(_list_taken_over(tmp_path / "filled", tmp_path / "holed")) < len(whole)
    monkeypatch.setattr("flows.site.build.hash_pages", lambda: "another code")
    write_site(sample_run.out / WAREHOUSE, tmp_path / "other", before)
    assert _read_pages(tmp_path / "other") == whole
    assert not _list_taken_over(tmp_path / "other", before)


def test_notes_that_cannot_be_read_are_none(sample_run: SampleRun, before: Path, tmp_path: Path) -> None:
    shutil.copytree(before, tmp_path / "torn")
    (tmp_path / "torn" / NOTES).write_bytes((before / NOTES).read_bytes()[:40])
    write_site(sample_run.out / WAREHOUSE, tmp_path / "site", tmp_path / "torn")
    assert not _list_taken_over(tmp_path / "site", tmp_path / "torn")


def test_stories_that_come_in_another_order_are_shown_so(sample_run: SampleRun, tmp_path: Path) -> None:
    shutil.copyfile(sample_run.out / WAREHOUSE, tmp_path / "warehouse.duckdb")
    sites = []
    for order in ("1", "-1"):
        with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
            connection.execute(
                "UPDATE marts.story_overview SET last_published_at ="
                f" TIMESTAMPTZ '2026-09-01' + {order} * INTERVAL 1 HOUR * (hash(story_id) % 9999)::INTEGER"
            )
        write_site(tmp_path / "warehouse.duckdb", tmp_path / f"site{order}", sites[-1] if sites else None)
        sites.append(tmp_path / f"site{order}")
    write_site(tmp_path / "warehouse.duckdb", tmp_path / "anew")
    found, anew, first = map(_read_pages, (sites[1], tmp_path / "anew", sites[0]))
    assert found == anew
    assert any(found[name] != first[name] for name in found if name.startswith("source/"))


@pytest.mark.parametrize("seed", range(int(os.environ.get("CHANGED_COLUMNS", "6"))))
def test_a_change_in_any_column_reaches_every_page_that_shows_it(
    seed: int, sample_run: SampleRun, before: Path, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    shutil.copyfile(sample_run.out / WAREHOUSE, tmp_path / "warehouse.duckdb")
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        columns = connection.execute(
            "SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns() JOIN duckdb_tables()"
            " USING (schema_name, table_name) WHERE estimated_size > 0 AND column_name NOT LIKE '%\\_id' ESCAPE '\\'"
            " ORDER BY ALL"
        ).fetchall()
        schema, table, column, kind = chance.choice([found for found in columns if found[3] in _CHANGES])
        (rows,) = connection.execute(f'SELECT count(*) FROM "{schema}"."{table}"').fetchall()[0]
        chosen = chance.sample(range(rows), min(rows, _CHANGED_ROWS))
        change = _CHANGES[kind].format(f'"{column}"')
        connection.execute(
            f'UPDATE "{schema}"."{table}" SET "{column}" = {change} WHERE list_contains(?, rowid)', [chosen]
        )
    try:
        write_site(tmp_path / "warehouse.duckdb", tmp_path / "anew")
    except (duckdb.Error, TypeError, ValueError, KeyError, AttributeError):
        pytest.skip(f"no site can be written with another {schema}.{table}.{column}")
    write_site(tmp_path / "warehouse.duckdb", tmp_path / "site", before)
    assert _read_pages(tmp_path / "site") == _read_pages(tmp_path / "anew"), f"{schema}.{table}.{column}"


@pytest.mark.long
def test_a_run_with_news_takes_over_the_pages_of_the_rest(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "in")
    late = max(path for path in (tmp_path / "in").rglob("*") if path.is_file())
    late.rename(tmp_path / late.name)
    options = Settings((str(tmp_path / "in"),), tmp_path / "out")
    run_build(options, LocalRunner(1))
    (tmp_path / "out" / "site").resolve().rename(tmp_path / "first")
    shutil.copytree(tmp_path / "first", (tmp_path / "out" / "site").resolve(), copy_function=os.link)
    (tmp_path / late.name).rename(late)
    run_build(options, LocalRunner(1))
    site = (tmp_path / "out" / "site").resolve()
    write_site(tmp_path / "out" / WAREHOUSE, tmp_path / "anew")
    assert _read_pages(site) == _read_pages(tmp_path / "anew")
    assert len(_list_taken_over(site, tmp_path / "first")) > len(_read_pages(site)) / 3
