"""The table ``source_network``."""

from __future__ import annotations

from transforms.schema import FLOAT, Column, Layer, Table, declare_count, declare_key, declare_text

SOURCE_NETWORK = Table(
    "source_network",
    Layer.MART,
    "one row per pair of entities that are cited beside each other in two or more articles, a before b",
    ("source_entity_id_a", "source_entity_id_b"),
    (
        declare_key("source_entity_id_a", "The entity whose id sorts first.", "dim_entity.entity_id"),
        declare_key("source_entity_id_b", "The other entity.", "dim_entity.entity_id"),
        declare_text("source_name_a", "Name of entity a.", nullable=False),
        declare_text("source_name_b", "Name of entity b.", nullable=False),
        declare_count("articles", "Articles that cite both."),
        declare_count("texts", "Those after copies of one text count once."),
        declare_count("stories", "Stories of these."),
        declare_count("outlets", "Known outlets of these."),
        declare_count("texts_a", "Texts that cite a."),
        declare_count("texts_b", "Texts that cite b."),
        declare_count("corpus_texts", "Texts that cite any known source."),
        Column("lift", FLOAT, "texts times corpus_texts over texts_a times texts_b.", nullable=False),
        declare_count("articles_a", "Articles that cite a."),
        declare_count("articles_b", "Articles that cite b."),
        declare_count("corpus_articles", "Articles that cite any known source."),
        Column("lift_by_articles", FLOAT, "The same over articles, wire copy with it.", nullable=False),
        Column("jaccard", FLOAT, "texts over the texts that cite either.", nullable=False),
    ),
    "A lift of 1 is what chance gives, 2 twice as often (Brin, Motwani and Silverstein 1997). Of few texts it is "
    "noise: look at texts first. Pairs of fewer than two articles have no row, and neither have sources that are only"
    " described.",
)
