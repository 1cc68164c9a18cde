"""What the text says that a named source is: 'Russian President Ana Rooy', 'Ana Rooy, a lawyer for the union'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.extract.discourse import Reference
from transforms.extract.lexicons import gender_of_noun
from transforms.extract.mentions import Cast, Entity, Mention, find_ties, settle_noun
from transforms.extract.names import fold
from transforms.extract.phrases import is_time
from transforms.extract.rules import rule
from transforms.extract.view import NOMINAL_TAGS, SUBJECTS, View
from transforms.lexicon import load_words

_BEFORE = NOMINAL_TAGS | {"JJ", "JJS", "JJR", "POS", "HYPH", "VBN", "CD", "FW", "AFX"}
_BEHIND = _BEFORE | {"RB", "RBS", "CC", "IN", "DT", "PRP$", "VBG", "TO", "-LRB-", "-RRB-", "``", "''", "NFP"}
_MODIFIERS = frozenset({"JJ", "JJS", "JJR", "POS", "HYPH", "CD", "VBN", "VBG", "RB", "``", "''", "AFX", "NFP"})
_BODIES = frozenset({"organization", "government", "media"})
_OPENING = load_words("possessive_determiners") - {"my", "your"} | {"the", "a", "an", "then"}
_FORMERLY = load_words("office_adverbs")
_STOPS = load_words("relative_pronouns") | {".", ";", ":", "—", "–", "when", "where"}
_NO_TITLE = re.compile(r"[<>=_{}@]|https?:|^[A-Z]-[A-Z][\w.]*$")  # markup, a party's tag
_POSSESSIVE = re.compile(r"^['’]s?\s+")
_MOST_BEFORE, _MOST_BEHIND = 10, 18  # tokens
_COURTESY = load_words("courtesy_titles")


@dataclass(frozen=True, slots=True)
class Title:
    """The tokens ``first`` to ``end`` (exclusive) of a title, and its ``head`` noun."""

    first: int
    end: int
    head: int


def describe_names(cast: Cast) -> None:
    """Note for every person, body and document of a cast what the text calls it."""
    for mention in [m for m in cast.mentions if m.kind == "name"]:
        entity = cast.entities[mention.entity]
        is_person = entity.label == "PERSON"
        titles = _list_titles(cast, mention, is_person)
        if is_person:
            for title in titles:
                _note(cast, entity, title)
        _keep_fullest(cast, entity, titles)


def describe_again(cast: Cast) -> None:
    """Take the descriptions that were found to mean somebody as titles: the junior senator for Ana Rooy."""
    for mention in cast.mentions:
        if mention.kind == "nominal" and mention.label == "PERSON":
            first = mention.first + (cast.view.lower[mention.first] in _OPENING)
            if first < mention.end and _is_role(cast, mention.end - 1):
                _keep_fullest(cast, cast.entities[mention.entity], [Title(first, mention.end, mention.end - 1)])


def title_of(reference: Reference) -> str | None:
    """Return the title of a source; of one person without a name, the description."""
    if reference.entity is not None:
        return reference.entity.title
    is_one = reference.source_type in {"unnamed_person", "anonymous_official"} and not reference.is_plural
    return reference.name if is_one else None


def _keep_fullest(cast: Cast, entity: Entity, titles: Sequence[Title]) -> None:
    """Keep the titles that stand with one mention, if they say more than those before."""
    written = [_write(cast.view, title) for title in titles]
    weight = sum(weight for _, weight in written)
    if weight > entity.title_weight:
        entity.title = "; ".join(dict.fromkeys(text for text, weight in written if weight))
        entity.title_weight = weight
        affiliations = (_find_affiliation(cast, title) for title in titles)
        entity.affiliation = next((a for a in affiliations if a), entity.affiliation)


def _list_titles(cast: Cast, mention: Mention, is_person: bool) -> list[Title]:
    first = _skip_titles(cast, mention.first) if is_person else mention.first
    found = [
        _find_apposed_before(cast, first, is_person),
        _find_before(cast, mention.first) if is_person else _find_kind(cast, mention.first),
        _find_behind(cast, mention.end, mention.first, is_person),
        _find_told(cast, mention, is_person),
    ]
    return [title for title in found if title is not None]


def _is_role(cast: Cast, i: int) -> bool:
    """Whether a noun says what a person is."""
    lemma = cast.view.lemmas[i]
    word = settle_noun(lemma.lower())
    occupations = cast.lexicons.words["occupations"]
    is_plural = cast.view.tags[i] in {"NNS", "NNPS"} and cast.view.lower[i].endswith("s")  # not a pollster, misread
    if is_plural or cast.view.tags[i] not in NOMINAL_TAGS:
        return False
    return (
        cast.lexicons.is_person_noun(lemma)
        or any(word in cast.lexicons.words[kin] for kin in ("kin_m", "kin_f", "kin_any"))
        or cast.lexicons.is_person_noun(word)
        or word in occupations
        or word in cast.lexicons.words["general_people"]
        or cast.view.lower[i] in occupations
        or cast.lexicons.is_title(fold(cast.view.words[i]))
    )


def _skip_titles(cast: Cast, first: int) -> int:
    """Return where the titles of address before a name begin: the spokesman, Cmdr. Ana Rooy."""
    view = cast.view
    while first > 1 and (
        fold(view.words[first - 1]) in cast.lexicons.honorifics
        or (view.words[first - 1] == "." and fold(view.words[first - 2]) in cast.lexicons.honorifics)
    ):
        first -= 1
    return first


@rule("titles.kind-of-body")
def _find_kind(cast: Cast, first: int) -> Title | None:
    """Return what a body is called before its name: the security firm Rooy Labs."""
    view, head = cast.view, first - 1
    if head > 0 and view.words[head] == ",":
        head -= 1
    if head < 0 or view.tags[head] != "NN" or view.sentence[head] != view.sentence[first]:
        return None
    return Title(_walk_back(cast, head + 1, first), head + 1, head) if _is_kind_of_body(cast, head) else None


@rule("titles.before-name")
def _find_before(cast: Cast, first: int) -> Title | None:
    """Return the title before a name: former House Speaker Ana Rooy, Secretary of State Ana Rooy."""
    view = cast.view
    i = first - 1
    if i > 2 and view.words[i] == ")" and view.words[i - 2] == "(":
        i -= 3  # superintendent of police (SP) Ana Rooy
    end = i + 1
    while end > 0 and fold(view.words[end - 1]) in _COURTESY:
        end -= 1
    start = _walk_back(cast, end, first)
    if start == end:
        return None
    head = end - 1 - (view.words[end - 1] == ".")
    while head > start and fold(view.words[head]) in cast.lexicons.honorifics and _is_role(cast, head - 1):
        head -= 1  # chairman Sheikh Rooy is a chairman
    if _is_role(cast, head) or _hangs_on(view, head, first):
        return Title(start, end, head)
    of = start - 1
    if of > 0 and view.lower[of] in {"of", "for"} and view.tags[of - 1] in NOMINAL_TAGS and _is_role(cast, of - 1):
        return Title(_walk_back(cast, of, first), end, of - 1)
    return None


def _hangs_on(view: View, noun: int, name: int) -> bool:
    """Whether the parse joins a common noun to the name behind it, so that it says what somebody is: fly-half Rooy."""
    if view.tags[noun] != "NN" or is_time(view, noun) or name != noun + 1:
        return False
    if view.heads[noun] == view.heads[name]:  # both the subject of a verb
        return view.deps[noun] in SUBJECTS and view.deps[name] in SUBJECTS
    return (view.heads[noun] == name and view.deps[noun] in _JOINING) or (
        view.heads[name] == noun and view.deps[name] in _JOINING
    )


_JOINING = frozenset({"nmod:desc", "appos", "flat"})


def _walk_back(cast: Cast, end: int, first: int) -> int:
    """Return where the nouns and adjectives before ``end`` begin, in the sentence of token ``first``."""
    view, start = cast.view, end
    while start > 0 and view.sentence[start - 1] == view.sentence[first] and end - start < _MOST_BEFORE:
        mention = cast.by_token.get(start - 1)
        if start > 2 and view.words[start - 1] == ")" and view.words[start - 3] == "(" and start < end:
            start -= 3  # the Union of Farmers (UF) chairman
            continue
        if start > 1 and view.words[start - 1] == "." and cast.lexicons.is_title(fold(view.words[start - 2])):
            start -= 2  # Pres. Rooy
            continue
        if view.tags[start - 1] not in _BEFORE or (
            mention is not None and mention.label == "PERSON" and view.tags[start] != "POS"
        ):
            break
        start -= 1
    while start < end and (view.tags[start] in {"POS", "HYPH", "CD"} or _is_date(view, start)):
        start += 1
    if 1 < start < end and view.words[start - 1] == "." and cast.lexicons.is_title(fold(view.words[start - 2])):
        start -= 2  # Lt. Gov. Rooy, though the full stop may have been read as the end of a sentence
    return start


@rule("titles.apposed-before")
def _find_apposed_before(cast: Cast, first: int, is_person: bool) -> Title | None:
    """Return the title that a comma parts from the name behind it: the agency’s acting director, Ana Rooy."""
    view = cast.view
    if first < 2 or not is_person or view.sentence[first - 2] != view.sentence[first]:
        return None
    if view.words[first - 1] not in {",", "named", "called"}:
        return None
    stop = first - 1
    if _ends_clause(view, stop - 1, first):
        return None
    i = stop - 1
    while i >= 0 and view.sentence[i] == view.sentence[first] and stop - i < _MOST_BEHIND:
        if view.tags[i] == "DT" or view.lower[i] in _OPENING:
            head = _first_head(cast, i + 1, stop)
            if head is not None and _opens(view, i, first):
                return Title(i + 1, stop, head)
        if view.tags[i] not in _BEHIND:
            break
        i -= 1
    start = _walk_back(cast, stop, first)
    is_alone = start < stop and _opens(view, start, first)
    return Title(start, stop, stop - 1) if is_alone and _is_role(cast, stop - 1) else None


def _is_date(view: View, i: int) -> bool:
    """Whether a day stands before a title: on Friday law professor Ana Rooy."""
    return i > 0 and view.lower[i - 1] == "on" and is_time(view, i)


def _ends_clause(view: View, noun: int, name: int) -> bool:
    """Whether a noun ends the clause before a name's: when Rooy took the chair, Brandt asked."""
    is_object = view.deps[noun] in {"obj", "iobj", "obl"} and view.heads[noun] != view.heads[name]
    return is_object and view.deps[name] in SUBJECTS


