"""Whom a source's words mean: names, surnames, pronouns and descriptions come to one entity of the article.

A scoring of candidates by nearness, grammatical role and what the text says of them, after the salience lists of
Lappin and Leass (1994), cut down to what third-person speakers in news need.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import replace

from transforms.extract.anonymity import is_left_unnamed
from transforms.extract.discourse import FEMALE, MALE, Discourse, Reference
from transforms.extract.lexicons import gender_of_noun
from transforms.extract.mentions import Cast, Entity, Mention, find_ties, settle_noun
from transforms.extract.names import body_key, fold
from transforms.extract.phrases import (
    INDEFINITE,
    POSSESSIVES,
    describe,
    find_head,
    find_subject,
    noun_phrase,
    opens_sentence,
    start_of_phrase,
)
from transforms.extract.source_types import type_of_name, type_of_noun
from transforms.extract.view import NOMINAL_TAGS, SUBJECTS, View

_PLURAL = frozenset({"they", "them", "their", "both", "themselves", "these", "those"})
_NEUTRAL = frozenset({"it", "its", "itself", "this", "that"})
_RELATIVE = frozenset({"who", "which", "whom", "that"})
_ADDRESSED = frozenset({"him", "her", "them", "us", "me"})
_FIRST = frozenset({"i", "we", "me", "us", "you", "my", "our"})
PRONOUNS = MALE | FEMALE | _PLURAL | _NEUTRAL | _RELATIVE | _FIRST
_VAGUE = frozenset({"some", "many", "others", "most", "several", "few", "people", "everyone", "everybody", "nobody"})
_GENERIC_PEOPLE = frozenset(
    "leader politician official man woman candidate nominee president minister lawmaker republican democrat star"
    " businessman mogul author writer veteran senator governor native hopeful".split()
)
_FAMED = frozenset("businessman mogul star hopeful".split())
_GENERIC_BODIES = frozenset(
    "company firm group organization organisation agency newspaper paper network body union party bank outlet magazine"
    " site website publication charity campaign institute university church department ministry court committee"
    " commission council office team club administration association federation ngo".split()
)
_WINGS = frozenset({"leftwing", "rightwing", "wing", "left", "right"})
_ANYBODY = frozenset("official source person man woman officer diplomat aide".split())
_KINSHIP = frozenset("father mother brother sister son daughter wife husband uncle aunt cousin".split())
_SPEAKING_FOR = frozenset("spokesman spokeswoman spokesperson official officer source lawyer attorney agent".split())
_WINDOW, _FAR = 60, 300
_REACH = 40  # the citations, or statements, that are looked back over


def resolve_source(discourse: Discourse, tokens: range) -> Reference:
    """Return what a source's tokens stand for."""
    view, cast = discourse.view, discourse.cast
    tokens = _skip_addressee(view, _skip_dateline(view, tokens))
    inside = cast.by_token.get(tokens.start) if tokens else None
    if inside is not None and inside.kind == "nominal" and inside.first == tokens.start and inside.end == tokens.stop:
        entity = cast.entities[inside.entity]  # settled before: the label of somebody's turn in an interview
        return Reference(entity, entity.name, type_of_name(entity.name, entity.label, cast.lexicons), "nominal")
    if inside is not None and inside.kind == "name":  # 'Weavers' of the Union of Weavers
        tokens = range(min(inside.first, tokens.start), tokens.stop)
    words = [i for i in tokens if view.is_word[i]]
    if not words:
        return Reference(None, None, "unknown", "nominal", 0.0)
    named = _named_people(discourse, tokens)
    first = words[0]
    if named and view.lower[first] in MALE | FEMALE and _is_coordinated(view, first + 1, named[0].first):
        found = resolve_pronoun(discourse, first)  # 'she and Rooy'
        others = dict.fromkeys(m.entity for m in named if found.entity is None or m.entity != found.entity.number)
        return replace(found, is_plural=True, others=tuple(cast.entities[n] for n in others))
    if named:
        _note_title(discourse, tokens, named[0])
        return _from_people(discourse, named)
    is_alone = view.tags[first] == "WP" or not any(view.tags[i] in NOMINAL_TAGS for i in words[1:])
    if view.lower[first] in PRONOUNS and is_alone:  # who; who in front of the cameras
        return resolve_pronoun(discourse, first)
    if [view.lower[i] for i in words[:3]] in (["one", "of", "them"], ["one", "of", "these"], ["one", "of", "those"]):
        return _resolve_member(discourse, words[0])
    age = _find_age(view, tokens)
    if age is not None:
        return _resolve_aged(discourse, first, age)
    head = find_head(view, tokens)
    if head is None:  # a name that the tagger took for no noun
        names = [m for m in cast.between(tokens.start, tokens.stop) if m.kind == "name"]
        head = names[0].end - 1 if names else None
    if words == [first] and view.lower[first] == "another":
        return _resolve_another(discourse, first)
    if [view.lower[i] for i in words] in (["the", "two"], ["the", "pair"], ["the", "duo"]):
        return _resolve_two(discourse, first)
    if head is None or (view.lower[first] in _VAGUE and view.tags[first + 1 : first + 2] == ["WP"]):
        return _resolve_vague(discourse, words)  # many who saw the film
    if view.lower[head] in _SHARES:
        return _resolve_vague(discourse, words)  # 7 percent said
    if view.lower[first] in POSSESSIVES and view.lemmas[head] in _SPOKEN:
        return resolve_pronoun(discourse, first)
    if any(view.lower[i] == "those" and view.tags[i + 1] == "WP" for i in words[1:-1]):
        return _resolve_vague(discourse, words)  # half of those who saw it
    mention = cast.by_token.get(head) or _seeded_name(discourse, tokens, head)
    if mention is not None and mention.kind == "name" and mention.first >= tokens.start:
        return _from_body(discourse, cast.entities[mention.entity], head, tokens)
    if (
        view.tags[head] in {"NNP", "NNPS"}
        and view.is_capitalised(head)
        and all(view.tags[i] in {"NNP", "NNPS", "DT", "HYPH"} for i in words if i <= head)
        and not cast.lexicons.is_person_noun(view.lemmas[head])
        and not is_called(cast, view.lemmas[head])
    ):
        return _name_unrecognised(discourse, words, head)
    body = _apposed_body(discourse, tokens, head)
    if body is not None:
        return _from_body(discourse, cast.entities[body.entity], body.end - 1, tokens)
    return resolve_description(discourse, tokens, head)


def _find_age(view: View, tokens: range) -> int | None:
    """Return the number of 'the 17-year-old' where no noun of the phrase says what is so old."""
    for i in tokens[:4]:
        if view.words[i].isdigit() and "".join(view.lower[i + 1 : i + 5]) in _YEAR_OLD:
            after = i + 5
            return i if after >= tokens.stop or view.tags[after] not in NOMINAL_TAGS | {"HYPH"} else None
    return None


_YEAR_OLD = frozenset({"-year-old", "‑year‑old", "–year–old"})


