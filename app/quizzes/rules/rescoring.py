"""A decision on a question after answers came in, and what it does to what counts of a quiz. Pure.

- **Key changed**: other answers are right. Everybody's answer is scored anew; who was right by the old key alone loses.
- **All accepted**: whatever was answered earns all points. A blank is no answer, and earns nothing.
- **Dropped**: the question counts for nobody, in points earned and in points that could be; a quiz's score is the share
  earned of what is left, on the scale of its piece. This is for a question that could not be answered, where a blank
  was as good as anything.
- **As written**: takes the others back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.quizzes.rules.answers import read_answer
from app.quizzes.rules.counting import counted
from app.quizzes.rules.questions import Question
from app.quizzes.rules.right import TOLERANCE, Decision, accepted_number
from app.quizzes.rules.typed import LONGEST
from app.quizzes.rules.vocabulary import Counts, QuestionKind, RescoringAction
from app.shared.errors import Problem, Unreadable
from app.shared.wording import Text, text

MOST_KEYS = 30
"""Answers that a new key may accept."""
WHERE = "right"


@dataclass(frozen=True, slots=True)
class Shift:
    """What counts of a quiz for one participant, a share of it from 0 to 1, before and after a decision."""

    enrolment_id: int
    before: Fraction
    after: Fraction

    @property
    def changed(self) -> bool:
        """Whether anything changes for the participant."""
        return self.before != self.after


def read_decision(action: RescoringAction, keys: Sequence[str], versions: Mapping[int, Question]) -> Decision:
    """Return a decision on a question; `versions` are those that were asked, by number.

    `keys` is the new key of `KEY_CHANGED`, written like an answer; several options of a question that takes one are
    each accepted, and so is each number (`12.5`, `12.5 ± 0.5`) and each wording. It must fit every version asked.
    Raises `Unreadable`.
    """
    if action is not RescoringAction.KEY_CHANGED:
        return Decision(action)
    given = tuple(dict.fromkeys(key.strip() for key in keys if key.strip()))
    if not given:
        raise _refused(text("Say what is right."))
    if len(given) > MOST_KEYS:
        raise _refused(text("A key accepts at most %(limit)s answers.", limit=MOST_KEYS))
    read = given
    for number, question in sorted(versions.items()):
        read = _fitting(question, given, number if len(versions) > 1 else None)
    return Decision(action, read)


def same_decision(one: Decision | None, other: Decision | None) -> bool:
    """Tell whether two decisions say the same; none, and one that takes another back, leave a question as written."""
    return _plain(one) == _plain(other)


def shifts(
    stored: Mapping[int, Sequence[tuple[int, Fraction]]], after: Mapping[int, Fraction], counts: Counts
) -> tuple[Shift, ...]:
    """Return what counts for each participant before and after.

    `stored`: the attempts that are done, as (id, share) in their order, by enrolment; `after`: the share of those
    attempts whose share changes.
    """
    found = []
    for enrolment_id, attempts in sorted(stored.items()):
        old = counted([share for _id, share in attempts], counts)
        new = counted([after.get(attempt_id, share) for attempt_id, share in attempts], counts)
        if old is not None and new is not None:
            found.append(Shift(enrolment_id, old, new))
    return tuple(found)


def _plain(decision: Decision | None) -> Decision | None:
    return None if decision is None or decision.action is RescoringAction.AS_WRITTEN else decision


def _fitting(question: Question, keys: Sequence[str], version: int | None) -> tuple[str, ...]:
    """Return a key the way it is stored. Raises `Unreadable`, naming the version where there are several."""
    try:
        return _read(question, keys)
    except Unreadable as error:
        if version is None:
            raise
        reason = error.problems[0].reason
        raise _refused(
            text("Version %(version)s of the question: %(reason)s", version=version, reason=reason)
        ) from None


def _read(question: Question, keys: Sequence[str]) -> tuple[str, ...]:
    if question.kind is QuestionKind.NUMERIC:
        return tuple(_number(key) for key in keys)
    if question.kind is QuestionKind.SHORT:
        return tuple(_words(key) for key in keys)
    if question.kind in {QuestionKind.MATCHING, QuestionKind.ORDERING}:
        return _named(question, keys)
    for key in keys:
        _named(question, [key])
    return tuple(option.key for option in question.options if option.key in keys)


def _named(question: Question, keys: Sequence[str]) -> tuple[str, ...]:
    try:
        return read_answer(question, keys)
    except Unreadable as error:
        raise _refused(error.problems[0].reason) from None


def _number(key: str) -> str:
    plain = key.replace("+/-", TOLERANCE).replace("+-", TOLERANCE)
    if accepted_number(plain, Fraction(0)) is None:
        raise _refused(text("“%(key)s” is no number.", key=key[:40]))
    return plain


def _words(key: str) -> str:
    if len(key) > LONGEST:
        raise _refused(text("An answer has at most %(limit)s characters.", limit=LONGEST))
    return key


def _refused(reason: Text) -> Unreadable:
    return Unreadable(problems=[Problem(reason, WHERE)])
