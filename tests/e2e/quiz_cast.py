"""Participants at the page of a quiz: how they get there, what they do, what the page tells them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Locator, Page, Route, ViewportSize, expect

from app.demo.rules import LIVE
from tests.e2e.conftest import DESK, Server, Visitors

PRACTICE = f"/courses/{LIVE}/quizzes/practice"
QUIZ_6 = f"/courses/{LIVE}/quizzes/quiz_6"
TENDAI = "tendai.moyo@participants.example"
DIDIER = "didier.letang@participants.example"
HEARTBEAT = 400
"""Milliseconds between heartbeats in tests; people's pages send one every 15 seconds."""
OF_A_LOST_LINE = ("net::ERR_INTERNET_DISCONNECTED", "net::ERR_NETWORK_CHANGED", "net::ERR_FAILED")
OF_A_CONFLICT = ("status of 409",)
OF_NO_SIGN_IN = ("status of 401", "status of 400", "status of 403", "status of 404")


_cookies: dict[tuple[int, str], Any] = {}


def visit(visitors: Visitors, email: str, size: ViewportSize = DESK) -> Page:
    """Return a page in which somebody is signed in: as people do it the first time, afterwards by the same session."""
    known = _cookies.get((id(visitors.server), email))
    if known is None:
        page = visitors.sign_in(email, size)
        _cookies[id(visitors.server), email] = page.context.cookies()
        return page
    page = visitors.stranger(size)
    page.context.add_cookies(known)
    return page


@dataclass
class Attempt:
    """The page of an attempt in one browser."""

    page: Page

    @property
    def number(self) -> int:
        """The attempt's id."""
        return int(re.search(r"/attempts/(\d+)", self.page.url).group(1))  # type: ignore[union-attr]

    def question(self, kind: str) -> Locator:
        """The first question of a kind."""
        return self.page.locator(f".question[data-kind={kind}]").first

    def choose(self, kind: str, place: int = 0) -> Locator:
        """Choose an option; return the question."""
        question = self.question(kind)
        question.locator(".choice-row").nth(place).click()
        return question

    def expect_saved(self, question: Locator) -> None:
        expect(question.locator(".state")).to_have_text(re.compile(r"^Saved at \d\d:\d\d$"))

    def expect_summary(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator("#summary span")).to_have_text(text)

    def expect_trouble(self, text: str) -> None:
        expect(self.page.locator("#trouble")).to_contain_text(text)

    def stored(self) -> dict[int, tuple[list[str], int]]:
        """What the server has: by question the answer and its version."""
        questions = self.page.request.get(f"/api/v1/attempts/{self.number}").json()["questions"]
        return {one["number"]: (one["chosen"], one["version"]) for one in questions}


def opened(page: Page, quiz: str = PRACTICE) -> Attempt:
    """Start an attempt, or go on with the open one, as people do."""
    page.goto(quiz)
    page.locator(".start-panel .btn-primary").click()
    page.wait_for_url("**/attempts/*")
    return Attempt(page)


def begun(page: Page, quiz: str = PRACTICE) -> Attempt:
    """Start a new attempt: one that is open is submitted first."""
    page.goto(quiz)
    if page.get_by_role("link", name="Go on with the attempt").count():
        submit(page, opened(page, quiz).number)
    return opened(page, quiz)


def submit(page: Page, attempt: int) -> None:
    """Submit an attempt past its page."""
    post(page, f"/api/v1/attempts/{attempt}/submission", {})


def tell_online(page: Page) -> None:
    """Tell the page that the line is back, as a browser does; one that found out itself may be leaving already."""
    try:
        page.evaluate("dispatchEvent(new Event('online'))")
    except Error as error:
        if "because of a navigation" not in error.message:
            raise


def post(page: Page, path: str, data: dict[str, Any]) -> None:
    """Call the API as the page's person."""
    token = page.request.get("/api/v1/me").json()["csrf_token"]
    answer = page.request.post(path, data=data, headers={"X-CSRFToken": token})
    assert answer.ok, answer.text()


def beating(attempt: Attempt) -> Attempt:
    """Load the page of an attempt again so that it sends its heartbeats so often, that no test waits for them."""
    address = re.compile(r"/attempts/\d+$")

    def quicken(route: Route) -> None:
        answer = route.fetch()
        body = answer.text()
        assert 'data-heartbeat="15000"' in body
        route.fulfill(response=answer, body=body.replace('data-heartbeat="15000"', f'data-heartbeat="{HEARTBEAT}"'))

    attempt.page.route(address, quicken)
    attempt.page.reload()
    attempt.page.unroute(address)
    return attempt


@contextmanager
def database(server: Server) -> Iterator[sqlite3.Connection]:
    """The server's database, for what nobody can do at will: let time pass."""
    path = Path(server.environ["DATA_DIR"]) / "ecampus.sqlite3"
    with closing(sqlite3.connect(path, timeout=30)) as connection, connection:
        yield connection


def let_it_end(server: Server, attempt: int, left: timedelta, grace: timedelta = timedelta()) -> None:
    """Move the deadline of an attempt to so long from now."""
    due = datetime.now(UTC) + left  # noqa: TID251 - the server's own clock runs
    instants = [one.strftime("%Y-%m-%d %H:%M:%S.%f") for one in (due, due + grace, due + grace)]
    with database(server) as connection:
        connection.execute(
            "UPDATE attempts SET due_at = ?, accept_until = ?, close_at = ? WHERE id = ?", (*instants, attempt)
        )
