"""An article's text to its paragraphs, and the parts that stand apart in them, each with its role.

A role is told by a page's mark-up where a reader passes it on, by seed phrases (``seeds/phrases.csv``), by the names of
agencies, by form, and by its return in an outlet's unrelated articles. A body paragraph taken
for something else loses its quotes and claims, while a subhead taken for body costs little: in doubt it is body.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from transforms.boilerplate import paragraph_key
from transforms.bylines import NAME_WORD
from transforms.clutter import Part, Vocabulary, compile_vocabulary, find_form, find_parts, is_bio, name_life
from transforms.datelines import find_dateline
from transforms.dates import MONTH
from transforms.lexicon import join_any, join_words, load_words
from transforms.notices import Notices, compile_notices, is_appeal, is_reported
from transforms.paragraphs import PARAGRAPH_BREAK
from transforms.posts import find_posts
from transforms.records import READ_ROLES, Mark, Role, Segment
from transforms.seeds import PagePhrase, Phrase, Seeds

_MAX_PHRASE_WORDS = 60
_MAX_STARTED_WORDS = 120
_MAX_CAPTION_WORDS = 60
_MAX_BARE_CAPTION_WORDS = 25
_MAX_SUBHEAD_WORDS = 14
_MAX_SUBHEAD_CHARS = 100
_MAX_QUESTION_WORDS = 8
_MAX_STANDFIRST_WORDS = 45
_MIN_PROSE_WORDS = 8
_MIN_QUOTED_WORDS = 3
_MAX_CREDIT_WORDS = 3
_MAX_LOWER_CREDIT_WORDS = 2
_LAST_BYLINE_PARAGRAPH = 4
_FIRST_BIO_PARAGRAPHS, _LAST_BIO_PARAGRAPHS = 3, 6
_DATELINE_PARAGRAPHS = 3
_MIN_LIVES = 4
_MIN_REPEATED_WORDS = 3
_MAX_TITLE_WORDS = 25
_MIN_TITLE_WORDS, _MIN_TITLE_LETTERS = 6, 5
_LINE_ROLES = frozenset({Role.BODY, Role.SUBHEAD, Role.STANDFIRST})
_PHRASE_ROLES = frozenset({Role.PROMOTION, Role.LEGAL, Role.NOTE, Role.BIO})
_MAX_POST_WORDS = 70
_LAST_APPEAL_PARAGRAPHS = 8

_CREDIT_TAIL_CHARS = 60

_PHRASE_EDGES, _START_EDGES, _END_EDGES = " .!:-|*", " -|•*", " .!)"
_FOLDED_MARKS = str.maketrans("‘’“”–—\u2011", "''\"\"---")
_QUOTED = re.compile(r"[“\"«„]([^”\"»“]*)")
_FIRST_SIGN = re.compile(r"[“\"‘'(\[¿¡$£€]?\s?(\w)")
_ALL_QUOTED = re.compile(r"[“\"‘'][^“”\"]*[”\"’']")
_ENDS_WITH_STOP = re.compile(r"[.!?…:;,\-–—]\s*[\"'”’»)\]]*$")
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")
_FINISHED_SENTENCE = re.compile(r"[^\W\d_]{3}[.!?][\"'”’)]*\s")
_READER = re.compile(rf"\b{join_words('reader_pronouns')}\b", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:|•]\s+)$")
_INTERVIEW = re.compile(r"Q\b|[A-Z][A-Z.'’ -]{2,40}:")
_BREAKS_OFF = re.compile(rf"\b{join_words('never_last_words')}$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_CREDIT_WORDS = load_words("credit_line")
_SAYS_I = re.compile(r"\bI(?:[’'](?:m|ve|d|ll))?\b(?! [A-Z])(?!\.)")
_MIN_FIRST_PERSON = 2
# what a story says of a word: Correction: that is what the mayor calls it
_COMMENTED = re.compile(rf"\w+: (?:that|{join_words('third_person_subjects')})\b(?:\s+\S+){{5,}}")
_SPOKEN = re.compile(rf"[,.!?][”\"] (?:[\w’'.-]+ ){{0,5}}{join_words('said_verbs')}\b")
_WHO_SAID = re.compile(rf"\b(?:who|she|he) {join_words('statement_verbs')}\b")
_LETTERS = re.compile(r"[^\W\d_]")
_BARE_LINK = re.compile(r"(?:(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+|@\w+)", re.IGNORECASE)
_LIST_HEAD = re.compile(rf"(?::|\.\.\.|…|\b{join_words('list_heads')})\s*$", re.IGNORECASE)
_FULL_NAME = rf"{NAME_WORD}(?:\s+{NAME_WORD}){{0,4}}"
_BYLINE = re.compile(
    rf"(?:By|BY|Words by|Story by)\s*:?\s+{_FULL_NAME}(?:(?:,| and| &|,? in| \|)\s+{_FULL_NAME}){{0,4}}"
)
_DATELINE_START = re.compile(
    rf"^(?:[A-Z][A-Z.\s/-]{{3,}}|[A-Z][\w.\s/-]{{2,30}},?\s+{MONTH}\s+\d{{1,2}}"
    r"|[A-Z][\w.\s/,-]{2,40}\([A-Z][\w\s]+\))\s*[—–:\-(]"
)
_CONTRIBUTORS = re.compile(
    r"^[^.!?]{0,120}\bcontributed (?:to this (?:report|story|article)|reporting)(?: from [\w .,’-]+)?\.?$"
    r"|^[-–—]*\s*(?:with|additional (?:reporting|material)) (?:from )?(?:inputs? from |files from )?agencies\.?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Forms:
    """The seed lists, ready to match."""

    whole: Mapping[str, Role]
    starts: tuple[Phrase, ...]
    start_words: tuple[str, ...]
    inside: tuple[Phrase, ...]
    agency: re.Pattern[str]
    photo_credit: re.Pattern[str]
    named_credit: re.Pattern[str]
    vocabulary: Vocabulary
    notices: Notices


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph and what its form shows."""

    text: str
    folded: str
    words: int
    has_quotation: bool
    ends_with_stop: bool

    @property
    def is_prose(self) -> bool:
        return self.words >= _MIN_PROSE_WORDS and self.ends_with_stop


