"""What 'it' and 'they' stand for at the head of a statement where no entity is known: the subject before them.

A subject that is a pronoun mostly goes on with the subject of the clause before it (Grosz, Joshi and Weinstein 1995).
Only plain cases are read; what has a rival, or may stand for a whole clause, stays as it is.
"""

from __future__ import annotations

from transforms.extract.mentions import Cast
from transforms.extract.phrases import is_time, noun_phrase
from transforms.extract.view import FINITE, NOMINAL_TAGS, SUBJECTS, Sentence, View
from transforms.lexicon import load_words

_LONGEST = 10  # words of what a pronoun is replaced by
_MOST_STEPS = 3  # pronouns that stand for one another
_COORDINATE = frozenset({"conj", "parataxis"})
_BREAKS = frozenset({";", ":", "—", "–", "-", "--"})
_NEW = frozenset({"a", "an", "another"})
_ARTICLES = _NEW | {"the"}
_UNNAMED = load_words("demonstratives", "distributives")
_INDEFINITE = load_words("indefinite_pronouns", "indefinite_nouns")
_WITHIN_WORDS = FINITE | {"PRP", "PRP$", "WDT", "WP", ",", ":", "-LRB-", "HYPH"}


def find_antecedent(cast: Cast, pronoun: int) -> range | None:
    """Return the noun phrase that 'it' or 'they' at a token stands for, None where that is not plain."""
    view, at = cast.view, pronoun
    if view.lower[pronoun] not in {"it", "they"} or _may_stand_for_a_clause(view, pronoun):
        return None
    for _ in range(_MOST_STEPS):
        subject = _find_subject_before(cast, at)
        if subject is None or view.quote[subject] >= 0:
            return None
        if view.tags[subject] != "PRP":
            return _read_phrase(view, subject) if agrees(cast, subject, view.lower[pronoun]) else None
        at = subject
    return None


def write_antecedent(view: View, phrase: range) -> str:
    """Return the phrase as something known: 'a bill' is 'the bill'."""
    words = " ".join(view.slice(view.chars(phrase.start, phrase.stop)).split())
    first, _, rest = words.partition(" ")
    if first.lower() in _NEW:
        return f"the {rest}"
    return words if view.tags[phrase.start] in {"NNP", "NNPS"} else words[:1].lower() + words[1:]


def agrees(cast: Cast, noun: int, pronoun: str) -> bool:
    """Whether a noun may be what 'it' or 'they' stands for, by number and by whether it is somebody."""
    view, tag = cast.view, cast.view.tags[noun]
    if tag not in NOMINAL_TAGS or is_time(view, noun) or view.lower[noun] in _INDEFINITE:
        return False
    is_many = tag in {"NNS", "NNPS"} or any(view.deps[c] == "conj" for c in view.children[noun])
    if pronoun == "they":
        return is_many
    mention = cast.by_token.get(noun)
    is_somebody = mention.label == "PERSON" if mention else cast.lexicons.is_person_noun(view.lemmas[noun])
    return not is_many and not is_somebody


def _may_stand_for_a_clause(view: View, pronoun: int) -> bool:
    """Whether 'it' may mean what happened, or nothing: it was a bad day; it turned out that; it is time to go."""
    head = view.heads[pronoun]
    if view.lower[pronoun] != "it":
        return False
    is_what = view.tags[head] in NOMINAL_TAGS | {"WP", "CD"}
    return is_what or any(view.deps[c] in {"csubj", "expl"} for c in view.children[head])


def _find_subject_before(cast: Cast, pronoun: int) -> int | None:
    """Return the subject of the coordinated clause before, or of the sentence before in the paragraph."""
    view = cast.view
    head, number = view.heads[pronoun], view.sentence[pronoun]
    if view.deps[pronoun] not in SUBJECTS or number < 0:
        return None
    if _is_coordinate(view, head):
        governor: int | None = view.heads[head]
    else:
        governor = _find_clause_before(cast, pronoun) if _is_root(view, head) else None
    if governor is None or _is_told(view, governor) or _tells_of_another(view, governor, head, pronoun):
        return None
    return next((c for c in view.children[governor] if view.deps[c] in SUBJECTS and c < pronoun), None)


def _is_coordinate(view: View, head: int) -> bool:
    """Whether a clause stands beside another: joined by a conjunction, or behind a semicolon, colon or dash."""
    governor = view.heads[head]
    marks = {view.words[i] for i in range(governor, head)}
    return view.deps[head] == "conj" or (view.deps[head] == "parataxis" and not marks.isdisjoint(_BREAKS))


def _is_told(view: View, governor: int) -> bool:
    """Whether a clause hangs on another (said that it fell), or only says which one something is (the goal is to)."""
    below = {view.deps[c] for c in view.children[governor]}
    is_known = view.tags[governor] in NOMINAL_TAGS and any(view.lower[c] == "the" for c in view.children[governor])
    return "mark" in below or ("cop" in below and (is_known or view.tags[governor] in {"VB", "VBG", "VBZ", "VBD"}))


def _find_clause_before(cast: Cast, pronoun: int) -> int | None:
    """Return the predicate of the sentence before in the paragraph, if that is one clause."""
    view, number = cast.view, cast.view.sentence[pronoun]
    sentence = view.sentences[number]
    before = view.sentences[number - 1] if number else None
    if before is None or before.paragraph != sentence.paragraph:
        return None
    roots = [i for i in range(before.start, before.end) if _is_root(view, i)]
    return roots[0] if len(roots) == 1 and not _has_second_clause(view, before, roots[0]) else None


def _has_second_clause(view: View, sentence: Sentence, root: int) -> bool:
    clauses = [c for c in view.children[root] if view.deps[c] in _COORDINATE and c < sentence.end]
    return any(view.deps[c] in SUBJECTS for clause in clauses for c in view.children[clause])


def _tells_of_another(view: View, governor: int, head: int, pronoun: int) -> bool:
    """Whether a clause brings up a rival of its subject: what was said in it, or a thing it makes new."""
    ours = {view.deps[c] for c in view.children[head]}
    theirs = {view.deps[c] for c in view.children[governor]}
    if "ccomp" in theirs and "ccomp" not in ours:
        return True
    things = [c for c in view.children[governor] if view.deps[c] == "obj" and view.tags[c] == "NN"]
    return view.lower[pronoun] == "it" and any(view.lower[c] in _NEW for i in things for c in view.children[i])


def _is_root(view: View, i: int) -> bool:
    is_top = view.heads[i] == i or view.sentence[view.heads[i]] != view.sentence[i]
    return is_top and view.is_word[i]


def _read_phrase(view: View, noun: int) -> range | None:
    """Return a noun's phrase where it is short and holds no clause, no other's name as owner and no pointing word."""
    phrase = noun_phrase(view, noun)
    opening = view.lower[phrase.start]
    if len(phrase) > _LONGEST or opening in _UNNAMED or view.tags[phrase.start] in {"IN", "TO", "RB"}:
        return None
    if any(view.deps[c] == "nmod:poss" for c in view.children[noun]):
        return None
    tags = {view.tags[i] for i in phrase if view.lower[i] not in _ARTICLES}
    follows = view.tags[phrase.stop] if phrase.stop < len(view) else ""
    return phrase if not tags & _WITHIN_WORDS and follows != "HYPH" else None
