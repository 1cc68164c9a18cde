"""What stands in an article's text and is no article text: parts of paragraphs, and whole ones."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.resources import SEEDS_DIR, load_seeds
from transforms.paragraphs import PARAGRAPH_BREAK
from transforms.reading import make_reading
from transforms.records import Mark, Role, Segment
from transforms.segments import segment_article

SEEDS = load_seeds(SEEDS_DIR)
HEADLINE = "Mayor opens bridge"
PROSE = "The mayor of Veldra opened the bridge on Monday and said that it would stand for a hundred years."
MORE = "Engineers had warned last year that two of its pillars were cracked, according to a report."
LINKS = (
    "Ada Beatrice HolmBudget talks stall in the house The Memo: Lund faces long odds 'Even a farmer has a shot' MORE"
)


def segment(*paragraphs: str, has_headline: bool = True, byline: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return role and words of each segment."""
    text = PARAGRAPH_BREAK.join(paragraphs)
    found = segment_article(text, has_headline, SEEDS, byline=byline)
    return [(str(one.role), text[one.start : one.end]) for one in found]


def find_parts(paragraph: str) -> list[tuple[str, str]]:
    """Return role and words of each part of a paragraph that stands between paragraphs of prose."""
    return segment(HEADLINE, PROSE, paragraph, MORE)[2:-1]


def read(paragraph: str) -> str:
    """Return what the pipeline is given of a paragraph."""
    segments = segment_article(paragraph, False, SEEDS)
    return make_reading(paragraph, segments).text


def test_list_of_links_after_a_name_is_cut_out_of_the_sentence() -> None:
    sentence = f"Sen. Ada Holm {LINKS} (D-Ore.) said the talks had failed."
    assert find_parts(sentence) == [
        ("body", "Sen. Ada Holm"),
        ("link", LINKS),
        ("body", "(D-Ore.) said the talks had failed."),
    ]
    assert read(sentence) == "Sen. Ada Holm (D-Ore.) said the talks had failed."


def test_two_lists_of_links_in_one_sentence_are_both_cut_out() -> None:
    other = "Bo Karl Lund2020 hopefuls meet in the hills MORE"
    sentence = f"Ada Holm {LINKS} and Bo Lund {other} agreed."
    assert read(sentence) == "Ada Holm and Bo Lund agreed."


@pytest.mark.parametrize(
    "sentence",
    [
        "She wants MORE than a bridge, McConnell Addison said, and iPhone sales fell.",
        "The BBC and McDonald MORE or less agreed.",
        "He said (and RELATED matters prove it) that the bridge was safe.",
        "The senator (D-Ore.) said the talks had failed.",
        "He works at Lee/Chen and Co. (a firm in Veldra).",
        "She wrote to him (ann@post.example) and he answered.",
        "The paper [the Post] was right.",
    ],
)
def test_what_only_looks_like_a_part_stays(sentence: str) -> None:
    assert find_parts(sentence) == [("body", sentence)]


@pytest.mark.parametrize(
    ("paragraph", "role", "part"),
    [
        ("The bridge is safe, she said. (RELATED: Ten bridges that fell)", "link", "(RELATED: Ten bridges that fell)"),
        ("The bridge is safe. (Also on the Post: Ten bridges (and a ferry) that fell)", "link", "(Also on the Post: Ten bridges (and a ferry) that fell)"),
        ("The bridge is safe. [SEE ALSO: Ten bridges]", "link", "[SEE ALSO: Ten bridges]"),
        ('poster="https://v.post.example/images/1.jpg" The bridge is safe.', "link", 'poster="https://v.post.example/images/1.jpg"'),
        ('The bridge is safe. [jwplayer file="https://media.post.example/1.mp4"]', "link", '[jwplayer file="https://media.post.example/1.mp4"]'),
        ("[pullquote] The bridge is safe, she said.", "link", "[pullquote]"),
        ("“It will stand for ever,” she said on Monday. (Ann Lee/Reuters)", "caption", "(Ann Lee/Reuters)"),
        ("UPDATE 11:10 A.M. The mayor has left the bridge, her office said.", "note", "UPDATE 11:10 A.M."),
        ("UPDATE: The mayor has died in hospital, her office said on Monday, after a fall.", "label", "UPDATE:"),
        ("The mayor will speak again on Monday. The Post's Ann Lee, Bo Chen and Cy Diaz contributed to this report.", "credit", "The Post's Ann Lee, Bo Chen and Cy Diaz contributed to this report."),
        ("Story highlights The mayor opened the bridge on Monday.", "label", "Story highlights"),
    ],
)  # fmt: skip
def test_a_part_of_a_paragraph_has_a_role_of_its_own(paragraph: str, role: str, part: str) -> None:
    parts = find_parts(paragraph)
    assert (role, part) in parts
    assert [found for found, _ in parts if found != role] == ["body"]


