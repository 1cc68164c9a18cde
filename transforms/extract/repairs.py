"""Mend the model's frames where the text's form says better: sources cut short, hedges taken for attributions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.extract.attributions import Frame
from transforms.extract.cues import CueLexicon
from transforms.extract.mentions import Cast, Mention
from transforms.extract.phrases import descend, find_subject, is_time, noun_phrase
from transforms.extract.view import NOMINAL_TAGS, PRIMARY_VERBS, SUBJECTS, Span, View
from transforms.lexicon import load_words

_KNOWN_AS = load_words("known_as_words")
_MODIFIERS = NOMINAL_TAGS | {"JJ", "JJR", "JJS", "DT", "CD", "PRP$", "HYPH", "POS", "VBN"}


# the list of all repairs in their order, a line or two for each
def repair_frames(view: View, cast: Cast, frames: Sequence[Frame], lexicon: CueLexicon) -> list[Frame]:
    """Return the frames mended; those that attribute nothing ('is known for') are left out."""
    repaired = []
    for frame in frames:
        if frame.is_hearsay or frame.is_premise:
            repaired.append(frame)
            continue
        cue = view.tokens_of(frame.cue) if frame.cue else range(0)
        if cue and all(view.lower[i] in _KNOWN_AS for i in cue) and any(view.lower[i] == "known" for i in cue):
            continue
        if _is_hedged_act(view, cue, lexicon):
            continue  # the hedge is read by find_hedges, with the whole clause as its content
        frame.content = [s for s in _keep_paragraph(view, frame) if not _is_empty(view, s)]
        if not frame.content:
            continue
        if all(view.lower[i] in _BARE for i in view.tokens_in(frame.content)):
            continue  # which was overturned by a judge
        if frame.cue is None and not _has_verb(view, frame):
            continue
        _finish_content(view, frame)
        _leave_out_recipient(view, frame, cue)
        cue = _finish_cue(view, frame, cue, lexicon)
        if _is_impersonal(view, cue, frame):
            _give_back_subject(view, frame, cue)
        if frame.source is None and cue:
            _find_missing_source(view, frame, cue, lexicon)
        if frame.source is not None:
            frame.source = _trim_source(view, extend_source(view, cast, frame))
            if frame.cue is None:
                frame.cue = _find_missing_cue(view, frame)
        if frame.source is None and _holds_quotation(view, frame):
            frame.implicit = True
        is_hearsay = _is_hearsay(view, cue, lexicon) and _has_verb(view, frame)
        if frame.source is None and not frame.implicit and not is_hearsay:
            continue  # a vote, a confirmation, a question put to somebody: nobody's statement
        repaired.append(frame)
    return repaired


_HEARSAY = load_words("hearsay_verbs")


def _is_hearsay(view: View, cue: range, lexicon: CueLexicon) -> bool:
    """Whether a cue without a source marks hearsay: reportedly, is believed, it is said."""
    return any(
        view.lower[i] in lexicon.adverbs or (view.tags[i] == "VBN" and lexicon.lemma_of(view, i) in _HEARSAY)
        for i in cue
    )


_BARE = frozenset({"who", "whom", "which"})
_EMPTY = load_words("empty_source_words")
_UNNAMED = load_words("unnamed_openings")
_ANONYMOUS = re.compile(
    r"(?:not )?to be (?:named|identified|quoted)\b|anonymity\b|(?:being|be) (?:named|identified)\b", re.I
)


def _is_empty(view: View, span: Span) -> bool:
    """Whether a piece of content says nothing: an article or pronoun that the model left over."""
    tokens = [i for i in view.tokens_of(span) if view.is_word[i]]
    unnamed = _ANONYMOUS.search(view.text, span[0], min(span[1], span[0] + 40))
    opens = view.lower[tokens[0]] in _UNNAMED if tokens else False
    return all(view.lower[i] in _EMPTY for i in tokens) or (unnamed is not None and opens)


def _has_verb(view: View, frame: Frame) -> bool:
    tokens = view.tokens_in(frame.content)
    return any(view.quote[i] >= 0 or view.tags[i].startswith("VB") or view.tags[i] == "MD" for i in tokens)


def _is_hedged_act(view: View, cue: range, lexicon: CueLexicon) -> bool:
    """Whether a cue is an act that is only reported: 'is reportedly seeking', not 'reportedly said'."""
    return any(view.lower[i] in lexicon.adverbs - {"apparently"} for i in cue) and not any(
        lexicon.is_speech_verb(view, i) for i in cue
    )


def _keep_paragraph(view: View, frame: Frame) -> list[Span]:
    """Keep the content that stands in the paragraph of the cue; a headline's words are no part of the first claim."""
    anchor = frame.cue or frame.source
    if anchor is None:
        return frame.content
    home = view.paragraph[min(view.token_at(anchor[0]), len(view) - 1)]
    near = []
    for start, end in frame.content:
        tokens = [i for i in view.tokens_of((start, end)) if view.paragraph[i] == home]
        if tokens:
            near.append((max(start, view.starts[tokens[0]]), min(end, view.ends[tokens[-1]])))
    return near or frame.content


