"""What happens at the same moment: one version each, nothing handed in twice, nothing slips past a final mark."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from flask import Flask

from app.essays import queries, service
from app.grading.service import close_course
from app.notifications.models import OutboxMessage
from app.rubrics.rules import MarkContent, Round
from app.rubrics.service import save_mark
from app.shared.database import session
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests.cast import TUTOR, enter
from tests.conftest import NOW
from tests.essays.cast import TEXT, Writing, essay_course
from tests.grading.test_races import at_once


@pytest.fixture
def writing(app: Flask) -> Writing:
    return essay_course()


def test_of_two_first_saves_one_is_kept_and_the_other_is_told(app: Flask, writing: Writing) -> None:
    actor = writing.actor()

    def save(text: str) -> None:
        service.write_essay(writing.course, text, base_version=0, actor=actor, now=NOW)

    outcomes = at_once(app, *[lambda number=number: save(f"Text {number}") for number in range(4)])
    assert Counter(outcomes) == {"done": 1, "essay_changed": 3}
    assert [line.number for line in queries.lines_of(writing.essay().id)] == [1]


def test_saves_that_overwrite_are_versions_one_after_another(app: Flask, writing: Writing) -> None:
    actor = writing.actor()

    def save(text: str) -> None:
        service.write_essay(writing.course, text, actor=actor, now=NOW)

    outcomes = at_once(app, *[lambda number=number: save(f"Text {number}") for number in range(6)])
    assert Counter(outcomes) == {"done": 6}
    assert [line.number for line in queries.lines_of(writing.essay().id)] == [6, 5, 4, 3, 2, 1]


def test_a_double_click_hands_in_once(app: Flask, writing: Writing) -> None:
    writing.write(TEXT)
    actor = writing.actor()

    def hand_in() -> None:
        service.submit_essay(writing.course, 1, actor=actor, now=NOW)

    assert Counter(at_once(app, *[hand_in] * 4)) == {"done": 4}
    assert len(queries.submissions_of(writing.essay().id)) == 1
    assert session.query(OutboxMessage).filter_by(template="essay_received").count() == 1


def test_a_final_mark_is_one_of_what_is_handed_in(app: Flask, writing: Writing) -> None:
    """Either the newer version came first and was marked, or the mark did and nothing newer is handed in."""
    essay = writing.handed_in()
    writing.write("Newer.")
    actor = writing.actor()
    tutor = Actor(enter(TUTOR).id, "tutor", (Grant(Role.TUTOR, writing.course.id),))
    points = MarkContent({one.key: Fraction(1) for one in writing.piece.criteria})

    def hand_in() -> None:
        service.submit_essay(writing.course, actor=actor, now=NOW)

    def mark() -> None:
        give = {"final": True, "base_version": None, "actor": tutor, "now": NOW}
        save_mark(queries.subject_of(essay), Round.FIRST, points, writing.piece.criteria, **give)

    outcomes = at_once(app, hand_in, mark)
    assert outcomes[1] == "done"
    assert outcomes[0] in {"done", "essay_marked"}
    assert (writing.essay().submitted_version == 2) is (outcomes[0] == "done")


def test_nothing_is_written_past_the_closing(app: Flask, writing: Writing) -> None:
    actor = writing.actor()

    def save() -> None:
        service.write_essay(writing.course, TEXT, actor=actor, now=NOW)

    def close() -> None:
        close_course(writing.course, actor=SYSTEM, now=NOW)

    outcomes = at_once(app, save, close, save)
    assert outcomes[1] == "done"
    assert {outcomes[0], outcomes[2]} <= {"done", "course_closed"}
    assert (writing.essay() is None) is ("done" not in {outcomes[0], outcomes[2]})
