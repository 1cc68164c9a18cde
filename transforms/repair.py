"""Text as feeds and exports carry it, put right: entities, tags, mojibake, signs that nobody sees.

Only what cannot be meant is touched: "a < b", "AT&T" and "Q&A; more" stay as they are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from enum import StrEnum
from html.entities import html5

import ftfy

from transforms.blockquotes import mark_blockquotes
from transforms.paragraphs import PARAGRAPH_BREAK


class RepairKind(StrEnum):
    """What was put right in a text; the value is how the summary calls it."""

    TAGS = "tags"
    ENTITIES = "entities"
    ESCAPES = "backslash escapes"
    MOJIBAKE = "text decoded in the wrong character set"
    LOST_MARKS = "quotation marks written as ? or �"
    INVISIBLE = "invisible characters"
    CONTROL = "control characters"
    UNREADABLE = "characters that cannot be told (�), left as they are"


_BLOCKS = (
    "address|article|aside|blockquote|body|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr"
    "|html|li|main|nav|ol|p|pre|section|table|tbody|tfoot|thead|tr|ul"
)
_INLINE = (
    "a|abbr|acronym|amp-[a-z-]+|audio|b|bdi|bdo|big|cite|code|data|del|em|embed|font|i|img|ins|kbd|label|link|mark"
    "|meta|nobr|param|picture|s|samp|small|source|span|strike|strong|sub|sup|td|th|time|tt|u|var|video|wbr|q|br"
)
_DROPPED = "script|style|iframe|noscript|svg|template|object|button|select|head|title|figcaption"
_ATTRIBUTES = r"(?:\s[^<>]*|/)?"
_TAG = re.compile(rf"</?(?:{_BLOCKS}|{_INLINE}|{_DROPPED}|[a-z]+:[a-z]+){_ATTRIBUTES}>", re.IGNORECASE)
_DROPPED_START = re.compile(rf"<({_DROPPED})\b{_ATTRIBUTES}>", re.IGNORECASE)
_DECLARATION = re.compile(r"<!doctype[^<>]*>|<\?xml[^<>]*\?>", re.IGNORECASE)
_OPENED = re.compile(rf"<({_BLOCKS}|{_INLINE}){_ATTRIBUTES}>", re.IGNORECASE)
_CLOSED = re.compile(rf"</({_BLOCKS}|{_INLINE})\s*>", re.IGNORECASE)
_SURE_TAG = re.compile(
    r"<(?:br|hr)\s*/?>|<(?:img|a|p|div|span|iframe|font)\s+[a-z-]+\s*=\s*[\"'][^<>]*>", re.IGNORECASE
)
_BREAK_TAG = re.compile(r"(?:<br\s*/?>\s*)+", re.IGNORECASE)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCKS}){_ATTRIBUTES}>", re.IGNORECASE)
_CELL_TAG = re.compile(rf"</?(?:td|th){_ATTRIBUTES}>", re.IGNORECASE)
_QUOTE_TAG = re.compile(r"<(/?)q(?:\s[^<>]*)?>", re.IGNORECASE)
_BLOCKQUOTE_TAG = re.compile(
    r"<(/?)blockquote(?![^<>]*\b(?:twitter|instagram|facebook|tiktok|threads|bluesky|mastodon|reddit))(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
# the last element of a block quotation names its source, which is none of its words
_QUOTE_SOURCE = re.compile(
    r"<(cite|footer)\b[^<>]{0,300}>\s*[—–―~-]*\s*((?:(?!</?(?:cite|footer|blockquote)\b).){1,300}?)\s*</\1\s*>"
    r"((?:\s*</(?:p|div)\s*>){0,4}\s*</blockquote\s*>)",
    re.IGNORECASE | re.DOTALL,
)
# under a block quotation a caption is its source, elsewhere that of a picture
_QUOTE_CAPTION = re.compile(
    r"(</blockquote\s*>\s*)<figcaption\b[^<>]{0,300}>([^<]{1,300})</figcaption\s*>", re.IGNORECASE
)
_QUOTE_START, _QUOTE_END = "\ue010", "\ue011"
_PARAGRAPH_TAG = re.compile(r"<(?:p|div)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’)\]]*\s*$")

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_BARE_ENTITY = re.compile(r"&#\d{2,5}(?![\d;])|&(?:quot|ldquo|rdquo|lsquo|rsquo|nbsp|ndash|mdash|hellip)(?![\w;=])")
_HEADLESS_ENTITY = re.compile(
    r"(?:(?<![&#])#(?:34|38|39|8211|8212|8216|8217|8220|8221|8230)|(?<![&#\w])(?:quot|ldquo|rdquo));"
)
_MAX_ROUNDS = 3

_UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_QUOTE_ESCAPE = re.compile(r"\\([\"'“”‘’])")
_LINE_ESCAPE = re.compile(r"(?:\\r)?\\n")
_LINE_ESCAPE_SIGN = re.compile(r"(?:\\r)?\\n(?:\\r)?\\n|(?<=[.!?\"”’])(?:\\r)?\\n(?=[A-Z\"“‘]|$)")

_FTFY = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
)
# signs that mojibake never does without: nearly every text passes at this look
_BEYOND_MARKS = re.compile(r"[^\x00-\x7f“”‘’–—…]")
# a closing mark whose last byte, which Windows-1252 does not have, was lost: ftfy would read a dagger
_CUT_CLOSING = re.compile(r"â€\??(?=[ \n.,;:!?)\]<]|$)")
_LINE = re.compile(r"[^\n<>]+")

_CONTRACTION = r"(?:t|s|re|ve|ll|d|m)\b"
_LOST_APOSTROPHE = re.compile(rf"(?<=[A-Za-z])�(?={_CONTRACTION})")
_ASKED_APOSTROPHE = re.compile(rf"(?<=[A-Za-z])\?(?={_CONTRACTION})")
_MARK_END = r"(?=[\s)\],.;:!?]|$)"
_LOST_PAIR = re.compile(rf"(^|[\s(\[])�([^�\n]{{1,1000}})�{_MARK_END}", re.MULTILINE)
_LOST_CLOSING = re.compile(rf"(“[^“”�\n]{{1,1000}})�{_MARK_END}")
_ASKED_PAIR = re.compile(rf"(^|[\s(\[])\?([A-Za-z0-9][^?\n]{{0,1000}}\??)\?{_MARK_END}", re.MULTILINE)
# what no question looks like: a mark before a word, and one after a comma
_ASKED_PAIR_SIGN = re.compile(r"(?:^|[\s(\[])\?[A-Za-z0-9][^?\n]{0,1000},\?(?=\s)", re.MULTILINE)

_INVISIBLE = re.compile(r"[\u200b\u200c\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069]|(?<=\w)\u200d(?=\w)")
_INVISIBLE_ENTITY = re.compile(r"&(?:shy|ZeroWidthSpace|#173|#8203|#x(?:ad|200b));", re.IGNORECASE)
_TERMINAL_ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
# line ends (\v \f \x1c-\x1e \x85) and the null, which tells that something is no text, are left
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Repairs:
    """Mends the texts of one article and remembers what was wrong."""

    def __init__(self) -> None:
        """Start with nothing found."""
        self._kinds: dict[RepairKind, None] = {}

    @property
    def kinds(self) -> tuple[RepairKind, ...]:
        """What was found, each kind once, in the order of `RepairKind`."""
        return tuple(kind for kind in RepairKind if kind in self._kinds)

    def mend(self, text: str) -> str:
        """Return the text put right."""
        text, kinds = repair_text(text)
        self._kinds.update(dict.fromkeys(kinds))
        return text

    def mend_line(self, value: str | None) -> str | None:
        """Return a value of one line put right; None for None, and for one that held nothing else."""
        if value is None:
            return None
        if _SURROGATE.search(value):
            self._kinds[RepairKind.UNREADABLE] = None
            value = _SURROGATE.sub("�", value)
        return " ".join(self.mend(value).split()) or None


def repair_text(text: str) -> tuple[str, tuple[RepairKind, ...]]:
    """Return the text put right and what was wrong with it; a text without such faults comes back as it is.

    Tags go, block tags become paragraph breaks, ``<q>`` becomes quotation marks. Entities are decoded, doubly escaped
    ones too. Text that was decoded in the wrong character set is decoded anew (ftfy). Where ? or � stands for
    quotation marks on both sides, or for an apostrophe, the mark is restored. Half surrogates and nulls are left:
    they reject the text.
    """
    found: list[RepairKind] = []
    for kind, mend in _STEPS:
        mended = mend(text)
        if mended != text:
            found.append(kind)
            text = mended
        if kind is RepairKind.ESCAPES:
            text, kinds = _mend_markup(text)
            found += kinds
    if "�" in text:
        found.append(RepairKind.UNREADABLE)
    return text, tuple(found)


def _mend_escapes(text: str) -> str:
    if "\\" not in text:
        return text
    text = _UNICODE_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if _UNICODE_ESCAPE.search(text) else text
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _QUOTE_ESCAPE.sub(r"\1", text)
    return _LINE_ESCAPE.sub("\n", text) if "\n" not in text and _LINE_ESCAPE_SIGN.search(text) else text


def _mend_markup(text: str) -> tuple[str, list[RepairKind]]:
    """Strip tags once, and decode entities as often as they were escaped."""
    found: list[RepairKind] = []
    for _ in range(_MAX_ROUNDS):
        if RepairKind.TAGS not in found and _holds_markup(text):
            text = _strip_tags(text)
            found.append(RepairKind.TAGS)
        mended = _mend_entities(text)
        if mended == text:
            break
        text = mended
        if RepairKind.ENTITIES not in found:
            found.append(RepairKind.ENTITIES)
    return text, found


def _holds_markup(text: str) -> bool:
    """Whether angle brackets are markup: a tag that is closed, a line break, an attribute; not a tag named once."""
    if "<" not in text:
        return False
    if _SURE_TAG.search(text) or "<![CDATA[" in text or len(_PARAGRAPH_TAG.findall(text)) > 1:
        return True
    closed = {name.lower() for name in _CLOSED.findall(text)}
    return bool(closed) and not closed.isdisjoint(name.lower() for name in _OPENED.findall(text))


def _strip_tags(text: str) -> str:
    text = _QUOTE_CAPTION.sub(r"\1<p>\2</p>", text.replace("<![CDATA[", "").replace("]]>", ""))
    text = _cut_out(text)
    if _PARAGRAPH_TAG.search(text):
        text = _unwrap_lines(text)
    text = _QUOTE_SOURCE.sub(r"\3<p>— \2</p>", text)
    text = _BREAK_TAG.sub(_make_break, text)
    text = _BLOCKQUOTE_TAG.sub(lambda match: PARAGRAPH_BREAK + (_QUOTE_END if match[1] else _QUOTE_START), text)
    text = _BLOCK_TAG.sub(PARAGRAPH_BREAK, text)
    text = _CELL_TAG.sub(" ", text)
    text = _QUOTE_TAG.sub(lambda match: "”" if match[1] else "“", text)
    text = _TAG.sub("", text).strip()
    return _mark_blockquotes(text) if _QUOTE_START in text or _QUOTE_END in text else text


def _mark_blockquotes(text: str) -> str:
    """Put block quotations, whose bounds two characters stand for that no text has, between quotation marks."""
    paragraphs: list[str] = []
    numbers: list[int | None] = []
    number, depth = 0, 0
    for piece in re.split(f"([{_QUOTE_START}{_QUOTE_END}])", text):
        if piece == _QUOTE_START:
            number, depth = number + (depth == 0), depth + 1
        elif piece == _QUOTE_END:
            depth = max(0, depth - 1)
        else:
            own = [p.strip() for p in re.split(r"\n\s*\n", piece) if p.strip()]
            paragraphs += own
            numbers += [number if depth else None] * len(own)
    return PARAGRAPH_BREAK.join(mark_blockquotes(paragraphs, numbers))


def _cut_out(text: str) -> str:
    """Return the text without comments, declarations, and elements that hold no words of the article."""
    text = _DECLARATION.sub("", text)
    pieces: list[str] = []
    place = 0
    unclosed: set[str] = set()
    lowered = text.lower()
    for start, end_mark in _find_openings(text):
        if start < place or end_mark in unclosed:
            continue
        end = lowered.find(end_mark, start)
        if end < 0:
            unclosed.add(end_mark)
            continue
        pieces.append(text[place:start])
        place = max(text.find(">", end), end) + 1
    return "".join([*pieces, text[place:]])


def _find_openings(text: str) -> list[tuple[int, str]]:
    """Return where comments and dropped elements begin, with what ends each."""
    openings = [(match.start(), f"</{match[1].lower()}") for match in _DROPPED_START.finditer(text)]
    comments = [(match.start(), "-->") for match in re.finditer("<!--", text)]
    return sorted(openings + comments)


def _unwrap_lines(text: str) -> str:
    """Join the lines of a source whose paragraphs are elements; blank lines stay."""
    blocks = re.split(r"\n[ \t\r]*\n", text)
    return PARAGRAPH_BREAK.join(" ".join(block.split()) for block in blocks)


def _make_break(match: re.Match[str]) -> str:
    """Return a line end for one break inside a sentence, a paragraph's for any other."""
    before = match.string[max(0, match.start() - 10) : match.start()]
    is_inside = match[0].lower().count("<br") == 1 and not _SENTENCE_END.search(before)
    return "\n" if is_inside else PARAGRAPH_BREAK


