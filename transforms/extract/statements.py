"""What each claim states: attributed content cut at sentences, and one sentence for each that can be read alone.

A stage between the settled frames and the rows. A frame's content gives a part for each sentence it runs over; source,
cue and part are put in order, with the words of the text wherever these stand in that order already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from transforms.extract.antecedents import find_antecedent, write_antecedent
from transforms.extract.attributions import Frame
from transforms.extract.cues import CueReading, find_cue_negation
from transforms.extract.mentions import Cast
from transforms.extract.outlet_claims import OutletClaim, is_question, join_words
from transforms.extract.phrases import descend, find_subject, is_time, noun_phrase
from transforms.extract.predicates import (
    CLAUSE,
    FRAGMENT,
    count_words,
    has_verb,
    head_of,
    is_negated,
    is_nobody,
    is_scrap,
    read_form,
    says_something,
)
from transforms.extract.quotations import trim_span
from transforms.extract.sentences import split_clauses
from transforms.extract.speakers import Speaker
from transforms.extract.standing import (
    MANY,
    ONE_PERSON,
    ONE_THING,
    find_main_subject,
    is_first_person,
    list_dangling,
    list_unnamed,
    points_elsewhere,
    speaks_of_unknown,
)
from transforms.extract.view import FINITE, NOMINAL_TAGS, SUBJECTS, Span, View
from transforms.lexicon import list_words, load_words
from transforms.records import Role

AFFIRMED, NEGATED = "affirmed", "negated"
_INTERJECTION = 2  # the most words of a sentence that is only an answer
_LONGEST_GAP = 20  # tokens between source and content up to which the text's own words are kept
_LONGEST_SOURCE = 8
_LONGEST_OWNED = 3  # tokens of a source that is called by whose it is: her old friend
_HIGHEST = 4  # steps from a relative pronoun up to the noun it stands for
_LONGEST_OCCASION = 10  # words on when and where something was said
_LONGEST_CLAUSE = 45  # words of a clause that is kept whole
_DEEPEST = 8  # steps from a cue up to the conjunction that makes it a mere case
_SUPPOSING = load_words("conditionals")
_AUXILIARY_TAGS = frozenset({"MD", "RB", "VB", "VBD", "VBP", "VBZ", "VBN"})
_AUXILIARIES = load_words("modal_verbs", "primary_verbs")
_CITING = frozenset({"quote", "cite"})
_OPENERS = load_words("clause_openers")
_TIES = load_words("discourse_openers")
# what somebody says or writes on an occasion; who agrees, refuses or shows something does more or less than that
_SPEAKING = load_words("speaking_verbs")
_WRITING = frozenset({"write", "tweet", "post"})
_TELLING = load_words("telling_verbs")
_ASKING = frozenset({"ask", "wonder", "question", "inquire"})
_GAPS = frozenset({"that", "which", "who"})
_PLURAL = frozenset({"they", "their", "we", "our"})
_SOMEBODY = frozenset({"unnamed_person", "anonymous_official"})
_AS_SUBJECT = {
    form: subject
    for form, subject in zip(list_words("object_pronouns"), list_words("subject_pronouns"), strict=True)
    if form != subject
} | {"me": "I"}
_CLITICS = {"’ll": "will", "’re": "are", "’ve": "have", "’d": "had", "’m": "am", "’s": "is"}
_SAID = {
    "asserts": "said", "denies": "denied", "confirms": "confirmed", "questions": "questioned", "asks": "asked",
    "promises": "promised", "warns": "warned", "alleges": "alleged", "declines": "declined to say", "hopes": "hoped",
    "believes": "believed", "orders": "ordered", "criticizes": "criticized", "praises": "praised",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A claim of a frame, or of the outlet: its words inside one sentence, and what they state.

    ``form`` is that of the words, but a fragment where the statement cannot be read alone; ``polarity`` that of what
    is claimed, with the cue's own negation.
    """

    spans: tuple[Span, ...]
    form: str
    polarity: str
    statement: str


@dataclass(frozen=True, slots=True)
class Telling:
    """An article's settled frames, with what was read of their cues and found of their speakers."""

    view: View
    cast: Cast
    frames: Sequence[Frame]
    speakers: Sequence[Speaker | None]
    readings: Sequence[CueReading | None]


# --- which claims there are -----------------------------------------------------------------------------------------


def states_nothing(telling: Telling, k: int) -> bool:
    """Whether a frame without quotation has no word that says anything: 'X mocked her' is an act the outlet tells."""
    frame, view = telling.frames[k], telling.view
    if frame.quotations or frame.repeats is not None or frame.is_turn:
        return False
    return not says_something(view, view.tokens_in(frame.content))


def cut_content(view: View, frame: Frame) -> list[tuple[Span, ...]]:
    """Return a frame's content cut at the ends of sentences, each part as its spans, in the order of the text."""
    parts: dict[int, list[Span]] = {}
    for start, end in frame.content:
        for number, span in _cut_span(view, start, end):
            parts.setdefault(number, []).append(span)
    found = [tuple(spans) for _, spans in sorted(parts.items())]
    # “Yes. The pier is closed.”: a word that answers is no claim beside one
    return [spans for spans in found if not _is_interjection(view, view.tokens_in(spans))] or found[:1]


