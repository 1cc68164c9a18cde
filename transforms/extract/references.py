"""What a source's words stand for: names are read, pronouns and descriptions are questions with candidates.

What stands in the words themselves is settled here; whom 'she', 'the minister' or a quotation without a source mean is
chosen in `transforms.extract.choice`.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from transforms.extract.choice import Question, answer
from transforms.extract.discourse import FEMALE, MALE, Discourse, Reference
from transforms.extract.lexicons import gender_of_noun
from transforms.extract.mentions import Cast, Entity, Mention, find_ties, settle_noun
from transforms.extract.names import body_key, fold
from transforms.extract.phrases import (
    INDEFINITE,
    POSSESSIVES,
    describe,
    find_head,
    noun_phrase,
    opens_sentence,
    start_of_phrase,
)
from transforms.extract.rules import rule
from transforms.extract.source_types import type_of_name, type_of_noun
from transforms.extract.view import NOMINAL_TAGS, SUBJECTS, View
from transforms.lexicon import load_words

_PLURAL = load_words("plural_pronouns") | {"both", "these", "those"}
_NEUTRAL = load_words("neuter_pronouns") | {"this", "that"}
_RELATIVE = load_words("relative_pronouns") - {"whose"}
_ADDRESSED = load_words("object_pronouns")
_FIRST = load_words("first_person", "second_person")
PRONOUNS = MALE | FEMALE | _PLURAL | _NEUTRAL | _RELATIVE | _FIRST
_UNNAMED = frozenset({"unnamed_person", "anonymous_official"})
_BODIES = frozenset({"organization", "government", "media"})
_REACH = 40  # the citations, or statements, that are looked back over


def resolve_source(discourse: Discourse, tokens: range) -> Reference:
    """Return what a source's tokens stand for."""
    view, cast = discourse.view, discourse.cast
    tokens = _skip_addressee(view, tokens)
    inside = cast.by_token.get(tokens.start) if tokens else None
    if inside is not None and inside.kind == "nominal" and inside.first == tokens.start and inside.end == tokens.stop:
        entity = cast.entities[inside.entity]  # settled before: the label of somebody's turn in an interview
        kind = type_of_name(entity.name, entity.label, cast.lexicons)
        return Reference(entity, entity.name, kind, "nominal", found_by="turn")
    if inside is not None and inside.kind == "name":  # 'Weavers' of the Union of Weavers
        tokens = range(min(inside.first, tokens.start), tokens.stop)
    if (
        len(tokens) > 1
        and tokens.stop < len(view)
        and view.words[tokens.stop] == "-" == view.text[view.ends[tokens[-1]]]
    ):
        tokens = tokens[:-1]  # Rooy matter-of-factly
    words = [i for i in tokens if view.is_word[i]]
    if not words:
        return _unknown(None)
    named = _named_people(discourse, tokens)
    if named:
        _note_title(discourse, tokens, named[0])
        return _from_people(discourse, named)
    is_alone = view.tags[words[0]] == "WP" or not any(view.tags[i] in NOMINAL_TAGS for i in words[1:])
    if view.lower[words[0]] in PRONOUNS and is_alone:  # who; who in front of the cameras
        return resolve_pronoun(discourse, words[0])
    if view.lower[words[0]] in MALE | FEMALE and view.lower[words[1]] == "and":  # she and other members
        return replace(resolve_pronoun(discourse, words[0]), is_plural=True)
    return _resolve_phrase(discourse, tokens, words)


def _unknown(head: int | None) -> Reference:
    return Reference(None, None, "unknown", "nominal", 0.0, head=head, found_by="nobody")


