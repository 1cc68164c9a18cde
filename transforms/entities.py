"""One identity for an entity in every article of the corpus.

Works on distinct (label, name) pairs, never on rows, so that millions of local entities cost little more than the
names they share. The outcome depends on the set of names and how many articles use each, not on their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from transforms.extract.names import PersonName, body_key, fold, is_given, parse_person, same_person
from transforms.ids import make_id

RESOLVED_SCHEMA = pa.schema(
    [
        pa.field("local_entity_id", pa.string(), nullable=False),
        pa.field("entity_id", pa.string(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("label", pa.string(), nullable=False),
    ]
)
_SEPARATOR = "\x1f"
_CLASSES = {"LOC": "GPE"}
# A bare surname joins the one person of that name, or one this many times as frequent as all others together.
_DOMINANCE = 20
# A form this many times rarer than the usual full name does not become the canonical one.
_RARE_FORM = 8


@dataclass(frozen=True, slots=True, eq=False)
class _Form:
    """A distinct name of a label, and in how many articles it stands for a local entity."""

    label: str
    name: str
    articles: int


_Find = Callable[[_Form], _Form]
_Join = Callable[[_Form, _Form], None]


def resolve_entities(entities: pa.Table) -> pa.Table:
    """Give the local entities of all articles their corpus-wide identity.

    Args:
        entities: rows of the ``entities`` table with local ids (entity_id, name, label, aliases are read).

    Returns:
        A table local_entity_id, entity_id, name (canonical), label; one row per distinct local id, in their order.

    People meet by given name and surname (initials may be dropped, contradicting ones part them; nicknames and other
    given names meet only where one article uses both; 'Jr.' parts father and son); a bare surname joins the one person
    who bears it. Bodies and places meet by folded name, an acronym joins the name that articles use with it.
    """
    if not entities.num_rows:
        return RESOLVED_SCHEMA.empty_table()
    keys = pc.binary_join_element_wise(entities["label"], entities["name"], _SEPARATOR)
    encoded = pc.dictionary_encode(keys.combine_chunks() if isinstance(keys, pa.ChunkedArray) else keys)
    counts = {
        v["values"].as_py(): v["counts"].as_py() for v in pc.value_counts(encoded.dictionary.take(encoded.indices))
    }
    parted = ((key, key.partition(_SEPARATOR)) for key in encoded.dictionary.to_pylist())
    forms = [_Form(label, name, counts[key]) for key, (label, _, name) in parted]
    evidence = _count_aliases(entities)
    resolved = _resolve_forms(forms, evidence)
    columns = [
        pa.array([resolved[form.label, form.name][part] for form in forms], pa.string()).take(encoded.indices)
        for part in range(3)
    ]
    table = pa.table([entities["entity_id"].combine_chunks(), *columns], schema=RESOLVED_SCHEMA)
    return _drop_repeated(table)


def _drop_repeated(table: pa.Table) -> pa.Table:
    """Keep one row per local id; an id is made of label and name, so repeated rows are equal."""
    ids = pc.dictionary_encode(table["local_entity_id"].combine_chunks())
    if len(ids.dictionary) == table.num_rows:
        return table
    positions = (
        pa.table({"id": ids.indices, "at": pa.array(range(table.num_rows))}).group_by("id").aggregate([("at", "min")])
    )
    return table.take(positions["at_min"].combine_chunks().sort())


def _count_aliases(entities: pa.Table) -> dict[tuple[str, str, str], int]:
    """Return in how many articles a local entity (label, name) goes by an alias, where the two differ."""
    aliases = entities["aliases"].combine_chunks()
    parents = pc.list_parent_indices(aliases)
    flat = pa.table(
        {
            "label": entities["label"].combine_chunks().take(parents),
            "name": entities["name"].combine_chunks().take(parents),
            "alias": pc.list_flatten(aliases),
        }
    )
    flat = flat.filter(pc.not_equal(flat["name"], flat["alias"]))
    grouped = flat.group_by(["label", "name", "alias"]).aggregate([([], "count_all")])
    return {(r["label"], r["name"], r["alias"]): r["count_all"] for r in grouped.to_pylist()}


def _resolve_forms(
    forms: Iterable[_Form], evidence: Mapping[tuple[str, str, str], int]
) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Map each (label, name) to (entity_id, canonical name, label)."""
    by_class: dict[str, list[_Form]] = defaultdict(list)
    for form in forms:
        by_class[_CLASSES.get(form.label, form.label)].append(form)
    resolved = {}
    for label_class, members in sorted(by_class.items()):
        members.sort(key=lambda f: (f.name, f.label))
        groups = _group_people(members, evidence) if label_class == "PERSON" else _group_bodies(members, evidence)
        for key, group in groups.items():
            entity_id = make_id("e", label_class, key)
            name, label = _choose_name(group), _choose_label(group)
            for form in group:
                resolved[form.label, form.name] = (entity_id, name, label)
    return resolved


