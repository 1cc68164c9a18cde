"""The table ``article_revisions``."""

from __future__ import annotations

from transforms.schema import REVISION_CHANGES, STRING, Column, Layer, Table, declare_key, declare_text

ARTICLE_REVISIONS = Table(
    "article_revisions",
    Layer.MATCHED,
    "one row per change between two versions of an article that follow each other",
    ("article_id_before", "article_id_after", "change", "id_before", "id_after"),
    (
        declare_key("article_id_before", "The version that was superseded.", "articles.article_id"),
        declare_key("article_id_after", "The version that took its place.", "articles.article_id"),
        declare_text("url", "The article's address in the later version; null when unknown."),
        declare_text(
            "change",
            "quote_*, claim_*: what happened to a quotation or claim; claim_softened: it is stated with less "
            "certainty (hedged, alleged, 'may'), claim_hardened: with more; source_changed: the same words are "
            "somebody else's.",
            *REVISION_CHANGES,
            nullable=False,
        ),
        Column("id_before", STRING, "The quotation or claim of the earlier version; null when it was added."),
        Column("id_after", STRING, "That of the later version; null when it was dropped."),
        declare_text(
            "text_before", "Its words in the earlier version, or its source for source_changed; null when added."
        ),
        declare_text(
            "text_after", "Its words in the later version, or its source for source_changed; null when dropped."
        ),
    ),
)
