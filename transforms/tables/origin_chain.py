"""The table ``origin_chain``."""

from __future__ import annotations

from transforms.schema import (
    ARTICLE_ID,
    CHAIN_KINDS,
    HEADLINE,
    STORY_HEADLINE,
    STORY_ID,
    TIMESTAMP,
    Column,
    Layer,
    Table,
    declare_key,
    declare_text,
)

ORIGIN_CHAIN = Table(
    "origin_chain",
    Layer.MART,
    "one row per claim group or quote group, article that carries it, and origin it rests on there",
    ("carried", "carried_id", "article_id", "origin"),
    (
        declare_text("carried", "What is carried.", "claim_group", "quote_group", nullable=False),
        declare_key("carried_id", "Its claim_group_id or quote_group_id."),
        declare_text("carried_text", "The words that stand for it.", nullable=False),
        STORY_ID,
        STORY_HEADLINE,
        ARTICLE_ID,
        HEADLINE,
        declare_text("outlet", "Step 0, the article's outlet; null when unknown."),
        declare_text(
            "publisher_family", "Step 1, who owns it, the outlet itself when the seeds name nobody; null alike."
        ),
        declare_text("counted_as", "Step 2, the family that stands for all that share a publisher, text or agency."),
        declare_key("text_origin_id", "Articles that are copies of one text share it: the evidence of step 2."),
        declare_text("text_origin_headline", "Headline of the text's origin; null when it has none or was taken back."),
        declare_text(
            "agency", "The agency whose text it is, the other evidence of step 2; null unless it is an agency's."
        ),
        declare_text(
            "origin",
            "What it rests on: 'source:' a source, 'outlet:' a publisher family; null when nothing is known.",
        ),
        declare_text(
            "origin_kind",
            "source: it gives the source; report: it gives another outlet's report; text: a copy or sister text of it "
            "does; own: neither does.",
            *CHAIN_KINDS,
        ),
        declare_text("source_entity_id", "The source's entity; null when it is only described or there is none."),
        declare_text("source_name", "The source or the outlet it gives; null when it gives none itself."),
        declare_text(
            "counted_origin",
            "Step 3 as counted: of the origins of one counted_as, the one most others share; null when outlet is.",
        ),
        Column("published_at", TIMESTAMP, "When the article was published (UTC); null when unknown."),
    ),
    notes=(
        "It counts nothing: distinct values of outlet, publisher_family, counted_as and counted_origin within one "
        "carried_id are the outlets, publisher_families, independent_outlets and independent_origins of "
        "claim_coverage and quote_coverage. Null is never counted. The steps are ours, see docs/sql.md."
    ),
)
