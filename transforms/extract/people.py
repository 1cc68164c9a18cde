"""People of an article: the variants of each full name are one, and every short form goes to whom it stands for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import pairwise

from transforms.extract.lexicons import Lexicons
from transforms.extract.mentions import Cast, Entity
from transforms.extract.name_spans import Name, cut_glue
from transforms.extract.names import (
    GENDERS,
    SUFFIXES,
    PersonName,
    fold,
    gender_of_given,
    gender_of_title,
    is_given,
    is_misspelt,
    lean_of_given,
    parse_person,
    same_person,
    shortens,
)
from transforms.extract.rules import rule
from transforms.extract.view import View

_PRONOUNS = {("he", "PRP"): "m", ("his", "PRP$"): "m", ("she", "PRP"): "f", ("her", "PRP$"): "f"}
_POSSESSIVES = {"his": "m", "her": "f", "their": None, "’s": None, "'s": None}

MOST_NAMESAKES = 40
"""People of an article whose names share a word, or begin or end alike, that a name meets."""


@dataclass(slots=True)
class _Use:
    """One use of a person's name, and what stands around it.

    ``kin`` is the gender that a noun of kinship tells ("" for none of both), ``possessor`` whose relative it is (an
    index of the uses), ``surname`` what a couple's name lends: 'Oren and Talia Rooy'.
    """

    name: Name
    person: PersonName
    title_gender: str | None
    kin: str | None = None
    possessor: int | None = None
    possessor_gender: str | None = None
    surname: str | None = None
    votes: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Person:
    """A person in the making: the entity, where it is named in full, whether only as somebody's relative.

    ``written`` are the surnames and suffixes of the full names, and the paragraphs that have them.
    """

    entity: Entity
    person: PersonName
    first: int
    given: set[str] = field(default_factory=set)
    is_relative: bool = False
    votes: Counter[str] = field(default_factory=Counter)
    latest: tuple[int, int] = (-2, -1)
    written: set[tuple[int, str, str | None]] = field(default_factory=set)

    @property
    def gender(self) -> str | None:
        """What titles, nouns, pronouns and the given name say together."""
        return _win(self.votes + _vote_given(self.person))

    @property
    def sure_gender(self) -> str | None:
        """The gender, where there is enough evidence to keep somebody else's name apart."""
        return _win(self.votes + _vote_given(self.person), GENDERS.enough)


class _People:
    """The people of an article in the making, and those with whom a name can have to do."""

    def __init__(self) -> None:
        self.all: list[_Person] = []
        self._holding: dict[str, list[_Person]] = defaultdict(list)

    def add(self, who: _Person) -> None:
        """Take in a person."""
        self.all.append(who)
        for word in {*who.person.words, *(end for part in who.person.words for end in _ends_of(part))}:
            self._holding[word].append(who)

    def note(self, who: _Person, use: _Use) -> None:
        """Let a use of a person's name speak for the person."""
        who.votes.update(use.votes)
        for word in fold(use.name.nickname).split() if use.name.nickname else ():
            if word not in who.given:
                who.given.add(word)
                self._holding[word].append(who)

    def sharing(self, words: Iterable[str]) -> list[_Person]:
        """Return whose names hold one of these words, in the order in which they came in; of a crowd the first."""
        found = {who.entity.number: who for word in words for who in self._holding.get(word, ())[:MOST_NAMESAKES]}
        return [found[number] for number in sorted(found)]


def _ends_of(word: str) -> tuple[str, ...]:
    """Return what two words that differ in a letter share one of: how they begin, how they end."""
    return f"{word[:2]}…", f"…{word[-3:]}"


