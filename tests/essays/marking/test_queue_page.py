"""The queue: filters with their counts, what each row says, hidden names, a constant number of statements."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from app.courses.rules import CourseValue
from app.essays.models import Essay
from app.essays.rules import EssayValue
from app.essays.rules.anonymity import pseudonym
from app.shared.database import session
from app.shared.permissions import Role
from tests.cast import AMINA, ASSISTANT, BONGANI, CHLOE, EXPERT, MANAGER, STRANGER, TUTOR
from tests.conftest import NOW
from tests.essays.marking.cast import UMA, essay_course, give, hand_in, marker, set_marking
from tests.essays.marking.conftest import Browse
from tests.grading.cast import DIDIER
from tests.statements import statements

PATH = "/courses/A9714776/essays"
NAMES = ("Amina", "Banda", "Bongani", "Chloé", "Letang", "amina@", "bongani@")


@pytest.fixture
def course(app: Flask) -> CourseValue:
    return essay_course()


@pytest.fixture
def essays(course: CourseValue) -> list[EssayValue]:
    authors = (AMINA, BONGANI, CHLOE, DIDIER)
    return [
        hand_in(course, author, at=NOW - timedelta(days=4 - place), late=place == 3)
        for place, author in enumerate(authors)
    ]


def counts(page: str) -> dict[str, int]:
    return {name: int(count) for name, count in re.findall(r'shown=(\w+)"[^>]*>[^<]+<span class="count">(\d+)', page)}


def test_filters_count_what_they_let_through(course: CourseValue, essays: list[EssayValue], browse: Browse) -> None:
    tutor = marker(TUTOR, course)
    give(essays[0], tutor)
    give(essays[1], tutor, final=False)
    page = browse(TUTOR).get(PATH).text
    assert counts(page) == {"mine": 1, "unmarked": 3, "late": 1, "marked": 1, "all": 4}
    mine = browse(TUTOR).get(f"{PATH}?shown=mine").text
    assert "Bongani" in mine
    assert "Amina" not in mine
    assert counts(browse(UMA, Role.TUTOR, course).get(PATH).text)["mine"] == 0


def test_where_two_mark_a_second_marker_is_looked_for(
    course: CourseValue, essays: list[EssayValue], browse: Browse
) -> None:
    set_marking(course, markers=2)
    give(essays[0], marker(TUTOR, course))
    give(essays[1], marker(TUTOR, course))
    give(essays[1], marker(UMA, course))
    found = counts(browse(UMA).get(PATH).text)
    assert (found["second"], found["discussion"], found["marked"]) == (1, 0, 1)


def test_a_row_says_who_when_and_how_far(course: CourseValue, essays: list[EssayValue], browse: Browse) -> None:
    give(essays[0], marker(TUTOR, course))
    page = browse(MANAGER, Role.ACTIVITY_MANAGER, course).get(PATH).text
    for said in ("Amina Banda", "Théo N’Diaye", "26.50", "fewer than 1500", "marked", "late", "nobody yet"):
        assert said in page


def test_a_filter_that_is_none_shows_all(browse: Browse, course: CourseValue, essays: list[EssayValue]) -> None:
    page = browse(TUTOR, Role.TUTOR, course).get(f"{PATH}?shown=%27").text
    assert "Amina" in page


def test_hidden_names_stand_nowhere(course: CourseValue, essays: list[EssayValue], browse: Browse) -> None:
    set_marking(course, names="hidden")
    tutor = browse(TUTOR, Role.TUTOR, course)
    manager = browse(MANAGER, Role.ACTIVITY_MANAGER, course)
    give(essays[0], marker(TUTOR, course))
    paths = [PATH, f"{PATH}/{essays[0].id}", f"{PATH}/{essays[0].id}/versions", f"{PATH}/comments"]
    told = [tutor.get(path) for path in (*paths, f"/api/v1{PATH}", f"/api/v1/essays/{essays[0].id}/marks")]
    told += [manager.get(f"{PATH}/{path}") for path in ("allocation?preview=1", "moderation")]
    for answer in told:
        assert answer.status_code in {200, 404}
        for name in NAMES:
            assert name not in answer.text
            assert name not in str(answer.headers)


def test_a_pseudonym_is_steady_and_tells_no_order(course: CourseValue, essays: list[EssayValue]) -> None:
    key = b"k" * 32
    signs = [pseudonym(key, essay_id) for essay_id in range(1, 2001)]
    assert signs == [pseudonym(key, essay_id) for essay_id in range(1, 2001)]
    assert len(set(signs)) == len(signs)
    assert signs != sorted(signs)
    assert pseudonym(b"l" * 32, 1) != signs[0]


@pytest.mark.parametrize(
    ("person", "role", "status"),
    [(EXPERT, Role.EXPERT, 200), (ASSISTANT, Role.ASSISTANT, 403), (AMINA, None, 403), (STRANGER, None, 404)],
)
def test_who_reads_the_queue(
    course: CourseValue, essays: list[EssayValue], browse: Browse, *, person: object, role: Role | None, status: int
) -> None:
    reader = browse(person, role, course)
    assert reader.get(PATH).status_code == status
    assert reader.get(f"{PATH}/{essays[1].id}").status_code == status


def test_an_essay_of_another_course_is_not_there(browse: Browse, course: CourseValue, essays: list[EssayValue]) -> None:
    other = essay_course("OTHER-1")
    assert browse(TUTOR, Role.TUTOR, other).get(f"/courses/OTHER-1/essays/{essays[0].id}").status_code == 404


def test_more_essays_cost_no_more_statements(course: CourseValue, browse: Browse) -> None:
    tutor, reader = marker(TUTOR, course), browse(TUTOR)
    give(hand_in(course, AMINA), tutor)
    reader.get(PATH)
    with statements() as few:
        reader.get(PATH)
    for author in (BONGANI, CHLOE, DIDIER):
        give(hand_in(course, author), tutor)
    with statements() as many:
        reader.get(PATH)
    assert len(many) == len(few) <= 12


def test_a_draft_that_was_never_handed_in_is_told_with_its_words(
    course: CourseValue, essays: list[EssayValue], browse: Browse
) -> None:
    draft = session.get(Essay, essays[0].id)
    assert draft is not None
    draft.state, draft.submitted_at, draft.submitted_version, draft.words = "draft", None, None, 812
    session.commit()
    marker(TUTOR, course)
    page = browse(TUTOR).get(f"{PATH}?shown=all").text
    assert counts(page)["all"] == 3
    begun = page[page.index('id="drafts"') :]
    assert "Amina Banda" in begun
    assert "812" in begun
    set_marking(course, names="hidden")
    assert "Banda" not in browse(TUTOR).get(f"{PATH}?shown=all").text
