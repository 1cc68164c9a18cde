"""The marts about outlets: what they publish, whom they cite, how they write."""

from __future__ import annotations

from transforms.schema import (
    DATE,
    FLOAT,
    Column,
    Layer,
    Table,
    declare_count,
    declare_key,
    declare_text,
)

TIME_GRAINS = ("all", "month", "week")
TEXT_SCOPES = ("all", "own")

OUTLET = declare_key("outlet", "The outlet.", "dim_outlet.outlet")
FAMILY = declare_text("publisher_family", "Who owns it; the outlet itself when the seeds name nobody.", nullable=False)
WINDOW_KEY = ("outlet", "time_grain", "first_day", "text_scope")
WINDOW = (
    OUTLET,
    declare_text(
        "time_grain",
        "How long the window is; all holds undated articles too. Windows overlap: choose one grain.",
        *TIME_GRAINS,
        nullable=False,
    ),
    Column("first_day", DATE, "The window's first day (UTC), a week's Monday; null where time_grain is all."),
    declare_text(
        "text_scope",
        "all texts, or only its own, without agencies' texts and copies. They overlap: choose one.",
        *TEXT_SCOPES,
        nullable=False,
    ),
)
ARTICLES = declare_count("articles", "Its articles.")
ATTRIBUTIONS = "Pairs of an attributed claim and a known source, doubtful claims left out."
QUOTES = "Direct and mixed quotations, doubtful ones left out."
SOURCED_ARTICLES = declare_count("sourced_articles", "Articles that attribute a claim to a known source.")


def declare_share(name: str, description: str) -> Column:
    """Return a share: a number that is null when its denominator is 0."""
    return Column(name, FLOAT, f"{description}; null when there are none.")


def declare_bounds(name: str, meaning: str) -> tuple[Column, Column]:
    """Return the columns of an interval's two bounds."""
    return (
        Column(f"{name}_low", FLOAT, f"Its lower bound, 95 %; {meaning}."),
        Column(f"{name}_high", FLOAT, f"Its upper bound, 95 %; {meaning}."),
    )


def declare_counted(name: str, description: str) -> tuple[Column, Column, Column]:
    """Return a count, and the bounds of how many there are by the measured precision and recall of what is counted."""
    return (
        declare_count(name, description),
        Column(f"{name}_low", FLOAT, f"Lower bound of how many there are, 95 %; {MEASURED}."),
        Column(f"{name}_high", FLOAT, f"Upper bound of how many there are, 95 %; {MEASURED}."),
    )


MEASURED = "by measured precision and recall, null without"
BOUNDS_OF_COUNTS = (
    "Counts with _low and _high: between these lies, with 95 %, how many there are in the texts, by the precision and "
    "recall in mart_quality, mostly above the count, since more is missed than made up; they do not add up, macro "
    "count_ci gives those of a sum (docs/sql.md)."
)
WILSON = "Wilson's interval; null alike"
RESAMPLED = "resampled over articles; null under five articles that cite anybody"

OUTLET_DAYS = Table(
    "outlet_days",
    Layer.MART,
    "one row per known outlet and day from the first to the last publication day of the corpus",
    ("published_date", "outlet"),
    (
        Column("published_date", DATE, "The day (UTC).", nullable=False, references="dim_date.date_day"),
        OUTLET,
        FAMILY,
        declare_count("articles", "Its articles of that day."),
        declare_count("own_articles", "Those that are neither an agency's text nor a copy."),
        declare_count("agency_articles", "Those that are another's agency text."),
        declare_count("stories", "Stories that they are about."),
        declare_count("claims", "Their claims in any voice, doubtful ones left out."),
        *declare_counted("attributions", ATTRIBUTIONS),
        *declare_counted("quotes", QUOTES),
        declare_count("sources", "Distinct known sources, described ones counted apart."),
        declare_count("sources_min", "The same if described sources of the same words are one."),
        declare_share("own_share", "own_articles over articles"),
        declare_share("agency_share", "agency_articles over articles"),
        declare_count(
            "window_days", "Days of the corpus among that day and the six before: 7, fewer in its first days."
        ),
        declare_count("articles_7_days", "Articles of that day and the six before."),
        declare_count("claims_7_days", "Claims alike."),
        *declare_counted("attributions_7_days", "Attributions alike."),
        *declare_counted("quotes_7_days", "Quotations alike."),
        declare_share("own_share_7_days", "Own articles over articles of the seven days"),
        declare_share("agency_share_7_days", "Agency articles over articles of the seven days"),
    ),
    "Days without articles are there with 0, which means that the corpus holds nothing of that day, not that the "
    "outlet published nothing. Undated articles are in no row. Doubtful rows (confidence below 0.5) are not counted. "
    + BOUNDS_OF_COUNTS,
)

