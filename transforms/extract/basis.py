"""Why a source should know, or why it is not named: 'who attended the meeting', 'familiar with it', 'seen by the Post'.

The words that begin such a phrase are lists of ``seeds/words.csv``: those of ``basis`` stand inside or right behind a
source, those of ``basis_apart`` anywhere behind it; after 'who' follows one of the verbs of ``witnessing``.
"""

from __future__ import annotations

from collections.abc import Mapping

from transforms.extract.attributions import Frame
from transforms.extract.rules import rule
from transforms.extract.view import Span, View

_LONGEST, _BEHIND = 24, 14  # tokens: of a phrase; between a source or cue and a phrase that may stand apart
_MARKS = frozenset({".", ";", "—", "–", ":", "(", ")", "?", "!"})
_RELATIVES = frozenset({"who", "which", "that"})
_PRONOUNS = frozenset({"WP", "WDT"})


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
    taken = set(view.tokens_in(frame.content))
    cue = view.tokens_of(frame.cue) if frame.cue else range(source.stop, source.stop)
    limit = min(end, max(source.stop, cue.stop if view.sentence[cue.start] == number else 0) + _BEHIND)
    beside = min(source.stop + 1 + (source.stop < end and view.words[source.stop] == ","), end)
    relatives = (i for i in range(source.start + 1, beside) if view.lower[i] in _RELATIVES)
    relative = next((i for i in relatives if view.tags[i] in _PRONOUNS), None)
    for i in range(source.start + 1, limit):
        if i in taken or view.quote[i] >= 0 or i in cue:
            continue
        if _opens(view, i, words["basis_apart"]) or (i < beside and _opens(view, i, words["basis"])):
            return view.chars(i, _find_end(view, i, min(end, i + _LONGEST), taken, cue))
        if i == relative and view.lower[i] == "who" and _witnesses(view, i, end, words["witnessing"]):
            return view.chars(i, _find_end(view, i, min(end, i + _LONGEST), taken, cue))
    return None


def _opens(view: View, i: int, phrases: frozenset[str]) -> bool:
    """Whether one of some phrases begins at a token."""
    return any(" ".join(view.lower[i : i + width]) in phrases for width in range(1, 5))


def _witnesses(view: View, i: int, end: int, verbs: frozenset[str]) -> bool:
    """Whether what is told of a source behind 'who' is that it saw, heard or studied the matter."""
    return any(view.lemmas[j] in verbs and view.tags[j].startswith("VB") for j in range(i + 1, min(i + 5, end)))


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