def _is_interjection(view: View, tokens: Sequence[int]) -> bool:
    return count_words(view, tokens) <= _INTERJECTION and not says_something(view, tokens)


def _cut_span(view: View, start: int, end: int) -> Iterator[tuple[int, Span]]:
    """Yield a span cut at the ends of sentences, each piece with its sentence; marks stay with the words before."""
    tokens = view.tokens_of((start, end))
    first = tokens.start
    while first < tokens.stop:
        number = view.sentence[first]
        last = first + 1
        while last < tokens.stop and (view.sentence[last] == number or not _has_words(view, last, tokens.stop)):
            last += 1
        a = start if first == tokens.start else view.starts[first]
        b = end if last == tokens.stop else view.ends[last - 1]
        a, b = trim_span(view.text, a, b)
        if a < b and _has_words(view, first, last):
            yield number, (a, b)
        first = last


def _has_words(view: View, first: int, stop: int) -> bool:
    """Whether a word stands among the tokens that share the first one's sentence."""
    number = view.sentence[first]
    while first < stop and view.sentence[first] == number:
        if view.is_word[first]:
            return True
        first += 1
    return False


def list_parts(telling: Telling, k: int) -> list[Part]:
    """Return the claims of a frame, one for each sentence of its content."""
    view, frame, reading = telling.view, telling.frames[k], telling.readings[k]
    writer = _Writer(telling)
    parts = []
    for spans in cut_content(view, frame):
        tokens = view.tokens_in(spans)
        form = read_form(view, tokens)
        statement, stands = writer.write(k, spans, form)
        negated = is_negated(view, tokens)
        turns = reading is not None and not _is_own_words(view, tokens) and _negates(telling, frame, reading, tokens)
        polarity = NEGATED if negated != turns else AFFIRMED
        parts.append(Part(spans, form if stands else FRAGMENT, polarity, statement))
    return parts


def speech_frames(telling: Telling, used: Sequence[int]) -> list[Frame]:
    """Return the frames whose cue says that somebody spoke or wrote; documents do not."""
    return [telling.frames[k] for k in used if _speaks(telling, k)]


def _speaks(telling: Telling, k: int) -> bool:
    reading, speaker = telling.readings[k], telling.speakers[k]
    is_document = speaker is not None and speaker.reference.source_type == "document"
    return reading is not None and reading.lemma in _SPEAKING | _WRITING and not is_document


def outlet_part(telling: Telling, claim: OutletClaim) -> Part:
    """Return a claim of the outlet with what it states."""
    view = telling.view
    tokens = view.tokens_in(claim.spans)
    polarity = NEGATED if is_negated(view, tokens) else AFFIRMED
    changes = {}
    if claim.speaks is not None:
        # 'Rooy said in Oster' misses what; that she spoke there is what is left
        lemma = view.lemmas[claim.speaks]
        tells = lemma in _TELLING and claim.speaks + 1 in tokens
        verb = "spoke to" if tells else "wrote" if lemma in _WRITING else "spoke"
        changes = {claim.speaks: (claim.speaks + 1, verb)}
    writer = _Writer(telling)
    if claim.subject:
        statement = writer.write_participle(claim)
    elif claim.speaks is not None and tokens[0] == claim.speaks:
        statement = writer.write_inverted(tokens, claim.speaks, changes)
    else:
        spans = _without_openers(view, claim.spans)
        statement = writer.render(spans, named=writer.list_heads(tokens), changes=changes)
    if is_first_person(view, tokens):
        statement = writer.write_own(statement)
    # that somebody spoke, and when, says nothing that another article could say too
    stands = claim.speaks is None and (
        bool(claim.subject) or view.role_of(tokens[0]) is Role.HEADLINE or has_verb(view, tokens)
    )
    form = read_form(view, tokens) if stands and not writer.points_elsewhere(tokens) else FRAGMENT
    return Part(claim.spans, form, polarity, finish(statement))


