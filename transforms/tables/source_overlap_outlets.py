"""The table ``source_overlap_outlets``."""

from __future__ import annotations

from transforms.schema import DATE, FLOAT, Column, Layer, Table, declare_count, declare_key

SOURCE_OVERLAP_OUTLETS = Table(
    "source_overlap_outlets",
    Layer.MART,
    "one row per pair of outlets and period, a before b",
    ("outlet_a", "outlet_b", "period"),
    (
        declare_key("outlet_a", "The outlet whose name sorts first."),
        declare_key("outlet_b", "The other outlet."),
        Column("period", DATE, "Monday of the ISO week in which the stories began; null for undated stories."),
        declare_count("stories_in_common", "Stories that both covered."),
        declare_count("sources_a", "Known sources of outlet a in those stories, each counted once per story."),
        declare_count("sources_b", "Known sources of outlet b in those stories, each counted once per story."),
        declare_count("shared_sources", "Known sources that both cite in the same story, each counted once per story."),
        Column("jaccard", FLOAT, "shared_sources over the sources of either; null when neither has any."),
    ),
    notes=(
        "A source counts once in every story: that both cite a minister means something in the same story only. "
        "jaccard (Jaccard 1901): numerator shared_sources; denominator the sources of either in those stories. 0 "
        "means that they share nobody; null, that neither cites anybody. Doubtful attributions are left out."
    ),
)