def _resolve_phrase(discourse: Discourse, tokens: range, words: list[int]) -> Reference:
    """Return what a phrase without a person's name stands for: a body, a name nobody recognised, a description."""
    view, cast = discourse.view, discourse.cast
    named = (m for m in cast.between(words[0] + 1, tokens.stop) if m.label == "PERSON" and m.kind == "name")
    complement = next((m for m in named if _is_complement(view, m, tokens)), None)  # a lawyer representing (Rooy)
    head = find_head(view, range(tokens.start, complement.first) if complement is not None else tokens)
    if head is None:  # a name that the tagger took for no noun
        names = [m for m in cast.between(tokens.start, tokens.stop) if m.kind == "name"]
        head = names[0].end - 1 if names else None
    if head is None or _is_vague(discourse, words, head):
        return _resolve_vague(discourse, words)
    mention = cast.by_token.get(head)
    if mention is not None and mention.kind == "name" and mention.first >= tokens.start:
        return _from_body(discourse, cast.entities[mention.entity], head, tokens)
    if (
        view.tags[head] in {"NNP", "NNPS"}
        and view.is_capitalised(head)
        and all(view.tags[i] in {"NNP", "NNPS", "DT", "HYPH"} for i in words if i <= head)
        and not cast.lexicons.is_person_noun(view.lemmas[head])
    ):
        return _name_unrecognised(discourse, words, head)
    body = find_apposed_body(discourse, tokens, head)
    if body is not None:
        return _from_body(discourse, cast.entities[body.entity], body.end - 1, tokens)
    return resolve_description(discourse, tokens, head)


@rule("source.apposed-body")
def find_apposed_body(discourse: Discourse, tokens: range, head: int) -> Mention | None:
    """Return the body that a description is apposed to: 'its maker, Rooy Dynamics'."""
    if head + 2 not in tokens or discourse.view.words[head + 1] != ",":
        return None
    mention = discourse.cast.by_token.get(head + 2)
    is_body = mention is not None and mention.label == "ORG" and mention.kind == "name"
    return mention if mention is not None and is_body and mention.first == head + 2 else None


def _is_vague(discourse: Discourse, words: list[int], head: int) -> bool:
    """Whether a source is only so many of some kind: many who saw the film, 7 percent, half of those who saw it."""
    view, vague = discourse.view, discourse.cast.lexicons.words["vague"]
    return (
        (view.lower[words[0]] in vague and view.tags[words[0] + 1 : words[0] + 2] in (["WP"], ["IN"]))
        or view.lower[head] in discourse.cast.lexicons.words["shares"]
        or any(view.lower[i] == "those" and view.tags[i + 1] == "WP" for i in words[1:-1])
    )


def _skip_addressee(view: View, tokens: range) -> range:
    """Leave out to whom something was sent where the source begins with it: '(sent) her a letter'."""
    is_sent = len(tokens) > 2 and view.lower[tokens.start] in _ADDRESSED and view.tags[tokens.start + 1] == "DT"
    return range(tokens.start + 1, tokens.stop) if is_sent else tokens


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
    """Whether what stands between two names joins them: Ana Rooy, a lawyer, and the clerk (Ole Brandt)."""
    between = range(start, end)
    joint = next((i for i in reversed(between) if view.lower[i] in {"and", "&"}), None)
    if joint is None:
        return False
    if view.words[start] == "," == view.words[joint - 1]:  # an apposition, whatever its words, stands between commas
        between = range(joint, end)
    return all(view.lower[i] in _LINKS or view.tags[i] in NOMINAL_TAGS | {"JJ", "DT"} for i in between)


_GOVERNING = load_words("prepositions")


def _is_modifier(discourse: Discourse, mention: Mention, tokens: range) -> bool:
    """Whether a name only says whose, or which, the source is: Rooy's lawyer, the Rooy lawyer, the lawyer of Rooy."""
    view = discourse.view
    after = mention.end
    if after < len(view) and (view.tags[after] == "POS" or view.lower[after] in {"'s", "’s", "’"}):
        return True
    is_noun_behind = after < tokens.stop and view.tags[after] in {"NN", "NNS"}
    if is_noun_behind and view.heads[after] not in range(mention.first, after):
        return True
    later = [m for m in discourse.cast.between(after, tokens.stop) if m.label == "PERSON" and m.kind == "name"]
    if later and all(view.tags[j] in NOMINAL_TAGS | {"JJ", "HYPH"} for j in range(after, later[0].first)):
        return True
    return _is_complement(view, mention, tokens) or _follows_preposition(discourse, mention, tokens)


