"""From the local entities of all articles to one identity each: names joined, short names given to who bears them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.entities.bodies import Body, Evidence, group_bodies, settle_labels
from transforms.entities.forms import CHOSEN, Form, NameSeeds, read_forms
from transforms.entities.people import Person, Places, join_names, list_pairs, pair_keys
from transforms.entities.relatives import Contested
from transforms.entities.short_names import Candidate, Use, candidate_figures, choose, nobody_figures
from transforms.extract.names import body_key, fold
from transforms.ids import make_id
from transforms.seeds import OWN_VOICES, Seeds

RESOLVED_SCHEMA = pa.schema(
    [
        pa.field("local_entity_id", pa.string(), nullable=False),
        pa.field("entity_id", pa.string(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("label", pa.string(), nullable=False),
        pa.field("merged_by", pa.string()),
        pa.field("parent_entity_id", pa.string()),
        pa.field("parent_name", pa.string()),
        pa.field("source_type", pa.string()),
    ]
)
_PARTS = 7
_SEPARATOR = "\x1f"
_CLASSES = {"LOC": "GPE"}
_MONTH_DAYS = 30
_MOST_EXAMPLES = 40  # of one form
_MOST_PLACES = 300  # articles of a name that are looked at for the names beside it

Ints = npt.NDArray[np.int64]
MOST_BESIDE = 300
"""Names in an article: more are a list, which says nothing of who stands beside whom."""

Identity = tuple[str, str, str, str | None, str | None, str | None, str | None]
"""Entity id, canonical name, label, reason, id and name of the body it speaks for, source type where the name tells."""


@dataclass(slots=True)
class Rows:
    """The local entities as numbers: distinct (label, name), article, story, month (-1: unknown), gender."""

    names: list[tuple[str, str]]
    code: Ints
    article: Ints
    story: Ints
    month: Ints
    gender: list[str | None]
    story_ids: list[str]
    counts: list[int] = field(init=False)
    labels: list[str] = field(init=False)

    def __post_init__(self) -> None:
        """Count the rows of each name, and settle on one label."""
        self.counts = np.bincount(self.code, minlength=len(self.names)).tolist()
        settled = settle_labels(dict(zip(self.names, self.counts, strict=True)))
        self.labels = [settled[pair] for pair in self.names]

    @classmethod
    def read(cls, entities: pa.Table) -> Rows:
        """Take them from a table; without stories each article is one, without days all are of one time."""
        size = entities.num_rows
        keys = _encode(pc.binary_join_element_wise(entities["label"], entities["name"], _SEPARATOR))
        parted = (key.partition(_SEPARATOR) for key in keys.dictionary.to_pylist())
        has = set(entities.column_names)
        articles = _encode(entities["article_id"]) if "article_id" in has else None
        article = np.asarray(articles.indices, np.int64) if articles is not None else np.arange(size)
        stories = _encode(entities["story_id"]) if "story_id" in has else None
        story = np.asarray(pc.fill_null(stories.indices, -1), np.int64) if stories is not None else article
        days = entities["published_date"].cast(pa.int32()) if "published_date" in has else pa.nulls(size, pa.int32())
        month = np.asarray(pc.fill_null(pc.floor(pc.divide(days.cast(pa.float64()), _MONTH_DAYS)), -1)).astype(np.int64)
        gender = entities["gender"].to_pylist() if "gender" in has else [None] * size
        ids = stories.dictionary.to_pylist() if stories is not None else [str(n) for n in range(size)]
        return cls(
            [(label, name) for label, _, name in parted], np.asarray(keys.indices, np.int64), article, story, month,
            gender, ids,
        )  # fmt: skip


def _encode(column: pa.ChunkedArray) -> pa.DictionaryArray:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return pc.dictionary_encode(array)


class Resolver:
    """Finds out who the local entities of all articles are, in two steps: whose surname is contested, and then all."""

    def __init__(self, entities: pa.Table, seeds: Seeds) -> None:
        """Read the names.

        Args:
            entities: rows of the ``entities`` table with local ids (entity_id, name, label, aliases are read), with
                article_id, story_id, published_date and gender where these are known.
            seeds: titles, nicknames, what the user says of names, and fitted weights.
        """
        self._entities = _drop_repeated(entities)
        self._seeds = seeds
        self._rows = Rows.read(self._entities)
        self._evidence = _count_aliases(self._entities)
        self._casting = cast_people(self._rows, self._evidence, seeds)

    def find_contested(self) -> list[Contested]:
        """Return the local entities of a full name whose surname somebody far better known bears too."""
        ids, aliases = self._entities["entity_id"], self._entities["aliases"]
        return self._casting.find_contested(lambda row: ids[row].as_py(), lambda row: aliases[row].as_py())

    def resolve(self, splits: Mapping[str, Contested] | None = None) -> pa.Table:
        """Return the identities.

        Args:
            splits: by new local id, the contested local entities whose surname is the rival's.

        Returns:
            A table local_entity_id, entity_id, name (canonical), label, merged_by, parent_entity_id, parent_name,
            source_type; one row per distinct local id, in their order, then one per split.
        """
        rows = self._rows
        by_code, by_row = self._casting.run()
        by_code |= resolve_bodies(rows, self._evidence, by_code, self._seeds)
        codes = pa.array(rows.code)
        names = range(len(rows.names))
        columns = [pa.array([by_code[code][part] for code in names], pa.string()).take(codes) for part in range(_PARTS)]
        if by_row:
            columns = [_override(column, by_row, part) for part, column in enumerate(columns)]
        table = pa.table([self._entities["entity_id"].combine_chunks(), *columns], schema=RESOLVED_SCHEMA)
        extra = [(local, *self._casting.identity_of(who.rival)) for local, who in sorted((splits or {}).items())]
        if not extra:
            return table
        return pa.concat_tables(
            [table, pa.table([pa.array(c, pa.string()) for c in zip(*extra, strict=True)], schema=RESOLVED_SCHEMA)]
        )


def resolve_entities(entities: pa.Table, seeds: Seeds) -> pa.Table:
    """Give the local entities of all articles their corpus-wide identity; see `Resolver`.

    People meet by given name and surname; nicknames, initials, suffixes and misprints join where the corpus makes it
    likely. A short name goes to the person of its story or its time, or stays alone. Bodies and places meet by folded
    name, an acronym joins the name that articles use with it.
    """
    return Resolver(entities, seeds).resolve()


def _override(column: pa.Array, overrides: Mapping[int, Identity], part: int) -> pa.Array:
    values = column.to_numpy(zero_copy_only=False)
    at = np.fromiter(overrides, np.int64)
    values[at] = [identity[part] for identity in overrides.values()]
    return pa.array(values, pa.string())


def _drop_repeated(table: pa.Table) -> pa.Table:
    """Keep one row per local id; an id is made of label and name, so repeated rows are equal."""
    ids = _encode(table["entity_id"])
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


# --- bodies ---------------------------------------------------------------------------------------------------------


def resolve_bodies(rows: Rows, evidence: Evidence, known: Mapping[int, Identity], seeds: Seeds) -> dict[int, Identity]:
    """Return the identity of each distinct name that is no person's, by its number; those in ``known`` are left out."""
    codes: dict[tuple[str, str], list[int]] = defaultdict(list)
    for code, (_, name) in enumerate(rows.names):
        if code not in known:
            codes["MISC" if rows.labels[code] == "PERSON" else rows.labels[code], name].append(code)
    by_class: dict[str, list[Body]] = defaultdict(list)
    for (label, name), numbers in sorted(codes.items()):
        by_class[_CLASSES.get(label, label)].append(Body(label, name, sum(rows.counts[n] for n in numbers)))
    parents = {body_key(m.name): m.refers_to for m in seeds.metonyms.values() if m.kind in OWN_VOICES}
    aliases = {body_key(m.name): body_key(m.refers_to) for m in seeds.metonyms.values() if m.kind == "government"}
    aliases |= {
        body_key(name): body_key(other)
        for pair, is_same in seeds.entity_aliases.items()
        if is_same and len(pair) == 2
        for name, other in [sorted(pair, key=len)]
    }
    found: dict[int, Identity] = {}
    for label_class, bodies in sorted(by_class.items()):
        for key, group in group_bodies(bodies, evidence, aliases).items():
            name, label = _most(group, lambda b: b.name), _most(group, lambda b: b.label)
            entity_id = make_id("e", label_class, key)
            parent = parents.get(key)
            parent_id = make_id("e", "ORG", body_key(parent)) if parent else None
            for body in group:
                merged_by = (
                    None if body.name == name else "spelling" if body_key(body.name) == body_key(name) else "alias"
                )
                identity = (entity_id, name, label, merged_by, parent_id, parent, _type_of(key, label, seeds))
                found.update((code, identity) for code in codes[body.label, body.name])
    # a parent that articles name too goes by its name there, not by the seed's
    names = {identity[0]: identity[1] for identity in found.values()}
    return {
        code: (*identity[:5], names.get(identity[4], identity[5]) if identity[4] else None, identity[6])
        for code, identity in found.items()
    }