def _opens(view: View, i: int, first: int) -> bool:
    """Whether a phrase that begins at a token stands by itself: after a mark, a verb or nothing."""
    before = i - 1
    return before < 0 or view.sentence[before] != view.sentence[first] or view.tags[before] not in NOMINAL_TAGS | {"IN"}


def _first_head(cast: Cast, first: int, stop: int) -> int | None:
    """Return the last noun before the first preposition or comma, if it says what somebody is."""
    view, head = cast.view, None
    if view.lower[first : first + 2] == ["one", "of"]:  # one of the founders
        nouns = [i for i in range(first + 2, stop) if view.tags[i] in NOMINAL_TAGS]
        return next((i for i in nouns if view.tags[i] in {"NNS", "NNPS"}), None)
    for i in range(first, stop):
        if view.tags[i] in NOMINAL_TAGS:
            head = i
        elif view.tags[i] not in _MODIFIERS:
            if view.tags[i] == "CC" and i + 1 < stop and view.tags[i + 1] in NOMINAL_TAGS | {"JJ"}:
                if head is not None and _is_role(cast, head):
                    break
                continue
            break
    return head if head is not None and _is_role(cast, head) else None


@rule("titles.behind-name")
def _find_behind(cast: Cast, end: int, first: int, is_person: bool) -> Title | None:
    """Return the title behind a name: Ana Rooy, 47, a lawyer for the union, said."""
    view = cast.view
    n = len(view)
    if end + 1 < n and view.lower[end] == "of" and view.tags[end + 1] == "NNP":
        end += 2  # Rooy of Ohio, the
        while end < n and view.tags[end] == "NNP":
            end += 1
    if end >= n or view.words[end] not in {",", "(", "—", "–"} or view.sentence[end] != view.sentence[first]:
        return None
    i = end + 1
    if i + 1 < n and view.tags[i] == "CD" and view.words[i + 1] == ",":
        i += 2
    if i < n and view.lower[i] == "who" and i + 1 < n and view.lemmas[i + 1] in {"be", "serve"}:
        return _read_phrase(cast, i + 2, first, is_person)
    return _read_phrase(cast, i, first, is_person)


