"""Names in the text, gathered into the entities of one article."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from transforms.extract.lexicons import Lexicons, gender_of_noun
from transforms.extract.names import (
    SUFFIXES,
    PersonName,
    body_key,
    fold,
    gender_of_title,
    is_acronym_of,
    is_given,
    is_misspelt,
    parse_person,
    same_person,
    shortens,
)
from transforms.extract.source_types import COMPANY
from transforms.extract.view import View
from transforms.records import Role

SKIPPED_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL", "LANGUAGE"})
_PLACES = frozenset({"GPE", "LOC"})
_LATE = frozenset({"late", "elder", "former", "older", "deceased"})


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Tokens ``first`` to ``end`` (exclusive) that mention an entity; ``kind`` is name, nominal or pronoun."""

    first: int
    end: int
    kind: str
    label: str
    entity: int


@dataclass(slots=True)
class Entity:
    """One entity of the article: its names as written and how often, and what the text says it is.

    ``heads`` are the nouns that describe it (president, agency), ``ties`` the countries and bodies it is tied to.
    """

    number: int
    label: str
    names: Counter[str] = field(default_factory=Counter)
    person: PersonName | None = None
    gender: str | None = None
    heads: set[str] = field(default_factory=set)
    ties: set[str] = field(default_factory=set)
    refers_to: int | None = None

    @property
    def name(self) -> str:
        """The name to show: the fullest form, the most frequent of the fullest, ties broken by spelling."""
        if len(self.names) == 1:
            return next(iter(self.names))
        return min(self.names, key=lambda n: (-_fullness(n), -self.names[n], n))


def _fullness(name: str) -> float:
    """How full a name is: its words, of which initials count nothing, and titles half; acronyms are the least full."""
    words = [w for w in fold(name).split() if len(w) > 1]
    return 0 if name.isupper() and len(words) < 2 else len(words) - 0.5 * (not _KEPT_TITLES.isdisjoint(words[:1]))


@dataclass(slots=True)
class Cast:
    """The entities of an article and their mentions, in the order of the text."""

    view: View
    lexicons: Lexicons
    entities: list[Entity] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    by_token: dict[int, Mention] = field(default_factory=dict)
    first_seen: dict[int, int] = field(default_factory=dict)

    def new_entity(self, label: str) -> Entity:
        """Add an entity without names."""
        entity = Entity(len(self.entities), label)
        self.entities.append(entity)
        return entity

    def add_mention(self, first: int, end: int, kind: str, entity: Entity) -> Mention:
        """Add a mention; a token belongs to one mention, names before descriptions."""
        mention = Mention(first, end, kind, entity.label, entity.number)
        insort(self.mentions, mention)
        self.first_seen[entity.number] = min(first, self.first_seen.get(entity.number, first))
        for i in range(first, end):
            if kind == "name" or i not in self.by_token:
                self.by_token[i] = mention
        return mention

    def reassign(self, token: int, entity: Entity) -> None:
        """Let the name at a token mention another entity: a place's name, the government that speaks through it."""
        mention = self.by_token.get(token)
        if mention is None or mention.entity == entity.number:
            return
        self.mentions.remove(mention)
        moved = Mention(mention.first, mention.end, mention.kind, entity.label, entity.number)
        insort(self.mentions, moved)
        for i in range(mention.first, mention.end):
            self.by_token[i] = moved

    def before(self, token: int, most: int) -> list[Mention]:
        """Return up to ``most`` mentions that begin before a token, the nearest last."""
        high = bisect_left(self.mentions, token, key=lambda m: m.first)
        return self.mentions[max(high - most, 0) : high]

    def between(self, first: int, end: int) -> list[Mention]:
        """Return the mentions that begin at the tokens from ``first`` to ``end`` (exclusive)."""
        low = bisect_left(self.mentions, first, key=lambda m: m.first)
        high = bisect_left(self.mentions, end, lo=low, key=lambda m: m.first)
        return self.mentions[low:high]


@dataclass(slots=True)
class _Name:
    """A stretch of tokens that the pipeline or a title marks as a name."""

    first: int
    end: int
    label: str
    text: str


def gather_names(view: View, entities: Iterable[tuple[int, int, str]], lexicons: Lexicons) -> Cast:
    """Return the cast of an article from its recognised names.

    Args:
        view: the document.
        entities: (first token, end token, label) of each name that the pipeline recognised.
        lexicons: the seeds.
    """
    cast = Cast(view, lexicons)
    names = _collect(view, entities, lexicons)
    names = _correct_labels(view, names, lexicons)
    _gather_people(cast, [n for n in names if n.label == "PERSON"])
    _gather_bodies(cast, [n for n in names if n.label != "PERSON"])
    return cast


