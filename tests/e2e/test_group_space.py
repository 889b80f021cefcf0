"""The group's space in browsers: two members on one cell, without any script, on a phone, for everybody (axe-core)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from app.demo.rules import LIVE, PASSWORD
from tests.e2e.conftest import DESK, PHONE, Server, Visitors, expect_accessible
from tests.e2e.quiz_cast import visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TENDAI, NOMVULA = "tendai.moyo@participants.example", "nomvula.khumalo@participants.example"
TUTOR = "manager@demo.example"
EXPECTED = "409 (CONFLICT)"
"""What a browser notes of a save that was refused, as it should be."""


@pytest.fixture(scope="module")
def nomvula(server: Server) -> str:
    """The ambassador of Tendai's group, who can sign in from now on."""
    server.flask("accounts", "password", NOMVULA, "--password-stdin", typed=PASSWORD)
    return NOMVULA


def sheet(page: Page) -> Page:
    page.goto(f"/courses/{LIVE}/my-group")
    page.get_by_role("link", name="Worksheet").click()
    return page


def cell(page: Page, row: int, column: str):
    return page.locator(f".sheet-cell[data-row=principle_{row}][data-column={column}]")


def open_cell(page: Page, row: int, column: str):
    box = cell(page, row, column)
    box.get_by_role("button", name="Write and see versions").click()
    expect(box.locator("textarea")).to_be_focused()
    return box


def test_two_members_on_one_cell_lose_nothing_and_see_each_other(visitors: Visitors, nomvula: str) -> None:
    hers, his = sheet(visit(visitors, nomvula)), sheet(visit(visitors, TENDAI))
    first, second = open_cell(hers, 5, "challenge"), open_cell(his, 5, "challenge")
    first.locator("textarea").fill("Nomvula’s words")
    expect(first.locator(".sheet-by")).to_contain_text("Saved")
    second.locator("textarea").fill("Tendai’s words")
    clash = second.locator(".sheet-conflict")
    expect(clash).to_contain_text("Nomvula’s words")
    expect(second.locator("textarea")).to_have_value("Tendai’s words")
    expect(second.locator(".sheet-editing")).to_contain_text("Nomvula Khumalo is editing", timeout=20_000)
    second.locator("textarea").fill("Words of both")
    clash.get_by_role("button", name="Save mine over it").click()
    expect(second.locator(".sheet-by")).to_contain_text("Saved")
    expect(clash).to_be_hidden()
    hers.locator("h1").click()
    expect(first.locator("textarea")).to_have_value("Words of both", timeout=20_000)
    his.goto(his.url.partition("#")[0] + "/principle_5/challenge")
    versions = his.locator("#versions li")
    expect(versions).to_have_count(2)
    expect(versions.first).to_contain_text("Tendai Moyo")
    expect(versions.last).to_contain_text("Nomvula’s words")
    visitors.complaints = [one for one in visitors.complaints if EXPECTED not in one]


def test_taking_theirs_drops_the_own_text(visitors: Visitors, nomvula: str) -> None:
    hers, his = sheet(visit(visitors, nomvula)), sheet(visit(visitors, TENDAI))
    first, second = open_cell(hers, 5, "action"), open_cell(his, 5, "action")
    first.locator("textarea").fill("Hers")
    expect(first.locator(".sheet-by")).to_contain_text("Saved")
    second.locator("textarea").fill("His")
    second.get_by_role("button", name="Take theirs").click()
    expect(second.locator("textarea")).to_have_value("Hers")
    visitors.complaints = [one for one in visitors.complaints if EXPECTED not in one]


def test_text_typed_without_a_connection_is_saved_when_it_is_back(visitors: Visitors) -> None:
    page = sheet(visit(visitors, TENDAI))
    box = open_cell(page, 6, "challenge")
    page.context.set_offline(True)
    box.locator("textarea").fill("Typed in a tunnel")
    expect(page.locator("#sheet-state")).to_contain_text("no connection")
    page.context.set_offline(False)
    expect(box.locator(".sheet-by")).to_contain_text("Saved", timeout=30_000)
    page.goto(page.url)
    expect(cell(page, 6, "challenge").locator(".sheet-text")).to_have_text("Typed in a tunnel")
    visitors.complaints = [one for one in visitors.complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def test_the_space_works_without_any_script(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.url, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(TENDAI)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    sheet(page)
    cell(page, 7, "challenge").get_by_role("link", name="Write and see versions").click()
    page.get_by_label("What the cell says").fill("Written without a script")
    page.get_by_role("button", name="Save").click()
    expect(cell(page, 7, "challenge").locator(".sheet-text")).to_have_text("Written without a script")
    page.get_by_role("link", name="Discussion").click()
    page.get_by_label("Your post").last.fill("I have **filled** principle 7.")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".post strong", has_text="filled")).to_be_visible()
    page.get_by_role("link", name="The group").click()
    page.get_by_role("button", name="Mark as done").first.click()
    expect(page.get_by_text("The task is changed.")).to_be_visible()
    context.close()


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_everybody_can_use_the_pages_of_a_member(visitors: Visitors, size) -> None:
    page = visit(visitors, TENDAI, size)
    page.goto(f"/courses/{LIVE}/my-group")
    home = page.url
    for part in ("", "/worksheet", "/worksheet/principle_1/challenge", "/discussion", "/files", "/submission"):
        page.goto(home + part)
        expect_accessible(page)


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_everybody_can_use_the_pages_of_staff(visitors: Visitors, size) -> None:
    page = visit(visitors, TUTOR, size)
    page.goto(f"/courses/{LIVE}/groups/overview")
    expect_accessible(page)
    page.get_by_role("link", name="Group 1").first.click()
    expect_accessible(page)
    for part in ("members", "balance"):
        page.goto(f"/courses/{LIVE}/groups/{part}")
        expect_accessible(page)
    page.get_by_role("button", name="Show what comes of it").click()
    expect(page.get_by_role("heading", name="What comes of it")).to_be_visible()
    expect_accessible(page)
