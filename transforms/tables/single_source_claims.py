"""The table ``single_source_claims``."""

from __future__ import annotations

from transforms.schema import (
    BOOL,
    IS_HEDGED,
    SOURCE_TYPES,
    STORY_HEADLINE,
    STORY_ID,
    STRINGS,
    VOICES_TEXT,
    Column,
    Layer,
    Table,
    declare_count,
    declare_key,
    declare_text,
)

SINGLE_SOURCE_CLAIMS = Table(
    "single_source_claims",
    Layer.MART,
    "one row per claim group that rests on one known source",
    ("claim_group_id",),
    (
        declare_key("claim_group_id", "The claim group.", "claim_coverage.claim_group_id"),
        STORY_ID,
        STORY_HEADLINE,
        declare_key("representative_claim_id", "The claim that stands for the group.", "claims.claim_id"),
        declare_text("representative_text", "The text of the claim that stands for the group.", nullable=False),
        declare_text("source_entity_id", "The source's entity; null for a described source that is no entity."),
        declare_text("source_name", "Canonical name of the source, else its description.", nullable=False),
        declare_text("source_type", "The source's standing.", *SOURCE_TYPES, nullable=False),
        Column("is_anonymous", BOOL, "Whether the source is described, not named.", nullable=False),
        declare_count("articles", "Articles that carry the claim."),
        declare_count("outlets", "Known outlets that carry it."),
        declare_count(
            "independent_outlets", "Outlets after copies of one wire text and publisher families count once."
        ),
        Column("voices", STRINGS, "The voices in which it is carried, sorted.", nullable=False),
        VOICES_TEXT,
        IS_HEDGED,
    ),
    notes=(
        "It counts nothing itself: a row for each row of claim_coverage with is_single_source, which is sure. That "
        "more outlets carry it does not make it better founded."
    ),
)
