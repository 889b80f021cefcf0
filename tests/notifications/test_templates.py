"""Every mail in every language: it says what it must, and its subject is one line."""

from typing import Any

import pytest
from jinja2 import UndefinedError

from app.notifications.documents import TEMPLATES, render
from app.shared.language import LANGUAGES

LINK = "https://campus.test/set-password/secret"
EXCUSE = {
    "name": "Zoë O’Brien",
    "course": {"en": "Labour & <Migration>", "fr": "Travail & <migrations>"},
    "pieces": [{"en": "Quiz 6", "fr": "Quiz 6"}],
    "reason": "Ill for two weeks",
    "link": LINK,
}
PARAMS: dict[str, dict[str, Any]] = {
    "reset": {"name": "Zoë O’Brien", "link": LINK, "until": "2022-03-27T00:30:00+00:00"},
    "invitation": {
        "name": "Zoë O’Brien",
        "link": LINK,
        "until": "2022-03-27T00:30:00+00:00",
        "course": {"en": "Labour & <Migration>", "fr": "Travail & <migrations>"},
    },
    "certificate": {
        "name": "Zoë O’Brien",
        "course": {"en": "Labour & <Migration>", "fr": "Travail & <migrations>"},
        "title": "Certificate of Achievement",
        "link": LINK,
        "verify": "https://campus.test/verify/7K2MD9QXV4TBWZ3FH8RNC5GPEA",
    },
    "course_message": {"subject": "Ready: Labour & <Migration>", "body": f"Dear Zoë O’Brien,\n\n{LINK}\n"},
    "extension_granted": {
        "name": "Zoë O’Brien",
        "course": {"en": "Labour & <Migration>", "fr": "Travail & <migrations>"},
        "piece": {"en": "Quiz 6", "fr": "Quiz 6"},
        "until": "2022-03-27T00:30:00+00:00",
        "minutes": 45,
        "reason": "Load shedding",
        "approver": "Théo N’Diaye",
        "link": LINK,
    },
    "extension_refused": {
        "name": "Zoë O’Brien",
        "course": {"en": "Labour & <Migration>", "fr": "Travail & <migrations>"},
        "piece": {"en": "Quiz 6", "fr": "Quiz 6"},
        "closes": "2022-03-27T00:30:00+00:00",
        "reason": "The answers are out.",
        "approver": "Théo N’Diaye",
        "link": LINK,
    },
    "extension_asked": {
        "name": "Zoë O’Brien",
        "participant": "Amina Banda",
        "course": {"en": "Labour & <Migration>", "fr": "Travail & <migrations>"},
        "piece": {"en": "Quiz 6", "fr": "Quiz 6"},
        "reason": "Load shedding",
        "runs_until": "2022-03-27T00:30:00+00:00",
        "link": LINK,
    },
    "essay_received": {
        "name": "Zoë O’Brien",
        "course": {"en": "Labour & <Migration>", "fr": "Travail & <migrations>"},
        "piece": {"en": "Final essay", "fr": "Essai final"},
        "at": "2022-03-27T00:30:00+00:00",
        "late": True,
        "version": 12,
        "words": 1850,
        "spoken": {"en": "French", "fr": "français"},
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "link": LINK,
    },
    "piece_reminder": {
        "name": "Zoë O’Brien",
        "course": {"en": "Labour & <Migration>", "fr": "Travail & <migrations>"},
        "piece": {"en": "Final essay", "fr": "Essai final"},
        "essay": True,
        "until": "2022-03-27T00:30:00+00:00",
        "link": LINK,
    },
    "peer_reminder": {
        "name": "Zoë O’Brien",
        "course": {"en": "Labour & <Migration>", "fr": "Travail & <migrations>"},
        "piece": {"en": "Group work", "fr": "Travail de groupe"},
        "team": True,
        "until": "2022-03-27T00:30:00+00:00",
        "link": LINK,
    },
    "group_message": {
        "name": "Zoë O’Brien",
        "author": "Amina Banda",
        "group": "1",
        "course": {"en": "Labour & <Migration>", "fr": "Travail & <migrations>"},
        "message": "Two of us have not been seen.",
        "link": LINK,
    },
    "attempt_time": {
        "name": "Zoë O’Brien",
        "quiz": {"en": "Quiz 6", "fr": "Quiz 6"},
        "course": {"en": "Labour & <Migration>", "fr": "Travail & <migrations>"},
        "reopened": True,
        "until": "2022-03-27T00:30:00+00:00",
        "reason": "Load shedding",
        "link": LINK,
    },
    "rescored": {
        "name": "Zoë O’Brien",
        "course": {"en": "Labour & <Migration>", "fr": "Travail & <migrations>"},
        "quiz": {"en": "Quiz 6", "fr": "Quiz 6"},
        "before": "7.00",
        "after": "8.00",
        "out_of": "10.00",
        "reason": "Option d is right as well.",
        "link": LINK,
    },
    "excused": EXCUSE,
    "asked_again": EXCUSE,
    "marks_released": {
        "name": "Zoë O’Brien",
        "course": {"en": "Labour & <Migration>", "fr": "Travail & <migrations>"},
        "piece": {"en": "Final essay", "fr": "Essai final"},
        "until": "2022-03-27T00:30:00+00:00",
        "link": LINK,
    },
    "remark_asked": {
        "name": "Zoë O’Brien",
        "participant": "Amina Banda",
        "course": {"en": "Labour & <Migration>", "fr": "Travail & <migrations>"},
        "piece": {"en": "Final essay", "fr": "Essai final"},
        "first": True,
        "body": "A page was overlooked.",
        "link": LINK,
    },
    "remark_message": {
        "name": "Zoë O’Brien",
        "course": {"en": "Labour & <Migration>", "fr": "Travail & <migrations>"},
        "piece": {"en": "Final essay", "fr": "Essai final"},
        "body": "Which paragraph do you mean?",
        "link": LINK,
    },
    "remark_decided": {
        "name": "Zoë O’Brien",
        "course": {"en": "Labour & <Migration>", "fr": "Travail & <migrations>"},
        "piece": {"en": "Final essay", "fr": "Essai final"},
        "changed": True,
        "before": "26.00",
        "after": "28.00",
        "out_of": "40.00",
        "reason": "A page was overlooked.",
        "link": LINK,
    },
    "result_corrected": {
        "name": "Zoë O’Brien",
        "course": {"en": "Labour & <Migration>", "fr": "Travail & <migrations>"},
        "before": "58.00",
        "after": "61.00",
        "reason": "A page was overlooked.",
        "certificate": "replace",
        "link": LINK,
    },
    "password_changed": {"name": "Zoë O’Brien", "link": LINK, "at": "2022-03-27T00:30:00+00:00"},
}


