"""Finding whom an extension is for, by what people and programs write."""

from __future__ import annotations

from app.courses.queries.courses import pieces_of
from app.courses.queries.roster import enrolments_by_email, enrolments_by_id, groups_of
from app.courses.rules.extensions import EVERYBODY, Receiver
from app.courses.rules.values import PieceValue
from app.shared.errors import Problem, Unreadable
from app.shared.wording import Text, text


def find_receiver(
    course_id: int, *, person: int | str | None = None, group: int | str | None = None, everybody: bool = False
) -> Receiver:
    """Return the one receiver that is named: an enrolment's id or e-mail, a group's id or name, or everybody.

    Raises `Unreadable` for nobody or several, and for somebody or a group that the course does not have.
    """
    if sum((person is not None, group is not None, everybody)) != 1:
        raise _unreadable(text("Say for whom: one person, one group, or all."), "person")
    if person is not None:
        return _person(course_id, person)
    return EVERYBODY if group is None else _group(course_id, group)


def find_piece(course_id: int, key: str) -> PieceValue:
    """Return the piece of that key. Raises `Unreadable` when the course has none."""
    for piece in pieces_of(course_id):
        if piece.key == key:
            return piece
    raise _unreadable(text("The course has no such piece."), "piece")


def _person(course_id: int, person: int | str) -> Receiver:
    named = str(person).strip()
    if named.isdecimal() and named.isascii():
        found = next(iter(enrolments_by_id(course_id, [_id(named)])), None)
    else:
        found = next((one.id for one in enrolments_by_email(course_id, [named]).values()), None)
    if found is None:
        raise _unreadable(text("Nobody of that id or e-mail address takes this course."), "person")
    return Receiver(enrolment_id=found)


def _group(course_id: int, group: int | str) -> Receiver:
    """Return the group of that name; then of that id, which is what a number that is no string means."""
    groups = groups_of(course_id)
    named = [one.id for one in groups if isinstance(group, str) and one.name == group.strip()]
    found = named or [one.id for one in groups if str(one.id) == str(group).strip()]
    if not found:
        raise _unreadable(text("The course has no such group."), "group")
    return Receiver(group_id=found[0])


def _id(digits: str) -> int:
    """Return the id; 0, which nobody has, for one that no database can hold."""
    number = int(digits[:11])
    return number if number < 2**31 else 0


def _unreadable(reason: Text, where: str) -> Unreadable:
    return Unreadable(reason, problems=[Problem(reason, where)])
