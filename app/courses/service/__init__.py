"""Verbs on courses and their rosters. They flush, and never commit."""

from app.courses.rules import Part
from app.courses.service.answer_readers import AnswerReaders, answer_readers, register_answer_readers
from app.courses.service.closing import check_open, close_course, lock_course
from app.courses.service.deadline_listeners import DeadlineListener, register_deadline_listener
from app.courses.service.definitions import Loaded, load_definition, register_graded_pieces
from app.courses.service.enrolling import Enrolled, Imported, enrol, import_roster
from app.courses.service.extension_requests import answer_request, ask_for_extension
from app.courses.service.extensions import Extended, grant_extension
from app.courses.service.extra_time import set_extra_time
from app.courses.service.handed_down import parts, register_part
from app.courses.service.loading import LoadedCourse, load_course, load_parts
from app.courses.service.materials import load_materials
from app.courses.service.messages import in_course_words
from app.courses.service.work_done import WorkDone, register_work_done, work_done

__all__ = [
    "AnswerReaders",
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
    "ask_for_extension",
    "check_open",
    "close_course",
    "enrol",
    "grant_extension",
    "import_roster",
    "in_course_words",
    "load_course",
    "load_definition",
    "load_materials",
    "load_parts",
    "lock_course",
    "parts",
    "register_answer_readers",
    "register_deadline_listener",
    "register_graded_pieces",
    "register_part",
    "register_work_done",
    "set_extra_time",
    "work_done",
]
