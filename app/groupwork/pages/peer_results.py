"""What peers gave, for tutors: with names, outliers, and who has not rated."""

from __future__ import annotations

from flask import render_template

from app.groupwork.pages.blueprint import pages
from app.groupwork.queries.peer_between import presentations
from app.groupwork.queries.peer_settings import settings_of
from app.groupwork.queries.peer_windows import peer_windows
from app.groupwork.queries.peer_within import team_results
from app.groupwork.rules.peer_policy import between_policy, within_policy
from app.groupwork.rules.peer_words import PeerKind
from app.shared.amounts import plain_number
from app.shared.http import arrived_at, current_course, requires
from app.shared.permissions import Permission


@pages.get("/courses/<code>/peers/results")
@requires(Permission.VIEW_PEER_ASSESSMENT)
def peer_results(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 every team's ratings and every presentation's, with the names of those who gave them."""
    course = current_course()
    settings, windows = settings_of(course), peer_windows(course)
    return render_template(
        "groupwork/peer_results.html",
        settings=settings,
        windows=windows,
        states={kind: window.state(arrived_at()) for kind, window in windows.items()},
        teams=team_results(course),
        presentations=presentations(course),
        within=within_policy(settings, windows[PeerKind.WITHIN].missing),
        between=between_policy(settings, windows[PeerKind.BETWEEN].missing),
        plain=plain_number,
    )
