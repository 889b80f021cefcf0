"""Issuing: everybody who earned a certificate gets it, once. What a correction made wrong is replaced or withdrawn."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import update

from app.certificates import queries
from app.certificates.models import Certificate
from app.certificates.rules import (
    NUMBER_BYTES,
    Action,
    Award,
    CertificateFacts,
    CertificateKind,
    CertificateTexts,
    Issued,
    Signatory,
    Status,
    certificate_language,
    format_number,
    number_from,
)
from app.courses.queries import message, message_values
from app.courses.rules import CourseValue
from app.courses.rules.materials import Filling
from app.courses.service import in_course_words, lock_course
from app.notifications import service as notifications
from app.notifications.rules import NewMail
from app.shared import audit
from app.shared.database import session
from app.shared.errors import RuleBroken
from app.shared.language import LANGUAGES, pick
from app.shared.permissions import Actor, Permission
from app.shared.wording import text

WITHDRAWN = "A correction of the result: it no longer brings a certificate."


@dataclass(frozen=True, slots=True)
class _Issue:
    """What every certificate of one issue shares."""

    course: CourseValue
    texts: CertificateTexts
    base_url: str
    actor: Actor
    now: datetime


def issue_certificates(course: CourseValue, *, base_url: str, actor: Actor, now: datetime) -> Issued:
    """Issue every certificate of a closed course that is due and not there yet; queue a mail to each holder.

    Again, it does nothing. Who has a name that cannot be printed is left out. Raises `NotAllowed`, `RuleBroken`
    (`course_open`) before closing.
    """
    actor.require(Permission.ISSUE_CERTIFICATES, course.id)
    present = lock_course(course.id)
    if not present.is_closed:
        raise RuleBroken(
            text("Certificates of %(code)s are issued once the course is closed.", code=course.code), code="course_open"
        )
    awards = queries.awards(present)
    return Issued(awards, carry_out(present, awards, base_url=base_url, actor=actor, now=now))


def carry_out(
    course: CourseValue, awards: Sequence[Award], *, base_url: str, actor: Actor, now: datetime
) -> dict[int, str]:
    """Withdraw, replace and issue as `awards` say; return the numbers of new certificates by enrolment.

    The caller has asked for the permission and holds the course alone.
    """
    issue = _Issue(course, CertificateTexts.from_data(course.certificate), base_url, actor, now)
    _withdraw(issue, [award for award in awards if award.action is Action.WITHDRAW])
    due = [award for award in awards if award.action in {Action.ISSUE, Action.REPLACE}]
    _supersede(due)
    new = _issue(issue, due)
    return {award.enrolment.id: row.number for award, row in zip(due, new, strict=True)}


def _issue(issue: _Issue, due: Sequence[Award]) -> list[Certificate]:
    rows = [_row(issue, award) for award in due]
    session.add_all(rows)
    session.flush()
    for award, row in zip(due, rows, strict=True):
        if award.current:
            session.execute(update(Certificate).where(Certificate.id == award.current.id).values(superseded_by=row.id))
        replaced = {"replaces": f"certificate:{award.current.id}"} if award.current else {}
        after = {"kind": row.kind, "result": row.result_id, "language": row.language, **replaced}
        _note("issue_certificate", row.id, issue, before=None, after=after)
    _tell(issue, due, rows)
    return rows


def _tell(issue: _Issue, due: Sequence[Award], rows: Sequence[Certificate]) -> None:
    """Queue a mail to each new holder, in the course's own words where it has some."""
    if not rows:
        return
    words, values = message(issue.course.id, "certificate_ready"), message_values(issue.course)
    mails = []
    for award, row in zip(due, rows, strict=True):
        mail = _mail(issue, award, row)
        person, kind = award.enrolment, CertificateKind(row.kind)
        about: dict[str, Filling] = {
            "given_name": person.given_name or person.name or person.email,
            "link": mail.params["link"],
            "outcome": issue.texts.kinds[kind].title,
            "certificate_number": format_number(row.number),
        }
        mails.append(in_course_words(mail, words, values | about))
    notifications.enqueue_many(mails, now=issue.now)


def _supersede(due: Sequence[Award]) -> None:
    for award in due:
        if award.current:
            session.execute(
                update(Certificate).where(Certificate.id == award.current.id).values(status=Status.SUPERSEDED.value)
            )


def _withdraw(issue: _Issue, awards: Sequence[Award]) -> None:
    for award in awards:
        if award.current is None:
            continue
        session.execute(
            update(Certificate)
            .where(Certificate.id == award.current.id)
            .values(status=Status.REVOKED.value, revoked_at=issue.now, revoked_reason=WITHDRAWN)
        )
        after = {"status": Status.REVOKED.value, "reason": WITHDRAWN}
        _note("withdraw_certificate", award.current.id, issue, before={"status": Status.VALID.value}, after=after)


def _row(issue: _Issue, award: Award) -> Certificate:
    person, kind = award.enrolment, award.kind
    if kind is None or award.result_id is None:
        raise RuntimeError(f"enrolment {person.id} has no frozen result to certify")
    facts = _facts(issue, award, kind, number_from(secrets.token_bytes(NUMBER_BYTES)))
    return Certificate(
        number=facts.number,
        course_id=issue.course.id,
        person_id=person.person_id,
        enrolment_id=person.id,
        result_id=award.result_id,
        kind=kind.value,
        language=facts.language,
        facts=facts.to_data(),
        status=Status.VALID.value,
        issued_at=issue.now,
        issued_by=issue.actor.person_id,
    )


def _facts(issue: _Issue, award: Award, kind: CertificateKind, number: str) -> CertificateFacts:
    course, texts = issue.course, issue.texts
    language = certificate_language(award.enrolment.language, course.languages, LANGUAGES)
    return CertificateFacts(
        number=number,
        kind=kind,
        language=language,
        name=award.enrolment.name,
        title=pick(texts.kinds[kind].title, language),
        statement=pick(texts.kinds[kind].statement, language),
        course_title=pick(course.title, language),
        course_code=course.code,
        starts_on=course.starts_on,
        ends_on=course.ends_on,
        hours=course.hours,
        issuer=pick(texts.issuer, language),
        issued_on=issue.now.astimezone(ZoneInfo(course.timezone)).date(),
        verify_url=f"{issue.base_url}/verify/{number}",
        signatories=tuple(Signatory(one.name, pick(one.role, language)) for one in texts.signatories),
        competences=tuple(pick(competence, language) for competence in texts.competences),
    )


def _mail(issue: _Issue, award: Award, row: Certificate) -> NewMail:
    person = award.enrolment
    return NewMail(
        dedupe_key=f"certificate:{row.number}",
        address=person.email,
        language=person.language,
        zone=person.timezone,
        template="certificate",
        params={
            "name": person.name or person.email,
            "course": dict(issue.course.title),
            "title": row.facts["title"],
            "link": f"{issue.base_url}/certificates/{row.number}.pdf",
            "verify": f"{issue.base_url}/verify/{row.number}",
        },
    )


def _note(
    action: str, certificate_id: int, issue: _Issue, *, before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> None:
    audit.record(
        action,
        f"certificate:{certificate_id}",
        actor=issue.actor,
        now=issue.now,
        course_id=issue.course.id,
        before=before,
        after=after,
    )
