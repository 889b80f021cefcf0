"""What item analysis reads: whose attempts, under which key, in how many statements."""

from __future__ import annotations

from fractions import Fraction

from app.quizzes import service
from app.quizzes.queries.items import analysis_of
from app.quizzes.rules import BankQuestion, Slot
from app.quizzes.rules.items import Analysis, ItemFigures
from app.shared.database import session
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.grading.rescoring.cast import BACK, DROP, RIGHT, begun, decision_on, everybody, keys_in, rescore, took
from tests.grading.rescoring.test_many import crowd
from tests.quizzes.cast import CLOSES, MINUTE, QUESTIONS, SECOND, Taking, taking
from tests.quizzes.questions import bank, single
from tests.statements import statements


def found(quiz: Taking) -> Analysis:
    session.expire_all()
    return analysis_of(quiz.quiz)


def item(quiz: Taking, key: str) -> ItemFigures:
    return next(one for one in found(quiz).items if one.studied.key == key)


def test_everybody_who_took_the_quiz_is_counted_once(app) -> None:
    quiz = everybody()
    analysis = found(quiz)
    assert (analysis.n, analysis.out_of, analysis.mean) == (3, 10, Fraction("7.5"))
    assert [(one.studied.key, one.n, one.blank) for one in analysis.items] == [
        ("q1", 3, 0), ("q2", 3, 0), ("q3", 3, 1), ("q4", 3, 0)
    ]  # fmt: skip
    assert [round(one.facility.value, 3) for one in analysis.items] == [1, 1, 0.667, 0.333]


def test_a_second_attempt_is_taken_by_somebody_who_knows_the_questions(app) -> None:
    quiz = taking(attempts=2)
    took(quiz, AMINA, q1="a", q2="c", q3="a", q4="a")
    took(quiz, AMINA)
    assert (found(quiz).n, found(quiz).mean) == (1, 0)


def test_an_attempt_without_an_answer_that_closed_by_itself_is_none(app) -> None:
    """The second attempt is then the first one that was finished."""
    quiz = taking(attempts=2)
    quiz.start(AMINA)
    quiz.settle(NOW + 32 * MINUTE)
    assert found(quiz).n == 0
    attempt = quiz.start(AMINA, NOW + 40 * MINUTE)
    quiz.answer_rightly(attempt, now=NOW + 41 * MINUTE)
    quiz.submit(attempt, NOW + 42 * MINUTE)
    assert (found(quiz).n, found(quiz).mean) == (1, 10)


def test_what_was_saved_before_the_deadline_counts_and_an_emptied_answer_does_not(app) -> None:
    quiz = taking()
    attempt = begun(quiz, AMINA)
    emptied = quiz.start(BONGANI)
    quiz.save(emptied, 1, ["b"] if keys_in(emptied)[1] != "q2" else ["a"])
    quiz.save(emptied, 1, [])
    quiz.settle(CLOSES + 2 * MINUTE)
    assert attempt.is_open
    assert found(quiz).n == 1


def test_open_attempts_are_not_looked_at(app) -> None:
    quiz = taking()
    begun(quiz, AMINA)
    assert (found(quiz).n, found(quiz).items) == (0, ())


def test_a_changed_key_counts_and_a_dropped_question_keeps_the_key_it_had(app) -> None:
    quiz = everybody()
    rescore(quiz, "q4", decision_on(quiz, "q4", "c"))
    assert round(item(quiz, "q4").facility.value, 3) == 0.667
    rescore(quiz, "q4", DROP)
    assert round(item(quiz, "q4").facility.value, 3) == 0.333
    assert item(quiz, "q4").studied.taken_out
    assert found(quiz).mean == Fraction(80, 9)


def test_time_runs_from_the_start_and_from_save_to_save(app) -> None:
    quiz = taking()
    attempt = quiz.start(AMINA)
    keys = keys_in(attempt)
    for number in (1, 2, 3, 4):
        quiz.save(attempt, number, RIGHT[keys[number]], now=NOW + number * number * MINUTE)
    quiz.submit(attempt, NOW + 17 * MINUTE)
    times = {one.studied.key: one.seconds for one in found(quiz).items}
    assert [times[keys[number]] for number in (1, 2, 3, 4)] == [60, 180, 300, 420]


def test_what_was_saved_after_a_silence_has_no_time(app) -> None:
    quiz = taking()
    attempt = quiz.start(AMINA)
    keys = keys_in(attempt)
    quiz.save(attempt, 1, RIGHT[keys[1]], now=NOW + MINUTE)
    pulse = service.take_pulse(attempt.id, actor=quiz.actor(AMINA))
    service.note_heartbeat(pulse, now=NOW + 9 * MINUTE)
    session.commit()
    quiz.save(attempt, 2, RIGHT[keys[2]], now=NOW + 9 * MINUTE + SECOND)
    quiz.submit(attempt, NOW + 10 * MINUTE)
    times = {one.studied.key: one.timed for one in found(quiz).items}
    assert (times[keys[1]], times[keys[2]]) == (1, 0)


def test_a_question_is_compared_by_language_and_by_version(app) -> None:
    quiz = taking()
    took(quiz, AMINA)
    edited = BankQuestion("q1", single("a", "abc"))
    service.enter_questions(quiz.course.id, [edited, *QUESTIONS[1:]], actor=SYSTEM, now=NOW)
    session.commit()
    attempt = quiz.start(CHLOE, language="fr")
    quiz.answer_rightly(attempt, now=NOW + MINUTE)
    quiz.submit(attempt)
    q1 = item(quiz, "q1")
    assert [(part.name, part.facility.n, part.facility.value) for part in q1.versions] == [("1", 1, 1), ("2", 1, 1)]
    assert [part.name for part in q1.languages] == ["en", "fr"]
    assert sorted(q1.studied.versions) == [1, 2]


def test_drawn_questions_are_counted_by_who_was_asked_them(app) -> None:
    questions = bank(*(single() for _ in range(4)), category="pool")
    quiz = taking(questions=questions, slots=[Slot(category="pool", draw=2)])
    for person in (AMINA, BONGANI, CHLOE):
        attempt = quiz.start(person)
        quiz.answer_rightly(attempt)
        quiz.submit(attempt)
    assert sum(one.n for one in found(quiz).items) == 6
    assert "same questions" in str(found(quiz).no_alpha)


def test_a_quiz_without_marks_is_out_of_its_questions(app) -> None:
    quiz = everybody(unmarked=True)
    assert (found(quiz).out_of, found(quiz).mean) == (4, 3)


def test_figures_of_many_take_as_many_statements_as_those_of_few(app) -> None:
    counted = []
    for code, count in (("FEW", 5), ("MANY", 60)):
        quiz = crowd(count, code)
        with statements() as sent:
            assert analysis_of(quiz.quiz).n == count
        counted.append(len(sent))
    assert counted[0] == counted[1] <= 8


def test_a_withdrawn_decision_leaves_the_key_as_written(app) -> None:
    quiz = everybody()
    rescore(quiz, "q4", DROP)
    rescore(quiz, "q4", BACK)
    assert not item(quiz, "q4").studied.taken_out
    assert found(quiz).mean == Fraction("7.5")
