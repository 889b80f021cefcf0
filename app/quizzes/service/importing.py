"""Files of questions into the bank: kept between preview and decision, then imported in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from app.courses.rules import CourseValue
from app.quizzes import queries
from app.quizzes.models import QuestionUpload
from app.quizzes.rules.importing import ImportPlan, Known, Outcome, Reading
from app.quizzes.rules.settings import QuizValue, Slot
from app.quizzes.service.bank import enter_questions
from app.quizzes.service.building import put_places
from app.quizzes.service.course_turn import take_bank_turn
from app.quizzes.service.planning import plan_import
from app.shared import audit
from app.shared.database import session
from app.shared.errors import NotFound, Stale
from app.shared.permissions import Actor, Permission
from app.shared.wording import text

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ImportDone:
    """What an import did, and how many questions it added to the quiz, if one was named."""

    plan: ImportPlan
    added_to_quiz: int = 0


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that waits for a decision: its content, how it is to be read, the quiz to add to ("": none)."""

    raw: bytes
    reading: Reading
    quiz: str
    uploaded_at: datetime


def import_questions(
    course: CourseValue,
    raw: bytes,
    reading: Reading,
    *,
    quiz_key: str = "",
    seen: str | None = None,
    actor: Actor,
    now: datetime,
) -> ImportDone:
    """Bring the questions of a file into the bank, and at the end of the quiz of that key, where they are not in it.

    `seen` is the digest of the plan that somebody decided on. Raises `NotAllowed`, `NotFound` (the quiz), `Unreadable`,
    `Stale` (the plan is another one by now), `RuleBroken` (`course_closed`).
    """
    course = take_bank_turn(course, actor)
    quiz = queries.get_quiz(course.id, quiz_key) if quiz_key else None
    plan = plan_import(course.id, raw, reading)
    if seen is not None and plan.digest != seen:
        raise Stale(text("The bank was changed meanwhile, so this file would do something else now. Look again."))
    asked = [entry.asked for entry in plan.imported if entry.asked is not None]
    enter_questions(course.id, asked, actor=actor, now=now)
    added = _add_to(quiz, [one.key for one in asked], actor=actor, now=now) if quiz else 0
    counts = {outcome.value: plan.count(outcome) for outcome in Outcome}
    facts: dict[str, Any] = {"file": reading.name, "format": plan.format, "language": reading.language, **counts}
    audit.record(
        "import_questions",
        f"course:{course.id}",
        actor=actor,
        now=now,
        course_id=course.id,
        after={**facts, "quiz": quiz_key, "added": added},
    )
    session.flush()
    return ImportDone(plan, added)


def keep_upload(
    course: CourseValue, raw: bytes, reading: Reading, quiz_key: str, *, actor: Actor, now: datetime
) -> None:
    """Keep a file until its owner decides; it takes the place of the one before. Old ones of anybody go.

    Raises `NotAllowed`, and `Unreadable` where it holds no questions.
    """
    actor.require(Permission.MANAGE_QUIZZES, course.id)
    plan_import(course.id, raw, reading)
    drop_upload(course, actor=actor)
    session.execute(delete(QuestionUpload).where(QuestionUpload.uploaded_at < now - KEPT))
    settings = {
        "language": reading.language,
        "category": reading.category,
        "known": reading.known.value,
        "quiz": quiz_key,
    }
    session.add(
        QuestionUpload(
            course_id=course.id,
            person_id=actor.themselves(),
            name=reading.name[:200],
            raw=raw,
            settings=settings,
            uploaded_at=now,
        )
    )
    session.flush()


def get_upload(course: CourseValue, *, actor: Actor) -> Upload:
    """Return the file of `actor` that waits for a decision. Raises `NotAllowed`, `NotFound`."""
    actor.require(Permission.MANAGE_QUIZZES, course.id)
    here = (QuestionUpload.course_id == course.id, QuestionUpload.person_id == actor.themselves())
    row = session.scalars(select(QuestionUpload).where(*here)).one_or_none()
    if row is None:
        raise NotFound
    kept = row.settings
    reading = Reading(row.name, kept["language"], kept["category"], Known(kept["known"]))
    return Upload(row.raw, reading, kept["quiz"], row.uploaded_at)


def drop_upload(course: CourseValue, *, actor: Actor) -> None:
    """Forget the file of `actor` that waits for a decision, if there is one."""
    here = (QuestionUpload.course_id == course.id, QuestionUpload.person_id == actor.themselves())
    session.execute(delete(QuestionUpload).where(*here))


def _add_to(quiz: QuizValue, keys: Sequence[str], *, actor: Actor, now: datetime) -> int:
    there = {slot.question for slot in quiz.slots}
    more = [Slot(question=key) for key in keys if key not in there]
    put_places(quiz, (*quiz.slots, *more), actor=actor, now=now)
    return len(more)
