"""How the speakers of two quotations with the same words relate: one, one for the other, two, or nobody can tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from transforms.extract.names import body_key, fold
from transforms.lexicon import load_chosen, load_words

_PERSON = "named_person"
_BODIES = frozenset({"organization", "government"})
_DESCRIBED = frozenset({"unnamed_person", "anonymous_official", "anonymous_group"})
_CERTAIN_HOW = frozenset({"name", "surname"})


@dataclass(frozen=True, slots=True)
class _Chosen:
    """When one quotation of two names has two speakers (``data/models/speaker_relations.json``).

    Attributes:
        confidence: the least of either.
        similarity: the least of the two quotations.
        same_words: the same where one speaks for others, and so may say in other words what they do.
        words: the fewest of the shorter one; less may be two people's, a turn of phrase.
        content: the fewest of those that say something.
    """

    confidence: float
    similarity: float
    same_words: float
    words: int
    content: int


_CHOSEN = load_chosen("speaker_relations", _Chosen)
_WORD = re.compile(r"\w+(?:'\w+)?")
_SPEAKING = load_words("speaking_for_others")
_SPOKESPEOPLE = load_words("spokespeople")
_SMALL = load_words("small_words")


@dataclass(frozen=True, slots=True)
class Speaker:
    """The speaker of a quotation, and what tells for whom it speaks: title, affiliation, body, words beside it."""

    entity_id: str | None
    name: str | None
    type: str
    how: str | None
    confidence: float
    text: str | None = None
    title: str | None = None
    affiliation: str | None = None
    parent_id: str | None = None
    beside: str | None = None
    quoted: str | None = None

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Speaker:
        """Take it from a row of quotations; what is not there is unknown."""
        return cls(
            row["speaker_entity_id"], row["speaker_name"], row.get("speaker_type") or "unknown", row.get("speaker_how"),
            row.get("confidence") or 0.0, row.get("speaker_text"), row.get("speaker_title"),
            row.get("speaker_affiliation"), row.get("parent_entity_id"), row.get("speaker_beside"), row.get("text"),
        )  # fmt: skip

    @property
    def words(self) -> frozenset[str]:
        """The folded words that name or describe it, and those that tell for whom it speaks."""
        parts = (self.name, self.text, self.title, self.affiliation)
        return (
            frozenset(w for part in parts if part for w in fold(part).replace("'s", "").replace("’s", "").split())
            - _SMALL
        )

    @property
    def ids(self) -> frozenset[str]:
        """The entities it is or belongs to."""
        return frozenset(i for i in (self.entity_id, self.parent_id) if i)


def is_same_speaker(a: Speaker, b: Speaker) -> bool | None:
    """Compare entities, or names where one has no entity; None when a speaker is unknown."""
    if a.entity_id and b.entity_id:
        return a.entity_id == b.entity_id
    return fold(a.name) == fold(b.name) if a.name and b.name else None


def relate_speakers(a: Speaker, b: Speaker, similarity: float, words: int, content: int) -> str:
    """Return how two speakers relate: same, speaks_for, other or unknown.

    Args:
        a: one speaker.
        b: the other.
        similarity: of the two quotations, 0 to 1.
        words: of the shorter quotation.
        content: those of its words that say something.
    """
    if not a.name or not b.name:
        return "unknown"
    if is_same_speaker(a, b) or _is_shortened(a, b):
        return "same"
    if _speaks_for(a, b) or _speaks_for(b, a):
        return "speaks_for"
    if _surname(a) == _surname(b) or _quotes(a, b) or _quotes(b, a):
        return "unknown"  # relatives are taken for each other, and one quotation may stand in the other
    if not (_is_certain(a) and _is_certain(b)) or words < _CHOSEN.words or content < _CHOSEN.content:
        return "unknown"
    least = _CHOSEN.same_words if _is_spokesperson(a) or _is_spokesperson(b) else _CHOSEN.similarity
    return "other" if similarity >= least else "unknown"


def _is_certain(who: Speaker) -> bool:
    return who.type == _PERSON and who.how in _CERTAIN_HOW and who.confidence >= _CHOSEN.confidence


def _is_spokesperson(who: Speaker) -> bool:
    """Whether somebody speaks for others, and so may say in other words what they do."""
    return not _SPOKESPEOPLE.isdisjoint(_WORD.findall(fold(who.title or "")))


def _is_shortened(a: Speaker, b: Speaker) -> bool:
    """Whether one is called by the surname of the other: nobody else of the name is known."""
    if not a.type == b.type == _PERSON:
        return False
    short, full = sorted((fold(a.name or "").split(), fold(b.name or "").split()), key=len)
    return len(short) == 1 < len(full) and short[0] in (full[-1], full[0])


def _surname(who: Speaker) -> str:
    return fold(who.name or "").split()[-1] if who.name and fold(who.name) else ""


def _quotes(a: Speaker, b: Speaker) -> bool:
    """Whether the words of the first name the second."""
    return _names(fold(a.quoted or ""), b)


def _names(text: str, who: Speaker) -> bool:
    """Whether a folded text holds a surname as a word; looking for its letters first spares most texts the cutting."""
    surname = _surname(who)
    return surname in text and surname in _WORD.findall(text)


def _speaks_for(a: Speaker, b: Speaker) -> bool:
    """Whether the first speaks for the second."""
    if a.ids & b.ids:
        return True
    if a.type == "document" and b.type in {_PERSON, *_BODIES, *_DESCRIBED}:
        return True
    if a.type == _PERSON and b.type == _PERSON:
        told = fold(" ".join(filter(None, (a.title, a.affiliation, a.beside))))
        return _names(told, b) and not _SPEAKING.isdisjoint(_WORD.findall(told))
    if a.type in {_PERSON, *_DESCRIBED} and b.type in _BODIES:
        return True  # the same words are a body's and somebody's: the person who spoke for it
    if a.type in _DESCRIBED | _BODIES:
        named = body_key(b.name or "").split()
        return bool(named) and named[-1] in a.words
    return False
