"""The pure part of group work."""

from app.groupwork.rules.settings import GroupWorkSettings

__all__ = ["GroupWorkSettings"]
