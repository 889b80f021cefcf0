from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from app.courses.rules import CourseValue
from app.quizzes.models import QuestionVersion, StoredQuestion
from app.quizzes.queries import get_quiz, quizzes_of
from app.quizzes.rules import QuizFile
from app.quizzes.service import load_quizzes
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound
from app.shared.permissions import SYSTEM, Role
from tests.conftest import NOW
from tests.courses.cast import small_course, staff
from tests.quizzes.files import EVERY_KIND, choice, quiz_file, read
from tests.statements import statements


@pytest.fixture
def course(app: Flask) -> CourseValue:
    return small_course()


def files(*questions: str, quiz: str = "warm_up") -> tuple[QuizFile, ...]:
    read_files, problems = read(file=quiz_file(*questions, quiz=quiz))
    assert problems == []
    return read_files


def load(course: CourseValue, *read_files: QuizFile) -> list[str]:
    return load_quizzes(course, read_files, SYSTEM, NOW)


def versions(key: str) -> list[int]:
    statement = sa.select(QuestionVersion.number).join(StoredQuestion, StoredQuestion.id == QuestionVersion.question_id)
    return list(session.scalars(statement.where(StoredQuestion.key == key).order_by(QuestionVersion.number)))


def test_a_quiz_is_loaded_with_its_questions_in_their_places(course: CourseValue) -> None:
    told = load(course, *files(*EVERY_KIND))
    assert told == ["questions new: 7 (one, many, yes_no, ...)", "quiz warm_up: created, 7 places"]
    quiz = get_quiz(course.id, "warm_up")
    assert [slot.question for slot in quiz.slots] == ["one", "many", "yes_no", "count", "word", "pairs", "steps"]
    assert (quiz.piece_id, quiz.maximum) == (None, None)


def test_the_same_files_again_change_nothing(course: CourseValue) -> None:
    load(course, *files(*EVERY_KIND))
    assert load(course, *files(*EVERY_KIND)) == []


def test_a_changed_question_gets_a_new_version_and_keeps_the_old_one(course: CourseValue) -> None:
    load(course, *files(choice("one"), choice("two")))
    told = load(course, *files(choice("one", right=(1,)), choice("two")))
    assert told == ["questions changed: 1 (one)"]
    assert versions("one") == [1, 2]
    assert versions("two") == [1]


def test_a_question_that_moves_in_the_bank_gets_no_new_version(course: CourseValue) -> None:
    load(course, *files(choice("one")))
    assert load(course, *files(choice("one").replace("1 Concepts", "2 Words"))) == ["questions moved: 1 (one)"]
    assert versions("one") == [1]


def test_another_setting_is_told_by_its_name(course: CourseValue) -> None:
    load(course, *files(choice("one")))
    (changed,), _ = read(file=quiz_file(choice("one")).replace(b"settings: {}", b"settings: {attempts: 3}"))
    assert load(course, changed) == ["quiz warm_up: attempts changed"]
    assert get_quiz(course.id, "warm_up").settings.attempts == 3


def test_a_quiz_that_no_file_names_any_more_goes_and_its_questions_stay_in_the_bank(course: CourseValue) -> None:
    load(course, *files(choice("one")))
    assert load(course, *files(choice("two"), quiz="other")) == [
        "questions new: 1 (two)", "quiz other: created, 1 places", "quiz warm_up: taken away",
    ]  # fmt: skip
    assert [quiz.key for quiz in quizzes_of(course.id)] == ["other"]
    assert versions("one") == [1]


def test_a_course_without_quiz_files_is_left_alone(course: CourseValue) -> None:
    assert load(course) == []


def test_only_who_may_load_courses_may_load_their_quizzes(course: CourseValue) -> None:
    with pytest.raises(NotAllowed):
        load_quizzes(course, files(choice("one")), staff(Role.TUTOR, course), NOW)


def test_statements_do_not_grow_with_the_number_of_questions(course: CourseValue) -> None:
    def counted(number: int) -> int:
        questions = [choice(f"q{number}_{index}", right=(index % 4,)) for index in range(number)]
        with statements() as seen:
            load(course, *files(*questions))
        return len(seen)

    load(course, *files(choice("one")))
    assert counted(20) == counted(5)


def test_a_quiz_of_another_course_is_not_found(course: CourseValue) -> None:
    load(course, *files(choice("one")))
    with pytest.raises(NotFound):
        get_quiz(small_course("SMALL-2").id, "warm_up")
