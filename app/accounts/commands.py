"""`flask accounts`, `flask roles`, `flask tokens`: for whoever runs the machine."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from app.accounts import queries, service
from app.accounts.rules import API_TOKEN_DAYS, LONGEST_API_TOKEN_DAYS, NewPerson, scope_words
from app.config import Settings
from app.shared import clock
from app.shared.commands import one_transaction, say_done
from app.shared.errors import NotFound, RuleBroken, Unreadable
from app.shared.http.access import CourseLike, finders
from app.shared.language import LANGUAGES
from app.shared.permissions import SYSTEM, Role
from app.shared.wording import text

accounts = AppGroup("accounts", help="People's accounts.")
roles = AppGroup("roles", help="Who may do what, where.")
tokens = AppGroup("tokens", help="API tokens, for scripts.")
groups = (accounts, roles, tokens)

password_option = click.option(
    "--password-stdin", is_flag=True, help="Read the password, one line, from standard input."
)


@accounts.command("create")
@click.argument("email")
@click.option("--name", default="", help='Given name and family name, like "Amina Banda".')
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
@click.option("--timezone", default="UTC", show_default=True, help="An IANA zone, like Africa/Harare.")
@password_option
@one_transaction
def create(email: str, name: str, language: str, timezone: str, *, password_stdin: bool) -> None:
    """Make an account for EMAIL. Without --password-stdin, mail a link that sets a password, and write it out."""
    given, _, family = name.strip().partition(" ")
    now = clock.now()
    newcomer = NewPerson(email, given, family.strip(), language, timezone)
    person = service.create_person(newcomer, actor=SYSTEM, now=now)
    if password_stdin:
        service.set_password(person.id, _typed_password(), base_url=_base_url(), actor=SYSTEM, now=now)
        say_done(f"{person.email}: account made, password set")
        return
    links = service.invite_people([person], base_url=_base_url(), actor=SYSTEM, now=now)
    say_done(f"{person.email}: account made; this link sets the password, within 14 days, and is mailed as well:")
    click.echo(links[person.id])


@accounts.command("password")
@click.argument("email")
@password_option
@one_transaction
def password(email: str, *, password_stdin: bool) -> None:
    """Set the password of EMAIL. Without --password-stdin, mail a link that sets it, and write it out."""
    person, now = queries.get_person_by_email(email), clock.now()
    if password_stdin:
        service.set_password(person.id, _typed_password(), base_url=_base_url(), actor=SYSTEM, now=now)
        say_done(f"{person.email}: password set, signed out everywhere")
        return
    link = service.mail_reset_link(person, base_url=_base_url(), actor=SYSTEM, now=now)
    say_done(f"{person.email}: this link sets a new password, within an hour, and is mailed as well:")
    click.echo(link)


@accounts.command("disable")
@click.argument("email")
@one_transaction
def disable(email: str) -> None:
    """Keep EMAIL from signing in, at once and everywhere. What the person did stays."""
    person = queries.get_person_by_email(email)
    service.disable_person(person.id, actor=SYSTEM, now=clock.now())
    say_done(f"{person.email}: disabled, signed out everywhere, tokens revoked")


@accounts.command("enable")
@click.argument("email")
@one_transaction
def enable(email: str) -> None:
    """Let EMAIL sign in again."""
    person = queries.get_person_by_email(email)
    service.enable_person(person.id, actor=SYSTEM, now=clock.now())
    say_done(f"{person.email}: enabled")


role_argument = click.argument("role", type=click.Choice([role.value for role in Role]))


@roles.command("grant")
@click.argument("email")
@role_argument
@click.argument("code", required=False)
@click.option("--sponsor", help="For the role sponsor: whose participants the person may see.")
@one_transaction
def grant(email: str, role: str, code: str | None, sponsor: str | None) -> None:
    """Give EMAIL a ROLE in the course CODE; an administrator's role needs no course."""
    _refuse_participant(role, code)
    person, course = queries.get_person_by_email(email), _course(code)
    is_new = service.grant_role(
        person.id,
        Role(role),
        actor=SYSTEM,
        now=clock.now(),
        course_id=course.id if course else None,
        sponsor=sponsor,
    )
    say_done(f"{person.email}: {'is now' if is_new else 'was already'} {_spoken(role, code)}")


