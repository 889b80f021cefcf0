"""Group work over HTTP."""

from app.groupwork.api import groups, space
from app.groupwork.api.blueprint import resources

__all__ = ["groups", "resources", "space"]
