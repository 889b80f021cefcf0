"""`flask demo`: load the demonstration, and say how to sign in to it."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from app.accounts.queries import people_by_email
from app.accounts.rules import email_key
from app.config import ROOT, Settings
from app.demo.rules import PARTICIPANTS, PASSWORD, STAFF
from app.demo.service import Source, load
from app.shared import clock
from app.shared.commands import one_transaction, say_done
from app.shared.errors import NotFound
from app.shared.wording import text

demo = AppGroup("demo", help="A course with its cohort to look around in.")
groups = (demo,)

CATALOGUE = ROOT / "catalogue"


@demo.command("load")
@click.option("--force", is_flag=True, help="Also where real people use the system; everybody knows the passwords.")
@one_transaction
def load_demo(*, force: bool) -> None:
    """Load the sample course, the same course as of today, a small other course, and a sign-in for every role."""
    settings: Settings = current_app.extensions["settings"]
    source = Source(CATALOGUE, settings.max_import_megabytes, settings.base_url)
    for fact in load(source, now=clock.now(), force=force):
        say_done(fact)


@demo.command("sign-ins")
@one_transaction
def sign_ins() -> None:
    """Print who can sign in to the demonstration, with what to try as each."""
    personas = [*STAFF, *PARTICIPANTS]
    known = people_by_email(persona.email for persona in personas)
    if not known:
        raise NotFound(text("The demonstration is not loaded: flask demo load."))
    settings: Settings = current_app.extensions["settings"]
    click.echo(f"Sign in at {settings.base_url}/sign-in. The password of all: {PASSWORD}\n")
    width = max(len(persona.email) for persona in personas)
    for persona in personas:
        if email_key(persona.email) in known:
            role = persona.role.value.replace("_", " ")
            click.echo(f"  {persona.email:<{width}}  {role}")
            click.echo(f"  {'':<{width}}  try: {persona.try_this}")
    sys.stdout.flush()
