"""Essays over HTTP: the marking queue and marks."""

from app.essays.api import marking
from app.essays.api.blueprint import resources

__all__ = ["marking", "resources"]
