"""Statements reported without a source: 'reportedly', 'is said to', 'it is believed that'."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.extract.attributions import Frame
from transforms.extract.cues import CueLexicon
from transforms.extract.sentences import split_clauses
from transforms.extract.view import Sentence, Span, View
from transforms.seeds import Cue

_VERBAL = frozenset({"be", "it"})  # lemmas that open a hedge of several words: 'is said to', 'it is believed'


def find_hedges(view: View, frames: Sequence[Frame], lexicon: CueLexicon) -> list[Frame]:
    """Return frames without source for the hedged clauses that no frame with a source accounts for."""
    taken = _cover(view, [f for f in frames if f.source is not None or f.implicit])
    covered = _cover(view, frames)
    openers = lexicon.adverbs | lexicon.firsts
    found: list[Frame] = []
    for sentence in view.sentences:
        behind = sentence.start
        for i in range(sentence.start, sentence.end):
            if i < behind or (view.lower[i] not in openers and view.lemmas[i] not in _VERBAL):
                continue
            hedge = _match_hedge(view, i, sentence.end, lexicon)
            if hedge is None or view.quote[i] >= 0 or i in taken:
                continue
            stop, cue = hedge
            if not covered.isdisjoint(range(i, stop)):
                continue
            content = _hedged_content(view, sentence, i, stop, taken, cue)
            if content:
                found.append(Frame(content, None, view.chars(i, stop), 0.8, by_rule=True))
            behind = stop
    return found


def _cover(view: View, frames: Sequence[Frame]) -> set[int]:
    return set(view.tokens_in(span for f in frames for span in (*f.content, f.cue, f.source)))


def _match_hedge(view: View, i: int, end: int, lexicon: CueLexicon) -> tuple[int, Cue] | None:
    """Return where a hedge that begins at a token ends, and its row of the seed."""
    if view.lower[i] in lexicon.adverbs:
        return i + 1, lexicon.words[view.lower[i]]
    found = lexicon.find_phrase(view, i, end)
    if found is None:
        return None
    stop, cue = found
    beside = (view.lower[i - 1] if i else "", view.lower[stop] if stop < end else "")
    if cue.cue_class != "hedge" or cue.scope == "word" or not set(cue.exceptions).isdisjoint(beside):
        return None  # it was said by a lawyer; as it transpired
    return (stop - 1 if view.lower[stop - 1] == "to" else stop), cue


def _hedged_content(view: View, sentence: Sentence, start: int, stop: int, taken: set[int], cue: Cue) -> list[Span]:
    """Return the clause that a hedge qualifies, without the hedge's own words."""
    clause = next((c for c in split_clauses(view, sentence) if c[0] <= start < c[1]), (sentence.start, sentence.end))
    low, high = clause
    if cue.direction == "behind" and any(view.is_word[i] for i in range(stop, high)):
        low = start  # not: the pier fell, it was reported
    high = next((i for i in range(stop, high) if _terminates(view, i, cue)), high)
    if any(i in taken for i in range(low, high)):
        high = next((i for i in range(stop, high) if i in taken), high)
        low = max([low, *(i + 1 for i in range(low, start) if i in taken)])
    pieces = []
    for a, b in ((low, start), (stop, high)):
        while a < b and (not view.is_word[a] or (a == low and view.lower[a] in {"and", "but", "or"})):
            a += 1
        while b > a and (view.words[b - 1] in {".", ",", ";", ":", "—", "–", "-"} or view.tags[b - 1] == "CC"):
            b -= 1
        if a < b:
            pieces.append(view.chars(a, b))
    return pieces


def _terminates(view: View, i: int, cue: Cue) -> bool:
    """Whether a word ends what a hedge covers: but, while others say; not: while running."""
    return view.lower[i] in cue.terminators and view.quote[i] < 0 and view.tags[i + 1 : i + 2] != ["VBG"]
