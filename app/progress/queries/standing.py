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
        return frozenset(key for key, state in self.row.standing.pieces.items() if state.done)

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
    row = grading.row_for(course, enrolment, pieces)
    plan, policy = grading.plan_of(course), grading.policy_of(course)
    done = {key for key, state in row.standing.pieces.items() if state.done}
    return Standing(
        enrolment=enrolment,
        row=row,
        policy=policy,
        goals=needed(row.standing, plan, policy, grading.still_open(course, pieces, deadlines, now)),
        deadlines=deadlines,
        to_do=still_to_do(course, pieces, deadlines, done, now),
    )
