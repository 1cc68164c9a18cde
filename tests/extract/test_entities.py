"""One person is one entity in the whole corpus; every name is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.docs import load_test_seeds
from transforms.entities import RESOLVED_SCHEMA, Resolver, resolve_entities, split_contested

P = "PERSON"


def table(rows: list[dict[str, Any]]) -> pa.Table:
    """Return local entities; a row's article is its own unless given, its story its article's."""
    full = [
        {
            "entity_id": str(n),
            "label": P,
            "aliases": [],
            "gender": None,
            "article_id": f"a{n}",
            "story_id": f"s{row.get('article_id', n)}",
            "published_date": date(2026, 9, 7),
            **row,
        }
        for n, row in enumerate(rows)
    ]
    columns = {
        "entity_id": pa.string(), "label": pa.string(), "name": pa.string(), "aliases": pa.list_(pa.string()),
        "gender": pa.string(), "article_id": pa.string(), "story_id": pa.string(), "published_date": pa.date32(),
    }  # fmt: skip
    return pa.Table.from_pylist(full, schema=pa.schema(list(columns.items())))


def resolve(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return resolve_entities(table(list(rows)), load_test_seeds()).to_pylist()


def people(*names: str, story: str | None = None) -> list[dict[str, Any]]:
    return [{"name": name} | ({"story_id": story} if story else {}) for name in names]


def groups(*rows: dict[str, Any]) -> list[list[str]]:
    """Return the names of each entity, sorted; names that two entities have stand in both."""
    by_id: dict[str, set[str]] = {}
    for row, found in zip(rows, resolve(*rows), strict=True):
        by_id.setdefault(found["entity_id"], set()).add(row["name"])
    return sorted(sorted(group) for group in by_id.values())


def names(*rows: dict[str, Any]) -> set[str]:
    return {row["name"] for row in resolve(*rows)}


@pytest.mark.parametrize(
    "variants",
    [
        ("John F. Tarrow", "John Tarrow"),
        ("John F. Tarrow", "John Frederik Tarrow", "John Tarrow"),
        ("Siobhan O’Brannan", "Siobhan O'Brannan"),
        ("Awa N’Dour", "Awa N'Dour", "Awa N`Dour"),
        ("Kim Jor-un", "Kim Jor Un"),
        ("José Marrén", "Jose Marren"),
        ("ADA BROOKE", "Ada Brooke"),
        ("Ole Branning", "Ole Branning Jr.", "Ole Branning Jr"),
        ("Wim Talloway III", "Wim Talloway"),
        ("VP Ada Brooke", "Ada Brooke"),
        ("Cllr Ada Brooke", "Ada Brooke"),
        ("Ada Brooke (D-Ohio)", "Ada Brooke"),
        ("Ada Brooke R-Ky.", "Ada Brooke"),
    ],
)
def test_spellings_of_one_name_are_one_person(variants: tuple[str, ...]) -> None:
    assert len(groups(*people(*variants))) == 1


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ("William Tannery", "Bill Tannery"),
        ("Robert Arlen", "Bob Arlen"),
        ("Elizabeth Rooyer", "Liz Rooyer"),
        ("Joseph R. Bracken Jr.", "Joe Bracken"),
        ("Charles E. Shoomer", "Chuck Shoomer"),
        ("Thomas Frendan", "Tom Frendan"),
        ("Katherine Vell", "Kathy Vell"),
        ("Edward Holm", "Ted Holm"),
        ("Anthony Brask", "Tony Brask"),
        ("James Inholt", "Jim Inholt"),
        ("K. Michael Conwell", "Michael Conwell"),
        ("J. Christopher Stavens", "Chris Stavens"),
        ("Robert S. Mullner III", "Robert Mullner"),
        ("AG Barrow", "William Barrow"),
    ],
)
def test_short_and_full_given_names_of_a_rare_surname_are_one_person(usual: str, other: str) -> None:
    assert len(groups(*people(usual, usual, other, story="s1"))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Jor Un", "Kim Jor Il"),
        ("Ana Branning", "Ole Branning"),
        ("Ole Brandt", "Ole Brand"),
        ("Ian O'Dowell", "Ina O'Dowell"),
        ("Rory Brann", "Mary O'Brann"),
        ("John F. Rooy", "John Q. Rooy"),
        ("George W. Holm", "George H.W. Holm"),
        ("Maria Tell", "Mario Tell"),
        ("Ada Brook", "Adam Brook"),
        ("Carl Verrin Jr.", "Carl Verrin Sr."),
    ],
)
def test_near_namesakes_stay_apart(one: str, other: str) -> None:
    assert len(groups(*people(one, other))) == 2
    assert len(groups(*people(one, other, story="s1"))) == 2


def test_rare_names_that_differ_by_a_letter_are_one_person_only_where_more_speaks_for_it() -> None:
    one, other = {"name": "Dan Verlind", "story_id": "s1"}, {"name": "Dan Verlinde"}
    assert len(groups(one, {**other, "story_id": "s2"})) == 2
    assert len(groups(one, {**other, "story_id": "s1"})) == 1


def test_father_and_son_of_one_article_stay_apart() -> None:
    rows = [{"name": "Ole Branning", "article_id": "a1"}, {"name": "Ole Branning Jr.", "article_id": "a1"}]
    assert len(groups(*rows)) == 2


def test_whoever_is_numbered_is_one_person_even_in_one_article() -> None:
    rows = [{"name": "Robert S. Mullner III", "article_id": "a1"}, {"name": "Robert Mullner", "article_id": "a1"}]
    assert len(groups(*rows)) == 1


def test_nicknames_of_two_people_in_one_article_stay_apart() -> None:
    rows = [{"name": "William Tannery", "article_id": "a1"}, {"name": "Bill Tannery", "article_id": "a1"}]
    assert len(groups(*rows)) == 2


def test_a_surname_goes_to_the_one_of_its_story() -> None:
    rows = [
        *people("Ana Rooyer", "Rooyer", story="s1"),
        *people("Ole Rooyer", "Ole Rooyer", story="s2"),
        *people("Rooyer", story="s2"),
    ]
    found = resolve(*rows)
    assert found[1]["entity_id"] == found[0]["entity_id"]
    assert found[4]["entity_id"] == found[2]["entity_id"] != found[0]["entity_id"]
    assert (found[1]["name"], found[1]["merged_by"]) == ("Ana Rooyer", "story")


def test_a_titled_surname_goes_to_who_holds_it_in_nearly_all_of_the_corpus() -> None:
    rows = [*people(*["Ana Rooyer"] * 40), *people("Ole Rooyer", "Rooyer", "Rooyer")]
    found = resolve(*rows)
    assert {row["name"] for row in found[41:]} == {"Ana Rooyer"}
    assert {row["merged_by"] for row in found[41:]} == {"corpus"}


def test_nobody_is_both_mr_and_mrs() -> None:
    rows = [{"name": n, "story_id": "s1", "gender": g} for n, g in (("Ada Rooyer", "f"), ("Rooyer", "m"))]
    assert len(groups(*rows)) == 2


def test_a_surname_that_two_people_of_the_story_bear_stays_alone() -> None:
    rows = people("Ana Rooyer", "Ole Rooyer", "Rooyer", story="s1")
    assert len(groups(*rows)) == 3


def test_a_surname_that_two_people_of_its_story_bear_is_neither_of_them() -> None:
    rows = [*people("Ana Rooyer", "Ole Rooyer", "Rooyer", story="s1"), *people("Rooyer", story="s2")]
    ana, ole, *short = (row["entity_id"] for row in resolve(*rows))
    assert ana != ole
    assert not {ana, ole} & set(short)


def test_of_forms_as_frequent_the_name_has_the_given_name_that_most_use() -> None:
    assert names(*people("Thomas R. Tarrow Jr.", "Thomas Tarrow", "Tom Tarrow", story="s")) == {"Thomas Tarrow"}


def test_the_most_frequent_full_form_is_the_name() -> None:
    assert names(*people("John F. Tarrow", "John Tarrow", "John Tarrow")) == {"John Tarrow"}
    assert names(*people("John F. Tarrow", "John F. Tarrow", "John Tarrow", "Tarrow", "Tarrow")) == {"John F. Tarrow"}


@pytest.mark.parametrize(
    "odd",
    [
        "Kwesi Maddoran Wainor",
        "Kwesi MaddoranBudget",
        "Kwesi Maddoran Kwesi",
        "Kwesi Maddoran Kwesi Otto Maddoran",
        "Kwesi Maddoran R-Ky.",
        "VP Kwesi Maddoran",
        "saidKwesi Maddoran",
        "Kwesi Maddoran Call",
    ],
)
def test_a_misprint_renames_nobody(odd: str) -> None:
    rows = people("Kwesi Maddoran", "Kwesi Maddoran", odd)
    assert names(*rows) == {"Kwesi Maddoran"}
    assert len(groups(*rows)) == 1


@pytest.mark.parametrize(
    "odd", ["Warns Maddoran", "Backs Maddoran", "Maddoran Warns", "Maddoran Budget", "VP Maddoran"]
)
def test_a_headline_verb_or_a_glued_title_makes_no_person(odd: str) -> None:
    rows = [{"name": "Kwesi Maddoran", "aliases": ["Maddoran"]}] * 5
    assert names(*rows, {"name": odd}) == {"Kwesi Maddoran"}


def test_a_pair_of_surnames_is_no_person() -> None:
    rows = [*people(*["Ada Holm"] * 4), *people(*["Leo Brandel"] * 4), {"name": "Holm-Brandel"}]
    assert resolve(*rows)[-1]["label"] != P
    rows = [*rows, {"name": "Eva Holm-Brandel"}]
    assert resolve(*rows)[-1]["label"] == P


def test_a_given_name_alone_joins_nobody_who_is_rarer() -> None:
    rows = [*people("Ana Francis"), *people("Pope Francis", "Pope Francis", "Pope Francis")]
    assert groups(*rows) == [["Ana Francis"], ["Pope Francis"]]


def test_a_name_that_is_nearly_always_a_body_is_no_person() -> None:
    rows = [*[{"name": "Ledra Works", "label": "ORG"}] * 4, {"name": "Ledra Works"}]
    assert {(row["label"]) for row in resolve(*rows)} == {"ORG"}
    assert len(groups(*rows)) == 1


def test_acronyms_join_the_name_that_articles_use_with_them() -> None:
    def body(name: str, *aliases: str) -> dict[str, Any]:
        return {"name": name, "label": "ORG", "aliases": list(aliases)}

    assert len(groups(body("DWU"), body("Dock Workers Union", "DWU"), body("The Dock Workers Union"))) == 1
    assert len(groups(body("DWU"), body("Dock Workers Union", "DWU"), body("Dance World United", "DWU"))) == 3


def test_places_meet_over_their_two_labels_but_not_with_bodies() -> None:
    rows = [{"name": "Norrsund", "label": label} for label in ("GPE", "LOC", "ORG")]
    assert groups(*rows) == [["Norrsund"], ["Norrsund"]]


def test_a_building_speaks_for_itself_and_has_a_parent() -> None:
    (row,) = resolve({"name": "White House", "label": "ORG"})
    (parent,) = resolve({"name": "US government", "label": "ORG"})
    assert (row["name"], row["parent_name"], row["parent_entity_id"]) == (
        "White House",
        "US government",
        parent["entity_id"],
    )


def test_a_parent_has_one_name_in_the_corpus() -> None:
    rows = resolve({"name": "White House", "label": "ORG"}, *[{"name": "U.S. government", "label": "ORG"}] * 3)
    building, named = ([r for r in rows if (r["parent_name"] is None) == is_named] for is_named in (False, True))
    assert {r["name"] for r in named} == {r["parent_name"] for r in building} == {"U.S. government"}
    assert {r["entity_id"] for r in named} == {r["parent_entity_id"] for r in building}


def test_the_user_decides_for_and_against_a_merge() -> None:
    seeds = load_test_seeds()

    def count(decision: bool, *variants: str) -> int:
        told = replace(seeds, entity_aliases={frozenset(variants): decision})
        rows = table([{"name": name} for name in variants])
        return len(set(resolve_entities(rows, told)["entity_id"].to_pylist()))

    assert count(True, "Ada Brooke", "Ada Verrin") == 1
    assert count(False, "John F. Tarrow", "John Tarrow") == 2
    assert count(False, "William Tannery", "Bill Tannery") == 2
    assert count(False, "Ada Brooke", "Brooke") == 2


def test_without_entities_none_are_resolved() -> None:
    assert resolve_entities(table([]), load_test_seeds()).equals(RESOLVED_SCHEMA.empty_table())


_NAMES = st.sampled_from(
    ["Ana Rooy", "Ana M. Rooy", "A. Rooy", "Rooy", "Ole Rooy", "Rooy Jr.", "Ole Rooy Jr.", "van Rooy", "Kim", "Kim Ro",
     "", "X", "Ana RooyBudget", "Ana-Rooy", "“", "Ana Rooy Ana"]
)  # fmt: skip
_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "label": st.sampled_from(["PERSON", "ORG", "GPE", "LOC"]),
            "name": _NAMES,
            "aliases": st.lists(_NAMES, max_size=2),
            "article_id": st.sampled_from(["a1", "a2", "a3"]),
            "gender": st.sampled_from([None, "m", "f"]),
        }
    ),
    min_size=1,
    max_size=25,
)


@given(_ROWS, st.randoms())
@settings(max_examples=100, deadline=None)
def test_order_does_not_matter_and_every_entity_is_resolved(rows: list[dict[str, Any]], random: Any) -> None:
    full = [{**row, "entity_id": str(n), "story_id": row["article_id"]} for n, row in enumerate(rows)]
    shuffled = full[:]
    random.shuffle(shuffled)
    first, second = (resolve_entities(table(part), load_test_seeds()) for part in (full, shuffled))
    assert first["local_entity_id"].to_pylist() == [row["entity_id"] for row in full]
    key = "local_entity_id"
    assert sorted(first.to_pylist(), key=lambda r: r[key]) == sorted(second.to_pylist(), key=lambda r: r[key])


@pytest.mark.parametrize(
    ("ways", "shown"),
    [
        (("Zorbé", "Zorbe", "Zorbe"), "Zorbe"),
        (("ZORBE", "ZORBE", "Zorbe"), "Zorbe"),
        (("Al Zorba", "Al-Zorba"), "Al Zorba"),
    ],
)
def test_one_entity_has_one_name_however_its_articles_write_it(ways: tuple[str, ...], shown: str) -> None:
    found = resolve(*people(*ways))
    assert len({row["entity_id"] for row in found}) == 1
    assert {row["name"] for row in found} == {shown}
    assert {row["merged_by"] for row in found} == {None, "spelling"}


def contested_table(aliases: list[str]) -> pa.Table:
    """Karl Holm, of whom every paper writes, and Edda Holm, of whom one does."""
    known = [{"name": "Karl Holm", "gender": "m", "story_id": f"s{n}"} for n in range(12)]
    relative = {"name": "Edda Holm", "gender": "f", "aliases": aliases, "entity_id": "edda", "story_id": "s3"}
    return table([*known, relative])


def test_a_surname_alone_is_contested_where_somebody_far_better_known_bears_it() -> None:
    resolver = Resolver(contested_table(["Edda Holm", "Holm"]), load_test_seeds())
    (found,) = resolver.find_contested()
    assert (found.local_id, found.words, found.gender, found.rival_gender) == ("edda", ("edda", "holm"), "f", "m")
    assert found.rival_in_story
    assert Resolver(contested_table(["Edda Holm"]), load_test_seeds()).find_contested() == []


def test_a_surname_is_not_contested_where_several_are_as_well_known() -> None:
    others = [{"name": "Nils Holm", "story_id": f"t{n}"} for n in range(6)]
    rows = contested_table(["Edda Holm", "Holm"]).to_pylist() + table(others).to_pylist()
    rows = [row | {"entity_id": f"e{n}", "article_id": f"a{n}"} for n, row in enumerate(rows)]
    assert Resolver(table(rows), load_test_seeds()).find_contested() == []


def test_mentions_of_a_contested_surname_are_the_rivals_where_the_text_says_so() -> None:
    seeds = load_test_seeds()
    resolver = Resolver(contested_table(["Edda Holm", "Holm"]), seeds)
    contested = {who.local_id: who for who in resolver.find_contested()}
    said = [(0, "Holm", "Mr."), (40, "Holm", "Mr."), (90, "Edda Holm", "his wife"), (130, "Holm", "president")]
    rows = [{"local_entity_id": "edda", "start": s, "text": t, "before": b} for s, t, b in said]
    assert split_contested(contested, pa.Table.from_pylist(rows), seeds) == {
        "edda": [(0, True), (40, True), (90, False), (130, True)]
    }
    own = [{"local_entity_id": "edda", "start": 5, "text": "Edda Holm", "before": ""}]
    own += [{"local_entity_id": "edda", "start": 60, "text": "Holm", "before": "Ms."}]
    assert split_contested(contested, pa.Table.from_pylist(own), seeds) == {}
    resolved = resolver.resolve({"split": contested["edda"]}).to_pylist()
    by_id = {row["local_entity_id"]: row for row in resolved}
    assert by_id["split"]["entity_id"] == by_id["0"]["entity_id"]
    assert by_id["split"]["name"] == "Karl Holm"
    assert by_id["edda"]["name"] == "Edda Holm"
