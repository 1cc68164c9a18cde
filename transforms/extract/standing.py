"""Whether a statement can be read alone: what its subject and its pronouns speak of stands in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from transforms.extract.antecedents import agrees
from transforms.extract.mentions import Cast
from transforms.extract.phrases import is_time
from transforms.extract.predicates import find_predicate, head_of, is_relative
from transforms.extract.view import FINITE, NOMINAL_TAGS, SUBJECTS, View
from transforms.lexicon import load_words

_SPEAKER = load_words("first_person")
_NOT_SAID_OF = load_words("second_person") | {"one", "y'all"}
_POINTING = load_words("demonstratives")
ONE_PERSON = load_words("masculine_pronouns", "feminine_pronouns")
ONE_THING, MANY = load_words("neuter_pronouns"), load_words("plural_pronouns")
_OF_OTHERS = ONE_PERSON | ONE_THING | MANY
_REFLEXIVE = ("self", "selves")  # they mean what their own clause speaks of
_RELATIVES = load_words("relative_pronouns") - {"that"}
_RAISING = load_words("raising_verbs")  # it seems that, it took years to
_TOLD_MORE = ("acl", "nmod")  # those who left, those of the north
_CLAUSAL = frozenset({"csubj", "csubj:pass", "ccomp", "xcomp", "advcl"})


def find_main_subject(view: View, tokens: Sequence[int]) -> int | None:
    """Return the subject of the main predicate of some tokens, where it stands among them."""
    inside = set(tokens)
    heads = (head_of(view, i) for i in tokens if view.tags[i] in FINITE)
    head = next((h for h in heads if not _hangs_on(view, h)), None)
    if head is None:
        head = find_predicate(view, tokens)
    if head is None or is_relative(view, head):
        return None
    return next((c for c in view.children[head] if view.deps[c] in SUBJECTS and c in inside), None)


def _hangs_on(view: View, head: int) -> bool:
    """Whether a predicate's clause is relative or begins with a conjunction that subordinates it."""
    return is_relative(view, head) or any(view.deps[c] == "mark" for c in view.children[head])


def points_elsewhere(cast: Cast, tokens: Sequence[int], named: Collection[int] = ()) -> bool:
    """Whether a statement goes on with what was said before, or a word of it means what stands elsewhere.

    Args:
        cast: the article's.
        tokens: the words of the statement, in its order.
        named: tokens that a name replaces.
    """
    words = [i for i in tokens if cast.view.is_word[i]]
    if not words or _goes_on(cast.view, words):
        return True
    if any(_points(cast, i, words) for i in _list_heads(cast.view, words) - {*named}):
        return True
    return not list_unnamed(cast, words, named) <= {*named}


def list_dangling(cast: Cast, words: Sequence[int]) -> list[int]:
    """Return the pronouns of a statement whose noun no word of it may be; those in quotation marks stand as they are.

    A noun comes before its pronoun, or is the subject behind a clause or a phrase: 'When she left, Rooy …'.
    """
    view, subject = cast.view, find_main_subject(cast.view, words)
    found = []
    for at, i in enumerate(words):
        word = view.lower[i]
        if word not in _OF_OTHERS or word.endswith(_REFLEXIVE) or view.tags[i] not in {"PRP", "PRP$"}:
            continue
        if view.quote[i] >= 0 or _is_idle(view, i):
            continue
        nouns = [n for n in words[:at] if view.tags[n] in NOMINAL_TAGS]
        nouns += [] if subject is None or subject < i or view.deps[i] == "obj" else [subject]
        may_mean = _may_be_one if word in ONE_PERSON else _may_be_it if word in ONE_THING else _may_be_many
        if not any(may_mean(cast, noun) for noun in nouns):
            found.append(i)
    return found


def speaks_of_unknown(cast: Cast, tokens: Sequence[int]) -> bool:
    """Whether quoted words speak of what only others tell: “It is a disgrace”, “That was our plan”."""
    view, words = cast.view, [i for i in tokens if cast.view.is_word[i]]
    subject = find_main_subject(view, words)
    if subject is None or _is_idle(view, subject):
        return False
    word, before = view.lower[subject], [i for i in words if i < subject and view.tags[i] in NOMINAL_TAGS]
    if word in _POINTING:
        return view.deps[subject] != "det" and not any(
            view.deps[c].startswith(_TOLD_MORE) for c in view.children[subject]
        )
    return word in _OF_OTHERS and not before


def list_unnamed(cast: Cast, words: Sequence[int], named: Collection[int]) -> set[int]:
    """Return the dangling pronouns but for those that mean whom a named one means."""
    meant = {cast.by_token[i].entity for i in named if i in cast.by_token}
    return {i for i in list_dangling(cast, words) if i not in cast.by_token or cast.by_token[i].entity not in meant}


def _is_idle(view: View, i: int) -> bool:
    """Whether a pronoun needs no noun: he or she; it is time to; made it to the final."""
    around = view.lower[max(0, i - 2) : i + 3]
    for left, middle, right in zip(around, around[1:], around[2:], strict=False):
        if middle in {"or", "and", "/"} and {left, right} <= ONE_PERSON:
            return True
    return view.lower[i] == "it" and (view.lemmas[view.heads[i]] == "make" or _is_empty(view, i))