def _resolve_aged(discourse: Discourse, start: int, age: int) -> Reference:
    """'The 17-year-old': the person whose age was given ('Rooy, 17,'), else the unnamed or the likeliest one before."""
    view, cast = discourse.view, discourse.cast
    text = describe(view, range(start, age + 5), age + 4)
    unknown = Reference(None, text, "unnamed_person", "nominal", 0.8, head=age)
    if _is_indefinite(view, start) or start == age:
        return unknown
    ages: dict[int, str] = {}
    for mention in cast.before(start, _FAR):
        if mention.label == "PERSON" and mention.kind == "name" and (said := _age_beside(view, mention)):
            ages.setdefault(mention.entity, said)
    scores = score_people(discourse, start, None, is_description=True)
    same = [number for number, said in ages.items() if said == view.words[age]]
    open_to = [number for number in scores if number not in ages and not cast.entities[number].heads & _AGES]
    if not same:
        unnamed = _last_unnamed(discourse, start)
        if unnamed is not None:
            return replace(unnamed, how="nominal", head=age)
        same = [n for n in scores if f"{view.words[age]}-year-old" in cast.entities[n].heads] or open_to
    if not same:
        return unknown
    entity = cast.entities[max(same, key=lambda number: (scores.get(number, -99.0), -number))]
    entity.heads.add(f"{view.words[age]}-year-old")
    return Reference(entity, entity.name, "named_person", "nominal", 1.0 if ages.get(entity.number) else 0.4, head=age)


_AGES = frozenset(f"{years}-year-old" for years in range(1, 120))


def _age_beside(view: View, mention: Mention) -> str | None:
    """Return the age that stands with a name: 'Ilmara Rooy, 17,' or '17-year-old Ilmara Rooy'."""
    behind = view.words[mention.end : mention.end + 3]
    if len(behind) > 1 and behind[0] == "," and behind[1].isdigit() and behind[-1] in {",", ".", behind[1]}:
        return behind[1]
    for i in range(max(0, mention.first - 8), mention.first):
        if view.words[i].isdigit() and "".join(view.lower[i + 1 : i + 5]) in _YEAR_OLD:
            return view.words[i]
    return None


def _apposed_body(discourse: Discourse, tokens: range, head: int) -> Mention | None:
    """Return the body that a description is apposed to: 'its maker, Rooy Dynamics'."""
    if head + 2 not in tokens or discourse.view.words[head + 1] != ",":
        return None
    mention = discourse.cast.by_token.get(head + 2)
    return mention if mention is not None and mention.label == "ORG" and mention.first == head + 2 else None


def _resolve_member(discourse: Discourse, token: int) -> Reference:
    """'One of them': the person it is said to be ('one of them is Ana Rooy'), else a member of the group cited last."""
    view, cast = discourse.view, discourse.cast
    named = cast.by_token.get(token + 4) if token + 4 < len(view) and view.lemmas[token + 3] == "be" else None
    if named is not None and named.label == "PERSON" and named.kind == "name":
        return _from_people(discourse, [named])
    for at, _, reference in reversed(discourse.cited):
        if at < token and reference.is_plural and reference.name is not None:
            kind = {"anonymous_group": "unnamed_person"}.get(reference.source_type, reference.source_type)
            return Reference(None, f"one of {reference.name}", kind, "nominal", 0.6, head=token)
    return Reference(None, None, "unknown", "nominal", 0.0, head=token)


def _skip_dateline(view: View, tokens: range) -> range:
    """Leave out a dateline that the source begins with: 'SARRO – Rooy'."""
    for i in tokens[:-1]:
        if view.words[i] in {"-", "–", "—", "―"} and view.starts[i] > view.ends[i - 1]:
            return range(i + 1, tokens.stop) if view.words[tokens.start].isupper() else tokens
    return tokens


def _skip_addressee(view: View, tokens: range) -> range:
    """Leave out to whom something was sent where the source begins with it: '(sent) her a letter'."""
    is_sent = len(tokens) > 2 and view.lower[tokens.start] in _ADDRESSED and view.tags[tokens.start + 1] == "DT"
    return range(tokens.start + 1, tokens.stop) if is_sent else tokens


def _seeded_name(discourse: Discourse, tokens: range, head: int) -> Mention | None:
    """Return a name that the recogniser missed and the seeds know: 'Moscow', 'the Kremlin', 'Reuters'."""
    view, cast = discourse.view, discourse.cast
    first = head
    while first > tokens.start and view.is_capitalised(first - 1) and first - 1 not in cast.by_token:
        first -= 1
    if not view.is_capitalised(head) or head in cast.by_token:
        return None
    text = view.text[view.starts[first] : view.ends[head]]
    key = body_key(text)
    lexicons = cast.lexicons
    metonym, alias = lexicons.metonyms.get(key), lexicons.aliases.get(key)
    if metonym is None and alias is None and key not in lexicons.media:
        return None
    label = alias.label if alias else "GPE" if metonym and metonym.kind in {"capital", "country"} else "ORG"
    name = alias.name if alias else text.removeprefix("The ")
    entity = next((e for e in cast.entities if name in e.names and e.label == label), None)
    if entity is None:
        entity = cast.new_entity(label)
        entity.names[name] += 1
    return cast.add_mention(first, head + 1, "name", entity)


def _named_people(discourse: Discourse, tokens: range) -> list[Mention]:
    """Return the people whose names a source's words give, leaving out those it only mentions ('Rooy's lawyer')."""
    view, cast = discourse.view, discourse.cast
    found: list[Mention] = []
    for mention in cast.between(tokens.start, tokens.stop):
        if mention.kind != "name" or mention.label != "PERSON":
            continue
        if found and not _is_coordinated(view, found[-1].end, mention.first):
            continue
        if not _is_modifier(discourse, mention, tokens):
            found.append(mention)
    return found


_LINKS = frozenset({",", "and", "&", "or"})


def _is_coordinated(view: View, start: int, end: int) -> bool:
    between = range(start, end)
    return any(view.lower[i] in {"and", "&"} for i in between) and all(
        view.lower[i] in _LINKS or view.tags[i] in NOMINAL_TAGS | {"JJ", "DT"} for i in between
    )


_GOVERNING = frozenset("of for to from by with in at against about on under like than behind near".split())


def _is_modifier(discourse: Discourse, mention: Mention, tokens: range) -> bool:
    view = discourse.view
    after = mention.end
    if after < len(view) and (view.tags[after] == "POS" or view.lower[after] in {"'s", "’s", "’"}):
        return True
    if view.lower[after - 1].endswith(("'s", "’s")):
        return True
    if (
        after < tokens.stop
        and view.tags[after] in {"NN", "NNS"}
        and view.heads[after] not in range(mention.first, after)
    ):
        return True
    lexicons = discourse.cast.lexicons
    later = [m for m in discourse.cast.between(after, tokens.stop) if m.label == "PERSON" and m.kind == "name"]
    if later and all(view.tags[j] in NOMINAL_TAGS | {"JJ", "HYPH"} for j in range(after, later[0].first)):
        return True
    i = mention.first - 1
    while i >= tokens.start and (
        view.tags[i] in {"DT", "JJ", "PRP$"}
        or fold(view.words[i]) in lexicons.honorifics
        or lexicons.is_person_noun(view.lemmas[i].rstrip("."))
    ):
        i -= 1
    while i - 1 >= tokens.start and view.lower[i] == "and" and i - 1 in discourse.cast.by_token:
        i = discourse.cast.by_token[i - 1].first - 1  # hospitals in Brae and Oster
    return i >= tokens.start and view.lower[i] in _GOVERNING


