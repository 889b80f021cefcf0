"""The one deadline function: a table of named cases, and what holds whatever the window, zone and extensions are."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import accumulate
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.rules.deadlines import Deadline, MoreTime, Window, WindowState, effective

ROME = "Europe/Rome"
MINUTE = timedelta(minutes=1)
TICK = timedelta(milliseconds=1)


def wall(day: str, at: str = "00:00", zone: str = ROME) -> datetime:
    return datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


WINTER = Window(wall("2022-02-14", "08:00"), wall("2022-02-24", "08:00"), 30)
OVER_SPRING = Window(wall("2022-03-21", "08:00"), wall("2022-03-26", "08:00"), 30)
OVER_AUTUMN = Window(wall("2022-10-26", "00:00"), wall("2022-10-28", "00:00"), 30)
NO_WINDOW = Window(minutes=30)
LATER = MoreTime(until=wall("2022-02-25", "20:00"))
EARLIER = MoreTime(until=wall("2022-02-20", "20:00"))
TEN, FIVE = MoreTime(minutes=10), MoreTime(minutes=5)
HALF_AGAIN, DOUBLE = Fraction(3, 2), Fraction(2)


@pytest.mark.parametrize(
    ("window", "extra_time", "more", "closes_at", "minutes"),
    [
        pytest.param(WINTER, 1, (), WINTER.closes_at, 30, id="nothing granted changes nothing"),
        pytest.param(WINTER, 1, (LATER,), LATER.until, 30, id="until moves the end and leaves the limit"),
        pytest.param(WINTER, 1, (EARLIER,), WINTER.closes_at, 30, id="an earlier until changes nothing"),
        pytest.param(WINTER, 1, (LATER, EARLIER), LATER.until, 30, id="the latest until holds"),
        pytest.param(WINTER, 1, (TEN,), wall("2022-02-24", "08:10"), 40, id="minutes go on the limit and on the end"),
        pytest.param(WINTER, 1, (TEN, FIVE), wall("2022-02-24", "08:15"), 45, id="minutes add up"),
        pytest.param(WINTER, 1, (LATER, TEN), wall("2022-02-25", "20:10"), 40, id="minutes come after until"),
        pytest.param(WINTER, HALF_AGAIN, (), wall("2022-03-01", "08:00"), 45, id="extra time stretches both"),
        pytest.param(WINTER, HALF_AGAIN, (LATER,), wall("2022-03-01", "08:00"), 45, id="until within the stretch"),
        pytest.param(WINTER, HALF_AGAIN, (TEN,), wall("2022-03-01", "08:10"), 55, id="minutes are not stretched"),
        pytest.param(WINTER, Fraction(4, 3), (), wall("2022-02-27", "16:00"), 40, id="a third more"),
        pytest.param(WINTER, Fraction(101, 100), (), wall("2022-02-24", "10:24"), 31, id="up to the full minute"),
        pytest.param(WINTER, Fraction(1, 2), (), WINTER.closes_at, 30, id="a factor below 1 shortens nothing"),
        pytest.param(OVER_SPRING, DOUBLE, (), wall("2022-03-31", "08:00"), 60, id="wall time over the skipped hour"),
        pytest.param(OVER_SPRING, Fraction(475, 400), (), wall("2022-03-27", "06:30"), 36, id="the night itself"),
        pytest.param(OVER_AUTUMN, DOUBLE, (), wall("2022-10-30", "00:00"), 60, id="before the hour shown twice"),
        pytest.param(OVER_AUTUMN, Fraction(100, 48), (), wall("2022-10-30", "04:00"), 63, id="after the hour twice"),
        pytest.param(
            OVER_AUTUMN,
            Fraction(197, 96),
            (),
            datetime(2022, 10, 30, 1, 30, tzinfo=UTC),
            62,
            id="half past two, shown twice, is the later one",
        ),
        pytest.param(
            Window(wall("2022-03-25", "02:30"), wall("2022-03-26", "02:30")),
            DOUBLE,
            (),
            datetime(2022, 3, 27, 1, tzinfo=UTC),
            None,
            id="half past two, skipped, is when clocks jump",
        ),
        pytest.param(NO_WINDOW, HALF_AGAIN, (LATER, TEN), None, 55, id="no end stays without an end"),
        pytest.param(
            Window(WINTER.closes_at, WINTER.opens_at), DOUBLE, (), WINTER.opens_at, None, id="ends before it begins"
        ),
        pytest.param(
            Window(closes_at=WINTER.closes_at), DOUBLE, (TEN,), wall("2022-02-24", "08:10"), None, id="no opening"
        ),
        pytest.param(Window(), DOUBLE, (LATER, TEN), None, None, id="nothing limits it"),
    ],
)
def test_what_a_window_becomes(window, extra_time, more, closes_at, minutes) -> None:
    found = effective(window, zone=ROME, extra_time=Fraction(extra_time), more=more)
    limit = timedelta(minutes=minutes) if minutes is not None else None
    assert found == Deadline(window.opens_at, closes_at, limit)


NOON = wall("2022-02-24", "12:00")
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.mark.parametrize(
    ("closes_at", "limit", "due", "cut"),
    [
        pytest.param(NOON + MINUTE * 60, HALF_AN_HOUR, 30, 0, id="the limit ends it"),
        pytest.param(NOON + MINUTE * 30, HALF_AN_HOUR, 30, 0, id="both end it"),
        pytest.param(NOON + MINUTE * 12, HALF_AN_HOUR, 12, 18, id="the window cuts the limit"),
        pytest.param(NOON + MINUTE * 12, None, 12, 0, id="only the window ends it"),
        pytest.param(None, HALF_AN_HOUR, 30, 0, id="only the limit ends it"),
        pytest.param(NOON - MINUTE, HALF_AN_HOUR, -1, 30, id="too late to start: the whole limit is cut"),
        pytest.param(None, None, None, 0, id="nothing ends it"),
    ],
)
def test_when_work_begun_at_noon_must_be_in(closes_at, limit, due, cut) -> None:
    deadline = Deadline(None, closes_at, limit)
    assert deadline.due(NOON) == (None if due is None else NOON + due * MINUTE)
    assert deadline.cut(NOON) == cut * MINUTE


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (WINTER.opens_at - TICK, WindowState.AHEAD),
        (WINTER.opens_at, WindowState.OPEN),
        (WINTER.closes_at - TICK, WindowState.OPEN),
        (WINTER.closes_at, WindowState.OVER),
    ],
)
def test_a_window_is_open_from_its_opening_to_just_before_its_end(now, state) -> None:
    assert effective(WINTER, zone=ROME).state(now) is state


def test_a_window_without_edges_is_always_open() -> None:
    assert effective(Window(), zone=ROME).state(NOON) is WindowState.OPEN


ZONES = sorted(available_timezones())
FIRST = datetime(2000, 1, 1, tzinfo=UTC)
OPENINGS = st.integers(0, 37 * 366 * 24 * 60).map(lambda minutes: FIRST + minutes * MINUTE)
LENGTHS = st.integers(0, 60 * 24 * 120).map(lambda minutes: minutes * MINUTE)
FACTORS = st.integers(100, 300).map(lambda percent: Fraction(percent, 100))
WINDOWS = st.builds(
    lambda opens_at, length, minutes: Window(opens_at, opens_at + length, minutes),
    OPENINGS,
    LENGTHS,
    st.none() | st.integers(1, 600),
)
EXTENSIONS = st.builds(MoreTime, until=OPENINGS) | st.builds(MoreTime, minutes=st.integers(1, 10_000))
LISTS = st.lists(EXTENSIONS, max_size=4)
IN_ZONE = st.sampled_from(ZONES)


def not_shorter(one: Deadline, other: Deadline) -> bool:
    return one.closes_at >= other.closes_at and (one.limit or timedelta()) >= (other.limit or timedelta())


@given(WINDOWS, IN_ZONE, FACTORS, LISTS)
def test_nothing_granted_ever_shortens(window, zone, factor, more) -> None:
    found = effective(window, zone=zone, extra_time=factor, more=more)
    assert found.opens_at == window.opens_at
    assert not_shorter(found, effective(window, zone=zone))


@given(WINDOWS, IN_ZONE, FACTORS, FACTORS, LISTS)
def test_a_greater_factor_never_shortens(window, zone, one, other, more) -> None:
    less, greater = (effective(window, zone=zone, extra_time=f, more=more) for f in sorted((one, other)))
    assert not_shorter(greater, less)


@given(WINDOWS, IN_ZONE, FACTORS, LISTS, LISTS)
def test_one_more_extension_never_shortens_and_their_order_is_nothing(window, zone, factor, some, others) -> None:
    fewer, all_of_them, reversed_ = (
        effective(window, zone=zone, extra_time=factor, more=more)
        for more in (some, [*some, *others], [*others, *some])
    )
    assert not_shorter(all_of_them, fewer)
    assert all_of_them == reversed_


def shown_once(instant: datetime, zone: str) -> bool:
    local = instant.astimezone(ZoneInfo(zone))
    return local.replace(fold=1 - local.fold).utcoffset() == local.utcoffset()


@given(WINDOWS, IN_ZONE, FACTORS, LENGTHS, st.integers(0, 100))
def test_a_later_end_or_a_longer_limit_is_never_earlier_for_anybody(window, zone, factor, later, minutes) -> None:
    """For ends that clocks show once, as a definition's must be."""
    ends = (window.closes_at, window.closes_at + later)
    if not all(shown_once(end, zone) for end in ends):
        ends = (window.closes_at, window.closes_at)
    longer = Window(window.opens_at, ends[1], (window.minutes or 0) + minutes)
    shorter = Window(window.opens_at, ends[0], window.minutes)
    assert not_shorter(*(effective(one, zone=zone, extra_time=factor) for one in (longer, shorter)))


