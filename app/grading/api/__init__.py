"""Grading over HTTP: recording, the gradebook, closing."""

from app.grading.api import closing, gradebook, recording
from app.grading.api.blueprint import resources

__all__ = ["closing", "gradebook", "recording", "resources"]