_UNFINISHED_DEPS = frozenset(
    {"det", "case", "mark", "amod", "compound", "nummod", "nmod:poss", "aux", "aux:pass", "cop"}
)


def _finish_content(view: View, frame: Frame) -> None:
    """Complete a content that the model ends before a noun or a verb: 'it will be built by the (Harbour Board)'."""
    blocked = set(view.tokens_in((frame.source, frame.cue)))
    for k, (start, end) in enumerate(frame.content):
        last = view.token_at(end - 1)
        head = view.heads[last]
        is_open = view.deps[last] in _UNFINISHED_DEPS or view.tags[last] in {"WDT", "IN"}
        if not is_open or head <= last or view.sentence[head] != view.sentence[last] or view.quote[last] >= 0:
            continue
        limit = last + 1
        while limit < len(view) and limit not in blocked and view.sentence[limit] == view.sentence[last]:
            if view.quote[limit] >= 0 or (k + 1 < len(frame.content) and view.starts[limit] >= frame.content[k + 1][0]):
                break
            limit += 1
        if head < limit:
            frame.content[k] = (start, view.ends[max(i for i in descend(view, head) if i < limit)])


def _leave_out_recipient(view: View, frame: Frame, cue: range) -> None:
    """Begin a content behind whom it is told: Rooy told (the dockers' pension fund) that profits fell."""
    start, end = frame.content[0]
    first = view.token_at(start)
    if not cue or cue.stop != first:
        return
    clause = next((c for c in view.children[cue[-1]] if c > first and view.deps[c] == "ccomp"), None)
    if clause is None:
        return
    that = next((c for c in view.children[clause] if view.deps[c] == "mark" and view.lower[c] == "that"), first)
    if any(view.deps[c] in {"iobj", "obj"} and first <= c < that for c in view.children[cue[-1]]):
        frame.content[0] = (view.starts[that], end)


def _trim_source(view: View, source: Span) -> Span:
    """Leave out what ends a source without a noun: 'the bishop (from the)'."""
    tokens = view.tokens_of(source)
    end = tokens.stop
    while end - tokens.start > 1 and (view.tags[end - 1] in {"IN", "CC"} or view.lower[end - 1] in {"a", "an", "the"}):
        end -= 1
    return view.chars(tokens.start, end) if end < tokens.stop else source


def _is_impersonal(view: View, cue: range, frame: Frame) -> bool:
    """Whether a cue reports without a source, 'are said to', so that the source the model gave, if any, is none."""
    if len(cue) < 2 or view.tags[cue[-1]] != "VBN" or not any(view.lemmas[i] == "be" for i in cue):
        return False
    before = view.tokens_of(frame.source).start - 1 if frame.source is not None else -1
    if before >= 0 and view.lower[before] in {"by", "to"}:
        return False
    return cue.stop < len(view) and view.lower[cue.stop] == "to"


def _give_back_subject(view: View, frame: Frame, cue: range) -> None:
    """The subject of 'is said to' is no source; it belongs to what is said, also where the model left it out."""
    subject = frame.source
    frame.source = None
    if subject is None and all(view.ends[cue[-1]] <= start for start, _ in frame.content):
        found = find_subject(view, cue[-1])
        if found is not None and found.stop <= cue.start:
            subject = view.chars(found.start, _end_of_subject(view, found.stop, cue.start))
    if subject is None or view.slice(subject).lower() in {"it", "there"}:
        return
    if view.sentence[view.token_at(subject[0])] == view.sentence[cue.start]:
        frame.content = sorted([subject, *frame.content])


_LONGEST_REST = 12


def _end_of_subject(view: View, end: int, cue: int) -> int:
    """Return where a subject ends that goes on to its verb: work with Rooy, Brandt and the board (is expected to)."""
    rest = range(end, cue)
    is_clause = any(view.tags[i] in {"VBD", "VBZ", "VBP", "MD", "RB"} or view.quote[i] >= 0 for i in rest)
    return cue if len(rest) <= _LONGEST_REST and not is_clause and view.is_word[cue - 1] else end


