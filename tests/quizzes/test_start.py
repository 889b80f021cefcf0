"""Starting: what is drawn and pinned, when it is due, who may not, and that two clicks are one attempt."""

from fractions import Fraction

import pytest
from sqlalchemy import func, select

from app.courses.models import Enrolment
from app.courses.queries import get_course
from app.grading.service import close_course
from app.quizzes import queries, service
from app.quizzes.models import Attempt
from app.quizzes.rules import AttemptState, Slot
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.grading.test_races import at_once
from tests.quizzes.cast import CLOSES, GRACE, MILLISECOND, MINUTE, question, stored, taking
from tests.quizzes.questions import bank, numeric, single


def refusal(quiz, person=AMINA, now=NOW):
    with pytest.raises(RuleBroken) as refused:
        quiz.start(person, now)
    session.rollback()
    return refused.value.code


def asked(attempt):
    return queries.asked_in([attempt.id])[attempt.id]


def test_an_attempt_is_due_after_its_limit(quiz):
    attempt = quiz.start()
    assert attempt.state is AttemptState.OPEN
    assert (attempt.started_at, attempt.due_at) == (NOW, NOW + 30 * MINUTE)
    assert attempt.accept_until == attempt.close_at == NOW + 30 * MINUTE + GRACE


def test_the_window_ends_an_attempt_that_its_limit_does_not(quiz):
    assert quiz.start(now=CLOSES - 10 * MINUTE).due_at == CLOSES


def test_a_quiz_without_a_limit_is_due_with_its_window(app):
    assert taking(minutes=None).start().due_at == CLOSES


def test_a_practice_quiz_without_a_limit_is_never_due(app):
    attempt = taking(unmarked=True, minutes=None).start()
    assert (attempt.due_at, attempt.accept_until, attempt.close_at) == (None, None, None)


def test_a_practice_quiz_may_have_a_limit(app):
    assert taking(unmarked=True, minutes=5).start().due_at == NOW + 5 * MINUTE


def test_extra_time_stretches_the_limit(quiz):
    session.get_one(Enrolment, quiz.enrolment(AMINA)).extra_time = Fraction(3, 2)
    session.flush()
    assert quiz.start().due_at == NOW + 45 * MINUTE


def test_every_question_is_asked_once_with_its_options_in_an_order_of_its_own(quiz):
    papers = [asked(quiz.start(person)) for person in (AMINA, BONGANI)]
    for paper in papers:
        assert [one.number for one in paper] == [1, 2, 3, 4]
        assert all(sorted(one.option_keys) == list("abcd") for one in paper)
    orders = [[(one.question_id, one.option_keys) for one in paper] for paper in papers]
    assert orders[0] != orders[1]
    assert {one.question_id for one in papers[0]} == {one.question_id for one in papers[1]}


def test_questions_and_options_stand_as_written_where_the_quiz_says_so(app):
    paper = asked(taking(shuffle_questions=False, shuffle_options=False).start())
    assert [one.question.kind for one in paper] == ["single", "multiple", "single", "single"]
    assert {one.option_keys for one in paper} == {tuple("abcd")}


def test_a_pool_gives_so_many_of_its_category_and_tag(app):
    pool = [question(f"p{number}", single(), category="2 Data/Sources", tags=("new",)) for number in range(6)]
    other = [
        question("o1", single(), category="2 Data"),
        question("o2", single(), category="2 Database", tags=("new",)),
    ]
    slots = [Slot(category="2 Data", tag="new", draw=4, points=Fraction(2)), Slot(question="o1")]
    quiz = taking(questions=[*pool, *other], slots=slots)
    attempt = quiz.start()
    assert len({one.question_id for one in asked(attempt)}) == 5
    assert attempt.out_of == 9


def test_the_reader_gets_their_language_where_every_question_has_it(quiz):
    assert quiz.start(AMINA, language="fr").language == "fr"
    assert quiz.start(BONGANI, language="pt").language == "en"


def test_whoever_has_an_open_attempt_gets_that_one(quiz):
    first = quiz.start()
    again = service.start_attempt(quiz.quiz.id, language="fr", actor=quiz.actor(AMINA), now=NOW + MINUTE)
    assert (again.attempt, again.new) == (first, False)


