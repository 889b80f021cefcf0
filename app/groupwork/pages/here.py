"""What every page of a group's space needs, and how every form of it is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from app.courses import queries as courses
from app.courses.rules import CourseValue, GroupValue
from app.groupwork.queries.inside import viewer_of
from app.groupwork.rules.space import Viewer
from app.shared.errors import DomainError, NotAllowed, NotFound, NotSignedIn
from app.shared.http import current_actor, current_course, show_problems
from app.shared.http.problems import status_of

Page = Callable[[list[dict[str, Any]]], str]


@dataclass(frozen=True, slots=True)
class Space:
    """The group whose space this is, and who looks at it."""

    course: CourseValue
    group: GroupValue
    viewer: Viewer


def space(group_id: int) -> Space:
    """Return the space of a group for whoever asks. Raises `NotFound` (another group's member), `NotAllowed`."""
    course = current_course()
    viewer = viewer_of(course.id, group_id, current_actor())
    return Space(course, courses.get_group(group_id), viewer)


def show(template: str, here: Space, **values: Any) -> str:  # noqa: ANN401 - whatever a template takes
    """Return a page of the space."""
    return render_template(f"groupwork/{template}", here=here, viewer=here.viewer, group=here.group, **values)


def answered(do: Callable[[], object], done: str, address: str, page: Page) -> ResponseReturnValue:
    """Run a verb: 303 to `address` saying `done`; what can be mended, as the page again with the problems."""
    try:
        do()
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except DomainError as error:
        return page(show_problems(error)), status_of(error)
    flash(done, "success")
    return redirect(address, 303)
