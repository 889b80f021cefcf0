"""Verbs on courses and their rosters. They flush, and never commit."""

from app.courses.rules import Part
from app.courses.service.ambassadors import cast_ballot, close_vote, name_ambassador, open_vote
from app.courses.service.answer_readers import AnswerReaders, answer_readers, register_answer_readers
from app.courses.service.balancing import apply_balance
from app.courses.service.begun_work import BegunWork, begun_work, register_begun_work
from app.courses.service.closing import check_open, close_course, lock_course
from app.courses.service.dating import set_dates
from app.courses.service.deadline_listeners import DeadlineListener, register_deadline_listener
from app.courses.service.definitions import Loaded, load_definition, register_graded_pieces
from app.courses.service.enrolling import Enrolled, Imported, enrol, import_roster
from app.courses.service.extension_requests import answer_request, ask_for_extension
from app.courses.service.extensions import Extended, grant_extension
from app.courses.service.extra_time import set_extra_time
from app.courses.service.group_history import keep_history
from app.courses.service.groups import create_group, empty_group, group_in, place, rename_group
from app.courses.service.handed_down import parts, register_part
from app.courses.service.loading import LoadedCourse, load_course, load_parts
from app.courses.service.materials import load_materials
from app.courses.service.messages import in_course_words
from app.courses.service.withdrawing import bring_back, withdraw
from app.courses.service.work_done import WorkDone, register_work_done, work_done

__all__ = [
    "AnswerReaders",
    "BegunWork",
    "DeadlineListener",
    "Enrolled",
    "Extended",
    "Imported",
    "Loaded",
    "LoadedCourse",
    "Part",
    "WorkDone",
    "answer_readers",
    "answer_request",
    "apply_balance",
    "ask_for_extension",
    "begun_work",
    "bring_back",
    "cast_ballot",
    "check_open",
    "close_course",
    "close_vote",
    "create_group",
    "empty_group",
    "enrol",
    "grant_extension",
    "group_in",
    "import_roster",
    "in_course_words",
    "keep_history",
    "load_course",
    "load_definition",
    "load_materials",
    "load_parts",
    "lock_course",
    "name_ambassador",
    "open_vote",
    "parts",
    "place",
    "register_answer_readers",
    "register_begun_work",
    "register_deadline_listener",
    "register_graded_pieces",
    "register_part",
    "register_work_done",
    "rename_group",
    "set_dates",
    "set_extra_time",
    "withdraw",
    "work_done",
]