def segment_article(
    text: str,
    has_headline: bool,
    seeds: Seeds,
    *,
    byline: Sequence[str] = (),
    marks: Sequence[Mark] = (),
    repeated: Set[int] = frozenset(),
) -> list[Segment]:
    """Cut a text into its paragraphs, and these where a part has a role of its own, and give each its role.

    Args:
        text: the article's text as `transforms.articles.make_article` gives it, paragraphs separated by a blank line.
        has_headline: whether the first paragraph is the headline.
        seeds: phrases, agencies and places are used.
        byline: the authors, whose life told at the end is no news.
        marks: what the page's mark-up says of paragraphs; it goes before what their form shows.
        repeated: keys (`transforms.boilerplate.paragraph_key`) of paragraphs that return in other articles.

    Returns:
        The segments in order, one per paragraph or part of one; together they hold every character that is not blank.
    """
    forms = _compile_forms(seeds.phrases, _agency_names(seeds), seeds.page_phrases)
    paragraphs = [_describe(part) for part in text.split(PARAGRAPH_BREAK)]
    known = {mark.paragraph: mark for mark in marks}
    roles = _assign_roles(paragraphs, has_headline, forms, {n: mark.role for n, mark in known.items() if mark.role})
    _mark_returning_lines(paragraphs, roles)
    _mark_lists(paragraphs, roles)
    _mark_bios(paragraphs, roles, byline, _is_column(paragraphs, has_headline, forms.vocabulary))
    _mark_posts(paragraphs, roles)
    _mark_appeals(paragraphs, roles)
    for number, paragraph in enumerate(paragraphs) if repeated else ():
        if roles[number] is Role.BODY and paragraph_key(paragraph.text) in repeated:
            roles[number] = Role.REPEATED
    opening = [number for number, role in enumerate(roles) if role in {Role.BODY, Role.STANDFIRST}][
        :_DATELINE_PARAGRAPHS
    ]
    segments: list[Segment] = []
    start = 0
    for number, (paragraph, role) in enumerate(zip(paragraphs, roles, strict=True)):
        parts = (
            find_parts(paragraph.text, forms.vocabulary, is_headline=role is Role.HEADLINE)
            if role in READ_ROLES
            else []
        )
        mark = known.get(number) or Mark(number)
        end = mark.dateline_end
        if end is None and number in opening:
            dateline = find_dateline(paragraph.text, text, seeds, is_first=number == opening[0])
            end = dateline.end if dateline else None
        if end is not None:
            parts = [Part(0, end, Role.DATELINE), *(part for part in parts if part.start >= end)]
        for part in _split_paragraph(paragraph.text, role, parts):
            segments.append(_make_segment(len(segments), start, part, mark))
        start += len(paragraph.text) + len(PARAGRAPH_BREAK)
    return segments


