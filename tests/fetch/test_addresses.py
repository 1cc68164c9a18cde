"""Addresses, and lists of them: what is one page has one form, what is not public is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.fetch.addresses import AddressError, canonicalise, find_target, is_public, resolve
from flows.fetch.sources import SourceError, load_sources


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("HTTP://Post.Example:80/a?utm_source=x&b=2&a=1#part", "http://post.example/a?a=1&b=2"),
        (" https://post.example/a?fbclid=xyz ", "https://post.example/a"),
        ("https://post.example/a/", "https://post.example/a/"),
    ],
)
def test_addresses_of_one_page_have_one_form(address: str, same: str) -> None:
    assert canonicalise(address) == same


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://post.example/a",
        "javascript:alert(1)",
        "//post.example/a",
        "post.example/a",
        "https://",
        "https://ann:secret@post.example/",
        "https://post.example/\r\nHost: other",
        "https://post.example:99999/",
        "https://[post.example/",
        "https://post.example/" + "a" * 3000,
        "",
    ],
)
def test_what_is_no_address_of_a_page_is_refused(address: str) -> None:
    with pytest.raises(AddressError):
        canonicalise(address)


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for address in (text, f"http://{text}", f"https://post.example/{text}"):
        try:
            scheme, host, port = find_target(canonicalise(address))
        except AddressError:
            continue
        assert scheme in ("http", "https")
        assert host
        assert 0 <= port < 65536


@pytest.mark.parametrize(
    "ip",
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 ::1 ::"
    " fe80::1 fd00::1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: ff02::1 fe80::1%eth0 2001:db8::1".split(),
)
def test_private_addresses_are_not_public(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize("ip", ["1.1.1.1", "2606:4700::1111", "64:ff9b::101:101"])
def test_public_addresses_are_public(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "::1"])
def test_this_machine_is_refused_under_all_its_names_unless_it_is_allowed(host: str) -> None:
    with pytest.raises((AddressError, OSError)):
        resolve(host, 80, frozenset({"127.0.0.1:81", "other"}))


def test_a_host_that_is_allowed_may_be_private_on_its_port() -> None:
    assert resolve("127.0.0.1", 81, frozenset({"127.0.0.1:81"})) == ["127.0.0.1"]
    assert resolve("127.0.0.1", 80, frozenset({"127.0.0.1"})) == ["127.0.0.1"]


def test_lists_of_feeds_are_lines_csv_or_opml(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# ours\nhttps://a.example/rss\n\nhttps://b.example/rss\n")
    (tmp_path / "b.csv").write_text("outlet,url\nThe Post,https://c.example/rss\n")
    (tmp_path / "c.opml").write_text(
        "<opml><body><outline text='all'><outline text='D' xmlUrl='https://d.example/rss'/></outline></body></opml>"
    )
    names = [str(tmp_path / name) for name in ("a.txt", "b.csv", "c.opml")]
    found = load_sources([*names, "https://a.example/rss"])
    assert [(s.address[8:9], s.outlet) for s in found] == [("a", None), ("b", None), ("c", "The Post"), ("d", "D")]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.txt", "ftp://a.example\n", "a.txt, line 1: only http"),
        ("a.txt", "# nothing\n", "names no feed"),
        ("a.csv", "address\nx\n", "no column url"),
        ("a.opml", "<opml", "is no OPML"),
        ("a.txt", b"\xff\xfe", "not UTF-8"),
        ("missing", None, "cannot read"),
    ],
)
def test_a_list_that_cannot_be_used_is_said_to_be_so(
    tmp_path: Path, name: str, content: str | bytes | None, problem: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(SourceError, match=problem):
        load_sources([str(tmp_path / name)])
