"""The pure part of a course's texts: what they are, how they are read, how messages are filled."""

from app.courses.rules.materials.figures import material_figures
from app.courses.rules.materials.kinds import Audience, MaterialKind, MaterialValue
from app.courses.rules.materials.messages import (
    ALWAYS,
    PLACEHOLDERS,
    SENT,
    Filling,
    Message,
    render_message,
    sample_values,
)

__all__ = [
    "ALWAYS",
    "PLACEHOLDERS",
    "SENT",
    "Audience",
    "Filling",
    "MaterialKind",
    "MaterialValue",
    "Message",
    "material_figures",
    "render_message",
    "sample_values",
]
