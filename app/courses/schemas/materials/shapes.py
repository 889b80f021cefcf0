"""The structured files of a course's folder: by which name each is known, how it is checked, what is kept of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.courses.rules import Definition
from app.courses.rules.materials import Audience, MaterialKind, MaterialValue
from app.courses.schemas.materials import check_structured as checks
from app.courses.schemas.materials.sections import (
    CalibrationSection,
    GlossarySection,
    MessageSection,
    QuestionnaireSection,
    RolesSection,
    WorksheetSection,
)
from app.courses.schemas.materials.structured import Check, Loaded
from app.shared.definitions.section import Section

_YAML = ".yaml"

Value = Callable[[int, Loaded], MaterialValue]
Shape = tuple[type[Section], tuple[Check, ...], Value]


def shape_of(folder: str, name: str, definition: Definition) -> Shape | None:
    """Return how a structured file is read, checked and kept; None for a name that does not belong there."""
    stem = name.rpartition("/")[2].removesuffix(_YAML)
    if folder == "questionnaires" and name.endswith(_YAML):
        named = checks.named("questionnaire", stem)
        return (
            QuestionnaireSection,
            (named, checks.unique("sections"), checks.item_faults),
            _keeper(MaterialKind.QUESTIONNAIRE, stem, Audience.STAFF, "questionnaire", "title", "minutes"),
        )
    if folder == "messages" and name.endswith(_YAML):
        keep = _keeper(MaterialKind.MESSAGE, stem, Audience.STAFF, "message")
        return MessageSection, (checks.named("message", stem), checks.message_faults), keep
    group_work = checks.group_work(definition)
    shapes: Mapping[str, Shape] = {
        "glossary.yaml": (
            GlossarySection,
            (checks.unique("terms"), checks.form_faults),
            _keeper(MaterialKind.GLOSSARY, "glossary", Audience.EVERYBODY),
        ),
        "groupwork/worksheet.yaml": (
            WorksheetSection,
            (group_work, checks.unique("columns", "rows")),
            _keeper(MaterialKind.GROUP_WORK, "worksheet", Audience.EVERYBODY, "title"),
        ),
        "groupwork/roles.yaml": (
            RolesSection,
            (group_work, checks.unique("roles"), checks.task_faults),
            _keeper(MaterialKind.GROUP_WORK, "roles", Audience.EVERYBODY),
        ),
        "essay/calibration.yaml": (
            CalibrationSection,
            (checks.calibration(definition),),
            _keeper(MaterialKind.ESSAY, "calibration", Audience.STAFF, "title"),
        ),
    }
    return shapes.get(name)


def _keeper(kind: MaterialKind, key: str, audience: Audience, *columns: str) -> Value:
    """Return what keeps the values of a file; those in `columns` are no part of the content."""

    def keep(position: int, data: Loaded) -> MaterialValue:
        content = {name: value for name, value in data.items() if name not in columns}
        title = data.get("title") or data.get("subject") or {}
        return MaterialValue(
            kind=kind,
            key=key,
            title=title,
            position=position,
            minutes=data.get("minutes") if "minutes" in columns else None,
            audience=audience,
            content=content,
        )

    return keep
