"""Mails to those whose attempt opens again, or gets time back: its page may be closed, and its time runs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from app.courses import queries as courses
from app.notifications import service as notifications
from app.notifications.rules import NewMail
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.settings import QuizValue
from app.shared.running import settings


def tell_of_time(
    quiz: QuizValue,
    attempts: Collection[AttemptValue],
    due: Mapping[int, datetime | None],
    *,
    reason: str,
    now: datetime,
) -> None:
    """Tell the owners of attempts until when they go on, `due` by id; `attempts` as they were before they moved.

    Once for each end that an attempt gets. `reason` "": another mail gives it.
    """
    if not attempts:
        return
    course = courses.get_course_by_id(quiz.course_id)
    people = courses.enrolments_by_id(course.id, {one.enrolment_id for one in attempts})
    mails = []
    for one in attempts:
        person, until = people.get(one.enrolment_id), due[one.id]
        if person is None:
            continue
        ends = until.isoformat() if until else None
        mails.append(
            NewMail(
                dedupe_key=f"attempt-time:{one.id}:{ends}",
                address=person.email,
                language=person.language,
                zone=person.timezone,
                template="attempt_time",
                params={
                    "name": person.name or person.email,
                    "quiz": dict(quiz.title),
                    "course": dict(course.title),
                    "reopened": not one.is_open,
                    "until": ends,
                    "reason": reason,
                    "link": f"{settings().base_url}/attempts/{one.id}",
                },
            )
        )
    notifications.enqueue_many(mails, now=now)
