"""The pages of a group's space, as members, staff and others meet them."""

import io
import re

import pytest

from app.courses.service import name_ambassador
from app.groupwork.models import GroupPost, GroupTask
from app.groupwork.queries.worksheet import cell_of
from app.groupwork.rules.values import Channel
from app.groupwork.service import hide_post, save_cell, set_task, write_post
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, TUTOR, csrf_token, enter, enter_with_role, sign_in
from tests.conftest import NOW
from tests.grading.cast import enrolment_of, group_of
from tests.groupwork.cast import CELL, as_member
from tests.statements import statements


@pytest.fixture
def browser(app, course):
    """Makes a browser of somebody."""

    def sign(person, role=None):
        client = app.test_client()
        sign_in(client, enter_with_role(person, role, course.id) if role else enter(person))
        return client

    return sign


def at(group, page="") -> str:
    return f"/courses/A9714776/groups/{group}{page}"


def post(client, path, **data):
    return client.post(path, data={"csrf_token": csrf_token(client), **data})


@pytest.mark.parametrize(
    "page", ["", "/worksheet", "/worksheet/principle_1/challenge", "/discussion", "/files", "/submission"]
)
def test_members_and_staff_open_every_page_and_nobody_else(browser, course, group, page):
    assert browser(BONGANI).get(at(group, page)).status_code == 200
    assert browser(TUTOR, Role.TUTOR).get(at(group, page)).status_code == 200
    assert browser(CHLOE).get(at(group, page)).status_code == 404
    assert browser(CHLOE).get(at(group_of(course, "2"), page)).status_code == 200


def test_my_group_is_the_own_one(browser, group):
    assert browser(BONGANI).get("/courses/A9714776/my-group").headers["Location"] == at(group)


def test_who_is_in_no_group_is_told_so(browser, course):
    name_ambassador(course, group_of(course, "1"), None, actor=SYSTEM, now=NOW)
    post(browser(TUTOR, Role.TUTOR), f"/courses/A9714776/participants/{enrolment_of(course, BONGANI)}/group", group="")
    page = browser(BONGANI).get("/courses/A9714776/my-group").get_data(as_text=True)
    assert "You are in no group yet" in page


def test_who_has_no_role_is_shown_to_the_ambassador_and_told(browser, group):
    assert "3 members have no role" in browser(AMINA).get(at(group)).get_data(as_text=True)
    assert "You have no role yet. Ask your ambassador for one: Amina Banda." in browser(BONGANI).get(
        at(group)
    ).get_data(as_text=True)
    assert post(browser(AMINA), at(group, "/roles"), action="share").status_code == 303
    assert "no role" not in browser(AMINA).get(at(group)).get_data(as_text=True)


def test_a_task_is_set_and_done_by_forms(browser, course, group):
    bongani = enrolment_of(course, BONGANI)
    typed = {"member": bongani, "text": "Write to the union", "due": "2022-03-25T12:00"}
    assert post(browser(AMINA), at(group, "/tasks"), **typed).status_code == 303
    task = session.query(GroupTask).one()
    assert task.due_at.isoformat() == "2022-03-25T11:00:00+00:00"
    assert post(browser(BONGANI), at(group, f"/tasks/{task.id}"), action="done").status_code == 303
    session.expire_all()
    assert session.query(GroupTask).one().done_at is not None


@pytest.mark.parametrize("due", ["soon", "2022-03-27T02:30", "9999-01-01T00:00", "2022-03-25T12:00+02:00"])
def test_a_due_time_that_is_none_shows_the_form_again(browser, course, group, due):
    typed = {"member": enrolment_of(course, BONGANI), "text": "Keep this", "due": due}
    answer = post(browser(AMINA), at(group, "/tasks"), **typed)
    assert answer.status_code == 422
    assert "Keep this" in answer.get_data(as_text=True)


