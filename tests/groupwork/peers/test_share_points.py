"""Sharing 100 points over one's team: who may, until when, and that nothing is half done."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from app.courses.service import close_course
from app.groupwork.models import PeerShare
from app.groupwork.queries.peer_within import find_sharing, sharings_of, team_results
from app.groupwork.rules.peer_words import Missing
from app.groupwork.service.peer_within import share_points
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.errors import NotAllowed, RuleBroken, Stale, Unreadable
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, BONGANI
from tests.conftest import NOW
from tests.groupwork.peers.cast import (
    AFTER,
    BEFORE,
    ids,
    open_peers,
    outsider,
    participant,
    share,
    share_all,
    team,
    team_course,
    tutor,
)
from tests.statements import statements


def test_what_is_given_is_kept_exactly(course):
    open_peers(course)
    share(course, AMINA, Bongani="33.34", Chloé="33.33", Didier="33.33", comments={"Didier": " Came late. "})
    found = find_sharing(team(course, "1"), ids(course)["Amina"])
    assert found.sharing.points[ids(course)["Bongani"]] == Fraction("33.34")
    assert found.comments == {ids(course)["Didier"]: "Came late."}


def test_saved_again_it_replaces_what_was_there(course):
    open_peers(course)
    share(course, AMINA, Bongani=100, Chloé=0, Didier=0)
    assert share(course, AMINA, Bongani=0, Chloé=0, Didier=100, base_version=1) == 2
    assert len(session.scalars(select(PeerShare)).all()) == 3
    with pytest.raises(Stale):
        share(course, AMINA, Bongani=50, Chloé=50, Didier=0, base_version=1)
    assert find_sharing(team(course, "1"), ids(course)["Amina"]).sharing.points[ids(course)["Didier"]] == 100


@pytest.mark.parametrize(
    ("moment", "code"),
    [(BEFORE - timedelta(milliseconds=1), "peers_not_open"), (AFTER + timedelta(milliseconds=1), "peers_over")],
)
def test_outside_its_time_nothing_is_kept(course, moment, code):
    open_peers(course)
    with pytest.raises(RuleBroken) as caught:
        share(course, AMINA, Bongani=50, Chloé=50, Didier=0, now=moment)
    assert caught.value.code == code
    assert sharings_of(course.id) == []


@pytest.mark.parametrize("moment", [BEFORE, AFTER])
def test_both_ends_are_inside(course, moment):
    open_peers(course)
    share(course, AMINA, Bongani=50, Chloé=50, Didier=0, now=moment)
    assert len(sharings_of(course.id)) == 1


def test_without_dates_nobody_rates(course):
    with pytest.raises(RuleBroken) as caught:
        share(course, AMINA, Bongani=50, Chloé=50, Didier=0)
    assert caught.value.code == "peers_not_open"


def test_a_course_may_state_how_many_days_from_the_deadline_on(app):
    course = team_course(peer={"within": {"days": 7}})
    deadline = NOW.replace(month=3, day=28, hour=8)
    with pytest.raises(RuleBroken):
        share(course, AMINA, Bongani=50, Chloé=50, Didier=0, now=deadline - timedelta(seconds=1))
    share(course, AMINA, Bongani=50, Chloé=50, Didier=0, now=deadline + timedelta(days=7))
    with pytest.raises(RuleBroken):
        share(course, BONGANI, Amina=50, Chloé=50, Didier=0, now=deadline + timedelta(days=7, seconds=1))


def test_oneself_is_on_the_form_only_where_the_course_says_so(app):
    course = team_course(peer={"within": {"own_share": "included"}})
    open_peers(course)
    with pytest.raises(Unreadable):
        share(course, AMINA, Bongani=50, Chloé=50, Didier=0)
    share(course, AMINA, Amina=70, Bongani=10, Chloé=10, Didier=10)
    first = team_results(course)[0]
    assert first.results[ids(course)["Bongani"]].weight == 1
    assert first.results[ids(course)["Amina"]].weight is None


def test_members_of_another_team_cannot_be_rated(course):
    open_peers(course)
    with pytest.raises(Unreadable):
        share(course, AMINA, Bongani=50, Chloé=25, Esther=25)
    assert sharings_of(course.id) == []


def test_comments_are_dropped_where_the_course_asks_for_none(app):
    course = team_course(peer={"within": {"comments": "off"}})
    open_peers(course)
    share(course, AMINA, Bongani=50, Chloé=50, Didier=0, comments={"Didier": "lazy"})
    assert sharings_of(course.id)[0].comments == {}


def test_only_participants_of_the_course_share(course):
    open_peers(course)
    points = {ids(course)["Amina"]: Fraction(100)}
    for actor in (tutor(course), outsider(course), SYSTEM):
        with pytest.raises(NotAllowed):
            share_points(course, points, {}, base_version=None, actor=actor, now=NOW)


def test_in_a_closed_course_nobody_rates(course):
    open_peers(course)
    close_course(course.id, actor=SYSTEM, now=NOW)
    with pytest.raises(RuleBroken) as caught:
        share_points(course, {}, {}, base_version=None, actor=participant(course, AMINA), now=NOW)
    assert caught.value.code == "course_closed"


def test_the_trail_says_that_somebody_rated_and_not_how(course):
    open_peers(course)
    share(course, AMINA, Bongani=50, Chloé=50, Didier=0, comments={"Didier": "lazy"})
    entry = session.scalars(select(AuditEntry).filter_by(action="share_points")).one()
    assert entry.after == {"version": 1}


def test_results_of_any_number_of_teams_cost_the_same_few_statements(course):
    open_peers(course, missing=Missing.EVEN)
    share_all(course)
    session.commit()
    with statements() as seen:
        teams = team_results(course)
    assert len(seen) <= 8
    assert teams[0].results[ids(course)["Didier"]].weight == Fraction(3, 10)
    assert [member.given_name for member in teams[1].missing] == ["Esther", "Farai"]
