"""The table ``story_overview``."""

from __future__ import annotations

from transforms.schema import STORY_ID, TIMESTAMP, Column, Layer, Table, declare_count, declare_key, declare_text
from transforms.tables.shared import BOUNDS_OF_COUNTS, declare_counted

STORY_OVERVIEW = Table(
    "story_overview",
    Layer.MART,
    "one row per story",
    ("story_id",),
    (
        STORY_ID,
        declare_text(
            "headline",
            "Headline of the article most like all others, reports first; null when it has none.",
        ),
        declare_key(
            "first_article_id",
            "The first dated article, else the one whose id sorts first.",
            "articles.article_id",
        ),
        declare_text("first_headline", "Its headline; null when it has none."),
        declare_text("first_outlet", "Outlet of the first dated article; null when it or all dates are unknown."),
        Column("first_published_at", TIMESTAMP, "When the story was first reported (UTC); null when unknown."),
        Column("last_published_at", TIMESTAMP, "When it was last reported (UTC); null when unknown."),
        declare_count("articles", "Articles of the story."),
        declare_count("outlets", "Known outlets that covered it."),
        declare_count(
            "independent_outlets", "Outlets after copies of one wire text and publisher families count once."
        ),
        declare_count("claims", "Claim groups."),
        *declare_counted("quotes", "Quotations, direct and mixed; repeated ones count each time."),
        declare_count("sources", "Distinct known sources, described ones counted apart."),
        declare_count("sources_min", "The same if described sources of the same words are one."),
    ),
    notes=(
        "It counts and divides nothing. Doubtful claims, quotations and attributions are left out. 0 outlets means "
        "that none is known. independent_outlets is ours, see docs/sql.md. " + BOUNDS_OF_COUNTS
    ),
)