def _note_title(discourse: Discourse, tokens: range, mention: Mention) -> None:
    """Note what a source calls the person that it names last: 'keeper of the rolls, Ana Rooy'."""
    view, cast = discourse.view, discourse.cast
    head = find_head(view, range(tokens.start, mention.first))
    if head is None:
        return
    first = next((i for i in tokens if view.lower[i] == "and" and i < mention.first), head) - 1
    for i in {first, head}:  # jurist and former professor Ana Rooy
        if i in tokens and cast.lexicons.is_person_noun(view.lemmas[i]):
            cast.entities[mention.entity].heads.add(settle_noun(view.lemmas[i]))


def _from_people(discourse: Discourse, mentions: list[Mention]) -> Reference:
    cast = discourse.cast
    first = mentions[0]
    entity = cast.entities[first.entity]
    others = tuple(dict.fromkeys(m.entity for m in mentions[1:] if m.entity != first.entity))
    written = fold(discourse.view.text[discourse.view.starts[first.first] : discourse.view.ends[first.end - 1]])
    how = "surname" if len(written.split()) < len(fold(entity.name).split()) or " " not in written else "name"
    kind = type_of_name(entity.name, entity.label, cast.lexicons)
    return Reference(
        entity, entity.name, kind, how, is_plural=bool(others), others=tuple(cast.entities[n] for n in others),
        head=first.first,
    )  # fmt: skip


def _from_body(discourse: Discourse, entity: Entity, head: int, tokens: range) -> Reference:
    """A named body; a place that speaks is the government or body that the metonym seed says."""
    cast = discourse.cast
    others = tuple(
        dict.fromkeys(
            m.entity
            for m in cast.between(head + 1, tokens.stop)
            if m.kind == "name" and m.entity != entity.number and _is_coordinated(discourse.view, head + 1, m.first)
        )
    )
    speaker = speak_for(cast, entity)
    kind = type_of_name(entity.name, entity.label, cast.lexicons)
    if speaker is not entity:
        cast.reassign(head, speaker)
    return Reference(
        speaker, speaker.name, kind, "name", is_plural=bool(others),
        others=tuple(speak_for(cast, cast.entities[n]) for n in others), head=head,
    )  # fmt: skip


def speak_for(cast: Cast, entity: Entity) -> Entity:
    """Return the government or body that speaks through a place's name, the entity itself when it is no metonym."""
    if entity.refers_to is not None:
        return cast.entities[entity.refers_to]
    metonym = cast.lexicons.metonyms.get(body_key(entity.name))
    if metonym is None or metonym.refers_to == entity.name:
        return entity
    speaker = next((e for e in cast.entities if e.label == "ORG" and metonym.refers_to in e.names), None)
    if speaker is None:
        speaker = cast.new_entity("ORG")
        speaker.names[metonym.refers_to] += 1
        if metonym.country:
            speaker.ties.add(fold(metonym.country))
    entity.refers_to = speaker.number
    return speaker


def _name_unrecognised(discourse: Discourse, words: list[int], head: int) -> Reference:
    """A capitalised source that the recogniser missed is a name: a person's, unless it sounds like a body's."""
    view, cast = discourse.view, discourse.cast
    run = [i for i in words if i <= head and view.tags[i] != "DT"]
    titled = False
    while len(run) > 1 and cast.lexicons.is_title(fold(view.words[run[0]])):
        run, titled = run[1:], True
    text = " ".join(view.text[view.starts[run[0]] : view.ends[run[-1]]].split())
    is_body = (
        type_of_name(text, "MISC", cast.lexicons) != "organization" or view.tags[words[0]] == "DT" or text.isupper()
    )
    label = "PERSON" if titled or not (is_body or len(run) > 3) else "ORG"
    key = body_key(text)
    entity = next((e for e in cast.entities if text in e.names and e.label == label), None) or next(
        (e for e in cast.entities if label == e.label == "ORG" and body_key(e.name).endswith(" " + key)), None
    )
    if entity is None:
        entity = cast.new_entity(label)
        entity.names[text] += 1
        cast.add_mention(run[0], run[-1] + 1, "name", entity)
    return Reference(entity, entity.name, type_of_name(text, label, cast.lexicons), "name", 0.6, head=head)


_SPOKEN = frozenset({"word", "opinion", "view"})  # in his own words
_UNNAMED = frozenset({"unnamed_person", "anonymous_official"})
_SHARES = frozenset({"percent", "cent", "%"})


def _resolve_another(discourse: Discourse, token: int) -> Reference:
    """'Another' after 'one user': another user, if nobody was cited between; 'one' alone may be anybody."""
    last = _last_cited(discourse, token, 3)
    words = last.name.split() if last is not None and last.name and last.entity is None else []
    if last is None or last.is_plural or last.source_type not in _UNNAMED or len(words) < 2:
        return Reference(None, None, "unknown", "nominal", 0.0, head=token)
    text = " ".join(["another", *words[words[0] in INDEFINITE :]])
    return Reference(None, text, last.source_type, "nominal", 0.6, head=token)


def _resolve_two(discourse: Discourse, token: int) -> Reference:
    """'The two': the two people that the last sentences name, if they are just two."""
    view, cast = discourse.view, discourse.cast
    for back in (1, 2):
        start = view.sentences[max(view.sentence[token] - back, 0)].start
        people = [m for m in cast.between(start, token) if m.label == "PERSON" and view.quote[m.first] < 0]
        numbers = list(dict.fromkeys(m.entity for m in people))
        if len(numbers) >= 2:
            break
    if len(numbers) != 2:
        return Reference(None, None, "unknown", "nominal", 0.0, is_plural=True, head=token)
    first, second = (cast.entities[number] for number in numbers)
    return Reference(first, first.name, "named_person", "nominal", 0.6, True, (second,), head=token)


def _resolve_vague(discourse: Discourse, words: list[int]) -> Reference:
    view = discourse.view
    if any(view.lower[i] in _VAGUE | _SHARES | {"those"} for i in words):
        words = words[_introduces(view, words[0]) : len(words) - (view.tags[words[-1]] == "WP")]
        text = " ".join(view.words[i] for i in words).lower()
        return Reference(None, text, "anonymous_group", "nominal", is_plural=True, head=words[0])
    return Reference(None, None, "unknown", "nominal", 0.0, head=words[0])


def resolve_pronoun(discourse: Discourse, token: int) -> Reference:
    """Return whom a pronoun at a token means; unknown when nobody fits."""
    word = discourse.view.lower[token]
    if word in _FIRST:
        return Reference(None, None, "unknown", "pronoun", 0.0, head=token)
    if word in _RELATIVE and discourse.view.tags[token] in {"WP", "WDT", "WP$"}:
        return _resolve_relative(discourse, token)
    if word in MALE or word in FEMALE:
        unnamed = _last_unnamed(discourse, token)
        if unnamed is not None:
            return unnamed
        found = _find_person(discourse, token, "m" if word in MALE else "f")
        if found is not None:
            return _as_pronoun(discourse, token, found[0], found[1])
        return _last_described(discourse, token) or Reference(None, None, "unknown", "pronoun", 0.0, head=token)
    group = _resolve_group(discourse, token, plural=word in _PLURAL)
    if group.name is None and word == "they":
        return _find_couple(discourse, token) or _last_described(discourse, token) or group
    return group


def _find_couple(discourse: Discourse, token: int) -> Reference | None:
    """Return 'Rooy and Brandt' where the sentence of 'they', or the one before, names them last."""
    view, cast = discourse.view, discourse.cast
    start = view.sentences[max(view.sentence[token] - 1, 0)].start
    people = [m for m in cast.between(start, token) if m.label == "PERSON" and m.kind == "name"][-2:]
    if len(people) < 2 or not _is_coordinated(view, people[0].end, people[1].first):
        return None
    if not discourse.is_subject(people[0]):
        return None
    return replace(_from_people(discourse, people), how="pronoun", margin=0.6, head=token)


