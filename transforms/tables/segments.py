"""The table ``segments``."""

from __future__ import annotations

from transforms.schema import ARTICLE_ID, INT, ROLES, Column, Layer, Table, declare_count, declare_text

SEGMENTS = Table(
    "segments",
    Layer.EXTRACTED,
    "one row per paragraph of an article, or per part of one where its parts have several roles",
    ("article_id", "segment_no"),
    (
        ARTICLE_ID,
        declare_count("segment_no", "Position of the segment, from 0."),
        declare_text(
            "role",
            "What it is; only headline, standfirst and body are read, and an embed as the statement of its author.",
            *ROLES,
            nullable=False,
        ),
        declare_count("start", "First character of the segment in articles.text."),
        declare_count("end", "End of the segment (exclusive)."),
        Column("entry_no", INT, "The entry of a live page that it is from, from 1 in the page's order; null outside."),
        declare_text(
            "entry_at", "When that entry was made: the page's machine-readable time, else its words ('14:32')."
        ),
        declare_text("entry_author", "Who wrote that entry; null when the page does not say."),
        declare_text("post_author", "Who wrote the embedded post; null when it is none or does not say."),
        declare_text("post_network", "The network the post is from, e.g. X or Instagram; null when it is none."),
    ),
)
