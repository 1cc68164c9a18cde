"""Bylines as outlets write them to the authors' names: without roles, places, addresses and lives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from transforms.dates import MONTH
from transforms.lexicon import join_words, load_words
from transforms.paragraphs import PARAGRAPH_BREAK

NAME_BREAK = re.compile(
    rf"\s*;\s*|\s+(?:and|&)\s+|\s*,(?!\s*{join_words('name_suffixes', 'name_degrees')}\b)\s*", re.IGNORECASE
)
"""What stands between two names; Jr and PhD are no names."""
NAME_WORD = rf"(?:[A-ZÀ-Þ][\w’'.\-]*|{join_words('name_particles')})"
"""What matches one word of a person's name."""

_START = re.compile(rf"^(?:{join_words('byline_openings')}\s+)?by\b\s*:?\s*", re.IGNORECASE)
_PLACE = re.compile(r"\s+(?:in|at|(?:reporting |reports )?from)\s+[A-ZÀ-Þ].*$")
_FOR = re.compile(r"\s+(?:for|(?:on behalf )?of|with|via)\s+.*$|\s*[|•·–—/]\s.*$|\s*\([^)]*\)|\s+-\s+.*$")
_LOOSE_END = re.compile(rf"\s+{join_words('never_last_in_names')}$")
_LIFE = re.compile(rf"\s+{join_words('byline_lives')}\s.*$")
_ADDRESS = re.compile(r"\S*@\S+|https?://\S+|www\.\S+")
_DATE = re.compile(
    rf"\b{MONTH}\s+\d|\d\s+{MONTH}"
    r"|\d{1,2}:\d\d|\b\d{4}\b|^(?:updated|published|posted)\b(?! by\b)",
    re.IGNORECASE,
)
_PARTICLES = load_words("name_particles")
_LINKING = load_words("never_last_in_names")
_LINE = re.compile(
    rf"^(?:{join_words('byline_openings').title()} )?(?:By|BY|by):?\s+"
    r"(?=[A-ZÀ-Þ])[^.!?:;“”\"]*(?:\b[A-Z]\.[^.!?:;“”\"]*)*$"
)
_CLOCK = re.compile(r"\s*(?:\bat\s+)?\d{1,2}[:.]\d\d\b")
_POSSESSIVE = re.compile(r"[’']s\b")
_MAX_LINE_WORDS = 20
_MAX_NAME_WORDS = 6
_FIRST_PARAGRAPHS = 5


def clean_byline(names: Iterable[str], roles: Mapping[str, str]) -> tuple[str, ...]:
    """Return the authors that the pieces of a byline name, in order and each once.

    "Ann Lisko", "Political Editor" gives Ann Lisko; "Ann Liskov in Harnow" gives Ann Liskov. Names of agencies and
    desks stay: they say who wrote it.

    Args:
        names: the pieces, as `transforms.articles.split_byline` gives them.
        roles: words of roles (editor, political) to their kind: ``role`` or ``modifier``.
    """
    pieces = (piece for name in names for piece in NAME_BREAK.split(_START.sub("", " ".join(name.split()))))
    found: dict[str, None] = {}
    for piece in pieces:
        if (name := _clean_name(piece, roles)) and not (found and _is_affiliation(piece, roles)):
            found.setdefault(name)
    return tuple(found)


def _is_affiliation(piece: str, roles: Mapping[str, str]) -> bool:
    """Whether what follows a name says whom the author works for: BBC News, Echo staff."""
    kinds = _list_kinds(piece.split(), roles)
    return kinds[-1] is not None and kinds.count(None) <= 1


def _list_kinds(words: Sequence[str], roles: Mapping[str, str]) -> list[str | None]:
    """Return the kind of each word, None for one that is part of a name."""
    return [roles.get(_POSSESSIVE.sub("", word).strip(" ’',.)(").casefold()) for word in words]


def _clean_name(name: str, roles: Mapping[str, str]) -> str | None:
    name = _LIFE.sub("", _FOR.sub("", _PLACE.sub("", _ADDRESS.sub("", _START.sub("", name)))))
    name = " ".join(name.split()).strip(" ,.;:|•·-–—*")
    name = _LOOSE_END.sub("", name)
    if not name or _DATE.search(name) or not any(map(str.isalpha, name)):
        return None
    words = name.split()
    kinds = _list_kinds(words, roles)
    if _is_role(words, kinds):
        return None
    if len(words) == 2 and words[1].casefold() == "staff":
        return words[0]
    while kinds[0] is not None and kinds.count(None) > 1:
        words, kinds = words[1:], kinds[1:]
    has_role = "role" in kinds[2:]
    while has_role and len(words) > 2 and kinds[-1] is not None:
        words, kinds = words[:-1], kinds[:-1]
    is_name = len(words) <= _MAX_NAME_WORDS and all(
        w[0].isupper() or not w[0].isalpha() or w.casefold() in _PARTICLES for w in words
    )
    is_handle = len(words) == 1 and name.islower()
    return " ".join(words) if is_name or is_handle else None


def _is_role(words: Sequence[str], kinds: Sequence[str | None]) -> bool:
    """Whether the words are a role alone: Political Editor, Editor of the Echo, Echo staff writer."""
    if "role" not in kinds:
        return False
    others = [word for word, kind in zip(words, kinds, strict=True) if kind is None and word.casefold() not in _LINKING]
    return not others or any(word.casefold() in _LINKING for word in words) or (len(others) == 1 and len(words) > 2)


def find_byline(text: str, roles: Mapping[str, str]) -> tuple[str, ...]:
    """Return the authors that a line of the first paragraphs names ("By Ann Lisk"); none where there is none."""
    for paragraph in text.split(PARAGRAPH_BREAK, _FIRST_PARAGRAPHS)[:_FIRST_PARAGRAPHS]:
        if is_byline_line(paragraph):
            return clean_byline([_cut_date(paragraph)], roles)
    return ()


def _cut_date(line: str) -> str:
    match = _DATE.search(line)
    return line[: match.start()] if match else line


def is_byline_line(text: str) -> bool:
    """Whether a paragraph is nothing but a byline: "By Ann Lisk and Rob Quay, Political Editor"."""
    return len(text.split()) <= _MAX_LINE_WORDS and _LINE.match(_CLOCK.sub("", text)) is not None


def is_role_line(text: str, roles: Mapping[str, str]) -> bool:
    """Whether a line is a role alone, as it stands under a name: "Echo Staff Writer"."""
    words = text.split()
    kinds = _list_kinds(words, roles)
    return 1 < len(words) <= _MAX_NAME_WORDS and words[-1][-1].isalnum() and _is_role(words, kinds)
