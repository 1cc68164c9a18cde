"""Sources that a text leaves unnamed on purpose, and the reason it gives."""

from __future__ import annotations

import re

from transforms.extract.mentions import Cast
from transforms.extract.view import View

_WHY = r"[^.;“\"]{0,160}"
_ANONYMITY = re.compile(
    rf"(?:on|under) (?:the )?condition of anonymity(?P<why>{_WHY})"
    r"|(?:(?:ask|declin|refus|request|prefer|wish|cho[os]s?)\w* (?:not )?|not want |n[’']t want )to "
    r"(?:be (?:named|identified|quoted by name)|(?:give|reveal|disclose|share) (?:his|her|their) (?:full |real )?"
    rf"(?:names?|identity))(?P<why2>{_WHY})"
    rf"|(?:spoke|speaking) anonymously(?P<why3>{_WHY})",
    re.IGNORECASE,
)
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def find_anonymity(view: View, token: int) -> str | None:
    """Return the stated reason why a source goes unnamed, from the sentence of its token or cue."""
    number = view.sentence[min(token, len(view) - 1)]
    if number < 0:
        return None
    sentence = view.sentences[number]
    found = _ANONYMITY.search(view.text, *view.chars(sentence.start, sentence.end))
    if found is None:
        return None
    why = next((g for g in found.groups() if g), "")
    return why.strip(" ,") or found.group().strip()


def is_left_unnamed(cast: Cast, head: int) -> bool:
    """Whether a described person asked for anonymity: 'the owner of the shop, who prefers not to give her name'."""
    view = cast.view
    number = view.sentence[head]
    if number < 0:
        return False
    found = _ANONYMITY.search(view.text, view.ends[head], view.chars(head, view.sentences[number].end)[1])
    if found is None:
        return False
    between = range(head + 1, view.token_at(found.start()))
    is_same = not any(m.label == "PERSON" for m in cast.between(between.start, between.stop))
    return is_same and not any(view.tags[i] in _FINITE for i in between)