@roles.command("revoke")
@click.argument("email")
@role_argument
@click.argument("code", required=False)
@one_transaction
def revoke(email: str, role: str, code: str | None) -> None:
    """Take a ROLE in the course CODE from EMAIL."""
    _refuse_participant(role, code)
    person, course = queries.get_person_by_email(email), _course(code)
    was_held = service.revoke_role(
        person.id, Role(role), actor=SYSTEM, now=clock.now(), course_id=course.id if course else None
    )
    say_done(f"{person.email}: {'is no longer' if was_held else 'was not'} {_spoken(role, code)}")


@roles.command("list")
@click.argument("email", required=False)
@one_transaction
def list_roles(email: str | None) -> None:
    """Write who holds which role where, tab-separated: everybody but participants, or all roles of EMAIL."""
    person = queries.get_person_by_email(email) if email else None
    by_id = finders().course_by_id
    for held in queries.grants_of(person.id if person else None):
        code = by_id(held.course_id).code if held.course_id is not None else "*"
        click.echo("\t".join((held.email, held.role, code, held.sponsor or "")))


@tokens.command("create")
@click.argument("email")
@click.option("--scope", "scopes", multiple=True, required=True, help="What it may do; give it once for each.")
@click.option("--name", default="command line", show_default=True, help="What uses it.")
@click.option("--days", type=click.IntRange(1, LONGEST_API_TOKEN_DAYS), default=API_TOKEN_DAYS, show_default=True)
@one_transaction
def create_token(email: str, scopes: tuple[str, ...], name: str, days: int) -> None:
    """Make an API token that acts for EMAIL, and write it out: it is not shown again."""
    person = queries.get_person_by_email(email)
    wanted = [scope.strip() for given in scopes for scope in given.split(",")]
    secret, token = service.create_token(person.id, name, wanted, days=days, actor=SYSTEM, now=clock.now())
    words = "; ".join(str(scope_words(scope)) for scope in token.scopes)
    say_done(f"{person.email}: token {token.id}, until {token.expires_at:%Y-%m-%d}, may: {words}")
    click.echo(secret)


@tokens.command("list")
@click.argument("email", required=False)
@one_transaction
def list_tokens(email: str | None) -> None:
    """Write the API tokens that may be used, tab-separated: number, e-mail, name, scopes, end."""
    person = queries.get_person_by_email(email) if email else None
    for token in queries.tokens_of(person.id if person else None, clock.now()):
        ends = token.expires_at.isoformat(timespec="seconds")
        click.echo("\t".join((str(token.id), token.email, token.name, ",".join(token.scopes), ends)))


@tokens.command("revoke")
@click.argument("number", type=int)
@one_transaction
def revoke_token(number: int) -> None:
    """End the API token with this NUMBER (see `flask tokens list`)."""
    token = service.revoke_token(number, actor=SYSTEM, now=clock.now())
    say_done(f"{token.email}: token {token.id} ({token.name}) is revoked")


def _typed_password() -> str:
    typed = sys.stdin.readline().rstrip("\r\n")
    if not typed:
        raise Unreadable(text("There is no password on standard input."))
    return typed


def _base_url() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url


def _course(code: str | None) -> CourseLike | None:
    if code is None:
        return None
    course = finders().course(code)
    if course is None:
        raise NotFound(text("There is no course %(code)s.", code=code))
    return course


def _refuse_participant(role: str, code: str | None) -> None:
    if role == Role.PARTICIPANT:
        reason = text(
            "Participants are enrolled, with what statistics need: flask participants import %(code)s FILE.csv",
            code=code or "CODE",
        )
        raise RuleBroken(reason, code="participants_are_enrolled")


def _spoken(role: str, code: str | None) -> str:
    return f"{role} in {code}" if code else f"{role}, over all courses"