def _collect(view: View, entities: Iterable[tuple[int, int, str]], lexicons: Lexicons) -> list[_Name]:
    found: list[_Name] = []
    taken: set[int] = set()
    for first, end, label in entities:
        if label in SKIPPED_LABELS:
            taken.update(range(first, end))
            continue
        name = _trim(view, first, end, label, lexicons)
        if name is not None:
            found.append(name)
            taken.update(range(name.first, name.end))
    found = _join_split_names(view, found)
    _cut_headline_names(view, found)
    for name in found:
        if name.label == "PERSON" and name.end - name.first == 1 and is_given(fold(name.text)):
            _extend_given(view, name, taken, lexicons)
    by_first = {name.first: name for name in found}
    for i in range(len(view)):
        if i in taken or not _is_name_word(view, i, lexicons) or not _announces(view, i, lexicons):
            continue
        end = i + 1
        while end < min(i + 4, len(view)) and end not in taken and _goes_on(view, i, end, lexicons):
            end += 1
        surname = by_first.get(end) if is_given(view.lower[i]) else None
        if surname is not None and surname.label == "PERSON":  # of John G. Rooy only Rooy was recognised
            surname.first, surname.text = i, _text(view, i, surname.end)
        else:
            found.append(_Name(i, end, "PERSON", _text(view, i, end)))
        taken.update(range(i, end))
    return found


def _join_split_names(view: View, names: Sequence[_Name]) -> list[_Name]:
    """Join a given name and the surname behind it, and the partners of a firm, where they were recognised as two."""
    joined: list[_Name] = []
    for name in names:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.label == name.label == "PERSON"
            and last.end == name.first == last.first + 1
            and view.sentence[last.first] == view.sentence[name.first]
            and is_given(fold(last.text))
        ):
            last.end, last.text = name.end, _text(view, last.first, name.end)
        elif last is not None and _are_partners(view, last, name):
            last.end, last.text, last.label = name.end, _text(view, last.first, name.end), "ORG"
        else:
            joined.append(name)
    for name in joined:
        if name.label == "PERSON" and view.words[name.first + 1 : name.end - 1] == ["&"]:
            name.label = "ORG"
    return joined


def _are_partners(view: View, first: _Name, second: _Name) -> bool:
    """Whether an ampersand makes two surnames a firm: Brandt & Loe, unlike Ana & Ole."""
    is_joined = second.first == first.end + 1 and view.words[first.end] == "&"
    are_surnames = first.end - first.first == 1 == second.end - second.first and not is_given(fold(first.text))
    return is_joined and are_surnames and {first.label, second.label} <= {"PERSON", "ORG"}


def _cut_headline_names(view: View, names: Sequence[_Name]) -> None:
    """Cut what a headline of capitals adds to a person's name: Ana Rooy Slams Bank, where the body has Ana Rooy.

    A last word that the body writes small, and in nobody's name, is none either: Rooy Speech.
    """
    people = [n for n in names if n.label == "PERSON" and view.paragraph[n.first] >= 0]
    in_body = {fold(n.text) for n in people if view.role_of(n.first) is not Role.HEADLINE}
    parts = {word for text in in_body for word in text.split()}
    for name in people:
        if name.end - name.first < 2 or fold(name.text) in in_body or view.role_of(name.first) is not Role.HEADLINE:
            continue
        known = [e for e in range(name.end - 1, name.first, -1) if fold(_text(view, name.first, e)) in in_body]
        if is_given(view.lower[name.first]) and not any(e > name.first + 1 for e in known):
            known[:0] = [e for e in range(name.first + 2, name.end) if view.lower[e - 1] in in_body][:1]
        last = name.end - 1
        is_small = view.lower[last] not in parts and view.lower[last] in view.words
        end = next((e for e in known if e > name.first + 1 or is_small), last if is_small else name.end)
        name.end, name.text = end, _text(view, name.first, end)


_ANNOUNCING = frozenset(
    """president senator representative governor minister mayor premier congressman congresswoman judge sheriff pope
    king queen prince princess ambassador spokesman spokeswoman chairman chairwoman professor detective officer gov sen
    rep gen col lt sgt capt pres""".split()
)