def gather_people(cast: Cast, names: Sequence[Name]) -> None:
    """Make the entities and mentions of all people; where it stays open who is meant, the text's order decides."""
    uses = _read_uses(cast, names)
    people = _People()
    owner: dict[int, _Person] = {}
    _join_full_names(cast, uses, people, owner)
    _bind_short_forms(cast, uses, people, owner)
    for k, use in enumerate(uses):
        who = owner[k]
        who.entity.names[_shown_name(cast, use, who)] += 1
        cast.add_mention(use.name.first, use.name.end, "name", who.entity)
    for who in people.all:
        who.entity.gender = who.gender
        who.entity.told_gender = _win(who.votes)


# --- reading ---------------------------------------------------------------------------------------------------------


def _read_uses(cast: Cast, names: Sequence[Name]) -> list[_Use]:
    view, lexicons = cast.view, cast.lexicons
    known = {fold(word) for word in set(view.words) if word.istitle()}
    names = [replace(n, text=cut_glue(n.text, known) or n.text) for n in names]
    parsed = [parse_person(n.text, lexicons.honorifics, lexicons.offices) for n in names]
    uses = [_Use(n, replace(p, gender=None), _title_gender(view, n)) for n, p in zip(names, parsed, strict=True)]
    for k, use in enumerate(uses):
        found = _find_kin(view, use.name, lexicons)
        if found is not None:
            use.kin, use.possessor_gender = found
            use.possessor = _find_possessor(view, uses, k)
        if use.title_gender:
            use.votes[use.title_gender] += GENDERS.title_counts
        if use.kin:
            use.votes[use.kin] += GENDERS.title_counts
    for use in uses:
        if use.possessor is not None and use.possessor_gender:
            uses[use.possessor].votes[use.possessor_gender] += GENDERS.title_counts
    _lend_surnames(view, uses, lexicons)
    _count_pronouns(view, uses)
    return uses


def _title_gender(view: View, name: Name) -> str | None:
    return gender_of_title(fold(view.words[name.first - 1])) if name.first else None


@rule("people.kin")
def _find_kin(view: View, name: Name, lexicons: Lexicons) -> tuple[str, str | None] | None:
    """Return the gender of a relative and of whose relative it is, "" and None where the words do not tell.

    'his wife, Ana Rooy', 'the minister’s son Bo'.
    """
    i = name.first - 1
    if i > 0 and view.words[i] == ",":
        i -= 1
    if i > 0 and (gender := _kin_gender(view, i, lexicons)) is not None:
        for j in range(i - 1, max(i - 4, -1), -1):
            if view.lower[j] in _POSSESSIVES and view.sentence[j] == view.sentence[name.first]:
                return gender, _POSSESSIVES[view.lower[j]]
    return None


def _kin_gender(view: View, i: int, lexicons: Lexicons) -> str | None:
    for kind, gender in (("kin_m", "m"), ("kin_f", "f"), ("kin_any", "")):
        if view.lemmas[i].lower() in lexicons.words[kind] or view.lower[i] in lexicons.words[kind]:
            return gender
    return None


def _find_possessor(view: View, uses: Sequence[_Use], k: int) -> int | None:
    """Return the last person named before a relative in the paragraph who is no relative."""
    paragraph = view.paragraph[uses[k].name.first]
    for j in range(k - 1, -1, -1):
        if view.paragraph[uses[j].name.first] != paragraph:
            return None
        if uses[j].kin is None:
            return j
    return None


def _lend_surnames(view: View, uses: Sequence[_Use], lexicons: Lexicons) -> None:
    """Give 'Oren' of 'Oren and Talia Rooy' and Karin of 'Bo Lund and his wife Karin' the surname of the other."""
    full = {use.person.words[-1] for use in uses if use.person.is_full}
    given = {use.person.words[0] for use in uses if use.person.is_full}
    titles: dict[str, set[str]] = defaultdict(set)
    for use in uses:
        if use.title_gender and len(use.person.words) == 1:
            titles[use.person.words[0]].add(use.title_gender)
    families = {name for name in full if len(titles[name]) > 1} | (full & _list_families(view))
    for k, use in enumerate(uses):
        word = use.person.words[-1] if len(use.person.words) == 1 else None
        if word is None or word in full or use.title_gender:
            continue
        if use.kin is not None and use.possessor is not None and word not in given:
            possessor = uses[use.possessor]
            use.surname = possessor.surname or (_last_name(possessor.name) if possessor.person.is_full else None)
        elif word not in given:
            use.surname = _find_couple(view, uses, k, families, lexicons)


