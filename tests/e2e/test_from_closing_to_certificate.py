"""The main job in a browser: a manager closes the sample course and issues; a participant reads and downloads."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from app.demo.rules import SAMPLE
from tests.e2e.conftest import Visitors

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MANAGER = "manager@demo.example"
PARTICIPANT = "tendai.moyo@participants.example"
NAME = "Tendai Moyo"


def test_a_manager_closes_and_issues_and_a_participant_downloads(visitors: Visitors) -> None:
    manager = visitors.sign_in(MANAGER)
    _close(manager)
    _issue(manager)
    participant = visitors.sign_in(PARTICIPANT)
    address = _read_result(participant)
    number = _download(participant, address)
    _check(visitors.stranger(), number)


def _close(page: Page) -> None:
    page.goto(f"/courses/{SAMPLE}")
    page.get_by_role("link", name="Closing").click()
    expect(page.get_by_role("heading", name="Ready to close?")).to_be_visible()
    page.get_by_label("I have looked at the list").check()
    page.get_by_role("button", name="Close and freeze results").click()
    expect(page.get_by_text("42 results are frozen")).to_be_visible()
    expect(page.get_by_role("heading", name="The course is closed")).to_be_visible()


def _issue(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Certificates").click()
    page.get_by_role("button", name="Issue 28 certificates").click()
    expect(page.get_by_text("28 certificates are issued")).to_be_visible()
    expect(page.get_by_text("Every certificate is issued.")).to_be_visible()
    expect(page.get_by_role("link", name="PDF", exact=True)).to_have_count(28)


def _read_result(page: Page) -> str:
    """Read the final result; return the address of the certificate that is offered beside it."""
    page.locator(f"main a[href='/courses/{SAMPLE}']").first.click()
    page.get_by_role("link", name="My standing").click()
    expect(page.get_by_text("These are your final points.")).to_be_visible()
    expect(page.get_by_text("The reason: everything that Achievement asks for is reached.")).to_be_visible()
    expect(page.get_by_text("83.10").first).to_be_visible()
    address = page.get_by_role("link", name="Download the certificate").get_attribute("href")
    assert address is not None
    return address


def _download(page: Page, address: str) -> str:
    """Download the certificate, and return its number as it is printed on it."""
    answer = page.request.get(address)
    assert answer.ok
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
    text = PdfReader(io.BytesIO(answer.body())).pages[0].extract_text()
    number = address.removeprefix("/certificates/").removesuffix(".pdf")
    printed = "-".join(re.findall(".{1,5}", number))
    assert NAME in text
    assert number in re.sub(r"[^0-9A-Z]", "", text), printed
    return number


def _check(page: Page, number: str) -> None:
    """Check the certificate as somebody does who was shown it."""
    page.goto("/verify")
    page.get_by_label("Number of the certificate").fill(number.lower())
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("valid", exact=True)).to_be_visible()
    expect(page.get_by_text(NAME)).to_be_visible()
    expect(page.get_by_text(SAMPLE).first).to_be_visible()