_ADDRESSES = frozenset({"mr", "mrs", "ms", "miss", "dr"})


def _is_name_word(view: View, i: int, lexicons: Lexicons) -> bool:
    word = view.words[i]
    if view.tags[i] not in {"NNP", "NNPS"} or not word[:1].isupper() or len(word) < 2 or view.sentence[i] < 0:
        return False
    folded = fold(word)
    is_addressed = i > 0 and fold(view.words[i - 1]) in _ADDRESSES
    return (is_addressed or not lexicons.is_title(folded)) and folded not in lexicons.demonyms


def _announces(view: View, i: int, lexicons: Lexicons) -> bool:
    """Whether a capitalised word begins a person's name: Rooy in Mr Rooy and Senator Rooy, Ana in Ana Rooy."""
    if i and view.is_capitalised(i - 1) and view.sentence[i - 1] == view.sentence[i]:
        before = fold(view.words[i - 1])
        if before in lexicons.honorifics or before in _ANNOUNCING:
            return True
    following = i + 1
    return (
        following < len(view)
        and is_given(view.lower[i])
        and _is_name_word(view, following, lexicons)
        and view.lower[following] not in {"county", "university", "street", "hotel", "airport", "college", "hospital"}
    )


def _goes_on(view: View, first: int, i: int, lexicons: Lexicons) -> bool:
    """Whether a person's name that begins at ``first`` holds token ``i`` too."""
    return _is_name_word(view, i, lexicons) and not (i > first + 1 and _is_thing(view, i, lexicons))


def _extend_given(view: View, name: _Name, taken: set[int], lexicons: Lexicons) -> None:
    """Complete a person's name that the recogniser ended after the given name."""
    end = name.end
    while end < min(name.first + 4, len(view)) and end not in taken and _goes_on(view, name.first, end, lexicons):
        taken.add(end)
        end += 1
    name.end, name.text = end, _text(view, name.first, end)


def _text(view: View, first: int, end: int) -> str:
    return " ".join(view.text[view.starts[first] : view.ends[end - 1]].split())


def _trim(view: View, first: int, end: int, label: str, lexicons: Lexicons) -> _Name | None:
    """Cut article, titles, possessive and marks off a name; None when no name is left."""
    while end > first and (
        view.tags[end - 1] in {"POS", "_SP"} or not view.is_word[end - 1] or view.lower[end - 1] in {"'s", "’s"}
    ):
        end -= 1
    while first < end and (_is_article(view, first) or not view.is_word[first]):
        first += 1
    for i in range(first + 1, end - 1):
        if view.words[i] in {"-", "–", "—"} and view.starts[i] > view.ends[i - 1]:  # a dateline: SARRO – Ilmara
            first, end = (i + 1, end) if view.words[first].isupper() else (first, i)
            break
    while label != "PERSON" and end - first > 1 and view.words[end - 1].islower() and view.is_capitalised(first):
        end -= 1  # the Gazette poll
    if label != "PERSON" and end - first > 1 and fold(view.words[end - 1]) in _PARTIES.values():
        return None  # the Ohio Republican: whoever it is
    if first < end and _PARTY.fullmatch(_text(view, first, end)):
        return None  # D-Ill.
    if label == "ORG" and _is_office_holder(view, first, end, lexicons):
        label = "PERSON"
    if label == "PERSON":
        end = next((i for i in range(first + 1, end) if _ends_person(view, i)), end)
        end = next((i for i in range(first + 2, end) if _is_thing(view, i, lexicons)), end)
        end = next((i - 1 for i in range(first + 2, end) if view.lower[i] in HYPHENED and not view.is_word[i - 1]), end)
        while end + 1 < len(view) and is_hyphened(view, end) and _can_end_name(view, end + 1):
            end += 2  # Kim Jong-un, where the recogniser stops at the hyphen
        if end < len(view) and fold(view.words[end]) in SUFFIXES and view.sentence[end] == view.sentence[first]:
            end += 1
        while end - first > 1 and (
            fold(view.words[first]) in lexicons.honorifics or fold(view.words[first]) in lexicons.offices
        ):
            first += 1
    if first >= end or not any(view.words[i][:1].isupper() or view.words[i][:1].isdigit() for i in range(first, end)):
        return None
    is_addressed = first > 0 and fold(view.words[first - 1]) in _ADDRESSES  # Mr King
    if label == "PERSON" and end - first == 1 and not is_addressed:
        is_noun = view.tags[first] in {"NN", "NNS"} and lexicons.is_person_noun(view.lemmas[first])  # Aides said
        if is_noun or lexicons.is_title(fold(view.words[first])):
            return None
    return _Name(first, end, label, _text(view, first, end))


