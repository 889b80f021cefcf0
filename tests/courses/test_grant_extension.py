"""Granting more time: to whom, how much, who hears of it, and who may."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from app.courses.queries import extensions_for, get_course, list_extensions
from app.courses.rules import EVERYBODY, CourseValue, MoreTime, Receiver
from app.courses.rules.extensions import LATEST
from app.courses.service import close_course, deadline_listeners, register_deadline_listener
from app.notifications.documents import render
from app.shared.audit import AuditPersonalValue
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, EXPERT, MANAGER, TUTOR
from tests.conftest import NOW
from tests.courses.cast import small_course
from tests.courses.more_time import acting, audited, deadline, grant, mails, participant, piece_of, to_group, to_person
from tests.grading.cast import DIDIER, graded_course

QUIZ_5_ENDS = datetime(2022, 3, 25, 22, 59, tzinfo=UTC)
LATER = datetime(2022, 4, 2, 10, 0, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def course(app) -> CourseValue:
    return graded_course()


@pytest.fixture
def heard() -> Iterator[list]:
    """What a listener is told, as (piece, enrolments)."""
    calls: list = []

    def listen(course_id, piece_id, enrolment_ids, now) -> None:
        calls.append((piece_id, enrolment_ids if enrolment_ids is None else sorted(enrolment_ids)))

    register_deadline_listener(listen)
    yield calls
    deadline_listeners._listeners.remove(listen)


def ends(course: CourseValue, key: str = "quiz_5") -> list[datetime]:
    return [deadline(course, key, person).closes_at for person in (AMINA, BONGANI, CHLOE, DIDIER)]


def test_an_extension_for_a_person_moves_their_end_and_nobody_elses(course):
    grant(course, "quiz_5", to_person(course, AMINA), MoreTime(until=LATER))
    assert ends(course) == [LATER, QUIZ_5_ENDS, QUIZ_5_ENDS, QUIZ_5_ENDS]
    assert deadline(course, "quiz_6", AMINA).closes_at == datetime(2022, 4, 1, 21, 59, tzinfo=UTC)


def test_an_extension_for_a_group_moves_the_end_of_its_members(course):
    grant(course, "quiz_5", to_group(course, "1"), MoreTime(until=LATER))
    assert ends(course) == [LATER, LATER, QUIZ_5_ENDS, QUIZ_5_ENDS]


def test_an_extension_for_everybody_moves_everybodys_end(course):
    grant(course, "quiz_5", EVERYBODY, MoreTime(until=LATER))
    assert ends(course) == [LATER] * 4


def test_minutes_of_person_group_and_everybody_add_up(course):
    grant(course, "quiz_5", to_person(course, AMINA), MoreTime(minutes=5))
    grant(course, "quiz_5", to_group(course, "1"), MoreTime(minutes=10))
    grant(course, "quiz_5", EVERYBODY, MoreTime(minutes=20))
    assert deadline(course, "quiz_5", AMINA).limit == HALF_AN_HOUR + timedelta(minutes=35)
    assert deadline(course, "quiz_5", BONGANI).limit == HALF_AN_HOUR + timedelta(minutes=30)
    assert deadline(course, "quiz_5", DIDIER).limit == HALF_AN_HOUR + timedelta(minutes=20)


def test_a_window_that_is_over_opens_again(course):
    grant(course, "quiz_1", to_person(course, AMINA), MoreTime(until=LATER))
    assert deadline(course, "quiz_1", AMINA).state(NOW) == "open"
    assert deadline(course, "quiz_1", BONGANI).state(NOW) == "over"


def test_an_end_before_the_present_one_is_kept_on_record_and_shortens_nothing(course):
    done = grant(course, "quiz_5", to_person(course, AMINA), MoreTime(until=NOW + HALF_AN_HOUR))
    assert done.new
    assert done.moved == {}
    assert deadline(course, "quiz_5", AMINA).closes_at == QUIZ_5_ENDS
    assert mails("extension_granted") == []


def test_it_is_kept_with_reason_and_approver(course):
    tutor = acting(TUTOR, Role.TUTOR, course)
    grant(course, "quiz_5", to_person(course, AMINA), MoreTime(minutes=5), "  fire drill ", actor=tutor)
    (found,) = extensions_for(participant(course, AMINA))
    assert (found.name, found.reason, found.approver, found.granted_at) == (
        "Amina Banda",
        "fire drill",
        "Théo N’Diaye",
        NOW,
    )
    assert extensions_for(participant(course, BONGANI)) == ()


def test_the_trail_says_what_was_granted_and_keeps_the_reason_erasable(course):
    grant(course, "quiz_5", to_person(course, AMINA), MoreTime(minutes=5), "in hospital")
    (entry,) = audited("grant_extension")
    assert entry.after["piece"] == "quiz_5"
    assert entry.after["minutes"] == 5
    assert entry.after["enrolment"] == participant(course, AMINA).id
    assert "in hospital" not in str(entry.after)
    kept = session.query(AuditPersonalValue).filter_by(field="reason").one()
    assert (kept.value, kept.person_id) == ("in hospital", participant(course, AMINA).person_id)


def test_the_same_again_is_the_same_extension(course):
    first = grant(course, "quiz_5", to_person(course, AMINA), MoreTime(minutes=5))
    second = grant(course, "quiz_5", to_person(course, AMINA), MoreTime(minutes=5))
    assert (first.new, second.new) == (True, False)
    assert first.extension == second.extension
    assert deadline(course, "quiz_5", AMINA).limit == HALF_AN_HOUR + timedelta(minutes=5)
    assert len(mails("extension_granted")) == len(audited("grant_extension")) == 1


@pytest.mark.parametrize("different", ["receiver", "piece", "time", "reason"])
def test_what_differs_in_anything_is_another_extension(course, different):
    grant(course, "quiz_5", to_person(course, AMINA), MoreTime(minutes=5))
    grant(
        course,
        "quiz_6" if different == "piece" else "quiz_5",
        to_person(course, BONGANI if different == "receiver" else AMINA),
        MoreTime(minutes=6 if different == "time" else 5),
        "another" if different == "reason" else "power cut",
    )
    assert len(list_extensions(course.id)) == 2


def test_who_is_helped_gets_a_mail_in_their_language_and_zone(course):
    grant(course, "quiz_5", EVERYBODY, MoreTime(until=LATER), "strike")
    found = mails("extension_granted")
    assert [mail.address for mail in found] == sorted(p.email for p in (AMINA, BONGANI, CHLOE, DIDIER))
    amina, chloe = found[0], found[2]
    assert (chloe.language, chloe.zone) == ("fr", "Indian/Antananarivo")
    mail = render(amina.template, amina.params, language=amina.language, zone=amina.zone)
    assert mail.subject == "More time for “Quiz 5”"
    assert "counts for you until 2 April 2022, 12:00 (Africa/Lusaka)." in mail.body
    assert "in minutes: 30" in mail.body
    assert "Reason: strike" in mail.body
    assert "Granted by: e-Campus" in mail.body
    assert "/courses/A9714776/more-time" in mail.body


def test_listeners_hear_which_piece_and_whose(course, heard):
    quiz = piece_of(course, "quiz_5").id
    group = sorted(participant(course, person).id for person in (AMINA, BONGANI))
    grant(course, "quiz_5", to_person(course, CHLOE), MoreTime(minutes=5))
    grant(course, "quiz_5", to_group(course, "1"), MoreTime(minutes=5))
    grant(course, "quiz_5", EVERYBODY, MoreTime(minutes=5))
    grant(course, "quiz_5", EVERYBODY, MoreTime(minutes=5))
    assert heard == [(quiz, [participant(course, CHLOE).id]), (quiz, group), (quiz, None)]


@pytest.mark.parametrize(
    ("more", "where"),
    [
        (MoreTime(), "until"),
        (MoreTime(until=LATER, minutes=5), "until"),
        (MoreTime(until=NOW), "until"),
        (MoreTime(until=LATEST), "until"),
        (MoreTime(minutes=0), "minutes"),
        (MoreTime(minutes=-5), "minutes"),
        (MoreTime(minutes=7 * 24 * 60 + 1), "minutes"),
    ],
)
def test_time_that_makes_no_sense_is_refused(course, more, where):
    with pytest.raises(Unreadable) as refused:
        grant(course, "quiz_5", EVERYBODY, more)
    assert [problem.where for problem in refused.value.problems] == [where]
    assert list_extensions(course.id) == ()


@pytest.mark.parametrize(
    "more",
    [
        MoreTime(until=NOW + timedelta(milliseconds=1)),
        MoreTime(until=LATEST - timedelta(milliseconds=1)),
        MoreTime(minutes=7 * 24 * 60),
    ],
)
def test_the_least_and_the_most_are_taken(course, more):
    assert grant(course, "quiz_5", EVERYBODY, more).new


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 1001])
def test_a_reason_is_needed_and_is_no_book(course, reason):
    with pytest.raises(Unreadable):
        grant(course, "quiz_5", EVERYBODY, MoreTime(minutes=5), reason)


def test_somebody_or_a_group_of_another_course_is_not_found(course):
    other = graded_course("OTHER-1")
    for receiver in (to_person(other, AMINA), to_group(other, "1"), Receiver(enrolment_id=999_999)):
        with pytest.raises(NotFound):
            grant(course, "quiz_5", receiver, MoreTime(minutes=5))
    assert list_extensions(course.id) == ()


def test_a_closed_course_gives_no_more_time(course):
    close_course(course.id, actor=SYSTEM, now=NOW)
    with pytest.raises(RuleBroken) as refused:
        grant(course, "quiz_5", EVERYBODY, MoreTime(minutes=5))
    assert refused.value.code == "course_closed"


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.ASSISTANT, Role.EXPERT, Role.SPONSOR])
def test_who_does_not_tutor_grants_nothing(course, role):
    with pytest.raises(NotAllowed):
        grant(course, "quiz_5", EVERYBODY, MoreTime(minutes=5), actor=acting(EXPERT, role, course))


def test_a_tutor_of_another_course_grants_nothing(course):
    elsewhere = acting(TUTOR, Role.TUTOR, small_course())
    with pytest.raises(NotAllowed):
        grant(course, "quiz_5", EVERYBODY, MoreTime(minutes=5), actor=elsewhere)


@pytest.mark.parametrize("role", [Role.TUTOR, Role.ACTIVITY_MANAGER])
def test_tutors_and_managers_grant(course, role):
    assert grant(course, "quiz_5", EVERYBODY, MoreTime(minutes=5), actor=acting(MANAGER, role, course)).new


def test_the_list_starts_with_the_latest_and_goes_on_from_any(course):
    for minutes in (1, 2, 3):
        grant(course, "quiz_5", EVERYBODY, MoreTime(minutes=minutes))
    found = list_extensions(course.id, limit=2)
    assert [one.granted.more.minutes for one in found] == [3, 2]
    rest = list_extensions(course.id, before=found[-1].id)
    assert [one.granted.more.minutes for one in rest] == [1]
    assert get_course(course.code).id == course.id
