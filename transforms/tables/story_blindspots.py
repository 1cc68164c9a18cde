"""The table ``story_blindspots``."""

from __future__ import annotations

from transforms.schema import (
    BOOL,
    DATE,
    FLOAT,
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

STORY_BLINDSPOTS = Table(
    "story_blindspots",
    Layer.MART,
    "one row per story of two or more known outlets, and group of three or more outlets of the corpus",
    ("story_id", "group_kind", "group_name"),
    (
        STORY_ID,
        STORY_HEADLINE,
        Column("first_published_date", DATE, "Day of the story's first dated article (UTC); null when none is dated."),
        declare_text(
            "group_kind", "What the outlets have in common.", "publisher_family", "country", "leaning", nullable=False
        ),
        declare_key("group_name", "The family, country or leaning."),
        declare_count("articles", "Articles of the group on the story."),
        declare_count("covering_outlets", "Outlets of the group that covered it."),
        declare_count(
            "active_outlets",
            "Outlets of the group that published anything from the day before the story's first to the day after its "
            "last article, or covered it; all for a story without a date.",
        ),
        declare_count("story_outlets", "Outlets of any known group of that kind that covered it."),
        declare_count("corpus_outlets", "Outlets of any known group of that kind that were active then."),
        declare_share("covered_share", "covering_outlets over active_outlets"),
        declare_share("actual_share", "covering_outlets over story_outlets"),
        declare_share("expected_share", "active_outlets over corpus_outlets"),
        Column("lift", FLOAT, "actual_share over expected_share; null under three active outlets."),
        Column(
            "chance_of_none",
            FLOAT,
            "How likely none of it is among story_outlets drawn from corpus_outlets (hypergeometric); null alike.",
        ),
        Column("is_blindspot", BOOL, "Whether none of it covered the story and that chance is below 0.05; null alike."),
    ),
    "A lift of 0 means that the group left the story out, 1 that it covers it as much as all. What is not in the "
    "corpus looks as if it were not covered. Many groups and stories are looked at, so that some "
    "blindspots are chance.",
)
