"""Whom a pronoun, a description or words without a source mean: one choice among candidates, by fitted weights.

For each question the candidates are listed, each with the same figures (distance, grammatical role, gender, what the
text calls them, who was cited before …); the candidate with the best sum of weighted figures is the answer, and its
share of the whole (a softmax over the candidates) says how sure it is. 'Nobody', and for a description 'somebody
without a name', are candidates as well. A conditional logit, as Denis and Baldridge (2008) use it for coreference;
weights are in ``data/models/who.json`` and fitted by ``python -m flows.gate.fit_who``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp, log1p

from transforms.extract.discourse import Candidate, Choice, Discourse, Reference
from transforms.extract.mentions import Cast, Entity, Mention
from transforms.extract.rules import rule
from transforms.extract.source_types import type_of_name
from transforms.extract.view import SUBJECTS, View

KINDS = ("he", "he_aside", "they", "it", "person", "body", "group", "document", "implicit")
"""Kinds of questions, each with weights of its own: pronouns, `he_aside` those that are no source; the minister, the
company, the lawyers, the report; words without a source."""

_PEOPLE = frozenset({"PERSON"})
_BODIES = frozenset({"ORG", "GPE", "NORP", "LOC", "FAC"})
_WINDOW, _PARAGRAPHS, _CITED, _DESCRIBED = 90, 8, 12, 8
_FAR_SENTENCES = 12


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked at a token.

    ``noun`` and ``ties`` are those of a description, ``itself`` is what it stands for when it means nobody named
    before; ``is_named`` says that it holds a name ('the Rooy campaign'), ``is_of`` that it goes on ('the head of'),
    ``is_somebodys`` that it is told by another person's name ('the daughter of Ana Rooy'); ``inside`` are the people
    named in it, whom it does not mean ('Mr Rooy's spokesman').
    ``phrase`` are the description's words, ``words`` counts those of a quotation.
    """

    kind: str
    token: int
    gender: str | None = None
    noun: str = ""
    ties: frozenset[str] = frozenset()
    itself: Reference | None = None
    is_named: bool = False
    is_of: bool = False
    is_somebodys: bool = False
    inside: frozenset[int] = frozenset()
    phrase: frozenset[str] = frozenset()
    modifiers: int = 0
    words: int = 0


def answer(discourse: Discourse, question: Question, how: str) -> Reference:
    """Return what is meant; its margin is the chance that it is right, as the weights have it."""
    candidates = list_candidates(discourse, question)
    kind = "he_aside" if question.kind == "he" and discourse.frame < 0 else question.kind
    chances = rate(candidates, discourse.cast.lexicons.who.get(kind, {}))
    best = max(range(len(candidates)), key=lambda k: (chances[k], -k))
    discourse.choices.append(Choice(kind, question.token, discourse.frame, tuple(candidates), best))
    chosen = candidates[best].reference
    return replace(chosen, how=how, margin=chances[best], head=question.token, found_by=f"choice.{question.kind}")


def rate(candidates: Sequence[Candidate], weights: Mapping[str, float]) -> list[float]:
    """Return the chance of each candidate."""
    sums = [sum(weights.get(name, 0.0) * value for name, value in c.figures.items()) for c in candidates]
    most = max(sums)
    shares = [exp(value - most) for value in sums]
    whole = sum(shares)
    return [share / whole for share in shares]


def list_candidates(discourse: Discourse, question: Question) -> list[Candidate]:
    """Return the candidates of a question, named ones first; never empty."""
    own = _find_they(discourse, question) or _find_answering(discourse, question)
    if own is not None:
        return [Candidate(_refer_to(discourse.cast, own), {"named": 1.0})]
    found = [
        *_list_entities(discourse, question),
        *_list_couples(discourse, question),
        *_list_unnamed(discourse, question),
    ]
    if question.is_somebodys:
        found = [candidate for candidate in found if candidate.figures.get("called_so")]
    if question.itself is not None:
        found.append(Candidate(question.itself, _rate_itself(discourse, question)))
    else:
        found.append(Candidate(Reference(None, None, "unknown", "nominal"), _rate_nobody(discourse, question)))
    return found


