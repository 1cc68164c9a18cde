"""Attribution cues: their lemma, class and stance from the seed, with what a negation makes of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from transforms.extract.view import Span, View
from transforms.lexicon import load_words
from transforms.seeds import Cue

SPEECH_CLASSES = frozenset({"speech", "writing", "report"})
_NEGATIONS = load_words("negators") | {"neither", "no"}
_REFUSALS = load_words("refusing_verbs")
_BOUND_TO = load_words("asserting_when_negated")
_NEGATED = {
    "believes": "denies",
    "hopes": "denies",
    "praises": "criticizes",
    "denies": "declines",
    "declines": "asserts",
}
_AUXILIARIES = load_words("modal_verbs", "primary_verbs") | {"get"}


@dataclass(frozen=True, slots=True)
class CueReading:
    """What a cue does with its content."""

    lemma: str
    stance: str
    cue_class: str | None
    known: bool


@dataclass(frozen=True, slots=True)
class CueLexicon:
    """Cues by lemma, and phrases by their first two words, the longest first.

    ``adverbs`` are the single words that hedge a clause (reportedly).
    """

    words: Mapping[str, Cue]
    phrases: Mapping[tuple[str, str], tuple[tuple[tuple[str, ...], Cue], ...]]
    speech: frozenset[str]
    inflected: Mapping[str, str]
    firsts: frozenset[str]
    adverbs: frozenset[str]

    def find_phrase(self, view: View, i: int, end: int) -> tuple[int, Cue] | None:
        """Return the end and the entry of the longest phrase that begins at token i, words or lemmas matching."""
        if i + 1 >= end or not (view.lower[i] in self.firsts or view.lemmas[i] in self.firsts):
            return None
        best: tuple[int, Cue] | None = None
        # in this order: of two phrases of one length the one as written counts
        for first in dict.fromkeys((view.lower[i], view.lemmas[i])):
            for second in dict.fromkeys((view.lower[i + 1], view.lemmas[i + 1])):
                for words, cue in self.phrases.get((first, second), ()):
                    stop = i + len(words)
                    if (best is None or stop > best[0]) and stop <= end and _matches(view, words, i):
                        best = stop, cue
        return best

    def is_speech_verb(self, view: View, i: int) -> bool:
        """Whether a token is a verb that can introduce somebody's words."""
        return view.tags[i].startswith("VB") and self.lemma_of(view, i) in self.speech

    def lemma_of(self, view: View, i: int) -> str:
        """Return a token's lemma, from the cue's own inflections where the pipeline's lemma is no cue."""
        lemma = view.lemmas[i]
        return lemma if lemma in self.words else self.inflected.get(view.lower[i], lemma)


def build_cue_lexicon(cues: Iterable[Cue]) -> CueLexicon:
    """Index the cue seed."""
    words: dict[str, Cue] = {}
    phrases: dict[tuple[str, str], list[tuple[tuple[str, ...], Cue]]] = {}
    for cue in cues:
        parts = tuple(cue.cue.split())
        if len(parts) == 1:
            words[cue.cue] = cue
        else:
            forms = _inflect(parts[0]) if cue.cue_class == "speech" else ()  # the pipeline's lemma of 'piped' is 'pip'
            for first in (parts[0], *forms):
                phrases.setdefault((first, parts[1]), []).append((parts, cue))
    return CueLexicon(
        words=words,
        phrases={opening: tuple(sorted(p, key=lambda e: (-len(e[0]), e[0]))) for opening, p in phrases.items()},
        firsts=frozenset(first for first, _ in phrases),
        adverbs=frozenset(c.cue for c in words.values() if c.cue_class == "hedge" and c.scope == "clause"),
        speech=frozenset(c.cue for c in words.values() if c.cue_class in SPEECH_CLASSES),
        inflected={
            form: c.cue
            for c in sorted(words.values(), key=lambda c: c.cue)
            if c.cue_class not in {"noun", "hedge"}
            for form in _inflect(c.cue)
            if form not in words
        },
    )


