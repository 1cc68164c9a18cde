"""The table ``claims``."""

from __future__ import annotations

from transforms.schema import (
    ARTICLE_ID,
    BOOL,
    CLAIM_FORMS,
    INT,
    POLARITIES,
    PUBLISHED_DATE,
    SPANS,
    STANCES,
    STRINGS,
    VOICES,
    Column,
    Layer,
    Table,
    declare_key,
    declare_text,
)
from transforms.tables.shared import CONFIDENCE, CUE_COLUMNS, VIA, declare_speaker

CLAIMS = Table(
    "claims",
    Layer.EXTRACTED,
    "one row per statement that an article carries, at most one sentence",
    ("claim_id",),
    (
        declare_key("claim_id", "Identifier of the claim."),
        declare_text("attribution_id", "The claims of one attribution share it; null in the outlet's own voice."),
        ARTICLE_ID,
        PUBLISHED_DATE,
        declare_text(
            "voice",
            "attributed (a source is named or described), hedged (reported with no source), "
            "outlet (the outlet's own voice).",
            *VOICES,
            nullable=False,
        ),
        declare_text("text", "The content's words, pieces joined by ' … '.", nullable=False),
        Column("content_spans", SPANS, "Where the content stands; several when the cue interrupts it.", nullable=False),
        declare_text("statement", "Source, cue and content as one sentence that can be read alone.", nullable=False),
        declare_text(
            "form",
            "Of the content: clause (finite, an infinitive or an order), nominal (a noun phrase that the cue governs), "
            "fragment (neither, or its statement cannot be read alone: it means what it does not name).",
            *CLAIM_FORMS,
            nullable=False,
        ),
        declare_text(
            "polarity",
            "Whether what is claimed is denied, by the content or by the cue: 'denied that he left' is negated.",
            *POLARITIES,
            nullable=False,
        ),
        *declare_speaker("source"),
        Column(
            "source_names",
            STRINGS,
            "All sources the claim is given to, as the article names them ('A and B said'); empty when unknown.",
            nullable=False,
        ),
        Column("source_is_plural", BOOL, "Whether the source is more than one person or body.", nullable=False),
        declare_text(
            "source_affiliation", "The country or body the source is tied to: 'US officials' to United States."
        ),
        declare_text(
            "anonymity_reason", "Why an unnamed source is unnamed, as the article states it; null when it does not."
        ),
        Column("basis_start", INT, "First character of the basis; null when the article states none."),
        Column("basis_end", INT, "End of the basis (exclusive)."),
        declare_text(
            "source_basis", "Why the source should know or is not named, as written: 'who attended the meeting'."
        ),
        VIA,
        declare_text("addressee_name", "To whom it was said: 'told Reuters' has Reuters; null when not stated."),
        *CUE_COLUMNS,
        declare_text("stance", "What the source does with the content; null in the outlet's own voice.", *STANCES),
        CONFIDENCE,
    ),
)
