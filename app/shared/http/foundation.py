"""What every feature stands on, set up in one place."""

from __future__ import annotations

from flask_bootstrap import Bootstrap5
from flask_compress import Compress
from flask_migrate import Migrate

from app.config import ROOT, Settings
from app.shared import database, engines, files, limits, logs
from app.shared.http import context, headers, health, problems, static
from app.shared.http.access import csrf, login_manager
from app.shared.http.application import Application
from app.shared.http.proxy import TrustedProxies
from app.shared.http.signed import Cookies


def lay(app: Application, settings: Settings) -> None:
    """Set up database, sign-in, limits, languages, headers and problem answers on `app`."""
    logs.set_up(settings)
    app.extensions["settings"] = settings
    secure = settings.base_url.startswith("https:")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engines.engine_options(settings.database_url),
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
    app.session_interface = Cookies(app)
    database.db.init_app(app)
    Migrate(app, database.db, directory=str(ROOT / "migrations"), render_as_batch=True)
    login_manager.init_app(app)
    login_manager.session_protection = None
    csrf.init_app(app)
    limits.set_up(app, settings)
    files.register(app, settings)
    context.register(app)
    Bootstrap5(app)
    Compress(app)
    static.register(app)
    headers.register(app, secure=secure)
    problems.register(app)
    app.register_blueprint(health.pages)
    app.wsgi_app = TrustedProxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]  # as Flask says
