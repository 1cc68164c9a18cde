"""The table ``quote_reuse``."""

from __future__ import annotations

from transforms.schema import FLOAT, Column, Layer, Table, declare_count, declare_key
from transforms.tables.shared import declare_share

QUOTE_REUSE = Table(
    "quote_reuse",
    Layer.MART,
    "one row per pair of known outlets of which the later repeats words that the earlier had quoted before",
    ("earlier_outlet", "later_outlet"),
    (
        declare_key("earlier_outlet", "The outlet that quoted first.", "dim_outlet.outlet"),
        declare_key("later_outlet", "The outlet that quoted later.", "dim_outlet.outlet"),
        declare_count("quotes", "Quotations of the later one that repeat words that the earlier one had quoted."),
        declare_count("unchanged_quotes", "Those with the same words."),
        declare_count("shortened_quotes", "Those with a part of the words."),
        declare_count("lengthened_quotes", "Those with more words."),
        declare_count("edited_quotes", "Those with other words in between."),
        declare_count("other_speaker_quotes", "Those that are given to somebody else."),
        declare_count("own_quotes", "Those of the later one's own texts that are no copies of the earlier one's."),
        declare_count("stories", "Stories in which they stand."),
        Column("median_hours", FLOAT, "Median of the hours from the earlier to the later publication.", nullable=False),
        declare_count("later_quotes", "All quotations of the later one."),
        declare_count("own_later_quotes", "Those of its own texts."),
        Column("reuse_share", FLOAT, "quotes over later_quotes.", nullable=False),
        declare_share("own_reuse_share", "own_quotes over own_later_quotes"),
    ),
    "Each of the later outlet's quotations counts once a pair, by the most similar of the earlier one's. To repeat is "
    "not to copy: both may have heard the same. Doubtful quotations, undated articles and pairs of which nobody can "
    "tell the earlier are left out; pairs without a repeated word have no row.",
)
