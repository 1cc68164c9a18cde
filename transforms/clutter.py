"""What stands in an article's text and is no article text: told by its form, paragraph by paragraph.

Links, credits and labels are often run into a sentence; `find_parts` says where. `find_form` tells a whole paragraph.
Vocabulary is in ``seeds/phrases.csv`` and ``data/lexicon``; here are the shapes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from transforms.bylines import NAME_WORD
from transforms.dates import MONTH
from transforms.lexicon import join_any, join_words, load_time_zones, load_words
from transforms.posts import find_posts
from transforms.records import Role
from transforms.seeds import Phrase

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paragraph with a role of its own; the writer and network where it is a post."""

    start: int
    end: int
    role: Role
    author: str | None = None
    network: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words before a colon that begin a link or a label, and the names in photo credits, ready to match."""

    bracketed: re.Pattern[str]
    labelled: re.Pattern[str]
    lead: re.Pattern[str]
    label_roles: Mapping[str, Role]
    credit: re.Pattern[str]


_ZONE = rf"(?:{join_any(load_time_zones())}|ist|eastern|pacific|local time)"
_PICTURE = join_words("picture_nouns").title()
# a line made of nothing but moments: March 3, 2026 2:00 PM GMT Updated 3 hours ago | 5 years ago | 3 min read
_MOMENT = (
    rf"(?:(?:first |originally |last )?{join_words('dating_verbs')}(?: on| at| by)?"
    rf"|(?:this |the )?(?:{join_words('text_nouns')}|blog)?\s*(?:was|has been) (?:last )?(?:updated|modified)"
    rf"(?: on| at)?|{join_words('moment_words')}"
    rf"|{join_words('weekday_abbreviations')}[a-z]*\.?"
    rf"|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}(?:,?\s+\d{{4}})?"
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2}[:.]\d\d(?::\d\d)?|\d{1,2}(?=\s*[ap]\.?m)|[ap]\.?m\b\.?"
    rf"|{_ZONE}\b|(?:about |an? |\d+ )(?:{join_words('units_of_time')}|second|min|hr)s? ago"
    r"|(?:\d+|an?)[ -]min(?:ute)?s? (?:read|listen|watch)|(?:reading|read) time|\d{4}-\d\d-\d\dt[\d:.+z-]+)"
)
_MOMENTS = re.compile(rf"[\s(\[*|•·,:;–—/-]*{_MOMENT}(?:[\s|•·,:;–—/()-]*{_MOMENT})*[\s.)\]*–—-]*", re.IGNORECASE)
_HAS_MOMENT = re.compile(r"\d|ago\b|now\b|today|yesterday|midnight|noon", re.IGNORECASE)
_UPDATE = re.compile(
    rf"[*\s]*{join_words('version_marks')}\b"
    r"(?:\s*(?:\d{1,2}\b(?![:.]\d)|#\d+))?(?P<when>[^:\w]{0,3}\s?(?:\d[\d:.,/ "
    r"]*\s?(?:[AaPp]\.?[Mm]\.?)?\s?(?:[A-Z]{2,4}\b)?)?)\s*[:—–-]+\s*"
)
_UPDATE_VERB = re.compile(
    rf"{join_words('update_verbs')}\b",
    re.IGNORECASE,
)
_MAX_UPDATE_WORDS = 8
_SHARE_WORDS = (
    rf"(?:share(?: this(?: (?:article|story|post|page))?)?(?: (?:on|via|with))?|\d+ comments?|\d+ shares?"
    rf"|{join_words('share_buttons')})"
)
_SHARE_BAR = re.compile(
    rf"[\s|•·,/]*{_SHARE_WORDS}(?:[\s|•·,/&]+(?:and\s+)?{_SHARE_WORDS}){{1,}}[\s|•·.:]*", re.IGNORECASE
)
_MAX_SHARE_WORDS = 24
_GALLERY = re.compile(
    rf"\b{join_words('gallery_labels')}\b|\b(?:Photos?|Images?|Slides?) \d+ of \d+\b|\b\d+ of \d+ (?:Photos|Images)\b"
    r"|\bJUST WATCHED\b.*\bReplay\b|\bMUST WATCH\b|\b(?:next|prev) Image \d|\bSlideshow \(\d+ [Ii]mages?\)"
    r"|\b(?:Listen|Watch|Play)(?:ing)? · \d+:\d\d"
)
_FOLLOW = re.compile(
    r"(?:^|[.•—*]\s*|\band )(?:(?:You can |Please )?[Ff]ollow|(?:You can )?[Ff]ind|[Cc]onnect with|(?:You can "
    r")?(?:[Ee]-?mail|reach|contact)"
    r"|[Cc]ontact)\b[^.!?]{0,80}"
    rf"(?:\bon {join_words('account_networks')}\b|@\w)"
    r"|^Follow @\w+(?: Follow @\w+)*$|^(?:He|She|They) tweets\b|\bcan be (?:reached"
    r"|contacted|followed) (?:at|on|by)\b"
)
_BIO_NOUN = join_words("life_nouns")
_TITLE = rf"(?:{join_words('title_abbreviations').title()}\. )?"
_BIO = re.compile(
    rf"^[—–•*⦁\s-]*(?:(?:The|Our) (?:author|writer|reviewer),? )?{_TITLE}"
    rf"(?P<name>{NAME_WORD}(?:\s+{NAME_WORD}){{1,4}})"
    rf"(?:\s*\([^)]{{0,40}}\))?(?:,[^.]{{0,120}},)?\s+(?:"
    rf"(?:is|was|has been|(?:serves|works) as)\s+(?:now |currently |also )?(?:an? |the |our "
    rf")?(?:[\w’'.&-]+,?\s+){{0,8}}?{_BIO_NOUN}\b"
    rf"|{join_words('life_verbs')}\b)"
)
# how a column ends: Una Forde is a retired judge. She lives in Bere.
_PLAIN_BIO = re.compile(
    rf"^[—–•*⦁\s-]*{_TITLE}(?P<name>{NAME_WORD}(?:\s+{NAME_WORD}){{1,3}})(?:,[^.]{{0,80}},)?"
    rf"\s+(?:is|was|has been)\s+(?:an?|the|our|{join_words('office_adverbs')})\b[^“\"]*$"
)
# Ann Lee reported from Marl; Bo Chen and Cy Diaz contributed to this report.
_REPORTERS = re.compile(
    rf"(?:[A-Z][\w&. ]{{1,30}}[’']s?\s+|The\s+)?{NAME_WORD}[^!?“”\"]{{0,400}}?\b(?:"
    rf"contributed (?:reporting|to this {join_words('text_nouns')})"
    r"|reported(?: and wrote)?(?: this (?:story|report))? from [A-Z])[^!?“”\"]{0,200}\.?$"
)
_SENTENCE_BREAK = re.compile(r"[.!?][\"”]?\s+")
_SMALL_WORD = re.compile(r"\b[a-z][\w-]*")
_REPORTERS_WORDS = load_words("reporters_line")
_MAX_REPORTERS_WORDS = 1
_LETTERING = re.compile(r"[$£€]?\d[\d.,]*%?|[A-Z][\w.]{0,5}\.")
_MIN_LETTERING_WORDS, _MOST_LETTERING = 20, 0.45
_NO_NAMES = load_words("sentence_starters")
_BIO_SURE = re.compile(
    rf"\b(?:{join_words('sure_life_words')}|our \w+ correspondent|[Ff]ollow (?:him|her|them)"
    r"|e-?mail|(?:his|her|their) (?:latest|new|most recent|forthcoming) book|views? (?:are|expressed)|[’']s? "
    r"[\w ]{0,24}(?:correspondent|editor|reporter)\b)"
    r"|\bwrites (?:about|for|on|a (?:weekly|monthly|regular))|\bcovers\b[^.]{0,60}\bfor\b|@\w+",
)
_MAX_BIO_WORDS = 110
_UPDATED = re.compile(
    rf"[(\[*_–—-]*\s*(?:(?:this|the|our|an?)\s+(?:earlier |original )?(?:{join_words('text_nouns')}|item|column)\s+)?"
    r"(?:was |has been |we )?(?:first |last |originally |most recently )?(?:updated|published|posted"
    r"|corrected|added to this \w+)(?: (?:at|on|with|to))?\s+"
    rf"(?:\d|{join_words('aims_of_updates', 'weekday_abbreviations', 'month_abbreviations')})",
    re.IGNORECASE,
)
_MAX_UPDATED_WORDS = 40
_MAX_ENTRY_WORDS = 14
# a stamp before what is news: UPDATE 11:10 A.M. The senator said
_STAMP = re.compile(
    r"[*\s]*(?:UPDATED?|UPDATE \d+|NEW|Updated?(?: \d+)?)(?: "
    r"at)?\s*[-–—(,]?\s*\d{1,2}(?:[:.]\d\d)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:[A-Z]{2,3}T?\b)?\)?\s*[.:–—-]?\s+(?=[A-Z“\"])"
)
# what feeds of a content system add: The post Bridge opens appeared first on The Post.
_APPEARED = re.compile(
    r"(?:The|This) (?:post|article|story) .{3,200}(?:appeared first|first appeared) (?:on|at|in) .{2,80}"
)
_LINK_END = re.compile(r"(?<=[\w'’”\"?!.)\]])\s+(?:(?:READ|SEE)\s+)?MORE(?=$|[\s,.;:’'—–()-])(?!\s+(?:than|THAN)\b)")
_GLUED = re.compile(
    r"(?<![\w'’])(?P<name>[A-ZÀ-Þ][\w’'.-]*?[a-zà-þ.])(?=[A-ZÀ-Þ0-9'‘“\"$])(?P<title>[\w'‘’“\"$][^\s]*)"
)
_MAX_LINK_CHARS = 700
_MAX_NAME_CHARS = 90
_SHORTCODE = re.compile(
    rf"\[/?(?:{join_words('shortcodes')}|{join_words('shortcode_stems')}\w*|wp_\w+)\b[^\]]{{0,600}}\]",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"\b(?:poster|src|srcset|file|image|href|data-[\w-]+|video|player|url)\s*=\s*[\"“”'][^\"“”']{0,600}[\"“”']",
    re.IGNORECASE,
)
_QUOTED_ADDRESS = re.compile(r"[\"“]\s*(?:https?:)?//[^\s\"”]+\s*[\"”]")
_PICTURE_ADDRESS = re.compile(
    r"(?:https?://(?:t\.co|bit\.ly|youtu\.be|goo\.gl|ow\.ly|dlvr\.it|fb\.me)/\S+|\bpic\.(?:twitter|x)\.com/\S+)"
)
_TITLE_WORD = re.compile(r"[A-ZÀ-Þ0-9“\"‘'(]")


def find_parts(text: str, vocabulary: Vocabulary, *, is_headline: bool = False) -> list[Part]:
    """Return the parts of a paragraph that are not its own words, in order and apart from each other.

    Args:
        text: the paragraph.
        vocabulary: as `compile_vocabulary` gives it.
        is_headline: whether it is the headline, which may begin with a label such as "OPINION:".
    """
    if is_headline:
        match = vocabulary.labelled.match(text)
        is_label = match and vocabulary.label_roles[_fold_label(match["label"])] is Role.LABEL
        return [Part(0, match.end("mark"), Role.LABEL)] if match and is_label and match.end() < len(text) else []
    label = vocabulary.labelled.match(text)
    parts = [Part(0, match.end(), Role.NOTE) for match in [_STAMP.match(text)] if match]
    if label and label["label"].isupper() and vocabulary.label_roles[_fold_label(label["label"])] is Role.LABEL:
        parts.append(Part(0, label.end(), Role.LABEL))
    parts += [Part(0, match.end(), Role.LABEL) for match in [vocabulary.lead.match(text)] if match]
    parts += [
        Part(*post.span, Role.EMBED, post.author, post.network) for post in find_posts(text) if _has_words(post.words)
    ]
    parts += [Part(*span, Role.LINK) for span in _find_link_lists(text)]
    if ("contributed" in text or "reported" in text) and (span := _find_reporters(text)):
        parts.append(Part(*span, Role.CREDIT))
    if "(" in text or "[" in text:
        parts += [Part(*match.span(), Role.LINK) for match in vocabulary.bracketed.finditer(text)]
        # a picture's credit, which says nothing of who wrote the text
        parts += [Part(*match.span(), Role.CAPTION) for match in vocabulary.credit.finditer(text)]
        parts += [Part(*match.span(), Role.LINK) for match in _SHORTCODE.finditer(text)]
    if "=" in text:
        parts += [Part(*match.span(), Role.LINK) for match in _ATTRIBUTE.finditer(text)]
    if "/" in text:
        for pattern in (_QUOTED_ADDRESS, _PICTURE_ADDRESS):
            parts += [Part(*match.span(), Role.LINK) for match in pattern.finditer(text)]
    return _keep_apart(parts)


def _find_reporters(text: str) -> Span | None:
    """Return where a paragraph's last sentences say who reported it: names, and hardly a word in small letters."""
    for start in (0, *(end.end() for end in _SENTENCE_BREAK.finditer(text))):
        match = _REPORTERS.match(text, start)
        words = _SMALL_WORD.findall(match[0]) if match else []
        if match and sum(word not in _REPORTERS_WORDS for word in words) <= _MAX_REPORTERS_WORDS:
            return match.span()
    return None


