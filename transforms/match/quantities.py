"""Quantities in a claim: counts, shares, multiples, money, dates and ordinals, each as a range of values.

'hundreds' is 200 to 999, 'nearly 40' 34 to 40, 'a third' 0.333 of what it is a share of. Two quantities of one kind
agree when their ranges meet, so that 'dozens' and '36' do, and 'half' and '40 %' do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from transforms.dates import MONTHS
from transforms.lexicon import load_numerals, load_words
from transforms.match.text import CURRENCIES, stem_word

COUNT, SHARE, MULTIPLE, MONEY, DAY, YEAR, MONTH, ORDINAL = (
    "count", "share", "multiple", "money", "day", "year", "month", "ordinal",
)  # fmt: skip

_UNITS, _SCALES, _MANY = load_numerals("cardinal"), load_numerals("scale"), load_numerals("many")
_LARGE = frozenset({"hundred", "thousand", "million", "billion"})
_PARTS = {word: 1 / value for word, value in load_numerals("part").items()}
_MULTIPLES, _ORDINALS = load_numerals("multiple"), load_numerals("ordinal")
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_ABOUT = load_words("approximators")
_BELOW = load_words("upper_bounds")  # at most, less than
_ABOVE = load_words("lower_bounds")  # at least, more than
_UP_TO = frozenset({"up"})
_TO_DAY = frozenset({"to", "through", "until"})
_FILLERS = load_words("quantity_fillers")
_TOLERANCE, _OPEN = 0.15, 0.35  # of the value: 'about 40' and, upwards, 'more than 40'
_LONGEST_QUALIFIER = 3
_NOT_SHARES, _NOT_HALVES = load_words("before_halves_of_time"), load_words("behind_halves_of_time")
_BEHIND_SHARES = load_words("behind_shares") | {""}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity: the words it stands in (``end`` exclusive), its kind and the range of its values.

    ``unit`` is a currency; ``counts`` the stem of the noun behind it, empty for none.
    """

    start: int
    end: int
    kind: str
    low: float
    high: float
    unit: str = ""
    counts: str = ""

    def agrees_with(self, other: Quantity) -> bool:
        """Whether both may be one quantity: of one kind and unit, with ranges that meet."""
        if self.kind != other.kind or (self.unit and other.unit and self.unit != other.unit):
            return False
        slack = 1e-9 + 0.005 * max(abs(self.low), abs(other.low)) if self.kind == SHARE else 1e-9
        return self.low <= other.high + slack and other.low <= self.high + slack


def read_quantities(words: Sequence[str]) -> Iterator[Quantity]:
    """Yield the quantities of a claim's words (as `encode_texts` gives them), without what they count."""
    lower = [word.lower() for word in words]
    at = 0
    while at < len(lower):
        found = (
            _read_date(words, lower, at)
            or _read_share(lower, at)
            or _read_multiple(lower, at)
            or _read_many(lower, at)
            or _read_count(lower, at)
            or _read_ordinal(lower, at)
        )
        if found is None:
            at += 1
            continue
        if found.kind != "":
            yield _qualify(lower, found)
        at = found.end


def fold_number(word: str) -> str:
    """Return one way to write a word in lower case that is a number: "three" and "3", "ninth" and "9th"."""
    if word in _ORDINALS:
        return f"{_ORDINALS[word]:g}th"
    found = _value(word.replace(",", ""))
    if found is None or word == "one":
        return word
    value, ending = found
    return f"{value:g}" + ("th" if ending in _ORDINAL_ENDINGS else ending)


def _value(word: str) -> tuple[float, str] | None:
    """Return a number and the scale or ordinal ending written to it: 5_7bn."""
    if word in _UNITS:
        return _UNITS[word], ""
    digits = word.rstrip("abcdefghijklmnopqrstuvwxyz")
    ending = word[len(digits) :]
    parts = digits.split("_")
    if not digits or len(parts) > 2 or not all(part.isdecimal() for part in parts):
        return None
    return float(".".join(parts)), ending


