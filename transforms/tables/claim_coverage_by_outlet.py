"""The table ``claim_coverage_by_outlet``."""

from __future__ import annotations

from transforms.schema import FLOAT, STORY_HEADLINE, STORY_ID, Column, Layer, Table, declare_count, declare_key

CLAIM_COVERAGE_BY_OUTLET = Table(
    "claim_coverage_by_outlet",
    Layer.MART,
    "one row per story and outlet",
    ("story_id", "outlet"),
    (
        STORY_ID,
        STORY_HEADLINE,
        declare_key("outlet", "The outlet."),
        declare_count("claims_in_story", "Claim groups of the story."),
        declare_count("claims_carried", "Claim groups that the outlet carries."),
        Column("coverage_share", FLOAT, "claims_carried over claims_in_story; null when the story has none."),
        declare_count("exclusive_claims", "Claim groups that only this outlet carries."),
        declare_count(
            "missed_by_others", "Claim groups it carries that at least one other outlet of the story does not."
        ),
    ),
    notes=(
        "coverage_share: numerator claims_carried; denominator claims_in_story, claim groups that anybody carries. 0 "
        "means that the outlet covered the story and carries none of them; null, that the story has none. Doubtful "
        "claims carry nothing. What a missed match does to it stands in claim_omissions."
    ),
)
