"""A course's certificates, for its manager: who gets what and why, the button that issues, what was issued."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.certificates import queries, service
from app.certificates.pages.blueprint import pages
from app.certificates.rules import Action, Award, Issued, format_number
from app.config import Settings
from app.shared.errors import DomainError
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission

PAGE = 100
_TO_DO = frozenset({Action.ISSUE, Action.REPLACE, Action.WITHDRAW})
_VIEWS = {
    "all": frozenset(Action),
    "due": _TO_DO,
    "issued": frozenset({Action.KEEP}),
    "unprintable": frozenset({Action.UNPRINTABLE}),
    "none": frozenset({Action.NONE}),
}


@pages.get("/courses/<code>/certificates")
@requires(Permission.ISSUE_CERTIFICATES)
def course_certificates(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 who gets what and why, a hundred a page; what was issued; before closing, how it stands so far."""
    return _page()


@pages.post("/courses/<code>/certificates")
@requires(Permission.ISSUE_CERTIFICATES)
def issue(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 everything due is issued; 409 the course is not closed."""
    settings: Settings = current_app.extensions["settings"]
    course = current_course()
    try:
        issued = service.issue_certificates(course, base_url=settings.base_url, actor=current_actor(), now=arrived_at())
    except DomainError as error:
        return _page(show_problems(error)), status_of(error)
    flash(_told(issued), "success")
    return redirect(url_for("certificates.course_certificates", code=course.code), 303)


def _told(issued: Issued) -> str:
    new = len(issued.numbers)
    if not new and not issued.actions[Action.WITHDRAW]:
        return str(_("Every certificate was issued already."))
    return str(
        ngettext(
            "%(num)s certificate is issued. Its holder gets a mail.",
            "%(num)s certificates are issued. Their holders get a mail.",
            new,
        )
    )


def _page(problems: list[dict[str, Any]] | None = None) -> str:
    course = current_course()
    awards = queries.awards(course)
    view = request.args.get("show", "all")
    view = view if view in _VIEWS else "all"
    found = sorted((award for award in awards if award.action in _VIEWS[view]), key=_by_name)
    pages_in_all = max(1, -(-len(found) // PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages_in_all)
    return render_template(
        "certificates/course.html",
        awards=awards,
        shown=found[(page - 1) * PAGE : page * PAGE],
        found=len(found),
        page=page,
        pages=pages_in_all,
        view=view,
        counts={name: _count(awards, actions) for name, actions in _VIEWS.items()},
        kinds=Counter(award.kind.value if award.kind else "none" for award in awards),
        earlier=queries.no_longer_valid(course.id),
        problems=problems or [],
        format_number=format_number,
    )


def _count(awards: Sequence[Award], actions: frozenset[Action]) -> int:
    return sum(award.action in actions for award in awards)


def _by_name(award: Award) -> str:
    """Return what a name is sorted by: its letters without accents and signs."""
    name = unicodedata.normalize("NFKD", f"{award.enrolment.family_name} {award.enrolment.given_name}".casefold())
    return "".join(letter for letter in name if letter.isalpha() or letter == " ")
