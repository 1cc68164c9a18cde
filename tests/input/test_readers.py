"""Readers: formats, metadata, defaults, discovery, the reader interface."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import flows.readers
from flows.readers import Context, discover_inputs, load_readers, read_inputs
from flows.readers.base import Fields
from flows.readers.delimited import read_rows
from flows.readers.html import extract_page
from transforms.records import RawArticle, Reject
from transforms.repair import RepairKind

BODY = "The mayor of Veldra opened the bridge on Monday and said that it would stand for a hundred years."
QUOTE = "“It is safe,” she said, standing on the middle of it with a glass of water in her hand."
FILE = f"Mayor opens bridge\n\n{BODY}\n\n{QUOTE}\n"
ROW = {
    "id": "a1",
    "outlet": "The Post",
    "published_at": "2026-01-05T10:00:00Z",
    "headline": "Mayor opens bridge",
    "byline": "Ann Lee, Bo Chen",
    "url": "https://post.example/a1",
    "text": f"{BODY}\n\n{QUOTE}",
    "section": "ignored",
}


def read_articles(*inputs: str | Path, outlet: str | None = None, published_at: str | None = None) -> list[RawArticle]:
    """Read inputs that hold no fault."""
    items = list(read_inputs(inputs, outlet, published_at))
    assert [item for item in items if isinstance(item, Reject)] == []
    return [item for item in items if isinstance(item, RawArticle)]


def write(path: Path, data: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = data.encode() if isinstance(data, str) else data
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def to_csv(rows: list[dict[str, str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def to_parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a.txt.gz"])
def test_a_text_file_is_read_as_it_stands(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, "\ufeff" + FILE)
    (article,) = read_articles(path)
    assert article.text == FILE
    assert article.headline_in_text
    assert article.source_uri == path.as_posix()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", json.dumps(ROW)),
        ("a.ndjson.gz", "\ufeff\n" + json.dumps(ROW) + "\n\n"),
        ("a.jsonl", json.dumps(ROW | {"byline": ["Ann Lee", "Bo Chen"]})),
        ("a.csv", to_csv([ROW])),
        ("a.csv", "\ufeff" + to_csv([ROW], ";")),
        ("a.tsv.gz", to_csv([ROW], "\t")),
        ("a.csv", to_csv([{k.upper(): v for k, v in ROW.items()}])),
        ("a.parquet", to_parquet(pa.Table.from_pylist([ROW]))),
        ("a.parquet.gz", to_parquet(pa.Table.from_pylist([ROW | {"byline": ["Ann Lee", "Bo Chen"]}]))),
    ],
)
def test_table_formats_give_the_same_article(tmp_path: Path, name: str, data: str | bytes) -> None:
    path = write(tmp_path / name, data)
    (article,) = read_articles(path)
    assert article.text == ROW["text"]
    assert article.byline == ("Ann Lee", "Bo Chen")
    assert (article.id, article.outlet, article.url) == (ROW["id"], ROW["outlet"], ROW["url"])
    assert (article.headline, article.published_at) == (ROW["headline"], ROW["published_at"])
    assert not article.headline_in_text
    assert article.source_uri.endswith(name)


@pytest.mark.parametrize(
    ("name", "data", "location"),
    [
        ("a.jsonl", "\n" + json.dumps({"text": BODY}), "line 2"),
        ("a.csv", to_csv([{"text": BODY}]), "line 2"),
        ("a.parquet", to_parquet(pa.Table.from_pylist([{"text": BODY}])), "row 1"),
    ],
)
def test_a_table_needs_no_column_but_text(tmp_path: Path, name: str, data: str | bytes, location: str) -> None:
    path = write(tmp_path / name, data)
    (article,) = read_articles(path)
    assert article == RawArticle(path.as_posix(), BODY, location=location)


def test_numbers_and_gaps_are_read_as_pandas_writes_them(tmp_path: Path) -> None:
    table = pa.table({"text": [BODY], "id": [17.0], "outlet": [float("nan")], "published_at": [1767607200]})
    (article,) = read_articles(write(tmp_path / "a.parquet", to_parquet(table)))
    assert (article.id, article.outlet, article.published_at) == ("17", None, "1767607200")


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        (pa.date32(), date(2026, 1, 5), date(2026, 1, 5)),
        (pa.timestamp("ns"), datetime(2026, 1, 5, 10), datetime(2026, 1, 5, 10)),
        (pa.timestamp("s", "Europe/Paris"), datetime(2026, 1, 5, 10, tzinfo=UTC), datetime(2026, 1, 5, 10, tzinfo=UTC)),
    ],
)
def test_moments_in_parquet_keep_their_zone(tmp_path: Path, type_: pa.DataType, value: date, expected: date) -> None:
    table = pa.table({"text": [BODY], "published_at": pa.array([value], type_)})
    (article,) = read_articles(write(tmp_path / "a.parquet", to_parquet(table)))
    assert article.published_at == expected
    assert type(article.published_at) is type(expected)


def test_csv_cells_may_hold_line_ends_and_quotation_marks(tmp_path: Path) -> None:
    text = 'One "two"\n\nthree,\r\nfour'
    (first, second) = read_articles(write(tmp_path / "a.csv", to_csv([{"text": text}, {"text": BODY}])))
    assert first.text == text
    assert (first.location, second.location) == ("line 2", "line 6")


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


@settings(max_examples=50)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5))
def test_csv_rows_come_back_as_written(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([("text", "url"), *rows])
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(out.getvalue().encode())
    found = list(read_rows(path))
    assert [row.problem for row in found] == [None] * len(found)
    assert [tuple(row.cells) for row in found[1:]] == rows


def read_slowly(lines: list[str]) -> list[tuple[int, list[str] | None]]:
    """Parse rows by starting again at the line after a broken one's first, however often lines are read."""
    found: list[tuple[int, list[str] | None]] = []
    start = 0
    while start < len(lines):
        parser = csv.reader(lines[start:], strict=True)
        try:
            cells = next(parser)
        except csv.Error:
            found.append((start + 1, None))
            start += 1
            continue
        if cells:
            found.append((start + 1, cells))
        start += parser.line_num
    return found


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(['"', '""', ",", "a", '"a","b', 'x","y']), max_size=6).map("".join), st.data())
def test_broken_csv_is_read_as_if_every_line_were_tried(
    tmp_path_factory: pytest.TempPathFactory, first: str, data: st.DataObject
) -> None:
    signs = st.lists(st.sampled_from(['"', '""', ",", "a", '"a","b', 'x","y']), max_size=6).map("".join)
    lines = [f"{line}\n" for line in ("text,url", first, *data.draw(st.lists(signs, max_size=12)))]
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_text("".join(lines), "utf-8")
    assert [(row.line, row.cells or None) for row in read_rows(path)] == read_slowly(lines)


