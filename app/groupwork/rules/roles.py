"""The roles of the group work and their tasks, and how they are shared out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.shared.errors import Problem, Unreadable
from app.shared.wording import text

LONGEST_TASK = 500
AMBASSADOR = "ambassador"
"""The key of the role that goes to the ambassador first, where the course has one of that name."""

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RoleTask:
    """A task that comes with a role."""

    key: str
    text: Words


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the course."""

    key: str
    title: Words
    tasks: tuple[RoleTask, ...]

    def words_of(self, task_key: str) -> Words | None:
        """Return what a task says; None for one that the course no longer has."""
        return next((task.text for task in self.tasks if task.key == task_key), None)


@dataclass(frozen=True, slots=True)
class Held:
    """A role that a member holds."""

    enrolment_id: int
    role_key: str


@dataclass(frozen=True, slots=True)
class TaskValue:
    """A task of a member. `words` are the role's in every language, or what the ambassador wrote under ""."""

    id: int
    group_id: int
    enrolment_id: int
    role_key: str | None
    words: Words
    due_at: datetime | None
    done_at: datetime | None

    @property
    def is_done(self) -> bool:
        """Whether the member marked it done."""
        return self.done_at is not None

    def is_late(self, now: datetime) -> bool:
        """Tell whether it is due and not done."""
        return self.due_at is not None and self.done_at is None and now >= self.due_at


def roles_in(content: Mapping[str, Any]) -> tuple[Role, ...]:
    """Return the roles that the material `roles` of a course lists."""
    return tuple(
        Role(role["key"], role["title"], tuple(RoleTask(task["key"], task["text"]) for task in role["tasks"]))
        for role in content["roles"]
    )


def shared_out(
    roles: Sequence[str], members: Sequence[int], held: Iterable[Held] = (), ambassador: int | None = None
) -> tuple[Held, ...]:
    """Return which roles are to be given to whom beside those `held`, so that every role and every member has one.

    Roles that nobody holds go to the members with the fewest roles, in their order; in a team smaller than the list
    members so join roles. Members who are still without share the roles that the fewest hold. The role `ambassador`
    goes to the ambassador, where that is free and they have none.
    """
    count = dict.fromkeys(members, 0)
    holders = dict.fromkeys(roles, 0)
    for one in held:
        if one.enrolment_id in count and one.role_key in holders:
            count[one.enrolment_id] += 1
            holders[one.role_key] += 1
    given: list[Held] = []

    def give(member: int, role: str) -> None:
        given.append(Held(member, role))
        count[member] += 1
        holders[role] += 1

    if ambassador in count and count[ambassador] == 0 and holders.get(AMBASSADOR) == 0:
        give(ambassador, AMBASSADOR)
    places = {member: place for place, member in enumerate(members)}
    order = {role: place for place, role in enumerate(roles)}
    for role in [role for role in roles if holders[role] == 0 and members]:
        give(min(members, key=lambda one: (count[one], places[one])), role)
    for member in [member for member in members if count[member] == 0 and roles]:
        give(member, min((role for role in roles), key=lambda one: (holders[one], one == AMBASSADOR, order[one])))
    return tuple(given)


def check_task(unsafe_words: str) -> str:
    """Return what a task says. Raises `Unreadable`: empty, or over 500 characters."""
    words = unsafe_words.strip()
    if 0 < len(words) <= LONGEST_TASK:
        return words
    reason = text("A task has 1 to %(limit)s characters.", limit=LONGEST_TASK)
    raise Unreadable(reason, problems=[Problem(reason, "text")])
