"""What must hold after every run: nothing acknowledged is missing, and each attempt has one score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app import create_app
from app.config import Settings
from app.quizzes.models import AnswerSave, Attempt, ScoreRevision
from app.shared.database import db, session


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What the server said it had stored: the chosen keys of each question of an attempt."""

    attempt_id: int
    chosen: dict[int, list[str]]
    submitted: bool = True


def check(environ: dict[str, str], acknowledged: Sequence[Acknowledged]) -> None:
    """Exit with what is wrong with answers or scores; print that nothing is."""
    answers = _look(environ, lambda: [*_lost(acknowledged), *_scores(acknowledged)], acknowledged)
    print(f"checked: {answers} acknowledged answers stored, {len(acknowledged)} attempts with one score each")


def check_stored(environ: dict[str, str], acknowledged: Sequence[Acknowledged]) -> None:
    """Exit with what is missing of the answers in attempts that may still be open; print that nothing is."""
    answers = _look(environ, lambda: _lost(acknowledged), acknowledged)
    print(f"checked: the {answers} answers acknowledged last are stored")


def _look(environ: dict[str, str], faults_of: Callable[[], list[str]], acknowledged: Sequence[Acknowledged]) -> int:
    app = create_app(Settings.read(environ | {"SCHEDULER": "off"}))
    with app.app_context():
        faults = faults_of()
        session.remove()
        db.engine.dispose()
    if faults:
        raise SystemExit("\n".join(faults[:20]) + f"\n{len(faults)} faults")
    return sum(len(one.chosen) for one in acknowledged)


def _lost(acknowledged: Sequence[Acknowledged]) -> list[str]:
    newest = sa.select(AnswerSave.attempt_id, AnswerSave.number, AnswerSave.version, AnswerSave.chosen)
    stored: dict[tuple[int, int], tuple[int, list[str]]] = {}
    for attempt_id, number, version, chosen in session.execute(newest):
        if version > stored.get((attempt_id, number), (0, []))[0]:
            stored[attempt_id, number] = (version, chosen)
    return [
        f"attempt {one.attempt_id}, question {number}: {keys} was acknowledged, "
        f"{stored.get((one.attempt_id, number))} is stored"
        for one in acknowledged
        for number, keys in one.chosen.items()
        if stored.get((one.attempt_id, number), (0, None))[1] != keys
    ]


def _scores(acknowledged: Sequence[Acknowledged]) -> list[str]:
    statement = (
        sa.select(Attempt.id, Attempt.state, sa.func.count(ScoreRevision.number))
        .outerjoin(ScoreRevision, ScoreRevision.attempt_id == Attempt.id)
        .group_by(Attempt.id, Attempt.state)
    )
    found = {attempt_id: (state, scores) for attempt_id, state, scores in session.execute(statement)}
    return [
        f"attempt {one.attempt_id}: {found.get(one.attempt_id)}"
        for one in acknowledged
        if found.get(one.attempt_id) not in ([("submitted", 1)] if one.submitted else [("expired", 1), ("open", 0)])
    ]