def _has_words(words: Span) -> bool:
    return words[1] > words[0]


def _keep_apart(parts: list[Part]) -> list[Part]:
    kept: list[Part] = []
    for part in sorted(parts, key=lambda part: (part.start, -part.end)):
        if not kept or part.start >= kept[-1].end:
            kept.append(part)
    return kept


def _find_link_lists(text: str) -> list[Span]:
    """Return lists of titles between a name and what goes on: "Ada Holm Ada Beatrice HolmBudget talks stall … MORE".

    The list begins with the name in full, its last word glued to the first title, and ends with MORE.
    """
    found: list[Span] = []
    if "MORE" not in text:
        return found
    for end in _LINK_END.finditer(text):
        first = max(found[-1][1] if found else 0, end.start() - _MAX_LINK_CHARS)
        for glued in _GLUED.finditer(text, first, end.start()):
            start = _find_short_name(text, glued, first)
            if start is not None:
                found.append((start, end.end()))
                break
    return found


def _find_short_name(text: str, glued: re.Match[str], first: int) -> int | None:
    """Return where the name ends that the glued word repeats: within the words just before it."""
    word = glued.group()
    low = max(first, glued.start() - _MAX_NAME_CHARS)
    before = text[low : glued.start()]
    for length in range(len(word) - 1, 2, -1):
        if not _TITLE_WORD.match(word, length):
            continue
        at = before.rfind(word[:length])
        is_whole = (
            at >= 0
            and (at == 0 or not before[at - 1].isalnum())
            and not before[at + length : at + length + 1].isalnum()
        )
        if is_whole:
            return low + at + length
    return None


