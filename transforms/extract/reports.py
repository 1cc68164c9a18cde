"""Reports inside a report: 'Rooy said that the board had found the pier unsafe' is the board's word, through Rooy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transforms.extract.attributions import Frame
from transforms.extract.cues import SPEECH_CLASSES, CueLexicon
from transforms.extract.outlet_claims import is_question
from transforms.extract.phrases import descend, find_subject, is_time
from transforms.extract.rules import rule
from transforms.extract.view import FINITE, NOMINAL_TAGS, SUBJECTS, Sentence, View
from transforms.lexicon import load_words

_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
_PLAIN = 0.9  # the score of a sentence whose order leaves no doubt
_CLASSES = frozenset({"speech", "writing", "report", "thought"})


def find_inner(view: View, frames: Sequence[Frame], lexicon: CueLexicon) -> list[Frame]:
    """Return a frame for each clause of a content that is itself given to somebody else."""
    taken = set(view.tokens_in(frame.cue for frame in frames))
    return [inner for frame in frames for inner in _find_in(view, frame, lexicon, taken)]


def _find_in(view: View, frame: Frame, lexicon: CueLexicon, taken: set[int]) -> Iterator[Frame]:
    if frame.source is None or frame.is_turn or frame.is_premise or frame.repeats is not None:
        return
    for span in frame.content:
        tokens = view.tokens_of(span)
        for verb in tokens:
            if verb not in taken and view.quote[verb] < 0 and (found := _read_report(view, verb, tokens, lexicon)):
                source, clause = found
                taken.add(verb)
                content = [view.chars(clause.start, clause.stop)]
                cue = view.chars(verb, verb + 1)
                yield Frame(content, view.chars(source.start, source.stop), cue, frame.score, is_sure=frame.is_sure)


@rule("reports.inner", nothing=None)
def _read_report(view: View, verb: int, within: range, lexicon: CueLexicon) -> tuple[range, range] | None:
    """Return source and content where a verb of saying or thinking has both as subject and clause."""
    cue = lexicon.words.get(lexicon.lemma_of(view, verb))
    if cue is None or cue.cue_class not in _CLASSES or view.tags[verb] not in _FINITE:
        return None
    clause = next((c for c in view.children[verb] if c > verb and view.deps[c] == "ccomp"), None)
    if clause is None or not _has_subject(view, clause) or not _has_subject(view, verb):
        return None
    subject = find_subject(view, verb)
    if subject is None or subject.start < within.start or subject.stop > verb:
        return None
    if view.lower[subject.start] == "that" or not any(view.tags[i] in NOMINAL_TAGS for i in subject):
        return None
    words = [i for i in descend(view, clause) if verb < i < within.stop and view.quote[i] < 0]
    if not words:
        return None
    first = min(words)
    first += view.lower[first] == "that"
    return subject, range(first, max(words) + 1)


def _has_subject(view: View, verb: int) -> bool:
    return any(view.deps[c] in SUBJECTS and c < verb for c in view.children[verb])


def find_missed(view: View, frames: Sequence[Frame], lexicon: CueLexicon) -> list[Frame]:
    """Return a frame for each sentence whose speech verb the pipeline passed over, as it may one that a user taught.

    Frames of such verbs that the order of words confirms become as sure.
    """
    by_cue = {frame.cue[0]: frame for frame in frames if frame.cue is not None}
    used = set(view.tokens_in(span for f in frames for span in (f.source, f.cue, *f.content)))
    found = []
    for sentence in view.sentences:
        if is_question(view, sentence):
            continue
        for verb in range(sentence.start, sentence.end):
            stop = _end_of_speech_verb(view, verb, sentence.end, lexicon)
            frame = _read_order(view, sentence, verb, stop) if stop is not None else None
            if frame is None:
                continue
            known = by_cue.get(view.starts[verb])
            if known is not None and known.source == frame.source:
                known.score = max(known.score, frame.score)
            elif verb not in used and used.isdisjoint(view.tokens_in(frame.content)):
                found.append(frame)
                break
    return found


def _end_of_speech_verb(view: View, i: int, end: int, lexicon: CueLexicon) -> int | None:
    """Return where a verb of saying, with its particle, that begins at a token ends; None where there is none."""
    if view.quote[i] >= 0 or view.tags[i] not in _FINITE:
        return None
    phrase = lexicon.find_phrase(view, i, end)
    if phrase is not None:
        return phrase[0] if phrase[1].cue_class in SPEECH_CLASSES else None
    return i + 1 if lexicon.is_speech_verb(view, i) else None


@rule("reports.missed", nothing=None)
def _read_order(view: View, sentence: Sentence, verb: int, stop: int) -> Frame | None:
    """Return what the order of words says: Rooy flags up that …; …, Rooy flags up; …, flags up Rooy; A, …, is B."""
    end = sentence.end
    while end > stop and not view.is_word[end - 1]:
        end -= 1
    comma = next((i for i in range(verb - 1, sentence.start, -1) if view.words[i] == ","), None)
    before, behind = range((comma if comma is not None else sentence.start - 1) + 1, verb), range(stop, end)
    if _is_source(view, before):
        source = before
        if comma is None and _opens_clause(view, range(stop, end)):  # Rooy flags up that
            content = [range(stop, end)]
        elif comma is None:
            return None
        elif not behind:
            content = [range(sentence.start, comma)]
        elif view.words[stop] == ",":
            content = [range(sentence.start, comma), range(stop + 1, end)]
        else:
            return None
    elif not before and comma is not None and _is_source(view, behind):
        source, content = behind, [range(sentence.start, comma)]
    else:
        return None
    words = [i for piece in content for i in piece]
    if not any(view.tags[i] in FINITE for i in words) or any(view.quote[i] >= 0 for i in words):
        return None
    spans = [view.chars(piece.start, piece.stop) for piece in content]
    return Frame(spans, view.chars(source.start, source.stop), view.chars(verb, stop), _PLAIN)


def _opens_clause(view: View, tokens: range) -> bool:
    """Whether a clause begins at once: that …, or a subject and its verb."""
    verb = next((i for i in tokens if view.tags[i] not in _NAMING | {"PRP", "EX"}), None)
    is_led_in = bool(tokens) and view.lower[tokens.start] == "that" and view.tags[tokens.start] == "IN"
    return is_led_in or (verb is not None and verb > tokens.start and view.tags[verb] in FINITE)


_NAMING = NOMINAL_TAGS | {"DT", "JJ", "CD", "POS", "PRP$", "HYPH"}


def _is_source(view: View, tokens: range) -> bool:
    """Whether tokens are a pronoun or a noun phrase and nothing else."""
    if len(tokens) == 1 and view.lower[tokens.start] in _PERSONS:
        return True
    is_phrase = bool(tokens) and all(view.tags[i] in _NAMING for i in tokens)
    is_phrase = is_phrase and not any(view.tags[i] in {"DT", "PRP$"} for i in tokens[1:])
    return is_phrase and view.tags[tokens[-1]] in NOMINAL_TAGS and not is_time(view, tokens[-1])


_PERSONS = load_words("third_person_subjects")
