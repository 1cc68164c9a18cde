"""The table ``claim_timeline``."""

from __future__ import annotations

from transforms.schema import (
    DATE,
    STORY_HEADLINE,
    STORY_ID,
    Column,
    Layer,
    Table,
    declare_count,
    declare_key,
    declare_text,
)
from transforms.tables.shared import declare_share

CLAIM_TIMELINE = Table(
    "claim_timeline",
    Layer.MART,
    "one row per claim group that two or more articles carry, and day on which one carries or denies it",
    ("claim_group_id", "published_date"),
    (
        declare_key("claim_group_id", "The claim group.", "claim_coverage.claim_group_id"),
        STORY_ID,
        STORY_HEADLINE,
        declare_key("representative_claim_id", "The claim that stands for the group.", "claims.claim_id"),
        declare_text("representative_text", "Its text.", nullable=False),
        Column("published_date", DATE, "The day (UTC).", nullable=False, references="dim_date.date_day"),
        declare_count("articles", "Articles of that day that carry it; 0 where it is only denied."),
        declare_count("articles_to_date", "The same up to that day."),
        declare_count("denying_articles", "Articles of that day that report that it is not so."),
        declare_count("denying_articles_to_date", "The same up to that day."),
        declare_count("new_outlets", "Outlets that carry it for the first time."),
        declare_count("outlets_to_date", "Outlets that carry it up to that day."),
        declare_count("new_sources", "Known sources that it is attributed to for the first time."),
        declare_count("sources_to_date", "The same up to that day."),
        declare_count("story_articles", "Articles of the story on that day."),
        declare_count("story_articles_to_date", "The same up to that day."),
        declare_count("story_outlets_to_date", "Known outlets that covered the story up to that day."),
        declare_share("coverage_share_to_date", "outlets_to_date over story_outlets_to_date"),
    ),
    "Days on which nothing happened to the claim have no row. Undated articles are in none, so the last day may hold "
    "less than claim_coverage. Doubtful claims are not counted.",
)
