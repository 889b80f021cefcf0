"""The server's clock is put back in the middle of a quiz: nobody is signed out, and versions still tell the order."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta

import itsdangerous
import pytest

from app.courses.service import close_course
from app.shared import clock
from app.shared.permissions import SYSTEM
from tests import cast
from tests.cast import AMINA
from tests.quizzes.cast import taking
from tests.quizzes.test_api_attempts import Device

HOUR = timedelta(hours=1)


@pytest.fixture
def put_back(monkeypatch: pytest.MonkeyPatch):
    """Put the clock of the application, and of what signs its cookies, an hour back."""

    def turn() -> None:
        present = clock.now
        monkeypatch.setattr(clock, "now", lambda: present() - HOUR)
        monkeypatch.setattr(
            itsdangerous.TimestampSigner, "get_timestamp", lambda _self: int(present().timestamp()) - 3600
        )

    return turn


@contextmanager
def moved(clock, by: timedelta):
    """Have the clock go ahead for a while."""
    right = clock.now
    clock.now = lambda: right() + by
    yield
    clock.now = right


def test_saves_go_on_when_the_clock_is_put_back(app, put_back):
    quiz = taking(today=True)
    device = Device(app.test_client(), cast.enter(AMINA))
    attempt = device.start(quiz).json["id"]
    first = device.save(attempt, 1, "a").json
    put_back()
    second = device.save(attempt, 1, "b", base_version=1)
    assert second.status_code == 200, second.json
    assert (first["version"], second.json["version"]) == (1, 2)
    assert datetime.fromisoformat(second.json["saved_at"]) < datetime.fromisoformat(first["saved_at"])
    assert device.show(attempt).json["questions"][0]["chosen"] == ["b"]
    assert device.beat(attempt).status_code == 200
    assert device.submit(attempt).status_code == 200


def test_a_cookie_that_somebody_else_signed_is_still_nobodys(app):
    client = app.test_client()
    cast.sign_in(client, cast.enter(AMINA))
    assert client.get("/api/v1/me").status_code == 200
    kept = client.get_cookie("ecampus")
    client.set_cookie("ecampus", kept.value[:-4] + "AAAA")
    assert client.get("/api/v1/me").status_code == 401


def test_what_a_clock_that_was_ahead_closed_is_open_again_when_it_is_right(app, put_back):
    quiz = taking(today=True)
    device = Device(app.test_client(), cast.enter(AMINA))
    attempt = device.start(quiz).json["id"]
    device.save(attempt, 1, "a")
    due = device.beat(attempt).json["due_at"]
    with moved(clock, HOUR):
        assert device.beat(attempt).json["state"] == "expired"
    again = device.beat(attempt).json
    assert (again["state"], again["due_at"]) == ("open", due)
    assert device.save(attempt, 1, "b").status_code == 200
    assert quiz.kept(AMINA)[0] == "cleared"


@pytest.mark.parametrize("way", ["save", "submit", "page"])
def test_every_way_finds_it_open_again(app, way):
    quiz = taking(today=True)
    device = Device(app.test_client(), cast.enter(AMINA))
    attempt = device.start(quiz).json["id"]
    with moved(clock, HOUR):
        assert device.beat(attempt).json["state"] == "expired"
    if way == "page":
        assert device.client.get(f"/attempts/{attempt}").status_code == 200
    else:
        answer = device.save(attempt, 1, "b") if way == "save" else device.submit(attempt)
        assert answer.status_code == 200, answer.json


def test_in_a_closed_course_nothing_opens(app):
    quiz = taking(today=True)
    device = Device(app.test_client(), cast.enter(AMINA))
    attempt = device.start(quiz).json["id"]
    with moved(clock, HOUR):
        assert device.beat(attempt).json["state"] == "expired"
    close_course(quiz.course.id, actor=SYSTEM, now=clock.now())
    assert device.beat(attempt).json["state"] == "expired"
