"""The pages on shared passages."""

import re
from datetime import timedelta

import pytest

from app.essays import jobs
from app.essays.queries.similarity import pairs_of
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.permissions import Role
from tests.cast import AMINA, BONGANI, CHLOE, EXPERT, MANAGER, csrf_token, enter_with_role
from tests.conftest import NOW
from tests.essays.cast import essay_course
from tests.essays.marking.cast import UMA
from tests.essays.similarity.test_rules import AUTRE, FILLER, SENTENCE
from tests.statements import statements

LATER = NOW + timedelta(minutes=5)
SHARED = f"{SENTENCE} {AUTRE}"


def compared(*texts, settings="", code="ESSAY-1"):
    writing = essay_course(code, settings=settings)
    for person, text in zip((AMINA, BONGANI, CHLOE), texts, strict=False):
        writing.handed_in(person, text)
    jobs.compare_essays(LATER)
    return writing


def pair_of(writing):
    (pair,) = pairs_of(writing.course.id, least=1)[0]
    return pair


def address(writing, pair=None):
    return f"/courses/{writing.course.code}/essays/similarity" + (f"/{pair.id}" if pair else "")


def test_a_tutor_sees_the_pairs_that_share_most_first(app, browse):
    writing = compared(f"{SHARED} {FILLER[0]}", f"{SHARED} {FILLER[1]}", f"{SHARED} {FILLER[0]}")
    page = browse(UMA, Role.TUTOR, writing.course).get(address(writing)).text
    counts = [int(count) for count in re.findall(r'class="num" data-label="[^"]*">(\d+)<', page)]
    assert len(counts) == 3
    assert counts == sorted(counts, reverse=True)
    assert "Chloé d’Almeida" in page
    assert "never a verdict" in page


@pytest.mark.parametrize("role", [Role.EXPERT, Role.ASSISTANT, Role.SPONSOR, None])
def test_who_marks_no_essays_sees_none_of_it(app, browse, role):
    writing = compared(SHARED, SHARED)
    client = browse(EXPERT, role, writing.course) if role else browse(AMINA)
    for url in (address(writing), address(writing, pair_of(writing))):
        assert client.get(url).status_code == 403
    data = {"finding": "nothing", "csrf_token": csrf_token(client)}
    assert client.post(address(writing, pair_of(writing)), data=data).status_code == 403


def test_few_shared_words_are_listed_only_when_asked_for(app, browse):
    writing = compared(f"{FILLER[0]} {SENTENCE}", f"{FILLER[1]} {SENTENCE}")
    client = browse(UMA, Role.TUTOR, writing.course)
    assert "Amina" not in client.get(address(writing)).text
    assert "Amina" in client.get(address(writing) + "?words=12").text
    assert client.get(address(writing) + "?words=nonsense").status_code == 200


def test_both_texts_stand_side_by_side_with_the_passage_marked(app, browse):
    writing = compared(f"{FILLER[0]} {SHARED}", f"{SHARED} {FILLER[1]}")
    page = browse(UMA, Role.TUTOR, writing.course).get(address(writing, pair_of(writing))).text
    marked = re.findall(r'<mark class="shared" id="(\w+)-1">.*?</a>([^<]*)</mark>', page)
    assert [side for side, _ in marked] == ["one", "other"]
    assert all(text.startswith("A coherent policy") for _, text in marked)
    assert 'href="#other-1"' in page
    assert FILLER[0] in page
    assert FILLER[1] in page
    assert "style=" not in page.split("<main", 1)[1]
    assert "<script" not in page


def test_mark_up_in_an_essay_stays_text(app, browse):
    writing = compared(f"<script>alert(1)</script> {SHARED}", f"{SHARED} <b>bold</b>")
    page = browse(UMA, Role.TUTOR, writing.course).get(address(writing, pair_of(writing))).text
    assert "<script>alert" not in page
    assert "&lt;b&gt;bold" in page


def test_hidden_names_stay_hidden_on_both_pages(app, browse):
    writing = compared(SHARED, SHARED, settings="{marking: {names: hidden}}")
    client = browse(MANAGER, Role.ACTIVITY_MANAGER, writing.course)
    for url in (address(writing), address(writing, pair_of(writing))):
        page = client.get(url).text
        assert "Amina" not in page
        assert "amina@" not in page


