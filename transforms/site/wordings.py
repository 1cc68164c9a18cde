"""Two wordings of one quotation side by side: what the second one keeps, drops and adds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

KEPT, DROPPED, ADDED = "kept", "dropped", "added"
_TOKEN = re.compile(r"\S+")
_EDGES = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that were all kept, all dropped, or all added."""

    kind: str
    text: str


def compare_wordings(full: str, other: str) -> list[Run]:
    """Return the other wording as runs against the full one; letter case and marks around words are no difference.

    The kept and added runs give back the other wording's words, the kept and dropped ones those of the full one.
    """
    a, b = _TOKEN.findall(full), _TOKEN.findall(other)
    matcher = SequenceMatcher(None, [_fold(word) for word in a], [_fold(word) for word in b], autojunk=False)
    runs: list[Run] = []
    for kind, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        if kind == "equal":
            runs.append(Run(KEPT, " ".join(b[b_start:b_end])))
            continue
        if a_end > a_start:
            runs.append(Run(DROPPED, " ".join(a[a_start:a_end])))
        if b_end > b_start:
            runs.append(Run(ADDED, " ".join(b[b_start:b_end])))
    return runs


def _fold(word: str) -> str:
    return _EDGES.sub("", word).casefold().replace("\u2019", "'") or word
