from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from app.courses.rules import CourseValue
from app.courses.service import close_course
from app.quizzes import queries, service
from app.quizzes.queries.bank import versions_of
from app.quizzes.rules import BankQuestion, Difficulty, Question, Slot
from app.quizzes.rules.building import version_of
from app.quizzes.service.revising import add_question, restore_question, retire_question, revise_question
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.errors import DomainError, NotAllowed, NotFound, RuleBroken, Stale, Unreadable
from app.shared.permissions import SYSTEM, Actor, Role
from tests.cast import AMINA
from tests.conftest import NOW
from tests.courses.cast import small_course, staff
from tests.quizzes.bank.cast import course_with_quiz, enter, entries, load, newest, numbers
from tests.quizzes.cast import taking
from tests.quizzes.files import choice, quiz_file, read
from tests.quizzes.questions import multiple, single

BY: dict = {"actor": SYSTEM, "now": NOW}


@pytest.fixture
def course(app: Flask) -> CourseValue:
    course = small_course()
    enter(course, single("a"), multiple("ab"), category="1 Concepts", tags=("old",))
    return course


def revise(course: CourseValue, key: str, question: Question, *, base: int = 1, **place: object) -> None:
    entry = entries(course)[key]
    kept = {"category": entry.category, "tags": entry.tags, **place}
    revise_question(course, entry.id, BankQuestion(key, question, **kept), base=base, **BY)


def refused(error: DomainError) -> tuple[str, list[str]]:
    return error.code, [str(problem.reason) for problem in error.problems]


def test_a_question_that_is_added_has_its_place_and_a_first_version(course: CourseValue) -> None:
    made = add_question(course, BankQuestion("new_one", single("c"), "2 Words/Verbs", ("x",)), **BY)
    assert (made.key, made.category, made.tags, made.version, made.file) == ("new_one", "2 Words/Verbs", ("x",), 1, "")
    assert newest(course, "new_one") == single("c")


@pytest.mark.parametrize("key", ["q1", "With Capitals", "", "k" * 81, "é"])
def test_a_key_that_is_taken_or_no_key_is_refused(course: CourseValue, key: str) -> None:
    with pytest.raises(Unreadable) as error:
        add_question(course, BankQuestion(key, single("c")), **BY)
    assert [problem.where for problem in error.value.problems] == ["key"]


def test_a_question_without_a_right_option_gets_into_no_bank(course: CourseValue) -> None:
    with pytest.raises(Unreadable):
        add_question(course, BankQuestion("new", single("z")), **BY)
    with pytest.raises(Unreadable):
        revise(course, "q1", single("z"))
    assert (set(entries(course)), numbers(course, "q1")) == ({"q1", "q2"}, [1])


def test_a_change_makes_a_version_and_leaves_the_one_before_as_it_was(course: CourseValue) -> None:
    revise(course, "q1", single("b"))
    versions = versions_of(entries(course)["q1"].id)
    assert [(version.number, version.question.right_keys) for version in versions] == [(2, ("b",)), (1, ("a",))]


def test_saying_the_same_again_makes_no_version_and_no_entry_in_the_audit_trail(course: CourseValue) -> None:
    revise(course, "q1", single("a"))
    assert numbers(course, "q1") == [1]
    assert actions() == []


def test_another_place_in_the_bank_makes_no_version(course: CourseValue) -> None:
    revise(course, "q1", single("a"), category="3 Moved", tags=("new",))
    assert (entries(course)["q1"].category, entries(course)["q1"].tags) == ("3 Moved", ("new",))
    assert numbers(course, "q1") == [1]


def test_who_began_from_an_older_version_is_told_and_changes_nothing(course: CourseValue) -> None:
    revise(course, "q1", single("b"))
    with pytest.raises(Stale, match="it has version 2 now"):
        revise(course, "q1", single("c"), base=1)
    assert numbers(course, "q1") == [2, 1]


def test_the_audit_trail_says_what_changed(course: CourseValue) -> None:
    revise(course, "q1", replace(single("b"), difficulty=Difficulty.HARD))
    (entry,) = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "revise_question"))
    assert entry.after == {"key": "q1", "version": 2, "changed": ["Option a", "Option b", "Difficulty"]}
    assert entry.subject == f"question:{entries(course)['q1'].id}"


def test_a_retired_question_leaves_the_pools_comes_back_and_is_not_edited_meanwhile(course: CourseValue) -> None:
    ident = entries(course)["q1"].id
    assert retire_question(course, ident, **BY).retired_at == NOW
    assert retire_question(course, ident, **BY).is_retired
    with pytest.raises(RuleBroken) as error:
        revise(course, "q1", single("b"))
    assert error.value.code == "question_retired"
    assert not restore_question(course, ident, **BY).is_retired
    assert not restore_question(course, ident, **BY).is_retired
    assert actions() == ["retire_question", "restore_question"]


