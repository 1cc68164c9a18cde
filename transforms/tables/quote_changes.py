"""The table ``quote_changes``."""

from __future__ import annotations

from transforms.schema import (
    BOOL,
    FLOAT,
    QUOTE_CHANGE_KINDS,
    SPEAKER_RELATIONS,
    TIMESTAMP,
    Column,
    Layer,
    Table,
    declare_key,
    declare_text,
)

QUOTE_CHANGES = Table(
    "quote_changes",
    Layer.MART,
    "one row per pair of quotations with the same words whose wording or speaker differs",
    ("earlier_quote_id", "later_quote_id"),
    (
        declare_key(
            "earlier_quote_id", "The one published first; undated ones come last, ids decide ties.", "quotes.quote_id"
        ),
        declare_key("later_quote_id", "The other one.", "quotes.quote_id"),
        declare_key("earlier_story_id", "The story of the earlier one."),
        declare_key("later_story_id", "The story of the later one."),
        declare_text("earlier_story_headline", "Headline of the story of the earlier one; null when it has none."),
        declare_text("later_story_headline", "Headline of the story of the later one; null when it has none."),
        declare_text(
            "wording_change",
            "What the later one did to the words; overlap: two cuts of one passage; spelling: the same words written "
            "otherwise; edited: words were changed; none when only the speaker differs.",
            *QUOTE_CHANGE_KINDS,
            nullable=False,
        ),
        Column("similarity", FLOAT, "Similarity of the words, 0 to 1.", nullable=False),
        Column("same_speaker", BOOL, "Whether both have the same speaker; null when one is unknown."),
        declare_text(
            "speaker_relation",
            "How the speakers relate; see quote_matches. Only other is a second speaker.",
            *SPEAKER_RELATIONS,
            nullable=False,
        ),
        declare_text("earlier_text", "The words of the earlier one.", nullable=False),
        declare_text("later_text", "The words of the later one.", nullable=False),
        declare_text("earlier_speaker", "Speaker of the earlier one; null when unknown."),
        declare_text("later_speaker", "Speaker of the later one; null when unknown."),
        declare_text("earlier_outlet", "Outlet of the earlier one; null when unknown."),
        declare_text("later_outlet", "Outlet of the later one; null when unknown."),
        declare_key("earlier_article_id", "Article of the earlier one.", "articles.article_id"),
        declare_key("later_article_id", "Article of the later one.", "articles.article_id"),
        declare_text("earlier_headline", "Headline of the earlier one's article; null when it has none."),
        declare_text("later_headline", "Headline of the later one's article; null when it has none."),
        Column("earlier_published_at", TIMESTAMP, "When the earlier one was published (UTC); null when unknown."),
        Column("later_published_at", TIMESTAMP, "When the later one was published (UTC); null when unknown."),
        Column("hours_between", FLOAT, "Hours from the earlier to the later; null when one date is unknown."),
    ),
    notes=(
        "It counts nothing: its rows are numerators. similarity is of the words alone, 1 for the same. hours_between "
        "is 0 for articles of the same time. Scare quotes and doubtful quotations are left out."
    ),
)
