"""What the groups of the demonstration did fits the factors that their tutors set."""

from __future__ import annotations

import csv
from datetime import datetime

import pytest

from app.courses.queries import get_course, groups_of, roster
from app.demo.rules import LIVE, SAMPLE
from app.groupwork.queries import evidence_of
from app.groupwork.queries.overview import overview_of
from tests.courses.samples import A9714776
from tests.demo.loading import loaded

pytestmark = pytest.mark.alike

FOLDERS = {SAMPLE: "cohort", LIVE: "live"}


@pytest.mark.parametrize("code", FOLDERS)
def test_evidence_fits_the_factor_and_loading_again_adds_nothing(demo: datetime, code: str) -> None:
    loaded()
    course = get_course(code)
    evidence, people = evidence_of(course.id), roster(course.id)
    file = A9714776.parent / FOLDERS[code] / "results.csv"
    with file.open(encoding="utf-8") as rows:
        parts = {row["email"]: row["group_participation"] for row in csv.DictReader(rows)}
    for one in people:
        seen, part = evidence[one.id], parts[one.email]
        assert seen.sessions_attended == {"full": 2, "partial": 1}.get(part, 0)
        assert (seen.tasks_done > 0) == (seen.worksheet_revisions > 0) == (part in {"full", "partial"})
        if part == "partial":
            assert seen.tasks_done < seen.tasks_of
    rows = overview_of(course.id).groups
    assert [row.cells for row in rows] == [24 if code == SAMPLE else 12] * 4
    assert [row.submitted for row in rows] == ([2] * 4 if code == SAMPLE else [0, 1, 0, 0])
    assert sum(len(row.without_role) for row in rows) == (0 if code == SAMPLE else 1)
    assert all(group.ambassador_id for group in groups_of(course.id))