# what a name only qualifies: the Rooy-led party
HYPHENED = frozenset(
    "led backed headed run owned controlled dominated supported appointed nominated approved endorsed inspired signed"
    " written directed made designed themed style era like linked related aligned ruled founded born based".split()
)


_CLOSED = frozenset({"IN", "DT", "CC", "TO", "RB", "PRP", "MD", "VBD", "VBZ", "VBP"})


def _can_end_name(view: View, i: int) -> bool:
    """Whether a hyphen before token ``i`` can be a name's: Kim Jong-un, but not 'Rooy-in alliance'."""
    return view.lower[i] not in HYPHENED and view.tags[i] not in _CLOSED


def is_hyphened(view: View, i: int) -> bool:
    """Whether a hyphen at token ``i`` ties what follows to the word before it."""
    return i < len(view) and view.words[i] in {"-", "‑"} and view.starts[i] == view.ends[i - 1]


def _is_article(view: View, i: int) -> bool:
    """Whether a name's first word is none of it: an article, not the 'A' of A-lin."""
    return view.lower[i] in {"the", "a", "an", "’s", "'s"} and not is_hyphened(view, i + 1)


def _is_office_holder(view: View, first: int, end: int, lexicons: Lexicons) -> bool:
    """Whether a name that the recogniser takes for a body's is an office and who holds it: Representative Ana Rooy."""
    return (
        first + 2 < end <= first + 6
        and fold(view.words[first]) in lexicons.offices
        and is_given(view.lower[first + 1])
        and all(view.tags[i] == "NNP" for i in range(first, end))
    )


def _ends_person(view: View, i: int) -> bool:
    """Whether a person's name is over before a token: at a bracket, at the party behind a comma (Rooy, D-Ill.)."""
    word = view.words[i]
    return word[:1] in "([" or (word == "," and i + 2 < len(view) and view.words[i + 2] in {"-", "‑", "–"})


_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


def _is_thing(view: View, i: int, lexicons: Lexicons) -> bool:
    """Whether a word behind a full name is none of it: a day, or what is called after it (Ana Rooy Campaign Papers)."""
    if view.lower[i] in _WEEKDAYS:
        return True
    return lexicons.headwords.get(view.lower[i]) in {"document", "organization", "government", "media"}


def _correct_labels(view: View, names: Sequence[_Name], lexicons: Lexicons) -> list[_Name]:
    """Let the seeds, and full names elsewhere in the article, overrule the recogniser; add names it missed."""
    full: set[str] = set()
    people: set[str] = set()
    for name in names:
        if name.label == "PERSON":
            words = _name_words(name)
            people.add(fold(name.text))
            if len(words) > 1:
                full.add(words[-1])
                full.add(words[0])
    places = _find_places(view, names) - full
    bracketed = {body_key(name.text) for name in names if _is_bracketed(view, name, names)}
    body_heads = {body_key(n.text).split()[0] for n in names if n.label == "ORG" and " " in body_key(n.text)}
    companies = {key for key in map(body_key, (n.text for n in names)) if _is_company(key)}
    owners = {key.split()[0] for key in companies} - places - full
    votes: dict[str, Counter[str]] = {}
    for name in names:
        votes.setdefault(body_key(name.text), Counter())[name.label] += 1
    corrected = []
    for name in names:
        key = body_key(name.text)
        label = _seed_label(key, name.label, lexicons)
        if label is None or (name.label == "PERSON" and key in full):
            label = name.label
            if key in companies or (label in _PLACES and key in owners):
                label = "ORG"  # Feld Line taken for a person, Arven of Arven Steel for a place
            elif label == "PERSON" and key in places:
                label = "LOC"
            elif key in bracketed or (label == "PERSON" and key in body_heads and key not in full):
                label = "ORG"
            elif label != "PERSON" and (key in people or (key in full and len(key.split()) == 1)):
                label = "PERSON"
            elif label != "PERSON" or len(votes[key]) > 1:
                label = min(votes[key], key=lambda v, k=key: (-votes[k][v], v))  # type: ignore[misc]
        corrected.append(_Name(name.first, name.end, label, name.text))
    taken = {i for n in corrected for i in range(n.first, n.end)}
    surnames = {_name_words(n)[-1] for n in corrected if n.label == "PERSON"}
    firsts = {fold(n.text).split()[0] for n in corrected if n.label == "PERSON" and " " in n.text}
    for i in range(len(view)):
        word = view.words[i]
        if i in taken or not word[:1].isupper() or len(word) < 3 or view.tags[i] not in {"NNP", "NN", "NNPS"}:
            continue
        folded = fold(word)
        if (
            (folded in surnames or folded in firsts)
            and folded not in lexicons.demonyms
            and folded not in lexicons.offices
        ):
            corrected.append(_Name(i, i + 1, "PERSON", word))
    return sorted(corrected, key=lambda n: n.first)


