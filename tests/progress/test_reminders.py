"""Who still owes what soon closes for them is told once, by mail: for each piece and each end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from flask import Flask

from app.accounts.queries import find_person
from app.accounts.rules import NewPerson
from app.accounts.service import disable_person, revoke_role
from app.courses.queries import enrolments_by_email, get_course
from app.courses.rules import CourseValue, Deadline, EnrolmentValue, MoreTime, PieceKind
from app.courses.schemas import read_definition
from app.courses.service import close_course, load_definition, set_extra_time, withdraw
from app.grading.service import excuse_piece
from app.notifications.documents import Mail, render
from app.notifications.models import OutboxMessage
from app.notifications.service import enqueue_many
from app.progress.jobs import remind_participants
from app.progress.rules import closing_soon
from app.progress.service import reminders
from app.quizzes import queries as quizzes
from app.quizzes.rules.vocabulary import AttemptState
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.courses.cast import ADA, import_rows
from tests.courses.materials.cast import FILES, SHELF, give_texts
from tests.courses.more_time import grant, to_person
from tests.courses.samples import SMALL
from tests.essays.cast import CLOSES as ESSAY_CLOSES
from tests.essays.cast import essay_course
from tests.grading.cast import graded_course
from tests.groupwork.test_races import at_once
from tests.progress.cast import a_course, a_piece, at
from tests.quizzes.cast import CLOSES, SECOND, Taking, taking
from tests.statements import statements

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ALL = {AMINA.email, BONGANI.email, CHLOE.email}
OPENS, ENDS = at("2022-03-10"), at("2022-03-20")


@pytest.fixture
def quiz(app: Flask) -> Taking:
    """A quiz to be taken once, open at NOW; it closes less than eleven hours later."""
    return taking()


def mails() -> list[OutboxMessage]:
    session.expire_all()
    found = session.query(OutboxMessage).filter(OutboxMessage.dedupe_key.like("piece-reminder:%"))
    return found.order_by(OutboxMessage.id).all()


def reminded(now: datetime = NOW) -> set[str]:
    """Sweep, and return whom all mails so far went to."""
    remind_participants(now)
    return {mail.address for mail in mails()}


def put(mail: OutboxMessage) -> Mail:
    return render(mail.template, mail.params, language=mail.language, zone=mail.zone)


# What is decided


@pytest.mark.parametrize(
    ("now", "own", "due"),
    [
        pytest.param(ENDS - 48 * HOUR - SECOND, Deadline(OPENS, ENDS), False, id="more than 48 hours ahead"),
        pytest.param(ENDS - 48 * HOUR, Deadline(OPENS, ENDS), True, id="48 hours ahead"),
        pytest.param(ENDS - SECOND, Deadline(OPENS, ENDS), True, id="the last second"),
        pytest.param(ENDS, Deadline(OPENS, ENDS), False, id="at the end"),
        pytest.param(ENDS + DAY, Deadline(OPENS, ENDS), False, id="over"),
        pytest.param(ENDS - HOUR, Deadline(ENDS - HOUR + SECOND, ENDS), False, id="not open yet"),
        pytest.param(
            ENDS - HOUR, Deadline(ENDS - HOUR, ENDS), True, id="open for less than two days, from its opening"
        ),
        pytest.param(ENDS - HOUR, Deadline(OPENS, ENDS + 7 * DAY), False, id="an own end later on"),
        pytest.param(ENDS + 6 * DAY, Deadline(OPENS, ENDS + 7 * DAY), True, id="an own end soon"),
        pytest.param(ENDS - HOUR, Deadline(OPENS, None), False, id="without an end"),
    ],
)
def test_when_somebody_is_reminded(now: datetime, own: Deadline, *, due: bool) -> None:
    piece = a_piece("quiz_1")
    found = closing_soon(a_course(), [piece], {7: {piece.id: own}}, now)
    assert [(one.enrolment_id, one.piece.key, one.closes_at) for one in found] == [(7, "quiz_1", own.closes_at)] * due


@pytest.mark.parametrize(
    ("now", "due"),
    [
        pytest.param(at("2022-03-25", "21:59") - SECOND, False, id="two days by the clocks that were put forward"),
        pytest.param(at("2022-03-25", "21:59"), True, id="48 hours"),
    ],
)
def test_two_days_are_48_hours_where_clocks_change_in_between(now: datetime, *, due: bool) -> None:
    """Closes on 27 March at 23:59 in Rome; 48 hours before, clocks there show 22:59 on the 25th."""
    piece, own = a_piece("quiz_1"), Deadline(OPENS, at("2022-03-27", "21:59"))
    assert bool(closing_soon(a_course(), [piece], {7: {piece.id: own}}, now)) is due


def test_neither_what_is_settled_nor_group_work_nor_anything_in_a_closed_course() -> None:
    quiz, group, essay = (a_piece(key, position=number) for number, key in enumerate(("quiz_1", "group", "essay"), 1))
    pieces = (quiz, replace(group, kind=PieceKind.GROUP), replace(essay, kind=PieceKind.ESSAY))
    own = {one.id: Deadline(OPENS, ENDS) for one in pieces}
    deadlines = {7: own, 8: own}
    found = closing_soon(a_course(), pieces, deadlines, ENDS - DAY, {(7, quiz.id), (8, essay.id)})
    assert [(one.enrolment_id, one.piece.key) for one in found] == [(7, "essay"), (8, "quiz_1")]
    assert closing_soon(a_course(closed=True), pieces, deadlines, ENDS - DAY) == ()


# Who gets a mail


def does_it(quiz: Taking) -> None:
    quiz.submit(quiz.start())


def has_it_under_way(quiz: Taking) -> None:
    quiz.start()


def has_let_the_only_attempt_run_out(quiz: Taking) -> None:
    attempt = quiz.start(now=NOW - 5 * HOUR)
    quiz.settle(NOW - 4 * HOUR)
    assert quizzes.get_attempt(attempt.id).state is AttemptState.EXPIRED
    assert quiz.kept() is None


def is_excused(quiz: Taking) -> None:
    excuse_piece(quiz.course, quiz.enrolment(AMINA), "quiz_1", "On mission.", actor=SYSTEM, now=NOW)


def has_left(quiz: Taking) -> None:
    withdraw(quiz.course, quiz.enrolment(AMINA), "Left.", actor=SYSTEM, now=NOW)


def has_lost_the_role(quiz: Taking) -> None:
    revoke_role(person_id(AMINA), Role.PARTICIPANT, actor=SYSTEM, now=NOW, course_id=quiz.course.id)


def may_not_sign_in(quiz: Taking) -> None:
    disable_person(person_id(AMINA), actor=SYSTEM, now=NOW)


def has_more_time(quiz: Taking) -> None:
    grant(quiz.course, "quiz_1", to_person(quiz.course, AMINA), MoreTime(until=CLOSES + 7 * DAY))


def has_extra_time(quiz: Taking) -> None:
    set_extra_time(quiz.course, quiz.enrolment(AMINA), Fraction(2), "As agreed.", actor=SYSTEM, now=NOW)


def person_id(person: NewPerson) -> int:
    found = find_person(person.email)
    assert found is not None
    return found.id


@pytest.mark.parametrize(
    "happens",
    [
        does_it,
        has_it_under_way,
        has_let_the_only_attempt_run_out,
        is_excused,
        has_left,
        has_lost_the_role,
        may_not_sign_in,
        has_more_time,
        has_extra_time,
    ],
    ids=lambda happens: happens.__name__,
)
def test_all_are_reminded_but_who(quiz: Taking, happens: Callable[[Taking], None]) -> None:
    happens(quiz)
    session.commit()
    assert reminded() == ALL - {AMINA.email}


def test_whose_attempt_ran_out_empty_is_reminded_while_another_is_left(app: Flask) -> None:
    quiz = taking(attempts=2)
    quiz.start(now=NOW - 5 * HOUR)
    quiz.settle(NOW - 4 * HOUR)
    assert reminded() == ALL


@pytest.mark.parametrize(
    ("happens", "end"), [(has_more_time, CLOSES + 7 * DAY), (has_extra_time, None)], ids=["extension", "extra time"]
)
def test_who_has_another_end_is_reminded_before_that_one(
    quiz: Taking, happens: Callable[[Taking], None], end: datetime | None
) -> None:
    happens(quiz)
    session.commit()
    own = end or quizzes.deadline_of(quiz.quiz, get_course(quiz.course.code), enrolment(quiz, AMINA)).closes_at
    assert own is not None
    assert own - CLOSES > 6 * DAY
    assert reminded(own - 48 * HOUR - SECOND) == set()
    assert reminded(own - 48 * HOUR) == {AMINA.email}
    assert [mail.params["until"] for mail in mails()] == [own.isoformat()]


def enrolment(quiz: Taking, person: NewPerson) -> EnrolmentValue:
    return enrolments_by_email(quiz.course.id, [person.email])[person.email]


def test_nobody_is_reminded_in_a_closed_course(quiz: Taking) -> None:
    close_course(quiz.course.id, actor=SYSTEM, now=NOW)
    session.commit()
    assert reminded() == set()


def test_nobody_is_reminded_of_a_quiz_that_is_not_there_or_asks_nothing(app: Flask) -> None:
    definition = SMALL.replace("2022-03-18 23:59", "2022-03-20 23:59")
    load_definition(read_definition(definition.encode(), code="SMALL-1"), actor=SYSTEM, now=NOW)
    course = get_course("SMALL-1")
    import_rows(course, ADA)
    taking("QUIZ-2", slots=())
    assert reminded() == set()


def test_nobody_is_reminded_of_a_quiz_that_does_not_count(app: Flask) -> None:
    taking(unmarked=True)
    assert reminded(at("2022-03-30", "12:00")) == ALL
    assert {mail.params["essay"] for mail in mails()} == {True}


def test_of_an_essay_who_has_not_handed_it_in_a_draft_included(app: Flask) -> None:
    writing = essay_course()
    writing.handed_in(AMINA)
    writing.write(person=BONGANI)
    assert reminded(ESSAY_CLOSES - DAY) == ALL - {AMINA.email}


# Once


def test_once_however_often_the_sweep_comes_by(quiz: Taking) -> None:
    assert [remind_participants(NOW), remind_participants(NOW), remind_participants(NOW + HOUR)] == [3, 0, 0]


def test_of_two_sweeps_at_once_each_mail_is_queued_by_one(app: Flask, quiz: Taking) -> None:
    assert sum(at_once(app, *[lambda: remind_participants(NOW)] * 2)) == 3
    assert len(mails()) == 3


def test_what_two_sweeps_found_before_either_wrote_is_queued_once(quiz: Taking) -> None:
    first, second = reminders(NOW), reminders(NOW)
    assert [enqueue_many(first, now=NOW), enqueue_many(second, now=NOW)] == [3, 0]


def test_an_end_that_is_moved_is_reminded_of_anew(quiz: Taking) -> None:
    reminded()
    until = CLOSES + 3 * DAY
    grant(quiz.course, "quiz_1", to_person(quiz.course, AMINA), MoreTime(until=until))
    session.commit()
    assert remind_participants(NOW) == 0
    assert remind_participants(until - DAY) == 1
    assert (mails()[-1].address, mails()[-1].params["until"]) == (AMINA.email, until.isoformat())


def test_a_sweep_that_comes_late_sends_nothing_after_the_end(quiz: Taking) -> None:
    grant(quiz.course, "quiz_1", to_person(quiz.course, CHLOE), MoreTime(until=CLOSES + 2 * DAY))
    session.commit()
    assert reminded(CLOSES - 48 * HOUR - SECOND) == set()
    assert reminded(CLOSES + DAY) == {CHLOE.email}


def test_a_mail_for_each_of_two_pieces(app: Flask) -> None:
    taking(closes="2022-03-31 12:00")
    assert remind_participants(at("2022-03-31", "08:00")) == 6
    amina = [put(mail).subject for mail in mails() if mail.address == AMINA.email]
    assert amina == ["Still open for you: “Quiz”", "Still open for you: “Essay”"]
    assert len({mail.dedupe_key for mail in mails()}) == 6


# What it says


@pytest.fixture
def course(app: Flask) -> CourseValue:
    """The sample course, with an essay that closes on 1 April at 23:59 in Rome, and quizzes that nobody can take."""
    return graded_course()


def by_address(now: datetime) -> dict[str, OutboxMessage]:
    remind_participants(now)
    return {mail.address: mail for mail in mails()}


def test_each_in_their_language_on_their_clock_with_the_way_there(course: CourseValue) -> None:
    found = by_address(at("2022-04-01"))
    amina, chloe = put(found[AMINA.email]), put(found[CHLOE.email])
    assert amina.subject == "Still open for you: “Final essay”"
    assert "It closes for you on 1 April 2022, 23:59 (Africa/Lusaka)." in amina.body
    assert "What you write there counts once you hand it in." in amina.body
    assert f"/courses/{course.code}/essay/write\n" in amina.body
    assert chloe.subject.startswith("Encore ouvert pour vous")
    assert "Fermeture pour vous\u00a0: 2 avril 2022, 00:59 (Indian/Antananarivo)." in chloe.body


def test_of_a_quiz_the_mail_leads_to_its_rules(quiz: Taking) -> None:
    body = put(by_address(NOW)[AMINA.email]).body
    assert f"/courses/{quiz.course.code}/quizzes/quiz_1\n" in body
    assert "hand it in" not in body


def test_a_course_gives_its_own_words(course: CourseValue) -> None:
    words = (SHELF / "messages" / "reminder_piece.yaml").read_bytes()
    give_texts(course, {**FILES, "messages/reminder_piece.yaml": words})
    mail = by_address(at("2022-04-01"))[CHLOE.email]
    assert mail.template == "course_message"
    assert mail.params["body"].startswith("Bonjour Chloé,")
    assert "Fermeture\u00a0: 2 avril 2022, 00:59 (Indian/Antananarivo)" in mail.params["body"]
    assert "{" not in mail.params["body"]
    assert "–\n" not in mail.params["body"]


# What it costs


def cost(now: datetime) -> int:
    """How many statements find what is due and queue it."""
    session.commit()
    with statements() as seen:
        remind_participants(now)
    return len(seen)


def test_thirty_participants_cost_as_many_statements_as_three(quiz: Taking) -> None:
    quiz.start()
    far = cost(NOW - 4 * DAY)
    few = cost(NOW)
    session.query(OutboxMessage).delete()
    import_rows(quiz.course, *({**ADA, "email": f"p{number}@example.org", "ambassador": ""} for number in range(27)))
    assert cost(NOW) == few <= 16
    assert len(mails()) == 29
    assert far <= 5
