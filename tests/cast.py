"""The cast of every test: a few people, and how one of them signs in without waiting for argon2."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from app.accounts import service
from app.accounts.models import ApiToken, SignIn
from app.accounts.rules import NewPerson, PersonValue, email_key
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from app.shared.tokens import token_hash
from tests.conftest import NOW

ADMINISTRATOR = NewPerson("administrator@ecampus.test", "Ada", "Okoro", "en", "Europe/Rome")
MANAGER = NewPerson("manager@ecampus.test", "Marta", "Rinaldi", "en", "Europe/Rome")
TUTOR = NewPerson("tutor@ecampus.test", "Théo", "N’Diaye", "fr", "Africa/Dakar")
EXPERT = NewPerson("expert@ecampus.test", "Ed", "Expert", "en", "Europe/London")
ASSISTANT = NewPerson("assistant@ecampus.test", "Asha", "Assis", "en", "Africa/Nairobi")
SPONSOR = NewPerson("sponsor@ecampus.test", "Sam", "Sponsor", "en", "Africa/Harare")
AMINA = NewPerson("amina@ecampus.test", "Amina", "Banda", "en", "Africa/Lusaka")
BONGANI = NewPerson("bongani@ecampus.test", "Bongani", "!Xóõ", "en", "Africa/Gaborone")
CHLOE = NewPerson("chloe@ecampus.test", "Chloé", "d’Almeida", "fr", "Indian/Antananarivo")
STRANGER = NewPerson("stranger@ecampus.test", "Stella", "Stranger", "en", "UTC")


def enter(person: NewPerson) -> PersonValue:
    """Return the person, entered (without a password) when not there yet."""
    people = service.upsert_people([person], actor=SYSTEM, now=NOW).people
    session.commit()
    return people[email_key(person.email)]


def enter_with_role(
    person: NewPerson, role: Role, course_id: int | None = None, sponsor: str | None = None
) -> PersonValue:
    """Return the person, entered and holding `role` in the course (None: in all)."""
    entered = enter(person)
    service.grant_role(entered.id, role, actor=SYSTEM, now=NOW, course_id=course_id, sponsor=sponsor)
    session.commit()
    return entered


def sign_in(client: FlaskClient, person: PersonValue) -> str:
    """Make `client` a browser in which `person` is signed in; return the secret of this sign-in."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    session.add(
        SignIn(
            token_hash=token_hash(token),
            person_id=person.id,
            created_at=now,
            expires_at=now + timedelta(days=1),
            user_agent="tests",
        )
    )
    session.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return token


def bearer(person: PersonValue, *scopes: str) -> dict[str, str]:
    """Return the header that a script of `person` sends, with a token limited to `scopes`."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    session.add(
        ApiToken(
            token_hash=token_hash(token),
            person_id=person.id,
            name="tests",
            scopes=list(scopes),
            created_at=now,
            expires_at=now + timedelta(days=1),
        )
    )
    session.commit()
    return {"Authorization": f"Bearer {token}"}


def csrf_token(client: FlaskClient) -> str:
    """Return a CSRF token that the browser's session accepts: send it as X-CSRFToken or `csrf_token`."""
    app = client.application
    with client.session_transaction() as cookie:
        kept = cookie.setdefault("csrf_token", secrets.token_hex(20))
    serializer = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token")
    return str(serializer.dumps(kept))