def _is_company(key: str) -> bool:
    """Whether a folded name is a company's by its last word, and nobody's: Rooy Lines, not Ana Lines."""
    return COMPANY.search(key) is not None and not is_given(key.split()[0])


def _name_words(name: _Name) -> list[str]:
    """The folded words of a name without Jr. and the like."""
    words = fold(name.text).split()
    return words[:-1] if len(words) > 1 and words[-1] in SUFFIXES else words


def _find_places(view: View, names: Sequence[_Name]) -> set[str]:
    """Return the names of one word that stand behind 'in' somewhere, also where the recogniser missed them."""
    places = {body_key(name.text) for name in names if _stands_for_place(view, name)}
    known = {fold(name.text) for name in names if name.label == "PERSON" and name.end - name.first == 1}
    missed = [i for i, word in enumerate(view.words) if word[:1].isupper() and fold(word) in known]
    return places | {
        body_key(view.words[i]) for i in missed if _stands_for_place(view, _Name(i, i + 1, "PERSON", view.words[i]))
    }


_TRUSTING = frozenset("confidence faith trust belief believe interest interested disappointed".split())


def _stands_for_place(view: View, name: _Name) -> bool:
    """Whether a name is one word behind 'in': in Benghazi, but not in Rooy's office, or confidence in Rooy."""
    before, behind = name.first - 1, name.end
    if name.end - name.first > 1 or before < 0 or view.lower[before] != "in" or view.tags[before] != "IN":
        return False
    if before and _TRUSTING & {view.lower[before - 1], view.lemmas[before - 1]}:
        return False
    return behind >= len(view) or view.tags[behind] not in {"POS", "NNP", "NN", "NNS", "VBG"}


def _is_bracketed(view: View, name: _Name, names: Sequence[_Name]) -> bool:
    """Whether a name is the short form that a body's name gives in brackets: the Dock Workers' Union (DWU)."""
    if name.first < 2 or view.words[name.first - 1] != "(" or name.end - name.first > 1:
        return False
    if name.end >= len(view) or view.words[name.end] != ")":
        return False
    return any(n.label == "ORG" and n.end == name.first - 1 and n.end - n.first > 1 for n in names)


def _seed_label(key: str, label: str, lexicons: Lexicons) -> str | None:
    alias = lexicons.aliases.get(key)
    if alias is not None and (label != "PERSON" or alias.label == "PERSON" or alias.alias.isupper()):
        return alias.label
    metonym = lexicons.metonyms.get(key)
    if metonym is not None:
        return "GPE" if metonym.kind in {"capital", "country"} else "ORG"
    if (key in lexicons.demonyms and label != "PERSON") or lexicons.headwords.get(key) == "anonymous_group":
        return "NORP"
    if key in lexicons.media and label in {"ORG", "MISC", "PRODUCT", "LOC", "FAC"}:
        return "ORG"
    return None


def _gather_people(cast: Cast, names: Sequence[_Name]) -> None:
    """Join the variants of each full name, then give every short form to the person it stands for."""
    lexicons = cast.lexicons
    parsed = [(n, parse_person(n.text, lexicons.honorifics, lexicons.offices)) for n in names]
    parsed = [(n, _drop_name_like_title(p, [q for _, q in parsed])) for n, p in parsed]
    groups: list[Entity] = []
    order = sorted(range(len(parsed)), key=lambda i: (-len(parsed[i][1].bare), parsed[i][0].first))
    owner: dict[int, Entity] = {}
    seen: dict[PersonName, Entity] = {}
    for i in order:
        name, person = parsed[i]
        if not person.is_full:
            continue
        entity = seen.get(person) or next((e for e in groups if e.person and same_person(e.person, person)), None)
        if entity is None:
            entity = cast.new_entity("PERSON")
            entity.person = person
            groups.append(entity)
        seen[person] = entity
        entity.gender = entity.gender or person.gender
        owner[i] = entity
    _bind_short_forms(cast, parsed, owner, groups)
    for i, (name, _) in enumerate(parsed):
        entity = owner[i]
        entity.names[_shown_text(cast.view, name)] += 1
        cast.add_mention(name.first, name.end, "name", entity)
        describe_name(cast, name.first, name.end, entity)