@given(WINDOWS, FACTORS, LISTS, LENGTHS, st.integers(0, 3600))
def test_work_is_due_at_the_limit_or_the_end_whichever_is_first_and_credit_comes_on_top(
    window, factor, more, after, seconds
) -> None:
    found = effective(window, zone=ROME, extra_time=factor, more=more)
    started, credit = window.opens_at + after, timedelta(seconds=seconds)
    due = found.due(started, credit)
    if found.limit is None:
        assert due == found.closes_at + credit
    else:
        assert due == min(found.closes_at, started + found.limit) + credit
        if started < found.closes_at:
            assert due + found.cut(started) == started + found.limit + credit


def test_at_every_change_of_clocks_in_every_zone_the_stretched_end_is_what_clocks_show_last() -> None:
    """Against a reading of the clocks minute by minute: the last showing of a time, or the jump over it."""
    edges = 0
    for name in ZONES:
        zone = ZoneInfo(name)
        for edge in changes_of(zone):
            instants = [edge + minute * MINUTE for minute in range(-300, 300)]
            clocks = [instant.astimezone(zone).replace(tzinfo=None) for instant in instants]
            highest = list(accumulate(clocks, max))
            last = dict(zip(clocks, instants, strict=True))
            for aimed in range(-90, 91, 15):
                target = edge.astimezone(zone).replace(tzinfo=None) + aimed * MINUTE
                expected = last.get(target) or instants[bisect_left(highest, target)]
                opens = (target - timedelta(days=20)).replace(tzinfo=zone)
                closes = (target - timedelta(days=10)).replace(tzinfo=zone)
                if closes.astimezone(UTC).astimezone(zone) != closes or opens.astimezone(UTC).astimezone(zone) != opens:
                    continue
                window = Window(opens.astimezone(UTC), closes.astimezone(UTC))
                assert effective(window, zone=name, extra_time=Fraction(2)).closes_at == expected, (name, target)
                edges += 1
    assert edges > 3000


def changes_of(zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the minutes of 2026 at which the zone's clocks are changed."""
    day = datetime(2026, 1, 1, tzinfo=UTC)
    while day.year == 2026:
        early, late = day, day + timedelta(days=7)
        if early.astimezone(zone).utcoffset() != late.astimezone(zone).utcoffset():
            while late - early > MINUTE:
                middle = early + (late - early) // 2 // MINUTE * MINUTE
                same = middle.astimezone(zone).utcoffset() == early.astimezone(zone).utcoffset()
                early, late = (middle, late) if same else (early, middle)
            yield late
        day += timedelta(days=7)