def _without_openers(view: View, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans without the words that tie a sentence to the one before: however, (…); but (…)."""
    tokens = view.tokens_of(spans[0])
    first = tokens.start
    for i in tokens:
        if view.quote[i] >= 0:
            break
        ties = view.lower[i] in _TIES and view.deps[i] in {"advmod", "cc", "discourse"}
        if ties and (view.tags[i] == "CC" or view.words[i + 1 : i + 2] == [","]):
            first = i + 1
        elif view.is_word[i]:
            break
        elif first == i:
            first = i + 1
    return ((view.starts[first], spans[0][1]), *spans[1:]) if tokens.start < first < tokens.stop else tuple(spans)


def _is_own_words(view: View, tokens: Sequence[int]) -> bool:
    """Whether a content is quoted whole: “I never met him,” she denied."""
    return all(view.quote[i] >= 0 for i in tokens if view.is_word[i])


def _negates(telling: Telling, frame: Frame, reading: CueReading, content: Sequence[int]) -> bool:
    """Whether an attribution turns its content round: denied; nobody claimed; never budged on."""
    view = telling.view
    if reading.stance == "denies":
        return True
    if frame.source is not None and is_nobody(view, view.tokens_of(frame.source)):
        return True
    is_read = reading.known and reading.cue_class != "hedge"  # what 'did not say' does is in the stance
    return not is_read and frame.cue is not None and find_cue_negation(view, frame.cue, content)


# --- one sentence for each ------------------------------------------------------------------------------------------


class _Writer:
    """Writes statements of one article."""

    def __init__(self, telling: Telling) -> None:
        self.telling = telling
        self.view = telling.view

    def write(self, k: int, spans: tuple[Span, ...], form: str) -> tuple[str, bool]:
        """Return the statement of a part of a frame's content, and whether it can be read alone."""
        frame = self.telling.frames[k]
        if frame.source is None and not self._name(k):
            # Rooy ‘to close the pier’ in a headline: who will stands before the marks
            is_cut = frame.cue is None and find_main_subject(self.view, self.view.tokens_in(spans)) is None
            clause = self._find_clause(k, spans, whole=True) if is_cut else None
            if clause is not None:
                return self._write_clause(clause)
            text, tokens = self._write_hedged(frame, spans)
            return finish(text), not self.points_elsewhere(tokens)
        is_own = frame.source is not None and is_first_person(self.view, self.view.tokens_of(frame.source))
        is_supposed = self._is_supposed(k)
        clause = self._find_clause(k, spans, whole=True) if is_own or is_supposed else None
        if clause is not None:
            return self._write_clause(clause)
        kept = self._fill_gap(k, spans)
        if kept is None:
            kept = self._keep_order(k, spans, form)
        hangs = kept is None and self._hangs_on_its_clause(frame, spans, form)
        clause = self._find_clause(k, spans) if hangs else None
        if clause is not None:
            return self._write_clause(clause)
        tokens = self.view.tokens_in(spans)
        is_scrap_said = _speaks(self.telling, k) and is_scrap(self.view, tokens)
        is_scrap_said |= _is_whole_quotation(self.view, tokens) and not says_something(self.view, tokens)
        is_unknown = self._has_unknown_source(k) or self._dangles(k, tokens)
        is_unknown |= _is_whole_quotation(self.view, tokens) and speaks_of_unknown(self.telling.cast, tokens)
        stands = not (is_own or is_supposed or hangs or is_scrap_said or is_unknown)
        return finish(kept if kept is not None else self._reorder(k, spans, form)), stands

    @staticmethod
    def write_own(text: str) -> str:
        """Return what is told in the first person as words of the article, whoever speaks in it."""
        inner = re.sub(r"[“”\"]", lambda mark: "‘" if mark[0] == "“" else "’", _strip_marks(text))
        return f"The article says: “{inner[:1].upper()}{inner[1:]}”"

    def _write_clause(self, tokens: range) -> tuple[str, bool]:
        """Return the text's own words as a statement, and whether they can be read alone."""
        spans = _without_openers(self.view, [self.view.chars(tokens.start, tokens.stop)])
        text = self.render(spans, named=self.list_heads(self.view.tokens_in(spans)))
        if is_first_person(self.view, tokens):
            text = self.write_own(text)
        return finish(text), not self.points_elsewhere(tokens)

    def _is_supposed(self, k: int) -> bool:
        """Whether nobody is said to have said it: 'if Rooy wants to leave', 'unclear whether she wants to'."""
        view, frame = self.view, self.telling.frames[k]
        if frame.cue is None:
            return False
        at = self._cue_verb(k)
        if view.quote[at] >= 0:
            return False
        for _ in range(_DEEPEST):
            if any(view.deps[c] == "mark" and view.lower[c] in _SUPPOSING for c in view.children[at]):
                return True
            if view.heads[at] == at or view.sentence[view.heads[at]] != view.sentence[at]:
                return False
            at = view.heads[at]
        return False

    def _has_unknown_source(self, k: int) -> bool:
        """Whether the source stands as a word that means somebody named elsewhere: they said, that suggested."""
        frame = self.telling.frames[k]
        if frame.source is None:
            return False
        tokens = self.view.tokens_of(frame.source)
        is_named = self._source(k) != self._as_written(frame.source)
        return not is_named and self.points_elsewhere(tokens)

    def _dangles(self, k: int, content: Sequence[int]) -> bool:
        """Whether a pronoun of a content means somebody or something that neither it nor the source names."""
        by_token, lower, source = self.telling.cast.by_token, self.view.lower, self._source_tokens(k)
        words = [i for i in (*source, *content) if self.view.is_word[i]]
        named = [i for i in self.list_heads(content, source) if self._name_pronoun(i, None)]
        unnamed = list_unnamed(self.telling.cast, words, named) - {*named, *source}
        speaker = self.telling.speakers[k]
        entity = speaker.reference.entity if speaker is not None else None
        if self._is_person(k) or not {lower[i] for i in source}.isdisjoint(ONE_PERSON):
            own = ONE_PERSON if entity is None else frozenset[str]()
        elif entity is not None or "it" in (lower[i] for i in source):
            own = MANY | ONE_THING
        else:
            own = MANY
        own_entity = None if entity is None else entity.number
        return any(lower[i] not in own and (i not in by_token or by_token[i].entity != own_entity) for i in unnamed)

    def _source_tokens(self, k: int) -> range:
        source = self.telling.frames[k].source
        return range(0) if source is None else self.view.tokens_of(source)

    def points_elsewhere(self, tokens: Sequence[int]) -> bool:
        """Whether words mean what stands elsewhere, though the pronouns at their head are named."""
        named = [i for i in self.list_heads(tokens) if self._name_pronoun(i, None)]
        return points_elsewhere(self.telling.cast, tokens, named)

    def list_heads(self, tokens: Sequence[int], before: Sequence[int] = ()) -> list[int]:
        """Return the first word of a statement, its subject, and other pronouns of somebody whom no word names.

        ``before`` are the words that the statement begins with, before these: its source.
        """
        cast = self.telling.cast
        first = next((i for i in tokens if self.view.is_word[i]), None)
        if first is None:
            return []
        heads = [first]
        subject = find_main_subject(self.view, tokens)
        if subject is not None and subject > first and subject in cast.by_token:
            is_known = self._is_named_in([i for i in tokens if i < subject], subject)
            heads += [] if is_known else [subject]
        words = [i for i in (*before, *tokens) if self.view.is_word[i]]
        seen = {cast.by_token[i].entity for i in heads if i in cast.by_token}
        for i in list_dangling(cast, words):
            mention = cast.by_token.get(i)
            if i in tokens and mention is not None and mention.label == "PERSON" and mention.entity not in seen:
                seen.add(mention.entity)
                heads.append(i)
        return heads

    def _is_named_in(self, tokens: Iterable[int], pronoun: int) -> bool:
        """Whether some tokens mention whom a pronoun means."""
        by_token = self.telling.cast.by_token
        meant = by_token.get(pronoun)
        return meant is not None and any(by_token[i].entity == meant.entity for i in tokens if i in by_token)

    def _fill_gap(self, k: int, spans: tuple[Span, ...]) -> str | None:
        """Return 'Rooy said that the fee was too high' for 'the fee that Rooy said was too high'; else None."""
        frame, view = self.telling.frames[k], self.view
        tokens = [i for i in view.tokens_in(spans) if view.is_word[i]]
        if frame.source is None or frame.cue is None or len(tokens) < 2:
            return None
        relative = view.tokens_of(frame.source).start - 1
        if tokens[0] < relative or tokens[0] == relative:
            relative = tokens.pop(0)
        while len(tokens) > 1 and is_time(view, tokens[0]):
            tokens.pop(0)  # which Rooy said Sunday would close
        is_relative = relative >= 0 and view.tags[relative] in {"WDT", "WP"} and view.lower[relative] in _GAPS
        is_gap = view.tags[tokens[0]] in FINITE and view.quote[tokens[0]] < 0 and tokens[0] > relative
        if not (is_relative and is_gap) or view.sentence[relative] != view.sentence[tokens[0]]:
            return None
        noun = self._antecedent(relative)
        if noun is None:
            return None
        return f"{self._source(k)} {self._cue(k)} that {noun} {self.render(join_words(view, tokens), named=[])}"

    def _hangs_on_its_clause(self, frame: Frame, spans: tuple[Span, ...], form: str) -> bool:
        """Whether source, cue and content make a sentence only together with the words around them.

        A scrap in marks without a cue (for one of its “venerable” makers), what a noun or an infinitive governs (his
        decision to leave; enough to decide whether), a passive with its agent behind (was debunked by Rooy).
        """
        view = self.view
        tokens = view.tokens_in(spans)
        if frame.cue is None:
            is_part = is_scrap(view, tokens) or not view.is_capitalised(next(i for i in tokens if view.is_word[i]))
            return is_part and _is_whole_quotation(view, tokens)
        cue = view.tokens_of(frame.cue)
        verbs = [i for i in cue if view.tags[i].startswith("VB")]
        if not verbs:
            is_noun = any(view.tags[i] in NOMINAL_TAGS for i in cue)
            opening = next((i for i in tokens if view.tags[i] != "RB"), tokens[0])  # (decision) not to leave
            return is_noun and (form != CLAUSE or view.tags[opening] in {"TO", "VB", "VBG"})
        if all(view.tags[i] == "VB" for i in verbs):
            return not _is_whole_quotation(view, tokens)
        if _lacks_its_subject(view, tokens):
            return True
        is_passive = (
            view.tags[verbs[-1]] in {"VBN", "VBG"} and view.lemmas[verbs[0]] in {"be", "have"} and len(verbs) > 1
        )
        return is_passive and frame.source is not None and frame.source[0] >= frame.cue[1]

    def _find_clause(self, k: int, spans: tuple[Span, ...], whole: bool = False) -> range | None:
        """Return the clause, or whole sentence, of source, cue and content; None where it is long or no statement."""
        view, frame = self.view, self.telling.frames[k]
        tokens = view.tokens_in((frame.source, frame.cue, *spans))
        number = view.sentence[tokens[0]]
        if number < 0 or any(view.sentence[i] != number for i in tokens):
            return None
        sentence = view.sentences[number]
        clauses = [] if whole else split_clauses(view, sentence)
        all_of_it = sentence.start, sentence.end
        first, end = next((c for c in clauses if c[0] <= min(tokens) and max(tokens) < c[1]), all_of_it)
        while first < min(tokens) and (not view.is_word[first] or view.tags[first] == "CC") and view.quote[first] < 0:
            first += 1
        words = sum(view.is_word[i] for i in range(first, end))
        is_headline = view.role_of(first) is Role.HEADLINE
        if words > _LONGEST_CLAUSE or not (is_headline or any(view.tags[i] in FINITE for i in range(first, end))):
            return None
        return None if is_question(view, sentence) else range(first, end)

    def _write_hedged(self, frame: Frame, spans: tuple[Span, ...]) -> tuple[str, list[int]]:
        """Return content and cue as they stand, and their words: 'Rooy is said to be leaving'."""
        cue = frame.cue
        pieces = list(spans)
        if cue is not None and self.view.sentence[self._at(cue[0])] == self.view.sentence[self._at(spans[0][0])]:
            pieces = _merge(sorted([*pieces, cue, *self._find_hedged_subject(cue, spans)]), self.view)
        tokens = self.view.tokens_in(pieces)
        return self.render(pieces, named=self.list_heads(tokens)), tokens

    def _find_hedged_subject(self, cue: Span, spans: Sequence[Span]) -> list[Span]:
        """Return whom a hedge is about where that stands outside of the content: '{It} is expected to close'."""
        view = self.view
        tokens = view.tokens_of(cue)
        content = set(view.tokens_in(spans))
        for verb in tokens:
            subject = next((c for c in view.children[verb] if view.deps[c] in SUBJECTS and c < tokens.start), None)
            if subject is not None:
                phrase = noun_phrase(view, subject)
                is_apart = phrase.stop <= tokens.start and content.isdisjoint(phrase)
                return [view.chars(phrase.start, phrase.stop)] if is_apart else []
        return []

    def write_participle(self, claim: OutletClaim) -> str:
        """Return whom a participle tells of, the auxiliary that it lacks, and its clause."""
        subject = set(self.view.tokens_in(claim.subject))
        own = [i for i in self.view.tokens_in(claim.spans) if i not in subject and self.view.is_word[i]]
        whom = self.render(claim.subject, named=[min(subject)]).strip(" ,")
        clause = self.render(join_words(self.view, own), named=[])
        return f"{whom} {claim.auxiliary} {_lower_first(self.view, own[0], clause)}"

    def write_inverted(self, tokens: Sequence[int], verb: int, changes: Mapping[int, tuple[int, str]]) -> str:
        """Return 'Rooy spoke in Oster' for 'said Rooy in Oster'."""
        subject = find_subject(self.view, verb)
        behind = [i for i in tokens if i != verb and subject is not None and i in subject]
        rest = [i for i in tokens if i != verb and i not in behind and self.view.is_word[i]]
        pieces = [join_words(self.view, part) for part in (behind, [verb], rest) if part]
        return " ".join(self.render(piece, named=behind[:1], changes=changes) for piece in pieces)

    def _keep_order(self, k: int, spans: tuple[Span, ...], form: str) -> str | None:
        """Return the text's own words from source to content, None where they stand in another order or far apart."""
        frame, view = self.telling.frames[k], self.view
        if frame.source is None or frame.cue is None:
            return None
        places = [frame.source, frame.cue, *spans]
        if len({view.sentence[self._at(start)] for start, _ in places}) > 1:
            return None
        low, high = min(s for s, _ in places), max(e for _, e in places)
        in_order = frame.source[1] <= frame.cue[0] and frame.cue[1] <= spans[0][0] and frame.source[0] == low
        is_passive = form != CLAUSE and spans[0][0] == low and frame.cue[1] <= frame.source[0]
        if not in_order and not is_passive:
            return None
        hull = view.tokens_of((low, high))
        own = {i for place in places for i in view.tokens_of(place)}
        gap = [i for i in hull if i not in own and view.is_word[i]]
        last = view.tokens_of(frame.cue).stop
        if len(gap) > _LONGEST_GAP or not any(view.tags[i] in FINITE for i in range(hull.start, last)):
            return None
        between = range(view.tokens_of(frame.source).stop, view.tokens_of(frame.cue).start)
        if any(view.tags[i] in FINITE and view.lemmas[i] not in _AUXILIARIES for i in between if in_order):
            return None
        if any(view.quote[i] >= 0 for i in gap):
            return None
        told = self._name_whom_it_tells_of(k, hull.start, view.tokens_in(spans))
        return self.render([(low, high)], named=[hull.start], source=k, changes=told)

    def _name_whom_it_tells_of(self, k: int, first: int, content: Sequence[int]) -> dict[int, tuple[int, str]]:
        """Return the name for the subject of a content, if no name stands before it: the Gazette said (he) had left."""
        speaker, subject = self.telling.speakers[k], find_main_subject(self.view, content)
        if speaker is not None and speaker.reference.source_type in _SOMEBODY:
            return {}  # a reporter said she had left
        told: dict[int, tuple[int, str]] = {}
        for i in self.list_heads(content, self._source_tokens(k)):
            if i != subject and not self._is_named_in(range(first, i), i):
                told |= self._write_name(i, k)
        if subject is not None and not self._is_named_in(range(first, subject), subject):
            told |= self._write_name(subject, k)
        return told

    def _reorder(self, k: int, spans: tuple[Span, ...], form: str) -> str:
        """Return source, cue and content in this order."""
        view = self.view
        tokens = view.tokens_in(spans)
        source = self._source(k)
        cue = self._cue(k)
        occasion = self._occasion(k, tokens)
        if cue is not None and occasion:
            cue = f"{cue.removesuffix(':')} {occasion}{':' if cue.endswith(':') else ''}"
        if not _is_whole_quotation(view, tokens):
            spans = _without_openers(view, spans)
            tokens = view.tokens_in(spans)
        content = self.render(spans, named=self.list_heads(tokens, self._source_tokens(k)), speaker=k)
        if _is_whole_quotation(view, tokens):
            lead = f"According to {source}" if cue is None else f"{source} {cue.removesuffix(':')}"
            return f"{lead}: “{_strip_marks(content)}”"
        content = _lower_first(view, tokens[0], content)
        if cue is None:
            return f"According to {source}, {content.removeprefix('that ')}"
        if cue.endswith(":"):
            return f"{source} {cue} “{_strip_marks(content)}”"
        opening = view.lower[tokens[0]]
        is_bare = form != CLAUSE or opening in _OPENERS or view.tags[tokens[0]] in {"TO", "VBG"}
        if not is_bare and view.lemmas[self._cue_verb(k)] in _ASKING:
            return f"{source} {cue}: {content}"
        return f"{source} {cue} {content}" if is_bare else f"{source} {cue} that {content}"

    def _occasion(self, k: int, content: Sequence[int]) -> str:
        """Return when and where something was said, if that stands right behind source and cue: on Friday in Oster."""
        frame, view = self.telling.frames[k], self.view
        if frame.cue is None or self._cue_verb(k) not in view.tokens_of(frame.cue):
            return ""
        verb = self._cue_verb(k)
        held = {*view.tokens_of(frame.cue), *content, *(view.tokens_of(frame.source) if frame.source else ())}
        first = verb + 1
        while first in held or (
            first < len(view) and not view.is_word[first] and first - 1 in held and first + 1 in held
        ):
            first += 1
        end = first
        for child in sorted(view.children[verb]):
            below = descend(view, child)
            is_told = view.deps[child].startswith("obl") or (view.deps[child] == "advmod" and view.tags[child] == "RB")
            if not is_told or min(below) != end or not held.isdisjoint(below):
                continue
            if any(view.tags[i] in FINITE or view.quote[i] >= 0 or not view.is_word[i] for i in below):
                break
            end = max(below) + 1
        if not first < end <= first + _LONGEST_OCCASION or view.sentence[first] != view.sentence[verb]:
            return ""
        return self.render([view.chars(first, end)], named=[])

    def _name(self, k: int) -> str | None:
        speaker = self.telling.speakers[k]
        if speaker is None or speaker.reference.name is None:
            return None
        names = [speaker.reference.name, *(entity.name for entity in speaker.reference.others)]
        return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]

    def _source(self, k: int) -> str:
        """Return the source: as written, or by name where a pronoun, nothing or a long apposition stands."""
        frame, view, name = self.telling.frames[k], self.view, self._name(k)
        if frame.source is None:
            return name or "Somebody"
        tokens = view.tokens_of(frame.source)
        written = self._as_written(frame.source)
        is_pronoun = view.tags[tokens.start] in {"PRP", "WP", "WDT"} and len(tokens) == 1
        is_long = len(tokens) > _LONGEST_SOURCE or "," in written or view.tags[tokens.start] in {"WP$", "PRP$"}
        is_of_many = is_pronoun and view.lower[tokens.start] in _PLURAL and self._is_person(k)
        if name and (is_pronoun or is_long) and not is_of_many:
            return name
        if is_pronoun and view.tags[tokens.start] == "PRP":
            return self._name_pronoun(tokens.start, None) or _AS_SUBJECT.get(written.lower(), written)
        return f"{written}," if "," in written else written

    def _as_written(self, source: Span) -> str:
        written = " ".join(self.view.slice(source).split())
        return written.strip(" ,“”\"'").removesuffix("’s").removesuffix("'s")

    def _is_person(self, k: int) -> bool:
        speaker = self.telling.speakers[k]
        entity = speaker.reference.entity if speaker and not speaker.reference.others else None
        return entity is not None and entity.label == "PERSON"

    def _antecedent(self, relative: int) -> str | None:
        """Return the noun that a relative pronoun stands for."""
        view = self.view
        head = view.heads[relative]
        for _ in range(_HIGHEST):
            if view.tags[head] in NOMINAL_TAGS and head < relative:
                break
            head = view.heads[head]
        if head >= relative or view.tags[head] not in NOMINAL_TAGS:
            return None
        phrase = noun_phrase(view, head)
        first = next((i for i in phrase if view.tags[i] not in {"IN", "TO"}), head)
        return view.slice(view.chars(first, phrase.stop))

    def _cue_verb(self, k: int) -> int:
        cue = self.telling.frames[k].cue
        if cue is None:
            return 0
        tokens = self.view.tokens_of(cue)
        verbs = [i for i in tokens if self.view.tags[i].startswith("VB")]
        return next((i for i in verbs if self.view.lemmas[i] not in _AUXILIARIES), verbs[0] if verbs else tokens.start)

    def _cue(self, k: int) -> str | None:
        """Return a cue as a finite verb behind its source; None for 'according to' and its like."""
        frame, view, reading = self.telling.frames[k], self.view, self.telling.readings[k]
        if frame.cue is None or reading is None:
            return "said"
        tokens = view.tokens_of(frame.cue)
        verb = self._cue_verb(k)
        usual = _SAID.get(reading.stance, "said")
        if view.lower[tokens.start] in {"according", "per"}:
            return None
        if not any(view.is_word[i] for i in tokens):
            return "said:"  # ROOY: We close the pier.
        if view.lemmas[verb] in _CITING:
            return usual  # whom the Gazette quoted said it
        told = self._told(k, verb)
        if told is not None:
            return told
        if view.tags[verb] == "VBG" and tokens.start == verb:
            if view.lemmas[verb] == view.lower[verb]:
                return usual  # read as a noun: Rooy, warning: “…”
            return self._with_rest(_past(view.lemmas[verb], self.telling.cast.lexicons.past), verb, tokens.stop)
        if view.tags[verb] == "VBN" and tokens.start == verb:
            return self._with_rest(view.words[verb], verb, tokens.stop)
        first = self._first_auxiliary(frame, tokens.start)
        if not any(view.tags[i] in FINITE for i in range(first, tokens.stop)):
            return usual
        stop = tokens.stop
        if view.tags[stop - 1] in {"DT", "PRP$"}:
            stop -= 1 + (view.tags[stop - 2] == "IN")  # writes in their (outlook)
        words = " ".join(view.slice(view.chars(first, stop)).split()).strip(" ,:;—–-")
        return words or usual

    def _with_rest(self, verb: str, at: int, stop: int) -> str:
        """Return a verb with what follows it in its cue: answered (questions about)."""
        rest = [self.view.words[i] for i in range(at + 1, stop) if self.view.is_word[i] and self.view.lower[i] != "by"]
        return " ".join([verb, *rest])

    def _told(self, k: int, verb: int) -> str | None:
        """Return 'told the Post' for a verb that needs whom it was told to, 'said' where that is unknown."""
        view, frame, speaker = self.view, self.telling.frames[k], self.telling.speakers[k]
        if view.lemmas[verb] != "tell" or view.tags[verb] not in {"VBD", "VBZ", "VBP", "VBG"}:
            return None
        assert frame.cue is not None
        return f"told {speaker.addressee}" if speaker is not None and speaker.addressee else "said"

    def _first_auxiliary(self, frame: Frame, start: int) -> int:
        """Return where the auxiliaries and adverbs before a cue begin: has not (said)."""
        view, first = self.view, start
        if frame.source is None or frame.source[1] > view.starts[start]:
            return start
        low = max(view.tokens_of(frame.source).stop, start - 4)
        while first > low and view.tags[first - 1] in _AUXILIARY_TAGS:
            first -= 1
        return first

    # --- words of the text ---

    def render(
        self,
        spans: Sequence[Span],
        named: Sequence[int],
        source: int | None = None,
        speaker: int | None = None,
        changes: Mapping[int, tuple[int, str]] | None = None,
    ) -> str:
        """Return spans as one text; pronouns at the tokens ``named`` are replaced by names.

        ``source`` is the frame whose source stands among the words, to be named where it is a pronoun; ``speaker``
        the one that speaks them: a pronoun that means the speaker stays. ``changes`` gives the end and the new words
        of tokens to be replaced.
        """
        view = self.view
        changes = dict(changes or {})
        for i in named:
            changes |= self._write_name(i, speaker)
        if source is not None:
            frame = self.telling.frames[source]
            assert frame.source is not None
            tokens = view.tokens_of(frame.source)
            if len(tokens) == 1 and view.tags[tokens.start] in {"PRP", "WP", "WDT"}:
                changes[tokens.start] = (tokens.stop, self._source(source))
                changes |= self._write_out(tokens.stop)
            elif view.tags[tokens.start] == "PRP$" and len(tokens) <= _LONGEST_OWNED:
                changes[tokens.start] = (tokens.stop, self._source(source))
        return " ".join(self._copy(span, changes) for span in spans)

    def _write_name(self, i: int, speaker: int | None) -> dict[int, tuple[int, str]]:
        """Return the name for a pronoun, with the verb glued to it written out; nothing where it stays."""
        name = self._name_pronoun(i, speaker)
        return {} if name is None else {i: (i + 1, name), **self._write_out(i + 1)}

    def _write_out(self, i: int) -> dict[int, tuple[int, str]]:
        """Return what a verb that was glued to a pronoun is behind a name: she’d (said), Rooy had said."""
        view = self.view
        short = view.lower[i].replace("'", "’") if i < len(view) and view.starts[i] == view.ends[i - 1] else ""
        if short not in _CLITICS or view.tags[i] == "POS":
            return {}
        word = _CLITICS[short]
        if short == "’d" and "VB" in view.tags[i + 1 : i + 3]:
            word = "would"
        elif short == "’s" and (
            view.lemmas[i] == "have" or (view.deps[i] == "aux" and view.tags[view.heads[i]] == "VBN")
        ):
            word = "has"
        return {i: (i + 1, f" {word}")}

    def _copy(self, span: Span, changes: Mapping[int, tuple[int, str]]) -> str:
        view = self.view
        pieces, at = [], span[0]
        for i, (stop, words) in sorted(changes.items()):
            if span[0] <= view.starts[i] < span[1]:
                pieces += [view.text[at : view.starts[i]], words]
                at = view.ends[stop - 1]
        pieces.append(view.text[at : span[1]])
        return " ".join("".join(pieces).split())

    def _name_pronoun(self, i: int, speaker: int | None) -> str | None:
        """Return the name that a pronoun at a token stands for, None for other words and unknown ones."""
        view, cast = self.view, self.telling.cast
        if view.tags[i] not in {"PRP", "PRP$"} or view.quote[i] >= 0:
            return None
        mention = cast.by_token.get(i)
        if mention is None:
            phrase = find_antecedent(cast, i)
            return write_antecedent(view, phrase) if phrase is not None else None
        if mention.kind != "pronoun":
            return None
        entity = cast.entities[mention.entity]
        if view.lower[i] in _PLURAL and entity.label == "PERSON":
            return None  # one person is not 'they'
        if speaker is not None:
            spoken = self.telling.speakers[speaker]
            if spoken is not None and spoken.reference.entity is entity:
                return None
        if not entity.names:
            return None
        owns = view.tags[i] == "PRP$" and view.tags[view.heads[i]] not in {"RB", "IN"}  # left her far behind
        return f"{entity.name}’s" if owns else entity.name

    def _at(self, char: int) -> int:
        return min(self.view.token_at(char), len(self.view) - 1)


