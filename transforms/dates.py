"""Publication dates as outlets and exports write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

from transforms.lexicon import join_words, list_words, load_time_zones, load_words

MONTHS = {
    name: number
    for number, month in enumerate(list_words("months"), 1)
    for name in load_words("months", "month_abbreviations")
    if name.startswith(month[:3])
}
"""The number of each month, by its name and its abbreviations, in small letters."""
MONTH = rf"{join_words('month_abbreviations').title()}[a-z]*\.?"
"""What matches a month's name in a text: Sept. or September."""

_MONTH = rf"(?P<month>{join_words('months', 'month_abbreviations')})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = rf"(?:{join_words('weekdays', 'weekday_abbreviations')}\.?,?\s+)?"
_TIME = (
    r"(?:(?:t|,|\s+at|,\s+at|\s*[|–—-])?\s*(?<!\d)(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>[a-z]{1,4}|[+-]\d{2}:?\d{2})?(?:\s*\([a-z]+\))?)?"
)
_NAMED_FORMS = (
    re.compile(rf"{_WEEKDAY}{_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]+(?P<year>\d{{4}}){_TIME}"),
    re.compile(rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}}){_TIME}"),
)
_NUMERIC_FORM = re.compile(rf"(?P<first>\d{{1,2}})[./-](?P<second_no>\d{{1,2}})[./-](?P<year>\d{{4}}){_TIME}")
# 2:00 PM ET, March 3, 2026
_TIME_FIRST_FORM = re.compile(
    r"(?P<time>\d{1,2}(?:[:.]\d{2}(?::\d{2})?)?\s*(?:[ap]\.?m\.?)?\s*(?:[a-z]{1,4})?)\s*(?:,|on\b|[|–—-]|\s)\s*(?P<date>\D*\d.*\d{4})"
)
_COMPACT_FORM = re.compile(
    r"(?P<year>\d{4})(?P<month_no>\d{2})(?P<day>\d{2})t?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?P<zone>z)?"
)
_MONTH_FORM = re.compile(r"(?P<year>\d{4})-(?P<month_no>\d{2})")
_YEAR_FIRST_FORM = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month_no>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}")
_EPOCH = re.compile(r"\d{9,10}|\d{12,13}")
_NEW_SUMMER_YEAR = 2007
_ADVICE = "write it as 2023-09-05 or 2023-09-05T14:30:00+00:00"

_MAX_CHARS = 60

FIRST_YEAR, LAST_YEAR = 1700, 2200
"""Years outside this range are errors; the lower end keeps timestamps within the range of nanosecond readers."""


def parse_published_at(value: str | datetime | date, *, day_first: bool = False) -> datetime:
    """Return the moment in UTC; a date alone is its midnight, a time without a zone is UTC.

    Reads ISO 8601, RFC 2822, Unix seconds and milliseconds, and the forms of news pages ("5 September 2023",
    "Sept. 5, 2023 at 2:30 p.m. EDT"). A month alone ("2026-03") is its first day. "05/09/2023" is refused because it
    may be May or September, unless ``day_first`` says that it is September.

    Raises:
        ValueError: the value is no date, not a possible date, or ambiguous; the message says which and what to do.
    """
    moment = _parse_moment(value, day_first)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def parse_local_date(value: str | datetime | date, *, day_first: bool = False) -> date:
    """Return the day in the time zone that the value gives, in UTC where it gives none.

    Raises:
        ValueError: as `parse_published_at`.
    """
    return _parse_moment(value, day_first).date()


def _parse_moment(value: str | datetime | date, day_first: bool) -> datetime:
    moment = _parse_text(value.strip(), day_first) if isinstance(value, str) else _to_datetime(value)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"'{value}' is not between the years {FIRST_YEAR} and {LAST_YEAR}; {_ADVICE}")
    return moment


def _to_datetime(value: datetime | date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time(), UTC)


