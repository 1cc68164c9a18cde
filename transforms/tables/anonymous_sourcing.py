"""The table ``anonymous_sourcing``."""

from __future__ import annotations

from transforms.schema import Layer, Table, declare_count
from transforms.tables.shared import (
    ARTICLE_COUNT,
    BOUNDS_OF_COUNTS,
    COUNTED_ATTRIBUTIONS,
    COUNTED_QUOTES,
    SOURCED_ARTICLES,
    WILSON,
    WINDOW,
    WINDOW_KEY,
    declare_bounds,
    declare_counted,
    declare_share,
)

ANONYMOUS_SOURCING = Table(
    "anonymous_sourcing",
    Layer.MART,
    "one row per known outlet, window and scope of texts",
    WINDOW_KEY,
    (
        *WINDOW,
        ARTICLE_COUNT,
        SOURCED_ARTICLES,
        declare_count("anonymous_articles", "Articles with an attribution to a source that is not named."),
        declare_count("anonymous_only_articles", "Articles all of whose attributions are to such sources."),
        declare_share("anonymous_article_share", "anonymous_articles over sourced_articles"),
        *declare_counted("attributions", COUNTED_ATTRIBUTIONS),
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
        declare_count("quotes", COUNTED_QUOTES),
        declare_count("anonymous_quotes", "Quotations of a source that is not named."),
        declare_share("anonymous_quote_share", "anonymous_quotes over quotes"),
    ),
    "A source is anonymous here when it stands for itself and is not named, by its type (unnamed_person, "
    "anonymous_official, anonymous_group). That is wider than what newsrooms call anonymity, which is granted: 'a "
    "neighbour said' is in it. Wilson 1927 takes attributions for independent; those of one article are not, so the "
    "interval is rather too narrow. A share of 0 means none among some. " + BOUNDS_OF_COUNTS,
)
