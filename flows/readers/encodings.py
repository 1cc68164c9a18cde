"""The character set of a file, decided once for the whole of it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

UTF8 = "utf-8"
BOM = codecs.BOM_UTF8

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK_BYTES = 200_000
_EVIDENCE_BYTES = 100_000
_CONTEXT_BYTES = 40
_MIN_NULL_SHARE = 0.2
_MIN_PLAUSIBLE = 0.9
_MAX_VALID_SHARE = 0.1
_MIN_RARE_BYTES = 3
_MIN_GUESSED_BYTES = 20
_LATIN_NAMES = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "l1", "us-ascii", "ascii"})
# what English text is written in; charset-normalizer takes any of twenty others for these where accents are few
_USUAL = ("cp1252", "mac_roman", "cp850")
# of two bytes a sign; the others are tried where these do not fit
_DOUBLE = ("gb18030", "cp932", "big5", "euc_jp", "euc_kr")
_MIN_DOUBLE_SIGNS = 2
_EASTERN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60]")
# what is frequent in these languages, and by chance rare in a text that is read in the wrong one of the sets
_FREQUENT = re.compile(r"[\u3001\u3002\u300c\u300d\u3040-\u30ff\uac00-\ud7a3\uff0c]")
_FREQUENT_WEIGHT = 0.1
_RUN_BYTES = 8_000
_ESCAPED_BYTE = re.compile(r"[\udc80-\udcff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_BAD_BYTE = re.compile(rb"[\x80-\xff]+")
_SIGNS = frozenset("“”‘’‚„–—…•«»‹›©®™°£€¥§½¼¾·¡¿×†‡\xa0")
_WORDS = frozenset("àÀéÉåÅöÖøØ")
_LETTERS = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýðþŠšŽžŒœ")


def name_declared(name: str) -> str:
    """Return the character set that browsers read for one that a page or server declares."""
    lowered = name.strip().lower()
    return "windows-1252" if lowered in _LATIN_NAMES else lowered


def is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 to the end and hold a sign beyond ASCII, which no other set gives by chance."""
    try:
        return not data.decode(UTF8).isascii()
    except UnicodeDecodeError:
        return False


