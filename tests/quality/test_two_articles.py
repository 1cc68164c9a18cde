"""Two real articles on one story, which do not lie in the repository: quotations, their speakers and the claims that both
carry, by offsets.

The places were marked by reading both; ten facts stand in both. Skipped where the articles are absent.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flows.build import run_build
from flows.runners import LocalRunner
from flows.settings import Settings
from tests.invariants import read_tables

ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "articles"
FILES = ("000_f11f4abc48b74950.txt", "004_cdef4cb0a3b16c5e.txt")
Span = tuple[int, int]
SHARED: tuple[tuple[list[Span], list[Span]], ...] = (
    ([(0, 50), (93, 178)], [(0, 54), (56, 162)]),
    ([(256, 409)], [(453, 537)]),
    ([(441, 700)], [(205, 415)]),
    ([(3908, 4080)], [(540, 682)]),
    ([(866, 914)], [(1572, 1603), (3726, 3825)]),
    ([(1206, 1311)], [(3837, 3984)]),
    ([(4373, 4507), (4336, 4370)], [(3628, 3723), (3986, 4119)]),
    ([(4528, 4699)], [(4120, 4278)]),
    ([(1439, 1517)], [(1433, 1499)]),
    ([(2721, 2802)], [(1816, 1897)]),
)


SPEAKERS = (
    {
        895: "White House", 1236: "John Kirby", 1924: "John Kirby", 2175: "Kim Jong-un", 2340: "Kremlin",
        2805: "Sergei Shoigu", 4374: "Adrienne Watson", 4558: "Adrienne Watson",
    },
    {
        1234: "United Nations", 1584: "John Kirby", 1671: "John Kirby", 1998: "the Russian ambassador to Pyongyang",
        2064: "Vladimir Putin", 2180: "Vladimir Putin", 3666: "Adrienne Watson", 3727: "Adrienne Watson",
        3838: "Adrienne Watson",
    },
)  # fmt: skip
MISSED = 2175  # of the first article: the one of seventeen that is wrong
# where a quotation of the first article stands again in the second, and whether its speaker is the same
REUSED = {
    (895, 1584): False,
    (895, 3727): False,
    (1236, 3838): False,
    (4374, 3666): True,
    (4374, 3838): True,
    (4558, 3838): True,
}
Tables = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The tables of a run on the two articles."""
    if not ARTICLES.is_dir():
        pytest.skip("the two articles are not here")
    out = tmp_path_factory.mktemp("two") / "out"
    run_build(Settings((str(ARTICLES),), out), LocalRunner(1))
    return read_tables(out / "tables")


@pytest.fixture(scope="module")
def side(tables: Tables) -> dict[str, int]:
    """Which of the two each article is."""
    return {row["article_id"]: FILES.index(Path(row["source_uri"]).name) for row in tables["articles"]}


def test_sixteen_of_seventeen_quotations_have_their_speakers(tables: Tables, side: dict[str, int]) -> None:
    found: tuple[dict[int, str], dict[int, str]] = ({}, {})
    for quote in tables["quotes"]:
        if quote["speaker_name"] is not None:  # a headline's may be nobody's in particular
            found[side[quote["article_id"]]][quote["start"]] = quote["speaker_name"]
    assert found[0] | {MISSED: SPEAKERS[0][MISSED]} == SPEAKERS[0]
    assert found[1] == SPEAKERS[1]


@pytest.mark.xfail(reason="'he' in a clause under Kim's goes on with whoever spoke before", strict=True)
def test_a_pronoun_below_a_subject_is_that_subject(tables: Tables, side: dict[str, int]) -> None:
    (quote,) = [q for q in tables["quotes"] if q["start"] == MISSED and side[q["article_id"]] == 0]
    assert quote["speaker_name"] == SPEAKERS[0][MISSED]


def test_six_quotations_are_found_again(tables: Tables) -> None:
    start = {row["quote_id"]: row["start"] for row in tables["quotes"]}
    found = {}
    for row in tables["quote_matches"]:
        a, b = row["quote_id_a"], row["quote_id_b"]
        if (start[a], start[b]) not in REUSED:
            a, b = b, a
        found[start[a], start[b]] = row["same_speaker"]
    assert found == REUSED


def test_six_people_are_one_each(tables: Tables) -> None:
    people = {"Kim Jong-un", "Kim Jong Il", "Vladimir Putin", "Sergei Shoigu", "John Kirby", "Adrienne Watson"}
    ids: dict[str, set[str]] = {}
    for row in tables["entities"]:
        if row["name"] in people:
            ids.setdefault(row["name"], set()).add(row["entity_id"])
    assert set(ids) == people
    assert all(len(found) == 1 for found in ids.values())
    assert len(set.union(*ids.values())) == len(people)


@pytest.fixture(scope="module")
def pairs(tables: Tables, side: dict[str, int]) -> list[set[int]]:
    """The shared claims that each pair of claims of a group that say the same is about; empty for a wrong pair."""
    group = {row["claim_id"]: row["claim_group_id"] for row in tables["claim_groups"] if row["relation"] == "same"}
    sides: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    for claim in tables["claims"]:
        sides[side[claim["article_id"]]].append(claim)
    return [
        facts(a, 0) & facts(b, 1)
        for a in sides[0]
        for b in sides[1]
        if group.get(a["claim_id"], "") == group.get(b["claim_id"])
    ]  # fmt: skip


def facts(claim: dict[str, Any], side: int) -> set[int]:
    """The shared claims of which a claim holds half or more, or which hold half of it."""
    found = set()
    for number, places in enumerate(SHARED):
        for (start, end), span in ((place, span) for place in places[side] for span in claim["content_spans"]):
            common = min(end, span["end"]) - max(start, span["start"])
            if 2 * common >= min(end - start, span["end"] - span["start"]):
                found.add(number)
    return found


def test_shared_claims_are_found(pairs: list[set[int]]) -> None:
    assert len(set().union(*pairs)) >= 8


def test_few_pairs_are_wrong(pairs: list[set[int]]) -> None:
    assert sum(not shared for shared in pairs) <= 4