def test_votes_are_secret_and_only_how_many_there_are_is_visible(browser, course, group):
    post(browser(BONGANI), at(group, "/vote"), action="open")
    post(browser(BONGANI), at(group, "/vote"), action="cast", member=enrolment_of(course, AMINA))
    for person, role in ((AMINA, None), (TUTOR, Role.TUTOR)):
        page = browser(person, role).get(at(group)).get_data(as_text=True)
        assert "vote-counts" not in page
        assert "Amina Banda: 1 vote" not in page
    page = browser(AMINA).get(at(group)).get_data(as_text=True)
    assert "1 of 3 have voted" in page
    assert "Change my vote" not in page
    assert "Change my vote" in browser(BONGANI).get(at(group)).get_data(as_text=True)


def test_nobody_is_chosen_before_the_voter_chooses(browser, course, group):
    post(browser(BONGANI), at(group, "/vote"), action="open")
    page = browser(BONGANI).get(at(group)).get_data(as_text=True)
    vote = re.search(r'<select [^>]*id="vote-member" name="member" required.*?</select>', page, re.DOTALL)
    assert vote is not None
    assert '<option value="">Please choose</option>' in vote[0]
    assert "selected" not in vote[0]


def test_a_tie_shows_the_votes_for_each(browser, course, group):
    post(browser(BONGANI), at(group, "/vote"), action="open")
    for voter, candidate in ((BONGANI, AMINA), (AMINA, BONGANI)):
        post(browser(voter), at(group, "/vote"), action="cast", member=enrolment_of(course, candidate))
    assert "Amina Banda: 1 vote" not in browser(AMINA).get(at(group)).get_data(as_text=True)
    post(browser(TUTOR, Role.TUTOR), at(group, "/vote"), action="close")
    assert "Amina Banda: 1 vote" in browser(AMINA).get(at(group)).get_data(as_text=True)


@pytest.mark.parametrize("before", ["9" * 20, "x", "", "-1", "0" * 11 + "9" * 5000])
def test_a_place_in_the_thread_that_is_none_shows_the_latest_posts(browser, group, before):
    post(browser(BONGANI), at(group, "/discussion"), text="The latest")
    answer = browser(BONGANI).get(at(group, "/discussion"), query_string={"before": before})
    assert answer.status_code == 200
    assert "The latest" in answer.get_data(as_text=True)


@pytest.mark.parametrize("number", ["9" * 20, "0" * 11 + "9" * 5000, "²", "-1"])
def test_a_number_that_no_file_or_member_has_is_not_found(browser, group, number):
    assert post(browser(AMINA), at(group, "/submission"), file=number).status_code in {404, 409}
    typed = {"member": number, "text": "Read", "due": ""}
    assert post(browser(AMINA), at(group, "/tasks"), **typed).status_code == 404


def test_attendance_is_noted_by_a_form(browser, course, group):
    state = {f"state-{enrolment_of(course, BONGANI)}": "excused"}
    assert post(browser(AMINA), at(group, "/attendance/group_1"), **state).status_code == 303
    assert "noted by Amina Banda" in browser(BONGANI).get(at(group)).get_data(as_text=True)


def test_a_cell_is_written_without_a_script(browser, group):
    path = at(group, "/worksheet/principle_1/challenge")
    saved = post(browser(BONGANI), path, text="Few talk.", base_version="0")
    assert (saved.status_code, saved.headers["Location"]) == (303, at(group, "/worksheet#principle_1"))
    assert cell_of(group, CELL).text == "Few talk."


def test_a_cell_that_changed_meanwhile_shows_both_texts_and_saves_over_what_was_seen(browser, course, group):
    save_cell(course, group, CELL, "Amina’s words", 0, actor=as_member(course, AMINA), now=NOW)
    client, path = browser(BONGANI), at(group, "/worksheet/principle_1/challenge")
    answer = post(client, path, text="Bongani’s words", base_version="0")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Amina’s words" in page
    assert "Bongani’s words" in page
    assert 'name="base_version" value="1"' in page
    assert post(client, path, text="Both words", base_version="1").status_code == 303


def test_what_is_typed_is_never_markup(browser, course, group, tutor):
    words = "<script>alert(1)</script>"
    save_cell(course, group, CELL, words, 0, actor=as_member(course, AMINA), now=NOW)
    write_post(course, group, Channel.TEAM, words + " **bold**", actor=as_member(course, AMINA), now=NOW)
    set_task(course, group, enrolment_of(course, AMINA), words, None, actor=tutor, now=NOW)
    for page in ("", "/worksheet", "/worksheet/principle_1/challenge", "/discussion"):
        assert words not in browser(BONGANI).get(at(group, page)).get_data(as_text=True)
    assert "<strong>bold</strong>" in browser(BONGANI).get(at(group, "/discussion")).get_data(as_text=True)


