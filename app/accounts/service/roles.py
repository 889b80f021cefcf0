"""Verbs on roles: give and take them, one by one or for a whole roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select

from app.accounts.models import RoleGrant
from app.accounts.rules import NewGrant, permission_to_grant
from app.shared import audit
from app.shared.database import session
from app.shared.errors import RuleBroken, Unreadable
from app.shared.permissions import Actor, Role
from app.shared.wording import text

CHUNK = 1000


def grant_role(
    person_id: int,
    role: Role,
    *,
    actor: Actor,
    now: datetime,
    course_id: int | None = None,
    sponsor: str | None = None,
) -> bool:
    """Give one role; tell whether it is new (a sponsor's name is replaced). Raises as `grant_roles`."""
    return bool(grant_roles([NewGrant(person_id, role, course_id, sponsor)], actor=actor, now=now))


def grant_roles(grants: Sequence[NewGrant], *, actor: Actor, now: datetime) -> int:
    """Give roles that are not held yet; return how many. A few statements for any number.

    Raises `NotAllowed` (participants need the right to enrol in the course, other roles the right to manage accounts),
    `RuleBroken` (`role_needs_course`, `role_over_all`) and `Unreadable` (a sponsor without a name).
    """
    for grant in {(grant.role, grant.course_id): grant for grant in grants}.values():
        actor.require(permission_to_grant(grant.role), grant.course_id)
    for grant in grants:
        _check(grant)
    held = _held([grant.person_id for grant in grants])
    wanted = {_key(grant): grant for grant in grants}
    new = [grant for key, grant in wanted.items() if key not in held]
    for key, grant in wanted.items():
        if key in held and held[key].sponsor != grant.sponsor:
            before = {"sponsor": held[key].sponsor}
            _record("change_role", grant, actor=actor, now=now, before=before)
            held[key].sponsor = grant.sponsor
    if new:
        session.execute(
            insert(RoleGrant),
            [
                {
                    "person_id": grant.person_id,
                    "role": grant.role.value,
                    "course_id": grant.course_id,
                    "sponsor": grant.sponsor,
                }
                for grant in new
            ],
        )
    _record_new(new, actor=actor, now=now)
    session.flush()
    return len(new)


def revoke_role(person_id: int, role: Role, *, actor: Actor, now: datetime, course_id: int | None = None) -> bool:
    """Take one role; tell whether it was held. Raises `NotAllowed`."""
    actor.require(permission_to_grant(role), course_id)
    held = RoleGrant.course_id.is_(None) if course_id is None else RoleGrant.course_id == course_id
    taken = session.execute(
        delete(RoleGrant)
        .where(RoleGrant.person_id == person_id, RoleGrant.role == role.value, held)
        .returning(RoleGrant.id)
    ).all()
    if taken:
        _record("revoke_role", NewGrant(person_id, role, course_id), actor=actor, now=now)
    return bool(taken)


def _check(grant: NewGrant) -> None:
    if grant.role is Role.ADMINISTRATOR and grant.course_id is not None:
        reason = text("An administrator's role is held over all courses: name no course.")
        raise RuleBroken(reason, code="role_over_all")
    if grant.role is not Role.ADMINISTRATOR and grant.course_id is None:
        raise RuleBroken(text("This role is held in a course: name its code."), code="role_needs_course")
    if grant.role is Role.SPONSOR and not (grant.sponsor or "").strip():
        raise Unreadable(text("Name the sponsor whose participants this person may see."))
    if grant.role is not Role.SPONSOR and grant.sponsor is not None:
        raise Unreadable(text("Only a sponsor's role names a sponsor."))


def _key(grant: NewGrant) -> tuple[int, str, int | None]:
    return grant.person_id, grant.role.value, grant.course_id


def _held(person_ids: Sequence[int]) -> dict[tuple[int, str, int | None], RoleGrant]:
    found: dict[tuple[int, str, int | None], RoleGrant] = {}
    for start in range(0, len(person_ids), CHUNK):
        some = person_ids[start : start + CHUNK]
        for grant in session.scalars(select(RoleGrant).where(RoleGrant.person_id.in_(some))):
            found[grant.person_id, grant.role, grant.course_id] = grant
    return found


def _record_new(grants: Sequence[NewGrant], *, actor: Actor, now: datetime) -> None:
    """Make one entry for each role and course, so that a roster of thousands is one entry with their ids."""
    together: dict[tuple[Role, int | None, str | None], list[int]] = {}
    for grant in grants:
        together.setdefault((grant.role, grant.course_id, grant.sponsor), []).append(grant.person_id)
    for (role, course_id, sponsor), person_ids in together.items():
        if len(person_ids) == 1:
            _record("grant_role", NewGrant(person_ids[0], role, course_id, sponsor), actor=actor, now=now)
            continue
        after = {"role": role.value, "sponsor": sponsor, "person_ids": person_ids}
        audit.record("grant_roles", "people", actor=actor, now=now, course_id=course_id, after=after)


def _record(
    action: str, grant: NewGrant, *, actor: Actor, now: datetime, before: Mapping[str, str | None] | None = None
) -> None:
    after = {"role": grant.role.value, "sponsor": grant.sponsor}
    subject = f"person:{grant.person_id}"
    audit.record(action, subject, actor=actor, now=now, course_id=grant.course_id, before=before, after=after)
