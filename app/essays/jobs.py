"""Timed work of essays: comparing what was handed in with what was handed in before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.essays.queries.comparing import next_comparing, texts_of, texts_of_course
from app.essays.service.similarity import find_pairs, keep_pairs
from app.shared.database import reading, session
from app.shared.scheduler import Job

AT_ONCE = 50
"""So many essays are compared before what was found is kept."""


def compare_essays(now: datetime) -> int:
    """Compare essays that were handed in and not compared yet; return how many. A few at a time, each committed."""
    done = 0
    while some := _compare_some(now):
        done += some
    return done


def _compare_some(now: datetime) -> int:
    """Read, compare, keep: no transaction is open while essays are compared, so that nobody waits for it."""
    session.commit()
    with reading():
        work = next_comparing(AT_ONCE)
        session.commit()
    if work is None:
        return 0
    found = find_pairs(work, _texts, _texts_of_course)
    kept = keep_pairs(work, found, now=now)
    session.commit()
    return kept


def _texts(version_ids: Sequence[int]) -> Mapping[int, str]:
    with reading():
        texts = texts_of(version_ids)
        session.commit()
    return texts


def _texts_of_course(course_id: int) -> list[str]:
    with reading():
        texts = texts_of_course(course_id)
        session.commit()
    return texts


jobs = (Job("compare-essays", 120, compare_essays),)