def _find_missing_source(view: View, frame: Frame, cue: range, lexicon: CueLexicon) -> None:
    """Give an active verb its subject as source."""
    verb = next(
        (i for i in cue if view.tags[i] in {"VBD", "VBZ", "VBP", "VBG", "VB"} and view.lemmas[i] not in PRIMARY_VERBS),
        None,
    )
    if verb is None or lexicon.lemma_of(view, verb) not in lexicon.words:
        return
    subject = find_subject(view, verb)
    if subject is None or subject.stop - subject.start > 20:
        return
    if view.tags[subject.start] == "IN":
        return  # in the second incident reported in the state
    span = view.chars(subject.start, subject.stop)
    if any(a < span[1] and span[0] < b for a, b in frame.content) or view.lower[subject.start] in {"it", "there"}:
        return
    frame.source = span


_WHOLE = 5  # the fewest words of a quotation that is somebody's also where nobody is seen to say it


def _holds_quotation(view: View, frame: Frame) -> bool:
    return sum(view.quote[i] >= 0 and view.is_word[i] for i in view.tokens_in(frame.content)) >= _WHOLE


def _finish_cue(view: View, frame: Frame, cue: range, lexicon: CueLexicon) -> range:
    """Complete a cue that the model ends before its verb: '“It is late,” he is expected (to say)'."""
    if not cue or cue.stop + 1 >= len(view) or view.lower[cue.stop] != "to" or view.quote[cue.stop] >= 0:
        return cue
    if not lexicon.is_speech_verb(view, cue.stop + 1) or not _holds_quotation(view, frame):
        return cue
    whole = view.chars(cue.start, cue.stop + 2)
    frame.content = [s for s in frame.content if not (s[0] < whole[1] and whole[0] < s[1])] or frame.content
    frame.cue = whole
    return range(cue.start, cue.stop + 2)


def extend_source(view: View, cast: Cast, frame: Frame) -> Span:
    """Complete a source that the model cut: 'officials' of 'US officials', 'Mr' of 'Mr Rooy'."""
    assert frame.source is not None
    tokens = view.tokens_of(frame.source)
    if not tokens:
        return frame.source
    first, end = tokens.start, tokens.stop
    goal = end
    if view.tags[end - 1] == "IN" and end - first > 1:
        if is_time(view, view.heads[end - 1]):
            end = goal = end - 1  # prosecutors in (April)
        else:
            goal = noun_phrase(view, view.heads[end - 1]).stop  # a report by (the Gazette)
    blocked = set(view.tokens_in((*frame.content, frame.cue)))
    sentence = view.sentence[first]

    def is_free(i: int) -> bool:
        return (
            0 <= i < len(view)
            and i not in blocked
            and view.sentence[i] == sentence
            and view.quote[i] == view.quote[first]
        )

    while is_free(end) and (end < goal or _is_unfinished(view, cast, first, end)):
        end += 1
    body = _find_described_body(view, cast, first)
    if body is not None and is_free(body.first):
        first = body.first
    return view.chars(first, end)


def _find_described_body(view: View, cast: Cast, first: int) -> Mention | None:
    """Return the body or place that a comma sets before its description: 'Arven, the largest exporter, announced'."""
    if first < 2 or view.words[first - 1] != ",":
        return None
    mention = cast.by_token.get(first - 2)
    if mention is None or mention.label == "PERSON" or mention.kind != "name" or mention.end != first - 1:
        return None
    is_subject = any(view.deps[i] in SUBJECTS for i in range(mention.first, mention.end))
    return mention if is_subject and view.tags[first] in {"DT", "PRP$"} else None


def _is_unfinished(view: View, cast: Cast, first: int, end: int) -> bool:
    """Whether a source goes on at token ``end``: inside a name, before a name, or still without a noun."""
    mention = cast.by_token.get(end)
    if mention is not None and mention.kind == "name" and mention.first < end:
        return True
    if view.tags[end] not in _MODIFIERS:
        return False
    last = end - 1
    has_noun = any(view.tags[i] in NOMINAL_TAGS | {"PRP", "WP"} for i in range(first, end))
    return not has_noun or (view.tags[end] in NOMINAL_TAGS and cast.lexicons.is_title(view.lower[last].rstrip(".")))


def _find_missing_cue(view: View, frame: Frame) -> Span | None:
    """Return the verb that stands between source and content, or right behind the source."""
    assert frame.source is not None
    source = view.tokens_of(frame.source)
    content = set(view.tokens_in(frame.content))
    for i in range(source.stop, min(source.stop + 8, len(view))):
        if view.sentence[i] != view.sentence[source.start]:
            return None
        if view.tags[i] in {"VBD", "VBZ", "VBP", "VBN"} and view.lemmas[i] not in PRIMARY_VERBS and i not in content:
            return view.chars(i, i + 1)
    return None
