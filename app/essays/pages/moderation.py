"""How the markers of a course mark, side by side."""

from __future__ import annotations

from fractions import Fraction

from flask import render_template
from markupsafe import Markup

from app.essays.pages.blueprint import pages
from app.essays.queries.moderation import Moderation
from app.essays.queries.moderation import moderation as read_moderation
from app.essays.rules.moderation import LEAST, Profile
from app.shared import charts
from app.shared.http import current_actor, current_course, requires
from app.shared.permissions import Permission


@pages.get("/courses/<code>/essays/moderation")
@requires(Permission.ALLOCATE_MARKING)
def moderation(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 each marker's number, mean, spread, difference and drift; 404 the course has no essay."""
    found = read_moderation(current_course(), current_actor().person_id)
    drawn = {one.marker_id: _drawn(one, found) for one in found.profiles}
    return render_template("essays/moderation.html", found=found, drawn=drawn, least=LEAST, half_up=half_up)


def half_up(value: Fraction) -> Fraction:
    """Return a figure to two decimals, rounded half up; of one below 0, its amount."""
    return Fraction(int(abs(value) * 100 + Fraction(1, 2)), 100) * (-1 if value < 0 else 1)


def _drawn(one: Profile, found: Moderation) -> Markup:
    """Return a mean and one spread to each side, on the scale of the essay's points."""
    width = float(one.spread) if one.spread is not None else 0.0
    middle, most = float(one.mean), float(found.piece.maximum)
    return charts.interval(middle, middle - width, middle + width, most=most)
