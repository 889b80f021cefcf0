"""Roles in a course, by command: they count from the next request on, and only there."""

from flask import Flask
from flask.testing import FlaskCliRunner

from app.accounts import queries
from app.shared import clock
from app.shared.permissions import Permission, Role
from app.shared.tokens import token_hash
from tests import cast
from tests.courses.cast import small_course
from tests.statements import statements


def test_a_role_counts_from_the_next_request_on_until_it_is_taken(app: Flask, run: FlaskCliRunner) -> None:
    course = small_course()
    person = cast.enter(cast.TUTOR)
    signed_in = token_hash(cast.sign_in(app.test_client(), person))

    def may_mark() -> bool:
        online = queries.find_actor_by_sign_in(signed_in, clock.now())
        assert online is not None
        return online.actor.may(Permission.MARK_GROUP, course.id)

    assert not may_mark()
    assert run.invoke(args=["roles", "grant", person.email, "tutor", course.code]).exit_code == 0
    assert may_mark()
    assert run.invoke(args=["roles", "list"]).stdout == f"{person.email}\ttutor\t{course.code}\t\n"
    assert run.invoke(args=["roles", "revoke", person.email, "tutor", course.code]).exit_code == 0
    assert not may_mark()


def test_a_sponsor_is_named_and_renamed(run: FlaskCliRunner) -> None:
    course, person = small_course(), cast.enter(cast.SPONSOR)
    grant = ["roles", "grant", person.email, "sponsor", course.code]
    refused = run.invoke(args=grant)
    assert (refused.exit_code, refused.stderr) == (1, "Name the sponsor whose participants this person may see.\n")
    for name in ("SAMM", "Other"):
        assert run.invoke(args=[*grant, "--sponsor", name]).exit_code == 0
        (held,) = queries.grants_of(person.id)
        assert (held.role, held.course_id, held.sponsor) == (Role.SPONSOR, course.id, name)


def test_an_administrator_is_one_everywhere_and_once(run: FlaskCliRunner) -> None:
    course, person = small_course(), cast.enter(cast.ADMINISTRATOR)
    refused = run.invoke(args=["roles", "grant", person.email, "administrator", course.code])
    assert (refused.exit_code, refused.stderr) == (
        1,
        "An administrator's role is held over all courses: name no course.\n",
    )


def test_everything_about_who_asks_comes_in_one_statement(app: Flask, run: FlaskCliRunner) -> None:
    course, person = small_course(), cast.enter_with_role(cast.TUTOR, Role.ADMINISTRATOR)
    for role in ("tutor", "expert", "assistant"):
        run.invoke(args=["roles", "grant", person.email, role, course.code])
    signed_in = token_hash(cast.sign_in(app.test_client(), person))
    with statements() as seen:
        online = queries.find_actor_by_sign_in(signed_in, clock.now())
    assert len(seen) == 1
    assert online is not None
    assert len(online.actor.grants) == 4
    assert (online.email, online.timezone) == (cast.TUTOR.email, "Africa/Dakar")
