"""The table ``claim_sources``."""

from __future__ import annotations

from transforms.schema import ARTICLE_ID, SOURCE_TYPES, Layer, Table, declare_count, declare_key, declare_text

CLAIM_SOURCES = Table(
    "claim_sources",
    Layer.EXTRACTED,
    "one row per source of an attributed claim: 'A and B said' has two",
    ("claim_id", "source_no"),
    (
        declare_key("claim_id", "The claim.", "claims.claim_id"),
        ARTICLE_ID,
        declare_count("source_no", "0 for the claim's own source_* columns, 1 and more for those named beside it."),
        declare_text("source_entity_id", "The entity the source is; null when it is only described."),
        declare_text("source_name", "Canonical name of the source, else its description.", nullable=False),
        declare_text("source_type", "The source's standing.", *SOURCE_TYPES, nullable=False),
    ),
)
