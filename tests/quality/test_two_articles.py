"""Two real articles on one story, which do not lie in the repository: the claims that both carry, by offsets.

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


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> list[set[int]]:
    """The shared claims that each pair of claims in one strict group is about; empty for a wrong pair."""
    if not ARTICLES.is_dir():
        pytest.skip("the two articles are not here")
    out = tmp_path_factory.mktemp("two") / "out"
    run_build(Settings((str(ARTICLES),), out), LocalRunner(1))
    tables = read_tables(out / "tables")
    side = {row["article_id"]: FILES.index(Path(row["source_uri"]).name) for row in tables["articles"]}
    group = {row["claim_id"]: row["claim_group_id"] for row in tables["claim_groups"]}
    sides: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    for claim in tables["claims"]:
        sides[side[claim["article_id"]]].append(claim)
    return [
        facts(a, 0) & facts(b, 1)
        for a in sides[0]
        for b in sides[1]
        if group[a["claim_id"]] == group[b["claim_id"]]
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
