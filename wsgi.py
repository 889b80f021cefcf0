"""The application for `flask` and for WSGI servers: `gunicorn wsgi:app`."""

from app import create_app
from app.shared import scheduler

app = create_app()
scheduler.start_at_first_request(app)
