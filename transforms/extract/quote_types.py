"""The form of a quotation: direct or mixed, a title, set off from its sentence or part of it."""

from __future__ import annotations

import re

from transforms.extract.view import FINITE, View
from transforms.lexicon import load_words

_SMALL = load_words("small_in_titles")
_LISTED = re.compile(r"[(;]|,(?! \d)")  # not the comma of a date


def is_integrated(view: View, number: int) -> bool:
    """Whether a quotation is part of the sentence around it, not set off by a comma, a colon or its start."""
    first = view.token_at(view.quotations[number].outer[0])
    sentence = view.sentence[first]
    if first == 0 or sentence < 0 or view.sentences[sentence].start == first:
        return False
    before = view.words[first - 1]
    return before not in {",", ":", ";", "—", "–", "-", "--", "(", "[", "…", "...", "."}


def is_title(view: View, number: int) -> bool:
    """Whether every word of weight is capitalised, as in the name of a work."""
    quotation = view.quotations[number]
    tokens = view.tokens_of((quotation.start, quotation.end))
    # the second half of "don't" is no word of its own
    words = [
        i for i in tokens if view.words[i][:1].isalpha() and (i == tokens.start or view.starts[i] > view.ends[i - 1])
    ]
    weighty = [i for i in words if view.lower[i] not in _SMALL]
    name, _, subtitle = view.slice((quotation.start, quotation.end - 1)).partition(": ")
    if _LISTED.search(name) or ";" in subtitle:
        return False  # a list of names, rather than the name of a work
    if len(weighty) < 2 and not (weighty and view.tags[weighty[0]] in {"NNP", "NNPS"} and len(words) == 1):
        return False
    return all(view.is_capitalised(i) for i in weighty) and not view.text[quotation.start : quotation.end].isupper()


def is_direct(view: View, number: int) -> bool:
    """Whether an attributed quotation gives whole clauses: set off from the sentence around it, or sentences itself."""
    quotation = view.quotations[number]
    tokens = view.tokens_of(quotation.outer)
    words = [i for i in tokens if view.is_word[i]]
    has_verb = any(view.tags[i] in FINITE for i in words) or any(view.tags[i] == "VB" for i in words[:1])
    starts_high = view.text[quotation.start].isupper() or view.text[quotation.start] in "…[($"
    if not is_integrated(view, number):
        return starts_high or (has_verb and len(words) > 3)
    return starts_high and has_verb and len(words) > 5
