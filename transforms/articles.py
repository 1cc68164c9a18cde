"""A raw article to an article: normalised text, checked date and language, stable id."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from transforms.bylines import NAME_BREAK
from transforms.dates import parse_local_date, parse_published_at
from transforms.ids import hash_text, make_id
from transforms.langid import find_other_language
from transforms.lexicon import load_words
from transforms.outlets import OutletNames
from transforms.paragraphs import PARAGRAPH_BREAK, join_lines, split_lines, squeeze
from transforms.reasons import Reason
from transforms.records import Article, RawArticle, Reject

MAX_TEXT_CHARS = 20_000_000
"""Longest text that is read: twenty long books."""
MAX_HEADLINE_CHARS = 300
"""A first line longer than this is a paragraph, not a headline."""
MAX_SENTENCE_CHARS = 150
"""So is one longer than this that ends with a full stop: of 924 headlines in a corpus that sets it, none is as long."""
MIN_WORDS = 3
LANGUAGE = "en"

_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BYLINE_WITH = re.compile(r"\s+with\s+(?=[A-ZÀ-Þ][\w.’'-]+\s+[A-ZÀ-Þ])")
_BYLINE_MAILBOX = re.compile(r"\S+@\S+\s*\(([^()@]+)\)")
_BYLINE_REVERSED = re.compile(r"([A-ZÀ-Þ][\w.’'-]+), ([A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]*)?)")
# what exports write for nobody
_NOBODY = load_words("empty_values")
_BYLINE_START = re.compile(r"^(?:by|written by|reported by)\s*:?\s+", re.IGNORECASE)


def make_article(
    raw: RawArticle,
    *,
    today: date,
    ingested_at: datetime,
    outlets: OutletNames | None = None,
    day_first: bool = False,
) -> tuple[Article | None, tuple[Reject, ...]]:
    """Normalise and check one raw article.

    The text is the headline, a blank line, and the paragraphs; for plain text every non-blank character of the file
    stays, unchanged and in order. A headline given apart is left out where the text's first line repeats it.

    Args:
        raw: what a reader found.
        today: the day of the run (UTC); a date after tomorrow counts as in the future.
        ingested_at: when the run read it (UTC).
        outlets: finds the seed's name of an outlet; without it the label stays as it is. The id is made of the label,
            so that it does not change with the seed.
        day_first: whether 05/09/2023 is the 5th of September; by default such a date is refused.

    Returns:
        The article, or None if it cannot be used, and the rows for ``rejects``. An article with an impossible or
        future date is kept without it, and a row says so; a missing date gives no row.
    """
    problem = _check_characters(raw.text)
    if problem is None:
        headline, url, text = _compose_text(raw)
        problem = _check_text(text)
    if problem is not None:
        return None, (_reject(raw, *problem),)
    (published_at, local_date), rejects = _check_date(raw, today, day_first)
    label, given_id = clean_value(raw.outlet), clean_value(raw.id)
    content_sha256 = hash_text(text)
    article = Article(
        article_id=make_id("a", label or "", given_id or url or "", content_sha256),
        source_uri=raw.source_uri,
        outlet=outlets.resolve(label, url).outlet if outlets else label,
        url=url,
        headline=headline,
        byline=tuple(name for name in map(clean_value, raw.byline) if name),
        published_at=published_at,
        published_date=published_at.date() if published_at else None,
        published_local_date=local_date,
        language=LANGUAGE,
        text=text,
        content_sha256=content_sha256,
        word_count=len(text.split()),
        ingested_at=ingested_at,
        marks=tuple(replace(mark, paragraph=mark.paragraph + (headline is not None)) for mark in raw.marks),
    )
    return article, rejects


class DuplicateFilter:
    """Remembers the articles seen, so that the same one twice is stated and used once."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self._first_places: dict[str, str] = {}

    def find_duplicate(self, article: Article, location: str | None = None) -> Reject | None:
        """Return None for a new article, else the reject row that names where it was first read."""
        return self.find_copy(article.article_id, article.source_uri, location)

    def find_copy(self, article_id: str, source_uri: str, location: str | None = None) -> Reject | None:
        """Return the same, of the article with this id, read from this place."""
        where = f"{location}: " if location else ""
        first = self._first_places.get(article_id)
        if first is None:
            self._first_places[article_id] = source_uri + (f", {location}" if location else "")
            return None
        problem = f"the same article (outlet, id or url, and text) was read before from {first}; remove one of the two"
        return Reject(source_uri, Reason.DUPLICATE, where + problem)


