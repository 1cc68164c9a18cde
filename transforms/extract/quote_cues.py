"""Where a quotation's cue stands: behind the closing mark, before the opening one, or in its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.extract.cues import CueLexicon
from transforms.extract.phrases import find_phrase_stop, find_subject
from transforms.extract.view import NOMINAL_TAGS, PRIMARY_VERBS, View
from transforms.lexicon import load_words
from transforms.records import Role


@dataclass(frozen=True, slots=True)
class CuePlace:
    """Where the rules find the cue of a quotation: a verb, its source, and whether they adjoin the marks."""

    source: range
    cue: range
    adjoins: bool
    after: bool


def find_cue(view: View, number: int, lexicon: CueLexicon, bounds: Sequence[tuple[int, int]]) -> CuePlace | None:
    """Return the cue of a quotation in its own sentences: behind the closing mark, before the opening one."""
    quotation = view.quotations[number]
    tokens = view.tokens_of(quotation.outer)
    if len(quotation.spans) > 1:
        gap = range(view.token_at(quotation.spans[0][1]), view.token_at(quotation.spans[1][0]))
        is_inside = view.paragraph[gap.start] == view.paragraph[gap.stop]  # not between two paragraphs
        inner = _find_behind(view, gap, lexicon, adjoining=True) if is_inside else None
        if inner is not None:
            return inner
    last = view.sentence[tokens.stop - 1]
    first = view.sentence[tokens.start]
    if first < 0 or last < 0:
        return None
    ends_open = view.text[quotation.end - 1] in ",?!…—–-" or view.words[min(tokens.stop, len(view) - 1)] == ","
    behind = range(tokens.stop, bounds[last][1])
    before = range(bounds[first][0], tokens.start)
    led_in = tokens.start > 0 and view.words[tokens.start - 1] in {":", ","} and bool(before)
    after = _find_behind(view, behind, lexicon, adjoining=ends_open or not before)
    ahead = _find_before(view, before, lexicon)
    if led_in and ahead is not None and ahead.adjoins:
        return ahead
    if ahead is not None and ahead.adjoins and before and view.words[before.stop - 1] not in {",", ":"}:
        return ahead  # calling it “a shame,” …
    is_relayed = after is not None and (
        view.lower[after.cue.start] == "according" or view.lemmas[after.cue.start] in _SHOWING
    )
    if after is not None and after.adjoins and not (ahead is not None and is_relayed):
        return after  # said it was “bold,” according to the Gazette, the video shows: they tell who said so
    return ahead or after or _find_label(view, before, behind)


def find_gap_cue(view: View, start: int, end: int, lexicon: CueLexicon) -> bool:
    """Whether the text between two quotations holds just one cue: '," he said, "'."""
    tokens = view.tokens_of((start, end))
    verbs = [i for i in tokens if view.tags[i].startswith("VB")]
    finite = [i for i in verbs if lexicon.is_speech_verb(view, i) and view.tags[i] in {"VBD", "VBZ", "VBP"}]
    participles = [i for i in verbs if view.tags[i] == "VBG" and view.lemmas[i] in lexicon.speech]
    return (
        len(finite) == 1
        and not participles
        and len(verbs) <= 3
        and not any(view.lower[i] in {"and", "but"} and i > finite[0] for i in tokens)
    )


# a chain of forms, each of which rules out those below: parted, the order would be told in two places
def _find_behind(view: View, behind: range, lexicon: CueLexicon, adjoining: bool) -> CuePlace | None:
    """Return the cue behind a closing mark: said Rooy; Rooy, the minister, said."""
    start = next((i for i in behind if view.is_word[i]), None)
    if start is None:
        return None
    stop = next((i for i in behind if i > start and view.quote[i] >= 0), behind.stop)
    if view.lower[start] == "according" and start + 2 < stop:
        return CuePlace(range(start + 2, find_phrase_stop(view, start + 2, stop)), range(start, start + 2), True, True)
    limit = min(stop, start + 30)
    if view.lower[start] == "as":
        return _find_as(view, range(start + 1, limit), adjoining)
    verb, cue_stop = None, 0
    for i in range(start, limit):
        phrase = lexicon.find_phrase(view, i, limit)
        is_phrasal = phrase is not None and phrase[1].cue_class == "speech"
        if (is_phrasal or lexicon.is_speech_verb(view, i)) and view.tags[i] in {"VBD", "VBZ", "VBP", "VBN"}:
            verb, cue_stop = i, phrase[0] if phrase is not None and is_phrasal else i + 1
            break
    if verb is None:
        return None
    if verb == start or all(view.tags[i] in {"RB", ","} for i in range(start, verb)):
        source = range(cue_stop, find_phrase_stop(view, cue_stop, limit))
    else:
        source_end = verb
        while source_end > start and (
            view.tags[source_end - 1] in {"RB", "MD", ","} or view.lemmas[source_end - 1] in PRIMARY_VERBS
        ):
            source_end -= 1
        source = range(start, source_end)
        subject = find_subject(view, verb)
        if subject is not None and verb < subject.start < limit and view.words[source_end] == ",":
            source = subject  # “…” of the plan, said Ana Rooy
    if not source or not any(view.tags[i] in NOMINAL_TAGS | {"PRP", "DT", "CD", "WP", "JJ"} for i in source):
        return None
    if len(source) > 24 or view.tags[source.start] in {"IN", "CC", "WDT", "TO"}:
        return None  # “no one can refuse” to take part, said Rooy: the content goes on
    return CuePlace(source, range(verb, cue_stop), adjoining, True)


def _find_as(view: View, behind: range, adjoining: bool) -> CuePlace | None:
    """Return the cue of “…”, as the Gazette put it."""
    verb = next((i for i in behind if view.tags[i] in {"VBD", "VBZ", "VBP"}), None)
    if verb is None or verb == behind.start or view.lemmas[verb] not in _SAYING | {"put"}:
        return None
    source = range(behind.start, verb)
    has_noun = any(view.tags[i] in NOMINAL_TAGS | {"PRP"} for i in source)
    return CuePlace(source, range(verb, verb + 1), adjoining, True) if has_noun and len(source) <= 12 else None


_SHOWING = frozenset({"show", "capture", "record"})


_SAID = load_words("said_nouns")


def _find_owned(view: View, noun: int, before: range) -> CuePlace | None:
    """Return whose claim it is in 'Rooy's claim that the pier is “unsafe”'."""
    if view.lemmas[noun] not in _SAID or noun + 1 not in before or view.lower[noun + 1] != "that":
        return None
    start = noun
    while start - 1 in before and view.tags[start - 1] in {"JJ", "HYPH", "NN", "RB", "VBN", "CD"}:
        start -= 1
    owner = start - 1
    if owner in before and view.tags[owner] == "PRP$":
        return CuePlace(range(owner, start), range(noun, noun + 1), False, False)
    if owner - 1 not in before or view.tags[owner] != "POS":
        return None
    first = owner - 1
    while first - 1 in before and view.tags[first - 1] in NOMINAL_TAGS | {"JJ", "DT"}:
        first -= 1
    return CuePlace(range(first, owner), range(noun, noun + 1), False, False)


