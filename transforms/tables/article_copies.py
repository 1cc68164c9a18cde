"""The table ``article_copies``."""

from __future__ import annotations

from transforms.schema import Layer, Table, declare_count, declare_key
from transforms.tables.shared import CONTAINMENT_COLUMNS

ARTICLE_COPIES = Table(
    "article_copies",
    Layer.MATCHED,
    "one row per pair of copies, a before b: half of one's own words or more stand in the other",
    ("article_id_a", "article_id_b"),
    (
        declare_key("article_id_a", "The article whose id sorts first.", "articles.article_id"),
        declare_key("article_id_b", "The other article.", "articles.article_id"),
        *CONTAINMENT_COLUMNS,
        declare_count("longest_passage_words", "Words of the longest passage of a that stands in b."),
    ),
)