def _is_complement(view: View, mention: Mention, tokens: range) -> bool:
    """Whether the parse hangs a name on a noun of the source by a preposition or a participle: a lawyer for Rooy."""
    head = find_head(view, range(tokens.start, mention.first))
    if head is None or view.words[mention.first - 1] == ",":  # the head of the board, Ana Rooy
        return False
    if not any(view.tags[i] in {"IN", "TO", "VBG", "VBN"} for i in range(head + 1, mention.first)):
        return False
    at = next(
        (i for i in range(mention.first, mention.end) if view.heads[i] not in range(mention.first, mention.end)), -1
    )
    for _ in tokens:
        above = view.heads[at] if at >= 0 else at
        if above == at or above not in tokens:
            return False
        if view.deps[at] in _COMPLEMENTS:
            return True
        at = above
    return False


_COMPLEMENTS = frozenset({"nmod", "nmod:poss", "obl", "obj", "iobj", "obl:agent"})


def _follows_preposition(discourse: Discourse, mention: Mention, tokens: range) -> bool:
    """Whether a preposition stands before a name and its titles: hospitals in Brae and Oster."""
    view, lexicons = discourse.view, discourse.cast.lexicons
    i = mention.first - 1
    is_titled = False
    while i >= tokens.start and (
        view.tags[i] in {"DT", "JJ", "PRP$"}
        or fold(view.words[i]) in lexicons.honorifics
        or lexicons.is_person_noun(view.lemmas[i].rstrip("."))
        or (is_titled and view.tags[i] in NOMINAL_TAGS | {"VBN", "HYPH"})  # of accomplished Kerran author Ana Rooy
    ):
        is_titled = is_titled or lexicons.is_person_noun(view.lemmas[i].rstrip("."))
        i -= 1
    while i - 1 >= tokens.start and view.lower[i] == "and" and i - 1 in discourse.cast.by_token:
        i = discourse.cast.by_token[i - 1].first - 1
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
    """Return the government that speaks through a capital's or country's name, else the entity itself."""
    metonym = cast.lexicons.metonyms.get(body_key(entity.name))
    if metonym is None or metonym.kind not in {"capital", "country"} or metonym.refers_to == entity.name:
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


def _resolve_vague(discourse: Discourse, words: list[int]) -> Reference:
    """Return so many of some kind as they stand: 'some', 'half of those who', '53%', 'four in five'."""
    view, lists = discourse.view, discourse.cast.lexicons.words
    is_counted = view.tags[words[0]] == "CD"
    if not is_counted and not any(view.lower[i] in lists["vague"] or view.lower[i] in lists["shares"] for i in words):
        return _unknown(words[0])
    words = words[_introduces(view, words[0]) : len(words) - (view.tags[words[-1]] == "WP")]
    text = " ".join(view.words[i] for i in words).lower()
    text += "%" * (view.words[words[-1] + 1 : words[-1] + 2] == ["%"])
    return Reference(None, text, "generic", "nominal", is_plural=True, head=words[0], found_by="vague")


def resolve_pronoun(discourse: Discourse, token: int) -> Reference:
    """Return whom a pronoun at a token means; unknown when nobody fits."""
    view, cast = discourse.view, discourse.cast
    word = view.lower[token]
    if word in _FIRST:
        return replace(_unknown(token), how="pronoun")
    if word in _RELATIVE and view.tags[token] in {"WP", "WDT", "WP$"}:
        return _resolve_relative(discourse, token)
    kind = "he" if word in MALE | FEMALE else "they" if word in _PLURAL else "it"
    gender = "m" if word in MALE else "f" if word in FEMALE else None
    found = answer(discourse, Question(kind, token, gender), "pronoun")
    if found.entity is not None and token not in cast.by_token and not found.others:
        cast.add_mention(token, token + 1, "pronoun", found.entity)
    return found


