"""Balanced groups: what is wished, what that brings, and applying it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.courses import queries, service
from app.courses.pages import choices
from app.courses.pages.blueprint import pages
from app.courses.rules import CourseValue
from app.courses.rules.balancing import LONGEST_SEED, Plan
from app.courses.rules.grouping import COUNTED, HEAVIEST, Trait, Wishes, groups_for
from app.shared.errors import DomainError, Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission
from app.shared.wording import text

USUAL, USUAL_WEIGHT, DIGITS = 4, 5, 3


@pages.get("/courses/<code>/groups/balance")
@requires(Permission.MANAGE_GROUPS)
def balance(code: str) -> str | tuple[str, int]:  # noqa: ARG001 - the check found the course
    """200 the form; with its fields in the address also what they bring, unwritten; 409, 422 what cannot be."""
    if not request.args:
        return _page({})
    try:
        plan = _plan(request.args)
        return _page(request.args, balance=queries.balance_of(current_course(), plan))
    except DomainError as error:
        return _page(request.args, problems=show_problems(error)), status_of(error)


@pages.post("/courses/<code>/groups/balance")
@requires(Permission.MANAGE_GROUPS)
def apply_balance(code: str) -> ResponseReturnValue:
    """303 everybody is placed as shown; 409 the roster changed since; 422 what cannot be read."""
    form = request.form
    try:
        plan = _plan(form)
        moved = service.apply_balance(
            current_course(),
            plan,
            form.get("seen", ""),
            _("balanced automatically, seed %(seed)s", seed=plan.wishes.seed),
            actor=current_actor(),
            now=arrived_at(),
        )
    except DomainError as error:
        return _page(form, problems=show_problems(error)), status_of(error)
    flash(_("The groups are applied. Moved: %(moved)s.", moved=moved), "success")
    return redirect(url_for("courses.groups", code=code), 303)


def _page(typed: Mapping[str, str], **shown: Any) -> str:  # noqa: ANN401 - the preview, or the problems
    course = current_course()
    return render_template(
        "courses/balance.html",
        **{"balance": None, "problems": [], **shown},
        typed=_fields(course, typed),
        names=_names(),
        counted=[(trait.value, trait) for trait in COUNTED],
        says=_says(),
        groups=queries.groups_of(course.id),
        heaviest=HEAVIEST,
    )


def _fields(course: CourseValue, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what the form shows: what was typed, and before that what is usual."""
    there = len(queries.groups_of(course.id))
    usual = {
        "number": str(there or USUAL),
        "by": "count",
        "seed": course.code,
        "language": "together",
        "keep": "",
        **{f"weight_{trait.value}": str(USUAL_WEIGHT) for trait in Trait},
    }
    return usual if not typed else {name: typed.get(name, "") for name in usual}


def _plan(typed: Mapping[str, str]) -> Plan:
    """Return the plan that the form describes. Raises `Unreadable`."""
    number = _number(typed.get("number", ""), "number")
    by_size = typed.get("by") == "size"
    if by_size and number < 1:
        raise _unreadable("number")
    people = queries.facets(current_course().id).participants
    weights = {trait: _number(typed.get(f"weight_{trait.value}", ""), f"weight_{trait.value}") for trait in Trait}
    seed = typed.get("seed", "").strip()[:LONGEST_SEED] or current_course().code
    return Plan(
        groups=groups_for(people, number) if by_size else number,
        wishes=Wishes(weights, together=typed.get("language") == "together", seed=seed),
        keep=typed.get("keep") == "yes",
    )


def _number(typed: str, where: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= DIGITS):
        raise _unreadable(where)
    return int(typed)


def _unreadable(where: str) -> Unreadable:
    reason = text("Please type a whole number.")
    return Unreadable(reason, problems=[Problem(reason, where)])


def _names() -> dict[str, str]:
    return {
        "language": _("Language"),
        "country": _("Country"),
        "organization_type": _("Type of organisation"),
        "gender": _("Gender"),
        "time_zone": _("Common hours"),
    }


def _says() -> dict[Trait, Any]:
    """Return how the values of each trait are called."""
    genders = dict(choices.genders())
    return {
        Trait.LANGUAGE: choices.language_name,
        Trait.COUNTRY: choices.country_name,
        Trait.ORGANIZATION_TYPE: choices.type_name,
        Trait.GENDER: lambda key: genders.get(key, key),
    }