_NAME_LIKE_TITLES = frozenset("dean judge bishop major king prince marshal sheriff pope abbot".split())


def _drop_name_like_title(person: PersonName, people: Sequence[PersonName]) -> PersonName:
    """Take 'Dean Rooy' for a title where the article names an Ana Rooy."""
    if len(person.words) != 2 or person.words[0] not in _NAME_LIKE_TITLES:
        return person
    others = {p.words[0] for p in people if len(p.words) > 1 and p.words[-1] == person.words[-1]}
    return replace(person, words=person.words[1:], gender=None) if others - {person.words[0]} else person


# without which a single name is hardly anybody's: Pope Rooy, King Rooy
_KEPT_TITLES = frozenset("pope king queen prince princess emperor empress sheikh sheikha imam saint".split())


def _bare_text(text: str) -> str:
    return text.removesuffix("’s").removesuffix("'s").strip(" ,.'\"“”’")


def _shown_text(view: View, name: _Name) -> str:
    """Return a person's name as it is shown."""
    text = _bare_text(name.text)
    before = name.first - 1
    is_titled = before >= 0 and view.lower[before] in _KEPT_TITLES and view.is_capitalised(before)
    if name.end - name.first > 1 or not is_titled or view.sentence[before] != view.sentence[name.first]:
        return text
    return f"{view.words[before].capitalize()} {text}"


def _bind_short_forms(
    cast: Cast, parsed: Sequence[tuple[_Name, PersonName]], owner: dict[int, Entity], groups: list[Entity]
) -> None:
    """Give each short form to a full name.

    Where several fit, a full name in the same paragraph before it wins, else the person that the short form already
    stood for, else the first one named; 'the late Kim' is another than plain 'Kim'.
    """
    view = cast.view
    bound: dict[PersonName, Entity] = {}
    latest: dict[int, tuple[int, int]] = {}
    titled: dict[int, str | None] = {}
    for i, (name, person) in enumerate(parsed):
        paragraph = view.paragraph[name.first]
        if i in owner:
            latest[owner[i].number] = (paragraph, name.first)
            continue
        gender = person.gender or _title_gender(view, name.first)
        titled[i] = gender
        probe = replace(person, gender=gender)
        fits = [(shortens(probe, e.person), e) for e in groups if e.person is not None]
        best = max((fit for fit, _ in fits), default=0)
        candidates = [e for fit, e in fits if fit == best and best > 0]
        entity = _choose_bearer(view, name.first, candidates, bound.get(person), latest, paragraph)
        entity = entity or _find_misspelt(probe, groups)
        if entity is None:
            entity = cast.new_entity("PERSON")
            entity.person = probe
            groups.append(entity)
            entity.gender = gender
        if name.first and view.lower[name.first - 1] not in _LATE:
            bound.setdefault(person, entity)
        entity.gender = entity.gender or gender
        owner[i] = entity


def _find_misspelt(person: PersonName, groups: Sequence[Entity]) -> Entity | None:
    """Return the one person whose surname a short form is but for a slip of the pen."""
    near = [
        e
        for e in groups
        if e.person is not None
        and len(person.words) == 1
        and is_misspelt(person.words[0], e.person.words[-1])
        and not (person.gender and e.gender and person.gender != e.gender)
    ]
    return near[0] if len(near) == 1 else None


def _choose_bearer(
    view: View,
    first: int,
    candidates: Sequence[Entity],
    bound: Entity | None,
    latest: dict[int, tuple[int, int]],
    paragraph: int,
) -> Entity | None:
    if len(candidates) <= 1:
        return candidates[0] if candidates else bound
    named = [e for e in candidates if e.number in latest]
    in_paragraph = [e for e in named if latest[e.number][0] == paragraph]
    is_marked = first > 0 and view.lower[first - 1] in _LATE
    if len(in_paragraph) == 1 or (in_paragraph and is_marked):
        return max(in_paragraph, key=lambda e: latest[e.number][1])
    if in_paragraph and bound is None:  # the paragraph is about whom it names first
        return min(in_paragraph, key=lambda e: latest[e.number][1])
    if bound is not None and bound in candidates:
        return bound
    return max(named, key=lambda e: latest[e.number]) if named else candidates[0]


