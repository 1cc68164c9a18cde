"""Frames whose source is spoken to, or acts: 'Rooy told she must pay', 'asked whether', 'the court heard', 'passed it'.

What somebody is told is not their statement but nobody's in particular; the premise of an answer ('Told that it was
lost, Rooy said') and a mere act are no statement at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from transforms.extract.attributions import Frame, holds_marks
from transforms.extract.cues import CueLexicon, read_cue
from transforms.extract.phrases import find_phrase_stop, find_subject
from transforms.extract.predicates import is_scrap
from transforms.extract.rules import rule
from transforms.extract.view import NOMINAL_TAGS, Span, View
from transforms.lexicon import load_words
from transforms.records import Role

Words = Mapping[str, frozenset[str]]
_PAST = frozenset({"VBN", "VBD"})
_AUXILIARIES = frozenset({"be", "get", "have", "'s", "’s"})
_OPENERS = load_words("participle_openers")


def mark_unspoken(view: View, frames: Sequence[Frame], lexicon: CueLexicon, words: Words) -> list[Frame]:
    """Return the frames, with the source taken from those whose source is only told something.

    Such a frame is marked as hearsay, so that its words stay nobody's in particular; a premise covers its words but
    gives no claim. Acts and accusations without words in marks are left out.
    """
    kept = []
    for frame in frames:
        verb = _find_verb(view, frame)
        if verb is None or frame.is_premise:
            kept.append(frame)
        elif _is_act(view, frame, verb, lexicon, words) or _is_deed(view, frame, lexicon):
            continue
        elif _is_premise(view, frame, verb, lexicon, words):
            frame.source, frame.is_premise, frame.implicit = None, True, False
            kept.append(frame)
        elif _is_heard(view, frame, verb, words) or _is_said_to(view, frame, verb):
            frame.source = _find_heard(view, verb)
            frame.is_hearsay, frame.implicit = frame.source is None, False
            kept.append(frame)
        elif _is_passive(view, frame, verb, lexicon, words):
            if _settle_passive(view, frame, verb, lexicon, words):
                kept.append(frame)
        else:
            frame.is_hearsay = frame.is_hearsay and frame.source is None
            kept.append(frame)
    return kept


def _find_verb(view: View, frame: Frame) -> int | None:
    """Return the verb of a frame's cue."""
    if frame.cue is None:
        return None
    verbs = [
        i for i in view.tokens_of(frame.cue) if view.tags[i].startswith("VB") and view.lemmas[i] not in _AUXILIARIES
    ]
    return verbs[0] if verbs and view.sentence[verbs[0]] >= 0 else None


@rule("unspoken.act", nothing=False)
def _is_act(view: View, frame: Frame, verb: int, lexicon: CueLexicon, words: Words) -> bool:
    """Whether a cue is what somebody does: passed a bill to grant leave; it allows towns to build."""
    if lexicon.lemma_of(view, verb) not in words["acts"] or holds_marks(view, frame):
        return False
    first = view.token_at(frame.content[0][0])
    return "that" not in (view.lower[first], view.lower[first - 1])


@rule("unspoken.deed", nothing=False)
def _is_deed(view: View, frame: Frame, lexicon: CueLexicon) -> bool:
    """Whether a verb that no seed knows as a cue only takes a word or two: she invoked the Fifth Amendment."""
    if frame.cue is None or frame.quotations or holds_marks(view, frame) or read_cue(view, frame.cue, lexicon).known:
        return False
    return is_scrap(view, view.tokens_in(frame.content))


