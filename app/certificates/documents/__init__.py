"""The certificate as a PDF: a pure function of its facts. No clock, no database, nothing at import."""

from app.certificates.documents.certificate import render_certificate
from app.certificates.documents.reading import number_in, number_in_any
from app.certificates.documents.shaping import unprintable

__all__ = ["number_in", "number_in_any", "render_certificate", "unprintable"]
