"""The table ``article_kinds``."""

from __future__ import annotations

from transforms.schema import ARTICLE_ID, ARTICLE_KINDS, FLOAT, Column, Layer, Table, declare_text

ARTICLE_KIND_ROWS = Table(
    "article_kinds",
    Layer.MATCHED,
    "one row per article",
    ("article_id",),
    (
        ARTICLE_ID,
        declare_text(
            "kind",
            "What kind of article it is, by its headline's label and its address; report where nothing tells.",
            *ARTICLE_KINDS,
            nullable=False,
        ),
        Column(
            "likeness",
            FLOAT,
            "How like it is to the other articles of its story, 0 to 1, on average; null when it is alone.",
        ),
    ),
)
