"""The table ``outlet_profile``."""

from __future__ import annotations

from transforms.schema import FLOAT, Column, Layer, Table, declare_count, declare_text
from transforms.tables.shared import (
    ARTICLE_COUNT,
    BOUNDS_OF_COUNTS,
    FAMILY,
    OUTLET,
    RESAMPLED,
    WILSON,
    declare_bounds,
    declare_counted,
    declare_share,
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
        ARTICLE_COUNT,
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
