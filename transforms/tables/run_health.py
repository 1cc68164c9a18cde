"""The table ``run_health``."""

from __future__ import annotations

from transforms.schema import (
    BOOL,
    FLOAT,
    INT,
    TIMESTAMP,
    Column,
    Layer,
    Table,
    declare_count,
    declare_key,
    declare_text,
)

_GOT = "null when the run did not get there"

RUN_HEALTH = Table(
    "run_health",
    Layer.MART,
    "one row per run up to the one that built the warehouse",
    ("run_id",),
    (
        declare_key("run_id", "The run.", "runs.run_id"),
        Column("started_at", TIMESTAMP, "When it began (UTC).", nullable=False),
        declare_text("status", "What became of it; see runs.", nullable=False),
        declare_text("problem", "Why it did not complete; null when it did."),
        declare_text("code_version", "Version of whosaid.", nullable=False),
        declare_text("model_version", "Name and version of the language pipeline.", nullable=False),
        Column("seconds", FLOAT, "From its start until its tables were complete.", nullable=False),
        *(
            Column(name, INT, f"{meaning}; {_GOT}.")
            for name, meaning in (
                ("inputs", "Inputs that the readers found"),
                ("articles", "Articles"),
                ("claims", "Claims"),
                ("quotes", "Quotations"),
                ("stories", "Stories"),
                ("rejects", "Inputs that could not be used"),
            )
        ),
        Column("claims_per_article", FLOAT, "claims over articles; null without articles."),
        Column("quotes_per_article", FLOAT, "quotes over articles; null without articles."),
        Column("reject_share", FLOAT, "rejects over inputs; null without inputs."),
        Column("undated_share", FLOAT, "Articles without a date over articles; null without articles."),
        Column("no_outlet_share", FLOAT, "Articles without an outlet over articles; null alike."),
        Column("no_claims_share", FLOAT, "Articles without a claim over articles; null alike."),
        Column(
            "unknown_source_share",
            FLOAT,
            "Attributed claims without a known source over attributed claims; null alike.",
        ),
        declare_count("compared_runs", "Completed runs before it that it is compared with, up to ten."),
        Column("usual_articles", FLOAT, "Median of their articles; null when there are none."),
        Column("articles_ratio", FLOAT, "articles over usual_articles; null alike."),
        Column("usual_claims_per_article", FLOAT, "Median of their claims per article; null alike."),
        Column("usual_unknown_source_share", FLOAT, "Median of their share of unknown sources; null alike."),
        Column(
            "is_unusual",
            BOOL,
            "Whether it completed with less than half or more than twice the usual articles, claims per article that "
            "differ by more than a third, or five points more of unknown sources; null without a run to compare.",
        ),
    ),
    "Runs after the one that built the warehouse and published no tables are in runs, not here. The bounds of "
    "is_unusual are ours: they are there to make somebody look, not to prove anything.",
)
