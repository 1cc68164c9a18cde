"""What goes over a limit of a feed is cut, and the round's report says which limit and its number."""

from __future__ import annotations

import json
from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest

from flows.fetch import parse
from flows.fetch.http import Response

BASE = "https://post.example/feed"


def make_json(texts: list[str]) -> bytes:
    items = [{"id": str(n), "url": f"https://post.example/{n}", "content_text": text} for n, text in enumerate(texts)]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()


def make_rss(texts: list[str]) -> bytes:
    items = (
        f"<item><guid>{n}</guid><link>https://post.example/{n}</link><description>{escape(text)}</description></item>"
        for n, text in enumerate(texts)
    )
    return f"<rss version='2.0'><channel><title>Post</title>{''.join(items)}</channel></rss>".encode()


@pytest.mark.parametrize("make", [make_json, make_rss])
def test_what_is_cut_of_a_feed_is_told_with_the_limit(
    make: Callable[[list[str]], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parse, "MAX_ENTRIES", 3)
    monkeypatch.setattr(parse, "_MAX_CONTENT", 10)
    whole = parse.parse_listing(Response(BASE, 200, {}, make(["short", "short", "ten signs."])))
    assert (len(whole.entries), whole.problems) == (3, [])
    cut = parse.parse_listing(Response(BASE, 200, {}, make(["short", "more than ten", "short", "short"])))
    assert [len(entry.content) for entry in cut.entries] == [5, 10, 5]
    assert cut.problems == [
        "it has 4 entries; the first 3 are looked at",
        "entry 1: its text is cut behind 10 characters",
    ]
