"""The table ``claim_near_misses``."""

from __future__ import annotations

from transforms.schema import ARTICLE_ID, FLOAT, Column, Layer, Table, declare_key

CLAIM_NEAR_MISSES = Table(
    "claim_near_misses",
    Layer.MATCHED,
    "one row per claim group of several articles, and article without a claim in it that has one that comes near",
    ("claim_group_id", "article_id"),
    (
        declare_key("claim_group_id", "The group."),
        ARTICLE_ID,
        declare_key("claim_id", "The article's claim that is most like one of the group's.", "claims.claim_id"),
        Column("similarity", FLOAT, "How like it is to that one, 0.05 to 1: the best one rejected.", nullable=False),
        declare_key("nearest_claim_id", "That claim of the group.", "claims.claim_id"),
    ),
)