def _choose_name(group: list[_Form]) -> str:
    """Return the fullest name in common use, the most frequent of those, ties broken by spelling.

    A form that is rare beside the usual full name is left out: it is mostly a headline read as a name.
    """
    totals: dict[str, int] = defaultdict(int)
    for form in group:
        totals[form.name] += form.articles
    if len(totals) == 1:
        return next(iter(totals))
    usual = max((count for name, count in totals.items() if " " in name), default=0)
    common = [name for name, count in totals.items() if count * _RARE_FORM >= usual]
    return min(common, key=lambda n: (-sum(len(w) > 1 for w in fold(n).split()), -totals[n], n))


def _choose_label(group: Iterable[_Form]) -> str:
    totals: dict[str, int] = defaultdict(int)
    for form in group:
        totals[form.label] += form.articles
    return min(totals, key=lambda label: (-totals[label], label))


def _group_bodies(forms: list[_Form], evidence: Mapping[tuple[str, str, str], int]) -> dict[str, list[_Form]]:
    keys = {form: body_key(form.name) or fold(form.name) for form in forms}
    known = set(keys.values())
    fuller = _find_fuller(forms, keys, evidence)
    groups: dict[str, list[_Form]] = defaultdict(list)
    for form in forms:
        key = keys[form]
        for _ in range(3):  # an acronym of a short form of a name
            key = fuller.get(key, key)
        groups[key if key in known else keys[form]].append(form)
    return groups


def _find_fuller(
    forms: list[_Form], keys: Mapping[_Form, str], evidence: Mapping[tuple[str, str, str], int]
) -> dict[str, str]:
    """Map the key of a short form to the one fuller key that articles use it for; several such keys leave it alone."""
    labels = {form.label for form in forms}
    names = {(form.label, form.name): keys[form] for form in forms}
    uses: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (label, name, alias), count in evidence.items():
        if label in labels and (label, name) in names:
            short, full = body_key(alias), names[label, name]
            if short != full and len(short.split()) < len(full.split()):
                uses[short][full] += count
    return {short: next(iter(fulls)) for short, fulls in uses.items() if len(fulls) == 1}


def _group_people(forms: list[_Form], evidence: Mapping[tuple[str, str, str], int]) -> dict[str, list[_Form]]:
    people = {form: parse_person(form.name, ()) for form in forms}
    parent = {form: form for form in forms}

    def find(form: _Form) -> _Form:
        while parent[form] is not form:
            parent[form] = parent[parent[form]]
            form = parent[form]
        return form

    def join(a: _Form, b: _Form) -> None:
        a, b = sorted((find(a), find(b)), key=lambda f: (f.name, f.label))
        parent[b] = a

    full = [form for form in forms if people[form].is_full]
    by_ends: dict[tuple[str, str, str | None], list[_Form]] = defaultdict(list)
    for form in full:
        person = people[form]
        by_ends[person.words[0], person.words[-1], person.suffix].append(form)
    for group in (g for g in by_ends.values() if len(g) > 1):
        _join_variants(group, people, join)
    _join_by_evidence(full, people, evidence, join)
    _join_surnames(forms, people, find, join)
    groups: dict[_Form, list[_Form]] = defaultdict(list)
    for form in forms:
        groups[find(form)].append(form)
    # two groups can have one key: "LIVINGSTON" and "Livingston", where several people bear the name
    by_key: dict[str, list[_Form]] = defaultdict(list)
    for group in groups.values():
        by_key[_person_key(group, people)] += group
    return by_key


