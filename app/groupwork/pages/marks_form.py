"""Marking one group by the rubric: the own mark, the others' once that tells nobody what to give, the agreed one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.queries import people_by_id
from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.groupwork.pages.blueprint import pages
from app.groupwork.pages.marks_typed import read_content, read_version, shown_content
from app.groupwork.queries.inside import find_shape
from app.groupwork.queries.marks import GroupMarking, group_markings
from app.groupwork.queries.peer_settings import settings_of
from app.groupwork.queries.space import closing_webinar, slots_of, submissions_of
from app.groupwork.rules.marks import ROUNDS, MarkingState, percent_of
from app.groupwork.service.marking import agree_mark, mark_group
from app.rubrics.queries import decided_by_remarks
from app.rubrics.rules import MarkValue, Round, SubjectKind
from app.shared.amounts import plain_number
from app.shared.errors import DomainError, NotFound, Stale
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission

OPEN_TO_ALL = {MarkingState.APART, MarkingState.MEAN, MarkingState.AGREED}
"""Where enough tutors have marked: nobody's view is influenced any more."""


@pages.get("/courses/<code>/group-marks/<int:group_id>")
@requires(Permission.MARK_GROUP)
def group_mark(code: str, group_id: int) -> str:  # noqa: ARG001 - the check found the course
    """200 the group's rubric with the own mark; 404 no such group."""
    return _page(group_id)


@pages.post("/courses/<code>/group-marks/<int:group_id>")
@requires(Permission.MARK_GROUP)
def save_group_mark(code: str, group_id: int) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 the own mark is saved, as a draft or final; 404, 409, 412 or 422 nothing is."""
    final = request.form.get("state") == "final"

    def save() -> None:
        mark_group(
            current_course(),
            group_id,
            read_content(request.form, settings_of(current_course()).rubric),
            final=final,
            base_version=read_version(request.form),
            actor=current_actor(),
            now=arrived_at(),
        )
        flash(_("Your mark is recorded.") if final else _("Your draft is saved."), "success")

    return _done(group_id, "own", save)


@pages.post("/courses/<code>/group-marks/<int:group_id>/agreed")
@requires(Permission.MARK_GROUP)
def agree_group_mark(code: str, group_id: int) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 the agreed mark is recorded under the reader's name; 404, 409, 412 or 422 nothing is."""

    def agree() -> None:
        agree_mark(
            current_course(),
            group_id,
            read_content(request.form, settings_of(current_course()).rubric),
            base_version=read_version(request.form),
            actor=current_actor(),
            now=arrived_at(),
        )
        flash(_("The agreed mark is recorded under your name."), "success")

    return _done(group_id, "agreed", agree)


def _done(group_id: int, form: str, act: Callable[[], None]) -> Response | tuple[str, int]:
    try:
        act()
    except NotFound:
        raise
    except DomainError as error:
        return _page(group_id, form, show_problems(error), stale=isinstance(error, Stale)), status_of(error)
    return redirect(url_for("groupwork.group_mark", code=current_course().code, group_id=group_id), 303)


def _page(group_id: int, form: str = "", problems: list[dict[str, Any]] | None = None, *, stale: bool = False) -> str:
    """Show the page; of the form that was sent what was typed, and (`stale`) what was stored meanwhile beside it."""
    course = current_course()
    marking = _marking(group_id)
    rubric = settings_of(course).rubric
    own = next((mark for mark in marking.marks if mark.round in ROUNDS and mark.marker_id == _reader()), None)
    agreed = next((mark for mark in marking.marks if mark.round is Round.AGREED), None)
    others = _others(marking, own)
    return render_template(
        "groupwork/group_mark.html",
        marking=marking,
        group=marking.group,
        decided_by=decided_by_remarks(course.id, SubjectKind.GROUP).get(group_id),
        members=courses.members_of(group_id),
        settings=settings_of(course),
        rubric=rubric,
        own=own,
        agreed=agreed,
        others=others,
        percents={mark.id: percent_of(mark.content, rubric) for mark in marking.marks},
        people=people_by_id({mark.marker_id for mark in marking.marks}),
        may_agree=sum(mark.is_final and mark.round in ROUNDS for mark in marking.marks) > 1,
        typed={"own": _fields("own", form, own), "agreed": _fields("agreed", form, agreed)},
        versions={
            "own": _version("own", form, own, stale=stale),
            "agreed": _version("agreed", form, agreed, stale=stale),
        },
        form=form,
        stale=form if stale else "",
        **_work(course, group_id),
        problems=problems or [],
        plain=plain_number,
    )


def _marking(group_id: int) -> GroupMarking:
    for marking in group_markings(current_course(), arrived_at()):
        if marking.group.id == group_id:
            return marking
    raise NotFound


def _others(marking: GroupMarking, own: MarkValue | None) -> list[MarkValue]:
    """Return other tutors' final marks, once the reader's own is final or no more is needed."""
    may_see = marking.verdict.state in OPEN_TO_ALL or (own is not None and own.is_final)
    finals = [mark for mark in marking.marks if mark.is_final and mark.round in ROUNDS and mark is not own]
    return finals if may_see else []


def _fields(form: str, sent: str, mark: MarkValue | None) -> Mapping[str, str]:
    return request.form if form == sent else shown_content(mark.content if mark else None)


def _version(form: str, sent: str, mark: MarkValue | None, *, stale: bool) -> int:
    """Return the version that a form replaces; one that was refused as stale has seen what is stored by now."""
    stored = mark.version if mark else 0
    return read_version(request.form) if form == sent and not stale else stored


def _work(course: CourseValue, group_id: int) -> dict[str, Any]:
    """Return what the group made: every version that it handed in, the newest first, and when it presents."""
    return {
        "submissions": submissions_of(group_id),
        "shape": find_shape(course.id),
        "slot": next((slot for slot in slots_of(course.id) if slot.group_id == group_id), None),
        "webinar": closing_webinar(course.id),
    }


def _reader() -> int | None:
    return current_actor().person_id
