"""Broken inputs of many kinds, for whole runs among good articles: what each is, and what must become of it."""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

BODY = (
    "Bridge {0} opens\n\nThe mayor of Veldra opened bridge number {0} on Monday and said that it would stand for a "
    "hundred years.\n\n“Bridge {0} was never in danger,” engineer Ida Kern said.\n"
)
TEXT = BODY.format("{0}").split("\n\n", 1)[1].strip()
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
STEAL = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"


@dataclass(frozen=True, slots=True)
class Kind:
    """A broken input: what writes it into an empty folder, the reasons of its rejects, and its articles that are good."""

    write: Callable[[Path], None]
    reasons: tuple[str, ...]
    good: int = 0


def good_text(number: object) -> str:
    """Return a good article that no other number gives."""
    return BODY.format(number)


def good_row(number: object, **others: object) -> dict[str, object]:
    """Return a good article as a row of a table."""
    return {"text": TEXT.format(number), "headline": f"Bridge {number} opens", **others}


def file(name: str | bytes, content: str | bytes) -> Callable[[Path], None]:
    """Return what writes one file."""

    def write(folder: Path) -> None:
        path = os.path.join(os.fsencode(folder), os.fsencode(name))  # noqa: PTH118 (a name of any bytes)
        data = content if isinstance(content, bytes) else content.encode()
        Path(os.fsdecode(path)).write_bytes(data)

    return write


def lines(name: str, *rows: object) -> Callable[[Path], None]:
    """Return what writes JSON lines; text stands as it is."""
    text = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    return file(name, text.encode("utf-8", "surrogatepass") + b"\n")


def parquet(name: str, **columns: pa.Array) -> Callable[[Path], None]:
    """Return what writes a Parquet file."""
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink, write_page_checksum=True)
    return file(name, sink.getvalue())


def texts(count: int) -> pa.Array:
    """Return a column of good texts."""
    return pa.array([TEXT.format(f"p{number}") for number in range(count)])


