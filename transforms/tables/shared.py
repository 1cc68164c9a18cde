"""Columns and declarations that several tables share."""

from __future__ import annotations

from transforms.schema import (
    DATE,
    FLOAT,
    HOW_FOUND,
    INT,
    SOURCE_TYPES,
    STRING,
    Column,
    declare_count,
    declare_key,
    declare_text,
)


def declare_speaker(role: str) -> tuple[Column, ...]:
    """The columns that say who speaks; a claim calls them source_*, a quote speaker_*."""
    return (
        Column(
            f"{role}_start", INT, f"First character of the {role} as the article writes it; null when there is none."
        ),
        Column(f"{role}_end", INT, f"End of the {role} (exclusive)."),
        declare_text(f"{role}_text", f"The {role} as written, e.g. 'he' or 'the minister'."),
        Column(f"{role}_entity_id", STRING, f"The entity the {role} is; null when it could not be resolved."),
        declare_text(f"{role}_name", f"Canonical name of the {role}; null when it stays unknown."),
        declare_text(f"{role}_type", f"The {role}'s standing.", *SOURCE_TYPES, nullable=False),
        declare_text(
            f"{role}_title", f"The fullest title that the article gives with the {role}; null when it gives none."
        ),
        declare_text(f"{role}_how", f"How the {role} was found; null when there is none.", *HOW_FOUND),
        declare_text("found_by", f"The rule or model that settled the {role}; null when it stays unknown."),
    )


CUE_COLUMNS = (
    Column("cue_start", INT, "First character of the attribution cue; null when there is none."),
    Column("cue_end", INT, "End of the cue (exclusive)."),
    declare_text("cue_text", "The cue as written, e.g. 'said'."),
    declare_text("cue_lemma", "The cue's lemma from the cue seed, else from the pipeline."),
)

CONFIDENCE = Column("confidence", FLOAT, "How sure the extraction is of the row, 0 to 1.", nullable=False)

VIA = declare_text(
    "via_name", "The source through which it came: 'Interfax quoted Shoigu' has via Interfax; null when direct."
)

CONTAINMENT_COLUMNS = (
    Column("containment_a_in_b", FLOAT, "Share of a's word shingles that b holds too, 0 to 1.", nullable=False),
    Column("containment_b_in_a", FLOAT, "Share of b's word shingles that a holds too, 0 to 1.", nullable=False),
    Column("own_words_a_in_b", FLOAT, "The same outside quotation marks, a in b.", nullable=False),
    Column("own_words_b_in_a", FLOAT, "The same outside quotation marks, b in a.", nullable=False),
    declare_count("shared_shingles", "Distinct runs of five words of prose that both hold."),
    declare_count("own_shared_shingles", "The same outside quotation marks."),
)

FIRST_DATE = Column("first_published_date", DATE, "Day of its first dated article (UTC); null when none is dated.")

LAST_DATE = Column("last_published_date", DATE, "Day of its last dated article (UTC); null when none is dated.")

TIME_GRAINS = ("all", "month", "week")

TEXT_SCOPES = ("all", "own")

OUTLET = declare_key("outlet", "The outlet.", "dim_outlet.outlet")

FAMILY = declare_text("publisher_family", "Who owns it; the outlet itself when the seeds name nobody.", nullable=False)

WINDOW_KEY = ("outlet", "time_grain", "first_day", "text_scope")

WINDOW = (
    OUTLET,
    declare_text(
        "time_grain",
        "How long the window is; all holds undated articles too. Windows overlap: choose one grain.",
        *TIME_GRAINS,
        nullable=False,
    ),
    Column("first_day", DATE, "The window's first day (UTC), a week's Monday; null where time_grain is all."),
    declare_text(
        "text_scope",
        "all texts, or only its own, without agencies' texts and copies. They overlap: choose one.",
        *TEXT_SCOPES,
        nullable=False,
    ),
)

ARTICLE_COUNT = declare_count("articles", "Its articles.")

COUNTED_ATTRIBUTIONS = "Pairs of an attributed claim and a known source, doubtful claims left out."

COUNTED_QUOTES = "Direct and mixed quotations, doubtful ones left out."

SOURCED_ARTICLES = declare_count("sourced_articles", "Articles that attribute a claim to a known source.")


def declare_share(name: str, description: str) -> Column:
    """Return a share: a number that is null when its denominator is 0."""
    return Column(name, FLOAT, f"{description}; null when there are none.")


def declare_bounds(name: str, meaning: str) -> tuple[Column, Column]:
    """Return the columns of an interval's two bounds."""
    return (
        Column(f"{name}_low", FLOAT, f"Its lower bound, 95 %; {meaning}."),
        Column(f"{name}_high", FLOAT, f"Its upper bound, 95 %; {meaning}."),
    )


def declare_counted(name: str, description: str) -> tuple[Column, Column, Column]:
    """Return a count, and the bounds of how many there are by the measured precision and recall of what is counted."""
    return (
        declare_count(name, description),
        Column(f"{name}_low", FLOAT, f"Lower bound of how many there are, 95 %; {MEASURED}."),
        Column(f"{name}_high", FLOAT, f"Upper bound of how many there are, 95 %; {MEASURED}."),
    )


MEASURED = "by measured precision and recall, null without"

BOUNDS_OF_COUNTS = (
    "Counts with _low and _high: between these lies, with 95 %, how many there are in the texts, by the precision and "
    "recall in mart_quality, mostly above the count, since more is missed than made up; they do not add up, macro "
    "count_ci gives those of a sum (docs/sql.md)."
)

WILSON = "Wilson's interval; null alike"

RESAMPLED = "resampled over articles; null under five articles that cite anybody"
