"""Extra time of one participant: a personal factor, given with a reason, seen by few."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from app.courses.queries import get_enrolment
from app.courses.rules import CourseValue, EnrolmentValue
from app.courses.service import close_course, set_extra_time
from app.shared.audit import AuditPersonalValue
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, MANAGER
from tests.conftest import NOW
from tests.courses.more_time import acting, audited, deadline, participant
from tests.grading.cast import graded_course


@pytest.fixture
def course(app) -> CourseValue:
    return graded_course()


def give(course: CourseValue, factor: str, reason: str = "sees badly", **options) -> EnrolmentValue:
    circumstances = {"actor": SYSTEM, "now": NOW, **options}
    return set_extra_time(course, participant(course, AMINA).id, Fraction(factor), reason, **circumstances)


def test_extra_time_stretches_every_limit_and_window_of_that_participant(course):
    assert give(course, "3/2").extra_time == Fraction(3, 2)
    own = deadline(course, "quiz_5", AMINA)
    assert own.limit == timedelta(minutes=45)
    # from Monday 14 March 08:00 to Friday 25 March 23:59 are 11 days 15:59 by the clock; half as much again
    assert own.closes_at == datetime(2022, 3, 31, 17, 59, tzinfo=UTC)
    assert own.opens_at == datetime(2022, 3, 14, 7, 0, tzinfo=UTC)
    assert deadline(course, "quiz_6", AMINA).limit == timedelta(minutes=45)
    assert deadline(course, "quiz_5", BONGANI).limit == timedelta(minutes=30)


def test_the_trail_has_the_factor_and_an_erasable_reason(course):
    give(course, "1.5")
    give(course, "2", "sees worse")
    entries = audited("set_extra_time")
    assert [(entry.before["factor"], entry.after["factor"]) for entry in entries] == [("1", "3/2"), ("3/2", "2")]
    assert "sees" not in str([entry.after for entry in entries])
    kept = session.query(AuditPersonalValue).filter_by(field="reason").order_by(AuditPersonalValue.id)
    assert [one.value for one in kept] == ["sees badly", "sees worse"]


def test_the_same_factor_again_changes_nothing(course):
    give(course, "1.25")
    give(course, "1.25", "another reason")
    assert len(audited("set_extra_time")) == 1


def test_a_mistaken_factor_can_be_taken_back(course):
    before = deadline(course, "quiz_5", AMINA)
    give(course, "3")
    give(course, "1", "meant for somebody else")
    assert deadline(course, "quiz_5", AMINA) == before


@pytest.mark.parametrize("factor", ["0.99", "0", "-1", "3.01", "4/3", "1.005"])
def test_a_factor_outside_its_range_is_refused(course, factor):
    with pytest.raises(Unreadable):
        give(course, factor)
    assert participant(course, AMINA).extra_time == 1


@pytest.mark.parametrize("factor", ["1.01", "3"])
def test_the_least_and_the_greatest_factor_are_taken(course, factor):
    assert give(course, factor).extra_time == Fraction(factor)


def test_it_needs_a_reason(course):
    with pytest.raises(Unreadable):
        give(course, "2", " ")


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.ASSISTANT, Role.EXPERT, Role.SPONSOR])
def test_who_does_not_tutor_gives_none(course, role):
    with pytest.raises(NotAllowed):
        give(course, "2", actor=acting(MANAGER, role, course))


@pytest.mark.parametrize("role", [Role.TUTOR, Role.ACTIVITY_MANAGER])
def test_tutors_and_managers_give_it(course, role):
    assert give(course, "2", actor=acting(MANAGER, role, course)).extra_time == 2


def test_nobody_of_another_course_is_found_and_a_closed_one_is_left_alone(course):
    other = graded_course("OTHER-1")
    with pytest.raises(NotFound):
        set_extra_time(other, participant(course, AMINA).id, Fraction(2), "r", actor=SYSTEM, now=NOW)
    close_course(course.id, actor=SYSTEM, now=NOW)
    with pytest.raises(RuleBroken):
        give(course, "2")
    assert get_enrolment(course.id, participant(course, AMINA).id).extra_time == 1
