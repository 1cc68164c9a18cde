"""What two printings of one quotation share, and what was done to the words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

START, END, MIDDLE, WORDS = "start_trimmed", "end_trimmed", "middle_dropped", "words_replaced"
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Alignment:
    """The shared passage as characters of both texts, and the changes, in the order of reading.

    ``start_trimmed`` and ``end_trimmed``: one begins later or ends earlier; ``middle_dropped``: words inside the
    passage stand in one only; ``words_replaced``: others stand in their place.
    """

    start_a: int
    end_a: int
    start_b: int
    end_b: int
    changes: tuple[str, ...]


def align_quotes(a: str, b: str) -> Alignment:
    """Align two quotations word by word, letter case, hyphens and punctuation aside.

    Single words that agree before the first or after the last longer run are left out: they agree by chance.
    """
    words_a, words_b = list(_WORD.finditer(a)), list(_WORD.finditer(b))
    blocks = _match_words([_fold(w[0]) for w in words_a], [_fold(w[0]) for w in words_b])
    if not blocks:
        return Alignment(0, len(a), 0, len(b), (WORDS,))
    (first_a, first_b, _), (last_a, last_b, size) = blocks[0], blocks[-1]
    gaps = [
        (next_a - at_a - length, next_b - at_b - length)
        for (at_a, at_b, length), (next_a, next_b, _) in pairwise(blocks)
    ]
    found = {
        START: first_a > 0 or first_b > 0,
        MIDDLE: any((gap_a == 0) != (gap_b == 0) for gap_a, gap_b in gaps),
        WORDS: any(gap_a and gap_b for gap_a, gap_b in gaps),
        END: last_a + size < len(words_a) or last_b + size < len(words_b),
    }
    return Alignment(
        words_a[first_a].start(),
        words_a[last_a + size - 1].end(),
        words_b[first_b].start(),
        words_b[last_b + size - 1].end(),
        tuple(change for change, is_found in found.items() if is_found),
    )


def _match_words(a: list[str], b: list[str]) -> list[tuple[int, int, int]]:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    blocks = [(block.a, block.b, block.size) for block in matcher.get_matching_blocks() if block.size]
    long = [k for k, (_, _, size) in enumerate(blocks) if size > 1]
    return blocks[long[0] : long[-1] + 1] if long else blocks


def _fold(word: str) -> str:
    return word.casefold().replace("\u2019", "'")
