"""What the rules keep from a marker is not theirs to take: not in the queue, and not by a note."""

from __future__ import annotations

import pytest
from flask import Flask

from app.courses import queries as courses
from app.essays.queries.allocation import Competence
from app.essays.queries.marking_queue import marking_queue
from app.essays.service.allocation import set_competence
from app.essays.service.marking_notes import annotate
from app.shared.database import session
from app.shared.errors import NotAllowed
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, TUTOR
from tests.conftest import NOW
from tests.essays.marking.cast import essay_course, hand_in, marker, set_marking


def test_an_essay_of_the_own_country_is_not_free_to_take(app: Flask) -> None:
    course = essay_course()
    essay, tutor = hand_in(course, AMINA), marker(TUTOR, course)
    country = courses.get_enrolment(course.id, essay.enrolment_id).country
    set_competence(course, Competence(tutor.themselves(), ("en",), country, (), True), actor=SYSTEM, now=NOW)  # noqa: FBT003
    session.commit()
    assert marking_queue(course, tutor.person_id).rows[0].open
    apart = set_marking(course, own_country="never")
    assert not marking_queue(apart, tutor.person_id).rows[0].open
    with pytest.raises(NotAllowed):
        annotate(essay, 0, 5, "Not mine.", actor=tutor, now=NOW)
