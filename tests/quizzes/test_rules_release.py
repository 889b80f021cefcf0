"""What counts of several attempts, when it is due, and what is shown of it from when."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from app.quizzes.rules import Counts, QuizSettings, Release
from app.quizzes.rules.counting import counted, share_of
from app.quizzes.rules.release import Shown, closing_of, counts_from, shown
from app.quizzes.rules.timing import instants, lost_in, not_shorter, whole_seconds

CLOSING = datetime(2022, 3, 18, 22, 59, tzinfo=UTC)
TICK = timedelta(milliseconds=1)
BEFORE, AFTER = CLOSING - TICK, CLOSING
HOUR = timedelta(hours=1)
SHARES = [Fraction(1, 2), Fraction(9, 10), Fraction(2, 3)]


@pytest.mark.parametrize(
    ("counts", "share"),
    [(Counts.BEST, "9/10"), (Counts.LAST, "2/3"), (Counts.FIRST, "1/2"), (Counts.MEAN, "31/45")],
)
def test_of_several_attempts_counts(counts, share):
    assert counted(SHARES, counts) == Fraction(share)


@pytest.mark.parametrize("counts", Counts)
def test_without_an_attempt_nothing_counts(counts):
    assert counted([], counts) is None


def test_where_every_question_was_dropped_nobody_lacks_anything():
    assert share_of(Fraction(0), Fraction(0)) == 1
    assert share_of(Fraction(3), Fraction(4)) == Fraction(3, 4)


def look(now, *, ended=True, others_open=False, **settings):
    return shown(QuizSettings(**settings), ended=ended, closing=CLOSING, now=now, others_open=others_open)


AT_ONCE = {"release": Release.AFTER_SUBMISSION, "release_score": Release.AFTER_SUBMISSION}
LATER = {"release": Release.AFTER_CLOSING, "release_score": Release.AFTER_CLOSING}
NEVER = {"release": Release.NEVER, "release_score": Release.NEVER}


@pytest.mark.parametrize("now", [BEFORE, AFTER])
@pytest.mark.parametrize("settings", [AT_ONCE, LATER, NEVER])
def test_nothing_is_shown_of_an_open_attempt(settings, now):
    assert look(now, ended=False, **settings) == Shown()


def test_at_once_is_at_once():
    assert look(BEFORE, **AT_ONCE) == Shown(score=True, feedback=True, key=True)


def test_after_closing_is_not_a_millisecond_before():
    assert look(BEFORE, **LATER) == Shown()
    assert look(AFTER, **LATER) == Shown(score=True, feedback=True, key=True)


def test_never_is_never():
    assert look(AFTER + 1000 * HOUR, **NEVER) == Shown()


def test_feedback_can_be_shown_without_the_key():
    assert look(AFTER, show_key=False, **LATER) == Shown(score=True, feedback=True, key=False)


def test_nobody_reads_the_key_while_somebody_else_still_writes():
    assert look(AFTER, others_open=True, **LATER) == Shown(score=True, feedback=False, key=False)
    assert look(AFTER, others_open=True, **AT_ONCE).key


def test_closing_waits_for_the_later_window_and_for_what_is_on_its_way():
    grace = timedelta(seconds=30)
    for own, general in ((CLOSING, CLOSING - HOUR), (CLOSING - HOUR, CLOSING), (None, CLOSING - HOUR)):
        assert closing_of(own, general, course_ends=CLOSING, slack=grace) == CLOSING + grace
    assert closing_of(None, None, course_ends=CLOSING, slack=grace) == CLOSING + grace


def test_a_score_counts_at_once_unless_it_is_held_until_closing():
    assert counts_from(Release.AFTER_SUBMISSION, closing=CLOSING, now=BEFORE) is None
    for rule in (Release.AFTER_CLOSING, Release.NEVER):
        assert counts_from(rule, closing=CLOSING, now=BEFORE) == CLOSING
        assert counts_from(rule, closing=CLOSING, now=AFTER) is None


def test_an_attempt_is_accepted_for_the_grace_and_closed_after_the_allowance():
    found = instants(CLOSING, grace=timedelta(seconds=30), allowance=timedelta(seconds=60))
    assert found.accept_until == CLOSING + timedelta(seconds=30)
    assert found.close_at == CLOSING + timedelta(seconds=90)


def test_what_nothing_ends_has_no_instants():
    found = instants(None, grace=timedelta(seconds=30), allowance=timedelta(seconds=60))
    assert (found.due_at, found.accept_until, found.close_at) == (None, None, None)


def test_a_deadline_moves_back_and_never_forward():
    assert not_shorter(BEFORE, AFTER) == not_shorter(AFTER, BEFORE) == AFTER
    assert not_shorter(None, AFTER) is not_shorter(AFTER, None) is None


LOST = {
    "a gap that began before": (([-2, 1],), (), 1),
    "a gap that goes on": (([1, 9],), (), 2),
    "a gap all through": (([-2, 9],), (), 3),
    "a gap right after": (([3, 5],), (), 0),
    "a gap right before": (([-5, 0],), (), 0),
    "two gaps": (([0, 1], [2, 9]), (), 2),
    "gaps that overlap count once": (([0, 2], [1, 3]), (), 3),
    "what was given back before is not given again": (([0, 3],), ([0, 2],), 1),
    "the same interval again": (([-2, 9],), ([0, 3],), 0),
    "no gap": ((), (), 0),
}


@pytest.mark.parametrize("name", LOST)
def test_in_an_interval_of_three_hours_is_lost(name):
    gaps, given, hours = LOST[name]
    spans = [[(CLOSING + first * HOUR, CLOSING + last * HOUR) for first, last in some] for some in (gaps, given)]
    assert lost_in((CLOSING, CLOSING + 3 * HOUR), *spans) == hours * HOUR


def test_seconds_that_were_lost_are_counted_up():
    assert [whole_seconds(timedelta(milliseconds=part)) for part in (0, 1, 1000, 1001)] == [0, 1, 1, 2]
