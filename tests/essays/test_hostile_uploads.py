"""Three hundred hostile files: each is refused with a reason, leaves nothing behind, opens nothing (S11)."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.essays.documents import pdf_reader, read_file
from app.essays.models import Essay, EssayVersion
from app.shared import limits
from app.shared.database import session
from app.shared.errors import Unreadable
from app.shared.files import StoredFile
from tests.cast import AMINA, csrf_token, enter, sign_in
from tests.essays.cast import essay_course
from tests.essays.hostile import FAMILIES

_watched: list[tuple[str, str]] | None = None


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if _watched is not None and event in {
        "open",
        "socket.connect",
        "socket.getaddrinfo",
        "subprocess.Popen",
        "os.system",
    }:
        _watched.append((event, str(arguments[0])))


sys.addaudithook(_note)


@contextmanager
def watched() -> Iterator[list[tuple[str, str]]]:
    """Collect what is opened, asked or started meanwhile; Python's own modules left out."""
    global _watched  # noqa: PLW0603 - an audit hook stays for ever
    seen: list[tuple[str, str]] = []
    _watched = seen
    try:
        yield seen
    finally:
        _watched = None
    own = (sys.prefix, sys.base_prefix, str(Path(pdf_reader.__file__).parents[3]))
    seen[:] = [one for one in seen if not (one[0] == "open" and one[1].startswith(own) and ".py" in one[1])]


def test_there_are_three_hundred_of_them() -> None:
    cases = [case for family in FAMILIES.values() for case in family()]
    assert len(cases) >= 300
    assert len({content for _, content in cases}) > 290


@pytest.mark.parametrize("family", FAMILIES)
def test_each_is_refused_and_leaves_nothing_behind(app: Flask, client: FlaskClient, family: str) -> None:
    essay_course(today=True).actor()
    sign_in(client, enter(AMINA))
    token = csrf_token(client)
    for name, content in FAMILIES[family]():
        limits.limiter.reset()
        answer = client.post(
            "/api/v1/courses/ESSAY-1/essay/upload?base_version=0",
            data={"file": (io.BytesIO(content), "essay.docx")},
            headers={"X-CSRFToken": token},
        )
        answer.request.environ["wsgi.input"].close()  # the client keeps a large body in a file
        assert (answer.status_code, answer.json["code"]) == (422, "file_refused"), (name, answer.text)
        assert answer.json["problems"][0]["where"] == "file"
        assert len(answer.json["problems"][0]["reason"]) > 15
    assert [
        session.scalar(sa.select(sa.func.count()).select_from(one)) for one in (StoredFile, Essay, EssayVersion)
    ] == [0, 0, 0]
    assert list(Path(app.extensions["settings"].storage_url).glob("**/*")) == []


@pytest.mark.parametrize("family", [name for name in FAMILIES if not name.endswith("pdfs")])
def test_nothing_is_opened_and_nobody_asked(family: str) -> None:
    cases = [(name, content) for name, content in FAMILIES[family]() if not content.startswith(b"%PDF-")]
    for name, content in cases:
        with watched() as seen, pytest.raises(Unreadable):
            read_file(content)
        assert seen == [], name


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("family", ["active_pdfs", "crooked_pdfs"])
def test_the_reader_of_pdfs_opens_nothing_and_asks_nobody(family: str) -> None:
    for name, content in FAMILIES[family]():
        if name == "stream of zeros":
            continue  # only the limits of a process of its own hold it
        with watched() as seen:
            try:
                answer = pdf_reader.read(content, 200, 200_000)
            except Exception as error:  # noqa: BLE001 - whatever a broken file raises, it ends that process
                answer = {"state": type(error).__name__}
        assert answer["state"] != "read", name
        assert seen == [], name