def _make_segment(number: int, start: int, part: Part, mark: Mark) -> Segment:
    is_post = part.role is Role.EMBED
    return Segment(
        number,
        part.role,
        start + part.start,
        start + part.end,
        mark.entry_no,
        mark.entry_at,
        mark.entry_author,
        (mark.post_author or part.author) if is_post else None,
        (mark.post_network or part.network) if is_post else None,
    )


def _split_paragraph(text: str, role: Role, parts: Sequence[Part]) -> list[Part]:
    """Return the paragraph's parts and, with its own role, what stands between them, none with blanks at its ends."""
    pieces: list[Part] = []
    place = 0
    for part in [*parts, Part(len(text), len(text), role)]:
        if text[place : part.start].strip():
            pieces.append(Part(place, part.start, role))
        if part.end > part.start:
            pieces.append(part)
        place = part.end
    is_left = any(piece.role is role and any(map(str.isalnum, text[piece.start : piece.end])) for piece in pieces)
    if not is_left and parts:
        # only marks are left beside the parts: they are no paragraph of their own
        pieces = [
            replace(part, end=(parts[n + 1].start if n + 1 < len(parts) else len(text))) for n, part in enumerate(parts)
        ]
        pieces[0] = replace(pieces[0], start=0)
    return [_strip(text, piece) for piece in pieces]


def _strip(text: str, part: Part) -> Part:
    inside = text[part.start : part.end]
    left = len(inside) - len(inside.lstrip())
    return replace(part, start=part.start + left, end=part.end - (len(inside) - len(inside.rstrip())))


def _mark_returning_lines(paragraphs: Sequence[_Paragraph], roles: list[Role]) -> None:
    """Mark lines that stand twice in the article and are no sentences: the titles of links and advertisements."""
    counts = Counter(paragraph.folded for paragraph in paragraphs[1:])
    for number, paragraph in enumerate(paragraphs):
        is_line = paragraph.words <= _MAX_TITLE_WORDS and not _ENDS_SENTENCE.search(paragraph.text)
        is_repeated = counts[paragraph.folded] > 1 and _LETTERS.search(paragraph.text) is not None
        if number and is_line and is_repeated and roles[number] in _LINE_ROLES:
            roles[number] = Role.LINK


def _mark_lists(paragraphs: Sequence[_Paragraph], roles: list[Role]) -> None:
    """Mark the titles that follow "Read more:" or "Related stories": lines that are no sentences."""
    is_list = False
    for number, paragraph in enumerate(paragraphs):
        if roles[number] in {Role.LINK, Role.PROMOTION}:
            is_list = is_list or _LIST_HEAD.search(paragraph.text) is not None
        elif roles[number] in {Role.BODY, Role.SUBHEAD} and is_list:
            is_list = (
                paragraph.words <= _MAX_TITLE_WORDS and not paragraph.ends_with_stop and not paragraph.has_quotation
            )
            if is_list:
                roles[number] = Role.LINK