def _last_unnamed(discourse: Discourse, token: int) -> Reference | None:
    """Return the unnamed person cited last, when no named person was the subject of a clause since."""
    view = discourse.view
    start = discourse.paragraph_start(token, 1)
    for at, _, reference in reversed(discourse.cited):
        if at >= token:
            continue
        if at < start:
            return None
        if reference.is_plural or reference.source_type in _BODIES:
            continue  # what a group or body said between changes nothing for 'he'
        if reference.entity is not None or reference.name is None:
            return None
        if reference.source_type not in _UNNAMED:
            return None
        since = discourse.cast.between(at, token)
        if any(m.label == "PERSON" and view.quote[m.first] < 0 and discourse.is_subject(m) for m in since):
            return None
        return Reference(None, reference.name, reference.source_type, "pronoun", 0.6, head=token)
    return None


def _as_pronoun(discourse: Discourse, token: int, entity: Entity, margin: float) -> Reference:
    if token not in discourse.cast.by_token:
        discourse.cast.add_mention(token, token + 1, "pronoun", entity)
    kind = type_of_name(entity.name, entity.label, discourse.cast.lexicons)
    return Reference(entity, entity.name, kind, "pronoun", margin, head=token)


def find_implicit(discourse: Discourse, token: int) -> Reference:
    """Return who speaks in a quotation without a cue: whom the text before it speaks of or cites."""
    found = _find_announced(discourse, token) or _find_asked(discourse, token) or _find_introduced(discourse, token)
    if found is not None:
        return _as_implicit(discourse, *found)
    leading = _find_leading(discourse, token)
    if leading is not None:
        return replace(leading, how="implicit", margin=0.8 * leading.margin)
    found = _find_person(discourse, token, None)
    recent = _last_cited(discourse, token, 1)
    if recent is not None and recent.source_type == "document" and not _has_been_quoted(discourse, token, recent.name):
        recent = None  # a film that tells of something says nothing in the next paragraph
    if recent is not None and recent.entity is None and recent.name is not None:
        return Reference(None, recent.name, recent.source_type, "implicit", 0.5, recent.is_plural)
    if recent is not None and recent.entity is not None and recent.entity.label != "PERSON":
        return Reference(recent.entity, recent.name, recent.source_type, "implicit", 0.5)
    if found is None:
        return Reference(None, None, "unknown", "implicit", 0.0)
    return _as_implicit(discourse, *found)


def _as_implicit(discourse: Discourse, entity: Entity, margin: float) -> Reference:
    kind = type_of_name(entity.name, entity.label, discourse.cast.lexicons)
    return Reference(entity, entity.name, kind, "implicit", 0.8 * margin)


def _find_announced(discourse: Discourse, token: int) -> tuple[Entity, float] | None:
    """Return the person right before a colon ahead of a quotation: remember the words of the late Ilmara Rooy:"""
    view, cast = discourse.view, discourse.cast
    colon = next((i for i in range(token - 1, max(token - 4, -1), -1) if view.is_word[i] or view.words[i] == ":"), -1)
    if colon < 1 or view.words[colon] != ":":
        return None
    mention = cast.by_token.get(colon - 1)
    if mention is None or mention.label != "PERSON" or mention.kind != "name" or mention.end != colon:
        return None
    lead = view.lower[view.sentences[view.sentence[colon]].start : mention.first] if view.sentence[colon] >= 0 else []
    return (cast.entities[mention.entity], 1.0) if {"of", "by", "from"} & set(lead[-6:]) else None


def _find_leading(discourse: Discourse, token: int) -> Reference | None:
    """Return the subject of the sentence whose colon ends the paragraph before: 'The board issued a statement:'"""
    view = discourse.view
    number = view.sentence[token] - 1
    if number < 0 or view.paragraph[token] - view.sentences[number].paragraph != 1:
        return None
    lead = range(view.sentences[number].start, view.sentences[number].end)
    if view.text[view.paragraphs[view.sentences[number].paragraph].end - 1] != ":":
        return None
    for i in lead:
        if view.tags[i] in {"VBD", "VBZ", "VBP"} and view.lemmas[i] not in {"be", "have", "do"} and view.quote[i] < 0:
            subject = find_subject(view, i)
            found = resolve_source(discourse, subject) if subject is not None else None
            return found if found is not None and found.name is not None else None
    return None


def _find_asked(discourse: Discourse, token: int) -> tuple[Entity, float] | None:
    """Return whom the sentence before a quotation puts a question to: I asked Ana Rooy how it began."""
    view, cast = discourse.view, discourse.cast
    number = view.sentence[token] - 1
    if number < 0 or view.paragraph[token] - view.sentences[number].paragraph > 1:
        return None
    for i in range(view.sentences[number].start, view.sentences[number].end):
        if view.lower[i] == "asked" and i and view.lower[i - 1] in {"i", "we"}:
            mention = next((m for m in cast.between(i + 1, min(i + 8, token)) if m.label == "PERSON"), None)
            return (cast.entities[mention.entity], 1.0) if mention is not None else None
    return None


def _find_introduced(discourse: Discourse, token: int) -> tuple[Entity, float] | None:
    """Return the one person whom a paragraph names, for the first time, ahead of a quotation that has no cue."""
    view, cast = discourse.view, discourse.cast
    start = discourse.paragraph_start(token, 0)
    named = [m for m in cast.between(start, token) if m.label == "PERSON" and view.quote[m.first] < 0]
    if len({m.entity for m in named}) != 1 or _last_cited(discourse, token, 0) is not None:
        return None
    if view.sentence[named[-1].first] == view.sentence[token] or named[0].entity in discourse.named_inside:
        return None
    is_new = cast.first_seen.get(named[0].entity, start) >= start
    return (cast.entities[named[0].entity], 0.8) if is_new else None


def _last_cited(discourse: Discourse, token: int, paragraphs: int) -> Reference | None:
    start = discourse.paragraph_start(token, paragraphs)
    for at, _, reference in reversed(discourse.cited):
        if start <= at < token:
            return reference
        if at < start:
            break
    return None


def _has_been_quoted(discourse: Discourse, token: int, name: str | None) -> bool:
    """Whether a sentence before a token that cites a source of a name has words in quotation marks."""
    view = discourse.view
    cited = [at for at, _, reference in discourse.cited[-_REACH:] if at < token and reference.name == name]
    sentences = [view.sentences[view.sentence[at]] for at in cited if view.sentence[at] >= 0]
    return any(view.quote[i] >= 0 for sentence in sentences for i in range(sentence.start, sentence.end))


def _find_person(discourse: Discourse, token: int, gender: str | None) -> tuple[Entity, float] | None:
    """Return the likeliest person for a pronoun or description at a token, and how clear the choice is."""
    scores = score_people(discourse, token, gender)
    if not scores:
        return None
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    best = ranked[0]
    gap = best[1] - ranked[1][1] if len(ranked) > 1 else 3.0
    return discourse.cast.entities[best[0]], min(1.0, 0.5 + gap / 4)


