"""A paper as somebody might get it, for whoever builds or looks after a quiz. Nothing of it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flask import render_template, request

from app.courses.rules import CourseValue
from app.quizzes import queries
from app.quizzes.pages.blueprint import pages
from app.quizzes.pages.shown import Seen
from app.quizzes.pages.texts import key_in_words, worth
from app.quizzes.queries.papers import current_versions, places_of
from app.quizzes.rules.paper import draw, option_keys
from app.quizzes.rules.right import key_of
from app.quizzes.rules.settings import QuizValue
from app.shared.http import current_course, requires
from app.shared.http.context import reader_language
from app.shared.permissions import Permission
from app.shared.wording import Text

MOST_PAPERS = 999
"""Papers are numbered, so that one can go back to what one has seen; beyond this they begin anew."""


@dataclass(frozen=True, slots=True)
class TrialQuestion:
    """A question of the paper, as it is seen, with what is right in words."""

    number: int
    question_id: int
    points: Fraction
    seen: Seen
    key: str

    @property
    def worth(self) -> Text:
        """How many points it brings."""
        return worth(self.points)


@pages.get("/courses/<code>/quizzes/<key>/paper")
@requires(Permission.VIEW_ATTEMPTS)
def trial(code: str, key: str) -> str:  # noqa: ARG001 - the check found the course
    """200 one paper of the quiz as an attempt that starts now might have it; 404 there is no such quiz."""
    course = current_course()
    quiz = queries.get_quiz(course.id, key)
    paper = (request.args.get("paper", 1, type=int) - 1) % MOST_PAPERS + 1
    language = _language(course)
    asked = _paper(quiz, paper, language)
    return render_template(
        "quizzes/trial.html",
        quiz=quiz,
        paper=paper,
        language=language,
        asked=asked,
        points=sum((one.points for one in asked), Fraction(0)),
        varies=any(slot.is_pool for slot in quiz.slots)
        or quiz.settings.shuffle_questions
        or quiz.settings.shuffle_options,
    )


def _language(course: CourseValue) -> str:
    wanted, own = request.args.get("language", ""), reader_language()
    return next((tag for tag in (wanted, own) if tag in course.languages), course.languages[0])


def _paper(quiz: QuizValue, paper: int, language: str) -> tuple[TrialQuestion, ...]:
    """Return the paper of this number: drawn as for an attempt, under a seed that no attempt has."""
    seed, settings = f"trial {quiz.id} {paper}".encode(), quiz.settings
    drawn = draw(places_of(quiz), seed, shuffle=settings.shuffle_questions)
    versions = current_versions([question_id for question_id, _points in drawn])
    found = []
    for number, (question_id, points) in enumerate(drawn, 1):
        question = versions[question_id].question
        seen = Seen.of(question, option_keys(question, seed, number, shuffle=settings.shuffle_options))
        right = key_in_words(question, key_of(question), language)
        found.append(TrialQuestion(number, question_id, points, seen, right))
    return tuple(found)
