"""Words that an article gives twice: a headline's or a pull quote's, whose speaker the body knows."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.extract.attributions import Frame, outer_pieces, stands_alone_here
from transforms.extract.names import fold
from transforms.extract.rules import rule
from transforms.extract.view import Span, View
from transforms.records import Role

# The last paragraph that can be a headline's or a standfirst's, and the fewest letters that are the same words.
_LAST_HEADLINE, _LEAST_REPEATED = 2, 6
# How far below a headline its words are looked for, in paragraphs; how many lemmas they must have, and share with what
# is said there.
_LEAD, _LEAST_WORDS, _LEAST_SHARED = 4, 2, 0.6
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})


def repeat_elsewhere(view: View, frames: Sequence[Frame]) -> list[Frame]:
    """Return frames for the quotations of a headline, and for pull quotes, whose words the body quotes with a speaker.

    A headline that gives them to a crowd (Nurses fume at “shameful” offer) is overruled: the body knows who said so.
    """
    holders = {n: f for f in frames for n in f.quotations}
    asking = [n for n in range(len(view.quotations)) if _may_repeat(view, n, holders.get(n))]
    if not asking:
        return []
    telling = [n for n, f in sorted(holders.items()) if not f.is_hearsay and not _is_crowd(view, f.source)]
    texts = [(n, fold(view.slice((view.quotations[n].start, view.quotations[n].end)))) for n in telling]
    found = []
    for number in asking:
        words = fold(view.slice((view.quotations[number].start, view.quotations[number].end)))
        source = next((holders[n] for n, text in texts if n not in asking and words in text), None)
        if len(words) < _LEAST_REPEATED:
            source = None
        holder = holders.get(number)
        if source is None and (holder is None or not _is_crowd(view, holder.source)):
            source = find_told_below(view, frames, number)
        if source is None:
            continue
        if holder is None:
            holder = Frame(outer_pieces(view, number), None, None, 0.6, by_rule=True, quotations=[number])
            found.append(holder)
        holder.source = holder.cue = None
        holder.implicit, holder.is_hearsay, holder.repeats = True, False, source
    return found


@rule("headline.told-below")
def find_told_below(view: View, frames: Sequence[Frame], number: int) -> Frame | None:
    """Return the statement of the first paragraphs that says in other words what a headline quotes.

    Mill ‘to shed jobs’, and below: the mill will shed 40 jobs, its owner said.
    """
    tokens = view.tokens_of(view.quotations[number].outer)
    if view.role_of(tokens.start) is not Role.HEADLINE:
        return None
    wanted = _content_words(view, tokens)
    if len(wanted) < _LEAST_WORDS:
        return None
    last = view.paragraph[tokens.start] + _LEAD
    best, most = None, _LEAST_SHARED
    for frame in frames:
        first = view.token_at(frame.start)
        is_lead = view.role_of(first) is not Role.HEADLINE and view.paragraph[first] <= last
        if not is_lead or frame.is_hearsay or frame.is_premise or (frame.source is None and not frame.implicit):
            continue
        held = {word for span in frame.content for word in _content_words(view, view.tokens_of(span))}
        share = len(wanted & held) / len(wanted)
        if share > most:
            best, most = frame, share
    return best


def _content_words(view: View, tokens: range) -> set[str]:
    """Return the lemmas of the nouns, verbs, adjectives and numbers."""
    return {view.lemmas[i] for i in tokens if view.pos[i] in _CONTENT and view.is_word[i]}


def _may_repeat(view: View, number: int, holder: Frame | None) -> bool:
    """Whether a quotation may be there for the second time: in a headline, or alone as a pull quote."""
    quotation = view.quotations[number]
    if holder is not None and len(holder.quotations) > 1:
        return False
    if view.paragraph[view.token_at(quotation.start)] <= _LAST_HEADLINE:
        return holder is None or holder.is_hearsay or holder.implicit or _is_crowd(view, holder.source)
    is_bare = holder is None or (holder.source is None and not holder.is_hearsay)
    return is_bare and stands_alone_here(view, number) and view.text[quotation.end - 1] not in ".,"


def _is_crowd(view: View, source: Span | None) -> bool:
    """Whether a source is nothing but a noun in the plural."""
    words = [i for i in view.tokens_of(source) if view.is_word[i]] if source else []
    return len(words) == 1 and view.tags[words[0]] in {"NNS", "NNPS"}
