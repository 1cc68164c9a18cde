"""Why an input, or a part of one, could not be used: the codes in ``rejects.reason``."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Codes of ``rejects.reason``; `BAD_DATE` and `PARTIAL_TEXT` cost a date or a passage, all others the input."""

    MISSING_PATH = "missing_path"
    """The path does not exist, or the pattern matches nothing."""
    NO_ARTICLES = "no_articles"
    """The folder holds no file in a readable format."""
    UNREADABLE = "unreadable"
    """The file cannot be opened, or its reader failed on it."""
    UNSUPPORTED_FORMAT = "unsupported_format"
    """No reader takes files with this ending."""
    EMPTY = "empty"
    """There is nothing but blank space."""
    BINARY = "binary"
    """There are null bytes: the content is no text."""
    NOT_UTF8 = "not_utf8"
    """Some bytes are not UTF-8; nothing is guessed."""
    TOO_LARGE = "too_large"
    """A file or a line is longer than an article can be."""
    BROKEN_GZIP = "broken_gzip"
    """The compressed data is damaged or ends early."""
    BROKEN_PARQUET = "broken_parquet"
    """The Parquet file is damaged or has a column of the wrong type."""
    BROKEN_ROW = "broken_row"
    """A row of a table or a value in it cannot be read."""
    BROKEN_METADATA = "broken_metadata"
    """A row of metadata.csv cannot be used."""
    NOT_JSON = "not_json"
    """A line is not a JSON object."""
    NO_TEXT = "no_text"
    """The text, or the column for it, is missing."""
    NO_ARTICLE = "no_article"
    """The web page holds no article."""
    PARTIAL_TEXT = "partial_text"
    """The web page seems to hold more of the article than was extracted; the article is kept."""
    BAD_DATE = "bad_date"
    """The publication date is impossible, unreadable or in the future; the article is kept without it."""
    LANGUAGE = "language"
    """The text is not in English."""
    TOO_SHORT = "too_short"
    """The text has too few words to be an article."""
    DUPLICATE = "duplicate"
    """The same article was read before."""
    EXTRACTION_FAILED = "extraction_failed"
    """The article broke extraction; it is left out."""
    MATCHING_FAILED = "matching_failed"
    """The article broke what compares articles, or the rules of the data; it is left out."""


KEPT = frozenset({Reason.BAD_DATE, Reason.PARTIAL_TEXT})
"""Reasons that cost a date or a passage; the article is kept."""
