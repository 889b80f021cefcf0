"""Pages of group work: the group's space, peer assessment, marks."""

from app.groupwork.pages import marks, marks_form, peer, peer_dates, peer_results
from app.groupwork.pages import handing_in, home, overview, threads, worksheet
from app.groupwork.pages.blueprint import pages

blueprints = (pages,)

__all__ = ["blueprints", "marks", "marks_form", "pages", "peer", "peer_dates", "peer_results"]
__all__ = ["blueprints", "handing_in", "home", "overview", "pages", "threads", "worksheet"]
