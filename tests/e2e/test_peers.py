"""Peers rate in a browser: dates set by a manager, a phone, a running sum, and a tutor who reads names."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

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


def test_a_tutor_who_leaves_a_group_unsaved_is_asked_first(visitors: Visitors) -> None:
    tutor = visitors.sign_in("tutor@demo.example")
    tutor.goto(f"/courses/{LIVE}/group-marks")
    tutor.get_by_role("link", name=re.compile("Noter|Mark")).first.click()
    asked: list[str] = []
    tutor.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    overview = f"/courses/{LIVE}/groups/overview"
    tutor.goto(overview)
    assert asked == []
    tutor.go_back()
    words = tutor.locator("#own textarea").last
    words.click()
    words.press_sequentially("A policy that could be signed.")
    tutor.goto(overview)
    assert asked == ["beforeunload"]
    tutor.go_back()
    words = tutor.locator("#own textarea").last
    words.click()
    words.press_sequentially("A policy that could be signed.")
    tutor.locator('#own button[value="draft"]').click()
    expect(tutor.locator("#own textarea").last).to_have_value(re.compile("A policy that could be signed."))
    assert asked == ["beforeunload"]