def _resolve_relative(discourse: Discourse, token: int) -> Reference:
    """'who said': the noun that the clause hangs on, else the name or noun phrase right before it."""
    view, cast = discourse.view, discourse.cast
    verb = view.heads[token]
    noun = view.heads[verb]
    is_one = any(view.tags[i] == "VBZ" for i in (verb, *view.children[verb]) if i == verb or view.deps[i] == "aux")
    agrees = not (is_one and view.tags[noun] in {"NNS", "NNPS"} and view.deps[token] in SUBJECTS)
    is_before = noun < token and view.sentence[noun] == view.sentence[token]
    if view.deps[verb] == "acl:relcl" and is_before and agrees:
        phrase = noun_phrase(view, noun)
        if view.tags[noun] in NOMINAL_TAGS | {"CD", "DT"} and phrase.start < token:
            found = resolve_source(discourse, range(phrase.start, min(phrase.stop, token)))
            if found.name is not None:
                return replace(found, how="pronoun", margin=0.95 * found.margin, head=token)
    end = token
    while end > 0 and view.words[end - 1] in {",", "—", "–", "-"}:
        end -= 1
    named = next((m for m in reversed(cast.between(max(0, token - 12), end)) if m.kind == "name"), None)
    is_place = named is not None and named.label in {"LOC", "GPE"} and view.lower[token] == "who"
    is_near = named is not None and named.end >= end - 1 and view.sentence[named.first] == view.sentence[token]
    if named is not None and is_near and not is_place:
        entity = speak_for(cast, cast.entities[named.entity])
        kind = type_of_name(entity.name, entity.label, cast.lexicons)
        return Reference(entity, entity.name, kind, "pronoun", 0.9, head=token, found_by="relative")
    start = end
    while start > max(0, token - 12) and view.tags[start - 1] in _PHRASE and view.sentence[start - 1] >= 0:
        start -= 1
    head = find_head(view, range(start, end))
    if head is None or view.sentence[head] != view.sentence[token]:
        return replace(_unknown(token), how="pronoun")
    return replace(resolve_description(discourse, range(start, end), head), how="pronoun", head=token)


_PHRASE = NOMINAL_TAGS | {"JJ", "DT", "CD", "POS", "PRP$", "IN", "RBS", "JJS"}


def find_implicit(discourse: Discourse, token: int, words: int) -> Reference:
    """Return who speaks in a quotation of so many words without a source."""
    if _is_written_on(discourse, token):
        return _unknown(None)
    return answer(discourse, Question("implicit", token, words=words), "implicit")


@rule("implicit.written-on", nothing=False)
def _is_written_on(discourse: Discourse, token: int) -> bool:
    """Whether the words stand on a thing, which is nobody who speaks on: “Proud of Oster” stood on a banner."""
    view, number = discourse.view, discourse.view.sentence[token]
    if number < 0:
        return False
    things = discourse.cast.lexicons.words["written_on"]
    sentence = range(view.sentences[number].start, view.sentences[number].end)
    return any(view.lemmas[i] in things for i in sentence if view.quote[i] < 0)


def _introduces(view: View, i: int) -> bool:
    """Whether a word in front of a description is none of it: 'after the ambassador', not 'at least ten people'."""
    return view.tags[i] in {"IN", "CC", "TO"} and view.lower[i] not in _QUANTIFYING


_QUANTIFYING = load_words("number_prepositions")


def resolve_description(discourse: Discourse, tokens: range, head: int) -> Reference:
    """Return what a description means: 'the minister' a person named before, 'two officials' nobody by name."""
    view, cast = discourse.view, discourse.cast
    lemma = view.lemmas[head].rstrip(".")
    if view.lower[tokens.start : tokens.start + 2] == ["according", "to"]:
        tokens = range(tokens.start + 2, tokens.stop)
    start = next((i for i in tokens if view.is_word[i] and not _introduces(view, i)), head)
    itself = _read_description(discourse, tokens, start, head, lemma)
    is_definite = _is_definite(view, start, head, itself.is_plural)
    kind = itself.source_type
    if kind == "document" and (author := _find_author(discourse, head, lemma)) is not None:
        return author
    asked = _choose_kind(discourse, itself, lemma)
    if asked is None or not is_definite:
        if asked == "person" and kind != "unknown":
            discourse.described.append((head, lemma, itself))
        return itself
    ties = frozenset(find_ties(cast, range(start, _phrase_end(view, head, tokens.stop))))
    if asked == "body" and _names_itself(view, start, head, ties):
        itself = _name_described_body(discourse.cast, itself, set(ties))
    is_named = any(view.tags[i].startswith("NNP") for i in range(start, tokens.stop) if i != head)
    noun = settle_noun(lemma)
    is_of = head + 1 in tokens and view.tags[head + 1] in {"IN", "TO"}
    gender = gender_of_noun(lemma)
    phrase = frozenset(view.lower[i] for i in range(start, head + 1) if view.tags[i] in NOMINAL_TAGS | {"JJ"})
    behind = cast.between(head + 1, tokens.stop)
    is_somebodys = is_of and any(m.label == "PERSON" and m.kind == "name" for m in behind)
    named = (m for m in cast.between(tokens.start, tokens.stop) if m.kind == "name" and m.label == "PERSON")
    inside = frozenset(m.entity for m in named)
    question = Question(
        asked, start, gender, noun, ties, itself, is_named, is_of, is_somebodys, inside, phrase, head - start
    )
    found = answer(discourse, question, "nominal")
    if found.entity is not None and asked != "document":  # a letter is not called what its author is
        _note_resolved(discourse, tokens, head, found.entity, lemma, set(ties), asked == "person")
    elif found.entity is None and found.source_type != "unknown":
        discourse.described.append((head, lemma, found))
    return replace(found, head=head)


