"""The application for `flask` and for WSGI servers: `gunicorn wsgi:app`."""

from app import create_app

app = create_app()
