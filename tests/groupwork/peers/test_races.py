"""What happens at the same moment: one member saves twice, several tutors begin, two managers assign."""

from __future__ import annotations

from collections import Counter

import pytest

from app.courses.queries import get_course
from app.groupwork.models import PeerShare, PeerSharing
from app.groupwork.queries.marks import group_markings
from app.groupwork.queries.peer_between import assignments_of
from app.groupwork.rules.marks import ROUNDS, MarkingState
from app.groupwork.service.marking import mark_group
from app.groupwork.service.peer_between import rotate_presentations
from app.shared.database import session
from tests.cast import AMINA, EXPERT, MANAGER, TUTOR
from tests.conftest import NOW
from tests.grading.test_races import at_once
from tests.groupwork.peers.cast import TINA, content, open_peers, share, team, team_course, tutor


@pytest.fixture
def code(app):
    return team_course().code


def test_one_sharing_stands_whole_whoever_saves_at_once(app, code):
    open_peers(get_course(code))

    def save(given: int):
        return lambda: share(get_course(code), AMINA, Bongani=given, Chloé=100 - given, Didier=0)

    outcomes = at_once(app, *(save(given) for given in (10, 20, 30, 40)))

    assert outcomes == ["done"] * 4
    assert session.query(PeerSharing).one().version == 4
    assert sum(row.points for row in session.query(PeerShare).all()) == 100


def test_of_two_pages_that_saw_the_same_one_saves(app, code):
    open_peers(get_course(code))

    def save():
        share(get_course(code), AMINA, Bongani=50, Chloé=50, Didier=0, base_version=0)

    assert Counter(at_once(app, *[save] * 4)) == {"done": 1, "stale": 3}


def test_tutors_who_begin_at_once_have_a_round_each_and_the_fourth_is_told(app, code):
    course = get_course(code)
    group = team(course, "1")
    actors = [tutor(course, person) for person in (TINA, TUTOR, MANAGER, EXPERT)]

    def mark(actor):
        return lambda: mark_group(
            get_course(code), group, content(10, 15), final=True, base_version=0, actor=actor, now=NOW
        )

    assert Counter(at_once(app, *map(mark, actors))) == {"done": 3, "enough_markers": 1}
    marking = group_markings(get_course(code), NOW)[0]
    assert {mark.round for mark in marking.marks} == set(ROUNDS)
    assert (marking.verdict.state, marking.percent) == (MarkingState.MEAN, 50)


def test_rings_that_are_drawn_at_once_leave_one(app, code):
    actor = tutor(get_course(code))

    def draw():
        rotate_presentations(get_course(code), actor=actor, now=NOW)

    assert at_once(app, *[draw] * 4) == ["done"] * 4
    assert len(assignments_of(get_course(code).id)) == 2
