"""Pages of group work: the group's space, peer assessment, marks."""

from app.groupwork.pages import (
    handing_in,
    home,
    marks,
    marks_form,
    overview,
    peer,
    peer_dates,
    peer_results,
    threads,
    worksheet,
)
from app.groupwork.pages.blueprint import pages

blueprints = (pages,)

__all__ = [
    "blueprints",
    "handing_in",
    "home",
    "marks",
    "marks_form",
    "overview",
    "pages",
    "peer",
    "peer_dates",
    "peer_results",
    "threads",
    "worksheet",
]