def _number(lower: Sequence[str], at: int) -> tuple[float, int] | None:
    """Return the cardinal number at a place and where it ends: 'two and a half million', '1_5bn', 'half a million'."""
    if at >= len(lower):
        return None
    if lower[at : at + 2] == ["half", "a"] and at + 2 < len(lower) and lower[at + 2] in _SCALES:
        return _SCALES[lower[at + 2]] / 2, at + 3
    read = _value(lower[at])
    end = at + 1
    if read is None:
        if lower[at] == "dozen" or (lower[at] == "a" and lower[at + 1 : at + 2] == ["dozen"]):
            return 12.0, at + (1 if lower[at] == "dozen" else 2)
        if lower[at] in {"a", "one"} and end < len(lower) and lower[end] in _LARGE:
            return _SCALES[lower[end]], end + 1
        return None
    value, ending = read
    if ending:
        if ending not in _SCALES:
            return None
        value *= _SCALES[ending]
    if lower[end : end + 3] == ["and", "a", "half"]:
        value, end = value + 0.5, end + 3
    elif value >= 20 and value % 10 == 0 and end < len(lower) and 0 < _UNITS.get(lower[end], 0) < 10:
        value, end = value + _UNITS[lower[end]], end + 1  # twenty-five
    while end < len(lower) and lower[end] in _SCALES:
        value, end = value * _SCALES[lower[end]], end + 1
    return value, end


def _read_count(lower: Sequence[str], at: int) -> Quantity | None:
    found = _number(lower, at)
    if found is None:
        return None
    value, end = found
    if lower[at] == "one" and end == at + 1:
        return None  # a pronoun as often as a number
    if lower[end : end + 1] == ["of"] and (whole := _number(lower, end + 1)) is not None:
        return Quantity(at, whole[1], "", 0, 0)  # 3 of 12: a counter
    high = value
    if lower[end : end + 1] in (["to"], ["and"]) and (lower[end] == "to" or "between" in lower[max(at - 2, 0) : at]):
        second = _number(lower, end + 1)
        if second is not None and second[0] > value:
            high, end = second  # between 10 and 15; 10 to 15
    before = lower[at - 1] if at else ""
    if end < len(lower) and lower[end] in {"percent", "pc"}:
        return Quantity(at, end + 1, SHARE, value / 100, high / 100)
    if end < len(lower) and stem_word(lower[end]) == "time" and value < 1000:
        return Quantity(at, end + 1, MULTIPLE, value, high)
    if before in CURRENCIES:
        return Quantity(at - 1, end, MONEY, value, high, before)
    unit = stem_word(lower[end]) if end < len(lower) else ""
    if unit in CURRENCIES:
        return Quantity(at, end + 1, MONEY, value, high, unit)
    if value.is_integer() and 1900 <= value <= 2100 and end == at + 1 and before not in _ABOUT | _ABOVE | _BELOW:
        return Quantity(at, end, YEAR, value, value, before)
    return Quantity(at, end, COUNT, value, high)


def _read_many(lower: Sequence[str], at: int) -> Quantity | None:
    """Read 'hundreds', 'tens of thousands', 'hundreds of thousands'."""
    first = 10.0 if lower[at] == "tens" else _MANY.get(lower[at])
    if first is None:
        return None
    end = at + 1
    if lower[end : end + 1] == ["of"] and end + 1 < len(lower) and lower[end + 1] in _MANY and lower[at] != "dozens":
        low, end = first * _MANY[lower[end + 1]], end + 2
        return Quantity(at, end, COUNT, 2 * low, 10 * low - 1)
    if lower[at] == "tens":
        return None
    return Quantity(at, end, COUNT, 2 * first, 10 * first - 1)


