"""The table ``source_reach``."""

from __future__ import annotations

from transforms.schema import (
    BOOL,
    DATE,
    FLOAT,
    SOURCE_TYPES,
    STRING,
    TIMESTAMP,
    Column,
    Layer,
    Table,
    declare_count,
    declare_key,
    declare_text,
)
from transforms.tables.shared import BOUNDS_OF_COUNTS, declare_counted, declare_share

FIRST_CITED_AT = Column("first_published_at", TIMESTAMP, "When it was first cited (UTC); null without a date.")

LAST_CITED_AT = Column("last_published_at", TIMESTAMP, "When it was last cited (UTC); null without a date.")

SOURCE_REACH = Table(
    "source_reach",
    Layer.MART,
    "one row per known source of the corpus",
    ("source_id",),
    (
        declare_key("source_id", "The entity, or 'described:' and the words that describe it."),
        Column("source_entity_id", STRING, "The entity; null when it is only described."),
        declare_text("source_name", "Its canonical name, else the words that describe it most often.", nullable=False),
        declare_text("source_type", "The standing that most of its articles give it.", *SOURCE_TYPES, nullable=False),
        Column("is_described", BOOL, "Whether it is only described, so that it may be several.", nullable=False),
        declare_count("sources_max", "As how many sources it counts in other marts; it may be one."),
        *declare_counted("claims", "Attributed claims of which it is a source, doubtful ones left out."),
        *declare_counted("quotes", "Direct and mixed quotations, doubtful ones left out."),
        declare_count("direct_quotes", "Direct ones among them."),
        declare_count("articles", "Articles that cite it."),
        declare_count("own_articles", "Those that are neither an agency's text nor a copy."),
        declare_count("texts", "Articles after copies of one text count once."),
        declare_count("stories", "Stories in which it is cited."),
        declare_count("outlets", "Known outlets that cite it."),
        declare_count("own_outlets", "Those that cite it in a text of their own."),
        declare_count("publisher_families", "Outlets after those of one publisher count once."),
        declare_count("corpus_stories", "Stories of the corpus."),
        declare_count("corpus_outlets", "Known outlets of the corpus."),
        Column("story_share", FLOAT, "stories over corpus_stories.", nullable=False),
        declare_share("outlet_share", "outlets over corpus_outlets"),
        declare_text(
            "first_outlet", "Outlet of the first dated article that cites it; null when it or dates are unknown."
        ),
        FIRST_CITED_AT,
        LAST_CITED_AT,
        Column("first_published_date", DATE, "Day of the first (UTC); null alike."),
        Column("last_published_date", DATE, "Day of the last (UTC); null alike."),
    ),
    "Unknown sources have no row. Described sources of the same words are one row: they may be one, or as many as "
    "sources_max. A row is there for who is cited at all, so 0 quotes means that it is only paraphrased. "
    + BOUNDS_OF_COUNTS,
)
