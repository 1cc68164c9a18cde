"""The dimensions: what charts filter and label by."""

from __future__ import annotations

from transforms.schema import (
    BOOL,
    DATE,
    STORY_ID,
    STRING,
    STRINGS,
    TIMESTAMP,
    Column,
    Layer,
    Table,
    declare_count,
    declare_key,
    declare_text,
)

_FIRST_DATE = Column("first_published_date", DATE, "Day of its first dated article (UTC); null when none is dated.")
_LAST_DATE = Column("last_published_date", DATE, "Day of its last dated article (UTC); null when none is dated.")

DIM_OUTLET = Table(
    "dim_outlet",
    Layer.DIMENSION,
    "one row per known outlet of the corpus",
    ("outlet",),
    (
        declare_key("outlet", "The outlet, as the articles name it."),
        declare_text("publisher_family", "Who owns it; the outlet itself when the seed names nobody.", nullable=False),
        declare_text("country", "Where it is at home; null when the seed does not say."),
        declare_text("language", "ISO 639-1 code: the seed's, else that of most of its articles.", nullable=False),
        declare_text("medium", "What it is, by the seed: newspaper, agency, …; null when the seed does not say."),
        declare_text("leaning", "Its political leaning, by the user's seed; null unless that says."),
        declare_text("reliability", "How reliable it is, by the user's seed; null unless that says."),
        Column("is_listed", BOOL, "Whether the seed of outlets knows it.", nullable=False),
        declare_count("articles", "Its articles."),
        _FIRST_DATE,
        _LAST_DATE,
    ),
    "What is said of an outlet comes from the seed of outlets; nothing is guessed. Articles of unknown outlets have no "
    "row. articles counts the newest version of each page; an outlet is here for its articles, so that is never 0.",
)

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

DIM_DATE = Table(
    "dim_date",
    Layer.DIMENSION,
    "one row per day from the first to the last publication day of the corpus",
    ("date_day",),
    (
        Column("date_day", DATE, "The day.", nullable=False),
        Column("week_start", DATE, "Monday of its ISO week.", nullable=False),
        declare_count("iso_year", "The year that its ISO week belongs to."),
        declare_count("iso_week", "Number of its ISO week, 1 to 53."),
        Column("month_start", DATE, "First day of its month.", nullable=False),
        declare_count("month_of_year", "Its month, 1 to 12."),
        declare_text("month_name", "Its month in words.", nullable=False),
        Column("quarter_start", DATE, "First day of its quarter.", nullable=False),
        declare_count("quarter_of_year", "Its quarter, 1 to 4."),
        declare_count("calendar_year", "Its year."),
        declare_count("iso_weekday", "Its weekday, 1 (Monday) to 7."),
        declare_text("weekday_name", "Its weekday in words.", nullable=False),
        Column("is_weekend", BOOL, "Whether it is a Saturday or Sunday.", nullable=False),
    ),
    "Days in UTC, those without articles too, so that a chart over it has no holes. Weeks are those of ISO 8601: they "
    "begin on Monday, and week 1 holds the year's first Thursday. Empty when no article has a date.",
)

DIM_STORY = Table(
    "dim_story",
    Layer.DIMENSION,
    "one row per story",
    ("story_id",),
    (
        STORY_ID,
        declare_text("headline", "Headline of the article most like all others, reports first; null when it has none."),
        declare_key(
            "first_article_id", "The first dated article, else the one whose id sorts first.", "articles.article_id"
        ),
        declare_text("first_outlet", "Outlet of the first dated article; null when it or all dates are unknown."),
        Column("first_published_at", TIMESTAMP, "When the story was first reported (UTC); null when unknown."),
        Column("last_published_at", TIMESTAMP, "When it was last reported (UTC); null when unknown."),
        _FIRST_DATE,
        _LAST_DATE,
        declare_count("articles", "Its articles."),
        declare_count("outlets", "Known outlets that covered it."),
        declare_count("publisher_families", "Outlets after those of one publisher count once."),
        declare_count("independent_outlets", "Outlets after copies of one text and publisher families count once."),
    ),
    "Articles about one event; an article that no other is like is a story of its own. articles counts the newest "
    "version of each page. 0 outlets means that none is known. independent_outlets is ours, see docs/sql.md.",
)

DIMENSIONS = (DIM_OUTLET, DIM_ENTITY, DIM_DATE, DIM_STORY)
