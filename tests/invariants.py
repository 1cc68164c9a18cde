"""What must hold of the tables of any run, whatever was read."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from transforms.schema import Layer
from transforms.tables import TABLES, list_tables

Tables = dict[str, list[dict[str, Any]]]

PIECES_JOINED_BY = " … "


def read_tables(folder: Path) -> Tables:
    return {t.name: pq.read_table(folder / t.name).to_pylist() for t in list_tables(Layer.EXTRACTED, Layer.MATCHED)}


def check_run(folder: Path) -> Tables:
    """Check every invariant of a run's tables, and return them."""
    for table in list_tables(Layer.EXTRACTED, Layer.MATCHED):
        files = sorted((folder / table.name).glob("*.parquet"))
        assert files, table.name
        for file in files:
            assert pq.read_schema(file).equals(table.schema), table.name
    tables = read_tables(folder)
    check_keys(tables)
    check_allowed_values(tables)
    check_references(tables)
    check_offsets(tables)
    check_sources(tables)
    check_sentences(tables)
    return tables


def check_keys(tables: Tables) -> None:
    for name, rows in tables.items():
        keys = [tuple(row[k] for k in TABLES[name].key) for row in rows]
        assert len(set(keys)) == len(keys), f"{name}: a key stands twice"


def check_allowed_values(tables: Tables) -> None:
    for name, rows in tables.items():
        for column in TABLES[name].columns:
            values = {row[column.name] if not isinstance(row[column.name], list) else None for row in rows}
            if column.allowed:
                assert values <= {None, *column.allowed}, f"{name}.{column.name}"
            if not column.nullable:
                assert all(row[column.name] is not None for row in rows), f"{name}.{column.name}"


def check_references(tables: Tables) -> None:
    for name, rows in tables.items():
        for column in TABLES[name].columns:
            if column.references:
                target, key = column.references.split(".")
                known = {row[key] for row in tables[target]}
                assert {row[column.name] for row in rows} - {None} <= known, f"{name}.{column.name}"
    names = {row["entity_id"]: row["name"] for row in tables["entities"]}
    assert all(row["name"] == names[row["entity_id"]] for row in tables["entities"]), "an entity has one name"
    for name, role in (("claims", "source"), ("quotes", "speaker")):
        for row in tables[name]:
            if row[f"{role}_entity_id"] is not None:
                assert row[f"{role}_name"] == names[row[f"{role}_entity_id"]], row
    entities = names.keys()
    speakers = {row["source_entity_id"] for row in tables["claims"]} | {
        row["speaker_entity_id"] for row in tables["quotes"]
    }
    mentioned = {row["entity_id"] for row in tables["mentions"]}
    assert (speakers | mentioned) - {None} <= entities


def check_offsets(tables: Tables) -> None:
    """Every offset gives back its text."""
    texts = {row["article_id"]: row["text"] for row in tables["articles"]}
    for row in tables["segments"]:
        piece = texts[row["article_id"]][row["start"] : row["end"]]
        assert piece, row
        assert piece == piece.strip(), row
    for row in tables["mentions"]:
        assert texts[row["article_id"]][row["start"] : row["end"]] == row["text"], row
    for row in tables["claims"]:
        check_spans(texts[row["article_id"]], row, row["content_spans"], "source")
    for row in tables["quotes"]:
        check_spans(texts[row["article_id"]], row, row["spans"], "speaker")
        assert (row["start"], row["end"]) == (row["spans"][0]["start"], row["spans"][-1]["end"]), row
    for name in ("claims", "quotes"):
        assert all(0 <= row["confidence"] <= 1 for row in tables[name])


def check_spans(text: str, row: dict[str, Any], spans: list[dict[str, int]], speaker: str) -> None:
    pieces = [text[s["start"] : s["end"]] for s in spans]
    assert all(pieces), row
    assert PIECES_JOINED_BY.join(pieces) == row["text"], row
    assert all(a["end"] <= b["start"] for a, b in itertools.pairwise(spans)), row
    for part in (speaker, "cue"):
        start, end = row[f"{part}_start"], row[f"{part}_end"]
        assert (start is None) == (end is None) == (row[f"{part}_text"] is None), row
        if start is not None:
            assert text[start:end] == row[f"{part}_text"], row


def check_sources(tables: Tables) -> None:
    """The first source of a claim is its own; a claim without a known source has none."""
    claims = {row["claim_id"]: row for row in tables["claims"]}
    numbers: dict[str, list[int]] = {}
    for row in tables["claim_sources"]:
        numbers.setdefault(row["claim_id"], []).append(row["source_no"])
        if not row["source_no"]:
            claim = claims[row["claim_id"]]
            for column in ("article_id", "source_entity_id", "source_name", "source_type"):
                assert row[column] == claim[column], (column, row, claim)
    assert numbers.keys() == {claim_id for claim_id, row in claims.items() if row["source_name"] is not None}
    for claim_id, found in numbers.items():
        assert found == list(range(len(claims[claim_id]["source_names"]))), claim_id


def check_sentences(tables: Tables) -> None:
    """Every word of headline, standfirst and body stands in one sentence; every claim in one or more, and no other."""
    texts = {row["article_id"]: row["text"] for row in tables["articles"]}
    by_article: dict[str, list[dict[str, Any]]] = {article_id: [] for article_id in texts}
    for row in tables["sentences"]:
        by_article[row["article_id"]].append(row)
        assert (row["status"] == "claims") == bool(row["claim_ids"]), row
    for rows in by_article.values():
        assert [row["sentence_no"] for row in rows] == list(range(len(rows)))
        assert all(a["end"] <= b["start"] for a, b in itertools.pairwise(rows))
    for segment in tables["segments"]:
        article_id, start, end = segment["article_id"], segment["start"], segment["end"]
        held = [row for row in by_article[article_id] if row["start"] < end and row["end"] > start]
        if segment["role"] in {"headline", "standfirst", "body"}:
            words = "".join(texts[article_id][start:end].split())
            assert "".join("".join(texts[article_id][r["start"] : r["end"]].split()) for r in held) == words, segment
        elif segment["role"] == "embed":  # a post is read as one statement of its writer's
            assert [(row["start"], row["end"], row["status"]) for row in held] in ([], [(start, end, "claims")])
        else:
            assert not held, segment
    listed = {claim_id for row in tables["sentences"] for claim_id in row["claim_ids"]}
    assert listed == {row["claim_id"] for row in tables["claims"]}
