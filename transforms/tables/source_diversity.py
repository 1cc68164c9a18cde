"""The table ``source_diversity``."""

from __future__ import annotations

from transforms.schema import Layer, Table, declare_count
from transforms.tables.shared import (
    ARTICLE_COUNT,
    BOUNDS_OF_COUNTS,
    COUNTED_ATTRIBUTIONS,
    COUNTED_QUOTES,
    RESAMPLED,
    SOURCED_ARTICLES,
    WINDOW,
    WINDOW_KEY,
    declare_bounds,
    declare_counted,
    declare_share,
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
        ARTICLE_COUNT,
        SOURCED_ARTICLES,
        *declare_counted("attributions", COUNTED_ATTRIBUTIONS),
        *declare_counted("quotes", COUNTED_QUOTES),
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