def _read_description(discourse: Discourse, tokens: range, start: int, head: int, lemma: str) -> Reference:
    """Return a description as a source of its own, by its own words."""
    view, lexicons = discourse.view, discourse.cast.lexicons
    is_member = view.lower[start + 1 : start + 2] == ["of"] and view.lower[start] in {"one", "another"}
    is_plural = view.tags[head] in {"NNS", "NNPS"} and lemma not in {"police", "news"} and not is_member
    phrase = fold(view.text[view.starts[start] : view.ends[head]])
    kind = type_of_noun(phrase, lemma, is_plural, lexicons)
    text = _write_small(discourse, start, describe(view, range(start, tokens.stop), head))
    if kind == "generic" and _is_particular(view, tokens, head):
        kind = "anonymous_group"
    if kind == "unknown" and not is_plural and any(view.tags[i] == "NNP" for i in range(start, head + 1)):
        kind = type_of_name(text, "ORG", lexicons)  # 'Channel 13 news'
    return Reference(None, text or None, kind, "nominal", 0.9, is_plural, head=head, found_by="description")


def _is_particular(view: View, tokens: range, head: int) -> bool:
    """Whether people are told apart from all others: two people, people briefed on it, people who were there."""
    is_counted = any(view.tags[i] == "CD" for i in range(tokens.start, head))
    return is_counted or (head + 1 in tokens and view.tags[head + 1] in {"VBN", "VBG", "JJ", "WP"})


def _choose_kind(discourse: Discourse, itself: Reference, lemma: str) -> str | None:
    """Return which kind of question a definite description is; None for one that only means itself."""
    if itself.source_type == "document":
        return "document"
    if itself.is_plural:
        return "group"
    if itself.source_type in _BODIES:
        return "body"
    if itself.source_type in _UNNAMED or discourse.cast.lexicons.is_person_noun(lemma):
        return "person"
    return None


def _names_itself(view: View, start: int, head: int, ties: frozenset[str]) -> bool:
    """Whether a description is as good as a name: the Norwegian foreign ministry, the Rooy campaign."""
    return bool(ties) or any(view.tags[i].startswith("NNP") for i in range(start, head))


def _name_described_body(cast: Cast, itself: Reference, ties: set[str]) -> Reference:
    """Make an entity of a description that is as good as a name."""
    if itself.name is None or itself.source_type == "media":
        return itself
    name = itself.name.removeprefix("the ").removeprefix("The ")
    entity = next((e for e in cast.entities if e.label == "ORG" and name in e.names), None)
    if entity is None:
        entity = cast.new_entity("ORG")
        entity.names[name] += 1
        entity.ties |= ties
    return replace(itself, entity=entity, name=entity.name)


def is_described_subject(cast: Cast, token: int) -> bool:
    """Whether a noun is the subject of a clause and describes a person or body: 'the former president left'."""
    view = cast.view
    if view.tags[token] not in {"NN", "NNS"} or view.deps[token] not in SUBJECTS or token in cast.by_token:
        return False
    lemma = view.lemmas[token]
    return cast.lexicons.is_person_noun(lemma) or lemma in cast.lexicons.headwords


