"""The marts about what is missing or taken over: agencies' texts, stories and claims left out, repeated quotations."""

from __future__ import annotations

from transforms.marts.outlets import ARTICLES, FAMILY, OUTLET, WILSON, WINDOW, declare_bounds, declare_share
from transforms.schema import (
    BOOL,
    DATE,
    FLOAT,
    STORY_HEADLINE,
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

AGENCY_DEPENDENCE = Table(
    "agency_dependence",
    Layer.MART,
    "one row per known outlet and window",
    ("outlet", "time_grain", "first_day"),
    (
        *WINDOW[:3],
        ARTICLES,
        declare_count("own_articles", "Those that are neither an agency's text nor a copy."),
        declare_count("agency_articles", "Those that are the text of an agency other than itself."),
        declare_count("credited_articles", "Those among them that name the agency."),
        declare_count("uncredited_articles", "Those among them that do not."),
        declare_count("copied_articles", "Copies of a text whose writer is no known agency."),
        declare_count("contributed_articles", "Own articles that credit an agency with a part."),
        Column("agency_share", FLOAT, "agency_articles over articles.", nullable=False),
        *declare_bounds("agency_share", WILSON),
        declare_share("uncredited_share", "uncredited_articles over agency_articles"),
        Column("copied_share", FLOAT, "copied_articles over articles.", nullable=False),
        declare_count("words", "Words of its articles."),
        declare_count("agency_words", "Words of its agency articles."),
        declare_share("agency_word_share", "agency_words over words"),
        declare_count("stories", "Stories that it covered."),
        declare_count("agency_only_stories", "Stories that it covered with agencies' texts alone."),
        Column("agency_only_share", FLOAT, "agency_only_stories over stories.", nullable=False),
        Column("agencies", STRINGS, "The agencies whose texts it ran, sorted; empty when none.", nullable=False),
        declare_text("agencies_text", "The same, joined by '; '.", nullable=False),
        declare_text("top_agency", "The one with the most articles, the first by name among equals; null when none."),
        Column("top_agency_share", FLOAT, "That one's articles over articles; null when there is none."),
    ),
    "An agency's own reports are no dependence. Lower bounds: an agency's text is seen where it is credited or "
    "the corpus holds another copy (Lewis, Williams and Franklin 2008 had the agencies' own texts at hand). A "
    "share of 0 means that none was seen.",
)

STORY_BLINDSPOTS = Table(
    "story_blindspots",
    Layer.MART,
    "one row per story of two or more known outlets, and group of three or more outlets of the corpus",
    ("story_id", "group_kind", "group_name"),
    (
        STORY_ID,
        STORY_HEADLINE,
        Column("first_published_date", DATE, "Day of the story's first dated article (UTC); null when none is dated."),
        declare_text(
            "group_kind", "What the outlets have in common.", "publisher_family", "country", "leaning", nullable=False
        ),
        declare_key("group_name", "The family, country or leaning."),
        declare_count("articles", "Articles of the group on the story."),
        declare_count("covering_outlets", "Outlets of the group that covered it."),
        declare_count(
            "active_outlets",
            "Outlets of the group that published anything from the day before the story's first to the day after its "
            "last article, or covered it; all for a story without a date.",
        ),
        declare_count("story_outlets", "Outlets of any known group of that kind that covered it."),
        declare_count("corpus_outlets", "Outlets of any known group of that kind that were active then."),
        declare_share("covered_share", "covering_outlets over active_outlets"),
        declare_share("actual_share", "covering_outlets over story_outlets"),
        declare_share("expected_share", "active_outlets over corpus_outlets"),
        Column("lift", FLOAT, "actual_share over expected_share; null under three active outlets."),
        Column(
            "chance_of_none",
            FLOAT,
            "How likely none of it is among story_outlets drawn from corpus_outlets (hypergeometric); null alike.",
        ),
        Column("is_blindspot", BOOL, "Whether none of it covered the story and that chance is below 0.05; null alike."),
    ),
    "A lift of 0 means that the group left the story out, 1 that it covers it as much as all. What is not in the "
    "corpus looks as if it were not covered. Many groups and stories are looked at, so that some "
    "blindspots are chance.",
)

CLAIM_OMISSIONS = Table(
    "claim_omissions",
    Layer.MART,
    "one row per claim group that two or more outlets carry, and outlet that covered its story and has no claim in it",
    ("claim_group_id", "outlet"),
    (
        declare_key("claim_group_id", "The claim group.", "claim_coverage.claim_group_id"),
        STORY_ID,
        STORY_HEADLINE,
        declare_key("representative_claim_id", "The claim that stands for the group.", "claims.claim_id"),
        declare_text("representative_text", "Its text.", nullable=False),
        declare_text("representative_statement", "Its statement, which can be read alone.", nullable=False),
        OUTLET,
        FAMILY,
        declare_count("outlet_articles", "The outlet's articles on the story."),
        Column("has_own_text", BOOL, "Whether one of them is neither an agency's text nor a copy.", nullable=False),
        Column("family_carries", BOOL, "Whether another outlet of its publisher carries the claim.", nullable=False),
        declare_count("carrying_outlets", "Outlets that carry the claim."),
        declare_count("independent_outlets", "Those after copies of one text and publisher families count once."),
        declare_count("story_outlets", "Outlets that covered the story."),
        Column("coverage_share", FLOAT, "carrying_outlets over story_outlets.", nullable=False),
        Column("first_published_at", TIMESTAMP, "When the claim was first carried (UTC); null when unknown."),
        Column("last_published_at", TIMESTAMP, "The outlet's last article on the story (UTC); null when unknown."),
        Column(
            "could_have_known",
            BOOL,
            "Whether that one may have come after the claim was first carried; null when a date is unknown.",
        ),
        Column(
            "nearest_claim_id",
            STRING,
            "The outlet's claim that is most like one of the group's; null when none comes near.",
        ),
        declare_text("nearest_text", "Its text; null alike."),
        Column("nearest_similarity", FLOAT, "How like it is, 0.05 to 1: the best that was rejected; null alike."),
        Column(
            "may_be_missed",
            BOOL,
            "Whether that reaches the bar at which claims join, so that a match may have been missed.",
            nullable=False,
        ),
    ),
    "It counts nothing: each row is a hole in the story's grid of claims and outlets. An outlet that tells a part of "
    "it, denies it, asks, or has it only in a doubtful claim is no row. Matching finds some of the pairs that readers "
    "find (see mart_quality), so read the nearest claim before you call a row an omission.",
)

QUOTE_REUSE = Table(
    "quote_reuse",
    Layer.MART,
    "one row per pair of known outlets of which the later repeats words that the earlier had quoted before",
    ("earlier_outlet", "later_outlet"),
    (
        declare_key("earlier_outlet", "The outlet that quoted first.", "dim_outlet.outlet"),
        declare_key("later_outlet", "The outlet that quoted later.", "dim_outlet.outlet"),
        declare_count("quotes", "Quotations of the later one that repeat words that the earlier one had quoted."),
        declare_count("unchanged_quotes", "Those with the same words."),
        declare_count("shortened_quotes", "Those with a part of the words."),
        declare_count("lengthened_quotes", "Those with more words."),
        declare_count("edited_quotes", "Those with other words in between."),
        declare_count("other_speaker_quotes", "Those that are given to somebody else."),
        declare_count("own_quotes", "Those of the later one's own texts that are no copies of the earlier one's."),
        declare_count("stories", "Stories in which they stand."),
        Column("median_hours", FLOAT, "Median of the hours from the earlier to the later publication.", nullable=False),
        declare_count("later_quotes", "All quotations of the later one."),
        declare_count("own_later_quotes", "Those of its own texts."),
        Column("reuse_share", FLOAT, "quotes over later_quotes.", nullable=False),
        declare_share("own_reuse_share", "own_quotes over own_later_quotes"),
    ),
    "Each of the later outlet's quotations counts once a pair, by the most similar of the earlier one's. To repeat is "
    "not to copy: both may have heard the same. Doubtful quotations, undated articles and pairs of which nobody can "
    "tell the earlier are left out; pairs without a repeated word have no row.",
)
