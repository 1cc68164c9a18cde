"""Text of articles made harmless where it leaves the tables: on a terminal, in a spreadsheet, in Markdown."""

from __future__ import annotations

import re

# C0 and C1 control characters, among them the escape sequences of terminals; marks that turn the reading direction;
# halves of surrogate pairs, which no stream can write
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# spreadsheets pass over what stands invisibly before the sign
_FORMULA = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b\ufeff]*[=+\-@＝＋－＠]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~>])")
_HTML = {"&": "&amp;", "<": "&lt;"}


def show_controls(text: str, keep: str = "\n\t") -> str:
    r"""Write control characters as escapes (``\x1b``), so that no terminal acts on them; those in ``keep`` stay."""
    return _CONTROLS.sub(lambda found: found[0] if found[0] in keep else _write_escape(found[0]), text)


def show_controls_in_json(text: str) -> str:
    r"""Write as ``\u009b`` those control characters that JSON may hold as they are; the value stays the same."""
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def defuse_formula(value: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would take for a formula; other values stay as they are."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def escape_markdown(text: str) -> str:
    """Return the text such that Markdown shows it as it stands, on one line: no HTML, no link, no table cell ends."""
    plain = show_controls(" ".join(text.split()), keep="")
    return re.sub("[&<]", lambda found: _HTML[found[0]], _MARKDOWN.sub(r"\\\1", plain))


def _write_escape(sign: str) -> str:
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
