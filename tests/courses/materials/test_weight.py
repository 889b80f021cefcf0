"""What the pages of the catalogue's course weigh on a mobile line, compressed as they are sent."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.courses.queries import list_materials
from app.courses.rules import CourseValue, MaterialKind
from app.shared.permissions import Role
from tests.cast import TUTOR, enter_with_role, sign_in
from tests.courses.materials.cast import sample_course

pytestmark = pytest.mark.alike

FIRST, AGAIN = 100_000, 15_000
"""Bytes of a first view with all that it loads, and of the page alone once the browser keeps the rest."""

FOLDERS = {
    MaterialKind.MODULE: "modules",
    MaterialKind.DOCUMENT: "documents",
    MaterialKind.QUESTIONNAIRE: "questionnaires",
}
OTHERS = (
    "",
    "/materials",
    "/glossary",
    "/group-work",
    "/essay",
    "/essay/samples/strong.en",
    "/questionnaires",
    "/messages",
)
LOADED = re.compile(
    r'<link rel="(?:stylesheet|icon)"[^>]* href="([^"]+)"|<link href="([^"]+)" rel="stylesheet"|<use href="([^"#]+)'
)


def pages_of(course: CourseValue) -> list[str]:
    """Every page of the course's texts, in each language."""
    texts = [f"/{FOLDERS[one.kind]}/{one.key}" for one in list_materials(course.id, list(FOLDERS))]
    weeks = [f"/weeks/{number}" for number in range(1, 7)]
    every = [f"/courses/{course.code}{path}" for path in (*OTHERS, *weeks, *texts)]
    return [f"{path}?language={tag}" for path in every for tag in course.languages]


def test_no_page_is_heavy_although_staff_see_most(app: Flask) -> None:
    course = sample_course()
    client = app.test_client()
    sign_in(client, enter_with_role(TUTOR, Role.TUTOR, course.id))
    files: dict[str, int] = {}
    heavy = {}
    for path in pages_of(course):
        page = len(sent(client, path, "br"))
        markup = sent(client, path, "identity").decode()
        loaded = {name for found in LOADED.findall(markup) for name in found if name}
        assert len(loaded) >= 5
        for name in loaded - files.keys():
            files[name] = len(sent(client, name, "br"))
        first = page + sum(files[name] for name in loaded)
        if first > FIRST or page > AGAIN:
            heavy[path] = first, page
    assert heavy == {}


def sent(client: FlaskClient, path: str, encoding: str) -> bytes:
    with client.get(path, headers={"Accept-Encoding": encoding}) as answer:
        assert answer.status_code == 200, path
        return answer.get_data()
