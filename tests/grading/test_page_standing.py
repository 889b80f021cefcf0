"""A participant's page: where do I stand, why, and what do I still need."""

import pytest

from app.grading import service
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, STRANGER, TUTOR
from tests.conftest import NOW
from tests.grading.cast import all_done, enrolment_of, import_rows, mark_groups, result_row

pytestmark = pytest.mark.alike

PATH = "/courses/A9714776/standing"


@pytest.fixture
def course(graded):
    mark_groups(graded, g1=82)
    import_rows(graded, all_done(AMINA, quiz="7.77", essay="8.5"), result_row(CHLOE, quiz_1=4))
    return graded


def test_it_shows_points_derivation_needs_and_pieces(browse, course):
    page = browse(AMINA).get(PATH)

    assert page.status_code == 200
    for words in (
        "so far", "81.91", "Quizzes: 46.62 of 60 right answers", "Outcome so far: Certificate of Achievement.",
        "reached", "7.77 of 10", "82 % × 1", "34 of 40", "Clarity of the subject and outline: 8.5 of 10",
    ):  # fmt: skip
        assert words in page.text, words
    assert CHLOE.email not in page.text


def test_it_waits_with_an_essay_that_has_no_mark(browse, course):
    service.record_submission(course, enrolment_of(course, BONGANI), "essay", actor=SYSTEM, now=NOW)

    assert "waits for its mark" in browse(BONGANI).get(PATH).text


def test_after_closing_nothing_reads_so_far(browse, course):
    service.close_course(course, actor=SYSTEM, now=NOW)

    page = browse(AMINA).get(PATH).text

    assert "These are your final points." in page
    assert "so far" not in page.partition("<main")[2].partition("</main")[0]


def test_only_participants_have_one(browse, course):
    assert browse(TUTOR, Role.TUTOR).get(PATH).status_code == 403
    assert browse(STRANGER).get(PATH).status_code == 404


def test_a_visitor_is_sent_to_sign_in(client, course):
    assert client.get(PATH, headers={"Accept": "text/html"}).status_code == 302