def find_form(text: str, vocabulary: Vocabulary) -> Role | None:
    """Return the role that the form of a whole paragraph shows, or None."""
    if _MOMENTS.fullmatch(text) and _HAS_MOMENT.search(text):
        return Role.NOTE
    words = len(text.split())
    if words <= _MAX_SHARE_WORDS and _SHARE_BAR.fullmatch(text):
        return Role.PROMOTION
    if _GALLERY.search(text) or _is_figure(text):
        return Role.CAPTION
    if _APPEARED.fullmatch(text):
        return Role.NOTE
    if (match := _UPDATE.match(text)) and (
        _UPDATE_VERB.match(text, match.end()) or len(text[match.end() :].split()) <= _MAX_UPDATE_WORDS
    ):
        return Role.NOTE
    stamp = _STAMP.match(text)
    if stamp and text.endswith(":") and len(text[stamp.end() :].split()) <= _MAX_ENTRY_WORDS:
        return Role.SUBHEAD
    if not stamp and words <= _MAX_UPDATED_WORDS and _UPDATED.match(text):
        return Role.NOTE
    label = vocabulary.labelled.match(text)
    if label and not any(mark in text[label.end() :] for mark in '“"'):
        role = vocabulary.label_roles[_fold_label(label["label"])]
        if role is not Role.LABEL or label.end() == len(text):
            return role
    if text[0] == "[" and text[-1] == "]" and text.count("[") == 1 and words > 1:
        return Role.NOTE
    if _FOLLOW.search(text) and words <= _MAX_BIO_WORDS and not any(mark in text for mark in '“"'):
        return Role.BIO
    return None


