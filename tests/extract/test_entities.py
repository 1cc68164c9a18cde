"""Corpus-wide identity: who is one, who stays apart, whatever the order."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from transforms.entities import resolve_entities
from transforms.tables import TABLES

NAMES = ("Ada Brook", "Brook", "BROOK", "Ben Brook", "A. Brook", "Ada Mae Brook", "Ada Brook Jr.", "Brook Ada", "Ada")


def table(*rows: tuple[str, str, str], aliases: tuple[str, ...] = ()) -> pa.Table:
    """Rows of (article, label, name)."""
    return pa.Table.from_pylist(
        [
            {
                "article_id": article,
                "entity_id": f"le-{article}-{label}-{name}",
                "name": name,
                "label": label,
                "mention_count": 1,
                "aliases": sorted({name, *aliases}),
            }
            for article, label, name in rows
        ],
        schema=TABLES["entities"].schema,
    )


def resolve(*rows: tuple[str, str, str]) -> dict[tuple[str, str], tuple[str, str]]:
    """Map (article, name) to (entity id, canonical name)."""
    found = {r["local_entity_id"]: (r["entity_id"], r["name"]) for r in resolve_entities(table(*rows)).to_pylist()}
    return {(article, name): found[f"le-{article}-{label}-{name}"] for article, label, name in rows}


def test_a_surname_joins_the_one_person_who_bears_it() -> None:
    found = resolve(("a1", "PERSON", "Ada Brook"), ("a2", "PERSON", "Brook"))
    assert found["a1", "Ada Brook"] == found["a2", "Brook"]
    assert found["a2", "Brook"][1] == "Ada Brook"


def test_a_surname_of_two_people_stays_by_itself() -> None:
    found = resolve(("a1", "PERSON", "Ada Brook"), ("a2", "PERSON", "Ben Brook"), ("a3", "PERSON", "Brook"))
    assert len({entity for entity, _ in found.values()}) == 3


def test_one_ambiguous_surname_in_two_spellings_is_one_entity() -> None:
    found = resolve(
        ("a1", "PERSON", "Ada Brook"),
        ("a2", "PERSON", "Ben Brook"),
        ("a3", "PERSON", "Brook"),
        ("a4", "PERSON", "BROOK"),
    )
    assert found["a3", "Brook"][0] == found["a4", "BROOK"][0]
    assert len({entity for entity, _ in found.values()}) == 3


def test_father_and_son_stay_apart() -> None:
    found = resolve(("a1", "PERSON", "Ada Brook"), ("a2", "PERSON", "Ada Brook Jr."))
    assert found["a1", "Ada Brook"][0] != found["a2", "Ada Brook Jr."][0]


def test_a_person_and_a_body_of_one_name_stay_apart() -> None:
    found = resolve(("a1", "PERSON", "Brook"), ("a2", "ORG", "Brook"))
    assert found["a1", "Brook"][0] != found["a2", "Brook"][0]


def test_nothing_gives_nothing() -> None:
    assert resolve_entities(TABLES["entities"].schema.empty_table()).num_rows == 0


@given(
    st.lists(st.tuples(st.sampled_from(["a1", "a2", "a3"]), st.sampled_from(NAMES)), min_size=1, unique=True),
    st.randoms(),
)
def test_every_local_entity_is_resolved_whatever_the_order(pairs: list[tuple[str, str]], random) -> None:
    rows = [(article, "PERSON", name) for article, name in pairs]
    found = resolve(*rows)
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert resolve(*shuffled) == found