def _mend_entities(text: str) -> str:
    if "&" in text:
        text = _ENTITY.sub(_decode_entity, text)
        text = _BARE_ENTITY.sub(lambda match: html.unescape(match[0] + ";"), text)
    if ";" in text:
        text = _HEADLESS_ENTITY.sub(lambda match: html.unescape("&" + match[0]), text)
    return text


def _decode_entity(match: re.Match[str]) -> str:
    is_known = match[0][1] == "#" or match[0][1:] in html5
    return html.unescape(match[0]) if is_known else match[0]


def mend_page(page: str) -> tuple[str, tuple[RepairKind, ...]]:
    """Return a page's source with its mojibake decoded and without invisible characters, and what was found."""
    page = _INVISIBLE_ENTITY.sub("\u00ad", page)
    found: list[RepairKind] = []
    for kind, mend in ((RepairKind.MOJIBAKE, _mend_mojibake), (RepairKind.INVISIBLE, _mend_invisible)):
        mended = mend(page)
        if mended != page:
            found.append(kind)
        page = mended
    return page, tuple(found)


def _mend_mojibake(text: str) -> str:
    if not _BEYOND_MARKS.search(text):
        return text
    text = _CUT_CLOSING.sub("â€\x9d", text)
    return _LINE.sub(lambda match: _mend_line(match[0]), text)


