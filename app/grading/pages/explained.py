"""One participant's record, ready to be shown: pieces with scores, the derivation in sentences, what is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, Localized, PieceKind, PieceValue
from app.grading import queries
from app.grading.queries import Entry, GradebookRow
from app.grading.rules import Needed, PieceState, Policy, explain, needed
from app.grading.rules.correcting import CorrectionValue
from app.grading.rules.entries import EntryKind
from app.shared.amounts import plain_number
from app.shared.wording import Text


@dataclass(frozen=True, slots=True)
class PieceShown:
    """A line of the table of pieces. `state`: marked, unmarked, open, missed, excused.

    `part` is the factor in group work, `counts_until` is this participant's own deadline.
    """

    piece: PieceValue
    state: str
    counts_until: datetime | None
    score: str
    maximum: str
    share: Fraction
    part: str
    criteria: tuple[tuple[Localized, str, str], ...]
    points_of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that a page shows of one participant."""

    row: GradebookRow
    policy: Policy
    lines: tuple[Text, ...]
    needs: tuple[Needed, ...]
    pieces: tuple[PieceShown, ...]
    entries: Mapping[EntryKind, Entry]
    corrections: tuple[CorrectionValue, ...]

    @property
    def thresholds(self) -> tuple[str, str]:
        """The points that Participation and Achievement ask for."""
        return plain_number(self.policy.participation_points), plain_number(self.policy.achievement_points)

    @property
    def has_group_work(self) -> bool:
        """Whether the course has group work."""
        return any(shown.piece.kind is PieceKind.GROUP for shown in self.pieces)


def record_of(course: CourseValue, enrolment: EnrolmentValue, now: datetime, *, as_told: bool = False) -> Record:
    """Return what is known of one participant, explained; `as_told`: as that participant may see it."""
    pieces = courses.pieces_of(course.id)
    row = (queries.own_row if as_told else queries.row_for)(course, enrolment, pieces)
    plan, policy = queries.plan_of(course), queries.policy_of(course)
    deadlines = courses.deadlines_of(course, pieces, enrolment)
    still_open = queries.still_open(course, pieces, deadlines, now)
    entries = queries.entries_of(course.id, [enrolment.id])
    needs = needed(row.standing, plan, policy, still_open)
    corrections = queries.corrections_of(course.id, enrolment.id) if row.frozen else ()
    points = queries.criteria_of({piece.id: piece.key for piece in pieces}, entries, corrections)
    return Record(
        row=row,
        policy=policy,
        lines=explain(row.standing, plan, policy, row.derivation, closed=row.frozen),
        needs=tuple(needs.values()),
        pieces=tuple(
            _shown(
                piece,
                row.standing.piece(piece.key),
                points.get(piece.key, {}) if row.standing.piece(piece.key).score is not None else {},
                is_open=piece.key in still_open,
                excused=piece.key in row.standing.excused,
                counts_until=deadlines[piece.id].closes_at,
            )
            for piece in pieces
        ),
        entries={entry.kind: entry for entry in entries if entry.kind is not EntryKind.SCORE},
        corrections=corrections,
    )


def _shown(
    piece: PieceValue,
    state: PieceState,
    points: Mapping[str, str],
    *,
    is_open: bool,
    excused: bool,
    counts_until: datetime | None,
) -> PieceShown:
    return PieceShown(
        piece=piece,
        state="excused" if excused else _state(state, is_open=is_open),
        counts_until=counts_until,
        score="" if state.score is None else plain_number(state.score),
        maximum=plain_number(piece.maximum),
        share=Fraction(0) if state.score is None else state.score / piece.maximum,
        part="" if state.factor is None else plain_number(state.factor),
        criteria=_criteria(piece, points),
        points_of=points,
    )


def stored_number(stored: str) -> str:
    """Return a number as corrections keep it, exactly, as one would type it."""
    return plain_number(Fraction(stored))


def _state(state: PieceState, *, is_open: bool) -> str:
    if state.done:
        return "marked" if state.score is not None else "unmarked"
    return "open" if is_open else "missed"


def _criteria(piece: PieceValue, points: Mapping[str, str]) -> tuple[tuple[Localized, str, str], ...]:
    return tuple(
        (criterion.title, points[criterion.key], plain_number(criterion.maximum))
        for criterion in piece.criteria
        if criterion.key in points
    )
