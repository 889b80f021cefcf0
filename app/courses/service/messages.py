"""Mails in the words of the course, where it has words of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.courses.rules.materials import Filling, Message, render_message
from app.notifications.rules import NewMail

TEMPLATE = "course_message"


def in_course_words(mail: NewMail, words: Message | None, values: Mapping[str, Filling]) -> NewMail:
    """Return `mail` as `words` (what `queries.message` found) put it; `mail` itself where the course has none.

    Receiver, language, zone and event stay. `values`: `queries.message_values` and what the message itself is about.
    """
    if words is None:
        return mail
    subject, body = render_message(words, mail.language, values, zone=mail.zone)
    return replace(mail, template=TEMPLATE, params={"subject": subject, "body": body})
