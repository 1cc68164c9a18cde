"""Lemmas by rule: what to cut off a word and put on it, as labels that a classifier can choose from.

The rules are those of UDPipe 2 (Straka 2018, https://aclanthology.org/K18-2020), for suffixes alone.
"""

from __future__ import annotations

from collections.abc import Callable

KEPT, LOWERED, TITLED = "keep", "lower", "title"
_CASES: dict[str, Callable[[str], str]] = {KEPT: str, LOWERED: str.lower, TITLED: str.title}


def lemma_rule(word: str, lemma: str) -> str:
    """Return the rule that makes `lemma` of `word`: the letter case, how many characters go, and what comes instead.

    `apply_rule` with it gives `lemma` back. A word with no beginning in common goes whole.
    """
    ranked = sorted(_CASES, key=lambda case: -_shared(_CASES[case](word), lemma))  # the first of equals
    case, shared = ranked[0], _shared(_CASES[ranked[0]](word), lemma)
    if not shared:
        return f"{KEPT} all {lemma}"
    return f"{case} {len(_CASES[case](word)) - shared} {lemma[shared:]}"


def apply_rule(rule: str, word: str) -> str | None:
    """Return the lemma, None where the rule cuts more than the word has."""
    case, cut, ending = rule.split(" ", 2)
    if cut == "all":
        return ending
    base = _CASES[case](word)
    return base[: len(base) - int(cut)] + ending if len(base) > int(cut) else None


def _shared(word: str, lemma: str) -> int:
    """The number of characters that both begin with."""
    shared = 0
    while shared < min(len(word), len(lemma)) and word[shared] == lemma[shared]:
        shared += 1
    return shared
