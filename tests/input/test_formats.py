"""The shapes that articles come in: character sets, JSON documents, columns, archives, feeds, workbooks, crawls."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.readers import Note, NoteKind, discover_inputs, read_file, read_inputs
from flows.readers.encodings import detect_encoding
from flows.readers.jsonl import JsonReader
from transforms.records import RawArticle, Reject

BODY = "The mayor of Veldra opened the bridge on Monday and said that it would stand for a hundred years."
QUOTE = "“It is safe,” said José Müller, the café’s owner – “as safe as a house.”"
TEXT = f"{BODY}\n\n{QUOTE}"
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Mayor opens bridge</title>
<meta property="og:site_name" content="The Post"></head><body><article><h1>Mayor opens bridge</h1>
<p>{BODY}</p><p>{QUOTE}</p><p>{BODY[::-1]}</p></article></body></html>"""


def read(*inputs: Path, **options: object) -> list[RawArticle]:
    """Read inputs that hold no fault."""
    items = list(read_inputs(inputs, **options))  # type: ignore[arg-type]
    assert [item for item in items if isinstance(item, Reject)] == []
    return [item for item in items if isinstance(item, RawArticle)]


def read_notes(path: Path, **options: object) -> list[Note]:
    files, found = discover_inputs([path], **options)  # type: ignore[arg-type]
    return [item for item in (*found, *(i for file in files for i in read_file(file))) if isinstance(item, Note)]


def write(path: Path, data: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = data.encode() if isinstance(data, str) else data
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


# Character sets


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "mac_roman", "utf-8-sig"])
@pytest.mark.parametrize("kind", ["txt", "jsonl", "csv", "json", "html", "txt.gz"])
def test_a_file_in_another_character_set_is_read(tmp_path: Path, encoding: str, kind: str) -> None:
    shapes = {
        "jsonl": json.dumps({"text": TEXT}, ensure_ascii=False),
        "json": json.dumps([{"text": TEXT}], ensure_ascii=False, indent=1),
        "csv": 'text;outlet\n"' + TEXT + '";Post\n',
        "html": PAGE,
    }
    path = write(tmp_path / f"a.{kind}", shapes.get(kind, TEXT).encode(encoding))
    (article,) = read(path)
    assert QUOTE in article.text


@given(st.lists(st.sampled_from([*QUOTE.split(), "owner", "said", "Zoë’s", "naïve", "£5"]), min_size=1, max_size=20))
def test_western_text_is_told_from_utf8(words: list[str]) -> None:
    text = BODY + " " + " ".join(words)
    for encoding in ("cp1252", "utf-8", "utf-16-le"):
        data = text.encode(encoding)
        assert data.decode(detect_encoding(io.BytesIO(data))) == text


@pytest.mark.parametrize("encoding", ["cp932", "gb18030", "big5", "euc_jp", "euc_kr"])
def test_quotation_marks_of_a_set_of_two_bytes_a_sign_are_marks(encoding: str) -> None:
    text = f"{BODY} It’s late. “{BODY}” said Ann Lee. “It wasn’t dark.”\n"
    data = text.encode(encoding)
    assert data.decode(detect_encoding(io.BytesIO(data))) == text


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp"])
def test_a_text_of_another_script_is_decoded(encoding: str) -> None:
    text = "東京で大雨が降り、二十人が避難した。市長は「川が溢れた」と述べた。\n" * 8
    data = text.encode(encoding)
    assert data.decode(detect_encoding(io.BytesIO(data))) == text


def test_rows_with_and_without_accents_are_read_in_one_character_set(tmp_path: Path) -> None:
    rows = [{"text": BODY + " First.", "outlet": "Post"}, {"text": BODY + " Café.", "outlet": "Le Été"}]
    path = write(tmp_path / "a.jsonl", "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode("cp1252"))
    assert [(a.text, a.outlet) for a in read(path)] == [(r["text"], r["outlet"]) for r in rows]
    assert [(note.kind, note.detail) for note in read_notes(path)] == [(NoteKind.ENCODING, "cp1252")]


def test_utf8_with_a_broken_row_stays_utf8(tmp_path: Path) -> None:
    good = json.dumps({"text": TEXT}, ensure_ascii=False).encode()
    path = write(tmp_path / "a.jsonl", good + b'\n{"text": "Caf\xe9 owners said no."}\n')
    article, reject = read_inputs([path])
    assert isinstance(article, RawArticle)
    assert article.text == TEXT
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.detail.split(":")[0]) == ("not_utf8", "line 2")


