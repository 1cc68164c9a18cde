"""Plain text to paragraphs: only line ends and blank space change."""

from __future__ import annotations

import re
from itertools import pairwise

PARAGRAPH_BREAK = "\n\n"

# every character that str.splitlines breaks at; paragraph separator (U+2029) and blank lines end a paragraph
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028]")
_TERMINAL = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_OPENING = frozenset("“„«")
_MAX_WRAP_WIDTH = 160
_MIN_WRAP_WIDTH = 60
_UNFILLED = 0.6


def squeeze(text: str) -> str:
    """Return the letters and digits of a text in small letters, by which two writings of it are compared."""
    return "".join(filter(str.isalnum, text.casefold()))


def split_lines(text: str) -> list[str]:
    """Return the lines, blank space inside them reduced to single spaces; blank lines are empty strings."""
    return [" ".join(line.split()) for line in _LINE_END.split(text.replace("\u2029", "\n\n"))]


def split_paragraphs(text: str) -> list[str]:
    """Return the paragraphs, each on one line, with every non-blank character in its place.

    Blank lines separate paragraphs, and a single line end inside one becomes a space. Many texts hold no blank line,
    though, or long unwrapped lines: there a line end counts as the end of a paragraph if wrapping does not explain it
    (see `_ends_paragraph`).
    """
    return join_lines(split_lines(text))


def join_lines(lines: list[str]) -> list[str]:
    """Return the paragraphs that the lines form; the lines are as `split_lines` gives them."""
    blocks = _group_blocks(lines)
    width = max(map(len, lines), default=0)
    paragraphs: list[str] = []
    for block in blocks:
        current = block[0]
        for previous, line in pairwise(block):
            if _ends_paragraph(previous, line, width, len(blocks) == 1):
                paragraphs.append(current)
                current = line
            else:
                current = f"{current} {line}"
        paragraphs.append(current)
    return paragraphs


def _group_blocks(lines: list[str]) -> list[list[str]]:
    blocks: list[list[str]] = []
    after_blank = True
    for line in lines:
        if line and after_blank:
            blocks.append([line])
        elif line:
            blocks[-1].append(line)
        after_blank = not line
    return blocks


def _ends_paragraph(line: str, following: str, width: int, is_only_block: bool) -> bool:
    """Say whether a paragraph ends with this line, though no blank line follows.

    Args:
        line: the line, without blanks around it.
        following: the next line.
        width: length of the longest line of the text; above 160 it is not wrapped by hand.
        is_only_block: whether the text has no blank line at all.
    """
    if _is_banner(line) and not _is_banner(following):
        return True
    is_finished = _TERMINAL.search(line) is not None
    if width > _MAX_WRAP_WIDTH:
        # the text is not wrapped by hand: a line too long to be wrapped is a paragraph, whatever it ends with
        return is_finished or is_only_block or len(line) > _MAX_WRAP_WIDTH or following[0] in _OPENING
    if not is_only_block:
        return False
    length_if_joined = len(line) + 1 + len(following.split(" ", 1)[0])
    if is_finished:
        return length_if_joined <= width
    return width >= _MIN_WRAP_WIDTH and length_if_joined < _UNFILLED * width and following[0].isupper()


def _is_banner(line: str) -> bool:
    """Whether a line is in capitals throughout: a heading or a teaser, not a sentence's line."""
    return line.isupper() and len(line.split()) > 1
