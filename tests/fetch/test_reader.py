"""Files of fetched rows, and saved feeds: a damaged one says so, none reads another file."""

import gzip
import json
from pathlib import Path

from flows.readers import read_inputs
from transforms.records import RawArticle, Reject

ROW = {
    "key": "https://post.example/a", "url": "https://post.example/a", "outlet": None, "published_at": None,
    "headline": "Lock closes", "byline": ["By Ann Lee"], "stamp": "2026-01-05", "feed": "https://post.example/rss",
    "problem": None, "fetched_at": "2026-01-05T10:00:00+00:00", "is_whole": True, "page": "",
    "content": "<p>The old lock at Lanter will close on Monday, the harbour board said after a long meeting.</p>",
}  # fmt: skip


def write(folder: Path, *rows: object) -> Path:
    path = folder / "a.fetched.gz"
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    return path


def test_an_entry_without_a_page_is_an_article_with_what_the_feed_says(tmp_path: Path) -> None:
    (article,) = read_inputs([write(tmp_path, ROW)])
    assert isinstance(article, RawArticle)
    assert (article.headline, article.byline, article.published_at) == ("Lock closes", ("Ann Lee",), "2026-01-05")


def test_a_page_without_an_article_gives_way_to_the_whole_text_of_the_feed(tmp_path: Path) -> None:
    wall = "<html><body><p>Please accept cookies.</p></body></html>"
    first, second = read_inputs([write(tmp_path, ROW | {"page": wall}, ROW | {"page": wall, "is_whole": False})])
    assert isinstance(first, RawArticle)
    assert isinstance(second, Reject)
    assert second.reason == "no_article"


def test_rows_that_fetch_did_not_write_end_the_file_and_no_more(tmp_path: Path) -> None:
    found = list(read_inputs([write(tmp_path, ROW, {"text": "x"}, ROW)]))
    assert isinstance(found[0], RawArticle)
    assert [r.reason for r in found[1:] if isinstance(r, Reject)] == ["broken_row"]


def test_a_saved_feed_that_holds_the_name_of_a_file_does_not_read_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(
        "<rss version='2.0'><channel><item><description>hidden words</description></item></channel></rss>"
    )
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "a.rss").write_text(str(secret))
    found = list(read_inputs([tmp_path / "feeds"]))
    assert "hidden words" not in repr(found)
    assert [r.reason for r in found if isinstance(r, Reject)] == ["broken_feed"]
