"""e-Campus: cohort courses that end in a certificate. `create_app` is the table of contents."""

from __future__ import annotations

import importlib
import importlib.util
import os
from types import ModuleType
from typing import Any

from click import Group
from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_compress import Compress
from flask_migrate import Migrate

from app import api
from app.accounts import queries as people
from app.certificates.rules import CertificateTexts
from app.config import ROOT, Settings
from app.courses import queries as courses
from app.courses.schemas import read_definition, register_section
from app.courses.service import register_graded_pieces
from app.demo import service as demo
from app.grading.queries import graded_pieces
from app.grading.rules import Policy
from app.shared import database, doctor, limits, logs, maintenance, scheduler
from app.shared.http import context, headers, health, problems, static
from app.shared.http.access import Finders, csrf, login_manager
from app.shared.http.application import Application
from app.shared.http.proxy import TrustedProxies

FEATURES = ("notifications", "accounts", "courses", "grading", "certificates", "reports", "progress", "demo")


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application that `settings` (the environment's when None) make."""
    settings = settings or Settings.read(os.environ)
    app = Application(__name__)
    configure(app, settings)
    for name in FEATURES:
        _room(name, "models")
        for blueprint in _part(name, "pages", "blueprints"):
            app.register_blueprint(blueprint)
        for group in _part(name, "commands", "groups"):
            _add_commands(app, group)
    _hand_down()
    api.mount(app)
    app.extensions["finders"] = Finders(
        by_sign_in=people.find_actor_by_sign_in,
        by_api_token=people.find_actor_by_api_token,
        course=courses.find_course,
        course_by_id=courses.get_course_by_id,
    )
    doctor.register(app, tuple(check for name in FEATURES for check in _part(name, "commands", "checks")))
    for command in maintenance.commands:
        app.cli.add_command(command)
    scheduler.register(app, tuple(job for name in FEATURES for job in _part(name, "jobs", "jobs")))
    return app


def _hand_down() -> None:
    """Give lower features what they need of higher ones."""
    register_section("policy", Policy.from_data)
    register_section("certificate", CertificateTexts.from_data)
    register_graded_pieces(graded_pieces)
    demo.read_with(read_definition)


def _add_commands(app: Flask, group: Group) -> None:
    """Add a group of commands; a feature above may add its own to a group of the same name (`courses close`)."""
    known = app.cli.commands.get(group.name or "")
    if isinstance(known, Group):
        known.commands.update(group.commands)
    else:
        app.cli.add_command(group)


def _part(name: str, room: str, face: str) -> tuple[Any, ...]:
    return tuple(getattr(_room(name, room), face, ()))


def _room(name: str, room: str) -> ModuleType | None:
    if importlib.util.find_spec(f"app.{name}.{room}") is None:
        return None
    return importlib.import_module(f"app.{name}.{room}")


def configure(app: Application, settings: Settings) -> None:
    """Set up what every feature stands on."""
    logs.set_up(settings)
    app.extensions["settings"] = settings
    secure = settings.base_url.startswith("https:")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=database.engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=(settings.max_import_megabytes + 1) * 1_000_000,
        SESSION_COOKIE_NAME="ecampus",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=settings.sign_in_days * 24 * 3600,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        BOOTSTRAP_SERVE_LOCAL=True,
        BABEL_DEFAULT_LOCALE="en",
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/css",
            "text/csv",
            "application/json",
            "image/svg+xml",
            "text/javascript",
        ],
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
    )
    database.db.init_app(app)
    Migrate(app, database.db, directory=str(ROOT / "migrations"), render_as_batch=True)
    login_manager.init_app(app)
    login_manager.session_protection = None
    csrf.init_app(app)
    limits.set_up(app, settings)
    context.register(app)
    Bootstrap5(app)
    Compress(app)
    static.register(app)
    headers.register(app, secure=secure)
    problems.register(app)
    app.register_blueprint(health.pages)
    app.wsgi_app = TrustedProxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]  # as Flask says