def _title_gender(view: View, first: int) -> str | None:
    return gender_of_title(fold(view.words[first - 1])) if first else None


def describe_name(cast: Cast, first: int, end: int, entity: Entity) -> None:
    """Note what the text calls a named person: 'Russian President Ana Rooy', 'Ana Rooy, a lawyer for the union'."""
    view, lexicons = cast.view, cast.lexicons
    i = first - 1
    short = None
    if i > 2 and view.words[i] == ")" and view.words[i - 2] == "(" and view.words[i - 1].isupper():
        short = view.lemmas[i - 1]  # superintendent of police (SP) Ana Rooy
        i -= 3
    words: list[int] = []
    while i >= 0 and view.sentence[i] == view.sentence[first] and len(words) < 8:
        if view.tags[i] not in {"NN", "NNS", "NNP", "NNPS", "JJ", "POS", "HYPH"}:
            break
        words.append(i)
        i -= 1
    while len(words) > 1 and fold(view.words[words[0]]) in lexicons.honorifics:
        words = words[1:]  # chairman Sheikh Rooy is a chairman
    head = None
    if words:
        head = words[0] if lexicons.is_person_noun(settle_noun(view.lemmas[words[0]])) else _head_before_of(cast, i)
    elif first >= 2 and view.words[first - 1] == "," and view.tags[first - 2] in {"NN", "NNP"}:
        j = first - 2
        stretch = []
        while (
            j >= 0 and view.tags[j] in {"NN", "NNP", "JJ", "POS", "HYPH"} and view.sentence[j] == view.sentence[first]
        ):
            stretch.append(j)
            j -= 1
        if (
            lexicons.is_person_noun(view.lemmas[first - 2])
            and j >= 0
            and (view.lower[j] in {"the", "a", "an", "his", "her", "its"} or view.sentence[j] != view.sentence[first])
        ):
            words, head = stretch, first - 2
    if head is not None and lexicons.is_person_noun(settle_noun(view.lemmas[head])):
        _note(cast, entity, head, words)
        if short is not None:
            entity.heads.add(short)
    party = _PARTY.match(view.text, view.ends[end - 1])
    if party:
        entity.heads.add(_PARTIES[party[1]])
        state = lexicons.aliases.get(body_key(party[2]))
        entity.ties.add(fold(state.name if state is not None else party[2]))
    if end < len(view) and view.words[end] in {",", "(", "—", "–"}:
        _note_apposition(cast, entity, end + 1)


_PARTY = re.compile(r",? ?[(,]? ?([DR])[-–—]\s?([A-Z][\w.]*(?: [A-Z][\w.]*)*)")  # Rooy (D-Ill.); Rooy, R-New York
_PARTIES = {"D": "democrat", "R": "republican"}


def _head_before_of(cast: Cast, of: int) -> int | None:
    """Return the title of 'Secretary of State Ana Rooy'; ``of`` is the token before the words that end it."""
    view = cast.view
    if of < 1 or view.lower[of] != "of" or view.tags[of - 1] not in {"NN", "NNP"}:
        return None
    is_title = view.is_capitalised(of + 1) and view.is_capitalised(of - 1)
    return of - 1 if is_title or cast.lexicons.is_person_noun(view.lemmas[of - 1]) else None


def _note_apposition(cast: Cast, entity: Entity, i: int) -> None:
    view = cast.view
    n = len(view)
    if i + 1 < n and view.tags[i] == "CD" and view.words[i + 1] == ",":
        i += 2  # Ana Rooy, 47, a lawyer
    start = i
    sentence = view.sentence[start - 1]
    if i < n and view.lower[i] in {"the", "a", "an", "his", "her", "its", "their", "who", "then"}:
        i += 1
    head = None
    while (
        i < n
        and view.sentence[i] == sentence
        and view.tags[i] in {"NN", "NNS", "NNP", "JJ", "POS", "HYPH", "RB", "VBN", "CC"}
    ):
        if view.tags[i] in {"NN", "NNP"}:
            head = i
        i += 1
    if head is None or not cast.lexicons.is_person_noun(view.lemmas[head]):
        return
    stop = i
    while (
        stop < n
        and stop - start < 14
        and view.sentence[stop] == sentence
        and view.words[stop] not in {",", ".", ";", ")", "“", '"', "—"}
    ):
        stop += 1
    _note(cast, entity, head, range(start, stop))


