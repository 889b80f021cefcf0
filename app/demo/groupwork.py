"""Gives the groups of the sample what they did, in keeping with the factors that their tutors set.

Who took part fully did their tasks, came to both sessions, wrote and talked; who took part partially did about half;
who did not, nothing. In the living course the worksheet is half filled and little is handed in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

from app.courses import queries as courses
from app.courses import service as course_verbs
from app.courses.rules import CourseValue, EnrolmentValue, GroupValue, PieceKind
from app.demo.worksheet_texts import ASKED, CELLS, EXTRA_TASK, POSTS
from app.groupwork.queries.attendance import working_sessions
from app.groupwork.queries.inside import find_shape, roles_of
from app.groupwork.rules.roles import Held, shared_out
from app.groupwork.rules.values import Attendance, Channel
from app.groupwork.rules.worksheet import Place
from app.groupwork.service import arrange_presentations
from app.groupwork.service.past import PastGroup, PastTask, Writer, enter_past_work, has_group_work
from app.shared.language import pick
from app.shared.permissions import SYSTEM

MINUTES = 12
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_ATTENDED = {
    "full": (Attendance.PRESENT, Attendance.PRESENT),
    "partial": (Attendance.PRESENT, Attendance.EXCUSED),
    "none": (Attendance.ABSENT, Attendance.ABSENT),
}


def enter_group_work(course: CourseValue, results: Path, *, finished: bool) -> int:
    """Enter what the groups of a course did, unless something is there; return how many groups did.

    `finished`: every cell is filled and the work is handed in.
    """
    if course.is_closed or not results.exists() or has_group_work(course.id) or find_shape(course.id) is None:
        return 0
    rows = csv.DictReader(io.StringIO(results.read_text(encoding="utf-8")))
    parts = {row["email"]: row["group_participation"] or "none" for row in rows}
    groups = [group for group in courses.groups_of(course.id) if group.members]
    done = [_Work(course, group, parts, place, finished=finished).past() for place, group in enumerate(groups)]
    enter_past_work(course, done, actor=SYSTEM)
    for one in done:
        course_verbs.name_ambassador(course, one.group_id, one.ambassador.enrolment_id, actor=SYSTEM, now=one.began_at)
    order = [(group.id, MINUTES) for group in groups]
    arrange_presentations(course, order, actor=SYSTEM, now=done[0].began_at)
    return len(done)


@dataclass(frozen=True, slots=True)
class _Member:
    enrolment: EnrolmentValue
    part: str

    @property
    def writer(self) -> Writer:
        return Writer(self.enrolment.id, self.enrolment.person_id)

    def says(self, words: Mapping[str, str]) -> str:
        return pick(words, self.enrolment.language)


class _Work:
    """The work of one group, put together from its members' parts."""

    def __init__(
        self, course: CourseValue, group: GroupValue, parts: Mapping[str, str], place: int, *, finished: bool
    ) -> None:
        self._course, self._group, self._place, self._finished = course, group, place, finished
        enrolments = courses.members_of(group.id)
        self._members = [_Member(one, parts.get(one.email, "none")) for one in enrolments]
        self._active = [one for one in self._members if one.part == "full"]
        self._partial = [one for one in self._members if one.part == "partial"]
        self._speaker = self._active[place % len(self._active)]
        self._sessions = working_sessions(course.id)
        self._began = self._sessions[0].starts_at

    def past(self) -> PastGroup:
        roles = self._roles()
        return PastGroup(
            group_id=self._group.id,
            ambassador=self._speaker.writer,
            began_at=self._began,
            roles=[(one.writer, role) for one, role in roles],
            tasks=[*self._tasks(roles), self._extra()],
            notes=[
                (one.writer, session.key, state, session.ends_at)
                for session, place in zip(self._sessions, (0, 1), strict=False)
                for one in self._members
                for state in (_ATTENDED[one.part][place],)
            ],
            written=self._written(),
            posts=self._posts(),
            submitted=self._submitted(),
        )

    def _roles(self) -> list[tuple[_Member, str]]:
        """Share out the roles; in the living course's first group one who never came is left without."""
        left_out = [one for one in self._members if one.part == "none"][:1]
        takers = self._members if self._finished or self._place else [o for o in self._members if o not in left_out]
        by_id = {one.enrolment.id: one for one in takers}
        keys = [role.key for role in roles_of(self._course.id)]
        given: Sequence[Held] = shared_out(keys, list(by_id), ambassador=self._speaker.enrolment.id)
        return [(by_id[one.enrolment_id], one.role_key) for one in given]

    def _tasks(self, roles: Sequence[tuple[_Member, str]]) -> list[PastTask]:
        titles = {role.key: role for role in roles_of(self._course.id)}
        return [
            PastTask(one.writer, key, task.key, "", None, self._done(one, number))
            for one, key in roles
            for number, task in enumerate(titles[key].tasks)
        ]

    def _done(self, one: _Member, number: int) -> datetime | None:
        """Return when a member's task was done: all of them, every second one, or none; the last one is still open."""
        every = {"full": 1, "partial": 2}.get(one.part)
        if every is None or number % every or (not self._finished and number >= 2):  # noqa: PLR2004 - the third task
            return None
        return self._began + (number + 1) * _DAY

    def _extra(self) -> PastTask:
        one = self._active[-1]
        due = self._sessions[-1].starts_at
        return PastTask(
            one.writer, None, None, self._speaker.says(EXTRA_TASK), due, due - _DAY if self._finished else None
        )

    def _written(self) -> dict[Place, list[tuple[Writer, str, datetime]]]:
        """Have those who took part fill the sheet in turn, each in their language; full ones go over a third of it."""
        shape = find_shape(self._course.id)
        written: dict[Place, list[tuple[Writer, str, datetime]]] = {}
        if shape is None:
            return written
        partial, active, seconds = iter(self._partial), cycle(self._active), cycle(reversed(self._active))
        texts = [cell for row in CELLS for cell in row]
        for number, (place, words) in enumerate(zip(shape.places, texts, strict=False)):
            if not self._finished and number >= len(texts) // 2:
                break
            at = self._began + (number + 1) * _HOUR
            one = next(partial, None) if number % 3 == 1 else None
            first = one or next(active)
            text = first.says(words)
            written[place] = [(first.writer, text, at)]
            if number % 3 == 0:
                written[place].insert(
                    0, (first.writer, text.partition(";")[0].partition(" ;")[0].rstrip(".") + ".", at)
                )
                second = next(seconds)
                written[place][1] = (second.writer, text, at + _DAY)
        return written

    def _posts(self) -> list[tuple[Writer, Channel, str, datetime]]:
        talking = [*self._active[:3], *self._partial[:1]]
        posts = [
            (one.writer, Channel.TEAM, one.says(words), self._began + (number + 2) * _HOUR)
            for number, (one, words) in enumerate(zip(talking, POSTS, strict=False))
        ]
        if not self._finished and self._place == 0:
            at = self._sessions[-1].ends_at
            posts.append((self._speaker.writer, Channel.ASSISTANTS, self._speaker.says(ASKED), at))
        return posts

    def _submitted(self) -> list[tuple[int, datetime]]:
        piece = next(one for one in courses.pieces_of(self._course.id) if one.kind is PieceKind.GROUP)
        if not self._finished:
            return [(piece.id, self._sessions[-1].ends_at + _HOUR)] if self._place == 1 else []
        last = piece.closes_at or self._sessions[-1].ends_at + 2 * _DAY
        return [(piece.id, last - 3 * _DAY), (piece.id, last - _DAY)]
