"""Small frames for the warehouse: only the cells that matter are given, the rest is filled from the registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flows.storage import write_table
from transforms.schema import BOOL, DATE, FLOAT, INT, STRING, TIMESTAMP, Column, Layer
from transforms.tables import build_table, list_tables

Rows = Sequence[Mapping[str, Any]]
_FILL: dict[Any, Any] = {
    STRING: "x",
    INT: 0,
    FLOAT: 1.0,
    BOOL: True,
    DATE: date(2026, 9, 14),
    TIMESTAMP: datetime(2026, 9, 14, tzinfo=UTC),
}


def fill_cell(column: Column) -> Any:
    if column.nullable:
        return None
    return column.allowed[0] if column.allowed else _FILL.get(column.type, [])


def write_tables(folder: Path, tables: Mapping[str, Rows]) -> Path:
    """Write every extracted and matched table, empty where no rows are given."""
    for table in list_tables(Layer.EXTRACTED, Layer.MATCHED):
        rows = [{c.name: row.get(c.name, fill_cell(c)) for c in table.columns} for row in tables.get(table.name, [])]
        write_table(table, build_table(table, rows).to_batches(), folder)
    return folder


def make_article(article_id: str, story_id: str, outlet: str | None, hour: int | None, **origin: Any) -> dict[str, Any]:
    """One article with its story and origin; ``hour`` counts from midnight of Monday, 14 September 2026."""
    at = None if hour is None else datetime(2026, 9, 14 + hour // 24, hour % 24, tzinfo=UTC)
    return {
        "article_id": article_id,
        "story_id": story_id,
        "outlet": outlet,
        "headline": f"Headline of {article_id}",
        "published_at": at,
        "published_date": at.date() if at else None,
        "origin_kind": "own",
        "origin_id": article_id,
    } | origin


def make_corpus() -> dict[str, Rows]:
    """Two stories: s1 with a wire text in three outlets, a sister paper and an article of nowhere; s2 with two papers."""
    wire = {"origin_id": "a1", "origin_kind": "wire", "agency": "Lanter Wire"}
    articles = [
        make_article("a1", "s1", "Ash Post", 8, **wire),
        make_article("a2", "s1", "Birch Times", 9, **wire),
        make_article("a3", "s1", "Cedar News", 10, **wire, publisher_family="Roe Media"),
        make_article("a4", "s1", "Dale Courier", 7, publisher_family="Roe Media"),
        make_article("a5", "s1", None, None),
        make_article("a6", "s1", "Elm Herald", 30),
        make_article("b1", "s2", "Ash Post", 50),
        make_article("b2", "s2", "Elm Herald", 51),
    ]
    roe = {"source_entity_id": "e1", "source_name": "Ada Roe", "source_text": "Roe", "source_how": "surname"}
    officials = {"source_name": "officials", "source_how": "nominal", "source_type": "anonymous_official"}
    claims = [
        {"claim_id": "c1", "article_id": "a1", "text": "The dam holds", "lenient_group_id": "g1", **roe},
        {"claim_id": "c2", "article_id": "a2", "text": "The dam holds", "lenient_group_id": "g1", **roe},
        {"claim_id": "c3", "article_id": "a3", "text": "The dam holds", "lenient_group_id": "g1", **roe},
        {"claim_id": "c4", "article_id": "a6", "text": "The dam still holds", "lenient_group_id": "g1", **roe},
        {"claim_id": "d1", "article_id": "a1", "text": "Twelve left", **officials},
        {"claim_id": "d2", "article_id": "a2", "text": "Twelve left"} | officials | {"source_name": "The officials"},
        {
            "claim_id": "d3",
            "article_id": "a6",
            "text": "Twenty left",
            "relation": "conflict",
            "conflict_reasons": ["numbers"],
        }
        | officials,
        {"claim_id": "f1", "article_id": "a4", "text": "It rained", "voice": "outlet", "source_type": "unknown"},
        {"claim_id": "f2", "article_id": "b1", "text": "He left", "source_type": "unknown", "source_text": "he"},
        {"claim_id": "f3", "article_id": "b2", "text": "She stays", **roe},
    ]
    group_of = {"c": "g1", "d": "g2"}
    for claim in claims:
        claim["claim_group_id"] = group_of.get(claim["claim_id"][0], f"g{claim['claim_id']}")
        claim["is_representative"] = claim["claim_id"] in ("c1", "d1", "f1", "f2", "f3")
        claim.setdefault("lenient_group_id", claim["claim_group_id"])
    roe = {name.replace("source", "speaker"): value for name, value in roe.items()}
    quotes = [
        {"quote_id": "q1", "article_id": "a1", "claim_id": "c1", "text": "we will hold the dam", **roe},
        {"quote_id": "q2", "article_id": "a6", "claim_id": "c4", "text": "hold the dam", "quote_type": "mixed", **roe},
        {"quote_id": "q3", "article_id": "a4", "text": "hold the dam", "speaker_type": "unknown"},
        {"quote_id": "q4", "article_id": "a4", "text": "dam", "quote_type": "scare", "speaker_type": "unknown"},
    ]
    return {
        "articles": articles,
        "stories": articles,
        "article_origins": articles,
        "claims": claims,
        "claim_sources": [claim for claim in claims if claim.get("source_name")],
        "claim_groups": claims,
        "quotes": quotes,
        "quote_matches": [
            {
                "quote_id_a": "q1",
                "quote_id_b": "q2",
                "relation": "contains",
                "wording": "contains",
                "same_speaker": True,
            },
            {"quote_id_a": "q2", "quote_id_b": "q3", "relation": "equal"},
        ],
        "runs": [{"run_id": "r1"}],
        "rejects": [{"source_uri": "broken.txt"}],
    }
