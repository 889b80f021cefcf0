"""Pages of group work: the group's space, peer assessment, marks."""

from app.groupwork.pages.blueprint import pages

blueprints = (pages,)

__all__ = ["blueprints", "pages"]
