from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
import sqlalchemy as sa
from flask import Flask

from app.courses.rules import CourseValue
from app.courses.service import close_course
from app.quizzes import queries
from app.quizzes.rules import Counts, Layout, QuizSettings, Release, Slot
from app.quizzes.rules.building import OwnTerms, version_of
from app.quizzes.service.building import change_settings, change_slots, create_quiz, remove_quiz
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Stale, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA
from tests.conftest import NOW
from tests.courses.cast import small_course, staff
from tests.quizzes.bank.cast import course_with_quiz, entries, load
from tests.quizzes.cast import QUESTIONS, stored, taking
from tests.quizzes.files import choice, quiz_file, read

BY: dict = {"actor": SYSTEM, "now": NOW}
TERMS = OwnTerms(title={"en": "Extra practice", "fr": "Entraînement"}, intro={"en": "Try it", "fr": " "})


@pytest.fixture
def course(app: Flask) -> CourseValue:
    return course_with_quiz(choice("one"), choice("two"))


def seen(course: CourseValue, key: str = "warm_up") -> str:
    return version_of(queries.get_quiz(course.id, key))


def places(*problems) -> list[str]:
    return [problem.where for problem in problems]


def test_settings_are_set_and_the_audit_trail_says_which(course: CourseValue) -> None:
    wanted = QuizSettings(
        attempts=None, counts=Counts.MEAN, layout=Layout.ONE_QUESTION, going_back=False, shuffle_questions=False,
        shuffle_options=False, release=Release.NEVER, release_score=Release.AFTER_CLOSING, show_key=False,
        grace_seconds=0,
    )  # fmt: skip
    after = change_settings(course, "warm_up", wanted, version=seen(course), **BY)
    assert after.settings == wanted == queries.get_quiz(course.id, "warm_up").settings
    (entry,) = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "change_quiz"))
    assert (entry.after["attempts"], entry.after["counts"]) == (["1", "None"], ["best", "mean"])


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        (QuizSettings(attempts=0), "attempts"),
        (QuizSettings(attempts=101), "attempts"),
        (QuizSettings(grace_seconds=-1), "grace_seconds"),
        (QuizSettings(grace_seconds=3601), "grace_seconds"),
    ],
)
def test_settings_out_of_range_are_refused(course: CourseValue, wanted: QuizSettings, place: str) -> None:
    with pytest.raises(Unreadable) as error:
        change_settings(course, "warm_up", wanted, version=seen(course), **BY)
    assert places(*error.value.problems) == [place]


def test_of_two_managers_the_second_one_is_told(course: CourseValue) -> None:
    both_saw = seen(course)
    change_settings(course, "warm_up", QuizSettings(attempts=2), version=both_saw, **BY)
    with pytest.raises(Stale):
        change_settings(course, "warm_up", QuizSettings(attempts=3), version=both_saw, **BY)
    with pytest.raises(Stale):
        change_slots(course, "warm_up", [], version=both_saw, **BY)
    assert queries.get_quiz(course.id, "warm_up").settings.attempts == 2


def test_every_field_that_can_be_changed_makes_another_version(course: CourseValue) -> None:
    quiz = queries.get_quiz(course.id, "warm_up")
    others = [
        replace(quiz, settings=replace(quiz.settings, grace_seconds=1)),
        replace(quiz, slots=quiz.slots[::-1]),
        replace(quiz, slots=(replace(quiz.slots[0], points=Fraction(2)), *quiz.slots[1:])),
        replace(quiz, title={"en": "Other"}),
        replace(quiz, intro={"en": "Other"}),
        replace(quiz, week=1),
        replace(quiz, minutes=5),
        replace(quiz, opens_at=NOW),
        replace(quiz, closes_at=NOW),
    ]
    assert len({version_of(one) for one in (quiz, *others)}) == len(others) + 1


def test_an_unmarked_quiz_has_terms_of_its_own(course: CourseValue) -> None:
    opens = NOW + timedelta(days=1)
    terms = replace(TERMS, week=1, minutes=20, opens_at=opens, closes_at=opens + timedelta(days=2))
    after = change_settings(course, "warm_up", QuizSettings(), terms, version=seen(course), **BY)
    assert (after.title, after.intro) == (TERMS.title, {"en": "Try it"})
    assert (after.week, after.minutes, after.opens_at) == (1, 20, opens)


