"""The table ``claim_spread``."""

from __future__ import annotations

from transforms.schema import (
    ARTICLE_ID,
    ATTRIBUTION_CHANGES,
    BOOL,
    CERTAINTY_CHANGES,
    FLOAT,
    HEADLINE,
    IS_HEDGED,
    ORIGIN_KINDS,
    STORY_HEADLINE,
    STORY_ID,
    STRINGS,
    TIMESTAMP,
    VOICES_TEXT,
    Column,
    Layer,
    Table,
    declare_count,
    declare_key,
    declare_text,
)

CLAIM_SPREAD = Table(
    "claim_spread",
    Layer.MART,
    "one row per claim group and article that carries it",
    ("claim_group_id", "article_id"),
    (
        declare_key("claim_group_id", "The claim group.", "claim_coverage.claim_group_id"),
        STORY_ID,
        STORY_HEADLINE,
        ARTICLE_ID,
        HEADLINE,
        declare_count("position", "1 for the article that carried it first; undated ones come last, ids decide ties."),
        declare_text("outlet", "The article's outlet; null when unknown."),
        declare_text(
            "publisher_family", "Who owns it, the outlet itself when the seeds name nobody; null when unknown."
        ),
        declare_text(
            "counted_as",
            "The publisher family that stands for all that share a publisher, text or agency here; null when unknown.",
        ),
        declare_text("origin_kind", "Whose text the article is.", *ORIGIN_KINDS, nullable=False),
        declare_key("origin_id", "Articles that are copies of one text share it: the id of the text's origin."),
        declare_text("origin_headline", "That article's headline; null when it has none or was taken back."),
        declare_text("agency", "The agency whose text it is; null unless origin_kind is wire."),
        Column("published_at", TIMESTAMP, "When it was published (UTC); null when unknown."),
        Column("hours_after_first", FLOAT, "Hours since the group's first dated article; null without a date."),
        Column("may_be_first", BOOL, "Whether nothing tells that another article carried it earlier.", nullable=False),
        declare_count("claims", "Claims of the group in the article."),
        declare_key("claim_id", "The one among them that is most like the representative.", "claims.claim_id"),
        declare_text("claim_text", "Its text.", nullable=False),
        declare_key("representative_claim_id", "The claim that stands for the group.", "claims.claim_id"),
        declare_text("representative_text", "Its text.", nullable=False),
        Column("voices", STRINGS, "The voices in which the article carries it, sorted.", nullable=False),
        VOICES_TEXT,
        IS_HEDGED,
        Column("source_names", STRINGS, "The known sources it gives, sorted; empty when none.", nullable=False),
        declare_text("source_names_text", "The same, joined by '; '.", nullable=False),
        declare_text(
            "attribution_change",
            "Known sources against the group's first dated article: gained, lost; null for that and undated ones.",
            *ATTRIBUTION_CHANGES,
        ),
        declare_text(
            "certainty_change",
            "How sure it sounds against the first: hedged, alleged, said by a source, said by the outlet; null alike.",
            *CERTAINTY_CHANGES,
        ),
        Column(
            "speaker_changed",
            BOOL,
            "Whether it gives other named sources only; null when it or the first gives none or a described one.",
        ),
        Column(
            "numbers_changed",
            BOOL,
            "Whether just one of it and the first conflicts in numbers with the representative; null alike.",
        ),
    ),
    notes=(
        "Changes compare with the first dated article, where only one may be it. Null means that nothing can be said: "
        "for the first itself, without a date, or where several may be first; none, that nothing changed. "
        "hours_after_first of 0 is the first's own or the same time. certainty's order is ours: hedged, alleged or "
        "doubted, said by a source, said by the outlet. Doubtful claims are left out."
    ),
)
