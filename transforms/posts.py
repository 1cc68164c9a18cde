"""Posts of social networks inside an article's text: where each stands, and who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from transforms.dates import MONTH
from transforms.lexicon import join_words, list_words

Span = tuple[int, int]

_DAY = rf"(?:{MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+{MONTH},?\s+\d{{4}}|\d{{4}}-\d\d-\d\d)"
_CLOCK = r"\d{1,2}[:.]\d\d\s*(?:[AaPp]\.?[Mm]\.?)?"
_WHEN = rf"(?:{_CLOCK}\s*[-–·,]\s*)?{_DAY}(?:\s*(?:at|,|[-–·])?\s*{_CLOCK}(?:\s*[A-Z]{{2,4}})?)?"
_HANDLE = r"@\w[\w.-]{0,40}(?:@[\w.-]+\w)?"
# "— Ole Lund (@olelund) May 3, 2019": how a network's own code ends a post
_TAIL = re.compile(
    rf"(?:^|(?<=\s)(?=[—–-]))(?P<dash>[—–]|--?)?\s*(?P<name>[^—–()\n@]{{1,60}}?)\s*\((?P<handle>{_HANDLE})\)"
    rf"\s*(?P<when>{_WHEN})?(?=$|\s|[.])\.?"
)
# what Instagram adds: A post shared by Ole Lund (@olelund) on May 3, 2019 at 9:12am PDT
_SHARED = re.compile(
    rf"(?P<lead>View this (?:post|photo|reel|profile) on Instagram\.?\s*)?\bA (?:post|photo|video|reel) "
    rf"(?:shared|posted)"
    rf" by (?P<name>[^()\n@]{{0,60}}?)\s*\(?(?P<handle>{_HANDLE})\)?"
    rf"(?:\s+on\s+(?P<when>{_WHEN}(?:\s*(?:at\s+)?\d{{1,2}}:\d\d[ap]m(?:\s+[A-Z]{{3}})?)?))?\.?"
)
_POSTED_ON = re.compile(
    r"(?:^|(?<=\s))Posted by (?P<name>[^.\n]{2,60}?) on (?P<when>(?:\w+day, )?" + _DAY + r")\.?", re.MULTILINE
)
_LEAD = re.compile(r"\bView this (?:post|photo|reel|profile) on Instagram\.?")
_ADDRESS = re.compile(r"(?:https?://\S+|pic\.(?:twitter|x)\.com/\S+)")
# the words before a post that lead over to it; the post begins after them
_INTRODUCTION = re.compile(rf"\b{join_words('posting_verbs')}\b[^:.!?]{{0,60}}:\s+", re.IGNORECASE)
_SENTENCE_END = re.compile(
    "".join(rf"(?<!\b{word.title()})" for word in list_words("title_abbreviations"))
    + r"(?<!\b[A-Z])(?<!\b(?:St|vs|No))[.!?…]+[\"”’)]*\s+(?=[#@]|[\"“‘(]?[A-ZÀ-Þ0-9])"
)
_STOP = re.compile(r"[.!?…:][\"”’)]*$")
_TAGS = re.compile(r"[#@]\w+")
_MAX_CHARS = 1500


@dataclass(frozen=True, slots=True)
class Post:
    """A post: ``span`` is all of it, ``words`` the writer's, ``name_span`` where the writer's name stands."""

    span: Span
    words: Span
    author: str
    name_span: Span | None
    network: str


def find_posts(text: str) -> list[Post]:
    """Return the posts that a paragraph holds, told by how they end, in order; their spans do not overlap.

    A post of no words is one whose words stand in the paragraph before.
    """
    if "@" not in text and "Posted by" not in text:
        return []
    posts: list[Post] = []
    place = 0
    for match in sorted(_find_ends(text), key=lambda match: match.start()):
        if match.start() < place:
            continue
        posts.append(_read_post(text, match, place))
        place = posts[-1].span[1]
    return posts


def _find_ends(text: str) -> list[re.Match[str]]:
    shared = list(_SHARED.finditer(text))
    tails = [match for match in _TAIL.finditer(text) if match["when"] or (match["dash"] and match.end() == len(text))]
    inside = [range(match.start(), match.end()) for match in shared]
    tails = [match for match in tails if not any(match.start("handle") in span for span in inside)]
    return [*shared, *tails, *_POSTED_ON.finditer(text)]


def _read_post(text: str, match: re.Match[str], place: int) -> Post:
    network = "X" if match.re is _TAIL else "Instagram" if match.re is _SHARED else "Facebook"
    start, end = _skip_blanks(text, max(place, match.start() - _MAX_CHARS)), match.end()
    if introduction := _INTRODUCTION.search(text, start, match.start()):
        start = introduction.end()
    lead = _LEAD.match(text, start)
    words = (_skip_blanks(text, lead.end()) if lead else start, match.start())
    if match.re is not _TAIL and not text[words[0] : words[1]].strip() and match.end() < len(text):
        # the network's line stands before the words
        words, end = (_skip_blanks(text, match.end()), len(text)), len(text)
    handle = match["handle"] if "handle" in match.re.groupindex else ""
    named = match["name"].strip(" \"“”'")
    at = text.index(named, match.start("name")) if named else -1
    if not named and handle:
        at = match.start("handle")
    author = named or handle
    return Post((start, end), _trim(text, words), author, (at, at + len(author)) if at >= 0 else None, network)


def _skip_blanks(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while end > start and (text[end - 1].isspace() or text[end - 1] in "—–-"):
        end -= 1
    return start, max(start, end)


def list_sentences(text: str, words: Span) -> list[list[Span]]:
    """Return the sentences of a post's words, each in pieces between addresses of pictures and pages.

    What names other accounts and topics only, such as "#flood @council", is no sentence.
    """
    sentences: list[list[Span]] = []
    is_open = False
    for low, high in _list_pieces(text, words):
        ends = [match.end() for match in _SENTENCE_END.finditer(text, low, high)]
        for start, end in pairwise([low, *ends, high]):
            span = _trim(text, (_skip_blanks(text, start), end))
            if not any(map(str.isalpha, _TAGS.sub("", text[span[0] : span[1]]))):
                continue
            if is_open:
                sentences[-1].append(span)
            else:
                sentences.append([span])
            is_open = end == high and not _STOP.search(text[span[0] : span[1]])
    return sentences


def _list_pieces(text: str, words: Span) -> Iterator[Span]:
    place = words[0]
    for match in [*_ADDRESS.finditer(text, *words), None]:
        low, high = _trim(text, (_skip_blanks(text, place), match.start() if match else words[1]))
        if any(map(str.isalpha, text[low:high])):
            yield low, high
        place = match.end() if match else words[1]
