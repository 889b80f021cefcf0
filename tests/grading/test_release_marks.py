"""Releasing the marks of a piece: hidden from its participants until then, whatever way they look; seen by staff."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from app.courses.queries import get_course, pieces_of
from app.grading import queries, service
from app.grading.models import Release, ReleaseNotice
from app.notifications.models import OutboxMessage
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, MANAGER, TUTOR
from tests.conftest import NOW
from tests.grading.cast import actor, all_done, enrolment_of, import_rows, mark_groups, result_row, row_of
from tests.grading.desk import OF_7, desk_group_mark, desk_mark, hand_in

QUIZZES = {f"quiz_{number}": 8 for number in range(1, 7)}


@pytest.fixture
def desk(graded):
    """Amina's essay and the work of group 1 are marked at the desk, Bongani's essay waits."""
    import_rows(graded, result_row(AMINA, **QUIZZES))
    service.record_factor(graded, enrolment_of(graded, AMINA), Fraction(1), actor=SYSTEM, now=NOW)
    hand_in(graded, AMINA, BONGANI)
    desk_mark(graded, AMINA)
    desk_group_mark(graded, "1", 80)
    return graded


@pytest.fixture
def manager(graded):
    return actor(MANAGER, Role.ACTIVITY_MANAGER, graded)


def own_row(course, person):
    session.expire_all()
    course = get_course(course.code)
    enrolment = queries.row_of(course, enrolment_of(course, person)).enrolment
    return queries.own_row(course, enrolment, pieces_of(course.id))


def mails(template="marks_released"):
    return {mail.address: mail for mail in session.query(OutboxMessage).filter_by(template=template)}


def test_until_the_release_a_mark_from_the_desk_reads_handed_in_and_not_marked(desk):
    mine, staff = own_row(desk, AMINA), row_of(desk, AMINA)
    assert (staff.derivation.essay_points, staff.derivation.group_points) == (28, 24)
    assert (mine.derivation.essay_points, mine.derivation.group_points) == (0, 0)
    for key in ("essay", "group_work"):
        assert mine.standing.piece(key).done
        assert mine.standing.piece(key).score is None
    assert mine.derivation.pieces_done == staff.derivation.pieces_done == 8


def test_after_it_participants_see_what_staff_sees(desk, manager):
    service.release_marks(desk, "essay", actor=manager, now=NOW)

    assert own_row(desk, AMINA).derivation.essay_points == 28
    assert own_row(desk, AMINA).derivation.group_points == 0
    service.release_marks(desk, "group_work", actor=manager, now=NOW)
    assert own_row(desk, AMINA).derivation == row_of(desk, AMINA).derivation


def test_imported_marks_and_marks_by_hand_are_known_at_once(graded):
    mark_groups(graded, g1=80)
    import_rows(graded, all_done(AMINA))
    assert own_row(graded, AMINA).derivation == row_of(graded, AMINA).derivation
    service.record_criteria(
        graded, enrolment_of(graded, AMINA), "essay", dict(OF_7, clarity=Fraction(9)), **by_system()
    )
    assert own_row(graded, AMINA).derivation.essay_points == 30


def by_system():
    return {"actor": SYSTEM, "now": NOW}


def test_those_who_have_a_mark_get_a_mail_each_and_it_says_until_when_to_ask_for_a_remark(desk, manager):
    done = service.release_marks(desk, "essay", actor=manager, now=NOW)

    assert (done.told, set(mails())) == (1, {AMINA.email})
    mail = mails()[AMINA.email]
    assert mail.params["link"].endswith("/courses/A9714776/feedback/essay")
    assert mail.params["until"].startswith("2022-04-03T11:00")  # 14 days of wall time, over the change to summer time
    assert session.query(ReleaseNotice).count() == 1


def test_a_later_mark_is_seen_at_once_and_told_once(desk, manager):
    service.release_marks(desk, "essay", actor=manager, now=NOW)
    desk_mark(desk, BONGANI, now=NOW + timedelta(hours=1))
    desk_mark(desk, BONGANI, dict(OF_7, clarity=Fraction(8)), now=NOW + timedelta(hours=2))

    assert own_row(desk, BONGANI).derivation.essay_points == 29
    assert set(mails()) == {AMINA.email, BONGANI.email}


def test_a_later_group_mark_is_told_to_those_who_took_part(desk, manager):
    service.release_marks(desk, "group_work", actor=manager, now=NOW)
    service.record_factor(desk, enrolment_of(desk, CHLOE), Fraction(1), **by_system())
    desk_group_mark(desk, "2", 90)

    assert set(mails()) == {AMINA.email, CHLOE.email}
    assert own_row(desk, CHLOE).derivation.group_points == 27


@pytest.mark.parametrize(
    ("key", "code"), [("quiz_1", "told_by_quiz"), ("group_work", "already_released"), ("essay", "nothing_to_release")]
)
def test_what_cannot_be_released(graded, manager, key, code):
    service.record_factor(graded, enrolment_of(graded, AMINA), Fraction(1), **by_system())
    desk_group_mark(graded, "1", 80)
    service.release_marks(graded, "group_work", actor=manager, now=NOW)
    hand_in(graded, AMINA)
    with pytest.raises(RuleBroken) as refused:
        service.release_marks(graded, key, actor=manager, now=NOW)
    assert refused.value.code == code
    assert session.query(Release).count() == 1


def test_an_unknown_piece_is_not_found(desk, manager):
    with pytest.raises(NotFound):
        service.release_marks(desk, "thesis", actor=manager, now=NOW)


def test_a_tutor_does_not_release(desk):
    with pytest.raises(NotAllowed):
        service.release_marks(desk, "essay", actor=actor(TUTOR, Role.TUTOR, desk), now=NOW)
    assert own_row(desk, AMINA).standing.piece("essay").score is None


def test_closing_releases_what_is_hidden_still_and_tells_its_participants(desk):
    service.close_course(desk, accept_unmarked="Bongani fell ill.", actor=SYSTEM, now=NOW)

    closed = get_course(desk.code)
    assert own_row(closed, AMINA).derivation.essay_points == 28
    assert {release.piece_id for release in queries.releases_of(closed.id).values()} == {
        piece.id for piece in pieces_of(closed.id) if piece.key in {"essay", "group_work"}
    }
    assert set(mails()) == {AMINA.email}
    with pytest.raises(RuleBroken):
        service.release_marks(closed, "essay", actor=SYSTEM, now=NOW)


def test_what_a_release_would_show_is_counted(desk):
    by_key = {one.piece.key: one for one in queries.pieces_to_release(queries.gradebook(desk))}
    essay = by_key["essay"]
    assert set(by_key) == {"essay", "group_work"}
    assert [person.email for person in essay.hidden] == [AMINA.email]
    assert (essay.waiting, essay.known, essay.missing, essay.excused) == (1, 0, 2, 0)
