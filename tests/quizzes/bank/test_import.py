from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from app.courses.rules import CourseValue
from app.courses.service import close_course
from app.quizzes import queries
from app.quizzes.queries.bank import versions_of
from app.quizzes.rules.importing import Known, Outcome, Reading
from app.quizzes.service import retire_question
from app.quizzes.service.importing import KEPT, drop_upload, get_upload, import_questions, keep_upload
from app.quizzes.service.planning import plan_import
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.conftest import NOW
from tests.courses.cast import small_course, staff
from tests.quizzes.bank.cast import course_with_quiz, entries, newest, numbers
from tests.quizzes.files import choice
from tests.statements import statements

BY: dict = {"actor": SYSTEM, "now": NOW}
ENGLISH = b"""$CATEGORY: $course$/top/Concepts

::visa:: Who gives a visa? {=a consulate ~a bank ~a school}

::count:: How many steps? {#6:0}

::essay:: Discuss. {}
"""
FRENCH = """::visa:: Qui délivre un visa ? {=un consulat ~une banque ~une école}

::count:: Combien d’étapes ? {#6:0}
""".encode()
CHANGED = ENGLISH.replace(b"a school", b"a museum")


@pytest.fixture
def course(app: Flask) -> CourseValue:
    return course_with_quiz(choice("one"))


def take(course: CourseValue, raw: bytes, language: str = "en", quiz_key: str = "", **how: object):
    reading = Reading("questions.gift", language, **how)
    return import_questions(course, raw, reading, quiz_key=quiz_key, **BY)


def outcomes(plan) -> list[tuple[int, str, str]]:
    return [(entry.number, entry.name, entry.outcome.value) for entry in plan.entries]


def test_questions_that_are_new_get_into_the_bank_and_what_is_refused_is_listed(course: CourseValue) -> None:
    done = take(course, ENGLISH)
    assert outcomes(done.plan) == [(1, "visa", "new"), (2, "count", "new"), (3, "essay", "refused")]
    assert (len(done.plan.imported), len(done.plan.refused), len(done.plan.entries)) == (2, 1, 3)
    assert str(done.plan.refused[0].reason) == "Essays, which a person marks, are not part of a quiz here."
    assert entries(course)["visa"].category == "Concepts"
    assert entries(course)["visa"].languages == ("en",)


def test_the_same_file_again_changes_nothing(course: CourseValue) -> None:
    take(course, ENGLISH)
    assert take(course, ENGLISH).plan.count(Outcome.SAME) == 2
    assert numbers(course, "visa") == [1]


def test_a_changed_question_gets_a_new_version_and_says_what_changed(course: CourseValue) -> None:
    take(course, ENGLISH)
    plan = take(course, CHANGED).plan
    assert [(entry.name, entry.outcome) for entry in plan.imported] == [
        ("visa", Outcome.CHANGED), ("count", Outcome.SAME),
    ]  # fmt: skip
    (change,) = plan.entries[0].changes
    changed = newest(course, "visa").options[2]
    assert (str(change.part), change.before, change.after) == (f"Option {changed.key}", "a school", "a museum")
    assert numbers(course, "visa") == [2, 1]


def test_the_second_language_joins_the_first(course: CourseValue) -> None:
    take(course, ENGLISH)
    plan = take(course, FRENCH, "fr").plan
    assert [entry.outcome for entry in plan.entries] == [Outcome.LANGUAGE_ADDED] * 2
    question = newest(course, "visa")
    assert question.text == {"en": "Who gives a visa?", "fr": "Qui délivre un visa ?"}
    assert question.options[0].text == {"en": "a consulate", "fr": "un consulat"}
    assert entries(course)["visa"].category == "Concepts"


def test_a_correction_in_one_language_keeps_the_other(course: CourseValue) -> None:
    take(course, ENGLISH)
    take(course, FRENCH, "fr")
    take(course, CHANGED)
    assert newest(course, "visa").options[2].text == {"en": "a museum", "fr": "une école"}


