"""Reads of grading: the gradebook, one person's record, what is unmarked, what counts and what stood before."""

from app.grading.queries.corrections import (
    CorrectionPreview,
    correction_preview,
    corrections_of,
    criteria_known,
    criteria_of,
)
from app.grading.queries.entries import (
    entries_of,
    find_entry,
    find_factor,
    find_group_mark,
    graded_pieces,
    group_marks,
    history,
    stored_values,
)
from app.grading.queries.frozen import frozen_data
from app.grading.queries.gradebook import gradebook, gradebook_page, marks_of, own_row, row_for, row_of, staying
from app.grading.queries.late_comers import missed_pieces
from app.grading.queries.plans import plan_of, policy_of
from app.grading.queries.readiness import (
    NearMiss,
    Readiness,
    Unmarked,
    near_misses,
    readiness,
    still_open,
    unmarked,
    unmarked_in,
)
from app.grading.queries.releasing import PieceToRelease, hidden_marks, pieces_to_release
from app.grading.queries.remarks import (
    count_open_remarks,
    get_remark,
    known_mark,
    open_remarks,
    others_who_decide,
    remark_until,
    remarks_of,
    thread_of,
)
from app.grading.queries.telling import ReleaseValue, is_released, releases_of
from app.grading.rules.values import Entry, Gradebook, GradebookRow, GroupMark

__all__ = [
    "CorrectionPreview",
    "Entry",
    "Gradebook",
    "GradebookRow",
    "GroupMark",
    "NearMiss",
    "PieceToRelease",
    "Readiness",
    "ReleaseValue",
    "Unmarked",
    "correction_preview",
    "corrections_of",
    "count_open_remarks",
    "criteria_known",
    "criteria_of",
    "entries_of",
    "find_entry",
    "find_factor",
    "find_group_mark",
    "frozen_data",
    "get_remark",
    "gradebook",
    "gradebook_page",
    "graded_pieces",
    "group_marks",
    "hidden_marks",
    "history",
    "is_released",
    "known_mark",
    "marks_of",
    "missed_pieces",
    "near_misses",
    "open_remarks",
    "others_who_decide",
    "own_row",
    "pieces_to_release",
    "plan_of",
    "policy_of",
    "readiness",
    "releases_of",
    "remark_until",
    "remarks_of",
    "row_for",
    "row_of",
    "staying",
    "still_open",
    "stored_values",
    "thread_of",
    "unmarked",
    "unmarked_in",
]
