"""The values that travel between reading, segmenting and extraction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """The role of a paragraph, or of a part of one, in an article."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    SUBHEAD = "subhead"
    BODY = "body"
    CAPTION = "caption"
    CREDIT = "credit"
    PROMOTION = "promotion"
    DATELINE = "dateline"
    EMBED = "embed"
    BIO = "bio"
    NOTE = "note"
    LEGAL = "legal"
    LINK = "link"
    LABEL = "label"
    BOX = "box"
    REPEATED = "repeated"


READ_ROLES = frozenset({Role.HEADLINE, Role.STANDFIRST, Role.BODY})
"""Roles whose text is read for quotes and claims."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reader knows of a paragraph from the page's mark-up; None where it knows nothing.

    ``paragraph`` counts the paragraphs of the text the mark stands with, from 0: a raw article's without its headline,
    an article's with it. ``entry_*`` name the entry of a live page, ``post_*`` the writer and network of a post;
    ``dateline_end`` says before which character of the paragraph its dateline ends.
    """

    paragraph: int
    role: Role | None = None
    entry_no: int | None = None
    entry_at: str | None = None
    entry_author: str | None = None
    post_author: str | None = None
    post_network: str | None = None
    dateline_end: int | None = None


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as a reader found it; nothing is normalised or checked yet.

    ``text`` is the body, or the whole file for plain text (then ``headline_in_text`` says that its first line is
    the headline). ``published_at`` is whatever the input gave. ``location`` names the place inside ``source_uri``
    for error messages ("line 12"); ``repairs`` says what was put right in the text (`transforms.repair.RepairKind`),
    ``boxes`` how many boxes of a page were left out of it.
    """

    source_uri: str
    text: str
    id: str | None = None
    outlet: str | None = None
    url: str | None = None
    headline: str | None = None
    headline_in_text: bool = False
    byline: tuple[str, ...] = ()
    published_at: str | datetime | date | None = None
    location: str | None = None
    repairs: tuple[str, ...] = ()
    boxes: int = 0
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """An input, or a part of one, that could not be used; ``detail`` says what is wrong and what to do."""

    source_uri: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A paragraph, or a part of one: ``text[start:end]`` of its article, with its role; the rest as in `Mark`."""

    segment_no: int
    role: Role
    start: int
    end: int
    entry_no: int | None = None
    entry_at: str | None = None
    entry_author: str | None = None
    post_author: str | None = None
    post_network: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article version, normalised and checked; but for ``marks``, the fields are the columns of ``articles``."""

    article_id: str
    source_uri: str
    outlet: str | None
    url: str | None
    headline: str | None
    byline: tuple[str, ...]
    published_at: datetime | None
    published_date: date | None
    published_local_date: date | None
    language: str
    text: str
    content_sha256: str
    word_count: int
    ingested_at: datetime
    dateline_place: str | None = None
    agency: str | None = None
    marks: tuple[Mark, ...] = ()


Row = Mapping[str, Any]
"""A row of a registry table, by column name."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """The rows that one article gives, by table; entity ids are still local to the article."""

    mentions: list[Row] = field(default_factory=list)
    entities: list[Row] = field(default_factory=list)
    quotes: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    claim_sources: list[Row] = field(default_factory=list)
    sentences: list[Row] = field(default_factory=list)
