"""`Idempotency-Key` on POST: the same key from the same caller to the same address gets the first answer again.

Key and effect are written in one transaction, so that a repeat after a lost answer finds either both or neither.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from flask import Response, g, request
from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Base, session, take_turn
from app.shared.errors import RuleBroken, Unreadable
from app.shared.http.access import current_person
from app.shared.wording import text

KEPT = timedelta(days=1)
LONGEST_KEY = 200


class IdempotentAnswer(Base):
    """The answer that one key got."""

    __tablename__ = "idempotency_keys"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    body_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    mimetype: Mapped[str] = mapped_column(String(80))
    answer: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)


def remembered() -> Response | None:
    """Return the first answer to this request's key; None for a new key or none. Waits while the first is being made.

    Raises `RuleBroken` when the key came with another body before.
    """
    fingerprint = _fingerprint()
    if fingerprint is None:
        return None
    take_turn(f"idempotency {fingerprint}")
    kept = session.scalars(select(IdempotentAnswer).where(IdempotentAnswer.fingerprint == fingerprint)).first()
    if kept is None:
        return None
    if kept.body_digest != _body_digest():
        raise RuleBroken(text("This Idempotency-Key was used for another request."), code="idempotency_key_reused")
    return Response(kept.answer, status=kept.status, mimetype=kept.mimetype, headers={"Idempotency-Replayed": "true"})


def remember(response: Response) -> None:
    """Keep the answer under the request's key, in the request's own transaction.

    Pages are not kept: they may show a secret that is stored nowhere else.
    """
    fingerprint = _fingerprint()
    if fingerprint is None or response.is_streamed or response.mimetype == "text/html":
        return
    session.add(
        IdempotentAnswer(
            fingerprint=fingerprint,
            body_digest=_body_digest(),
            status=response.status_code,
            mimetype=response.mimetype or "application/json",
            answer=response.get_data(as_text=True),
            created_at=g.arrived_at,
        )
    )


def forget_old(now: datetime) -> int:
    """Delete answers older than a day; return how many."""
    result = session.execute(delete(IdempotentAnswer).where(IdempotentAnswer.created_at < now - KEPT))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a CursorResult, typed as Result


def _fingerprint() -> str | None:
    key = request.headers.get("Idempotency-Key")
    person = current_person()
    if request.method != "POST" or key is None or person is None:
        return None
    if not 0 < len(key) <= LONGEST_KEY:
        raise Unreadable(text("An Idempotency-Key has 1 to %(limit)s characters.", limit=LONGEST_KEY))
    return hashlib.sha256(f"{person.actor.person_id}\n{request.path}\n{key}".encode()).hexdigest()


def _body_digest() -> str:
    return hashlib.sha256(request.get_data(cache=True)).hexdigest()