def _find_before(view: View, before: range, lexicon: CueLexicon) -> CuePlace | None:
    """Return the cue before an opening mark: Rooy said, / told reporters: / called it / Rooy's claim that."""
    for i in reversed(before):
        if view.quote[i] >= 0:
            continue
        owned = _find_owned(view, i, before)
        if owned is not None:
            return owned
        if not lexicon.is_speech_verb(view, i) or view.lemmas[i] == "require":
            continue
        if view.tags[i] == "VBN" and not any(view.lemmas[c] == "have" for c in view.children[i]):
            continue
        if view.tags[i] == "VB" and view.lower[i - 1] == "to" and view.lemmas[i] not in _SAYING:
            continue
        if view.tags[i] == "VBG" and any(view.lemmas[c] == "be" for c in view.children[i]):
            continue  # is urging: what somebody does, rather than says here
        if _opens_relative(view, i + 1, before.stop):
            continue
        source = find_subject(view, i)
        if (
            source is None
            or view.lower[source.start] == "that"
            # the plan, which led to the closure, saying “…”: whoever the sentence is about says so
            or (view.tags[source.start] == "WDT" and view.tags[i] == "VBG" and view.words[i - 1] == ",")
            # what he said was “bold”: the words of whoever says so, unlike what he called “bold”
            or (view.lower[source.start - 1] == "what" and any(view.lemmas[j] == "be" for j in range(i, before.stop)))
            or (view.tags[source.start] in {"WP", "WDT"} and "," in view.words[i + 1 : before.stop])
        ):
            continue
        adjoins = all(not view.is_word[j] or view.lower[j] in _ADDRESSED for j in range(i + 1, before.stop))
        return CuePlace(source, range(i, i + 1), adjoins, False)
    return None


_SAYING = load_words("saying_verbs")
_ADDRESSED = load_words("object_pronouns") - {"me", "us", "you"} | {"that", "this", "reporters"}


def _opens_relative(view: View, start: int, end: int) -> bool:
    """Whether a relative clause stands between a cue and the marks: asked for aid for people, who were “desperate”."""
    return any(view.tags[i] in {"WP", "WDT", "WP$"} and view.words[i - 1] == "," for i in range(start, end))


_DASHES = frozenset({"-", "–", "—", "―", "--", "~"})


def _find_label(view: View, before: range, behind: range) -> CuePlace | None:
    """Return the speaker of 'Minister: “…”' and '“…” – Minister': a label without a verb."""
    lead = [i for i in before if view.is_word[i]]
    if (
        lead
        and view.words[before.stop - 1] == ":"
        and _is_label(view, lead)
        and not any(view.is_word[i] for i in behind)
    ):
        return CuePlace(range(lead[0], lead[-1] + 1), range(before.stop - 1, before.stop), True, False)
    if not behind or any(view.quote[i] < 0 for i in lead):
        return None
    end = next((i for i in behind if view.quote[i] >= 0), behind.stop)
    tail = [i for i in range(behind.start, end) if view.is_word[i]]
    mark = behind.start
    is_headline = view.role_of(mark) is Role.HEADLINE
    if not tail or not _is_label(view, tail):
        return None
    if view.words[mark] in _DASHES and (is_headline or view.is_capitalised(tail[0])):
        return CuePlace(range(tail[0], tail[-1] + 1), range(mark, mark + 1), True, True)
    if view.words[mark] == ":" and is_headline:
        return CuePlace(range(tail[0], tail[-1] + 1), range(mark, mark + 1), True, True)
    if all(view.tags[i] == "NNP" for i in tail) and len(tail) <= 4:  # “…” Dr Rooy. – the verb was forgotten
        return CuePlace(range(tail[0], tail[-1] + 1), range(tail[-1], tail[-1]), True, True)
    return None


def _is_label(view: View, words: Sequence[int]) -> bool:
    return (
        len(words) <= 12
        and not any(view.tags[i] in {"VBD", "VBZ", "VBP", "MD", "VB"} for i in words)
        and any(view.tags[i] in {"NNP", "NNPS"} for i in words[:4])
    )