def test_a_subject_keeps_its_no_break_spaces_and_stays_one_line() -> None:
    subject = "Ouvert\u00a0:\u2028\t Quiz\u202f6\r\n"
    mail = render("course_message", {**PARAMS["course_message"], "subject": subject}, language="fr", zone="UTC")
    assert mail.subject == "Ouvert\u00a0: Quiz\u202f6"


def test_every_template_is_tried_here() -> None:
    assert {path.stem for path in TEMPLATES.glob("*.txt")} == set(PARAMS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", PARAMS)
def test_a_mail_has_a_subject_a_name_and_its_link_on_a_line_of_its_own(template: str, language: str) -> None:
    mail = render(template, PARAMS[template], language=language, zone="Europe/Rome")
    assert mail.subject
    assert "\n" not in mail.subject
    assert "Zoë O’Brien" in mail.body
    assert LINK in mail.body.splitlines()
    assert "%(" not in mail.body
    assert "\n\n\n" not in mail.body


def test_moments_are_on_the_readers_clock_with_the_zone_named() -> None:
    before = render("reset", PARAMS["reset"], language="en", zone="Europe/Rome").body
    assert "27 March 2022, 01:30 (Europe/Rome)" in before
    after = {**PARAMS["reset"], "until": "2022-03-27T01:30:00+00:00"}
    assert "27 March 2022, 03:30 (Europe/Rome)" in render("reset", after, language="en", zone="Europe/Rome").body
    assert "27 mars 2022" in render("reset", PARAMS["reset"], language="fr", zone="UTC").body


def test_a_mail_is_plain_text_and_escapes_nothing() -> None:
    assert "“Labour & <Migration>”" in render("invitation", PARAMS["invitation"], language="en", zone="UTC").body


def test_an_invitation_without_a_course_speaks_of_the_account() -> None:
    body = render("invitation", {**PARAMS["invitation"], "course": None}, language="en", zone="UTC").body
    assert "An e-Campus account has been made for you." in body


@pytest.mark.parametrize(
    ("template", "missing", "unsaid"),
    [
        ("extension_granted", {"minutes": None}, "in minutes"),
        ("extension_granted", {"until": None}, "2022"),
        ("extension_refused", {"closes": None}, "2022"),
        ("extension_asked", {"runs_until": None}, "2022"),
        ("attempt_time", {"until": None}, "2022"),
        ("attempt_time", {"reason": ""}, "Reason:"),
        ("attempt_time", {"reopened": False}, "open again"),
        ("extension_refused", {"reason": ""}, "Answer:"),
    ],
)
def test_what_is_not_known_leaves_no_hole(template: str, missing: dict[str, Any], unsaid: str) -> None:
    assert unsaid in render(template, PARAMS[template], language="en", zone="UTC").body
    body = render(template, {**PARAMS[template], **missing}, language="en", zone="UTC").body
    assert unsaid not in body
    assert "\n\n\n" not in body


def test_a_missing_value_is_an_error_not_a_hole() -> None:
    with pytest.raises(UndefinedError):
        render("reset", {"name": "Zoë"}, language="en", zone="UTC")


def test_an_unknown_language_is_answered_in_english() -> None:
    assert render("reset", PARAMS["reset"], language="pt", zone="UTC").subject == "Set a new password for e-Campus"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", ["remark_message", "remark_decided"])
@pytest.mark.parametrize("contacts", [[], ["mia@campus.test", "max@campus.test"]])
def test_who_left_a_course_is_told_whom_to_write_to(template: str, language: str, contacts: list[str]) -> None:
    body = render(template, {**PARAMS[template], "link": "", "contacts": contacts}, language=language, zone="UTC").body
    assert ", ".join(contacts) in body
    assert "http" not in body
    assert "\n\n\n" not in body


def test_a_mail_about_an_answer_does_not_say_that_a_remark_is_asked_for() -> None:
    mail = render("remark_asked", {**PARAMS["remark_asked"], "first": False}, language="en", zone="UTC")
    assert mail.subject == "Amina Banda writes about a re-mark: Final essay"
    assert "A page was overlooked." in mail.body
