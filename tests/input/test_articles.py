"""Raw articles to articles: text, headline, date, language, id, rejects."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.articles import MAX_TEXT_CHARS, DuplicateFilter, make_article, split_byline
from transforms.ids import hash_text
from transforms.reasons import Reason
from transforms.records import Article, RawArticle, Reject

TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BODY = "The mayor of Veldra opened the bridge on Monday and said that it would stand for a hundred years."
FILE = f"Mayor opens bridge\n\n{BODY}\n\n“It is safe,” she said.\n"


def make(raw: RawArticle) -> tuple[Article | None, tuple[Reject, ...]]:
    return make_article(raw, today=TODAY, ingested_at=NOW)


def make_good(raw: RawArticle) -> Article:
    article, rejects = make(raw)
    assert rejects == ()
    assert article is not None
    return article


def make_bad(raw: RawArticle) -> Reject:
    article, (reject,) = make(raw)
    assert article is None
    return reject


def test_a_plain_text_begins_with_its_headline() -> None:
    article = make_good(RawArticle("in/a.txt", FILE, headline_in_text=True, outlet=" The  Post ", byline=("Ann Lee",)))
    assert article.headline == "Mayor opens bridge"
    assert article.text == f"Mayor opens bridge\n\n{BODY}\n\n“It is safe,” she said."
    assert article.content_sha256 == hash_text(article.text)
    assert article.word_count == len(FILE.split())
    assert (article.outlet, article.byline, article.language) == ("The Post", ("Ann Lee",), "en")
    assert (article.published_at, article.published_date, article.ingested_at) == (None, None, NOW)
    assert article.source_uri == "in/a.txt"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=300))
def test_plain_text_keeps_every_non_blank_character(tail: str) -> None:
    text = FILE + tail
    article = make_good(RawArticle("a.txt", text, headline_in_text=True))
    assert "".join(article.text.split()) == "".join(text.split())
    assert article.headline is not None
    assert article.text.startswith(article.headline)


def test_headline_given_apart_is_put_first() -> None:
    article = make_good(RawArticle("a.jsonl", BODY, headline="Bridge\n opens"))
    assert article.text == f"Bridge opens\n\n{BODY}"
    assert article.headline == "Bridge opens"


@pytest.mark.parametrize("first_line", ["Bridge ‘opens’", "BRIDGE 'OPENS'", "  Bridge “opens”\t"])
def test_headline_that_the_text_repeats_is_not_doubled(first_line: str) -> None:
    article = make_good(RawArticle("a.jsonl", f"{first_line}\n{BODY}", headline="Bridge ‘opens’"))
    assert article.headline == first_line.strip()
    assert article.text == f"{first_line.strip()}\n\n{BODY}"


def test_text_that_only_begins_like_the_headline_keeps_its_sentence() -> None:
    article = make_good(RawArticle("a.jsonl", BODY, headline="The mayor of Veldra"))
    assert article.text == f"The mayor of Veldra\n\n{BODY}"


def test_a_long_first_sentence_is_a_paragraph() -> None:
    sentence = "The mayor of Veldra opened the bridge on Monday and said that " + "it would stand for years, and " * 3
    for first, headline in (
        (f"{sentence}stay.", None),
        (f"{sentence}stay", f"{sentence}stay"),
        (f"“{sentence}.”", None),
    ):
        assert make_good(RawArticle("a.txt", f"{first}\n\n{BODY}", headline_in_text=True)).headline == headline
    assert make_good(RawArticle("a.txt", f"{BODY}\n\n{BODY}x", headline_in_text=True)).headline == BODY


def test_an_article_may_have_no_headline() -> None:
    article = make_good(RawArticle("a.jsonl", BODY))
    assert article.headline is None
    assert article.text == BODY


def test_long_first_line_is_no_headline() -> None:
    article = make_good(RawArticle("a.txt", f"{BODY * 4}\n\n{BODY}", headline_in_text=True))
    assert article.headline is None
    assert article.text.startswith(BODY * 4)


def test_address_on_the_first_line_is_the_url() -> None:
    article = make_good(RawArticle("a.txt", f"https://post.example/a1\n\n{BODY}", headline_in_text=True))
    assert (article.headline, article.url) == (None, "https://post.example/a1")
    assert article.text == f"https://post.example/a1\n\n{BODY}"


def test_byte_order_mark_is_dropped_and_zero_width_signs_stay() -> None:
    article = make_good(RawArticle("a.txt", f"\ufeffMayor\u200b\n\n{BODY}\x07", headline_in_text=True))
    assert article.text == f"Mayor\u200b\n\n{BODY}\x07"


def test_id_depends_on_outlet_id_url_and_text_only() -> None:
    raw = RawArticle("a.txt", BODY, outlet="Post", id="1", url="https://post.example/1")
    article_id = make_good(raw).article_id
    for same in (
        replace(raw, source_uri="b.txt", location="line 4"),
        replace(raw, published_at="2026-01-01"),
        replace(raw, byline=("Ann Lee",)),
        replace(raw, url=None),
        replace(raw, text=f"\r\n{BODY}  "),
    ):
        assert make_good(same).article_id == article_id
    for other in (
        replace(raw, outlet="Ledger"),
        replace(raw, id="2"),
        replace(raw, id=None),
        replace(raw, text=BODY + " More."),
    ):
        assert make_good(other).article_id != article_id


def test_a_date_is_that_of_utc() -> None:
    article = make_good(RawArticle("a.txt", BODY, published_at="2026-02-28T23:30:00-05:00"))
    assert article.published_at == datetime(2026, 3, 1, 4, 30, tzinfo=UTC)
    assert article.published_date == date(2026, 3, 1)


@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_missing_date_is_no_fault(value: str | None) -> None:
    assert make_good(RawArticle("a.txt", BODY, published_at=value)).published_at is None


@pytest.mark.parametrize("value", ["2026-02-30", "soon", "2026-03-03", datetime(2999, 1, 1, tzinfo=UTC)])
def test_impossible_or_future_date_costs_the_date_only(value: str | datetime) -> None:
    article, (reject,) = make(RawArticle("a.jsonl", BODY, published_at=value, location="line 3"))
    assert article is not None
    assert (article.published_at, article.published_date) == (None, None)
    assert reject.source_uri == "a.jsonl"
    assert reject.reason == Reason.BAD_DATE
    assert reject.detail.startswith("line 3: published_at")
    assert str(value) in reject.detail


def test_tomorrow_is_not_the_future() -> None:
    article = make_good(RawArticle("a.txt", BODY, published_at=TODAY + timedelta(days=1)))
    assert article.published_date == TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "reason", "words"),
    [
        ("", Reason.EMPTY, "no text"),
        (" \n\u2028\xa0 ", Reason.EMPTY, "no text"),
        ("The mayor\x00said", Reason.BINARY, "character 9"),
        ("The mayor\ud800said", Reason.NOT_UTF8, "character 9"),
        ("a " * MAX_TEXT_CHARS, Reason.TOO_LARGE, "40,000,000 characters"),
        ("Yes 1 2 3 4", Reason.TOO_SHORT, "1 words"),
        ("Der Minister sagte am Montag, die Regierung werde das Gesetz vorlegen.", Reason.LANGUAGE, "German"),
    ],
)
def test_unusable_text_is_rejected_with_its_reason(text: str, reason: Reason, words: str) -> None:
    reject = make_bad(RawArticle("a.txt", text, location="line 2"))
    assert (reject.source_uri, reject.reason) == ("a.txt", reason)
    assert reject.detail.startswith("line 2: ")
    assert words in reject.detail


def test_duplicate_names_where_the_article_was_first_read() -> None:
    seen = DuplicateFilter()
    raw = RawArticle("a.jsonl", BODY, location="line 1")
    assert seen.find_duplicate(make_good(raw), "line 1") is None
    assert seen.find_duplicate(make_good(replace(raw, outlet="Post")), "line 2") is None
    reject = seen.find_duplicate(make_good(replace(raw, source_uri="b.txt")))
    assert reject is not None
    assert (reject.source_uri, reject.reason) == ("b.txt", Reason.DUPLICATE)
    assert "a.jsonl, line 1" in reject.detail


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("By Ann Lee", ("Ann Lee",)),
        ("Ann Lee, Bo Chen and Cy Diaz", ("Ann Lee", "Bo Chen", "Cy Diaz")),
        ("Ann Lee; Bo Chen & Cy Diaz", ("Ann Lee", "Bo Chen", "Cy Diaz")),
        ("Bo Chen, Jr. and Ann Lee", ("Bo Chen, Jr.", "Ann Lee")),
        ("Andy Sandler", ("Andy Sandler",)),
        ("", ()),
    ],
)
def test_byline_is_split_into_names(value: str, names: tuple[str, ...]) -> None:
    assert split_byline(value) == names
