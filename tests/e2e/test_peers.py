"""Peers rate in a browser: dates set by a manager, a phone, a running sum, and a tutor who reads names."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from app.demo.rules import LIVE
from tests.e2e.conftest import PHONE, Visitors

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGE = f"/courses/{LIVE}/peers"


def test_a_member_rates_the_team_on_a_phone_and_a_manager_reads_it(visitors: Visitors) -> None:
    manager = visitors.sign_in("manager@demo.example")
    _open(manager)
    member = visitors.sign_in("tendai.moyo@participants.example", PHONE)
    member.goto(PAGE)
    assert member.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    member.get_by_role("link", name="Rate your team").click()
    _share(member)
    expect(member.get_by_text("you have rated")).to_be_visible()
    manager.goto(f"{PAGE}/results")
    expect(manager.get_by_text("Tendai Moyo: ").first).to_be_attached()


def _open(page: Page) -> None:
    page.goto(f"{PAGE}/dates")
    panel = page.locator("#within")
    panel.get_by_label("Opens").fill("2020-01-01T08:00")
    panel.get_by_label("Closes").fill("2099-01-01T08:00")
    panel.get_by_role("button", name="Set the dates").click()
    expect(page.get_by_text("The dates are set.")).to_be_visible()


def _share(page: Page) -> None:
    fields = page.locator("[data-share]")
    for place in range(fields.count()):
        fields.nth(place).fill("0")
    fields.first.fill("60")
    expect(page.get_by_role("status").filter(has_text=re.compile("of 100"))).to_have_text("60 of 100")
    fields.nth(1).fill("39,5")
    fields.nth(2).fill("0.5")
    expect(page.get_by_role("status").filter(has_text=re.compile("of 100"))).to_have_text("100 of 100")
    page.get_by_role("button", name="Save what I give").click()


WORDS = "A policy that could be signed."


def test_what_a_tutor_typed_about_a_group_is_there_again_until_it_is_saved(visitors: Visitors) -> None:
    tutor = visitors.sign_in("tutor@demo.example")
    asked = _questions(tutor)
    address, words, back = _marks_of_a_group(tutor)
    expect(back).to_be_hidden()
    words.fill(WORDS)
    tutor.close()
    tutor = tutor.context.new_page()
    tutor.goto(address)
    _, words, back = _marking(tutor)
    expect(back).to_be_visible()
    expect(words).to_have_value(WORDS)
    tutor.locator("#own input").nth(2).fill("7,5")
    tutor.locator('#own button[value="draft"]').click()
    _, words, back = _marking(tutor)
    expect(words).to_have_value(WORDS)
    expect(back).to_be_hidden()
    assert tutor.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('ecampus.form.'))") == []
    assert asked == []


def test_what_came_back_replaces_nothing_that_was_saved_meanwhile(visitors: Visitors) -> None:
    tutor = visitors.sign_in("tutor@demo.example")
    address, words, _ = _marks_of_a_group(tutor)
    words.fill("From the train.")
    elsewhere = visitors.sign_in("tutor@demo.example")
    elsewhere.goto(address)
    _marking(elsewhere)[1].fill("From the office.")
    elsewhere.locator('#own button[value="draft"]').click()
    tutor.goto(address)
    _, words, back = _marking(tutor)
    expect(words).to_have_value("From the train.")
    tutor.locator('#own button[value="draft"]').click()
    expect(tutor.locator("#own .notice").filter(has_text="From the office.")).to_be_visible()
    expect(_marking(tutor)[1]).to_have_value("From the train.")
    tutor.goto(address)
    _, words, back = _marking(tutor)
    back.get_by_role("button").click()
    expect(words).to_have_value("From the office.")
    expect(back).to_be_hidden()
    tutor.reload()
    expect(_marking(tutor)[1]).to_have_value("From the office.")
    visitors.complaints[:] = [one for one in visitors.complaints if "status of 412" not in one]


def test_where_the_browser_keeps_nothing_a_tutor_who_leaves_is_asked_first(visitors: Visitors) -> None:
    tutor = visitors.sign_in("tutor@demo.example")
    tutor.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    )
    asked = _questions(tutor)
    _, words, _ = _marks_of_a_group(tutor)
    words.click()
    words.press_sequentially(WORDS)
    tutor.goto(f"/courses/{LIVE}/groups/overview")
    assert asked == ["beforeunload"]


def _questions(page: Page) -> list[str]:
    """What the browser asks before it leaves the page, from now on."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    return asked


def _marks_of_a_group(page: Page) -> tuple[str, Locator, Locator]:
    page.goto(f"/courses/{LIVE}/group-marks")
    page.get_by_role("link", name=re.compile("Noter|Mark")).first.click()
    return _marking(page)


def _marking(page: Page) -> tuple[str, Locator, Locator]:
    """The address of the page, the comment on the whole of the own mark, and the line about what came back."""
    return page.url, page.locator("#own textarea").last, page.locator("#own [data-kept-line]")
