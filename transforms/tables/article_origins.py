"""The table ``article_origins``."""

from __future__ import annotations

from transforms.schema import (
    ARTICLE_ID,
    BOOL,
    ORIGIN_KINDS,
    STRING,
    STRINGS,
    Column,
    Layer,
    Table,
    declare_key,
    declare_text,
)

ARTICLE_ORIGINS = Table(
    "article_origins",
    Layer.MATCHED,
    "one row per article",
    ("article_id",),
    (
        ARTICLE_ID,
        declare_text(
            "origin_kind",
            "own: its outlet's text; wire: an agency's; copy: another article's whose writer is no known agency.",
            *ORIGIN_KINDS,
            nullable=False,
        ),
        Column(
            "is_own_text",
            BOOL,
            "Whether its outlet wrote it: neither another agency's text nor a copy.",
            nullable=False,
        ),
        declare_text("agency", "The agency whose text it is, by its usual name; null unless origin_kind is wire."),
        Column("is_credited", BOOL, "Whether the article names the agency itself; null unless origin_kind is wire."),
        Column(
            "contributors",
            STRINGS,
            "Other agencies it credits with a part of it, sorted; unnamed agencies for wires.",
            nullable=False,
        ),
        Column(
            "origin_article_id",
            STRING,
            "The article it is a copy of; null when none is known.",
            references="articles.article_id",
        ),
        declare_text("publisher_family", "The publisher family of its outlet; null when the seeds know none."),
        declare_key("origin_id", "Articles that are copies of each other share it; the origin's article id."),
    ),
)
