"""What the tests themselves rely on: a click that leads to another page has led there when it returns."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser

HALF = "<!doctype html><title>Half</title><p>first</p>" + " " * 10_000
REST = "<p>last</p>"
START = "<!doctype html><title>Start</title><a href=/halves>link</a><form action=/halves><button>send</button></form>"


class Halves(BaseHTTPRequestHandler):
    """A server on a bad line: the second half of a page comes a good while after the first."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        if self.path.startswith("/halves"):
            self.wfile.write(HALF.encode())
            self.wfile.flush()
            time.sleep(0.5)
            self.wfile.write(REST.encode())
        else:
            self.wfile.write(START.encode())

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def halves() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Halves)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("what", ["a", "button"])
def test_a_click_returns_when_the_page_it_leads_to_is_there(browser: Browser, halves: str, what: str) -> None:
    page = browser.new_page()
    page.goto(halves)
    page.locator(what).click()
    texts = [one.inner_text() for one in page.locator("p").all()]
    page.close()
    assert texts == ["first", "last"]
