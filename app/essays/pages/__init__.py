"""Pages of essays: writing and handing in, reading, marking."""

from app.essays.pages import (
    allocation,
    calibration,
    desk,
    desk_notes,
    moderation,
    offline,
    similarity,
    writing,
    writing_files,
    writing_submit,
    writing_versions,
)
from app.essays.pages.blueprint import pages

blueprints = (pages,)

__all__ = [
    "allocation",
    "blueprints",
    "calibration",
    "desk",
    "desk_notes",
    "moderation",
    "offline",
    "pages",
    "similarity",
    "writing",
    "writing_files",
    "writing_submit",
    "writing_versions",
]
