"""Pages of certificates: a course's list with its issue button, the public check, the PDF."""

from app.certificates.pages import correction, course, own, paper, verify
from app.certificates.pages.blueprint import pages

blueprints = (pages,)

__all__ = ["blueprints", "correction", "course", "own", "pages", "paper", "verify"]
