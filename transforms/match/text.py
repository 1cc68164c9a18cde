"""Words of many texts at once, as Arrow and NumPy columns.

Everything per word (lower case, stem, weight, kind) is computed once per distinct word, not once per occurrence:
news repeats itself, so a million claims hold a few hundred thousand distinct words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp

from transforms.lexicon import join_words, load_irregular_forms, load_words

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

BOUNDARY = "\u241e"
"""Stands between sentences in a token stream (a record separator symbol: no word)."""

SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}
"""The word that stands for a currency sign before a number."""

CURRENCIES = frozenset(SIGNS.values()) | load_words("currency_stems")
"""Stems of currencies."""

# In this order; RE2 syntax. Joined signs keep a number or an abbreviation in one token: 5.7 -> 5_7, U.S. -> US.
_REWRITES: tuple[tuple[str, str], ...] = (
    ("[\u2018\u2019\u02bc\u00b4`]", "'"),
    (r"(?i)\bcan't\b", "can not"),
    (r"(?i)\bwon't\b", "will not"),
    (r"(?i)n't\b", " not"),
    (r"'s\b|'\s|\s'", " "),
    (r"(\d),(\d\d\d)\b", r"\1\2"),
    (r"(\d),(\d\d\d)", r"\1\2"),
    (r"(\d)\.(\d)", r"\1_\2"),
    (r"\b(\p{L})\.(\p{L})\.(?:(\p{L})\.)?(?:(\p{L})\.)?(?:(\p{L})\.)?", r"\1\2\3\4\5"),
    (rf"\b({join_words('title_abbreviations').title()}|St|Jr|Sr|No)\.", r"\1"),
    ("([.!?:;\n][\"'\u201c\u201d)\\]]*)(?:\\s|$)", f" {BOUNDARY} "),
    (r"%", " percent "),
    *((rf"[{sign}]\s?(\d)", rf" {word} \1") for sign, word in SIGNS.items()),
    (r"\bper cent\b", "percent"),
    (f"[^\\p{{L}}\\p{{N}}_{BOUNDARY}]+", " "),
)


_BATCH_ROWS = 200_000
_BATCH_TEXTS = 1_000
_BATCH_BYTES = 16_000_000  # of text that is rewritten and split at a time

FREE_WEIGHT = 1.5
"""Nats taken off a word's rarity: a word in more than 22 % of all sentences weighs nothing."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Texts as token codes: text i holds ``codes[offsets[i]:offsets[i + 1]]``; code c is the word ``words[c]``.

    Words keep their case. They are sorted, so that equal texts give equal codes whatever their order.
    """

    codes: Codes
    offsets: Ints
    words: tuple[str, ...]

    def slice(self, start: int, stop: int) -> Tokens:
        """Return the tokens of the texts from ``start`` to ``stop`` (exclusive); the words stay."""
        offsets = self.offsets[start : stop + 1]
        return Tokens(self.codes[offsets[0] : offsets[-1]], offsets - offsets[0], self.words)

    @property
    def rows(self) -> Ints:
        """The number of the text that each token belongs to."""
        return np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))


def encode_texts(texts: pa.Array | pa.ChunkedArray | Sequence[str]) -> Tokens:
    """Split texts into words and code them; null texts have no words.

    Words are runs of letters and digits. "n't" becomes "not", a possessive 's is dropped, thousands separators
    are dropped and decimal points become "_", so that a number is one word.
    """
    column = texts if isinstance(texts, pa.Array | pa.ChunkedArray) else pa.array(texts, pa.string())
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    column = pc.fill_null(column.cast(pa.large_string()), "")
    rows = max(1, _BATCH_BYTES * len(column) // max(column.nbytes, 1))
    parts = [_code_words(column.slice(start, rows)) for start in range(0, len(column), rows)]
    words = sorted({word for part in parts for word in part.words})
    number = {word: i for i, word in enumerate(words)}
    codes = [np.array([number[word] for word in part.words], dtype=np.int32)[part.codes] for part in parts]
    sizes = [np.diff(part.offsets) for part in parts]
    return Tokens(
        np.concatenate([np.zeros(0, np.int32), *codes]),
        np.cumsum(np.concatenate([[0], *sizes]), dtype=np.int64),
        tuple(words),
    )


def _code_words(column: pa.LargeStringArray) -> Tokens:
    """Split and code some texts, with the words in order of their first appearance."""
    for pattern, replacement in _REWRITES:
        column = pc.replace_substring_regex(column, pattern, replacement)
    lists = pc.utf8_split_whitespace(pc.utf8_trim_whitespace(column))
    encoded = lists.flatten().dictionary_encode()
    words = encoded.dictionary.to_pylist()
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int32)
    offsets = lists.offsets.to_numpy().astype(np.int64)
    if "" in words:  # splitting an empty text gives one empty word
        empty = words.index("")
        keep = codes != empty
        codes, offsets = codes[keep], np.concatenate([[0], np.cumsum(keep)])[offsets]
        codes -= codes > empty
        del words[empty]
    return Tokens(codes, offsets, tuple(words))


def map_words(tokens: Tokens, function: Callable[[str], str | None]) -> Tokens:
    """Return the tokens with every word replaced by ``function(word)``; words that give None are dropped."""
    mapped = [function(word) for word in tokens.words]
    words = sorted({word for word in mapped if word is not None})
    number = {word: i for i, word in enumerate(words)}
    lookup = np.array([-1 if word is None else number[word] for word in mapped], dtype=np.int32)
    codes = lookup[tokens.codes] if len(tokens.codes) else tokens.codes
    keep = codes >= 0
    kept_before = np.zeros(len(keep) + 1, dtype=np.int32)
    np.cumsum(keep, out=kept_before[1:])
    return Tokens(codes[keep], kept_before[tokens.offsets].astype(np.int64), tuple(words))


_VOWEL = re.compile("[aeiouy]")
_IRREGULAR = load_irregular_forms()


_SAME_AS_WRITTEN = load_words("same_as_written")
_SHORT_ROOT = re.compile("[^aeiou][aeiou][^aeiouwxy]$")


def stem_word(word: str) -> str:
    """Return a crude English stem of a lowercased word: plural, -ed, -ing, -ment, final e taken off.

    After Porter's step 1 (1980), shortened: stems only have to meet, not to be words.
    """
    word = _IRREGULAR.get(word, word)
    if len(word) <= 3 or not word.isalpha() or word in _SAME_AS_WRITTEN:
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("sses"):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    word = _drop_ending(word)
    if word.endswith("e") and len(word) > 4:
        word = word[:-1]
    if word.endswith("y") and len(word) > 3:
        word = word[:-1] + "i"
    return word


def _drop_ending(word: str) -> str:
    for ending in ("ing", "eed", "ed", "ment"):
        root = word.removesuffix(ending)
        if root == word or len(root) < 3 or not _VOWEL.search(root):
            continue
        if ending == "eed":
            return root + "ee"
        if ending == "ment":
            return root
        if len(root) == 3 and _SHORT_ROOT.search(root):
            return root + "e"  # vot-ed, not-ing: "not" is another word than "note"
        if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz":
            return root[:-1]
        return root
    return word


FUNCTION_WORDS = frozenset(map(stem_word, load_words("function_words")))
"""Stems of words that say nothing alone; all others are content words."""


def hash_shingles(tokens: Tokens, size: int) -> tuple[npt.NDArray[np.uint64], Ints]:
    """Return a 64-bit hash of every run of ``size`` tokens inside a text, and the text's number.

    Hashes come from the words themselves, so that they are the same in every batch.
    """
    seeds = np.array([_hash_word(word) for word in tokens.words], dtype=np.uint64)
    found = [(np.zeros(0, np.uint64), np.zeros(0, np.int64))]
    for start in range(0, len(tokens.offsets) - 1, _BATCH_TEXTS):
        hashes, rows = _hash_some(tokens.slice(start, min(start + _BATCH_TEXTS, len(tokens.offsets) - 1)), seeds, size)
        found.append((hashes, rows + start))
    return np.concatenate([hashes for hashes, _ in found]), np.concatenate([rows for _, rows in found])


def _hash_some(tokens: Tokens, seeds: npt.NDArray[np.uint64], size: int) -> tuple[npt.NDArray[np.uint64], Ints]:
    values = seeds[tokens.codes] if len(tokens.codes) else np.zeros(0, np.uint64)
    count = max(len(values) - size + 1, 0)
    hashes = np.zeros(count, dtype=np.uint64)
    for k in range(size):  # wraps around on purpose
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + values[k : k + count]
    hashes ^= hashes >> np.uint64(29)
    rows = tokens.rows
    inside = rows[:count] == rows[size - 1 :] if count else np.zeros(0, dtype=bool)
    return hashes[inside], rows[:count][inside]


def _hash_word(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def join_rare(keys: npt.NDArray[np.uint64], rows: Ints, crowd: int) -> tuple[Ints, Ints, Ints]:
    """Return (i, j, shared keys) with i < j of all rows that share a key held by 2 to ``crowd`` rows."""
    order = np.lexsort((rows, keys))
    keys, rows = keys[order], rows[order]
    first = np.ones(len(keys), dtype=bool)
    first[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    keys, rows = keys[first], rows[first]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, np.int64)
    sizes = np.diff(np.append(starts, len(keys)))
    lefts, rights = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= crowd)]).tolist():
        members = rows[starts[sizes == size][:, None] + np.arange(size)]
        i, j = np.triu_indices(size, 1)
        lefts.append(members[:, i].ravel())
        rights.append(members[:, j].ravel())
    span = int(rows.max(initial=0)) + 1
    pairs, counts = np.unique(np.concatenate(lefts) * span + np.concatenate(rights), return_counts=True)
    return pairs // span, pairs % span, counts.astype(np.int64)


def number_values(column: pa.ChunkedArray) -> Ints:
    """Return a number for each value of a column, in order of first appearance."""
    return np.asarray(column.combine_chunks().dictionary_encode().indices, dtype=np.int64)


def multiply_rows(left: sp.csr_array, right: sp.csr_array, i: Ints, j: Ints) -> Floats:
    """Return the dot products of rows ``i`` of one matrix with rows ``j`` of another, in batches."""
    parts = [np.zeros(0)]
    for start in range(0, len(i), _BATCH_ROWS):
        a, b = left[i[start : start + _BATCH_ROWS]], right[j[start : start + _BATCH_ROWS]]
        parts.append(np.asarray(a.multiply(b).sum(axis=1)).ravel())
    return np.concatenate(parts)
