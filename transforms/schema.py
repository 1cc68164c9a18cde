"""What a declaration of a table is made of: columns, layers, types, and the vocabularies of text columns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa


class ColumnsError(Exception):
    """Rows are not made as their table is declared: a fault of the code that makes them, never of an input."""


class Layer(StrEnum):
    """Where a table comes from."""

    EXTRACTED = "extracted"
    MATCHED = "matched"
    DIMENSION = "dimension"
    MART = "mart"


MODELED = (Layer.DIMENSION, Layer.MART)
"""The layers that the dbt models build, and that are exported as Parquet files of their own."""

_SCHEMA_NAMES = {
    Layer.EXTRACTED: "extracted",
    Layer.MATCHED: "matched",
    Layer.DIMENSION: "dimensions",
    Layer.MART: "marts",
}


_VARIED = (
    "claim_id",
    "quote_id",
    "group_id",
    "statement",
    "claim_text",
    "quote_text",
    "representative_text",
    "carried_text",
)
"""How the names of columns end that hardly ever hold a value twice."""

_SCATTERED = ("article_id", "carried_id", "origin_id", "entity_id", "origin", "source_name", "source_names_text")
"""How the names of text columns end that hold a value some ten times, so that a dictionary gains next to nothing."""

_REPEATED = ("story_id", "outlet", "publisher_family", "counted_as", "voices_text")
"""Columns of few values."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its Arrow type, what it means and what its null means.

    ``allowed`` lists the only values a text column may hold; ``references`` names the "table.column" it points to.
    """

    name: str
    type: pa.DataType
    description: str
    nullable: bool = True
    allowed: tuple[str, ...] = ()
    references: str | None = None

    @property
    def is_varied(self) -> bool:
        """Whether it is text of which hardly any value stands twice, so that files gain nothing from a dictionary."""
        return self.type == pa.string() and (self.name == "text" or self.name.endswith(_VARIED))

    @property
    def compression(self) -> str:
        """DuckDB's compression of text, where it is known which is best: to try several costs as much as writing."""
        if self.type != pa.string():
            return ""
        if self.is_varied or self.name.removesuffix("_a").removesuffix("_b").endswith(_SCATTERED):
            return "fsst"
        return "dictionary" if self.allowed or self.name in _REPEATED else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its grain (what one row is), its key, the columns it is sorted by in files, and its columns.

    ``notes`` say of a mart what is counted over what, what zero and null mean, and whose definition it follows.
    """

    name: str
    layer: Layer
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    notes: str = ""

    @property
    def description(self) -> str:
        """The grain, and the notes where there are any."""
        return f"{self.grain}. {self.notes}" if self.notes else self.grain

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, descriptions in the fields' metadata."""
        return pa.schema(
            [
                pa.field(c.name, c.type, nullable=c.nullable, metadata={"description": c.description})
                for c in self.columns
            ],
            metadata={"grain": self.grain},
        )

    @property
    def schema_name(self) -> str:
        """The schema of the warehouse that holds it; a view of its name stands in ``main``."""
        return _SCHEMA_NAMES[self.layer]

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(c.name for c in self.columns)


STRING, INT, FLOAT, BOOL, DATE = pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.date32()
TIMESTAMP = pa.timestamp("us", tz="UTC")
STRINGS = pa.list_(STRING)
SPANS = pa.list_(pa.struct([pa.field("start", INT), pa.field("end", INT)]))
REASON_COUNTS = pa.list_(pa.struct([pa.field("reason", STRING), pa.field("rejects", INT)]))

SOURCE_TYPES = (
    "named_person",
    "unnamed_person",
    "anonymous_official",
    "anonymous_group",
    "organization",
    "government",
    "media",
    "document",
    "generic",
    "unknown",
)
MERGED_BY = (
    "spelling",
    "initials",
    "nickname",
    "misprint",
    "first surname",
    "surnames",
    "other part",
    "alias",
    "story",
    "corpus",
    "user",
)
VOICES = ("attributed", "hedged", "outlet")
QUOTE_TYPES = ("direct", "mixed", "scare")
STANCES = (
    "asserts",
    "denies",
    "confirms",
    "questions",
    "asks",
    "promises",
    "warns",
    "alleges",
    "declines",
    "hopes",
    "believes",
    "orders",
    "criticizes",
    "praises",
)
HOW_FOUND = ("name", "surname", "pronoun", "nominal", "implicit")
ROLES = (
    "headline",
    "standfirst",
    "subhead",
    "body",
    "caption",
    "credit",
    "promotion",
    "dateline",
    "embed",
    "bio",
    "note",
    "legal",
    "link",
    "label",
    "box",
    "repeated",
)
MENTION_KINDS = ("name", "nominal", "pronoun")
SENTENCE_STATUSES = ("claims", "question", "fragment")
CLAIM_RELATIONS = ("same", "partial", "denial", "conflict")
POLARITIES = ("affirmed", "negated")
CLAIM_FORMS = ("clause", "nominal", "fragment")
ORIGIN_KINDS = ("own", "wire", "copy")
CHAIN_KINDS = ("source", "report", "text", "own")
ATTRIBUTION_CHANGES = ("gained", "lost", "none")
CERTAINTY_CHANGES = ("raised", "lowered", "none")
SPEAKER_RELATIONS = ("same", "speaks_for", "other", "unknown")
QUOTE_RELATIONS = ("equal", "contained", "contains", "edited")
ARTICLE_STATUSES = ("current", "superseded", "removed")
REVISION_CHANGES = (
    "quote_added",
    "quote_dropped",
    "quote_changed",
    "claim_added",
    "claim_dropped",
    "claim_softened",
    "claim_hardened",
    "source_changed",
)
ARTICLE_KINDS = ("report", "analysis", "opinion", "fact_check", "live", "gallery", "series")
QUOTE_WORDINGS = ("equal", "spelling", "contained", "contains", "overlap", "edited")
QUOTE_CHANGE_KINDS = ("shortened", "lengthened", "overlap", "spelling", "edited", "none")


def declare_key(name: str, description: str, references: str | None = None) -> Column:
    """Return a text column that is never null: an identifier."""
    return Column(name, STRING, description, nullable=False, references=references)


def declare_count(name: str, description: str) -> Column:
    """Return a whole number that is never null."""
    return Column(name, INT, description, nullable=False)


def declare_text(name: str, description: str, *allowed: str, nullable: bool = True) -> Column:
    """Return a text column, with the only values it may hold where they are given."""
    return Column(name, STRING, description, nullable=nullable, allowed=allowed)


ARTICLE_ID = declare_key("article_id", "The article version.", "articles.article_id")
PUBLISHED_DATE = Column("published_date", DATE, "The article's publication day (UTC); null when unknown.")
STORY_ID = declare_key("story_id", "The story.")
STORY_HEADLINE = declare_text("story_headline", "The story's headline; null when its first article has none.")
HEADLINE = declare_text("headline", "The article's headline; null when it has none.")
VOICES_TEXT = declare_text("voices_text", "The voices, joined by '; '.", nullable=False)
IS_HEDGED = Column("is_hedged", BOOL, "Whether hedged is among the voices.", nullable=False)
PUBLISHED_LOCAL_DATE = Column(
    "published_local_date",
    DATE,
    "The publication day where the article appeared: in the time zone that its date was given in, UTC where it gave "
    "none; null when unknown.",
)
