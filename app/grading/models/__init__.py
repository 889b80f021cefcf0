"""The tables of grading. What is recorded is only ever added to: a new entry stands beside the old one."""

from app.grading.models.entries import GradeEntry, GroupMarkEntry
from app.grading.models.releases import Release, ReleaseNotice
from app.grading.models.remarks import Remark, RemarkMessage
from app.grading.models.results import Correction, Result

__all__ = [
    "Correction",
    "GradeEntry",
    "GroupMarkEntry",
    "Release",
    "ReleaseNotice",
    "Remark",
    "RemarkMessage",
    "Result",
]
