"""Verbs on mailed links: ask for one, invite people, set a password with one. A link works once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from app.accounts.models import MailedLink, Person
from app.accounts.queries import find_person
from app.accounts.rules import TOKEN_BYTES, LinkPurpose, PersonValue, email_key, link_address, link_until
from app.accounts.service import hashing
from app.accounts.service.passwords import check_password, store_password
from app.notifications import service as notifications
from app.notifications.rules import NewMail
from app.shared import audit, limits
from app.shared.database import session
from app.shared.errors import RuleBroken, TooManyRequests
from app.shared.limits import Limit
from app.shared.permissions import Actor, Permission
from app.shared.tokens import token_hash
from app.shared.wording import text

FORGOTTEN_BY_ADDRESS = Limit("forgotten password by address", times=100, seconds=3600)
FORGOTTEN_BY_EMAIL = Limit("forgotten password by e-mail", times=5, seconds=3600)
"""More mails than this nobody is sent: the answer stays the same, so that it tells nothing."""

Reword = Callable[[NewMail, PersonValue], NewMail]
"""Takes a mail with a link and who gets it; returns the mail in the words that it shall have."""


def forget_password(email: str, *, address: str, base_url: str, now: datetime) -> None:
    """Mail a link that sets a new password within an hour, if the address is known; else do nothing, in silence.

    Raises `TooManyRequests`, by network address only.
    """
    limits.spend(FORGOTTEN_BY_ADDRESS, address)
    try:
        limits.spend(FORGOTTEN_BY_EMAIL, email_key(email))
    except TooManyRequests:
        return
    person = find_person(email)
    if person is None or person.disabled:
        return
    _mail_links([person], LinkPurpose.RESET, base_url=base_url, now=now)
    audit.record("ask_for_link", f"person:{person.id}", actor=Actor(None, "visitor"), now=now)


def invite_people(
    people: Sequence[PersonValue],
    *,
    base_url: str,
    actor: Actor,
    now: datetime,
    course_id: int | None = None,
    course_title: Mapping[str, str] | None = None,
    reword: Reword = lambda mail, _person: mail,
) -> dict[int, str]:
    """Mail those of `people` who have no password yet a link that sets one within 14 days; return links by person id.

    `reword` may put each mail into other words. A few statements for any number. Raises `NotAllowed`.
    """
    needed = Permission.MANAGE_ACCOUNTS if course_id is None else Permission.ENROL_PARTICIPANTS
    actor.require(needed, course_id)
    invited = [person for person in people if not (person.activated or person.disabled)]
    if not invited:
        return {}
    links = _mail_links(invited, LinkPurpose.INVITATION, base_url=base_url, now=now, course=course_title, reword=reword)
    ids = sorted(person.id for person in invited)
    subject = f"person:{ids[0]}" if len(ids) == 1 else "people"
    audit.record("invite", subject, actor=actor, now=now, course_id=course_id, after={"person_ids": ids})
    return links


def mail_reset_link(person: PersonValue, *, base_url: str, actor: Actor, now: datetime) -> str:
    """Mail one person a link that sets a new password within an hour; return the link. Raises `NotAllowed`."""
    actor.require(Permission.MANAGE_ACCOUNTS)
    links = _mail_links([person], LinkPurpose.RESET, base_url=base_url, now=now)
    audit.record("mail_link", f"person:{person.id}", actor=actor, now=now)
    return links[person.id]


def check_link(token: str, *, now: datetime) -> None:
    """Raise `RuleBroken` (`link_over`) unless the link may still be used."""
    _holder(token, now)


def set_password_by_link(token: str, password: str, *, base_url: str, now: datetime) -> None:
    """Use a link up: set its person's password and end all their sign-ins.

    Nothing else may happen before it in its transaction. Raises `RuleBroken` (`link_over`) and `Unreadable`.
    """
    person = _holder(token, now)
    check_password(password, person.email, (person.given_name, person.family_name))
    hashing.let_go()
    stored = hashing.hashed(password)
    used = session.execute(
        update(MailedLink)
        .where(MailedLink.token_hash == token_hash(token), MailedLink.used_at.is_(None), MailedLink.expires_at > now)
        .values(used_at=now)
        .returning(MailedLink.person_id)
    ).one_or_none()
    if used is None:
        raise _over()
    actor = Actor(used.person_id, f"person:{used.person_id}")
    store_password(used.person_id, stored, base_url=base_url, actor=actor, now=now)


def forget_old_links(now: datetime) -> int:
    """Delete links that are over; return how many."""
    return len(session.execute(delete(MailedLink).where(MailedLink.expires_at <= now).returning(MailedLink.id)).all())


def _holder(token: str, now: datetime) -> Person:
    person = session.scalars(
        select(Person)
        .join(MailedLink, MailedLink.person_id == Person.id)
        .where(
            MailedLink.token_hash == token_hash(token),
            MailedLink.used_at.is_(None),
            MailedLink.expires_at > now,
            Person.disabled_at.is_(None),
        )
    ).one_or_none()
    if person is None:
        raise _over()
    return person


def _over() -> RuleBroken:
    return RuleBroken(
        text("This link has been used already, or its time is over. Ask for a new one."), code="link_over"
    )


def _mail_links(
    people: Sequence[PersonValue],
    purpose: LinkPurpose,
    *,
    base_url: str,
    now: datetime,
    course: Mapping[str, str] | None = None,
    reword: Reword = lambda mail, _person: mail,
) -> dict[int, str]:
    tokens = {person.id: secrets.token_urlsafe(TOKEN_BYTES) for person in people}
    until = link_until(purpose, now)
    common = {"purpose": purpose.value, "created_at": now, "expires_at": until}
    rows = [{"token_hash": token_hash(token), "person_id": person_id, **common} for person_id, token in tokens.items()]
    session.execute(insert(MailedLink), rows)
    links = {person_id: link_address(base_url, token) for person_id, token in tokens.items()}
    about = {"until": until.isoformat()} | ({"course": dict(course) if course else None} if _invites(purpose) else {})
    mails = [
        NewMail(
            dedupe_key=f"{purpose}:{token_hash(tokens[person.id])}",
            address=person.email,
            language=person.language,
            zone=person.timezone,
            template=purpose.value,
            params={"name": person.name or person.email, "link": links[person.id], **about},
            expires_at=until,
        )
        for person in people
    ]
    notifications.enqueue_many([reword(mail, person) for mail, person in zip(mails, people, strict=True)], now=now)
    return links


def _invites(purpose: LinkPurpose) -> bool:
    return purpose is LinkPurpose.INVITATION