def _join_variants(group: list[_Form], people: Mapping[_Form, PersonName], join: _Join) -> None:
    """Join the forms of one given name and surname, unless their middle names say that they are several people."""
    middles = {form: people[form].words[1:-1] for form in group}
    distinct = {m for m in middles.values() if m}
    plain = [form for form in group if not middles[form]]
    by_middle: dict[tuple[str, ...], _Form] = {}
    for form in group:
        if middles[form]:
            first = by_middle.setdefault(_fullest(middles[form], distinct), form)
            join(first, form)
    for form in plain[1:]:
        join(plain[0], form)
    if plain and len(by_middle) == 1:
        join(plain[0], next(iter(by_middle.values())))


def _fullest(middle: tuple[str, ...], distinct: set[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the one fuller middle name that an abbreviated one can stand for, else itself."""
    fuller = sorted(
        other
        for other in distinct
        if len(other) == len(middle)
        and other != middle
        and all(_abbreviates(a, b) for a, b in zip(middle, other, strict=True))
    )
    return fuller[0] if len(fuller) == 1 else middle


def _abbreviates(a: str, b: str) -> bool:
    return a == b or (len(a) == 1 and b.startswith(a))


def _join_by_evidence(
    full: list[_Form],
    people: Mapping[_Form, PersonName],
    evidence: Mapping[tuple[str, str, str], int],
    join: _Join,
) -> None:
    """Join full names that one article uses for one person: Liz and Elizabeth, Kim Jong-un and Kim Jong Un."""
    by_name: dict[str, list[_Form]] = defaultdict(list)
    for form in full:
        by_name[fold(form.name)].append(form)
    several = (key for key in evidence if key[0] == "PERSON" and " " in key[1] and " " in key[2])
    for _label, name, alias in sorted(several):
        for a in by_name.get(fold(name), ()):
            for b in by_name.get(fold(alias), ()):
                if a is not b and same_person(people[a], people[b]):
                    join(a, b)
    for group in by_name.values():
        for form in group[1:]:
            join(group[0], form)


def _join_surnames(forms: list[_Form], people: Mapping[_Form, PersonName], find: _Find, join: _Join) -> None:
    """Join a bare surname to the one person who bears it, or to one who far outnumbers the others.

    What can as well be a given name (Pope Francis) joins nobody who is rarer.
    """
    bearers: dict[tuple[str, ...], dict[_Form, int]] = defaultdict(lambda: defaultdict(int))
    for form in forms:
        words = people[form].words
        if people[form].is_full:
            for n in range(1, min(len(words), 4)):
                bearers[words[-n:]][find(form)] += form.articles
    for form in forms:
        person = people[form]
        if person.is_full or person.suffix:
            continue
        ranked = sorted(bearers.get(person.words, {}).items(), key=lambda item: (-item[1], item[0].name))
        others = sum(count for _, count in ranked[1:])
        is_rarer = ranked and is_given(person.words[-1]) and ranked[0][1] < form.articles
        if ranked and not is_rarer and (not others or ranked[0][1] >= _DOMINANCE * others):
            join(ranked[0][0], form)


def _person_key(group: list[_Form], people: Mapping[_Form, PersonName]) -> str:
    """Return the key of a person's id: the folded words of the most used full form, and the suffix."""
    best = (
        group[0]
        if len(group) == 1
        else min(group, key=lambda f: (not people[f].is_full, -f.articles, -len(people[f].words), f.name))
    )
    person = people[best]
    return " ".join((*person.words, person.suffix or ""))