def score_people(
    discourse: Discourse, token: int, gender: str | None, is_description: bool = False
) -> dict[int, float]:
    """Score the people mentioned before a token, by entity number; those of the other gender are left out.

    A pronoun goes on with the subject of its sentence; a description rather takes up somebody else.
    """
    view, cast = discourse.view, discourse.cast
    mentions: list[Mention] = []
    for reach in (4, 8):  # farther back only where many short paragraphs quote without a name
        start = discourse.paragraph_start(token, reach)
        mentions = [m for m in cast.between(start, token) if m.label == "PERSON"][-_WINDOW:]
        if any(m.entity not in discourse.named_inside for m in mentions):
            break
    paragraph, sentence = view.paragraph[token], view.sentence[token]
    scores: dict[int, float] = {}
    count: Counter[int] = Counter()
    subjects: set[int] = set()
    for mention in mentions:
        entity = cast.entities[mention.entity]
        if (gender and entity.gender and entity.gender != gender) or discourse.is_part_of_body(mention):
            continue
        count[mention.entity] += 1
        score = -0.35 * min(sentence - view.sentence[mention.first], 6) - 0.45 * (
            paragraph - view.paragraph[mention.first]
        )
        if discourse.is_subject(mention):
            score += 1.2
            if view.sentence[mention.first] == sentence and view.quote[mention.first] == view.quote[token]:
                score += 1.6
                if is_description:
                    subjects.add(mention.entity)
        elif view.tags[token] == "PRP$" and view.sentence[mention.first] == sentence:
            score += 1.5  # they asked Rooy about his claim
        if mention.end < len(view) and view.tags[mention.end] == "POS":
            score -= 0.5
        if view.quote[mention.first] >= 0:
            score -= 2.0
        if gender and entity.gender == gender:
            score += 0.4
        if mention.end + 1 < len(view) and view.words[mention.end] == "," and view.lower[mention.end + 1] == "who":
            score += 0.5
        scores[mention.entity] = max(score, scores.get(mention.entity, -99.0))
    for number in scores:
        scores[number] += 0.08 * min(count[number], 6) - 2.0 * (number in subjects)
    if is_description and mentions and view.sentence[mentions[-1].first] == sentence and mentions[-1].entity in scores:
        scores[mentions[-1].entity] += 1.0
    recency = 1.6 if paragraph_is_new(discourse, token, scores) else 0.8
    for at, cited_entity, _ in reversed(discourse.cited[-6:]):
        if at >= token or at < start:
            continue
        if cited_entity is not None and cited_entity.number in scores:
            scores[cited_entity.number] += recency * (1.0 if paragraph - view.paragraph[at] <= 1 else 0.5)
        recency *= 0.4
    return {n: s for n, s in scores.items() if n not in discourse.named_inside} or scores


def paragraph_is_new(discourse: Discourse, token: int, scores: dict[int, float]) -> bool:
    """Whether a paragraph has named no person yet: then whoever spoke last is likely to speak on."""
    start = discourse.paragraph_start(token, 0)
    return not any(
        m.entity in scores and m.label == "PERSON" and discourse.view.quote[m.first] < 0
        for m in discourse.cast.between(start, token)
    )


def _resolve_relative(discourse: Discourse, token: int) -> Reference:
    """'who said': the noun that the clause hangs on, else the name or noun phrase right before it."""
    view, cast = discourse.view, discourse.cast
    told = _told_medium(discourse, token)
    if told is not None:
        return told
    verb = view.heads[token]
    noun = view.heads[verb]
    if view.deps[verb] == "acl:relcl" and noun < token and view.tags[noun] in NOMINAL_TAGS | {"CD", "DT"}:
        phrase = noun_phrase(view, noun)
        if view.sentence[noun] == view.sentence[token] and phrase.start < token:
            found = resolve_source(discourse, range(phrase.start, min(phrase.stop, token)))
            if found.name is not None:
                return replace(found, how="pronoun", margin=0.8 * found.margin, head=token)
    end = token
    while end > 0 and view.words[end - 1] in {",", "—", "–", "-"}:
        end -= 1
    low = max(0, token - 12)
    for mention in reversed(cast.between(low, end)):
        is_place = mention.label in {"LOC", "GPE"} and view.lower[token] == "who"
        if mention.kind != "name" or is_place:
            continue
        if mention.end >= end - 1 and view.sentence[mention.first] == view.sentence[token]:
            entity = cast.entities[mention.entity]
            speaker = speak_for(cast, entity)
            return Reference(
                speaker,
                speaker.name,
                type_of_name(entity.name, entity.label, cast.lexicons),
                "pronoun",
                0.8,
                head=token,
            )
    start = end
    while (
        start > low
        and view.tags[start - 1] in NOMINAL_TAGS | {"JJ", "DT", "CD", "POS", "PRP$", "IN", "RBS", "JJS"}
        and view.sentence[start - 1] == view.sentence[token]
    ):
        start -= 1
    named = cast.by_token.get(start - 2) if start > 1 and view.words[start - 1] == "," else None
    if named is not None and named.label == "PERSON" and named.kind == "name":  # Ana Rooy, a resident of Oster, who
        return replace(_from_people(discourse, [named]), how="pronoun", margin=0.8, head=token)
    head = find_head(view, range(start, end))
    if head is None:
        return Reference(None, None, "unknown", "pronoun", 0.0, head=token)
    found = resolve_description(discourse, range(start, end), head)
    return Reference(
        found.entity, found.name, found.source_type, "pronoun", 0.7 * found.margin, found.is_plural, head=token
    )


def _told_medium(discourse: Discourse, token: int) -> Reference | None:
    """'Rooy told the Gazette, who recalls': whoever spoke to the newspaper recalls, not the newspaper."""
    view, cast = discourse.view, discourse.cast
    if view.lower[token] != "who" or view.words[token - 1] != ",":
        return None
    mention = cast.by_token.get(token - 2)
    if mention is None or mention.label == "PERSON" or not _sounds_like_media(cast, mention):
        return None
    before = mention.first - 1 - (view.tags[mention.first - 1] == "DT")
    if before < 0 or not (view.lower[before] == "to" or view.lemmas[before] == "tell"):
        return None
    speaker = _last_cited(discourse, token, 0)
    is_one = speaker is not None and speaker.name is not None and not speaker.is_plural
    return replace(speaker, how="pronoun", margin=0.8, head=token) if speaker is not None and is_one else None


def _last_described(discourse: Discourse, token: int) -> Reference | None:
    found = _last_cited(discourse, token, 2)
    if found is not None and found.source_type in _UNNAMED and found.name is not None:
        return Reference(found.entity, found.name, found.source_type, "pronoun", 0.6, found.is_plural, head=token)
    return None


def _last_cited_group(discourse: Discourse, token: int, plural: bool, paragraphs: int) -> Reference | None:
    """Return the group or body cited last, up to so many paragraphs before; 'they' may be one body, 'it' no group."""
    start = discourse.paragraph_start(token, paragraphs)
    for at, _, reference in reversed(discourse.cited):
        if at < start:
            return None
        if at >= token or reference.name is None:
            continue
        if reference.is_plural if plural else not reference.is_plural and reference.source_type in _GROUPS:
            return reference
        if plural and reference.source_type in {"organization", "government", "media"}:
            return reference
    return None


_BODIES = {"organization", "government", "media", "document"}
_GROUPS = _BODIES | {"anonymous_group", "anonymous_official"}