def test_long_file_is_read_line_by_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", (json.dumps({"text": BODY * 500}) + "\n") * 400)
    tracemalloc.start()
    count = sum(isinstance(item, RawArticle) for item in read_inputs([path]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 400
    assert path.stat().st_size > 19_000_000
    assert peak < 3_000_000


PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Mayor opens bridge | The Post</title>
<meta property="og:site_name" content="The Post"><meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2026-01-05T10:00:00+01:00">
<link rel="canonical" href="https://post.example/a1"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Mayor opens bridge</h1><p>{BODY}</p><p>{QUOTE}</p><h2>Cracks</h2><p>{BODY[::-1]}</p></article>
<footer>Copyright The Post</footer></body></html>"""


@pytest.mark.parametrize("name", ["a.html", "a.htm.gz"])
def test_a_page_gives_its_text_headline_outlet_and_byline(tmp_path: Path, name: str) -> None:
    (article,) = read_articles(write(tmp_path / name, PAGE))
    assert article.text.split("\n\n")[-4:] == [BODY, QUOTE, "Cracks", BODY[::-1]]
    assert (article.headline, article.outlet, article.byline) == ("Mayor opens bridge", "The Post", ("Ann Lee",))
    assert (article.url, article.published_at) == ("https://post.example/a1", "2026-01-05T10:00:00+01:00")


def test_short_page_keeps_its_paragraphs(tmp_path: Path) -> None:
    page = f"<html><body><article><h1>Mayor opens bridge</h1><p>{BODY}</p><p>It is safe, she said.</p></article></body></html>"
    (article,) = read_articles(write(tmp_path / "a.html", page))
    assert article.text.split("\n\n")[-2:] == [BODY, "It is safe, she said."]


def test_a_page_is_read_in_the_charset_that_it_declares(tmp_path: Path) -> None:
    page = PAGE.replace("utf-8", "iso-8859-1").replace("“", '"').replace("”", '"').replace("Ann Lee", "Anné Lee")
    (article,) = read_articles(write(tmp_path / "a.html", page.encode("windows-1252")))
    assert article.byline == ("Anné Lee",)


@pytest.mark.parametrize("declared", ["iso-8859-1", "us-ascii", "windows-1252"])
def test_page_of_utf8_is_utf8_whatever_it_declares(tmp_path: Path, declared: str) -> None:
    (article,) = read_articles(write(tmp_path / "a.html", PAGE.replace("utf-8", declared)))
    assert QUOTE in article.text


def test_stray_byte_of_windows_in_a_page_of_utf8_is_its_sign(tmp_path: Path) -> None:
    page = PAGE.encode().replace(
        b"opens bridge</h1>", b"opens bridge</h1><p>The town\x92s mayor cut the ribbon today.</p>"
    )
    (article,) = read_articles(write(tmp_path / "a.html", page))
    assert "The town’s mayor cut the ribbon today." in article.text
    assert QUOTE in article.text


@pytest.mark.parametrize("misread", ["windows-1252", "iso-8859-1"])
def test_page_that_was_decoded_in_the_wrong_set_is_put_right(tmp_path: Path, misread: str) -> None:
    quote = QUOTE.encode().decode(misread, "ignore")
    (article,) = read_articles(write(tmp_path / "a.html", PAGE.replace(QUOTE, quote)))
    assert QUOTE in article.text
    assert article.repairs == (RepairKind.MOJIBAKE,)


def test_soft_hyphens_of_a_page_go(tmp_path: Path) -> None:
    (article,) = read_articles(write(tmp_path / "a.html", PAGE.replace("standing on", "stand&shy;ing\u200b o\u00adn")))
    assert QUOTE in article.text
    assert article.repairs == (RepairKind.INVISIBLE,)


def test_number_in_the_text_is_no_date(tmp_path: Path) -> None:
    page = f"<html><body><article><p>{BODY} It replaced one of 1995.</p><p>{QUOTE}</p></article></body></html>"
    (article,) = read_articles(write(tmp_path / "a.html", page))
    assert article.published_at is None


def test_paragraphs_that_trafilatura_drops_are_recovered() -> None:
    numbered = [f"<p>{number}. {BODY}</p>" for number in range(8)]
    page = (
        f'<html><body><article><div class="teaser-content">{"".join(numbered[:2])}</div>'
        f"<div>{''.join(numbered[2:])}</div></article></body></html>"
    )
    found = extract_page(page)
    assert found is not None
    assert len(found.text.split("\n\n")) == 8
    assert found.missing is None


def test_text_that_a_page_does_not_show_is_reported_missing(tmp_path: Path) -> None:
    wall = "<div class='paywall'><p>This article is for subscribers. Subscribe to continue reading.</p></div></article>"
    article, warning = read_inputs([write(tmp_path / "a.html", PAGE.replace("</article>", wall))])
    assert isinstance(article, RawArticle)
    assert isinstance(warning, Reject)
    assert warning.reason == "partial_text"
    assert "pay or register" in warning.detail


def test_metadata_and_defaults_fill_what_a_file_lacks(tmp_path: Path) -> None:
    metadata = [
        {
            "file": "a.txt",
            "outlet": "The Ledger",
            "published_at": "2026-01-06",
            "byline": "Cy Diaz",
            "url": "",
            "id": "7",
        },
        {"file": "sub/b.txt.gz", "outlet": "", "published_at": "2026-01-07", "byline": "", "url": "", "id": ""},
        {"file": "c.html", "outlet": "", "published_at": "2026-01-08", "byline": "", "url": "", "id": ""},
    ]
    write(tmp_path / "metadata.csv", to_csv(metadata))
    for name in ("a.txt", "sub/b.txt.gz", "sub/d.txt"):
        write(tmp_path / name, FILE)
    write(tmp_path / "c.html", PAGE)
    a, c, b, d = read_articles(tmp_path, outlet="Default", published_at="2025-12-31")
    assert (a.outlet, a.published_at, a.byline, a.id) == ("The Ledger", "2026-01-06", ("Cy Diaz",), "7")
    assert (b.outlet, b.published_at) == ("Default", "2026-01-07")
    # metadata.csv is about this very page, so it goes before what the page says; the default does not
    assert (c.outlet, c.published_at) == ("The Post", "2026-01-08")
    assert (d.outlet, d.published_at) == ("Default", "2025-12-31")


def test_nearest_metadata_counts(tmp_path: Path) -> None:
    write(tmp_path / "metadata.csv", "file,outlet\nsub/a.txt,Far\nsub/b.txt,Far\n")
    write(tmp_path / "sub/metadata.csv", "file,outlet\na.txt,Near\n")
    write(tmp_path / "sub/a.txt", FILE)
    write(tmp_path / "sub/b.txt", FILE)
    assert [article.outlet for article in read_articles(tmp_path)] == ["Near", "Far"]
    # the folder above is no part of this input
    assert [article.outlet for article in read_articles(tmp_path / "sub")] == ["Near", None]


def test_a_headline_of_the_metadata_may_stand_in_the_text_too(tmp_path: Path) -> None:
    write(tmp_path / "metadata.csv", "file,headline\na.txt,Bridge opens\n")
    (article,) = read_articles(write(tmp_path / "a.txt", FILE))
    assert (article.headline, article.text, article.headline_in_text) == ("Bridge opens", FILE, True)


def test_folders_are_searched_sorted_and_each_file_is_read_once(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/y.txt", ".hidden.txt", ".git/c.txt", "README.txt", "notes.md"):
        write(tmp_path / name, FILE)
    write(tmp_path / "metadata.csv", "file,outlet\nb.txt,Post\n")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    inputs = [tmp_path / "b.txt", tmp_path, f"{tmp_path}/**/*.txt", f"{tmp_path}/a/../b.txt"]
    names = [Path(article.source_uri).name for article in read_articles(*inputs)]
    assert names == ["b.txt", "y.txt", "z.txt"]
    assert [article.source_uri for article in read_articles(*inputs)] == [
        article.source_uri for article in read_articles(*reversed(inputs))
    ]


def test_a_file_is_named_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "in/a.txt", FILE)
    monkeypatch.chdir(tmp_path)
    for name in ("in", "in/a.txt", "in/*.txt", "./in"):
        (article,) = read_articles(name)
        assert article.source_uri == "in/a.txt"


def test_name_with_pattern_signs_is_a_file_first(tmp_path: Path) -> None:
    (article,) = read_articles(write(tmp_path / "a[1].txt", FILE))
    assert article.source_uri.endswith("a[1].txt")


def test_a_reader_of_another_package_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class FeedReader:
        suffixes = (".feed",)

        def read(self, path: Path, context: Context) -> Iterator[RawArticle | Reject]:
            known = context.fill(Fields(headline="From a feed"))
            yield RawArticle(path.as_posix(), path.read_text(), headline=known.headline, outlet=known.outlet)

    class Entry:
        def load(self) -> type[FeedReader]:
            return FeedReader

    monkeypatch.setattr(flows.readers, "entry_points", lambda group: [Entry()] if group == "whosaid.readers" else [])
    load_readers.cache_clear()
    try:
        write(tmp_path / "metadata.csv", "file,outlet\na.feed,Post\n")
        (article,) = read_articles(write(tmp_path / "a.feed", BODY))
    finally:
        load_readers.cache_clear()
    assert (article.headline, article.outlet, article.text) == ("From a feed", "Post", BODY)


def test_discovery_says_what_is_known_before_a_file_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", FILE)
    (file,), rejects = discover_inputs([path], outlet="Post")
    assert rejects == []
    assert (file.path, file.context.fill().outlet) == (path, "Post")


def test_an_element_of_very_many_attributes_costs_no_more_than_itself(tmp_path: Path) -> None:
    many = " ".join(f"a{n}='>'" for n in range(5_000))
    (tmp_path / "a.html").write_text(
        f"<html><body><article {many}><h1>Bridge</h1><p>{BODY}</p><p>{QUOTE}</p></article>"
    )
    (article,) = read_articles(tmp_path)
    assert article.text.startswith(BODY[:20])
    assert "a4999" not in article.text
