"""More time, for those who give it: requests, what was granted, extra time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.courses import queries, service
from app.courses.pages.blueprint import pages
from app.courses.pages.typed_time import read_factor, read_more, read_receiver
from app.courses.rules import Deadline, EnrolmentValue, PieceValue, RequestValue, WindowState, default_more
from app.courses.service import Extended
from app.shared.errors import DomainError, Problem, Unreadable
from app.shared.http import addresses, arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.language import sorted_by
from app.shared.permissions import Permission
from app.shared.wording import text

MOST_NAMES = 300
"""With more participants than this, one types an e-mail address instead of choosing a name."""

ROWS = 100


@pages.get("/courses/<code>/extensions")
@requires(Permission.GRANT_EXTENSION)
def extensions(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 open requests, what was granted and refused, who has extra time, and the forms to give more."""
    return _page()


@pages.post("/courses/<code>/extensions")
@requires(Permission.GRANT_EXTENSION)
def grant_extension(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 granted; 409 or 422 the page again with what was typed."""
    course, typed = current_course(), request.form

    def grant() -> None:
        piece = queries.find_piece(course.id, typed.get("piece", ""))
        receiver, more = read_receiver(typed, course), read_more(typed, course)
        _tell(service.grant_extension(course, piece, receiver, more, typed.get("reason", ""), **_circumstances()))

    return _done("extension", grant)


@pages.post("/courses/<code>/extensions/requests/<int:request_id>")
@requires(Permission.GRANT_EXTENSION)
def answer_request(code: str, request_id: int) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 answered; 404 no such request; 409 or 422 the page again with what was typed."""
    course, typed = current_course(), request.form

    def answer() -> None:
        granted = typed.get("granted")
        if granted not in {"yes", "no"}:
            raise Unreadable(problems=[Problem(text("Grant it or refuse it."), "granted")])
        more = read_more(typed, course) if typed.get("until") or typed.get("minutes") else None
        answered = service.answer_request(
            course, request_id, granted=granted == "yes", more=more, answer=typed.get("answer", ""), **_circumstances()
        )
        said = (
            _("Granted. %(name)s is told by mail.", name=answered.name)
            if answered.granted
            else _("Refused. %(name)s is told by mail.", name=answered.name)
        )
        flash(said, "success")

    return _done(f"request-{request_id}", answer)


@pages.post("/courses/<code>/extra-time")
@requires(Permission.GRANT_EXTENSION)
def set_extra_time(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 set; 409 or 422 the page again with what was typed."""
    course, typed = current_course(), request.form

    def give() -> None:
        receiver = read_receiver(typed, course)
        if receiver.enrolment_id is None:
            raise Unreadable(problems=[Problem(text("Choose one participant."), "person")])
        factor = read_factor(typed.get("factor", ""))
        service.set_extra_time(course, receiver.enrolment_id, factor, typed.get("reason", ""), **_circumstances())
        flash(_("The extra time is set. It holds for every piece of this course."), "success")

    return _done("extra-time", give)


def _done(form: str, act: Callable[[], None]) -> Response | tuple[str, int]:
    """Run a verb; return the way back to the page, or the page again with what was typed and what is wrong."""
    try:
        act()
    except DomainError as error:
        return _page(form, show_problems(error)), status_of(error)
    return redirect(url_for("courses.extensions", code=current_course().code), 303)


def _tell(done: Extended) -> None:
    moved = len(done.moved)
    if not done.new:
        flash(
            _("The very same was granted before, so nothing was changed. To add more, give another reason."), "warning"
        )
    elif not moved:
        flash(
            _("This is on record, but moves nobody’s deadline: everybody concerned has as much time already."),
            "warning",
        )
    else:
        flash(
            ngettext(
                "%(num)s participant has more time now, and is told by mail.",
                "%(num)s participants have more time now, and are told by mail.",
                moved,
            ),
            "success",
        )
        if done.unhelped:
            flash(_unhelped(done.unhelped), "warning")
        if done.readers:
            flash(_readable(done.readers), "warning")
        if all(deadline.state(arrived_at()) is WindowState.OVER for deadline in done.moved.values()):
            flash(_("The window is over all the same. Say until when, if it shall open again."), "warning")


def _unhelped(people: int) -> str:
    return str(
        ngettext(
            "%(num)s participant is taking it now, and the time limit ends that attempt as before: "
            "give minutes for it.",
            "%(num)s participants are taking it now, and the time limit ends their attempts as "
            "before: give minutes for them.",
            people,
        )
    )


def _readable(readers: int) -> str:
    return str(
        ngettext(
            "%(num)s participant could read the answers of this piece by then. What closed by itself and has time "
            "again is open again all the same; the audit trail notes it.",
            "%(num)s participants could read the answers of this piece by then. What closed by itself and has time "
            "again is open again all the same; the audit trail notes it.",
            readers,
        )
    )


def _circumstances() -> dict[str, Any]:
    return {"actor": current_actor(), "now": arrived_at()}


def _page(form: str = "", problems: list[dict[str, Any]] | None = None) -> str:
    course = current_course()
    pieces = queries.pieces_of(course.id)
    before = request.args.get("before", addresses.LARGEST, type=int)
    granted = queries.list_extensions(course.id, before=max(0, min(before, addresses.LARGEST)), limit=ROWS + 1)
    waiting = queries.open_requests(course.id)
    typed = request.form if problems else request.args
    return render_template(
        "courses/extensions.html",
        pieces=pieces,
        by_id={piece.id: piece for piece in pieces},
        waiting=waiting,
        asking=_asking(waiting, pieces),
        granted=granted[:ROWS],
        older=granted[ROWS - 1].id if len(granted) > ROWS else None,
        refused=queries.refused_requests(course.id),
        people=_people(),
        groups=queries.groups_of(course.id),
        with_extra_time=queries.with_extra_time(course.id),
        readers=service.answer_readers(course, arrived_at()),
        form=form,
        typed=typed,
        problems=problems or [],
    )


def _people() -> list[EnrolmentValue]:
    """Return whom one may choose by name, sorted by it; nobody where they are too many for a list."""
    course = current_course()
    if queries.facets(course.id).participants > MOST_NAMES:
        return []
    return sorted(queries.roster(course.id), key=lambda one: sorted_by(one.name or one.email))


def _asking(waiting: tuple[RequestValue, ...], pieces: tuple[PieceValue, ...]) -> dict[int, dict[str, Any]]:
    """Return, by request, the asker with their deadline and what one click grants."""
    course, now = current_course(), arrived_at()
    people = queries.enrolments_by_id(course.id, (one.enrolment_id for one in waiting)) if waiting else {}
    deadlines = queries.all_deadlines(course, pieces, people.values()) if people else {}
    begun = service.begun_work(course, list(people)) if people else {}
    found: dict[int, dict[str, Any]] = {}
    for one in waiting:
        if one.enrolment_id in people:
            own: Deadline = deadlines[one.enrolment_id][one.piece_id]
            work = begun.get((one.enrolment_id, one.piece_id))
            more = default_more(course, own, work, now)
            minutes = work.minutes_with(more, now) if work else None
            about = {"deadline": own, "begun": work, "more": more, "minutes": minutes}
            found[one.id] = {"enrolment": people[one.enrolment_id], **about}
    return found
