"""Fetching from a server that misbehaves: what is good arrives, what is not is named, nothing is lost."""

from __future__ import annotations

import gzip
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from flows.fetch.http import Limits
from flows.fetch.round import FetchOptions, FetchReport, fetch_sources
from flows.fetch.sources import Source
from flows.readers import read_inputs
from flows.storage import OutputError
from tests.fetch.server import (
    Handler,
    Reply,
    Server,
    cut,
    drip,
    fail_first,
    hang_up,
    pack,
    pour,
    redirect,
    send,
    send_if_changed,
    serve,
    talk_nonsense,
)
from transforms.records import RawArticle, Reject

BODY = (
    "The harbour board of Lanter will close the old lock on Monday, its chair Ida Kern said after a long meeting. "
    "“Nobody has looked at those gates since my father did,” she told the members, of whom eleven had come. "
    "The repair is to take six weeks and to cost two million crowns, twice what was set aside last year."
)


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as server:
        yield server


def page(number: int | str, text: str = BODY) -> str:
    paragraphs = "".join(f"<p>{text} Notice {number}.</p>" for _ in range(2))
    return (
        f"<!doctype html><html><head><title>Lock {number} closes</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Lock {number} closes for six weeks</h1>{paragraphs}</article></body></html>"
    )


def item(server: Server, path: str, extra: str = "") -> str:
    return (
        f"<item><title>Item {path}</title><link>{server.address(path)}</link><guid>{path}</guid>"
        f"<pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate>{extra}</item>"
    )


def rss(*items: str) -> str:
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Feed</title>{''.join(items)}</channel></rss>"


def fetch(server: Server, folder: Path, *paths: str, **known: object) -> FetchReport:
    limits = Limits(seconds=1.5, connect_seconds=1, bytes=300_000, allowed=frozenset({server.place}))
    sources = [Source(server.address(path), "Lanter Post") for path in paths or ("/feed",)]
    return fetch_sources(sources, folder, FetchOptions(**{"limits": limits, "delay": 0, **known}))


def read(folder: Path) -> tuple[list[RawArticle], list[Reject]]:
    found = list(read_inputs([folder])) if any(folder.glob("*/*")) else []
    return [i for i in found if isinstance(i, RawArticle)], [i for i in found if isinstance(i, Reject)]


def age(folder: Path, seconds: float) -> None:
    """Let time pass for what is known of feeds and pages."""
    with sqlite3.connect(folder / ".fetch" / "state.sqlite") as db:
        db.execute("UPDATE pages SET not_before = not_before - ?, settled_at = settled_at - ?", [seconds, seconds])
        db.execute("UPDATE feeds SET not_before = not_before - ?", [seconds])


def test_new_articles_of_a_feed_become_rows_with_page_outlet_and_time(server: Server, tmp_path: Path) -> None:
    server.pages |= {"/a": send(page(1)), "/feed": send(rss(item(server, "/a?utm_source=rss")))}
    server.pages["/a?utm_source=rss"] = server.pages["/a"]
    report = fetch(server, tmp_path)
    assert report.is_good
    (article,), rejects = read(tmp_path)
    assert not rejects
    assert article.url == server.address("/a")
    assert article.outlet == "Lanter Post"
    assert str(article.published_at) == "Mon, 05 Jan 2026 10:00:00 GMT"
    assert article.headline == "Lock 1 closes for six weeks"
    assert "Ida Kern" in article.text
    assert "Home" not in article.text


def test_a_second_round_takes_nothing_twice(server: Server, tmp_path: Path) -> None:
    server.pages |= {"/a": send(page(1)), "/feed": send(rss(item(server, "/a")))}
    fetch(server, tmp_path)
    again = fetch(server, tmp_path)
    assert not again.files
    assert server.asked["/a"] == 1
    assert len(read(tmp_path)[0]) == 1


Prepare = Callable[[Server], None]


