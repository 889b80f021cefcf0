"""Nobody but tutors learns who gave what: no page, no moment, no count and no order tells."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app.courses.service import name_ambassador, place, withdraw
from app.groupwork.queries.peer_own import own_peers
from app.groupwork.rules.peer_words import Missing, PeerKind
from app.groupwork.service.peer_between import rate_presentation
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, ASSISTANT, BONGANI, CHLOE, EXPERT, csrf_token
from tests.conftest import NOW
from tests.groupwork.peers.cast import (
    DIDIER,
    ESTHER,
    FARAI,
    LATER,
    TINA,
    assign,
    content,
    ids,
    open_peers,
    participant,
    share,
    share_all,
    team,
    team_course,
)

pytestmark = pytest.mark.alike

COURSE = "/courses/A9714776"
PAGES = (f"{COURSE}/peers", f"{COURSE}/peers/team", f"{COURSE}/peers/presentation", f"{COURSE}/standing", COURSE)


@pytest.fixture
def at(monkeypatch):
    """Let requests arrive at a given instant."""

    def at(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    at(NOW)
    return at


def body(page: str) -> str:
    """A page without what differs each time: tokens, clocks, addresses of files."""
    return re.sub(r'value="[^"]{40,}"|Now: [^<]*|Maintenant[^<]*|\d\d:\d\d|request_id[^"]*', "", page)


def own(course, person, moment=LATER):
    session.commit()
    return own_peers(course, participant(course, person).person_id, moment)


def test_no_page_of_a_participant_changes_when_somebody_else_rates(course, browse, at):
    open_peers(course)
    browser = browse(DIDIER)
    answers = [browser.get(path) for path in PAGES]
    assert [answer.status_code for answer in answers] == [200] * len(PAGES)
    before = [body(answer.text) for answer in answers]
    share(course, AMINA, Bongani=45, Chloé=45, Didier=10, comments={"Didier": "was never there"})
    session.commit()
    assert [body(browser.get(path).text) for path in PAGES] == before


@pytest.mark.parametrize("how", ["moved", "withdrew", "came"])
def test_the_own_mean_stays_when_the_team_changes_after_the_time(course, how):
    open_peers(course)
    share_all(course)
    before = own(course, DIDIER).weight
    bongani, esther = ids(course)["Bongani"], ids(course)["Esther"]
    if how == "withdrew":
        withdraw(course, bongani, "left", actor=SYSTEM, now=LATER)
    else:
        moved, to = (bongani, None) if how == "moved" else (esther, team(course, "1"))
        name_ambassador(course, team(course, "2"), None, actor=SYSTEM, now=LATER)
        place(course, moved, to, actor=SYSTEM, now=LATER)
    assert before is not None
    assert own(course, DIDIER).weight == before
    assert own(course, ESTHER).weight is None


def test_after_the_time_a_member_sees_the_own_mean_and_nothing_else(course, browse, at):
    open_peers(course)
    share_all(course)
    share(course, AMINA, Bongani=45, Chloé=45, Didier=10, comments={"Didier": "was never there"})
    session.commit()
    at(LATER)
    page = browse(DIDIER).get(f"{COURSE}/peers").text
    assert "0,30" in page
    for tell in ("never there", "Amina", "Bongani", "Chloé", "1,17", "1,35"):
        assert tell not in page


def test_while_it_is_open_there_is_no_result_even_when_all_have_rated(course):
    open_peers(course)
    share_all(course)
    assert own(course, DIDIER, NOW).weight is None
    assert own(course, DIDIER, LATER).weight is not None


def test_with_fewer_ratings_than_the_minimum_there_is_no_result_and_no_count(course, browse, at):
    open_peers(course)
    share(course, AMINA, Bongani=45, Chloé=45, Didier=10)
    share(course, BONGANI, Amina=45, Chloé=45, Didier=10)
    session.commit()
    assert own(course, DIDIER).weight is None
    at(LATER)
    with_two = body(browse(DIDIER).get(f"{COURSE}/peers").text)
    open_peers(course)
    share(course, CHLOE, Amina=45, Bongani=45, Didier=10, now=NOW)
    session.commit()
    assert own(course, DIDIER).weight is not None
    assert "0,30" not in with_two


def test_assumed_even_shares_do_not_help_to_reach_the_minimum(course):
    open_peers(course, missing=Missing.EVEN)
    share(course, AMINA, Bongani=45, Chloé=45, Didier=10)
    share(course, BONGANI, Amina=45, Chloé=45, Didier=10)
    assert own(course, DIDIER).weight is None


def test_what_one_gave_oneself_shows_on_the_own_form_only(course, browse, at):
    open_peers(course)
    share(course, AMINA, Bongani=45, Chloé=44, Didier=11, comments={"Didier": "was never there"})
    session.commit()
    assert "was never there" in browse(AMINA).get(f"{COURSE}/peers/team").text
    other = browse(BONGANI).get(f"{COURSE}/peers/team").text
    assert "was never there" not in other
    assert 'value="44"' not in other


def test_a_refused_form_tells_nothing_of_others(course, browse, at):
    open_peers(course)
    share(course, AMINA, Bongani=45, Chloé=44, Didier=11)
    session.commit()
    browser = browse(DIDIER)
    answer = browser.post(f"{COURSE}/peers/team", data={"csrf_token": csrf_token(browser), "points-1": "x"})
    assert answer.status_code == 422
    assert 'value="44"' not in answer.text


@pytest.mark.parametrize(("person", "role"), [(ASSISTANT, Role.ASSISTANT), (EXPERT, Role.EXPERT), (AMINA, None)])
def test_who_does_not_assess_does_not_see_results(course, browse, person, role):
    browser = browse(person, role, course)
    for path in (f"{COURSE}/peers/results", f"{COURSE}/peers/dates"):
        assert browser.get(path).status_code == 403


def test_tutors_see_names_outliers_missing_and_comments(course, browse, at):
    open_peers(course)
    share_all(course)
    share(course, AMINA, Bongani=45, Chloé=45, Didier=10, comments={"Didier": "was never there"})
    session.commit()
    page = browse(TINA, Role.TUTOR, course).get(f"{COURSE}/peers/results").text
    for shown in ("was never there", "Amina Banda", "0.30", "1.35", "Esther", "not rated yet"):
        assert shown in page


def rated_by_members(app, minimum):
    course = team_course(peer={"between": {"raters": "members", "minimum": minimum}})
    assign(course, g1="2", g2="1")
    open_peers(course, PeerKind.BETWEEN)
    for person, points in ((ESTHER, 10), (FARAI, 20)):
        rate_presentation(
            course,
            content(points, 15, f"said by {person.given_name}"),
            base_version=None,
            actor=participant(course, person),
            now=NOW,
        )
    session.commit()
    return course


def test_a_group_sees_its_mean_with_enough_ratings_and_never_whose_they_are(app, browse, at):
    course = rated_by_members(app, 2)
    assert own(course, AMINA, NOW).percent is None
    assert own(course, AMINA).percent == 60
    at(LATER)
    page = browse(AMINA).get(f"{COURSE}/peers").text
    assert "60.00 %" in page
    assert "said by" not in page
    assert "Esther" not in page


def test_a_group_with_fewer_ratings_sees_nothing(app):
    course = rated_by_members(app, 3)
    assert own(course, AMINA).percent is None


def test_reopened_the_result_is_gone_until_it_is_over_again(course):
    open_peers(course)
    share_all(course)
    assert own(course, DIDIER, LATER).weight is not None
    assert own(course, DIDIER, NOW + timedelta(hours=1)).weight is None
