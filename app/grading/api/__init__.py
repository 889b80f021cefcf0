"""Grading over HTTP: recording, the gradebook, releases, remarks, excuses, closing."""

from app.grading.api import closing, excusing, gradebook, recording, releasing, remarks
from app.grading.api.blueprint import resources

__all__ = ["closing", "excusing", "gradebook", "recording", "releasing", "remarks", "resources"]
"""Grading over HTTP: recording, scoring anew, the gradebook, closing."""

from app.grading.api import rescoring

__all__ = ["closing", "gradebook", "recording", "rescoring", "resources"]
