"""Words that an article gives twice: a headline's or a pull quote's, whose speaker the body knows."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.extract.attributions import Frame, outer_pieces, stands_alone_here
from transforms.extract.names import fold
from transforms.extract.view import Span, View

# The last paragraph that can be a headline's or a standfirst's, and the fewest letters that are the same words.
_LAST_HEADLINE, _LEAST_REPEATED = 2, 6
_MOST_ASKING = 100  # quotations that may be there for the second time


def repeat_elsewhere(view: View, frames: Sequence[Frame]) -> list[Frame]:
    """Return frames for the quotations of a headline, and for pull quotes, whose words the body quotes with a speaker.

    A headline that gives them to a crowd (Nurses fume at “shameful” offer) is overruled: the body knows who said so.
    """
    holders = {n: f for f in frames for n in f.quotations}
    asking = [n for n in range(len(view.quotations)) if _may_repeat(view, n, holders.get(n))]
    if not asking:
        return []
    telling = [n for n, f in sorted(holders.items()) if not f.is_hearsay and not _is_crowd(view, f.source)]
    telling = sorted(set(telling).difference(asking))
    texts = [(n, fold(view.slice((view.quotations[n].start, view.quotations[n].end)))) for n in telling]
    found = []
    for number in asking[:_MOST_ASKING]:
        words = fold(view.slice((view.quotations[number].start, view.quotations[number].end)))
        source = next((holders[n] for n, text in texts if words in text), None)
        if source is None or len(words) < _LEAST_REPEATED:
            continue
        holder = holders.get(number)
        if holder is None:
            holder = Frame(outer_pieces(view, number), None, None, 0.6, by_rule=True, quotations=[number])
            found.append(holder)
        holder.source = holder.cue = None
        holder.implicit, holder.is_hearsay, holder.repeats = True, False, source
    return found


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