def _type_of(key: str, label: str, seeds: Seeds) -> str | None:
    """Return the source type that a name has wherever it stands: a party is an organization, a people is nobody."""
    if key in seeds.words.get("parties", frozenset()):
        return "organization"
    if label == "NORP" and key.endswith("s") and (key[:-1] in seeds.demonyms or key in seeds.demonyms):
        return "generic"
    return None


def _most(group: Sequence[Body], of: Callable[[Body], str]) -> str:
    """Return what is most frequent among some names: one in common use and in full, ties broken by spelling."""
    totals: Counter[str] = Counter()
    for body in group:
        totals[of(body)] += body.articles
    top = max(totals.values())
    common = [value for value in totals if totals[value] * CHOSEN.rare_form >= top]
    return min(common, key=lambda value: (-len(value.split()), -totals[value], value))


# --- people ---------------------------------------------------------------------------------------------------------


def cast_people(rows: Rows, evidence: Evidence, seeds: Seeds) -> Casting:
    """Read and join the names of people."""
    names = _Names.read(rows, evidence, NameSeeds.read(seeds))
    weights = seeds.weights.get("entities", {}).get("pair", {})
    people, open_forms = join_names(names.full, names.places, names.together, names.seeds, weights)
    return Casting(rows, names.index, names.forms, people, dict(open_forms), seeds)


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of people, where they stand, and in how many articles two are given to one person."""

    forms: dict[str, Form]
    full: list[Form]
    index: _Index
    places: dict[Form, Places]
    together: dict[tuple[str, str], int]
    seeds: NameSeeds

    @classmethod
    def read(cls, rows: Rows, evidence: Evidence, seeds: NameSeeds) -> _Names:
        counts: Counter[str] = Counter()
        for code, (_, name) in enumerate(rows.names):
            if rows.labels[code] == "PERSON":
                counts[name] += rows.counts[code]
        aliases = [(name, alias, n) for (label, name, alias), n in sorted(evidence.items()) if label == "PERSON"]
        forms = read_forms(dict(sorted(counts.items())), aliases, seeds)
        index = _Index(rows, forms)
        together = {(name, alias): n for name, alias, n in aliases if _is_full(forms, name) and _is_full(forms, alias)}
        full = [form for form in forms.values() if form.kind == "full"]
        return cls(forms, full, index, index.find_places(full, seeds, together), together, seeds)


def _is_full(forms: Mapping[str, Form], name: str) -> bool:
    return name in forms and forms[name].kind == "full"


class _Index:
    """Where the forms of people's names stand."""

    def __init__(self, rows: Rows, forms: Mapping[str, Form]) -> None:
        """Sort the rows by their names."""
        self._rows = rows
        self._order = np.argsort(rows.code, kind="stable")
        self._starts = np.searchsorted(rows.code[self._order], np.arange(len(rows.names) + 1))
        self._codes: dict[Form, list[int]] = defaultdict(list)
        for code, (_, name) in enumerate(rows.names):
            if rows.labels[code] == "PERSON":
                self._codes[forms[name]].append(code)

    def codes(self, form: Form) -> list[int]:
        """Return the numbers of a form's names."""
        return self._codes[form]

    def rows_of(self, form: Form) -> list[int]:
        """Return the rows that have a form."""
        return [
            n for code in self._codes[form] for n in self._order[self._starts[code] : self._starts[code + 1]].tolist()
        ]

    def find_places(
        self, full: Sequence[Form], seeds: NameSeeds, together: Mapping[tuple[str, str], int]
    ) -> dict[Form, Places]:
        """Return where the full forms stand that meet another one under some key; empty places for all others."""
        keyed: dict[tuple[str, ...], list[Form]] = defaultdict(list)
        for form in full:
            for key in set(pair_keys(form, seeds)):
                keyed[key].append(form)
        named = {name for pair in together for name in pair}
        wanted = {form for group in keyed.values() if len(group) > 1 for form in group}
        wanted |= {form for form in full if form.name in named}
        places = defaultdict(Places)
        beside = self._names_by_article()
        for form in full:
            places[form] = self._place(form, beside) if form in wanted else Places()
        for number, (pair, is_same) in enumerate(sorted(seeds.decisions.items(), key=lambda item: sorted(item[0])), 1):
            if not is_same:  # as if an article had both
                for form in full:
                    if fold(form.name) in pair:
                        places[form].articles.add(-number)
        return dict(places)

    def _place(self, form: Form, beside: Callable[[int], list[int]]) -> Places:
        rows, numbers = self._rows, self.rows_of(form)
        place = Places(set(rows.article[numbers].tolist()), set(rows.story[numbers].tolist()))
        total = len(rows.code)
        for article in sorted(place.articles)[:_MOST_PLACES]:
            others = beside(article)
            for code in others if len(others) <= MOST_BESIDE else ():
                if code not in self._codes[form]:
                    place.beside[code] = place.beside.get(code, 0.0) + log(total / rows.counts[code])
        return place

    def _names_by_article(self) -> Callable[[int], list[int]]:
        order = np.argsort(self._rows.article, kind="stable")
        sizes = np.searchsorted(self._rows.article[order], np.arange(int(self._rows.article.max(initial=-1)) + 2))

        def beside(article: int) -> list[int]:
            return self._rows.code[order[sizes[article] : sizes[article + 1]]].tolist()  # type: ignore[no-any-return]

        return beside


