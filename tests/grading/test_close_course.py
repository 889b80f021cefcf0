"""Closing refuses while work lacks its mark and lists it; then it freezes every result with all it was made from."""

from fractions import Fraction

import pytest

from app.courses.models import Enrolment
from app.courses.queries import get_course
from app.grading import queries, service
from app.grading.models import Result
from app.grading.rules import Outcome, Policy, derive
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.errors import NotAllowed, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, MANAGER, TUTOR
from tests.conftest import NOW
from tests.grading.cast import (
    DIDIER,
    actor,
    all_done,
    enrolment_of,
    graded_course,
    import_rows,
    mark_groups,
    result_row,
)


@pytest.fixture
def course(app):
    course = graded_course()
    mark_groups(course, g1=80)
    import_rows(course, all_done(AMINA, bonus=3), result_row(BONGANI, quiz_1=4))
    return course


def close(course, **options):
    options.setdefault("actor", SYSTEM)
    return service.close_course(course, now=NOW, **options)


def hand_in(course, person):
    service.record_submission(course, enrolment_of(course, person), "essay", actor=SYSTEM, now=NOW)


def take_part(course, person):
    service.record_factor(course, enrolment_of(course, person), Fraction(1), actor=SYSTEM, now=NOW)


def results() -> list[Result]:
    return session.query(Result).order_by(Result.id).all()


def test_closing_freezes_a_result_for_everybody(course):
    manager = actor(MANAGER, Role.ACTIVITY_MANAGER, course)

    closed = close(course, actor=manager)

    assert (closed.participants, closed.unmarked) == (4, 0)
    assert closed.outcomes == {Outcome.ACHIEVEMENT: 1, Outcome.NONE: 3}
    assert [(row.number, row.frozen_at, row.frozen_by, row.reason) for row in results()] == [
        (1, NOW, manager.person_id, "")
    ] * 4
    assert get_course(course.code).is_closed


def test_a_frozen_result_can_be_derived_again_from_what_it_holds(course):
    close(course)

    row = session.query(Result).filter_by(enrolment_id=enrolment_of(course, AMINA)).one()
    frozen = queries.gradebook(get_course(course.code)).rows[0]
    again = derive(frozen.standing, queries.plan_of(course), Policy.from_data(course.definition["policy"]))
    assert again == frozen.derivation
    assert row.course_version_id == course.version_id
    assert (row.total_points, row.base_points, row.bonus_offered, row.pieces_done) == (again.total, again.base, 3, 8)
    assert (row.outcome, row.engagement) == ("achievement", "full")
    assert row.derivation["standing"]["pieces"]["quiz_1"] == {"done": True, "score": "8", "factor": None}


def test_an_essay_that_waits_for_its_mark_stands_in_the_way(course):
    hand_in(course, CHLOE)

    with pytest.raises(RuleBroken) as refusal:
        close(course)

    assert refusal.value.code == "unmarked_work"
    assert [(p.where, str(p.reason)) for p in refusal.value.problems] == [
        (f"{CHLOE.email}: essay", "Handed in, and not marked yet.")
    ]
    assert results() == []


def test_a_part_in_a_group_without_mark_stands_in_the_way(course):
    take_part(course, CHLOE)

    [item] = queries.unmarked(course)

    assert (item.enrolment.email, item.piece.key) == (CHLOE.email, "group_work")
    assert str(item.reason) == "Took part in group “2”, which has no mark."


def test_a_part_of_somebody_who_left_the_group_stands_in_the_way(course):
    take_part(course, CHLOE)

    session.query(Enrolment).filter_by(id=enrolment_of(course, CHLOE)).update({"group_id": None})

    assert str(queries.unmarked(course)[0].reason) == "Has a participation factor, but is in no group."


def test_everything_that_is_missing_is_listed_at_once(course):
    hand_in(course, CHLOE)
    hand_in(course, DIDIER)
    take_part(course, CHLOE)

    assert [(item.enrolment.email, item.piece.key) for item in queries.unmarked(course)] == [
        (CHLOE.email, "group_work"),
        (CHLOE.email, "essay"),
        (DIDIER.email, "essay"),
    ]


def test_unmarked_work_can_be_accepted_with_a_reason_that_is_kept(course):
    hand_in(course, CHLOE)

    closed = close(course, accept_unmarked="  Withdrawn by the author ")

    assert closed.unmarked == 1
    reasons = {row.enrolment_id: row.reason for row in results() if row.reason}
    assert reasons == {enrolment_of(course, CHLOE): "Withdrawn by the author"}
    essay = queries.row_of(get_course(course.code), enrolment_of(course, CHLOE)).standing.piece("essay")
    assert (essay.done, essay.score) == (True, None)


def test_a_reason_without_words_accepts_nothing(course):
    with pytest.raises(Unreadable):
        close(course, accept_unmarked="  ")


def test_a_course_is_closed_once(course):
    close(course)
    session.commit()

    with pytest.raises(RuleBroken) as refusal:
        close(course)

    assert refusal.value.code == "course_closed"
    assert len(results()) == 4


def test_tutors_do_not_close(course):
    with pytest.raises(NotAllowed):
        close(course, actor=actor(TUTOR, Role.TUTOR, course))


def test_the_audit_trail_has_the_counts(course):
    close(course)
    session.flush()

    entry = session.query(AuditEntry).filter_by(action="freeze_results").one()
    assert entry.after["participants"] == 4
    assert entry.after["outcomes"] == {"achievement": 1, "participation": 0, "none": 3}


def test_what_hangs_by_little_is_pointed_out(course):
    import_rows(course, all_done(BONGANI, quiz="7.5", essay="3.3"))

    ready = queries.readiness(queries.gradebook(course), NOW)

    [near] = [near for near in ready.near_misses if near.row.enrolment.email == BONGANI.email]
    assert near.row.derivation.total == Fraction("59.7")
    assert (near.short, near.outcome) == (Fraction("0.3"), Outcome.ACHIEVEMENT)


def test_what_is_missing_is_rounded_up(course):
    import_rows(course, all_done(BONGANI, quiz="7.5333", essay="3.35"))

    ready = queries.readiness(queries.gradebook(course), NOW)

    [near] = [near for near in ready.near_misses if near.row.enrolment.email == BONGANI.email]
    assert near.row.derivation.total + near.short >= 60
    assert (near.short * 100).denominator == 1


def test_members_without_a_factor_and_open_deadlines_are_pointed_out(course):
    ready = queries.readiness(queries.gradebook(course), NOW)

    assert [person.email for person in ready.without_factor] == [BONGANI.email, CHLOE.email]
    assert {piece.key for piece in ready.still_open} >= {"quiz_6", "essay"}
    assert ready.before_end
