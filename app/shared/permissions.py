"""Who may do what: one table from role to permissions, default deny. Pure.

Roles are held per course; an administrator's role is held over all. A permission is a verb and a noun.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from app.shared.errors import NotAllowed


class Role(StrEnum):
    """The roles of the brief, "Who it serves"."""

    PARTICIPANT = "participant"
    TUTOR = "tutor"
    EXPERT = "expert"
    ASSISTANT = "assistant"
    ACTIVITY_MANAGER = "activity_manager"
    SPONSOR = "sponsor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """What a route or a verb may ask for."""

    VIEW_COURSE = "view_course"
    VIEW_OWN_RESULT = "view_own_result"
    VIEW_PARTICIPANTS = "view_participants"
    ENROL_PARTICIPANTS = "enrol_participants"
    VIEW_GRADEBOOK = "view_gradebook"
    EXPORT_GRADEBOOK = "export_gradebook"
    TAKE_QUIZ = "take_quiz"
    VIEW_ATTEMPTS = "view_attempts"
    MANAGE_QUIZZES = "manage_quizzes"
    RESCORE_QUIZ = "rescore_quiz"
    ASK_FOR_EXTENSION = "ask_for_extension"
    GRANT_EXTENSION = "grant_extension"
    SET_DATES = "set_dates"
    VIEW_STAFF_MATERIALS = "view_staff_materials"
    WORK_IN_GROUP = "work_in_group"
    VIEW_GROUP_WORK = "view_group_work"
    MANAGE_GROUPS = "manage_groups"
    NOTE_ATTENDANCE = "note_attendance"
    ASSESS_PEERS = "assess_peers"
    VIEW_PEER_ASSESSMENT = "view_peer_assessment"
    WRITE_ESSAY = "write_essay"
    VIEW_ESSAYS = "view_essays"
    MARK_ESSAY = "mark_essay"
    ALLOCATE_MARKING = "allocate_marking"
    RELEASE_MARKS = "release_marks"
    ASK_FOR_REMARK = "ask_for_remark"
    DECIDE_REMARK = "decide_remark"
    MARK_GROUP = "mark_group"
    SET_FACTOR = "set_factor"
    RECORD_BONUS = "record_bonus"
    EXCUSE_PIECE = "excuse_piece"
    IMPORT_RESULTS = "import_results"
    VIEW_STATISTICS = "view_statistics"
    CLOSE_COURSE = "close_course"
    CORRECT_RESULT = "correct_result"
    ISSUE_CERTIFICATES = "issue_certificates"
    LOAD_COURSE = "load_course"
    MANAGE_ACCOUNTS = "manage_accounts"


_OF_PARTICIPANTS = frozenset(
    {
        Permission.VIEW_OWN_RESULT,
        Permission.TAKE_QUIZ,
        Permission.ASK_FOR_EXTENSION,
        Permission.WORK_IN_GROUP,
        Permission.ASSESS_PEERS,
        Permission.WRITE_ESSAY,
        Permission.ASK_FOR_REMARK,
    }
)
_PARTICIPANT = _OF_PARTICIPANTS | {Permission.VIEW_COURSE}
_ASSISTANT = frozenset(
    {
        Permission.VIEW_COURSE,
        Permission.VIEW_PARTICIPANTS,
        Permission.VIEW_STAFF_MATERIALS,
        Permission.VIEW_GROUP_WORK,
        Permission.NOTE_ATTENDANCE,
    }
)
_EXPERT = _ASSISTANT | {Permission.VIEW_GRADEBOOK, Permission.VIEW_ATTEMPTS, Permission.VIEW_ESSAYS}
_TUTOR = _EXPERT | {
    Permission.GRANT_EXTENSION,
    Permission.MARK_ESSAY,
    Permission.MARK_GROUP,
    Permission.MANAGE_GROUPS,
    Permission.SET_FACTOR,
    Permission.RECORD_BONUS,
    Permission.DECIDE_REMARK,
    Permission.VIEW_PEER_ASSESSMENT,
    Permission.VIEW_STATISTICS,
}
_ACTIVITY_MANAGER = _TUTOR | {
    Permission.ENROL_PARTICIPANTS,
    Permission.SET_DATES,
    Permission.MANAGE_QUIZZES,
    Permission.RESCORE_QUIZ,
    Permission.EXPORT_GRADEBOOK,
    Permission.IMPORT_RESULTS,
    Permission.ALLOCATE_MARKING,
    Permission.RELEASE_MARKS,
    Permission.EXCUSE_PIECE,
    Permission.CLOSE_COURSE,
    Permission.CORRECT_RESULT,
    Permission.ISSUE_CERTIFICATES,
}
_SPONSOR = frozenset({Permission.VIEW_COURSE, Permission.VIEW_STATISTICS})
_ADMINISTRATOR = frozenset(Permission) - _OF_PARTICIPANTS

PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.PARTICIPANT: _PARTICIPANT,
    Role.ASSISTANT: _ASSISTANT,
    Role.EXPERT: _EXPERT,
    Role.TUTOR: _TUTOR,
    Role.ACTIVITY_MANAGER: _ACTIVITY_MANAGER,
    Role.SPONSOR: _SPONSOR,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
}


@cache
def _granted(roles: frozenset[Role]) -> frozenset[Permission]:
    """Return what somebody with all of these roles may do."""
    return frozenset[Permission]().union(*(PERMISSIONS[role] for role in roles))


@dataclass(frozen=True, slots=True)
class Grant:
    """One role, held in one course (`course_id` None: in all). A sponsor's grant names whose participants it sees."""

    role: Role
    course_id: int | None = None
    sponsor: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with grants, or the system itself. `scopes` (None: all) narrows what an API token may do."""

    person_id: int | None
    label: str
    grants: tuple[Grant, ...] = ()
    scopes: frozenset[str] | None = None
    is_system: bool = False

    def roles_in(self, course_id: int | None) -> frozenset[Role]:
        """Return the roles that count in `course_id`, those held over all courses included."""
        return frozenset(grant.role for grant in self.grants if grant.course_id in {None, course_id})

    def may(self, permission: Permission, course_id: int | None = None) -> bool:
        """Tell whether the actor holds `permission` in the course (None: over all courses)."""
        if self.is_system:
            return True
        if self.scopes is not None and permission.value not in self.scopes:
            return False
        return permission in _granted(self.roles_in(course_id))

    def require(self, permission: Permission, course_id: int | None = None) -> None:
        """Raise `NotAllowed` unless the actor holds `permission` in the course."""
        if not self.may(permission, course_id):
            raise NotAllowed

    def themselves(self) -> int:
        """Return the id of the person who acts in person. Raises `NotAllowed` for an API token and for the system."""
        if self.person_id is None or self.scopes is not None:
            raise NotAllowed
        return self.person_id

    def sponsor_in(self, course_id: int) -> str | None:
        """Return the sponsor to whose participants the actor's figures are limited; None: no limit.

        Somebody who also holds a role that sees everybody's figures is not limited.
        """
        if self.is_system:
            return None
        roles = self.roles_in(course_id)
        if any(Permission.VIEW_STATISTICS in PERMISSIONS[role] for role in roles if role is not Role.SPONSOR):
            return None
        names = [grant.sponsor for grant in self.grants if grant.role is Role.SPONSOR and grant.course_id == course_id]
        return names[0] if names else None


@dataclass(frozen=True, slots=True)
class PersonOnline:
    """Who is behind a request: what pages greet with, and the actor that verbs get."""

    actor: Actor
    email: str
    given_name: str
    family_name: str
    language: str
    timezone: str


SYSTEM = Actor(person_id=None, label="system", is_system=True)
"""Acts for commands on the machine itself and for timed jobs."""
