"""The outlet's own voice: what its sentences state beside what they attribute to others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from transforms.extract.attributions import Frame
from transforms.extract.phrases import descend, find_subject, is_time, noun_phrase
from transforms.extract.predicates import (
    NEGATIONS,
    RELATIVES,
    count_words,
    find_dateline,
    find_predicate,
    head_of,
    is_relative,
)
from transforms.extract.sentences import split_clauses
from transforms.extract.view import FINITE, NOMINAL_TAGS, SUBJECTS, Sentence, Span, View
from transforms.lexicon import load_words
from transforms.records import Role

_LEAST_WORDS = 4
_LEAST_OCCASION = 4  # words on where, when and before whom something was said, from which on they are a claim
_CORE = SUBJECTS | {"obj", "iobj", "ccomp", "xcomp"}
_LOOSE_STARTS = frozenset({"WDT", "WP", "WP$", "WRB", "IN", "TO", "CC", "VBD", "VBZ", "VBP", "MD"})
_LOOSE_ENDS = frozenset({"IN", "TO", "DT", "CC", "WDT", "WP", "WRB", "PRP$", "MD"})
_BESIDE = frozenset({"conj", "parataxis", "cc", "mark", "discourse", "acl:relcl", "ccomp", "advcl", "neg"})
_CLAUSES = ("acl", "advcl", "ccomp", "conj", "parataxis", "appos")
_COORDINATORS = frozenset({"and", "but", "or"})
_BEFORE_NOUN = frozenset({"det", "amod", "compound", "nummod", "nmod:poss", "flat"})
_CONNECTIVES = load_words("connectives")
# 'if it falls' states nothing by itself
_CASES = frozenset({"if", "unless"})  # without its case a clause would say more than the text
_CONDITIONS = load_words("conditionals") | {"than", "that", "until", "in"}


# 'after naming him, she left' says that she named him; 'without naming him' and 'to name him' do not
_TELLING_MARKS = load_words("circumstance_openers")


@dataclass(frozen=True, slots=True)
class OutletClaim:
    """Where a claim of the outlet stands.

    ``speaks`` is the cue that says on what occasion somebody spoke. A clause without a finite verb has its ``subject``
    elsewhere, and the ``auxiliary`` that makes it one is the statement's: 'taking the keys, Rooy left' gives
    'Rooy was taking the keys'.
    """

    spans: tuple[Span, ...]
    speaks: int | None = None
    subject: tuple[Span, ...] = ()
    auxiliary: str = ""


def list_outlet_claims(view: View, frames: Sequence[Frame], speech: Sequence[Frame] = ()) -> list[OutletClaim]:
    """Return what the sentences state beside what ``frames`` attribute.

    Args:
        view: the article.
        frames: those that have claims.
        speech: those among them whose cue says that somebody spoke or wrote, so that where and when is a claim too.
    """
    covered, content, spoken = (bytearray(len(view)) for _ in range(3))
    for i in view.tokens_in(frame.cue for frame in speech if frame.source):
        spoken[i] = 1
    for i in view.tokens_in(find_dateline(view, sentence) for sentence in view.sentences):
        covered[i] = 1
    for frame in frames:
        for i in view.tokens_in(frame.content):
            covered[i] = content[i] = 1
        is_beside = frame.cue is not None or not frame.is_turn  # whom an interview is with is named far above
        places = view.tokens_in((frame.source if is_beside else None, frame.cue))
        for i in (*places, *_list_recipients(view, frame)):
            covered[i] = 1
    attributed = bytearray(content)
    for i in view.tokens_in(frame.cue for frame in frames):
        attributed[i] = 1
    marks = _Marks(covered, content, attributed, spoken)
    return [claim for sentence in view.sentences for claim in _list_claims(view, sentence, marks)]


def _list_recipients(view: View, frame: Frame) -> list[int]:
    """Return the words for whom something is told: told (the dockers' pension fund) that profits fell."""
    if frame.cue is None or not frame.content:
        return []
    cue, first = view.tokens_of(frame.cue), view.token_at(frame.content[0][0])
    told = [c for i in cue for c in view.children[i] if view.deps[c] in {"iobj", "obj"} and cue.stop <= c < first]
    return [i for c in told for i in descend(view, c) if i < first]


@dataclass(frozen=True, slots=True)
class _Marks:
    """For each token whether a frame (or dateline) holds it, its content does, content or cue, a cue of speech."""

    covered: bytearray
    content: bytearray
    attributed: bytearray
    spoken: bytearray


def _list_claims(view: View, sentence: Sentence, marks: _Marks) -> Iterator[OutletClaim]:
    covered, content = marks.covered, marks.content
    words = [i for i in range(sentence.start, sentence.end) if view.is_word[i]]
    held = any(content[i] for i in words)
    if is_question(view, sentence) and not (held and content[_find_end_mark(view, sentence)]):
        return
    if held or any(marks.attributed[i] for i in words):
        found = list(_list_rest(view, sentence, marks))
        is_accounted = found or held
    else:
        found = [OutletClaim(spans) for spans in _list_clauses(view, sentence, covered)]
        is_accounted = found or sum(covered[i] for i in words) * 2 > len(words)
    yield from found
    if not is_accounted and words and _has_main_clause(view, words):
        yield OutletClaim((_edge(view, sentence.start, sentence.end),))


def _has_main_clause(view: View, words: Sequence[int]) -> bool:
    """Whether some words hold a predicate that hangs on none outside of them and that no conjunction subordinates."""
    inside = set(words)
    heads = {head_of(view, i) for i in words if view.tags[i] in FINITE}
    return any(h in inside and not any(view.deps[c] == "mark" for c in view.children[h]) for h in heads)


def _list_clauses(view: View, sentence: Sentence, covered: bytearray) -> Iterator[tuple[Span, ...]]:
    """Yield the main clauses of a sentence that attributes nothing, whole where a part would be none."""
    clauses = split_clauses(view, sentence)
    if not all(_is_statement(view, range(first, end), sentence) for first, end in clauses):
        clauses = [(sentence.start, sentence.end)]
    for first, end in clauses:
        if _is_statement(view, range(first, end), sentence):
            spans = _runs(view, first, end, covered)
            if spans:
                yield tuple(spans)


def _is_statement(view: View, tokens: range, sentence: Sentence) -> bool:
    """Whether a clause has a predicate, in a headline one of any form."""
    if count_words(view, tokens) < _LEAST_WORDS:
        return False
    is_headline = view.paragraphs[sentence.paragraph].role is Role.HEADLINE
    return is_headline or any(view.tags[i] in FINITE for i in tokens)


# --- the rest of a sentence that attributes something -----------------------------------------------------------------


def _list_rest(view: View, sentence: Sentence, marks: _Marks) -> Iterator[OutletClaim]:
    """Yield what a sentence states beside its attributions: a claim for each predicate that no frame holds.

    'The senator met the president on Thursday and said …' gives the first part, 'Rooy, who leads the board, said …'
    that Rooy leads it.
    """
    verbs = [i for i in range(sentence.start, sentence.end) if view.tags[i] in FINITE]
    heads = {head_of(view, i) for i in verbs if not marks.covered[i]}
    heads = {h for h in heads if not marks.covered[h] and sentence.start <= h < sentence.end}
    taken: set[int] = set()
    for head in sorted(heads, key=lambda h: (_depth(view, h), h)):
        if head in taken:
            continue
        tokens = _clause_of(view, head, marks.attributed) or _run_of(view, head, sentence, marks.covered)
        if tokens:
            taken.update(tokens)
            yield OutletClaim(join_words(view, tokens))
    for i in range(sentence.start, sentence.end):
        told = _read_participle(view, i, marks, taken) if view.tags[i] in {"VBG", "VBN"} else None
        if told is not None:
            own, whom, auxiliary = told
            taken.update(own)
            words = sorted({*own, *whom})
            yield OutletClaim(join_words(view, words), subject=join_words(view, whom), auxiliary=auxiliary)
    for i in verbs:
        occasion = _find_occasion(view, i, marks, taken) if marks.spoken[i] and i not in taken else []
        if occasion:
            taken.update(occasion)
            yield OutletClaim(join_words(view, occasion), i)


def _read_participle(
    view: View, verb: int, marks: _Marks, taken: Collection[int]
) -> tuple[list[int], list[int], str] | None:
    """Return a participle's clause, whom it tells of, and the auxiliary that it lacks; None where it tells nothing new.

    'Rooy said it fell, taking the keys with her' gives that she was taking them; 'said in a letter sent to the board'
    that the letter was sent.
    """
    governor = view.heads[verb]
    is_of_noun = view.deps[verb] == "acl" and view.tags[verb] == "VBN" and view.tags[governor] in NOMINAL_TAGS
    is_beside = view.deps[verb] == "advcl" and view.tags[verb] == "VBG"
    if verb in taken or marks.covered[verb] or not (is_of_noun or is_beside):
        return None
    beside: set[int] = set()
    mark = ""
    for child in view.children[verb]:
        dep, below = view.deps[child], _subtree(view, child)
        if dep in SUBJECTS or dep.startswith(("aux", "cop")) or view.lower[child] in NEGATIONS:
            return None
        if dep == "mark":
            mark = view.lower[child]
        is_apart = dep in {"mark", "cc", "discourse"} or view.tags[child] in RELATIVES
        is_apart |= dep == "advmod" and child < verb and view.tags[child] == "RB"  # so heading home
        if is_apart or (dep not in _CORE and any(marks.attributed[i] for i in below)):
            beside |= below
    own = [i for i in sorted(_subtree(view, verb) - beside) if view.is_word[i]]
    if count_words(view, own) < _LEAST_WORDS or any(marks.attributed[i] or i in taken for i in own):
        return None
    found = _find_noun_told_of(view, governor, own) if is_of_noun else _find_doer(view, governor, mark)
    if found is None:
        return None
    head, whom, is_past = found
    if not whom or set(whom) & set(own) or any(view.tags[i] in FINITE or marks.content[i] for i in whom):
        return None
    is_many = view.tags[head] in {"NNS", "NNPS"} or any(view.deps[c] == "conj" for c in view.children[head])
    return own, whom, _AUXILIARY[is_past, is_many or view.lower[head] in {"they", "we", "you"}]


_AUXILIARY = {(True, True): "were", (True, False): "was", (False, True): "are", (False, False): "is"}


def _find_noun_told_of(view: View, noun: int, own: Sequence[int]) -> tuple[int, list[int], bool] | None:
    """Return a noun with all that stands before what is said of it: 'the lack of rooms' of 'the lack of rooms seen'."""
    first = min([noun, *(i for i in _subtree(view, noun) if i < noun and view.deps[i] in _BEFORE_NOUN)])
    whom = [i for i in range(first, own[0]) if view.is_word[i]]
    return (noun, whom, True) if view.tags[first] != "IN" else None


def _find_doer(view: View, governor: int, mark: str) -> tuple[int, list[int], bool] | None:
    """Return the subject of the clause that a participle hangs on, and whether it tells of the past."""
    subject = next((c for c in view.children[governor] if view.deps[c] in SUBJECTS), None)
    finite = next((i for i in (governor, *view.children[governor]) if view.tags[i] in FINITE), None)
    if mark and mark not in _TELLING_MARKS:
        return None
    if subject is None or finite is None or view.tags[finite] == "MD" or view.tags[subject] in RELATIVES:
        return None
    is_past = view.tags[finite] == "VBD" or mark == "after"
    return subject, [i for i in noun_phrase(view, subject) if view.is_word[i]], is_past


def _find_occasion(view: View, cue: int, marks: _Marks, taken: Collection[int]) -> list[int]:
    """Return who spoke with where, when and before whom: 'Rooy said … in a speech to the board on Friday in Oster'."""
    if marks.content[cue] or head_of(view, cue) != cue or view.lower[cue] in {"is", "was", "are", "were"}:
        return []
    tokens = {cue}
    has_subject = has_place = False
    for child in view.children[cue]:
        below = _subtree(view, child)
        is_beside = view.deps[child] in _BESIDE or view.deps[child].startswith("aux")
        if is_beside or any(marks.content[i] or i in taken for i in below):
            continue
        tokens |= below
        has_subject |= view.deps[child] in SUBJECTS and view.tags[child] not in RELATIVES
        has_place |= view.deps[child].startswith(("obl", "obj", "iobj")) and not is_time(view, child)
    words = sorted(i for i in tokens if view.is_word[i])
    is_told = has_subject and has_place  # 'she wrote in June' says nothing
    return words if is_told and sum(not marks.covered[i] for i in words) >= _LEAST_OCCASION else []


def _depth(view: View, i: int) -> int:
    depth = 0
    while view.heads[i] != i and view.sentence[view.heads[i]] == view.sentence[i] and depth < 30:
        i, depth = view.heads[i], depth + 1
    return depth


def _clause_of(view: View, head: int, attributed: bytearray) -> list[int]:
    """Return the tokens of a predicate's clause without the attributions beside it; none where it says too little."""
    tokens = {head}
    has_subject = False
    mark = next((c for c in view.children[head] if view.deps[c] == "mark"), -1)
    if mark >= 0 and view.lower[mark] in _CONDITIONS:
        return []
    for child in view.children[head]:
        dep = view.deps[child]
        below = _subtree(view, child)
        if dep in SUBJECTS and view.tags[child] not in {"WDT", "WP"}:
            if any(view.tags[i] in RELATIVES and view.deps[view.heads[i]] != "acl:relcl" for i in below):
                return []  # all of whom left
            has_subject = True
        if dep == "expl":
            has_subject = True
        if child < mark and dep not in SUBJECTS:  # not because it fell; just as it fell
            continue
        if dep in {"mark", "cc", "discourse"} or (view.tags[child] in RELATIVES and child < head):
            continue
        is_what = dep == "acl:relcl" and _is_said_of_subject(view, head)
        if dep in {"conj", "parataxis", "acl:relcl"} and _has_subject(view, child) and not is_what:
            continue
        is_case = dep == "advcl" and any(view.lower[c] in _CASES for c in view.children[child])
        tokens |= below if dep in _CORE or is_case or is_what else _keep_told(view, child, attributed)
    if has_subject and _misses_object(view, head):
        return []
    if not has_subject:
        shared = _find_shared_subject(view, head)
        if not shared:
            return []
        tokens |= shared
    words = sorted(i for i in tokens if view.is_word[i])
    if not words or view.tags[words[-1]] in _LOOSE_ENDS or view.tags[words[0]] in FINITE:
        return []
    behind = next((i for i in range(words[-1] + 1, len(view)) if view.is_word[i]), words[-1])
    if words[-1] == head and attributed[behind] and view.sentence[behind] == view.sentence[head]:
        return []  # the site added: “…”
    return words if count_words(view, words) >= _LEAST_WORDS and any(not attributed[i] for i in words) else []


def _is_said_of_subject(view: View, head: int) -> bool:
    """Whether a noun is what a subject is said to be: it is {a plan} that failed."""
    return view.tags[head] in NOMINAL_TAGS and any(view.deps[c] == "cop" for c in view.children[head])


def _misses_object(view: View, head: int) -> bool:
    """Whether the noun that a relative clause hangs on is its object: (the power) that he enjoyed as a leader."""
    if "relcl" not in view.deps[head]:
        return False
    children = view.children[head]
    is_adverbial = any(view.tags[c] == "WRB" for c in children)
    return not is_adverbial and not any(
        view.deps[c] in {"obj", "ccomp", "xcomp", "cop", "nsubj:pass"} for c in children
    )


def _keep_told(view: View, top: int, attributed: bytearray) -> set[int]:
    """Return what hangs on a predicate without the clauses in it that attribute something, nothing where it is one.

    'was charged with using a weapon in what Rooy called an attack' keeps the weapon.
    """
    if not any(attributed[i] for i in _subtree(view, top)):
        return _subtree(view, top)
    kept = {top}
    for child in view.children[top]:
        told = _keep_told(view, child, attributed)
        if not told and not view.deps[child].startswith(_CLAUSES):
            return set()
        kept |= told
    return set() if attributed[top] else kept


def _run_of(view: View, head: int, sentence: Sentence, covered: bytearray) -> list[int]:
    """Return the stretch around a predicate that no frame holds, where it stands alone whatever the parse says."""
    clauses = split_clauses(view, sentence)
    low, high = next((c for c in clauses if c[0] <= head < c[1]), (sentence.start, sentence.end))
    first, end = head, head + 1
    while first > low and not covered[first - 1]:
        first -= 1
    while end < high and not covered[end]:
        end += 1
    while first < head and (not view.is_word[first] or view.lower[first] in _COORDINATORS):
        first += 1
    while end > head + 1 and (not view.is_word[end - 1] or view.lower[end - 1] in _COORDINATORS):
        end -= 1
    tokens = range(first, end)
    is_loose = view.tags[first] in _LOOSE_STARTS or view.tags[end - 1] in _LOOSE_ENDS or is_relative(view, head)
    is_loose |= find_predicate(view, tokens) != head
    has_subject = any(view.deps[c] in SUBJECTS and c in tokens for c in view.children[head])
    is_whole = all(c in tokens for c in view.children[head] if view.deps[c] in _CORE)
    if is_loose or not has_subject or not is_whole or count_words(view, tokens) < _LEAST_WORDS:
        return []
    return [i for i in tokens if view.is_word[i]]


def _has_subject(view: View, head: int) -> bool:
    return any(view.deps[c] in SUBJECTS for c in view.children[head])


def _find_shared_subject(view: View, head: int) -> set[int]:
    """Return the subject that a predicate shares with another, or the noun that a relative clause says more of."""
    if "relcl" in view.deps[head] and view.tags[view.heads[head]] in NOMINAL_TAGS:
        phrase = list(noun_phrase(view, view.heads[head]))
        while view.tags[phrase[0]] in {"IN", "TO", "CC"} and phrase[0] != view.heads[head]:
            phrase.pop(0)  # (cuts to) the department, which
        return set() if any(view.tags[i] in FINITE for i in phrase) else set(phrase)
    subject = find_subject(view, head)
    if subject is not None and any(view.tags[i] in RELATIVES for i in subject):
        return set()
    return {i for i in subject if view.sentence[i] == view.sentence[head]} if subject is not None else set()


def _subtree(view: View, head: int) -> set[int]:
    found, stack = set(), [head]
    while stack:
        at = stack.pop()
        found.add(at)
        stack += view.children[at]
    return found


def join_words(view: View, words: Sequence[int]) -> tuple[Span, ...]:
    """Return words as spans, with the marks between neighbours."""
    spans: list[tuple[int, int]] = []
    for i in words:
        if spans and not any(view.is_word[k] for k in range(spans[-1][1], i)) and i - spans[-1][1] <= 2:
            spans[-1] = (spans[-1][0], i + 1)
        else:
            spans.append((i, i + 1))
    return tuple(view.chars(*_with_marks(view, *span)) for span in spans)


_PAIRS = {"“": "”", "‘": "’", "(": ")", '"': '"', "[": "]"}


def _with_marks(view: View, first: int, end: int) -> tuple[int, int]:
    """Take in a closing mark or sign that belongs to the words before it, and the opening one."""
    if end < len(view) and view.words[end] in {*_PAIRS.values(), "%"} and view.starts[end] == view.ends[end - 1]:
        end += 1
    if first and view.words[first - 1] in {*_PAIRS, "$", "£", "€"} and view.ends[first - 1] == view.starts[first]:
        first -= 1
    return first, end


def is_question(view: View, sentence: Sentence) -> bool:
    """Whether a sentence ends in a question mark, closing marks apart."""
    return view.words[_find_end_mark(view, sentence)] == "?"


def _find_end_mark(view: View, sentence: Sentence) -> int:
    """Return the question mark at the end of a sentence, else its last word."""
    i = sentence.end - 1
    while i > sentence.start and not view.is_word[i] and view.words[i] != "?":
        i -= 1
    return i


def _runs(view: View, first: int, end: int, covered: bytearray) -> list[Span]:
    """Return the stretches of a clause that no frame holds, those of a word or two left out."""
    spans, i = [], first
    while i < end:
        if covered[i]:
            i += 1
            continue
        start = i
        while i < end and not covered[i]:
            i += 1
        a, b = start, i
        while a < b and (not _opens(view, a) or view.lower[a] in _COORDINATORS):
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
