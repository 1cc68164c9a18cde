"""The table ``dim_outlet``."""

from __future__ import annotations

from transforms.schema import BOOL, DATE, Column, Layer, Table, declare_count, declare_key, declare_text
from transforms.tables.shared import FIRST_DATE, LAST_DATE

DIM_OUTLET = Table(
    "dim_outlet",
    Layer.DIMENSION,
    "one row per known outlet of the corpus",
    ("outlet",),
    (
        declare_key("outlet", "The outlet, as the articles name it."),
        declare_text(
            "publisher_family",
            "Who owned it on the day of its last article; the outlet itself when the seed names nobody.",
            nullable=False,
        ),
        Column("valid_from", DATE, "First day of that owner; null when the seed gives none."),
        Column("valid_to", DATE, "Last day of that owner; null when the seed gives none."),
        declare_text("owners_text", "All its owners with their days; null when the seed never names one."),
        declare_text("country", "Where it is at home; null when the seed does not say."),
        declare_text("language", "ISO 639-1 code: the seed's, else that of most of its articles.", nullable=False),
        declare_text("medium", "What it is, by the seed: newspaper, agency, …; null when the seed does not say."),
        declare_text("leaning", "Its political leaning, by the user's seed; null unless that says."),
        declare_text("reliability", "How reliable it is, by the user's seed; null unless that says."),
        Column("is_listed", BOOL, "Whether the seed of outlets knows it.", nullable=False),
        declare_count("articles", "Its articles."),
        FIRST_DATE,
        LAST_DATE,
    ),
    "What is said of an outlet comes from the seed of outlets; nothing is guessed. Articles of unknown outlets have no "
    "row. articles counts the newest version of each page; an outlet is here for its articles, so that is never 0. An "
    "article counts for the publisher family of its own day; where the outlet was sold, that may be another than here.",
)