def _matches(view: View, words: tuple[str, ...], i: int) -> bool:
    return all(w in (view.lower[j], view.lemmas[j]) for j, w in enumerate(words[2:], i + 2))


def _inflect(verb: str) -> tuple[str, ...]:
    """Return the regular forms of a verb, with and without a doubled last letter."""
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    return (verb + "s", verb + "es", stem + "ed", stem + "ing", verb + verb[-1] + "ed", verb + verb[-1] + "ing")


def read_cue(view: View, span: Span, lexicon: CueLexicon) -> CueReading:
    """Return lemma and stance of the cue at a span of characters."""
    tokens = view.tokens_of(span)
    if not tokens:
        return CueReading(view.slice(span).lower(), "asserts", None, known=False)
    i, cue, width = _choose_entry(view, tokens, lexicon)
    if cue is None:
        return CueReading(view.lemmas[i], "asserts", None, known=False)
    stance = cue.stance
    if width == 1 and _is_refused(view, i, tokens, lexicon):
        stance = "declines"
    elif _is_negated(view, i, tokens):
        stance = _NEGATED.get(stance, "declines")
    return CueReading(cue.lemma, stance, cue.cue_class, known=True)


def _choose_entry(view: View, tokens: range, lexicon: CueLexicon) -> tuple[int, Cue | None, int]:
    """Return the token, seed entry and width of the cue's weightiest part: a phrase, else a verb, else a noun."""
    best: tuple[int, Cue, int] | None = None
    for i in tokens:
        found = lexicon.find_phrase(view, i, tokens.stop)
        if found is not None and (best is None or found[0] - i > best[2]):
            best = (i, found[1], found[0] - i)
    if best is not None:
        return best
    verbs = [i for i in tokens if view.tags[i].startswith("VB") and view.lemmas[i] not in _AUXILIARIES]
    known = [i for i in verbs if lexicon.lemma_of(view, i) in lexicon.words]
    known = [i for i in known if lexicon.lemma_of(view, i) not in _REFUSALS] or known
    others = [i for i in tokens if lexicon.lemma_of(view, i) in lexicon.words or view.lower[i] in lexicon.words]
    for i in (*known, *others):
        return i, lexicon.words.get(lexicon.lemma_of(view, i)) or lexicon.words[view.lower[i]], 1
    words = verbs or [i for i in tokens if view.is_word[i]] or list(tokens)
    return words[0], None, 1


def _is_refused(view: View, i: int, tokens: range, lexicon: CueLexicon) -> bool:
    """Whether a cue is what somebody refuses or declines to do."""
    before = range(max(tokens.start - 2, 0), i)
    return any(lexicon.lemma_of(view, j) in _REFUSALS and view.tags[j].startswith("VB") for j in before)


def _is_negated(view: View, i: int, tokens: range) -> bool:
    sentence = view.sentence[i]
    first = min(tokens.start, i)
    near = range(max(first - 2, 0), i)
    bound = next((j for j in near if view.lemmas[j] in _BOUND_TO), near.start)
    if any(view.lower[j] in _NEGATIONS for j in range(near.start, bound)):
        return False  # couldn't resist adding, did not hesitate to call
    if any(
        view.lower[j] in _NEGATIONS and view.sentence[j] == sentence and view.quote[j] == view.quote[i] for j in near
    ):
        # “no” and “neither” as a subject's word belong to the source: no official said
        return True
    return any(view.lower[c] in _NEGATIONS and c < i for c in view.children[i])


def find_cue_negation(view: View, span: Span, content: Collection[int] = ()) -> bool:
    """Whether a cue holds a negation, or stands right behind one outside of its content: is not (expected to)."""
    tokens = view.tokens_of(span)
    before = range(max(tokens.start - 2, 0), tokens.start)
    return any(
        view.lower[i] in _NEGATIONS and view.sentence[i] == view.sentence[tokens.start]
        for i in (*before, *tokens)
        if i not in content
    )
