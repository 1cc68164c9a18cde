"""The labels of claims read by annotators: their form, and that no sealed story is one for tuning."""

from __future__ import annotations

import csv

from flows.train.read_labels import LABELS, PARTS

ALLOWED = {"same", "partial", "denial", "conflict", "different"}


def read_rows(name: str) -> list[dict[str, str]]:
    with (LABELS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_pairs_have_known_labels_and_stand_in_known_articles_of_one_story() -> None:
    story_of = {row["id"]: row["story"] for row in read_rows("articles.csv")}
    pairs = read_rows("pairs.csv")
    assert len(pairs) >= 4000
    assert {row["label"] for row in pairs} == ALLOWED
    assert all(story_of[row["id_a"]] == story_of[row["id_b"]] == row["story"] for row in pairs)
    assert all(int(row[f"start_{x}"]) < int(row[f"end_{x}"]) for row in pairs for x in "ab")


def test_a_story_is_sealed_or_for_tuning() -> None:
    parts = {(row["story"], row["part"]) for name in ("pairs.csv", "read_claims.csv") for row in read_rows(name)}
    assert {part for _, part in parts} == set(PARTS)
    assert len(parts) == len({story for story, _ in parts})


def test_sets_name_claims_of_their_story_and_a_claim_is_in_one_same_set() -> None:
    known = {(row["story"], row["claim"]) for row in read_rows("read_claims.csv")}
    sets = read_rows("read_sets.csv")
    named = [(row["story"], claim, row["label"]) for row in sets for claim in row["claims"].split()]
    assert {(story, claim) for story, claim, _ in named} <= known
    same = [(story, claim) for story, claim, label in named if label == "same"]
    assert len(same) == len(set(same))