def _mark_bios(paragraphs: Sequence[_Paragraph], roles: list[Role], byline: Sequence[str], is_column: bool) -> None:
    body = [number for number, role in enumerate(roles) if role is Role.BODY]
    lives = {number: name for number in body[1:] if (name := name_life(paragraphs[number].text))}
    if len(set(lives.values())) >= _MIN_LIVES:
        # a round of writers: each one's life stands before or behind what he wrote
        for number in lives:
            roles[number] = Role.BIO
    first = body[:_FIRST_BIO_PARAGRAPHS] if byline else []
    last = body[-1:] if is_column else []
    for number in {*first, *body[1:][-_LAST_BIO_PARAGRAPHS:]}:
        others = [paragraphs[n].text for n in body if n != number]
        if is_bio(paragraphs[number].text, byline, others, is_column=number in last):
            roles[number] = Role.BIO


def _is_column(paragraphs: Sequence[_Paragraph], has_headline: bool, vocabulary: Vocabulary) -> bool:
    """Whether a text gives its writer's opinion: its headline says so, or its writer says "I"."""
    if has_headline and find_parts(paragraphs[0].text, vocabulary, is_headline=True):
        return True
    return sum(_SAYS_I.search(_QUOTED.sub(" ", p.text)) is not None for p in paragraphs) >= _MIN_FIRST_PERSON


def _mark_posts(paragraphs: Sequence[_Paragraph], roles: list[Role]) -> None:
    """Mark the paragraph before a post's last line when that line stands alone: "— Ole Lund (@olelund) May 3, 2019"."""
    for number in range(1, len(paragraphs)):
        if roles[number] is not Role.BODY or "(@" not in paragraphs[number].text:
            continue
        post = next(iter(find_posts(paragraphs[number].text)), None)
        if post and post.words[0] == post.words[1] and post.span == (0, len(paragraphs[number].text)):
            roles[number] = Role.CREDIT
            before = paragraphs[number - 1]
            if roles[number - 1] is Role.BODY and before.words <= _MAX_POST_WORDS:
                roles[number - 1] = Role.EMBED


def _mark_appeals(paragraphs: Sequence[_Paragraph], roles: list[Role]) -> None:
    """Mark an appeal to support the outlet: neighbours near the end that ask for it."""
    last = range(max(1, len(paragraphs) - _LAST_APPEAL_PARAGRAPHS), len(paragraphs))
    asking = [
        n for n in last if roles[n] is Role.PROMOTION or (roles[n] is Role.BODY and is_appeal(paragraphs[n].text))
    ]
    for one, other in pairwise(asking):
        if other == one + 1:
            roles[one] = roles[other] = Role.PROMOTION


def _agency_names(seeds: Seeds) -> tuple[str, ...]:
    return tuple(name for agency in seeds.agencies.values() for name in (agency.agency, *agency.aliases))


