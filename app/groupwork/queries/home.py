"""What the first page of a group's space shows; the same few statements for any number of members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.courses import queries as courses
from app.courses.rules import EnrolmentValue, SessionValue
from app.courses.rules.groups import Stay, Term, VoteValue
from app.groupwork.queries.attendance import Noted, notes_in, working_sessions
from app.groupwork.queries.inside import roles_of
from app.groupwork.queries.roles import held_in, tasks_in
from app.groupwork.queries.space import slots_of
from app.groupwork.rules.roles import Role, TaskValue
from app.groupwork.rules.space import Slot, Viewer


@dataclass(frozen=True, slots=True)
class Member:
    """A member with roles, tasks, and by session the notes on them, the last one counting."""

    enrolment: EnrolmentValue
    roles: tuple[Role, ...]
    tasks: tuple[TaskValue, ...]
    notes: Mapping[str, tuple[Noted, ...]]

    @property
    def done(self) -> int:
        """How many of the tasks are done."""
        return sum(task.is_done for task in self.tasks)

    def state_at(self, session_key: str) -> str:
        """Return what was noted last of a session; empty for nothing."""
        notes = self.notes.get(session_key, ())
        return notes[-1].state.value if notes else ""


@dataclass(frozen=True, slots=True)
class Home:
    """A group as its members and staff see it. `own_ballot` is the viewer's alone; stays and terms only for staff."""

    members: tuple[Member, ...]
    roles: tuple[Role, ...]
    sessions: tuple[SessionValue, ...]
    vote: VoteValue | None
    own_ballot: int | None
    slot: Slot | None
    stays: tuple[Stay, ...]
    terms: tuple[Term, ...]

    @property
    def ambassador(self) -> Member | None:
        """Who speaks for the group."""
        return next((one for one in self.members if one.enrolment.ambassador), None)

    @property
    def without_role(self) -> tuple[Member, ...]:
        """Who has no role."""
        return tuple(one for one in self.members if not one.roles)

    @property
    def free_roles(self) -> tuple[Role, ...]:
        """Which roles nobody holds."""
        held = {role.key for one in self.members for role in one.roles}
        return tuple(role for role in self.roles if role.key not in held)


def home_of(course_id: int, group_id: int, viewer: Viewer) -> Home:
    """Return what the viewer sees of the group."""
    enrolments, roles = courses.members_of(group_id), roles_of(course_id)
    held, tasks, notes = held_in(group_id), tasks_in(course_id, group_id), notes_in(group_id)
    sessions = working_sessions(course_id)
    vote = courses.find_vote(group_id)
    return Home(
        members=tuple(
            Member(
                enrolment=one,
                roles=tuple(
                    role for role in roles if any((h.enrolment_id, h.role_key) == (one.id, role.key) for h in held)
                ),
                tasks=tuple(task for task in tasks if task.enrolment_id == one.id),
                notes={
                    session.key: tuple(
                        note for note in notes if (note.enrolment_id, note.session_key) == (one.id, session.key)
                    )
                    for session in sessions
                },
            )
            for one in enrolments
        ),
        roles=roles,
        sessions=sessions,
        vote=vote,
        own_ballot=courses.find_ballot(vote.id, viewer.member.id) if vote and viewer.member else None,
        slot=next((slot for slot in slots_of(course_id) if slot.group_id == group_id), None),
        stays=courses.stays_of(course_id, group_id=group_id) if viewer.is_staff else (),
        terms=courses.terms_of(group_id) if viewer.is_staff else (),
    )
