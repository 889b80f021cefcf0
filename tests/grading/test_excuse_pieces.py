"""Excusing somebody from a piece: with a reason, by a manager, taken back likewise; everything follows."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from fractions import Fraction

import pytest
import sqlalchemy as sa

from app.courses.models import Enrolment
from app.courses.queries import get_course
from app.grading import queries, service
from app.grading.documents import WRITERS
from app.grading.models import Result
from app.grading.rules.entries import EntryKind
from app.notifications.models import OutboxMessage
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, MANAGER, TUTOR
from tests.conftest import NOW
from tests.grading.cast import DIDIER, actor, all_done, enrolment_of, import_rows, mark_groups, row_of

WHY = "On mission when it was open."


@pytest.fixture
def course(graded):
    mark_groups(graded, g1=80)
    import_rows(graded, all_done(AMINA, quiz_2=""), all_done(BONGANI))
    return graded


def excuse(course, person=AMINA, key="quiz_2", reason=WHY, by=SYSTEM, **options):
    return service.excuse_piece(course, enrolment_of(course, person), key, reason, actor=by, now=NOW, **options)


def test_an_excused_quiz_is_not_asked_and_its_weight_stays_with_the_quizzes(course):
    before = row_of(course, AMINA)
    assert (before.derivation.complete, before.derivation.quiz_points) == (False, 20)
    excuse(course)
    after = row_of(course, AMINA)
    assert (after.derivation.complete, after.derivation.quiz_points) == (True, 24)
    assert (after.derivation.pieces_done, after.derivation.pieces_total) == (7, 7)
    assert after.standing.excused == {"quiz_2"}


def test_taking_it_back_leaves_everything_as_it_was(course):
    before = row_of(course, AMINA).derivation
    excuse(course)
    excuse(course, excused=False, reason="The mission was called off.")
    assert row_of(course, AMINA).derivation == before


def test_reason_and_who_approved_stand_in_the_history(course):
    marta = actor(MANAGER, Role.ACTIVITY_MANAGER, course)
    excuse(course, by=marta)
    newest = queries.history(course.id, enrolment_of(course, AMINA))[0]
    assert (newest.kind, newest.reason, newest.actor_id) == (EntryKind.EXCUSED, WHY, marta.person_id)


def test_the_participant_gets_one_mail_and_the_same_again_changes_nothing(course):
    excuse(course)
    excuse(course)
    mail = session.query(OutboxMessage).filter_by(template="excused").one()
    assert (mail.address, mail.params["reason"]) == (AMINA.email, WHY)


@pytest.mark.parametrize("key", ["essay", "group_work", "quiz_1"])
def test_what_was_handed_in_of_it_counts_no_more_and_comes_back(course, key):
    before = row_of(course, BONGANI).derivation
    excuse(course, BONGANI, key)
    assert not row_of(course, BONGANI).standing.piece(key).done
    assert row_of(course, BONGANI).derivation.pieces_total == 7
    excuse(course, BONGANI, key, excused=False)
    assert row_of(course, BONGANI).derivation == before


@pytest.mark.parametrize(
    ("change", "error"),
    [({"reason": " "}, Unreadable), ({"key": "thesis"}, NotFound), ({"excused": False}, RuleBroken)],
    ids=["no reason", "no such piece", "not excused"],
)
def test_what_is_refused(course, change, error):
    with pytest.raises(error):
        excuse(course, **change)


def test_a_tutor_does_not_excuse(course):
    with pytest.raises(NotAllowed):
        excuse(course, by=actor(TUTOR, Role.TUTOR, course))


def test_closing_freezes_it_and_reads_it_back_and_others_results_have_no_word_of_it(course):
    excuse(course)
    live = row_of(course, AMINA)
    service.close_course(course, actor=SYSTEM, now=NOW)
    session.commit()

    frozen = row_of(course, AMINA)
    assert frozen.frozen
    assert (frozen.standing, frozen.derivation) == (live.standing, live.derivation)
    stored = {row.enrolment_id: row.derivation for row in session.query(Result)}
    assert stored[enrolment_of(course, AMINA)]["standing"]["excused"] == ["quiz_2"]
    assert "excused" not in json.dumps(stored[enrolment_of(course, BONGANI)])
    with pytest.raises(RuleBroken):
        excuse(get_course(course.code))


def test_exports_name_what_is_excused_in_a_column_after_all_others(course):
    excuse(course)
    book = queries.gradebook(course)
    rows = {row["email"]: row for row in csv.DictReader(io.StringIO(WRITERS["csv"](book).decode()))}
    assert (rows[AMINA.email]["excused"], rows[BONGANI.email]["excused"]) == ("quiz_2", "")
    assert rows[AMINA.email]["pieces_total"] == "7"
    assert list(rows[AMINA.email])[-1] == "excused"
    assert len(WRITERS["xlsx"](book)) > 1000


def test_who_enrolled_late_is_excused_in_one_step_from_what_was_over(course):
    late = NOW - timedelta(days=10)
    session.execute(sa.update(Enrolment).where(Enrolment.id == enrolment_of(course, DIDIER)).values(enrolled_at=late))
    session.commit()
    missed = service.excuse_missed(course, enrolment_of(course, DIDIER), "Came late.", actor=SYSTEM, now=NOW)

    keys = [piece.key for piece in missed]
    assert keys
    assert all(piece.closes_at <= late for piece in missed)
    assert row_of(course, DIDIER).standing.excused == set(keys)
    with pytest.raises(RuleBroken):
        service.excuse_missed(course, enrolment_of(course, DIDIER), "Again.", actor=SYSTEM, now=NOW)
    assert session.query(OutboxMessage).filter_by(template="excused").count() == 1


def test_a_member_who_is_excused_from_group_work_lacks_no_factor(graded):
    excuse(graded, AMINA, "group_work")
    ready = queries.readiness(queries.gradebook(graded), NOW)
    assert AMINA.email not in {person.email for person in ready.without_factor}


def test_nothing_excused_waits_for_its_mark(graded):
    service.record_submission(graded, enrolment_of(graded, AMINA), "essay", actor=SYSTEM, now=NOW)
    assert queries.unmarked(graded)
    excuse(graded, AMINA, "essay")
    assert not queries.unmarked(graded)
    assert row_of(graded, AMINA).derivation.total == Fraction(0)
