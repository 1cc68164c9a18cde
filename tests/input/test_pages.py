"""Web pages in the mark-up of real content systems: the article that was written comes out, and nothing else."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from flows.readers.html import extract_page
from flows.resources import SEEDS_DIR, load_seeds
from tests.input.pages import PAGES_WITHOUT_ARTICLE, TEMPLATES, Saved, write_page
from transforms.paragraphs import PARAGRAPH_BREAK
from transforms.records import Role
from transforms.segments import segment_article

SEEDS = load_seeds(SEEDS_DIR)
READ = {Role.STANDFIRST, Role.BODY, Role.SUBHEAD}


def count_words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def read_page(page: Saved) -> str:
    """Return what is read of a page, its headline left out."""
    found = extract_page(page.html)
    assert found is not None
    segments = segment_article(found.text, False, SEEDS, byline=page.authors, marks=found.marks)
    return PARAGRAPH_BREAK.join(found.text[s.start : s.end] for s in segments if s.role in READ)


def rate(found: str, written: str) -> float:
    """Return the F1 of the words."""
    one, other = count_words(found), count_words(written)
    return 2 * (one & other).total() / (one.total() + other.total())


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_was_written_is_read(name: str) -> None:
    pages = [write_page(name, 100 * list(TEMPLATES).index(name) + number) for number in range(10)]
    rates = [rate(read_page(page), " ".join(page.text)) for page in pages]
    assert sum(rates) / len(rates) >= 0.97
    assert min(rates) >= 0.9


@pytest.mark.parametrize("name", TEMPLATES)
def test_headline_and_authors_are_the_articles(name: str) -> None:
    page = write_page(name, 7)
    found = extract_page(page.html)
    assert found is not None
    assert found.fields.headline == page.headline
    assert {author.casefold() for author in page.authors} <= {author.casefold() for author in found.fields.byline}


@pytest.mark.parametrize("name", PAGES_WITHOUT_ARTICLE)
def test_page_without_an_article_gives_none(name: str) -> None:
    assert extract_page(PAGES_WITHOUT_ARTICLE[name]) is None


def test_entries_of_a_live_page_keep_their_time_and_author() -> None:
    page = write_page("live", 601)
    found = extract_page(page.html)
    assert found is not None
    entries = {mark.entry_no: mark for mark in found.marks if mark.entry_no}
    assert list(entries) == list(range(1, len(entries) + 1))
    assert len(entries) > 5
    assert {mark.entry_author for mark in entries.values()} == {"Tim Sprott"}
    assert all("T1" in (mark.entry_at or "") or "T2" in (mark.entry_at or "") for mark in entries.values())


def test_embedded_post_is_a_paragraph_that_names_its_writer() -> None:
    found = extract_page(write_page("drupal", 5).html)
    assert found is not None
    (mark,) = [mark for mark in found.marks if mark.role is Role.EMBED]
    assert (mark.post_author, mark.post_network) == ("Hal Motter", "X")
    assert "stolen our money" in found.text.split(PARAGRAPH_BREAK)[mark.paragraph]


def test_longer_text_in_the_pages_data_counts_where_the_two_agree() -> None:
    page = write_page("teaser", 9)
    found = extract_page(page.html)
    assert found is not None
    assert found.missing is None
    assert len(found.text.split()) > 200


def test_wall_without_the_text_behind_it_is_told() -> None:
    html = write_page("teaser", 9).html.replace("articleBody", "nothing").replace("</p><div class='subscriber-wall'", f" {'It rained on. ' * 20}</p><p>It rained.</p><div class='subscriber-wall'")  # fmt: skip
    found = extract_page(html)
    assert found is not None
    assert found.missing is not None
    assert "pay or register" in found.missing