_MEASURES = (
    ("effective_sources", "As many sources as, cited equally often, would be as diverse: exp of Shannon's entropy"),
    ("hhi", "Sum of the squared shares of sources, 1 where only one is cited"),
    ("top_1_share", "Share of the source cited most"),
    ("top_10_share", "Share of the ten sources cited most"),
)
_TYPE_SHARES = (
    "named_person",
    "unnamed_person",
    "anonymous_official",
    "anonymous_group",
    "organization",
    "government",
    "media",
    "document",
)

SOURCE_DIVERSITY = Table(
    "source_diversity",
    Layer.MART,
    "one row per known outlet, window and scope of texts",
    WINDOW_KEY,
    (
        *WINDOW,
        ARTICLES,
        SOURCED_ARTICLES,
        *declare_counted("attributions", ATTRIBUTIONS),
        *declare_counted("quotes", QUOTES),
        declare_count("sources", "Distinct known sources that claims are attributed to, described ones counted apart."),
        declare_count("sources_min", "The same if described sources of the same words are one."),
        declare_share("effective_sources", f"{_MEASURES[0][1]}, over claims"),
        *declare_bounds("effective_sources", RESAMPLED),
        declare_share("effective_sources_min", "The same if described sources of the same words are one"),
        declare_share("effective_sources_by_articles", f"{_MEASURES[0][1]}, over articles"),
        *declare_bounds("effective_sources_by_articles", RESAMPLED),
        *(
            column
            for name, meaning in _MEASURES[1:]
            for column in (
                declare_share(name, f"{meaning}, over claims"),
                *(declare_bounds(name, RESAMPLED) if name != "top_10_share" else ()),
                declare_share(f"{name}_by_articles", f"{meaning}, over articles"),
            )
        ),
        *(
            declare_share(f"{kind}_share", f"Attributions to a source of type {kind} over attributions")
            for kind in _TYPE_SHARES
        ),
        declare_share("official_share", "Attributions to government and anonymous_official over attributions"),
        *declare_bounds("official_share", RESAMPLED),
        declare_share("anonymous_share", "Attributions to a source that is not named over attributions"),
        *declare_bounds("anonymous_share", RESAMPLED),
        declare_share("direct_share", "Direct quotations over direct and mixed ones, whoever speaks"),
        *declare_bounds("direct_share", f"{RESAMPLED}, and where a resample has no quotation"),
    ),
    "Over claims a source's share is its attributions over all; over articles (by_articles) it is the articles that "
    "attribute something to it over the sum of these. Effective number: Hill's of order 1 (Hill 1973; Jost 2006); it "
    "grows with the number of attributions, so compare outlets of like volume. HHI: Simpson 1949. official_share is a "
    "lower bound: named persons are never taken for officials. Bounds of shares and measures: 1.96 standard errors of "
    "200 resamples of the articles with a fixed seed (Efron and Tibshirani 1993). A share of 0 means none among some, "
    "null that there is nothing to share. " + BOUNDS_OF_COUNTS,
)