def _lacks_its_subject(view: View, tokens: Sequence[int]) -> bool:
    """Whether a content begins with a finite verb, or with the word that ties a relative clause: thinks (is black)."""
    first = next((i for i in tokens if view.is_word[i]), tokens[0])
    if view.quote[first] >= 0:
        return False
    subjects = [c for c in view.children[head_of(view, first)] if view.deps[c] in SUBJECTS and c in tokens]
    return view.tags[first] == "WDT" or (view.tags[first] in {"VBZ", "VBD", "MD"} and not subjects)


def _merge(spans: Sequence[Span], view: View) -> list[Span]:
    """Join spans that only blank space or commas part."""
    merged: list[Span] = []
    for span in spans:
        if merged and span[0] <= merged[-1][1] + 3 and not view.text[merged[-1][1] : span[0]].strip(" ,"):
            merged[-1] = (merged[-1][0], max(merged[-1][1], span[1]))
        else:
            merged.append(span)
    return merged


def _is_whole_quotation(view: View, tokens: Sequence[int]) -> bool:
    return bool(tokens) and all(view.quote[i] >= 0 for i in tokens if view.is_word[i])


_OUTER = " ,;:—–-“”„«»\"'‘’"


def _strip_marks(text: str) -> str:
    """Take the outer marks off a quotation, and those between its pieces; an end mark stays."""
    inner = re.sub(r"[,—–-]?[”\"] [“\"]", " ", text.replace("''", '"').replace("``", '"'))
    return inner.strip(_OUTER)


