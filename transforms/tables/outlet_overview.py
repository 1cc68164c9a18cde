"""The table ``outlet_overview``."""

from __future__ import annotations

from transforms.schema import FLOAT, Column, Layer, Table, declare_count, declare_key, declare_text
from transforms.tables.shared import BOUNDS_OF_COUNTS, declare_counted

OUTLET_OVERVIEW = Table(
    "outlet_overview",
    Layer.MART,
    "one row per known outlet",
    ("outlet",),
    (
        declare_key("outlet", "The outlet."),
        declare_text("publisher_family", "Who owns it; the outlet itself when the seeds name nobody.", nullable=False),
        declare_text("country", "Where it is at home; null when the seeds do not say."),
        declare_count("articles", "Its articles."),
        declare_count("own_articles", "Those that are neither an agency's text nor a copy."),
        Column("own_share", FLOAT, "own_articles over articles.", nullable=False),
        declare_count("stories", "Stories that it covered."),
        declare_count("claims", "Claim groups that it carries."),
        declare_count("exclusive_claims", "Claim groups that only it carries."),
        Column("exclusive_share", FLOAT, "exclusive_claims over claims; null when it carries none."),
        *declare_counted("quotes", "Quotations, direct and mixed."),
        declare_count("sources", "Distinct known sources, described ones counted apart."),
        declare_count("sources_min", "The same if described sources of the same words are one."),
        declare_count("anonymous_sources", "Those that are described, not named."),
    ),
    notes=(
        "own_share: numerator own_articles; denominator articles. exclusive_share: numerator exclusive_claims; "
        "denominator claims, claim groups that it carries; null when it carries none, 0 when others carry each. "
        "Articles of unknown outlets are in no row. Doubtful claims, quotations and attributions are left out. "
        + BOUNDS_OF_COUNTS
    ),
)
