"""The engine against a simple model, whatever happens in whatever order.

Starts, saves with and without a base, saves from a window that is out of date, more time, time given back, deadlines
that pass, sweeps, submissions, edited questions, decisions on questions. The suite does 1,500 steps;
`QUIZ_STEPS=50000 pytest tests/quizzes/test_stateful.py` as many as it is told.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select

from app.courses.models import Extension
from app.courses.rules import EVERYBODY, MoreTime
from app.courses.service import grant_extension
from app.grading.models import GradeEntry
from app.quizzes import queries, service
from app.quizzes.models import (
    AnswerSave,
    Attempt,
    AttemptCredit,
    AttemptGap,
    AttemptQuestion,
    Incident,
    Rescoring,
    ScoreRevision,
    StoredQuestion,
)
from app.quizzes.rules import Counts, RescoringAction
from app.quizzes.service.ending import held_until, store_scores
from app.quizzes.service.keeping import hand_over
from app.shared.database import session
from app.shared.errors import RuleBroken
from app.shared.permissions import SYSTEM
from tests.cast import AMINA
from tests.conftest import NOW
from tests.quizzes.cast import GRACE, MILLISECOND, SECOND, Taking, question, taking
from tests.quizzes.model import Chosen, Model
from tests.quizzes.questions import bank, multiple, single

STEPS = 30
EXAMPLES = int(os.environ.get("QUIZ_STEPS", "1500")) // STEPS
ANSWERS = st.sampled_from([(), ("a",), ("b",), ("a", "b"), ("a", "b", "c")])
NUMBERS = st.sampled_from([1, 2])
LAPSES = st.sampled_from([0, 1, 59, 61, 300, 900, 1700])
QUESTIONS = bank(single("b"), multiple("ab"))
LEFT_BEHIND = (
    *(GradeEntry, Extension, ScoreRevision, Rescoring, AttemptCredit, Incident, AttemptGap),
    *(AnswerSave, AttemptQuestion, Attempt),
)
"""What taking a quiz adds rows to, in an order in which they can go."""


class Attempts(RuleBasedStateMachine):
    """One participant, two windows on one attempt, a tutor, a manager and the clock."""

    quiz: Taking

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = NOW
        self.model: Model | None = None
        self.former: list[Model] = []
        self.attempt_id = 0
        self.windows: list[queries.Saving] = []
        self.actor = self.quiz.actor(AMINA)
        self.more = timedelta()
        self.keys = {one.key: one.question.right_keys for one in QUESTIONS}
        self.counts = dict.fromkeys(self.keys, True)

    @initialize()
    def start_for_the_first_time(self) -> None:
        self._start()

    @rule()
    def start(self) -> None:
        self._start()

    def _start(self) -> None:
        started = service.start_attempt(self.quiz.quiz.id, language="en", actor=self.actor, now=self.now)
        session.commit()
        if self.model is not None:
            self.model.sweep(self.now)
        if self.model is not None and self.model.state == "open":
            assert (started.attempt.id, started.new) == (self.attempt_id, False)
            return
        assert started.new
        assert started.attempt.id != self.attempt_id
        self._begin(started.attempt.id)

    def _begin(self, attempt_id: int) -> None:
        self.former += [self.model] if self.model else []
        self.attempt_id, self.windows = attempt_id, []
        asked = queries.asked_in([attempt_id])[attempt_id]
        names = {one.number: session.get_one(StoredQuestion, one.question_id).key for one in asked}
        written = {one.number: one.question.right_keys for one in asked}
        decided = queries.decisions_on([self.quiz.quiz.id])[self.quiz.quiz.id]
        for one in asked:
            decision = decided.get(one.question_id)
            if decision is not None and decision.changes_key:
                written[one.number] = decision.right_keys
        counts = {number: self.counts[name] for number, name in names.items()}
        self.model = Model(self.now, written, counts, names, more=self.more)

    @rule(number=NUMBERS, chosen=ANSWERS, base=st.sampled_from([None, -1, 0, 1]))
    def save(self, number: int, chosen: Chosen, base: int | None) -> None:
        self._save(queries.get_saving(self.attempt_id, number), chosen, base)

    @rule(number=NUMBERS)
    def look_in_another_window(self, number: int) -> None:
        self.windows.append(queries.get_saving(self.attempt_id, number))
        session.rollback()

    @rule(chosen=ANSWERS, base=st.sampled_from([None, 0]), which=st.integers(0, 9))
    @precondition(lambda self: self.windows)
    def save_in_that_window(self, chosen: Chosen, base: int | None, which: int) -> None:
        """What that window read may be long out of date."""
        saving = self.windows[which % len(self.windows)]
        seen = saving.stored.version if saving.stored else 0
        assert self.model is not None
        self._save(saving, chosen, None if base is None else seen - self.model.version(saving.number))

    def _save(self, saving: queries.Saving, chosen: Chosen, base: int | None) -> None:
        """`base`: None, or how much older the base is than the newest version (0: the newest)."""
        assert self.model is not None
        number = saving.number
        asked = queries.asked_in([self.attempt_id])[self.attempt_id][number - 1]
        if asked.question.kind == "single":
            chosen = chosen[:1]
        version = None if base is None else max(0, self.model.version(number) + base)
        seen = saving.stored
        if seen is not None and seen.chosen == chosen and seen.version != self.model.version(number):
            return  # the same again is answered from what was read, and that is never so old
        expected = self.model.save(number, chosen, version, self.now)
        found: int | str
        try:
            found = service.save_answer(saving, chosen, version, actor=self.actor, now=self.now).version
            session.commit()
        except RuleBroken as refused:
            session.rollback()
            found = refused.code
        assert found == expected

    @rule()
    def submit(self) -> None:
        self._submit()

    def _submit(self) -> None:
        assert self.model is not None
        expected = self.model.submit(self.now)
        try:
            found = service.submit_attempt(self.attempt_id, actor=self.actor, now=self.now).state.value
            session.commit()
        except RuleBroken as refused:
            session.rollback()
            found = refused.code
        assert found == expected

    @rule(seconds=LAPSES)
    def let_time_pass(self, seconds: int) -> None:
        self.now += seconds * SECOND

    @rule(
        by=st.sampled_from([-MILLISECOND, 0 * MILLISECOND, MILLISECOND]),
        then=st.sampled_from(["save", "submit", "sweep"]),
        number=NUMBERS,
    )
    @precondition(lambda self: self.model is not None and self.model.due_at + GRACE > self.now)
    def act_at_the_last_instant(self, by: timedelta, then: str, number: int) -> None:
        assert self.model is not None
        self.now = self.model.due_at + GRACE + by
        if then == "save":
            newest = self.model.newest(number)
            self._save(queries.get_saving(self.attempt_id, number), ("a",) if newest != ("a",) else ("b",), None)
        elif then == "submit":
            self._submit()
        else:
            self._sweep()

    @rule(late=st.sampled_from([59, 60, 61, 1700]))
    @precondition(lambda self: self.model is not None and self.model.state == "expired")
    def extend_when_it_is_over(self, late: int) -> None:
        """A minute more helps nobody who ran out a minute ago."""
        assert self.model is not None
        self.now = max(self.now, self.model.due_at + late * SECOND)
        self._extend(1)

    @rule()
    def sweep(self) -> None:
        self._sweep()

    def _sweep(self) -> None:
        service.settle(self.now)
        session.commit()
        if self.model is not None:
            self.model.sweep(self.now)

    @rule(minutes=st.sampled_from([1, 10]))
    def extend(self, minutes: int) -> None:
        self._extend(minutes)

    def _extend(self, minutes: int) -> None:
        more, why = MoreTime(minutes=minutes), f"{self.now} {self.more}"
        grant_extension(self.quiz.course, self.quiz.piece, EVERYBODY, more, why, actor=SYSTEM, now=self.now)
        session.commit()
        self.more += timedelta(minutes=minutes)
        if self.model is not None:
            self.model.give(self.now, more=timedelta(minutes=minutes))

    @rule(seconds=st.sampled_from([30, 600]))
    def credit(self, seconds: int) -> None:
        assert self.model is not None
        before = queries.get_attempt(self.attempt_id).credit_seconds
        why = f"{self.now} {before} {seconds}"
        given = service.credit_attempt(self.attempt_id, seconds, why, actor=SYSTEM, now=self.now).seconds
        session.commit()
        credit = self.model.credit
        self.model.give(self.now, credit=timedelta(seconds=seconds))
        assert bool(given) is (self.model.credit > credit)

    @rule(right=st.sampled_from("abcd"))
    def edit_the_first_question(self, right: str) -> None:
        service.enter_questions(self.quiz.course.id, [question("q1", single(right))], actor=SYSTEM, now=self.now)
        session.commit()

    @rule(key=st.sampled_from(["q1", "q2"]), right=st.sampled_from([None, ("a",), ("c",)]))
    def decide(self, key: str, right: Chosen | None) -> None:
        assert self.model is not None
        question_id = session.scalars(select(StoredQuestion.id).where(StoredQuestion.key == key)).one()
        row = Rescoring(quiz_id=self.quiz.quiz.id, question_id=question_id, reason="unclear", decided_at=self.now)
        row.action = (RescoringAction.KEY_CHANGED if right else RescoringAction.DROPPED).value
        row.right_keys = list(right) if right else None
        session.add(row)
        session.flush()
        self._score_anew(row.id)
        session.commit()
        self.counts[key] = right is not None
        for model in (*self.former, self.model):
            model.decide(key, right)

    def _score_anew(self, rescoring_id: int) -> None:
        """Score ended attempts under what holds now, as whoever decides does."""
        changed = [
            one
            for one in queries.marked_at(self.quiz.quiz.id)
            if (one.attempt.score, one.attempt.out_of) != (one.marked.score, one.marked.out_of)
        ]
        if changed:
            store_scores(changed, self.now, rescoring_id)
            assert set(held_until(self.quiz.quiz, [one.attempt for one in changed], self.now).values()) == {None}
        ids = {one.attempt.enrolment_id for one in changed}
        if ids:
            hand_over(self.quiz.quiz, ids, released=True, now=self.now, reason=f"decision {rescoring_id}")

    @invariant()
    def it_is_as_the_model_says(self) -> None:
        if self.model is None:
            return
        model, attempt = self.model, queries.get_attempt(self.attempt_id)
        assert (attempt.state, attempt.ended_at) == (model.state, model.ended_at)
        assert attempt.due_at == model.due_at
        assert attempt.accept_until == attempt.close_at == model.due_at + GRACE
        assert attempt.credit_seconds == model.credit.total_seconds()
        if model.state != "open":
            assert (attempt.score, attempt.out_of) == model.score()
        saves = [(one.number, one.version, one.chosen) for one in queries.all_saves(self.attempt_id)]
        wanted = [
            (number, version, chosen)
            for number, versions in model.saves.items()
            for version, chosen in enumerate(versions, 1)
        ]
        assert sorted(saves) == sorted(wanted)
        columns = (ScoreRevision.score, ScoreRevision.out_of)
        revisions = session.execute(
            select(*columns).where(ScoreRevision.attempt_id == self.attempt_id).order_by(ScoreRevision.number)
        )
        assert [tuple(row) for row in revisions] == model.scores
        kept = self.quiz.kept()
        last = next((one.kept() for one in (model, *reversed(self.former)) if one.kept()), None)
        assert (None if kept == ("cleared", None) else kept) == last
        session.rollback()

    def teardown(self) -> None:
        """Leave the quiz as if nobody had taken it: the next run starts afresh."""
        session.rollback()
        for table in LEFT_BEHIND:
            session.execute(delete(table))
        service.enter_questions(self.quiz.course.id, QUESTIONS, actor=SYSTEM, now=NOW)
        session.commit()


def test_the_engine_does_what_the_model_says(app) -> None:
    Attempts.quiz = taking(attempts=None, closes="2022-03-31 23:00", questions=QUESTIONS, counts=Counts.LAST)
    run_state_machine_as_test(
        Attempts,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize="QUIZ_STEPS" not in os.environ,
            database=None,
            phases=[Phase.generate] + ([Phase.shrink] if "QUIZ_STEPS" in os.environ else []),
            suppress_health_check=list(HealthCheck),
        ),
    )