def test_of_an_earlier_edition_a_tutor_of_this_one_sees_passages_without_a_name(app, browse):
    earlier = compared(f"{FILLER[0]} {SHARED} {FILLER[1]}", code="ACT-2021")
    later = essay_course("ACT-2022")
    later.handed_in(BONGANI, SHARED)
    jobs.compare_essays(LATER)
    tutor = browse(UMA, Role.TUTOR, later.course)
    pair = pair_of(later)
    page = tutor.get(address(later, pair)).text
    assert "ACT-2021" in page
    assert "A coherent policy" in page
    assert "Amina" not in page + tutor.get(address(later)).text
    assert "a3 a4" not in page
    assert tutor.get(address(earlier, pair)).status_code == 404
    enter_with_role(UMA, Role.TUTOR, earlier.course.id)
    page = tutor.get(address(later, pair)).text
    assert "Amina" in page
    assert "a3 a4" in page


def test_what_an_author_handed_in_before_stands_apart_from_the_pairs_of_two(app, browse):
    compared(SHARED, code="ACT-2021")
    later = essay_course("ACT-2022")
    later.handed_in(AMINA, SHARED)
    jobs.compare_essays(LATER)
    client = browse(UMA, Role.TUTOR, later.course)
    pairs, again = re.split("<details class=.panel", client.get(address(later)).text)
    assert "No pair shares so many words" in pairs
    assert "By the same author in two editions: 1" in again
    (own,) = pairs_of(later.course.id, least=1, by_same_person=True)[0]
    assert address(later, own) in again
    assert "The same person wrote both" in client.get(address(later, own)).text
    later.handed_in(BONGANI, f"{FILLER[0]} {SENTENCE} {AUTRE}")
    jobs.compare_essays(LATER)
    pairs, again = re.split("<details class=.panel", client.get(address(later)).text)
    assert pairs.count('class="num" data-label') == 2
    assert again.count('class="num" data-label') == 1


def test_where_a_course_hides_names_an_earlier_edition_does_not_tell_its_authors(app, browse):
    earlier = compared(SHARED, code="ACT-2021")
    later = essay_course("ACT-2022", settings="{marking: {names: hidden}}")
    later.handed_in(AMINA, SHARED)
    jobs.compare_essays(LATER)
    tutor = browse(UMA, Role.TUTOR, later.course)
    enter_with_role(UMA, Role.TUTOR, earlier.course.id)
    (own,) = pairs_of(later.course.id, least=1, by_same_person=True)[0]
    assert "By the same author in two editions: 1" in tutor.get(address(later)).text
    assert "Amina" not in tutor.get(address(later)).text + tutor.get(address(later, own)).text


def test_a_pair_of_another_course_is_not_found(app, browse):
    writing, other = compared(SHARED, SHARED), essay_course("ELSE-1")
    client = browse(UMA, Role.TUTOR, other.course)
    assert client.get(address(other, pair_of(writing))).status_code == 404


def test_what_was_found_is_kept_with_name_and_time_and_audited(app, browse):
    writing = compared(SHARED, SHARED)
    client = browse(UMA, Role.TUTOR, writing.course)
    pair = pair_of(writing)
    data = {"finding": "source", "note": " Both quote the statute. ", "csrf_token": csrf_token(client)}
    assert client.post(address(writing, pair), data=data).status_code == 303
    (note,) = pair_of(writing).notes
    assert (note.finding, note.note) == ("source", "Both quote the statute.")
    page = client.get(address(writing, pair)).text
    assert "Uma Second" in page
    assert "Both quote the statute." in page
    entry = session.query(AuditEntry).filter_by(action="note_similar_pair").one()
    assert entry.subject == f"similar_pair:{pair.id}"
    assert "statute" not in str(entry.after)


def test_a_second_note_stands_beside_the_first(app, browse):
    writing = compared(SHARED, SHARED)
    client = browse(UMA, Role.TUTOR, writing.course)
    for finding in ("talk", "nothing"):
        client.post(address(writing, pair_of(writing)), data={"finding": finding, "csrf_token": csrf_token(client)})
    assert [note.finding for note in pair_of(writing).notes] == ["nothing", "talk"]


@pytest.mark.parametrize("data", [{}, {"finding": "guilty"}, {"finding": "talk", "note": "x" * 2001}])
def test_a_note_that_cannot_be_used_is_refused_and_stays_in_the_form(app, browse, data):
    writing = compared(SHARED, SHARED)
    client = browse(UMA, Role.TUTOR, writing.course)
    answer = client.post(address(writing, pair_of(writing)), data={**data, "csrf_token": csrf_token(client)})
    assert answer.status_code == 422
    assert data.get("note", "") in answer.text
    assert pair_of(writing).notes == ()


def test_the_pages_cost_the_same_few_statements(app, browse):
    writing = compared(SHARED, SHARED, SHARED)
    client = browse(UMA, Role.TUTOR, writing.course)
    client.get(address(writing))
    with statements() as seen:
        client.get(address(writing))
    assert len(seen) <= 12
    pair = pairs_of(writing.course.id, least=1)[0][0]
    with statements() as seen:
        client.get(address(writing, pair))
    assert len(seen) <= 12
