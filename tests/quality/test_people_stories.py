"""28 invented stories of three outlets each: which names are one person, which are two, which are nobody's.

Each line of ``people_stories.jsonl`` has what was expected before the program read it: pairs of names that are ``one``
entity, pairs that are ``two``, names of ``nobody``, and who ``said`` some words.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.build import run_build
from flows.runners import LocalRunner
from flows.settings import Settings
from tests.invariants import read_tables

Story = dict[str, Any]
Rows = list[dict[str, Any]]
STORIES: list[Story] = [
    json.loads(line) for line in Path(__file__).with_name("people_stories.jsonl").read_text("utf-8").splitlines()
]
FIRST_DAY, DAYS = date(2019, 1, 7), 14  # two stories never meet


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Story, Rows, Rows]]:
    """Each story with the entities and the claims of its articles."""
    folder = tmp_path_factory.mktemp("people")
    (folder / "in").mkdir()
    with (folder / "in" / "articles.jsonl").open("w", encoding="utf-8") as file:
        for number, story in enumerate(STORIES):
            for outlet, article in enumerate(story["articles"]):
                headline, _, text = article.partition("\n\n")
                day = FIRST_DAY + timedelta(days=DAYS * number)
                row = {"outlet": f"Outlet {outlet}", "published_at": f"{day}T0{outlet}:00:00Z"}
                file.write(json.dumps({**row, "headline": headline, "text": text}, ensure_ascii=False) + "\n")
    run_build(Settings((str(folder / "in"),), folder / "out", site=False), LocalRunner(1))
    tables = read_tables(folder / "out" / "tables")
    numbers = {row["article_id"]: (row["published_date"] - FIRST_DAY).days // DAYS for row in tables["articles"]}
    parted: list[tuple[Story, Rows, Rows]] = [(story, [], []) for story in STORIES]
    for place, table in ((1, "entities"), (2, "claims")):
        for row in tables[table]:
            parted[numbers[row["article_id"]]][place].append(row)
    return parted


def plain(name: str | None) -> str:
    return (name or "").replace("’", "'").casefold()


def ids_of(entities: Rows, name: str) -> set[str]:
    """Return the entities that go by a name, in the corpus or in an article."""
    return {row["entity_id"] for row in entities if plain(name) in {plain(row["name"]), *map(plain, row["aliases"])}}


def test_one_person_is_one_entity(found: list[tuple[Story, Rows, Rows]]) -> None:
    parted = [
        pair
        for story, entities, _ in found
        for pair in story.get("one", ())
        if not all(ids_of(entities, name) for name in pair) or len(set.union(*(ids_of(entities, n) for n in pair))) > 1
    ]
    assert parted == []


def test_two_people_are_two_entities(found: list[tuple[Story, Rows, Rows]]) -> None:
    fused = [
        (a, b)
        for story, entities, _ in found
        for a, b in story.get("two", ())
        if not ids_of(entities, a) or not ids_of(entities, b) or ids_of(entities, a) & ids_of(entities, b)
    ]
    assert fused == []


def test_what_is_no_name_is_nobody(found: list[tuple[Story, Rows, Rows]]) -> None:
    people = [{plain(row["name"]) for row in entities if row["label"] == "PERSON"} for _, entities, _ in found]
    assert [
        n
        for names, (story, _, _) in zip(people, found, strict=True)
        for n in story.get("nobody", ())
        if plain(n) in names
    ] == []


def test_claims_go_to_whom_the_surname_means(found: list[tuple[Story, Rows, Rows]]) -> None:
    wrong = [
        (words, name, sources)
        for story, _, claims in found
        for words, name in story.get("said", ())
        for sources in [{plain(row["source_name"]) for row in claims if plain(words) in plain(row["text"])}]
        if not sources or not all(plain(name) in source for source in sources)
    ]
    assert wrong == []
