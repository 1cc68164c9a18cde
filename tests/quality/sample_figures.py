"""Figures of a run on the sample against the rows that were written by hand."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

from tests.invariants import Tables, read_tables

EXPECTED = Path(__file__).resolve().parent.parent / "sample"
MARKS = set("\"'“”‘’`")
Row = dict[str, str]
Chars = frozenset[int]


def read_expected(name: str) -> list[Row]:
    with (EXPECTED / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


class Figures:
    """The sample's expected rows beside a run's tables; articles are joined by their headlines."""

    def __init__(self, tables: Tables) -> None:
        names = {row["headline"]: row["article"] for row in read_expected("articles")}
        self.tables = tables
        self.name_of = {row["article_id"]: names[row["headline"]] for row in tables["articles"]}
        self.text = {self.name_of[row["article_id"]]: row["text"] for row in tables["articles"]}
        self.kept = {name: keep_characters(text) for name, text in self.text.items()}

    def rows(self, table: str) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in self.text}
        for row in self.tables[table]:
            found[self.name_of[row["article_id"]]].append(row)
        return found

    def locate(self, row: Row) -> list[tuple[int, int]]:
        """Return the spans of an expected row's pieces."""
        text = self.text[row["article"]]
        position = text.index(row["paragraph_start"])
        if int(row.get("occurrence") or 1) > 1:
            position = -1
            for _ in range(int(row["occurrence"])):
                position = text.index(row["pieces"].split(" || ")[0], position + 1)
        spans = []
        for piece in (row.get("pieces") or row["text"]).split(" || "):
            position = text.index(piece, position)
            spans.append((position, position + len(piece)))
            position += len(piece)
        return spans

    def characters(self, article: str, spans: Iterable[tuple[int, int]]) -> Chars:
        """Return the characters of spans that are neither blank nor quotation marks."""
        kept = self.kept[article]
        return frozenset(i for start, end in spans for i in range(start, end) if i in kept)

    # the figures

    def measure(self) -> dict[str, float]:
        """Return every figure by name, 0 to 1."""
        return (
            self.measure_segments()
            | self.measure_quotes()
            | self.measure_claims()
            | self.measure_people()
            | self.measure_stories()
            | self.measure_copies()
            | self.measure_quote_matches()
            | self.measure_claim_groups()
        )

    def measure_segments(self) -> dict[str, float]:
        expected: dict[tuple[str, int], str] = {}
        for row in read_expected("segments"):
            at = self.text[row["article"]].find(row["paragraph_start"])
            if at >= 0:
                expected[row["article"], at] = row["role"]
            else:
                assert row["may_be_absent"] == "yes", row
        roles = {(name, s["start"]): s["role"] for name, rows in self.rows("segments").items() for s in rows}
        right = sum(roles.get(place) == role for place, role in expected.items())
        false_alarms = sum(role != "body" and place not in expected for place, role in roles.items())
        return {"segments.recall": right / len(expected), "segments.precision": right / (right + false_alarms)}

    def measure_quotes(self) -> dict[str, float]:
        expected, found = read_expected("quotes"), self.rows("quotes")
        hit = typed = spoken = 0
        used: set[str] = set()
        for row in expected:
            start, _ = self.locate(row)[0]
            match = next(
                (q for q in found[row["article"]] if any(s["start"] <= start < s["end"] for s in q["spans"])), None
            )
            if match is None:
                continue
            used.add(match["quote_id"])
            hit += 1
            typed += match["quote_type"] in row["quote_type"].split("|")
            spoken += is_name(match["speaker_name"], row["speaker_name"], match["speaker_type"], row["speaker_type"])
        predicted = sum(len(rows) for rows in found.values())
        return {
            "quotes.recall": hit / len(expected),
            "quotes.precision": len(used) / predicted,
            "quotes.type": typed / len(expected),
            "quotes.speaker": spoken / len(expected),
        }

    def measure_claims(self) -> dict[str, float]:
        expected, found = read_expected("claims"), self.rows("claims")
        hit = voiced = sourced = 0
        for article in self.text:
            gold = [(self.characters(article, self.locate(row)), row) for row in expected if row["article"] == article]
            ours = [
                (self.characters(article, [(s["start"], s["end"]) for s in claim["content_spans"]]), claim)
                for claim in found[article]
                if claim["voice"] != "outlet"
            ]
            for row, claim in pair_best(gold, ours):
                hit += 1
                voiced += claim["voice"] in row["voice"].split("|")
                sourced += is_name(claim["source_name"], row["source_name"], claim["source_type"], row["source_type"])
        predicted = sum(claim["voice"] != "outlet" for rows in found.values() for claim in rows)
        return {
            "claims.recall": hit / len(expected),
            "claims.precision": hit / predicted,
            "claims.voice": voiced / hit,
            "claims.source": sourced / hit,
        }

    def measure_people(self) -> dict[str, float]:
        expected = read_expected("people")
        found = {
            name: {fold(row["name"]): row["entity_id"] for row in rows if row["label"] == "PERSON"}
            for name, rows in self.rows("entities").items()
        }
        hits = [row for row in expected if fold(row["name"]) in found[row["article"]]]
        ids: dict[str, set[str]] = {}
        for row in hits:
            ids.setdefault(fold(row["name"]), set()).add(found[row["article"]][fold(row["name"])])
        return {
            "people.recall": len(hits) / len(expected),
            "people.one_id": sum(len(seen) == 1 for seen in ids.values()) / len(ids),
        }

    def measure_stories(self) -> dict[str, float]:
        expected = {row["article"]: row["story"] for row in read_expected("stories")}
        found = {self.name_of[row["article_id"]]: row["story_id"] for row in self.tables["stories"]}
        return {"stories.pairs_f1": pairwise_f1(expected, found)}

    def measure_copies(self) -> dict[str, float]:
        expected = {frozenset((row["article_a"], row["article_b"])) for row in read_expected("copies")}
        found = {
            frozenset((self.name_of[row["article_id_a"]], self.name_of[row["article_id_b"]]))
            for row in self.tables["article_copies"]
            if max(row["containment_a_in_b"], row["containment_b_in_a"]) >= 0.5
        }
        return {
            "copies.recall": len(expected & found) / len(expected),
            "copies.precision": share(expected & found, found),
        }

    def measure_quote_matches(self) -> dict[str, float]:
        starts = {(row["article"], row["quote_no"]): self.locate(row)[0][0] for row in read_expected("quotes")}
        by_id = {q["quote_id"]: (name, q["spans"]) for name, rows in self.rows("quotes").items() for q in rows}
        found = {
            frozenset((row["quote_id_a"], row["quote_id_b"])): row["same_speaker"]
            for row in self.tables["quote_matches"]
        }

        def find(article: str, number: str) -> str | None:
            at = starts[article, number]
            return next(
                (
                    quote
                    for quote, (name, pieces) in by_id.items()
                    if name == article and any(s["start"] <= at < s["end"] for s in pieces)
                ),
                None,
            )

        expected = {
            frozenset((find(r["article_a"], r["quote_no_a"]), find(r["article_b"], r["quote_no_b"]))): r["same_speaker"]
            for r in read_expected("quote_matches")
        }
        hits = expected.keys() & found.keys()
        judged = [pair for pair in hits if expected[pair]]
        same = sum(found[pair] is not None and found[pair] == (expected[pair] == "yes") for pair in judged)
        return {
            "quote_matches.recall": len(hits) / len(expected),
            "quote_matches.precision": share(hits, found),
            "quote_matches.same_speaker": same / len(judged),
        }

    def measure_claim_groups(self) -> dict[str, float]:
        """Count pairs of expected places that our groups join: of one group by hand, and of two different ones."""
        group = {row["claim_id"]: row["claim_group_id"] for row in self.tables["claim_groups"]}
        found = self.rows("claims")
        places: dict[str, list[set[str]]] = {}
        for row in read_expected("claim_groups"):
            wanted = self.characters(row["article"], self.locate(row))
            overlapping = {
                group[claim["claim_id"]]
                for claim in found[row["article"]]
                if overlap(
                    wanted, self.characters(row["article"], [(s["start"], s["end"]) for s in claim["content_spans"]])
                )
                >= 0.5
            }
            places.setdefault(row["claim_group"], []).append(overlapping)
        pairs = [(a, b) for members in places.values() for a, b in combinations(members, 2)]
        wrong_pairs = [
            (a, b) for (_, first), (_, second) in combinations(places.items(), 2) for a in first for b in second
        ]
        joined = sum(bool(a & b) for a, b in pairs)
        wrongly = sum(bool(a & b) for a, b in wrong_pairs)
        return {"claim_groups.recall": joined / len(pairs), "claim_groups.precision": joined / (joined + wrongly)}