def split_byline(value: str) -> tuple[str, ...]:
    """Return the names in a byline such as "By Ann Lee, Bo Chen and Cy Diaz".

    Of "ann@echo.example (Ann Lee)", as feeds have it, the name counts; "Lee, Ann; Chen, Bo" is turned round.
    """
    line = _BYLINE_MAILBOX.sub(r"\1", _BYLINE_START.sub("", " ".join(value.split())))
    parts = [part.strip() for part in line.split(";") if part.strip()]
    if len(parts) > 1 and all(map(_BYLINE_REVERSED.fullmatch, parts)):
        return tuple(_BYLINE_REVERSED.sub(r"\2 \1", part) for part in parts)
    names = [name for part in _BYLINE_WITH.split(line) for name in NAME_BREAK.split(part)]
    return tuple(name for name in names if name and name.casefold() not in _NOBODY)


def _reject(raw: RawArticle, reason: Reason, problem: str) -> Reject:
    return Reject(raw.source_uri, reason, f"{raw.location}: {problem}" if raw.location else problem)


def clean_value(value: str | None) -> str | None:
    """Return a value on one line, half characters marked; none for one that is empty."""
    return " ".join(_SURROGATE.sub("�", value).split()) or None if value else None


def _check_characters(text: str) -> tuple[Reason, str] | None:
    if len(text) > MAX_TEXT_CHARS:
        problem = f"the text has {len(text):,} characters, more than the {MAX_TEXT_CHARS:,} of any article; split it"
        return Reason.TOO_LARGE, problem
    if not text or text.isspace():
        return Reason.EMPTY, "there is no text, only blank space; remove it or export it again"
    if "\x00" in text:
        offset = text.index("\x00")
        return Reason.BINARY, f"the text has a null byte at character {offset}; export it again as plain text"
    if match := _SURROGATE.search(text):
        return Reason.NOT_UTF8, f"character {match.start()} is half of a pair (a surrogate); export the text again"
    return None


def _check_text(text: str) -> tuple[Reason, str] | None:
    if language := find_other_language(text):
        return Reason.LANGUAGE, f"the text looks like {language}; only English is read: translate it or leave it out"
    words = sum(any(map(str.isalpha, word)) for word in text.split())
    if words < MIN_WORDS:
        return Reason.TOO_SHORT, f"the text has {words} words; an article needs at least {MIN_WORDS}"
    return None


def _check_date(
    raw: RawArticle, today: date, day_first: bool
) -> tuple[tuple[datetime | None, date | None], tuple[Reject, ...]]:
    value = raw.published_at
    if value is None or (isinstance(value, str) and not value.strip()):
        return (None, None), ()
    try:
        published_at = parse_published_at(value, day_first=day_first)
        if published_at.date() > today + timedelta(days=1):
            raise ValueError(f"'{value}' is in the future (today is {today}); correct it")
    except ValueError as error:
        return (None, None), (
            _reject(raw, Reason.BAD_DATE, f"published_at {error}. The article is kept without a date"),
        )
    return (published_at, parse_local_date(value, day_first=day_first)), ()


def _compose_text(raw: RawArticle) -> tuple[str | None, str | None, str]:
    """Return headline, url and text."""
    url = clean_value(raw.url)
    lines = split_lines(raw.text.removeprefix("\ufeff"))
    while lines and not lines[0]:
        lines.pop(0)
    headline = clean_value(raw.headline)
    first = lines[0] if lines else ""
    if headline is None and raw.headline_in_text and _can_be_headline(first):
        if _URL.fullmatch(first):
            # archives often put the address on the first line: it stays in the text, but is no headline
            url, lines = url or first, [first, "", *lines[1:]]
        else:
            headline, lines = first or None, lines[1:]
    elif headline is not None and first and squeeze(first) == squeeze(headline):
        headline, lines = first, lines[1:]
    paragraphs = join_lines(lines)
    return headline, url, PARAGRAPH_BREAK.join([headline, *paragraphs] if headline else paragraphs)


def _can_be_headline(line: str) -> bool:
    """Whether a first line is short enough for a headline; what ends as a sentence does must be shorter."""
    ends = line.rstrip("\"'”’)").endswith(".")
    return len(line) <= (MAX_SENTENCE_CHARS if ends else MAX_HEADLINE_CHARS)
