"""The article so far, as references are settled in its order: its cast, who was cited, whom descriptions meant."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from transforms.extract.mentions import Cast, Entity, Mention, is_hyphened
from transforms.extract.view import NOMINAL_TAGS, SUBJECTS, View
from transforms.lexicon import load_words

MALE, FEMALE = load_words("masculine_pronouns"), load_words("feminine_pronouns")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a source's words stand for.

    ``how`` is name, surname, pronoun, nominal or implicit; ``margin`` (0 to 1) tells how clear the choice was.
    ``others`` are further named sources of the same words ('A and B said'); ``found_by`` names the rule or model that
    settled it.
    """

    entity: Entity | None
    name: str | None
    source_type: str
    how: str
    margin: float = 1.0
    is_plural: bool = False
    others: tuple[Entity, ...] = ()
    head: int | None = None
    found_by: str = "name"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible answer to the question whom words mean, and its figures by name; those left out are 0."""

    reference: Reference
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Choice:
    """A question that was answered: its kind, token, frame (-1 for none), candidates, and which of them was taken."""

    kind: str
    token: int
    frame: int
    candidates: tuple[Candidate, ...]
    taken: int


@dataclass(slots=True)
class Discourse:
    """The article so far: its cast, and who was cited where.

    ``described`` are subjects without a name, by the token of their noun. ``named_inside`` are the people whom the
    quotation names whose speaker is looked for: few name themselves. ``choices`` are the questions answered so far,
    ``frame`` the number of the frame whose source is being settled.
    """

    view: View
    cast: Cast
    cited: list[tuple[int, Entity | None, Reference]] = field(default_factory=list)
    described: list[tuple[int, str, Reference]] = field(default_factory=list)
    subjects: dict[Mention, bool] = field(default_factory=dict)
    modifiers: dict[Mention, bool] = field(default_factory=dict)
    by_lemma: dict[str, list[int]] = field(default_factory=dict)
    named_inside: frozenset[int] = frozenset()
    choices: list[Choice] = field(default_factory=list)
    frame: int = -1
    theys: dict[int, int] | None = None

    def tokens_with(self, lemma: str) -> list[int]:
        """Return the nouns of a lemma, in order."""
        if not self.by_lemma:
            for i, found in enumerate(self.view.lemmas):
                if self.view.tags[i] in NOMINAL_TAGS:
                    self.by_lemma.setdefault(found, []).append(i)
        return self.by_lemma.get(lemma, [])

    def own_they(self) -> Mapping[int, int]:
        """Return the people who 'use they/them pronouns', each with the token that says so."""
        if self.theys is None:
            view, self.theys = self.view, {}
            for i in range(len(view)):
                if view.lower[i] == "they/them" or view.lower[i : i + 3] == ["they", "/", "them"]:
                    sentence = view.sentences[view.sentence[i]].start if view.sentence[i] >= 0 else i
                    people = [m for m in self.cast.between(sentence, i) if m.label == "PERSON"]
                    for mention in people[-1:]:
                        self.theys.setdefault(mention.entity, i)
        return self.theys

    def cite(self, token: int, reference: Reference) -> None:
        """Note that a source was cited at a token; later pronouns look back to it."""
        self.cited.append((token, reference.entity, reference))

    def is_subject(self, mention: Mention) -> bool:
        """Whether a mention is its clause's subject, or the name in an apposition to it."""
        known = self.subjects.get(mention)
        if known is None:
            view = self.view
            known = not self.is_modifier(mention) and any(
                view.deps[i] in SUBJECTS
                or (view.deps[i] in {"appos", "flat", "nmod:desc", "compound"} and view.deps[view.heads[i]] in SUBJECTS)
                for i in range(mention.first, mention.end)
            )
            self.subjects[mention] = known
        return known

    def is_modifier(self, mention: Mention) -> bool:
        """Whether a mention only says which thing is meant: the Rooy regime, the Rooy campaign."""
        known = self.modifiers.get(mention)
        if known is None:
            known = self.modifiers[mention] = self._modifies(mention)
        return known

    def _modifies(self, mention: Mention) -> bool:
        view = self.view
        led = self.cast.lexicons.words["qualifying_participles"]
        if is_hyphened(view, mention.end) and mention.end + 1 < len(view) and view.lower[mention.end + 1] in led:
            return True  # the Rooy-led party
        behind = range(mention.end, mention.end + 3)
        heads = [view.heads[i] for i in range(mention.first, mention.end) if view.deps[i] == "compound"]
        return any(
            i in behind and view.tags[i] in {"NN", "NNS"} and not self.cast.lexicons.is_person_noun(view.lemmas[i])
            for i in heads
        )

    def is_part_of_body(self, mention: Mention) -> bool:
        """Whether a person's name only tells which body is meant: the Rooy regime, the Rooy-led party."""
        after = mention.end
        if after >= len(self.view) or not self.is_modifier(mention):
            return False
        kind = self.cast.lexicons.headwords.get(self.view.lemmas[after])
        return kind in {"government", "organization"} or is_hyphened(self.view, after)

    def paragraph_start(self, token: int, back: int) -> int:
        """Return the first token of the paragraph that lies ``back`` paragraphs before a token's."""
        number = max(self.view.paragraph[token] - back, 0)
        return bisect_left(self.view.starts, self.view.paragraphs[number].start)


def vote_genders(cast: Cast) -> None:
    """Let 'he' and 'she' behind a person's name tell the gender that the name does not."""
    view = cast.view
    votes: dict[int, Counter[str]] = {}
    last: Mention | None = None
    for i, word in enumerate(view.lower):
        mention = cast.by_token.get(i)
        if mention is not None and mention.label == "PERSON":
            last = mention
        gender = "m" if word in MALE else "f" if word in FEMALE else None
        if gender is None or last is None or view.paragraph[i] != view.paragraph[last.first]:
            continue
        if view.quote[i] == view.quote[last.first] and view.sentence[i] - view.sentence[last.first] <= 1:
            votes.setdefault(last.entity, Counter())[gender] += 1
    for number, count in votes.items():
        entity = cast.entities[number]
        if entity.gender is None:
            (gender, most), *rest = count.most_common()
            if not rest or most >= 2 * rest[0][1]:
                entity.gender = gender
