"""Pages of essays: writing and handing in, reading, marking."""

from app.essays.pages import writing, writing_files, writing_submit, writing_versions
from app.essays.pages.blueprint import pages

blueprints = (pages,)

__all__ = ["blueprints", "pages", "writing", "writing_files", "writing_submit", "writing_versions"]
