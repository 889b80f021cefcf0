"""The pages on which peers rate, and those on which dates are set and results are read."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from app.courses.models import Enrolment
from app.courses.service import create_group, place
from app.groupwork.queries.peer_between import assignments_of, presentations
from app.groupwork.queries.peer_windows import peer_window
from app.groupwork.queries.peer_within import sharings_of
from app.groupwork.rules.peer_words import Missing, PeerKind
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, MANAGER, STRANGER, csrf_token
from tests.conftest import NOW
from tests.groupwork.peers.cast import DIDIER, LATER, TINA, assign, ids, open_peers, share_all, team, team_course
from tests.statements import statements

COURSE = "/courses/A9714776"
TEAM, PRESENTATION, DATES = f"{COURSE}/peers/team", f"{COURSE}/peers/presentation", f"{COURSE}/peers/dates"


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def post(browser, path, **fields):
    return browser.post(path, data={"csrf_token": csrf_token(browser), **fields})


def points(course, **given):
    enrolments = ids(course)
    return {f"points-{enrolments[name]}": value for name, value in given.items()}


def test_a_member_rates_the_team_and_finds_it_again(course, browse):
    open_peers(course)
    browser = browse(AMINA)
    form = browser.get(TEAM).text
    assert "Bongani" in form
    assert "Amina Banda</legend>" not in form
    typed = points(course, Bongani="33,34", Chloé="33.33", Didier="33.33")
    assert post(browser, TEAM, version="0", **typed).status_code == 303
    assert 'value="33.34"' in browser.get(TEAM).text
    assert "you have rated" in browser.get(f"{COURSE}/peers").text


def test_a_wrong_sum_keeps_what_was_typed_and_stores_nothing(course, browse):
    open_peers(course)
    answer = post(browse(AMINA), TEAM, version="0", **points(course, Bongani="50", Chloé="49", Didier="0"))
    assert answer.status_code == 422
    assert "The points add up to 99.00. They must be 100 together." in answer.text
    assert 'value="49"' in answer.text
    assert sharings_of(course.id) == []


def test_what_is_no_number_is_named_beside_its_field(course, browse):
    open_peers(course)
    answer = post(browse(AMINA), TEAM, version="0", **points(course, Bongani="all", Chloé="50", Didier="50"))
    assert answer.status_code == 422
    assert "“all” is not a number" in answer.text


def test_a_second_page_does_not_overwrite_the_first_unseen(course, browse):
    open_peers(course)
    browser = browse(AMINA)
    post(browser, TEAM, version="0", **points(course, Bongani="50", Chloé="50", Didier="0"))
    answer = post(browser, TEAM, version="0", **points(course, Bongani="0", Chloé="50", Didier="50"))
    assert answer.status_code == 412
    assert len(sharings_of(course.id)) == 1


def test_how_it_counts_is_said_in_plain_words_from_the_course(app, browse):
    team_course(peer={"within": {"weight": 50, "missing": "even"}, "between": {"weight": 20, "missing": "forfeit"}})
    page = browse(AMINA).get(f"{COURSE}/peers").text
    assert "It counts for 50 of 150 parts in what is proposed to your tutors" in page
    assert "Whoever does not rate counts as if they had shared evenly." in page
    assert "The mean is 20 % of the rated group’s mark" in page
    assert "A group that rates nobody gets 0 for this part of its own mark." in page


def test_by_default_it_changes_nobodys_points_and_the_page_says_so(course, browse):
    page = browse(AMINA).get(f"{COURSE}/peers").text
    assert "It adds nothing to anybody’s points" in page
    assert "The ratings add nothing to the group’s mark" in page


def test_the_ambassador_rates_the_presentation(course, browse):
    assign(course, g1="2", g2="1")
    open_peers(course, PeerKind.BETWEEN)
    browser = browse(AMINA)
    assert "group 2" in browser.get(PRESENTATION).text
    answer = post(browser, PRESENTATION, version="0", points_analysis="10", points_measures="15")
    assert answer.status_code == 303
    assert presentations(course).results[team(course, "2")].percent == 50
    assert "ambassador rates for all" in browse(BONGANI).get(PRESENTATION).text


def test_a_rating_without_a_criterion_is_refused_beside_it(course, browse):
    assign(course, g1="2", g2="1")
    open_peers(course, PeerKind.BETWEEN)
    answer = post(browse(AMINA), PRESENTATION, version="0", points_analysis="10")
    assert answer.status_code == 422
    assert "This criterion has no points." in answer.text


def test_a_form_made_for_another_group_is_not_taken_for_this_one(course, browse):
    assign(course, g1="2", g2="1")
    open_peers(course, PeerKind.BETWEEN)
    fields = {"group": "999", "points_analysis": "10", "points_measures": "15", "version": "0"}
    assert post(browse(AMINA), PRESENTATION, **fields).status_code == 422
    assert presentations(course).results[team(course, "2")].percent is None


def test_peers_do_not_read_the_levels_that_tutors_mark_by(app, browse):
    level = {"points_from": 0, "title": {"en": "Weak"}, "description": {"en": "Copies tables."}}
    criterion = {"key": "analysis", "title": {"en": "Analysis"}, "maximum": 20, "levels": [level]}
    course = team_course(criteria=[criterion])
    assign(course, g1="2", g2="1")
    open_peers(course, PeerKind.BETWEEN)
    assert "Copies tables." not in browse(AMINA).get(PRESENTATION).text
    marking = browse(TINA, Role.TUTOR, course).get(f"{COURSE}/group-marks/{team(course, '1')}").text
    assert "Copies tables." in marking


def test_dates_are_set_on_the_courses_clocks(course, browse):
    browser = browse(MANAGER, Role.ACTIVITY_MANAGER, course)
    fields = {"opens": "2022-03-28T10:00", "closes": "2022-04-04T10:00", "missing": "even", "version": "0"}
    assert post(browser, f"{DATES}/within", **fields).status_code == 303
    window = peer_window(course, PeerKind.WITHIN)
    assert (window.opens_at.isoformat(), window.missing) == ("2022-03-28T08:00:00+00:00", Missing.EVEN)
    assert 'value="2022-03-28T10:00"' in browser.get(DATES).text
    assert post(browser, f"{DATES}/within", **fields).status_code == 412


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"opens": "soon"}, "Please choose a day and a time."),
        ({"closes": "2022-03-27T02:30"}, "skip"),
        ({"closes": "2022-03-20T10:00"}, "The end must come after the beginning."),
        ({"missing": "maybe"}, "Choose what becomes of those who do not rate."),
    ],
)
def test_dates_that_cannot_be(course, browse, fields, said):
    browser = browse(MANAGER, Role.ACTIVITY_MANAGER, course)
    good = {"opens": "2022-03-21T10:00", "closes": "2022-04-04T10:00", "missing": "ignore", "version": "0"}
    answer = post(browser, f"{DATES}/within", **{**good, **fields})
    assert answer.status_code == 422
    assert said in answer.text
    assert peer_window(course, PeerKind.WITHIN).opens_at is None


def test_between_groups_nothing_is_shared_evenly(course, browse):
    browser = browse(MANAGER, Role.ACTIVITY_MANAGER, course)
    good = {"opens": "2022-03-21T10:00", "closes": "2022-04-04T10:00", "missing": "even", "version": "0"}
    assert post(browser, f"{DATES}/between", **good).status_code == 422
    assert post(browser, f"{DATES}/beyond", **good).status_code == 404


def test_who_rates_whom_is_chosen_or_drawn(course, browse):
    browser = browse(MANAGER, Role.ACTIVITY_MANAGER, course)
    one, two = team(course, "1"), team(course, "2")
    assert post(browser, f"{COURSE}/peers/assignments", **{f"rates-{one}": str(two)}).status_code == 303
    assert assignments_of(course.id) == {one: two}
    assert post(browser, f"{COURSE}/peers/assignments", do="rotate").status_code == 303
    session.expire_all()
    assert assignments_of(course.id) == {one: two, two: one}
    refused = post(browser, f"{COURSE}/peers/assignments", **{f"rates-{one}": str(one)})
    assert refused.status_code == 422


WARNING = "a group can work out which one rated it"


@pytest.mark.parametrize(("groups", "warned"), [(2, True), (3, True), (4, False)])
def test_a_manager_is_warned_where_a_ring_hides_nobody(course, browse, groups, warned):
    for name, person in list(zip("34", (CHLOE, DIDIER), strict=True))[: groups - 2]:
        group = create_group(course, name, actor=SYSTEM, now=NOW)
        place(course, ids(course)[person.given_name], group.id, actor=SYSTEM, now=NOW)
    session.commit()
    manager = browse(MANAGER, Role.ACTIVITY_MANAGER, course)
    assert (WARNING in manager.get(DATES).text) == warned


def test_who_has_not_rated_is_listed_with_when_a_reminder_goes(course, browse):
    open_peers(course)
    share_all(course)
    page = browse(MANAGER, Role.ACTIVITY_MANAGER, course).get(DATES).text
    assert "2 people have not rated" in page
    assert "gets a reminder by mail." in page
    assert "Esther" in page


def test_somebody_without_a_group_is_told_so(course, browse):
    session.execute(update(Enrolment).values(group_id=None, ambassador=False))
    browser = browse(AMINA)
    for path in (f"{COURSE}/peers", TEAM, PRESENTATION):
        assert browser.get(path).status_code == 200
    assert "You are in no group yet" in browser.get(f"{COURSE}/peers").text
    assert post(browser, TEAM, version="0").status_code == 409
    assert sharings_of(course.id) == []


def test_after_its_time_there_is_no_form(course, browse, monkeypatch):
    open_peers(course)
    monkeypatch.setattr(clock, "now", lambda: LATER)
    browser = browse(AMINA)
    assert "Save what I give" not in browser.get(TEAM).text
    answer = post(browser, TEAM, version="0", **points(course, Bongani="50", Chloé="50", Didier="0"))
    assert answer.status_code == 409


def test_pages_of_another_course_are_not_found(course, browse):
    for path in (f"{COURSE}/peers", TEAM, PRESENTATION, DATES, f"{COURSE}/peers/results", f"{COURSE}/group-marks"):
        assert browse(STRANGER).get(path).status_code == 404


def test_results_and_dates_cost_the_same_few_statements(course, browse):
    open_peers(course)
    share_all(course)
    browser = browse(TINA, Role.TUTOR, course)
    for path, most in ((f"{COURSE}/peers/results", 16), (DATES, 16), (f"{COURSE}/group-marks", 14)):
        browser.get(path)
        with statements() as seen:
            page = browser.get(path)
        assert len(seen) <= most, path
        assert len(page.data) < 100_000
    assert re.search(r"<h1>[^<]*Marks", page.text)
