"""The words by which notices, walls and error pages are known, from the seeds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from flows.resources import SEEDS_DIR, load_seeds
from transforms.bylines import is_byline_line, is_role_line
from transforms.clutter import compile_vocabulary, find_form
from transforms.records import Role
from transforms.seeds import PagePhrase, Seeds

_READER = re.compile(
    r"\b(?:you|your|yours|we|our|us|select|click|accept|agree|manage|subscribe|log in|sign in|sign up"
    r"|register|unlock)\b",
    re.IGNORECASE,
)
_FOLDED_MARKS = str.maketrans("‘’“”–—", "''\"\"--")
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
_MAX_WALL_WORDS = 90
_MAX_HEADING_WORDS = 6


@dataclass(frozen=True)
class PagePhrases:
    """What the seeds say of pages; every text is compared in small letters, with plain quotation marks."""

    boxes: Mapping[str, str]
    titles: re.Pattern[str]
    none: re.Pattern[str]
    consent: re.Pattern[str]
    wall: re.Pattern[str]
    seeds: Seeds

    def is_consent(self, text: str) -> bool:
        """Whether a paragraph asks for consent: two of the phrases, or one and it speaks to the reader."""
        hits = {match[0] for match in self.consent.finditer(_fold(_QUOTED.sub(" ", text)))}
        if not hits and (quoted := {match[0] for match in self.consent.finditer(_fold(text))}):
            hits = quoted if _speaks(_QUOTED.sub(" ", text)) else set()
        return len(hits) > 1 or (bool(hits) and _speaks(_QUOTED.sub(" ", text)))

    def is_wall(self, text: str) -> bool:
        """Whether a paragraph asks to pay or register before reading on."""
        return len(text.split()) <= _MAX_WALL_WORDS and bool(self.wall.search(_fold(text))) and _speaks(text)

    def is_notice(self, text: str) -> bool:
        """Whether a paragraph is the page's word to its reader, not the article's."""
        return self.is_consent(text) or self.is_wall(text)

    def is_error(self, text: str) -> bool:
        """Whether a paragraph says that the page cannot be shown."""
        return bool(self.none.search(_fold(text)))

    def is_error_title(self, text: str) -> bool:
        """Whether a title is that of an error, a check or a consent page."""
        return any(self.titles.fullmatch(part.strip(" .!…-")) for part in re.split(r"\s[|–—:·-]\s|[|:]", _fold(text)))

    def is_opening_line(self, text: str) -> bool:
        """Whether a line above the article is a byline or a date."""
        vocabulary = compile_vocabulary(self.seeds.phrases, ())
        is_credit = is_byline_line(text) or is_role_line(text, self.seeds.byline_words)
        return is_credit or find_form(text, vocabulary) is Role.NOTE

    def is_box_heading(self, text: str) -> bool:
        """Whether a heading stands over links or a form: Related stories, Read more."""
        folded = _fold(text).strip(" .:!")
        if len(folded.split()) > _MAX_HEADING_WORDS:
            return False
        return any(
            folded == phrase.phrase.strip(" .:!") or (phrase.match == "starts" and folded.startswith(phrase.phrase))
            for phrase in self.seeds.phrases
            if phrase.role in {"promotion", "link"}
        )


def _speaks(text: str) -> bool:
    return _READER.search(text) is not None


def _fold(text: str) -> str:
    return " ".join(text.translate(_FOLDED_MARKS).lower().split())


@lru_cache(maxsize=1)
def load_phrases() -> PagePhrases:
    """Return the phrases of the seeds that come with whosaid."""
    seeds = load_seeds(SEEDS_DIR)
    return PagePhrases(
        boxes=seeds.page_boxes,
        titles=_compile(seeds.page_phrases, "none", "title"),
        none=_compile(seeds.page_phrases, "none", "contains"),
        consent=_compile(seeds.page_phrases, "consent", "contains"),
        wall=_compile(seeds.page_phrases, "wall", "contains"),
        seeds=seeds,
    )


def _compile(phrases: tuple[PagePhrase, ...], kind: str, match: str) -> re.Pattern[str]:
    words = [re.escape(_fold(p.phrase)) for p in phrases if p.kind == kind and p.match == match]
    edge = r"(?<!\w)" if match == "contains" else ""
    return re.compile(
        f"{edge}(?:{'|'.join(sorted(words, key=len, reverse=True)) or '(?!)'})"
        + (r"(?!\w)" if edge else r"(?:\s*\(?(?:error )?\d{3}\)?)?")
    )
