"""Essays over HTTP: writing and handing in, the marking queue and marks."""

from app.essays.api import marking, writing
from app.essays.api.blueprint import resources

__all__ = ["marking", "resources", "writing"]
