"""Which full names are one person's: spelling, initials, suffixes, nicknames, misprints, and where they meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import log

from rapidfuzz.distance import OSA

from transforms.entities.forms import CHOSEN, Form, NameSeeds
from transforms.extract.names import fold

Weights = Mapping[str, float]
_LEAST_MISSPELT = 5  # letters; shorter names that differ in one are rather two
_CROWD = 60  # forms that one key brings together; more are not compared with each other


@dataclass(slots=True)
class Places:
    """Where a form stands: the articles and stories, by number, and the names that stand beside it, with weights."""

    articles: set[int] = field(default_factory=set)
    stories: set[int] = field(default_factory=set)
    beside: dict[int, float] = field(default_factory=dict)


@dataclass(slots=True)
class Person:
    """Forms that are one person's, with the reason for which each joined."""

    forms: dict[Form, str]
    middles: set[tuple[str, ...]]
    suffixes: set[str]
    gender: str | None

    @property
    def articles(self) -> int:
        """In how many articles they stand."""
        return sum(form.articles for form in self.forms)


def join_names(
    forms: Sequence[Form],
    places: Mapping[Form, Places],
    together: Mapping[tuple[str, str], int],
    seeds: NameSeeds,
    weights: Weights,
) -> tuple[list[Person], list[tuple[Form, list[int]]]]:
    """Join the full names of a corpus that are one person's.

    Args:
        forms: the full forms.
        places: where those stand that may be one with another.
        together: in how many articles two names are given to one person.
        seeds: nicknames.
        weights: of the figures of a pair of names.

    Returns:
        The people, and the forms without a middle name that several of them can be, with the people's positions.
    """
    people, open_forms = _join_blocks(forms, places)
    merged = _Merger(people, places, together, seeds, weights)
    merged.run()
    return merged.people, [(form, sorted({merged.find(n) for n in which})) for form, which in open_forms]


def list_pairs(
    forms: Sequence[Form], places: Mapping[Form, Places], together: Mapping[tuple[str, str], int], seeds: NameSeeds
) -> list[tuple[str, str, dict[str, float]]]:
    """Return the names of every two people who may be one, and their figures; arguments as of `join_names`."""
    merger = _Merger(_join_blocks(forms, places)[0], places, together, seeds, {})
    return [(*merger.names(a, b), merger.figures(a, b)) for a, b in merger.find_pairs() if not merger.are_apart(a, b)]


def _join_blocks(
    forms: Sequence[Form], places: Mapping[Form, Places]
) -> tuple[list[Person], list[tuple[Form, list[int]]]]:
    blocks: dict[tuple[str, ...], list[Form]] = defaultdict(list)
    for form in forms:
        blocks[form.words[0], form.words[-1]].append(form)
    people: list[Person] = []
    open_forms: list[tuple[Form, list[int]]] = []
    for block in blocks.values():
        _join_middles(block, places, people, open_forms)
    return people, open_forms


def _join_middles(
    block: list[Form], places: Mapping[Form, Places], people: list[Person], open_forms: list[tuple[Form, list[int]]]
) -> None:
    """Make people of the forms of one given name and surname: middle names and suffixes must not contradict."""
    start = len(people)
    plain = [f for f in block if not f.words[1:-1] and not f.person.suffix]
    marked = sorted((f for f in block if f not in plain), key=lambda f: (-len("".join(f.words)), -f.articles, f.name))
    for form in marked:
        middle = {form.words[1:-1]} - {()}
        suffix = {form.person.suffix} - {None}
        fits = [
            p for p in people[start:]
            if all(_agree(a, b) for a in middle for b in p.middles) and suffix | p.suffixes in (suffix, p.suffixes)
            and not _part(form, p, places)
        ]  # fmt: skip
        if len(fits) == 1:
            fits[0].forms[form] = "initials"
            fits[0].middles |= middle
            fits[0].suffixes |= {s for s in suffix if s}
        else:
            people.append(Person({form: "spelling"}, middle, {s for s in suffix if s}, form.person.gender))
    found = list(range(start, len(people)))
    if not plain:
        return
    able = [n for n in found if not any(_part(form, people[n], places) for form in plain)]
    usual = max((people[n].articles for n in able), default=0)
    if len(able) == 1:
        people[able[0]].forms.update((form, "initials") for form in plain)
    elif sum(form.articles for form in plain) > usual:  # somebody whom nearly all name without
        people.append(Person(dict.fromkeys(plain, "spelling"), set(), set(), plain[0].person.gender))
    else:
        open_forms += [(form, able) for form in plain]


