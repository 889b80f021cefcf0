"""Asking for more time, and the answer in one click or with own values."""

from datetime import UTC, datetime, timedelta

import pytest

from app.courses.queries import extensions_for, get_course, get_request, list_extensions, requests_of
from app.courses.rules import CourseValue, MoreTime, RequestValue
from app.courses.service import answer_request, ask_for_extension, close_course
from app.notifications.documents import render
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, MANAGER, STRANGER, TUTOR, enter_with_role
from tests.conftest import NOW
from tests.courses.more_time import (
    acting,
    ask,
    audited,
    deadline,
    grant,
    mails,
    participant,
    piece_of,
    to_group,
    to_person,
    waiting,
)
from tests.grading.cast import graded_course

LATER = datetime(2022, 4, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def course(app) -> CourseValue:
    return graded_course()


def answer(course: CourseValue, request: RequestValue, *, granted: bool, **options) -> RequestValue:
    circumstances = {"actor": acting(TUTOR, Role.TUTOR, course), "now": NOW, **options}
    return answer_request(get_course(course.code), request.id, granted=granted, **circumstances)


def test_a_request_waits_with_its_reason(course):
    asked = ask(course, "quiz_5", AMINA, " fever ")
    assert waiting(course) == ["fever"]
    assert (asked.name, asked.reason, asked.granted, asked.asked_at) == ("Amina Banda", "fever", None, NOW)
    assert requests_of(course.id, participant(course, AMINA).id) == (asked,)
    assert requests_of(course.id, participant(course, BONGANI).id) == ()


def test_the_tutors_hear_of_it_each_in_their_language(course):
    enter_with_role(TUTOR, Role.TUTOR, course.id)
    enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id)
    ask(course, "quiz_5", AMINA, "fever")
    (mail,) = mails("extension_asked")
    assert (mail.address, mail.language, mail.zone) == (TUTOR.email, "fr", "Africa/Dakar")
    said = render(mail.template, mail.params, language="en", zone=mail.zone)
    assert said.subject == "Amina Banda asks for more time: Quiz 5"
    assert "Reason: fever" in said.body
    assert "/courses/A9714776/extensions" in said.body


def test_where_a_course_has_no_tutor_its_managers_hear_of_it(course):
    enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id)
    ask(course, "quiz_5", AMINA)
    assert [mail.address for mail in mails("extension_asked")] == [MANAGER.email]


def test_the_same_again_is_the_same_request(course):
    enter_with_role(TUTOR, Role.TUTOR, course.id)
    assert ask(course, "quiz_5", AMINA) == ask(course, "quiz_5", AMINA)
    assert waiting(course) == ["ill"]
    assert len(mails("extension_asked")) == len(audited("ask_for_extension")) == 1


def test_a_second_request_for_a_piece_waits_for_the_first_answer(course):
    ask(course, "quiz_5", AMINA)
    with pytest.raises(RuleBroken) as refused:
        ask(course, "quiz_5", AMINA, "still ill")
    assert refused.value.code == "already_asked"
    ask(course, "quiz_6", AMINA)
    ask(course, "quiz_5", BONGANI)
    assert len(waiting(course)) == 3


def test_after_a_refusal_one_may_ask_again(course):
    answer(course, ask(course, "quiz_5", AMINA), granted=False)
    assert ask(course, "quiz_5", AMINA).granted is None


@pytest.mark.parametrize(
    ("key", "now", "until"),
    [
        ("quiz_5", NOW, datetime(2022, 3, 27, 21, 59, tzinfo=UTC)),  # 23:59 in Rome, in summer time since the morning
        ("quiz_1", NOW, datetime(2022, 3, 22, 22, 59, tzinfo=UTC)),  # over: two days from now, 23:59 in Rome
        ("quiz_1", datetime(2022, 3, 20, 23, 30, tzinfo=UTC), datetime(2022, 3, 23, 22, 59, tzinfo=UTC)),  # Rome: 21st
    ],
)
def test_one_click_grants_two_days_at_the_same_time_of_day(course, key, now, until):
    request = answer(course, ask(course, key, AMINA), granted=True, now=now)
    assert deadline(course, key, AMINA).closes_at == until
    assert (request.granted, request.approver, request.answered_at) == (True, "Théo N’Diaye", now)
    (extension,) = extensions_for(participant(course, AMINA))
    assert (extension.id, extension.reason) == (request.extension_id, "ill")
    assert waiting(course) == []


def test_own_values_are_granted_as_given(course):
    answer(course, ask(course, "quiz_5", AMINA), granted=True, more=MoreTime(minutes=20), answer="Get well.")
    assert deadline(course, "quiz_5", AMINA).limit == timedelta(minutes=50)
    assert mails("extension_granted")[0].address == AMINA.email


def test_the_same_asked_and_granted_twice_counts_twice(course):
    for _ in range(2):
        answer(course, ask(course, "quiz_5", AMINA), granted=True, more=MoreTime(minutes=20))
    assert deadline(course, "quiz_5", AMINA).limit == timedelta(minutes=70)


def test_group_work_is_granted_to_the_group(course):
    answer(course, ask(course, "group_work", AMINA), granted=True, more=MoreTime(until=LATER))
    assert deadline(course, "group_work", BONGANI).closes_at == LATER
    assert deadline(course, "group_work", CHLOE).closes_at < LATER


