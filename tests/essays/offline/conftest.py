"""A keeper of marks that only notes them, and browsers of people with a role."""

from tests.essays.marking.conftest import browse, keeper

__all__ = ["browse", "keeper"]
