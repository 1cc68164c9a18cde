"""The table ``articles``."""

from __future__ import annotations

from transforms.schema import (
    ARTICLE_STATUSES,
    PUBLISHED_DATE,
    PUBLISHED_LOCAL_DATE,
    STRING,
    STRINGS,
    TIMESTAMP,
    Column,
    Layer,
    Table,
    declare_count,
    declare_key,
    declare_text,
)

ARTICLES = Table(
    "articles",
    Layer.EXTRACTED,
    "one row per article version",
    ("article_id",),
    (
        declare_key("article_id", "Identifier of the article version, from outlet, given id or URL, and content."),
        declare_text("source_uri", "The file or URL it was read from; a file's ends with its name.", nullable=False),
        declare_text("outlet", "The outlet that published it; null when unknown."),
        declare_text("url", "Its address; null when unknown."),
        declare_text("headline", "The headline; null when there is none."),
        Column("byline", STRINGS, "The authors, one string each; empty when unknown.", nullable=False),
        Column("published_at", TIMESTAMP, "When it was published (UTC); null when unknown."),
        PUBLISHED_DATE,
        PUBLISHED_LOCAL_DATE,
        declare_text("language", "ISO 639-1 code of its language.", nullable=False),
        declare_text(
            "text", "The whole article in reading order, headline first; offsets point into it.", nullable=False
        ),
        declare_text("content_sha256", "SHA-256 of the text.", nullable=False),
        declare_count("word_count", "Words in the text, split at blank space."),
        Column("ingested_at", TIMESTAMP, "When this version was first read (UTC); it stays.", nullable=False),
        declare_text(
            "dateline_place", "The place in its dateline, as written: 'NAIROBI, Kenya'; null when it has none."
        ),
        declare_text("agency", "The news agency that its dateline names; null when it names none."),
        Column("first_seen_at", TIMESTAMP, "When a run first found this version in its inputs (UTC).", nullable=False),
        Column(
            "last_seen_at",
            TIMESTAMP,
            "When a run with news last found this version in its inputs (UTC); runs without news do not count.",
            nullable=False,
        ),
        declare_text(
            "status",
            "current: it counts, and all other tables are of such articles; superseded: a newer version counts; "
            "removed: the inputs hold it no longer.",
            *ARTICLE_STATUSES,
            nullable=False,
        ),
        Column(
            "superseded_by",
            STRING,
            "The next version of the article; null unless it is superseded, or where that one could not be used.",
            references="articles.article_id",
        ),
        Column("removed_at", TIMESTAMP, "When a run first missed it in its inputs (UTC); null unless it is removed."),
    ),
)

READ_ARTICLES = Table(
    ARTICLES.name,
    ARTICLES.layer,
    ARTICLES.grain,
    ARTICLES.key,
    ARTICLES.columns[: ARTICLES.column_names.index("first_seen_at")],
)
"""What a run reads of an article; what follows in ``articles`` comes of the runs before."""