def _resolve_group(discourse: Discourse, token: int, plural: bool) -> Reference:
    """'they' and 'it': what was cited in the paragraph, else what was the subject just before, else what was cited."""
    view, cast = discourse.view, discourse.cast
    start = discourse.paragraph_start(token, 1)
    same = [m for m in cast.between(start, token) if m.label in {"ORG", "GPE", "NORP"} and view.quote[m.first] < 0]
    subject = next((m for m in reversed(same) if discourse.is_subject(m)), None) if not plural else None
    cited = _last_cited_group(discourse, token, plural, 0)
    described = _describe_subject(discourse, token, plural) if cited is None else None
    if described is not None:
        return described
    cited = cited or _last_cited_group(discourse, token, plural, 2)
    if cited is not None:
        return replace(cited, how="pronoun", margin=0.6, head=token)
    if subject is None:
        return Reference(None, None, "unknown", "pronoun", 0.0, head=token)
    entity = cast.entities[subject.entity]
    speaker = speak_for(cast, entity)
    if token not in cast.by_token:
        cast.add_mention(token, token + 1, "pronoun", speaker)
    kind = type_of_name(entity.name, entity.label, cast.lexicons)
    return Reference(speaker, speaker.name, kind, "pronoun", 0.5, head=token)


def _describe_subject(discourse: Discourse, token: int, plural: bool) -> Reference | None:
    """Return what is the subject before 'it' or 'they': The cable also warned … It said …"""
    view = discourse.view
    number = view.sentence[token]
    for sentence in view.sentences[max(number - 1, 0) : number + 1][::-1]:
        for i in range(sentence.start, min(sentence.end, token)):
            if (
                view.deps[i] in SUBJECTS
                and view.tags[i] == ("NNS" if plural else "NN")
                and view.quote[i] < 0
                and i not in discourse.cast.by_token
            ):
                if view.lower[i + 1] == "of":  # a section of the cable
                    i = find_head(view, range(i, sentence.end)) or i
                start = i
                while start > sentence.start and view.tags[start - 1] in NOMINAL_TAGS | {"JJ", "DT", "POS", "PRP$"}:
                    start -= 1
                    if view.tags[start] == "DT":
                        break
                found = resolve_description(discourse, range(start, i + 1), i)
                if found.name and found.source_type in _GROUPS:
                    return replace(found, how="pronoun", margin=0.6, head=token)
    return None


def _write_small(discourse: Discourse, start: int, text: str) -> str:
    """Take back the capital that only the start of a sentence gives: 'Officials', not 'American officials'."""
    view = discourse.view
    if not opens_sentence(view, start) or not view.words[start][1:].islower() or _is_proper(discourse, start):
        return text
    if " " in text and text.split(" ", 1)[1][0].isupper():
        return text  # Supreme Court judges
    return text[:1].lower() + text[1:]


def _is_proper(discourse: Discourse, token: int) -> bool:
    """Whether a capitalised word is a name, or is written so inside a sentence as well."""
    view, cast = discourse.view, discourse.cast
    word = view.words[token]
    if view.tags[token].startswith("NNP") or token in cast.by_token or fold(word) in cast.lexicons.demonyms:
        return True
    return view.lemmas[token] in {"democrat", "republican"} or discourse.is_capital_inside(word)


def _is_indefinite(view: View, start: int) -> bool:
    """Whether a phrase brings somebody in: an envoy, one envoy, at least one envoy."""
    if view.lower[start : start + 2] in (["at", "least"], ["at", "most"], ["more", "than"]):
        start += 2
    return view.lower[start] in INDEFINITE


_QUANTIFYING = frozenset({"about", "around", "as", "at", "between", "both", "over", "under", "up"})


def _introduces(view: View, i: int) -> bool:
    """Whether a word in front of a description is none of it: 'after the ambassador', not 'at least ten people'."""
    return view.tags[i] in {"IN", "CC", "TO"} and view.lower[i] not in _QUANTIFYING


def resolve_description(discourse: Discourse, tokens: range, head: int) -> Reference:
    """Return what a description means: 'the minister' a person named before, 'two officials' nobody by name."""
    view, cast = discourse.view, discourse.cast
    lexicons = cast.lexicons
    lemma = view.lemmas[head].rstrip(".")
    if view.lower[tokens.start : tokens.start + 2] == ["according", "to"]:
        tokens = range(tokens.start + 2, tokens.stop)
    start = next((i for i in tokens if view.is_word[i] and not _introduces(view, i)), head)
    is_of = view.lower[start + 1 : start + 2] == ["of"]
    is_member = is_of and view.lower[start] in {"one", "another"}  # one of the wise men
    is_plural = view.tags[head] in {"NNS", "NNPS"} and lemma not in {"police", "news"} and not is_member
    phrase = fold(view.text[view.starts[start] : view.ends[head]])
    kind = type_of_noun(phrase, lemma, is_plural, lexicons)
    text = _write_small(discourse, start, describe(view, range(start, tokens.stop), head))
    is_special = lemma in _GENERIC_PEOPLE - _FAMED and head > start and view.tags[head - 1] == "NN"
    is_special = is_special and view.lower[head - 1] not in _WINGS
    is_special = is_special and phrase not in lexicons.office_phrases
    opening = view.lower[start]
    is_definite = not _is_indefinite(view, start) and (start != head or view.tags[head] == "NNP")
    ties = find_ties(cast, range(start, _phrase_end(view, head, tokens.stop)))
    if is_plural:
        if kind == "unknown" and view.tags[head] == "NNPS":
            kind = "anonymous_group"
        return Reference(None, text if kind != "unknown" else None, kind, "nominal", 0.8, True, head=head)
    is_person = lexicons.is_person_noun(lemma) or is_called(cast, lemma)
    if kind in _UNNAMED or (kind == "unknown" and is_person):
        noun = settle_noun(lemma)
        unnamed = _last_unnamed(discourse, start) if lemma in _ANYBODY and len(phrase.split()) == 2 else None
        if unnamed is not None and opening in {"the", "this", "that"}:
            return replace(unnamed, how="nominal", head=head)
        is_open = is_definite and not is_left_unnamed(cast, head)
        found = _find_described_person(discourse, start, lemma, ties, opening) if is_open else None
        is_special = is_special or (lemma in _GENERIC_PEOPLE and head + 1 in tokens and view.lower[head + 1] == "of")
        if found is not None and is_special and not _is_called_so(found[0], noun) and not ties & found[0].ties:
            found = None  # 'the band leader', 'the leader of the group' is not just any leader
        if found is not None and not _is_called_so(found[0], noun):
            earlier = _find_described_before(discourse, head, start, lemma, kind)
            found = None if earlier is not None and not _speaks_on(discourse, head, lemma, found[0]) else found
        if found is not None:
            entity, margin = found
            _note_resolved(discourse, tokens, head, entity, lemma, ties)
            return Reference(entity, entity.name, "named_person", "nominal", margin, head=head)
        kind = kind if kind != "unknown" else "unnamed_person"
        earlier = _find_described_before(discourse, head, start, lemma, kind) if is_definite else None
        reference = earlier or Reference(None, text, kind, "nominal", 0.8, head=head)
        discourse.described.append((head, lemma, reference))
        return reference
    if kind in {"organization", "government", "media"}:
        return _resolve_body(discourse, tokens, head, lemma, kind, ties, text, is_definite)
    if kind == "document":
        author = _find_author(discourse, head, lemma)
        if author is not None:
            return author
        is_bare = start == head - 1 and opening in {"the", "this", "that"}
        fuller = discourse.find_fuller(head, lemma) if is_bare else None
        return Reference(None, fuller or text, kind, "nominal", 0.9, head=head)
    if kind == "unknown" and any(view.tags[i] == "NNP" for i in range(start, head + 1)):
        owner = cast.by_token.get(start)
        if owner is not None and owner.kind == "name" and view.tags[min(owner.end, head)] == "POS":
            speaker = speak_for(cast, cast.entities[owner.entity])  # 'Arven's vow' is Arven's word
            kind = type_of_name(speaker.name, speaker.label, lexicons)
            return Reference(speaker, speaker.name, kind, "nominal", 0.4, head=head)
        kind = type_of_name(text, "ORG", lexicons)  # 'Channel 13 news'
    return Reference(None, text if kind != "unknown" else None, kind, "nominal", 0.4, head=head)