def bad_page(reply: Reply) -> Prepare:
    return lambda server: server.pages.update({"/bad": reply})


def bad_feed(reply: Reply) -> Prepare:
    return lambda server: server.pages.update({"/bad-feed": reply})


def redirect_page(to: str) -> Prepare:
    return lambda server: server.pages.update(
        {"/bad": lambda handler: redirect(to.replace("PORT", str(server.server_port)))(handler)}
    )


BOMB = send(gzip.compress(b"<p>" + b"x" * 5_000_000), Content_Encoding="gzip")
ENTITIES = (
    "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
    + "]><rss version='2.0'><channel><item><title>&j;</title></item></channel></rss>"
)
OUTSIDE = (
    "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel>"
    "<item><title>x</title><guid>g</guid><description>&x; root:x: was not read</description></item></channel></rss>"
)

MISBEHAVIOURS: dict[str, tuple[Prepare, str]] = {
    "a page that drips": (bad_page(drip), "took more than 1.5 seconds"),
    "a page without end": (bad_page(pour), "larger than 300,000 bytes"),
    "a page that is not there": (bad_page(send("gone", status=404)), "status 404"),
    "a page that is forbidden": (bad_page(send("no", status=403)), "status 403"),
    "a page that always fails": (bad_page(send("no", status=503)), "status 503; it will be tried again"),
    "a page that wants us to come later": (
        bad_page(send("slow", status=429, Retry_After="3600")),
        "status 429; it will be tried again",
    ),
    "a page that is cut off": (bad_page(cut(page(2))), "no whole answer"),
    "a page that is packed and small": (bad_page(BOMB), "larger than 300,000 bytes"),
    "a page packed in an unknown way": (bad_page(send("x", Content_Encoding="br")), "packed as 'br'"),
    "a page whose packing is damaged": (bad_page(send("no gzip", Content_Encoding="gzip")), "no whole answer"),
    "a film": (bad_page(send(b"\0" * 1000, "video/mp4")), "video/mp4, no web page"),
    "a server that hangs up": (bad_page(hang_up), "no whole answer"),
    "a server that talks nonsense": (bad_page(talk_nonsense), "no whole answer"),
    "a circle of redirects": (redirect_page("/bad"), "redirects in a circle"),
    "endless redirects": (
        lambda server: server.pages.update(
            {"/bad": redirect("/r0")} | {f"/r{n}": redirect(f"/r{n + 1}") for n in range(20)}
        ),
        "redirects more than 5 times",
    ),
    "a redirect to this machine": (redirect_page("http://127.0.0.1:1/x"), "no public address"),
    "a redirect to this machine by name": (redirect_page("http://localhost:PORT/a0"), "no public address"),
    "a redirect to this machine by number": (redirect_page("http://2130706433:1/"), "no public address"),
    "a redirect to this machine in IPv6": (redirect_page("http://[::ffff:127.0.0.1]:1/"), "no public address"),
    "a redirect to the cloud's own data": (redirect_page("http://169.254.169.254/latest"), "no public address"),
    "a redirect to a private network": (redirect_page("http://10.0.0.1/"), "no public address"),
    "a redirect to a file": (redirect_page("file:///etc/passwd"), "only http and https"),
    "a redirect with a password": (redirect_page("http://a:b@127.0.0.1:PORT/a0"), "user name or password"),
    "a redirect to nowhere": (redirect_page(""), "redirects in a circle"),
    "a feed that is not there": (bad_feed(send("", status=404)), "status 404"),
    "a feed that fails": (bad_feed(send("", status=500)), "status 500"),
    "a feed that drips": (bad_feed(drip), "took more than 1.5 seconds"),
    "a feed without end": (bad_feed(pour), "larger than 300,000 bytes"),
    "a feed that is a page": (bad_feed(send(page(1))), "it is a web page"),
    "a feed that names a local file": (bad_feed(send("/etc/passwd")), "neither a feed nor a sitemap"),
    "a feed that is other JSON": (bad_feed(send('{"a": 1}')), "no JSON feed"),
    "a feed that is broken JSON": (bad_feed(send('{"version": "https://jsonfeed')), "begins like JSON"),
    "a feed that is deep JSON": (bad_feed(send('{"a":' * 50_000)), "begins like JSON"),
    "an empty feed": (bad_feed(send("  ")), "the answer is empty"),
    "a bomb of entities": (bad_feed(send(ENTITIES, "application/rss+xml")), "broken"),
    "a sitemap that is damaged": (bad_feed(send(b"\x1f\x8b\x08 damaged", "application/gzip")), "damaged"),
}