@pytest.mark.parametrize(
    ("paragraph", "role"),
    [
        ("March 3, 2026 2:00 PM GMT Updated 3 hours ago", "note"),
        ("5 years ago", "note"),
        ("Updated at 1:35 p.m. ET", "note"),
        ("—Updated at 11:23 a.m.", "note"),
        ("UPDATE 2: Adds mayor's comment, background.", "note"),
        ("Editor's note: An earlier version of this story misspelt the mayor's name.", "note"),
        ("Share Tweet Email Print", "promotion"),
        ("SHARE THIS ARTICLE Share Tweet Post Email", "promotion"),
        ("By signing up, you agree to our privacy policy and to receive the odd letter.", "promotion"),
        ("Our journalism depends on you: chip in $5 a month, or whatever you can.", "promotion"),
        ("Listen to our podcast on Apple Podcasts, or wherever you get your podcasts.", "promotion"),
        ("The mayor is helped ashore. Hide Caption 3 of 11 Photos: The day the bridge opened", "caption"),
        ("Enlarge this image toggle caption Ann Lee/AP Ann Lee/AP", "caption"),
        ("The opinions expressed in this commentary are solely those of the author.", "legal"),
        ("This work is licensed under a Creative Commons Attribution 4.0 licence.", "legal"),
        ("Copyright 2026 The Post. This material may not be published or broadcast.", "legal"),
        ("Follow Ann Lee on Twitter @annlee", "bio"),
        ("SPECIAL COVERAGE: Ten bridges that fell", "link"),
        ("[New today at the Post: the mayor on bridges]", "note"),
        ("This article tagged under: Bridges", "note"),
        ("This piece does not necessarily represent the views of the Post.", "legal"),
        ("We use necessary cookies to make our site work. We would like to set optional cookies too.", "legal"),
        ("Bo Chen reported from Marl; Ann Lee and Cy Diaz reported and wrote from Veldra.", "credit"),
        ("We'll keep an eye on the bridge as the day goes on and update this post with the news.", "note"),
        ("Note: We've updated the headline on this post for the sake of clarity.", "note"),
        ("Wash. 20% 30 40 50 Mont. 60 70 N.D. Minn. 80 Ore. N.H. 12 Mass. 14 Idaho Wis. 16 S.D. 18 N.Y. 22", "caption"),
        ("7 View comments", "promotion"),
        ("(Image credit: Bo Chen)", "credit"),
        ("Estimated reading time: 3 minutes", "note"),
        ("Your browser does not support the video tag.", "note"),
        ("We earn a commission if you buy through our links.", "legal"),
        ("This story was produced by the Tern Newsroom, a nonprofit news organization.", "credit"),
        ("Get email notifications on Ann Lee daily!", "promotion"),
        ("Copyright 2026 Radio Tern. To see more, visit https://radiotern.example.", "legal"),
        ("Appeared in the February 11, 2026, print edition as 'Bridge Nears Its Last Day.'", "note"),
        ("Thanks for reading Tern Letter! Subscribe for free to receive new posts.", "promotion"),
        ("Image copyright Bo Chen Image caption The bridge in the snow", "caption"),
        # and what is body, though it looks like one of these
        ("Three hours ago she was still on the bridge.", "body"),
        ("The mayor said on March 3, 2026 that the bridge was safe.", "body"),
        ("She asked the town to share the cost, print the bill and post it to the county.", "body"),
        ("He follows the mayor on Twitter, he said.", "body"),
        ("That was the message the president of the council gave to the editor of the Post on Monday.", "body"),
        ("Opinions expressed in the hall were divided.", "body"),
        ("Ann Lee is a senior reporter at the Post who testified on Monday that the mayor had rung her.", "body"),
        ("Subscribe to the theory or not, the ice is going, Lund said.", "body"),
        ("Most read nothing at all, a survey of ministers found.", "body"),
        ("Terms of use of the bridge will hang at the gate, the city said.", "body"),
        ("All rights reserved for the crown were sold in 1911, according to the deed.", "body"),
        ("More: that is what the union wants, and it said so on Monday.", "body"),
        ("Correction: that is the word the mayor used nine times on Monday of her cuts.", "body"),
        ("Image: “We are the quiet county,” the slogan says; the mayor hates it.", "body"),
        ("She can be reached only by boat, so the doctor visits twice a year.", "body"),
        ("Readers are asked to log in to continue reading after the third article, the memo says.", "body"),
        # and what is none, though somebody says something
        ("Correction: An earlier version of this story said that the bridge was built in 1911.", "note"),
        ("Subscribe to our letter to hear what the mayor said.", "promotion"),
        ("She can be reached at ann@post.example.", "bio"),
        ("The bridge and its keeper were at rest on Monday, the Veldra Press reported from Marl.", "body"),
        ("The town spent 40 crowns on paint, 20 on nails and 15 on a new bell for the 300 year old bridge.", "body"),
    ],
)
def test_a_paragraph_that_is_clutter_has_one_role(paragraph: str, role: str) -> None:
    assert find_parts(paragraph) == [(role, paragraph)]


