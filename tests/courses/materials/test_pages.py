"""The pages of a course's texts: who sees what, in which language, with which links."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.courses.queries import enrolments_by_email, pieces_of
from app.courses.rules import CourseValue
from app.courses.rules.deadlines import MoreTime
from app.courses.rules.extensions import Receiver
from app.courses.service import grant_extension, set_extra_time
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA
from tests.conftest import NOW
from tests.courses.cast import small_course
from tests.courses.materials.cast import FILES, give_texts
from tests.statements import statements

HERE = "/courses/SMALL-1"
Browser = Callable[..., FlaskClient]
Sign = Callable[[Role], FlaskClient]


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(f"{HERE}{path}")
    assert answer.status_code == status, answer.text
    return answer.text


def test_a_week_shows_its_text_what_is_due_its_sessions_and_modules(participant: Browser) -> None:
    text = page(participant(), "/weeks/1")
    assert '<h2 id="aims">Aims</h2>' in text
    assert f'<a href="{HERE}/modules/first">the first</a>' in text
    assert "Fri 18 Mar" in text
    assert "23:59" in text
    assert "Tue 15 Mar" in text
    assert f"{HERE}/modules/first.pdf" in text
    assert f"{HERE}/modules/first.html" in text


def test_times_stand_in_both_zones(participant: Browser) -> None:
    text = page(participant(), "/weeks/1")
    assert re.search(r"Fri 18 Mar 2022, 23:59 <span class=\"zone\">Rome", text)
    assert re.search(r"Sat 19 Mar 2022, 00:59 <span class=\"zone\">Lusaka", text)


def test_a_week_without_text_still_shows_what_is_due(participant: Browser) -> None:
    text = page(participant(), "/weeks/2")
    assert "Nothing is written for this week." in text
    assert "No session in this week." in text


def test_a_week_shows_what_closes_in_it_and_belongs_to_another(participant: Browser, texts: CourseValue) -> None:
    client = participant()
    assert "Quiz" not in re.sub(r"<header.*?</header>", "", page(client, "/weeks/2"), flags=re.DOTALL)
    (quiz,) = (piece for piece in pieces_of(texts.id) if piece.key == "quiz_1")
    receiver = Receiver(enrolment_id=enrolments_by_email(texts.id, [AMINA.email])[AMINA.email].id)
    later = MoreTime(until=quiz.closes_at + timedelta(days=7))
    grant_extension(texts, quiz, receiver, later, "no power", actor=SYSTEM, now=NOW)
    session.commit()
    text = page(client, "/weeks/2")
    assert "your own deadline" in text
    assert "Fri 25 Mar" in text


def test_there_is_no_week_beyond_the_last(participant: Browser) -> None:
    client = participant()
    page(client, "/weeks/3", 404)
    page(client, "/weeks/0", 404)


def test_a_module_links_terms_to_the_glossary_once(participant: Browser) -> None:
    client = participant()
    text = page(client, "/modules/first")
    assert text.count(f'href="{HERE}/glossary#migrant_worker"') == 1
    assert 'class="term">migrant worker</a>' in text
    assert 'id="migrant_worker"' in page(client, "/glossary")


def test_a_text_is_read_in_ones_own_language_or_the_other(participant: Browser) -> None:
    client = participant("fr")
    assert "Un <a" in page(client, "/modules/first")
    english = page(client, "/modules/first?language=en")
    assert 'class="prose" lang="en"' in english
    assert f'href="{HERE}/documents/note?language=en"' in english
    assert 'class="prose" lang="fr"' in page(client, "/modules/first?language=it")
    assert 'class="prose" lang="fr"' in page(client, "/modules/first?language=fr")


def test_the_switch_leads_to_the_same_page_in_the_other_language(participant: Browser) -> None:
    text = page(participant(), "/modules/first")
    assert f'href="{HERE}/modules/first?language=fr" lang="fr" hreflang="fr"' in text


def test_the_glossary_has_all_languages_side_by_side_in_the_readers_order(participant: Browser) -> None:
    text = page(participant("fr"), "/glossary")
    assert text.index("travailleur</h3>") < text.index("travailleur migrant</h3>")
    assert text.index("travailleur migrant</h3>") < text.index("migrant worker</h3>")


def test_participants_see_no_document_for_staff(participant: Browser) -> None:
    client = participant()
    listed = page(client, "/materials")
    assert "A note" in listed
    assert "A guide" not in listed
    assert "Questionnaires" not in listed
    for path in ("/documents/guide", "/documents/guide.pdf", "/documents/guide.html"):
        assert client.get(f"{HERE}{path}").status_code == 403
    for path in ("/questionnaires", "/questionnaires/survey", "/questionnaires/survey/paper", "/messages"):
        assert client.get(f"{HERE}{path}").status_code == 403


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.EXPERT, Role.TUTOR, Role.ACTIVITY_MANAGER, Role.ADMINISTRATOR])
def test_staff_see_what_is_for_staff(texts: CourseValue, signed_in_as: Sign, role: Role) -> None:
    client = signed_in_as(role)
    listed = page(client, "/materials")
    assert "A guide" in listed
    assert f'<a href="{HERE}/questionnaires/survey">markers</a>' in page(client, "/documents/guide")
    assert "To learn." in page(client, "/questionnaires")
    page(client, "/messages")


def test_a_sponsor_reads_what_participants_read(texts: CourseValue, signed_in_as: Sign) -> None:
    client = signed_in_as(Role.SPONSOR)
    page(client, "/modules/first")
    page(client, "/documents/guide", 403)


def test_a_text_of_another_course_is_not_found_here(participant: Browser, app: Flask) -> None:
    second = {
        name.replace("first", "second"): words.replace("order: 1", "order: 2")
        for name, words in FILES.items()
        if "first" in name
    }
    give_texts(small_course("SMALL-2"), {**FILES, **second})
    client = participant()
    page(client, "/modules/second", 404)
    page(client, "/documents/nothing", 404)
    assert client.get("/courses/SMALL-2/modules/second").status_code == 404


def test_a_questionnaire_is_shown_and_printed_as_it_is_asked(texts: CourseValue, manager: FlaskClient) -> None:
    shown, paper = page(manager, "/questionnaires/survey"), page(manager, "/questionnaires/survey/paper")
    for text in (shown, paper):
        assert "Good." in text
        assert text.count('class="tick tick-round"') == 5 + 2
        assert "choose one, optional" not in text
    assert "masthead" not in paper
    page(manager, "/questionnaires/nothing", 404)


def test_a_sheet_is_in_one_language_whoever_prints_it(texts: CourseValue, manager: FlaskClient) -> None:
    french = page(manager, "/questionnaires/survey/paper?language=fr")
    assert '<html lang="fr">' in french
    assert '<html lang="en">' in page(manager, "/questionnaires/survey/paper")


def test_items_that_bring_their_own_numbers_get_no_others(texts: CourseValue, manager: FlaskClient) -> None:
    assert "items-own" not in page(manager, "/questionnaires/survey")
    survey = FILES["questionnaires/survey.yaml"]
    numbered = survey.replace("en: Good., fr: Bien.", "en: 1. Good., fr: 1. Bien.")
    give_texts(texts, {**FILES, "questionnaires/survey.yaml": numbered})
    assert "items-own" in page(manager, "/questionnaires/survey")


def test_a_message_is_shown_filled(texts: CourseValue, manager: FlaskClient) -> None:
    text = page(manager, "/messages?language=fr")
    assert "Bonjour Amina," in text
    assert "Marta Rinaldi" in text
    assert "sent by the system" in text
    assert "{" not in re.sub(r"<(script|style).*?</\1>", "", text, flags=re.DOTALL)


def test_the_essay_page_shows_levels_and_to_markers_the_agreed_marks(
    texts: CourseValue, signed_in_as: Sign, participant: Browser
) -> None:
    seen = page(participant(), "/essay")
    assert "Bright." in seen
    assert "Some words." not in seen
    assert "strong.en" not in seen
    marker = page(signed_in_as(Role.TUTOR), "/essay?language=en")
    assert "Some words." in marker
    assert "7.5 / 10" in marker
    assert f"{HERE}/essay/samples/strong.en" in marker
    assert "strong.en" not in page(signed_in_as(Role.TUTOR), "/essay?language=fr")


def test_a_sample_essay_is_shown_to_markers_with_its_marks(
    texts: CourseValue, manager: FlaskClient, participant: Browser
) -> None:
    text = page(manager, "/essay/samples/strong.en")
    assert "An essay." in text
    assert "9 / 10" in text
    assert "7 / 7.5" in text
    page(manager, "/essay/samples/calibration", 404)
    page(participant(), "/essay/samples/strong.en", 403)


def test_a_course_without_group_work_has_no_page_for_it(participant: Browser) -> None:
    page(participant(), "/group-work", 404)


def test_extra_time_moves_the_deadlines_of_a_week(participant: Browser, texts: CourseValue) -> None:
    client = participant()
    enrolment = enrolments_by_email(texts.id, [AMINA.email])[AMINA.email]
    set_extra_time(texts, enrolment.id, Fraction(2), "slow line", actor=SYSTEM, now=NOW)
    session.commit()
    assert "your own deadline" in page(client, "/weeks/1")


def test_a_course_without_texts_says_so(course: CourseValue, signed_in_as: Sign) -> None:
    assert "flask courses load" in page(signed_in_as(Role.TUTOR), "/materials")


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/materials", 3),
        ("/modules/first", 5),
        ("/documents/note", 4),
        ("/glossary", 3),
        ("/weeks/1", 10),
        ("/essay", 6),
    ],
)
def test_a_page_costs_the_same_few_statements(participant: Browser, path: str, most: int) -> None:
    client = participant()
    page(client, path)
    with statements() as seen:
        page(client, path)
    assert len(seen) <= most, seen
