"""Marking a group by the rubric, and what is handed to grading."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from app.courses.service import close_course
from app.groupwork.queries.marks import group_markings
from app.groupwork.rules.marks import MarkingState
from app.groupwork.rules.peer_words import Missing, PeerKind
from app.groupwork.service.marking import agree_mark, mark_group
from app.groupwork.service.marking_settling import settle_due, settle_marks
from app.groupwork.service.peer_between import rate_presentation
from app.groupwork.service.peer_windows import set_peer_window
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Stale, Unreadable
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, EXPERT, TUTOR
from tests.conftest import NOW
from tests.groupwork.peers.cast import (
    AFTER,
    BEFORE,
    ESTHER,
    LATER,
    TINA,
    assign,
    content,
    open_peers,
    outsider,
    participant,
    team,
    team_course,
    tutor,
)
from tests.statements import statements


def mark(course, marker=TINA, analysis=10, measures=15, *, final=True, name="1", base_version=None, now=NOW):
    return mark_group(
        course,
        team(course, name),
        content(analysis, measures),
        final=final,
        base_version=base_version,
        actor=tutor(course, marker),
        now=now,
    )


def agree(course, marker=TINA, analysis=10, measures=15):
    actor = tutor(course, marker)
    return agree_mark(course, team(course, "1"), content(analysis, measures), base_version=None, actor=actor, now=NOW)


def state(course):
    return group_markings(course, NOW)[0].verdict.state


def test_a_final_mark_is_handed_over_exactly_and_a_draft_is_not(course, handed):
    mark(course, final=False)
    assert handed == []
    mark(course, analysis="1/3", measures=0)
    assert handed == [(team(course, "1"), Fraction(2, 3))]


def test_the_same_again_hands_over_nothing(course, handed):
    mark(course)
    mark(course)
    assert len(handed) == 1


def test_two_tutors_lie_close_enough_and_their_mean_counts(course, handed):
    mark(course, TINA, 10, 15)
    mark(course, TUTOR, 13, 15)
    assert [percent for _group, percent in handed] == [50, 53]


def test_apart_nothing_counts_until_they_agree_and_the_agreed_mark_is_signed(course, handed):
    mark(course, TINA, 10, 15)
    mark(course, TUTOR, 20, 30)
    assert handed[-1] == (team(course, "1"), None)
    assert state(course) is MarkingState.APART
    agreed = agree(course, TUTOR, 16, 20)
    assert handed[-1] == (team(course, "1"), 72)
    assert agreed.marker_id == tutor(course, TUTOR).person_id


def test_where_the_course_wants_two_markers_one_does_not_count(app, handed):
    course = team_course(marking={"markers": 2})
    mark(course, TINA, 10, 15)
    assert state(course) is MarkingState.WAITING
    assert handed == []
    mark(course, TUTOR, 10, 15)
    assert handed == [(team(course, "1"), 50)]


def test_one_tutor_alone_agrees_with_nobody(course):
    mark(course)
    with pytest.raises(RuleBroken) as caught:
        agree(course)
    assert caught.value.code == "nothing_to_agree"


def test_a_mark_saved_from_another_page_is_not_overwritten_unseen(course):
    mark(course, base_version=0)
    with pytest.raises(Stale):
        mark(course, analysis=1, base_version=0)


def test_points_stay_in_their_range(course, handed):
    with pytest.raises(Unreadable):
        mark(course, analysis="20.01")
    assert handed == []


def test_a_group_of_another_course_is_not_found(course):
    other = team_course("OTHER-1")
    with pytest.raises(NotFound):
        mark_group(course, team(other, "1"), content(1, 1), final=True, base_version=None, actor=tutor(course), now=NOW)


def test_who_may_not(course):
    mark(course, TINA)
    mark(course, TUTOR)
    for actor in (participant(course, AMINA), outsider(course)):
        with pytest.raises(NotAllowed):
            mark_group(course, team(course, "1"), content(1, 1), final=True, base_version=None, actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            agree_mark(course, team(course, "1"), content(1, 1), base_version=None, actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            settle_marks(course, actor=actor, now=NOW)


def test_in_a_closed_course_nothing_changes(course):
    close_course(course.id, actor=SYSTEM, now=NOW)
    with pytest.raises(RuleBroken):
        mark(course)
    with pytest.raises(RuleBroken):
        settle_marks(course, actor=tutor(course), now=NOW)


@pytest.fixture
def weighed(app, handed):
    course = team_course(peer={"between": {"weight": 20}})
    assign(course, g1="2", g2="1")
    open_peers(course, PeerKind.BETWEEN)
    mark(course, analysis=20, measures=30)
    actor = participant(course, ESTHER)
    rate_presentation(course, content(10, 15), base_version=None, actor=actor, now=NOW)
    return course


def test_peers_count_once_the_time_is_over_and_the_marks_are_handed_over(weighed, handed):
    assert handed == [(team(weighed, "1"), 100)]
    assert settle_marks(weighed, actor=tutor(weighed), now=LATER) == 1
    assert handed[-1] == (team(weighed, "1"), 90)


def test_the_sweep_hands_over_once_for_each_end_of_the_time(weighed, handed):
    assert settle_due(NOW) == 0
    assert settle_due(LATER) == 1
    assert handed[-1] == (team(weighed, "1"), 90)
    assert settle_due(LATER) == 0
    assert settle_marks(weighed, actor=tutor(weighed), now=LATER) == 0
    assert len(handed) == 2
    open_peers(weighed, PeerKind.BETWEEN)
    assert settle_due(LATER) == 0


def test_the_sweep_waits_for_ratings_that_arrived_in_time_to_be_stored(weighed, handed):
    assert settle_due(AFTER + timedelta(seconds=60)) == 0
    assert settle_due(AFTER + timedelta(seconds=61)) == 1


def test_a_rating_that_is_stored_after_the_sweep_is_handed_over_all_the_same(weighed, handed):
    settle_marks(weighed, actor=SYSTEM, now=LATER)
    arrived = {"base_version": None, "actor": participant(weighed, ESTHER), "now": AFTER - timedelta(seconds=1)}
    for rating, counts in ((content(20, 30), 100), (content(0, 0), 80)):
        rate_presentation(weighed, rating, **arrived)
        assert handed[-1] == (team(weighed, "1"), counts)
    assert len(handed) == 4
    rate_presentation(weighed, content(0, 0), **arrived)
    assert settle_due(LATER) == 0
    assert len(handed) == 4


def test_a_rating_before_the_sweep_hands_nothing_over(weighed, handed):
    rate_presentation(weighed, content(0, 0), base_version=None, actor=participant(weighed, ESTHER), now=AFTER)
    assert len(handed) == 1


def test_the_sweep_leaves_courses_in_which_ratings_do_not_count(app, handed):
    course = team_course(peer={"between": {"days": 1}})
    mark(course)
    assert settle_due(LATER.replace(month=5)) == 0
    assert len(handed) == 1


def test_the_sweep_leaves_closed_courses(weighed, handed):
    close_course(weighed.id, actor=SYSTEM, now=NOW)
    assert settle_due(LATER) == 0
    assert len(handed) == 1


def test_when_the_time_is_opened_again_tutors_part_is_the_whole_for_now(weighed, handed):
    settle_marks(weighed, actor=tutor(weighed), now=LATER)
    longer = LATER.replace(day=LATER.day + 3)
    set_peer_window(
        weighed, PeerKind.BETWEEN, BEFORE, longer, Missing.IGNORE, base_version=None, actor=tutor(weighed), now=LATER
    )
    assert handed[-1] == (team(weighed, "1"), 100)


def test_not_rating_may_forfeit_the_own_part(weighed, handed):
    set_peer_window(
        weighed, PeerKind.BETWEEN, BEFORE, AFTER, Missing.FORFEIT, base_version=None, actor=tutor(weighed), now=LATER
    )
    assert handed[-1] == (team(weighed, "1"), 80)


def test_an_expert_who_only_looks_on_is_no_marker(course):
    with pytest.raises(NotAllowed):
        mark_group(
            course,
            team(course, "1"),
            content(1, 1),
            final=True,
            base_version=None,
            actor=participant(course, EXPERT),
            now=NOW,
        )


def test_all_groups_cost_the_same_few_statements(weighed):
    session.commit()
    with statements() as seen:
        group_markings(weighed, LATER)
    assert len(seen) <= 10