def test_life_of_the_author_is_no_news_and_that_of_others_is() -> None:
    about = "Ann Lee is a reporter for the Post. She has won two prizes."
    assert segment(HEADLINE, PROSE, MORE, about, byline=("Ann Lee",))[-1][0] == "bio"
    other = "Bo Chen is the engineer who drew the bridge, and a professor in Veldra."
    assert segment(HEADLINE, PROSE, MORE, other, byline=("Ann Lee",))[-1][0] == "body"


def test_life_of_somebody_the_article_is_about_is_news() -> None:
    life = "Ines Moll was born in 1934 and was a columnist for the parish paper for thirty years."
    assert segment("Potter dies at 91", "Ines Moll, the potter, died on Sunday.", life, PROSE)[2][0] == "body"
    writer = "Ines Moll is a columnist for the parish paper."
    assert segment(HEADLINE, PROSE, MORE, writer)[-1][0] == "bio"


def test_life_that_ends_a_column_is_its_writers_whatever_the_trade() -> None:
    life = "Una Forde is a retired judge. She lives in Bere."
    assert segment("OPINION: Why the bridge will fall", PROSE, MORE, life)[-1][0] == "bio"
    assert segment("Why the bridge will fall", "I cross it daily.", "I shall miss it.", MORE, life)[-1][0] == "bio"
    assert segment(HEADLINE, PROSE, MORE, life)[-1][0] == "body"
    assert segment("OPINION: Why the bridge will fall", PROSE, life, MORE)[-2][0] == "body"


def test_lives_in_a_round_of_writers_are_no_news() -> None:
    names = ("Ann Lee", "Bo Chen", "Cy Diaz", "Dot Winter")
    round_ = [text for name in names for text in (PROSE, f"{name} is a fellow at the institute of bridges.")]
    assert [role for role, _ in segment(HEADLINE, *round_, MORE)].count("bio") == len(names)
    assert "bio" not in [role for role, _ in segment(HEADLINE, *round_[:4], *[MORE] * 7)]


def test_life_of_an_author_of_any_trade_is_no_news() -> None:
    life = "Una Forde is a former member of the council of Bere."
    assert segment(HEADLINE, PROSE, MORE, life, byline=("Una Forde",))[-1][0] == "bio"
    assert segment(HEADLINE, PROSE, MORE, life)[-1][0] == "body"


def test_label_before_a_headline_is_no_part_of_it() -> None:
    assert segment("OPINION: Why the bridge will fall", PROSE)[:2] == [
        ("label", "OPINION:"),
        ("headline", "Why the bridge will fall"),
    ]
    assert segment("Mayor: bridge will stand", PROSE)[0] == ("headline", "Mayor: bridge will stand")


