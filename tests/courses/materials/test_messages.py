"""Mails in a course's own words: what is put into braces, and which mails use them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from flask import Flask

from app.courses.queries import get_course, message, message_values
from app.courses.rules import CourseValue, Message, render_message
from app.courses.rules.materials import PLACEHOLDERS, SENT, sample_values
from app.courses.service import in_course_words
from app.notifications.rules import NewMail
from app.shared.language import say
from app.shared.permissions import Role
from app.shared.wording import text
from tests.accounts.conftest import outbox
from tests.cast import CHLOE, MANAGER, enter_with_role
from tests.certificates.cast import BASE_URL, closed_course, issue
from tests.courses.cast import ADA, import_rows
from tests.courses.materials.cast import FILES, SHELF, give_texts, sample_course
from tests.statements import statements

WORDS = Message("x", {"en": "On {starts}:\n{piece}", "fr": "Le {starts} : {piece}"}, {"en": "{until}", "fr": "{until}"})


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("On 1 March 2022: Quiz", "25 March 2022, 23:59 (Africa/Harare)\n")),
        ("fr", ("Le 1er mars 2022 : Épreuve", "25 mars 2022, 23:59 (Africa/Harare)\n")),
        ("pt", ("On 1 March 2022: Quiz", "25 March 2022, 23:59 (Africa/Harare)\n")),
    ],
)
def test_values_are_said_in_the_readers_language_and_on_their_clock(language: str, expected: tuple[str, str]) -> None:
    values = {
        "starts": date(2022, 3, 1),
        "piece": {"en": "Quiz", "fr": "Épreuve"},
        "until": datetime(2022, 3, 25, 21, 59, tzinfo=UTC),
    }
    assert render_message(WORDS, language, values, zone="Africa/Harare") == expected


def test_points_are_rounded_down_and_sentences_translated() -> None:
    words = Message("x", {"en": "{total_points}", "fr": "{total_points}"}, {"en": "{reason}", "fr": "{reason}"})
    values = {"total_points": Fraction(59999, 1000), "reason": text("Please sign in.")}
    assert render_message(words, "fr", values) == ("59,99", f"{say(text('Please sign in.'), 'fr')}\n")


def test_what_has_no_value_leaves_a_dash_and_the_mail_still_goes() -> None:
    assert render_message(WORDS, "en", {})[0] == "On –: –"


def test_a_value_with_braces_is_not_filled_again() -> None:
    words = Message("x", {"en": "{piece}"}, {"en": "{piece}"})
    assert render_message(words, "en", {"piece": "{reason}", "reason": "no"})[0] == "{reason}"


def test_every_mail_that_the_system_sends_can_be_looked_at(app: Flask) -> None:
    assert set(PLACEHOLDERS) <= {*sample_values(sample_course()), *message_values(get_course("A9714776"))}
    assert all(known <= set(PLACEHOLDERS) for known in SENT.values())


def test_a_mail_stays_as_it_is_where_the_course_has_no_words() -> None:
    mail = NewMail("key", "a@example.org", "en", "UTC", "certificate", {})
    assert in_course_words(mail, None, {}) is mail


def test_the_course_names_its_managers(course: CourseValue) -> None:
    assert message_values(course)["manager"] == "e-Campus"
    enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id)
    with statements() as seen:
        assert message_values(course)["manager"] == "Marta Rinaldi"
    assert len(seen) == 1


def test_an_invitation_is_in_the_words_of_the_course(course: CourseValue) -> None:
    invitation = (
        "message: invitation\nto: participant\nwhen: {en: Before, fr: Avant}\n"
        'subject: {en: "Come to {course}", fr: "Venez à {course}"}\n'
        "body:\n  en: |\n    {given_name}: {link} until {until}\n  fr: |\n    {given_name} : {link} jusqu’au {until}\n"
    )
    give_texts(course, {**FILES, "messages/invitation.yaml": invitation})
    import_rows(course, ADA, invite_base_url="https://campus.test")
    (mail,) = outbox()
    assert mail.template == "course_message"
    assert mail.params["subject"] == "Come to Small"
    assert mail.params["body"].startswith("Ada: https://campus.test/")
    assert "(Africa/Lagos)" in mail.params["body"]


def test_a_course_without_words_of_its_own_invites_as_always(course: CourseValue) -> None:
    import_rows(course, ADA, invite_base_url="https://campus.test")
    assert [mail.template for mail in outbox()] == ["invitation"]


def test_a_certificate_is_announced_in_the_words_of_the_course(app: Flask) -> None:
    course = closed_course()
    ready = SHELF / "messages" / "certificate_ready.yaml"
    give_texts(course, {**FILES, "messages/certificate_ready.yaml": ready.read_bytes()})
    numbers = issue(course).numbers
    mails = {mail.address: mail for mail in outbox() if mail.dedupe_key.startswith("certificate:")}
    assert len(mails) == len(numbers) > 0
    assert {mail.template for mail in mails.values()} == {"course_message"}
    body = mails[CHLOE.email].params["body"]
    assert body.startswith("Bonjour Chloé,")
    assert "Certificat de réussite" in body
    assert f"{BASE_URL}/certificates/" in body
    assert "{" not in body


def test_there_are_words_only_where_somebody_wrote_some(course: CourseValue) -> None:
    give_texts(course)
    assert message(course.id, "extension_granted") is not None
    assert message(course.id, "certificate_ready") is None
