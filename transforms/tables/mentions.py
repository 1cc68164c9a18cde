"""The table ``mentions``."""

from __future__ import annotations

from transforms.schema import ARTICLE_ID, MENTION_KINDS, Layer, Table, declare_count, declare_key, declare_text

MENTIONS = Table(
    "mentions",
    Layer.EXTRACTED,
    "one row per mention of an entity",
    ("mention_id",),
    (
        ARTICLE_ID,
        declare_key("mention_id", "Identifier of the mention."),
        declare_key("entity_id", "The entity that is mentioned."),
        declare_text("kind", "How it is mentioned.", *MENTION_KINDS, nullable=False),
        declare_text(
            "label", "Entity label: PERSON, ORG, GPE, LOC, NORP, FAC, EVENT, PRODUCT or another.", nullable=False
        ),
        declare_count("start", "First character of the mention in articles.text."),
        declare_count("end", "End of the mention (exclusive)."),
        declare_text("text", "The mention as written.", nullable=False),
    ),
)
