"""What a stretch of words predicates: its main predicate, the form it has, and whether it is negated."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from transforms.datelines import opens_aside
from transforms.extract.quotations import trim_span
from transforms.extract.view import FINITE, NOMINAL_TAGS, SUBJECTS, Sentence, Span, View
from transforms.lexicon import load_words

CLAUSE, NOMINAL, FRAGMENT = "clause", "nominal", "fragment"
RELATIVES = frozenset({"WDT", "WP", "WP$", "WRB"})
NEGATIONS = load_words("negators")
_NOBODY = load_words("negative_pronouns")
_EVIDENCE = load_words("evidence_nouns")
_UNTRUE = load_words("untruth_words")
_ASSERTIONS = load_words("assertion_nouns")
_NOT_DONE = load_words("verbs_of_not_doing")
_NOT_ONLY = load_words("exclusive_adverbs") | {"least"}
_ARGUMENTS = SUBJECTS | {"obj", "iobj", "root", "attr", "obl"}
_CONTENT_TAGS = NOMINAL_TAGS | {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "JJ", "JJR", "JJS", "CD", "FW"}
LONGEST_SCRAP = 3  # words
_CLITICS = load_words("clitics")
_EMPTY_VERBS = load_words("empty_verbs")


def head_of(view: View, i: int) -> int:
    """Return the predicate that a finite verb belongs to: the word that an auxiliary or a copula hangs on."""
    return view.heads[i] if view.deps[i].startswith(("aux", "cop")) else i


def is_relative(view: View, head: int) -> bool:
    """Whether a clause says more of a noun, or stands for one: 'from Oster, where she lives', 'in what was seen as'."""
    return "relcl" in view.deps[head] or any(view.tags[c] in RELATIVES and c < head for c in view.children[head])


def find_predicate(view: View, tokens: Iterable[int]) -> int | None:
    """Return the main predicate of some tokens: that of their first finite verb which no relative clause holds."""
    relative = None
    for i in tokens:
        if view.tags[i] not in FINITE:
            continue
        head = head_of(view, i)
        if not is_relative(view, head):
            return head
        relative = head if relative is None else relative
    return relative


def read_form(view: View, tokens: Sequence[int]) -> str:
    """Return the form of a content: a clause (finite, or an infinitive, participle or order), nominal or a fragment."""
    words = [i for i in tokens if view.is_word[i]]
    if not words:
        return FRAGMENT
    inside = set(words)
    heads = {head_of(view, i) for i in words if view.tags[i] in FINITE}
    if any(not ("relcl" in view.deps[head] and view.heads[head] in inside) for head in heads):
        return CLAUSE
    opening = next((i for i in words if view.tags[i] not in {"RB", "IN", "CC"}), words[0])
    if view.tags[opening] in {"TO", "VB", "VBG"} and any(view.tags[i] in {"VB", "VBG"} for i in words):
        return CLAUSE
    return NOMINAL if any(view.tags[i] in NOMINAL_TAGS for i in words) else FRAGMENT


def has_verb(view: View, tokens: Iterable[int]) -> bool:
    """Whether some tokens hold a verb, finite or not: 'Calm returns', 'Brand to stay', not 'The week in numbers'."""
    return any(view.tags[i].startswith("VB") or view.tags[i] == "MD" for i in tokens)


def says_something(view: View, tokens: Iterable[int]) -> bool:
    """Whether some tokens hold a word with a meaning of its own: 'her', 'it is' and 'no' alone hold none."""
    return any(view.tags[i] in _CONTENT_TAGS and view.lemmas[i] not in _EMPTY_VERBS for i in tokens)


def is_scrap(view: View, tokens: Sequence[int]) -> bool:
    """Whether some tokens are a word or two without a finite verb, whose predicate must stand elsewhere."""
    return count_words(view, tokens) <= LONGEST_SCRAP and not any(view.tags[i] in FINITE for i in tokens)


def count_words(view: View, tokens: Iterable[int]) -> int:
    """Count words as they are written: 'it’s' and 'don’t' are one each."""
    return sum(view.is_word[i] and view.lower[i] not in _CLITICS for i in tokens)


def is_negated(view: View, tokens: Sequence[int]) -> bool:
    """Whether the main predicate of some tokens is negated, by itself or through 'no', 'none', 'nobody'."""
    tokens = [i for i in tokens if view.is_word[i]]
    if len(tokens) > 1 and view.lower[tokens[0]] == "no" and view.lemmas[tokens[1]] in _EVIDENCE:
        return True  # (found) no evidence that she left
    head = find_predicate(view, tokens)
    if head is None or "relcl" in view.deps[head] or view.deps[head] == "advcl":
        # not to charge the officer who fired
        bare = next((i for i in tokens if view.tags[i] in {"VB", "VBG"}), None)
        head = bare if head is None or (bare is not None and bare < head) else head
    if head is None:
        return bool(tokens) and view.lower[tokens[0]] in {"no", "not", "never"}
    inside = set(tokens)
    judged = next((i for i in tokens if _calls_untrue(view, i)), None)
    if judged is not None:
        return not _is_negated_itself(view, judged, inside)
    return _is_negated_itself(view, head, inside)


def _calls_untrue(view: View, head: int) -> bool:
    """Whether a predicate says that a claim is not so: the report is false; it is a lie that."""
    subjects = [c for c in view.children[head] if view.deps[c] in SUBJECTS or view.deps[c] == "expl"]
    return view.lemmas[head] in _UNTRUE and any(view.lemmas[c] in _ASSERTIONS for c in subjects)


def _is_negated_itself(view: View, head: int, inside: Collection[int]) -> bool:
    own = view.children[head]
    if view.lemmas[head] in _NOT_DONE and any(view.deps[c] == "xcomp" and c in inside for c in own):
        return not any(view.lower[c] in NEGATIONS for c in own)  # failed to leave
    verbs = [c for c in own if view.deps[c].startswith(("aux", "cop"))]
    for child in (*own, *(c for verb in verbs for c in view.children[verb])):
        if child not in inside:
            continue
        word = view.lower[child]
        if word in NEGATIONS or (word == "longer" and view.lower[child - 1] == "no"):
            following = view.lower[child + 1] if child + 1 < len(view) else ""
            return following not in _NOT_ONLY
        if view.deps[child] in _ARGUMENTS and _is_none(view, child):
            return True
    return _is_none(view, head)


def is_nobody(view: View, tokens: Sequence[int]) -> bool:
    """Whether a noun phrase means nobody: nobody, none of the clerks, no clerk."""
    first = next((view.lower[i] for i in tokens if view.is_word[i]), "")
    return first in _NOBODY or first == "no"


def _is_none(view: View, noun: int) -> bool:
    if view.lower[noun] in _NOBODY:
        return True
    return any(view.lower[c] == "no" and view.deps[c] == "det" for c in view.children[noun])


# BRENHOLT (Veldapress) —; NAIROBI, Kenya (AP) —; Washington (CNN)
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.’'-]{2,}(?:[ ,/]+(?:[A-Z][\w.’'-]*|\d{1,2}|and|the|of))*\s*(?:\([^()]{2,40}\)\s*)?(?:--|[—–-])\s"
    r"|[A-Z][\w.’'-]+(?:[ ,]+[A-Z][\w.’'-]*){0,4}\s*\((?:[A-Z]{2,}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)\)\s*(?:--|[—–-])?\s)"
)
_LONGEST_DATELINE = 80


def find_dateline(view: View, sentence: Sentence) -> Span | None:
    """Return where "BRENHOLT (Veldapress) —" stands at the start of a paragraph; it says where, not what."""
    start = view.starts[sentence.start]
    if start != view.paragraphs[sentence.paragraph].start:
        return None
    end = view.ends[sentence.end - 1]
    found = _DATELINE.match(view.text, start, min(start + _LONGEST_DATELINE, end))
    if found is None or opens_aside(view.text[found.end() : end]):
        return None
    return trim_span(view.text, *found.span())
