"""What happens at the same moment: one closes, nothing slips past it, and nobody overwrites unseen."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from fractions import Fraction

import pytest
from sqlalchemy.exc import DBAPIError

from app.courses.queries import get_course
from app.grading import queries, service
from app.grading.models import GradeEntry, Result
from app.shared.database import session
from app.shared.errors import DomainError, Stale
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, BONGANI
from tests.conftest import NOW
from tests.grading.cast import enrolment_of, graded_course, import_rows, result_row


def at_once(app, *tasks: Callable[[], object]) -> list[str]:
    """Run the tasks in a thread and a transaction each; return "done" or what each was refused with."""
    ready = threading.Barrier(len(tasks))
    outcomes = [""] * len(tasks)

    def run(place: int, task: Callable[[], object]) -> None:
        with app.app_context():
            ready.wait()
            try:
                task()
                session.commit()
                outcomes[place] = "done"
            except DomainError as error:
                session.rollback()
                outcomes[place] = error.code
            except DBAPIError as error:  # no task may end so
                session.rollback()
                outcomes[place] = type(error).__name__
            finally:
                session.remove()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(tasks)]
    session.remove()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def code(app):
    course = graded_course()
    return course.code


def test_of_two_who_close_one_does(app, code):
    def close() -> None:
        service.close_course(get_course(code), actor=SYSTEM, now=NOW)

    outcomes = at_once(app, *[close] * 4)

    assert Counter(outcomes) == {"done": 1, "course_closed": 3}
    assert session.query(Result).count() == 4


def test_an_import_comes_wholly_before_the_closing_or_not_at_all(app, code):
    def close() -> None:
        service.close_course(get_course(code), actor=SYSTEM, now=NOW)

    def bring() -> None:
        import_rows(get_course(code), result_row(AMINA, quiz_1=9, quiz_2=9), result_row(BONGANI, quiz_1=9))

    outcomes = at_once(app, bring, close)

    frozen = {row.enrolment.email: row.derivation.pieces_done for row in queries.gradebook(get_course(code)).rows}
    imported = outcomes[0] == "done"
    assert outcomes[1] == "done"
    assert (frozen[AMINA.email], frozen[BONGANI.email]) == ((2, 1) if imported else (0, 0))
    assert session.query(GradeEntry).count() == (3 if imported else 0)


def test_single_entries_are_frozen_or_refused(app, code):
    course = get_course(code)
    enrolment = enrolment_of(course, AMINA)

    def close() -> None:
        service.close_course(get_course(code), actor=SYSTEM, now=NOW)

    def record(quiz: str) -> Callable[[], object]:
        return lambda: service.record_score(course, enrolment, quiz, Fraction(5), actor=SYSTEM, now=NOW)

    outcomes = at_once(app, record("quiz_1"), record("quiz_2"), close, record("quiz_3"), record("quiz_4"))

    assert outcomes[2] == "done"
    done = outcomes.count("done") - 1
    assert set(outcomes) <= {"done", "course_closed"}
    assert queries.row_of(get_course(code), enrolment).derivation.pieces_done == done


def test_of_two_who_saw_the_same_entry_one_is_told_that_it_changed(app, code):
    course = get_course(code)
    enrolment = enrolment_of(course, AMINA)
    first = service.record_bonus(course, enrolment, Fraction(1), "seen by both", actor=SYSTEM, now=NOW)
    session.commit()

    def replace_by(value: int) -> Callable[[], object]:
        def check(stored: int | None) -> None:
            if stored != first.id:
                raise Stale

        def replace() -> None:
            service.record_bonus(
                course, enrolment, Fraction(value), f"value {value}", actor=SYSTEM, now=NOW, check=check
            )

        return replace

    outcomes = at_once(app, *(replace_by(value) for value in range(2, 6)))

    assert Counter(outcomes) == {"done": 1, "stale": 3}
    assert session.query(GradeEntry).count() == 2
