"""Saving a mark: every state it had stays, and nothing is overwritten unseen."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from flask import Flask

from app.courses.queries import pieces_of
from app.courses.rules import Criterion, PieceKind
from app.rubrics import queries
from app.rubrics.rules import MarkContent, MarkState, MarkValue, Round, Subject, SubjectKind
from app.rubrics.service import save_mark
from app.shared.errors import NotAllowed, RuleBroken, Stale, Unreadable
from app.shared.permissions import SYSTEM, Actor
from tests import cast
from tests.conftest import NOW
from tests.courses.cast import small_course

CRITERIA = (
    Criterion("clarity", {"en": "Clarity", "fr": "Clarté"}, Fraction(10)),
    Criterion("gender", {"en": "Gender", "fr": "Genre"}, Fraction(10)),
)
WHOLE = MarkContent({"clarity": Fraction(17, 2), "gender": Fraction(6)}, {"clarity": "Well led."}, "Good work.")


@pytest.fixture
def subject(app: Flask) -> Subject:
    course = small_course()
    piece = next(piece for piece in pieces_of(course.id) if piece.kind is PieceKind.ESSAY)
    return Subject(SubjectKind.ESSAY, 7, course.id, piece.id)


@pytest.fixture
def marker(app: Flask) -> Actor:
    person = cast.enter(cast.TUTOR)
    return Actor(person.id, "tutor")


def save(
    subject: Subject, marker: Actor, content: MarkContent, in_round: Round = Round.FIRST, **how: object
) -> MarkValue:
    how = {"final": False, "base_version": None, "now": NOW, **how}
    return save_mark(subject, in_round, content, CRITERIA, actor=marker, **how)


def test_a_draft_may_lack_criteria_and_a_final_mark_may_not(subject: Subject, marker: Actor) -> None:
    some = MarkContent({"gender": Fraction(4)})
    assert save(subject, marker, some).state is MarkState.DRAFT
    with pytest.raises(Unreadable) as caught:
        save(subject, marker, some, final=True)
    assert [problem.where for problem in caught.value.problems] == ["clarity"]


def test_every_state_stays(subject: Subject, marker: Actor) -> None:
    save(subject, marker, MarkContent({"gender": Fraction(4)}, {"gender": "Only one passage."}))
    save(subject, marker, WHOLE)
    last = save(subject, marker, WHOLE, final=True)
    assert last.version == 3
    assert [number for number, _ in queries.versions_of(last.id)] == [3, 2, 1]
    assert queries.versions_of(last.id)[2][1].comments == {"gender": "Only one passage."}
    assert last.content.total == Fraction(29, 2)


def test_the_same_again_changes_nothing(subject: Subject, marker: Actor) -> None:
    first = save(subject, marker, WHOLE, final=True)
    again = save(subject, marker, WHOLE, final=True, base_version=0, now=NOW + timedelta(minutes=1))
    assert again == first


def test_what_another_page_saved_is_not_overwritten_unseen(subject: Subject, marker: Actor) -> None:
    save(subject, marker, WHOLE, base_version=0)
    with pytest.raises(Stale):
        save(subject, marker, MarkContent({"gender": Fraction(1)}), base_version=0)
    assert queries.marks_on(subject)[0].content == WHOLE


def test_a_final_mark_becomes_no_draft(subject: Subject, marker: Actor) -> None:
    save(subject, marker, WHOLE, final=True)
    with pytest.raises(RuleBroken, match="final"):
        save(subject, marker, MarkContent({"gender": Fraction(1)}))


def test_a_round_has_one_marker_and_peers_are_many(subject: Subject, marker: Actor) -> None:
    other = Actor(cast.enter(cast.EXPERT).id, "expert")
    save(subject, marker, WHOLE)
    with pytest.raises(RuleBroken, match="Somebody else"):
        save(subject, other, WHOLE)
    save(subject, marker, WHOLE, Round.PEER)
    save(subject, other, WHOLE, Round.PEER)
    assert len(queries.marks_on(subject)) == 3


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (MarkContent({"clarity": Fraction(11)}), "clarity"),
        (MarkContent({"clarity": Fraction(-1)}), "clarity"),
        (MarkContent({"style": Fraction(1)}), "style"),
        (MarkContent({}, {"style": "No such thing."}), "style"),
        (MarkContent({}, {"clarity": "x" * 10_001}), "comment_clarity"),
        (MarkContent({}, {}, "x" * 10_001), "comment"),
    ],
)
def test_what_cannot_be_used_is_named(subject: Subject, marker: Actor, content: MarkContent, where: str) -> None:
    with pytest.raises(Unreadable) as caught:
        save(subject, marker, content)
    assert [problem.where for problem in caught.value.problems] == [where]
    assert queries.marks_on(subject) == []


def test_only_a_person_marks(subject: Subject) -> None:
    with pytest.raises(NotAllowed):
        save(subject, SYSTEM, WHOLE)
