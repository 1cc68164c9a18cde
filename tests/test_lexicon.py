"""The words and figures that ship beside the code."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from flows.resources import LEXICON_DIR
from transforms.lexicon import UNSEEN_PER_MILLION, load_frequencies, load_synonym_sets, load_words
from transforms.match.synonyms import load_synonyms
from transforms.match.text import stem_word


def test_no_list_holds_a_word_twice() -> None:
    with (LEXICON_DIR / "words.csv").open(encoding="utf-8", newline="") as file:
        rows = Counter((row["list"], row["word"]) for row in csv.DictReader(file))
    assert [row for row, count in rows.items() if count > 1] == []
    assert all(load_words(name) for name, _ in rows)


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(KeyError, match="no_such_list"):
        load_words("no_such_list")


def test_two_words_of_a_set_have_one_head_and_opposites_have_two() -> None:
    heads = load_synonyms()
    assert heads["die"] == heads["kill"]
    assert heads[stem_word("rises")] != heads[stem_word("fell")]
    assert min(map(len, load_synonym_sets())) > 1


def test_a_listed_stem_is_more_frequent_than_one_that_is_not() -> None:
    assert min(load_frequencies().values()) > UNSEEN_PER_MILLION