def _read_share(lower: Sequence[str], at: int) -> Quantity | None:
    """Read 'half', 'two thirds', 'a quarter of', 'one in five', 'four out of ten'."""
    number = _number(lower, at)
    if number is not None:
        value, end = number
        gap = 1 if lower[end : end + 1] == ["in"] else 2 if lower[end : end + 2] == ["out", "of"] else 0
        whole = _number(lower, end + gap) if gap else None
        if whole is not None and value < whole[0] <= 1000 and whole[0] == int(whole[0]) and value < 20:
            return Quantity(at, whole[1], SHARE, value / whole[0], value / whole[0])
    if lower[at] in {"half", "halves"}:
        before = lower[at - 1] if at else ""
        behind = lower[at + 1] if at + 1 < len(lower) else ""
        is_time = (before in _NOT_SHARES and behind != "of") or behind in _NOT_HALVES
        return None if is_time else Quantity(at, at + 1, SHARE, 0.5, 0.5)
    count = 1.0 if lower[at] in {"a", "one"} else _UNITS.get(lower[at])
    if count is None or at + 1 >= len(lower):
        return None
    name = lower[at + 1]
    part = _PARTS.get(name) or _PARTS.get(name.removesuffix("s"))
    following = lower[at + 2] if at + 2 < len(lower) else ""
    if part is None or part == 0.5:
        return None
    is_share = count > 1 or lower[at] == "one" or following in _BEHIND_SHARES
    share = count * part
    return Quantity(at, at + 2, SHARE, share, share) if is_share and share < 1 else None


def _read_multiple(lower: Sequence[str], at: int) -> Quantity | None:
    value = _MULTIPLES.get(lower[at])
    return None if value is None else Quantity(at, at + 1, MULTIPLE, value, value)


def _read_ordinal(lower: Sequence[str], at: int) -> Quantity | None:
    value = _ORDINALS.get(lower[at])
    if value is None:
        read = _value(lower[at])
        if read is None or read[1] not in _ORDINAL_ENDINGS:
            return None
        value = read[0]
    return Quantity(at, at + 1, ORDINAL, value, value)


def _read_date(words: Sequence[str], lower: Sequence[str], at: int) -> Quantity | None:
    """Read '14 May', 'May 14th', '10 to 13 May', 'May 10 to 13' and a month alone; 'may' only with a capital."""

    def is_month(k: int) -> bool:
        return k < len(lower) and lower[k] in MONTHS and words[k][:1].isupper()

    def day(k: int) -> float | None:
        read = _value(lower[k]) if k < len(lower) and lower[k][:1].isdigit() else None
        return read[0] if read and read[1] in {"", *_ORDINAL_ENDINGS} and 1 <= read[0] <= 31 else None

    if is_month(at):
        value, number = day(at + 1), float(MONTHS[lower[at]])
        if value is None:
            return Quantity(at, at + 1, MONTH, number, number)
        joins = _TO_DAY | ({"and"} if lower[at - 1 : at] == ["between"] else set())
        last = day(at + 3) if joins.intersection(lower[at + 2 : at + 3]) else None
        if last is not None and last > value:
            return Quantity(at, at + 4, DAY, 100 * number + value, 100 * number + last)
        return Quantity(at, at + 2, DAY, 100 * number + value, 100 * number + value)
    value = day(at)
    if value is not None:
        # '10-13 May' has come as '10 13 May'
        behind = at + 2 if (_TO_DAY | {"of", "and"}).intersection(lower[at + 1 : at + 2]) else at + 1
        last = day(behind)
        if last is not None and last > value and is_month(behind + 1):
            behind += 1
        else:
            last = value
        if is_month(behind):
            number = float(MONTHS[lower[behind]])
            return Quantity(at, behind + 1, DAY, 100 * number + value, 100 * number + last)
    return None


def _qualify(lower: Sequence[str], quantity: Quantity) -> Quantity:
    """Widen a quantity's range by the words before it: about, nearly, more than, up to."""
    if quantity.kind in {DAY, YEAR, MONTH, ORDINAL}:
        return quantity
    before = list(lower[max(quantity.start - _LONGEST_QUALIFIER, 0) : quantity.start])
    while before and before[-1] in _FILLERS | CURRENCIES:
        before.pop()
    word = before[-1] if before else ""
    low, high = quantity.low, quantity.high
    if word in _ABOUT:
        return replace(quantity, low=low * (1 - _TOLERANCE), high=high * (1 + _TOLERANCE))
    if word in _BELOW:
        return replace(quantity, low=low * (1 - _TOLERANCE))
    if word in _ABOVE:
        return replace(quantity, high=high * (1 + _OPEN))
    if word in _UP_TO:
        return replace(quantity, low=low * (1 - _OPEN))
    return quantity
