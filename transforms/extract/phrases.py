"""Noun phrases, their heads and subjects: by the parse where it agrees with the order of words, else by that order."""

from __future__ import annotations

from transforms.extract.rules import rule
from transforms.extract.view import NOMINAL_TAGS, SUBJECTS, View
from transforms.lexicon import load_words

INDEFINITE = load_words("indefinite_determiners")
POSSESSIVES = load_words("possessive_determiners")


def find_subject(view: View, verb: int) -> range | None:
    """Return the tokens of a verb's subject, over coordinations and participles; None when there is none."""
    if (adjoining := _adjoining_subject(view, verb)) is not None:
        return adjoining
    at = verb
    for _ in range(4):
        subjects = [c for c in view.children[at] if view.deps[c] in SUBJECTS and view.lower[c] not in _DAYS]
        # of two subjects the relative is the object: the warning which agents told the Post of
        subject = min(subjects, key=lambda c: view.tags[c] in {"WDT", "WP"}, default=None)
        if subject is not None and view.quote[subject] < 0:
            return noun_phrase(view, subject)
        head = view.heads[at]
        if head == at or view.sentence[head] != view.sentence[at] or view.deps[at] not in _SHARING:
            break
        if view.deps[at] in {"acl", "acl:relcl"} and view.tags[head] in NOMINAL_TAGS:
            if view.tags[at] != "VB" or not any(view.deps[c] == "case" for c in view.children[head]):
                return noun_phrase(view, head)
            head = view.heads[head]  # Rooy came back to the stand to say
        at = head
    return None


_SHARING = frozenset({"conj", "xcomp", "advcl", "acl", "parataxis", "ccomp", "acl:relcl"})


_SUBJECTS = load_words("subject_pronouns") | {"who"}


def _adjoining_subject(view: View, verb: int) -> range | None:
    """Return the pronoun or name right before a finite verb: whatever the parse says, it is the subject."""
    if view.tags[verb] not in {"VBD", "VBZ", "VBP"} or view.sentence[verb] < 0:
        return None
    start = view.sentences[view.sentence[verb]].start
    i = verb - 1
    while i > start and (view.tags[i] == "RB" or view.lemmas[i] == "have"):
        i -= 1
    return range(i, i + 1) if view.lower[i] in _SUBJECTS else None


_DAYS = load_words("weekdays", "day_adverbs")


_TIMES = _DAYS | load_words("units_of_time", "parts_of_day") | {"time", "weekend"}


_MONTHS = load_words("months")


def is_time(view: View, i: int) -> bool:
    """Whether a noun or number says when something happens: a day, a month, a year."""
    return view.tags[i] == "CD" or view.lemmas[i] in _TIMES or (view.tags[i] == "NNP" and view.lower[i] in _MONTHS)


def noun_phrase(view: View, head: int) -> range:
    """Return the stretch of tokens that a noun heads: modifiers before it, prepositional phrases and names behind."""
    low = high = head
    stack = [head]
    while stack:
        at = stack.pop()
        for child in view.children[at]:
            dep = view.deps[child]
            if (dep in _OUTSIDE and not (dep == "conj" and at == head)) or view.tags[child] in {"WRB", "RB"}:
                continue
            if abs(child - head) > 20 or view.quote[child] != view.quote[head]:
                continue
            low, high = min(low, child), max(high, child)
            stack.append(child)
    while low < high and not view.is_word[low]:
        low += 1
    return range(low, high + 1)


def descend(view: View, head: int) -> list[int]:
    """Return the tokens of a phrase or clause, its marks left out but for closing ones."""
    found, stack = [], [head]
    while stack:
        at = stack.pop()
        found.append(at)
        stack += [c for c in view.children[at] if view.deps[c] != "punct" or view.words[c] in {")", "”", '"', "]"}]
    return found


_OUTSIDE = frozenset(
    {"acl:relcl", "acl", "parataxis", "conj", "cc", "punct", "cop", "nsubj", "aux", "advcl", "mark", "discourse"}
)


_STOPS = _DAYS | load_words("phrase_stops")


def find_phrase_stop(view: View, start: int, limit: int) -> int:
    """Return where a noun phrase that begins at ``start`` ends: before a verb, a clause, or a second comma."""
    i, commas = start, 0
    while i < limit:
        tag, word = view.tags[i], view.words[i]
        if tag in {"VBD", "VBZ", "VBP", "MD", "WRB", "WP", "WDT"} or word in {".", ";", ":", "?", "!", "“", '"'}:
            break
        if word == ",":
            commas += 1
            following = view.lower[i + 1] if i + 1 < limit else ""
            if commas > 1 or (
                following not in {"a", "an", "the", "who"} and view.tags[min(i + 1, limit - 1)] not in {"NN", "NNP"}
            ):
                break
        if i > start and view.lower[i] in _STOPS:
            break
        i += 1
    while i > start and not view.is_word[i - 1]:
        i -= 1
    return i


