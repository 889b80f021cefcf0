"""Fixtures of quizzes."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.quizzes.cast import Taking, taking


@pytest.fixture
def quiz(app: Flask) -> Taking:
    """A quiz of four questions, 30 minutes, open at NOW, that can be taken once."""
    return taking()