@pytest.mark.parametrize(
    ("terms", "place"),
    [
        (replace(TERMS, title={"en": "Only English"}), "title.fr"),
        (replace(TERMS, title={"en": "x" * 201, "fr": "y"}), "title.en"),
        (replace(TERMS, minutes=0), "minutes"),
        (replace(TERMS, minutes=601), "minutes"),
        (replace(TERMS, week=0), "week"),
        (replace(TERMS, opens_at=NOW, closes_at=NOW), "closes_at"),
    ],
)
def test_terms_out_of_range_are_refused(course: CourseValue, terms: OwnTerms, place: str) -> None:
    with pytest.raises(Unreadable) as error:
        change_settings(course, "warm_up", QuizSettings(), terms, version=seen(course), **BY)
    assert places(*error.value.problems) == [place]


def test_a_marked_quiz_has_its_terms_from_its_piece(app: Flask) -> None:
    there = taking()
    with pytest.raises(RuleBroken) as error:
        change_settings(there.course, "quiz_1", QuizSettings(), TERMS, version=seen(there.course, "quiz_1"), **BY)
    assert error.value.code == "terms_of_the_piece"


def test_more_time_for_everybody_reaches_an_attempt_under_way(app: Flask) -> None:
    there = taking(unmarked=True, minutes=30)
    attempt = there.start(AMINA)
    terms = replace(TERMS, minutes=45)
    change_settings(there.course, "practice", there.quiz.settings, terms, version=version_of(there.quiz), **BY)
    session.commit()
    assert stored(attempt).due_at == NOW + timedelta(minutes=45)


def test_less_time_leaves_an_attempt_under_way_alone(app: Flask) -> None:
    there = taking(unmarked=True, minutes=30)
    attempt = there.start(AMINA)
    terms = replace(TERMS, minutes=5)
    change_settings(there.course, "practice", there.quiz.settings, terms, version=version_of(there.quiz), **BY)
    session.commit()
    assert stored(attempt).due_at == NOW + timedelta(minutes=30)


def test_places_are_put_in_order_with_their_points(course: CourseValue) -> None:
    wanted = [Slot("two", points=Fraction(3, 2)), Slot(category="1 Concepts", tag="", draw=2), Slot("one")]
    after = change_slots(course, "warm_up", wanted, version=seen(course), **BY)
    assert after.slots == tuple(wanted)
    (entry,) = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "change_quiz_questions"))
    assert entry.after["slots"] == [["one: 1", "two: 1"], ["two: 3/2", "2 of 1 Concepts: 1", "one: 1"]]


def test_the_same_places_again_leave_no_trace(course: CourseValue) -> None:
    before = queries.get_quiz(course.id, "warm_up")
    assert change_slots(course, "warm_up", before.slots, version=seen(course), **BY) == before
    assert session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "change_quiz_questions")).all() == []


@pytest.mark.parametrize(
    ("slots", "place"),
    [
        ([Slot("one"), Slot("one")], "slots"),
        ([Slot("unknown")], "slots"),
        ([Slot("one", points=Fraction(0))], "points-0"),
        ([Slot("one"), Slot("two", points=Fraction(101))], "points-1"),
        ([Slot(draw=0)], "draw-0"),
        ([Slot(draw=201)], "draw-0"),
        ([Slot(draw=1)] * 1001, "slots"),
    ],
)
def test_places_that_no_quiz_can_have_are_refused(course: CourseValue, slots: list[Slot], place: str) -> None:
    with pytest.raises(Unreadable) as error:
        change_slots(course, "warm_up", slots, version=seen(course), **BY)
    assert places(*error.value.problems) == [place]
    assert [slot.question for slot in queries.get_quiz(course.id, "warm_up").slots] == ["one", "two"]


def test_an_attempt_under_way_keeps_its_paper(app: Flask) -> None:
    there = taking()
    attempt = there.start(AMINA)
    change_slots(there.course, "quiz_1", [Slot("q1")], version=version_of(there.quiz), **BY)
    session.commit()
    assert len(queries.asked_in([attempt.id])[attempt.id]) == len(QUESTIONS)


def test_a_quiz_that_is_made_here_counts_nowhere_and_has_no_questions_yet(course: CourseValue) -> None:
    made = create_quiz(course, "extra", TERMS, QuizSettings(attempts=None), **BY)
    assert (made.piece_id, made.file, made.slots, made.maximum) == (None, "", (), None)
    assert [quiz.key for quiz in queries.quizzes_of(course.id)] == ["warm_up", "extra"]


