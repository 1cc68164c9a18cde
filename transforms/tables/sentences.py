"""The table ``sentences``."""

from __future__ import annotations

from transforms.schema import ARTICLE_ID, SENTENCE_STATUSES, STRINGS, Column, Layer, Table, declare_count, declare_text

SENTENCES = Table(
    "sentences",
    Layer.EXTRACTED,
    "one row per sentence of the headline, standfirst and body, and per embedded post; a sentence that another part "
    "interrupts has a row for each piece",
    ("article_id", "sentence_no"),
    (
        ARTICLE_ID,
        declare_count("sentence_no", "Position of the sentence, from 0."),
        declare_count("start", "First character of the sentence in articles.text."),
        declare_count("end", "End of the sentence (exclusive)."),
        declare_text(
            "status",
            "claims: it lies in attributed or hedged claims or gives claims in the outlet's voice; else why it carries "
            "none: question, or fragment (no statement in it).",
            *SENTENCE_STATUSES,
            nullable=False,
        ),
        Column("claim_ids", STRINGS, "The claims whose words stand in it, in order; empty for none.", nullable=False),
    ),
)
