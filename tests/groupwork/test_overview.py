"""The tutors' overview, arranging presentations, groups by hand and balancing, as pages."""

import pytest

from app.courses.queries import get_enrolment, groups_of
from app.groupwork.queries.overview import overview_of
from app.groupwork.queries.space import slots_of
from app.groupwork.service import give_role, save_cell, submit
from app.shared.permissions import Role
from tests.cast import AMINA, BONGANI, MANAGER, csrf_token, enter_with_role, sign_in
from tests.conftest import NOW
from tests.grading.cast import enrolment_of, group_of
from tests.groupwork.cast import CELL, as_member
from tests.statements import statements


@pytest.fixture
def manager(app, course):
    client = app.test_client()
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id))
    return client


def post(client, path, **data):
    return client.post(f"/courses/A9714776{path}", data={"csrf_token": csrf_token(client), **data})


def test_each_group_stands_with_what_it_did_and_lacks(course, group, tutor):
    give_role(course, group, enrolment_of(course, AMINA), "analyst", actor=tutor, now=NOW)
    save_cell(course, group, CELL, "x", 0, actor=as_member(course, BONGANI), now=NOW)
    submit(course, group, (), "", actor=as_member(course, AMINA), now=NOW)
    first, second = overview_of(course.id).groups
    assert (len(first.members), first.ambassador.name, len(first.without_role)) == (3, "Amina Banda", 2)
    assert (first.evidence.tasks_of, first.evidence.sessions_of, first.cells, first.cells_of) == (2, 6, 1, 4)
    assert (first.last_activity, first.submitted, first.submitted_at) == (NOW, 1, NOW)
    assert (second.ambassador, second.last_activity, second.submitted) == (None, None, 0)


def test_the_overview_costs_the_same_statements_for_any_number(course):
    with statements() as seen:
        overview_of(course.id)
    assert len(seen) <= 20


def test_the_page_names_who_lacks_a_role(manager, group):
    page = manager.get("/courses/A9714776/groups/overview").get_data(as_text=True)
    assert "Amina Banda, Bongani !Xóõ, Didier Letang" in page


def test_presentations_are_arranged_by_a_form(manager, course, group):
    other = group_of(course, "2")
    typed = {f"position-{group}": "2", f"minutes-{group}": "10", f"position-{other}": "1", f"minutes-{other}": "15"}
    assert post(manager, "/groups/presentations", **typed).status_code == 303
    assert [(slot.group_id, slot.minutes) for slot in slots_of(course.id)] == [(other, 15), (group, 10)]
    wrong = post(manager, "/groups/presentations", **{**typed, f"minutes-{group}": "ten"})
    assert wrong.status_code == 422
    assert "ten" in wrong.get_data(as_text=True)


def test_groups_are_made_renamed_filled_and_emptied_by_forms(manager, course, group):
    assert post(manager, "/groups/members", name="Blue").status_code == 303
    blue, amina = group_of(course, "Blue"), enrolment_of(course, AMINA)
    assert post(manager, f"/participants/{amina}/group", group=blue, reason="asked").status_code == 303
    assert get_enrolment(course.id, amina).group_name == "Blue"
    assert post(manager, f"/groups/{blue}/name", name="Red").status_code == 303
    assert post(manager, f"/groups/{blue}/name", action="empty").status_code == 303
    assert get_enrolment(course.id, amina).group_id is None
    assert "In no group" in manager.get("/courses/A9714776/groups/members").get_data(as_text=True)
    taken = post(manager, "/groups/members", name="Red")
    assert taken.status_code == 409


def test_balanced_groups_are_shown_before_they_are_applied(manager, course):
    wishes = {f"weight_{name}": "5" for name in ("language", "country", "organization_type", "gender", "time_zone")}
    asked = {"number": "2", "by": "count", "seed": "A", "language": "spread", **wishes}
    before = {group.name: group.members for group in groups_of(course.id)}
    page = manager.get("/courses/A9714776/groups/balance", query_string=asked).get_data(as_text=True)
    assert {group.name: group.members for group in groups_of(course.id)} == before
    assert "Common hours" in page
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    assert post(manager, "/groups/balance", **asked, seen="stale").status_code == 409
    assert post(manager, "/groups/balance", **asked, seen=seen).status_code == 303
    assert [group.members for group in groups_of(course.id)] == [2, 2]


@pytest.mark.parametrize("field", ["number", "weight_gender"])
@pytest.mark.parametrize("typed", ["", "many", "-1", "1e9", "٣"])
def test_what_is_no_number_is_said(manager, field, typed):
    wishes = {f"weight_{name}": "5" for name in ("language", "country", "organization_type", "gender", "time_zone")}
    asked = {"number": "2", **wishes, field: typed}
    assert manager.get("/courses/A9714776/groups/balance", query_string=asked).status_code == 422


def test_a_size_makes_as_many_groups_as_are_needed(manager, course):
    wishes = {f"weight_{name}": "1" for name in ("language", "country", "organization_type", "gender", "time_zone")}
    page = manager.get("/courses/A9714776/groups/balance", query_string={"number": "1", "by": "size", **wishes})
    assert "Group 4" in page.get_data(as_text=True)
