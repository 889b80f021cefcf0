"""The own essay over HTTP: reading, saving, uploading, handing in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.essays import queries, service
from app.essays.api.blueprint import resources
from app.essays.queries import Desk
from app.essays.rules import SubmissionValue, VersionValue, digest_of
from app.essays.schemas.writing import (
    EssayAnswer,
    EssayQuery,
    EssayRequest,
    ReceiptAnswer,
    SavedAnswer,
    StoredAnswer,
    SubmissionRequest,
    UploadFile,
    UploadQuery,
)
from app.essays.service import EssayChanged, EssayClosed, Written
from app.shared import clock
from app.shared.database import writing_first
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.permissions import Permission

_STORED = StoredAnswer()


@resources.get("/courses/<code>/essay")
@requires(Permission.WRITE_ESSAY)
@resources.arguments(EssayQuery, location="query")
@resources.response(200, EssayAnswer)
def show_essay(query: dict[str, Any], code: str) -> dict[str, Any]:  # noqa: ARG001 - the check found the course
    """200 my essay as it stands, and until when it is taken; 404 the course has none."""
    course = current_course()
    desk = queries.desk_of(course, current_actor(), arrived_at())
    newest = desk.newest
    return {
        "text": None if query["known"] == desk.version else newest.text if newest else "",
        "language": desk.essay.language if desk.essay else queries.language_of(course, desk.enrolment),
        "version": desk.version,
        "words": newest.words if newest else 0,
        "saved_at": newest.saved_at if newest else None,
        "sha256": digest_of(newest.text) if newest else None,
        "state": desk.essay.state.value if desk.essay else "draft",
        "submitted": desk.submitted,
        "server_time": clock.now(),
        **_times(desk),
    }


@resources.put("/courses/<code>/essay")
@requires(Permission.WRITE_ESSAY)
@resources.arguments(EssayRequest)
@resources.response(200, SavedAnswer)
def save_essay(body: dict[str, Any], code: str) -> dict[str, Any]:  # noqa: ARG001
    """200 saved; 409 essay_changed (with `stored`), essay_closed, essay_marked, language_fixed; 422 not a language."""
    text, language, base = body["text"], body["language"], body["base_version"]
    with _told():
        written = service.write_essay(
            current_course(), text, language, base_version=base, actor=current_actor(), now=arrived_at()
        )
    return _saved(written)


@resources.post("/courses/<code>/essay/submission")
@requires(Permission.WRITE_ESSAY)
@resources.arguments(SubmissionRequest)
@resources.response(200, ReceiptAnswer)
def submit_essay(body: dict[str, Any], code: str) -> SubmissionValue:  # noqa: ARG001
    """200 handed in, now or before; 409 essay_changed (with `stored`), essay_closed, essay_empty, essay_marked."""
    with _told():
        return service.submit_essay(current_course(), body["version"], actor=current_actor(), now=arrived_at())


@resources.post("/courses/<code>/essay/upload")
@requires(Permission.WRITE_ESSAY, reads_first=True)
@resources.arguments(UploadQuery, location="query")
@resources.arguments(UploadFile, location="files")
@resources.response(201, StoredAnswer)
def upload_essay(query: dict[str, Any], files: dict[str, Any], code: str) -> dict[str, Any]:  # noqa: ARG001
    """201 the text of the file is the newest version; 409 as saving; 413 too large; 422 file_refused, and why."""
    course, actor, now = current_course(), current_actor(), arrived_at()
    file = files["file"]
    upload = service.examine_upload(course, file.read(), file.filename or "", actor=actor, now=now)
    with _told(), writing_first():
        base, language = query["base_version"], query["language"]
        written = service.keep_upload(course, upload, language, base_version=base, actor=actor, now=now)
    return _saved(written) | {"text": written.version.text}


@contextmanager
def _told() -> Iterator[None]:
    """Say with a refusal what a page needs to go on from there."""
    try:
        yield
    except EssayChanged as refused:
        refused.facts = {"stored": _stored(refused.stored, refused.language)}
        raise
    except EssayClosed as refused:
        refused.facts = {"door": refused.door.value}
        raise


def _saved(written: Written) -> dict[str, Any]:
    version = written.version
    return {
        "version": version.number,
        "words": version.words,
        "language": written.essay.language,
        "saved_at": version.saved_at,
        "sha256": digest_of(version.text),
        "origin": version.origin.value,
    }


def _stored(version: VersionValue | None, language: str) -> Any:  # noqa: ANN401 - plain data, or None
    if version is None:
        return None
    return _STORED.dump(
        {
            "version": version.number,
            "words": version.words,
            "language": language,
            "saved_at": version.saved_at,
            "sha256": digest_of(version.text),
            "origin": version.origin.value,
            "text": version.text,
        }
    )


def _times(desk: Desk) -> dict[str, Any]:
    return {
        "words_from": desk.settings.words_from,
        "words_to": desk.settings.words_to,
        "door": desk.door.value,
        "opens_at": desk.window.opens_at,
        "closes_at": desk.window.closes_at,
        "late_until": desk.window.late_until,
    }
