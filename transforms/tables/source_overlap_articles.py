"""The table ``source_overlap_articles``."""

from __future__ import annotations

from transforms.schema import (
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

SOURCE_OVERLAP_ARTICLES = Table(
    "source_overlap_articles",
    Layer.MART,
    "one row per pair of articles of one story, a before b",
    ("article_id_a", "article_id_b"),
    (
        STORY_ID,
        STORY_HEADLINE,
        declare_key("article_id_a", "The article whose id sorts first.", "articles.article_id"),
        declare_key("article_id_b", "The other article.", "articles.article_id"),
        declare_text("headline_a", "The headline of article a; null when it has none."),
        declare_text("headline_b", "The headline of article b; null when it has none."),
        declare_text("outlet_a", "The outlet of article a; null when unknown."),
        declare_text("outlet_b", "The outlet of article b; null when unknown."),
        declare_count("sources_a", "Distinct known sources of article a."),
        declare_count("sources_b", "Distinct known sources of article b."),
        declare_count("shared_sources", "Distinct known sources that both cite."),
        Column("jaccard", FLOAT, "shared_sources over the sources of either; null when neither has any."),
        Column("containment_a", FLOAT, "shared_sources over sources_a; null when a has none."),
        Column("containment_b", FLOAT, "shared_sources over sources_b; null when b has none."),
        declare_count("shared_quotes", "Direct and mixed quotations of a that b repeats, doubtful ones left out."),
        declare_count("shared_claims", "Claim groups that both carry."),
    ),
    notes=(
        "jaccard (Jaccard 1901): numerator shared_sources; denominator the distinct known sources of either. "
        "containment_a and _b (Broder 1997): the same numerator over the sources of one. 0 means that both cite "
        "somebody and share nobody; null, that there is nobody to share. Doubtful attributions are left out."
    ),
)
