"""The page on which members' factors are proposed from evidence, and confirmed by a tutor."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from app.courses.queries import get_enrolment
from app.courses.service import close_course
from app.grading.queries import find_factor
from app.groupwork.models import AttendanceNote, GroupTask
from app.groupwork.rules.values import Attendance
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, EXPERT, MANAGER, STRANGER, csrf_token
from tests.conftest import NOW
from tests.grading.cast import TINA, enrolment_of, graded_course, group_of
from tests.statements import statements

pytestmark = pytest.mark.alike

PATH = "/courses/A9714776/factors"


@pytest.fixture
def tutor(browse):
    return browse(TINA, Role.TUTOR)


def give_tasks(course, person, done: int, of: int) -> None:
    person_id = get_enrolment(course.id, enrolment_of(course, person)).person_id
    for number in range(of):
        session.add(
            GroupTask(
                course_id=course.id,
                group_id=group_of(course, "1"),
                enrolment_id=enrolment_of(course, person),
                text=f"task {number}",
                set_at=NOW,
                done_at=NOW if number < done else None,
                done_by=person_id if number < done else None,
            )
        )
    session.commit()


def note(course, person, state: Attendance, session_key: str = "group_1") -> None:
    session.add(
        AttendanceNote(
            course_id=course.id,
            group_id=group_of(course, "1"),
            session_key=session_key,
            enrolment_id=enrolment_of(course, person),
            state=state.value,
            noted_at=NOW,
        )
    )
    session.commit()


def send(browser, course, confirm, *, looked=True, **fields):
    page = browser.get(PATH).text
    versions = dict(re.findall(r'name="(version-\d+)" value="(\d*)"', page))
    data = {"csrf_token": csrf_token(browser), "confirm": confirm, **versions, **({"looked": "yes"} if looked else {})}
    return browser.post(PATH, data={**data, **fields})


def factor(course, person) -> Fraction | None:
    session.expire_all()
    entry = find_factor(course, enrolment_of(course, person))
    return entry.value if entry else None


def test_evidence_stands_beside_the_proposal_and_the_formula_on_the_page(tutor, graded):
    give_tasks(graded, AMINA, done=2, of=3)
    note(graded, AMINA, Attendance.PRESENT)
    note(graded, AMINA, Attendance.EXCUSED, "group_2")

    page = tutor.get(PATH).text

    assert "Tasks: 2 of 3 done" in page
    assert "Sessions: at 1 of 1 noted" in page
    assert "share 0.60" in page
    assert "full: 1" in page
    assert "60 × tasks done + 20 × sessions attended + 20 × worksheet + 0 × team’s ratings" in page


def test_a_member_without_evidence_gets_no_proposal_and_nothing_chosen(tutor, graded):
    page = tutor.get(PATH).text
    assert page.count("no proposal") == 2
    assert "selected" not in page
    assert send(tutor, graded, "all").status_code == 303
    assert factor(graded, AMINA) is None


def test_nothing_counts_before_a_tutor_confirms(tutor, graded):
    give_tasks(graded, AMINA, done=3, of=3)
    tutor.get(PATH)
    assert factor(graded, AMINA) is None


def test_one_is_confirmed_and_the_others_are_left(tutor, graded):
    one, other = enrolment_of(graded, AMINA), enrolment_of(graded, BONGANI)
    answer = send(tutor, graded, str(one), **{f"factor-{one}": "full", f"factor-{other}": "none"})
    assert answer.status_code == 303
    assert factor(graded, AMINA) == 1
    assert factor(graded, BONGANI) is None


def test_all_in_view_are_confirmed_after_looking(tutor, graded):
    one, other = enrolment_of(graded, AMINA), enrolment_of(graded, BONGANI)
    chosen = {f"factor-{one}": "full", f"factor-{other}": "partial"}
    refused = send(tutor, graded, "all", looked=False, **chosen)
    assert refused.status_code == 422
    assert "looked at the evidence" in refused.text
    assert factor(graded, AMINA) is None
    answer = send(tutor, graded, "all", **chosen)
    assert (answer.status_code, factor(graded, AMINA), factor(graded, BONGANI)) == (303, 1, Fraction(1, 2))
    assert "2 factors are recorded." in tutor.get(PATH).text


def test_another_factor_needs_a_reason_and_one_fault_keeps_all_back(tutor, graded):
    one, other = enrolment_of(graded, AMINA), enrolment_of(graded, BONGANI)
    chosen = {f"factor-{one}": "full", f"factor-{other}": "other", f"other-{other}": "3/4"}
    refused = send(tutor, graded, "all", **chosen)
    assert refused.status_code == 422
    assert "needs a written reason" in refused.text
    assert "confirmed" not in refused.text
    assert factor(graded, AMINA) is None
    assert send(tutor, graded, "all", **chosen, **{f"reason-{other}": "fell ill"}).status_code == 303
    assert factor(graded, BONGANI) == Fraction(3, 4)


def test_differing_from_the_proposal_is_free(tutor, graded):
    give_tasks(graded, AMINA, done=3, of=3)
    one = enrolment_of(graded, AMINA)
    assert send(tutor, graded, str(one), **{f"factor-{one}": "none"}).status_code == 303
    assert factor(graded, AMINA) == 0


def test_what_somebody_changed_meanwhile_is_not_overwritten(tutor, graded):
    one = enrolment_of(graded, AMINA)
    send(tutor, graded, str(one), **{f"factor-{one}": "full"})
    data = {"csrf_token": csrf_token(tutor), "confirm": str(one), f"version-{one}": "", f"factor-{one}": "none"}
    assert tutor.post(PATH, data=data).status_code == 412
    assert factor(graded, AMINA) == 1


def test_one_group_is_in_view_and_nobody_outside_it_is_confirmed(tutor, graded):
    second = group_of(graded, "2")
    assert "Chloé" in tutor.get(f"{PATH}?group={second}").text
    assert "Amina" not in tutor.get(f"{PATH}?group={second}").text
    chloe = enrolment_of(graded, CHLOE)
    assert send(tutor, graded, str(chloe), **{f"factor-{chloe}": "full"}).status_code == 404
    assert tutor.get(f"{PATH}?group=999999").status_code == 404
    other = graded_course("OTHER-1")
    assert tutor.get(f"{PATH}?group={group_of(other, '1')}").status_code == 404


def test_in_a_closed_course_there_is_no_form(tutor, graded):
    close_course(graded.id, actor=SYSTEM, now=NOW)
    assert "Confirm all" not in tutor.get(PATH).text
    one = enrolment_of(graded, AMINA)
    data = {"csrf_token": csrf_token(tutor), "confirm": str(one), f"version-{one}": "", f"factor-{one}": "full"}
    assert tutor.post(PATH, data=data).status_code == 409


@pytest.mark.parametrize(
    ("person", "role", "status"), [(EXPERT, Role.EXPERT, 403), (AMINA, None, 403), (STRANGER, None, 404)]
)
def test_who_may_not(browse, graded, person, role, status):
    browser = browse(person, role)
    assert browser.get(PATH).status_code == status
    assert browser.post(PATH, data={"csrf_token": csrf_token(browser)}).status_code == status


def test_a_manager_of_another_course_finds_nothing(browse, graded):
    assert browse(MANAGER, Role.ACTIVITY_MANAGER, graded_course("OTHER-1")).get(PATH).status_code == 404


def test_the_page_costs_the_same_few_statements(tutor, graded):
    tutor.get(PATH)
    with statements() as seen:
        tutor.get(PATH)
    assert len(seen) <= 22