def _parse_text(text: str, day_first: bool) -> datetime:
    if len(text) > _MAX_CHARS:
        raise ValueError(f"'{text[:_MAX_CHARS]}…' is too long for a date; {_ADVICE}")
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text) / (1000 if len(text) > 10 else 1), UTC)
    lowered = " ".join(text.lower().split())
    if match := _COMPACT_FORM.fullmatch(lowered):
        return _build(match, text, int(match["month_no"]), int(match["day"]))
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass  # perhaps another form; an impossible ISO date fails below with a message that says why
    moment = _read_form(lowered, text, day_first)
    if moment is None and (match := _TIME_FIRST_FORM.fullmatch(lowered)):
        moment = _read_form(f"{match['date'].strip()} {match['time'].strip()}", text, day_first)
    if moment is None:
        raise ValueError(f"'{text}' is not a date that can be read; {_ADVICE}")
    return moment


def _read_form(lowered: str, text: str, day_first: bool) -> datetime | None:
    for form in _NAMED_FORMS:
        if match := form.fullmatch(lowered):
            return _build(match, text, MONTHS[match["month"]], int(match["day"]))
    if match := _YEAR_FIRST_FORM.fullmatch(lowered):
        return _build(match, text, int(match["month_no"]), int(match["day"]))
    if match := _NUMERIC_FORM.fullmatch(lowered):
        return _build(match, text, *_order_numbers(int(match["first"]), int(match["second_no"]), text, day_first))
    if match := _MONTH_FORM.fullmatch(lowered):
        return _build(match, text, int(match["month_no"]), 1)
    return None


def _order_numbers(first: int, second: int, text: str, day_first: bool) -> tuple[int, int]:
    """Return month and day of a date written in numbers, year last."""
    if first <= 12 and second <= 12 and first != second and not day_first:
        raise ValueError(f"'{text}' may be day/month or month/day; say --day-first, or {_ADVICE}")
    return (second, first) if first > 12 or (day_first and second <= 12) else (first, second)


def _build(match: re.Match[str], text: str, month: int, day: int) -> datetime:
    cells = match.groupdict()
    hour, minute, second = (int(cells.get(name) or 0) for name in ("hour", "minute", "second"))
    if half := cells.get("half"):
        if not 1 <= hour <= 12:
            raise ValueError(f"'{text}' is not a possible date (hour {hour} {half}); {_ADVICE}")
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    try:
        moment = datetime(int(match["year"]), month, day, hour, minute, second, tzinfo=UTC)
    except ValueError as error:
        raise ValueError(f"'{text}' is not a possible date ({error}); {_ADVICE}") from error
    return moment.replace(tzinfo=_parse_zone(cells.get("zone"), text, moment))


def _parse_zone(zone: str | None, text: str, moment: datetime) -> timezone:
    if not zone:
        return UTC
    if zone[0] in "+-":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        if offset >= timedelta(hours=24):
            raise ValueError(f"'{text}' has an impossible time zone ('{zone}'); {_ADVICE}")
        return timezone(-offset if zone[0] == "-" else offset)
    if zone not in load_time_zones():
        raise ValueError(f"'{text}' has a time zone that is not known ('{zone}'); {_ADVICE}")
    winter, summer = load_time_zones()[zone]
    return timezone(timedelta(hours=summer if _is_american_summer(moment) else winter))


def _is_american_summer(moment: datetime) -> bool:
    """Whether clocks in the United States are an hour ahead, by the rules of 1987 and of 2007."""
    year = moment.year
    if year >= _NEW_SUMMER_YEAR:
        first, last = _find_sunday(year, 3, 8), _find_sunday(year, 11, 1)
    else:
        first, last = _find_sunday(year, 4, 1), _find_sunday(year, 10, 25)
    return first <= moment.replace(tzinfo=None) < last


def _find_sunday(year: int, month: int, day: int) -> datetime:
    """Return two o'clock on the first Sunday from a day on."""
    start = datetime(year, month, day, 2)
    return start + timedelta(days=6 - start.weekday())
