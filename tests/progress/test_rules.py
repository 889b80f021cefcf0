"""Where a course and its pieces stand in time, at the edges and across the change to summer time."""

from datetime import UTC, datetime, timedelta

import pytest

from app.courses.rules import Deadline, PieceValue, effective, state_in, window_of
from app.progress.rules import Stage, by_week, next_session, stage_of, still_to_do, week_now
from tests.progress.cast import a_course, a_piece, a_session, at, weeks

TICK = timedelta(milliseconds=1)
OPENS, CLOSES = at("2022-03-21", "07:00"), at("2022-04-01", "21:59")


@pytest.mark.parametrize(
    ("now", "stage"),
    [
        (at("2022-02-13", "22:59"), Stage.AHEAD),
        (at("2022-02-13", "23:00"), Stage.RUNNING),  # midnight in Rome
        (at("2022-03-25", "22:59"), Stage.RUNNING),
        (at("2022-03-25", "23:00"), Stage.ENDED),
    ],
)
def test_a_course_runs_by_the_calendar_of_its_own_zone(now: datetime, stage: Stage) -> None:
    assert stage_of(a_course(), now) is stage


def test_a_closed_course_is_closed_whatever_the_day() -> None:
    assert stage_of(a_course(closed=True), at("2022-03-01")) is Stage.CLOSED


@pytest.mark.parametrize(
    ("now", "number"),
    [
        (at("2022-02-13", "22:59"), None),
        (at("2022-02-13", "23:00"), 1),
        (at("2022-02-20", "22:59"), 1),
        (at("2022-02-20", "23:00"), 2),
        (at("2022-03-27", "21:59"), 6),  # summer time since this morning
        (at("2022-03-27", "22:00"), None),
    ],
)
def test_a_week_begins_at_midnight_of_the_courses_zone(now: datetime, number: int | None) -> None:
    found = week_now(a_course(), weeks(), now)
    assert (found.number if found else None) == number


def deadlines(*pieces: PieceValue) -> dict[int, Deadline]:
    return {piece.id: effective(window_of(a_course(), piece), zone=a_course().timezone) for piece in pieces}


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (OPENS - TICK, "ahead"),
        (OPENS, "open"),
        (CLOSES - TICK, "open"),
        (CLOSES, "over"),
        (CLOSES + TICK, "over"),
    ],
)
def test_a_piece_is_open_from_its_opening_to_just_before_its_deadline(now: datetime, state: str) -> None:
    piece = a_piece("quiz_6", OPENS, CLOSES)
    assert state_in(a_course(), deadlines(piece)[piece.id], now) == state


def test_a_piece_without_times_is_open_while_the_course_runs() -> None:
    piece = a_piece("essay")
    own = deadlines(piece)[piece.id]
    assert own.closes_at == at("2022-03-25", "23:00")
    assert state_in(a_course(), own, at("2022-02-13", "22:00")) == "ahead"
    assert state_in(a_course(), own, at("2022-03-25", "22:00")) == "open"
    assert state_in(a_course(), own, at("2022-03-26")) == "over"


def test_closing_ends_every_window() -> None:
    piece = a_piece("quiz_6", OPENS, CLOSES)
    assert state_in(a_course(closed=True), deadlines(piece)[piece.id], OPENS) == "over"


def test_the_next_session_is_the_one_under_way_until_it_ends() -> None:
    first, second = a_session("first", at("2022-03-22", "09:00")), a_session("second", at("2022-03-24", "09:00"))
    both = (second, first)
    assert next_session(both, at("2022-03-22", "08:00")) is first
    assert next_session(both, at("2022-03-22", "09:59")) is first
    assert next_session(both, at("2022-03-22", "10:00")) is second
    assert next_session(both, at("2022-03-24", "10:00")) is None


def test_what_is_to_do_starts_with_what_is_open_and_closes_first() -> None:
    later = a_piece("later", at("2022-03-28"), at("2022-03-29"), position=1)
    essay = a_piece("essay", at("2022-03-14"), at("2022-04-01"), position=2)
    quiz = a_piece("quiz", at("2022-03-21"), at("2022-03-26"), position=3)
    over = a_piece("over", at("2022-02-14"), at("2022-02-20"), position=4)
    done = a_piece("done", at("2022-03-14"), at("2022-04-01"), position=5)
    pieces = (later, essay, quiz, over, done)
    found = still_to_do(a_course(), pieces, deadlines(*pieces), {"done"}, at("2022-03-22"))
    assert [piece.key for piece in found] == ["quiz", "essay", "later"]


def test_what_is_to_do_follows_the_own_deadlines() -> None:
    essay = a_piece("essay", at("2022-03-14"), at("2022-04-01"), position=2)
    over = a_piece("over", at("2022-02-14"), at("2022-02-20"), position=4)
    own = {**deadlines(essay), over.id: Deadline(at("2022-02-14"), at("2022-03-24"))}
    found = still_to_do(a_course(), (essay, over), own, (), at("2022-03-22"))
    assert [piece.key for piece in found] == ["over", "essay"]


def test_nothing_of_a_course_is_lost_between_its_weeks() -> None:
    sessions = (a_session("inside", OPENS, week=6), a_session("closing", CLOSES, week=None))
    pieces = (a_piece("quiz_1", week=1), a_piece("essay", week=9))
    plans = by_week(weeks(), sessions, pieces)
    assert [plan.week.number if plan.week else None for plan in plans] == [1, 2, 3, 4, 5, 6, None]
    assert [one.key for plan in plans for one in plan.sessions] == ["inside", "closing"]
    assert [one.key for plan in plans for one in plan.pieces] == ["quiz_1", "essay"]
    assert len(by_week(weeks(), sessions[:1], pieces[:1])) == 6


def test_instants_are_compared_whatever_zone_they_come_in() -> None:
    piece = a_piece("quiz_6", OPENS, CLOSES)
    assert state_in(a_course(), deadlines(piece)[piece.id], OPENS.astimezone(UTC)) == "open"
