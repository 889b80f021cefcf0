"""Two workbooks at the same moment."""

from __future__ import annotations

import time

import pytest
from flask import Flask

from app.courses.queries import get_course
from app.essays.documents.workbook_reader import read_workbook
from app.essays.queries.writing import essay_piece
from app.essays.service import marking, workbook
from app.essays.service.workbook import compare_upload, import_marks
from app.rubrics.rules import MarkValue
from app.shared.permissions import Actor
from tests.cast import AMINA, BONGANI, TUTOR
from tests.conftest import NOW
from tests.essays.marking.cast import UMA, essay_course, give, hand_in, marker
from tests.essays.marking.conftest import Recorder
from tests.essays.offline import cast
from tests.essays.offline.cast import DRAFT, FIRST, filled
from tests.grading.test_races import at_once


def test_files_in_another_order_are_both_stored(app: Flask, keeper: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    course = essay_course(markers=2)
    essays, markers = [hand_in(course, one) for one in (AMINA, BONGANI)], [marker(one, course) for one in (TUTOR, UMA)]
    for by in markers:
        for essay in essays:
            give(essay, by, final=False)
    files = [filled(course, filled(course, cast.workbook(course, by), DRAFT), DRAFT, FIRST + 1) for by in markers]

    def slowly(*arguments: object, **options: object) -> MarkValue:
        saved = marking.mark_essay(*arguments, **options)
        time.sleep(0.3)
        return saved

    def bring_back(by: Actor, file: bytes, step: int) -> None:
        present = get_course(course.code)
        rows = read_workbook(file, essay_piece(present).criteria)[::step]
        import_marks(present, compare_upload(present, rows, actor=by), {}, actor=by, now=NOW)

    monkeypatch.setattr(workbook, "mark_essay", slowly)
    tasks = zip(markers, files, (1, -1), strict=True)
    assert at_once(app, *[lambda task=task: bring_back(*task) for task in tasks]) == ["done", "done"]
