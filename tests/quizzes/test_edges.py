"""Every way in which something can be written refuses a millisecond after deadline and grace, and not before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import create_app
from app.config import Settings
from app.courses.rules.deadlines import Window, effective
from app.quizzes import queries
from app.quizzes.models import Attempt
from app.quizzes.rules import AttemptState
from app.quizzes.rules.attempts import AttemptValue, StoredAnswer
from app.quizzes.service import AttemptClosed
from app.quizzes.service.saving import _insert
from app.shared import clock
from app.shared.database import db, session
from tests import cast
from tests.cast import AMINA
from tests.conftest import NOW, Browser
from tests.quizzes.cast import CLOSES, GRACE, MILLISECOND, MINUTE, SECOND, answers, stored, taking

EDGES = {"a millisecond before": -MILLISECOND, "at": timedelta(), "a millisecond after": MILLISECOND}
PROXY = "10.0.0.7"


class Writer:
    """A participant's browser on an attempt, and what it sends in each of the ways there are."""

    def __init__(self, app: Flask, attempt: AttemptValue) -> None:
        self.browser, self.attempt = app.test_client(), attempt
        cast.sign_in(self.browser, cast.enter(AMINA))
        self.headers = {"X-CSRFToken": cast.csrf_token(self.browser)}

    def api_save(self, **more: str) -> bool:
        path = f"/api/v1/attempts/{self.attempt.id}/answers/1"
        return self._sent("PUT", path, {"chosen": ["a"], "base_version": 0}, more).status_code == 200

    def api_submit(self, **more: str) -> bool:
        return self._sent("POST", f"/api/v1/attempts/{self.attempt.id}/submission", {}, more).status_code == 200

    def page_save(self) -> bool:
        self._form("save", a1="a", v1="0")
        return answers(self.attempt) == {1: ("a",)}

    def page_submit(self) -> bool:
        self._form("submit")
        return stored(self.attempt).state is AttemptState.SUBMITTED

    def _sent(self, method: str, path: str, body: object, more: dict[str, str]):
        peer = {"REMOTE_ADDR": PROXY} if more else {}
        return self.browser.open(path, method=method, json=body, headers={**self.headers, **more}, environ_base=peer)

    def _form(self, verb: str, **fields: str) -> None:
        fields["csrf_token"] = self.headers["X-CSRFToken"]
        self.browser.post(f"/attempts/{self.attempt.id}/{verb}", data=fields, headers=self.headers)


@pytest.fixture
def at(monkeypatch):
    """Sets the clock of the server."""
    return lambda instant: monkeypatch.setattr(clock, "now", lambda: instant)


@pytest.fixture
def writer(app, quiz, at) -> Writer:
    at(NOW)
    return Writer(app, quiz.start())


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("write", ["api_save", "api_submit", "page_save", "page_submit"])
def test_what_arrives_by_deadline_and_grace_counts(writer, at, write, edge):
    at(writer.attempt.due_at + GRACE + EDGES[edge])
    in_time = EDGES[edge] <= timedelta()
    assert getattr(writer, write)() is in_time
    after = stored(writer.attempt)
    expected = AttemptState.SUBMITTED if "submit" in write else AttemptState.OPEN
    assert after.state is (expected if in_time else AttemptState.EXPIRED)
    assert in_time or after.ended_at == writer.attempt.due_at


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("write", ["api_save", "page_save"])
def test_the_end_of_the_window_is_no_other_edge_than_that_of_the_limit(app, quiz, at, write, edge):
    at(CLOSES - MINUTE)
    writer = Writer(app, quiz.start(now=CLOSES - MINUTE))
    at(CLOSES + GRACE + EDGES[edge])
    assert getattr(writer, write)() is (EDGES[edge] <= timedelta())


@pytest.fixture
def behind_a_proxy(settings: Settings):
    """The application as it is behind a proxy that stamps requests."""
    app = create_app(replace(settings, trusted_proxies=(ip_network("10.0.0.0/8"),)))
    app.test_client_class = Browser
    with app.app_context():
        yield app
        session.remove()
        db.engine.dispose()


