"""The table ``claim_coverage``."""

from __future__ import annotations

from transforms.schema import (
    BOOL,
    FLOAT,
    IS_HEDGED,
    STORY_HEADLINE,
    STORY_ID,
    STRINGS,
    TIMESTAMP,
    VOICES_TEXT,
    Column,
    Layer,
    Table,
    declare_count,
    declare_key,
    declare_text,
)

CLAIM_COVERAGE = Table(
    "claim_coverage",
    Layer.MART,
    "one row per claim group that is carried",
    ("claim_group_id",),
    (
        declare_key("claim_group_id", "The claim group."),
        STORY_ID,
        STORY_HEADLINE,
        declare_key("representative_claim_id", "The claim that stands for the group.", "claims.claim_id"),
        declare_text("representative_text", "Its text.", nullable=False),
        declare_text("representative_statement", "Its statement, which can be read alone.", nullable=False),
        declare_count("articles", "Articles that carry it."),
        declare_count("outlets", "Outlets that carry it."),
        declare_count("distinct_sources", "Distinct known sources it is attributed to."),
        declare_count("publisher_families", "Outlets after those of one publisher count once."),
        declare_count(
            "independent_outlets", "Outlets after copies of one wire text and publisher families count once."
        ),
        declare_count(
            "independent_origins",
            "Outlets after those that rest on one source or report count once too; see origin_chain.",
        ),
        declare_text("first_outlet", "The outlet that carried it first; null when no date is known."),
        Column("first_published_at", TIMESTAMP, "When it was first carried (UTC); null when unknown."),
        declare_count("story_outlets", "Outlets that covered the story."),
        Column("coverage_share", FLOAT, "outlets over story_outlets; null when no outlet is known."),
        Column(
            "is_single_outlet",
            BOOL,
            "Whether just one outlet carries it; false when articles of unknown outlets leave it open.",
            nullable=False,
        ),
        Column(
            "is_single_source",
            BOOL,
            "Whether it is attributed to exactly one known source, its lenient group too.",
            nullable=False,
        ),
        Column(
            "is_anonymous_only",
            BOOL,
            "Whether it has known sources and none of them is named; false when it has none.",
            nullable=False,
        ),
        Column("voices", STRINGS, "The voices in which it is carried, sorted.", nullable=False),
        VOICES_TEXT,
        IS_HEDGED,
        declare_count(
            "conflicting_claims",
            "Claims of the group that deny or conflict with its representative; see claim_conflicts.",
        ),
        declare_count("lenient_sources", "Distinct known sources of its lenient group."),
        declare_count("asserting_outlets", "Outlets that carry it and assert it."),
        declare_count("denying_outlets", "Outlets that report that it is not so."),
        declare_count(
            "asking_outlets", "Outlets that report that somebody asks or doubts whether it is so, or declines to say."
        ),
        declare_count("asserting_sources", "Distinct known sources that assert it."),
        declare_count("denying_sources", "Distinct known sources that deny it."),
        declare_count(
            "asking_sources", "Distinct known sources that ask or doubt whether it is so, or decline to say."
        ),
        Column("is_disputed", BOOL, "Whether it is both asserted and denied.", nullable=False),
        declare_count("partial_outlets", "Outlets that tell a part of it, or more than it, and do not carry it."),
        Column("min_confidence", FLOAT, "The least confidence of the claims that carry it.", nullable=False),
        declare_count("doubtful_claims", "Its claims of a confidence below 0.5, which no other count holds."),
        Column(
            "expected_claims",
            FLOAT,
            "Sum of the confidence of all claims that say the same, doubtful ones too: as many as are right.",
            nullable=False,
        ),
        declare_count("sources_min", "Distinct known sources if those that are only described may be one."),
        declare_count(
            "sources_max", "Distinct known sources if each that is only described is another, as distinct_sources."
        ),
        declare_count("independent_origins_min", "independent_origins if sources that are only described may be one."),
        declare_count("independent_origins_max", "The same as independent_origins."),
        Column(
            "may_be_single_source",
            BOOL,
            "Whether it may be attributed to just one known source: sources_min is 1.",
            nullable=False,
        ),
        Column(
            "first_outlets",
            STRINGS,
            "Every outlet that may have carried it first, sorted: a date without an hour is of the whole day.",
            nullable=False,
        ),
        Column("is_first_tied", BOOL, "Whether more than one outlet may have carried it first.", nullable=False),
        declare_text("first_precision", "How exactly the first is dated; null when no date is known.", "day", "time"),
    ),
    notes=(
        "coverage_share: numerator outlets; denominator story_outlets, known outlets with an article on the story. 0 "
        "sources means that nobody known is given, not that there is none. Described sources may be one (sources_min) "
        "or each another (sources_max); expected_claims carries the extraction's own doubt, mart_quality what readers "
        "measured of it. Independence is ours, see docs/sql.md: publishers, copies and agencies, then sources."
    ),
)
