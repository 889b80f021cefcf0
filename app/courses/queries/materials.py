"""Reads of a course's texts."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, select

from app.accounts.queries import team_of
from app.courses.models import Material
from app.courses.rules import CourseValue
from app.courses.rules.materials import Audience, Filling, MaterialKind, MaterialValue, Message
from app.courses.rules.materials.glossary import Glossary
from app.shared.database import session
from app.shared.errors import NotFound
from app.shared.permissions import Role

_LISTED = (
    Material.kind,
    Material.key,
    Material.title,
    Material.position,
    Material.week,
    Material.minutes,
    Material.audience,
    Material.digest,
)
_ORDER = (Material.kind, Material.position, Material.key)
_KEPT = 32
_glossaries: dict[str, Glossary] = {}
"""Glossaries by their digest: made ready to be found in texts, which takes a while, once."""


def list_materials(course_id: int, kinds: Collection[MaterialKind] | None = None) -> tuple[MaterialValue, ...]:
    """Return the texts of a course (of these kinds, or all) in their order, without their content; one statement."""
    statement = select(*_LISTED).where(Material.course_id == course_id).order_by(*_ORDER)
    if kinds is not None:
        statement = statement.where(Material.kind.in_(kinds))
    return tuple(
        MaterialValue(
            kind=MaterialKind(kind),
            key=key,
            title=title,
            position=position,
            week=week,
            minutes=minutes,
            audience=Audience(audience),
            digest=digest,
        )
        for kind, key, title, position, week, minutes, audience, digest in session.execute(statement)
    )


def materials_of(course_id: int, kinds: Collection[MaterialKind] | None = None) -> tuple[MaterialValue, ...]:
    """Return the texts of a course (of these kinds, or all) in their order, with their content; one statement."""
    wanted = (Material.kind.in_(kinds),) if kinds is not None else ()
    return _values(Material.course_id == course_id, *wanted)


def find_material(course_id: int, kind: MaterialKind, key: str) -> MaterialValue | None:
    """Return one text of a course; None when there is none."""
    found = _values(Material.course_id == course_id, Material.kind == kind, Material.key == key)
    return found[0] if found else None


def get_material(course_id: int, kind: MaterialKind, key: str) -> MaterialValue:
    """Return one text of a course. Raises `NotFound`."""
    found = find_material(course_id, kind, key)
    if found is None:
        raise NotFound
    return found


def glossary_of(course_id: int) -> Glossary:
    """Return the terms of a course, none where it has no glossary; one statement once the glossary is known."""
    mine = (Material.course_id == course_id, Material.kind == MaterialKind.GLOSSARY)
    digest = session.scalar(select(Material.digest).where(*mine)) or ""
    kept = _glossaries.get(digest)
    if kept is None:
        content = session.scalar(select(Material.content).where(*mine)) if digest else {}
        kept = Glossary.from_content(content or {}, digest)
        if len(_glossaries) >= _KEPT:
            _glossaries.clear()
        _glossaries[digest] = kept
    return kept


def message(course_id: int, key: str) -> Message | None:
    """Return the course's own words for a mail (`extension_granted`); None where it has none."""
    found = find_material(course_id, MaterialKind.MESSAGE, key)
    return Message(found.key, found.content["subject"], found.content["body"]) if found else None


def message_values(course: CourseValue) -> dict[str, Filling]:
    """Return what every message of a course may name, but for receiver and link; one statement."""
    managers = [one.name or one.email for one in team_of(course.id) if one.role is Role.ACTIVITY_MANAGER]
    return {
        "course": course.title,
        "code": course.code,
        "starts": course.starts_on,
        "ends": course.ends_on,
        "manager": ", ".join(managers) or "e-Campus",
    }


def _values(*wanted: ColumnElement[bool]) -> tuple[MaterialValue, ...]:
    rows = session.scalars(select(Material).where(*wanted).order_by(*_ORDER))
    return tuple(
        MaterialValue(
            kind=MaterialKind(row.kind),
            key=row.key,
            title=row.title,
            position=row.position,
            week=row.week,
            minutes=row.minutes,
            audience=Audience(row.audience),
            content=row.content,
            digest=row.digest,
        )
        for row in rows
    )