@lru_cache(maxsize=8)
def _compile_forms(phrases: tuple[Phrase, ...], agencies: tuple[str, ...], notices: tuple[PagePhrase, ...]) -> _Forms:
    folded = [Phrase(_fold(phrase.phrase), phrase.role, phrase.match) for phrase in phrases]
    names = join_any(agencies)
    photographer = rf"{NAME_WORD}(?:\s+{NAME_WORD}){{0,3}}"
    picture, suffix = join_words("picture_nouns"), rf"(?:\s+{join_words('picture_suffixes')})?"
    # such as: – AFP/Ann Lee | (Bo Chen/Reuters) | [AP Photo/Cy Diaz] | Credit...Ann Lee/Getty Images | – Reuters
    photo_credit = re.compile(
        rf"(?P<mark>(?:^|[\s.(\[–—-])(?:{picture.title()}|Credit)s?"
        r"(?:\s+(?:by|credit|courtesy of))?[\s:.…]*"
        r"|(?<=[a-z\"”.])\.?Credit\s?"
        rf"|[.…][\"”’)]?\s+(?=\S+ (?:{picture}|{picture.title()}|file)s?\b)|(?:^|\s+)[–—\-|/]+\s*|\s*[(\[]+|^)"
        rf"(?:(?P<pair>{names}{suffix}\s*/\s*{photographer}"
        rf"|{photographer}\s*(?:/|,| via | for )\s*{names}{suffix})"
        rf"|(?P<plain>{names}(?P<photo>\s+(?:(?:{picture}|Image)s?|file(?: photo)?))?))[)\].]*$"
    )
    named_credit = re.compile(
        rf"(?:^|[\s(\[]){picture.title()}s?\s*(?::|\bby\b|\bcourtesy of\b)\s*{photographer}"
        rf"(?:\s*[,/|]\s*{photographer})?[)\].]*$"
    )
    return _Forms(
        whole={phrase.phrase.strip(_PHRASE_EDGES): Role(phrase.role) for phrase in folded if phrase.match == "whole"},
        starts=tuple(phrase for phrase in folded if phrase.match == "starts"),
        start_words=tuple(phrase.phrase for phrase in folded if phrase.match == "starts"),
        inside=tuple(phrase for phrase in folded if phrase.match in {"contains", "ends"}),
        agency=re.compile(names),
        photo_credit=photo_credit,
        named_credit=named_credit,
        vocabulary=compile_vocabulary(phrases, agencies),
        notices=compile_notices(notices),
    )


def _fold(text: str) -> str:
    return (text if text.isascii() else text.translate(_FOLDED_MARKS)).lower()


def _describe(text: str) -> _Paragraph:
    return _Paragraph(
        text=text,
        folded=_fold(text),
        words=len(text.split()),
        has_quotation=any(len(quoted.split()) >= _MIN_QUOTED_WORDS for quoted in _QUOTED.findall(text)),
        ends_with_stop=_ENDS_WITH_STOP.search(text) is not None,
    )


def _assign_roles(
    paragraphs: list[_Paragraph], has_headline: bool, forms: _Forms, known: Mapping[int, Role]
) -> list[Role]:
    roles = [known.get(n) or _find_role_alone(paragraph, n, forms) for n, paragraph in enumerate(paragraphs)]
    if has_headline:
        roles[0] = Role.HEADLINE
    first = 1 if has_headline else 0
    for number in range(first, len(paragraphs)):
        if roles[number] is Role.BODY and number not in known:
            roles[number] = _find_role_in_place(paragraphs, roles, number, first)
    return roles


def _find_role_alone(paragraph: _Paragraph, number: int, forms: _Forms) -> Role:
    """Return the role that the paragraph's own words and form show, body if none."""
    if not _LETTERS.search(paragraph.text):
        return Role.SUBHEAD  # a divider such as "* * *"
    if _BARE_LINK.fullmatch(paragraph.text):
        return Role.CREDIT
    if role := _find_photo_credit(paragraph, forms) or _match_phrase(paragraph, forms):
        return Role.BODY if _goes_on(paragraph, role) else role
    if forms.notices.is_surely_consent(paragraph.text):
        return Role.LEGAL
    if forms.notices.is_surely_wall(paragraph.text):
        return Role.PROMOTION
    if _CONTRIBUTORS.search(paragraph.text) and not paragraph.has_quotation:
        return Role.CREDIT
    if number <= _LAST_BYLINE_PARAGRAPH and _BYLINE.fullmatch(paragraph.text):
        return Role.CREDIT
    return find_form(paragraph.text, forms.vocabulary) or Role.BODY


def _goes_on(paragraph: _Paragraph, role: Role) -> bool:
    """Whether a phrase is only how a sentence of the story begins: "All rights reserved for the crown were …"."""
    text = paragraph.text
    if not _ENDS_SENTENCE.search(text):
        return False
    if role in {Role.CREDIT, Role.CAPTION}:
        return _SPOKEN.search(text) is not None
    if role is Role.BIO and _WHO_SAID.search(text):
        return True
    return role in _PHRASE_ROLES and (is_reported(text) or _COMMENTED.match(text) is not None)


