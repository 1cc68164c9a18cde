from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.match.text import BOUNDARY, Tokens, encode_texts, hash_shingles, join_rare, map_words, stem_word


def read(tokens: Tokens) -> list[list[str]]:
    return [
        [tokens.words[c] for c in tokens.codes[a:b]]
        for a, b in zip(tokens.offsets[:-1], tokens.offsets[1:], strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He can’t pay $5.7 billion", ["He", "can", "not", "pay", "dollar", "5_7", "billion"]),
        ("It won't cost 1,250,000 crowns", ["It", "will", "not", "cost", "1250000", "crowns"]),
        ("Ilmara's share: 12%", ["Ilmara", "share", BOUNDARY, "12", "percent"]),
        ("The U.N. and the N.F.L.T. met.", ["The", "UN", "and", "the", "NFLT", "met", BOUNDARY]),
        ("Mr. Osk left. Then", ["Mr", "Osk", "left", BOUNDARY, "Then"]),
        ("", []),
        ("—", []),
    ],
)
def test_a_text_is_split_into_its_words(text: str, words: list[str]) -> None:
    assert read(encode_texts([text])) == [words]


def test_null_texts_have_no_words() -> None:
    tokens = encode_texts(["one", None, "two"])  # type: ignore[list-item]
    assert read(tokens) == [["one"], [], ["two"]]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=6))
def test_a_text_is_coded_alike_alone_and_among_others(texts: list[str]) -> None:
    together = read(encode_texts(texts))
    assert together == [read(encode_texts([text]))[0] for text in texts]


@pytest.mark.parametrize(
    "words",
    [
        ("warn", "warns", "warned", "warning"),
        ("stop", "stopped", "stopping", "stops"),
        ("policy", "policies"),
        ("agree", "agreed", "agrees"),
        ("say", "said", "says"),
        ("city", "cities"),
        ("vote", "votes", "voted", "voting"),
        ("note", "noted", "noting"),
        ("announce", "announced", "announcing", "announcement"),
    ],
)
def test_forms_of_a_word_have_one_stem(words: tuple[str, ...]) -> None:
    assert len({stem_word(word) for word in words}) == 1


@pytest.mark.parametrize(("a", "b"), [("news", "new"), ("not", "note"), ("his", "hi"), ("glass", "gla")])
def test_different_words_have_different_stems(a: str, b: str) -> None:
    assert stem_word(a) != stem_word(b)


def test_map_words_drops_words_and_keeps_texts() -> None:
    tokens = map_words(encode_texts(["The cat. Sat", "the"]), lambda w: None if w == BOUNDARY else w.lower())
    assert read(tokens) == [["the", "cat", "sat"], ["the"]]


def test_shingles_stay_inside_a_text_and_do_not_depend_on_the_batch() -> None:
    alone, _ = hash_shingles(encode_texts(["a b c d"]), 3)
    hashes, rows = hash_shingles(encode_texts(["z y", "a b c d", "b c d"]), 3)
    assert rows.tolist() == [1, 1, 2]
    assert set(alone.tolist()) == set(hashes[rows == 1].tolist())
    assert hashes[2] == hashes[1]


def test_join_rare_pairs_rows_that_share_keys_but_not_crowds() -> None:
    keys = np.array([1, 1, 2, 2, 3, 3, 3, 2], dtype=np.uint64)
    rows = np.array([5, 3, 3, 5, 1, 2, 4, 5], dtype=np.int64)
    left, right, shared = join_rare(keys, rows, crowd=2)
    assert list(zip(left.tolist(), right.tolist(), shared.tolist(), strict=True)) == [(3, 5, 2)]
