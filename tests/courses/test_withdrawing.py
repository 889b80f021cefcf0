"""Leaving a course and coming back: the way in is shut, what was recorded stays, the history says why."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sqlalchemy as sa

from app.accounts.queries import grants_of
from app.courses import queries, service
from app.courses.models import Enrolment, EnrolmentChange
from app.courses.queries import get_course
from app.courses.rules.enrolments import EnrolmentStep
from app.grading import queries as grading
from app.grading.service import close_course
from app.reports.queries import completion
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, MANAGER, TUTOR, enter, sign_in
from tests.conftest import NOW
from tests.grading.cast import DIDIER, actor, all_done, enrolment_of, graded_course, import_rows, mark_groups, row_of


@pytest.fixture
def course(app):
    course = graded_course()
    mark_groups(course, g1=80)
    import_rows(course, all_done(AMINA), all_done(BONGANI))
    return course


def withdraw(course, person=AMINA, reason="A new post abroad.", by=SYSTEM):
    enrolment = enrolment_of(course, person)
    done = service.withdraw(course, enrolment, reason, actor=by, now=NOW)
    session.commit()
    return done


def test_who_left_is_in_no_list_and_cannot_open_the_course(course, client):
    sign_in(client, enter(AMINA))
    assert client.get(f"/courses/{course.code}/standing").status_code == 200
    left = withdraw(course)

    assert client.get(f"/courses/{course.code}/standing").status_code == 404
    assert [person.email for person in queries.withdrawn_of(course.id)] == [AMINA.email]
    assert AMINA.email not in {person.email for person in queries.roster(course.id)}
    assert not [grant for grant in grants_of(left.person_id) if grant.role is Role.PARTICIPANT]


def test_who_comes_back_finds_everything_as_it_was(course):
    before = row_of(course, AMINA)
    left = withdraw(course)
    service.bring_back(course, left.id, "The post fell through.", actor=SYSTEM, now=NOW)
    session.commit()

    assert row_of(course, AMINA) == before
    assert [(one.step, one.reason) for one in queries.changes_of([left.id])[left.id]] == [
        (EnrolmentStep.WITHDREW, "A new post abroad."),
        (EnrolmentStep.RETURNED, "The post fell through."),
    ]
    assert [grant.role for grant in grants_of(left.person_id)] == [Role.PARTICIPANT]


def test_who_is_enrolled_again_by_a_file_has_it_in_the_history(course):
    left = withdraw(course)
    graded_course()
    session.expire_all()
    assert queries.withdrawn_of(course.id) == []
    assert [one.step for one in queries.changes_of([left.id])[left.id]] == [
        EnrolmentStep.WITHDREW,
        EnrolmentStep.RETURNED,
    ]


def test_an_ambassador_who_leaves_is_none_any_more(course):
    enrolment = enrolment_of(course, AMINA)
    session.execute(sa.update(Enrolment).where(Enrolment.id == enrolment).values(ambassador=True))
    withdraw(course)
    assert not session.get_one(Enrolment, enrolment).ambassador
    assert all(group.ambassador_id is None for group in queries.groups_of(course.id))


@pytest.mark.parametrize("verb", [service.withdraw, service.bring_back])
def test_who_may_not_and_what_is_refused(course, verb):
    enrolment = enrolment_of(course, BONGANI)
    if verb is service.bring_back:
        withdraw(course, BONGANI)
    tutor = actor(TUTOR, Role.TUTOR, course)
    for by, reason, error in ((tutor, "Ill.", NotAllowed), (SYSTEM, "  ", Unreadable)):
        with pytest.raises(error):
            verb(course, enrolment, reason, actor=by, now=NOW)
    with pytest.raises(NotFound):
        verb(course, 99999, "Ill.", actor=SYSTEM, now=NOW)


def test_nobody_comes_back_who_never_left(course):
    with pytest.raises(NotFound):
        service.bring_back(course, enrolment_of(course, AMINA), "Back.", actor=SYSTEM, now=NOW)


def test_a_closed_course_stays_as_it_is(course):
    close_course(course, actor=SYSTEM, now=NOW)
    session.commit()
    with pytest.raises(RuleBroken):
        withdraw(get_course(course.code))
    assert session.query(EnrolmentChange).count() == 0


def test_figures_have_both_denominators(course):
    before = completion(course).to_data()
    assert (before["participants"], before["enrolled"], before["withdrawn"], before["with_withdrawn"]) == (
        4,
        4,
        0,
        None,
    )
    withdraw(course)
    after = completion(get_course(course.code)).to_data()

    assert (after["participants"], after["enrolled"], after["withdrawn"]) == (3, 4, 1)
    assert after["engagement"] == {"full": 1, "half": 0, "some": 0, "never": 2}
    published = {key: before[key] for key in before if key not in {"code", "enrolled", "withdrawn", "with_withdrawn"}}
    assert after["with_withdrawn"] == published


def test_a_sponsors_figures_count_its_own_who_left(course):
    withdraw(course)
    assert completion(course, "SAMM").to_data()["enrolled"] == 3
    assert completion(course, "").to_data()["with_withdrawn"] is None


def test_who_left_before_closing_gets_no_result_and_still_counts_among_all_who_enrolled(course):
    withdraw(course)
    close_course(course, actor=SYSTEM, now=NOW)
    session.commit()
    closed = get_course(course.code)

    assert AMINA.email not in {row.enrolment.email for row in grading.gradebook(closed).rows}
    everybody = {row.enrolment.email: row for row in grading.gradebook(closed, everybody=True).rows}
    assert everybody[AMINA.email].result_id is None
    assert everybody[AMINA.email].derivation.total == Fraction(76)


def test_the_pages_record_it_list_it_and_bring_back(course, client):
    sign_in(client, enter(MANAGER))
    marta = actor(MANAGER, Role.ACTIVITY_MANAGER, course)
    assert marta
    enrolment = enrolment_of(course, AMINA)
    here = f"/courses/{course.code}/participants"
    form = client.get(f"{here}/{enrolment}/withdrawal")
    token = form.text.split('name="csrf_token" value="')[1].split('"')[0]
    empty = client.post(f"{here}/{enrolment}/withdrawal", data={"csrf_token": token, "reason": ""})
    assert empty.status_code == 422
    assert (
        client.post(f"{here}/{enrolment}/withdrawal", data={"csrf_token": token, "reason": "Ill."}).status_code == 303
    )
    page = client.get(f"{here}/withdrawn").text
    assert "Amina Banda" in page
    assert "Ill." in page
    statistics = client.get(f"/courses/{course.code}/statistics").text
    assert "2 of 4" in statistics
    assert client.post(f"{here}/{enrolment}/return", data={"csrf_token": token, "reason": "Well."}).status_code == 303
    assert DIDIER.email in client.get(here).text


def test_exports_carry_the_second_denominator_only_where_somebody_left(course, run):
    command = ["statistics", "export", course.code, "--format", "csv"]
    assert "with_withdrawn_" not in run.invoke(args=command).output
    withdraw(course)
    assert "with_withdrawn_outcome,achievement," in run.invoke(args=command).output
    assert "4 enrolled in all" in run.invoke(args=["statistics", "show", course.code]).output
