"""While other groups rate, and that counts, a group's mark is not released: its move would tell who gave what."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.grading import queries, service
from app.grading.queries.entries import find_group_mark
from app.groupwork.rules.peer_words import PeerKind
from app.groupwork.service.marking import mark_group
from app.groupwork.service.peer_between import rate_presentation
from app.shared.permissions import SYSTEM
from tests.conftest import NOW
from tests.grading.test_remarks import code_of
from tests.groupwork.peers.cast import (
    ESTHER,
    LATER,
    assign,
    content,
    ids,
    open_peers,
    participant,
    team,
    team_course,
    tutor,
)


def a_course(weight, *, assigned=True):
    """Group 1 has 100 percent of a tutor; group 2 rates it while its time lasts."""
    course = team_course(peer={"between": {"weight": weight}})
    if assigned:
        assign(course, g1="2", g2="1")
    open_peers(course, PeerKind.BETWEEN)
    best = content(20, 30)
    mark_group(course, team(course, "1"), best, final=True, base_version=None, actor=tutor(course), now=NOW)
    service.record_factor(course, ids(course)["Amina"], Fraction(1), actor=SYSTEM, now=NOW)
    return course


def release(course, now):
    return service.release_marks(course, "group_work", actor=SYSTEM, now=now)


def test_while_others_rate_it_waits(app):
    course = a_course(20)
    assert code_of(lambda: release(course, NOW)) == "ratings_pending"
    assert queries.releases_of(course.id) == {}


def test_once_their_time_is_over_ratings_are_counted_and_then_it_is_released(app):
    course = a_course(20)
    by = participant(course, ESTHER)
    rate_presentation(course, content(10, 15), base_version=None, actor=by, now=NOW)
    assert release(course, LATER).told == 1
    assert find_group_mark(team(course, "1")).percent == 90


@pytest.mark.parametrize(("weight", "assigned"), [(0, True), (20, False)], ids=["no weight", "nobody rates"])
def test_where_no_rating_can_count_nothing_waits(app, weight, assigned):
    assert release(a_course(weight, assigned=assigned), NOW).told == 1


def test_closing_waits_for_nobody(app):
    course = a_course(20)
    service.close_course(course, actor=SYSTEM, now=NOW)
    assert queries.releases_of(course.id)
