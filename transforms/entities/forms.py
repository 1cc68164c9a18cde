"""The distinct names of people, read: cleaned of what belongs to no name, cut into parts, weighed by the corpus."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from transforms.extract.names import SUFFIXES, PersonName, fold, is_given, parse_person
from transforms.lexicon import load_chosen, load_frequencies
from transforms.match.text import stem_word
from transforms.seeds import Seeds

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_PLAIN = _APOSTROPHES | str.maketrans("[]", "  ")
_PARTY_TAG = re.compile(r"\(?[A-Z]{1,2}-[A-Z][\w.]*\)?,?$|\(\w{0,2}$|[([{].*[)\]}]$")
_GLUE = re.compile(r"([^\W\d_][^\W\d_A-Z']*[a-zà-öø-ÿ])([A-Z].*)")
# What is tied to a name: Ana Rooy(@rooy, Ana Rooy-R-Ohio, the Ana Rooy-affiliated.
_TIED = re.compile(r"(?<=\w)(?:[(@|<].*|-[A-Z]-[A-Z].*|-[a-z]{3,}(?:ed|ing))$")
_LEAST_GLUED = 4  # letters; shorter beginnings (CeCe, JoAnn) are names
_CAPITALS = re.compile(r"[^\W\d_]{2,}")
_MARKS = " ,;:.…()[]{}“”\"'‘’-–—/|*•"


@dataclass(frozen=True, slots=True)
class _Chosen:
    """How often names must stand for what is said of them in a corpus (``data/models/corpus_names.json``).

    Attributes:
        least_bearers: people of other given names, or surnames, from which on a word is a surname, or a given name.
        rarer: a longer form this many times rarer than the name inside it is that name and a word of its surroundings.
        surely: a misprint may stand beside the name that is this many times as frequent.
        rare_form: a form this many times rarer than the usual name does not become the canonical one.
        known: articles of somebody well known.
        lead: how many times more articles than a relative's somebody has who takes a surname from it.
        others: of the articles of somebody whose name a surname is, the most that all others who bear it may have.
        prior: the weight of the whole corpus beside the months around.
    """

    least_bearers: int
    rarer: int
    surely: int
    rare_form: int
    known: int
    lead: int
    others: float
    prior: float


CHOSEN = load_chosen("corpus_names", _Chosen)


@dataclass(frozen=True, slots=True)
class NameSeeds:
    """What the seeds say of people's names."""

    honorifics: frozenset[str]
    offices: frozenset[str]
    nicknames: Mapping[str, frozenset[str]]
    decisions: Mapping[frozenset[str], bool]
    crowned: frozenset[str]
    prefixes: frozenset[str]
    not_names: frozenset[str]

    def decide(self, a: str, b: str) -> bool | None:
        """Say whether the user has two names be one entity's; None where the user says nothing."""
        return self.decisions.get(frozenset((fold(a), fold(b)))) if self.decisions else None

    @classmethod
    def read(cls, seeds: Seeds) -> NameSeeds:
        """Take them from the seed tables."""
        offices = (
            fold(title).split() for title, kind in seeds.titles.items() if kind == "office" and " of " not in title
        )
        return cls(
            frozenset(fold(t) for t, kind in seeds.titles.items() if kind == "honorific" and " " not in t),
            frozenset(words[-1] for words in offices) | seeds.words.get("before_names", frozenset()),
            seeds.nicknames,
            {frozenset(fold(name) for name in pair): is_same for pair, is_same in seeds.entity_aliases.items()},
            seeds.words.get("crowned", frozenset()),
            seeds.words.get("name_prefixes", frozenset()),
            seeds.words.get("not_names", frozenset()),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A distinct name of people: as the articles have it, without what is no name, in parts, and in how many articles.

    ``kind`` is full, short (a surname, a given name, or what several people can be), or none (no person's name).
    ``cut`` says that words were taken off.
    """

    name: str
    shown: str
    person: PersonName
    articles: int
    kind: str
    cut: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words."""
        return self.person.words


def read_forms(counts: Mapping[str, int], aliases: Iterable[tuple[str, str, int]], seeds: NameSeeds) -> dict[str, Form]:
    """Read the distinct names of people of a corpus.

    Args:
        counts: in how many articles each name stands for an entity.
        aliases: (name, other form, articles) where an article uses both for one person.
        seeds: titles and prefixes.
    """
    forms = {name: _read_form(name, count, seeds) for name, count in counts.items()}
    words = _Words.count(forms.values(), aliases)
    return {name: _settle(form, words, seeds) for name, form in forms.items()}


def _read_form(name: str, count: int, seeds: NameSeeds) -> Form:
    text = _TIED.sub("", name.translate(_PLAIN))
    written = _cut_glue(_drop_tags(text.split()), seeds)
    tokens = _drop_titles(written, seeds)
    if len(tokens) == 1 and len(written) == 2 and fold(written[0]) in seeds.crowned:
        tokens = written
    shown = " ".join(tokens).strip(_MARKS)
    shown = _CAPITALS.sub(_capitalise, shown) if shown.isupper() and len(tokens) > 1 else shown
    person = parse_person(shown or name, ())
    if tokens is written and len(tokens) == 2 and len(person.words) == 1:  # a pope's name is whole with the title
        person = replace(person, words=(fold(tokens[0]), *person.words))
    shown += "." * (person.suffix in {"jr", "sr"} and tokens[-1].endswith("."))
    return Form(name, shown or name, person, count, _kind_of(shown, person, seeds), fold(shown) != fold(text))


def _capitalise(match: re.Match[str]) -> str:
    word = match[0]
    return word if fold(word) in SUFFIXES else word.capitalize()


def _kind_of(shown: str, person: PersonName, seeds: NameSeeds) -> str:
    if not any(c.isalpha() for c in shown):
        return "none"
    if len(shown.split()) == 1 and (glued := _GLUE.match(shown)) and fold(glued[1]) not in seeds.prefixes:
        return "none"
    return "full" if person.is_full and len(person.words[-1]) > 1 else "short"


def _drop_tags(tokens: list[str]) -> list[str]:
    kept = [t for t in tokens if not _PARTY_TAG.match(t) or t.rstrip(".").lower() in SUFFIXES]
    return kept or tokens


def _cut_glue(tokens: list[str], seeds: NameSeeds) -> list[str]:
    """Cut a name where another text runs into it: 'Ada HolmBudget', 'Ada Holm Ada Beatrice Holm'."""
    if len(tokens) > 1:
        for n, token in enumerate(tokens):
            glued = _GLUE.match(token) if n or token[0].islower() else None
            if glued and len(glued[1]) >= _LEAST_GLUED and fold(glued[1]) not in seeds.prefixes:
                tokens = [*tokens[:n], glued[1]] if token[0].isupper() else [glued[2], *tokens[n + 1 :]]
                break
    seen: set[str] = set()
    for n, token in enumerate(tokens):
        if len(tokens) > 2 and fold(token) in seen and len(fold(token)) > 1:
            return tokens[1:] if n == len(tokens) - 1 and fold(token) == fold(tokens[0]) and n > 2 else tokens[:n]
        seen.add(fold(token))
    return tokens


def _drop_titles(tokens: list[str], seeds: NameSeeds) -> list[str]:
    """Drop titles and offices before a name; what is a common given name too (Dean) stays before one more word."""
    while len(tokens) > 1:
        word = fold(tokens[0])
        is_title = word in seeds.honorifics or word in seeds.offices
        if not is_title or (is_given(word) and not tokens[0].endswith(".")):
            break
        tokens = tokens[1:]
    return tokens


@dataclass(slots=True)
class _Words:
    """How often words stand as given names and surnames of a corpus, and who bears them."""

    full: dict[tuple[str, ...], int] = field(default_factory=dict)
    given: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    bearers: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    own: dict[tuple[str, ...], set[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def count(cls, forms: Iterable[Form], aliases: Iterable[tuple[str, str, int]]) -> _Words:
        words = cls()
        for form in forms:
            parts = form.words
            if form.kind == "full":
                words.full[parts] = words.full.get(parts, 0) + form.articles
                words.given[parts[0]].add(parts[-1])
                words.bearers[parts[-1]] += form.articles
            elif len(parts) == 1:
                words.alone[parts[0]] += form.articles
        for name, alias, count in aliases:
            short = tuple(fold(alias.translate(_APOSTROPHES)).split())
            if len(short) == 1:
                words.alone[short[0]] += count
            words.own[tuple(fold(name.translate(_APOSTROPHES)).split())].add(short)
        return words

    def is_given(self, word: str) -> bool:
        """Whether a word is a given name: listed, or that of people of several surnames."""
        return len(word) == 1 or is_given(word) or len(self.given.get(word, ())) >= CHOSEN.least_bearers

    def is_surname(self, word: str) -> bool:
        """Whether a word is the surname of somebody whom the corpus also calls by it alone."""
        return self.bearers[word] >= CHOSEN.least_bearers and self.alone[word] > 0 and not is_given(word)


def _settle(form: Form, words: _Words, seeds: NameSeeds) -> Form:
    """Cut what the corpus shows to be no part of the name; what is then nobody's name is none."""
    no_name = any(w in seeds.not_names for w in form.words) or all(
        w in seeds.offices and not is_given(w) for w in form.words
    )
    if form.kind == "none" or no_name:
        return replace(form, kind="none")
    if form.person.is_single:
        pair = all(words.is_surname(w) or words.bearers[w] >= CHOSEN.least_bearers for w in form.words)
        whole = (
            any(parts[-len(form.words) :] == form.words for parts in words.full if len(parts) > len(form.words))
            if pair
            else True
        )
        return form if whole else replace(form, kind="none")
    if form.kind != "full":
        return form
    kept = _find_name_inside(form, words)
    if kept is None:
        return form
    first, end = kept
    shown = " ".join(_shown_words(form)[first:end])
    person = PersonName(form.words[first:end], form.person.suffix, form.person.gender)
    return replace(form, shown=shown, person=person, kind="full" if end - first > 1 else "short", cut=True)


def _shown_words(form: Form) -> list[str]:
    """Return the words as written that stand for the folded ones; the folded where a hyphen makes them differ."""
    shown = [w.strip(",") for w in form.shown.split()]
    return shown if len(shown) >= len(form.words) else [w.title() for w in form.words]


def _find_name_inside(form: Form, words: _Words) -> tuple[int, int] | None:
    """Return the part of a full form that is a name of the corpus, where the rest is none."""
    parts = form.words
    size = len(parts)
    for first, end in ((0, size - 1), (1, size), (0, size - 2), (2, size)):
        inner = parts[first:end]
        if len(inner) < 2 or words.full.get(inner, 0) < CHOSEN.rarer * form.articles or len(inner[-1]) == 1:
            continue
        rest = parts[:first] + parts[end:]
        own = words.own.get(parts, set())
        is_used = (parts[-1],) in own if end < size else False
        begins = end < size or words.is_given(inner[0]) or all(_is_word(w) for w in rest)
        if begins and not is_used and not any(words.is_given(w) for w in rest) and not is_given(inner[-1]):
            return first, end
    if size == 2 and form.articles <= CHOSEN.rarer:
        own = words.own.get(parts, set())
        if (
            words.is_surname(parts[1])
            and parts[0].endswith("s")
            and _is_word(parts[0])
            and not words.is_given(parts[0])
        ):
            return 1, 2  # a headline's verb
        is_last_word = (
            (_is_word(parts[1]) or _is_acronym(form.shown))
            and words.bearers[parts[1]] <= form.articles
            and (parts[1],) not in own
        )
        if is_last_word and words.is_surname(parts[0]):
            return 0, 1
    return None


def _is_acronym(shown: str) -> bool:
    """Whether capitals end a name that is else written with one: Holm SOTUs."""
    *_, first, last = shown.split()
    return last[:2].isupper() and last[:2].isalpha() and not first.isupper()


def _is_word(word: str) -> bool:
    return stem_word(word) in load_frequencies()
