"""A real browser and a real server that holds the demo. Skipped, with the reason, where there is no Chromium."""

from __future__ import annotations

import http
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from app import create_app
from app.config import Settings
from app.demo.rules import PASSWORD
from app.shared.database import db, session

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync")
STARTS_WITHIN = 60
PATIENCE = 20_000
"""Milliseconds until something that does not appear is missing: browsers share two cores with other tests."""
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
"""What axe-core asks of a page, and that it writes out in full only what breaks a rule."""
NO_WORKERS = "Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined })"
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium."""
    named = os.environ.get("CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else NAMES)), None)
    if found is None:
        pytest.skip(f"no Chromium at {named}" if named else "no Chromium on the PATH, and CHROMIUM names none")
    return found


def expect_accessible(page: Page) -> None:
    """Everybody can use the page: it keeps axe-core's rules and fits the width of its screen."""
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"], f"{page.url} is {wide} pixels wide"  # type: ignore[index]  # each has a size


@dataclass(frozen=True)
class Server:
    """Where the system answers, its environment, and the application on its data in the tests' own process."""

    url: str
    environ: dict[str, str]
    app: Flask

    def flask(self, *words: str, typed: str | None = None) -> None:
        """Run a `flask` command on the server's data, here: a process of its own imports everything again."""
        with self.beside():
            result = self.app.test_cli_runner().invoke(args=words, input=typed)
        assert result.exit_code == 0, f"flask {' '.join(words)}: {result.output}"

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Work on the server's data as another process would; whatever is open is closed in the end."""
        with self.app.app_context():
            yield
            session.remove()
            db.engine.dispose()


@pytest.fixture(scope="session")
def server(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """gunicorn on a port and a folder of its own, with the demo in it."""
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "PYTEST_", "FLASK_"))}
    environ = kept | {
        "PORT": str(port),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DATA_DIR": str(folder),
        "DATABASE_URL": "",
        "LOG_LEVEL": "WARNING",
        "WEB_CONCURRENCY": "2",
    }
    here = create_app(Settings.read(environ | {"SCHEDULER": "off"}))
    server = Server(url=environ["BASE_URL"], environ=environ, app=here)
    server.flask("db", "upgrade")
    server.flask("demo", "load")
    log = folder / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "wsgi:app"], cwd=ROOT, env=server.environ, stdout=output, stderr=output
        )
    try:
        _wait_for(server, process, log)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=STARTS_WITHIN)


def _wait_for(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < ends and process.poll() is None:
        try:
            connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=5)
            with closing(connection):
                connection.request("GET", "/health/ready")
                if connection.getresponse().status == http.HTTPStatus.OK:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all tests; each visitor has a profile of its own in it."""
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", _arriving(Locator.click))
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


def _arriving(click: Callable[..., None]) -> Callable[..., None]:
    """Make a click last until a page that it leads to is there whole: Playwright's own lasts until its first byte."""

    def arriving(self: Locator, **options: Any) -> None:
        click(self, **options)
        self.page.wait_for_load_state("domcontentloaded")

    return arriving


class Visitors:
    """People at the system, each with a browser profile; what their consoles complain about is kept."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self._browser = browser
        self.server = server
        self.complaints: list[str] = []

    def stranger(self, size: ViewportSize = DESK, *, workers: bool = False) -> Page:
        """Return a page in which nobody is signed in; without `workers` no service worker comes between."""
        context = self._browser.new_context(base_url=self.server.url, viewport=size, locale="en-GB")
        if not workers:
            context.add_init_script(NO_WORKERS)
        page = context.new_page()
        page.on("console", lambda message: self._note(page, message.type, message.text))
        page.on("pageerror", lambda error: self._note(page, "error", str(error)))
        return page

    def sign_in(self, email: str, size: ViewportSize = DESK) -> Page:
        """Return a page in which one of the demo's people has signed in, as people do."""
        page = self.stranger(size)
        page.goto("/sign-in")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{self.server.url}/")
        return page

    def _note(self, page: Page, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(f"{page.url}: {text}")


@pytest.fixture
def visitors(browser: Browser, server: Server) -> Iterator[Visitors]:
    """Whoever visits in a test. No page may leave an error in the console, a broken content policy included."""
    visitors = Visitors(browser, server)
    yield visitors
    for context in browser.contexts:
        context.close()
    assert visitors.complaints == []
