"""Invented pairs of reports: what the second one does to the first, told as a denial, as the same or as neither.

``denials.csv`` has the pairs; the texts are annotated as tests/extract/parsed.py says.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.extract.parsed import extract_text
from tests.match.frames import make_claims
from transforms.match import group_claims

PAIRS = list(csv.DictReader(Path(__file__).with_name("denials.csv").open(encoding="utf-8", newline="")))
FILLERS = (
    ("f1", "a1", "s1", "The mayor laid flowers at the lighthouse on Sunday"),
    ("f2", "a2", "s1", "Two hundred people sang in the old chapel"),
    ("f3", "a2", "s1", "Rain is expected along the coast from Tuesday"),
)


def relate(first: str, second: str) -> str:
    """Return how the claims of two reports of one story relate: denial, same, partial, conflict or apart."""
    rows, negated, contexts = list(FILLERS), [], {}
    for article, text in (("a1", first), ("a2", second)):
        for number, claim in enumerate(extract_text(text).claims):
            key = f"{article}-{number}"
            words = claim["text"] if claim["form"] == "clause" else claim["statement"]
            rows.append((key, article, "s1", words))
            contexts[key] = text
            negated += [key] if claim["polarity"] == "negated" else []
    found = {
        row["claim_id"]: row
        for row in group_claims(make_claims(*rows, negated=tuple(negated), contexts=contexts)).to_pylist()
    }
    ours, theirs = ([row for key, row in found.items() if key.startswith(f"{article}-")] for article in ("a1", "a2"))
    relations = {
        relation
        for a in ours
        for b in theirs
        if a["claim_group_id"] == b["claim_group_id"]
        for relation in (a["relation"], b["relation"])
    }
    return next((r for r in ("denial", "conflict", "partial", "same") if r in relations), "apart")


@pytest.fixture(scope="module")
def relations() -> list[tuple[str, str]]:
    return [(pair["relation"], relate(pair["first"], pair["second"])) for pair in PAIRS]


def test_there_are_enough_pairs_of_each_kind() -> None:
    kinds = [pair["relation"] for pair in PAIRS]
    assert len(kinds) >= 40
    assert min(kinds.count(kind) for kind in ("denial", "same", "neither")) >= 8


def test_denials_are_told_as_denials(relations: list[tuple[str, str]]) -> None:
    told = [got == "denial" for wanted, got in relations if wanted == "denial"]
    assert sum(told) >= 0.9 * len(told)


def test_what_says_the_same_is_no_denial(relations: list[tuple[str, str]]) -> None:
    assert {got for wanted, got in relations if wanted == "same"} == {"same"}


def test_what_denies_something_else_is_neither_a_denial_nor_a_carrier(relations: list[tuple[str, str]]) -> None:
    assert {got for wanted, got in relations if wanted == "neither"} <= {"apart", "partial"}
