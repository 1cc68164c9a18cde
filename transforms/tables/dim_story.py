"""The table ``dim_story``."""

from __future__ import annotations

from transforms.schema import STORY_ID, TIMESTAMP, Column, Layer, Table, declare_count, declare_key, declare_text
from transforms.tables.shared import FIRST_DATE, LAST_DATE

DIM_STORY = Table(
    "dim_story",
    Layer.DIMENSION,
    "one row per story",
    ("story_id",),
    (
        STORY_ID,
        declare_text("headline", "Headline of the article most like all others, reports first; null when it has none."),
        declare_key(
            "first_article_id", "The first dated article, else the one whose id sorts first.", "articles.article_id"
        ),
        declare_text("first_headline", "Its headline; null when it has none."),
        declare_text("first_outlet", "Outlet of the first dated article; null when it or all dates are unknown."),
        Column("first_published_at", TIMESTAMP, "When the story was first reported (UTC); null when unknown."),
        Column("last_published_at", TIMESTAMP, "When it was last reported (UTC); null when unknown."),
        FIRST_DATE,
        LAST_DATE,
        declare_count("articles", "Its articles."),
        declare_count("outlets", "Known outlets that covered it."),
        declare_count("publisher_families", "Outlets after those of one publisher count once."),
        declare_count("independent_outlets", "Outlets after copies of one text and publisher families count once."),
    ),
    "Articles about one event; an article that no other is like is a story of its own. articles counts the newest "
    "version of each page. 0 outlets means that none is known. independent_outlets is ours, see docs/sql.md.",
)