def _is_figure(text: str) -> bool:
    """Whether a paragraph is the lettering of a map or a chart: figures and short forms throughout."""
    words = text.split()
    marks = sum(_LETTERING.fullmatch(word) is not None for word in words)
    return len(words) >= _MIN_LETTERING_WORDS and marks > len(words) * _MOST_LETTERING


def name_life(text: str) -> str | None:
    """Return whose life a paragraph tells in the form in which writers' lives are told, or None."""
    match = _BIO.match(text)
    is_life = match is not None and match["name"].split()[0].lower() not in _NO_NAMES
    return match["name"] if match and is_life and len(text.split()) <= _MAX_BIO_WORDS else None


def is_bio(text: str, authors: Sequence[str], others: Sequence[str], *, is_column: bool = False) -> bool:
    """Whether a paragraph near the article's end or start tells who wrote it.

    Args:
        text: the paragraph.
        authors: the article's byline.
        others: the article's other paragraphs: who is named there as well is somebody the article is about.
        is_column: whether the paragraph ends an opinion piece, whose author may be of any trade.
    """
    if len(text.split()) > _MAX_BIO_WORDS:
        return False
    match = _BIO.match(text) or _PLAIN_BIO.match(text)
    if match is None or match["name"].split()[0].lower() in _NO_NAMES:
        return False
    name = match["name"].casefold()
    if any(author.casefold() in name for author in authors if " " in author):
        return True
    surname = re.compile(rf"\b{re.escape(match['name'].split()[-1])}\b")
    return (is_column or _BIO_SURE.search(text) is not None) and not any(map(surname.search, others))