def _list_families(view: View) -> set[str]:
    """Return what would be a surname if a word of the text were a family: the Rooys."""
    return {word[:-1] for word in map(fold, set(view.words)) if word.endswith("s")}


@rule("people.couple")
def _find_couple(
    view: View, uses: Sequence[_Use], k: int, families: AbstractSet[str], lexicons: Lexicons
) -> str | None:
    """Return the surname that 'and' shares with the given name before it: A, B and C Rooy; one of a family always."""
    j = k
    while j + 1 < len(uses) and uses[j + 1].name.first == uses[j].name.end + 1:
        joint = view.lower[uses[j].name.end]
        j += 1
        if joint in {"and", "&"}:
            break
        if joint != "," or uses[j].person.is_full:
            return None
    last = uses[j].person
    if j == k or view.lower[uses[j].name.first - 1] not in {"and", "&"} or not last.is_full:
        return None
    word, surname = uses[k].person.words[-1], last.words[-1]
    are_kin = uses[k].name.first > 0 and _kin_gender(view, uses[k].name.first - 1, lexicons) is not None
    return _last_name(uses[j].name) if is_given(word) or surname in families or are_kin else None


def _last_name(name: Name) -> str:
    words = name.text.split()
    return words[-2] if fold(words[-1]) in SUFFIXES else words[-1]


def _count_pronouns(view: View, uses: Sequence[_Use]) -> None:
    """Let each 'he', 'his', 'she' and 'her' speak for the one person whom its paragraph names before it."""
    named: dict[int, dict[PersonName, _Use]] = defaultdict(dict)
    starts = {use.name.first: use for use in uses}
    for i, word in enumerate(view.lower):
        here = named[view.paragraph[i]]
        if i in starts:
            here.setdefault(starts[i].person, starts[i])
        gender = _PRONOUNS.get((word, view.tags[i]))  # 'Rooy suspended her' is of somebody else
        if gender is not None and len(here) == 1:
            use = next(iter(here.values()))
            use.votes[gender] += view.quote[i] == view.quote[use.name.first]


def _vote_given(person: PersonName) -> Counter[str]:
    """Return the votes of a given name: enough to keep a Mr from it only where nearly all who bear it are women."""
    if not person.is_full or not is_given(person.words[0]):
        return Counter()
    lean = lean_of_given(person.words[0])
    return Counter({"f" if lean > 0 else "m": GENDERS.enough if gender_of_given(person.words[0]) else round(abs(lean))})


def _win(votes: Counter[str], least: int = 1) -> str | None:
    man, woman = votes["m"], votes["f"]
    if man + woman < least:
        return None
    return "m" if man > GENDERS.clear * woman else "f" if woman > GENDERS.clear * man else None


# --- full names ------------------------------------------------------------------------------------------------------


def _full_form(use: _Use) -> PersonName | None:
    if use.person.is_full:
        return use.person
    return replace(use.person, words=(*use.person.words, *fold(use.surname).split())) if use.surname else None