def _may_be_one(cast: Cast, noun: int) -> bool:
    if cast.view.tags[noun] in {"NNS", "NNPS"}:
        return False
    if noun in cast.by_token:
        return cast.by_token[noun].label == "PERSON"
    return cast.view.tags[noun] == "NNP" or cast.lexicons.is_person_noun(cast.view.lemmas[noun])


def _may_be_it(cast: Cast, noun: int) -> bool:
    if cast.view.tags[noun] not in {"NN", "NNP"} or is_time(cast.view, noun):
        return False
    mention = cast.by_token.get(noun)
    if mention is None:
        return not cast.lexicons.is_person_noun(cast.view.lemmas[noun])
    return mention.label != "PERSON" or mention.end == mention.first + 1  # a firm may be taken for a person


def _may_be_many(cast: Cast, noun: int) -> bool:
    return noun in cast.by_token or cast.view.tags[noun] in {"NNS", "NNPS"} or cast.view.deps[noun] == "conj"


def is_first_person(view: View, tokens: Sequence[int]) -> bool:
    """Whether the writer speaks of himself outside of quotation marks: 'we left', 'my sister told me'."""
    words = [i for i in tokens if view.is_word[i]]
    heads = [i for i in _list_heads(view, words) if view.tags[i] in {"PRP", "PRP$"} and view.quote[i] < 0]
    return any(view.lower[i] in _SPEAKER for i in heads)


def _list_heads(view: View, words: Sequence[int]) -> set[int]:
    """Return the first word and the main subject, with whose it is."""
    subject = find_main_subject(view, words)
    heads = {*words[:1]} if subject is None else {words[0], subject}
    return heads | {c for i in heads for c in view.children[i] if view.tags[c] == "PRP$" and c in words}


def _goes_on(view: View, words: Sequence[int]) -> bool:
    """Whether words go on with what was said before: nor has she; so did he; which is why; because she left."""
    first, second = words[0], words[min(1, len(words) - 1)]
    if view.lower[first] == "nor" or (view.lower[first] == "so" and view.tags[second] in FINITE):
        return True
    if view.lower[first] in _RELATIVES and view.quote[first] < 0:
        return True
    mark = next((i for i in (first, second) if view.deps[i] == "mark"), None)
    if mark is None or view.quote[first] >= 0:
        return False
    heads = {head_of(view, i) for i in words if view.tags[i] in FINITE}
    return all(_hangs_on(view, h) for h in heads)


def _points(cast: Cast, i: int, words: Sequence[int]) -> bool:
    view = cast.view
    if view.quote[i] >= 0:
        return False
    word = view.lower[i]
    if view.tags[i] in NOMINAL_TAGS:
        return _is_pointed_at(view, i, words)
    if word in _POINTING and view.deps[i] != "det":
        return not any(view.deps[c].startswith(_TOLD_MORE) for c in view.children[i])  # those who left
    if view.tags[i] not in {"PRP", "PRP$"} or word in _SPEAKER | _NOT_SAID_OF:
        return False
    if word == "it" and _is_empty(view, i):
        return False
    return not any(_may_mean(cast, noun, word) for noun in words if noun < i)


def _is_pointed_at(view: View, noun: int, words: Sequence[int]) -> bool:
    """Whether a noun was told of before: this bill, such a step; not this year, those people who left."""
    if is_time(view, noun) or any(view.deps[c].startswith(_TOLD_MORE) for c in view.children[noun]):
        return False
    return any(view.lower[c] in _POINTING | {"such"} and c in words for c in view.children[noun])


def _is_empty(view: View, i: int) -> bool:
    """Whether 'it' means nothing: it is clear that, it took years to, it is time to, it was the mayor who."""
    head = view.heads[i]
    if view.deps[i] == "expl" or is_time(view, head):
        return True
    below = {view.deps[c] for c in view.children[head]}
    if "cop" in below and "acl:relcl" in below:
        is_known = any(view.lower[c] == "the" for c in view.children[head])
        return is_known or view.tags[head] in {"NNP", "NNPS"}
    if below & {"csubj", "csubj:pass", "expl"}:
        return True
    is_bare = view.lemmas[head] in _RAISING or view.tags[head] in {"JJ", "JJR", "JJS"}  # it is striking how
    return is_bare and not below.isdisjoint(_CLAUSAL)


def _may_mean(cast: Cast, noun: int, pronoun: str) -> bool:
    """Whether a noun that stands before a pronoun in the statement may be whom it means."""
    view = cast.view
    if view.tags[noun] not in NOMINAL_TAGS or view.deps[noun] == "compound":
        return False
    if pronoun in ONE_THING | MANY:
        return agrees(cast, noun, "it" if pronoun.startswith("it") else "they")
    mention = cast.by_token.get(noun)
    return mention.label == "PERSON" if mention else cast.lexicons.is_person_noun(view.lemmas[noun])