def _fold_label(text: str) -> str:
    return " ".join(text.casefold().split())


@lru_cache(maxsize=8)
def compile_vocabulary(phrases: tuple[Phrase, ...], agencies: tuple[str, ...]) -> Vocabulary:
    """Return the vocabulary of the seed lists.

    Args:
        phrases: those that match as a label or a lead are used.
        agencies: names of news agencies and of those who credit pictures.
    """
    labels = {_fold_label(phrase.phrase): Role(phrase.role) for phrase in phrases if phrase.match == "label"}
    known = join_any(labels, r"\s+")
    inside = join_any((label for label, role in labels.items() if role is not Role.LABEL), r"\s+")
    leads = join_any(phrase.phrase for phrase in phrases if phrase.match == "lead")
    names = join_any(agencies)
    return Vocabulary(
        bracketed=re.compile(
            rf"[(\[]\s*{inside}\b(?:\s+(?:on|in|from|at)\s+[\w .’']{{2,30}})?\s*[:|–—-]\s*[^()\[\]]{{0,240}}"
            r"(?:[(\[][^()\[\]]{0,80}[)\]][^()\[\]]{0,120})?[)\]]",
            re.IGNORECASE,
        ),
        labelled=re.compile(
            rf"[*\s•►▶(]*(?P<mark>(?P<label>{known})\s*(?:\([^)]{{1,20}}\))?\s*[:|])\s*", re.IGNORECASE
        ),
        lead=re.compile(rf"[*\s]*{leads}\s*:?\s+(?=[A-ZÀ-Þ“\"'‘])", re.IGNORECASE),
        label_roles=labels,
        credit=re.compile(
            rf"[(\[]\s*(?:(?:{_PICTURE}|Credit)s?(?:\s+(?:by|courtesy of|credit))?[:\s]+)?"
            rf"(?:{NAME_WORD}(?:\s+{NAME_WORD}){{0,3}}\s*(?:/|,\s| via | for )\s*"
            rf"{names}(?:\s+{join_words('picture_suffixes')})?"
            rf"|{names}(?:\s+(?:Photo|Images))?\s*/\s*{NAME_WORD}(?:\s+{NAME_WORD}){{0,3}}"
            rf"|{_PICTURE}s?\s*(?::|by|courtesy of)\s*{NAME_WORD}(?:[\s/]+{NAME_WORD}){{0,5}}"
            rf"|{names}\s+(?:photo|file photo|image)s?)\s*[)\]]"
        ),
    )
