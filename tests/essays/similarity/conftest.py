"""Browsers of people with a role."""

from tests.essays.marking.conftest import browse

__all__ = ["browse"]
