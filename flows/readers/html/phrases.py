"""The words by which notices, walls and error pages are known, from the seeds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from transforms.bylines import is_byline_line, is_role_line
from transforms.clutter import compile_vocabulary, find_form
from transforms.lexicon import join_words
from transforms.notices import Notices, compile_notices, compile_phrases, fold
from transforms.records import Role
from transforms.seeds import PagePhrase, Seeds

_ADDRESS = re.compile(rf"\b{join_words('page_notice_words')}\b", re.IGNORECASE)
_TELLS = re.compile(rf"[“\"][^”\"]{{12,}}[”\"]|\b{join_words('reporting_words')}\b")
_QUOTED = re.compile(r"[“\"][^”\"]+[”\"]")
_SAYS = re.compile(rf"\b{join_words('box_verbs')}\b")
_SENTENCE_BREAK = re.compile(r"(?<=[.!?])\s+")
_STATUS = re.compile(rf"(?:http |error )*[45]\d\d\W*(?:bad |{join_words('error_words')}).{{0,40}}")
_TITLE_PARTS = re.compile(r"\s[|–—:·-]\s|[|:]")
_MOSTLY_SPOKEN = 0.6
_MAX_HEADING_WORDS = 6


@dataclass(frozen=True)
class PagePhrases:
    """What the seeds say of pages; every text is compared in small letters, with plain quotation marks."""

    boxes: Mapping[str, str]
    titles: re.Pattern[str]
    title_starts: re.Pattern[str]
    none: re.Pattern[str]
    notices: Notices
    seeds: Seeds

    def is_consent(self, text: str) -> bool:
        """Whether a paragraph asks for consent."""
        return self.notices.is_consent(text)

    def is_wall(self, text: str) -> bool:
        """Whether a paragraph asks to pay or register before reading on."""
        return self.notices.is_wall(text)

    def is_notice(self, text: str) -> bool:
        """Whether a paragraph is the page's word to its reader, not the article's."""
        return self.is_consent(text) or self.is_wall(text)

    def is_error(self, text: str) -> bool:
        """Whether a paragraph says that the page cannot be shown."""
        return bool(self.none.search(fold(text)))

    def is_error_title(self, text: str) -> bool:
        """Whether a title is that of an error, a check or a consent page."""
        folded = fold(text)
        parts = [part.strip(" .!…-") for part in (folded, *_TITLE_PARTS.split(folded))]
        return any(self.titles.fullmatch(part) or _STATUS.fullmatch(part) for part in parts)

    def is_form_title(self, text: str) -> bool:
        """Whether a title begins as that of a search or a form does."""
        return self.title_starts.match(fold(text)) is not None

    def is_addressed(self, paragraphs: Sequence[str]) -> bool:
        """Whether most sentences of a page speak to its reader and none tells what was said: a form, a notice."""
        sentences = [one for text in paragraphs for one in _SENTENCE_BREAK.split(text) if len(one.split()) > 2]
        spoken = sum(_ADDRESS.search(one) is not None for one in sentences)
        return spoken > len(sentences) * _MOSTLY_SPOKEN and not self.tells(paragraphs)

    def tells(self, paragraphs: Sequence[str]) -> bool:
        """Whether any of a page's paragraphs tells what somebody said."""
        return any(map(_TELLS.search, paragraphs))

    def quotes_somebody(self, text: str) -> bool:
        """Whether a paragraph holds somebody's words and says beside them whose they are."""
        own = _QUOTED.sub(" ", text)
        return own != text and _SAYS.search(own) is not None

    def is_opening_line(self, text: str) -> bool:
        """Whether a line above the article is a byline or a date."""
        vocabulary = compile_vocabulary(self.seeds.phrases, ())
        is_credit = is_byline_line(text) or is_role_line(text, self.seeds.byline_words)
        return is_credit or find_form(text, vocabulary) is Role.NOTE

    def is_box_heading(self, text: str) -> bool:
        """Whether a heading stands over links or a form: Related stories, Read more."""
        folded = fold(text).strip(" .:!")
        if len(folded.split()) > _MAX_HEADING_WORDS:
            return False
        return any(
            folded == phrase.phrase.strip(" .:!") or (phrase.match == "starts" and folded.startswith(phrase.phrase))
            for phrase in self.seeds.phrases
            if phrase.role in {"promotion", "link"}
        )


def make_phrases(seeds: Seeds) -> PagePhrases:
    """Return what the seeds say of pages."""
    titles, starts, none = _compile(seeds.page_phrases)
    return PagePhrases(seeds.page_boxes, titles, starts, none, compile_notices(seeds.page_phrases), seeds)


@lru_cache(maxsize=8)
def _compile(phrases: tuple[PagePhrase, ...]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the titles of pages without an article, how such titles begin, and what their text holds."""
    titles, starts, none = (compile_phrases(phrases, "none", match) for match in ("title", "starts", "contains"))
    return titles, starts, none
