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
    assert week_six < today <= week_six + timedelta(days=4)
    assert lies_in_live_week(start, today)


@pytest.mark.parametrize(("weekday", "starts"), [(0, 6), (1, 0), (2, 0), (3, 0), (4, 0), (5, 1), (6, 2)])
def test_weekdays_stay_what_they_were_but_for_mondays_and_weekends(weekday: int, starts: int) -> None:
    monday = date(2026, 11, 23)
    assert first_day(MONDAY, monday + timedelta(days=weekday)).weekday() == starts


def test_the_week_ends_with_the_course_and_its_first_day_does_not_count() -> None:
    start = date(2026, 10, 19)
    inside = [day for day in range(60) if lies_in_live_week(start, start + timedelta(days=day))]
    assert inside == list(range(36, 40))


def test_a_course_that_starts_on_another_weekday_is_moved_the_same_way() -> None:
    for days in range(14):
        today = date(2026, 11, 2) + timedelta(days=days)
        assert lies_in_live_week(first_day(date(2022, 2, 17), today), today)
