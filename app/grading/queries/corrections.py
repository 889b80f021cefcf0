"""Corrections: what one would change, which there were, and whether their signatures hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue
from app.grading.models import Correction, Result
from app.grading.queries.entries import entries_of
from app.grading.queries.frozen import frozen_results
from app.grading.queries.plans import plan_and_policy
from app.grading.rules import Derivation, PiecePlan, Policy, Standing, derive
from app.grading.rules.correcting import (
    Corrected,
    CorrectionValue,
    changes_between,
    corrected_standing,
    digest_of,
    instant_text,
    is_signed,
)
from app.grading.rules.entries import EntryKind
from app.grading.rules.values import Entry
from app.shared.database import session
from app.shared.errors import RuleBroken
from app.shared.running import key_for
from app.shared.wording import text

PURPOSE = "corrections"
"""What the key of the signatures is for."""
_FACTS = (
    "enrolment_id",
    "number",
    "course_version_id",
    "outcome",
    "engagement",
    "quiz_points",
    "group_points",
    "essay_points",
    "base_points",
    "bonus_offered",
    "bonus_used",
    "total_points",
    "pieces_done",
    "pieces_total",
    "derivation",
    "reason",
    "frozen_by",
)


@dataclass(frozen=True, slots=True)
class CorrectionPreview:
    """What a correction would change, derived under the policy that was frozen with the result."""

    course: CourseValue
    enrolment: EnrolmentValue
    result_id: int
    plan: tuple[PiecePlan, ...]
    policy: Policy
    before: tuple[Standing, Derivation]
    after: tuple[Standing, Derivation]
    changes: list[dict[str, Any]]

    @property
    def content(self) -> list[Any]:
        """What tells this preview from another: whose, beside which result, what, and all that follows."""
        derived = [made.to_data() for _, made in (self.before, self.after)]
        return [self.enrolment.id, self.result_id, self.changes, derived]


def correction_preview(course: CourseValue, enrolment_id: int, corrected: Corrected) -> CorrectionPreview:
    """Return what a correction of a frozen result would change.

    Raises `NotFound`, `RuleBroken`: course_open before closing, no_result for somebody whom closing froze nothing of.
    """
    enrolment = courses.get_enrolment(course.id, enrolment_id)
    if not course.is_closed:
        raise RuleBroken(text("The course is open: change what is recorded instead."), code="course_open")
    frozen = frozen_results(course.id, enrolment_id)
    if enrolment_id not in frozen:
        raise RuleBroken(text("Closing froze no result of this person."), code="no_result")
    result_id, standing, derivation = frozen[enrolment_id]
    plan, policy = plan_and_policy(courses.version_data(_version_of(result_id)))
    after = corrected_standing(standing, corrected)
    return CorrectionPreview(
        course=course,
        enrolment=enrolment,
        result_id=result_id,
        plan=plan,
        policy=policy,
        before=(standing, derivation),
        after=(after, derive(after, plan, policy)),
        changes=changes_between(standing, after, corrected, plan, criteria_known(course.id, enrolment_id)),
    )


def corrections_of(course_id: int, enrolment_id: int | None = None) -> tuple[CorrectionValue, ...]:
    """Return the corrections of a course, or of one participant, the oldest first; each is verified."""
    new, old = aliased(Result), aliased(Result)
    statement = (
        select(Correction, new, old)
        .join(new, new.id == Correction.result_id)
        .join(old, old.id == Correction.replaces_id)
        .where(Correction.course_id == course_id)
        .order_by(Correction.id)
    )
    if enrolment_id is not None:
        statement = statement.where(Correction.enrolment_id == enrolment_id)
    rows = session.execute(statement.execution_options(populate_existing=True))
    return tuple(_value(correction, result, replaced) for correction, result, replaced in rows)


def criteria_known(course_id: int, enrolment_id: int) -> dict[str, Mapping[str, str]]:
    """Return the points of each essay's criteria by piece, as they were recorded or as they were corrected since."""
    keys = {piece.id: piece.key for piece in courses.pieces_of(course_id)}
    return criteria_of(keys, entries_of(course_id, [enrolment_id]), corrections_of(course_id, enrolment_id))


def criteria_of(
    keys: Mapping[int, str], entries: Sequence[Entry], corrections: Sequence[CorrectionValue]
) -> dict[str, Mapping[str, str]]:
    """Return what `criteria_known` does, of what was read already; `keys` names the pieces by their ids."""
    points: dict[str, Mapping[str, str]] = {
        keys[entry.piece_id]: entry.criteria
        for entry in entries
        if entry.kind is EntryKind.CRITERIA and entry.piece_id is not None
    }
    for correction in corrections:
        for change in correction.changes:
            if change["what"] != "bonus" and (criteria := change["after"].get("criteria")):
                points[change["what"]] = criteria
    return points


def signed_content(
    old: Result,
    new: Result,
    changes: Sequence[Mapping[str, Any]],
    *,
    reason: str,
    signed_by: int,
    signed_at: datetime,
    remark_id: int | None,
) -> dict[str, Any]:
    """Return everything that a signature is over, as JSON data."""
    return {
        "old": _facts(old),
        "new": _facts(new),
        "changes": changes,
        "reason": reason,
        "signed_by": signed_by,
        "signed_at": instant_text(signed_at),
        "remark": remark_id,
    }


def _facts(result: Result) -> Mapping[str, Any]:
    plain = {name: getattr(result, name) for name in _FACTS}
    facts = {name: value if isinstance(value, dict | int | None) else str(value) for name, value in plain.items()}
    return {**facts, "frozen_at": instant_text(result.frozen_at)}


def _value(row: Correction, new: Result, old: Result) -> CorrectionValue:
    content = signed_content(
        old,
        new,
        row.changes,
        reason=row.reason,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        remark_id=row.remark_id,
    )
    theirs = {(one.enrolment_id, one.course_id) for one in (row, new, old)}
    genuine = (
        len(theirs) == 1 and digest_of(content) == row.digest and is_signed(row.digest, row.signature, key_for(PURPOSE))
    )
    return CorrectionValue(
        id=row.id,
        enrolment_id=row.enrolment_id,
        result_id=row.result_id,
        replaces_id=row.replaces_id,
        number=new.number,
        reason=row.reason,
        changes=row.changes,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        digest=row.digest,
        genuine=genuine,
    )


def _version_of(result_id: int) -> int:
    return session.scalars(select(Result.course_version_id).where(Result.id == result_id)).one()
