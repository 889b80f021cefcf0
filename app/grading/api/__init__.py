"""Grading over HTTP: recording, scoring anew, the gradebook, releases, remarks, excuses, closing."""

from app.grading.api import closing, excusing, gradebook, recording, releasing, remarks, rescoring
from app.grading.api.blueprint import resources

__all__ = ["closing", "excusing", "gradebook", "recording", "releasing", "remarks", "rescoring", "resources"]
