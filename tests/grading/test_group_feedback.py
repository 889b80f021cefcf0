"""What a group reads of its marking: points and comments by criterion, once released, and nobody's hand."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from app.courses.queries import get_enrolment, pieces_of
from app.grading import service
from app.grading.pages.explained import record_of
from app.grading.pages.feedback_view import feedback_on
from app.groupwork.rules.peer_words import PeerKind
from app.groupwork.service.marking import agree_mark, mark_group
from app.groupwork.service.marking_settling import settle_marks
from app.groupwork.service.peer_between import rate_presentation
from app.rubrics.rules import MarkContent
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, CHLOE
from tests.conftest import NOW
from tests.grading.cast import TINA, actor, enrolment_of, group_of
from tests.groupwork.peers.cast import (
    ESTHER,
    FARAI,
    LATER,
    assign,
    content,
    ids,
    open_peers,
    participant,
    team,
    team_course,
    tutor,
)
from tests.groupwork.peers.marked import GROUP_CRITERIA, THEO

PATH = "/courses/A9714776/feedback/group_work"
ON_DATA = "The tables are read well."
ON_GENDER = "Women are missing in two parts."
ON_ALL = "A policy that could be signed."


def mark(course, by, points, *, group="1", final=True, comments=None, comment="", now=NOW):
    content = MarkContent(dict.fromkeys(GROUP_CRITERIA, Fraction(points)), comments or {}, comment)
    who = actor(by, Role.TUTOR, course)
    mark_group(course, group_of(course, group), content, final=final, base_version=None, actor=who, now=now)
    session.commit()


@pytest.fixture
def marked(graded):
    """Two tutors gave group 1 points and words; Amina took part."""
    service.record_factor(graded, enrolment_of(graded, AMINA), Fraction(1), actor=SYSTEM, now=NOW)
    mark(graded, TINA, 6, comments={"analysis": ON_DATA}, comment=ON_ALL)
    mark(graded, THEO, 7, comments={"gender": ON_GENDER})
    return graded


def other_group(course):
    """Group 2 has its mark as well, and Chloé took part in it."""
    service.record_factor(course, enrolment_of(course, CHLOE), Fraction(1), actor=SYSTEM, now=NOW)
    for by in (TINA, THEO):
        mark(course, by, 3, group="2")


def release(course):
    service.release_marks(course, "group_work", actor=SYSTEM, now=NOW)
    session.commit()


def test_once_released_members_read_points_and_words_by_criterion(marked, browse):
    release(marked)
    page = browse(AMINA).get(PATH).text
    assert "Analysis of the situation and use of the data" in page
    assert "6.5 of 20" in page
    for words in (ON_DATA, ON_GENDER, ON_ALL):
        assert words in page


def test_before_the_release_nothing_of_it_is_told(marked, browse):
    page = browse(AMINA).get(PATH).text
    assert "6.5 of" not in page
    for words in (ON_DATA, ON_GENDER, ON_ALL):
        assert words not in page


def test_another_group_reads_nothing_of_it(marked, browse):
    other_group(marked)
    release(marked)
    page = browse(CHLOE).get(PATH).text
    assert "3 sur 20" in page
    for words in (ON_DATA, ON_GENDER, ON_ALL, "6,5 sur"):
        assert words not in page


def test_drafts_are_not_told(graded, browse):
    service.record_factor(graded, enrolment_of(graded, AMINA), Fraction(1), actor=SYSTEM, now=NOW)
    mark(graded, TINA, 6, comment=ON_ALL)
    mark(graded, THEO, 6, final=False, comment="Only a draft.")
    other_group(graded)
    release(graded)
    page = browse(AMINA).get(PATH).text
    assert "Only a draft." not in page
    assert ON_ALL not in page


def test_the_agreed_mark_speaks_alone_where_it_says_something(marked, browse):
    content = MarkContent(dict.fromkeys(GROUP_CRITERIA, Fraction(8)), {}, "We agreed on this.")
    by = actor(TINA, Role.TUTOR, marked)
    agree_mark(marked, group_of(marked, "1"), content, base_version=None, actor=by, now=NOW)
    release(marked)
    page = browse(AMINA).get(PATH).text
    assert "We agreed on this." in page
    assert "8 of 20" in page
    assert ON_ALL not in page


def test_a_mark_typed_since_has_no_points_by_criterion_and_keeps_the_words(marked, browse):
    release(marked)
    later = NOW + timedelta(hours=1)
    service.record_group_mark(marked, group_of(marked, "1"), Fraction(50), actor=SYSTEM, now=later)
    session.commit()
    page = browse(AMINA).get(PATH).text
    assert "6.5 of 20" not in page
    assert ON_DATA in page


def test_the_words_are_escaped(graded, browse):
    service.record_factor(graded, enrolment_of(graded, AMINA), Fraction(1), actor=SYSTEM, now=NOW)
    for by in (TINA, THEO):
        mark(graded, by, 6, comments={"analysis": "<script>alert(1)</script>"})
    release(graded)
    assert "<script>alert(1)" not in browse(AMINA).get(PATH).text


@pytest.fixture
def rated(app):
    """Amina's group has 100 percent by a tutor; who rated its presentation gave half, which counts a fifth."""

    def rated(raters, *, minimum):
        between = {"weight": 20, "raters": "members", "minimum": minimum}
        course = team_course(peer={"between": between})
        assign(course, g1="2", g2="1")
        open_peers(course, PeerKind.BETWEEN)
        best = content(20, 30, ON_ALL)
        mark_group(course, team(course, "1"), best, final=True, base_version=None, actor=tutor(course), now=NOW)
        for rater in raters:
            by = participant(course, rater)
            rate_presentation(course, content(10, 15), base_version=None, actor=by, now=NOW)
        service.record_factor(course, ids(course)["Amina"], Fraction(1), actor=SYSTEM, now=NOW)
        settle_marks(course, actor=SYSTEM, now=LATER)
        service.release_marks(course, "group_work", actor=SYSTEM, now=LATER)
        session.commit()
        piece = next(one for one in pieces_of(course.id) if one.key == "group_work")
        record = record_of(course, get_enrolment(course.id, ids(course)["Amina"]), LATER, as_told=True)
        return feedback_on(course, record, piece, LATER)

    return rated


def test_where_few_rated_the_presentation_nothing_tells_what_they_gave(rated):
    said = rated([ESTHER], minimum=2)
    assert said.comments == (ON_ALL,)
    assert [one.points for one in said.criteria if one.points] == []
    assert said.parts is None


def test_where_enough_rated_it_both_parts_are_told(rated):
    said = rated([ESTHER, FARAI], minimum=2)
    assert [one.points for one in said.criteria] == ["20", "30"]
    assert said.parts == ("100.00", "50.00")


def test_who_was_given_no_part_is_told_of_the_release_too(marked, browse):
    service.record_factor(marked, enrolment_of(marked, AMINA), Fraction(0), actor=SYSTEM, now=NOW)
    session.commit()
    done = service.release_marks(marked, "group_work", actor=SYSTEM, now=NOW)
    assert done.told == 1
    session.commit()
    assert "6.5 of 20" in browse(AMINA).get(PATH).text


def test_everybody_who_gave_the_mark_is_named(marked, browse):
    release(marked)
    assert "Marked by Tina Tutor, Theo Second." in browse(AMINA).get(PATH).text
