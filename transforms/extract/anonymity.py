"""Sources that a text leaves unnamed on purpose, and the reason it gives."""

from __future__ import annotations

import re

from transforms.extract.view import View
from transforms.lexicon import join_words

_WHY = r"[^.;“\"]{0,160}"
_ANONYMITY = re.compile(
    rf"(?:on|under) (?:the )?condition of anonymity(?P<why>{_WHY})"
    rf"|(?:{join_words('asking_stems')}\w* (?:not )?|not want |n[’']t want )to "
    r"(?:be (?:named|identified|quoted by name)|(?:give|reveal|disclose|share) (?:his|her|their) (?:full |real )?"
    rf"(?:names?|identity))(?P<why2>{_WHY})"
    rf"|(?:spoke|speaking) anonymously(?P<why3>{_WHY})",
    re.IGNORECASE,
)


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
