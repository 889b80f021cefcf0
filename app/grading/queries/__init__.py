"""Reads of grading: the gradebook, one person's record, what is unmarked, what counts and what stood before."""

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
from app.grading.queries.gradebook import gradebook, gradebook_page, marks_of, row_for, row_of
from app.grading.queries.plans import plan_of, policy_of
from app.grading.queries.readiness import (
    NearMiss,
    Readiness,
    Unmarked,
    readiness,
    still_open,
    unmarked,
    unmarked_in,
)
from app.grading.rules.values import Entry, Gradebook, GradebookRow, GroupMark

__all__ = [
    "Entry",
    "Gradebook",
    "GradebookRow",
    "GroupMark",
    "NearMiss",
    "Readiness",
    "Unmarked",
    "entries_of",
    "find_entry",
    "find_factor",
    "find_group_mark",
    "frozen_data",
    "gradebook",
    "gradebook_page",
    "graded_pieces",
    "group_marks",
    "history",
    "marks_of",
    "plan_of",
    "policy_of",
    "readiness",
    "row_for",
    "row_of",
    "still_open",
    "stored_values",
    "unmarked",
    "unmarked_in",
]
