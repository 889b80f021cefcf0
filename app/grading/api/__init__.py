"""Grading over HTTP: recording, scoring anew, the gradebook, closing."""

from app.grading.api import closing, gradebook, recording, rescoring
from app.grading.api.blueprint import resources

__all__ = ["closing", "gradebook", "recording", "rescoring", "resources"]