def _lower_first(view: View, token: int, text: str) -> str:
    word = view.words[token]
    is_name = view.tags[token] in {"NNP", "NNPS"} or word == "I" or (word.isupper() and len(word) > 1)
    if view.tags[token] in {"JJ", "NN", "NNS"} and not is_name:
        is_name = view.count(word) > 1 and not view.count(word.lower())
    opens = view.words[token][:1].isupper() and text.startswith(view.words[token])
    return text[:1].lower() + text[1:] if opens and not is_name and view.pos[token] != "PROPN" else text


def _past(lemma: str, irregular: Mapping[str, str]) -> str:
    if lemma in irregular:
        return irregular[lemma]
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ied"
    return lemma + "ed"


_LOOSE_END = re.compile(r",? (?:including|such as|namely)$")  # what led to a list
_BEFORE_MARK = re.compile(r"\s+([,.;:!?)\]”’])")


def finish(text: str) -> str:
    """Return a statement with a capital first letter, paired quotation marks and a full stop."""
    text = _BEFORE_MARK.sub(r"\1", " ".join(text.split()))
    text = _LOOSE_END.sub("", text.strip(" ,;:—–-"))
    opened, closed = text.count("“"), text.count("”")
    if opened > closed:
        text += "”"
    elif closed > opened:
        text = text.replace("”", "", 1) if not opened else "“" + text
    if text.count('"') % 2:
        text += '"'
    if text[:1].islower() and not text[1:2].isupper():
        text = text[:1].upper() + text[1:]
    if text.rstrip("”’\"')")[-1:] in {".", "!", "?", "…"}:
        return text
    return f"{text[:-1].rstrip(',')}.{text[-1]}" if text[-1:] in {"”", '"'} else f"{text}."
