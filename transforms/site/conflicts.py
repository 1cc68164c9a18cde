"""Two statements that contradict each other, with the words in which they do marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from transforms.match.compare import locate_differences, read_words
from transforms.match.text import BOUNDARY, encode_texts

_CHUNK = re.compile(r"\S+")
_INNER = re.compile(r"\w(?:.*\w)?%?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a statement; marked where the other one says otherwise."""

    text: str
    is_marked: bool


def mark_differences(pairs: Sequence[tuple[str, str]]) -> list[tuple[list[Part], list[Part]]]:
    """Return both texts of each pair in parts: the figure, negation or name in which they differ is marked.

    The parts of a text give it back when joined.
    """
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))  # one claim is in conflict with many
    chunks = [list(_CHUNK.finditer(text)) for text in texts]
    # word by word, so that each word that is compared is known by its place in the text
    tokens = encode_texts([chunk.group() for found in chunks for chunk in found])
    bounds = iter(zip(tokens.offsets[:-1].tolist(), tokens.offsets[1:].tolist(), strict=True))
    read = {}
    for text, found in zip(texts, chunks, strict=True):
        spans, words = list[tuple[int, int]](), list[str]()
        for chunk in found:
            start, end = next(bounds)
            own = [tokens.words[code] for code in tokens.codes[start:end].tolist()]
            words += own
            spans += [_trim(chunk)] * sum(word != BOUNDARY for word in own)
        read[text] = (read_words(words), spans)
    marked = {}
    for first, second in dict.fromkeys(pairs):
        (ours, our_spans), (theirs, their_spans) = read[first], read[second]
        here, there = locate_differences(ours, theirs)
        marked[first, second] = (
            list(_cut(first, [our_spans[place] for place in here])),
            list(_cut(second, [their_spans[place] for place in there])),
        )
    return [marked[pair] for pair in pairs]


def _trim(chunk: re.Match[str]) -> tuple[int, int]:
    """Return where the word itself stands, without the marks around it."""
    inner = _INNER.search(chunk.group())
    return (chunk.start() + inner.start(), chunk.start() + inner.end()) if inner else chunk.span()


def _cut(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Part]:
    """Yield the parts of a text; marked words with nothing but blanks between them are one part."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    begin = 0
    for start, end in joined:
        if start > begin:
            yield Part(text[begin:start], False)
        yield Part(text[start:end], True)
        begin = end
    if begin < len(text):
        yield Part(text[begin:], False)
