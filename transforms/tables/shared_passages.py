"""The table ``shared_passages``."""

from __future__ import annotations

from transforms.schema import Layer, Table, declare_count, declare_key
from transforms.tables.shared import CONTAINMENT_COLUMNS

SHARED_PASSAGES = Table(
    "shared_passages",
    Layer.MATCHED,
    "one row per pair of articles that share passages and are no copies, a before b",
    ("article_id_a", "article_id_b"),
    (
        declare_key("article_id_a", "The article whose id sorts first.", "articles.article_id"),
        declare_key("article_id_b", "The other article.", "articles.article_id"),
        *CONTAINMENT_COLUMNS,
        declare_count(
            "passage_words", "Words of the longest passage that both hold; 0 where they share only scattered words."
        ),
        declare_count("start_a", "First character of that passage in the text of article a."),
        declare_count("end_a", "Its end there (exclusive)."),
        declare_count("start_b", "First character of that passage in the text of article b."),
        declare_count("end_b", "Its end there (exclusive)."),
    ),
)
