"""Gives the demonstration's courses their essays: texts to read and mark, and the marks of those that have some."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, PieceKind, PieceValue
from app.demo.answers import chance
from app.demo.texts import beginning_of, essay_of
from app.essays import queries as essays
from app.essays.rules import EssayValue
from app.essays.service import PastEssay, enter_past_essays
from app.rubrics.rules import MarkContent, Round
from app.rubrics.service import save_mark
from app.shared.permissions import SYSTEM, Actor

DRAFTING = "didier.letang@participants.example"
"""Who has begun an essay in the living course, and not handed it in."""
_HALF = 500


def enter_essays(course: CourseValue, folder: Path, *, tutor: Actor | None, now: datetime) -> int:
    """Enter the essays of a course whose piece has none yet; return how many.

    Who has points for the essay in the results of the cohort in `folder` has one in `cohort/essays`. With a `tutor`
    all of them are handed in, and the tutor's marks are those points; without (the living course) those are handed
    in, unmarked, whose authors stand in the list of what was submitted there, and one person has a draft.
    """
    piece = next((one for one in courses.pieces_of(course.id) if one.kind is PieceKind.ESSAY), None)
    if piece is None or essays.essays_of(course.id, submitted=False):
        return 0
    points = _points(piece, folder / "cohort" / "results.csv")
    authors = list(points) if tutor else [*_emails(folder / "live" / "submitted.csv"), DRAFTING]
    enrolments = courses.enrolments_by_email(course.id, authors)
    past = [_past(piece, enrolments[who], _written_by(who, folder), now) for who in authors]
    entered = enter_past_essays(piece, past, actor=SYSTEM)
    if tutor:
        _mark(piece, entered, {enrolments[who].id: given for who, given in points.items()}, tutor)
    return len(entered)


def _points(piece: PieceValue, results: Path) -> dict[str, dict[str, Fraction]]:
    """Return the points by criterion of everybody who has some for the essay."""
    columns = {criterion.key: f"{piece.key}_{criterion.key}" for criterion in piece.criteria}
    return {
        row["email"]: {key: Fraction(row[column]) for key, column in columns.items()}
        for row in csv.DictReader(io.StringIO(results.read_text(encoding="utf-8")))
        if all(row[column] for column in columns.values())
    }


def _emails(file: Path) -> list[str]:
    return [row["email"] for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))]


def _written_by(who: str, folder: Path) -> str:
    """Return the essay of the person with this address, as Markdown."""
    return (folder / "cohort" / "essays" / f"{who.partition('@')[0]}.md").read_text(encoding="utf-8")


def _past(piece: PieceValue, author: EnrolmentValue, written: str, now: datetime) -> PastEssay:
    """Return an essay, handed in at some moment of the second half of the time for it, or of the time there was."""
    if piece.opens_at is None or piece.closes_at is None:
        raise ValueError(f"{piece.key} has no window")
    whole = min(now, piece.closes_at) - piece.opens_at
    saved_at = piece.opens_at + whole * (_HALF + chance(_HALF - 20, author.email, "essay")) / (2 * _HALF)
    drafting = author.email == DRAFTING and now < piece.closes_at
    return PastEssay(
        enrolment=author,
        text=beginning_of(written) if drafting else essay_of(written),
        language=author.language,
        saved_at=saved_at,
        submitted_at=None if drafting else saved_at + timedelta(minutes=3),
    )


def _mark(
    piece: PieceValue, entered: list[EssayValue], points: Mapping[int, Mapping[str, Fraction]], tutor: Actor
) -> None:
    """Give each essay its points as the tutor's final mark, one after another in the weeks after the deadline."""
    for number, essay in enumerate(entered):
        save_mark(
            essays.subject_of(essay),
            Round.FIRST,
            MarkContent(points[essay.enrolment_id]),
            piece.criteria,
            final=True,
            base_version=0,
            actor=tutor,
            now=(piece.closes_at or essay.created_at) + timedelta(days=3, hours=2 * number),
        )
