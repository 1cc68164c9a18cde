"""The table ``quote_coverage``."""

from __future__ import annotations

from transforms.schema import STRINGS, TIMESTAMP, Column, Layer, Table, declare_count, declare_key, declare_text

QUOTE_COVERAGE = Table(
    "quote_coverage",
    Layer.MART,
    "one row per group of quotations that repeat the same words",
    ("quote_group_id",),
    (
        declare_key("quote_group_id", "The id that sorts first among the group's quotations.", "quotes.quote_id"),
        declare_key("longest_quote_id", "The quotation with the longest wording.", "quotes.quote_id"),
        declare_text("quote_text", "The longest wording.", nullable=False),
        declare_count("quotes", "Quotations in the group, doubtful ones left out."),
        declare_count("doubtful_quotes", "Those of a confidence below 0.5, which no other count holds."),
        declare_count("wordings", "Different wordings among them."),
        Column("speakers", STRINGS, "The known speakers that it is given to, sorted.", nullable=False),
        declare_text("speakers_text", "The same, joined by '; '.", nullable=False),
        declare_count("stories", "Stories in which it is quoted."),
        declare_count("articles", "Articles that quote it."),
        declare_count("outlets", "Known outlets that quote it."),
        declare_count("publisher_families", "Outlets after those of one publisher count once."),
        declare_count(
            "independent_outlets", "Outlets after copies of one wire text and publisher families count once."
        ),
        declare_count(
            "independent_origins", "Outlets after those that give one speaker count once too; see origin_chain."
        ),
        declare_text("first_outlet", "Outlet of the first dated article; null when it or all dates are unknown."),
        Column("first_published_at", TIMESTAMP, "When it was first quoted (UTC); null when unknown."),
        Column("last_published_at", TIMESTAMP, "When it was last quoted (UTC); null when unknown."),
    ),
    notes=(
        "It counts and divides nothing. Doubtful quotations are left out, as everywhere, so that quotes adds up to "
        "those of story_overview; groups of nothing else have no row. 0 outlets means that none is known. "
        "independent_outlets and independent_origins are ours, see docs/sql.md."
    ),
)
