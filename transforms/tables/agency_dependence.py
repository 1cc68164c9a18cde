"""The table ``agency_dependence``."""

from __future__ import annotations

from transforms.schema import FLOAT, STRINGS, Column, Layer, Table, declare_count, declare_text
from transforms.tables.shared import ARTICLE_COUNT, WILSON, WINDOW, declare_bounds, declare_share

AGENCY_DEPENDENCE = Table(
    "agency_dependence",
    Layer.MART,
    "one row per known outlet and window",
    ("outlet", "time_grain", "first_day"),
    (
        *WINDOW[:3],
        ARTICLE_COUNT,
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