def archive(files: dict[str, bytes | str]) -> bytes:
    """Return a zip."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as found:
        for name, content in files.items():
            info = zipfile.ZipInfo("x")
            info.filename = name  # an empty one too, which the class does not take
            found.writestr(info, content)
    return sink.getvalue()


def tar(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    """Return a tar."""
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as found:
        for member, content in members:
            member.size = len(content)
            found.addfile(member, io.BytesIO(content))
    return sink.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    """Return a member of a tar."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def encrypted() -> bytes:
    """Return a zip whose file says that it needs a password."""
    data = bytearray(archive({"a.txt": good_text("z")}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + offset] |= 1
    return bytes(data)


def bad_sum() -> bytes:
    """Return a zip in which one byte of a stored text is another one."""
    return archive({"a.txt": good_text("z")}).replace(b"Veldra", b"Vexdra", 1)


def workbook(rows: list[list[object]]) -> bytes:
    """Return an Excel file."""
    book, sink = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(sink)
    return sink.getvalue()


def damaged_sheet() -> bytes:
    """Return an Excel file whose sheet cannot be unpacked."""
    data = workbook([["text"], *([TEXT.format(f"s{number}")] for number in range(50))])
    start = data.index(b"xl/worksheets/sheet1.xml") + 24
    return data[: start + 20] + bytes(byte ^ 0xFF for byte in data[start + 20 : start + 60]) + data[start + 60 :]


def page(inside: str, head: str = "") -> str:
    """Return a page."""
    return f"<html><head>{head}</head><body>{inside}</body></html>"


def feed(items: str, head: str = "") -> str:
    """Return an RSS feed."""
    return f"<?xml version='1.0'?>{head}<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>"


def link(name: str, target: str) -> Callable[[Path], None]:
    """Return what makes a link."""
    return lambda folder: (folder / name).symlink_to(target)


def both(*parts: Callable[[Path], None]) -> Callable[[Path], None]:
    """Return what does several things."""

    def write(folder: Path) -> None:
        for part in parts:
            part(folder)

    return write


def folder_named(name: str) -> Callable[[Path], None]:
    """Return what makes an empty folder."""
    return lambda folder: (folder / name).mkdir()


def plug(folder: Path) -> None:
    """Make a socket with the name of a text."""
    with socket.socket(socket.AF_UNIX) as found:
        here = Path.cwd()
        os.chdir(folder)  # the whole path may be too long for a socket
        try:
            found.bind("plug.txt")
        finally:
            os.chdir(here)


def sparse(folder: Path) -> None:
    """Make a file of two gigabytes that takes no room."""
    with (folder / "sparse.txt").open("wb") as found:
        found.truncate(2_000_000_000)


def deep_folder(folder: Path) -> None:
    """Make an article under sixty folders."""
    deep = folder.joinpath(*(["deeper"] * 60))
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text(good_text("deep"), encoding="utf-8")


ODD_NAMES: dict[str, str | bytes] = {
    "newline": "a\nb.txt",
    "escape": "\x1b[31mred.txt",
    "no UTF-8": b"caf\xe9.txt",
    "dash": "--out.txt",
    "pattern": "[a]*?{b}.txt",
    "quotes": 'o\'clock "news".txt',
    "percent": "%2e%2e%00.txt",
    "backslash": "a\\b.txt",
    "emoji": "🚢.txt",
    "longest": "a" * 251 + ".txt",
    "tilde": "~root.txt",
    "formula": "=cmd|'x'!A0.txt",
}
"""Names that are legal, if odd: their articles are good."""

KINDS: dict[str, Kind] = {
    **{f"name: {kind}": Kind(file(name, good_text(kind)), (), 1) for kind, name in ODD_NAMES.items()},
    # the file system
    "link: to itself": Kind(link("self.txt", "self.txt"), ("missing_path",)),
    "link: in a ring": Kind(both(link("a.txt", "b.txt"), link("b.txt", "a.txt")), ("missing_path", "missing_path")),
    "link: a folder to itself": Kind(both(link("round", "."), file("a.txt", good_text("ring"))), (), 1),
    "link: leads nowhere": Kind(link("gone.txt", "nowhere.txt"), ("missing_path",)),
    "link: to an endless device": Kind(link("zero.txt", "/dev/zero"), ("unreadable",)),
    "file: a pipe": Kind(lambda folder: os.mkfifo(folder / "pipe.txt"), ("unreadable",)),
    "file: a socket": Kind(plug, ("unreadable",)),
    "file: two gigabytes of nothing": Kind(sparse, ("too_large",)),
    "file: a folder by the name of a text": Kind(both(folder_named("b.txt"), file("a.txt", good_text("dir"))), (), 1),
    "file: sixty folders deep": Kind(deep_folder, (), 1),
    "file: written twice": Kind(
        both(file("a.txt", good_text("twin")), file("b.txt", good_text("twin"))), ("duplicate",), 1
    ),
    # half characters and impossible values, one good row behind each
    **{
        f"half a character in {column}": Kind(
            lines("a.jsonl", good_row(f"h-{column}", **{column: "A \ud83d joke"}), good_row(f"g-{column}")), (), 2
        )
        for column in ("headline", "outlet", "byline", "url", "id", "section")
    },
    **{
        f"date: {value!r}": Kind(
            lines("a.jsonl", good_row(f"d{number}", published_at=value)), ("bad_date",), 1
        )
        for number, value in enumerate(
            ("2026-02-30", "99999-01-01", "0000-00-00", "yesterday", 1e308, -1e18, "1" * 400, "2026-01-05T25:61:00Z")
        )
    },
    "date: not a number": Kind(lines("a.jsonl", '{"text": "Bridge x is open again", "published_at": NaN}'), (), 1),
    "date: an object": Kind(lines("a.jsonl", good_row("o", published_at={"a": 1})), ("broken_row",)),
    "date: impossible in Parquet": Kind(
        parquet("a.parquet", text=texts(5), published_at=pa.array([0, 1, 2**62, 3, 4], pa.timestamp("us"))),
        ("bad_date",),
        5,
    ),
    # tables
    "table: cells that are lists": Kind(parquet("a.parquet", text=pa.array([[1], [2]])), ("broken_row", "broken_row")),
    "table: texts that are null": Kind(
        parquet("a.parquet", text=pa.array([None, TEXT.format("null")])), ("no_text",), 1
    ),
    "table: keys twice": Kind(lines("a.jsonl", '{"text": "no", "text": "Bridge y is open again."}'), (), 1),
    "table: a comma behind each row": Kind(
        lines("a.jsonl", json.dumps(good_row("c1")) + ",", json.dumps(good_row("c2"))), ("not_json",), 1
    ),
    "table: a row of 40 MB": Kind(
        lines("a.jsonl", '{"text": "' + "a" * 40_000_000 + '"}', good_row("l")), ("too_large",), 1
    ),
    "table: an old Excel file": Kind(file("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000)), ("broken_archive",)),
    "table: Excel, a damaged sheet": Kind(file("a.xlsx", damaged_sheet()), ("broken_archive",)),
    "table: Excel without texts": Kind(
        file("a.xlsx", workbook([["text", "url"], [None, "https://a.example/1"]])), ("no_text",)
    ),
    "table: Excel, one cell a number": Kind(
        file("a.xlsx", workbook([["text"], [5], [TEXT.format("x")]])), ("broken_row",), 1
    ),
    # pages and feeds
    "page: entities in entities": Kind(file("a.xhtml", LAUGHS + page("<p>&i;</p>")), ("no_article",)),
    "page: an entity that names a file": Kind(file("a.xhtml", STEAL + page("<p>&a;</p>")), ("no_article",)),
    "page: two thousand attributes": Kind(
        file("a.html", page("<p " + " ".join(f"a{n}=1" for n in range(2_000)) + ">x</p>")), ("no_article",)
    ),
    "page: script only": Kind(file("a.html", page("<script>document.write('x')</script>")), ("no_article",)),
    "page: a character set there is not": Kind(
        file("a.html", page("<p>Hello</p>", "<meta charset='klingon-8'>")), ("no_article",)
    ),
    "feed: entities in entities": Kind(file("a.rss", feed("<item><title>&i;</title></item>", LAUGHS)), ("no_text", "broken_feed")),
    "feed: an entity that names a file": Kind(
        file("a.rss", feed("<item><title>T</title><description>&a;</description></item>", STEAL)), ("no_text",)
    ),
    "feed: cut": Kind(file("a.rss", feed("<item><title>T</title>")[:-30]), ("no_text", "broken_feed")),
    "feed: an entry without text": Kind(file("a.rss", feed("<item><title>T</title></item>")), ("no_text",)),
    # archives
    "archive: a name that leads out": Kind(
        file("a.zip", archive({"../../../evil.txt": good_text("out"), "a.txt": good_text("in")})),
        ("broken_archive",),
        1,
    ),
    "archive: names that no file has": Kind(
        file(
            "a.zip",
            archive({"b" * 300 + ".txt": "x", "a.txt": good_text("long"), "a.txt/c.txt": "x", "d/e.txt": "x", "d": "x"}),
        ),
        ("broken_archive", "broken_archive", "broken_archive", "too_short"),
        1,
    ),
    "archive: a file without a name": Kind(
        file("a.zip", archive({"": "no", "a.txt": good_text("nameless")})), ("broken_archive",), 1
    ),
    "archive: in an archive": Kind(
        file("a.zip", archive({"b.zip": archive({"a.txt": good_text("n")})})), ("unsupported_format", "no_articles")
    ),
    "archive: with a password": Kind(file("a.zip", encrypted()), ("broken_archive", "no_articles")),
    "archive: a wrong sum": Kind(file("a.zip", bad_sum()), ("broken_archive", "no_articles")),
    "archive: a tar with a device": Kind(
        file("a.tar", tar((member("dev.txt", tarfile.CHRTYPE), b""), (member("a.txt"), good_text("t1").encode()))),
        ("broken_archive",),
        1,
    ),
    "archive: a tar with a link out": Kind(
        file("a.tar", tar((member("x.txt", tarfile.SYMTYPE, "/etc/passwd"), b""), (member("a.txt"), good_text("t2").encode()))),
        ("broken_archive",),
        1,
    ),
    "archive: a cut tar": Kind(
        file("a.tar", tar((member("a.txt"), good_text("t3").encode() * 30))[:2000]), ("broken_archive",)
    ),
    "archive: gzip twice": Kind(
        file("a.txt.gz", gzip.compress(gzip.compress(good_text("gz").encode()))), ("binary",)
    ),
    "archive: signs behind a gzip": Kind(
        file("a.txt.gz", gzip.compress(good_text("tail").encode()) + b"tail"), ("broken_gzip",)
    ),
    "crawl: a record cut short": Kind(
        file("a.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 900\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<html>"),
        ("broken_archive",),
    ),
    # texts
    "text: invisible signs": Kind(file("a.txt", "\u200b\u200d\ufeff\u2060 \u200e\n"), ("too_short",)),
    "text: accents only": Kind(file("a.txt", "\u0301" * 5000), ("too_short",)),
    "text: turned around": Kind(file("a.txt", "\u202e" + good_text("rtl")), (), 1),
    "text: ten thousand marks": Kind(file("a.txt", "Marks\n\nHe said so. " + '"a" ' * 10_000), ("limit",) * 3, 1),
    "text: another language": Kind(
        file("a.txt", "Der Minister sagte am Montag, die Regierung werde das Gesetz im Herbst dem Parlament vorlegen."),
        ("language",),
    ),
}  # fmt: skip
