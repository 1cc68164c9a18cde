"""The outlet's own voice: what its sentences state beside what they attribute to others."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.extract.attributions import Frame
from transforms.extract.sentences import has_finite_verb, split_clauses
from transforms.extract.view import SUBJECTS, Sentence, Span, View
from transforms.records import Role

_RELATIVES = frozenset({"WDT", "WP", "WP$", "WRB"})
_LEAST_WORDS = 4
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_OBJECTS = frozenset({"obj", "ccomp", "xcomp"})
_DASHES = frozenset({"—", "–", "--", "-", "―"})
_LONGEST_DATELINE = 12
_LOOSE_STARTS = frozenset({"WDT", "WP", "WP$", "WRB", "IN", "TO", "CC", "VBD", "VBZ", "VBP", "MD"})
_LOOSE_ENDS = frozenset({"IN", "TO", "DT", "CC", "WDT", "WP", "WRB", "PRP$", "MD"})
_COORDINATORS = frozenset({"and", "but", "or"})
_CONNECTIVES = frozenset(
    {"and", "but", "or", "while", "although", "as", "that", "with", "though", "because", "which", "who"}
)


def list_outlet_claims(view: View, frames: Sequence[Frame]) -> list[tuple[Span, ...]]:
    """Return what the sentences state beside what ``frames`` attribute, each claim as its spans."""
    covered = bytearray(len(view))
    content = bytearray(len(view))
    for sentence in view.sentences:
        for i in _find_dateline(view, sentence):
            covered[i] = 1
    for frame in frames:
        for span in frame.content:
            for i in view.tokens_of(span):
                covered[i] = content[i] = 1
        for place in (frame.source, frame.cue):
            for i in view.tokens_of(place) if place else ():
                covered[i] = 1
    return [claim for sentence in view.sentences for claim in _list_claims(view, sentence, covered, content)]


def _find_dateline(view: View, sentence: Sentence) -> range:
    """Return the tokens of "BRENHOLT (Veldapress) —" at a sentence's start; they say where, not what."""
    if not view.words[sentence.start].isupper():
        return range(0)
    limit = min(sentence.start + _LONGEST_DATELINE, sentence.end)
    dash = next((i for i in range(sentence.start, limit) if view.words[i] in _DASHES), None)
    return range(0) if dash is None else range(sentence.start, dash + 1)


def _list_claims(view: View, sentence: Sentence, covered: bytearray, content: bytearray) -> list[tuple[Span, ...]]:
    tokens = range(sentence.start, sentence.end)
    words = [i for i in tokens if view.is_word[i]]
    held = any(content[i] for i in words)
    if not held and is_question(view, sentence):
        return []
    is_headline = view.paragraphs[sentence.paragraph].role is Role.HEADLINE
    claims: list[tuple[Span, ...]] = []
    for first, end in split_clauses(view, sentence):
        spans = _runs(view, first, end, covered)
        if any(covered[first:end]):
            # what attribution leaves of a clause is mostly a scrap; only what stands alone is a claim
            claims += [(span,) for span in spans if _stands_alone(view, view.tokens_of(span))]
        elif spans and _count_words(view, range(first, end)) >= _LEAST_WORDS:
            is_clause = any(view.tags[i] in _FINITE for i in range(first, end))
            if is_clause or (is_headline and not held):
                claims.append(tuple(spans))
    is_accounted = claims or held or sum(covered[i] for i in words) * 2 > len(words)
    if not is_accounted and words and has_finite_verb(view, sentence.start, sentence.end):
        return [(_edge(view, sentence.start, sentence.end),)]
    return claims


def _stands_alone(view: View, tokens: range) -> bool:
    """Whether a stretch is a statement by itself: a finite verb with its subject and object, and no loose end."""
    if _count_words(view, tokens) < _LEAST_WORDS or view.tags[tokens[-1]] in _LOOSE_ENDS:
        return False
    heads = (view.heads[i] if view.deps[i].startswith(("aux", "cop")) else i for i in tokens if view.tags[i] in _FINITE)
    head = next((head for head in heads if not _is_relative(view, head)), None)
    if head is None or view.tags[tokens[0]] in _LOOSE_STARTS:
        return False
    children = view.children[head]
    has_subject = head in tokens and any(view.deps[c] in SUBJECTS and c in tokens for c in children)
    return has_subject and all(c in tokens for c in children if view.deps[c] in _OBJECTS)


def _is_relative(view: View, head: int) -> bool:
    """Whether a clause says more of a noun, or stands for one: 'from Oster, where she lives', 'in what was seen as'."""
    return "relcl" in view.deps[head] or any(view.tags[c] in _RELATIVES and c < head for c in view.children[head])


def _count_words(view: View, tokens: range) -> int:
    return sum(view.is_word[i] for i in tokens)


def is_question(view: View, sentence: Sentence) -> bool:
    """Whether a sentence ends in a question mark, closing marks apart."""
    i = sentence.end - 1
    while i > sentence.start and not view.is_word[i] and view.words[i] != "?":
        i -= 1
    return view.words[i] == "?"


def _runs(view: View, first: int, end: int, covered: bytearray) -> list[Span]:
    """Return the stretches of a clause that no frame holds, those of a word or two left out."""
    spans, i = [], first
    connectives = _CONNECTIVES if any(covered[first:end]) else _COORDINATORS
    while i < end:
        if covered[i]:
            i += 1
            continue
        start = i
        while i < end and not covered[i]:
            i += 1
        a, b = start, i
        while a < b and (not _opens(view, a) or view.lower[a] in connectives):
            a += 1
        while b > a and (not _opens(view, b - 1) or view.lower[b - 1] in _CONNECTIVES | {"where", "when", "to"}):
            b -= 1
        if sum(view.is_word[k] for k in range(a, b)) > 2:
            spans.append(_edge(view, a, b))
    return spans


def _opens(view: View, i: int) -> bool:
    """Whether a token may stand at the edge of a claim: a word, or a mark that belongs to one."""
    return view.is_word[i] or view.words[i] in {"“", "”", '"', "‘", "’", "$", "£", "€", "%", "(", ")"}


def _edge(view: View, first: int, end: int) -> Span:
    while end > first + 1 and view.words[end - 1] in {".", ",", ";", ":", "!"}:
        end -= 1
    return view.chars(first, end)