def test_a_question_that_stands_in_a_quiz_stays_in_use(app: Flask) -> None:
    course = course_with_quiz(choice("one"), choice("two"))
    with pytest.raises(RuleBroken) as error:
        retire_question(course, entries(course)["two"].id, **BY)
    assert refused(error.value) == ("question_in_use", ["It stands in the quiz “warm_up”, in place 2."])


def test_a_pool_keeps_as_many_questions_as_it_draws(app: Flask) -> None:
    drawing = taking(slots=[Slot(category="", draw=4)]).course
    enter(drawing, single("b"), category="Spare")
    everything = sorted(entries(drawing))
    assert len(everything) == 4
    with pytest.raises(RuleBroken) as error:
        retire_question(drawing, entries(drawing)[everything[0]].id, **BY)
    assert refused(error.value) == (
        "pool_too_small",
        ["A pool of the quiz “quiz_1” draws 4 questions and would have 3."],
    )


def test_a_question_cannot_be_moved_out_of_a_pool_that_needs_it(app: Flask) -> None:
    course = small_course()
    enter(course, single("a"), single("b"), category="Pool/Deep")
    pool_of(course, "Pool", draw=2)
    with pytest.raises(RuleBroken) as error:
        revise(course, "q1", single("a"), category="Elsewhere")
    assert error.value.code == "pool_too_small"


def pool_of(course: CourseValue, category: str, *, draw: int) -> None:
    files, _ = read(file=quiz_file(choice("one")))
    load(course, *files)
    quiz = queries.get_quiz(course.id, "warm_up")
    slots = [Slot(category=category, draw=draw)]
    service.change_slots(course, "warm_up", slots, version=version_of(quiz), **BY)


def test_an_attempt_keeps_the_version_that_it_was_asked(app: Flask) -> None:
    there = taking(questions=[BankQuestion("q1", single("b"))])
    attempt = there.start(AMINA)
    revise(there.course, "q1", single("d"))
    (asked,) = queries.asked_in([attempt.id])[attempt.id]
    assert asked.question.right_keys == ("b",)
    there.answer_rightly(attempt)
    ended = there.submit(attempt)
    assert (ended.score, ended.out_of) == (1, 1)
    newer, older = versions_of(entries(there.course)["q1"].id)
    assert (newer.attempts, older.attempts) == (0, 1)


def test_loading_the_files_again_sets_a_question_back_as_a_new_version(app: Flask) -> None:
    course = course_with_quiz(choice("one"))
    as_in_the_file = newest(course, "one")
    assert entries(course)["one"].file == "file.yaml"
    revise(course, "one", replace(as_in_the_file, difficulty=Difficulty.HARD))
    files, _ = read(file=quiz_file(choice("one")))
    assert load(course, *files) == ["questions changed: 1 (one)"]
    assert (numbers(course, "one"), newest(course, "one")) == ([3, 2, 1], as_in_the_file)


@pytest.mark.parametrize("role", [Role.TUTOR, Role.EXPERT, Role.ASSISTANT, Role.SPONSOR])
def test_only_managers_change_the_bank(course: CourseValue, role: Role) -> None:
    by: dict = {"actor": staff(role, course), "now": NOW}
    asked, ident = BankQuestion("new", single("a")), entries(course)["q1"].id
    for attempt in (
        lambda: add_question(course, asked, **by),
        lambda: revise_question(course, ident, asked, base=1, **by),
        lambda: retire_question(course, ident, **by),
        lambda: restore_question(course, ident, **by),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_manager_of_another_course_changes_nothing_here(course: CourseValue) -> None:
    other = small_course("SMALL-2")
    by: dict = {"actor": staff(Role.ACTIVITY_MANAGER, other), "now": NOW}
    ident = entries(course)["q1"].id
    with pytest.raises(NotAllowed):
        retire_question(course, ident, **by)
    with pytest.raises(NotFound):
        retire_question(other, ident, **by)


def test_a_closed_course_keeps_its_bank(course: CourseValue) -> None:
    close_course(course.id, actor=SYSTEM, now=NOW)
    with pytest.raises(RuleBroken) as error:
        revise(course, "q1", single("b"))
    assert error.value.code == "course_closed"


def test_a_manager_is_named_as_the_author_of_a_version(course: CourseValue) -> None:
    manager: Actor = staff(Role.ACTIVITY_MANAGER, course)
    asked = BankQuestion("q1", single("b"), "1 Concepts", ("old",))
    revise_question(course, entries(course)["q1"].id, asked, base=1, actor=manager, now=NOW)
    newer, older = versions_of(entries(course)["q1"].id)
    assert (newer.created_by, older.created_by) == (manager.person_id, None)


def actions() -> list[str]:
    known = ("add_question", "revise_question", "retire_question", "restore_question")
    return list(session.scalars(sa.select(AuditEntry.action).where(AuditEntry.action.in_(known))))
