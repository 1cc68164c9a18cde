"""Outlets: labels and addresses to the seed's names, and what the user is told of the others."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest

from transforms.articles import make_article
from transforms.outlets import Label, OutletNames, OutletReport, find_domain, fold_label
from transforms.records import RawArticle
from transforms.seeds import SEED_COLUMNS, parse_seeds

NAMES = OutletNames(
    {
        "Marl Post": parse_seeds(
            {name: ",".join(columns) + "\n" for name, columns in SEED_COLUMNS.items()}
            | {"outlets": "outlet,aliases,publisher_family,country\nMarl Post,The Marl Post|marlpost.example,,\n"}
        ).outlets["Marl Post"]
    }
)


@pytest.mark.parametrize(
    ("label", "url", "expected"),
    [
        ("Marl Post", None, Label("Marl Post", True)),
        ("the marl  post", None, Label("the marl  post", True)),
        ("Marl Post (Web News)", None, Label("Marl Post", True)),
        ("Marl Post - News", "https://other.example/a", Label("Marl Post", True)),
        ("The Marl Post Online News", None, Label("Marl Post", True)),
        ("Marl Post Online", None, Label("Marl Post", True)),
        ("www.marlpost.example", None, Label("Marl Post", True)),
        ("Guest Writer", "https://www.marlpost.example/2026/a?b=c", Label("Marl Post", True)),
        (None, "http://news.marlpost.example", Label("Marl Post", True)),
        ("Guest Writer", "https://notmarlpost.example/a", Label("Guest Writer", False)),
        ("Veldra Bugle - News", "https://bugle.example/a", Label("Veldra Bugle", False)),
        (None, "https://www.bugle.example:8080/a", Label("bugle.example", False)),
        (None, "file:///home/a.html", Label(None, False)),
        (None, None, Label(None, False)),
    ],
)
def test_an_outlet_is_found_by_label_and_then_by_address(label: str | None, url: str | None, expected: Label) -> None:
    assert NAMES.resolve(label, url) == expected


@pytest.mark.parametrize(
    "label", ["News", "Online", "Web News", "Sky News", "Fox News", "The Online Post", "News - 24"]
)
def test_a_name_that_looks_like_a_suffix_stays(label: str) -> None:
    assert fold_label(label) == label


@pytest.mark.parametrize("address", ["", "no address", "The Post, London", "a b.example", "https://", "//"])
def test_what_is_no_address_has_no_domain(address: str) -> None:
    assert find_domain(address) is None


def test_the_id_does_not_change_with_the_seed() -> None:
    raw = RawArticle("a.txt", "The mayor of Veldra opened the bridge on Monday.", outlet="Marl Post - News")
    now = datetime(2026, 3, 1, tzinfo=UTC)
    plain, _ = make_article(raw, today=date(2026, 3, 1), ingested_at=now)
    found, _ = make_article(raw, today=date(2026, 3, 1), ingested_at=now, outlets=NAMES)
    assert plain is not None
    assert found is not None
    assert (plain.outlet, found.outlet) == ("Marl Post - News", "Marl Post")
    assert plain.article_id == found.article_id


def test_the_report_counts_unknown_labels_with_lines_that_the_seed_takes() -> None:
    report = OutletReport()
    for label, url, count in (
        ("Bugle, The", "https://www.bugle.example/{}", 3),
        ("Guest", "https://site{}.example/", 4),
        ("Marl Post", "https://marlpost.example/{}", 5),
    ):
        for number in range(count):
            address = url.format(number)
            report.add(NAMES.resolve(label, address), address)
    assert report.unknown_articles == 7
    assert [(label, count) for label, count, _ in report.list_unknown()] == [("Guest", 4), ("Bugle, The", 3)]
    rows = [next(csv.reader(io.StringIO(row))) for _, _, row in report.list_unknown()]
    assert rows == [["Guest", "", "", ""], ["Bugle, The", "bugle.example", "", ""]]
    assert list(report.list_spread()) == [("Guest", [f"site{number}.example" for number in range(4)])]
    seed = "\n".join([",".join(SEED_COLUMNS["outlets"]), *(row for _, _, row in report.list_unknown())])
    texts = {name: ",".join(columns) + "\n" for name, columns in SEED_COLUMNS.items()}
    assert list(parse_seeds(texts | {"outlets": seed}).outlets) == ["Guest", "Bugle, The"]
