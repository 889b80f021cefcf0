"""Looking back on an attempt: own answers at once, score, explanations and right answers when they are released."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import g, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.courses import queries as courses
from app.quizzes import queries, service
from app.quizzes.pages.attempt import course_of, languages_of
from app.quizzes.pages.blueprint import pages
from app.quizzes.pages.moments import moment_in
from app.quizzes.pages.texts import Languages, answer_lines, spoken, texts_of
from app.quizzes.queries.rescoring import decided_on
from app.quizzes.queries.taking import Review, get_review
from app.quizzes.rules.attempts import Asked
from app.quizzes.rules.credit import credit_in_words
from app.quizzes.rules.marking import Mark
from app.quizzes.rules.questions import Localized, Question
from app.quizzes.rules.release import Shown
from app.quizzes.rules.right import Decision, key_of, with_key
from app.quizzes.rules.settings import QuizSettings
from app.quizzes.rules.vocabulary import QuestionKind, Release, RescoringAction
from app.quizzes.rules.wording import Moment
from app.shared.errors import NotFound
from app.shared.http import arrived_at, current_actor, requires
from app.shared.permissions import Permission
from app.shared.wording import Text, text

_WITH_OPTIONS = {QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE}


@dataclass(frozen=True, slots=True)
class OptionLine:
    """An option as it is looked back on; `right` None: not told."""

    text: Markup
    chosen: bool
    right: bool | None
    feedback: Markup


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question as it is looked back on; what is not released is empty. `verdict`: right, partly, wrong, or ""."""

    number: int
    text: Markup
    options: tuple[OptionLine, ...]
    ordered: bool
    answer: tuple[str, ...]
    key: tuple[str, ...]
    verdict: str
    mark: Mark | None
    feedback: Markup
    source: Markup
    credit: Text | None
    """How it was scored, where there is a rule to be told."""
    decision: Text | None
    reason: str
    """Why it was decided so, in the words of who did; empty without a decision."""


@pages.get("/attempts/<int:attempt_id>/review")
@requires(Permission.TAKE_QUIZ, course_of=course_of)
def review(attempt_id: int) -> str | Response:
    """200 the reader's attempt as far as it is released; 303 to an attempt that is still open; 404 somebody else's."""
    now = arrived_at()
    service.settle_first(now, attempt_id=attempt_id)
    attempt = queries.get_attempt(attempt_id)
    if attempt.person_id != current_actor().person_id:
        raise NotFound
    if attempt.takes(now):
        return redirect(url_for("quizzes.attempt", attempt_id=attempt_id), 303)
    course, quiz = courses.get_course_by_id(attempt.course_id), queries.get_quiz_by_id(attempt.quiz_id)
    found = get_review(attempt, quiz, course, now)
    languages = languages_of(course)
    g.course = course
    return render_template(
        "quizzes/review.html",
        quiz=quiz,
        review=found,
        ending=attempt.is_open,
        lines=_lines(found, languages),
        later=() if attempt.is_open else _later(quiz.settings, found, moment_in(course), now),
    )


def _lines(review: Review, languages: Languages) -> tuple[QuestionLine, ...]:
    marks = {mark.number: mark for mark in review.marked.marks}
    reasons = {key: one.reason for key, one in decided_on(review.attempt.quiz_id).items()} if review.decisions else {}
    return tuple(
        _line(asked, review, marks[asked.number], languages, reasons.get(asked.question_id, ""))
        for asked in review.asked
    )


def _line(asked: Asked, review: Review, mark: Mark, languages: Languages, reason: str) -> QuestionLine:
    question, seen = asked.question, review.seen if not review.attempt.is_open else Shown()
    stored = review.answers.get(asked.number)
    chosen = stored.chosen if stored else ()
    decision = review.decisions.get(asked.question_id)
    key = key_of(question, decision)
    return QuestionLine(
        number=asked.number,
        text=texts_of(question, languages).text,
        options=_options(asked, chosen, key, seen, languages),
        ordered=question.kind is QuestionKind.ORDERING,
        answer=answer_lines(question, chosen, languages.first),
        key=_key_lines(question, key, languages.first) if seen.key else (),
        verdict=_verdict(mark) if seen.feedback else "",
        mark=mark if seen.feedback else None,
        feedback=_feedback(question, question.feedback, languages) if seen.feedback else Markup(),
        source=spoken(question.source, languages) if seen.feedback else Markup(),
        credit=credit_in_words(with_key(question, decision)) if seen.score or seen.feedback else None,
        decision=_decided(decision) if seen.feedback or seen.score else None,
        reason=reason,
    )


def _options(
    asked: Asked, chosen: tuple[str, ...], key: tuple[str, ...], seen: Shown, languages: Languages
) -> tuple[OptionLine, ...]:
    question = asked.question
    if question.kind not in _WITH_OPTIONS:
        return ()
    by_key, texts = {option.key: option for option in question.options}, texts_of(question, languages)
    return tuple(
        OptionLine(
            text=texts.options[name],
            chosen=name in chosen,
            right=(name in key) if seen.key else None,
            feedback=_feedback(question, by_key[name].feedback, languages)
            if seen.feedback and name in chosen
            else Markup(),
        )
        for name in asked.option_keys
    )


def _feedback(question: Question, localized: Localized, languages: Languages) -> Markup:
    return spoken(localized, languages, question.format.value, "div") if localized else Markup()


def _key_lines(question: Question, key: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Return the right answer in words; of words that are accepted those in the reader's language, where there are."""
    if question.kind not in {QuestionKind.NUMERIC, QuestionKind.SHORT}:
        return answer_lines(question, key, language)
    own = {word for accepted in question.accepted for word in accepted.words.get(language, ())}
    return tuple(entry for entry in key if entry in own) or key


def _verdict(mark: Mark) -> str:
    if mark.dropped:
        return ""
    if mark.earned >= mark.points:
        return "right"
    return "partly" if mark.earned else "wrong"


def _decided(decision: Decision | None) -> Text | None:
    """Return what was decided on a question after answers came in; None for nothing that still holds."""
    return _DECIDED.get(decision.action) if decision else None


_DECIDED = {
    RescoringAction.KEY_CHANGED: text("The key of this question was corrected after the quiz, and your score with it."),
    RescoringAction.ALL_ACCEPTED: text("Every answer that was given to this question counts as right."),
    RescoringAction.DROPPED: text("This question was taken out of the quiz and counts for nobody."),
}


def _later(settings: QuizSettings, review: Review, moment: Moment, now: datetime) -> tuple[Text, ...]:
    """Return what is not shown yet, and from when it will be."""
    seen, closing = review.seen, review.closing
    said = []
    if not seen.score:
        never = text("The score of this quiz is not shown here.")
        soon = text("Your score will be shown here from %(moment)s on.", moment=moment(closing))
        said.append(never if settings.release_score is Release.NEVER else soon)
    if not seen.feedback and settings.release is Release.NEVER:
        said.append(text("Explanations and right answers are not shown for this quiz."))
    elif not seen.feedback and now < closing:
        said.append(text("Explanations will be shown here from %(moment)s on.", moment=moment(closing)))
    elif not seen.feedback:
        said.append(text("Explanations will be shown here when the last attempt at this quiz has ended."))
    elif not seen.key:
        said.append(text("The right answers are not shown for this quiz."))
    return tuple(said)