@dataclass(slots=True)
class _Trace:
    """What the text before a question holds of one entity."""

    last: Mention
    count: int = 0
    subjects: int = 0


def _list_entities(discourse: Discourse, question: Question) -> list[Candidate]:
    view, cast, token = discourse.view, discourse.cast, question.token
    traces = _trace_entities(discourse, question)
    if not traces:
        return []
    latest = max(t.last.first for t in traces.values())
    leading = {n for n, t in traces.items() if _leads_sentence(discourse, question, t.last)}
    near = {n for n, t in traces.items() if view.paragraph[t.last.first] == view.paragraph[token]}
    here = Counter(cast.entities[n].label == "PERSON" for n in near)
    known = question.itself.entity if question.itself is not None else None
    found = []
    for number, trace in traces.items():
        entity = cast.entities[number]
        if entity is known or number in question.inside:
            continue
        figures = _rate_entity(discourse, question, entity, trace)
        figures["latest"] = float(trace.last.first == latest)
        figures["passed_over"] = float(bool(leading - {number}) and number not in leading)
        figures["sole"] = float(number in near and here[entity.label == "PERSON"] == 1)
        found.append(Candidate(_refer_to(cast, entity), figures))
    return found


def _leads_sentence(discourse: Discourse, question: Question, mention: Mention) -> bool:
    """Whether a person is the subject of an earlier clause of the question's sentence, outside marks."""
    view, token = discourse.view, question.token
    is_here = view.sentence[mention.first] == view.sentence[token] and mention.first < token
    is_person = mention.label == "PERSON" and mention.kind == "name"
    return is_here and is_person and view.quote[mention.first] < 0 and discourse.is_subject(mention)


def _refer_to(cast: Cast, entity: Entity) -> Reference:
    return Reference(entity, entity.name, type_of_name(entity.name, entity.label, cast.lexicons), "nominal")


def _trace_entities(discourse: Discourse, question: Question) -> dict[int, _Trace]:
    """Return what came before of every entity that a question can mean, by number."""
    view, cast, token = discourse.view, discourse.cast, question.token
    wanted = _PEOPLE if question.kind in {"he", "person"} else _PEOPLE | _BODIES
    if question.kind in {"it", "body", "group"}:
        wanted = _BODIES
    if question.kind == "document" and not _is_statement(discourse, question):
        return {}
    start = discourse.paragraph_start(token, _PARAGRAPHS)
    mentions = cast.between(start, token)[-_WINDOW:]
    bound = _find_bound(discourse, question, mentions)
    traces: dict[int, _Trace] = {}
    for mention in mentions:
        entity = cast.entities[mention.entity]
        if mention.entity in bound or mention.label not in wanted or discourse.is_part_of_body(mention):
            continue
        if question.gender and entity.gender and entity.gender != question.gender:
            continue
        trace = traces.setdefault(mention.entity, _Trace(mention))
        trace.last = mention
        trace.count += 1
        trace.subjects += discourse.is_subject(mention) and view.quote[mention.first] < 0
    return traces


def _find_bound(discourse: Discourse, question: Question, mentions: Sequence[Mention]) -> set[int]:
    """Return who has another part in the clause, as a subject and an agent are two: Rooy was called by the court."""
    view = discourse.view
    head = question.token + question.modifiers
    verb = view.heads[head]
    if question.kind == "implicit" or view.deps[head] not in _PARTS or verb == head:
        return set()
    near = (m for m in mentions if view.sentence[m.first] == view.sentence[head] and not m.first <= head < m.end)
    return {
        m.entity for m in near if _find_governor(view, m) == verb and not _PARTS.isdisjoint(view.deps[m.first : m.end])
    }


_PARTS = SUBJECTS | {"obj", "iobj", "obl:agent"}


