"""The verbs of group work."""

from app.groupwork.service.attendance import note_attendance
from app.groupwork.service.files import remove_file, share_file
from app.groupwork.service.keeping import hand_over_mark, register_group_mark_keeper
from app.groupwork.service.posts import edit_post, hide_post, write_post
from app.groupwork.service.roles import (
    give_role,
    mark_task,
    set_task,
    share_out_roles,
    take_role_back,
    take_task_back,
)
from app.groupwork.service.slots import arrange_presentations
from app.groupwork.service.submissions import submit
from app.groupwork.service.worksheet import note_presence, save_cell

__all__ = [
    "arrange_presentations",
    "edit_post",
    "give_role",
    "hand_over_mark",
    "hide_post",
    "mark_task",
    "note_attendance",
    "note_presence",
    "register_group_mark_keeper",
    "remove_file",
    "save_cell",
    "set_task",
    "share_file",
    "share_out_roles",
    "submit",
    "take_role_back",
    "take_task_back",
    "write_post",
]