def keep_characters(text: str) -> frozenset[int]:
    return frozenset(i for i, character in enumerate(text) if not character.isspace() and character not in MARKS)


def overlap(a: Chars, b: Chars) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def pair_best(gold: list[tuple[Chars, Row]], ours: list[tuple[Chars, Any]]) -> list[tuple[Row, Any]]:
    """Pair contents one to one, best overlap first, from one half on."""
    scored = sorted(
        ((overlap(a, b), i, j) for i, (a, _) in enumerate(gold) for j, (b, _) in enumerate(ours)), reverse=True
    )
    left, right, pairs = set(range(len(gold))), set(range(len(ours))), []
    for score, i, j in scored:
        if score >= 0.5 and i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((gold[i][1], ours[j][1]))
    return pairs


def fold(name: str | None) -> str:
    return (name or "").lower().removeprefix("the ")


def is_name(name: str | None, expected: str, kind: str, expected_kind: str) -> bool:
    """Whether a source is right: the name where one is expected, else the type."""
    if expected:
        return fold(name) in {fold(option) for option in expected.split("|")}
    return kind in expected_kind.split("|")


def pairwise_f1(expected: dict[str, str], found: dict[str, str]) -> float:
    def together(labels: dict[str, str]) -> set[tuple[str, str]]:
        return {(a, b) for a, b in combinations(sorted(labels), 2) if labels[a] == labels[b]}

    a, b = together(expected), together(found)
    return 2 * len(a & b) / (len(a) + len(b))


def share(part: Any, whole: Any) -> float:
    return len(part) / len(whole) if whole else 0.0


if __name__ == "__main__":
    # python -m tests.quality.sample_figures OUT/tables
    for name, value in Figures(read_tables(Path(sys.argv[1]))).measure().items():
        sys.stdout.write(f"{name:<28} {value:.3f}\n")
