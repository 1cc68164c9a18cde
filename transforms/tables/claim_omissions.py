"""The table ``claim_omissions``."""

from __future__ import annotations

from transforms.schema import (
    BOOL,
    FLOAT,
    STORY_HEADLINE,
    STORY_ID,
    STRING,
    TIMESTAMP,
    Column,
    Layer,
    Table,
    declare_count,
    declare_key,
    declare_text,
)
from transforms.tables.shared import FAMILY, OUTLET

CLAIM_OMISSIONS = Table(
    "claim_omissions",
    Layer.MART,
    "one row per claim group that two or more outlets carry, and outlet that covered its story and has no claim in it",
    ("claim_group_id", "outlet"),
    (
        declare_key("claim_group_id", "The claim group.", "claim_coverage.claim_group_id"),
        STORY_ID,
        STORY_HEADLINE,
        declare_key("representative_claim_id", "The claim that stands for the group.", "claims.claim_id"),
        declare_text("representative_text", "Its text.", nullable=False),
        declare_text("representative_statement", "Its statement, which can be read alone.", nullable=False),
        OUTLET,
        FAMILY,
        declare_count("outlet_articles", "The outlet's articles on the story."),
        Column("has_own_text", BOOL, "Whether one of them is neither an agency's text nor a copy.", nullable=False),
        Column("family_carries", BOOL, "Whether another outlet of its publisher carries the claim.", nullable=False),
        declare_count("carrying_outlets", "Outlets that carry the claim."),
        declare_count("independent_outlets", "Those after copies of one text and publisher families count once."),
        declare_count("story_outlets", "Outlets that covered the story."),
        Column("coverage_share", FLOAT, "carrying_outlets over story_outlets.", nullable=False),
        Column("first_published_at", TIMESTAMP, "When the claim was first carried (UTC); null when unknown."),
        Column("last_published_at", TIMESTAMP, "The outlet's last article on the story (UTC); null when unknown."),
        Column(
            "could_have_known",
            BOOL,
            "Whether that one may have come after the claim was first carried; null when a date is unknown.",
        ),
        Column(
            "nearest_claim_id",
            STRING,
            "The outlet's claim that is most like one of the group's; null when none comes near.",
        ),
        declare_text("nearest_text", "Its text; null alike."),
        Column("nearest_similarity", FLOAT, "How like it is, 0.05 to 1: the best that was rejected; null alike."),
        Column(
            "may_be_missed",
            BOOL,
            "Whether that reaches the bar at which claims join, so that a match may have been missed.",
            nullable=False,
        ),
    ),
    "It counts nothing: each row is a hole in the story's grid of claims and outlets. An outlet that tells a part of "
    "it, denies it, asks, or has it only in a doubtful claim is no row. Matching finds some of the pairs that readers "
    "find (see mart_quality), so read the nearest claim before you call a row an omission.",
)
