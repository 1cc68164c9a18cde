"""The table ``quotes``."""

from __future__ import annotations

from transforms.schema import (
    ARTICLE_ID,
    PUBLISHED_DATE,
    QUOTE_TYPES,
    SPANS,
    STRING,
    Column,
    Layer,
    Table,
    declare_count,
    declare_key,
    declare_text,
)
from transforms.tables.shared import CONFIDENCE, CUE_COLUMNS, VIA, declare_speaker

QUOTES = Table(
    "quotes",
    Layer.EXTRACTED,
    "one row per quotation: words inside quotation marks",
    ("quote_id",),
    (
        declare_key("quote_id", "Identifier of the quotation."),
        ARTICLE_ID,
        PUBLISHED_DATE,
        Column(
            "claim_id", STRING, "The first claim of its words; null for scare quotes.", references="claims.claim_id"
        ),
        declare_text("text", "The quoted words without the marks, pieces joined by ' … '.", nullable=False),
        declare_count("start", "First quoted character, marks outside."),
        declare_count("end", "End of the last quoted character (exclusive), marks outside."),
        Column(
            "spans", SPANS, "The quoted pieces; several when the cue or a paragraph break interrupts.", nullable=False
        ),
        declare_text(
            "quote_type",
            "direct (clauses), mixed (a fragment in reported speech), scare (nobody is quoted).",
            *QUOTE_TYPES,
            nullable=False,
        ),
        *declare_speaker("speaker"),
        VIA,
        *CUE_COLUMNS,
        CONFIDENCE,
    ),
)
