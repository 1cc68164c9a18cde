"""The marts about sources, and about what becomes of claims: who reaches how far, beside whom, and how."""

from __future__ import annotations

from transforms.marts.outlets import (
    BOUNDS_OF_COUNTS,
    WILSON,
    WINDOW,
    WINDOW_KEY,
    declare_bounds,
    declare_counted,
    declare_share,
)
from transforms.schema import (
    BOOL,
    DATE,
    FLOAT,
    SOURCE_TYPES,
    STORY_HEADLINE,
    STORY_ID,
    STRING,
    TIMESTAMP,
    Column,
    Layer,
    Table,
    declare_count,
    declare_key,
    declare_text,
)

_FIRST_AT = Column("first_published_at", TIMESTAMP, "When it was first cited (UTC); null without a date.")
_LAST_AT = Column("last_published_at", TIMESTAMP, "When it was last cited (UTC); null without a date.")

SOURCE_REACH = Table(
    "source_reach",
    Layer.MART,
    "one row per known source of the corpus",
    ("source_id",),
    (
        declare_key("source_id", "The entity, or 'described:' and the words that describe it."),
        Column("source_entity_id", STRING, "The entity; null when it is only described."),
        declare_text("source_name", "Its canonical name, else the words that describe it most often.", nullable=False),
        declare_text("source_type", "The standing that most of its articles give it.", *SOURCE_TYPES, nullable=False),
        Column("is_described", BOOL, "Whether it is only described, so that it may be several.", nullable=False),
        declare_count("sources_max", "As how many sources it counts in other marts; it may be one."),
        *declare_counted("claims", "Attributed claims of which it is a source, doubtful ones left out."),
        *declare_counted("quotes", "Direct and mixed quotations, doubtful ones left out."),
        declare_count("direct_quotes", "Direct ones among them."),
        declare_count("articles", "Articles that cite it."),
        declare_count("own_articles", "Those that are neither an agency's text nor a copy."),
        declare_count("texts", "Articles after copies of one text count once."),
        declare_count("stories", "Stories in which it is cited."),
        declare_count("outlets", "Known outlets that cite it."),
        declare_count("own_outlets", "Those that cite it in a text of their own."),
        declare_count("publisher_families", "Outlets after those of one publisher count once."),
        declare_count("corpus_stories", "Stories of the corpus."),
        declare_count("corpus_outlets", "Known outlets of the corpus."),
        Column("story_share", FLOAT, "stories over corpus_stories.", nullable=False),
        declare_share("outlet_share", "outlets over corpus_outlets"),
        declare_text(
            "first_outlet", "Outlet of the first dated article that cites it; null when it or dates are unknown."
        ),
        _FIRST_AT,
        _LAST_AT,
        Column("first_published_date", DATE, "Day of the first (UTC); null alike."),
        Column("last_published_date", DATE, "Day of the last (UTC); null alike."),
    ),
    "Unknown sources have no row. Described sources of the same words are one row: they may be one, or as many as "
    "sources_max. A row is there for who is cited at all, so 0 quotes means that it is only paraphrased. "
    + BOUNDS_OF_COUNTS,
)

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

ATTRIBUTION_DRIFT = Table(
    "attribution_drift",
    Layer.MART,
    "one row per known outlet, window and scope of texts in which it carries a claim that another had first",
    WINDOW_KEY,
    (
        *WINDOW,
        declare_count("articles", "Articles that carry such a claim."),
        declare_count("later_claims", "Pairs of such an article and the claim group that it carries."),
        Column("median_hours", FLOAT, "Median of the hours since the first.", nullable=False),
        declare_count("gained_claims", "Those with a known source where the first has none."),
        declare_count("lost_claims", "Those without one where the first has it."),
        declare_count("raised_claims", "Those that sound surer than the first."),
        declare_count("lowered_claims", "Those that sound less sure."),
        declare_count("speaker_claims", "Those where both give named sources only, so that they can be compared."),
        declare_count("speaker_changed_claims", "Those of them that give other ones."),
        declare_count("numbers_changed_claims", "Those where one of the two departs in numbers."),
        Column("gained_share", FLOAT, "gained_claims over later_claims.", nullable=False),
        Column("lost_share", FLOAT, "lost_claims over later_claims.", nullable=False),
        Column("raised_share", FLOAT, "raised_claims over later_claims.", nullable=False),
        *declare_bounds("raised_share", WILSON),
        Column("lowered_share", FLOAT, "lowered_claims over later_claims.", nullable=False),
        declare_share("speaker_changed_share", "speaker_changed_claims over speaker_claims"),
        Column("numbers_changed_share", FLOAT, "numbers_changed_claims over later_claims.", nullable=False),
    ),
    "claim_spread has the cases. The first is the first in the corpus, not in the world, and later is not from it. "
    "Groups of which nobody can tell the first, and undated articles, are left out. Wire copy changes nothing, so "
    "look at the scope own.",
)

CLAIM_TIMELINE = Table(
    "claim_timeline",
    Layer.MART,
    "one row per claim group that two or more articles carry, and day on which one carries or denies it",
    ("claim_group_id", "published_date"),
    (
        declare_key("claim_group_id", "The claim group.", "claim_coverage.claim_group_id"),
        STORY_ID,
        STORY_HEADLINE,
        declare_key("representative_claim_id", "The claim that stands for the group.", "claims.claim_id"),
        declare_text("representative_text", "Its text.", nullable=False),
        Column("published_date", DATE, "The day (UTC).", nullable=False, references="dim_date.date_day"),
        declare_count("articles", "Articles of that day that carry it; 0 where it is only denied."),
        declare_count("articles_to_date", "The same up to that day."),
        declare_count("denying_articles", "Articles of that day that report that it is not so."),
        declare_count("denying_articles_to_date", "The same up to that day."),
        declare_count("new_outlets", "Outlets that carry it for the first time."),
        declare_count("outlets_to_date", "Outlets that carry it up to that day."),
        declare_count("new_sources", "Known sources that it is attributed to for the first time."),
        declare_count("sources_to_date", "The same up to that day."),
        declare_count("story_articles", "Articles of the story on that day."),
        declare_count("story_articles_to_date", "The same up to that day."),
        declare_count("story_outlets_to_date", "Known outlets that covered the story up to that day."),
        declare_share("coverage_share_to_date", "outlets_to_date over story_outlets_to_date"),
    ),
    "Days on which nothing happened to the claim have no row. Undated articles are in none, so the last day may hold "
    "less than claim_coverage. Doubtful claims are not counted.",
)
