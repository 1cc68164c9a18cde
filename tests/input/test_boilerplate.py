"""Paragraphs that return in an outlet's unrelated articles."""

from __future__ import annotations

import itertools
import random

from tests.input.pages import write_story
from transforms.boilerplate import Repetitions, paragraph_key
from transforms.paragraphs import PARAGRAPH_BREAK

NOTICE = "The Dornby Echo has been brought to the valley by the same family since 1911, and prints on paper from its own mill."
COMMENT = "The ministry did not answer a request for comment."


def write_articles(count: int, *added: str) -> list[tuple[str, str, str]]:
    """Return id, outlet and text of articles about different people and places, each with some paragraphs added."""
    articles = []
    for number in range(count):
        names = [f"{a}{b}" for a in ("Bel", "Cor", "Dun", "Esk", "Fal") for b in ("by", "na", "wick")]
        own = random.Random(number).sample([f"{name}{chr(97 + number)}" for name in names], 6)
        prose = [
            f"In the town of {one} the mayor met {other} on a day in May." for one, other in itertools.pairwise(own)
        ]
        articles.append((f"a{number}", "Echo", PARAGRAPH_BREAK.join([*prose, *added])))
    return articles


def find(articles: list[tuple[str, str, str]]) -> dict[str | None, frozenset[int]]:
    repetitions = Repetitions()
    for article in articles:
        repetitions.count(*article)
    wanted = repetitions.close()
    for article in articles:
        if article[0] in wanted:
            repetitions.look(*article)
    return repetitions.find()


def test_notice_in_unrelated_articles_is_found_whatever_their_order() -> None:
    articles = write_articles(20, NOTICE)
    assert find(articles) == find(articles[::-1]) == {"Echo": frozenset({paragraph_key(NOTICE)})}


def test_figures_and_marks_do_not_tell_two_notices_apart() -> None:
    assert paragraph_key("Copyright 2019, The Echo.") == paragraph_key("copyright 2020 the echo")
    assert paragraph_key("Copyright 2019, The Echo.") != paragraph_key("Copyright 2019, The Mercury.")


def test_background_that_articles_about_one_matter_share_is_none() -> None:
    story = write_story(3)
    text = PARAGRAPH_BREAK.join(
        [
            *story.paragraphs,
            "The bridge at Belsund was built in 1911 by Hob Farlow, who never saw it finished in his life.",
        ]
    )
    assert find([(f"a{number}", "Echo", f"Part {number} of the tale\n\n{text}") for number in range(6)]) == {}


def test_paragraph_of_another_outlet_does_not_count() -> None:
    articles = [
        (article_id, f"Outlet {n % 10}", text) for n, (article_id, _, text) in enumerate(write_articles(20, NOTICE))
    ]
    assert find(articles) == {}


def test_short_sentence_that_returns_now_and_then_is_news_each_time() -> None:
    assert find([*write_articles(97), *((f"b{i}", o, t) for i, o, t in write_articles(3, COMMENT))]) == {}


def test_what_is_quoted_is_never_taken_for_a_notice() -> None:
    assert (
        find(
            write_articles(
                20, "“We will mend the bridge before the winter comes,” the mayor of the town said once more."
            )
        )
        == {}
    )
