"""Words of a site to its reader, which no article holds: that consent is asked for, or money, or a name.

The phrases are in ``seeds/page_phrases.csv``; quotation marks around them mean that an article quotes them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from transforms.lexicon import join_any, join_words
from transforms.seeds import PagePhrase

_READER = re.compile(rf"\b{join_words('notice_words')}\b", re.IGNORECASE)
_FOLDED_MARKS = str.maketrans("‘’“”–—", "''\"\"--")
_QUOTED = re.compile(r"[“\"][^”\"]{0,4000}[”\"]")  # a mark that nothing closes must not cost the whole text
_ACCOUNT = re.compile(rf"\b(?:subscri\w+|{join_words('account_words')})\b", re.IGNORECASE)
_APPEAL = re.compile(rf"\b(?:subscri\w+|{join_words('appeal_words')})", re.IGNORECASE)
_WE = re.compile(rf"\b{join_words('reader_pronouns')}\b", re.IGNORECASE)
# how a sentence of news ends: …, the city said. …, a survey of ministers found. …, according to the deed.
_REPORTED = re.compile(
    rf"(?:[,”\"]\s+(?:[^,.;:“”\"]{{2,80}}\s)?{join_words('reported_verbs')}(?:\s[^,.;:“”\"]{{1,40}})?"
    r"|,\s+according to [^,;:]{2,100})[.!?]$"
)
_REPORTED_CHARS = 200
_MAX_WALL_WORDS = 90
_MAX_APPEAL_WORDS = 120


@dataclass(frozen=True, slots=True)
class Notices:
    """What the seeds say of consent and walls, ready to match; texts are compared in small letters."""

    consent: re.Pattern[str]
    wall: re.Pattern[str]

    def is_consent(self, text: str) -> bool:
        """Whether a page's paragraph asks for consent: two of the phrases, or one and it speaks to the reader."""
        hits = self._find_consents(_QUOTED.sub(" ", text))
        if not hits and (quoted := self._find_consents(text)):
            hits = quoted if speaks(_QUOTED.sub(" ", text)) else set()
        return len(hits) > 1 or (bool(hits) and speaks(_QUOTED.sub(" ", text)))

    def is_wall(self, text: str) -> bool:
        """Whether a page's paragraph asks to pay or register before reading on."""
        is_asked = len(text.split()) <= _MAX_WALL_WORDS and bool(self.wall.search(fold(text))) and speaks(text)
        return is_asked and not is_reported(text)

    def is_surely_consent(self, text: str) -> bool:
        """Whether a paragraph asks for consent that no page says to be around an article: an article may be on it."""
        own = _QUOTED.sub(" ", text)
        return len(self._find_consents(own)) > 1 and speaks(own)

    def is_surely_wall(self, text: str) -> bool:
        """Whether a paragraph of a text asks to pay or register; "to read the full report" is no such thing."""
        return self.is_wall(text) and '"' not in fold(text) and _ACCOUNT.search(text) is not None

    def _find_consents(self, text: str) -> set[str]:
        return {match[0] for match in self.consent.finditer(fold(text))}


def is_reported(text: str) -> bool:
    """Whether a sentence is news: it ends by saying who said or found it, and speaks to no reader."""
    is_told = _REPORTED.search(text, max(0, len(text) - _REPORTED_CHARS)) is not None
    return is_told and _WE.search(_QUOTED.sub(" ", text)) is None


def speaks(text: str) -> bool:
    """Whether a text speaks to its reader, or for the site."""
    return _READER.search(text) is not None


def is_appeal(text: str) -> bool:
    """Whether a paragraph could be part of an appeal to support the outlet; only among others like it is it one."""
    own = _QUOTED.sub(" ", text)
    return len(text.split()) <= _MAX_APPEAL_WORDS and _APPEAL.search(own) is not None and _WE.search(own) is not None


def fold(text: str) -> str:
    """Return a text in small letters, with plain marks and single blanks."""
    return " ".join(text.translate(_FOLDED_MARKS).lower().split())


def compile_phrases(phrases: tuple[PagePhrase, ...], kind: str, match: str) -> re.Pattern[str]:
    """Return what matches the phrases of a kind, as whole words; the end of a title may be a status code."""
    words = join_any(fold(p.phrase) for p in phrases if p.kind == kind and p.match == match)
    edge = r"(?<!\w)" if match == "contains" else ""
    return re.compile(edge + words + (r"(?!\w)" if edge else r"(?:\s*\(?(?:error )?\d{3}\)?)?"))


@lru_cache(maxsize=8)
def compile_notices(phrases: tuple[PagePhrase, ...]) -> Notices:
    """Return the notices that the seeds know."""
    return Notices(compile_phrases(phrases, "consent", "contains"), compile_phrases(phrases, "wall", "contains"))