def _rate_entity(discourse: Discourse, question: Question, entity: Entity, trace: _Trace) -> dict[str, float]:
    view, cast, token, last = discourse.view, discourse.cast, question.token, trace.last
    seen = cast.first_seen.get(entity.number)
    sentences = abs(view.sentence[token] - view.sentence[last.first])
    paragraphs = abs(view.paragraph[token] - view.paragraph[last.first])
    is_subject = discourse.is_subject(last)
    is_quoted = view.quote[last.first] >= 0
    after = view.words[last.end] if last.end < len(view) else ""
    figures = {
        "sentences": min(sentences, _FAR_SENTENCES) / 4,
        "paragraphs": min(paragraphs, _PARAGRAPHS) / 4,
        "same_sentence": float(sentences == 0),
        "same_paragraph": float(paragraphs == 0),
        "subject": float(is_subject),
        "subject_here": float(is_subject and sentences == 0 and view.quote[last.first] == view.quote[token]),
        "subject_before": float(is_subject and sentences == 1),
        "quoted": float(is_quoted),
        "possessive": float(last.end < len(view) and view.tags[last.end] == "POS"),
        "modifier": float(discourse.is_modifier(last)),
        "who": float(after == "," and view.lower[min(last.end + 1, len(view) - 1)] == "who"),
        "count": log1p(trace.count),
        "headline": float(seen is not None and view.is_headline(seen)),
        "subjects": log1p(trace.subjects),
        "opening": float(view.paragraph[token if seen is None else seen] <= 1),
        "new": float((seen or 0) >= discourse.paragraph_start(token, 0)),
        "named": float(last.kind == "name"),
        "named_inside": float(entity.number in discourse.named_inside),
        "gender": float(bool(question.gender) and entity.gender == question.gender),
        "he_or_she": float(question.kind == "they" and entity.gender is not None),
        "is_person": float(entity.label == "PERSON"),
        "is_place": float(entity.label in {"GPE", "LOC"}),
        "is_people": float(entity.label == "NORP"),
        "commands": float(sentences == 0 and _commands(discourse, question, last)),
    }
    figures |= _rate_called(cast, question, entity)
    return figures | _rate_cited(discourse, question, entity.number, None)


def _rate_called(cast: Cast, question: Question, entity: Entity) -> dict[str, float]:
    """Figures of what the text calls an entity, for a description."""
    if not question.noun:
        return {}
    places = cast.lexicons.places
    both = question.ties & entity.ties
    against = question.ties & places and entity.ties & places and not both
    name = entity.name.lower().split()
    kind = type_of_name(entity.name, entity.label, cast.lexicons)
    return {
        "type": float(question.itself is not None and kind == question.itself.source_type),
        "called_so": float(question.noun in entity.heads or question.noun in name),
        "name_ends_so": float(bool(name) and name[-1] == question.noun),
        "name_words": len(question.phrase.intersection(name)) / max(len(question.phrase), 1),
        "called_otherwise": float(bool(entity.heads) and question.noun not in entity.heads),
        "ties": float(bool(both)),
        "ties_against": float(bool(against)),
    }


def _rate_cited(discourse: Discourse, question: Question, number: int | None, name: str | None) -> dict[str, float]:
    """Figures of how lately, and how often, a source was cited before."""
    view, token = discourse.view, question.token
    times, order, nearest = 0, 0, 99
    seen: list[object] = []
    for at, entity, reference in reversed(discourse.cited[-30:]):
        if at >= token:
            continue
        key = entity.number if entity is not None else reference.name
        if key is not None and key not in seen:
            seen.append(key)
        if key == (number if number is not None else name):
            times += 1
            order = order or len(seen)
            nearest = min(nearest, abs(view.paragraph[token] - view.paragraph[at]))
    return {
        "cited": log1p(times),
        "cited_last": float(order == 1),
        "cited_second": float(order == 2),
        "cited_here": float(nearest == 0),
        "cited_before": float(nearest == 1),
        "cited_last_here": float(order == 1 and nearest == 0),
        "cited_last_before": float(order == 1 and nearest == 1),
    }