def _join_full_names(cast: Cast, uses: Sequence[_Use], people: _People, owner: dict[int, _Person]) -> None:
    """Make a person of the variants of each full name, the fullest first."""
    full = [(k, form) for k, use in enumerate(uses) if (form := _full_form(use)) is not None]
    joined = _list_joined(cast.view, uses)
    for k, form in sorted(full, key=lambda one: (-len(one[1].bare), one[0])):
        use = uses[k]
        form = replace(form, gender=_win(use.votes + _vote_given(form), GENDERS.enough))
        paragraph = cast.view.paragraph[use.name.first]
        near = people.sharing((form.words[0], form.words[-1]))
        able = [p for p in near if _is_same(p, form) and not _is_beside(p, form, paragraph)]
        able = [p for p in able if {p.person.words[0], form.words[0]} not in joined]
        if use.possessor is not None:  # nobody is his own uncle
            able = [p for p in able if not same_person(p.person, uses[use.possessor].person)]
        who = next((p for p in able if p.person.words == form.words), able[0] if able else None)
        if who is None:
            who = _add_person(cast, people, form, k)
        who.first = min(who.first, k)
        who.written.add((paragraph, form.words[-1], form.suffix))
        owner[k] = who
        people.note(who, use)
    known = {who.entity.number for k, who in owner.items() if uses[k].kin is None}
    for who in people.all:
        who.is_relative = who.entity.number not in known


def _list_joined(view: View, uses: Sequence[_Use]) -> set[AbstractSet[str]]:
    """Return the pairs of given names that 'and' sets side by side, which are two people's: Margaret and Peggy Rooy."""
    return {
        frozenset((a.person.words[0], b.person.words[0]))
        for a, b in pairwise(uses)
        if b.name.first == a.name.end + 1 and view.lower[a.name.end] in {"and", "&"}
    }


def _is_same(who: _Person, form: PersonName) -> bool:
    known = replace(who.person, gender=who.sure_gender)
    if {form.suffix, known.suffix} == {None, "jr"}:  # most articles name the son alone, and then without it
        form, known = replace(form, suffix=None), replace(known, suffix=None)
    is_called = form.words[0] in who.given and form.words[-1] == who.person.words[-1]
    return same_person(known, form) or (is_called and not form.suffix)


def _is_beside(who: _Person, form: PersonName, paragraph: int) -> bool:
    """Whether a paragraph has both names: one but for a letter is no slip of the pen there, and one with Jr. a son."""
    return any(
        place == paragraph and (suffix != form.suffix or is_misspelt(surname, form.words[-1]))
        for place, surname, suffix in who.written
    )


def _add_person(cast: Cast, people: _People, person: PersonName, first: int) -> _Person:
    entity = cast.new_entity("PERSON")
    entity.person = person
    people.add(_Person(entity, person, first))
    return people.all[-1]


# --- short forms -----------------------------------------------------------------------------------------------------


def _bind_short_forms(cast: Cast, uses: Sequence[_Use], people: _People, owner: dict[int, _Person]) -> None:
    """Give each short form, in the order of the text, to a full name or to somebody who has none."""
    view, elder = cast.view, cast.lexicons.words["elder"]
    bound: dict[tuple[PersonName, str | None], _Person] = {}
    genders = _vote_short_forms(uses, owner)
    for k, use in enumerate(uses):
        place = view.paragraph[use.name.first], use.name.first
        if k in owner:
            owner[k].latest = place
            continue
        is_marked = use.name.first > 0 and view.lower[use.name.first - 1] in elder
        probe = replace(use.person, gender=use.title_gender or genders.get(use.person))
        known = bound.get((use.person, use.title_gender)) or bound.get((use.person, None))
        who = _choose_bearer(_list_bearers(probe, use, k, people), known, place, is_marked)
        who = (
            who
            or _choose_bearer(_list_misspelt(probe, people), None, place, is_marked)
            or _add_person(cast, people, probe, k)
        )
        if not is_marked:
            bound.setdefault((use.person, use.title_gender), who)
        owner[k] = who
        people.note(who, use)


def _vote_short_forms(uses: Sequence[_Use], owner: dict[int, _Person]) -> dict[PersonName, str | None]:
    """Return the gender of which pronouns make a short form without a title, where there are some."""
    votes: dict[PersonName, Counter[str]] = defaultdict(Counter)
    for k, use in enumerate(uses):
        if k not in owner and not use.title_gender:
            votes[use.person].update(use.votes)
    return {person: _win(count, GENDERS.enough) for person, count in votes.items()}


