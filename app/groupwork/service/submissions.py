"""Handing in the group's work: the worksheet as it is, with the files that are chosen. Earlier versions stay."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from app.courses import queries as courses
from app.courses.rules import CourseValue, Deadline, EnrolmentValue, PieceKind, PieceValue, WindowState
from app.groupwork.models import GroupSubmission, SubmissionFile
from app.groupwork.queries.space import files_in, submissions_of
from app.groupwork.queries.worksheet import cells_of
from app.groupwork.rules.space import SubmissionValue, check_note
from app.groupwork.service.beginning import begin_as_member
from app.shared import audit
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken
from app.shared.permissions import Actor
from app.shared.wording import text


def submit(
    course: CourseValue, group_id: int, file_ids: Collection[int], unsafe_note: str, *, actor: Actor, now: datetime
) -> SubmissionValue:
    """Hand in the worksheet as it is now and these files of the group, as its ambassador; a newer version counts.

    Lateness is judged by `now`, when the request arrived, against the ambassador's deadline. Raises `NotAllowed`
    (not the ambassador), `NotFound` (no such file, no group work), `Unreadable`, `RuleBroken`: `course_closed`,
    `not_open_yet`, `deadline_over`, `nothing_to_submit`.
    """
    member = begin_as_member(course, group_id, actor)
    if not member.ambassador:
        raise NotAllowed
    piece = group_piece(course.id)
    note = check_note(unsafe_note)
    _check_open(courses.deadlines_of(course, [piece], member)[piece.id], now)
    if set(file_ids) - {file.id for file in files_in(group_id)}:
        raise NotFound
    cells: dict[str, dict[str, str]] = {}
    for (row, column), cell in cells_of(group_id).items():
        if cell.text:
            cells.setdefault(row, {})[column] = cell.text
    if not cells and not file_ids:
        raise RuleBroken(text("There is nothing in the worksheet, and no file is chosen."), code="nothing_to_submit")
    earlier = submissions_of(group_id)
    made = GroupSubmission(
        course_id=course.id,
        group_id=group_id,
        piece_id=piece.id,
        number=earlier[0].number + 1 if earlier else 1,
        cells=cells,
        note=note,
        submitted_at=now,
        submitted_by=member.person_id,
    )
    session.add(made)
    session.flush()
    session.add_all(SubmissionFile(submission_id=made.id, file_id=file_id) for file_id in sorted(set(file_ids)))
    session.flush()
    audit.record(
        "submit_group_work",
        f"group:{group_id}",
        actor=actor,
        now=now,
        course_id=course.id,
        after={"number": made.number, "files": sorted(set(file_ids)), "cells": sum(len(one) for one in cells.values())},
    )
    return submissions_of(group_id)[0]


def group_piece(course_id: int) -> PieceValue:
    """Return the course's one piece of group work. Raises `NotFound`."""
    found = next((piece for piece in courses.pieces_of(course_id) if piece.kind is PieceKind.GROUP), None)
    if found is None:
        raise NotFound
    return found


def deadline_of(course: CourseValue, piece: PieceValue, member: EnrolmentValue | None) -> Deadline:
    """Return until when a group's work is taken: the ambassador's deadline, everybody's where there is none."""
    if member is None:
        return courses.general_deadlines(course, [piece])[piece.id]
    return courses.deadlines_of(course, [piece], member)[piece.id]


def _check_open(deadline: Deadline, now: datetime) -> None:
    state = deadline.state(now)
    if state is WindowState.AHEAD:
        raise RuleBroken(text("The group work is not open yet."), code="not_open_yet")
    if state is WindowState.OVER:
        reason = text("The deadline is over. What you submitted last counts; ask the tutors for more time.")
        raise RuleBroken(reason, code="deadline_over")