@pytest.mark.parametrize("kind", MISBEHAVIOURS)
def test_what_misbehaves_is_named_and_costs_nothing_else(server: Server, tmp_path: Path, kind: str) -> None:
    prepare, problem = MISBEHAVIOURS[kind]
    good = [f"/a{number}" for number in range(3)]
    server.pages |= {path: send(page(path)) for path in good}
    paths = [good[0], "/bad", *good[1:]]
    server.pages["/feed"] = send(rss(*(item(server, path) for path in paths)))
    prepare(server)
    started = time.monotonic()
    report = fetch(server, tmp_path, "/feed", "/bad-feed")
    assert time.monotonic() - started < 20
    articles, rejects = read(tmp_path)
    assert sorted(str(a.url) for a in articles) == [server.address(path) for path in good]
    assert any(problem in told for told in report.problems), report.problems
    if "feed" not in kind and "sitemap" not in kind and "bomb" not in kind:
        # tried again, or a reject of each run from now on: not forgotten
        named = [r.reason for r in rejects if server.address("/bad") in r.detail]
        assert (report.waiting, named) in [(1, []), (0, ["not_fetched"])]


def test_a_page_that_fails_for_a_moment_is_got_in_the_same_round(server: Server, tmp_path: Path) -> None:
    server.pages |= {
        "/a": fail_first(2, send(page(1))),
        "/b": fail_first(1, send(page(2)), status=429, Retry_After="0"),
        "/feed": fail_first(1, send(rss(item(server, "/a"), item(server, "/b")))),
    }
    report = fetch(server, tmp_path)
    assert not report.problems
    assert len(read(tmp_path)[0]) == 2


def test_a_page_that_fails_longer_is_got_in_a_later_round_though_the_feed_dropped_it(
    server: Server, tmp_path: Path
) -> None:
    server.pages |= {"/a": fail_first(3, send(page(1))), "/feed": send(rss(item(server, "/a")))}
    assert fetch(server, tmp_path).waiting == 1
    server.pages["/feed"] = send(rss())
    assert fetch(server, tmp_path).waiting == 1  # its time has not come
    age(tmp_path, 1000)
    assert fetch(server, tmp_path).waiting == 0
    assert len(read(tmp_path)[0]) == 1


def test_a_page_that_never_comes_is_a_reject_with_its_problem_in_the_end(server: Server, tmp_path: Path) -> None:
    server.pages |= {"/a": send("", status=500), "/b": send("", status=410)}
    server.pages["/feed"] = send(rss(item(server, "/a"), item(server, "/b")))
    for _ in range(6):
        fetch(server, tmp_path)
        age(tmp_path, 100_000)
    articles, rejects = read(tmp_path)
    assert not articles
    assert [(r.reason, "status 500" in r.detail or "status 410" in r.detail) for r in rejects] == [
        ("not_fetched", True)
    ] * 2
    assert fetch(server, tmp_path).waiting == 0