@pytest.mark.parametrize("key", ["warm_up", "quiz_1", "new", "Big", "2nd", "", "k" * 41])
def test_a_key_that_is_taken_or_no_key_is_refused(course: CourseValue, key: str) -> None:
    with pytest.raises(Unreadable) as error:
        create_quiz(course, key, TERMS, QuizSettings(), **BY)
    assert places(*error.value.problems) == ["key"]


def test_loading_the_files_again_leaves_a_quiz_alone_that_was_made_here(course: CourseValue) -> None:
    create_quiz(course, "extra", TERMS, QuizSettings(), **BY)
    files, _ = read(file=quiz_file(choice("one"), choice("two")))
    assert load(course, *files) == []
    assert [quiz.key for quiz in queries.quizzes_of(course.id)] == ["warm_up", "extra"]


def test_loading_the_files_again_sets_a_quiz_back_that_came_with_them(course: CourseValue) -> None:
    change_slots(course, "warm_up", [Slot("two")], version=seen(course), **BY)
    change_settings(course, "warm_up", QuizSettings(attempts=5), version=seen(course), **BY)
    files, _ = read(file=quiz_file(choice("one"), choice("two")))
    assert load(course, *files) == ["quiz warm_up: attempts, questions changed"]
    assert [slot.question for slot in queries.get_quiz(course.id, "warm_up").slots] == ["one", "two"]


def test_a_file_may_take_over_a_quiz_that_was_made_here(course: CourseValue) -> None:
    create_quiz(course, "extra", replace(TERMS, opens_at=NOW), QuizSettings(), **BY)
    files, _ = read(file=quiz_file(choice("one"), choice("two")), more=quiz_file(choice("three"), quiz="extra"))
    load(course, *files)
    assert queries.get_quiz(course.id, "extra").file == "more.yaml"


def test_a_quiz_made_here_can_be_taken_away_and_its_questions_stay(course: CourseValue) -> None:
    create_quiz(course, "extra", TERMS, QuizSettings(), **BY)
    change_slots(course, "extra", [Slot("one")], version=seen(course, "extra"), **BY)
    remove_quiz(course, "extra", version=seen(course, "extra"), **BY)
    with pytest.raises(NotFound):
        queries.get_quiz(course.id, "extra")
    assert "one" in entries(course)


def test_a_quiz_of_the_files_or_with_attempts_stays(app: Flask) -> None:
    there = taking(unmarked=True)
    with pytest.raises(RuleBroken) as error:
        remove_quiz(there.course, "practice", version=version_of(there.quiz), **BY)
    assert error.value.code == "quiz_of_a_file"
    create_quiz(there.course, "extra", TERMS, QuizSettings(), **BY)
    change_slots(there.course, "extra", [Slot("q1")], version=seen(there.course, "extra"), **BY)
    replace(there, quiz=queries.get_quiz(there.course.id, "extra")).start(AMINA)
    with pytest.raises(RuleBroken) as error:
        remove_quiz(there.course, "extra", version=seen(there.course, "extra"), **BY)
    assert error.value.code == "quiz_attempted"


@pytest.mark.parametrize("role", [Role.TUTOR, Role.EXPERT, Role.ASSISTANT, Role.SPONSOR])
def test_only_managers_build(course: CourseValue, role: Role) -> None:
    by: dict = {"actor": staff(role, course), "now": NOW}
    version = seen(course)
    for build in (
        lambda: change_settings(course, "warm_up", QuizSettings(), version=version, **by),
        lambda: change_slots(course, "warm_up", [], version=version, **by),
        lambda: create_quiz(course, "extra", TERMS, QuizSettings(), **by),
        lambda: remove_quiz(course, "warm_up", version=version, **by),
    ):
        with pytest.raises(NotAllowed):
            build()


def test_a_quiz_of_another_course_is_not_found(course: CourseValue) -> None:
    other = small_course("SMALL-2")
    with pytest.raises(NotFound):
        change_slots(other, "warm_up", [], version=seen(course), **BY)


def test_nothing_is_built_in_a_closed_course(course: CourseValue) -> None:
    version = seen(course)
    close_course(course.id, actor=SYSTEM, now=NOW)
    with pytest.raises(RuleBroken) as error:
        change_slots(course, "warm_up", [], version=version, **BY)
    assert error.value.code == "course_closed"
