"""Pieces of two batches become tables in which an entity has one id and one name."""

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows import assemble
from flows.assemble import assemble_articles, assemble_extracted
from flows.resources import SEEDS_DIR, read_query
from flows.storage import write_parquet
from transforms.tables import TABLES, build_table


def write_piece(staging: Path, table: str, batch: int, **values: object) -> None:
    """Write a piece of one row; what is not given is null, or 'x', 0 or empty where null is not allowed."""
    row: dict[str, object] = {}
    for column in TABLES[table].columns:
        kind = str(column.type)
        default = [] if kind.startswith("list") else "x" if kind == "string" else False if kind == "bool" else 0
        row[column.name] = values.get(column.name, None if column.nullable else default)
    write_parquet(build_table(TABLES[table], [row]), staging / table / f"batch-{batch}.parquet")


def test_sources_and_entities_take_their_corpus_wide_name(tmp_path: Path) -> None:
    staging, tables = tmp_path / "staging", tmp_path / "tables"
    for batch, name in enumerate(("Ada Brook", "Brook")):
        local, day = f"le{batch}", date(2026, 9, 2 - batch)
        own = {"article_id": f"a{batch}", "published_date": day}
        write_piece(staging, "articles", batch, **own)
        write_piece(staging, "entities", batch, **own, entity_id=local, name=name, label="PERSON", aliases=[name])
        write_piece(staging, "mentions", batch, **own, mention_id=f"m{batch}", entity_id=local)
        write_piece(staging, "claims", batch, **own, claim_id=f"c{batch}", source_entity_id=local, source_name=name)
        write_piece(staging, "claim_sources", batch, **own, source_entity_id=local, source_name=name)
        write_piece(staging, "quotes", batch, **own, quote_id=f"q{batch}", speaker_entity_id=local, speaker_name=name)
    counts = assemble_articles(staging, tables) | assemble_extracted(staging, tables, SEEDS_DIR)
    assert (counts["claims"], counts["entities"], counts["articles"]) == (2, 2, 2)
    rows = {name: pq.read_table(tables / name).to_pylist() for name in counts}
    assert {row["name"] for row in rows["entities"]} == {"Ada Brook"}
    assert {row["source_name"] for row in rows["claims"]} == {"Ada Brook"}
    assert {row["source_name"] for row in rows["claim_sources"]} == {"Ada Brook"}
    assert {row["speaker_name"] for row in rows["quotes"]} == {"Ada Brook"}
    ids = {row["entity_id"] for name in ("entities", "mentions") for row in rows[name]}
    assert (
        ids == {row["source_entity_id"] for row in rows["claims"]} == {r["speaker_entity_id"] for r in rows["quotes"]}
    )
    assert len(ids) == 1
    assert [row["claim_id"] for row in rows["claims"]] == ["c1", "c0"], "by day"


def test_articles_put_in_order_by_parts_give_the_same_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    staging = tmp_path / "staging"
    for batch in range(7):
        day = None if batch == 3 else date(2026, 9, 9 - batch // 2)
        own = {"article_id": f"a{batch * 3 % 7}", "published_date": day}
        write_piece(staging, "articles", batch, **own)
        who = {"entity_id": f"le{batch}", "name": "Ada Brook", "label": "PERSON", "aliases": ["Ada Brook"]}
        write_piece(staging, "entities", batch, **own, **who)
        for name in ("mentions", "claims", "quotes"):
            key = TABLES[name].key[-1]
            for half, letter in enumerate("xy"):
                values = {key: f"{letter}{9 - batch}", "entity_id": f"le{batch}"}
                write_piece(staging, name, 2 * batch + half, **own, **values)
    found = []
    for size in (10, 2):
        monkeypatch.setattr(assemble, "ARTICLES_PER_PART", size)
        monkeypatch.setattr(assemble, "CLAIMS_ARTICLES_PER_PART", size)
        counts = assemble_extracted(staging, tmp_path / str(size), SEEDS_DIR)
        found.append({name: pq.read_table(tmp_path / str(size) / name) for name in counts})
        assert counts["claims"] == counts["mentions"] == 14
    assert found[0] == found[1]


def test_a_claim_comes_with_the_sentences_that_hold_words_of_it() -> None:
    text = "Zürich 🚢 sank. Ana Rooy said: “It sank.” It was old. Nobody saw."
    ends = [text.index(". ") + 1, text.index("” ") + 1, text.index("old.") + 4, len(text)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    held: list[list[str]] = [[], ["c1"], ["c1"], []]
    given = {
        "articles": [{"article_id": "a1", "headline": None, "text": text}],
        "stories": [{"article_id": "a1", "story_id": "s1"}],
        "sentences": [
            {"article_id": "a1", "sentence_no": number, "start": start, "end": end, "claim_ids": ids}
            for number, (start, end, ids) in enumerate(zip(starts, ends, held, strict=True))
        ],
        "claims": [
            {
                "claim_id": claim,
                "article_id": "a1",
                "published_date": date(2026, 9, 1),
                "text": "x",
                "statement": "Rooy chose x.",
                "form": form,
                "polarity": "affirmed",
                "voice": "attributed",
                "source_name": "Rooy",
                "content_spans": [{"start": start, "end": start + 1}],
            }
            for claim, form, start in (("c2", "nominal", 0), ("c1", "clause", 30))
        ],
    }
    query = read_query("match/claims_by_story")
    with duckdb.connect() as connection:
        for name, rows in given.items():
            connection.register(name, pa.Table.from_pylist(rows))
        found = connection.sql(query).to_arrow_table().to_pylist()
    assert [(row["claim_id"], row["text"], row["context"], row["claims_before"]) for row in found] == [
        ("c1", "x", "Ana Rooy said: “It sank.” It was old.", 1),
        ("c2", "Rooy chose x.", None, 0),
    ]
