"""Reads of group work."""

from app.groupwork.queries.evidence import evidence_of

__all__ = ["evidence_of"]