@rule("unspoken.premise", nothing=False)
def _is_premise(view: View, frame: Frame, verb: int, lexicon: CueLexicon, words: Words) -> bool:
    """Whether a participle gives what an answer is to: Told that it was lost, / When asked whether, / pressed on."""
    lemma = lexicon.lemma_of(view, verb)
    if lemma not in words["telling"] | words["asking"] or view.tags[verb] not in _PAST or holds_marks(view, frame):
        return False
    between = range(verb + 1, view.token_at(frame.content[0][0]))
    is_by = view.lower[verb + 1 : verb + 2] == ["by"]  # quizzed by senators over claims that
    if not is_by and any(view.tags[i] in NOMINAL_TAGS for i in between):
        return False
    start = view.sentences[view.sentence[verb]].start
    before = verb - 1
    while before >= start and (view.tags[before] == "RB" or view.lower[before] in _OPENERS):
        before -= 1
    if before >= start and view.is_word[before] and not (view.lower[before] in {"and", "but"} and before == start):
        return False
    is_first = not any(view.is_word[i] for i in range(start, before + 1)) or before <= start
    is_aside = lemma in words["asking"] or view.lower[verb - 1] in _OPENERS  # Rooy, asked whether she would, said
    return is_first or (view.words[before] == "," and is_aside)


@rule("unspoken.heard", nothing=False)
def _is_heard(view: View, frame: Frame, verb: int, words: Words) -> bool:
    """Whether a body only hears what is said: the court heard that."""
    if view.lemmas[verb] != "hear":
        return False
    subject = view.tokens_of(frame.source) if frame.source else find_subject(view, verb)
    return subject is not None and any(view.lower[i].removesuffix("s") in words["hearing_bodies"] for i in subject)


def _find_heard(view: View, verb: int) -> Span | None:
    """Return whom a body hears: the court heard from Ana Rooy that."""
    end = view.sentences[view.sentence[verb]].end
    if verb + 2 >= end or view.lower[verb + 1] != "from":
        return None
    return view.chars(verb + 2, find_phrase_stop(view, verb + 2, end))


@rule("unspoken.said-to", nothing=False)
def _is_said_to(view: View, frame: Frame, verb: int) -> bool:
    """Whether a headline's 'said to be' reports hearsay; the subject belongs to what is said."""
    if view.role_of(verb) is not Role.HEADLINE or view.lower[verb] not in {"said", "believed", "thought", "reported"}:
        return False
    if frame.source is not None:
        frame.content = [frame.source, *frame.content]
    return True


@rule("unspoken.passive", nothing=False)
def _is_passive(view: View, frame: Frame, verb: int, lexicon: CueLexicon, words: Words) -> bool:
    """Whether a frame's source is the subject of a passive: she was warned; in a headline: Rooy told she must."""
    lemma = lexicon.lemma_of(view, verb)
    if (
        view.tags[verb] not in _PAST
        or lemma not in words["telling"] | words["asking"] | words["urging"] | words["judging"]
    ):
        return False
    if frame.source is not None:
        source = view.tokens_of(frame.source)
        if source.start > verb or "by" in (view.lower[source.start], view.lower[source.start - 1]):
            return False
    before = verb - 1
    while before > 0 and view.tags[before] == "RB":
        before -= 1
    if view.tags[verb] == "VBN" and view.lemmas[before] in {"be", "get"}:
        return True
    return view.role_of(verb) is Role.HEADLINE and _is_reduced(view, verb, lemma, words)


def _is_reduced(view: View, verb: int, lemma: str, words: Words) -> bool:
    """Whether a headline's past form is a participle: headlines tell what somebody does in the present.

    But for 'Rooy told police', where whom it was told to follows.
    """
    if lemma in words["judging"] or lemma in words["urging"]:
        return not any(view.lemmas[c] in {"have", "do"} for c in view.children[verb])
    behind = view.tags[verb + 1 : verb + 2]
    return behind != [] and behind[0] not in NOMINAL_TAGS


def _settle_passive(view: View, frame: Frame, verb: int, lexicon: CueLexicon, words: Words) -> bool:
    """Make hearsay of a passive's frame; return whether there is still anything to report."""
    frame.source = None
    frame.is_hearsay, frame.implicit = True, False
    return lexicon.lemma_of(view, verb) in words["telling"] or holds_marks(view, frame)
