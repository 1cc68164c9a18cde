"""The table ``stories``."""

from __future__ import annotations

from transforms.schema import ARTICLE_ID, Layer, Table, declare_key

STORIES = Table(
    "stories",
    Layer.MATCHED,
    "one row per article",
    ("article_id",),
    (ARTICLE_ID, declare_key("story_id", "The story: articles about the same event share it.")),
)
