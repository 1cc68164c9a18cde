"""Two wordings of one quotation side by side: what the second one keeps, drops and adds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import lru_cache

KEPT, DROPPED, ADDED = "kept", "dropped", "added"
_TOKEN = re.compile(r"\S+")
_EDGES = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that were all kept, all dropped, or all added."""

    kind: str
    text: str

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


@lru_cache(maxsize=10_000)  # a quotation stands on the pages of its story and of its speakers
def compare_wordings(full: str, other: str) -> tuple[Run, ...]:
    """Return the other wording as runs against the full one; letter case and marks around words are no difference.

    The kept and added runs give back the other wording's words, the kept and dropped ones those of the full one.
    """
    a, b = _TOKEN.findall(full), _TOKEN.findall(other)
    matcher = SequenceMatcher(None, fold_words(full), fold_words(other), autojunk=False)
    runs: list[Run] = []
    a_end = b_end = 0
    for block in _drop_chance(matcher.get_matching_blocks()):
        changed = (
            (DROPPED, a[a_end : block.a]),
            (ADDED, b[b_end : block.b]),
            (KEPT, b[block.b : block.b + block.size]),
        )
        runs += (Run(kind, " ".join(words)) for kind, words in changed if words)
        a_end, b_end = block.a + block.size, block.b + block.size
    return tuple(runs)


def is_comparable(runs: Sequence[Run]) -> bool:
    """Say whether differences mean something: two wordings share at least a third of the shorter one's words."""
    words = {kind: sum(run.words for run in runs if run.kind == kind) for kind in (KEPT, DROPPED, ADDED)}
    return words[KEPT] * 3 >= words[KEPT] + min(words[DROPPED], words[ADDED])


def fold_words(text: str) -> tuple[str, ...]:
    """Return the words of a text without letter case and without the marks around them."""
    return tuple(_EDGES.sub("", word).casefold().replace("\u2019", "'") or word for word in _TOKEN.findall(text))


def _drop_chance(blocks: Sequence[Match]) -> list[Match]:
    """Leave out words that both wordings have by chance: those between as many new ones, as 'the' often is."""
    left = list(blocks)  # the last is empty and marks the end

    def is_chance(n: int) -> bool:
        before = left[n].b - (left[n - 1].b + left[n - 1].size if n else 0)
        after = left[n + 1].b - left[n].b - left[n].size
        return before > 0 and after > 0 and left[n].size <= before + after

    while (found := next((n for n in range(len(left) - 1) if is_chance(n)), None)) is not None:
        del left[found]
    return left