def _part(form: Form, person: Person, places: Mapping[Form, Places]) -> bool:
    """Whether one article has both, as two people."""
    if _is_numbered(form) or any(_is_numbered(other) for other in person.forms):
        return False
    own = places[form].articles
    return any(
        other.words != form.words or other.person.suffix != form.person.suffix for other in person.forms
    ) and any(not own.isdisjoint(places[other].articles) for other in person.forms)


def _is_numbered(form: Form) -> bool:
    return form.person.suffix in {"ii", "iii", "iv"}


def _agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return all(x == y or (min(len(x), len(y)) == 1 and x[0] == y[0]) for x, y in zip(a, b, strict=False))


def pair_keys(form: Form, seeds: NameSeeds) -> Iterator[tuple[str, ...]]:
    """Yield the keys under which a full form meets those that may be the same person's name."""
    first, last = form.words[0], form.words[-1]
    yield "name", first, last
    for other in seeds.nicknames.get(first, ()):
        yield "name", other, last
    if len(first) >= _LEAST_MISSPELT:
        for cut in _deletions(first):
            yield "first", cut, last
    if len(last) >= _LEAST_MISSPELT + 1:
        for cut in _deletions(last):
            yield "last", first, cut
    if len(form.words) > 2:
        for given in {form.words[1], *seeds.nicknames.get(form.words[1], ())}:
            yield "name", given, last  # who goes by the middle name
        yield "name", first, form.words[-2]  # or by the first of two surnames


def _deletions(word: str) -> set[str]:
    return {word, *(word[:n] + word[n + 1 :] for n in range(1, len(word)))}


def pair_figures(
    a: Form,
    b: Form,
    places: Mapping[Form, Places],
    together: Mapping[tuple[str, str], int],
    bearers: int,
    seeds: NameSeeds,
) -> dict[str, float]:
    """Return the figures of two full names; ``bearers`` is how many first names the surname has."""
    rare, usual = sorted((a, b), key=lambda f: f.articles)
    x, y = places[a], places[b]
    apart = len(x.articles & y.articles)
    both = together.get((a.name, b.name), 0) + together.get((b.name, a.name), 0)
    kind, beside = _kind_of_pair(a, b, seeds), _cosine(x.beside, y.beside)
    if kind == "misprint" and usual.articles == rare.articles and not beside and not x.stories & y.stories:
        kind = "other part"  # neither is the usual form of the other, and nothing else speaks for one person
    return {
        kind: 1.0,
        "both in an article": log(1 + both),
        "two in an article": 0.0
        if kind == "misprint" and usual.articles >= CHOSEN.surely * rare.articles
        else log(1 + apart),
        "story": log(1 + len(x.stories & y.stories)) if not apart else 0.0,
        "beside": beside,
        "bearers": log(1 + bearers),
        "ratio": log(usual.articles / rare.articles),
        "misprint ratio": log(usual.articles / rare.articles) if kind == "misprint" else 0.0,
        "gender": float(bool(a.person.gender and b.person.gender and a.person.gender != b.person.gender)),
    }


def _kind_of_pair(a: Form, b: Form, seeds: NameSeeds) -> str:
    (x, *_, p), (y, *_, q) = a.words, b.words
    if (
        p == q
        and 1 in (len(x), len(y))
        and x != y
        and (_is_called(a.words, y, seeds) if len(x) == 1 else _is_called(b.words, x, seeds))
    ):
        return "nickname"  # K. Michael, called Michael
    if x != y and p == q and y in seeds.nicknames.get(x, ()):
        return "nickname"
    short, long = sorted((a.words, b.words), key=len)
    if long[: len(short)] == short and len(short) < len(long):
        return "first surname"  # Ana Rooy, called Ana Rooy Jansen in full
    if long[-len(short) :] == short and len(short) < len(long) and long[0] != short[0]:
        return "surnames"  # Rooy Jansen
    if (x == y) != (p == q):
        return "misprint" if OSA.distance(x + " " + p, y + " " + q) == 1 else "other part"
    return "spelling" if x == y else "other part"


def _is_called(words: tuple[str, ...], given: str, seeds: NameSeeds) -> bool:
    """Whether the second of somebody's words is a given name, or stands for it."""
    return len(words) > 2 and (words[1] == given or given in seeds.nicknames.get(words[1], ()))