def test_the_given_character_set_is_for_files_that_are_not_utf8(tmp_path: Path) -> None:
    text = f"{BODY} Łódź, Čapek."
    write(tmp_path / "a.txt", text.encode("cp1250"))
    write(tmp_path / "b.txt", text)
    write(tmp_path / "c.txt", text.encode("utf-16"))
    assert [article.text for article in read(tmp_path, encoding="cp1250")] == [text] * 3
    write(tmp_path / "d.txt", text.encode("utf-16-le"))
    assert read(tmp_path / "d.txt", encoding="utf-16-le")[0].text == text


# JSON documents

ROW = {"text": TEXT, "headline": "Mayor opens bridge", "outlet": "Post"}


@pytest.mark.parametrize(
    "document",
    [
        [ROW, ROW | {"text": BODY}],
        {"status": "ok", "totalResults": 2, "articles": [ROW, ROW | {"text": BODY}]},
        {"response": {"docs": [ROW, ROW | {"text": BODY}], "tags": [{"a": 1}]}},
        {name: {"0": value, "1": BODY if name == "text" else value} for name, value in ROW.items()},
    ],
    ids=["array", "list", "nested", "frame"],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_json_documents_of_several_articles_are_read(tmp_path: Path, document: object, indent: int | None) -> None:
    articles = read(write(tmp_path / "a.json", json.dumps(document, indent=indent)))
    assert [(a.text, a.headline, a.outlet) for a in articles] == [
        (TEXT, "Mayor opens bridge", "Post"),
        (BODY, "Mayor opens bridge", "Post"),
    ]


def test_a_json_document_that_is_one_article_is_read(tmp_path: Path) -> None:
    document = {
        "authors": ["Ann Lee", "Bo Chen"],
        "date_publish": "2026-01-05 10:00:00",
        "description": "A summary.",
        "maintext": TEXT,
        "source_domain": "post.example",
        "text": None,
        "title": "Mayor opens bridge",
        "url": "https://post.example/a",
        "tags": [{"name": "x"}],
    }
    path = write(tmp_path / "a.json", json.dumps(document))
    (article,) = read(path)
    assert (article.text, article.headline, article.byline) == (TEXT, "Mayor opens bridge", ("Ann Lee", "Bo Chen"))
    assert (article.outlet, article.url) == ("post.example", "https://post.example/a")
    assert article.published_at == "2026-01-05 10:00:00"
    assert [(note.kind, note.detail) for note in read_notes(path)] == [(NoteKind.IGNORED_COLUMNS, "description, tags")]


def test_json_lines_in_a_json_file_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", "".join(json.dumps({"text": text}) + "\n" for text in (TEXT, BODY)))
    assert [article.text for article in read(path)] == [TEXT, BODY]


def test_objects_stand_for_their_names_and_lists_for_their_paragraphs(tmp_path: Path) -> None:
    row = {
        "source": {"id": None, "name": "Veldra Bugle"},
        "author": [{"name": "Ann Lee"}],
        "content": [BODY, QUOTE],
        "fields": {"x": 1},
    }
    (article,) = read(write(tmp_path / "a.json", json.dumps([row])))
    assert (article.outlet, article.byline, article.text) == ("Veldra Bugle", ("Ann Lee",), TEXT)


def test_text_inside_a_member_is_found(tmp_path: Path) -> None:
    row = {"webTitle": "Bridge", "fields": {"bodyText": TEXT, "byline": "Ann Lee"}}
    (article,) = read(write(tmp_path / "a.jsonl", json.dumps(row)))
    assert (article.text, article.headline, article.byline) == (TEXT, "Bridge", ("Ann Lee",))


def test_a_text_that_the_export_cut_is_reported(tmp_path: Path) -> None:
    article, reject = read_inputs([write(tmp_path / "a.jsonl", json.dumps({"content": f"{BODY} And… [+1234 chars]"}))])
    assert isinstance(article, RawArticle)
    assert article.text == f"{BODY} And"
    assert isinstance(reject, Reject)
    assert reject.reason == "partial_text"


@settings(max_examples=30, deadline=None)
@given(values=st.lists(st.text(max_size=30) | st.integers() | st.lists(st.text(max_size=5), max_size=3), max_size=6))
def test_arrays_are_streamed_as_the_json_module_reads_them(
    tmp_path_factory: pytest.TempPathFactory, values: list[object]
) -> None:
    from flows.readers.jsonl import _iterate_array

    path = tmp_path_factory.mktemp("json") / "a.json"
    long = [*values, "x" * 70_000, *values]
    path.write_text(json.dumps(long), "utf-8")
    with path.open("rb") as stream:
        assert list(_iterate_array(stream)) == json.loads(json.dumps(long))


def test_elements_before_a_broken_one_are_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", json.dumps([ROW, ROW])[:-20])
    article, reject = read_inputs([path])
    assert isinstance(article, RawArticle)
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.detail.split(" cannot")[0]) == ("not_json", "element 2")
    assert JsonReader.suffixes == (".json",)


