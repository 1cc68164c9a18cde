import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.entities import RESOLVED_SCHEMA, resolve_entities


def table(rows) -> pa.Table:
    ids, labels, names, aliases = zip(*rows, strict=True) if rows else ((), (), (), ())
    return pa.table(
        {
            "entity_id": pa.array(ids, pa.string()),
            "label": pa.array(labels, pa.string()),
            "name": pa.array(names, pa.string()),
            "aliases": pa.array(aliases, pa.list_(pa.string())),
        }
    )


def resolve(*rows):
    """Rows are (label, name, aliases); the local id is the row's position."""
    full = [(str(i), label, name, list(aliases)) for i, (label, name, aliases) in enumerate(rows)]
    return {
        r["local_entity_id"]: (r["entity_id"], r["name"], r["label"]) for r in resolve_entities(table(full)).to_pylist()
    }


def groups(*rows):
    by_id = {}
    for local, (entity, _, _) in resolve(*rows).items():
        by_id.setdefault(entity, set()).add(rows[int(local)][1])
    return sorted(sorted(group) for group in by_id.values())


def test_variants_of_a_person_meet():
    assert groups(
        ("PERSON", "John F. Kirby", ["Kirby"]), ("PERSON", "John Kirby", []), ("PERSON", "Kirby", []),
        ("PERSON", "Kim Jong-un", []), ("PERSON", "Kim Jong Un", []),
    ) == [["John F. Kirby", "John Kirby", "Kirby"], ["Kim Jong Un", "Kim Jong-un"]]  # fmt: skip


def test_look_alikes_stay_apart():
    rows = [
        ("PERSON", n, [])
        for n in ("Kim Jong Un", "Kim Jong Il", "Ole Brandt", "Ole Brandt Jr.", "Ana Brandt", "Ole Brand")
    ]
    assert len(groups(*rows)) == 6


def test_contradicting_initials_part_and_the_plain_name_joins_neither():
    rows = [("PERSON", n, []) for n in ("John F. Rooy", "John Q. Rooy", "John Rooy")]
    assert groups(*rows) == [["John F. Rooy"], ["John Q. Rooy"], ["John Rooy"]]


def test_an_initial_joins_the_one_name_it_can_stand_for():
    rows = [("PERSON", n, []) for n in ("John F. Rooy", "John Frederik Rooy", "John Rooy")]
    assert len(groups(*rows)) == 1


def test_a_surname_that_two_people_bear_stays_alone():
    rows = [("PERSON", n, []) for n in ("Ana Rooy", "Ole Rooy", "Rooy")]
    assert len(groups(*rows)) == 3


def test_a_surname_joins_who_far_outnumbers_the_others():
    rows = [("PERSON", "Ana Rooy", [])] * 40 + [("PERSON", "Ole Rooy", []), ("PERSON", "Rooy", [])]
    assert groups(*rows) == [["Ana Rooy", "Rooy"], ["Ole Rooy"]]


def test_nicknames_meet_where_an_article_uses_both():
    apart = [("PERSON", "Liz Rooy", []), ("PERSON", "Elizabeth Rooy", [])]
    assert len(groups(*apart)) == 2
    assert len(groups(*apart, ("PERSON", "Elizabeth Rooy", ["Liz Rooy"]))) == 1


def test_acronyms_join_the_name_that_articles_use_with_them():
    assert groups(
        ("ORG", "DWU", []), ("ORG", "Dock Workers Union", ["DWU"]), ("ORG", "The Dock Workers Union", [])
    ) == [["DWU", "Dock Workers Union", "The Dock Workers Union"]]
    both = (("ORG", "DWU", []), ("ORG", "Dock Workers Union", ["DWU"]), ("ORG", "Dance World United", ["DWU"]))
    assert len(groups(*both)) == 3


def test_places_meet_over_their_two_labels_but_not_with_bodies():
    assert groups(("GPE", "Norrsund", []), ("LOC", "Norrsund", []), ("ORG", "Norrsund", [])) == [
        ["Norrsund"],
        ["Norrsund"],
    ]


def test_the_canonical_name_is_the_most_frequent_of_the_fullest():
    names = resolve(("PERSON", "John F. Kirby", []), ("PERSON", "John Kirby", []), ("PERSON", "John Kirby", []))
    assert {name for _, name, _ in names.values()} == {"John Kirby"}


def test_a_headline_read_as_a_name_does_not_become_the_name():
    rows = [("PERSON", "Ada Brook", [])] * 9 + [("PERSON", "Ada Opens Brook", [])]
    assert groups(*rows) == [["Ada Brook", "Ada Opens Brook"]]
    assert {name for _, name, _ in resolve(*rows).values()} == {"Ada Brook"}


def test_one_surname_in_two_spellings_is_one_entity():
    rows = [("PERSON", n, []) for n in ("Ada Brook", "Ben Brook", "Brook", "BROOK")]
    assert groups(*rows) == [["Ada Brook"], ["BROOK", "Brook"], ["Ben Brook"]]


def test_no_entities():
    assert resolve_entities(table([])).equals(RESOLVED_SCHEMA.empty_table())


_NAMES = st.sampled_from(
    [
        "Ana Rooy",
        "Ana M. Rooy",
        "A. Rooy",
        "Rooy",
        "Ole Rooy",
        "Rooy Jr.",
        "Ole Rooy Jr.",
        "van Rooy",
        "Kim",
        "Kim Ro",
        "",
        "X",
    ]
)
_ROWS = st.lists(
    st.tuples(st.sampled_from(["PERSON", "ORG", "GPE", "LOC"]), _NAMES, st.lists(_NAMES, max_size=2)),
    min_size=1,
    max_size=25,
)


@given(_ROWS, st.randoms())
@settings(max_examples=150, deadline=None)
def test_order_does_not_matter_and_every_entity_is_resolved(rows, random):
    full = [(str(i), label, name, aliases) for i, (label, name, aliases) in enumerate(rows)]
    shuffled = full[:]
    random.shuffle(shuffled)
    first, second = resolve_entities(table(full)), resolve_entities(table(shuffled))
    assert first["local_entity_id"].to_pylist() == [row[0] for row in full]
    key = "local_entity_id"
    assert sorted(first.to_pylist(), key=lambda r: r[key]) == sorted(second.to_pylist(), key=lambda r: r[key])


def test_a_given_name_alone_joins_nobody_who_is_rarer():
    rows = [("PERSON", "Ana Francis", []), *[("PERSON", "Pope Francis", ["Francis"])] * 2]
    assert groups(*rows) == [["Ana Francis"], ["Pope Francis"]]
    assert groups(*rows[:2]) == [["Ana Francis", "Pope Francis"]]
    rows = [("PERSON", "Ana Rooy", []), *[("PERSON", "Rooy", [])] * 2]
    assert groups(*rows) == [["Ana Rooy", "Rooy"]]
