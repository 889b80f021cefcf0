"""Inviting people who were imported: one mail each, once, to those who need it."""

from datetime import timedelta

import pytest
from flask import Flask

from app.accounts import service
from app.accounts.rules import NewPerson, PersonValue
from app.shared import clock
from app.shared.database import session
from app.shared.errors import NotAllowed
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests import cast
from tests.accounts.conftest import links, outbox
from tests.conftest import NOW
from tests.statements import statements

TITLE = {"en": "Governing Labour Migration", "fr": "Gouverner les migrations de main-d’œuvre"}


def invite(*people: PersonValue, actor: Actor = SYSTEM, course_id: int | None = None) -> dict[int, str]:
    return service.invite_people(
        people, base_url="http://test", actor=actor, now=NOW, course_id=course_id, course_title=TITLE
    )


def test_who_has_no_password_is_mailed_a_link_for_fourteen_days(app: Flask) -> None:
    chloe = cast.enter(cast.CHLOE)
    (address,) = invite(chloe).values()
    (mail,) = outbox()
    assert mail.params["link"] == address
    assert (mail.template, mail.language, mail.zone) == ("invitation", "fr", "Indian/Antananarivo")
    assert mail.params["course"] == TITLE
    (link,) = links()
    assert link.expires_at - link.created_at == timedelta(days=14)


def test_who_has_a_password_or_is_disabled_is_not_mailed(app: Flask, amina: PersonValue) -> None:
    service.disable_person(cast.enter(cast.BONGANI).id, actor=SYSTEM, now=clock.now())
    session.commit()
    from app.accounts.queries import people_by_email  # noqa: PLC0415 - after the change

    people = people_by_email([cast.AMINA.email, cast.BONGANI.email])
    assert invite(*people.values()) == {}
    assert outbox() == []


def test_a_thousand_invitations_take_few_statements(app: Flask) -> None:
    newcomers = [NewPerson(f"p{number}@ecampus.test", "P", str(number)) for number in range(1000)]
    people = service.create_people(newcomers, actor=SYSTEM, now=NOW)
    with statements() as seen:
        assert len(invite(*people.values())) == 1000
    assert len(seen) <= 4
    assert len({mail.address for mail in outbox()}) == 1000


def test_who_enrols_in_a_course_may_invite_for_it_only(app: Flask) -> None:
    manager = Actor(1, "person:1", (Grant(Role.ACTIVITY_MANAGER, 5),))
    chloe = cast.enter(cast.CHLOE)
    with pytest.raises(NotAllowed):
        invite(chloe, actor=manager)
    with pytest.raises(NotAllowed):
        invite(chloe, actor=manager, course_id=6)
