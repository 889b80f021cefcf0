"""Pages: sign-in, forgotten password, the page behind a mailed link, profile."""

from app.accounts.pages import passwords, profile, sign_in
from app.accounts.pages.blueprint import pages

__all__ = ["blueprints", "pages", "passwords", "profile", "sign_in"]

blueprints = (pages,)
