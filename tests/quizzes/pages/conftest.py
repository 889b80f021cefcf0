"""A course with a quiz of every kind, and Amina's browser."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.courses.rules import CourseValue
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.settings import QuizValue
from app.quizzes.rules.vocabulary import Release
from tests.cast import AMINA, enter, sign_in
from tests.quizzes.cast import quiz_course
from tests.quizzes.pages.cast import every_kind, started


@pytest.fixture
def course(app: Flask) -> CourseValue:
    """A course with Amina, Bongani and Chloé in it."""
    return quiz_course()


@pytest.fixture
def running(app: Flask) -> CourseValue:
    """Such a course that is under way today."""
    return quiz_course("QUIZ-2", today=True)


@pytest.fixture
def kinds(course: CourseValue) -> QuizValue:
    """A quiz of every kind that ends only with the course; what is right is shown at once."""
    return every_kind(course, release=Release.AFTER_SUBMISSION, minutes=60)


@pytest.fixture
def amina(app: Flask, course: CourseValue) -> FlaskClient:
    """A browser in which Amina is signed in."""
    client = app.test_client()
    sign_in(client, enter(AMINA))
    return client


@pytest.fixture
def attempt(course: CourseValue, kinds: QuizValue) -> AttemptValue:
    """Amina's attempt at the quiz of every kind, begun just now."""
    return started(course, kinds)
