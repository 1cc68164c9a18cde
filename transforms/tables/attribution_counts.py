"""The table ``attribution_counts``."""

from __future__ import annotations

from transforms.schema import FLOAT, PUBLISHED_DATE, SOURCE_TYPES, Column, Layer, Table, declare_count, declare_text
from transforms.tables.shared import BOUNDS_OF_COUNTS, declare_counted

ATTRIBUTION_COUNTS = Table(
    "attribution_counts",
    Layer.MART,
    "one row per day, outlet and source",
    ("published_date", "outlet", "source_entity_id", "source_name", "source_type"),
    (
        PUBLISHED_DATE,
        declare_text("outlet", "The outlet; null when unknown."),
        declare_text("source_entity_id", "The source's entity; null for a described source that is no entity."),
        declare_text("source_name", "Canonical name of the source, else its description.", nullable=False),
        declare_text("source_type", "The source's standing.", *SOURCE_TYPES, nullable=False),
        *declare_counted("claims", "Attributed claims, doubtful ones left out."),
        *declare_counted("quotes", "Quotations, direct and mixed, doubtful ones left out."),
        declare_count("direct_quotes", "Direct quotations among them."),
        declare_count("articles", "Articles that cite the source."),
        declare_count("doubtful_claims", "Attributed claims of a confidence below 0.5, which no other count holds."),
        declare_count("doubtful_quotes", "Quotations alike."),
        Column(
            "expected_claims", FLOAT, "Sum of the confidence of all its claims: as many as are right.", nullable=False
        ),
        Column("expected_quotes", FLOAT, "The same of its quotations.", nullable=False),
    ),
    notes=(
        "It counts and divides nothing. claims and quotes overlap (a direct quotation is part of a claim) and are "
        "never added up; a claim of two sources counts for both. expected_claims and expected_quotes carry the "
        "extraction's own doubt, row by row; _low and _high what readers measured of it. 0 claims means that only "
        "quotations or doubtful rows are there. " + BOUNDS_OF_COUNTS
    ),
)
