"""Sentences and clauses, from the text's form first and the parse second.

A parser's sentence ends go wrong around quotation marks; full stops and capitals do not.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from itertools import pairwise

from transforms.extract.phrases import descend
from transforms.extract.view import SUBJECTS, Sentence, Span, View
from transforms.lexicon import load_words

_ENDS = frozenset({".", "!", "?", "…", "...", "?!", "!?", "!!", "??", "....", ".."})
_CLOSING = frozenset("\"”’'»)]}") | {"''", "’’"}
_OPENING = frozenset("([“‘«")
_PLACING = load_words("prepositions_of_place") | {",", "during", "after"}
_STARTERS = load_words("sentence_starters")
_CLOSING_ABBREVIATIONS = load_words("closing_abbreviations")
_TITLES = load_words("abbreviations")

MOST_TOKENS = 400
"""A sentence that goes on is cut behind so many tokens: what is looked for in a sentence costs no more than that."""


def split_sentences(view: View, speech: AbstractSet[str]) -> None:
    """Fill ``sentences`` and ``sentence``.

    Args:
        view: a view without sentences.
        speech: lemmas of speech cues; "Go!" Smith said. is one sentence.
    """
    view.sentence = [-1] * len(view)
    n, i = len(view), 0
    while i < n:
        paragraph = view.paragraph[i]
        if paragraph < 0:
            i += 1
            continue
        start = i
        while i < n and view.paragraph[i] == paragraph and i - start < MOST_TOKENS:
            i += 1
            if _ends_sentence(view, i - 1):
                while i < n and view.words[i] in _CLOSING and view.starts[i] == view.ends[i - 1]:
                    i += 1
                if not _goes_on(view, i, speech):
                    break
        _add_sentence(view, start, i, paragraph)


def _add_sentence(view: View, start: int, end: int, paragraph: int) -> None:
    while start < end and view.pos[start] == "SPACE":
        start += 1
    if start < end:
        view.sentence[start:end] = [len(view.sentences)] * (end - start)
        view.sentences.append(Sentence(start, end, paragraph))


def _ends_sentence(view: View, i: int) -> bool:
    word = view.words[i]
    if view.words[i][-1:] == "." and i + 1 < len(view) and _continues_word(view, i):
        return False
    if word in _ENDS:
        return True
    if not word.endswith(".") or len(word) < 2:
        return False
    # an abbreviation ends a sentence only when a word follows that would not be capitalised inside one
    following = view.words[i + 1] if i + 1 < len(view) else ""
    if len(word) == 2 and word[0].isupper():  # an initial
        return False
    if word.lower() in _TITLES:
        return following[:1].isupper() and following.lower() in _STARTERS and word.lower() in _CLOSING_ABBREVIATIONS
    return not following[:1].islower()


def _continues_word(view: View, i: int) -> bool:
    """Whether a full stop is one inside a word or number (BA.5, No. 3), or of a title before a name (Sgt. Brandt)."""
    following = view.words[i + 1]
    is_closed_up = view.starts[i + 1] == view.ends[i]
    if following[:1].isdigit():
        return is_closed_up or (view.words[i] == "." and view.lower[i - 1] == "no")
    is_title = view.words[i] == "." and f"{view.lower[i - 1]}." in _TITLES - _CLOSING_ABBREVIATIONS
    return is_title and view.ends[i - 1] == view.starts[i] and view.words[i + 1][:1].isupper()


def _goes_on(view: View, i: int, speech: AbstractSet[str]) -> bool:
    """Whether the sentence goes on at token i, after an end mark and the closing marks behind it."""
    if i >= len(view) or view.paragraph[i] != view.paragraph[i - 1]:
        return False
    word = view.words[i]
    if word[:1].islower() and view.words[i - 1] not in {"."}:
        return True
    if word in {",", ";", "—", "–", "―", "-", "--"}:
        return True
    if view.words[i - 1] not in _CLOSING or not (word[:1].isupper() or word[:1].islower()):
        return False
    # “Go!” Smith said: the words behind the closing mark are no sentence of their own
    for j in range(i, min(i + 12, len(view))):
        if view.paragraph[j] != view.paragraph[i] or view.words[j] in _ENDS:
            break
        if view.words[j] in {",", "“", '"', ":"}:
            return False
        if view.lemmas[j] in speech and view.tags[j] in {"VBD", "VBZ", "VBP"}:
            behind = view.words[j + 1] if j + 1 < len(view) else "."
            return behind in _ENDS or behind in _PLACING
    return False


def split_clauses(view: View, sentence: Sentence) -> list[Span]:
    """Return a sentence's coordinated main clauses as token spans that together cover it.

    A clause begins at the conjunction or mark before a verb that is coordinated with the sentence's main verb and
    has a subject of its own.
    """
    roots = [
        i
        for i in range(sentence.start, sentence.end)
        if (view.pos[i] != "PUNCT" and not sentence.start <= view.heads[i] < sentence.end) or view.heads[i] == i
    ]
    main = set(roots)
    cuts = []
    for i in range(sentence.start, sentence.end):
        if view.deps[i] not in {"conj", "parataxis"} or view.heads[i] not in main or view.quote[i] >= 0:
            continue
        if not any(view.deps[c] in SUBJECTS for c in view.children[i]):
            continue
        left = min(descend(view, i))
        while left > sentence.start and view.words[left - 1] in _OPENING:
            left -= 1
        if _is_subordinate(view, left, i):
            continue
        main.add(i)
        if sentence.start < left < sentence.end:
            cuts.append(left)
    bounds = [sentence.start, *sorted(set(cuts)), sentence.end]
    return [(a, b) for a, b in pairwise(bounds) if any(view.is_word[i] for i in range(a, b))]


def _is_subordinate(view: View, first: int, verb: int) -> bool:
    """Whether a clause hangs on another, though the parser coordinates them: which is so; months after it fell."""
    opening = next((i for i in range(first, verb) if view.is_word[i]), verb)
    return view.tags[opening] in {"WDT", "WP", "WP$"} or any(view.deps[c] == "mark" for c in view.children[verb])
