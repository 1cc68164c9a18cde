"""The table ``statements``."""

from __future__ import annotations

from transforms.schema import (
    ARTICLE_ID,
    BOOL,
    FLOAT,
    HEADLINE,
    POLARITIES,
    PUBLISHED_DATE,
    PUBLISHED_LOCAL_DATE,
    SOURCE_TYPES,
    STANCES,
    STORY_HEADLINE,
    STORY_ID,
    STRING,
    TIMESTAMP,
    VOICES,
    Column,
    Layer,
    Table,
    declare_key,
    declare_text,
)

STATEMENTS = Table(
    "statements",
    Layer.MART,
    "one row per claim, with who said it, where and when",
    ("claim_id",),
    (
        declare_key("claim_id", "The claim.", "claims.claim_id"),
        declare_text("statement", "Source, cue and content as one sentence that can be read alone.", nullable=False),
        declare_text("text", "The content's words.", nullable=False),
        declare_text("source_name", "Canonical name of the source, else its description; null when unknown."),
        Column("source_entity_id", STRING, "The source's entity; null when it is only described or unknown."),
        declare_text("source_type", "The source's standing.", *SOURCE_TYPES, nullable=False),
        Column("is_known_source", BOOL, "Whether the marts count the source: named or described.", nullable=False),
        Column("is_anonymous", BOOL, "Whether the source is a person or official who is not named.", nullable=False),
        declare_text("all_sources", "All its sources, joined by '; '; empty when unknown.", nullable=False),
        declare_text("via_name", "The source through which it came; null when direct."),
        declare_text("voice", "Who states it: a source, nobody named, the outlet.", *VOICES, nullable=False),
        Column("is_hedged", BOOL, "Whether the voice is hedged.", nullable=False),
        declare_text("cue_text", "The attribution cue as written; null when there is none."),
        declare_text("stance", "What the source does with the content; null in the outlet's own voice.", *STANCES),
        declare_text("polarity", "Whether what is claimed is denied.", *POLARITIES, nullable=False),
        Column("is_negated", BOOL, "Whether the polarity is negated.", nullable=False),
        Column("is_quoted", BOOL, "Whether some of it stands in a direct or mixed quotation.", nullable=False),
        Column("confidence", FLOAT, "How sure the extraction is of the claim, 0 to 1.", nullable=False),
        ARTICLE_ID,
        declare_text("outlet", "The article's outlet; null when unknown."),
        declare_text("publisher_family", "Who owns it, the outlet itself when the seed names nobody; null alike."),
        Column("is_own_text", BOOL, "Whether the article is neither an agency's text nor a copy.", nullable=False),
        HEADLINE,
        declare_text("url", "The article's address; null when unknown."),
        Column("published_at", TIMESTAMP, "When it was published (UTC); null when unknown."),
        PUBLISHED_DATE,
        PUBLISHED_LOCAL_DATE,
        STORY_ID,
        STORY_HEADLINE,
        declare_key("claim_group_id", "Claims of one story that state the same share it."),
    ),
    notes=(
        "It counts and divides nothing: its rows are what other marts count. Doubtful claims (confidence below 0.5) "
        "are in it, which those leave out; the sum of confidence is how many are right, on average."
    ),
)