@rule("titles.told")
def _find_told(cast: Cast, mention: Mention, is_person: bool) -> Title | None:
    """Return what a clause says that somebody is: Rooy is the chairman of the board."""
    view, i = cast.view, mention.end
    if i + 1 >= len(view) or view.lemmas[i] not in {"be", "serve"} or view.tags[i] not in {"VBZ", "VBD"}:
        return None
    i += 1 + (view.lower[i + 1] in {"now", "currently", "also", "as"})
    is_office = i < len(view) and view.is_capitalised(i) and cast.lexicons.is_title(fold(view.words[i]))
    if i >= len(view) or not is_person or not (view.lower[i] in _OPENING or is_office):
        return None
    return _read_phrase(cast, i, mention.first, is_person)


def _read_phrase(cast: Cast, i: int, first: int, is_person: bool) -> Title | None:
    """Return the noun phrase that begins at a token, up to its clause, a verb, or the next comma."""
    view, n = cast.view, len(cast.view)
    i += i < n and view.lower[i] in _FORMERLY
    opening = i < n and (view.lower[i] in _OPENING or view.tags[i] == "PRP$")
    if opening and view.tags[i] != "PRP$":
        i += 1
    stop = i
    while (
        stop < n
        and stop - i < _MOST_BEHIND
        and view.sentence[stop] == view.sentence[first]
        and view.tags[stop] in _BEHIND
        and view.lower[stop] not in _STOPS
        and not (view.tags[stop] == "-RRB-" and "(" not in view.words[i:stop])
    ):
        stop += 1
    while stop > i and (
        view.tags[stop - 1] in {"IN", "DT", "CC", "RB", "TO", "PRP$", "VBG"} or not view.is_word[stop - 1]
    ):
        if view.words[stop - 1] in {")", "”", '"'}:
            break
        stop -= 1
    if stop <= i:
        return None
    head = _first_head(cast, i, stop) if is_person else _body_head(cast, i, stop) if opening else None
    return (
        None
        if head is None or ((mention := cast.by_token.get(head)) and mention.label == "PERSON")
        else Title(i, stop, head)
    )