def test_a_file_read_in_the_wrong_language_overwrites_nothing_and_says_which_it_is(course: CourseValue) -> None:
    take(course, ENGLISH)
    take(course, FRENCH, "fr")
    for raw, wrong, right in ((FRENCH, "en", "fr"), (ENGLISH, "fr", "en")):
        plan = take(course, raw, wrong).plan
        told = [entry.reason for entry in plan.entries if entry.name in {"visa", "count"}]
        assert [reason is not None and f"“{right}”" in str(reason) for reason in told] == [True, True]
        assert not plan.imported
    assert newest(course, "visa").text == {"en": "Who gives a visa?", "fr": "Qui délivre un visa ?"}


def test_a_language_that_does_not_agree_is_refused_with_the_reason_and_the_rest_comes_in(course: CourseValue) -> None:
    take(course, ENGLISH)
    other_key = FRENCH.decode().replace("{=un consulat ~une banque", "{~un consulat =une banque").encode()
    plan = take(course, other_key, "fr").plan
    assert outcomes(plan) == [(1, "visa", "refused"), (2, "count", "language_added")]
    assert "It says that something else is right" in str(plan.refused[0].reason)
    assert newest(course, "visa").languages == ("en",)


def test_a_key_that_means_another_question_gets_one_of_its_own(course: CourseValue) -> None:
    take(course, ENGLISH)
    plan = take(course, CHANGED, known=Known.ANOTHER).plan
    assert plan.count(Outcome.NEW) == 2
    assert {"visa", "visa_2", "count", "count_2"} <= set(entries(course))
    take(course, CHANGED, known=Known.ANOTHER)
    assert "visa_3" in entries(course)


def test_a_question_without_a_name_is_known_by_what_it_says(course: CourseValue) -> None:
    nameless = b"Which one? {=this ~that}"
    take(course, ENGLISH + b"\n\n::named:: Which one? {=this ~that}\n")
    plan = take(course, nameless).plan
    assert [(entry.asked.key, entry.outcome) for entry in plan.imported] == [("named", Outcome.SAME)]
    twice = take(course, nameless + b"\n\n" + nameless).plan
    assert [entry.asked.key for entry in twice.imported] == ["named", "which_one_2"]


def test_everything_can_be_put_beneath_one_category_and_known_questions_keep_theirs(course: CourseValue) -> None:
    take(course, ENGLISH)
    more = ENGLISH + b"\n::late:: Late? {T}\n"
    take(course, more, category="From elsewhere/")
    assert (entries(course)["late"].category, entries(course)["visa"].category) == (
        "From elsewhere/Concepts", "Concepts",
    )  # fmt: skip


def test_a_retired_question_is_in_use_again_when_it_comes_in(course: CourseValue) -> None:
    take(course, ENGLISH)
    retire_question(course, entries(course)["visa"].id, **BY)
    take(course, ENGLISH)
    assert not entries(course)["visa"].is_retired


def test_a_question_of_the_files_keeps_objective_source_and_french(course: CourseValue) -> None:
    before = newest(course, "one")
    corrected = b"::one:: Which one, please? {=alpha ~bravo ~gamma ~delta}"
    take(course, corrected)
    after = newest(course, "one")
    assert (after.text["en"], after.text["fr"]) == ("Which one, please?", before.text["fr"])
    assert (after.objective, after.difficulty, after.title) == (before.objective, before.difficulty, "")


def test_imported_questions_stand_at_the_end_of_the_quiz_once(course: CourseValue) -> None:
    assert take(course, ENGLISH, quiz_key="warm_up").added_to_quiz == 2
    assert take(course, ENGLISH, quiz_key="warm_up").added_to_quiz == 0
    assert [slot.question for slot in queries.get_quiz(course.id, "warm_up").slots] == ["one", "visa", "count"]


def test_a_file_that_cannot_be_read_changes_nothing(course: CourseValue) -> None:
    with pytest.raises(Unreadable):
        take(course, b"<quiz><question></quiz>", quiz_key="warm_up")
    assert set(entries(course)) == {"one"}


def test_the_audit_trail_says_what_came_from_which_file(course: CourseValue) -> None:
    take(course, ENGLISH, quiz_key="warm_up")
    (entry,) = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "import_questions"))
    assert entry.after == {
        "file": "questions.gift", "format": "gift", "language": "en", "quiz": "warm_up", "added": 2,
        "new": 2, "language_added": 0, "changed": 0, "same": 0, "refused": 1,
    }  # fmt: skip


