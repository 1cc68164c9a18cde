"""The errors: each is a small change of a query, of the kind that is made by mistake."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_SWAPS = (
    (r"\bcount\(distinct ", "count("),
    (r"\bmin\(", "max("),
    (r"\bmax\(", "min("),
    (r"\bmin_by\(", "max_by("),
    (r"\barg_min_null\(", "arg_max_null("),
    (r"\bbool_or\(", "bool_and("),
    (r"\bbool_and\(", "bool_or("),
    (r"\bsum\(", "max("),
    (r"\bmedian\(", "max("),
    (r"\bleft join\b", "inner join"),
    (r"\binner join\b", "left join"),
    (r"\banti join\b", "semi join"),
    (r" < ", " <= "),
    (r" <= ", " < "),
    (r" > ", " >= "),
    (r" >= ", " > "),
    (r" <> ", " = "),
    (r"\bis not null\b", "is null"),
    (r"\bis null\b", "is not null"),
    (r"\bnot (?=\w+\.?\w*\b(?<!null)(?<!in)(?<!distinct))", ""),
    (r"\band\b(?= )", "or"),
    (r"\bor\b(?= )", "and"),
    (r"\b(?:asc|desc)\b", ""),
    (r"(?<=[(\s])-(?=[a-z])", ""),
    (r"\bwhere (?=\S)", "where true or "),
    (r"\n +and (?=.*(?:\n|$))[^\n]*", ""),
    (r"(?<=\d )preceding", "following"),
    (r"\binterval '?1'? day", "interval 2 day"),
    (r" / ", " * "),
    (r"(?<=\n    )(\w+)(?=,?\n)", r"null as \1"),
)


def plant_errors(sql: str) -> Iterator[tuple[str, str]]:
    """Yield for each error that a query can hold where and what it is, and the query with it."""
    sql = re.sub(r"(?m)^\s*--.*\n|/\*.*?\*/", "", sql)
    for pattern, swapped in _SWAPS:
        for match in re.finditer(pattern, sql):
            put = match.expand(swapped)
            what = " ".join(match[0].split())
            yield (
                f"{_locate(sql, match.start())}: {what!r} → {put.strip()!r}",
                sql[: match.start()] + put + sql[match.end() :],
            )
    for match in re.finditer(r" filter \(", sql):
        end = _find_close(sql, match.end())
        yield f"{_locate(sql, match.start())}: filter dropped", sql[: match.start()] + sql[end:]
    for match in re.finditer(r"\bcoalesce\(", sql):
        end = _find_close(sql, match.end())
        first = next(_split(sql[match.end() : end - 1]))
        yield f"{_locate(sql, match.start())}: coalesce dropped", sql[: match.start()] + f"({first})" + sql[end:]


def _locate(sql: str, position: int) -> str:
    line = sql.count("\n", 0, position)
    return " ".join(sql.splitlines()[line].split())[:80] or " ".join(sql[position : position + 80].split())


def _find_close(sql: str, start: int) -> int:
    """Return the position behind the bracket that closes the one before ``start``."""
    return next(end for end, depth in _measure_depth(sql, start) if depth < 0)


def _split(arguments: str) -> Iterator[str]:
    start = 0
    for end, depth in _measure_depth(arguments, 0):
        if depth == 0 and arguments[end - 1] == ",":
            yield arguments[start : end - 1]
            start = end
    yield arguments[start:]


def _measure_depth(sql: str, start: int) -> Iterator[tuple[int, int]]:
    depth, is_text = 0, False
    step: Callable[[str], int] = {"(": 1, "[": 1, ")": -1, "]": -1}.__getitem__
    for position, character in enumerate(sql[start:], start + 1):
        if character == "'":
            is_text = not is_text
        elif not is_text and character in "()[]":
            depth += step(character)
        yield position, depth
