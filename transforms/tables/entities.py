"""The table ``entities``."""

from __future__ import annotations

from transforms.schema import (
    ARTICLE_ID,
    MERGED_BY,
    STRING,
    STRINGS,
    Column,
    Layer,
    Table,
    declare_count,
    declare_key,
    declare_text,
)

ENTITIES = Table(
    "entities",
    Layer.EXTRACTED,
    "one row per entity per article",
    ("article_id", "entity_id"),
    (
        ARTICLE_ID,
        declare_key("entity_id", "Identifier of the entity, the same in every article of the corpus."),
        declare_text("name", "Canonical name of the entity in the whole corpus.", nullable=False),
        declare_text(
            "label", "Entity label: PERSON, ORG, GPE, LOC, NORP, FAC, EVENT, PRODUCT or another.", nullable=False
        ),
        declare_text("role", "The fullest title or description that this article gives it; null when it gives none."),
        declare_text("affiliation", "The body, else the country, that its titles name; null when they name none."),
        declare_text(
            "gender", "By titles, nouns and pronouns of this article, never by the given name; null else.", "m", "f"
        ),
        declare_count("mention_count", "Mentions in this article, pronouns and nominals included."),
        Column("aliases", STRINGS, "The names this article uses for it, sorted.", nullable=False),
        declare_text(
            "merged_by",
            "Why this article's name for it is the canonical one's: same letters (spelling), initials, nickname, "
            "misprint, first of two surnames (first surname) or both (surnames), other part, alias, its story's, who "
            "bears it in the corpus then, or the seed entity_aliases (user); null where it is the canonical name.",
            *MERGED_BY,
        ),
        Column(
            "parent_entity_id", STRING, "The body it speaks for: the White House's is the US government; else null."
        ),
    ),
)