def test_a_plan_changes_nothing_and_says_what_the_import_then_does(course: CourseValue) -> None:
    reading = Reading("questions.gift", "en")
    plan = plan_import(course.id, ENGLISH, reading)
    assert set(entries(course)) == {"one"}
    assert import_questions(course, ENGLISH, reading, **BY).plan == plan


def test_an_unknown_language_or_quiz_is_refused(course: CourseValue) -> None:
    with pytest.raises(Unreadable):
        take(course, ENGLISH, "xx")
    with pytest.raises(NotFound):
        take(course, ENGLISH, quiz_key="unknown")


def test_statements_do_not_grow_with_the_number_of_questions(course: CourseValue) -> None:
    def counted(name: str, number: int) -> int:
        raw = "\n\n".join(f"::{name}{place}:: Is it so? {{T}}" for place in range(number)).encode()
        with statements() as seen:
            take(course, raw, quiz_key="warm_up")
        return len(seen)

    counted("warm", 1)
    assert counted("few", 3) == counted("many", 60)


def test_a_file_waits_for_its_owner_alone_and_for_the_newest_only(course: CourseValue) -> None:
    marta, olga = (staff(Role.ACTIVITY_MANAGER, course, f"{name}@example.org") for name in ("marta", "olga"))
    reading = Reading("a.gift", "fr", "Put here", Known.ANOTHER)
    keep_upload(course, FRENCH, reading, "warm_up", actor=marta, now=NOW)
    kept = get_upload(course, actor=marta)
    assert (kept.raw, kept.reading, kept.quiz) == (FRENCH, reading, "warm_up")
    with pytest.raises(NotFound):
        get_upload(course, actor=olga)
    keep_upload(course, ENGLISH, Reading("b.gift", "en"), "", actor=marta, now=NOW)
    assert get_upload(course, actor=marta).raw == ENGLISH
    drop_upload(course, actor=marta)
    with pytest.raises(NotFound):
        get_upload(course, actor=marta)


def test_a_file_that_nobody_decided_on_is_gone_after_a_day(course: CourseValue) -> None:
    marta, olga = (staff(Role.ACTIVITY_MANAGER, course, f"{name}@example.org") for name in ("marta", "olga"))
    keep_upload(course, ENGLISH, Reading("a.gift", "en"), "", actor=marta, now=NOW)
    keep_upload(course, ENGLISH, Reading("b.gift", "en"), "", actor=olga, now=NOW + KEPT)
    assert get_upload(course, actor=marta).reading.name == "a.gift"
    keep_upload(course, ENGLISH, Reading("b.gift", "en"), "", actor=olga, now=NOW + KEPT * 2)
    with pytest.raises(NotFound):
        get_upload(course, actor=marta)


def test_a_file_without_questions_is_not_kept(course: CourseValue) -> None:
    marta = staff(Role.ACTIVITY_MANAGER, course)
    with pytest.raises(Unreadable):
        keep_upload(course, b"<html></html>", Reading("a.html", "en"), "", actor=marta, now=NOW)


@pytest.mark.parametrize("role", [Role.TUTOR, Role.EXPERT, Role.ASSISTANT, Role.SPONSOR])
def test_only_managers_import(course: CourseValue, role: Role) -> None:
    by = staff(role, course)
    with pytest.raises(NotAllowed):
        import_questions(course, ENGLISH, Reading("a.gift", "en"), actor=by, now=NOW)
    with pytest.raises(NotAllowed):
        keep_upload(course, ENGLISH, Reading("a.gift", "en"), "", actor=by, now=NOW)
    with pytest.raises(NotAllowed):
        get_upload(course, actor=by)


def test_two_courses_have_a_bank_each(course: CourseValue) -> None:
    other = small_course("SMALL-2")
    take(course, ENGLISH)
    assert take(other, CHANGED).plan.count(Outcome.NEW) == 2
    assert newest(course, "visa").options[2].text == {"en": "a school"}


def test_nothing_comes_into_a_closed_course(course: CourseValue) -> None:
    close_course(course.id, actor=SYSTEM, now=NOW)
    with pytest.raises(RuleBroken) as error:
        take(course, ENGLISH)
    assert error.value.code == "course_closed"


def test_versions_name_no_author_where_a_command_imported(course: CourseValue) -> None:
    take(course, ENGLISH)
    assert versions_of(entries(course)["visa"].id)[0].created_by is None