def _cosine(a: Mapping[int, float], b: Mapping[int, float]) -> float:
    small, large = sorted((a, b), key=len)
    dot = sum(weight * large.get(n, 0.0) for n, weight in small.items())
    norm = (sum(w * w for w in a.values()) * sum(w * w for w in b.values())) ** 0.5
    return dot / norm if norm else 0.0


class _Merger:
    """Merges people whose names make it likely enough, the likeliest pair first, unless something parts them."""

    def __init__(
        self,
        people: list[Person],
        places: Mapping[Form, Places],
        together: Mapping[tuple[str, str], int],
        seeds: NameSeeds,
        weights: Weights,
    ) -> None:
        """Take the people of one given name, surname and middle name each."""
        self.people = people
        self._parent = list(range(len(people)))
        self._places, self._together, self._seeds, self._weights = places, together, seeds, weights
        self._lead = [min(p.forms, key=lambda f: (-f.articles, f.name)) for p in people]
        self._bearers: dict[str, set[str]] = defaultdict(set)
        for lead in self._lead:
            self._bearers[lead.words[-1]].add(lead.words[0])

    def run(self) -> None:
        """Merge what scores above nought."""
        scored = []
        for a, b in self.find_pairs():
            figures = self.figures(a, b)
            score = weigh(figures, self._weights)
            if score > 0:
                scored.append((-score, a, b, next(iter(figures))))
        scored += [(float("-inf"), a, b, "user") for a, b in self._find_decided()]
        for _, a, b, kind in sorted(scored):
            self._merge(self.find(a), self.find(b), kind)

    def find(self, n: int) -> int:
        """Return the position of the person that a position was merged into."""
        while self._parent[n] != n:
            self._parent[n] = self._parent[self._parent[n]]
            n = self._parent[n]
        return n

    def figures(self, a: int, b: int) -> dict[str, float]:
        """Return the figures of two people, by the most frequent form of each."""
        one, other = self._lead[a], self._lead[b]
        bearers = max(len(self._bearers[lead.words[-1]]) for lead in (one, other))
        return pair_figures(one, other, self._places, self._together, bearers, self._seeds)

    def names(self, a: int, b: int) -> tuple[str, str]:
        """Return the most frequent names of two people."""
        return self._lead[a].shown, self._lead[b].shown

    def find_pairs(self) -> list[tuple[int, int]]:
        """Return the pairs of people that some key brings together."""
        by_key: dict[tuple[str, ...], list[int]] = defaultdict(list)
        by_name: dict[str, int] = {}
        for n, person in enumerate(self.people):
            for key in set(pair_keys(self._lead[n], self._seeds)):
                by_key[key].append(n)
            by_name.update((form.name, n) for form in person.forms)
        pairs = {pair for group in by_key.values() if len(group) <= _CROWD for pair in combinations(group, 2)}
        for name, alias in self._together:
            a, b = by_name.get(name), by_name.get(alias)
            if a is not None and b is not None and a != b:
                pairs.add((min(a, b), max(a, b)))
        return sorted(pairs)

    def _find_decided(self) -> list[tuple[int, int]]:
        """Return the people whom the user has be one."""
        named = {fold(form.name): n for n, person in enumerate(self.people) for form in person.forms}
        pairs = (
            sorted(named[name] for name in pair if name in named)
            for pair, same in self._seeds.decisions.items()
            if same
        )
        return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]

    def are_apart(self, a: int, b: int) -> bool:
        """Whether the user, gender, suffixes or middle names part two people."""
        one, other = self.people[a], self.people[b]
        if self._seeds.decisions and any(
            self._seeds.decide(a.name, b.name) is False for a in one.forms for b in other.forms
        ):
            return True
        if one.gender and other.gender and one.gender != other.gender:
            return True
        middles = all(_agree(x, y) for x in one.middles for y in other.middles)
        return len(one.suffixes | other.suffixes) > 1 or not middles

    def _merge(self, a: int, b: int, kind: str) -> None:
        if a == b:
            return
        one, other = self.people[a], self.people[b]
        if kind != "user" and self.are_apart(a, b):
            return
        into, gone = (a, b) if one.articles >= other.articles else (b, a)
        target = self.people[into]
        target.forms.update((form, kind) for form in self.people[gone].forms)
        target.middles |= self.people[gone].middles
        target.suffixes |= self.people[gone].suffixes
        target.gender = target.gender or self.people[gone].gender
        self.people[gone].forms.clear()
        self._parent[gone] = into


def weigh(figures: Mapping[str, float], weights: Weights) -> float:
    """Return the sum of weighted figures; a figure without a weight counts nothing."""
    return weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in figures.items())