@pytest.mark.parametrize("said", ["", "Your webinar was moved."])
def test_what_was_written_to_the_tutors_does_not_reach_the_group(course, said):
    request = ask(course, "group_work", AMINA, "in hospital")
    answer(course, request, granted=True, more=MoreTime(until=LATER), answer=said)
    (extension,) = extensions_for(participant(course, BONGANI))
    assert extension.reason == said
    for mail in mails("extension_granted"):
        body = render(mail.template, mail.params, language="en", zone="UTC").body
        assert "in hospital" not in body
        assert ("Reason:" in body) == bool(said)
    (listed,) = list_extensions(course.id)
    assert listed.reason == (said or "in hospital")


def test_a_refusal_says_why_and_moves_nothing(course):
    before = deadline(course, "quiz_5", CHLOE)
    request = answer(course, ask(course, "quiz_5", CHLOE), granted=False, answer="The answers are out.")
    assert (request.granted, request.answer, request.extension_id) == (False, "The answers are out.", None)
    assert deadline(course, "quiz_5", CHLOE) == before
    (mail,) = mails("extension_refused")
    assert (mail.address, mail.language) == (CHLOE.email, "fr")
    said = render(mail.template, mail.params, language="en", zone=mail.zone).body
    assert "until 26 March 2022, 01:59 (Indian/Antananarivo), as before." in said
    assert "Answer: The answers are out." in said
    assert "Answered by: Théo N’Diaye" in said


def test_a_refusal_without_a_word_says_none(course):
    answer(course, ask(course, "quiz_5", CHLOE), granted=False)
    (mail,) = mails("extension_refused")
    assert "Answer:" not in render(mail.template, mail.params, language="en", zone=mail.zone).body


@pytest.mark.parametrize("granted", [True, False])
def test_the_same_answer_again_changes_nothing(course, granted):
    request = ask(course, "quiz_5", AMINA)
    first = answer(course, request, granted=granted)
    assert answer(course, request, granted=granted, now=NOW + timedelta(hours=1)) == first
    assert len(audited("answer_extension_request")) == 1
    assert len(mails("extension_granted")) + len(mails("extension_refused")) == 1


@pytest.mark.parametrize("granted", [True, False])
def test_the_opposite_answer_comes_too_late(course, granted):
    request = ask(course, "quiz_5", AMINA)
    answer(course, request, granted=granted)
    with pytest.raises(RuleBroken) as refused:
        answer(course, request, granted=not granted)
    assert refused.value.code == "request_answered"


def test_granting_in_person_answers_what_was_asked(course):
    request = ask(course, "quiz_5", AMINA)
    other = ask(course, "quiz_6", AMINA)
    done = grant(course, "quiz_5", to_person(course, AMINA), MoreTime(until=LATER))
    found = get_request(course.id, request.id)
    assert (found.granted, found.extension_id) == (True, done.extension.id)
    assert get_request(course.id, other.id).granted is None


def test_granting_to_a_group_leaves_personal_requests_open(course):
    ask(course, "quiz_5", AMINA)
    grant(course, "quiz_5", to_group(course, "1"), MoreTime(minutes=5))
    assert waiting(course) == ["ill"]


@pytest.mark.parametrize("reason", ["", " ", "x" * 1001])
def test_a_request_needs_a_reason(course, reason):
    with pytest.raises(Unreadable):
        ask(course, "quiz_5", AMINA, reason)


def test_who_takes_no_part_asks_for_nothing(course):
    with pytest.raises(NotAllowed):
        ask(course, "quiz_5", STRANGER)


@pytest.mark.parametrize("role", [Role.TUTOR, Role.ACTIVITY_MANAGER, Role.SPONSOR])
def test_staff_and_sponsors_do_not_ask(course, role):
    actor = acting(MANAGER, role, course)
    with pytest.raises(NotAllowed):
        ask_for_extension(course, piece_of(course, "quiz_5"), "ill", actor=actor, now=NOW)


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.ASSISTANT, Role.EXPERT, Role.SPONSOR])
def test_who_does_not_tutor_answers_nothing(course, role):
    request = ask(course, "quiz_5", AMINA)
    with pytest.raises(NotAllowed):
        answer(course, request, granted=True, actor=acting(AMINA, role, course))
    assert waiting(course) == ["ill"]


def test_a_request_of_another_course_is_not_found(course):
    other = graded_course("OTHER-1")
    request = ask(other, "quiz_5", AMINA)
    with pytest.raises(NotFound):
        answer(course, request, granted=True)


def test_in_a_closed_course_nothing_is_asked_or_answered(course):
    request = ask(course, "quiz_5", AMINA)
    close_course(course.id, actor=SYSTEM, now=NOW)
    for what in (lambda: ask(course, "quiz_6", AMINA), lambda: answer(course, request, granted=True)):
        with pytest.raises(RuleBroken) as refused:
            what()
        assert refused.value.code == "course_closed"


def test_time_that_makes_no_sense_leaves_the_request_open(course):
    request = ask(course, "quiz_5", AMINA)
    with pytest.raises(Unreadable):
        answer(course, request, granted=True, more=MoreTime(until=NOW))
    with pytest.raises(Unreadable):
        answer(course, request, granted=False, answer="x" * 1001)
    assert waiting(course) == ["ill"]
