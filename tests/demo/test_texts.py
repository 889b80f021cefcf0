"""The demonstration has the texts of its courses, also where it was loaded before texts belonged to it."""

from datetime import datetime

import sqlalchemy as sa

from app.courses.models import Material
from app.courses.queries import get_course, list_materials
from app.courses.rules import MaterialKind
from app.demo.rules import EXAMPLE, LIVE, SAMPLE
from app.shared.database import session
from tests.demo.loading import loaded


def modules(code: str) -> int:
    return len(list_materials(get_course(code).id, [MaterialKind.MODULE]))


def test_the_sample_and_the_living_course_have_their_texts(demo: datetime) -> None:
    assert modules(SAMPLE) == modules(LIVE) == 10
    assert modules(EXAMPLE) == 0


def test_texts_that_are_missing_are_added_once(demo: datetime) -> None:
    session.execute(sa.delete(Material).where(Material.course_id == get_course(SAMPLE).id))
    session.commit()
    assert any(fact.startswith(f"{SAMPLE}: texts and parts: ") for fact in loaded())
    assert modules(SAMPLE) == 10
    assert f"{SAMPLE}: no change" in loaded()