def mend_stray_bytes(data: bytes) -> str | None:
    """Decode UTF-8 in which a few bytes are left of Windows-1252; None where these are not the fewer.

    A byte that Windows-1252 does not have either becomes �.
    """
    text = data.decode(UTF8, "surrogateescape")
    strays = len(_ESCAPED_BYTE.findall(text))
    if strays > max(1, len(_BEYOND_ASCII.findall(text)) - strays):
        return None
    return _ESCAPED_BYTE.sub(lambda match: bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace"), text)


@dataclass(slots=True)
class _Evidence:
    """What a pass over a file found: valid and invalid characters beyond ASCII, and the bytes around the invalid.

    ``run`` is what follows from the byte before the first invalid one on.
    """

    valid: int = 0
    invalid: int = 0
    sample: bytes = b""
    run: bytes = b""


def find_marked(head: bytes) -> str | None:
    """Return the character set that a byte order mark, or the null bytes of UTF-16 without one, give away.

    Args:
        head: the first bytes of the file, a few thousand.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if head.startswith(BOM):
        return UTF8
    if b"\0" not in head or len(head) < 4:
        return None
    even, odd = head[0::2], head[1::2]
    for name, ascii_part, null_part in (("utf-16-le", even, odd), ("utf-16-be", odd, even)):
        if null_part.count(0) > _MIN_NULL_SHARE * len(null_part) and not ascii_part.count(0):
            return name
    return None


def detect_encoding(stream: BinaryIO, given: str | None = None) -> str:
    """Return the character set of a whole file; "utf-8" also where it is damaged and no other explains its bytes.

    A byte order mark decides, then the null bytes of UTF-16. A file that is UTF-8 to its end is UTF-8, and one that
    holds valid sequences beside a few broken bytes is damaged UTF-8, whose broken rows are rejected one by one.
    Otherwise ``given`` counts, or the set in which the bytes make sense in an English text.

    Args:
        stream: the file at its start; it is read to the end.
        given: what the user says; used for files that are not UTF-8.
    """
    head = stream.read(_CHUNK_BYTES)
    if marked := find_marked(head[:4096]):
        return given if given and marked != UTF8 and not head.startswith(tuple(m for m, _ in _MARKS)) else marked
    if given and not _holds_ascii(given):
        return given
    if b"\0" in head:
        return UTF8  # no text; whoever decodes it says so
    evidence = _gather(head, stream)
    if not evidence.invalid or evidence.valid > evidence.invalid:
        return UTF8
    if evidence.valid > _MAX_VALID_SHARE * evidence.invalid:
        # by chance a third of the pairs of an Eastern set are good UTF-8
        return given or _find_double(evidence.run) or UTF8
    return given or _guess(evidence) or UTF8


def _holds_ascii(name: str) -> bool:
    """Whether ASCII text is the same bytes in a character set (UTF-16 and UTF-7 say no)."""
    return "a+~{b\x1b".encode(name, "replace") == b"a+~{b\x1b"


def _gather(head: bytes, stream: BinaryIO) -> _Evidence:
    found = _Evidence()
    decoder = codecs.getincrementaldecoder(UTF8)("surrogateescape")
    chunk, last = head, b""
    while True:
        if not chunk.isascii() or decoder.getstate()[0]:
            # what is left open at the end stands in the last chunk
            _count(decoder.decode(chunk, final=not chunk), chunk or last[-2 * _CONTEXT_BYTES :], found)
        if not chunk:
            return found
        chunk, last = stream.read(_CHUNK_BYTES), chunk


def _count(text: str, chunk: bytes, found: _Evidence) -> None:
    if text.isascii():
        return
    invalid = len(_ESCAPED_BYTE.findall(text))
    found.invalid += invalid
    found.valid += len(_BEYOND_ASCII.findall(text)) - invalid
    if invalid and not found.run and (first := _BAD_BYTE.search(chunk)):
        found.run = chunk[max(0, first.start() - 1) : first.start() + _RUN_BYTES]
    room = _EVIDENCE_BYTES - len(found.sample)
    if invalid and room > 0:
        pieces = [
            chunk[max(0, match.start() - _CONTEXT_BYTES) : match.end() + _CONTEXT_BYTES]
            for match, _ in zip(_BAD_BYTE.finditer(chunk), range(room // _CONTEXT_BYTES), strict=False)
        ]
        found.sample += b"\n".join(pieces)[:room] + b"\n"


def _guess(evidence: _Evidence) -> str | None:
    sample = evidence.sample
    # before all others: English in Shift JIS is good code page 850, with letters in place of quotation marks
    if double := _find_double(evidence.run):
        return double
    rare = evidence.invalid < _MIN_RARE_BYTES
    scores = [(_rate(sample, name), name) for name in (_USUAL[:1] if rare else _USUAL)]
    best, name = max(scores, key=lambda score: score[0])
    if best >= _MIN_PLAUSIBLE:
        return name
    if evidence.invalid < _MIN_GUESSED_BYTES:
        return None
    # a tenth of a second that a run over UTF-8 need not pay
    from charset_normalizer import from_bytes

    match = from_bytes(sample).best()
    return match.encoding if match is not None and match.coherence > 0 else None


def _rate(sample: bytes, name: str) -> float:
    """Return the share of the characters beyond ASCII that make sense where they stand."""
    try:
        text = sample.decode(name)
    except UnicodeDecodeError:
        return 0.0
    places = [match.start() for match in _BEYOND_ASCII.finditer(text)]
    return sum(_makes_sense(text, place) for place in places) / len(places) if places else 0.0


def _find_double(run: bytes) -> str | None:
    """Return the set of two bytes a sign in which a run of bytes makes sense, or None."""
    best, name = max(((_rate_double(run, name), name) for name in _DOUBLE), key=lambda score: score[0])
    return name if best >= _MIN_PLAUSIBLE else None


def _rate_double(run: bytes, name: str) -> float:
    """Return the share of a text's signs that make sense in a set of two bytes a sign; 0 where hardly any are there.

    Of two sets in which all do, the one with more of the frequent signs is rated higher.
    """
    text = run.decode(name, "replace")[:-1]  # the last sign may be cut
    places = [match.start() for match in _BEYOND_ASCII.finditer(text)]
    good = sum(_makes_sense_double(text, place) for place in places)
    if good < _MIN_DOUBLE_SIGNS:
        return 0.0
    return (good + _FREQUENT_WEIGHT * len(_FREQUENT.findall(text))) / len(places)


def _makes_sense_double(text: str, place: int) -> bool:
    """Whether a sign is a quotation mark or dash where such stand in English, or one of Eastern Asia among its like."""
    sign, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if sign in "“‘":
        return not after.isspace() and not before.isalnum()
    if sign in "”’":
        return bool(before) and not before.isspace()
    if sign in "—…–":
        return True
    return _EASTERN.match(sign) is not None and any(_EASTERN.match(other) for other in (before, after))


def _makes_sense(text: str, place: int) -> bool:
    sign = text[place]
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if sign in _SIGNS:
        # opening marks before a word, closing ones behind something
        return not (sign in "“„" and after.isspace()) and not (sign == "”" and before.isspace())
    if sign not in _LETTERS:
        return False
    if sign.isupper() and before.islower():
        return False
    # a word of nothing but accented letters is another script's, misread
    is_in_word = any(other.isascii() and other.isalpha() for other in (before, after))
    return is_in_word or (sign in _WORDS and not (before + after).strip())
