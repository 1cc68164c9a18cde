"""Whether a statement can be read alone: what its subject and its first word speak of stands in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from transforms.extract.antecedents import agrees
from transforms.extract.mentions import Cast
from transforms.extract.phrases import is_time
from transforms.extract.predicates import FINITE, find_predicate, head_of, is_relative
from transforms.extract.view import NOMINAL_TAGS, SUBJECTS, View
from transforms.lexicon import load_words

_SPEAKER = load_words("first_person")
_NOT_SAID_OF = load_words("second_person") | {"one", "y'all"}
_POINTING = load_words("demonstratives")
_OF_THINGS = load_words("neuter_pronouns", "plural_pronouns")
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
    """Whether a statement's first word or subject means what stands elsewhere.

    Args:
        cast: the article's.
        tokens: the words of the statement, in its order.
        named: tokens that a name replaces.
    """
    words = [i for i in tokens if cast.view.is_word[i]]
    if not words or _goes_on(cast.view, words):
        return True
    return any(_points(cast, i, words) for i in _list_heads(cast.view, words) - {*named})


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
    if word in _POINTING and view.deps[i] != "det":
        return not any(view.deps[c].startswith(_TOLD_MORE) for c in view.children[i])  # those who left
    if view.tags[i] not in {"PRP", "PRP$"} or word in _SPEAKER | _NOT_SAID_OF:
        return False
    if word == "it" and _is_empty(view, i):
        return False
    return not any(_may_mean(cast, noun, word) for noun in words if noun < i)


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
    if pronoun in _OF_THINGS:
        return agrees(cast, noun, "it" if pronoun.startswith("it") else "they")
    mention = cast.by_token.get(noun)
    return mention.label == "PERSON" if mention else cast.lexicons.is_person_noun(view.lemmas[noun])
