"""Commands for operators: `flask doctor`, `flask jobs`."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from app.config import Settings
from app.shared import clock, scheduler
from app.shared.commands import say_done
from app.shared.doctor import State, examine


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Check settings, database, mail, storage, clock and jobs, and say how to mend what is wrong."""
    settings: Settings = current_app.extensions["settings"]
    click.echo("Settings")
    for variable, value, meaning in settings.described():
        click.echo(f"  {variable}={value}")
        click.echo(f"      {meaning}")
    click.echo("\nChecks")
    wrong = 0
    for finding in examine(settings, clock.now()):
        wrong += finding.state is State.WRONG
        click.echo(f"  {finding.state:5}  {finding.about}: {finding.fact}")
        if finding.mend and finding.state is not State.OK:
            click.echo(f"         {finding.mend}")
    say_done(f"{wrong} to mend" if wrong else "Nothing to mend.")
    sys.exit(1 if wrong else 0)


jobs = AppGroup("jobs", help="Timed jobs: list them, run them by hand.")


@jobs.command("list")
def list_jobs() -> None:
    """Write each job's name and the seconds between two runs."""
    for job in scheduler.jobs_of(current_app).values():
        click.echo(f"{job.name}\t{job.every}")


@jobs.command("run")
@click.argument("name", required=False)
def run_jobs(name: str | None) -> None:
    """Run the job NAME, or every job, once. Harmless while the server runs them too."""
    known = scheduler.jobs_of(current_app)
    if name is not None and name not in known:
        raise click.BadParameter(f"there is no job {name}; there are {', '.join(known)}", param_hint="NAME")
    failed = False
    for job in [name] if name else list(known):
        done = scheduler.attempt(current_app, job, clock.now())
        failed |= done is None
        say_done(f"{job}: {'failed, see the log' if done is None else done}")
    sys.exit(1 if failed else 0)


commands: tuple[click.Command, ...] = (doctor, jobs)
