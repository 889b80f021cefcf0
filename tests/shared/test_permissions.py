"""Who may do what: one table, default deny."""

import pytest

from app.shared.errors import NotAllowed
from app.shared.permissions import PERMISSIONS, SYSTEM, Actor, Grant, Permission, Role

HERE, ELSEWHERE = 1, 2


def actor(*grants: Grant, scopes: frozenset[str] | None = None) -> Actor:
    return Actor(5, "person:5", grants, scopes)


@pytest.mark.parametrize("permission", Permission)
def test_nobody_may_anything_without_a_role(permission: Permission) -> None:
    assert not actor().may(permission)
    assert not actor().may(permission, HERE)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_a_role_counts_in_its_own_course_only(role: Role) -> None:
    holder = actor(Grant(role, HERE))
    for permission in Permission:
        assert holder.may(permission, HERE) is (permission in PERMISSIONS[role])
        assert not holder.may(permission, ELSEWHERE)
        assert not holder.may(permission)


def test_an_administrator_may_everything_but_take_a_course() -> None:
    administrator = actor(Grant(Role.ADMINISTRATOR))
    refused = {permission for permission in Permission if not administrator.may(permission, HERE)}
    assert refused == PERMISSIONS[Role.PARTICIPANT] - {Permission.VIEW_COURSE}


@pytest.mark.parametrize(
    ("role", "may_not"),
    [
        (Role.PARTICIPANT, {Permission.VIEW_GRADEBOOK, Permission.VIEW_PARTICIPANTS, Permission.VIEW_STATISTICS}),
        (Role.SPONSOR, {Permission.VIEW_GRADEBOOK, Permission.VIEW_PARTICIPANTS, Permission.EXPORT_GRADEBOOK}),
        (Role.ASSISTANT, {Permission.VIEW_GRADEBOOK, Permission.MARK_GROUP}),
        (Role.EXPERT, {Permission.MARK_GROUP, Permission.RECORD_BONUS}),
        (Role.TUTOR, {Permission.CLOSE_COURSE, Permission.ISSUE_CERTIFICATES, Permission.ENROL_PARTICIPANTS}),
        (Role.ACTIVITY_MANAGER, {Permission.MANAGE_ACCOUNTS, Permission.LOAD_COURSE}),
    ],
)
def test_what_a_role_must_not(role: Role, may_not: set[Permission]) -> None:
    assert not (PERMISSIONS[role] & may_not)


def test_more_roles_add_up() -> None:
    both = actor(Grant(Role.PARTICIPANT, HERE), Grant(Role.TUTOR, HERE))
    assert both.may(Permission.VIEW_OWN_RESULT, HERE)
    assert both.may(Permission.MARK_GROUP, HERE)


def test_scopes_only_narrow() -> None:
    scoped = actor(Grant(Role.TUTOR, HERE), scopes=frozenset({"mark_group", "close_course"}))
    assert scoped.may(Permission.MARK_GROUP, HERE)
    assert not scoped.may(Permission.VIEW_GRADEBOOK, HERE)
    assert not scoped.may(Permission.CLOSE_COURSE, HERE)


def test_requiring_what_one_may_not_is_refused() -> None:
    actor(Grant(Role.TUTOR, HERE)).require(Permission.MARK_GROUP, HERE)
    with pytest.raises(NotAllowed):
        actor(Grant(Role.TUTOR, HERE)).require(Permission.MARK_GROUP, ELSEWHERE)


def test_the_system_may_everything_but_act_in_person() -> None:
    assert all(SYSTEM.may(permission) for permission in Permission)
    with pytest.raises(NotAllowed):
        SYSTEM.themselves()


def test_only_people_act_in_person() -> None:
    assert actor().themselves() == 5
    with pytest.raises(NotAllowed):
        actor(scopes=frozenset({"view_course"})).themselves()


@pytest.mark.parametrize(
    ("grants", "limited_to"),
    [
        ([Grant(Role.SPONSOR, HERE, "SAMM")], "SAMM"),
        ([Grant(Role.SPONSOR, HERE, "SAMM"), Grant(Role.PARTICIPANT, HERE)], "SAMM"),
        ([Grant(Role.SPONSOR, HERE, "SAMM"), Grant(Role.TUTOR, HERE)], None),
        ([Grant(Role.SPONSOR, HERE, "SAMM"), Grant(Role.ADMINISTRATOR)], None),
        ([Grant(Role.TUTOR, HERE)], None),
    ],
)
def test_a_sponsor_sees_whom_it_funds(grants: list[Grant], limited_to: str | None) -> None:
    assert actor(*grants).sponsor_in(HERE) == limited_to