def test_an_attempt_can_be_started_from_the_first_instant_of_the_window_to_before_its_last(quiz):
    opens = quiz.quiz.opens_at
    assert refusal(quiz, now=opens - MILLISECOND) == "quiz_not_open"
    assert quiz.start(AMINA, opens).started_at == opens
    assert quiz.start(BONGANI, CLOSES - MILLISECOND).started_at == CLOSES - MILLISECOND
    assert refusal(quiz, CHLOE, CLOSES) == "quiz_closed"


def test_attempts_are_used_up(quiz):
    quiz.submit(quiz.start())
    assert refusal(quiz) == "no_attempts_left"


def test_an_attempt_that_ran_out_is_used_up_even_when_nobody_swept(quiz):
    attempt = quiz.start()
    assert refusal(quiz, now=NOW + 31 * MINUTE) == "no_attempts_left"
    quiz.settle(NOW + 31 * MINUTE)
    assert stored(attempt).state is AttemptState.EXPIRED


def test_with_more_attempts_the_next_has_another_paper(app):
    quiz = taking(attempts=2, questions=bank(*[single()] * 8))
    first = quiz.start()
    quiz.submit(first)
    second = quiz.start()
    assert (first.number, second.number) == (1, 2)
    assert [one.question_id for one in asked(first)] != [one.question_id for one in asked(second)]
    quiz.submit(second)
    assert refusal(quiz) == "no_attempts_left"


def test_attempts_without_limit(app):
    quiz = taking(attempts=None)
    for number in range(1, 6):
        attempt = quiz.start()
        quiz.submit(attempt)
        assert attempt.number == number


def test_a_quiz_without_questions_cannot_be_started(app):
    quiz = taking(slots=[Slot(category="nowhere", draw=3)])
    assert refusal(quiz) == "quiz_empty"


def test_a_closed_course_has_no_quizzes_to_take(quiz):
    close_course(get_course(quiz.course.code), actor=SYSTEM, now=NOW)
    session.commit()
    assert refusal(quiz) == "course_closed"


def test_a_participant_who_left_the_course_cannot_start(quiz):
    actor = quiz.actor(AMINA)
    session.get_one(Enrolment, quiz.enrolment(AMINA)).withdrawn_at = NOW
    session.commit()
    with pytest.raises(RuleBroken) as refused:
        service.start_attempt(quiz.quiz.id, language="en", actor=actor, now=NOW)
    assert refused.value.code == "not_enrolled"


def test_nobody_else_can_start(quiz):
    elsewhere = Actor(1, "person:1", (Grant(Role.PARTICIPANT, quiz.course.id + 1),))
    tutor = Actor(1, "person:1", (Grant(Role.TUTOR, quiz.course.id),))
    script = Actor(1, "person:1", (Grant(Role.PARTICIPANT, quiz.course.id),), frozenset({"take_quiz"}))
    for actor in (elsewhere, tutor, script, SYSTEM):
        with pytest.raises(NotAllowed):
            service.start_attempt(quiz.quiz.id, language="en", actor=actor, now=NOW)


def test_a_quiz_that_is_not_there_cannot_be_started(quiz):
    with pytest.raises(NotFound):
        service.start_attempt(999, language="en", actor=quiz.actor(AMINA), now=NOW)


def test_an_attempt_keeps_the_version_that_it_was_given(quiz):
    before = asked(quiz.start(AMINA))
    changed = [question(one.key, numeric("7")) for one in bank(single(), single(), single(), single())]
    service.enter_questions(quiz.course.id, changed, actor=SYSTEM, now=NOW)
    session.commit()
    assert asked(quiz.start(AMINA)) == before
    assert {one.question.kind for one in asked(quiz.start(BONGANI))} == {"numeric"}


def test_of_four_clicks_at_once_there_is_one_attempt(app, quiz):
    actor, quiz_id = quiz.actor(AMINA), quiz.quiz.id
    ids = []

    def click():
        ids.append(service.start_attempt(quiz_id, language="en", actor=actor, now=NOW).attempt.id)

    assert at_once(app, *[click] * 4) == ["done"] * 4
    assert len(set(ids)) == 1
    assert session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_starting_costs_the_same_few_statements_however_many_questions_there_are(app):
    from tests.statements import statements  # noqa: PLC0415

    counts = []
    for code, size in (("FEW-1", 2), ("MANY-1", 40)):
        quiz = taking(code, questions=bank(*[single()] * size))
        actor = quiz.actor(AMINA)
        with statements() as seen:
            service.start_attempt(quiz.quiz.id, language="en", actor=actor, now=NOW)
        session.commit()
        counts.append(len(seen))
    assert counts[0] >= counts[1]
    assert counts[0] <= 20
