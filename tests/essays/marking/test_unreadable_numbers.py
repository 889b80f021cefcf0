"""Numbers that nothing could hold, and names that no database takes: refused or passed over, never a failure."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from app.essays.rules import EssayValue
from app.shared.permissions import Role
from tests.cast import AMINA, MANAGER, csrf_token
from tests.essays.marking.cast import essay_course, hand_in
from tests.essays.marking.conftest import Browse

pytestmark = pytest.mark.alike

LARGE, LONG = "9" * 25, "9" * 5000
PATH = "/courses/A9714776/essays"


@pytest.fixture
def essay(app: Flask) -> EssayValue:
    return hand_in(essay_course(), AMINA)


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("/allocation", {f"first-{LARGE}": "1"}, 303),
        ("/{essay}", {"base": LONG, "do": "draft"}, 303),
        ("/{essay}/notes", {"starts": LONG, "ends": LONG, "note": "x"}, 422),
    ],
)
def test_a_number_that_cannot_be_read_counts_as_missing(
    essay: EssayValue, browse: Browse, *, path: str, form: dict[str, str], status: int
) -> None:
    browser = browse(MANAGER, Role.ACTIVITY_MANAGER, essay_course())
    sent = {**form, "csrf_token": csrf_token(browser)}
    assert browser.post(PATH + path.format(essay=essay.id), data=sent).status_code == status


def test_a_page_beyond_all_is_empty(essay: EssayValue, browse: Browse) -> None:
    browser = browse(MANAGER, Role.ACTIVITY_MANAGER, essay_course())
    assert browser.get(f"{PATH}/similarity?page={LARGE}").status_code == 200


def test_a_file_whose_name_holds_nul_is_refused(essay: EssayValue, browse: Browse) -> None:
    browser = browse(MANAGER, Role.ACTIVITY_MANAGER, essay_course())
    head = f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{csrf_token(browser)}\r\n--b\r\n'
    body = f'{head}Content-Disposition: form-data; name="file"; filename="a\0.xlsx"\r\n\r\nhi\r\n--b--\r\n'.encode()
    answer = browser.post(
        f"{PATH}/offline",
        input_stream=io.BytesIO(body),
        content_length=len(body),
        content_type="multipart/form-data; boundary=b",
    )
    assert answer.status_code == 422
    assert "NUL" in answer.text
