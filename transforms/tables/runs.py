"""The table ``runs``."""

from __future__ import annotations

from transforms.schema import FLOAT, INT, REASON_COUNTS, TIMESTAMP, Column, Layer, Table, declare_key, declare_text

STAGES = ("read", "extract", "assemble", "match", "model", "site", "publish")
"""The stages of a run, in their order."""

RUN_STATUSES = ("completed", "unchanged", "empty", "failed", "killed")

_COUNTED = "; null when the run did not get there."

_STAGE_COLUMNS = tuple(
    Column(f"{stage}_{unit}", FLOAT, f"{meaning} {stage}; null when it was not finished.")
    for stage in STAGES
    for unit, meaning in (("seconds", "Seconds of the stage"), ("cpu_seconds", "CPU seconds, of all processes, of"))
)

RUNS = Table(
    "runs",
    Layer.EXTRACTED,
    "one row per run, whatever became of it",
    ("run_id",),
    (
        declare_key("run_id", "Identifier of the run."),
        Column("started_at", TIMESTAMP, "When it began (UTC).", nullable=False),
        Column("ended_at", TIMESTAMP, "When its tables were complete, or it was last heard of (UTC).", nullable=False),
        declare_text(
            "status",
            "completed and unchanged are good runs; empty: no article was usable; failed: an error or a threshold; "
            "killed: it ended without a word, which the next run found.",
            *RUN_STATUSES,
            nullable=False,
        ),
        declare_text("problem", "Why it did not complete; null when it did."),
        Column("inputs", INT, f"Inputs that the readers found{_COUNTED}"),
        Column("articles", INT, f"Rows written to articles; of a run without tables, articles read{_COUNTED}"),
        Column("segments", INT, f"Rows written to segments{_COUNTED}"),
        Column("mentions", INT, f"Rows written to mentions{_COUNTED}"),
        Column("entities", INT, f"Rows written to entities{_COUNTED}"),
        Column("claims", INT, f"Rows written to claims{_COUNTED}"),
        Column("quotes", INT, f"Rows written to quotes{_COUNTED}"),
        Column("rejects", INT, f"Rows written to rejects{_COUNTED}"),
        Column("rejects_by_reason", REASON_COUNTS, "Its rejects, counted by reason.", nullable=False),
        Column("stories", INT, f"Distinct stories{_COUNTED}"),
        Column("undated_articles", INT, f"Articles without a date{_COUNTED}"),
        Column("articles_without_outlet", INT, f"Articles without an outlet{_COUNTED}"),
        Column("articles_without_claims", INT, f"Articles without a claim{_COUNTED}"),
        Column("attributed_claims", INT, f"Attributed claims{_COUNTED}"),
        Column("unknown_source_claims", INT, f"Those of which nobody known is the source{_COUNTED}"),
        *_STAGE_COLUMNS,
        declare_text("code_version", "Version of whosaid.", nullable=False),
        declare_text("model_version", "Name and version of the language pipeline.", nullable=False),
    ),
)