def _speaks_on(discourse: Discourse, head: int, lemma: str, entity: Entity) -> bool:
    """Whether a paragraph cites one person only, by name, before 'the minister' said more; of no other description."""
    cited = _last_cited(discourse, head, 0)
    if cited is None or cited.entity is not entity or cited.how not in {"name", "surname"} or entity.heads:
        return False
    start = discourse.paragraph_start(head, 0)
    people = {m.entity for m in discourse.cast.between(start, head) if m.label == "PERSON"}
    return lemma in _GENERIC_PEOPLE and people == {entity.number}


def is_described_subject(cast: Cast, token: int) -> bool:
    """Whether a noun is the subject of a clause and describes one person: 'the former president left'."""
    view = cast.view
    return (
        view.tags[token] == "NN"
        and view.deps[token] in SUBJECTS
        and token not in cast.by_token
        and cast.lexicons.is_person_noun(view.lemmas[token])
    )


def note_described(discourse: Discourse, head: int) -> None:
    """Note whom a described subject means where the text called somebody so before: the next 'he' may mean them."""
    view = discourse.view
    start = start_of_phrase(view, head) - 1
    if start < 0 or view.lower[start] != "the":
        return
    lemma, ties = view.lemmas[head], find_ties(discourse.cast, range(start, head))
    found = _find_described_person(discourse, start, lemma, ties, "the")
    if found is not None and settle_noun(lemma) in found[0].heads:
        _note_resolved(discourse, range(start, head + 1), head, found[0], lemma, ties)


def is_called(cast: Cast, noun: str) -> bool:
    """Whether the text calls a named person so: 'superintendent of police (SP) Ana Rooy'."""
    return any(noun in entity.heads for entity in cast.entities if entity.label == "PERSON")


_STATEMENTS = frozenset(
    "statement communique communiqué release tweet post message email e-mail letter memo note announcement".split()
)
_POSTS = frozenset("tweet post message email e-mail".split())
_READ_OUT = frozenset("statement communique communiqué release tweet post announcement".split())
_ISSUING = frozenset({"issue", "release", "send", "post", "publish", "put", "write", "make", "give"})


def _find_author(discourse: Discourse, head: int, lemma: str) -> Reference | None:
    """Return who speaks through a statement, if the text says so: 'a statement by the ministry' is the ministry's word.

    What stands with the noun goes first; 'the statement' is that of whoever gave the last one.
    """
    if lemma not in _STATEMENTS:
        return None
    found = _author_beside(discourse, head)
    if found is None and lemma in _READ_OUT and discourse.view.lower[head - 1] in {"the", "this", "that"}:
        found = _author_before(discourse, head, lemma)
    if found is None or found.name is None or found.source_type in {"unknown", "document"}:
        return None
    return replace(found, how="nominal", margin=0.8 * found.margin, head=head)


def _author_beside(discourse: Discourse, head: int) -> Reference | None:
    """Return the author that stands with a statement: who issued it, or whose it is."""
    author = _find_issuer(discourse.view, head) or _find_owner(discourse, head)
    return resolve_source(discourse, author) if author is not None else None


def _find_issuer(view: View, head: int) -> range | None:
    """The subject of 'issued a statement', or who follows: a statement (issued on Friday) by the ministry."""
    verb = view.heads[head]
    if view.deps[head] == "obj" and view.lemmas[verb] in _ISSUING:
        subject = find_subject(view, verb)
        return None if subject is None or head in subject or view.quote[subject.start] >= 0 else subject
    for i in range(head + 1, min(head + 8, len(view) - 1)):
        if view.lower[i] in {"by", "from"}:
            return noun_phrase(view, view.heads[i]) if view.heads[i] > i else None
        if view.tags[i] not in NOMINAL_TAGS | {"VBN", "RB", "IN", "CD", "HYPH"}:
            return None
    return None


def _find_owner(discourse: Discourse, head: int) -> range | None:
    """Whose statement it is by the words before it: the ministry's first statement, her post, a Feld Line statement."""
    view = discourse.view
    first = start_of_phrase(view, head)
    if first > 0 and view.tags[first - 1] == "POS":
        owner = view.heads[first - 1]
        return range(noun_phrase(view, owner).start, first - 1) if owner < first - 1 else None
    if first > 0 and view.lower[first - 1] in POSSESSIVES - {"my", "our", "their"}:
        return range(first - 1, first)
    if view.lemmas[head] in _POSTS:
        return None  # a Chirper post: the name is the platform's
    named = (m for m in discourse.cast.between(first, head) if m.kind == "name" and m.label in {"ORG", "PERSON"})
    return next((range(m.first, m.end) for m in named), None)


def _author_before(discourse: Discourse, head: int, lemma: str) -> Reference | None:
    """Return whose the last such statement was: its author, or who was cited beside it ('Rooy said in a statement')."""
    view = discourse.view
    told = discourse.tokens_with(lemma)
    for i in reversed(told[: bisect_left(told, head)][-_REACH:]):
        is_before = 0 <= view.sentence[i] < view.sentence[head] and view.quote[i] < 0
        if not is_before or i in discourse.cast.by_token:
            continue
        author = _author_beside(discourse, i)
        if author is not None:
            return author
        if view.deps[i] not in SUBJECTS:  # not itself 'the statement said'
            near = reversed(discourse.cited[-_REACH:])
            return next((r for at, _, r in near if view.sentence[at] == view.sentence[i]), None)
    return None


def _phrase_end(view: View, head: int, stop: int) -> int:
    end = head + 1
    while end < stop and view.words[end] not in {",", ";", ":"} and end < head + 8:
        end += 1
    return end


def _find_described_person(
    discourse: Discourse, start: int, lemma: str, ties: set[str], opening: str
) -> tuple[Entity, float] | None:
    """Return the person whom 'the Norwegian minister' means: called so before, else the nearest that can be one."""
    cast = discourse.cast
    noun = settle_noun(lemma)
    scores = score_people(discourse, start, gender_of_noun(lemma), is_description=True)
    near = _standing_alone(discourse, start) & scores.keys()
    for entity in cast.entities:  # someone called so anywhere before keeps the description
        is_far = entity.label == "PERSON" and noun in entity.heads and entity.number not in scores
        if is_far and cast.first_seen.get(entity.number, start) < start:
            scores[entity.number] = -4.0
    ranked: list[tuple[float, int]] = []
    for number, score in scores.items():
        entity = cast.entities[number]
        if _contradict(cast, ties, entity.ties):
            continue
        called_so = _is_called_so(entity, noun)
        if not called_so and any(discourse.beside(word).get(number, start) < start for word in {lemma, noun}):
            continue
        if called_so:
            score += 4.0 + (8.0 if ties & entity.ties else 0.0)
        elif opening in POSSESSIVES or lemma in _KINSHIP or number not in near:
            continue
        elif lemma not in _GENERIC_PEOPLE and (len(near) > 1 or lemma in _SPEAKING_FOR):
            continue  # 'the pilot' may be the only person there was, not one of several
        elif ties & entity.ties:
            score += 2.0  # 'the Norwegian leader' is rather the Norwegian president
        elif entity.heads and lemma not in {"man", "woman", "leader", "politician"}:
            score -= 1.0
        ranked.append((score, number))
    if lemma not in _GENERIC_PEOPLE:  # where somebody is called so, 'the Pope' is nobody else
        ranked = [r for r in ranked if _is_called_so(cast.entities[r[1]], noun)] or ranked
    if not ranked:
        return None
    ranked.sort(key=lambda item: (-item[0], item[1]))
    gap = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else 3.0
    entity = cast.entities[ranked[0][1]]
    certain = noun in entity.heads
    return entity, min(1.0, (0.7 if certain else 0.4) + gap / 8)


