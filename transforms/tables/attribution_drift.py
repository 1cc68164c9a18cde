"""The table ``attribution_drift``."""

from __future__ import annotations

from transforms.schema import FLOAT, Column, Layer, Table, declare_count
from transforms.tables.shared import WILSON, WINDOW, WINDOW_KEY, declare_bounds, declare_share

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