def _mend_line(line: str) -> str:
    return ftfy.fix_encoding(line, _FTFY) if _BEYOND_MARKS.search(line) else line


def _mend_lost_marks(text: str) -> str:
    """Restore marks that an export wrote as ? or �, where opening and closing ones stand as only they can."""
    if "�" in text:
        text = _LOST_APOSTROPHE.sub("’", text)
        text = _LOST_PAIR.sub(r"\1“\2”", text)
        text = _LOST_CLOSING.sub(r"\1”", text)
    if "?" in text and _ASKED_PAIR_SIGN.search(text):
        text = _ASKED_APOSTROPHE.sub("’", text)
        text = _ASKED_PAIR.sub(r"\1“\2”", text)
    return text


def _mend_control(text: str) -> str:
    return _CONTROL.sub("", _TERMINAL_ESCAPE.sub("", text))


def _mend_invisible(text: str) -> str:
    return text if text.isascii() else _INVISIBLE.sub("", text)


_STEPS: tuple[tuple[RepairKind, Callable[[str], str]], ...] = (
    (RepairKind.ESCAPES, _mend_escapes),
    (RepairKind.MOJIBAKE, _mend_mojibake),
    (RepairKind.CONTROL, _mend_control),
    (RepairKind.INVISIBLE, _mend_invisible),
    (RepairKind.LOST_MARKS, _mend_lost_marks),
)
