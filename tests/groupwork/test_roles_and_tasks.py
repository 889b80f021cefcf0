"""Each member has a role, its tasks come with it, and done is what the member says is done."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.courses.service import close_course
from app.groupwork.queries.roles import held_in, tasks_in
from app.groupwork.rules.roles import AMBASSADOR, Held, shared_out
from app.groupwork.service import give_role, mark_task, set_task, share_out_roles, take_role_back, take_task_back
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.grading.cast import enrolment_of
from tests.groupwork.cast import as_member

LATER = NOW + timedelta(hours=1)


def share(course, group, person=AMINA) -> int:
    return share_out_roles(course, group, actor=as_member(course, person), now=NOW)


def tasks_of(course, group, person):
    return [task for task in tasks_in(course.id, group) if task.enrolment_id == enrolment_of(course, person)]


def test_sharing_out_gives_everybody_a_role_and_the_ambassadors_to_the_ambassador(course, group):
    assert share(course, group) == 3
    held = {one.enrolment_id: one.role_key for one in held_in(group)}
    assert held[enrolment_of(course, AMINA)] == AMBASSADOR
    assert set(held.values()) == {"ambassador", "analyst", "drafter"}
    assert share(course, group) == 0


def test_the_tasks_of_a_role_come_with_it_in_both_languages(course, group):
    give_role(course, group, enrolment_of(course, BONGANI), "analyst", actor=as_member(course, AMINA), now=NOW)
    give_role(course, group, enrolment_of(course, BONGANI), "analyst", actor=as_member(course, AMINA), now=NOW)
    assert [task.words["fr"] for task in tasks_of(course, group, BONGANI)] == [
        "Choisir dix chiffres.",
        "Dire ce qui se contredit.",
    ]


def test_a_role_taken_back_takes_its_open_tasks_and_keeps_what_was_done(course, group, tutor):
    give_role(course, group, enrolment_of(course, BONGANI), "analyst", actor=tutor, now=NOW)
    done, _open = tasks_of(course, group, BONGANI)
    mark_task(course, group, done.id, done=True, actor=as_member(course, BONGANI), now=NOW)
    take_role_back(course, group, enrolment_of(course, BONGANI), "analyst", actor=tutor, now=NOW)
    assert held_in(group) == ()
    assert [task.id for task in tasks_of(course, group, BONGANI)] == [done.id]


def test_the_assignee_marks_a_task_done_with_time_and_may_open_it_again(course, group):
    amina, bongani = as_member(course, AMINA), as_member(course, BONGANI)
    task = set_task(course, group, enrolment_of(course, BONGANI), " Write to the union. ", LATER, actor=amina, now=NOW)
    mark_task(course, group, task, done=True, actor=bongani, now=NOW)
    mark_task(course, group, task, done=True, actor=bongani, now=LATER)
    (found,) = tasks_of(course, group, BONGANI)
    assert (found.words, found.due_at, found.done_at) == ({"": "Write to the union."}, LATER, NOW)
    mark_task(course, group, task, done=False, actor=bongani, now=LATER)
    assert not tasks_of(course, group, BONGANI)[0].is_done


def test_a_task_is_late_when_it_is_due_and_not_done(course, group, tutor):
    set_task(course, group, enrolment_of(course, BONGANI), "x", LATER, actor=tutor, now=NOW)
    (task,) = tasks_of(course, group, BONGANI)
    assert not task.is_late(NOW)
    assert task.is_late(LATER)


def test_nobody_marks_somebody_elses_task(course, group, tutor):
    task = set_task(course, group, enrolment_of(course, BONGANI), "x", None, actor=tutor, now=NOW)
    for actor in (as_member(course, AMINA), tutor):
        with pytest.raises(NotAllowed):
            mark_task(course, group, task, done=True, actor=actor, now=NOW)
    with pytest.raises(NotFound):
        mark_task(course, group, task, done=True, actor=as_member(course, CHLOE), now=NOW)


def test_a_task_taken_back_is_there_no_more(course, group, tutor):
    task = set_task(course, group, enrolment_of(course, BONGANI), "x", None, actor=tutor, now=NOW)
    take_task_back(course, group, task, actor=as_member(course, AMINA), now=NOW)
    assert tasks_in(course.id, group) == ()
    with pytest.raises(NotFound):
        take_task_back(course, group, task, actor=tutor, now=NOW)


def test_only_ambassador_and_tutors_share_out(course, group, assistant):
    bongani = enrolment_of(course, BONGANI)
    for actor in (as_member(course, BONGANI), assistant):
        for attempt in (
            lambda by: share_out_roles(course, group, actor=by, now=NOW),
            lambda by: give_role(course, group, bongani, "analyst", actor=by, now=NOW),
            lambda by: take_role_back(course, group, bongani, "analyst", actor=by, now=NOW),
            lambda by: set_task(course, group, bongani, "x", None, actor=by, now=NOW),
        ):
            with pytest.raises(NotAllowed):
                attempt(actor)
    assert tasks_in(course.id, group) == ()


def test_another_groups_ambassador_finds_no_such_group(course, group):
    with pytest.raises(NotFound):
        share(course, group, CHLOE)


@pytest.mark.parametrize("role", ["nobody", ""])
def test_a_role_that_the_course_does_not_have_is_not_found(course, group, tutor, role):
    with pytest.raises(NotFound):
        give_role(course, group, enrolment_of(course, BONGANI), role, actor=tutor, now=NOW)


def test_tasks_are_for_members_of_the_group_and_say_something(course, group, tutor):
    with pytest.raises(NotFound):
        set_task(course, group, enrolment_of(course, CHLOE), "x", None, actor=tutor, now=NOW)
    for words in ("", "  ", "x" * 501):
        with pytest.raises(Unreadable):
            set_task(course, group, enrolment_of(course, BONGANI), words, None, actor=tutor, now=NOW)


def test_nothing_is_shared_out_in_a_closed_course(course, group):
    close_course(course.id, actor=SYSTEM, now=NOW)
    with pytest.raises(RuleBroken) as refused:
        share(course, group)
    assert refused.value.code == "course_closed"


ROLES = [AMBASSADOR, *(f"role_{number}" for number in range(9))]


@given(some.integers(1, 16), some.integers(1, 10), some.data())
def test_every_role_finds_a_member_and_every_member_a_role_and_loads_differ_by_one(people, number, data):
    members, roles = list(range(people)), ROLES[:number]
    ambassador = data.draw(some.one_of(some.none(), some.sampled_from(members)))
    given = shared_out(roles, members, ambassador=ambassador)
    assert {one.role_key for one in given} == set(roles)
    assert {one.enrolment_id for one in given} == set(members)
    loads = [sum(one.enrolment_id == member for one in given) for member in members]
    assert max(loads) - min(loads) <= 1
    assert len(set(given)) == len(given) == max(people, number)
    if ambassador is not None:
        assert Held(ambassador, AMBASSADOR) in given


def test_what_is_held_stays_and_counts(course):
    given = shared_out(["a", "b", "c"], [1, 2], [Held(1, "a"), Held(9, "b")])
    assert given == (Held(2, "b"), Held(1, "c"))


def test_a_course_without_roles_and_a_group_without_members_get_none():
    assert shared_out([], [1]) == ()
    assert shared_out(["a"], []) == ()
