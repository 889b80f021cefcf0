"""Reads for home and course pages. A course costs a handful of statements, however many people take it."""

from app.progress.queries.course import CoursePage, course_page
from app.progress.queries.health import Health, health
from app.progress.queries.home import Home, Taking, Work, courses_of, home_of
from app.progress.queries.next_hour import NextHour, next_hour
from app.progress.queries.owed import Owed, owed_soon
from app.progress.queries.standing import Standing, standing

__all__ = [
    "CoursePage",
    "Health",
    "Home",
    "NextHour",
    "Owed",
    "Standing",
    "Taking",
    "Work",
    "course_page",
    "courses_of",
    "health",
    "home_of",
    "next_hour",
    "owed_soon",
    "standing",
]