ANONYMOUS_SOURCING = Table(
    "anonymous_sourcing",
    Layer.MART,
    "one row per known outlet, window and scope of texts",
    WINDOW_KEY,
    (
        *WINDOW,
        ARTICLES,
        SOURCED_ARTICLES,
        declare_count("anonymous_articles", "Articles with an attribution to a source that is not named."),
        declare_count("anonymous_only_articles", "Articles all of whose attributions are to such sources."),
        declare_share("anonymous_article_share", "anonymous_articles over sourced_articles"),
        *declare_counted("attributions", ATTRIBUTIONS),
        declare_count("anonymous_attributions", "Those to a source that is not named: the three types that follow."),
        declare_count("unnamed_person_attributions", "Those to a person."),
        declare_count("anonymous_official_attributions", "Those to an official."),
        declare_count("anonymous_group_attributions", "Those to a group."),
        declare_share("anonymous_share", "anonymous_attributions over attributions"),
        *declare_bounds("anonymous_share", WILSON),
        declare_count(
            "explained_attributions", "Anonymous ones of claims whose article says why the source is unnamed."
        ),
        declare_share("explained_share", "explained_attributions over anonymous_attributions"),
        declare_count("quotes", QUOTES),
        declare_count("anonymous_quotes", "Quotations of a source that is not named."),
        declare_share("anonymous_quote_share", "anonymous_quotes over quotes"),
    ),
    "A source is anonymous here when it stands for itself and is not named, by its type (unnamed_person, "
    "anonymous_official, anonymous_group). That is wider than what newsrooms call anonymity, which is granted: 'a "
    "neighbour said' is in it. Wilson 1927 takes attributions for independent; those of one article are not, so the "
    "interval is rather too narrow. A share of 0 means none among some. " + BOUNDS_OF_COUNTS,
)

STANCE_SHARES = ("denying", "alleging", "warning", "promising", "criticizing", "praising")


def _declare_profile(prefix: str, scope: str) -> tuple[Column, ...]:
    return (
        declare_count(f"{prefix}claims", f"Claims {scope}, doubtful ones left out."),
        declare_count(f"{prefix}attributed_claims", "Those that are attributed to somebody."),
        *declare_counted(f"{prefix}attributions", "Pairs of one of these and a known source."),
        *declare_counted(f"{prefix}quotes", f"Direct and mixed quotations {scope}, doubtful ones left out."),
        declare_share(f"{prefix}attributed_share", f"{prefix}attributed_claims over {prefix}claims"),
        declare_share(f"{prefix}outlet_voice_share", f"Claims in the outlet's own voice over {prefix}claims"),
        declare_share(f"{prefix}hedged_share", f"Hedged claims over {prefix}claims"),
        *declare_bounds(f"{prefix}hedged_share", WILSON),
        *(
            declare_share(f"{prefix}{stance}_share", f"Claims of that stance over {prefix}attributed_claims")
            for stance in STANCE_SHARES
        ),
        declare_share(
            f"{prefix}anonymous_share", f"Attributions to a source that is not named over {prefix}attributions"
        ),
        declare_share(f"{prefix}direct_share", f"Direct quotations over {prefix}quotes"),
        declare_share(f"{prefix}quotes_per_1000_words", f"{prefix}quotes per 1,000 words of its articles {scope}"),
    )


OUTLET_PROFILE = Table(
    "outlet_profile",
    Layer.MART,
    "one row per known outlet",
    ("outlet",),
    (
        OUTLET,
        FAMILY,
        declare_text("country", "Where it is at home; null when the seeds do not say."),
        declare_text("leaning", "Its political leaning, by the user's seed; null unless that says."),
        ARTICLES,
        declare_count("own_articles", "Those that are neither an agency's text nor a copy."),
        Column("own_share", FLOAT, "own_articles over articles.", nullable=False),
        declare_count("stories", "Stories that it covered."),
        declare_count("words", "Words of its articles."),
        *_declare_profile("", "of all its texts"),
        *_declare_profile("own_", "of its own texts"),
        declare_share("effective_sources", "From source_diversity, over all its articles"),
        *declare_bounds("effective_sources", RESAMPLED),
    ),
    "How it writes. denying holds the stances denies and questions. Wire copy has an agency's voice and not the "
    "outlet's, so the same stands over its own texts alone (own_). A share of 0 means none among some, null that there "
    "is nothing to share. " + BOUNDS_OF_COUNTS,
)
