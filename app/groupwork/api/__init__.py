"""Group work over HTTP."""

from app.groupwork.api.blueprint import resources

__all__ = ["resources"]
