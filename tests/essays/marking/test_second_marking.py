"""Two markers, blind to each other; what their marks come to, and who sees what when."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.courses.rules import CourseValue
from app.essays import queries
from app.essays.rules import EssayValue
from app.essays.rules.marking import AgreedBy
from app.essays.service.allocation import allocate_essay
from app.essays.service.marking_agreed import sign_agreed_mark
from app.essays.service.marking_notes import annotate
from app.rubrics import queries as rubrics
from app.rubrics.rules import Round
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.errors import NotAllowed, RuleBroken, Unreadable
from app.shared.permissions import Actor, Role
from tests.cast import AMINA, EXPERT, MANAGER, TUTOR, csrf_token
from tests.conftest import NOW
from tests.essays.marking.cast import EVEN, UMA, ZOE, Recorder, content, essay_course, give, hand_in, marker
from tests.essays.marking.conftest import Browse

SECRET = "The first marker was here."


@pytest.fixture
def course(app: Flask) -> CourseValue:
    return essay_course(markers=2)


@pytest.fixture
def essay(course: CourseValue) -> EssayValue:
    return hand_in(course, AMINA)


@pytest.fixture
def first(course: CourseValue) -> Actor:
    return marker(TUTOR, course)


@pytest.fixture
def second(course: CourseValue) -> Actor:
    return marker(UMA, course)


@pytest.fixture
def manager(course: CourseValue) -> Actor:
    return marker(MANAGER, course, Role.ACTIVITY_MANAGER)


def agreed(essay: EssayValue) -> dict[str, Fraction] | None:
    counted = queries.counted_mark(essay)
    return dict(counted.content.criteria) if counted else None


def test_one_final_mark_of_two_counts_for_nobody(essay: EssayValue, first: Actor, keeper: Recorder) -> None:
    give(essay, first)
    assert agreed(essay) is None
    assert keeper.kept == []


def test_two_that_agree_make_the_mean(essay: EssayValue, first: Actor, second: Actor, keeper: Recorder) -> None:
    give(essay, first, content(clarity="8.5"))
    given = give(essay, second, content(clarity="8"))
    assert given.round is Round.SECOND
    assert (agreed(essay) or {})["clarity"] == Fraction("8.25")
    made = queries.feedback_of(essay)
    assert made is not None
    assert made.agreement is not None
    assert (made.agreement.how, made.agreement.signed_by) == (AgreedBy.MEAN, None)
    assert [points["clarity"] for _, points in keeper.kept if points] == [Fraction("8.25")]


def test_nobody_gives_both_marks(essay: EssayValue, first: Actor) -> None:
    give(essay, first)
    with pytest.raises(NotAllowed):
        give(essay, first, in_round=Round.SECOND)


def test_a_third_marker_comes_only_where_one_is_called(
    essay: EssayValue, first: Actor, second: Actor, course: CourseValue
) -> None:
    give(essay, first)
    give(essay, second)
    with pytest.raises(NotAllowed):
        give(essay, marker(ZOE, course))


def test_too_far_apart_waits_for_a_discussion(essay: EssayValue, first: Actor, second: Actor, keeper: Recorder) -> None:
    give(essay, first, content(gender="9"))
    give(essay, second, content(gender="5"))
    assert agreed(essay) is None
    assert keeper.kept == []


def test_a_third_mark_settles_it(
    course: CourseValue, essay: EssayValue, first: Actor, second: Actor, manager: Actor, *, keeper: Recorder
) -> None:
    give(essay, first, content(gender="9"))
    give(essay, second, content(gender="5"))
    third = marker(ZOE, course)
    allocate_essay(course, essay.id, Round.THIRD, third.person_id, actor=manager, now=NOW)
    assert give(essay, third, content(gender="8.5")).round is Round.THIRD
    assert (agreed(essay) or {})["gender"] == Fraction("8.75")
    assert len(keeper.kept) == 1


def test_a_mark_that_changes_may_undo_the_agreement(
    essay: EssayValue, first: Actor, second: Actor, keeper: Recorder
) -> None:
    give(essay, first)
    give(essay, second)
    give(essay, second, content(gender="10"), reason="Read again.")
    assert agreed(essay) is None
    assert keeper.kept[-1] == (essay.enrolment_id, None)
    give(essay, second, content(gender="6"), reason="Once more.")
    assert (agreed(essay) or {})["gender"] == Fraction("5.5")
    kept = next(mark for mark in rubrics.marks_on(queries.subject_of(essay)) if mark.round is Round.AGREED)
    assert [version.state for version in rubrics.history_of(kept.id)] == ["final", "draft", "final"]


def test_an_agreed_mark_is_signed_and_stays(
    essay: EssayValue, first: Actor, second: Actor, manager: Actor, keeper: Recorder
) -> None:
    give(essay, first, content(gender="9"))
    give(essay, second, content(gender="5"))
    sign_agreed_mark(essay, content(gender="7"), "Both read the table again.", actor=manager, now=NOW)
    made = queries.feedback_of(essay)
    assert made is not None
    assert made.agreement is not None
    assert (made.agreement.signed_by, made.agreement.reason) == (manager.person_id, "Both read the table again.")
    give(essay, second, content(gender="1"), reason="Read again.")
    assert (agreed(essay) or {})["gender"] == 7
    rounds = {mark.round for mark in rubrics.marks_on(queries.subject_of(essay))}
    assert rounds == {Round.FIRST, Round.SECOND, Round.AGREED}
    assert [points["gender"] for _, points in keeper.kept if points] == [7]


def test_who_may_sign(course: CourseValue, essay: EssayValue, first: Actor, second: Actor, manager: Actor) -> None:
    give(essay, first, content(gender="9"))
    with pytest.raises(RuleBroken):
        sign_agreed_mark(essay, content(), "Too early.", actor=manager, now=NOW)
    give(essay, second, content(gender="5"))
    for stranger in (marker(ZOE, course), marker(EXPERT, course, Role.EXPERT)):
        with pytest.raises(NotAllowed):
            sign_agreed_mark(essay, content(), "Not mine to sign.", actor=stranger, now=NOW)
    with pytest.raises(Unreadable):
        sign_agreed_mark(essay, content(), " ", actor=first, now=NOW)
    session.rollback()
    sign_agreed_mark(essay, content(), "We talked.", actor=second, now=NOW)


def channels(browser: FlaskClient, course: CourseValue, essay: EssayValue) -> dict[str, str]:
    """What every door says to one reader."""
    paths = (
        f"/courses/{course.code}/essays?shown=all",
        f"/courses/{course.code}/essays/{essay.id}",
        f"/courses/{course.code}/essays/{essay.id}/versions",
        f"/courses/{course.code}/essays/moderation",
        f"/api/v1/courses/{course.code}/essays",
        f"/api/v1/essays/{essay.id}/marks",
    )
    return {path: browser.get(path).text for path in paths}


def leaks(browser: FlaskClient, course: CourseValue, essay: EssayValue) -> list[str]:
    told = channels(browser, course, essay).items()
    return [
        path for path, text in told if SECRET in text or "9.75" in text or "33.25" in text or "A hidden note" in text
    ]


def test_the_second_marker_is_blind_until_their_own_mark_is_final(
    course: CourseValue, essay: EssayValue, first: Actor, second: Actor, browse: Browse
) -> None:
    annotate(essay, 0, 6, "A hidden note", actor=first, now=NOW)
    give(essay, first, content(SECRET, clarity="9.75", gender="10"))
    reader = browse(UMA)
    assert leaks(reader, course, essay) == []
    give(essay, second, final=False)
    assert leaks(reader, course, essay) == []
    give(essay, second)
    assert f"/courses/{course.code}/essays/{essay.id}" in leaks(reader, course, essay)


def test_the_first_marker_does_not_see_a_draft(
    course: CourseValue, essay: EssayValue, first: Actor, second: Actor, browse: Browse
) -> None:
    give(essay, first)
    give(essay, second, content(SECRET, clarity="9.75", gender="10"), final=False)
    assert leaks(browse(TUTOR), course, essay) == []


@pytest.mark.parametrize(
    ("person", "role"), [(ZOE, Role.TUTOR), (MANAGER, Role.ACTIVITY_MANAGER), (EXPERT, Role.EXPERT)]
)
def test_who_could_still_become_a_marker_or_tell_one_sees_nothing(
    course: CourseValue, essay: EssayValue, first: Actor, browse: Browse, person: object, *, role: Role
) -> None:
    give(essay, first, content(SECRET, clarity="9.75", gender="10"))
    assert leaks(browse(person, role, course), course, essay) == []


def test_a_called_third_marker_is_blind_too(
    course: CourseValue, essay: EssayValue, first: Actor, second: Actor, manager: Actor, *, browse: Browse
) -> None:
    third = marker(ZOE, course)
    give(essay, first, content(SECRET, clarity="9.75", gender="10"))
    give(essay, second, content(gender="2"))
    allocate_essay(course, essay.id, Round.THIRD, third.person_id, actor=manager, now=NOW)
    session.commit()
    reader = browse(ZOE)
    assert leaks(reader, course, essay) == []
    sign_agreed_mark(essay, content(SECRET, clarity="9.75", gender="10"), "We talked.", actor=first, now=NOW)
    assert leaks(reader, course, essay) == []
    with pytest.raises(NotAllowed):
        sign_agreed_mark(essay, content(), "Blind.", actor=third, now=NOW)


def test_the_desk_says_who_made_the_agreed_mark(
    course: CourseValue, essay: EssayValue, first: Actor, second: Actor, browse: Browse
) -> None:
    give(essay, first)
    give(essay, second)
    path = f"/courses/{course.code}/essays/{essay.id}"
    assert "made by the system" in browse(UMA).get(path).text
    sign_agreed_mark(essay, content(gender="7"), "We talked.", actor=first, now=NOW)
    assert "signed by Théo N’Diaye" in browse(UMA).get(path).text


def test_who_has_seen_another_final_mark_says_why_their_own_changes(
    essay: EssayValue, first: Actor, second: Actor, keeper: Recorder
) -> None:
    give(essay, second)
    give(essay, second, content(gender="4"))
    give(essay, first, content(gender="9"))
    with pytest.raises(Unreadable) as refused:
        give(essay, second, content(gender="9"))
    session.rollback()
    assert [one.where for one in refused.value.problems] == ["reason"]
    give(essay, second, content(gender="9"), reason="I had skipped a page.")
    audited = session.query(AuditEntry).filter_by(action="record_mark").order_by(AuditEntry.id.desc()).first()
    assert audited is not None
    assert "I had skipped a page." in str(audited.after)


def test_an_agreed_mark_is_not_replaced_unseen(
    course: CourseValue, essay: EssayValue, first: Actor, second: Actor, browse: Browse
) -> None:
    give(essay, first, content(clarity="9"))
    give(essay, second, content(clarity="0"))
    one, two = browse(TUTOR), browse(UMA)
    path = f"/courses/{course.code}/essays/{essay.id}"
    assert 'name="agreed_version" value="0"' in two.get(path).text

    def sign(browser: FlaskClient, clarity: str, seen: int) -> int:
        points = {f"points_{key}": value for key, value in {**EVEN, "clarity": clarity}.items()}
        form = {**points, "reason": "We talked.", "agreed_version": seen, "csrf_token": csrf_token(browser)}
        return browser.post(f"{path}/agreed-mark", data=form).status_code

    assert [sign(one, "7", 0), sign(one, "7", 0), sign(two, "2", 0)] == [303, 303, 412]
    assert (agreed(essay) or {})["clarity"] == 7
    assert 'name="agreed_version" value="1"' in two.get(path).text
    assert sign(two, "2", 1) == 303
    assert (agreed(essay) or {})["clarity"] == 2


def test_while_two_marks_are_talked_about_only_their_markers_and_who_allocates_see_them(
    course: CourseValue, essay: EssayValue, first: Actor, second: Actor, browse: Browse
) -> None:
    give(essay, first, content(SECRET, clarity="9.75", gender="10"))
    give(essay, second, content(gender="2"))
    desk = f"/courses/{course.code}/essays/{essay.id}"
    assert leaks(browse(ZOE, Role.TUTOR, course), course, essay) == []
    for reader in (browse(TUTOR), browse(UMA), browse(MANAGER, Role.ACTIVITY_MANAGER, course)):
        assert desk in leaks(reader, course, essay)
