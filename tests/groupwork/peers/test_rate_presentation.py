"""Rating another group's presentation, and who rates whom."""

from __future__ import annotations

import pytest

from app.courses.service import close_course, name_ambassador, withdraw
from app.groupwork.queries.peer_between import assignments_of, presentations
from app.groupwork.rules.peer_words import PeerKind
from app.groupwork.service.peer_between import assign_presentations, rate_presentation, rotate_presentations
from app.shared.database import session
from app.shared.errors import NotAllowed, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, BONGANI
from tests.conftest import NOW
from tests.groupwork.peers.cast import (
    ESTHER,
    FARAI,
    LATER,
    assign,
    content,
    ids,
    open_peers,
    outsider,
    participant,
    team,
    team_course,
    tutor,
)
from tests.statements import statements

BETWEEN = PeerKind.BETWEEN


def rate(course, person, analysis=10, measures=15, now=NOW):
    actor = participant(course, person)
    return rate_presentation(course, content(analysis, measures), base_version=None, actor=actor, now=now)


@pytest.fixture
def paired(course):
    assign(course, g1="2", g2="1")
    open_peers(course, BETWEEN)
    return course


def test_the_ambassadors_rating_is_the_other_groups_result(paired):
    rate(paired, AMINA)
    found = presentations(paired)
    assert found.results[team(paired, "2")].percent == 50
    assert found.results[team(paired, "1")].percent is None
    assert [member.given_name for member in found.missing] == ["Esther"]


def test_a_member_does_not_rate_where_the_ambassador_does(paired):
    with pytest.raises(RuleBroken) as caught:
        rate(paired, BONGANI)
    assert caught.value.code == "ambassador_rates"


def test_a_successors_rating_takes_the_place_of_that_of_an_ambassador_who_left_the_course(paired):
    rate(paired, AMINA, 20, 30)
    withdraw(paired, ids(paired)["Amina"], "left", actor=SYSTEM, now=NOW)
    alone = presentations(paired)
    assert alone.results[team(paired, "2")].percent == 100
    assert not alone.results[team(paired, "1")].owes
    name_ambassador(paired, team(paired, "1"), ids(paired)["Bongani"], actor=SYSTEM, now=NOW)
    rate(paired, BONGANI, 10, 15)
    found = presentations(paired).results[team(paired, "2")]
    assert (found.percent, len(found.ratings)) == (50, 1)


def test_where_every_member_rates_the_mean_is_of_all(app):
    course = team_course(peer={"between": {"raters": "members"}})
    assign(course, g1="2", g2="1")
    open_peers(course, BETWEEN)
    rate(course, AMINA, 20, 30)
    rate(course, BONGANI, 10, 15)
    found = presentations(course)
    assert found.results[team(course, "2")].percent == 75
    assert [member.given_name for member in found.missing] == ["Chloé", "Didier", "Esther", "Farai"]


def test_a_rating_may_be_changed_while_it_is_open(paired):
    rate(paired, AMINA, 0, 0)
    rate(paired, AMINA, 20, 30)
    assert presentations(paired).results[team(paired, "2")].percent == 100


def test_outside_its_time_or_unassigned_nothing_is_kept(course):
    with pytest.raises(RuleBroken) as caught:
        rate(course, AMINA)
    assert caught.value.code == "peers_not_open"
    open_peers(course, BETWEEN)
    with pytest.raises(RuleBroken) as caught:
        rate(course, AMINA)
    assert caught.value.code == "nothing_to_rate"
    with pytest.raises(RuleBroken) as caught:
        rate(course, AMINA, now=LATER)
    assert caught.value.code == "peers_over"


def test_every_criterion_is_needed(paired):
    with pytest.raises(Unreadable):
        rate(paired, AMINA, analysis=21)
    assert presentations(paired).results[team(paired, "2")].percent is None


def test_a_rating_by_a_group_that_rates_another_now_does_not_count(paired):
    rate(paired, AMINA)
    assign_presentations(paired, {team(paired, "2"): team(paired, "1")}, actor=SYSTEM, now=NOW)
    assert presentations(paired).results[team(paired, "2")].percent is None
    assign(paired, g1="2", g2="1")
    assert presentations(paired).results[team(paired, "2")].percent == 50


def test_a_ring_is_drawn_through_groups_that_have_members(course):
    rated = rotate_presentations(course, actor=tutor(course), now=NOW)
    assert (
        rated
        == assignments_of(course.id)
        == {team(course, "1"): team(course, "2"), team(course, "2"): team(course, "1")}
    )


def test_no_group_rates_itself_or_a_group_of_another_course(course):
    other = team_course("OTHER-1")
    one = team(course, "1")
    for rated in ({one: one}, {one: team(other, "1")}, {team(other, "1"): one}):
        with pytest.raises(Unreadable):
            assign_presentations(course, rated, actor=SYSTEM, now=NOW)
    assert assignments_of(course.id) == {}


def test_who_may_not(paired):
    for actor in (tutor(paired), outsider(paired), SYSTEM):
        with pytest.raises(NotAllowed):
            rate_presentation(paired, content(1, 1), base_version=None, actor=actor, now=NOW)
    for actor in (participant(paired, AMINA), outsider(paired)):
        with pytest.raises(NotAllowed):
            assign_presentations(paired, {}, actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            rotate_presentations(paired, actor=actor, now=NOW)


def test_in_a_closed_course_nothing_changes(paired):
    close_course(paired.id, actor=SYSTEM, now=NOW)
    with pytest.raises(RuleBroken):
        rate(paired, AMINA)
    with pytest.raises(RuleBroken):
        rotate_presentations(paired, actor=tutor(paired), now=NOW)


def test_results_cost_the_same_few_statements(paired):
    rate(paired, AMINA)
    rate(paired, ESTHER)
    session.commit()
    with statements() as seen:
        presentations(paired)
    assert len(seen) <= 6
    assert FARAI.given_name not in [member.given_name for member in presentations(paired).missing]
