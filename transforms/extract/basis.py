"""Why a source should know, or why it is not named: 'who attended the meeting', 'familiar with it', 'seen by the Post'.

The words that begin such a phrase are the list ``basis`` of ``seeds/words.csv``; after 'who' follows one of the verbs
of the list ``witnessing``.
"""

from __future__ import annotations

from collections.abc import Mapping

from transforms.extract.attributions import Frame
from transforms.extract.rules import rule
from transforms.extract.view import Span, View

_LONGEST, _BEHIND = 24, 14  # tokens: of a phrase; between a source or cue and the phrase
_MARKS = frozenset({".", ";", "—", "–", ":", "(", ")", "?", "!"})
_WHO = frozenset({"who", "which", "that"})


@rule("basis.phrase", nothing=None)
def find_basis(view: View, frame: Frame, words: Mapping[str, frozenset[str]]) -> Span | None:
    """Return where the text says why a frame's source knows or is not named; None where it does not."""
    if frame.source is None:
        return None
    source = view.tokens_of(frame.source)
    number = view.sentence[source.start]
    if number < 0:
        return None
    end = view.sentences[number].end
    taken = {i for span in frame.content for i in view.tokens_of(span)}
    cue = view.tokens_of(frame.cue) if frame.cue else range(source.stop, source.stop)
    limit = min(end, max(source.stop, cue.stop if view.sentence[cue.start] == number else 0) + _BEHIND)
    for i in range(source.start, limit):
        if i in taken or view.quote[i] >= 0 or i in cue:
            continue
        if _opens(view, i, end, words):
            return view.chars(i, _find_end(view, i, min(end, i + _LONGEST), taken, cue))
    return None


def _opens(view: View, i: int, end: int, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether a basis begins at a token."""
    if view.lower[i] in _WHO:
        verbs = range(i + 1, min(i + 5, end))
        return any(view.lemmas[j] in words["witnessing"] and view.tags[j].startswith("VB") for j in verbs)
    return any(" ".join(view.lower[i : i + width]) in words["basis"] for width in range(1, 5))


def _find_end(view: View, start: int, limit: int, taken: set[int], cue: range) -> int:
    """Return where a basis ends: at the next mark, at the cue, or where the content goes on."""
    end = start + 1
    while end < limit and end not in taken and end not in cue and view.quote[end] < 0:
        if view.words[end] in _MARKS or (view.words[end] == "," and end - start > 1):
            break
        end += 1
    while end > start + 1 and not view.is_word[end - 1]:
        end -= 1
    return end
