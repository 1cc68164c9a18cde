"""Roles of paragraphs, and that segments cover the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.resources import SEEDS_DIR, load_seeds
from transforms.paragraphs import PARAGRAPH_BREAK, split_paragraphs
from transforms.records import Role
from transforms.segments import segment_article

SEEDS = load_seeds(SEEDS_DIR)
HEADLINE = "Mayor opens bridge"
PROSE = "The mayor of Veldra opened the bridge on Monday and said that it would stand for a hundred years."
MORE = "Engineers had warned last year that two of its pillars were cracked, according to a report."


def find_roles(*paragraphs: str, has_headline: bool = True) -> list[str]:
    text = PARAGRAPH_BREAK.join(paragraphs)
    return [str(segment.role) for segment in segment_article(text, has_headline, SEEDS)]


def find_middle_role(paragraph: str) -> str:
    """Return the role of a paragraph that stands between paragraphs of prose."""
    return find_roles(HEADLINE, PROSE, paragraph, MORE)[2]


@given(st.lists(st.text(max_size=60), min_size=1, max_size=8), st.booleans())
def test_segments_cover_the_text_in_order(parts: list[str], has_headline: bool) -> None:
    text = PARAGRAPH_BREAK.join(split_paragraphs(PARAGRAPH_BREAK.join(parts))) or HEADLINE
    segments = segment_article(text, has_headline, SEEDS)
    assert PARAGRAPH_BREAK.join(text[segment.start : segment.end] for segment in segments) == text
    assert [segment.segment_no for segment in segments] == list(range(len(segments)))
    assert (segments[0].role is Role.HEADLINE) == has_headline


@pytest.mark.parametrize(
    ("paragraph", "role"),
    [
        # promotion
        ("Leave a Comment", "promotion"),
        ("READ MORE: Ten things you never knew about bridges", "promotion"),
        ("Subscribe to the Post for 4 crowns a month and cancel anytime.", "promotion"),
        ("Become a member today and support our journalism.", "promotion"),
        # credit
        ("Additional reporting by agencies", "credit"),
        ("(Reporting by Ann Lee in Veldra; Editing by Bo Chen)", "credit"),
        ("Ann Lee and Bo Chen contributed to this report.", "credit"),
        ("– Lanter Press Agency", "credit"),
        ("AFP/Ann Lee", "credit"),
        ("Bo Chen via Getty Images", "credit"),
        ("5 September 2026 14:30", "note"),
        ("https://post.example/bridge", "credit"),
        # caption
        ("The two ministers are likely to meet in Veldra – AFP/Ann Lee", "caption"),
        ("Ann Ode at the bridge on Monday. Photograph: Bo Chen/Reuters", "caption"),
        ("Ann Ode at the bridge on Monday. (Photo by Bo Chen/Getty Images)", "caption"),
        ("Ann Ode, the mayor, at the bridge in December.CreditBo Chen/Reuters", "caption"),
        ("The ferry lies on the sand on Tuesday afternoon. LPA photo", "caption"),
        ("Volunteers bring survivors ashore on Tuesday. Picture: Ann Lee", "caption"),
        ("File photo: the damaged wall at Port Ansel.", "caption"),
        # subhead
        ("What the engineers found", "subhead"),
        ("‘A hundred years’", "subhead"),
        ("Who benefits?", "subhead"),
        ("* * *", "subhead"),
        # body, though it looks a little like something else
        ("Ukraine wants to become a member of the union, she said.", "body"),
        ("It was reported by Agence France-Presse (AFP).", "body"),
        ("The talks failed, the ministry said. – Reuters", "body"),
        ("Reporting by the Post found that the mayor knew of the cracks.", "body"),
        ("More from the hall than from the street came the calls for her to go.", "body"),
        ("KATE LEE: Why not?", "body"),
        ("She listed three reasons:", "body"),
        ("“It is safe,” she said.", "body"),
        ("She said “read more: it is all in the report” and left the hall.", "body"),
        ("Was she satisfied with what the engineers of the ministry had told her on Monday?", "body"),
        ("and two of its pillars", "body"),
        ("He wrote to the Daily Newsletter of the parish.", "body"),
        (f"{PROSE} (Reporting by Ann Lee; editing by Bo Chen)", "body"),
    ],
)
def test_a_paragraph_between_prose_has_the_role_of_its_form(paragraph: str, role: str) -> None:
    assert find_middle_role(paragraph) == role


def test_longer_line_in_capitals_as_a_title_has_them_is_a_subhead() -> None:
    title = (
        "The Lanter Post: Married People Who Cross The Bridge Daily Would Receive The Same Benefits As Single People"
    )
    line = "The post says married people who cross the bridge daily would receive the same benefits as Single People"
    assert find_middle_role(title) == "subhead"
    assert find_middle_role(line) == "body"


def test_a_bare_caption_before_a_credited_one_is_a_caption() -> None:
    roles = find_roles(
        HEADLINE,
        PROSE,
        "Mayor Ann Ode and engineer Bo Chen shake hands",
        "The two met on the bridge in Veldra – AFP/Cy Diaz",
        MORE,
    )
    assert roles == ["headline", "body", "caption", "caption", "body"]


def test_a_paragraph_between_headline_and_byline_is_a_standfirst() -> None:
    standfirst = "Engineers had warned of cracks in two of its pillars."
    assert find_roles(HEADLINE, standfirst, "By Ann Lee", PROSE) == ["headline", "standfirst", "credit", "body"]


def test_a_standfirst_may_have_no_full_stop() -> None:
    assert find_roles(HEADLINE, "Engineers warn of cracks as crowds cross", PROSE)[1] == "standfirst"


def test_first_paragraph_of_prose_is_body() -> None:
    assert find_roles(HEADLINE, PROSE, MORE) == ["headline", "body", "body"]
    assert find_roles(PROSE, MORE, has_headline=False) == ["body", "body"]


def test_lists_and_last_lines_stay_body() -> None:
    roles = find_roles(HEADLINE, PROSE, "The winners are:", "Ann Lee", "Bo Chen", "Cy Diaz", MORE, "To be continued")
    assert roles[2:5] == ["body", "body", "body"]
    assert roles[-1] == "body"


def test_quotation_over_paragraphs_stays_body() -> None:
    first = "“We have waited for this bridge"
    assert (
        find_roles(HEADLINE, PROSE, f"{first} for a hundred years.", "“And now it is here.”", MORE)[2:4] == ["body"] * 2
    )
