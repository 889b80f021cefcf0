"""What a decided remark did stays; no marker judges their own mark; a remark is about the group it was asked of."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from app.courses.queries import get_course, pieces_of
from app.courses.service import place, withdraw
from app.courses.service.withdrawing import bring_back
from app.grading import queries, service
from app.grading.models import Remark
from app.grading.queries.entries import find_group_mark
from app.grading.rules.correcting import Corrected, PieceCorrection, changes_between
from app.grading.rules.vocabulary import PieceState, Standing
from app.groupwork.rules.peer_words import PeerKind
from app.groupwork.service.marking_settling import settle_marks
from app.groupwork.service.peer_between import rate_presentation
from app.notifications.documents import render
from app.notifications.models import OutboxMessage
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, MANAGER, csrf_token
from tests.conftest import NOW
from tests.grading.cast import TINA, actor, enrolment_of, group_of, mark_groups, row_of, staff
from tests.grading.desk import OF_7, desk_group_mark, desk_mark, hand_in
from tests.grading.test_hidden_marks import ON_CLARITY, SECRET
from tests.grading.test_hidden_marks import desk as desk  # noqa: PLC0414 - the fixture
from tests.grading.test_remarks import ask, code_of
from tests.groupwork.peers.cast import ESTHER, LATER, assign, content, ids, open_peers, participant, team, team_course
from tests.groupwork.peers.cast import tutor as tutor_of
from tests.groupwork.peers.marked import THEO, mark_by_criteria
from tests.groupwork.peers.test_mark_group import mark


@pytest.fixture
def tina(graded):
    return actor(TINA, Role.TUTOR, graded)


@pytest.fixture
def moved(graded):
    """Group 1 has 70 percent, group 2 has 55. Amina asked while in group 1; in which group she is now, tests say."""
    mark_groups(graded, g1=70, g2=55)
    for person in (AMINA, BONGANI, CHLOE):
        service.record_factor(graded, enrolment_of(graded, person), Fraction(1), actor=SYSTEM, now=NOW)
    return ask(graded, key="group_work")


def percents(course):
    return [find_group_mark(group_of(course, name)).percent for name in "12"]


@pytest.mark.parametrize("to", ["2", None])
def test_the_mark_changes_of_the_group_in_which_it_was_asked(graded, moved, tina, to):
    place(graded, enrolment_of(graded, AMINA), to and group_of(graded, to), actor=SYSTEM, now=NOW)
    service.decide_remark(graded, moved.id, "Better.", mark=Fraction(90), actor=tina, now=NOW)
    assert percents(graded) == [90, 55]


def test_without_a_group_there_is_nothing_to_change(graded, moved, tina):
    session.get(Remark, moved.id).group_id = None
    session.flush()
    change = {"mark": Fraction(90), "actor": tina, "now": NOW}
    assert code_of(lambda: service.decide_remark(graded, moved.id, "Better.", **change)) == "no_group"
    assert percents(graded) == [70, 55]


@pytest.mark.parametrize("marker", [TINA, THEO])
def test_no_marker_of_the_piece_decides_where_somebody_else_can(graded, marker):
    mark_by_criteria(graded)
    actor(MANAGER, Role.ACTIVITY_MANAGER, graded)
    service.record_factor(graded, enrolment_of(graded, AMINA), Fraction(1), actor=SYSTEM, now=NOW)
    service.release_marks(graded, "group_work", actor=SYSTEM, now=NOW)
    remark = ask(graded, key="group_work")
    by = actor(marker, Role.TUTOR, graded)
    assert code_of(lambda: service.decide_remark(graded, remark.id, "Fair.", actor=by, now=NOW)) == "own_mark"


def test_where_all_of_the_team_marked_one_of_them_decides_and_it_says_so(graded):
    mark_by_criteria(graded)
    service.record_factor(graded, enrolment_of(graded, AMINA), Fraction(1), actor=SYSTEM, now=NOW)
    service.release_marks(graded, "group_work", actor=SYSTEM, now=NOW)
    by = actor(TINA, Role.TUTOR, graded)
    assert service.decide_remark(graded, ask(graded, key="group_work").id, "Fair.", actor=by, now=NOW).by_marker


def test_an_essays_marker_does_not_decide_after_somebody_typed_another_mark(desk):
    service.release_marks(desk, "essay", actor=SYSTEM, now=NOW)
    tina, marker = actor(TINA, Role.TUTOR, desk), queries.markers_of
    essay = enrolment_of(desk, AMINA)
    service.record_criteria(desk, essay, "essay", OF_7, reason="Typed.", actor=tina, now=NOW)
    remark = ask(desk)
    piece = next(one for one in queries.gradebook(desk).pieces if one.key == "essay")
    assert len(marker(desk, remark, piece)) == 2


def test_the_desk_does_not_replace_what_a_remark_changed(graded, tina):
    hand_in(graded, AMINA)
    desk_mark(graded, AMINA)
    service.release_marks(graded, "essay", actor=SYSTEM, now=NOW)
    new = dict(OF_7, clarity=Fraction(9))
    service.decide_remark(graded, ask(graded).id, "Read again.", mark=new, actor=tina, now=NOW)
    desk_mark(graded, AMINA, dict(OF_7, clarity=Fraction(6)), now=NOW + timedelta(days=1))
    assert row_of(graded, AMINA).derivation.essay_points == 30


def test_the_desk_does_not_replace_a_groups_mark_that_a_remark_changed(graded, moved, tina):
    service.decide_remark(graded, moved.id, "Better.", mark=Fraction(90), actor=tina, now=NOW)
    desk_group_mark(graded, "1", 60, now=NOW + timedelta(days=1))
    desk_group_mark(graded, "2", 60, now=NOW + timedelta(days=1))
    assert percents(graded) == [90, 60]


@pytest.fixture
def rated(app):
    """Group 1 has 100 percent by a tutor and 50 by peers, which count a fifth once their time is over."""
    course = team_course(peer={"between": {"weight": 20}})
    assign(course, g1="2", g2="1")
    open_peers(course, PeerKind.BETWEEN)
    mark(course, analysis=20, measures=30)
    rate_presentation(course, content(10, 15), base_version=None, actor=participant(course, ESTHER), now=NOW)
    return course


def test_time_that_passes_does_not_replace_a_mark_by_hand(rated):
    service.record_group_mark(rated, team(rated, "1"), Fraction(75), actor=tutor_of(rated, THEO), now=NOW)
    settle_marks(rated, actor=SYSTEM, now=LATER)
    assert find_group_mark(team(rated, "1")).percent == 75


def test_a_mark_that_a_tutor_finalises_afterwards_does(rated):
    service.record_group_mark(rated, team(rated, "1"), Fraction(75), actor=tutor_of(rated, THEO), now=NOW)
    mark(rated, analysis=10, measures=15, now=NOW + timedelta(hours=1))
    settle_marks(rated, actor=SYSTEM, now=LATER)
    assert find_group_mark(team(rated, "1")).percent == 50


def test_closing_counts_ratings_whose_time_is_over_without_any_sweep(rated):
    service.record_factor(rated, ids(rated)["Amina"], Fraction(1), actor=SYSTEM, now=NOW)
    service.close_course(rated, actor=SYSTEM, now=LATER)
    row = queries.row_of(get_course(rated.code), ids(rated)["Amina"])
    assert row.standing.piece("group_work").score == 90


def test_after_a_mark_changed_by_a_remark_the_author_still_reads_what_the_markers_said(desk, browse):
    service.release_marks(desk, "essay", actor=SYSTEM, now=NOW)
    by = actor(TINA, Role.TUTOR, desk)
    service.decide_remark(desk, ask(desk).id, "Read again.", mark=OF_7, actor=by, now=NOW)
    session.commit()
    page = browse(AMINA).get("/courses/A9714776/feedback/essay").text
    assert SECRET in page
    assert ON_CLARITY in page


def test_a_mark_by_hand_does_not_tell_what_the_desk_has_not_released(desk, browse):
    service.record_criteria(desk, enrolment_of(desk, AMINA), "essay", OF_7, reason="Typed.", actor=SYSTEM, now=NOW)
    session.commit()
    page = browse(AMINA).get("/courses/A9714776/feedback/essay").text
    assert SECRET not in page
    assert ON_CLARITY not in page


@pytest.fixture
def left(graded):
    """Amina asked for a remark on her essay, and left the course."""
    hand_in(graded, AMINA)
    desk_mark(graded, AMINA)
    service.release_marks(graded, "essay", actor=SYSTEM, now=NOW)
    remark = ask(graded)
    withdraw(graded, enrolment_of(graded, AMINA), "Left.", actor=SYSTEM, now=NOW)
    session.commit()
    return remark


def test_the_remark_of_somebody_who_left_waits_all_the_same(graded, left):
    assert queries.open_remarks(graded.id) == (left,)
    assert queries.readiness(queries.gradebook(graded), NOW).remarks == (left,)


def test_somebody_who_left_is_answered(graded, left, tina):
    service.write_about_remark(graded, left.id, "We look at it.", actor=tina, now=NOW)
    service.decide_remark(graded, left.id, "It is fair.", actor=tina, now=NOW)
    assert queries.open_remarks(graded.id) == ()
    mails = session.query(OutboxMessage).filter(OutboxMessage.template.like("remark_%")).all()
    assert {(mail.template, mail.address) for mail in mails} == {
        ("remark_message", AMINA.email),
        ("remark_decided", AMINA.email),
    }


@pytest.mark.parametrize("kind", ["essay", "quiz"])
def test_what_a_remark_changes_for_somebody_who_left_counts_once_they_are_back(graded, left, tina, kind):
    if kind == "essay":
        service.decide_remark(graded, left.id, "Better.", mark=dict(OF_7, clarity=Fraction(9)), actor=tina, now=NOW)
    else:
        piece = next(one for one in pieces_of(graded.id) if one.key == "quiz_1")
        session.get(Remark, left.id).piece_id = piece.id
        session.flush()
        service.decide_remark(
            graded, left.id, "Better.", mark=Fraction(9), actor=actor(MANAGER, Role.ACTIVITY_MANAGER, graded), now=NOW
        )
    assert [row.enrolment.email for row in queries.gradebook(graded).rows].count(AMINA.email) == 0
    bring_back(graded, left.enrolment_id, "Back.", actor=SYSTEM, now=NOW)
    standing = row_of(graded, AMINA).standing
    assert standing.piece("essay" if kind == "essay" else "quiz_1").score == (30 if kind == "essay" else 9)


def test_the_pages_of_remarks_show_that_of_somebody_who_left(graded, left, browse):
    tutor = browse(TINA, Role.TUTOR)
    listed = tutor.get("/courses/A9714776/remarks").text
    assert "Amina Banda" in listed
    assert "has left the course" in listed
    page = tutor.get(f"/courses/A9714776/remarks/{left.id}")
    assert page.status_code == 200
    assert 'name="decision"' in page.text
    assert "has left the course" in page.text
    assert f"/gradebook/{left.enrolment_id}" not in page.text
    data = {"csrf_token": csrf_token(tutor), "decision": "upheld", "reason": "It is fair."}
    assert tutor.post(f"/courses/A9714776/remarks/{left.id}/decision", data=data).status_code == 303
    assert tutor.get(f"/courses/A9714776/remarks/{left.id}").status_code == 200


def test_closing_counts_the_remark_of_somebody_who_left(graded, left, browse):
    page = browse(MANAGER, Role.ACTIVITY_MANAGER).get("/courses/A9714776/closing").text
    assert "1 request for a re-mark waits for a decision" in page


@pytest.mark.parametrize(("again", "count"), [("7.0", 0), ("8", 1)])
def test_the_same_criteria_are_no_change(again, count):
    standing = Standing(pieces={"essay": PieceState(done=True, score=Fraction(15))})
    corrected = Corrected({"essay": PieceCorrection(standing.pieces["essay"], criteria={"a": again, "b": "8"})})
    plan = [type("Plan", (), {"key": "essay"})()]
    found = changes_between(standing, standing, corrected, plan, {"essay": {"a": "7", "b": "8"}})
    assert len(found) == count


def mails_of(template):
    return session.query(OutboxMessage).filter_by(template=template).order_by(OutboxMessage.id).all()


def test_who_left_is_led_to_no_page_that_they_cannot_open(graded, left, tina):
    staff(MANAGER, Role.ACTIVITY_MANAGER, graded)
    service.write_about_remark(graded, left.id, "We look at it.", actor=tina, now=NOW)
    service.decide_remark(graded, left.id, "It is fair.", actor=tina, now=NOW)
    for mail in (*mails_of("remark_message"), *mails_of("remark_decided")):
        body = render(mail.template, mail.params, language="en", zone="UTC").body
        assert "/courses/" not in body
        assert MANAGER.email in body


def test_who_left_a_course_that_nobody_manages_is_told_of_nobody_to_write_to(graded, left, tina):
    service.decide_remark(graded, left.id, "It is fair.", actor=tina, now=NOW)
    (mail,) = mails_of("remark_decided")
    body = render(mail.template, mail.params, language="en", zone="UTC").body
    assert "write to" not in body
    assert "\n\n\n" not in body
