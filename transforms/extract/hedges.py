"""Statements reported without a source: 'reportedly', 'is said to', 'it is believed that'."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.extract.attributions import Frame
from transforms.extract.cues import CueLexicon
from transforms.extract.phrases import descend, find_subject
from transforms.extract.repairs import HEDGING_ADVERBS
from transforms.extract.sentences import split_clauses
from transforms.extract.view import Sentence, Span, View

# Seeded hedges that qualify a word rather than report a statement.
_WEAK = frozenset(
    {"know", "suppose", "hold", "accuse", "so-called", "purportedly", "unconfirmed", "officially", "see", "tip"}
)
_VERBAL = frozenset({"be", "it"})  # lemmas that open a hedge of several words: 'is said to', 'it is believed'


def find_hedges(view: View, frames: Sequence[Frame], lexicon: CueLexicon) -> list[Frame]:
    """Return frames without source for the hedged clauses that no frame with a source accounts for."""
    taken = _cover(view, [f for f in frames if f.source is not None or f.implicit])
    covered = _cover(view, frames)
    openers = HEDGING_ADVERBS | lexicon.firsts
    found: list[Frame] = []
    for sentence in view.sentences:
        behind = sentence.start
        for i in range(sentence.start, sentence.end):
            if i < behind or (view.lower[i] not in openers and view.lemmas[i] not in _VERBAL):
                continue
            stop = _match_hedge(view, i, sentence.end, lexicon)
            if stop is None or view.quote[i] >= 0 or i in taken or i in covered:
                continue
            content = _hedged_content(view, sentence, i, stop, taken)
            if content:
                found.append(Frame(content, None, view.chars(i, stop), 0.8, by_rule=True))
            behind = stop
    return found


def _cover(view: View, frames: Sequence[Frame]) -> set[int]:
    return {
        i
        for frame in frames
        for span in (*frame.content, *([frame.cue] if frame.cue else []), *([frame.source] if frame.source else []))
        for i in view.tokens_of(span)
    }


def _match_hedge(view: View, i: int, end: int, lexicon: CueLexicon) -> int | None:
    if view.lower[i] in HEDGING_ADVERBS:
        return None if _qualifies_phrase(view, i) else i + 1
    found = lexicon.find_phrase(view, i, end)
    if found is None:
        return _match_split_hedge(view, i, end, lexicon)
    stop, cue = found
    if cue.cue_class != "hedge" or cue.lemma in _WEAK or view.lower[stop - 1] in {"of", "reports"}:
        return None
    if stop < end and view.lower[stop] == "by":
        return None  # it was said by a lawyer
    is_bare = stop == end or not view.is_word[stop] or view.lower[stop] in {"to", "in", "of"}
    if view.lower[i] == "it" and view.tags[stop - 1] == "VBN" and (i == 0 or view.words[i - 1] != ",") and is_bare:
        return None  # whatever the tongue in which it was said; it was said to close
    return stop - 1 if view.lower[stop - 1] == "to" else stop


def _qualifies_phrase(view: View, i: int) -> bool:
    """Whether an adverb qualifies no statement: 'an apparently failed attempt', 'Rooy, reportedly the oldest, said'."""
    following = i + 1
    if following >= len(view):
        return True
    is_attribute = view.deps[following] == "amod" and view.heads[following] > following
    return is_attribute or (i > 0 and view.words[i - 1] == "," and view.tags[following] == "DT")


def _match_split_hedge(view: View, i: int, end: int, lexicon: CueLexicon) -> int | None:
    """'is widely believed to': an adverb or 'not' inside the phrase."""
    if view.lemmas[i] != "be" or i + 3 >= end or view.tags[i + 1] != "RB":
        return None
    for words, cue in lexicon.phrases.get(("be", view.lower[i + 2]), ()):
        if len(words) == 3 and words[2] == "to" and view.lower[i + 2] == words[1] and view.lower[i + 3] == "to":
            return i + 3 if cue.cue_class == "hedge" and cue.lemma not in _WEAK else None
    return None


def _hedged_content(view: View, sentence: Sentence, start: int, stop: int, taken: set[int]) -> list[Span]:
    """Return the clause that a hedge qualifies, without the hedge's own words."""
    clause = next((c for c in split_clauses(view, sentence) if c[0] <= start < c[1]), (sentence.start, sentence.end))
    low, high = clause
    verb = _verb_of(view, start, stop)
    if (
        stop < high
        and view.tags[stop] == "VBG"
        and start
        and (view.words[start - 1] == "," or view.tags[start - 1] == "IN")
    ):
        low = start  # …, reportedly destroying the bridge; held for allegedly stealing it
        last = max(descend(view, stop))
        high = min(high, last + 1) if last > stop else high
    elif view.deps[verb] == "conj":
        low = max(
            low,
            min(
                (
                    j
                    for j in range(low, start)
                    if view.lower[j] in {"and", "but"} and not _later_conjunction(view, j, start)
                ),
                default=low,
            ),
        )
    if any(i in taken for i in range(low, high)):
        high = next((i for i in range(stop, high) if i in taken), high)
        low = max([low, *(i + 1 for i in range(low, start) if i in taken)])
    pieces = []
    subject = find_subject(view, verb) if view.deps[verb] == "conj" else None
    if subject is not None and subject.stop <= low and not any(i in taken for i in subject):
        pieces.append(view.chars(subject.start, subject.stop))  # (he) left and allegedly stole it
    for a, b in ((low, start), (stop, high)):
        while a < b and (not view.is_word[a] or (a == low and view.lower[a] in {"and", "but", "or"})):
            a += 1
        while b > a and (view.words[b - 1] in {".", ",", ";", ":", "—", "–", "-"} or view.tags[b - 1] == "CC"):
            b -= 1
        if a < b:
            pieces.append(view.chars(a, b))
    return pieces


def _later_conjunction(view: View, j: int, start: int) -> bool:
    return any(view.lower[k] in {"and", "but"} for k in range(j + 1, start))


def _verb_of(view: View, start: int, stop: int) -> int:
    if view.lower[start] in HEDGING_ADVERBS:
        return view.heads[start]
    return next((i for i in range(start, stop) if view.tags[i] in {"VBN", "VBD"}), start)
