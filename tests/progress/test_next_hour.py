"""My next hour: what to mark, whom to write to, what to decide, each one click away."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.rules import NewPerson
from app.courses.rules import CourseValue, Deadline
from app.courses.service import cast_ballot, close_vote, name_ambassador, open_vote
from app.grading.service import excuse_piece
from app.groupwork.service import share_file, submit
from app.groupwork.service.marking import mark_group
from app.groupwork.service.peer_between import assign_presentations
from app.progress.rules import Reason, contacts, minutes_to_mark
from app.rubrics.rules import MarkContent
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import (
    AMINA,
    ASSISTANT,
    BONGANI,
    CHLOE,
    EXPERT,
    MANAGER,
    STRANGER,
    TUTOR,
    enter,
    enter_with_role,
    sign_in,
)
from tests.courses.more_time import ask
from tests.essays.marking.cast import UMA, ZOE, content, give, hand_in, marker, set_marking
from tests.grading.cast import DIDIER, enrolment_of, group_of, import_rows, mark_groups, result_row
from tests.groupwork.cast import as_member
from tests.progress.cast import a_course, a_piece, at, running_course
from tests.statements import statements

PATH = "/courses/A9714776/next-hour"
POINTS = ("analysis", "coherence", "measures", "gender", "dialogue", "presentation")


@pytest.fixture
def course(app: Flask) -> CourseValue:
    """In its sixth week: Amina has done four quizzes, Bongani one, the others nothing."""
    course = running_course()
    import_rows(course, result_row(AMINA, quiz_1=5, quiz_2=5, quiz_3=5, quiz_4=5), result_row(BONGANI, quiz_1=5))
    return course


def page_of(app: Flask, person: object, role: Role | None, course: CourseValue) -> str:
    client = browser_of(app, person, role, course)
    answer = client.get(PATH)
    assert answer.status_code == 200
    return answer.text


def browser_of(app: Flask, person: object, role: Role | None, course: CourseValue) -> FlaskClient:
    client = app.test_client()
    sign_in(client, enter_with_role(person, role, course.id) if role else enter(person))
    return client


@pytest.mark.parametrize(("words", "minutes"), [(0, 5), (300, 5), (501, 6), (2000, 20), (2001, 21)])
def test_minutes_are_reckoned_from_words(words: int, minutes: int) -> None:
    assert minutes_to_mark(words) == minutes


def test_what_to_mark_is_counted_the_oldest_first(app: Flask, course: CourseValue) -> None:
    newer = hand_in(course, AMINA, at=clock.now() - timedelta(days=1))
    older = hand_in(course, BONGANI, "word " * 2000, at=clock.now() - timedelta(days=3))
    tutor = marker(UMA, course)
    page = page_of(app, UMA, Role.TUTOR, course)
    assert "2 essays have no marker yet" in page
    assert "about 25 minutes." in page
    assert page.index(f"essays/{older.id}?") < page.index(f"essays/{newer.id}?")
    give(newer, tutor, final=False)
    page = page_of(app, UMA, Role.TUTOR, course)
    assert "1 essay is yours to mark" in page
    assert f"essays/{newer.id}?shown=mine" in page
    give(newer, tutor)
    give(older, marker(TUTOR, course))
    assert "No essay waits for you." in page_of(app, UMA, Role.TUTOR, course)


def test_whom_to_write_to_with_the_reason(app: Flask, course: CourseValue) -> None:
    page = page_of(app, UMA, Role.TUTOR, course)
    chloe, bongani = page.index("Write to Chloé"), page.index("Write to Bongani")
    assert chloe < bongani
    assert "mailto:chloe@ecampus.test" in page
    assert "has not begun" in page
    assert f"gradebook/{enrolment_of(course, CHLOE)}" in page


def test_who_is_excused_is_not_written_to_for_it(app: Flask, course: CourseValue) -> None:
    assert "Write to Bongani" in page_of(app, UMA, Role.TUTOR, course)
    for piece in ("quiz_2", "quiz_3", "quiz_4"):
        excuse_piece(course, enrolment_of(course, BONGANI), piece, "On mission.", actor=SYSTEM, now=clock.now())
    session.commit()
    page = page_of(app, UMA, Role.TUTOR, course)
    assert "Write to Bongani" not in page
    assert "Write to Chloé" in page


def test_all_who_have_not_begun_are_written_to_at_once_and_see_nobodys_address(app: Flask, course: CourseValue) -> None:
    page = page_of(app, UMA, Role.TUTOR, course)
    assert 'href="mailto:?bcc=chloe%40ecampus.test%2Cdidier%40ecampus.test"' in page
    assert "Write to all who have not begun" in page
    import_rows(course, result_row(DIDIER, quiz_1=1))
    assert "Write to all who have not begun" not in page_of(app, UMA, Role.TUTOR, course)


def test_more_time_takes_somebody_off_the_list() -> None:
    course = a_course()
    one, two = a_piece("quiz_1", position=1), a_piece("quiz_2", position=2)
    over, still = Deadline(closes_at=at("2022-03-01")), Deadline(closes_at=at("2022-04-01"))
    deadlines = {7: {1: over, 2: over}, 8: {1: over, 2: still}, 9: {1: still, 2: still}, 6: {1: over, 2: over}}
    done = {7: ["quiz_1"], 8: [], 9: [], 6: ["quiz_1", "quiz_2"]}
    found = contacts(course, (one, two), deadlines, done, at("2022-03-10"))
    assert [(who.enrolment_id, who.reason, who.missed) for who in found] == [
        (8, Reason.NOT_BEGUN, ("quiz_1",)),
        (7, Reason.BEHIND, ("quiz_2",)),
    ]


def test_decisions_wait_one_click_away(app: Flask, course: CourseValue) -> None:
    name_ambassadors(course)
    rate_each_other(course)
    assert "Nothing waits for a decision." in page_of(app, UMA, Role.TUTOR, course)
    ask(course, "quiz_6", AMINA)
    session.commit()
    page = page_of(app, UMA, Role.TUTOR, course)
    assert "Amina Banda asks for more time" in page
    assert f"/courses/{course.code}/extensions" in page


def test_an_expert_sees_nothing_to_mark_and_nothing_to_decide(app: Flask, course: CourseValue) -> None:
    hand_in(course, AMINA)
    ask(course, "quiz_6", AMINA)
    session.commit()
    page = page_of(app, EXPERT, Role.EXPERT, course)
    assert 'id="to-mark"' not in page
    assert "asks for more time" not in page


@pytest.mark.parametrize(
    ("person", "role", "status"), [(ASSISTANT, Role.ASSISTANT, 403), (AMINA, None, 403), (STRANGER, None, 404)]
)
def test_whom_it_is_not_for(app: Flask, course: CourseValue, person: object, role: Role | None, status: int) -> None:
    assert browser_of(app, person, role, course).get(PATH).status_code == status


def test_the_home_page_leads_there(app: Flask, course: CourseValue) -> None:
    assert PATH in browser_of(app, UMA, Role.TUTOR, course).get("/").text


def test_it_costs_a_handful_of_statements(app: Flask, course: CourseValue) -> None:
    reader = browser_of(app, UMA, Role.TUTOR, course)
    hand_in(course, AMINA)
    reader.get(PATH)
    with statements() as few:
        reader.get(PATH)
    for author in (BONGANI, CHLOE):
        hand_in(course, author)
    with statements() as many:
        reader.get(PATH)
    assert len(few) == len(many) <= 26


def name_ambassadors(course: CourseValue) -> None:
    for name, person in (("1", AMINA), ("2", CHLOE)):
        name_ambassador(course, group_of(course, name), enrolment_of(course, person), actor=SYSTEM, now=clock.now())
    session.commit()


def rate_each_other(course: CourseValue) -> None:
    rates = {group_of(course, one): group_of(course, other) for one, other in ("12", "21")}
    assign_presentations(course, rates, actor=SYSTEM, now=clock.now())
    session.commit()


def give_group(course: CourseValue, person: NewPerson, points: int, *, final: bool = True) -> None:
    by, content = marker(person, course), MarkContent(dict.fromkeys(POINTS, Fraction(points)))
    mark_group(course, group_of(course, "1"), content, final=final, base_version=None, actor=by, now=clock.now())
    session.commit()


def submit_group(course: CourseValue) -> None:
    """Group 1 hands in its work."""
    group, amina, now = group_of(course, "1"), as_member(course, AMINA), clock.now()
    file = share_file(course, group, "policy.txt", b"Our policy.", actor=amina, now=now)
    submit(course, group, [file.id], "", actor=amina, now=now)
    session.commit()


def after_the_presentations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.progress.pages.arrived_at", lambda: clock.now() + timedelta(days=14))


def test_a_group_that_handed_in_waits_for_its_mark(app: Flask, course: CourseValue) -> None:
    name_ambassadors(course)
    desk = f'href="/courses/A9714776/group-marks/{group_of(course, "1")}"'
    assert desk not in page_of(app, UMA, Role.TUTOR, course)
    submit_group(course)
    assert desk in page_of(app, UMA, Role.TUTOR, course)
    give_group(course, UMA, 5, final=False)
    assert desk in page_of(app, UMA, Role.TUTOR, course)
    give_group(course, UMA, 5)
    assert desk not in page_of(app, UMA, Role.TUTOR, course)
    assert desk in page_of(app, TUTOR, Role.TUTOR, course)


def test_once_the_time_for_group_work_is_over_every_group_waits(
    app: Flask, course: CourseValue, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_ambassadors(course)
    after_the_presentations(monkeypatch)
    page = page_of(app, UMA, Role.TUTOR, course)
    for name in "12":
        assert f'href="/courses/A9714776/group-marks/{group_of(course, name)}"' in page
    assert "3 members of groups have no participation factor" in page


def test_a_mark_that_somebody_typed_leaves_nothing_to_mark(app: Flask, course: CourseValue) -> None:
    name_ambassadors(course)
    submit_group(course)
    mark_groups(course, g1=70)
    assert "group-marks/" not in page_of(app, UMA, Role.TUTOR, course).partition('id="to-mark"')[2]


def test_marks_of_a_group_that_lie_apart_wait_for_their_markers(app: Flask, course: CourseValue) -> None:
    name_ambassadors(course)
    give_group(course, UMA, 1)
    give_group(course, TUTOR, 10)
    words = "The marks of group 1 lie apart"
    assert words in page_of(app, UMA, Role.TUTOR, course)
    assert words not in page_of(app, ZOE, Role.TUTOR, course)
    assert words in page_of(app, MANAGER, Role.ACTIVITY_MANAGER, course)


def test_marks_of_an_essay_that_lie_apart_wait_for_their_markers(app: Flask, course: CourseValue) -> None:
    course = set_marking(course, markers=2)
    essay = hand_in(course, AMINA)
    leads = f"essays/{essay.id}?shown=discussion"
    give(essay, marker(UMA, course), content(clarity="9"))
    assert leads not in page_of(app, UMA, Role.TUTOR, course)
    give(essay, marker(TUTOR, course), content(clarity="2"))
    assert leads in page_of(app, UMA, Role.TUTOR, course)
    assert leads not in page_of(app, ZOE, Role.TUTOR, course)
    assert leads in page_of(app, MANAGER, Role.ACTIVITY_MANAGER, course)


def test_when_nobody_was_given_a_presentation_to_rate_that_is_to_be_decided(app: Flask, course: CourseValue) -> None:
    words = "No group has a presentation to rate yet"
    name_ambassadors(course)
    assert words in page_of(app, UMA, Role.TUTOR, course)
    assert 'href="/courses/A9714776/peers/dates"' in page_of(app, UMA, Role.TUTOR, course)
    rate_each_other(course)
    assert words not in page_of(app, UMA, Role.TUTOR, course)


def test_a_presentation_that_is_far_ahead_or_over_asks_for_no_decision(
    app: Flask, course: CourseValue, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in (-20, 40):
        monkeypatch.setattr("app.progress.pages.arrived_at", lambda days=days: clock.now() + timedelta(days=days))
        assert "No group is given a presentation" not in page_of(app, UMA, Role.TUTOR, course)


def test_a_tie_and_a_group_without_an_ambassador_wait_for_a_tutor(app: Flask, course: CourseValue) -> None:
    group, tutor = group_of(course, "1"), marker(UMA, course)
    open_vote(course, group, actor=tutor, now=clock.now())
    for voter, candidate in ((AMINA, BONGANI), (BONGANI, AMINA)):
        by = as_member(course, voter)
        cast_ballot(course, group, enrolment_of(course, candidate), actor=by, now=clock.now())
    close_vote(course, group, actor=tutor, now=clock.now())
    session.commit()
    page = page_of(app, UMA, Role.TUTOR, course)
    assert "The vote of group 1 ended in a tie" in page
    assert "Group 2 has no ambassador" in page
    assert "Group 1 has no ambassador" not in page
    assert f'href="/courses/A9714776/groups/{group}#ambassador"' in page
    assert "ambassador" not in page_of(app, EXPERT, Role.EXPERT, course)
