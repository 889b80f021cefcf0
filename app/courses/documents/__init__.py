"""Texts of a course as files of their own: HTML that is read offline, PDF to print. Pure functions of a booklet."""

from app.courses.documents.booklet import Booklet
from app.courses.documents.markup import as_html
from app.courses.documents.offline import as_file
from app.courses.documents.pdf import as_pdf

__all__ = ["Booklet", "as_file", "as_html", "as_pdf"]