def test_a_hidden_post_shows_members_the_reason_and_staff_the_text(browser, course, group, assistant):
    written = write_post(course, group, Channel.TEAM, "unkind words", actor=as_member(course, AMINA), now=NOW)
    hide_post(course, group, written, "Names a person", actor=assistant, now=NOW)
    page = browser(BONGANI).get(at(group, "/discussion")).get_data(as_text=True)
    assert "unkind words" not in page
    assert "Names a person" in page
    assert "unkind words" in browser(TUTOR, Role.TUTOR).get(at(group, "/discussion")).get_data(as_text=True)


def test_a_post_is_written_changed_and_hidden_by_forms(browser, group):
    client = browser(BONGANI)
    assert post(client, at(group, "/discussion"), text="First").status_code == 303
    written = session.query(GroupPost).one().id
    assert post(client, at(group, f"/posts/{written}"), text="Second").status_code == 303
    assert "Second" in client.get(at(group, "/discussion")).get_data(as_text=True)
    assert post(browser(TUTOR, Role.TUTOR), at(group, f"/posts/{written}/hiding"), reason="x").status_code == 303
    assert post(client, at(group, "/discussion"), text=" ").status_code == 422


def test_the_thread_with_the_assistants_is_closed_to_other_members(browser, group):
    assert browser(AMINA).get(at(group, "/assistants")).status_code == 200
    assert browser(TUTOR, Role.TUTOR).get(at(group, "/assistants")).status_code == 200
    assert browser(BONGANI).get(at(group, "/assistants")).status_code == 404
    written = post(browser(AMINA), at(group, "/assistants"), text="Help")
    assert written.status_code == 303
    only = session.query(GroupPost).one().id
    assert post(browser(BONGANI), at(group, f"/posts/{only}"), text="x").status_code == 404


def test_a_file_comes_back_as_an_attachment_that_no_browser_guesses_at(browser, group):
    client = browser(BONGANI)
    data = {"csrf_token": csrf_token(client), "file": (io.BytesIO(b"<script>alert(1)</script>"), "é page.html")}
    assert client.post(at(group, "/files"), data=data).status_code == 303
    listed = client.get(at(group, "/files")).get_data(as_text=True)
    path = next(part for part in listed.split('"') if part.startswith(at(group, "/files/")) and "removal" not in part)
    file = client.get(path)
    assert file.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%C3%A9%20page.html"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "html" not in file.mimetype
    assert browser(CHLOE).get(path).status_code == 404
    assert post(client, f"{path}/removal").status_code == 303
    assert client.get(path).status_code == 404


def test_a_file_too_large_says_so_and_is_not_kept(browser, group, monkeypatch):
    for module in ("app.groupwork.rules.space", "app.groupwork.pages.handing_in"):
        monkeypatch.setattr(f"{module}.LARGEST_FILE", 1000)
    client = browser(BONGANI)
    data = {"csrf_token": csrf_token(client), "file": (io.BytesIO(b"x" * 1001), "large.bin")}
    assert client.post(at(group, "/files"), data=data).status_code == 413
    assert "large.bin" not in client.get(at(group, "/files")).get_data(as_text=True)


def test_only_the_ambassador_sees_the_form_for_submitting(browser, group, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    assert "Submit the group’s work" in browser(AMINA).get(at(group, "/submission")).get_data(as_text=True)
    assert "Submit the group’s work" not in browser(BONGANI).get(at(group, "/submission")).get_data(as_text=True)


def test_the_first_page_costs_no_more_statements_for_more_members(browser, course, group):
    client = browser(TUTOR, Role.TUTOR)
    post(client, at(group, "/roles"), action="share")
    client.get(at(group))
    counts = []
    for number in (group_of(course, "2"), group):
        with statements() as seen:
            client.get(at(number))
        counts.append(len(seen))
    assert counts[1] <= counts[0] + 1
    assert max(counts) <= 24