def test_where_the_page_fails_the_feeds_own_text_serves(server: Server, tmp_path: Path) -> None:
    whole = f"<content:encoded><![CDATA[<p>{BODY}</p><p>{BODY} More.</p>]]></content:encoded>"
    summary = f"<description>{BODY}</description>"
    feed = rss(item(server, "/a", whole), item(server, "/b", summary)).replace(
        "<rss ", "<rss xmlns:content='http://purl.org/rss/1.0/modules/content/' "
    )
    server.pages["/feed"] = send(feed)
    fetch(server, tmp_path)
    articles, rejects = read(tmp_path)
    assert [a.url for a in articles] == [server.address("/a"), server.address("/b")]
    assert "More." in articles[0].text
    assert [(r.reason, "status 404" in r.detail) for r in rejects] == [("partial_text", True)]


def test_a_feed_that_did_not_change_is_not_sent_again(server: Server, tmp_path: Path) -> None:
    server.pages |= {"/a": send(page(1)), "/feed": send_if_changed(rss(item(server, "/a")), '"v1"')}
    fetch(server, tmp_path)
    report = fetch(server, tmp_path)
    assert report.feeds["unchanged"] == 1
    assert ("/feed", '"v1"') in server.conditions


def test_a_broken_feed_is_asked_for_whole_again(server: Server, tmp_path: Path) -> None:
    whole = rss(item(server, "/a"), item(server, "/b"))
    server.pages |= {"/a": send(page(1)), "/b": send(page(2))}
    server.pages["/feed"] = send(whole[: whole.index("<link>", whole.index("/a"))], ETag='"v1"')
    report = fetch(server, tmp_path)
    assert any("broken" in problem for problem in report.problems)
    server.pages["/feed"] = send_if_changed(whole, '"v1"')
    fetch(server, tmp_path)
    assert len(read(tmp_path)[0]) == 2


def test_an_article_that_its_feed_says_has_changed_is_got_again(server: Server, tmp_path: Path) -> None:
    def atom(stamp: str) -> Reply:
        entry = (
            f"<entry><title>t</title><id>a</id><link href='{server.address('/a')}'/><updated>{stamp}</updated></entry>"
        )
        return send(f"<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title>{entry}</feed>", "application/atom+xml")

    server.pages |= {"/a": send(page(1)), "/feed": atom("2026-01-05T10:00:00Z")}
    fetch(server, tmp_path)
    server.pages |= {"/a": send(page("1, corrected")), "/feed": atom("2026-01-05T12:00:00Z")}
    fetch(server, tmp_path)
    assert len(read(tmp_path)[0]) == 1  # not within the hour
    age(tmp_path, 4000)
    fetch(server, tmp_path)
    articles = read(tmp_path)[0]
    assert [a.url for a in articles] == [server.address("/a")] * 2
    assert "corrected" in articles[1].text


def test_ten_thousand_entries_wait_and_are_got_round_by_round(server: Server, tmp_path: Path) -> None:
    server.pages |= {f"/p{n}": send(page(n)) for n in range(10_000)}
    server.pages["/feed"] = send(rss(*(item(server, f"/p{n}") for n in range(10_000))))
    limits = Limits(seconds=20, bytes=20_000_000, allowed=frozenset({server.place}))
    first = fetch(server, tmp_path, limits=limits, max_pages=250)
    assert (first.pages["new"], first.pages["got"], first.waiting) == (10_000, 250, 9750)
    server.pages["/feed"] = send(rss())
    second = fetch(server, tmp_path, limits=limits, max_pages=250)
    assert (second.pages["got"], second.waiting) == (250, 9500)
    rows = [
        json.loads(line) for path in tmp_path.glob("*/*.gz") for line in gzip.decompress(path.read_bytes()).splitlines()
    ]
    assert len({row["key"] for row in rows}) == len(rows) == 500


@pytest.mark.parametrize("sent", ["windows-1252", "iso-8859-1", "utf-8", None])
def test_a_page_in_another_character_set_than_declared_is_read(
    server: Server, tmp_path: Path, sent: str | None
) -> None:
    body = page(1).encode("cp1252")
    server.pages |= {"/a": send(body, f"text/html; charset={sent}" if sent else "text/html")}
    server.pages["/feed"] = send(rss(item(server, "/a")))
    fetch(server, tmp_path)
    assert "“Nobody has looked" in read(tmp_path)[0][0].text


