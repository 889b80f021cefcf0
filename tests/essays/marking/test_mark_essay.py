"""Marking an essay: who may, what counts, and who is told."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flask import Flask

from app.courses.rules import CourseValue
from app.courses.service import close_course
from app.essays import queries, service
from app.essays.models import Essay
from app.essays.rules import EssayState, EssayValue
from app.essays.rules.marking import How
from app.essays.service import releases
from app.rubrics import queries as rubrics
from app.rubrics.rules import MarkContent, Round
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Stale, Unreadable
from app.shared.permissions import SYSTEM, Actor, Role
from tests.cast import AMINA, ASSISTANT, EXPERT, MANAGER, TUTOR
from tests.conftest import NOW
from tests.essays.marking.cast import EVEN, UMA, Recorder, content, essay_course, give, hand_in, hand_in_again, marker

POINTS = {key: Fraction(value) for key, value in EVEN.items()}


@pytest.fixture
def course(app: Flask) -> CourseValue:
    return essay_course()


@pytest.fixture
def essay(course: CourseValue) -> EssayValue:
    return hand_in(course, AMINA)


@pytest.fixture
def tutor(course: CourseValue) -> Actor:
    return marker(TUTOR, course)


def test_a_final_mark_of_the_only_marker_counts_at_once(essay: EssayValue, tutor: Actor, keeper: Recorder) -> None:
    give(essay, tutor)
    assert keeper.kept == [(essay.enrolment_id, POINTS)]
    counted = queries.counted_mark(essay)
    assert counted is not None
    assert counted.content.total == Fraction("26.5")


def test_a_draft_counts_for_nobody(essay: EssayValue, tutor: Actor, keeper: Recorder) -> None:
    give(essay, tutor, MarkContent({"clarity": Fraction(4)}), final=False)
    assert keeper.kept == []
    assert queries.counted_mark(essay) is None
    assert queries.feedback_of(essay) is None


def test_a_changed_final_mark_is_handed_on_and_the_earlier_one_stays(
    essay: EssayValue, tutor: Actor, keeper: Recorder
) -> None:
    first = give(essay, tutor)
    second = give(essay, tutor, content(gender="6"), base_version=first.version)
    assert [kept["gender"] for _, kept in keeper.kept if kept] == [5, 6]
    assert [said.criteria["gender"] for _, said in rubrics.versions_of(second.id)] == [6, 5]
    audited = session.query(AuditEntry).filter_by(action="record_mark").order_by(AuditEntry.id).all()
    assert audited[1].before is not None
    assert audited[1].before["criteria"]["gender"] == "5"


def test_the_same_mark_again_is_not_handed_on_again(essay: EssayValue, tutor: Actor, keeper: Recorder) -> None:
    give(essay, tutor)
    give(essay, tutor, content("A word more."))
    assert len(keeper.kept) == 1


def test_who_begins_to_mark_takes_the_essay(course: CourseValue, essay: EssayValue, tutor: Actor) -> None:
    give(essay, tutor, final=False)
    (allocation,) = queries.allocations_of(essay.id)
    assert (allocation.marker_id, allocation.round, allocation.how) == (tutor.person_id, Round.FIRST, How.CLAIMED)
    with pytest.raises(NotAllowed, match="somebody else"):
        give(essay, marker(UMA, course))


def test_a_round_that_somebody_has_marked_is_taken(course: CourseValue, essay: EssayValue, tutor: Actor) -> None:
    give(essay, tutor)
    with pytest.raises(RuleBroken) as caught:
        give(essay, marker(UMA, course), in_round=Round.FIRST)
    assert caught.value.code == "round_taken"


def test_where_one_marks_there_is_no_second_round(course: CourseValue, essay: EssayValue) -> None:
    with pytest.raises(NotAllowed):
        give(essay, marker(UMA, course), in_round=Round.SECOND)


@pytest.mark.parametrize(("person", "role"), [(EXPERT, Role.EXPERT), (ASSISTANT, Role.ASSISTANT)])
def test_only_markers_mark(course: CourseValue, essay: EssayValue, person: object, role: Role) -> None:
    with pytest.raises(NotAllowed):
        give(essay, marker(person, course, role))


def test_a_tutor_of_another_course_does_not_mark(essay: EssayValue) -> None:
    with pytest.raises(NotAllowed):
        give(essay, marker(TUTOR, essay_course("OTHER-1")))


def test_nobody_marks_their_own_essay(course: CourseValue, essay: EssayValue) -> None:
    with pytest.raises(NotAllowed):
        give(essay, marker(AMINA, course))
    assert queries.allocations_of(essay.id) == []


def test_what_was_not_handed_in_is_not_marked(essay: EssayValue, tutor: Actor) -> None:
    row = session.get_one(Essay, essay.id)
    row.state, row.submitted_at, row.submitted_version = EssayState.DRAFT.value, None, None
    session.commit()
    with pytest.raises(NotFound):
        give(essay, tutor)


def test_nothing_is_marked_in_a_closed_course(course: CourseValue, essay: EssayValue, tutor: Actor) -> None:
    close_course(course.id, actor=SYSTEM, now=NOW)
    with pytest.raises(RuleBroken) as caught:
        give(essay, tutor)
    assert caught.value.code == "course_closed"


def test_what_another_page_saved_is_not_overwritten_unseen(essay: EssayValue, tutor: Actor) -> None:
    give(essay, tutor, final=False)
    with pytest.raises(Stale):
        give(essay, tutor, content(gender="1"), base_version=0)


def test_a_released_mark_changes_with_a_reason_only(
    essay: EssayValue, tutor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(essay, tutor)
    monkeypatch.setattr(releases, "_finders", [lambda _: True])
    with pytest.raises(Unreadable) as caught:
        give(essay, tutor, content(gender="6"), reason="  ")
    assert [problem.where for problem in caught.value.problems] == ["reason"]
    session.rollback()
    give(essay, tutor, content(gender="6"), reason="A table was overlooked.")
    last = session.query(AuditEntry).filter_by(action="record_mark").order_by(AuditEntry.id.desc()).first()
    assert last is not None
    assert last.after is not None
    assert last.after["reason"] == "A table was overlooked."


def test_feedback_holds_what_the_marker_wrote(essay: EssayValue, tutor: Actor) -> None:
    give(essay, tutor, content("On the whole good.", {"gender": "Only one passage."}))
    feedback = queries.feedback_of(essay)
    assert feedback is not None
    assert feedback.remarks[0].comments == {"gender": "Only one passage."}
    assert feedback.agreement is None


def test_essays_of_a_marker_are_theirs(course: CourseValue, essay: EssayValue, tutor: Actor) -> None:
    give(essay, tutor, final=False)
    assert queries.essays_of_marker(course.id, tutor.themselves()) == [queries.get_essay(essay.id)]
    assert queries.essays_of_marker(course.id, marker(MANAGER, course, Role.ACTIVITY_MANAGER).themselves()) == []


def test_a_registered_finder_is_asked_once(monkeypatch: pytest.MonkeyPatch, essay: EssayValue) -> None:
    monkeypatch.setattr(releases, "_finders", [])

    def never(_: EssayValue) -> bool:
        return False

    service.register_release_finder(never)
    service.register_release_finder(never)
    assert releases._finders == [never]
    assert not releases.is_released(essay)


def test_a_mark_of_a_text_that_was_handed_in_again_is_refused_and_takes_nothing(
    essay: EssayValue, tutor: Actor, keeper: Recorder
) -> None:
    hand_in_again(essay)
    with pytest.raises(RuleBroken) as refused:
        give(essay, tutor, handed_in=1)
    session.rollback()
    assert refused.value.code == "handed_in_again"
    assert queries.allocations_of(essay.id) == []
    assert keeper.kept == []
    assert give(essay, tutor, handed_in=2).is_final
