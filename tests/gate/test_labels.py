"""The labels of the gate are whole, and hold no text."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from flows.gate.labels import LABELS_DIR, SEALED, TUNING, CorpusError, read_articles
from transforms.schema import QUOTE_TYPES


def rows(name):
    with (LABELS_DIR / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_a_hundred_articles_are_sealed_and_a_fifth_of_the_first_three_hundred_read_twice():
    articles = rows("articles")
    assert Counter(row["part"] for row in articles) == {TUNING: 250, SEALED: 100}
    twice = {row["article"] for name in ("sources", "quotations") for row in rows(name) if row["reading"] == "2"}
    assert len(twice) >= 55


def test_every_label_names_a_source_of_its_article():
    known = {(row["article"], row["reading"], row["source"]) for row in rows("sources")}
    for name in ("quotations", "attributions"):
        for row in rows(name):
            for column in ("source", "via"):
                assert not row[column] or (row["article"], row["reading"], row[column]) in known, row
    assert {row["type"] for row in rows("quotations")} == set(QUOTE_TYPES)


def test_labels_are_offsets_and_short_names():
    assert max(len(row["who"]) for row in rows("sources")) <= 120
    assert all(
        set(row["spans"]) <= set("0123456789-;") for name in ("quotations", "attributions") for row in rows(name)
    )


def test_a_text_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CorpusError, match="article g001: bbc has no"):
        read_articles(tmp_path)