# Columns


@pytest.mark.parametrize(
    ("header", "options"),
    [
        ("Title,Date,Source,Content,Author,Link", {}),
        ("HEADLINE,Published At,Publication,Full Text,By,URL", {}),
        ("title,publish_date,media_name,text,authors,url", {}),
        (
            "a,b,c,d,e,f",
            {
                "columns": dict(
                    zip(("headline", "published_at", "outlet", "text", "byline", "url"), "abcdef", strict=True)
                )
            },
        ),
    ],
    ids=["plain", "library", "mediacloud", "chosen"],
)
def test_columns_are_known_under_the_names_that_people_give_them(
    tmp_path: Path, header: str, options: dict[str, object]
) -> None:
    path = write(tmp_path / "a.csv", f'{header}\nBridge,2026-01-05,Post,"{BODY}",Ann Lee,https://post.example/a\n')
    (article,) = read(path, **options)
    assert (article.headline, article.published_at, article.outlet) == ("Bridge", "2026-01-05", "Post")
    assert (article.text, article.byline, article.url) == (BODY, ("Ann Lee",), "https://post.example/a")
    assert read_notes(path, **options) == []


def test_of_several_names_the_best_that_is_filled_counts(tmp_path: Path) -> None:
    rows = [{"content": "Teaser only.", "text": BODY}, {"content": BODY, "text": ""}, {"content": BODY}]
    path = write(tmp_path / "a.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    assert [article.text for article in read(path)] == [BODY] * 3
    assert [article.text for article in read(path, columns={"text": "content"})] == ["Teaser only.", BODY, BODY]


def test_a_row_without_text_names_the_keys_that_it_has(tmp_path: Path) -> None:
    (reject,) = read_inputs([write(tmp_path / "a.jsonl", json.dumps({"titel": "Bridge", "leer": None}))])
    assert isinstance(reject, Reject)
    assert reject.reason == "no_text"
    assert "found: titel;" in reject.detail
    assert "--columns text=NAME" in reject.detail


def test_text_of_records_is_put_right_and_that_of_text_files_is_not(tmp_path: Path) -> None:
    raw = "<p>&ldquo;It is safe,&rdquo; she said.</p><p>It wasn&#39;t.</p>"
    record = read(write(tmp_path / "a.jsonl", json.dumps({"text": raw, "headline": "A &amp; B", "outlet": "P&amp;Q"})))[
        0
    ]
    assert [part for part in record.text.split("\n\n") if part] == ["“It is safe,” she said.", "It wasn't."]
    assert (record.headline, record.outlet) == ("A & B", "P&Q")
    assert list(record.repairs) == ["tags", "entities"]
    plain = read(write(tmp_path / "a.txt", raw))[0]
    assert (plain.text, plain.repairs) == (raw, ())


def test_a_whole_page_in_a_cell_is_read_as_a_page(tmp_path: Path) -> None:
    rows = [{"html": PAGE, "url": "https://post.example/a"}]
    (article,) = read(write(tmp_path / "a.jsonl", json.dumps(rows[0])))
    assert article.text.split("\n\n")[-3:-1] == [BODY, QUOTE]
    assert (article.outlet, article.url, article.location) == ("The Post", "https://post.example/a", "line 1")
    assert article.source_uri.endswith("a.jsonl")


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_an_impossible_timestamp_costs_a_date_and_not_the_file(tmp_path: Path, unit: str) -> None:
    moments = pa.array([0, 2**62, None, 86_400 * {"ms": 10**3, "us": 10**6, "ns": 10**9}[unit]], pa.int64())
    table = pa.table({"text": [f"{BODY} {n}" for n in range(4)], "date": moments.cast(pa.timestamp(unit))})
    pq.write_table(table, tmp_path / "a.parquet", version="2.6")
    found = [article.published_at for article in read(tmp_path / "a.parquet")]
    assert (found[0], found[2], found[3]) == (datetime(1970, 1, 1), None, datetime(1970, 1, 2))
    assert isinstance(found[1], str) or unit == "ns"


def test_an_impossible_day_costs_the_date_and_encoded_columns_are_read(tmp_path: Path) -> None:
    table = pa.table(
        {
            "text": pa.array([BODY, QUOTE]).dictionary_encode(),
            "date": pa.array([0, 2**31 - 1], pa.int32()).cast(pa.date32()),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    first, second = read(tmp_path / "a.parquet")
    assert str(first.published_at) == "1970-01-01"
    assert second.published_at == f"{2**31 - 1} days after 1970"


def test_folders_names_are_columns(tmp_path: Path) -> None:
    write(tmp_path / "outlet=The%20Post/date=2026-01-05/a.txt", TEXT)
    write(tmp_path / "source=Ledger/year=2026/month=1/day=6/b.jsonl", json.dumps({"text": TEXT}))
    write(tmp_path / "outlet=__HIVE_DEFAULT_PARTITION__/c.jsonl", json.dumps({"text": TEXT, "outlet": "Own"}))
    post, own, ledger = read(tmp_path, outlet="Default")
    assert (own.outlet, own.published_at) == ("Own", None)
    assert (post.outlet, post.published_at) == ("The Post", "2026-01-05")
    assert (ledger.outlet, ledger.published_at) == ("Ledger", "2026-01-06")


# Archives


def make_archive(path: Path, files: dict[str, bytes]) -> Path:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, data in files.items():
                packed.writestr(name, data)
        return path
    with tarfile.open(path, "w" if path.suffix == ".tar" else "w:gz") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz"])
def test_an_archive_is_read_as_the_folder_that_it_holds(tmp_path: Path, name: str) -> None:
    files = {
        "set/metadata.csv": b"file,outlet\nb.txt,Post\n",
        "set/b.txt": TEXT.encode(),
        "set/c.jsonl.gz": gzip.compress(json.dumps({"text": BODY}).encode()),
        "set/README.md": b"About",
        "__MACOSX/set/._b.txt": b"\0",
    }
    path = make_archive(tmp_path / name, files)
    b, c = read(path)
    assert (b.source_uri, b.outlet, b.text) == (f"{path.as_posix()}/set/b.txt", "Post", TEXT)
    assert (c.source_uri, c.text) == (f"{path.as_posix()}/set/c.jsonl.gz", BODY)


@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
def test_members_that_lead_out_of_an_archive_are_not_unpacked(tmp_path: Path, name: str) -> None:
    files = {"../out.txt": TEXT.encode(), "/abs.txt": BODY.encode(), "good.txt": TEXT.encode()}
    found = list(read_inputs([make_archive(tmp_path / name, files)]))
    articles = [item for item in found if isinstance(item, RawArticle)]
    assert sorted(Path(article.source_uri).name for article in articles) == ["abs.txt", "good.txt"]
    (reject,) = (item for item in found if isinstance(item, Reject))
    assert (reject.reason, reject.detail.split(";")[0]) == ("broken_archive", "../out.txt leads out of the archive")
    assert list(tmp_path.iterdir()) == [tmp_path / name]


def test_a_broken_member_costs_only_itself(tmp_path: Path) -> None:
    path = make_archive(tmp_path / "a.zip", {"a.txt": TEXT.encode() * 50, "b.txt": BODY.encode(), "c.zip": b"PK"})
    data = bytearray(path.read_bytes())
    data[60] ^= 0xFF
    path.write_bytes(data)
    items = list(read_inputs([path]))
    assert [item.text for item in items if isinstance(item, RawArticle)] == [BODY]
    rejects = [item for item in items if isinstance(item, Reject)]
    assert {(reject.source_uri.removeprefix(path.as_posix()), reject.reason) for reject in rejects} == {
        ("", "broken_archive"),
        ("/c.zip", "unsupported_format"),
    }


# Feeds, saved pages, workbooks, crawls

RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Veldra Bugle</title>
<item><title>Gale &amp;amp; flood</title><link>https://bugle.example/a</link><guid>g1</guid><dc:creator>Ann Lee</dc:creator>
<pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate><description>Teaser</description>
<content:encoded><![CDATA[<p>{BODY}</p><p>{QUOTE}</p>]]></content:encoded></item>
<item><title>Short</title><description>&lt;p&gt;Only a summary of it, she said.&lt;/p&gt;</description></item></channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Veldra Bugle</title><entry><id>g1</id><title>Gale &amp; flood</title>
<link href="https://bugle.example/a"/><published>2026-01-05T10:00:00Z</published><author><name>Ann Lee</name></author>
<content type="html">&lt;p&gt;{BODY}&lt;/p&gt;&lt;p&gt;{QUOTE}&lt;/p&gt;</content></entry></feed>"""


@pytest.mark.parametrize(("name", "data"), [("a.rss", RSS), ("a.xml.gz", RSS), ("a.atom", ATOM)])
def test_every_entry_of_a_saved_feed_is_an_article(tmp_path: Path, name: str, data: str) -> None:
    items = list(read_inputs([write(tmp_path / name, data)]))
    article = items[0]
    assert isinstance(article, RawArticle)
    assert [part for part in article.text.split("\n\n") if part] == [BODY, QUOTE]
    assert (article.headline, article.outlet, article.byline) == ("Gale & flood", "Veldra Bugle", ("Ann Lee",))
    assert (article.id, article.url, article.location) == ("g1", "https://bugle.example/a", "entry 1")
    if "rss" in data:
        summary, reject = items[1:]
        assert isinstance(summary, RawArticle)
        assert summary.text.strip() == "Only a summary of it, she said."
        assert isinstance(reject, Reject)
        assert (reject.reason, reject.detail.split(":")[0]) == ("partial_text", "entry 2")


def test_a_page_with_its_parts_in_one_file_is_read(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Snapshot-Content-Location"] = "https://post.example/a"
    for location, page in (("https://ads.example/", f"<p>{BODY[::-1]}</p>"), ("https://post.example/a", PAGE)):
        part = EmailMessage()
        part.set_content(page, subtype="html", charset="cp1252", cte="quoted-printable")
        part["Content-Location"] = location
        message.make_related() if not message.is_multipart() else None
        message.attach(part)
    (article,) = read(write(tmp_path / "a.mhtml", message.as_bytes()))
    assert QUOTE in article.text
    assert (article.headline, article.url) == ("Mayor opens bridge", "https://post.example/a")


def test_the_sheet_with_texts_is_read_from_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    notes = book.active
    assert notes is not None
    notes.append(["About this file"])
    sheet = book.create_sheet("Articles")
    sheet.append(["Title", "Content", "Date", "Tag"])
    sheet.append(["Bridge", BODY, datetime(2026, 1, 5, 10), 7])
    sheet.append([None, None, None, None])
    book.save(tmp_path / "a.xlsx")
    (article,) = read(tmp_path / "a.xlsx")
    assert (article.text, article.headline, article.published_at) == (BODY, "Bridge", datetime(2026, 1, 5, 10))
    assert article.location == "sheet Articles, row 2"
    assert [note.detail for note in read_notes(tmp_path / "a.xlsx")] == ["Tag"]


@pytest.mark.parametrize("is_packed", [False, True])
def test_the_pages_of_a_crawl_are_read(tmp_path: Path, is_packed: bool) -> None:
    path = tmp_path / f"a.warc{'.gz' if is_packed else ''}"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=is_packed)
        for status, kind, page in (
            ("200 OK", "text/html; charset=windows-1252", PAGE.encode("cp1252")),
            ("404 Not Found", "text/html", PAGE.encode()),
            ("200 OK", "image/png", b"\x89PNG"),
        ):
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.0")
            record = writer.create_warc_record(
                "https://post.example/a", "response", io.BytesIO(page), http_headers=headers
            )
            writer.write_record(record)
    (article,) = read(path)
    assert QUOTE in article.text
    assert (article.headline, article.outlet, article.url) == (
        "Mayor opens bridge",
        "The Post",
        "https://post.example/a",
    )
    assert article.location == "record 1 (https://post.example/a)"


@pytest.mark.parametrize(
    "document",
    [
        {"news": [{"text": TEXT}], "sport": [{"text": BODY}]},
        {"news": {"items": [{"text": TEXT}]}, "sport": {"items": [{"text": BODY}]}},
        {"1001": {"title": "One", "text": TEXT}, "1002": {"title": "Two", "text": BODY}},
        [{"content": {"rendered": f"<p>{TEXT}</p>"}}, {"content": {"rendered": BODY}}],
        [{"body": [{"type": "paragraph", "text": TEXT}, {"type": "image", "text": "A bridge"}]}, {"body": [BODY]}],
    ],
)
def test_every_text_of_a_json_document_is_read(tmp_path: Path, document: object) -> None:
    articles = read(write(tmp_path / "a.json", json.dumps(document)))
    assert [article.text for article in articles] == [TEXT, BODY]


def test_what_is_no_object_in_a_list_costs_only_itself(tmp_path: Path) -> None:
    found = list(read_inputs([write(tmp_path / "a.json", json.dumps({"articles": [{"text": TEXT}, None, "oops"]}))]))
    assert [item.text for item in found if isinstance(item, RawArticle)] == [TEXT]
    assert [item.reason for item in found if isinstance(item, Reject)] == ["not_json", "not_json"]


@pytest.mark.parametrize(
    "lines",
    [
        ["text,outlet,url", f'"{BODY}",Echo', f'"{BODY}",Echo,'],
        ["sep=;", "outlet;text", f'Echo;"{BODY}"', f'Echo;"{BODY}"'],
    ],
)
def test_rows_are_read_as_spreadsheets_write_them(tmp_path: Path, lines: list[str]) -> None:
    found = list(read_inputs([write(tmp_path / "a.csv", "\n".join(lines))]))
    assert [(item.text, item.outlet) for item in found if isinstance(item, RawArticle)] == [(BODY, "Echo")] * 2
    assert not any(isinstance(item, Reject) for item in found)


def test_marks_that_a_backslash_escapes_are_marks(tmp_path: Path) -> None:
    rows = ["outlet,text", f'Echo,"{BODY} \\"No, never,\\" she said."', f'Echo,"{BODY} ""Never."""']
    first, second = read(write(tmp_path / "a.csv", "\n".join(rows)))
    assert (first.text, second.text) == (f'{BODY} "No, never," she said.', f'{BODY} "Never."')