def _match_phrase(paragraph: _Paragraph, forms: _Forms) -> Role | None:
    if paragraph.words > _MAX_STARTED_WORDS:
        return None
    if role := forms.whole.get(paragraph.folded.strip(_PHRASE_EDGES)):
        return role
    start = paragraph.folded.lstrip(_START_EDGES)
    if start.startswith(forms.start_words):
        for phrase in forms.starts:
            if start.startswith(phrase.phrase) and _holds_at_start(phrase, paragraph, start):
                return Role(phrase.role)
    if not paragraph.has_quotation and paragraph.words <= _MAX_PHRASE_WORDS:
        for phrase in forms.inside:
            if phrase.phrase in paragraph.folded and _holds_inside(phrase, paragraph):
                return Role(phrase.role)
    return None


def _holds_at_start(phrase: Phrase, paragraph: _Paragraph, folded: str) -> bool:
    """Say whether a phrase that starts the paragraph gives it its role."""
    if not _is_word_end(folded, len(phrase.phrase)):
        return False
    if not phrase.phrase.endswith((" by", " from")):
        return True
    # names follow in "Reporting by Ann Lee in Veldra", a sentence in "Reporting by the Post found that the mayor knew"
    rest = paragraph.text[len(paragraph.folded) - len(folded) + len(phrase.phrase) :]
    lower = [word for word in _WORD.findall(rest) if word[0].islower() and word not in _CREDIT_WORDS]
    return len(lower) <= _MAX_LOWER_CREDIT_WORDS


def _holds_inside(phrase: Phrase, paragraph: _Paragraph) -> bool:
    """Say whether a phrase of the paragraph gives the whole of it its role."""
    folded = paragraph.folded
    if phrase.match == "ends":
        return folded.rstrip(_END_EDGES).endswith(phrase.phrase.rstrip(_END_EDGES))
    start = folded.index(phrase.phrase)
    if not (_is_word_start(folded, start) and _is_word_end(folded, start + len(phrase.phrase))):
        return False
    if phrase.role == Role.CREDIT:
        return not _FINISHED_SENTENCE.search(paragraph.text[:start])
    if phrase.role == Role.PROMOTION:
        # "Become a member today" is a plea, "Ukraine wants to become a member of NATO" is news
        is_addressed = _READER.search(paragraph.text) or _SENTENCE_START.search(folded[:start])
        return is_addressed is not None
    return True


def _is_word_start(text: str, start: int) -> bool:
    return start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())


def _is_word_end(text: str, end: int) -> bool:
    return end >= len(text) or not (text[end - 1].isalnum() and text[end].isalnum())


def _find_photo_credit(paragraph: _Paragraph, forms: _Forms) -> Role | None:
    """Tell captions and photo credits by the agency named last."""
    if paragraph.words > _MAX_CAPTION_WORDS or paragraph.has_quotation:
        return None
    tail_start = max(0, len(paragraph.text) - _CREDIT_TAIL_CHARS)
    if match := forms.named_credit.search(paragraph.text, tail_start):
        return Role.CAPTION if len(paragraph.text[: match.start()].split()) > _MAX_CREDIT_WORDS else Role.CREDIT
    if not forms.agency.search(paragraph.text, tail_start):
        return None
    match = forms.photo_credit.search(paragraph.text)
    if match is None:
        return None
    before = paragraph.text[: match.start()]
    if len(before.split()) <= _MAX_CREDIT_WORDS:
        return Role.CREDIT
    if match["plain"] and not match["photo"]:
        # many outlets close the last paragraph of a wire story with "… he said. – Reuters", and "(AFP)" is an
        # abbreviation more often than a credit
        mark = match["mark"].strip()
        is_dash = mark not in "([" and not paragraph.text.endswith(".") and not _ENDS_SENTENCE.search(before.rstrip())
        if not (is_dash or _LETTERS.search(mark)):
            return None
    return Role.CAPTION


