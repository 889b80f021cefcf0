"""The verbs of group work."""

from app.groupwork.service.keeping import hand_over_mark, register_group_mark_keeper

__all__ = ["hand_over_mark", "register_group_mark_keeper"]
