"""Web pages in the mark-up of real content systems: the article that was written comes out, and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from flows.readers.html import extract_page
from flows.resources import SEEDS_DIR, load_seeds
from tests.input.pages import PAGES_WITHOUT_ARTICLE, TEMPLATES, Saved, write_page
from transforms.paragraphs import PARAGRAPH_BREAK
from transforms.records import Role
from transforms.seeds import PagePhrase
from transforms.segments import segment_article

SEEDS = load_seeds(SEEDS_DIR)
PAGES_OF_EACH = 10
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
def test_the_text_of_an_article_is_read_from_every_systems_page(name: str) -> None:
    pages = [write_page(name, 100 * list(TEMPLATES).index(name) + number) for number in range(PAGES_OF_EACH)]
    rates = [rate(read_page(page), " ".join(page.text)) for page in pages]
    assert sum(rates) / len(rates) >= 0.97
    assert min(rates) >= 0.9


def test_two_hundred_pages_of_twenty_systems_are_read() -> None:
    assert len(TEMPLATES) >= 20
    assert len(TEMPLATES) * PAGES_OF_EACH >= 200
    pages = {write_page(name, number).html for name in TEMPLATES for number in range(PAGES_OF_EACH)}
    assert len(pages) == len(TEMPLATES) * PAGES_OF_EACH


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


ARTICLE = (
    "<article><h1>Flood empties Arnwick</h1><p>Residents of Arnwick were told to leave their homes on Tuesday after the river rose.</p>"
    "{}<p>The weather office said more rain was expected on Thursday, but less than on Monday in Arnwick.</p></article>"
)


@pytest.mark.parametrize(
    ("embed", "author", "network"),
    [
        ("<div class='fb-post'><blockquote class='fb-xfbml-parse-ignore'><p>The money is gone.</p>Posted by <a>Hal Motter</a> on <a>Tuesday, March 3, 2026</a></blockquote></div>", "Hal Motter", "Facebook"),
        ("<blockquote class='tiktok-embed'><section><a>@halm</a><p>The money is gone.</p><a>♬ original sound - Hal</a></section></blockquote>", "@halm", "TikTok"),
        ("<blockquote class='bluesky-embed'><p>The money is gone.</p>&mdash; Hal Motter (<a>@hal.sky.example</a>) <a>March 3, 2026 at 9:12 AM</a></blockquote>", "Hal Motter", "Bluesky"),
        ("<div class='tweet-card'><div><span>Hal Motter</span> <span>@halm</span></div><div>The money is gone.</div></div>", "Hal Motter", "X"),
        ("<blockquote class='text-post-media'><p>The money is gone.</p><a>Post by @halm</a><a>View on Threads</a></blockquote>", "@halm", "Threads"),
        ("<blockquote class='instagram-media'><p>View this post on Instagram</p><p>The money is gone.</p><p>A post shared by Hal Motter (@halm)</p></blockquote>", "Hal Motter", "Instagram"),
    ],
)  # fmt: skip
def test_posts_of_every_network_are_read(embed: str, author: str, network: str) -> None:
    found = extract_page(f"<html><body>{ARTICLE.format(embed)}</body></html>")
    assert found is not None
    (mark,) = found.marks
    assert (mark.role, mark.post_author, mark.post_network) == (Role.EMBED, author, network)
    assert "The money is gone." in found.text.split(PARAGRAPH_BREAK)[mark.paragraph]


def test_live_page_without_data_has_no_entrys_author() -> None:
    entries = "".join(
        f"<section class='live-update'><h3>{n}:05 GMT</h3><p>Mayor Igor Stavel says that the dyke will hold at mark {n}.</p><p class='author'>By Tim Sprott</p></section>"
        for n in (14, 13, 12)
    )  # fmt: skip
    found = extract_page(f"<html><title>Flood: live updates</title><body><main><h1>Flood: live updates</h1><div class='liveblog'>{entries}</div></main></body></html>")  # fmt: skip
    assert found is not None
    assert found.fields.byline == ()
    assert [(mark.entry_no, mark.entry_at, mark.entry_author) for mark in found.marks] == [
        (1, "14:05 GMT", "Tim Sprott"),
        (2, "13:05 GMT", "Tim Sprott"),
        (3, "12:05 GMT", "Tim Sprott"),
    ]


def test_front_of_links_with_a_line_each_is_no_article() -> None:
    teasers = "".join(f"<div><a href='/{n}'>Council of Dornby votes on bridge number {n} again</a><p>Leaders met on day {n} and agreed on the plan, with two against it.</p></div>" for n in range(9))  # fmt: skip
    assert extract_page(f"<html><body><div>{teasers}</div></body></html>") is None


def test_role_under_the_byline_of_a_table_page_is_no_text() -> None:
    found = extract_page(
        "<html><body><table><tr><td><h2>Arnwick told to leave</h2><p><b>By ANN LISK</b><br><i>Echo Staff Writer</i><br>Tuesday, March 3, 2026</p>"
        "Residents of Arnwick were told to leave their homes on Tuesday.<p>“Go now,” fire chief Petra Lomax told a news conference.</td></tr></table></body></html>"
    )
    assert found is not None
    assert found.text.startswith("Residents of Arnwick")
    assert found.fields.byline == ("ANN LISK",)


def test_short_last_sentence_of_a_cell_is_read() -> None:
    found = extract_page(
        "<html><body><table><tr><td><b>Rope works burn</b><br>3 March 2026<br><br>A fire destroyed the rope works on Sunday night.<br><br>"
        "“Four miles of rope went up,” owner Bette Corran said.<br><br>She was insured.</td></tr></table></body></html>"
    )
    assert found is not None
    assert found.text.endswith("She was insured.")


def test_line_above_the_byline_is_the_headline_where_the_title_is_the_sites() -> None:
    found = extract_page(
        "<html><title>Dornby Star Online</title><body><table><tr><td><font size=+2>Fox in the vestry</font><p>By NELL BYRNE<p>A fox has lived in "
        "the vestry since January, the vicar said.<p>“He prefers the choir side,” vicar Alban Frey said.</td></tr></table></body></html>"
    )
    assert found is not None
    assert found.fields.headline == "Fox in the vestry"
    assert found.text.startswith("A fox has lived")


def test_list_of_an_authors_articles_is_none() -> None:
    teasers = "".join(f"<article><h2><a href='/{n}'>Swans block lock {n}</a></h2><p>Eleven swans kept lock {n} shut for an hour.</p></article>" for n in range(4))  # fmt: skip
    life = "<p>Hugh Farrow has written for the Echo since 2009. He lives in Dornby with two cats.</p>"
    page = f"<html><head><meta property='og:type' content='{{}}'></head><body><main><h1>Hugh Farrow</h1>{life}{teasers}</main></body></html>"
    assert extract_page(page.format("profile")) is None


def test_line_that_says_whose_an_entry_is_becomes_its_author() -> None:
    entries = "".join(
        f"<div class='live-update'><p>{n}:05 a.m. ET</p><p>From the Echo’s Paul Render in Harnow</p><p>All roads to mark {n} are shut, the sheriff said.</p></div>"
        for n in (9, 8)
    )
    found = extract_page(f"<html><body><main><h1>Snow: live updates</h1><div class='liveblog'>{entries}</div></main></body></html>")  # fmt: skip
    assert found is not None
    assert [mark.entry_author for mark in found.marks] == ["Paul Render", "Paul Render"]
    assert "From the Echo" not in found.text


BOXED = (
    "<html><body>{}<article><h1>Ferry to run again</h1><p>The ferry between Ost and Wick will run again from Monday, its owner said.</p>{}"
    "<p>“She has a new engine and the old bell,” captain Runa Delf said at the pier on Friday.</p></article></body></html>"
)  # fmt: skip


def test_boxes_inside_the_article_are_counted_and_those_around_it_are_not() -> None:
    related = "<div class='related-links'><p>The bridge at Ost will be shut for a year, leaders say.</p></div>"
    inside, around = extract_page(BOXED.format("", related * 2)), extract_page(BOXED.format(related, ""))
    assert inside is not None
    assert around is not None
    assert (inside.boxes, around.boxes) == (2, 0)
    assert inside.text == around.text


def test_boxes_and_notices_of_own_seeds_are_known() -> None:
    page = BOXED.format("", "<div class='tide-table'><p>High water at Ost stands at nine in the morning.</p></div><p>The Echo sails with you, reader.</p>")  # fmt: skip
    own = replace(
        SEEDS,
        page_boxes={**SEEDS.page_boxes, "tide-table": "box"},
        page_phrases=(*SEEDS.page_phrases, PagePhrase("the echo sails with you", "consent", "contains")),
    )
    found, plain = extract_page(page, own), extract_page(page)
    assert found is not None
    assert plain is not None
    for words in ("High water", "sails with you"):
        assert words in plain.text
        assert words not in found.text


OPENING = "The harbour board shut the Marl ferry on Monday, and two hundred people walked home over the ice."
CLOSING = "The board will meet again in March, when the ice is gone and the bill is known to all."


def read_between(html: str) -> list[str]:
    """Return what is read of a page whose story has this mark-up between its two paragraphs."""
    story = f"<h1>Ferry shut</h1><div><p>{OPENING}</p>{html}<p>{CLOSING}</p></div>"
    found = extract_page(f"<html><body><article>{story}</article></body></html>")
    assert found is not None
    paragraphs = found.text.split(PARAGRAPH_BREAK)
    assert (paragraphs[0], paragraphs[-1]) == (OPENING, CLOSING)
    return paragraphs[1:-1]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<p><a href=x>“We will buy it for a krone,” said Runa Delfin, mayor of Belsund.</a></p>",
            "“We will buy it for a krone,” said Runa Delfin, mayor of Belsund.",
        ),
        ("<p>“<a>We will buy it</a>,” <a>Runa Delfin</a> said.</p>", "“We will buy it,” Runa Delfin said."),
        (
            "<p><a href=x>A study by Corvale college found that ice costs less than boats</a>.</p>",
            "A study by Corvale college found that ice costs less than boats.",
        ),
    ],
)
def test_sentence_that_is_a_link_between_paragraphs_is_of_the_story(html: str, text: str) -> None:
    assert read_between(html) == [text]


def test_first_paragraph_may_be_a_link() -> None:
    story = f"<h1>Ferry shut</h1><div><p><a href=x>{OPENING}</a></p><p>{CLOSING}</p><p>{CLOSING} It said so.</p></div>"
    found = extract_page(f"<html><body><article>{story}</article></body></html>")
    assert found is not None
    assert found.text.startswith(OPENING)


@pytest.mark.parametrize(
    "html",
    [
        "<p><a href=x>Belsund council backs a new bridge after all</a></p>",
        "<p><a href=x>Belsund has its bridge.</a></p><p><a href=y>Eskmoor has none yet.</a></p>",
        "<ul><li><a href=x>The bridge at Belsund opens on Friday.</a></li></ul>",
        "<p><a href=x>Click here to follow our live coverage of the ice.</a></p>",
    ],
)
def test_links_to_other_stories_are_not_of_the_story(html: str) -> None:
    assert read_between(html) == []


@pytest.mark.parametrize(
    ("head", "top"),
    [
        (
            "<title>Ferry shut for good | Marl Echo</title>",
            "<h1><a href='/'>Marl Echo</a></h1><h2>Ferry shut for good</h2>",
        ),
        (
            "<title>Marl Echo</title>",
            "<h1 class='site-title'>Marl Echo</h1><h3 class='entry-title'>Ferry shut for good</h3>",
        ),
        (
            "<meta property='og:site_name' content='Marl Echo'><meta property='og:title' content='Ferry shut for good'>",
            "<h1>Marl Echo</h1><h2>Ferry shut for good</h2>",
        ),
        ("<title>Ferry shut for good - Marl Echo</title>", "<h1>Courts</h1><h2>Ferry shut for good</h2>"),
    ],
)
def test_name_of_the_site_or_section_is_no_headline(head: str, top: str) -> None:
    page = f"<html><head>{head}</head><body>{top}<div><p>{OPENING}</p><p>{CLOSING}</p></div></body></html>"
    found = extract_page(page)
    assert found is not None
    assert found.fields.headline == "Ferry shut for good"


@pytest.mark.parametrize(
    "lead", ["<div class='field field--name-field-lead'>%s</div>", "<p class='teaser-text'>%s</p>"]
)
def test_first_paragraph_may_stand_apart_from_the_others(lead: str) -> None:
    body = f"{lead % OPENING}<div class='article-body'><p>{CLOSING}</p><p>{CLOSING} Nobody voted against it.</p></div>"
    found = extract_page(f"<html><body><article><h1>Ferry shut</h1>{body}</article></body></html>")
    assert found is not None
    assert found.text.split(PARAGRAPH_BREAK)[0] == OPENING


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        ("<h3>%s GMT – News of the ice</h3><p>%s</p>", "14:%s GMT"),
        ("<p><strong>%s</strong></p><p>%s</p>", "14:%s"),
        ("<h2>UPDATE %s ET: News of the ice</h2><p>%s</p>", "14:%s ET"),
        ("<div class='z'><p>%s</p><p>%s</p></div>", "14:%s"),
        ("<li><time datetime='2026-02-09T%s:00Z'>an hour ago</time><p>%s</p></li>", "2026-02-09T14:%s:00Z"),
    ],
)
def test_neighbours_that_begin_with_a_time_are_entries(entry: str, wanted: str) -> None:
    minutes = ["32", "10", "05"]
    entries = "".join(entry % (f"14:{minute}", f"{OPENING} It was {minute} past two.") for minute in minutes)
    found = extract_page(f"<html><body><h1>Ferry shut</h1><p>By Olga Ternova</p><main>{entries}</main></body></html>")
    assert found is not None
    ats = {mark.entry_no: mark.entry_at for mark in found.marks if mark.entry_no}
    assert ats == {number: wanted % minute for number, minute in enumerate(minutes, 1)}
    assert found.fields.byline == ("Olga Ternova",)


def test_two_lines_with_a_time_and_lists_beside_the_story_are_no_entries() -> None:
    latest = "".join(
        f"<li><time datetime='2026-02-09T14:0{n}:00Z'>14:0{n}</time> Ice on lake {n}</li>" for n in range(5)
    )
    story = f"<h3>14:10</h3><p>{OPENING}</p><h3>14:32</h3><p>{CLOSING}</p>"
    found = extract_page(f"<html><body><ul>{latest}</ul><article><h1>Ferry shut</h1>{story}</article></body></html>")
    assert found is not None
    assert not any(mark.entry_no for mark in found.marks)


def test_author_stands_beside_an_office_in_the_box() -> None:
    box = "<div class='byline'><span>By</span><a href='/o'>Olga Ternova</a><span class='author'>Senior Reporter</span></div>"
    story = f"<h1>Ferry shut</h1>{box}<p>{OPENING}</p><p>{CLOSING}</p>"
    found = extract_page(f"<html><body><article>{story}</article></body></html>")
    assert found is not None
    assert found.fields.byline == ("Olga Ternova",)


@pytest.mark.parametrize("entry", ["<h3>%s</h3><p>%s</p>", "<div><header><h3>%s</h3></header><p>%s</p></div>"])
def test_data_tells_the_times_of_entries_by_their_headings(entry: str) -> None:
    titles = {"Ice breaks": "2026-02-09T14:32:00Z", "Council meets": "2026-02-09T14:05:00Z"}
    updates = ",".join(f'{{"@type":"BlogPosting","headline":"{t}","datePublished":"{at}"}}' for t, at in titles.items())
    data = f'{{"@type":"LiveBlogPosting","headline":"Ferry shut","liveBlogUpdate":[{updates}]}}'
    entries = "".join(entry % (title, f"{OPENING} That was {title}.") for title in titles)
    found = extract_page(
        f"<html><head><script type='application/ld+json'>{data}</script></head>"
        f"<body><h1>Ferry shut</h1><main><div>{entries}</div></main></body></html>"
    )
    assert found is not None
    assert {mark.entry_no: mark.entry_at for mark in found.marks if mark.entry_no} == dict(
        enumerate(titles.values(), 1)
    )
