"""The certificate as a PDF: a pure function of its facts. No clock, no database, nothing at import."""

from app.certificates.documents.certificate import render_certificate
from app.certificates.documents.shaping import unprintable

__all__ = ["render_certificate", "unprintable"]