@pytest.fixture
def queued(app, behind_a_proxy, at) -> Writer:
    """A writer whose requests queue on our side after the proxy stamped them."""
    at(NOW)
    return Writer(behind_a_proxy, taking().start())


def stamp(instant: datetime) -> dict[str, str]:
    return {"X-Request-Start": f"t={instant.timestamp():.3f}"}


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("write", ["api_save", "api_submit"])
@pytest.mark.parametrize("stall", [10, 59])
def test_queueing_on_our_side_makes_nothing_late_and_nothing_in_time(queued, at, write, edge, stall):
    last = queued.attempt.due_at + GRACE
    arrives = last + EDGES[edge]
    at(arrives + stall * SECOND)
    assert getattr(queued, write)(**stamp(arrives)) is (EDGES[edge] <= timedelta())


def test_behind_a_proxy_an_attempt_stays_open_for_what_may_still_be_in_the_queue(queued):
    attempt = queued.attempt
    assert attempt.close_at - attempt.accept_until == 60 * SECOND
    assert attempt.accept_until - attempt.due_at == GRACE


def test_a_stamp_from_anybody_else_makes_nothing_early(queued, at):
    at(queued.attempt.due_at + GRACE + 10 * SECOND)
    queued.headers |= stamp(queued.attempt.due_at)
    assert queued.api_save() is False


@given(
    grace=st.integers(0, 3600),
    minutes=st.integers(1, 600),
    off=st.sampled_from([-MILLISECOND, timedelta(), MILLISECOND, -SECOND, SECOND]),
)
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_statement_that_writes_and_the_rule_agree_to_the_millisecond(quiz, grace, minutes, off):
    attempt = quiz.start()
    row = session.get_one(Attempt, attempt.id)
    row.due_at = NOW + timedelta(minutes=minutes)
    row.accept_until = row.close_at = row.due_at + timedelta(seconds=grace)
    session.commit()
    saving = queries.get_saving(attempt.id, 1)
    arrives = saving.accept_until + off
    version = saving.stored.version + 1 if saving.stored else 1
    written = _insert(saving, StoredAnswer(1, version, ("a",), arrives))
    session.commit()
    assert written is saving.takes(arrives) is (off <= timedelta())


CHANGES = [
    ("Europe/Rome", datetime(2022, 3, 27, 1, 0, tzinfo=UTC)),
    ("Europe/Rome", datetime(2022, 10, 30, 1, 0, tzinfo=UTC)),
    ("Africa/Casablanca", datetime(2022, 3, 27, 2, 0, tzinfo=UTC)),
    ("Africa/Casablanca", datetime(2022, 5, 8, 2, 0, tzinfo=UTC)),
    ("America/Havana", datetime(2022, 3, 13, 5, 0, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2022, 4, 2, 15, 0, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2022, 10, 1, 15, 30, tzinfo=UTC)),
]


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_a_time_limit_is_as_long_when_clocks_change_in_it(zone, change):
    """Half an hour is half an hour, whatever clocks on the wall show meanwhile."""
    before, after = ((change + by).astimezone(ZoneInfo(zone)).utcoffset() for by in (-SECOND, SECOND))
    assert before != after
    started = change - 10 * MINUTE
    deadline = effective(Window(minutes=30), zone=zone)
    assert deadline.due(started) == change + 20 * MINUTE
    closing = effective(Window(closes_at=change + 5 * MINUTE, minutes=30), zone=zone)
    assert closing.due(started) == change + 5 * MINUTE


def test_saves_across_a_change_of_clocks_keep_their_order(app):
    change = datetime(2022, 3, 27, 1, 0, tzinfo=UTC)
    quiz = taking(closes="2022-03-27 12:00")
    attempt = quiz.start(now=change - 10 * MINUTE)
    assert attempt.due_at == change + 20 * MINUTE
    instants = [change - SECOND, change, change + SECOND, attempt.due_at + GRACE]
    for version, instant in enumerate(instants):
        quiz.save(attempt, 1, ["ab"[version % 2]], version, now=instant)
    assert [one.saved_at for one in queries.all_saves(attempt.id)] == instants
    with pytest.raises(AttemptClosed):
        quiz.save(attempt, 1, ["c"], 4, now=attempt.due_at + GRACE + MILLISECOND)