_LAWMAKERS = frozenset({"senator", "representative"})


def _is_called_so(entity: Entity, noun: str) -> bool:
    """Whether the text calls a person by a noun; a senator is a lawmaker."""
    return noun in entity.heads or (noun == "lawmaker" and bool(entity.heads & _LAWMAKERS))


def _standing_alone(discourse: Discourse, token: int) -> set[int]:
    """The people that the last paragraphs speak of, not only through what is theirs ('Rooy's government')."""
    view = discourse.view
    return {
        m.entity
        for m in discourse.cast.between(discourse.paragraph_start(token, 8), token)[-_WINDOW:]
        if not discourse.is_modifier(m) and view.tags[min(m.end, len(view) - 1)] != "POS"
    }


def _contradict(cast: Cast, a: set[str], b: set[str]) -> bool:
    """Whether two sets of ties name different places; bodies go by too many names to contradict each other."""
    first, second = a & cast.lexicons.places, b & cast.lexicons.places
    return bool(first and second and not first & second)


def _find_described_before(discourse: Discourse, head: int, start: int, lemma: str, kind: str) -> Reference | None:
    """'The writer' after 'a freelance writer': the description that brought the person in names it."""
    view = discourse.view
    for at, noun, reference in reversed(discourse.described):
        if noun == lemma and at < head:
            return Reference(None, reference.name, reference.source_type, "nominal", 0.7, head=head)
    for i in discourse.tokens_with(lemma):
        if i >= start or view.tags[i] != "NN" or view.quote[i] >= 0:
            continue
        first = start_of_phrase(view, i)
        is_told_of = first > 1 and (
            view.lower[first - 2] in {"as", "like"} or view.lemmas[first - 2] in {"be", "become"}
        )
        if first > 0 and view.lower[first - 1] in {"a", "an", "one", "another"} and not is_told_of:
            return Reference(None, describe(view, range(first - 1, i + 1), i), kind, "nominal", 0.7, head=head)
    return None


def _note_resolved(discourse: Discourse, tokens: range, head: int, entity: Entity, lemma: str, ties: set[str]) -> None:
    entity.heads.add(settle_noun(lemma))
    entity.ties |= ties
    if head not in discourse.cast.by_token:
        discourse.cast.add_mention(_first_free(discourse.cast, tokens, head), head + 1, "nominal", entity)


def _first_free(cast: Cast, tokens: range, head: int) -> int:
    first = head
    while first > tokens.start and first - 1 not in cast.by_token:
        first -= 1
    return first


def _resolve_body(
    discourse: Discourse,
    tokens: range,
    head: int,
    lemma: str,
    kind: str,
    ties: set[str],
    text: str,
    is_definite: bool,
) -> Reference:
    """Return the body that 'the ministry' or 'the newspaper' means."""
    view, cast = discourse.view, discourse.cast
    names_it_bears = {fold(view.words[i]) for i in range(tokens.start, head) if view.tags[i].startswith("NNP")}
    is_named = bool(names_it_bears)  # the Obama campaign
    if is_definite:
        names = [m for m in cast.before(head, _FAR) if m.kind == "name"]
        is_paper = kind == "media"  # also where the recogniser takes its name for a place's, but not for a people's
        bodies = [
            m for m in names if m.label == "ORG" or (is_paper and m.label != "NORP" and _sounds_like_media(cast, m))
        ]
        for mention in reversed(bodies):
            entity = cast.entities[mention.entity]
            if ties and fold(entity.name) not in ties and not ties & entity.ties and ties != {fold(entity.name)}:
                continue
            words = fold(entity.name).split()
            if names_it_bears.isdisjoint(words) and is_named and not ties & entity.ties:
                continue  # Rooy's secretariat is not the Debate Secretariat
            if lemma in words or lemma in entity.heads:
                return Reference(
                    entity, entity.name, type_of_name(entity.name, "ORG", cast.lexicons), "nominal", 0.8, head=head
                )
        is_generic = lemma in _GENERIC_BODIES and view.lower[tokens.start] in {"the", "this", "that"}
        is_generic = is_generic and not (head + 1 in tokens and view.lower[head + 1] == "of")  # of the festival
        if is_generic and not ties and not is_named:
            near = [m for m in bodies if view.paragraph[head] - view.paragraph[m.first] <= 2]
            fits = {kind, "organization"} if kind == "media" else {kind}
            fitting = [m for m in near if type_of_name(cast.entities[m.entity].name, "ORG", cast.lexicons) in fits]
            fitting = [
                m for m in fitting if type_of_name(cast.entities[m.entity].name, "ORG", cast.lexicons) == kind
            ] or fitting
            if fitting:
                entity = cast.entities[max(fitting, key=lambda m: _rate_body(discourse, m, head)).entity]
                return Reference(entity, entity.name, kind, "nominal", 0.6, head=head)
    if (ties or is_named) and kind in {"organization", "government"} and is_definite:
        return _name_described_body(discourse, tokens, head, kind, ties, text)
    return Reference(None, text, kind, "nominal", 0.8, head=head)


def _sounds_like_media(cast: Cast, mention: Mention) -> bool:
    return type_of_name(cast.entities[mention.entity].name, "ORG", cast.lexicons) == "media"


def _rate_body(discourse: Discourse, mention: Mention, head: int) -> tuple[float, int]:
    """Rate a body as what 'the company' means: near, a subject, cited before."""
    view = discourse.view
    score = -0.4 * (view.sentence[head] - view.sentence[mention.first])
    score += 1.2 * discourse.is_subject(mention) - 2.0 * (view.quote[mention.first] >= 0)
    cited = _last_cited(discourse, head, 2)
    if cited is not None and cited.entity is not None and cited.entity.number == mention.entity:
        score += 1.0
    return score, mention.first


def _name_described_body(
    discourse: Discourse, tokens: range, head: int, kind: str, ties: set[str], text: str
) -> Reference:
    """'The Norwegian foreign ministry' is as good as a name."""
    cast = discourse.cast
    name = text.removeprefix("the ").removeprefix("The ")
    entity = next((e for e in cast.entities if e.label == "ORG" and name in e.names), None)
    if entity is None:
        entity = cast.new_entity("ORG")
        entity.names[name] += 1
        entity.ties |= ties
    if head not in cast.by_token:
        cast.add_mention(_first_free(cast, tokens, head), head + 1, "nominal", entity)
    return Reference(entity, entity.name, kind, "nominal", 0.8, head=head)
