"""Mails about more time: granted or refused to the participant, asked for to the course's tutors."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accounts.queries import people_by_id, team_of
from app.accounts.rules import PersonValue
from app.courses.queries import message, message_values
from app.courses.rules import (
    Begun,
    CourseValue,
    Deadline,
    Ending,
    EnrolmentValue,
    ExtensionValue,
    PieceValue,
    RequestValue,
)
from app.courses.rules.materials import Filling
from app.courses.service.messages import in_course_words
from app.notifications import service as notifications
from app.notifications.rules import NewMail
from app.shared.permissions import Role
from app.shared.running import settings
from app.shared.wording import text

SYSTEM_NAME = "e-Campus"
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Mailing:
    """Mails about more time for one piece."""

    course: CourseValue
    piece: PieceValue
    now: datetime

    def granted(
        self,
        extension: ExtensionValue,
        receiving: Collection[EnrolmentValue],
        before: Mapping[int, Deadline],
        after: Mapping[int, Deadline],
    ) -> None:
        """Tell each of `receiving` until when the piece counts for them now."""
        if not receiving:
            return
        words, values = message(self.course.id, "extension_granted"), message_values(self.course)
        about = {"reason": extension.reason, "approver": extension.approver or SYSTEM_NAME}
        mails = []
        for enrolment in receiving:
            deadline = after[enrolment.id]
            until, closes = deadline.closes_at, before[enrolment.id].closes_at
            plain = self._mail(
                f"extension:{extension.id}:{enrolment.id}",
                "extension_granted",
                enrolment,
                until=until.isoformat() if until else None,
                minutes=deadline.limit // _MINUTE if deadline.limit else None,
                **about,
            )
            filled = values | about | self._filled(enrolment, closes=closes, until=until)
            filled["reason"] = extension.reason or text("asked for by a member of the group")
            mails.append(in_course_words(plain, words, filled))
        notifications.enqueue_many(mails, now=self.now)

    def refused(self, request: RequestValue, enrolment: EnrolmentValue, deadline: Deadline) -> None:
        """Tell a participant that the deadline stays, and why."""
        about = {"reason": request.answer, "approver": request.approver or SYSTEM_NAME}
        closes = deadline.closes_at
        key, name = f"extension-refused:{request.id}", "extension_refused"
        plain = self._mail(key, name, enrolment, closes=closes.isoformat() if closes else None, **about)
        filled = message_values(self.course) | about | self._filled(enrolment, closes=closes)
        notifications.enqueue(in_course_words(plain, message(self.course.id, name), filled), now=self.now)

    def asked(self, request: RequestValue, begun: Begun | None = None) -> None:
        """Tell the course's tutors (its managers, where it has none) that somebody asks for more time.

        Where they are at it now (`begun`), until when: an answer helps only before that.
        """
        runs_until = begun.due_at if begun is not None and begun.ending is Ending.RUNS else None
        mails = [
            NewMail(
                dedupe_key=f"extension-asked:{request.id}:{person.id}",
                address=person.email,
                language=person.language,
                zone=person.timezone,
                template="extension_asked",
                params={
                    "name": person.name or person.email,
                    "participant": request.name,
                    "piece": dict(self.piece.title),
                    "course": dict(self.course.title),
                    "reason": request.reason,
                    "runs_until": runs_until.isoformat() if runs_until else None,
                    "link": f"{settings().base_url}/courses/{self.course.code}/extensions",
                },
            )
            for person in _tutors(self.course.id)
        ]
        notifications.enqueue_many(mails, now=self.now)

    def _mail(self, dedupe_key: str, template: str, enrolment: EnrolmentValue, **about: str | int | None) -> NewMail:
        return NewMail(
            dedupe_key=dedupe_key,
            address=enrolment.email,
            language=enrolment.language,
            zone=enrolment.timezone,
            template=template,
            params={
                "name": enrolment.name or enrolment.email,
                "piece": dict(self.piece.title),
                "course": dict(self.course.title),
                "link": self._link,
                **about,
            },
        )

    def _filled(self, enrolment: EnrolmentValue, **instants: datetime | None) -> dict[str, Filling]:
        """Return what the course's own words may name of this mail."""
        return {
            "given_name": enrolment.given_name or enrolment.email,
            "piece": self.piece.title,
            "link": self._link,
            **{name: instant for name, instant in instants.items() if instant is not None},
        }

    @property
    def _link(self) -> str:
        return f"{settings().base_url}/courses/{self.course.code}/more-time"


def _tutors(course_id: int) -> Collection[PersonValue]:
    team = team_of(course_id)
    for role in (Role.TUTOR, Role.ACTIVITY_MANAGER):
        ids = {one.person_id for one in team if one.role is role}
        if ids:
            return people_by_id(ids).values()
    return ()
