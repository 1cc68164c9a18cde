"""The table ``dim_outlet``."""

from __future__ import annotations

from transforms.schema import BOOL, Column, Layer, Table, declare_count, declare_key, declare_text
from transforms.tables.shared import FIRST_DATE, LAST_DATE

DIM_OUTLET = Table(
    "dim_outlet",
    Layer.DIMENSION,
    "one row per known outlet of the corpus",
    ("outlet",),
    (
        declare_key("outlet", "The outlet, as the articles name it."),
        declare_text("publisher_family", "Who owns it; the outlet itself when the seed names nobody.", nullable=False),
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
    "row. articles counts the newest version of each page; an outlet is here for its articles, so that is never 0.",
)
