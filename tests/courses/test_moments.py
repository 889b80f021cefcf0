"""Wall times and instants: what a zone's clocks show, skip and show twice."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.rules import Wall, shifted, utc, wall_fault

ROME = "Europe/Rome"


def test_ten_in_turin_is_nine_utc_in_winter_and_eight_in_summer():
    assert utc(date(2022, 3, 25), time(10), ROME) == datetime(2022, 3, 25, 9, tzinfo=UTC)
    assert utc(date(2022, 3, 28), time(10), ROME) == datetime(2022, 3, 28, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wall", "zone", "says"),
    [
        ((date(2022, 3, 27), time(2, 30)), ROME, "skip"),
        ((date(2022, 3, 27), time(2, 0)), ROME, "Did you mean 03:00?"),
        ((date(2022, 10, 30), time(2, 30)), ROME, "twice"),
        ((date(2026, 3, 8), time(2, 15)), "America/Toronto", "Did you mean 03:15?"),
        ((date(2011, 12, 30), time(12)), "Pacific/Apia", "skip"),
    ],
)
def test_a_time_that_clocks_skip_or_show_twice_is_reported(wall, zone, says):
    assert says in str(wall_fault(Wall(*wall), zone))


@pytest.mark.parametrize("at", [time(1, 59), time(3, 0)])
def test_the_minutes_around_a_skipped_hour_are_times_like_any_other(at):
    assert wall_fault(Wall(date(2022, 3, 27), at), ROME) is None


@given(
    day=st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.sampled_from([ROME, "America/Toronto", "Africa/Johannesburg", "Asia/Kathmandu", "Australia/Lord_Howe"]),
    days=st.integers(-800, 800),
)
def test_moving_keeps_wall_time_wherever_the_moved_time_exists(day, at, zone, days):
    moved = shifted(Wall(day, at), days)
    assert moved == Wall(day + timedelta(days=days), at)
    if wall_fault(moved, zone) is None:
        shown = utc(moved.day, moved.at, zone).astimezone(ZoneInfo(zone))
        assert (shown.date(), shown.time()) == (moved.day, moved.at)


def test_everything_in_a_definition_that_is_a_day_moves_and_nothing_else():
    course = {
        "dates": {"starts": date(2022, 2, 14)},
        "pieces": [{"opens": Wall(date(2022, 2, 14), time(8))}],
        "hours": 60,
    }
    assert shifted(course, 7) == {
        "dates": {"starts": date(2022, 2, 21)},
        "pieces": [{"opens": Wall(date(2022, 2, 21), time(8))}],
        "hours": 60,
    }
