"""Entering people: one by one, by the thousand, again."""

import pytest
from flask import Flask

from app.accounts import queries, service
from app.accounts.rules import NewGrant, NewPerson
from app.shared.errors import NotAllowed, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests import cast
from tests.conftest import NOW
from tests.statements import statements


def test_somebody_is_found_however_the_address_is_typed(app: Flask) -> None:
    entered = service.create_person(NewPerson("Amina.Banda@ECampus.test", "Amina", "Banda"), actor=SYSTEM, now=NOW)
    found = queries.find_person("  amina.banda@ecampus.TEST ")
    assert found == entered
    assert found.email == "Amina.Banda@ECampus.test"


def test_an_address_belongs_to_one_person(app: Flask) -> None:
    cast.enter(cast.AMINA)
    with pytest.raises(RuleBroken) as refusal:
        service.create_person(NewPerson("AMINA@ecampus.test"), actor=SYSTEM, now=NOW)
    assert refusal.value.code == "email_taken"


@pytest.mark.parametrize(
    "person",
    [
        NewPerson("no address"),
        NewPerson("two@at@signs.test"),
        NewPerson("a@b"),
        NewPerson("x@y.test\nBcc: z@y.test"),
        NewPerson("a" * 250 + "@ecampus.test"),
        NewPerson("a@ecampus.test", "x" * 201),
        NewPerson("a@ecampus.test", "a\x00b"),
        NewPerson("a@ecampus.test", timezone="Mars/Olympus"),
    ],
)
def test_what_cannot_be_used_is_refused(app: Flask, person: NewPerson) -> None:
    with pytest.raises(Unreadable) as refusal:
        service.create_person(person, actor=SYSTEM, now=NOW)
    assert len(refusal.value.problems) == 1


def test_a_thousand_people_take_few_statements(app: Flask) -> None:
    people = [NewPerson(f"p{number}@ecampus.test", "P", str(number)) for number in range(1000)]
    with statements() as seen:
        done = service.upsert_people(people, actor=SYSTEM, now=NOW)
    assert len(done.created) == 1000
    assert done.people["p7@ecampus.test"].family_name == "7"
    assert len(seen) <= 6
    again = service.upsert_people(people, actor=SYSTEM, now=NOW)
    assert (again.created, again.changed) == ((), ())


def test_names_are_corrected_and_empty_names_correct_nothing(app: Flask) -> None:
    cast.enter(cast.AMINA)
    done = service.upsert_people(
        [NewPerson("Amina@ecampus.test", "Aminata", "", "fr", "Africa/Dakar")], actor=SYSTEM, now=NOW
    )
    person = queries.get_person_by_email(cast.AMINA.email)
    assert done.changed == (person.id,)
    assert (person.given_name, person.family_name, person.language) == ("Aminata", "Banda", "fr")
    assert person == done.people["amina@ecampus.test"]


def test_a_thousand_roles_take_few_statements(app: Flask) -> None:
    people = [NewPerson(f"p{number}@ecampus.test") for number in range(1000)]
    ids = service.upsert_people(people, actor=SYSTEM, now=NOW).created
    grants = [NewGrant(person_id, Role.ADMINISTRATOR) for person_id in ids]
    with statements() as seen:
        assert service.grant_roles(grants, actor=SYSTEM, now=NOW) == 1000
    assert len(seen) <= 6
    assert service.grant_roles(grants, actor=SYSTEM, now=NOW) == 0


def test_only_who_manages_accounts_enters_people_and_gives_roles(app: Flask) -> None:
    manager = Actor(1, "person:1", (Grant(Role.ACTIVITY_MANAGER, 5),))
    with pytest.raises(NotAllowed):
        service.create_person(cast.AMINA, actor=manager, now=NOW)
    with pytest.raises(NotAllowed):
        service.upsert_people([cast.AMINA], actor=manager, now=NOW, course_id=6)
    entered = service.upsert_people([cast.AMINA], actor=manager, now=NOW, course_id=5).people[cast.AMINA.email]
    for role in set(Role) - {Role.PARTICIPANT}:
        with pytest.raises(NotAllowed):
            service.grant_role(entered.id, role, actor=manager, now=NOW, course_id=5, sponsor=None)
