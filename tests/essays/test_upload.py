"""Uploading an essay: the text becomes a version, the original is kept and given back as a download."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.essays import queries, service
from app.essays.rules import Origin
from app.shared import clock, files, limits
from app.shared.database import session
from app.shared.permissions import Role
from tests.cast import AMINA, BONGANI, MANAGER, TUTOR, csrf_token, enter, enter_with_role, sign_in
from tests.essays.cast import TEXT, Writing, essay_course
from tests.essays.documents import SENTENCE, docx, odt, pdf

UPLOAD = "/courses/ESSAY-1/essay/write/file"


@pytest.fixture
def writing(app: Flask) -> Writing:
    return essay_course(today=True)


@pytest.fixture
def browser(writing: Writing, client: FlaskClient) -> FlaskClient:
    writing.actor()
    sign_in(client, enter(AMINA))
    return client


def send(browser: FlaskClient, content: bytes, name: str = "essay.bin", base_version: object = 0, path: str = UPLOAD):
    data = {"csrf_token": csrf_token(browser), "file": (io.BytesIO(content), name), "base_version": str(base_version)}
    answer = browser.post(path, data=data, headers={"X-CSRFToken": csrf_token(browser)})
    answer.request.environ["wsgi.input"].close()  # the client keeps a large body in a file
    return answer


def stored(app: Flask) -> list[Path]:
    return [path for path in Path(app.extensions["settings"].storage_url).glob("**/*") if path.is_file()]


FILES = {"docx": docx(), "odt": odt(), "pdf": pdf(), "txt": TEXT.encode()}


@pytest.mark.parametrize("ending", FILES)
def test_a_file_is_what_its_content_says(writing: Writing, browser: FlaskClient, ending: str) -> None:
    content = FILES[ending]
    assert send(browser, content, "../../my essay.exe").status_code == 303
    newest = queries.newest_version(writing.essay())
    assert newest.origin is Origin.UPLOAD
    assert files.get_file(newest.file_id).name == "../../my essay.exe"
    given = browser.get("/courses/ESSAY-1/essay/write/versions/1/file")
    assert given.data == content
    disposition = f'attachment; filename="ESSAY-1-essay-{newest.essay_id}-1.{ending}"'
    assert given.headers["Content-Disposition"] == disposition
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Security-Policy"].startswith("sandbox")


def test_the_text_is_shown_to_be_looked_through(browser: FlaskClient) -> None:
    send(browser, docx())
    page = browser.get("/courses/ESSAY-1/essay/write").text
    assert f"{SENTENCE}</textarea>" in page
    assert "The file was read: 9 words." in page


def test_a_refused_file_is_said_why_and_nothing_is_kept(app: Flask, writing: Writing, browser: FlaskClient) -> None:
    answer = send(browser, pdf(""))
    assert answer.status_code == 422
    assert "There is no text in this file" in answer.text
    assert send(browser, b"", "").status_code == 422
    assert (writing.essay(), stored(app)) == (None, [])


def test_what_was_written_meanwhile_is_not_overwritten_unseen(
    app: Flask, writing: Writing, browser: FlaskClient
) -> None:
    writing.write(TEXT, now=clock.now())
    answer = send(browser, docx())
    assert answer.status_code == 409
    assert "saved from another page or device" in answer.text
    assert stored(app) == []
    assert send(browser, docx(), base_version=1).status_code == 303


def test_the_course_sets_the_largest_size(app: Flask, client: FlaskClient) -> None:
    writing = essay_course("LARGE-1", today=True, settings="{upload: {megabytes: 1}}")
    writing.actor()
    sign_in(client, enter(AMINA))
    answer = send(client, b"x" * 1_000_001, path="/courses/LARGE-1/essay/write/file")
    assert answer.status_code == 413
    assert "larger than 1 MB" in answer.text
    assert stored(app) == []


def test_files_come_so_often_and_no_more(writing: Writing, browser: FlaskClient) -> None:
    for number in range(service.uploading.MOST_FILES):
        limits.limiter.reset()
        assert send(browser, f"Text {number}".encode(), base_version=number).status_code == 303
    answer = send(browser, b"One more", base_version=service.uploading.MOST_FILES)
    assert answer.status_code == 409
    assert "25 files of this essay are kept already" in answer.text
    for _ in range(30):
        answer = send(browser, b"")
    assert answer.status_code == 429


def test_originals_are_for_their_authors_and_for_markers(writing: Writing, browser: FlaskClient) -> None:
    send(browser, docx())
    essay = writing.essay()
    address = f"/courses/ESSAY-1/essays/{essay.id}/original"
    sign_in(browser, enter_with_role(TUTOR, Role.TUTOR, writing.course.id))
    assert browser.get(address).status_code == 404  # not handed in
    writing.hand_in(now=clock.now())
    assert browser.get(address).data == docx()
    assert browser.get("/courses/ESSAY-1/essays/999/original").status_code == 404
    other = essay_course("OTHER-1", today=True)
    enter_with_role(TUTOR, Role.TUTOR, other.course.id)
    assert browser.get(f"/courses/OTHER-1/essays/{essay.id}/original").status_code == 404
    writing.actor(BONGANI)
    sign_in(browser, enter(BONGANI))
    assert browser.get(address).status_code == 403
    assert browser.get("/courses/ESSAY-1/essay/write/versions/1/file").status_code == 404


def test_files_hold_names_so_blind_markers_do_not_get_them(app: Flask, client: FlaskClient) -> None:
    writing = essay_course("BLIND-1", today=True, settings="{marking: {names: hidden}}")
    actor, now = writing.actor(), clock.now()
    upload = service.examine_upload(writing.course, docx(), "x", actor=actor, now=now)
    service.keep_upload(writing.course, upload, actor=actor, now=now)
    writing.hand_in(now=now)
    session.commit()
    address = f"/courses/BLIND-1/essays/{writing.essay().id}/original"
    sign_in(client, enter_with_role(TUTOR, Role.TUTOR, writing.course.id))
    assert client.get(address).status_code == 403
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, writing.course.id))
    assert client.get(address).status_code == 200
