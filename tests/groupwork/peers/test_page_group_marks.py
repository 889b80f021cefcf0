"""The pages on which tutors mark groups by the rubric."""

from __future__ import annotations

import re

import pytest

from app.courses.service import close_course
from app.groupwork.queries.marks import percents
from app.groupwork.service.marking import mark_group
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, EXPERT, MANAGER, csrf_token
from tests.conftest import NOW
from tests.groupwork.peers.cast import RUBRIC, TINA, content, team, team_course, tutor

COURSE = "/courses/A9714776"


@pytest.fixture
def browser(course, browse):
    return browse(TINA, Role.TUTOR, course)


def path(course, name="1"):
    return f"{COURSE}/group-marks/{team(course, name)}"


def post(browser, address, **fields):
    return browser.post(address, data={"csrf_token": csrf_token(browser), "version": "0", **fields})


def by_manager(course, analysis, measures):
    marker = tutor(course, MANAGER)
    group = team(course, "1")
    mark_group(course, group, content(analysis, measures), final=True, base_version=None, actor=marker, now=NOW)


def test_a_draft_is_saved_without_all_points_and_a_final_mark_counts(course, browser):
    assert post(browser, path(course), state="draft", points_analysis="8,5").status_code == 303
    assert 'value="8.5"' in browser.get(path(course)).text
    assert percents(course, NOW)[team(course, "1")] is None
    fields = {"state": "final", "points_analysis": "10", "points_measures": "15", "comment_analysis": "Well read."}
    assert post(browser, path(course), **{**fields, "version": "1"}).status_code == 303
    assert percents(course, NOW)[team(course, "1")] == 50
    page = browser.get(path(course)).text
    assert "Well read." in page
    assert "50.00 %" in page
    assert "Save as a draft" not in page


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_stored(course, browser):
    answer = post(browser, path(course), state="final", points_analysis="21")
    assert answer.status_code == 422
    assert "21 lies outside 0 to 20." in answer.text
    answer = post(browser, path(course), state="final", points_analysis="2")
    assert answer.status_code == 422
    assert "This criterion has no points." in answer.text
    assert percents(course, NOW)[team(course, "1")] is None


def test_where_two_are_needed_the_first_mark_is_hidden_until_the_own_is_final(app, browse):
    course = team_course(marking={"markers": 2})
    by_manager(course, 13, 17)
    browser = browse(TINA, Role.TUTOR, course)
    page = browser.get(path(course)).text
    assert "You see them when your own mark is final." in page
    assert "60.00 %" not in page
    assert "60.00 %" not in browser.get(f"{COURSE}/group-marks").text
    post(browser, path(course), state="final", points_analysis="12", points_measures="18")
    assert "13 of 20" in browser.get(path(course)).text


def test_marks_apart_are_agreed_on_and_signed(course, browser):
    by_manager(course, 20, 30)
    post(browser, path(course), state="final", points_analysis="10", points_measures="30")
    page = browser.get(path(course)).text
    assert "differ by more than the tolerance" in page
    assert "to be agreed" in browser.get(f"{COURSE}/group-marks").text
    answer = post(browser, f"{path(course)}/agreed", points_analysis="15", points_measures="30")
    assert answer.status_code == 303
    assert percents(course, NOW)[team(course, "1")] == 90
    assert "Tina Tutor" in browser.get(path(course)).text


def test_agreeing_alone_is_refused(course, browser):
    assert post(browser, f"{path(course)}/agreed", points_analysis="15", points_measures="30").status_code == 409


def test_an_unseen_change_is_not_overwritten(course, browser):
    fields = {"state": "final", "points_analysis": "10", "points_measures": "15"}
    post(browser, path(course), **fields)
    assert post(browser, path(course), **{**fields, "points_analysis": "1"}).status_code == 412
    assert percents(course, NOW)[team(course, "1")] == 50


def test_a_group_of_another_course_is_not_found(course, browser):
    other = team_course("OTHER-1")
    foreign = f"{COURSE}/group-marks/{team(other, '1')}"
    assert browser.get(foreign).status_code == 404
    assert post(browser, foreign, state="draft").status_code == 404
    assert post(browser, f"{foreign}/agreed").status_code == 404


def test_experts_and_participants_do_not_mark(course, browse):
    for person, role in ((EXPERT, Role.EXPERT), (AMINA, None)):
        assert browse(person, role, course).get(path(course)).status_code == 403


def test_a_closed_course_shows_marks_and_no_form(course, browser):
    post(browser, path(course), state="final", points_analysis="10", points_measures="15")
    close_course(course.id, actor=SYSTEM, now=NOW)
    page = browser.get(path(course)).text
    assert "10 of 20" in page
    assert "Record as final" not in page
    assert post(browser, path(course), state="final", points_analysis="1", version="1").status_code in {409, 422}


def test_the_button_to_hand_over_stands_there_only_when_peers_count_by_now(app, browse):
    course = team_course(criteria=RUBRIC, peer={"between": {"weight": 20, "days": 1}})
    browser = browse(TINA, Role.TUTOR, course)
    assert "Hand the marks over" in browser.get(f"{COURSE}/group-marks").text
    assert post(browser, f"{COURSE}/group-marks/settled").status_code == 303


def test_after_an_unseen_change_both_are_shown_and_the_next_save_has_seen_it(course, browser):
    fields = {"state": "final", "points_analysis": "10", "points_measures": "15", "comment": "Stored meanwhile."}
    post(browser, path(course), **fields)
    mine = {**fields, "points_analysis": "1", "comment": "What I typed."}
    refused = post(browser, path(course), **mine)
    assert refused.status_code == 412
    assert "What I typed." in refused.text
    assert "Stored meanwhile." in refused.text
    version = re.search(r'name="version" value="(\d+)"', refused.text)
    assert version is not None
    assert post(browser, path(course), **{**mine, "version": version[1]}).status_code == 303
    assert "What I typed." in browser.get(path(course)).text


def test_an_agreed_mark_that_was_changed_meanwhile_is_shown_too(course, browser):
    by_manager(course, 20, 30)
    post(browser, path(course), state="final", points_analysis="10", points_measures="30")
    agreed = {"points_analysis": "15", "points_measures": "30", "comment": "Agreed before."}
    post(browser, f"{path(course)}/agreed", **agreed)
    again = {**agreed, "points_analysis": "16", "comment": "Agreed now."}
    refused = post(browser, f"{path(course)}/agreed", **again)
    assert refused.status_code == 412
    assert "Agreed now." in refused.text
    assert "Agreed before." in refused.text
    version = re.findall(r'name="version" value="(\d+)"', refused.text)[-1]
    assert post(browser, f"{path(course)}/agreed", **{**again, "version": version}).status_code == 303