def _note(cast: Cast, entity: Entity, head: int, words: Iterable[int]) -> None:
    lemma = cast.view.lemmas[head]
    entity.heads.add(settle_noun(lemma))
    entity.gender = entity.gender or gender_of_noun(lemma.rstrip("."))
    entity.ties |= find_ties(cast, words)


_ALIKE = {
    "gov": "governor",
    "sen": "senator",
    "rep": "representative",
    "congressman": "representative",
    "congresswoman": "representative",
    "congressperson": "representative",
    "gen": "general",
    "pres": "president",
    "pm": "minister",
    **dict.fromkeys(("legislator", "parliamentarian", "assemblyman", "assemblywoman", "mp", "mep"), "lawmaker"),
}


def settle_noun(lemma: str) -> str:
    """Return the noun that an office goes by: 'rep.' and 'congressman' are a representative, an MP a lawmaker."""
    word = lemma.rstrip(".")
    return _ALIKE.get(word, word)


def find_ties(cast: Cast, words: Iterable[int]) -> set[str]:
    """Return the countries and bodies that some tokens name, in folded form."""
    view, lexicons = cast.view, cast.lexicons
    ties: set[str] = set()
    tokens = sorted(words)
    for k, i in enumerate(tokens):
        for width in (3, 2, 1):
            stretch = tokens[k : k + width]
            if len(stretch) < width or stretch[-1] - i != width - 1:
                continue
            name = " ".join(fold(view.words[j]) for j in stretch)
            place = name if name in lexicons.places else lexicons.country_of(name)
            if place is not None:
                ties.add(fold(place))
                break
        mention = cast.by_token.get(i)
        if mention is not None and mention.label != "PERSON":
            ties.add(fold(cast.entities[mention.entity].name))
    return ties


def _gather_bodies(cast: Cast, names: Sequence[_Name]) -> None:
    """Join names of bodies, places and things: the same key, a seeded alias, an acronym, or a known short form."""
    lexicons = cast.lexicons
    by_key: dict[tuple[str, str], Entity] = {}
    texts = Counter((n.label if n.label not in _PLACES else "GPE", n.text) for n in names)
    long_names = sorted({n.text for n in names if n.label == "ORG" and " " in n.text}, key=lambda t: (-len(t), t))
    canonical: dict[tuple[str, str], str] = {}
    bracketed = {
        body_key(short.text): body_key(full.text)
        for full, short in pairwise(names)
        if full.label == short.label == "ORG" and short.first == full.end + 1 and cast.view.words[full.end] == "("
    }
    for label, text in texts:
        key = body_key(text)
        alias = lexicons.aliases.get(key)
        if (alias is not None and alias.label == label) or (alias is not None and label in _PLACES):
            canonical[label, text] = body_key(alias.name)
        elif label == "ORG":
            fuller = bracketed.get(key) or _expand(text, key, long_names)
            medium = lexicons.media.get(key)
            canonical[label, text] = body_key(medium) if fuller == key and medium is not None else fuller
        else:
            canonical[label, text] = key
    for name in names:
        label = name.label if name.label not in _PLACES else "GPE"
        key = canonical[label, name.text]
        entity = by_key.get((label, key))
        if entity is None:
            entity = cast.new_entity(name.label)
            by_key[label, key] = entity
        alias = lexicons.aliases.get(body_key(name.text))
        entity.names[alias.name if alias is not None and alias.label == label else _bare_text(name.text)] += 1
        cast.add_mention(name.first, name.end, "name", entity)


def _expand(text: str, key: str, long_names: Sequence[str]) -> str:
    """Return the key of the longer name that an acronym or a name's last words stand for, else the name's own."""
    for full in long_names:
        full_key = body_key(full)
        if full_key != key and (
            is_acronym_of(text.strip("()"), full) or (full_key.startswith(key + " ") and len(key.split()) > 1)
        ):
            return full_key
    if " " in key:
        return key
    fuller = {body_key(full) for full in long_names if f" {body_key(full)} ".startswith(f" {key} ")}
    fuller = fuller - {key} or {body_key(full) for full in long_names if body_key(full).endswith(" " + key)}
    return fuller.pop() if len(fuller) == 1 else key