def test_titles_after_read_more_are_links_until_prose_goes_on() -> None:
    found = segment(HEADLINE, PROSE, "READ MORE:", "Ten bridges that fell", "Ferry runs again", MORE)
    assert [role for role, _ in found] == ["headline", "body", "promotion", "link", "link", "body"]


def test_title_that_stands_twice_is_no_text() -> None:
    found = segment(HEADLINE, "Ten bridges fall in a day", PROSE, "Ten bridges fall in a day", MORE)
    assert [role for role, _ in found] == ["headline", "link", "body", "link", "body"]
    divided = segment(HEADLINE, PROSE, "* * *", MORE, "* * *", PROSE.replace("Monday", "Tuesday"))
    assert [role for role, _ in divided] == ["headline", "body", "subhead", "body", "subhead", "body"]


def test_post_keeps_its_writer_and_network() -> None:
    post = "The council has stolen our dyke money. pic.twitter.com/a1 — Ole Lund (@olelund) May 3, 2019"
    text = PARAGRAPH_BREAK.join([HEADLINE, PROSE, post, MORE])
    (found,) = [one for one in segment_article(text, True, SEEDS) if one.role is Role.EMBED]
    assert (text[found.start : found.end], found.post_author, found.post_network) == (post, "Ole Lund", "X")


def test_a_post_whose_last_line_stands_alone_is_whole() -> None:
    roles = [
        role for role, _ in segment(HEADLINE, PROSE, "They stole our money.", "— Ole Lund (@olelund) May 3, 2019", MORE)
    ]
    assert roles == ["headline", "body", "embed", "credit", "body"]


def test_marks_of_the_page_go_before_form() -> None:
    text = PARAGRAPH_BREAK.join([HEADLINE, PROSE, MORE])
    marks = (Mark(1, Role.BOX), Mark(2, None, 4, "14:32", "Ann Lee"))
    _, box, entry = segment_article(text, True, SEEDS, marks=marks)
    assert box.role is Role.BOX
    assert (entry.role, entry.entry_no, entry.entry_at, entry.entry_author) == (Role.BODY, 4, "14:32", "Ann Lee")


pieces = st.sampled_from([PROSE, MORE, f"Ada Holm {LINKS} said so.", "A (RELATED: B) c.", "(RELATED: B)", "NAIROBI (AP) — Rain fell.", "Go. — Ole (@ole) May 3, 2019", ". (RELATED: x) .", "“", "OPINION: x"])  # fmt: skip


@given(
    st.lists(st.one_of(pieces, st.text("aB .,(@)—:“”[]=/", min_size=1, max_size=40)), min_size=1, max_size=6),
    st.booleans(),
)
def test_no_character_is_lost_and_segments_do_not_overlap(parts: list[str], has_headline: bool) -> None:
    paragraphs = [clean for part in parts if (clean := " ".join(part.split()))] or [PROSE]
    text = PARAGRAPH_BREAK.join(paragraphs)
    segments = segment_article(text, has_headline, SEEDS)
    assert "".join("".join(text[s.start : s.end].split()) for s in segments) == "".join(text.split())
    assert all(s.start < s.end and text[s.start : s.end].strip() == text[s.start : s.end] for s in segments)
    assert all(a.end <= b.start for a, b in pairwise(segments))
    check_reading(text, segments)


def check_reading(text: str, segments: list[Segment]) -> None:
    reading = make_reading(text, segments)
    gone = sum(end - start for start, end in reading.cuts)
    assert len(reading.text) == len(text) - gone
    assert all(reading.text[s.start : s.end].strip() for s in reading.segments)


def test_long_paragraphs_are_read_in_linear_time() -> None:
    def measure(size: int) -> float:
        text = PARAGRAPH_BREAK.join([HEADLINE, "“a” (RELATED: b [c McDonald MORE = @ — pic. Follow " * size, MORE])
        started = time.perf_counter()
        segment_article(text, True, SEEDS)
        return time.perf_counter() - started

    measure(10)
    assert measure(4000) < 40 * max(measure(400), 0.01)
