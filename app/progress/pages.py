"""Home by role, and the page of a course."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, render_template
from flask_babel import get_locale

from app.config import Settings
from app.courses.rules import CourseValue, Localized
from app.grading.queries import plan_of, policy_of
from app.grading.rules import policy_in_words
from app.progress import rules
from app.progress.queries import course_page, health, home_of
from app.progress.queries import next_hour as read_next_hour
from app.shared.http import arrived_at, current_actor, current_course, current_person, public, requires
from app.shared.permissions import Permission

pages = Blueprint("progress", __name__, template_folder="templates")
blueprints = (pages,)


@pages.get("/")
@public
def home() -> str:
    """200 the reader's courses and what waits in each; for a visitor, what this is and the way in."""
    if current_person() is None:
        return render_template("progress/welcome.html")
    actor, now = current_actor(), arrived_at()
    operates = actor.may(Permission.MANAGE_ACCOUNTS)
    settings: Settings = current_app.extensions["settings"]
    return render_template(
        "progress/home.html",
        home=home_of(actor, now),
        health=health(settings.data_dir, now) if operates else None,
        rules=rules,
    )


@pages.get("/courses/<code>")
@requires(Permission.VIEW_COURSE)
def course(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 weeks, sessions and pieces with their times in both zones, the rules in words, whom to ask."""
    here, now = current_course(), arrived_at()
    return render_template(
        "progress/course.html",
        page=course_page(here, current_actor(), now),
        policy=policy_in_words(policy_of(here), plan_of(here)),
        notes=_notes(here),
        languages=[get_locale().languages.get(name, name) for name in here.languages],
        rules=rules,
    )


@pages.get("/courses/<code>/next-hour")
@requires(Permission.VIEW_GRADEBOOK)
def next_hour(code: str) -> str:  # noqa: ARG001
    """200 what the reader can mark, whom they could write to, and what waits for their decision."""
    found = read_next_hour(current_course(), current_actor(), arrived_at())
    return render_template("progress/next_hour.html", found=found, rules=rules)


def _notes(course: CourseValue) -> Mapping[str, Localized]:
    """Return what the definition remarks on each piece, by key."""
    pieces: list[Mapping[str, Any]] = course.definition["pieces"]
    return {str(piece["key"]): piece.get("note") or {} for piece in pieces}