def _list_unnamed(discourse: Discourse, question: Question) -> list[Candidate]:
    """Return the sources and subjects without a name before a question: an official, the report, residents."""
    view, token = discourse.view, question.token
    known: dict[str, tuple[int, Reference, bool]] = {}
    for at, _, reference in discourse.described[-_DESCRIBED:]:
        if reference.entity is None and reference.name is not None and at < token:
            known[reference.name] = at, reference, False
    for at, _, reference in discourse.cited[-_CITED:]:
        if reference.entity is None and reference.name is not None and at < token:
            known[reference.name] = at, reference, True
    found = []
    for name, (at, reference, is_cited) in known.items():
        kind = reference.source_type
        if not _can_be(question, reference, _is_statement(discourse, question)):
            continue
        sentences = abs(view.sentence[token] - view.sentence[at])
        figures = {
            "sentences": min(sentences, _FAR_SENTENCES) / 4,
            "paragraphs": min(abs(view.paragraph[token] - view.paragraph[at]), _PARAGRAPHS) / 4,
            "same_sentence": float(sentences == 0),
            "same_paragraph": float(view.paragraph[token] == view.paragraph[at]),
            "unnamed": 1.0,
            "only_described": float(not is_cited),
            "is_group": float(reference.is_plural),
            "is_document": float(kind == "document"),
            "is_unnamed_body": float(kind in {"organization", "government", "media"}),
            "called_so": float(bool(question.noun) and question.noun in name.lower().split()),
            "name_words": len(question.phrase.intersection(name.lower().split())) / max(len(question.phrase), 1),
            "called_otherwise": float(bool(question.noun) and question.noun not in name.lower().split()),
        }
        found.append(Candidate(reference, figures | _rate_cited(discourse, question, None, name)))
    return found


def _list_couples(discourse: Discourse, question: Question) -> list[Candidate]:
    """Return the people whom the text named last side by side, if lately: 'they', 'the two', 'the authors'."""
    if question.kind not in {"they", "group"}:
        return []
    view, cast, token = discourse.view, discourse.cast, question.token
    start = discourse.paragraph_start(token, _COUPLES)
    people = [m for m in cast.between(start, token) if m.label == "PERSON" and m.kind == "name"]
    for series in reversed(_list_series(view, [m for m in people if view.quote[m.first] < 0])):
        entities = [cast.entities[n] for n in dict.fromkeys(m.entity for m in series)]
        reference = replace(_refer_to(cast, entities[0]), is_plural=True, others=tuple(entities[1:]))
        sentences = view.sentence[token] - view.sentence[series[0].first]
        figures = {
            "couple": 1.0,
            "subject": float(discourse.is_subject(series[0])),
            "sentences": min(sentences, _FAR_SENTENCES) / 4,
            "called_so": float(bool(question.noun) and any(question.noun in e.heads for e in entities)),
        }
        return [Candidate(reference, figures | _rate_cited(discourse, question, series[0].entity, None))]
    return []


def _list_series(view: View, people: Sequence[Mention]) -> list[list[Mention]]:
    """Return the people whom 'and' and commas join: Rooy and Lund; Rooy, Lund and Brandt."""
    found: list[list[Mention]] = []
    series: list[Mention] = []
    has_and = False
    for before, mention in pairwise(people):
        joined = view.lower[before.end : mention.first]
        is_joined = before.entity != mention.entity and ("and" in joined[:_BETWEEN] or joined == [","])
        if not is_joined or len(joined) > _BETWEEN or has_and:
            series, has_and = [], False
        if is_joined and len(joined) <= _BETWEEN:
            series = [*(series or [before]), mention]
            has_and = "and" in joined
        if has_and:
            found.append(series)
    return found


_COUPLES = 5
_BETWEEN = 5
_SINGLE = frozenset({"unnamed_person", "anonymous_official", "named_person"})


def _is_statement(discourse: Discourse, question: Question) -> bool:
    """Whether somebody speaks through what a question asks about: a statement or letter, not a report or law."""
    return question.kind == "document" and question.noun in discourse.cast.lexicons.words["statements"]


def _can_be(question: Question, reference: Reference, is_statement: bool) -> bool:
    """Whether a source without a name can be meant at all, by number and kind."""
    if reference.source_type == "unknown":
        return False
    if is_statement:
        return True
    is_one = not reference.is_plural and reference.source_type in _SINGLE
    if question.kind in {"he", "person"}:
        return is_one
    if question.kind in {"it", "body"}:
        return not is_one and not reference.is_plural
    if question.kind == "document":
        return reference.source_type == "document"
    return question.kind != "group" or reference.is_plural