def _body_head(cast: Cast, first: int, stop: int) -> int | None:
    """Return the noun that says what kind of body something is: the largest union of dockers."""
    nouns = [i for i in range(first, stop) if cast.view.tags[i] in {"NN", "NNS"}]
    return nouns[0] if nouns and _is_kind_of_body(cast, nouns[0]) else None


def _is_kind_of_body(cast: Cast, i: int) -> bool:
    lemma = cast.view.lemmas[i]
    return lemma in cast.lexicons.words["general_bodies"] or cast.lexicons.headwords.get(lemma) in _BODIES


# --- what follows from a title ---------------------------------------------------------------------------------------


def _note(cast: Cast, entity: Entity, title: Title) -> None:
    lemma = cast.view.lemmas[title.head]
    entity.heads.add(settle_noun(lemma))
    entity.ties |= find_ties(cast, range(title.first, title.end))
    gender = gender_of_noun(lemma.rstrip("."))
    entity.gender = entity.gender or gender
    entity.told_gender = entity.told_gender or gender


def _write(view: View, title: Title) -> tuple[str, int]:
    """Return a title in the article's words, and how many of them count."""
    text = " ".join(view.text[view.starts[title.first] : view.ends[title.end - 1]].split()).strip(" ,")
    text = _POSSESSIVE.sub("", text)
    words = [
        i for i in range(title.first, title.end) if view.is_word[i] and view.tags[i] not in {"DT", "IN", "POS", "CC"}
    ]
    is_courtesy = len(words) == 1 and fold(view.words[words[0]]) in _COURTESY
    return text, 0 if is_courtesy or _NO_TITLE.search(text) else len(words)


def _find_affiliation(cast: Cast, title: Title) -> str | None:
    """Return the body, else the country, that a title names."""
    tokens: Sequence[int] = range(title.first, title.end)
    named = [cast.entities[m.entity] for i in tokens if (m := cast.by_token.get(i)) is not None]
    body = next((e.name for e in named if e.label == "ORG"), None)
    if body is not None:
        return body
    countries = (cast.lexicons.country_of(fold(cast.view.words[i])) for i in tokens)
    return next((c for c in countries if c), next((e.name for e in named if e.label in {"GPE", "LOC"}), None))
