"""How far one participant has come in one course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.courses.rules import CourseValue, Deadline, EnrolmentValue, PieceValue
from app.grading import queries as grading
from app.grading.queries import GradebookRow
from app.grading.rules import Needed, NeededState, Outcome, Policy, needed
from app.progress.rules import still_to_do


@dataclass(frozen=True, slots=True)
class Standing:
    """A participant's row, what each certificate still needs, the deadlines, and what to do, most pressing first."""

    enrolment: EnrolmentValue
    row: GradebookRow
    policy: Policy
    goals: Mapping[Outcome, Needed]
    deadlines: Mapping[int, Deadline]
    to_do: tuple[PieceValue, ...]

    @property
    def done(self) -> frozenset[str]:
        """The keys of the pieces that were done."""
        standing = self.row.standing
        return frozenset(key for key in standing.pieces if standing.piece(key).done)

    @property
    def excused(self) -> frozenset[str]:
        """The keys of the pieces that are not asked of this participant."""
        return self.row.standing.excused

    @property
    def shown_goals(self) -> Mapping[Outcome, Needed]:
        """What is needed, from the best outcome down to the first that is reached."""
        shown: dict[Outcome, Needed] = {}
        for outcome, need in self.goals.items():
            shown[outcome] = need
            if need.state is NeededState.REACHED:
                break
        return shown


def standing(
    course: CourseValue,
    enrolment: EnrolmentValue,
    pieces: Sequence[PieceValue],
    deadlines: Mapping[int, Deadline],
    now: datetime,
) -> Standing:
    """Return how far the participant of `enrolment`, whose deadlines these are, has come at `now`; two statements."""
    row = grading.own_row(course, enrolment, pieces)
    plan, policy = grading.plan_of(course), grading.policy_of(course)
    settled = row.standing.excused | {key for key in row.standing.pieces if row.standing.piece(key).done}
    return Standing(
        enrolment=enrolment,
        row=row,
        policy=policy,
        goals=needed(row.standing, plan, policy, grading.still_open(course, pieces, deadlines, now)),
        deadlines=deadlines,
        to_do=still_to_do(course, pieces, deadlines, settled, now),
    )