def note_described(discourse: Discourse, head: int) -> None:
    """Note whom a described subject means, or that it brings somebody in: the next 'he' may mean them."""
    view = discourse.view
    first = start_of_phrase(view, head)
    start = first - (first > 0 and view.tags[first - 1] in {"DT", "PRP$", "CD"})
    lemma = view.lemmas[head]
    is_person = view.tags[head] == "NN" and discourse.cast.lexicons.is_person_noun(lemma)
    if is_person and start < head and view.lower[start] == "the":
        resolve_description(discourse, range(start, head + 1), head)
        return
    itself = _read_description(discourse, range(start, head + 1), start, head, lemma)
    if itself.source_type != "unknown":
        discourse.described.append((head, lemma, itself))


def _note_resolved(
    discourse: Discourse, tokens: range, head: int, entity: Entity, lemma: str, ties: set[str], is_person: bool
) -> None:
    """Note that a description means an entity: it is a mention, and a person is called so from now on."""
    if is_person:
        entity.heads.add(settle_noun(lemma))
        entity.ties |= ties
    if head not in discourse.cast.by_token:
        discourse.cast.add_mention(_first_free(discourse.cast, tokens, head), head + 1, "nominal", entity)


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
    return view.lemmas[token] in {"democrat", "republican"}


def _is_definite(view: View, start: int, head: int, is_plural: bool) -> bool:
    """Whether a phrase can mean somebody brought in before: the envoy, these envoys, not one envoy or Danish envoys."""
    if is_plural:
        return view.lower[start] in {"the", "these", "those", "both"} | POSSESSIVES
    return view.lower[start] not in INDEFINITE and (start != head or view.tags[head] == "NNP")


def _find_author(discourse: Discourse, head: int, lemma: str) -> Reference | None:
    """Return who speaks through a statement, if the text says so: 'a statement by the ministry' is the ministry's word.

    What stands with the noun goes first; 'the statement' is that of whoever gave the last one.
    """
    lists = discourse.cast.lexicons.words
    if lemma not in lists["statements"]:
        return None
    found = _author_beside(discourse, head)
    if found is None and lemma in lists["read_out"] and discourse.view.lower[head - 1] in {"the", "this", "that"}:
        found = _author_before(discourse, head, lemma)
    if found is None or found.name is None or found.source_type in {"unknown", "document"}:
        return None
    return replace(found, how="nominal", margin=0.95 * found.margin, head=head, found_by="author")


def _author_beside(discourse: Discourse, head: int) -> Reference | None:
    """Return the author that stands with a statement: who issued it, or whose it is."""
    author = _find_issuer(discourse, head) or _find_owner(discourse, head)
    return resolve_source(discourse, author) if author is not None else None


def _find_issuer(discourse: Discourse, head: int) -> range | None:
    """Return who follows: a statement (issued on Friday) by the ministry."""
    view = discourse.view
    for i in range(head + 1, min(head + 8, len(view) - 1)):
        if view.lower[i] in {"by", "from"}:
            return noun_phrase(view, view.heads[i]) if view.heads[i] > i else None
        is_perused = view.lemmas[i] in discourse.cast.lexicons.words["perusing"]  # a memo seen by the Gazette
        if view.tags[i] not in NOMINAL_TAGS | {"VBN", "RB", "IN", "CD", "HYPH"} or is_perused:
            return None
    return None


def _find_owner(discourse: Discourse, head: int) -> range | None:
    """Whose statement it is by the words before it: the ministry's first statement, a Feld Line statement."""
    view = discourse.view
    first = start_of_phrase(view, head)
    if first > 0 and view.tags[first - 1] == "POS":
        owner = view.heads[first - 1]
        return range(noun_phrase(view, owner).start, first - 1) if owner < first - 1 else None
    if view.lemmas[head] in discourse.cast.lexicons.words["posts"]:
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


def _first_free(cast: Cast, tokens: range, head: int) -> int:
    first = head
    while first > tokens.start and first - 1 not in cast.by_token:
        first -= 1
    return first
