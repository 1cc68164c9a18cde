"""The table ``mart_quality``."""

from __future__ import annotations

from transforms.schema import DATE, FLOAT, INT, Column, Layer, Table, declare_key, declare_text

MART_QUALITY = Table(
    "mart_quality",
    Layer.MART,
    "one row per mart and measure of what it rests on",
    ("mart", "measure"),
    (
        declare_key("mart", "The mart."),
        declare_key("measure", "What was measured."),
        declare_text("meaning", "What is counted there.", nullable=False),
        Column("precision", FLOAT, "Found and right over found; null when not measured."),
        Column("precision_low", FLOAT, "Its lower bound, 95 % over articles; null alike."),
        Column("precision_high", FLOAT, "Its upper bound; null alike."),
        Column("recall", FLOAT, "Found and right over what readers found; null when not measured."),
        Column("recall_low", FLOAT, "Its lower bound, 95 % over articles; null alike."),
        Column("recall_high", FLOAT, "Its upper bound; null alike."),
        Column("f1", FLOAT, "Their harmonic mean; null unless both were measured."),
        Column("cases", INT, "Cases of the readers that it was measured on; null when not written down."),
        declare_text(
            "corpus_part",
            "sealed: texts that nothing was tuned on; development: those that thresholds and weights were chosen on.",
            "sealed",
            "development",
            nullable=False,
        ),
        Column("measured_on", DATE, "When it was measured.", nullable=False),
        declare_text("command", "The command that measures it.", nullable=False),
    ),
    "Each measure is of rows and of the texts it was measured on, not of the mart's counts on yours. Several measures"
    " of one mart are of its several ingredients, and their errors add up. How they were made: docs/quality.md, "
    "docs/matching.md.",
)
