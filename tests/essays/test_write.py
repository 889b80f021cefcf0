"""Writing an essay: versions, never overwritten unseen, by its author alone and in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.courses.models import Enrolment
from app.courses.service import close_course
from app.essays import queries, service
from app.essays.rules import GRACE, MOST_CHARACTERS, Origin
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken, TooLarge, Unreadable
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests.cast import AMINA, BONGANI, CHLOE, MANAGER, STRANGER, TUTOR, enter
from tests.conftest import NOW
from tests.essays.cast import CLOSES, MILLISECOND, TEXT, Writing, essay_course

MINUTE = timedelta(minutes=1)


@pytest.fixture
def writing(app: Flask) -> Writing:
    return essay_course()


def numbers(writing: Writing) -> list[int]:
    essay = writing.essay()
    return [line.number for line in queries.lines_of(essay.id)] if essay else []


def test_each_change_is_a_version_with_its_words(writing: Writing) -> None:
    first = writing.write("One two three.")
    second = writing.write("One two three four.", base_version=1)
    assert (first.version.number, first.version.words) == (1, 3)
    assert (second.version.number, second.essay.words, second.version.origin) == (2, 4, Origin.TYPED)
    assert queries.version_of(second.essay.id, 1).text == "One two three."


def test_the_same_again_changes_nothing_whatever_version_was_seen(writing: Writing) -> None:
    first = writing.write(TEXT)
    again = writing.write(TEXT, base_version=0, now=NOW + MINUTE)
    assert again == first
    assert numbers(writing) == [1]


def test_what_another_device_saved_is_not_overwritten_unseen(writing: Writing) -> None:
    writing.write("From the phone.", base_version=0)
    with pytest.raises(service.EssayChanged) as caught:
        writing.write("From the laptop.", base_version=0)
    assert caught.value.stored is not None
    assert (caught.value.stored.number, caught.value.stored.text) == (1, "From the phone.")
    assert numbers(writing) == [1]


def test_a_language_of_the_course_is_recorded_and_changed_until_it_is_handed_in(writing: Writing) -> None:
    assert writing.write(TEXT, CHLOE).essay.language == "fr"
    assert writing.write(TEXT, language="fr").essay.language == "fr"
    with pytest.raises(Unreadable) as caught:
        writing.write(TEXT, language="pt")
    assert caught.value.problems[0].where == "language"
    writing.hand_in()
    with pytest.raises(RuleBroken) as refused:
        writing.write(TEXT, language="en")
    assert refused.value.code == "language_fixed"


def test_text_is_stored_plain(writing: Writing) -> None:
    written = writing.write("Cafe\u0301 \x07au\r\nlait\x0b")
    assert written.version.text == "Café au\nlait\n"
    with pytest.raises(TooLarge):
        writing.write("x" * (MOST_CHARACTERS + 1))
    with pytest.raises(Unreadable):
        writing.write("half \ud83d")


def test_an_earlier_version_comes_back_as_a_new_one(writing: Writing) -> None:
    writing.write("First.")
    writing.write("Second.")
    done = service.bring_back(writing.course, 1, base_version=2, actor=writing.actor(), now=NOW)
    assert (done.version.number, done.version.text) == (3, "First.")
    with pytest.raises(service.EssayChanged):
        service.bring_back(writing.course, 1, base_version=2, actor=writing.actor(), now=NOW)
    with pytest.raises(NotFound):
        service.bring_back(writing.course, 9, base_version=3, actor=writing.actor(), now=NOW)


def test_old_drafts_are_thinned_and_what_was_handed_in_stays(writing: Writing) -> None:
    for minute in range(30):
        writing.write(f"Draft {minute}", now=NOW + minute * MINUTE)
        if minute == 4:
            writing.hand_in(now=NOW + minute * MINUTE)
    writing.write("The day after", now=NOW + timedelta(days=1))
    assert numbers(writing) == [31, 30, 20, 10, 5]


@pytest.mark.parametrize("person", [BONGANI, CHLOE])
def test_everybody_writes_their_own(writing: Writing, person) -> None:
    writing.write("Amina’s.")
    writing.write("Another’s.", person, base_version=0)
    assert queries.newest_version(writing.essay(AMINA)).text == "Amina’s."


@pytest.mark.parametrize("role", [Role.TUTOR, Role.ACTIVITY_MANAGER, Role.EXPERT, Role.ASSISTANT, Role.SPONSOR])
def test_staff_write_no_essay(writing: Writing, role: Role) -> None:
    actor = Actor(enter(TUTOR).id, "staff", (Grant(role, writing.course.id),))
    with pytest.raises(NotAllowed):
        service.write_essay(writing.course, TEXT, actor=actor, now=NOW)


def test_who_takes_no_part_writes_none(writing: Writing) -> None:
    stranger = Actor(enter(STRANGER).id, "stranger", (Grant(Role.PARTICIPANT, writing.course.id),))
    for actor in (stranger, SYSTEM, Actor(writing.actor().person_id, "token", writing.actor().grants, frozenset())):
        with pytest.raises(NotAllowed):
            service.write_essay(writing.course, TEXT, actor=actor, now=NOW)
    session.query(Enrolment).filter_by(id=writing.enrolment().id).update({"withdrawn_at": NOW})
    with pytest.raises(NotAllowed):
        writing.write(TEXT)


def test_a_closed_course_takes_nothing(writing: Writing) -> None:
    manager = Actor(enter(MANAGER).id, "manager", (Grant(Role.ACTIVITY_MANAGER, writing.course.id),))
    close_course(writing.course.id, actor=manager, now=NOW)
    session.commit()
    with pytest.raises(RuleBroken) as caught:
        writing.write(TEXT)
    assert caught.value.code == "course_closed"


def test_the_last_moment_counts_and_the_next_does_not(writing: Writing) -> None:
    writing.write(TEXT, now=CLOSES + GRACE)
    with pytest.raises(service.EssayClosed) as caught:
        writing.write("Later.", now=CLOSES + GRACE + MILLISECOND)
    assert caught.value.code == "essay_closed"
    opens = CLOSES - timedelta(days=18) + timedelta(hours=1)  # summer time begins in between
    writing.write("Early.", now=opens)
    with pytest.raises(service.EssayClosed, match="cannot be written yet"):
        writing.write("Too early.", now=opens - MILLISECOND)