def _rate_itself(discourse: Discourse, question: Question) -> dict[str, float]:
    """Figures of a description's own words as the answer."""
    cast = discourse.cast
    is_called = any(question.noun in e.heads for e in cast.entities if e.label == "PERSON")
    entity = question.itself.entity if question.itself is not None else None
    return {
        "itself": 1.0,
        "itself_known": float(
            entity is not None and cast.first_seen.get(entity.number, question.token) < question.token
        ),
        "itself_named": float(question.is_named),
        "itself_of": float(question.is_of),
        "itself_modified": min(question.modifiers, 4) / 2,
        "itself_called": float(is_called),
        "itself_tied": float(bool(question.ties)),
        "itself_general": float(question.noun in cast.lexicons.words["general_people"]),
        "itself_kin": float(question.noun in cast.lexicons.words["kinship"]),
        "itself_speaks_for": float(question.noun in cast.lexicons.words["speaking_for"]),
        "itself_body": float(question.noun in cast.lexicons.words["general_bodies"]),
        "itself_document": float(question.itself is not None and question.itself.source_type == "document"),
        "itself_unknown": float(question.itself is not None and question.itself.source_type == "unknown"),
    }


def _rate_nobody(discourse: Discourse, question: Question) -> dict[str, float]:
    """Figures of 'nobody that the text names'."""
    view = discourse.view
    recent = [at for at, _, r in discourse.cited[-3:] if r.name is not None and at < question.token]
    paragraphs = view.paragraph[question.token] - view.paragraph[recent[-1]] if recent else _PARAGRAPHS
    return {
        "nobody": 1.0,
        "nobody_uncited": float(not recent),
        "nobody_far": min(paragraphs, _PARAGRAPHS) / 4,
        "nobody_short": float(0 < question.words <= 5),
        "nobody_long": float(question.words >= 15),
        "nobody_headline": float(view.is_headline(question.token)),
    }


@rule("choice.they", nothing=None)
def _find_they(discourse: Discourse, question: Question) -> Entity | None:
    """Return the one person whose pronoun the article has given as they, if named or cited shortly before."""
    if question.kind != "they":
        return None
    told = [number for number, at in discourse.own_they().items() if at < question.token]
    if len(told) != 1:
        return None
    person = discourse.cast.entities[told[0]]
    near = discourse.cast.between(discourse.paragraph_start(question.token, 1), question.token)
    is_cited = bool(discourse.cited) and discourse.cited[-1][1] is person
    return person if is_cited or any(m.entity == person.number for m in near) else None


@rule("choice.answer", nothing=None)
def _find_answering(discourse: Discourse, question: Question) -> Entity | None:
    """Return whoever is asked in the clause before: when Rooy asked Ana Lund, the nurse, whether …, she said."""
    if question.kind not in {"he", "they"}:
        return None
    view, cast = discourse.view, discourse.cast
    asking = cast.lexicons.words["asking"]
    for clause in view.children[view.heads[question.token]]:
        if clause < question.token and view.deps[clause] == "advcl" and view.lemmas[clause] in asking:
            asked = [c for c in view.children[clause] if c > clause and view.deps[c] in {"obj", "iobj"}]
            named = [c for a in asked for c in (a, *view.children[a]) if c == a or view.deps[c] in {"appos", "flat"}]
            for mention in filter(None, map(cast.by_token.get, named)):
                person = cast.entities[mention.entity]
                if person.label == "PERSON" and question.gender in (None, person.gender or question.gender):
                    return person
    return None


def _find_governor(view: View, mention: Mention) -> int:
    """Return the word that a mention hangs on, or the phrase that it says more of: the nurse, Ana Rooy."""
    head = next(
        (i for i in range(mention.first, mention.end) if not mention.first <= view.heads[i] < mention.end), None
    )
    if head is None:
        return mention.first
    if view.deps[head] in {"appos", "nmod:desc", "flat", "compound"}:
        head = view.heads[head]
    return view.heads[head]


def _commands(discourse: Discourse, question: Question, mention: Mention) -> bool:
    """Whether somebody is the subject of a verb above the question's: Rooy sent a letter in which he said."""
    view = discourse.view
    at = view.heads[question.token]
    for _ in range(_DEEPEST):
        above = view.heads[at]
        if above == at:
            return False
        if any(view.deps[c] in SUBJECTS and mention.first <= c < mention.end for c in view.children[above]):
            return True
        at = above
    return False


_DEEPEST = 8
