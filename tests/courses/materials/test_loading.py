"""Storing the texts of a course: what is new, changed, dropped; nothing where nothing differs."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from app.courses.queries import find_material, get_course, list_materials, materials_of
from app.courses.rules import CourseValue, MaterialKind
from app.courses.service import close_course, load_materials
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.errors import NotAllowed
from app.shared.permissions import SYSTEM, Role
from tests.conftest import NOW
from tests.courses.cast import small_course, staff
from tests.courses.materials.cast import FILES, read, spoiled
from tests.statements import statements


def load(course: CourseValue, files: dict[str, str] | None = None) -> list[str]:
    return load_materials(course, read(files or FILES)[0], actor=SYSTEM, now=NOW)


def test_loading_again_changes_nothing(course: CourseValue) -> None:
    assert len(load(course)) == 9
    assert load(course) == []


def test_loading_says_what_it_changed(course: CourseValue) -> None:
    load(course)
    files = spoiled("modules/first.en.md", "A migrant", "Any migrant")
    del files["documents/note.en.md"], files["documents/note.fr.md"]
    files["modules/first.en.md"] = files["modules/first.en.md"].replace("document:note", "week:2")
    files["modules/first.fr.md"] = files["modules/first.fr.md"].replace("document:note", "week:2")
    files["documents/more.en.md"] = "---\ntitle: More\naudience: everybody\n---\nWords.\n"
    files["documents/more.fr.md"] = "---\ntitle: Plus\naudience: everybody\n---\nMots.\n"
    changes = load(course, files)
    assert "module first: changed" in changes
    assert "document more: new" in changes
    assert "document note: dropped" in changes
    kept = find_material(course.id, MaterialKind.MODULE, "first")
    assert kept is not None
    assert "Any migrant" in kept.text["en"]


def test_another_place_in_the_order_is_a_change(course: CourseValue) -> None:
    load(course)
    files = spoiled("modules/first.en.md", "order: 1", "order: 2")
    files["modules/first.fr.md"] = files["modules/first.fr.md"].replace("order: 1", "order: 2")
    assert load(course, files) == ["module first: changed"]


def test_two_courses_have_their_own_texts(course: CourseValue) -> None:
    other = small_course("SMALL-2")
    load(course)
    assert list_materials(other.id) == ()
    load(other)
    assert load(course) == []


def test_a_closed_course_takes_corrections(course: CourseValue) -> None:
    load(course)
    close_course(course.id, actor=SYSTEM, now=NOW)
    assert load(course, spoiled("documents/guide.en.md", "For", "Read by")) == ["document guide: changed"]


def test_a_change_is_on_record(course: CourseValue) -> None:
    load(course)
    load(course)
    entries = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "load_materials")).all()
    assert len(entries) == 1


@pytest.mark.parametrize("role", [Role.TUTOR, Role.ACTIVITY_MANAGER])
def test_only_who_may_load_courses_loads_texts(course: CourseValue, role: Role) -> None:
    with pytest.raises(NotAllowed):
        load_materials(course, read(FILES)[0], actor=staff(role, course), now=NOW)
    assert list_materials(course.id) == ()


def test_a_list_leaves_the_texts_out_and_costs_one_statement(course: CourseValue) -> None:
    load(course)
    with statements() as seen:
        found = list_materials(course.id)
    assert len(seen) == 1
    assert {one.kind for one in found} == set(MaterialKind) - {MaterialKind.GROUP_WORK}
    assert all(one.content == {} for one in found)
    assert all(one.content for one in materials_of(course.id))


def test_texts_do_not_make_the_definition_grow(app: Flask, course: CourseValue) -> None:
    before = get_course(course.code).definition
    load(course)
    assert get_course(course.code).definition == before
    assert get_course(course.code).version == 1
