"""Writes enrolments: a few statements for any number of rows, the same way for one as for a thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, insert, select, update

from app.accounts.rules import NewGrant, PersonValue
from app.accounts.service import grant_roles, invite_people
from app.courses.models import Enrolment, EnrolmentChange, Group
from app.courses.queries import message, message_values
from app.courses.rules import CourseValue, Newcomer
from app.courses.rules.enrolments import EnrolmentStep
from app.courses.rules.materials import Filling
from app.courses.service.group_history import keep_history
from app.courses.service.messages import in_course_words
from app.courses.service.people import enter_people
from app.notifications.rules import NewMail
from app.shared import audit
from app.shared.database import session
from app.shared.errors import Problem
from app.shared.permissions import Actor, Role
from app.shared.wording import text

CHUNK = 1000
_DESCRIBING = ("sponsor", "gender", "language", "country", "organization", "organization_type")


@dataclass(slots=True)
class Written:
    """What writing did so far; `notices` are facts that stopped nothing."""

    people_created: int = 0
    invited: int = 0
    enrolled: int = 0
    changed: int = 0
    unchanged: int = 0
    notices: list[Problem] = field(default_factory=list)


class RosterWriter:
    """Enrols chunks of newcomers in one course, then hands out ambassadors; all within the caller's transaction.

    Ambassadors come last, because a group has one at most (the database sees to it) and a file may name the new one
    before the old one's row.
    """

    def __init__(self, course: CourseValue, *, invite_base_url: str | None, actor: Actor, now: datetime) -> None:
        """Read the groups of the course once. Who gets a new account is invited, unless `invite_base_url` is None."""
        self._course, self._invite_base_url, self._actor, self._now = course, invite_base_url, actor, now
        groups = session.execute(select(Group.name, Group.id).where(Group.course_id == course.id))
        self._groups = dict(groups.all())
        self._ambassadors: dict[int, tuple[int, Newcomer]] = {}
        self.written = Written()

    def write(self, newcomers: Sequence[Newcomer]) -> None:
        """Enrol these people, or bring their enrolments in line with what is said of them now."""
        entered = enter_people(newcomers, self._course.id, actor=self._actor, now=self._now)
        self.written.people_created += len(entered.created)
        self.written.notices += entered.notices
        self._make_groups(newcomer.group for newcomer in newcomers)
        ids = [entered.people[newcomer.key].id for newcomer in newcomers]
        stored = self._stored(ids)
        new: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        for person_id, newcomer in zip(ids, newcomers, strict=True):
            before = stored.get(person_id)
            columns = self._columns(newcomer, before)
            promoted = self._promote(newcomer, person_id, columns)
            if before is None:
                new.append({**columns, "course_id": self._course.id, "person_id": person_id, "enrolled_at": self._now})
                continue
            differing = [name for name, value in columns.items() if before[name] != value]
            if differing:
                changed.append({**columns, "id": before["id"]})
            if differing or promoted:
                self._record(before, columns, differing, promoted=promoted)
            if before["withdrawn_at"] is not None:
                session.add(self._return(before["id"]))
            self.written.changed += bool(differing or promoted)
            self.written.unchanged += not (differing or promoted)
        if new:
            session.execute(insert(Enrolment), new)
        if changed:
            session.execute(update(Enrolment), changed)
        grants = [NewGrant(person_id, Role.PARTICIPANT, self._course.id) for person_id in ids]
        grant_roles(grants, actor=self._actor, now=self._now)
        self.written.enrolled += len(new)
        self._invite([person for person in entered.people.values() if person.id in entered.created])
        session.flush()

    def _return(self, enrolment_id: int) -> EnrolmentChange:
        """Note that somebody who had left is enrolled again."""
        return EnrolmentChange(
            enrolment_id=enrolment_id,
            step=EnrolmentStep.RETURNED.value,
            reason="",
            recorded_at=self._now,
            recorded_by=self._actor.person_id,
        )

    def finish(self) -> list[Problem]:
        """Hand out the ambassadors that the rows named; return the rows where another one stands in the way."""
        holding = select(Enrolment.group_id, Enrolment.person_id).where(
            Enrolment.course_id == self._course.id, Enrolment.ambassador
        )
        taken = [group_id for group_id, _ in session.execute(holding) if group_id in self._ambassadors]
        if taken:
            return [_taken(self._ambassadors[group_id][1]) for group_id in taken]
        chosen = [person_id for person_id, _ in self._ambassadors.values()]
        for start in range(0, len(chosen), CHUNK):
            session.execute(
                update(Enrolment)
                .where(Enrolment.course_id == self._course.id, Enrolment.person_id.in_(chosen[start : start + CHUNK]))
                .values(ambassador=True)
            )
        keep_history(self._course.id, actor=self._actor, now=self._now)
        return []

    def _invite(self, people: Sequence[PersonValue]) -> None:
        if self._invite_base_url is None:
            return
        links = invite_people(
            people,
            base_url=self._invite_base_url,
            actor=self._actor,
            now=self._now,
            course_id=self._course.id,
            course_title=self._course.title,
            reword=self._in_course_words(),
        )
        self.written.invited += len(links)

    def _in_course_words(self) -> Callable[[NewMail, PersonValue], NewMail]:
        words, values = message(self._course.id, "invitation"), message_values(self._course)

        def reword(mail: NewMail, person: PersonValue) -> NewMail:
            about: dict[str, Filling] = {
                "given_name": person.given_name or person.name or person.email,
                "link": mail.params["link"],
                "until": datetime.fromisoformat(mail.params["until"]),
            }
            return in_course_words(mail, words, values | about)

        return reword

    def _make_groups(self, names: Iterable[str]) -> None:
        new = sorted({name for name in names if name} - self._groups.keys())
        if new:
            rows = [{"course_id": self._course.id, "name": name} for name in new]
            made = session.execute(insert(Group).returning(Group.name, Group.id), rows)
            self._groups |= dict(made.all())

    def _stored(self, person_ids: Sequence[int]) -> dict[int, RowMapping]:
        columns = (getattr(Enrolment, name) for name in ("id", "person_id", "group_id", "ambassador", "withdrawn_at"))
        describing = (getattr(Enrolment, name) for name in _DESCRIBING)
        statement = select(*columns, *describing).where(
            Enrolment.course_id == self._course.id, Enrolment.person_id.in_(person_ids)
        )
        return {row["person_id"]: row for row in session.execute(statement).mappings()}

    def _columns(self, newcomer: Newcomer, before: RowMapping | None) -> dict[str, Any]:
        group_id = self._groups[newcomer.group] if newcomer.group else None
        keeps = before is not None and before["ambassador"] and before["group_id"] == group_id
        return {
            "group_id": group_id,
            "ambassador": bool(newcomer.ambassador and keeps),
            "withdrawn_at": None,
            **{name: getattr(newcomer, name) for name in _DESCRIBING},
        }

    def _promote(self, newcomer: Newcomer, person_id: int, columns: Mapping[str, Any]) -> bool:
        """Note somebody who becomes an ambassador; tell whether they do."""
        if not newcomer.ambassador or columns["ambassador"]:
            return False
        self._ambassadors[columns["group_id"]] = (person_id, newcomer)
        return True

    def _record(
        self, before: RowMapping, after: Mapping[str, Any], differing: Sequence[str], *, promoted: bool
    ) -> None:
        """Note in the audit trail what changed; of what describes the person, only that it did."""
        told = [name for name in differing if name not in _DESCRIBING and name != "withdrawn_at"]
        audit.record(
            "change_enrolment",
            f"enrolment:{before['id']}",
            actor=self._actor,
            now=self._now,
            course_id=self._course.id,
            before={name: before[name] for name in told},
            after={**{name: after[name] for name in told}, "changed": list(differing), "made_ambassador": promoted},
        )


def _taken(newcomer: Newcomer) -> Problem:
    reason = text(
        "Group “%(group)s” has another ambassador already. List that person too, with an empty cell.",
        group=newcomer.group,
    )
    return Problem(reason, where="ambassador", line=newcomer.line or None)