def describe(view: View, tokens: range, head: int) -> str:
    """Return a described source as text: its phrase up to the first clause or apposition, without a capital 'The'."""
    end = head + 1
    while (
        end < tokens.stop
        and (view.words[end] not in {",", "—", "–", "(", ":", ";"} or _is_listed(view, end, tokens.stop))
        and view.tags[end] not in {"WP", "WDT", "VBG", "VBD", "VBZ", "VBP"}
    ):
        end += 1
    while end > head + 1 and not view.is_word[end - 1]:
        end -= 1
    text = " ".join(view.text[view.starts[tokens.start] : view.ends[end - 1]].split()).strip(' ,"“”')
    first = text.split(" ", 1)[0]
    return (
        text[:1].lower() + text[1:]
        if first.lower() in INDEFINITE | POSSESSIVES | {"the", "this", "these", "those"}
        else text
    )


@rule("phrases.list", nothing=False)
def _is_listed(view: View, comma: int, stop: int) -> bool:
    """Whether a comma parts the members of a list of names: the leaders of Arvenia, Belm and Corva."""
    names = {"NNP", "NNPS"}
    if view.words[comma] != "," or view.tags[comma - 1] not in names:
        return False
    i = comma + 1
    while i < stop and (view.tags[i] in names or view.words[i] == ","):
        i += 1
    has_last = i + 1 < stop and view.lower[i] in {"and", "or"} and view.tags[i + 1] in names
    before = next((j for j in range(comma - 1, 0, -1) if view.tags[j] not in names and view.words[j] != ","), 0)
    return i > comma + 1 and has_last and view.tags[before] == "IN"


@rule("phrases.hyphened-adverb", nothing=False)
def _is_hyphened_adverb(view: View, i: int, stop: int) -> bool:
    """Whether a noun only begins an adverb: Rooy matter-of-factly explained."""
    while i + 2 < stop and view.words[i + 1] == "-" and view.ends[i] == view.starts[i + 1]:
        i += 2
        if view.lower[i].endswith("ly"):
            return True
    return False


def start_of_phrase(view: View, head: int) -> int:
    """Return the first of the modifiers that stand before a noun, up to its article."""
    first = head
    while first > 0 and view.tags[first - 1] in NOMINAL_TAGS | {"JJ", "CD", "VBN", "HYPH"} and head - first < 8:
        first -= 1
    return first


def opens_sentence(view: View, token: int) -> bool:
    """Whether no word stands before a token in its sentence."""
    number = view.sentence[token]
    return number >= 0 and not any(view.is_word[i] for i in range(view.sentences[number].start, token))


_STOPPERS = frozenset({"IN", "TO", "VBG", "VBN", "VBD", "VBZ", "VBP", "WP", "WDT", "MD", "-LRB-"})


def find_head(view: View, tokens: range) -> int | None:
    """Return the head of a noun phrase: the last noun before its first preposition, comma or clause.

    What is only a part or number of something stands for it: the first part of the letter, a group of officials.
    """
    head = _find_head(view, tokens)
    if head is not None and view.lower[head] in _PARTS and head + 1 in tokens and view.lower[head + 1] == "of":
        return _find_head(view, range(head + 2, tokens.stop)) or head
    return head


def _find_head(view: View, tokens: range) -> int | None:
    head = None
    for i in tokens:
        if head is not None and is_time(view, i):
            continue  # the poll last week by the Gazette
        if view.tags[i] in NOMINAL_TAGS and view.lower[i] not in {"'s", "’s"}:
            if head is not None and _is_hyphened_adverb(view, i, tokens.stop):
                break
            head = i
        elif head is not None and (view.tags[i] in _STOPPERS or view.words[i] in {",", "(", "—", "–", ":", ";"}):
            if view.tags[i] == "VBG" and i + 1 in tokens and view.tags[i + 1] in NOMINAL_TAGS and view.heads[i] > i:
                continue
            if view.tags[i] == "VBN" and view.tags[i - 1] == "HYPH" and i + 1 in tokens:
                continue  # the Oster-based institute
            break
        elif view.lower[i] == "and" and head is not None:
            break
    return head


_PARTS = load_words("parts_of_a_whole")
