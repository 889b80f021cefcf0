"""Verbs on certificates."""

from app.certificates.service.issuing import issue_certificates

__all__ = ["issue_certificates"]