def _contradict(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a != b


def _list_bearers(probe: PersonName, use: _Use, k: int, people: _People) -> list[_Person]:
    """Return whom a short form can stand for, as good as each other.

    Mr and Mrs are bars. Whom the article names only as somebody's relative stands behind the others, and behind one
    who went by the surname alone before.
    """
    fits: list[tuple[int, _Person]] = []
    for who in people.sharing((probe.words[0], probe.words[-1])):
        fit = 1 if probe.words[0] in who.given and len(probe.words) == 1 else shortens(probe, who.person)
        if not fit and who.person.words == probe.words and who.person.suffix == probe.suffix:
            fit = 2
        if fit and not _contradict(who.sure_gender, probe.gender):
            fits.append((fit, who))
    best = max((fit for fit, _ in fits), default=0)
    bearers = [who for fit, who in fits if fit == best]
    if best == 2:
        bearers = _prefer_gender(bearers, use)
        if not use.title_gender or all(w.gender is None for w in bearers if w.is_relative):
            bearers = [w for w in bearers if not w.is_relative] or [w for w in bearers if w.first < k]
    return bearers


def _prefer_gender(bearers: Sequence[_Person], use: _Use) -> list[_Person]:
    """Return those whose gender a title names; where none is known, those whose given name is likeliest of it."""
    if not use.title_gender or len(bearers) < 2:
        return list(bearers)
    sure = [w for w in bearers if w.gender == use.title_gender]
    if sure:
        return sure
    sign = 1 if use.title_gender == "f" else -1
    leans = [sign * lean_of_given(w.person.words[0]) for w in bearers]
    return [w for w, lean in zip(bearers, leans, strict=True) if lean == max(leans)]


def _choose_bearer(
    bearers: Sequence[_Person], known: _Person | None, place: tuple[int, int], is_marked: bool
) -> _Person | None:
    """Choose among people who bear one short form.

    The one full name in the same paragraph before it wins, else the person that the short form already stood for, else
    the one named last; 'the late Kim' is another than plain 'Kim'.
    """
    if len(bearers) <= 1:
        return bearers[0] if bearers else None
    here = [w for w in bearers if w.latest[0] == place[0]]
    if len(here) == 1 or (here and is_marked):
        return max(here, key=lambda w: w.latest[1])
    if known is not None and known in bearers:
        return known
    return max(bearers, key=lambda w: (w.latest, -w.first))


def _list_misspelt(person: PersonName, people: _People) -> list[_Person]:
    """Return the people of one surname that a short form is but for a slip of the pen, else of one further name."""
    if len(person.words) > 1:
        return []
    word = person.words[0]
    fit = [
        w for w in people.sharing(_ends_of(word)) if w.person.is_full and not _contradict(person.gender, w.sure_gender)
    ]
    near = [w for w in fit if is_misspelt(word, w.person.words[-1])]
    near = near or [w for w in fit if any(is_misspelt(word, other) for other in w.person.words[1:-1])]
    return near if len({w.person.words[-1] for w in near}) == 1 else []


# --- showing ---------------------------------------------------------------------------------------------------------


def _shown_name(cast: Cast, use: _Use, who: _Person) -> str:
    """Return a person's name as it is shown: with the surname that was lent, and the title that a pope keeps."""
    view, name = cast.view, use.name
    text = name.text.removesuffix("’s").removesuffix("'s").strip(" ,.'\"“”’")
    if use.surname and use.kin is None:
        return f"{text} {use.surname}"
    before = name.first - 1
    kept = cast.lexicons.words["kept_titles"]
    is_titled = before >= 0 and view.lower[before] in kept and view.is_capitalised(before) and not who.person.is_full
    if name.end - name.first > 1 or not is_titled or view.sentence[before] != view.sentence[name.first]:
        return text
    return f"{view.words[before].capitalize()} {text}"