def _find_role_in_place(paragraphs: list[_Paragraph], roles: list[Role], number: int, first: int) -> Role:
    """Return the role that a paragraph has by its form and its neighbours, body if none."""
    paragraph = paragraphs[number]
    following = number + 1 if number + 1 < len(paragraphs) else None
    if following is None or (paragraph.has_quotation and not _ALL_QUOTED.fullmatch(paragraph.text)):
        return Role.BODY
    if number == first == 1 and _repeats_headline(paragraph, paragraphs[0]):
        return Role.CAPTION
    if number == first == 1 and _is_standfirst(paragraph, paragraphs[following], roles[following]):
        return Role.STANDFIRST
    if _is_caption_before_credit(paragraph, paragraphs[following], roles[following]):
        return Role.CAPTION
    if number > first and _is_subhead(paragraph, paragraphs[number - 1], paragraphs[following], roles[following]):
        return Role.SUBHEAD
    return Role.BODY


def _is_standfirst(paragraph: _Paragraph, following: _Paragraph, next_role: Role) -> bool:
    """A summary under the headline: it has no full stop, or a byline, date or dateline comes after it."""
    if paragraph.words > _MAX_STANDFIRST_WORDS or paragraph.has_quotation or _DATELINE_START.match(paragraph.text):
        return False
    is_dateline = next_role is Role.BODY and _DATELINE_START.match(following.text) is not None
    is_before_start = next_role in {Role.CREDIT, Role.NOTE} or is_dateline
    return is_before_start or not paragraph.ends_with_stop


def _repeats_headline(paragraph: _Paragraph, headline: _Paragraph) -> bool:
    """A picture's caption with a form of the headline run on: "The mayor on her bridge. Mayor opens the bridge"."""
    if paragraph.ends_with_stop or paragraph.words > _MAX_CAPTION_WORDS:
        return False
    words, known = _WORD.findall(paragraph.folded), set(_WORD.findall(headline.folded))
    repeated = next((n for n, word in enumerate(reversed(words)) if word not in known), len(words))
    return _MIN_REPEATED_WORDS <= repeated < len(words) and _FINISHED_SENTENCE.search(paragraph.text) is not None


def _is_caption_before_credit(paragraph: _Paragraph, following: _Paragraph, next_role: Role) -> bool:
    return (
        next_role in {Role.CREDIT, Role.CAPTION}
        and not paragraph.ends_with_stop
        and paragraph.words <= _MAX_BARE_CAPTION_WORDS
        and not _BYLINE.fullmatch(following.text)
    )


def _is_title(paragraph: _Paragraph) -> bool:
    """Whether a line is written as a title: Its Longer Words Begin with Capitals Throughout."""
    long = [word for word in _WORD.findall(paragraph.text) if len(word) >= _MIN_TITLE_LETTERS]
    is_short = len(long) >= _MIN_TITLE_WORDS and paragraph.words <= _MAX_TITLE_WORDS
    return is_short and not any(word[0].islower() for word in long)


def _is_subhead(paragraph: _Paragraph, previous: _Paragraph, following: _Paragraph, next_role: Role) -> bool:
    """A short line without a full stop between paragraphs of prose."""
    text = paragraph.text
    first = _FIRST_SIGN.match(text)
    is_question = text.endswith(("?", "!"))
    return (
        (
            (
                paragraph.words <= (_MAX_QUESTION_WORDS if is_question else _MAX_SUBHEAD_WORDS)
                and len(text) <= _MAX_SUBHEAD_CHARS
            )
            or _is_title(paragraph)
        )
        and (is_question or not paragraph.ends_with_stop)
        and first is not None
        and not first[1].islower()
        and not _INTERVIEW.match(text)
        and not _FINISHED_SENTENCE.search(text)
        and not _BREAKS_OFF.search(text)
        and not previous.text.endswith(":")
        and next_role is Role.BODY
        and following.is_prose
        and not following.text[0].islower()
    )
