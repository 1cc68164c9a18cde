"""The table ``claim_conflicts``."""

from __future__ import annotations

from transforms.schema import (
    ARTICLE_ID,
    FLOAT,
    HEADLINE,
    STORY_HEADLINE,
    STORY_ID,
    STRINGS,
    TIMESTAMP,
    Column,
    Layer,
    Table,
    declare_key,
    declare_text,
)

CLAIM_CONFLICTS = Table(
    "claim_conflicts",
    Layer.MART,
    "one row per claim that conflicts with the representative of its group or denies it",
    ("claim_id",),
    (
        declare_key("claim_id", "The claim.", "claims.claim_id"),
        declare_key("claim_group_id", "Its group.", "claim_coverage.claim_group_id"),
        STORY_ID,
        STORY_HEADLINE,
        Column("reasons", STRINGS, "Where the two differ: numbers, negation, names.", nullable=False),
        declare_text("reasons_text", "The same, joined by '; '.", nullable=False),
        Column("similarity", FLOAT, "Similarity to the representative, 0 to 1.", nullable=False),
        declare_text("claim_text", "The text of the claim.", nullable=False),
        declare_text("source_name", "Its source; null when none is known."),
        declare_text("outlet", "Its outlet; null when unknown."),
        ARTICLE_ID,
        HEADLINE,
        Column("published_at", TIMESTAMP, "When it was published (UTC); null when unknown."),
        declare_key("representative_claim_id", "The claim that stands for the group.", "claims.claim_id"),
        declare_text("representative_text", "The text of the representative.", nullable=False),
        declare_text("representative_source_name", "Source of the representative; null when none is known."),
        declare_text("representative_outlet", "Outlet of the representative; null when unknown."),
        declare_key("representative_article_id", "Article of the representative.", "articles.article_id"),
        declare_text("representative_headline", "Headline of the representative's article; null when it has none."),
        Column(
            "representative_published_at", TIMESTAMP, "When the representative was published (UTC); null when unknown."
        ),
    ),
    notes=(
        "It counts nothing: a row for each claim that claim_coverage counts in conflicting_claims, where the "
        "representative is not doubtful. That two differ does not say which of them errs."
    ),
)
