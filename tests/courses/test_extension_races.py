"""Two tutors, two clicks, one answer."""

from collections import Counter

import pytest

from app.courses.queries import get_course, list_extensions, requests_of
from app.courses.rules import EVERYBODY, CourseValue, MoreTime
from app.courses.service import answer_request
from app.shared.database import session
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.courses.more_time import ask, audited, deadline, grant, mails, participant
from tests.grading.cast import graded_course
from tests.grading.test_races import at_once

CLICKS = 6


@pytest.fixture
def course(app) -> CourseValue:
    return graded_course()


def test_the_same_extension_given_at_once_is_one(app, course):
    def click() -> None:
        grant(course, "quiz_5", EVERYBODY, MoreTime(minutes=10))

    assert at_once(app, *[click] * CLICKS) == ["done"] * CLICKS
    assert len(list_extensions(course.id)) == len(audited("grant_extension")) == 1
    assert deadline(course, "quiz_5", AMINA).limit.total_seconds() == 40 * 60
    assert len(mails("extension_granted")) == 4


def test_different_extensions_given_at_once_all_count(app, course):
    clicks = [
        lambda minutes=minutes: grant(course, "quiz_5", EVERYBODY, MoreTime(minutes=minutes)) for minutes in (1, 2, 4)
    ]
    assert at_once(app, *clicks) == ["done"] * 3
    assert deadline(course, "quiz_5", AMINA).limit.total_seconds() == 37 * 60


def test_of_a_grant_and_a_refusal_at_once_one_holds(app, course):
    request = ask(course, "quiz_5", CHLOE)
    session.commit()

    def click(*, granted: bool) -> None:
        answer_request(get_course(course.code), request.id, granted=granted, actor=SYSTEM, now=NOW)

    clicks = [lambda granted=granted: click(granted=granted) for granted in (True, False, True, False)]
    assert Counter(at_once(app, *clicks)) == {"done": 2, "request_answered": 2}
    (answered,) = requests_of(course.id, participant(course, CHLOE).id)
    assert len(list_extensions(course.id)) == (1 if answered.granted else 0)
    assert len(audited("answer_extension_request")) == 1


def test_the_same_request_sent_at_once_is_one(app, course):
    clicks = [lambda person=person: ask(course, "quiz_5", person) for person in (BONGANI, AMINA) * 3]
    assert at_once(app, *clicks) == ["done"] * 6
    for person in (AMINA, BONGANI):
        assert len(requests_of(course.id, participant(course, person).id)) == 1
