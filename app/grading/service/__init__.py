"""The verbs of grading: recording by hand, importing what was earned elsewhere, closing."""

from app.grading.service.checks import Check, unconditional
from app.grading.service.closing import Closed, close_course
from app.grading.service.correcting import record_correction
from app.grading.service.desk_marks import keep_group_mark, keep_marks, keep_submission
from app.grading.service.excusing import excuse_missed, excuse_piece
from app.grading.service.group_marks_file import Marks
from app.grading.service.quiz_scores import keep_quiz_score
from app.grading.service.recording import record_bonus, record_factor, record_group_mark
from app.grading.service.releasing import Released, release_marks
from app.grading.service.remarks import ask_for_remark, decide_remark, withdraw_remark, write_about_remark
from app.grading.service.rescoring import rescore_question
from app.grading.service.results_import import Imported, import_results, read_group_marks, result_columns
from app.grading.service.work import record_criteria, record_score, record_submission

__all__ = [
    "Check",
    "Closed",
    "Imported",
    "Marks",
    "Released",
    "ask_for_remark",
    "close_course",
    "decide_remark",
    "excuse_missed",
    "excuse_piece",
    "import_results",
    "keep_group_mark",
    "keep_marks",
    "keep_quiz_score",
    "keep_submission",
    "read_group_marks",
    "record_bonus",
    "record_correction",
    "record_criteria",
    "record_factor",
    "record_group_mark",
    "record_score",
    "record_submission",
    "release_marks",
    "rescore_question",
    "result_columns",
    "unconditional",
    "withdraw_remark",
    "write_about_remark",
]