def test_utf8_declared_as_latin_is_read_as_utf8(server: Server, tmp_path: Path) -> None:
    server.pages |= {"/a": send(page(1), "text/html; charset=iso-8859-1"), "/feed": send(rss(item(server, "/a")))}
    fetch(server, tmp_path)
    assert "“Nobody has looked" in read(tmp_path)[0][0].text


def test_packed_pages_and_redirects_to_good_places_are_followed(server: Server, tmp_path: Path) -> None:
    server.pages |= {"/a": pack(page(1)), "/old": redirect("/new", 301), "/new": send(page(2))}
    server.pages["/feed"] = pack(rss(item(server, "/a"), item(server, "/old")), "application/rss+xml")
    assert not fetch(server, tmp_path).problems
    assert [a.url for a in read(tmp_path)[0]] == [server.address("/a"), server.address("/new")]


def test_what_robots_forbid_is_not_asked_for(server: Server, tmp_path: Path) -> None:
    rules = "User-agent: *\nDisallow: /private/*.html$\n\nUser-agent: whosaid\nDisallow: /private/*.html$\nDisallow: /x"
    server.pages |= {"/robots.txt": send(rules, "text/plain"), "/a": send(page(1)), "/private/b.html": send(page(2))}
    server.pages |= {"/x": send(page(3))}
    server.pages["/feed"] = send(rss(item(server, "/private/b.html"), item(server, "/a"), item(server, "/x")))
    report = fetch(server, tmp_path)
    assert sum("robots.txt forbids" in problem for problem in report.problems) == 2
    assert [a.url for a in read(tmp_path)[0]] == [server.address("/a")]
    assert not server.asked["/private/b.html"] + server.asked["/x"]


def test_a_site_whose_robots_cannot_be_had_is_left_alone_for_now(server: Server, tmp_path: Path) -> None:
    server.pages |= {"/robots.txt": send("", status=503), "/a": send(page(1)), "/feed": send(rss(item(server, "/a")))}
    assert fetch(server, tmp_path).waiting == 1
    assert not server.asked["/a"]


def test_a_host_that_fails_again_and_again_is_left_for_the_next_round(server: Server, tmp_path: Path) -> None:
    server.pages |= {f"/p{n}": send("", status=503) for n in range(40)}
    server.pages["/feed"] = send(rss(*(item(server, f"/p{n}") for n in range(40))))
    report = fetch(server, tmp_path)
    assert report.waiting == 40
    assert sum(server.asked[f"/p{n}"] for n in range(40)) == 5 * 3


def test_requests_to_one_host_keep_their_distance(server: Server, tmp_path: Path) -> None:
    times: list[float] = []

    def note(handler: Handler) -> None:
        times.append(time.monotonic())
        send(page(handler.path))(handler)

    server.pages |= {f"/p{n}": note for n in range(4)}
    server.pages["/feed"] = send(rss(*(item(server, f"/p{n}") for n in range(4))))
    fetch(server, tmp_path, delay=0.15)
    assert all(later - earlier >= 0.14 for earlier, later in pairwise(times))


