"""The seed tables, indexed the way extraction looks things up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transforms.extract.cues import CueLexicon, build_cue_lexicon
from transforms.extract.names import body_key, fold
from transforms.lexicon import load_words
from transforms.seeds import Alias, Metonym, RelayPattern, Seeds

# Words for people beside those that the seeds call an unnamed person.
PERSON_NOUNS = load_words("person_nouns")
_GENDERED = {"m": load_words("masculine_nouns"), "f": load_words("feminine_nouns")}


def gender_of_noun(noun: str) -> str | None:
    """Return "m" or "f" for a noun that tells the gender of the person it describes."""
    return next((gender for gender, nouns in _GENDERED.items() if noun in nouns), None)


@dataclass(frozen=True, slots=True)
class Lexicons:
    """Lookups by folded name or lower-case word.

    ``media`` are the folded names of outlets and agencies; ``offices`` holds the last words of office titles;
    ``places`` are the folded names of countries, and of states, that the seeds know; ``relays`` go by the first word.
    """

    seeds: Seeds
    cues: CueLexicon
    honorifics: frozenset[str]
    offices: frozenset[str]
    aliases: Mapping[str, Alias]
    metonyms: Mapping[str, Metonym]
    demonyms: Mapping[str, str]
    media: Mapping[str, str]
    headwords: Mapping[str, str]
    places: frozenset[str]
    words: Mapping[str, frozenset[str]]
    past: Mapping[str, str]
    who: Mapping[str, Mapping[str, float]]
    confidence: Mapping[str, Mapping[str, float]]
    quoted: Mapping[str, float]
    relays: Mapping[str, Sequence[RelayPattern]]

    def country_of(self, words: str) -> str | None:
        """Return the country that a folded demonym, country or capital stands for."""
        if words in self.demonyms:
            return self.demonyms[words]
        metonym = self.metonyms.get(words)
        if metonym is not None:
            return metonym.country
        alias = self.aliases.get(words)
        return alias.name if alias is not None and alias.label == "GPE" else None

    def is_title(self, word: str) -> bool:
        """Whether a folded word is a title of address or office."""
        return word in self.honorifics or word in self.offices

    def is_person_noun(self, lemma: str) -> bool:
        """Whether a noun describes a person."""
        return lemma in PERSON_NOUNS or lemma in self.offices or self.headwords.get(lemma) == "unnamed_person"


def build_lexicons(seeds: Seeds) -> Lexicons:
    """Index the seeds; the same seeds give the lookups of the last call back."""
    if _last and _last[0].seeds is seeds:
        return _last[0]
    media = {body_key(name): o.outlet for o in seeds.outlets.values() for name in (*o.aliases, o.outlet)}
    media |= {body_key(name): a.agency for a in seeds.agencies.values() for name in (*a.aliases, a.agency)}
    titles = seeds.titles
    relays: dict[str, list[RelayPattern]] = {}
    for pattern in seeds.relays:
        for word in pattern.words[0]:
            relays.setdefault(word, []).append(pattern)
    lexicons = Lexicons(
        seeds=seeds,
        cues=build_cue_lexicon(seeds.cues.values()),
        honorifics=frozenset(fold(t) for t, kind in titles.items() if kind == "honorific" and " " not in t),
        offices=frozenset(fold(t).split()[-1] for t, kind in titles.items() if kind == "office" and " of " not in t),
        aliases={body_key(a): alias for a, alias in seeds.aliases.items()},
        metonyms={body_key(name): metonym for name, metonym in seeds.metonyms.items()},
        demonyms={fold(demonym): country for demonym, country in seeds.demonyms.items()},
        media=media,
        headwords=seeds.headwords,
        words=seeds.words,
        past={verb: form for verb, _, form in (pair.partition(" ") for pair in seeds.words.get("past_forms", ()))},
        who=seeds.weights.get("who", {}),
        confidence=seeds.weights.get("confidence", {}),
        relays=relays,
        quoted=seeds.weights.get("quoted", {}).get("all", {}),
        places=frozenset(
            fold(place)
            for place in (
                *seeds.demonyms.values(),
                *(m.country for m in seeds.metonyms.values() if m.country),
                *(alias.name for alias in seeds.aliases.values() if alias.label == "GPE"),
            )
        ),
    )
    _last[:] = [lexicons]
    return lexicons


_last: list[Lexicons] = []