class Casting:
    """Gives every form of people's names its identity: full forms by who joined them, short ones by candidates."""

    def __init__(
        self, rows: Rows, index: _Index, forms: Mapping[str, Form], people: list[Person],
        open_forms: Mapping[Form, list[int]], seeds: Seeds,
    ) -> None:  # fmt: skip
        """Take the joined people; ``open_forms`` may be any of several of them."""
        self.rows, self.index, self.forms, self.people = rows, index, forms, people
        self.open_forms = open_forms
        self._seeds = NameSeeds.read(seeds)
        self._weights = seeds.weights.get("entities", {}).get("short", {})
        self.by_code: dict[int, Identity] = {}
        self.by_row: dict[int, Identity] = {}
        self.candidates: dict[int, Candidate] = {}
        self._identities: dict[int, tuple[str, str]] = {}
        self._short = [f for f in forms.values() if f.kind == "short" or f in open_forms]
        self._bearers = self._find_bearers()
        self._shown = self._choose_shown()

    def find_contested(self, id_of: Callable[[int], str], aliases_of: Callable[[int], list[str]]) -> list[Contested]:
        """Return the rows whose person uses a surname that somebody far better known bears."""
        surnames: dict[str, list[int]] = defaultdict(list)
        for n, person in enumerate(self.people):
            for last in {form.words[-1] for form in person.forms}:
                surnames[last].append(n)
        found = []
        for last, bearers in surnames.items():
            if len(bearers) < 2:
                continue
            best = max(bearers, key=lambda n: (self.people[n].articles, -n))
            if self.people[best].articles < CHOSEN.known:
                continue
            others = sum(self.people[n].articles for n in bearers) - self.people[best].articles
            if others > self.people[best].articles * CHOSEN.others:
                continue
            for n in bearers:
                if n != best and self.people[n].articles * CHOSEN.lead <= self.people[best].articles:
                    found += self._contest(n, best, last, id_of, aliases_of)
        return found

    def _contest(
        self, n: int, best: int, last: str, id_of: Callable[[int], str], aliases_of: Callable[[int], list[str]]
    ) -> list[Contested]:
        who, rival = self.candidate(n), self.candidate(best)
        found = []
        for form in self.people[n].forms:
            for row in self.index.rows_of(form):
                month = int(self.rows.month[row])
                around = rival.around(None if month < 0 else month)
                lead = log((around + 0.1) / (who.around(None if month < 0 else month) + 0.1))
                is_short = any(fold(alias) == last for alias in aliases_of(row))
                if is_short and lead > 0 and int(self.rows.article[row]) not in rival.articles:
                    in_story = rival.stories[int(self.rows.story[row])] > 0
                    found.append(Contested(id_of(row), form.words, who.gender, best, rival.gender, lead, in_story))
        return found

    def identity_of(self, n: int) -> Identity:
        """Return the identity of a person whose name an article gives short."""
        return (*self.identify(n), "PERSON", "corpus", None, None, "named_person")

    def run(self) -> tuple[dict[int, Identity], dict[int, Identity]]:
        """Return the identities by name and by row."""
        for n, person in enumerate(self.people):
            if not person.forms:
                continue
            for form, reason in person.forms.items():
                self._set(form, self.identify(n), reason)
        for form in self._short:
            self._cast(form, self._bearers.get(form.words if form.kind == "short" else (form.name,), {}))
        return self.by_code, self.by_row

    def identify(self, n: int) -> tuple[str, str]:
        """Return the id and the canonical name of a person: the most frequent form, of several the shortest that has
        the more frequent given name.
        """
        if n not in self._identities:
            forms = self.people[n].forms
            totals: Counter[str] = Counter()
            for form in forms:
                totals[form.shown] += 2 * form.articles - form.cut
            given: Counter[str] = Counter()
            for name, total in totals.items():
                given[name.split()[0]] += total
            shown = min(
                totals, key=lambda name: (name.isupper(), -totals[name], -given[name.split()[0]], len(name), name)
            )
            best = min(forms, key=lambda f: (-f.articles, f.name))
            key = " ".join((*best.words, best.person.suffix or ""))
            self._identities[n] = make_id("e", "PERSON", key), shown
        return self._identities[n]

    def _set(self, form: Form, identity: tuple[str, str], reason: str, rows: Iterable[int] | None = None) -> None:
        entity_id, shown = identity
        value = (entity_id, shown, "PERSON", None if form.name == shown else reason, None, None, "named_person")
        if rows is None:
            self.by_code.update((code, value) for code in self.index.codes(form))
        else:
            self.by_row.update((row, value) for row in rows)

    def _choose_shown(self) -> dict[tuple[str, ...], str]:
        """Return how a short form is written that articles write in several ways: most often so, capitals last."""
        totals: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for form in self._short:
            totals[form.words][form.shown] += form.articles
        return {words: min(ways, key=lambda way: (way.isupper(), -ways[way], way)) for words, ways in totals.items()}

    def _find_bearers(self) -> dict[tuple[str, ...], dict[int, bool]]:
        """Return who bears each short form, and whether as surname; for an open form who it may be."""
        wanted = {form.words for form in self._short}
        bearers: dict[tuple[str, ...], dict[int, bool]] = defaultdict(dict)
        for n, person in enumerate(self.people):
            for form in person.forms:
                words = form.words
                for k in range(1, min(len(words), 4)):
                    if words[-k:] in wanted:
                        bearers[words[-k:]][n] = True
                    if words[:k] in wanted:
                        bearers[words[:k]].setdefault(n, False)
                initial = (words[0][0], words[-1])
                if initial in wanted:
                    bearers[initial][n] = True
        for form, which in self.open_forms.items():
            bearers[(form.name,)] = dict.fromkeys(which, True)
        return bearers

    def candidate(self, n: int) -> Candidate:
        """Return where a person stands in full."""
        if n not in self.candidates:
            found = Candidate()
            genders: Counter[str] = Counter()
            for form in self.people[n].forms:
                rows = self.index.rows_of(form)
                found.total += len(rows)
                found.months.update(self.rows.month[rows].tolist())
                found.stories.update(self.rows.story[rows].tolist())
                found.articles.update(self.rows.article[rows].tolist())
                genders.update(g for g in (self.rows.gender[row] for row in rows) if g)
            found.gender = genders.most_common(1)[0][0] if genders else self.people[n].gender
            self.candidates[n] = found
        return self.candidates[n]

    def _cast(self, form: Form, bearers: Mapping[int, bool]) -> None:
        """Give a short form to candidates, story by story."""
        word = form.words[-1] if form.words else ""
        shown = self._shown[form.words] if form.words else form.shown
        if not bearers:
            self._set(form, (make_id("e", "PERSON", " ".join(form.words) or form.name), shown), "spelling")
            return
        decided = {n: self._decide(form, n) for n in bearers} if self._seeds.decisions else {}
        chosen = [n for n, is_same in decided.items() if is_same]
        if chosen:
            self._set(form, self.identify(chosen[0]), "user")
            return
        numbers = [n for n in bearers if decided.get(n) is not False]
        by_use: dict[tuple[int, str | None], list[int]] = defaultdict(list)
        for row in self.index.rows_of(form):
            by_use[int(self.rows.story[row]), self.rows.gender[row]].append(row)
        self._set(form, (make_id("e", "PERSON", " ".join(form.words)), shown), "spelling")
        for (story, gender), rows in by_use.items():
            use = self.use(story, gender or self._usual_gender(by_use, story), rows)
            able = [n for n in numbers if not self.candidate(n).is_other(use)]
            figures = [self.figures(n, able, use, is_surname=bearers[n], frequent=form.articles) for n in able]
            best, _ = choose(figures, nobody_figures(word), self._weights)
            if best is not None:
                reason = "story" if figures[best]["in the story"] else "corpus"
                self._set(form, self.identify(able[best]), reason, rows)
            elif len(numbers) > 1:
                story_id = self.rows.story_ids[story] if story >= 0 else "?"
                self._set(form, (make_id("e", "PERSON", " ".join(form.words), story_id), shown), "story", rows)

    def _usual_gender(self, uses: Iterable[tuple[int, str | None]], story: int) -> str | None:
        """Return the gender of a short name in a story where no article of it tells another one."""
        genders = {gender for where, gender in uses if where == story and gender}
        return next(iter(genders)) if len(genders) == 1 else None

    def figures(self, n: int, among: Sequence[int], use: Use, **known: Any) -> dict[str, float]:
        """Return the figures of one of several people in a use of a short name; see `candidate_figures`."""
        others = [self.candidate(other) for other in among if other != n]
        return candidate_figures(self.candidate(n), others, use, **known)

    def list_examples(self, aliases: Sequence[list[str]]) -> list[Example]:
        """Return an example per article that has a full name and its surname alone."""
        surnames: dict[str, list[int]] = defaultdict(list)
        for n, person in enumerate(self.people):
            for last in {form.words[-1] for form in person.forms}:
                surnames[last].append(n)
        examples: list[Example] = []
        for n, person in enumerate(self.people):
            for form in person.forms:
                last = form.words[-1]
                rows = [
                    row
                    for row in self.index.rows_of(form)
                    if {last, " ".join(form.words)} <= {fold(alias) for alias in aliases[row]}
                ]
                hidden = (self._hide(row, n, surnames[last], last) for row in rows[:_MOST_EXAMPLES])
                examples += [example for example in hidden if example is not None]
        return examples

    def _hide(self, row: int, right: int, bearers: Sequence[int], last: str) -> Example | None:
        """Return the example of a row whose full name is hidden; None where its own gender bars it."""
        use = self.use(int(self.rows.story[row]), self.rows.gender[row], [row])
        bearers = [n for n in bearers if not self.candidate(n).is_other(use)]
        if right not in bearers:
            return None
        options = [
            self.figures(n, bearers, use, is_surname=True, frequent=1, left_out=int(n == right)) for n in bearers
        ]
        is_left = self.candidate(right).total > 1
        answer = bearers.index(right) if is_left else len(options)
        return [*options, nobody_figures(last)], answer, use.story

    def _decide(self, form: Form, n: int) -> bool | None:
        """Return what the user says of a short form and a person."""
        told = (self._seeds.decide(form.name, name.name) for name in self.people[n].forms)
        return next((is_same for is_same in told if is_same is not None), None)

    def use(self, story: int, gender: str | None, rows: Sequence[int]) -> Use:
        """Return what is known of the uses of a short form in a story."""
        month = int(self.rows.month[rows[0]])
        return Use(story, None if month < 0 else month, gender, frozenset(self.rows.article[rows].tolist()))


Example = tuple[list[dict[str, float]], int, int]
"""The figures of each candidate and, last, of nobody; which of them is right; the number of the story."""


def list_examples(entities: pa.Table, seeds: Seeds) -> list[Example]:
    """Return who a surname could mean in every article that gives the full name too, with that name hidden.

    Args:
        entities: as for `Resolver`.
        seeds: as for `Resolver`.
    """
    entities = _drop_repeated(entities)
    rows = Rows.read(entities)
    casting = cast_people(rows, _count_aliases(entities), seeds)
    return casting.list_examples(entities["aliases"].to_pylist())


def list_name_pairs(entities: pa.Table, seeds: Seeds) -> list[tuple[str, str, dict[str, float]]]:
    """Return every two full names of a corpus that may be one person's, and their figures; arguments of `Resolver`."""
    entities = _drop_repeated(entities)
    names = _Names.read(Rows.read(entities), _count_aliases(entities), NameSeeds.read(seeds))
    return list_pairs(names.full, names.places, names.together, names.seeds)
