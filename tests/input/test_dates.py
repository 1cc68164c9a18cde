"""Publication dates: every accepted form, every refusal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dates import FIRST_YEAR, LAST_YEAR, parse_local_date, parse_published_at

MIDNIGHT = datetime(2023, 9, 5, tzinfo=UTC)
AFTERNOON = datetime(2023, 9, 5, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2023-09-05",
        "20230905",
        "2023/9/5",
        "5 September 2023",
        "05 Sep 2023",
        "Tuesday, September 5th, 2023",
        "Sept. 5, 2023",
        "2023.09.05",
    ],
)
def test_a_day_is_midnight_of_utc(text: str) -> None:
    assert parse_published_at(text) == MIDNIGHT


@pytest.mark.parametrize(
    "text",
    [
        "2023-09-05T14:30:00Z",
        "2023-09-05 14:30",
        "2023-09-05 14:30:00 UTC",
        "2023-09-05T16:30:00+02:00",
        "2023-09-05 10:30:00 -0400",
        "2023-09-05 2:30 PM",
        "Tue, 05 Sep 2023 14:30:00 GMT",
        "Tue, 05 Sep 2023 16:30:00 +0200 (CEST)",
        "Sept. 5, 2023 at 10:30 a.m. EDT",
        "5 September 2023, 15:30 BST",
        "1693924200",
        "1693924200000",
    ],
)
def test_a_moment_is_told_in_utc(text: str) -> None:
    assert parse_published_at(text) == AFTERNOON


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2023-02-30", "not a possible date"),
        ("30 February 2023", "not a possible date"),
        ("2023-13-01", "not a possible date"),
        ("0000-00-00", "not a possible date"),
        ("2023-09-05T25:00", "not a possible date"),
        ("5 Sept 2023 14:30 pm", "not a possible date"),
        ("05/09/2023", "day/month or month/day"),
        ("1066-10-14", "not between the years"),
        ("9999-01-01", "not between the years"),
        ("5 Sep 2023 14:30 XT", "time zone"),
        ("2023-09-05 14:30 +99:00", "time zone"),
        ("yesterday", "not a date"),
        ("2023", "not a date"),
        ("", "not a date"),
        ("9" * 5000, "too long"),
    ],
)
def test_a_refused_date_says_why_and_what_to_do(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem) as caught:
        parse_published_at(text)
    assert "write it as 2023-09-05" in str(caught.value)
    assert len(str(caught.value)) < 250


def test_number_order_is_read_where_only_one_is_possible() -> None:
    assert parse_published_at("25/09/2023") == parse_published_at("09/25/2023") == datetime(2023, 9, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-09-14T23:30:00-05:00", date(2026, 9, 14)),
        ("2026-09-14T01:00:00+09:00", date(2026, 9, 14)),
        ("2026-09-14T23:30:00", date(2026, 9, 14)),
        ("2026-09-14", date(2026, 9, 14)),
    ],
)
def test_local_day_is_that_of_the_zone_that_is_given(text: str, day: date) -> None:
    assert parse_local_date(text) == day


def test_objects_of_date_and_time_are_read() -> None:
    assert parse_published_at(date(2023, 9, 5)) == MIDNIGHT
    assert parse_published_at(datetime(2023, 9, 5, 14, 30)) == AFTERNOON
    assert parse_published_at(datetime(2023, 9, 5, 9, 30, tzinfo=timezone(timedelta(hours=-5)))) == AFTERNOON


@given(st.datetimes(datetime(FIRST_YEAR + 1, 1, 1), datetime(LAST_YEAR - 1, 12, 31), timezones=st.just(UTC)))
def test_iso_moments_are_read_as_they_were_written(moment: datetime) -> None:
    assert parse_published_at(moment.isoformat()) == moment


@given(st.text(max_size=80))
def test_any_text_is_a_moment_or_a_value_error(text: str) -> None:
    try:
        moment = parse_published_at(text)
    except ValueError:
        return
    assert moment.utcoffset() == timedelta(0)
