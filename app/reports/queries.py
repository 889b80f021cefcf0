"""Reads of figures over a whole course, in a number of statements that does not depend on its size."""

from __future__ import annotations

import difflib
from dataclasses import replace

from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.grading import queries as grading
from app.grading.queries import Gradebook, GradebookRow
from app.grading.rules import DEMOGRAPHICS, Kind, Row, summarise
from app.reports.rules import Completion, PieceFigure, participation
from app.shared.errors import NotAllowed, Problem, Unreadable
from app.shared.permissions import PERMISSIONS, Actor, Permission, Role
from app.shared.wording import Text, text


def completion(course: CourseValue, sponsor: str | None = None) -> Completion:
    """Return the figures of all participants of a course, or of one sponsor's (None: all).

    Before closing they are "so far"; after it they are made from the frozen results. Where somebody left the course,
    `everybody` has the same figures over whoever enrolled.
    """
    everybody = grading.gradebook(course, sponsor=sponsor, everybody=True)
    book = grading.staying(everybody, sponsor)
    found = _completion(course, book, sponsor)
    if len(book.rows) == len(everybody.rows):
        return found
    return replace(found, everybody=_completion(course, everybody, sponsor))


def _completion(course: CourseValue, book: Gradebook, sponsor: str | None) -> Completion:
    keys = [piece.key for piece in book.pieces]
    rows = [_row(row) for row in book.rows]
    quizzes = [piece.key for piece in book.plan if piece.kind is Kind.QUIZ]
    return Completion(
        code=course.code,
        title=course.title,
        sponsor=sponsor,
        closed=course.is_closed,
        statistics=summarise(rows, book.plan, book.policy, book.groups_with_mark),
        pieces=_pieces(book),
        people=tuple(participation(row.enrolment, row.standing, row.derivation, keys) for row in book.rows),
        mean_over=book.policy.mean_over,
        quiz_points=tuple(
            sorted(
                row.derivation.quiz_points for row in book.rows if any(row.standing.piece(key).done for key in quizzes)
            )
        ),
    )


def _row(row: GradebookRow) -> Row:
    return Row(row.derivation, row.standing, {key: getattr(row.enrolment, key) for key in DEMOGRAPHICS})


def _pieces(book: Gradebook) -> tuple[PieceFigure, ...]:
    return tuple(
        PieceFigure(
            key=piece.key,
            kind=piece.kind,
            title=piece.title,
            done=sum(row.standing.piece(piece.key).done for row in book.rows),
            of=sum(piece.key not in row.standing.excused for row in book.rows),
        )
        for piece in book.pieces
    )


def sponsor_for(actor: Actor, course: CourseValue, asked: str | None) -> str | None:
    """Return whose participants `actor` sees when asking for those of the sponsor `asked` (None: all).

    Somebody with a sponsor's role sees its own participants only. Raises `NotAllowed` when that role asks for
    another sponsor or names none, `Unreadable` for a sponsor that no participant of the course has.
    """
    actor.require(Permission.VIEW_STATISTICS, course.id)
    own = actor.sponsor_in(course.id)
    if not own and _sees_as_sponsor_only(actor, course):
        raise NotAllowed
    if own is not None:
        if asked not in {None, own}:
            raise NotAllowed(text("You see the figures of the participants that you fund, and of nobody else."))
        return own
    if asked is not None:
        check_sponsor(course, asked)
    return asked


def _sees_as_sponsor_only(actor: Actor, course: CourseValue) -> bool:
    roles = {role for role in actor.roles_in(course.id) if Permission.VIEW_STATISTICS in PERMISSIONS[role]}
    return roles == {Role.SPONSOR}


def check_sponsor(course: CourseValue, sponsor: str) -> None:
    """Raise `Unreadable`, naming the sponsors there are, when no participant of the course has this one."""
    known = courses.facets(course.id).sponsors
    if sponsor in known:
        return
    named = [name for name in known if name]
    raise Unreadable(
        text("No participant of %(code)s has the sponsor “%(sponsor)s”.", code=course.code, sponsor=sponsor[:80]),
        problems=[Problem(_instead(sponsor, named), where="sponsor")],
    )


def _instead(sponsor: str, named: list[str]) -> Text:
    by_case = {name.casefold(): name for name in named}
    close = difflib.get_close_matches(sponsor.casefold(), by_case, n=1)
    if close:
        return text("Did you mean “%(name)s”?", name=by_case[close[0]])
    if named:
        return text("Sponsors of this course: %(names)s.", names=", ".join(named[:20]))
    return text("No participant of this course has a sponsor.")
