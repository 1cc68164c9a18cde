"""Block quotations of pages and of exports with tags are text between quotation marks."""

from __future__ import annotations

import pytest

from flows.readers.html.page import extract_page
from flows.resources import SEEDS_DIR, load_seeds
from transforms.blockquotes import mark_blockquotes
from transforms.records import Role
from transforms.repair import repair_text
from transforms.segments import segment_article

LEAD = "The harbour wall of Marl is no longer safe, its engineer has told the council of the town."
CUE = "In a letter to the mayor, engineer Ida Kern wrote:"
FIRST = "The wall has moved by four centimetres since the spring."
LAST = "I ask the council to close the quay at once, before the winter storms."
TAIL = "The mayor did not answer questions, and the council will meet on Thursday to talk about the budget of the port."
QUOTED = f"<blockquote><p>{FIRST}</p><p>{LAST}</p></blockquote>"


def read_page(inner: str) -> list[str]:
    page = extract_page(
        f"<html><head><title>Wall unsafe</title></head><body><article><h1>Wall unsafe</h1>{inner}</article></body></html>"
    )
    assert page is not None
    return page.text.split("\n\n")


def test_each_paragraph_of_a_block_quotation_opens_with_a_mark_and_the_last_one_closes() -> None:
    page = f"<p>{LEAD}</p><p>{CUE}</p>{QUOTED}<p>{TAIL}</p>"
    wanted = [LEAD, CUE, f"“{FIRST}", f"“{LAST}”", TAIL]
    assert read_page(page) == wanted
    assert repair_text(page)[0].split("\n\n") == wanted


@pytest.mark.parametrize(
    ("paragraphs", "numbers"),
    [
        pytest.param([LEAD, f"“{FIRST}”", TAIL], [None, 1, None], id="it has marks"),
        pytest.param([LEAD, "Not safe", TAIL], [None, 1, None], id="it is a few words"),
        pytest.param([LEAD, FIRST, f"“{FIRST} {LAST}” Kern wrote."], [None, 1, None], id="it is a pull quote"),
        pytest.param([LEAD, TAIL, CUE.replace(":", ".")], [1, 1, None], id="it is most of the text"),
    ],
)
def test_a_block_quotation_stays_as_it_is_where(paragraphs: list[str], numbers: list[int | None]) -> None:
    assert mark_blockquotes(paragraphs, numbers) == paragraphs


def test_a_colon_leads_to_a_quotation_however_long() -> None:
    assert mark_blockquotes([CUE, LEAD, TAIL], [None, 1, 1]) == [CUE, f"“{LEAD}", f"“{TAIL}”"]


def test_a_signature_below_stays_outside() -> None:
    marked = mark_blockquotes([LEAD, FIRST, "— Ida Kern, engineer", TAIL], [None, 1, 1, None])
    assert marked == [LEAD, f"“{FIRST}”", "— Ida Kern, engineer", TAIL]


def test_two_block_quotations_side_by_side_are_two() -> None:
    assert mark_blockquotes([LEAD, FIRST, LAST, TAIL], [None, 1, 2, None]) == [LEAD, f"“{FIRST}”", f"“{LAST}”", TAIL]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            '<p>He wrote:</p><blockquote class="twitter-tweet"><p>We are open again today</p></blockquote><p>So it is.</p>',
            "He wrote:\n\nWe are open again today\n\nSo it is.",
        ),
        (
            "<p>He wrote:</p><blockquote><blockquote>We are open again today.</blockquote></blockquote><p>So it is.</p>",
            "He wrote:\n\n“We are open again today.”\n\nSo it is.",
        ),
        (
            "<p>He wrote:</p><blockquote>We are open again today.",
            "He wrote:\n\n“We are open again today.”",
        ),
    ],
    ids=["a post", "one in another", "one that nothing closes"],
)
def test_block_quotations_of_exports_with_tags_have_their_marks(text: str, wanted: str) -> None:
    assert repair_text(text)[0] == wanted


SOURCE = f"<p>{CUE}</p><blockquote class='wp-block-quote'><p>{FIRST}</p><p>{LAST}</p>%s</blockquote>"
CAPTION = (
    f"<p>{CUE}</p><figure><blockquote><p>{FIRST}</p><p>{LAST}</p></blockquote>"
    "<figcaption>— Harbour Trust</figcaption></figure>"
)


@pytest.mark.parametrize(
    "quotation",
    [SOURCE % "<cite>Harbour Trust</cite>", SOURCE % "<p><cite>— Harbour Trust</cite></p>", CAPTION],
)
def test_the_source_of_a_block_quotation_stands_below_it(quotation: str) -> None:
    page = f"<p>{LEAD}</p>{quotation}<p>{TAIL}</p>"
    wanted = [LEAD, CUE, f"“{FIRST}", f"“{LAST}”", "— Harbour Trust", TAIL]
    assert read_page(page) == wanted
    assert repair_text(page)[0].split("\n\n") == wanted
    roles = [s.role for s in segment_article("\n\n".join(wanted), False, load_seeds(SEEDS_DIR))]
    assert Role.SUBHEAD not in roles


def test_footers_of_block_quotations_are_their_sources() -> None:
    page = f"<p>{LEAD}</p>{SOURCE % '<footer>Harbour Trust</footer>'}<p>{TAIL}</p>"
    assert "— Harbour Trust" in read_page(page)


def test_pull_quotes_in_figures_are_left_out() -> None:
    figure = f"<figure><blockquote><p>{FIRST}</p><cite>Ida Kern</cite></blockquote></figure>"
    page = f"<p>{LEAD}</p><p>“{FIRST}” Kern wrote to the mayor.</p>{figure}<p>{TAIL}</p>"
    assert read_page(page) == [LEAD, f"“{FIRST}” Kern wrote to the mayor.", TAIL]


def test_short_quotations_of_pages_have_their_marks() -> None:
    page = (
        f"<p>{LEAD}</p><p>Kern called it <q>a wall of <b>sand</b></q> and <q>“no wall”</q> on Monday.</p><p>{TAIL}</p>"
    )
    assert read_page(page)[1] == "Kern called it “a wall of sand” and “no wall” on Monday."
