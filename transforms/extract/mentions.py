"""The cast of an article: its entities, and where the text mentions them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from transforms.extract.lexicons import Lexicons
from transforms.extract.name_spans import is_hyphened
from transforms.extract.names import SUFFIXES, PersonName, fold
from transforms.extract.view import View
from transforms.lexicon import load_office_nouns

__all__ = ["Cast", "Entity", "Mention", "find_ties", "is_hyphened", "settle_noun"]


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

    ``heads`` are the nouns that describe it (president, agency), ``ties`` the countries and bodies it is tied to,
    ``title`` the fullest title that the text gives with it (``title_weight``: its words that count), ``affiliation``
    the body or country named in its titles.
    ``gender`` may rest on the given name, ``told_gender`` only on the text's titles, nouns and pronouns.
    """

    number: int
    label: str
    names: Counter[str] = field(default_factory=Counter)
    person: PersonName | None = None
    gender: str | None = None
    told_gender: str | None = None
    heads: set[str] = field(default_factory=set)
    ties: set[str] = field(default_factory=set)
    title: str | None = None
    title_weight: int = 0
    affiliation: str | None = None
    refers_to: int | None = None

    @property
    def name(self) -> str:
        """The name to show."""
        if len(self.names) == 1:
            return next(iter(self.names))
        return choose_name(self.names) if self.person is not None else min(self.names, key=self._rank_body)

    def _rank_body(self, name: str) -> tuple[int, int, str]:
        words = [w for w in fold(name).split() if len(w) > 1]
        return -(0 if name.isupper() and len(words) < 2 else len(words)), -self.names[name], name


def choose_name(names: Mapping[str, int]) -> str:
    """Return the person's name to show: the most frequent full form, the fuller of those as frequent.

    A bare surname speaks for the forms that end with it: a misprint, or a word run into the name, loses to the rest. So
    does a name with a word behind it to the name without, where that is as frequent.
    """
    words = {name: fold(name).split() for name in names}
    alone = {w[-1]: names[name] for name, w in words.items() if len(w) == 1}
    return min(
        names,
        key=lambda n: (
            len(words[n]) < 2,
            any(_begins(words[other], words[n]) and names[other] >= names[n] for other in names),
            -names[n] - alone.get(_surname(words[n]), 0),
            -sum(len(w) > 1 for w in words[n]),
            n,
        ),
    )


def _begins(short: Sequence[str], name: Sequence[str]) -> bool:
    return 1 < len(short) < len(name) and name[: len(short)] == short and name[-1] not in SUFFIXES


def _surname(words: Sequence[str]) -> str:
    return words[-2] if len(words) > 1 and words[-1] in SUFFIXES else words[-1] if words else ""


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

    def between(self, first: int, end: int) -> list[Mention]:
        """Return the mentions that begin at the tokens from ``first`` to ``end`` (exclusive)."""
        low = bisect_left(self.mentions, first, key=lambda m: m.first)
        high = bisect_left(self.mentions, end, lo=low, key=lambda m: m.first)
        return self.mentions[low:high]


_ALIKE = load_office_nouns()


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
