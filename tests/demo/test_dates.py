"""On which days the living course runs: today is always in its sixth week, with quiz 6 open."""

from datetime import date, timedelta

import pytest

from app.demo.rules import first_day, lies_in_live_week

MONDAY = date(2022, 2, 14)


@pytest.mark.parametrize("days", range(60))
def test_today_is_in_the_sixth_week_whatever_the_day(days: int) -> None:
    today = date(2026, 11, 2) + timedelta(days=days)
    start = first_day(MONDAY, today)
    week_six = start + timedelta(weeks=5)
    assert week_six < today <= week_six + timedelta(days=6)
    assert lies_in_live_week(start, today)


@pytest.mark.parametrize("weekday", range(1, 7))
def test_weekdays_stay_what_they_were_but_for_mondays(weekday: int) -> None:
    monday = date(2026, 11, 23)
    assert first_day(MONDAY, monday + timedelta(days=weekday)).weekday() == 0
    assert first_day(MONDAY, monday).weekday() == 6


def test_the_week_ends_after_its_seventh_day_and_its_first_does_not_count() -> None:
    start = date(2026, 10, 19)
    inside = [day for day in range(60) if lies_in_live_week(start, start + timedelta(days=day))]
    assert inside == list(range(36, 42))


def test_a_course_that_starts_on_another_weekday_is_moved_the_same_way() -> None:
    for days in range(14):
        today = date(2026, 11, 2) + timedelta(days=days)
        assert lies_in_live_week(first_day(date(2022, 2, 17), today), today)
