"""The table ``claim_groups``."""

from __future__ import annotations

from transforms.schema import BOOL, CLAIM_RELATIONS, FLOAT, STRINGS, Column, Layer, Table, declare_key, declare_text

CLAIM_GROUPS = Table(
    "claim_groups",
    Layer.MATCHED,
    "one row per claim",
    ("claim_id",),
    (
        declare_key("claim_id", "The claim.", "claims.claim_id"),
        declare_key("claim_group_id", "Claims of one story that state the same share it."),
        Column("similarity", FLOAT, "Similarity to the group's representative, 0 to 1.", nullable=False),
        Column("is_representative", BOOL, "Whether the claim stands for its group.", nullable=False),
        declare_text(
            "relation",
            "How it relates to the representative; same: it says the same and carries the claim; partial: one says "
            "much more; denial: one denies what the other says; conflict: see conflict_reasons.",
            *CLAIM_RELATIONS,
            nullable=False,
        ),
        Column(
            "conflict_reasons",
            STRINGS,
            "Where it departs from the representative: numbers, negation, names; empty for same and partial.",
            nullable=False,
        ),
        declare_key(
            "lenient_group_id", "The group at a lower bar, which holds the group: 'single source' is counted on it."
        ),
    ),
)
