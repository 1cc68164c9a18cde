"""Block quotations: text that a page sets apart as quoted, and that gets the marks which text has for that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from transforms.paragraphs import squeeze

_MARKED = re.compile(r"[\"“”«»„]|^['‘]")
_SIGNED = re.compile(r"\s*[—–―~-]+\s*[^\W\d_]")
_MAX_SIGNED_WORDS = 15
_MIN_WORDS = 4
_MOST_OF_TEXT = 0.5
_MAX_QUOTATIONS = 200  # of a text: each is looked for in all the rest of it


def mark_blockquotes(paragraphs: Sequence[str], numbers: Sequence[int | None]) -> list[str]:
    """Return the paragraphs, those of block quotations in quotation marks, as print has it.

    Each paragraph of a quotation opens with a mark, the last one closes. Left as they are: quotations that hold marks,
    or a few words only; a signature below ("— Ida Kern"); pull quotes, which say again what stands elsewhere; and,
    where no colon leads to them, quotations that are most of the text: some pages indent with that element.

    Args:
        paragraphs: the article's paragraphs in their order.
        numbers: for each the number of the block quotation that it stands in, None outside of any.
    """
    marked = list(paragraphs)
    outside = [squeeze(p) for p, n in zip(paragraphs, numbers, strict=True) if n is None]
    rest = "\n".join(outside)
    is_most = len(rest) - len(outside) < _MOST_OF_TEXT * sum(len(squeeze(p)) for p in paragraphs)
    for first, end in islice(_find_runs(paragraphs, numbers), _MAX_QUOTATIONS):
        own = paragraphs[first:end]
        is_led_to = first > 0 and paragraphs[first - 1].rstrip().endswith(":")
        if (
            sum(len(p.split()) for p in own) < _MIN_WORDS
            or any(_MARKED.search(p) for p in own)
            or any(squeeze(p) in rest for p in own)
            or (is_most and not is_led_to)
        ):
            continue
        marked[first:end] = [f"“{p}" for p in own]
        marked[end - 1] += "”"
    return marked


def _find_runs(paragraphs: Sequence[str], numbers: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """Yield first and end of the paragraphs of each quotation, without a signature below."""
    for number, run in groupby(range(len(paragraphs)), key=lambda k: numbers[k]):
        if number is None:
            continue
        places = list(run)
        first, end = places[0], places[-1] + 1
        last = paragraphs[end - 1]
        if end - first > 1 and _SIGNED.match(last) and len(last.split()) <= _MAX_SIGNED_WORDS:
            end -= 1
        yield first, end
