"""Entering group work that happened before: a handful of statements for any number of groups, for the demonstration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from app.courses.rules import CourseValue
from app.groupwork.models import (
    AttendanceNote,
    GroupPost,
    GroupRole,
    GroupSubmission,
    GroupTask,
    WorksheetCell,
    WorksheetRevision,
)
from app.groupwork.rules.values import Attendance, Channel
from app.groupwork.rules.worksheet import Place
from app.shared.database import Base, session
from app.shared.errors import NotAllowed
from app.shared.permissions import Actor


@dataclass(frozen=True, slots=True)
class Writer:
    """A member as rows name them."""

    enrolment_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class PastTask:
    """A task and when it was done (None: open); of a role (`role`, `key`), or in words of its own."""

    member: Writer
    role: str | None
    key: str | None
    text: str
    due_at: datetime | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class PastGroup:
    """What one group did. `ambassador` noted and handed in; of a cell `written` has the texts, the earliest first."""

    group_id: int
    ambassador: Writer
    began_at: datetime
    roles: Sequence[tuple[Writer, str]]
    tasks: Sequence[PastTask]
    notes: Sequence[tuple[Writer, str, Attendance, datetime]]
    written: Mapping[Place, Sequence[tuple[Writer, str, datetime]]]
    posts: Sequence[tuple[Writer, Channel, str, datetime]]
    submitted: Sequence[tuple[int, datetime]] = field(default=())
    """By piece, when it was handed in: the worksheet as it is."""


def has_group_work(course_id: int) -> bool:
    """Tell whether somebody has or had a role in a group of the course."""
    return session.scalar(select(GroupRole.id).where(GroupRole.course_id == course_id).limit(1)) is not None


def enter_past_work(course: CourseValue, groups: Sequence[PastGroup], *, actor: Actor) -> None:
    """Enter what groups did before; the system alone may. Raises `NotAllowed`."""
    if not actor.is_system:
        raise NotAllowed
    _add(GroupRole, [row for group in groups for row in _roles(course.id, group)])
    _add(GroupTask, [row for group in groups for row in _tasks(course.id, group)])
    _add(AttendanceNote, [row for group in groups for row in _notes(course.id, group)])
    _add(WorksheetCell, [row for group in groups for row in _cells(course.id, group)])
    session.flush()
    places = (WorksheetCell.group_id, WorksheetCell.row_key, WorksheetCell.column_key, WorksheetCell.id)
    found = session.execute(select(*places).where(WorksheetCell.course_id == course.id))
    ids = {(group_id, (row, column)): cell_id for group_id, row, column, cell_id in found}
    _add(WorksheetRevision, [row for group in groups for row in _revisions(group, ids)])
    _add(GroupPost, [row for group in groups for row in _posts(course.id, group)])
    _add(GroupSubmission, [row for group in groups for row in _submissions(course.id, group)])


def _add(table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _roles(course_id: int, group: PastGroup) -> list[dict[str, Any]]:
    about = {**_about(course_id, group), "assigned_at": group.began_at, "assigned_by": group.ambassador.person_id}
    return [{**about, "enrolment_id": one.enrolment_id, "role_key": role} for one, role in group.roles]


def _tasks(course_id: int, group: PastGroup) -> list[dict[str, Any]]:
    about = {**_about(course_id, group), "set_at": group.began_at, "set_by": group.ambassador.person_id}
    return [
        {
            **about,
            "enrolment_id": task.member.enrolment_id,
            "role_key": task.role,
            "task_key": task.key,
            "text": task.text,
            "due_at": task.due_at,
            "done_at": task.done_at,
            "done_by": task.member.person_id if task.done_at else None,
        }
        for task in group.tasks
    ]


def _notes(course_id: int, group: PastGroup) -> list[dict[str, Any]]:
    about = {**_about(course_id, group), "noted_by": group.ambassador.person_id}
    return [
        {**about, "enrolment_id": one.enrolment_id, "session_key": key, "state": state.value, "noted_at": at}
        for one, key, state, at in group.notes
    ]


def _cells(course_id: int, group: PastGroup) -> list[dict[str, Any]]:
    return [
        {
            **_about(course_id, group),
            "row_key": place[0],
            "column_key": place[1],
            "text": texts[-1][1],
            "version": len(texts),
            "saved_at": texts[-1][2],
            "saved_by": texts[-1][0].person_id,
        }
        for place, texts in group.written.items()
    ]


def _revisions(group: PastGroup, ids: Mapping[tuple[int, Place], int]) -> list[dict[str, Any]]:
    return [
        {
            "cell_id": ids[group.group_id, place],
            "number": number,
            "text": words,
            "saved_at": at,
            "saved_by": one.person_id,
            "enrolment_id": one.enrolment_id,
        }
        for place, texts in group.written.items()
        for number, (one, words, at) in enumerate(texts, start=1)
    ]


def _posts(course_id: int, group: PastGroup) -> list[dict[str, Any]]:
    return [
        {
            **_about(course_id, group),
            "channel": channel.value,
            "person_id": one.person_id,
            "enrolment_id": one.enrolment_id,
            "text": words,
            "posted_at": at,
            "hidden_reason": "",
        }
        for one, channel, words, at in group.posts
    ]


def _submissions(course_id: int, group: PastGroup) -> list[dict[str, Any]]:
    cells: dict[str, dict[str, str]] = {}
    for (row, column), texts in group.written.items():
        cells.setdefault(row, {})[column] = texts[-1][1]
    return [
        {
            **_about(course_id, group),
            "piece_id": piece_id,
            "number": number,
            "cells": cells,
            "note": "",
            "submitted_at": at,
            "submitted_by": group.ambassador.person_id,
        }
        for number, (piece_id, at) in enumerate(group.submitted, start=1)
    ]


def _about(course_id: int, group: PastGroup) -> dict[str, Any]:
    return {"course_id": course_id, "group_id": group.group_id}
