"""The table ``dim_entity``."""

from __future__ import annotations

from transforms.schema import DATE, STRING, STRINGS, Column, Layer, Table, declare_count, declare_key, declare_text

DIM_ENTITY = Table(
    "dim_entity",
    Layer.DIMENSION,
    "one row per entity of the corpus",
    ("entity_id",),
    (
        declare_key("entity_id", "The entity."),
        declare_text("name", "Its canonical name.", nullable=False),
        declare_text("label", "The label of most of its articles: PERSON, ORG, GPE or another.", nullable=False),
        Column("aliases", STRINGS, "The names that articles use for it, sorted.", nullable=False),
        declare_text("aliases_text", "The same, joined by '; '.", nullable=False),
        declare_text("role", "The title that most of its articles give it; null when none gives any."),
        declare_text("affiliation", "The body or country that most of its articles tie it to; null when none does."),
        declare_text("gender", "By titles and pronouns of its articles; null unless they say and agree.", "m", "f"),
        Column("parent_entity_id", STRING, "The body it speaks for; null when it speaks for itself."),
        declare_text("parent_name", "That body's name; null when it is no entity of the corpus."),
        Column("first_seen_date", DATE, "Day of the first dated article that names it (UTC); null without a date."),
        Column("last_seen_date", DATE, "Day of the last dated article that names it (UTC); null without a date."),
        declare_count("articles", "Articles that name it."),
        declare_count("stories", "Stories in which it is named."),
        declare_count("mentions", "Mentions, pronouns and nominals included."),
        declare_count("quoted_articles", "Articles in which it is a source of a claim or a quotation."),
        declare_count("claims", "Attributed claims of which it is a source."),
        declare_count("quotes", "Direct and mixed quotations of which it is a speaker."),
        Column("merged_by", STRINGS, "Why its other names are the same, sorted; see entities.", nullable=False),
        declare_text("merged_by_text", "The same, joined by '; '.", nullable=False),
    ),
    "Whoever is named in an article that counts; sources that are only described ('officials') are none. What most of "
    "its articles give is the longest and then the first by name among equals. claims, quotes and quoted_articles "
    "leave out doubtful rows; 0 means that it is named and never cited. That two names are one's is a judgement: "
    "merged_by says whose, seeds/entity_aliases.csv overrules it.",
)
