"""Verbs on marks. Whoever calls them has checked that the actor may mark the piece of work at hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.courses.rules import Criterion
from app.rubrics.models import Mark, MarkVersion
from app.rubrics.queries import content_of, decided_by_remarks, value_of
from app.rubrics.rules import MarkContent, MarkState, MarkValue, Round, Subject, check_content
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Stale
from app.shared.permissions import Actor
from app.shared.wording import text

_OF_ONE = (Round.FIRST, Round.SECOND, Round.THIRD, Round.AGREED)
"""The rounds that one marker has; peers and markers in training each give their own."""


def save_mark(
    subject: Subject,
    in_round: Round,
    content: MarkContent,
    criteria: Sequence[Criterion],
    *,
    final: bool,
    base_version: int | None,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> MarkValue:
    """Save what the actor gives a piece of work in one round; every earlier state stays.

    A save equal to what is stored changes nothing. `base_version` is the version that the marker saw (0: none); None
    overwrites. A final mark stays final: what is saved then must be final too. `reason`, where there is one, goes into
    the audit trail. Raises `NotAllowed` (not a person),
    `Unreadable` (a criterion unknown, out of range, missing in a final mark), `Stale` (saved meanwhile, from another
    page), `RuleBroken` (mark_is_final; round_taken: another marker has this round).
    """
    marker_id = actor.themselves()
    wanted = check_content(content, criteria, complete=final)
    take_turn(f"marks of {subject.kind} {subject.id}")
    row = _row(subject, in_round, marker_id)
    if row is not None and _same(row, wanted, final=final):
        return value_of(row)
    if base_version is not None and base_version != _seen(row):
        raise Stale
    if row is not None and row.state == MarkState.FINAL and not final:
        raise RuleBroken(text("This mark is final. Change it as a final mark."), code="mark_is_final")
    before = _facts(row) if row and row.state == MarkState.FINAL else None
    state = MarkState.FINAL if final else MarkState.DRAFT
    row = _write(row or _new(subject, in_round, marker_id), wanted, state, by=marker_id, now=now)
    if final:
        audit.record(
            "record_mark",
            f"{subject.kind}:{subject.id}",
            actor=actor,
            now=now,
            course_id=subject.course_id,
            before=before,
            after={**_facts(row), **({"reason": reason} if reason else {})},
        )
    return value_of(row)


def keep_agreed_mark(
    subject: Subject,
    content: MarkContent,
    criteria: Sequence[Criterion],
    *,
    final: bool,
    marker_id: int,
    actor: Actor,
    now: datetime,
) -> MarkValue:
    """Keep what markers agree on, or what their marks come to, in place of what was agreed before; each state stays.

    `marker_id`: who signs it, or whose mark brought it about. Not `final`: it is taken back, and counts no more.
    Raises `Unreadable` as `save_mark` does.
    """
    wanted = check_content(content, criteria, complete=final)
    take_turn(f"marks of {subject.kind} {subject.id}")
    row = next((row for row in _in_round(subject, Round.AGREED)), None)
    if row is not None and _same(row, wanted, final=final):
        return value_of(row)
    before = _facts(row) if row else None
    row = row or _new(subject, Round.AGREED, marker_id)
    row.marker_id = marker_id
    row = _write(row, wanted, MarkState.FINAL if final else MarkState.DRAFT, by=marker_id, now=now)
    audit.record(
        "agree_mark" if final else "withdraw_agreed_mark",
        f"{subject.kind}:{subject.id}",
        actor=actor,
        now=now,
        course_id=subject.course_id,
        before=before,
        after=_facts(row),
    )
    return value_of(row)


def check_undecided(subject: Subject) -> None:
    """Raise `RuleBroken` (decided_by_remark) where a mark would change nothing: a remark was decided, and that stands.

    `facts` has the remark.
    """
    remark = decided_by_remarks(subject.course_id, subject.kind).get(subject.id)
    if remark is not None:
        error = RuleBroken(
            text("The result stands by the decision of a re-mark. A mark here would not change it."),
            code="decided_by_remark",
        )
        error.facts = {"remark": remark}
        raise error


def set_draft_aside(
    subject: Subject, in_round: Round, marker_id: int, reason: str, *, actor: Actor, now: datetime
) -> MarkValue:
    """Set a marker's draft aside: its round is free, the mark and every state of it stay. Again, it changes nothing.

    Whether its marker could still finish it is the caller's to ask. Raises `NotAllowed` (not a person), `NotFound`,
    `RuleBroken` (mark_is_final).
    """
    saved_by = actor.person_id
    if saved_by is None:
        raise NotAllowed
    take_turn(f"marks of {subject.kind} {subject.id}")
    row = next((row for row in _in_round(subject, in_round) if row.marker_id == marker_id), None)
    if row is None:
        raise NotFound
    if row.state == MarkState.ASIDE:
        return value_of(row)
    if row.state == MarkState.FINAL:
        raise RuleBroken(text("This mark is final: it counts, and is not set aside."), code="mark_is_final")
    row = _write(row, content_of(row), MarkState.ASIDE, by=saved_by, now=now)
    audit.record(
        "set_draft_aside",
        f"{subject.kind}:{subject.id}",
        actor=actor,
        now=now,
        course_id=subject.course_id,
        before={"round": row.round, "state": MarkState.DRAFT.value, "marker": marker_id},
        after={"state": row.state, "version": row.version},
        personal={"reason": reason},
        person_id=marker_id,
    )
    return value_of(row)


def _seen(row: Mark | None) -> int:
    """Return the version that a marker can have seen: of a draft that was set aside, none."""
    return 0 if row is None or row.state == MarkState.ASIDE else row.version


def _row(subject: Subject, in_round: Round, marker_id: int) -> Mark | None:
    rows = _in_round(subject, in_round)
    own = next((row for row in rows if row.marker_id == marker_id), None)
    others = any(row.marker_id != marker_id and row.state != MarkState.ASIDE for row in rows)
    holds = own is not None and own.state != MarkState.ASIDE
    if others and not holds and in_round in _OF_ONE:
        raise RuleBroken(text("Somebody else has given this mark already."), code="round_taken")
    return own


def _in_round(subject: Subject, in_round: Round) -> Sequence[Mark]:
    same = (Mark.subject_kind == subject.kind, Mark.subject_id == subject.id, Mark.round == in_round)
    return session.scalars(select(Mark).where(*same).execution_options(populate_existing=True)).all()


def _same(row: Mark, wanted: MarkContent, *, final: bool) -> bool:
    return content_of(row) == wanted and row.state == (MarkState.FINAL if final else MarkState.DRAFT)


def _new(subject: Subject, in_round: Round, marker_id: int) -> Mark:
    return Mark(
        course_id=subject.course_id,
        piece_id=subject.piece_id,
        subject_kind=subject.kind.value,
        subject_id=subject.id,
        round=in_round.value,
        marker_id=marker_id,
        version=0,
    )


def _write(row: Mark, wanted: MarkContent, state: MarkState, *, by: int, now: datetime) -> Mark:
    row.state = state.value
    row.criteria = {key: str(points) for key, points in wanted.criteria.items()}
    row.comments = dict(wanted.comments)
    row.comment = wanted.comment
    row.version += 1
    row.saved_at = now
    row.finalised_at = now if state is MarkState.FINAL else None
    session.add(row)
    session.flush()
    session.add(
        MarkVersion(
            mark_id=row.id,
            number=row.version,
            state=row.state,
            criteria=row.criteria,
            comments=row.comments,
            comment=row.comment,
            saved_at=now,
            saved_by=by,
        )
    )
    session.flush()
    return row


def _facts(row: Mark) -> dict[str, Any]:
    return {"round": row.round, "state": row.state, "criteria": dict(row.criteria), "version": row.version}
