"""Peer assessment for those who rate: what is open, rating one's team, rating another group's presentation."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.courses.rules import CourseValue
from app.groupwork.pages.blueprint import pages
from app.groupwork.pages.marks_typed import read_content, read_points, read_version, shown_content
from app.groupwork.queries.peer_own import OwnPeers, own_peers
from app.groupwork.queries.peer_settings import settings_of
from app.groupwork.rules.peer_policy import between_policy, within_policy
from app.groupwork.rules.peer_within import HUNDRED
from app.groupwork.rules.peer_words import Comments, PeerKind
from app.groupwork.service.peer_between import rate_presentation
from app.groupwork.service.peer_within import share_points
from app.shared.amounts import plain_number
from app.shared.errors import DomainError, Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission
from app.shared.wording import text

Problems = list[dict[str, Any]]
_CHANGED = text("Meanwhile your group was given another presentation to rate. Please look again.")


@pages.get("/courses/<code>/peers")
@requires(Permission.ASSESS_PEERS)
def peers(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 what there is to rate and until when, how it counts, and the own result where it tells nobody's hand."""
    course = current_course()
    own = _own(course)
    return render_template("groupwork/peers.html", own=own, **_policies(course, own))


@pages.get("/courses/<code>/peers/team")
@requires(Permission.ASSESS_PEERS)
def peer_team(code: str) -> str:  # noqa: ARG001
    """200 the form on which 100 points are shared over the team."""
    return _team_page(current_course())


@pages.post("/courses/<code>/peers/team")
@requires(Permission.ASSESS_PEERS)
def share_over_team(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 saved; 409, 412 or 422 nothing is, and the form again with what was typed."""
    course, typed = current_course(), request.form
    try:
        own = _own(course)
        listed = {f"points-{member.id}": HUNDRED for member in own.listed} if own else {}
        points = read_points(typed, listed)
        share_points(
            course,
            {int(field.partition("-")[2]): given for field, given in points.items()},
            {member.id: typed.get(f"comment-{member.id}", "") for member in own.listed} if own else {},
            base_version=read_version(typed),
            actor=current_actor(),
            now=arrived_at(),
        )
    except DomainError as error:
        return _team_page(course, typed, show_problems(error)), status_of(error)
    flash(_("Thank you. What you gave is kept; you can change it until the time is over."), "success")
    return redirect(url_for("groupwork.peers", code=course.code), 303)


@pages.get("/courses/<code>/peers/presentation")
@requires(Permission.ASSESS_PEERS)
def peer_presentation(code: str) -> str:  # noqa: ARG001
    """200 the form on which another group's presentation is rated."""
    return _presentation_page(current_course())


@pages.post("/courses/<code>/peers/presentation")
@requires(Permission.ASSESS_PEERS)
def rate_peers(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 saved; 409, 412 or 422 nothing is, and the form again with what was typed."""
    course, typed = current_course(), request.form
    try:
        _check_target(course, typed)
        content = read_content(typed, settings_of(course).rubric)
        version = read_version(typed)
        rate_presentation(course, content, base_version=version, actor=current_actor(), now=arrived_at())
    except DomainError as error:
        return _presentation_page(course, typed, show_problems(error)), status_of(error)
    flash(_("Thank you. Your rating is kept; you can change it until the time is over."), "success")
    return redirect(url_for("groupwork.peers", code=course.code), 303)


def _check_target(course: CourseValue, typed: Mapping[str, str]) -> None:
    """Raise `Unreadable` when the form was made for another group than the one that is to be rated now."""
    own = _own(course)
    if own and own.rates and typed.get("group") not in {None, str(own.rates.id)}:
        raise Unreadable(problems=[Problem(_CHANGED, "")])


def _own(course: CourseValue) -> OwnPeers | None:
    return own_peers(course, current_actor().themselves(), arrived_at())


def _policies(course: CourseValue, own: OwnPeers | None) -> dict[str, Any]:
    settings = settings_of(course)
    return {
        "settings": settings,
        "within": within_policy(settings, own.windows[PeerKind.WITHIN].missing) if own else (),
        "between": between_policy(settings, own.windows[PeerKind.BETWEEN].missing) if own else (),
        "at": arrived_at(),
        "plain": plain_number,
    }


def _team_page(course: CourseValue, typed: Mapping[str, str] | None = None, problems: Problems | None = None) -> str:
    own = _own(course)
    return render_template(
        "groupwork/peer_team.html",
        own=own,
        typed=_shared(own) if typed is None else typed,
        problems=problems or [],
        asks_comments=settings_of(course).within.comments is Comments.OPTIONAL,
        even=_even(own),
        **_policies(course, own),
    )


def _shared(own: OwnPeers | None) -> dict[str, str]:
    if own is None or own.sharing is None:
        return {}
    points: Mapping[int, Fraction] = own.sharing.sharing.points
    return {
        **{f"points-{who}": plain_number(given) for who, given in points.items()},
        **{f"comment-{who}": words for who, words in own.sharing.comments.items()},
    }


def _even(own: OwnPeers | None) -> str:
    """Return what an even share is, for the hint: whole where it comes out so."""
    return plain_number(Fraction(HUNDRED * 100 // len(own.listed), 100)) if own and own.listed else ""


def _presentation_page(
    course: CourseValue, typed: Mapping[str, str] | None = None, problems: Problems | None = None
) -> str:
    own = _own(course)
    shown = shown_content(own.rating.content) if own and own.rating else {}
    return render_template(
        "groupwork/peer_presentation.html",
        own=own,
        typed=shown if typed is None else typed,
        problems=problems or [],
        **_policies(course, own),
    )