def test_json_feeds_sitemaps_and_indexes_of_sitemaps_are_read(server: Server, tmp_path: Path) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"id": "1", "url": server.address("/a"), "title": "A", "date_published": "2026-01-05T10:00:00Z"},
            {"id": "2", "title": "No page", "content_text": BODY, "authors": [{"name": "Ann Lee"}]},
            "no object",
        ],
    }
    news = "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
    sitemap = (
        f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' {news}><url><loc>{server.address('/b')}</loc>"
        "<news:news><news:publication_date>2026-01-06</news:publication_date><news:title>B</news:title></news:news>"
        "</url></urlset>"
    )
    index = (
        "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        f"<sitemap><loc>{server.address('/map.xml.gz')}</loc><lastmod>2026-01-06</lastmod></sitemap>"
        f"<sitemap><loc>{server.address('/missing.xml')}</loc></sitemap></sitemapindex>"
    )
    server.pages |= {
        "/json": send(json.dumps(feed), "application/feed+json"),
        "/index.xml": send(index, "application/xml", ETag='"x"'),
        "/map.xml.gz": send(gzip.compress(sitemap.encode()), "application/gzip"),
        "/a": send(page(1)),
        "/b": send(page(2)),
    }
    report = fetch(server, tmp_path, "/json", "/index.xml")
    articles, _ = read(tmp_path)
    known = {a.url: (a.headline, a.published_at, a.byline) for a in articles}
    assert known[server.address("/b")][1] == "2026-01-06"
    assert known[None] == ("No page", None, ("Ann Lee",))
    assert len(articles) == 3
    assert sum("missing.xml" in problem or "no object" in problem for problem in report.problems) == 2
    fetch(server, tmp_path, "/json", "/index.xml")
    assert server.asked["/map.xml.gz"] == 1  # the index says that it did not change


def test_files_on_this_machine_do_not_come_in_through_a_feed(server: Server, tmp_path: Path) -> None:
    server.pages["/feed"] = send(OUTSIDE, "application/rss+xml")
    fetch(server, tmp_path)
    assert "/bin/" not in "".join(str(a) for a in read(tmp_path)[0])


def test_a_round_killed_between_file_and_note_does_not_take_pages_twice(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages |= {
        "/a": send(page(1)),
        "/b": send("", status=404),
        "/feed": send(rss(item(server, "/a"), item(server, "/b"))),
    }

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("flows.fetch.state.State.settle", die)
        with pytest.raises(KeyboardInterrupt):
            fetch(server, tmp_path)
    assert len(read(tmp_path)[0]) == 1
    assert not fetch(server, tmp_path).files
    assert server.asked["/a"] == 1
    (tmp_path / ".fetch" / "state.sqlite").unlink()  # the files say what was fetched
    assert not fetch(server, tmp_path).files


def test_a_round_killed_while_it_gets_pages_goes_on_with_what_the_feed_named(server: Server, tmp_path: Path) -> None:
    """By SIGKILL, while the third page drips; the feed names nothing any more the next time."""
    server.pages |= {f"/p{n}": send(page(n)) for n in range(5)} | {"/p2": drip}
    server.pages["/feed"] = send(rss(*(item(server, f"/p{n}") for n in range(5))))
    command = [
        sys.executable, "-c", "from flows.cli import main; main()", "fetch", server.address("/feed"), "--into", str(tmp_path),
        "--allow", server.place, "--delay", "0",
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 30
    while not server.asked["/p2"] and time.monotonic() < end:
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert process.returncode == -signal.SIGKILL
    server.pages |= {"/p2": send(page(2)), "/feed": send(rss())}
    fetch(server, tmp_path)
    assert sorted(str(a.url) for a in read(tmp_path)[0]) == [server.address(f"/p{n}") for n in range(5)]


def test_two_rounds_in_one_folder_do_not_mix(server: Server, tmp_path: Path) -> None:
    from flows.storage import lock_file

    fetch(server, tmp_path)
    with (
        lock_file(tmp_path / ".fetch" / "lock", False, "busy"),
        pytest.raises(OutputError, match="another fetch is writing"),
    ):
        fetch(server, tmp_path)


def test_when_no_feed_can_be_read_no_page_is_blamed(server: Server, tmp_path: Path) -> None:
    server.pages["/feed"] = send(rss(item(server, "/a")))
    fetch(server, tmp_path, max_pages=0)
    server.pages["/feed"] = send("", status=503)
    report = fetch(server, tmp_path)
    assert not report.is_good
    assert not server.asked["/a"]
    assert report.waiting == 1
