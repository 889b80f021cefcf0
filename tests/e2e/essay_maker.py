"""Puts essays into a server's database, each by a participant who has none there."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from app.courses.queries import get_course, roster
from app.essays.models import Essay, EssayVersion
from app.essays.queries import essay_piece
from app.essays.rules import EssayState, Origin
from app.shared import clock
from app.shared.database import session

PARAGRAPHS = (
    "This essay looks at the nurses who leave Tesimba. 🌍 First the facts, then three recommendations.",
    "Two policies of one government read one fact in opposite ways, and nobody told the other.",
    "A working group of three ministries should meet within six months and add two questions to the form.",
)
WORDS = "\n\n".join(PARAGRAPHS * 12)


def make(code: str, count: int) -> list[int]:
    """Hand in `count` essays; return their ids."""
    course, now = get_course(code), clock.now()
    piece = essay_piece(course)
    there = {row.enrolment_id for row in session.query(Essay).filter_by(piece_id=piece.id)}
    made = []
    for place, author in enumerate([one for one in roster(course.id) if one.id not in there][:count]):
        at = now - timedelta(days=3, minutes=-place)
        essay = Essay(
            course_id=course.id,
            piece_id=piece.id,
            enrolment_id=author.id,
            person_id=author.person_id,
            language="en",
            state=EssayState.SUBMITTED.value,
            version=1,
            words=len(WORDS.split()),
            created_at=at,
            submitted_at=at,
            submitted_version=1,
            late=False,
        )
        session.add(essay)
        session.flush()
        session.add(
            EssayVersion(
                essay_id=essay.id,
                number=1,
                text=WORDS,
                words=essay.words,
                origin=Origin.TYPED.value,
                file_id=None,
                saved_at=at,
            )
        )
        made.append(essay.id)
    session.commit()
    return made


def take_back(code: str) -> None:
    """Let nothing that was made here be handed in any more: all of it says the same."""
    made = select(EssayVersion.essay_id).where(EssayVersion.text == WORDS)
    ours = update(Essay).where(Essay.course_id == get_course(code).id, Essay.id.in_(made))
    session.execute(ours.values(state=EssayState.DRAFT.value, submitted_at=None, submitted_version=None))
    session.commit()
