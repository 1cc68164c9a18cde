"""Bad input: each gives a reject that names the input and the reason, and nothing else is lost."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.readers import MAX_REJECTS, read_inputs
from flows.readers.streams import MAX_ARTICLE_BYTES, iterate_lines
from transforms.articles import DuplicateFilter, make_article
from transforms.records import Article, Reject
from transforms.tables import TABLES, build_table

BODY = "The mayor of Veldra opened bridge number {} on Monday and said that it would stand for a hundred years."
GERMAN = "Der Minister sagte am Montag, die Regierung werde das Gesetz im Herbst vorlegen."
# no English text is these bytes in any character set
BYTES = b"Caf\xff owners \x81 said on Monday that they would close."
FRENCH = "Le ministre a déclaré lundi que le gouvernement présenterait sa loi à l’automne, après les élections."
JAPANESE = (
    "東京で大雨が降り、二十人が避難した。市長は「川が溢れた」と述べた。警察によると、道路は閉鎖されている。\n" * 4
)
CHINESE = "北京下了大雨，二十人被疏散。市长说：“河水泛滥。”警方表示，道路已经关闭，学校今天停课。\n" * 4
LATIN = "Caf\xe9 owners said on Monday that they would close.".encode("latin-1")


def run(*inputs: str | Path) -> tuple[list[Article], list[Reject]]:
    """Read and check inputs as a run does."""
    articles: list[Article] = []
    rejects: list[Reject] = []
    seen = DuplicateFilter()
    for item in read_inputs(inputs):
        if isinstance(item, Reject):
            rejects.append(item)
            continue
        article, problems = make_article(item, today=date(2026, 3, 1), ingested_at=datetime(2026, 3, 1, tzinfo=UTC))
        rejects += problems
        if article is not None:
            duplicate = seen.find_duplicate(article, item.location)
            if duplicate is None:
                articles.append(article)
            else:
                rejects.append(duplicate)
    return articles, rejects


def to_parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, write_page_checksum=True)
    return sink.getvalue()


def flip_byte(data: bytes) -> bytes:
    middle = len(data) // 3
    return data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :]


def to_zip(files: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return sink.getvalue()


ARTICLES = pa.table({"text": [BODY.format(number) for number in range(3000)]})

# file name, content, reason, words of the detail
BROKEN: list[tuple[str, bytes, str, str]] = [
    ("empty.txt", b"", "empty", "empty"),
    ("blank.txt", b" \n\t\r\n ", "empty", "empty"),
    ("mark.txt", b"\xef\xbb\xbf", "empty", "empty"),
    ("nulls.txt", b"The mayor\x00said", "binary", "byte 9"),
    ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "binary", "null byte"),
    ("bytes.txt", BYTES, "not_utf8", "byte 3 (0xFF)"),
    ("marked_latin.txt", b"\xef\xbb\xbf" + LATIN, "not_utf8", "byte 6 (0xE9)"),
    ("cut.txt", "The mayor said “".encode()[:-1], "not_utf8", "byte 15"),
    ("cut16.txt", BODY.encode("utf-16")[:-1], "not_utf8", "utf-16"),
    ("line.txt", b"a" * 21_000_000, "too_large", "21,000,000 characters"),
    ("file.txt", b"a" * 33_000_000, "too_large", "32,000,000 bytes"),
    ("words.txt", b"word " * 4_200_000, "too_large", "21,000,000 characters"),
    ("german.txt", GERMAN.encode(), "language", "German"),
    ("signs.txt", b"1 2 3 !!! ???", "too_short", "0 words"),
    ("word.txt", b"Yes", "too_short", "1 words"),
    ("empty.html", b"", "empty", "empty"),
    ("menu.html", b"<html><body><nav><a href=/>Home</a></nav></body></html>", "no_article", "no article"),
    ("short.html", b"<html><body><p>Nothing here</p></body></html>", "no_article", "no article"),
    ("plain.html", b"no tags at all", "no_article", "no article"),
    ("cut.html", b"<html", "no_article", "no article"),
    ("deep.html", b"<div>" * 20_000, "no_article", "no article"),
    ("binary.html", b"<html>\x00</html>", "binary", "byte 6"),
    ("bytes.html", b"<html><body><p>" + BYTES + b"</p></body></html>", "not_utf8", "byte 18 (0xFF)"),
    ("charset.html", b'<html><meta charset="cp1252"><p>\x81</p></html>', "not_utf8", "windows-1252|cp1252"),
    ("empty.jsonl", b"\n\n", "empty", "empty"),
    ("text.jsonl", b"no json\n", "not_json", "line 1: "),
    ("array.jsonl", b'["text"]\n', "not_json", "no object"),
    ("deep.jsonl", b"[" * 100_000, "not_json", "line 1: "),
    ("digits.jsonl", b'{"text": 1' + b"0" * 5000 + b"}", "not_json", "line 1: "),
    ("nulls.jsonl", b'{"text": "\x00"}\n', "binary", "byte 10"),
    ("escaped.jsonl", b'{"text": "The \\u0000 mayor"}\n', "binary", "line 1: "),
    ("surrogate.jsonl", b'{"text": "The \\ud800 mayor"}\n', "not_utf8", "line 1: "),
    ("bytes.jsonl", b'\n{"text": "' + BYTES + b'"}\n', "not_utf8", "line 2: byte 14 (0xFF)"),
    ("textless.jsonl", b'{"headline": "The mayor"}\n', "no_text", "line 1: "),
    ("number.jsonl", b'{"text": 5}\n', "broken_row", "text is of type int"),
    ("outlet.jsonl", b'{"text": "The mayor said", "outlet": ["Post"]}\n', "broken_row", "outlet is a list"),
    ("byline.jsonl", b'{"text": "The mayor said", "byline": [{"a": 1}]}\n', "broken_row", "byline holds an object"),
    ("empty.csv", b"", "empty", "no rows"),
    ("header.csv", b"id,text\n", "empty", "no rows"),
    ("textless.csv", b"id,section\n1,x\n", "no_text", "id, section"),
    ("twice.csv", b"text,text\na,b\n", "broken_row", "twice"),
    ("nulls.csv", b"\x00\x01\x02", "binary", "null byte"),
    ("bytes.csv", b"text\n" + BYTES + b"\n", "not_utf8", "line 2: byte 8 (0xFF)"),
    ("open.csv", b'text\n"The mayor said\n', "broken_row", "line 2: "),
    ("wide.csv", b"text\nThe mayor, said\n", "broken_row", "2 cells"),
    ("empty.parquet", b"", "broken_parquet", "cannot be read"),
    ("text.parquet", b"The mayor said", "broken_parquet", "cannot be read"),
    ("flipped.parquet", flip_byte(to_parquet(ARTICLES)), "broken_parquet", "cannot be read"),
    ("textless.parquet", to_parquet(pa.table({"section": ["x"]})), "no_text", "section"),
    ("number.parquet", to_parquet(pa.table({"text": [1]})), "broken_row", "row 1: "),
    ("rowless.parquet", to_parquet(ARTICLES.slice(0, 0)), "empty", "no rows"),
    ("plain.txt.gz", b"The mayor said", "broken_gzip", "compressed"),
    ("cut.txt.gz", gzip.compress(BODY.encode())[:-12], "broken_gzip", "ends early"),
    ("method.jsonl.gz", b"\x1f\x8b\x09" + gzip.compress(b"{}")[3:], "broken_gzip", "compressed"),
    ("cut.parquet.gz", gzip.compress(to_parquet(ARTICLES))[:-2000], "broken_gzip", "ends early"),
    ("listing.csv", b"title,url,seendate\na,https://post.example/a,20260303T140000Z\n", "no_text", "fetch the pages"),
    ("tables.parquet", to_parquet(build_table(TABLES["articles"], [])), "no_articles", "a run of whosaid wrote"),
    ("cut.json", b'[{"text": "The mayor', "not_json", "element 1"),
    ("signs.json", b"nothing", "not_json", "neither"),
    ("object.json", b'{"text": ', "not_json", "the file is not JSON"),
    ("listless.json", b'{"status": "ok", "articles": []}', "no_text", "status"),
    ("numbers.json", b"[1]", "not_json", "element 1"),
    ("empty.json", b" []", "empty", "array is empty"),
    ("page.xml", b"<note><to>Ann</to></note>", "broken_feed", "no feed"),
    (
        "bare.rss",
        b"<rss version='2.0'><channel><title>Post</title></channel></rss>",
        "no_articles",
        "no feed with entries",
    ),
    ("text.zip", b"The mayor said", "broken_archive", "damaged"),
    ("empty.zip", to_zip({}), "no_articles", "holds no articles"),
    ("bomb.zip", to_zip({"a.txt": bytes(150_000_000)}), "too_large", "unpacks to more than"),
    ("bomb.jsonl.gz", gzip.compress(b" " * 150_000_000), "too_large", "unpacks to more than"),
    ("text.tar", b"The mayor said", "broken_archive", "damaged"),
    ("text.xlsx", b"The mayor said", "broken_archive", "cannot be opened"),
    ("text.warc", b"The mayor said", "broken_archive", "damaged"),
    ("text.mhtml", b"The mayor said", "broken_archive", "no web page"),
    ("japanese.txt", JAPANESE.encode("cp932"), "language", "Japanese"),
    ("chinese.txt", CHINESE.encode("gb18030"), "language", "Chinese"),
    ("french.jsonl", json.dumps({"text": FRENCH}).encode(), "language", "French"),
    ("french.csv", f'text\n"{FRENCH}"\n'.encode("cp1252"), "language", "French"),
    ("dots.txt", b". . . . . . . .", "too_short", "0 words"),
    ("joined.html", b"<html><body><script>var a = 'The mayor said';</script></body></html>", "no_article", "no article"),
    ("frames.html", b"<html><frameset><frame src=a.html></frameset></html>", "no_article", "no article"),
    ("gone.html", b"<html><title>410 Gone</title><body><h1>Gone</h1><p>This page is no longer available.</p></body></html>", "no_article", "no article"),
    ("login.html", b"<html><title>Log in</title><body><h1>Log in</h1><p>Log in to your account to read on.</p><form></form></body></html>", "no_article", "no article"),
    ("robots.html", b"<html><title>Just a moment...</title><body><p>Verify you are human by completing the action below.</p></body></html>", "no_article", "no article"),
    ("declared.html", b'<html><meta charset="shift_jis"><p>The mayor \xff\xff said</p></html>', "not_utf8", "shift_jis"),
    ("null.jsonl", b"null\n", "not_json", "no object"),
    ("string.jsonl", b'"The mayor said"\n', "not_json", "no object"),
    ("comma.jsonl", b'{"text": "The mayor said",}\n', "not_json", "line 1: "),
    ("single.jsonl", b"{'text': 'The mayor said'}\n", "not_json", "line 1: "),
    ("blank.jsonl", b'{"text": "  "}\n', "empty", "line 1: "),
    ("nothing.jsonl", b'{"text": null}\n', "no_text", "line 1: "),
    ("nested.jsonl", b'{"text": {"a": {"b": 1}}}\n', "broken_row", "text is an object"),
    ("true.jsonl", b'{"text": true}\n', "broken_row", "text is true or false"),
    ("headless.csv", b"The mayor of Veldra said so,Post\nThe clerk said so,Post\n", "no_text", "no column holds the text"),
    ("blank.csv", b"text,outlet\n,Post\n", "empty", "line 2"),
    ("empty.tsv", b"", "empty", "no rows"),
    ("list.parquet", to_parquet(pa.table({"text": [[1, 2]]})), "broken_row", "row 1: "),
    ("nulls.parquet", to_parquet(pa.table({"text": pa.array([None], pa.string())})), "no_text", "row 1: "),
    ("cut.parquet", to_parquet(ARTICLES)[:-100], "broken_parquet", "cannot be read"),
    ("null.json", b"null", "not_json", "neither"),
    ("empty.json.gz", gzip.compress(b""), "empty", "empty"),
    ("empty.xlsx", to_zip({}), "broken_archive", "cannot be opened"),
    ("cut.zip", to_zip({"a.txt": BODY.encode() * 50})[:-30], "broken_archive", "damaged"),
    ("empty.warc", b"", "no_articles", ""),
    ("empty.mhtml", b"", "empty", "empty"),
    ("empty.rss", b"", "empty", "empty"),
    ("cut.atom", b"<feed xmlns='http://www.w3.org/2005/Atom'><title>Post</title>", "no_articles", "no feed with entries"),
    ("paper.docx", to_zip({"word/document.xml": b"<w/>"}), "unsupported_format", ".txt"),
    ("paper.doc", b"\xd0\xcf\x11\xe0", "unsupported_format", ".txt"),
    ("mail.eml", b"From: ann@post.example\n\nThe mayor said", "unsupported_format", ".txt"),
    ("paper.pdf", b"%PDF-1.4", "unsupported_format", ".txt"),
    ("bytes.bin", b"\x01\x02", "unsupported_format", ".txt"),
    ("nameless", b"The mayor said", "unsupported_format", ".txt"),
    ("archive.gz", b"", "unsupported_format", ".txt"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "reason", "words"), BROKEN, ids=[case[0] for case in BROKEN])
def test_broken_file_is_rejected_with_its_reason(
    tmp_path: Path, name: str, data: bytes, reason: str, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    articles, rejects = run(tmp_path / name)
    assert articles == []
    assert [(Path(reject.source_uri).name, reject.reason) for reject in rejects] == [(name, reason)]
    assert any(word in rejects[0].detail for word in words.split("|"))
    assert len(rejects[0].detail) < 500


def test_fifty_broken_files_cost_none_of_five_good_ones(tmp_path: Path) -> None:
    assert len(BROKEN) > 50
    for name, data, _, _ in BROKEN:
        (tmp_path / name).write_bytes(data)
    for number in range(5):
        (tmp_path / f"good{number}.txt").write_text(f"Bridge {number} opens\n\n{BODY.format(number)}\n", "utf-8")
    articles, rejects = run(tmp_path)
    assert [Path(article.source_uri).name for article in articles] == [f"good{number}.txt" for number in range(5)]
    assert sorted(Path(reject.source_uri).name for reject in rejects) == sorted(case[0] for case in BROKEN)


def test_broken_lines_cost_only_themselves(tmp_path: Path) -> None:
    good = [json.dumps({"text": BODY.format(number)}).encode() for number in range(4)]
    long = b'{"text": "' + b"a" * 21_000_000 + b'"}'
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join([good[0], b"{", good[1], long, good[2], b'{"text": "\xff"}', good[3]]))
    articles, rejects = run(path)
    assert [article.text for article in articles] == [BODY.format(number) for number in range(4)]
    assert [(reject.reason, reject.detail.split(":")[0]) for reject in rejects] == [
        ("not_json", "line 2"),
        ("too_large", "line 4"),
        ("not_utf8", "line 6"),
    ]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b'"The row is never closed', "broken_row"),
        (b'"The row" is closed too early,x', "broken_row"),
        (b"The row, has, cells, too, many", "broken_row"),
        (b"\xff\xfe,x", "not_utf8"),
        (b"a" * 21_000_000 + b",x", "too_large"),
        (b'"' + (b"a" * 999 + b"\n") * 4100, "broken_row"),
    ],
    ids=["open", "early", "wide", "bytes", "long", "endless"],
)
def test_broken_csv_rows_cost_only_themselves(tmp_path: Path, broken: bytes, reason: str) -> None:
    good = [f'"{BODY.format(number)}",Post'.encode() for number in range(3)]
    path = tmp_path / "a.csv"
    path.write_bytes(b"\n".join([b"text,outlet", good[0], broken, good[1], good[2]]))
    articles, rejects = run(path)
    assert [article.text for article in articles] == [BODY.format(number) for number in range(3)]
    assert (rejects[0].reason, rejects[0].detail.split(":")[0]) == (reason, "line 3")


def test_articles_before_the_damage_in_a_compressed_file_are_kept(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": f"{BODY.format(number)} {number**9}"}) + "\n" for number in range(3000))
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(lines.encode())[:-2000])
    articles, rejects = run(path)
    assert len(articles) > 1000
    assert [reject.reason for reject in rejects] == ["broken_gzip"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [("nowhere.txt", "missing_path"), ("no*match", "missing_path"), ("bare", "no_articles"), ("notes", "no_articles")],
)
def test_inputs_without_articles_are_rejected_with_a_reason(tmp_path: Path, given: str, reason: str) -> None:
    (tmp_path / "bare").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "README.md").write_text("About this folder")
    (tmp_path / "good.txt").write_text(f"Bridge opens\n\n{BODY.format(1)}")
    articles, rejects = run(tmp_path / given, tmp_path / "good.txt")
    assert len(articles) == 1
    assert [(reject.source_uri, reject.reason) for reject in rejects] == [(f"{tmp_path.as_posix()}/{given}", reason)]


def test_dangling_links_pipes_and_metadata_are_no_articles(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "metadata.csv").write_text("file\n")
    articles, rejects = run(tmp_path, tmp_path / "metadata.csv")
    assert articles == []
    found = {(Path(reject.source_uri).name, reject.reason) for reject in rejects}
    assert found == {
        ("gone.txt", "missing_path"),
        ("pipe.txt", "unreadable"),
        (tmp_path.name, "no_articles"),
        ("metadata.csv", "unsupported_format"),
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BODY)
    path.chmod(0)
    _, (reject,) = run(path)
    assert reject.reason == "unreadable"


def test_reader_that_fails_in_an_unforeseen_way_costs_its_file_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(page: str, seeds: object) -> None:
        raise ZeroDivisionError("by chance")

    monkeypatch.setattr("flows.readers.html.reader.extract_page", fail)
    (tmp_path / "a.html").write_text("<html></html>")
    (tmp_path / "b.txt").write_text(f"Bridge opens\n\n{BODY}")
    articles, (reject,) = run(tmp_path)
    assert len(articles) == 1
    assert reject.reason == "unreadable"
    assert "ZeroDivisionError: by chance" in reject.detail


def test_broken_metadata_rows_are_named_and_cost_no_article(tmp_path: Path) -> None:
    for name in "abcd":
        (tmp_path / f"{name}.txt").write_text(f"Bridge {name}\n\n{BODY.format(name)}")
    (tmp_path / "metadata.csv").write_bytes(
        b"file,outlet,published_at\n"
        b"a.txt,The Post,2026-02-30\n"
        b"b.txt,The Post,2099-01-01\n"
        b"gone.txt,The Post,\n"
        b"a.txt,Again,\n"
        b",The Post,\n"
        b"c.txt,The Post,2026-01-05,too many\n"
        b"d.txt,Caf\xff\x81,\n"
    )
    articles, rejects = run(tmp_path)
    assert [(article.outlet, article.published_at) for article in articles] == [
        ("The Post", None),
        ("The Post", None),
        (None, None),
        (None, None),
    ]
    faults = [reject.detail for reject in rejects if reject.reason == "broken_metadata"]
    assert [fault.split(",")[0] for fault in faults] == ["line 2", "line 4", "line 5", "line 6", "line 7", "line 8"]
    assert "column published_at of a.txt" in faults[0]
    assert "no file gone.txt" in faults[1]
    assert "byte" in faults[5]
    assert [(Path(r.source_uri).name, r.reason) for r in rejects if r.reason != "broken_metadata"] == [
        ("b.txt", "bad_date")
    ]


@pytest.mark.parametrize("data", [b"", b"name,outlet\na.txt,Post\n", b"\x00\x01", b"\xff\xfe\n"])
def test_broken_metadata_file_costs_no_article(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_text(f"Bridge\n\n{BODY}")
    (tmp_path / "metadata.csv").write_bytes(data)
    articles, rejects = run(tmp_path)
    assert len(articles) == 1
    assert [reject.reason for reject in rejects] == ["broken_metadata"]


def test_same_article_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Bridge\n\n{BODY}")
    (tmp_path / "b.txt").write_text(f"Bridge\r\n\r\n{BODY}\r\n")
    articles, (reject,) = run(tmp_path / "b.txt", tmp_path / "a.txt")
    assert [Path(article.source_uri).name for article in articles] == ["a.txt"]
    assert (Path(reject.source_uri).name, reject.reason) == ("b.txt", "duplicate")
    assert f"{tmp_path.as_posix()}/a.txt" in reject.detail


def test_a_line_that_is_too_long_is_never_held() -> None:
    class Endless(io.RawIOBase):
        """Gives 40 MB of one line, and notes the largest piece asked for."""

        left = 40_000_000
        largest = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            size = min(len(buffer), self.left)
            buffer[:size] = b"a" * size
            self.left -= size
            self.largest = max(self.largest, size)
            return size

    source = Endless()
    lines = list(iterate_lines(io.BufferedReader(source)))
    assert [(line.number, line.data) for line in lines] == [(1, None)]
    assert source.left == 0
    assert source.largest < MAX_ARTICLE_BYTES


def test_file_of_another_format_does_not_flood_the_rejects(tmp_path: Path) -> None:
    good = json.dumps({"text": BODY.format(1)})
    (tmp_path / "a.jsonl").write_text("{\n" * 1500 + good + "\n}\n")
    articles, rejects = run(tmp_path)
    assert len(articles) == 1
    assert len(rejects) == MAX_REJECTS + 1
    assert rejects[-1].reason == "not_json"
    assert rejects[-1].detail.startswith("501 more rejects")
    assert "line 1502" in rejects[-1].detail


SIGNS = st.sampled_from(
    [b'"', b"\n", b"\r", b",", b"{", b"}", b'"text":', b"<p>", b"</p>", b"<!--", b"\xe2\x80", b"PAR1"]
)


@settings(max_examples=60, deadline=None)
@given(
    data=st.lists(SIGNS | st.binary(max_size=20) | st.just(BODY.encode()), max_size=12).map(b"".join),
    suffix=st.sampled_from([".txt", ".html", ".jsonl", ".csv", ".parquet"]),
    is_packed=st.booleans(),
)
def test_any_bytes_give_articles_or_rejects(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str, is_packed: bool
) -> None:
    path = tmp_path_factory.mktemp("bytes") / f"a{suffix}{'.gz' if is_packed else ''}"
    path.write_bytes(gzip.compress(data) if is_packed else data)
    articles, rejects = run(path)
    assert articles or rejects
    assert [reject for reject in rejects if "its reader failed" in reject.detail] == []
