"""The table ``outlet_days``."""

from __future__ import annotations

from transforms.schema import DATE, Column, Layer, Table, declare_count
from transforms.tables.shared import (
    BOUNDS_OF_COUNTS,
    COUNTED_ATTRIBUTIONS,
    COUNTED_QUOTES,
    FAMILY,
    OUTLET,
    declare_counted,
    declare_share,
)

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
        *declare_counted("attributions", COUNTED_ATTRIBUTIONS),
        *declare_counted("quotes", COUNTED_QUOTES),
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
