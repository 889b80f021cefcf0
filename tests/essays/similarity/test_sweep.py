"""The sweep that compares essays, and what it keeps."""

from datetime import timedelta

import pytest

from app.courses.queries import get_course
from app.essays import jobs
from app.essays.models import SimilarityScan, SimilarPair
from app.essays.queries.comparing import next_comparing, texts_of_course
from app.essays.queries.similarity import count_compared, pairs_of
from app.essays.rules.similarity import PASSAGE
from app.essays.rules.similarity_words import words_of
from app.essays.service.similarity import find_pairs, keep_pairs
from app.shared.database import session
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.courses.materials.cast import give_texts
from tests.essays.cast import essay_course
from tests.essays.similarity.test_rules import AUTRE, FILLER, SENTENCE

LATER = NOW + timedelta(minutes=5)
SHARED = f"{SENTENCE} {AUTRE}"


def pairs(course, least=1, *, by_same_person=False):
    session.expire_all()
    return pairs_of(course.id, least=least, by_same_person=by_same_person)[0]


def test_two_essays_that_share_a_passage_are_found(app):
    writing = essay_course()
    one = writing.handed_in(AMINA, f"{FILLER[0]}\n\n{SHARED}")
    other = writing.handed_in(BONGANI, f"{SHARED}\n\n{FILLER[1]}")
    writing.handed_in(CHLOE, FILLER[2])
    assert jobs.compare_essays(LATER) == 3
    (pair,) = pairs(writing.course)
    assert {pair.first.essay.id, pair.second.essay.id} == {one.id, other.id}
    assert pair.shared == len(words_of(SHARED))
    assert pair.first.words == len(words_of(f"{FILLER[0]}\n\n{SHARED}"))


def test_what_was_kept_points_at_the_words_in_both_texts(app):
    writing = essay_course()
    texts = {writing.handed_in(AMINA, f"{FILLER[0]} {SENTENCE}").id: f"{FILLER[0]} {SENTENCE}"}
    texts[writing.handed_in(BONGANI, f"Fin. {SENTENCE}").id] = f"Fin. {SENTENCE}"
    jobs.compare_essays(LATER)
    (pair,) = pairs(writing.course)
    ((span,),) = pair.passages
    assert texts[pair.first.essay.id][span.first_start : span.first_end] == SENTENCE.rstrip(".")
    assert texts[pair.second.essay.id][span.second_start : span.second_end] == SENTENCE.rstrip(".")


def test_again_it_finds_nothing_to_do(app):
    writing = essay_course()
    writing.handed_in(AMINA, SHARED)
    writing.handed_in(BONGANI, SHARED)
    jobs.compare_essays(LATER)
    assert jobs.compare_essays(LATER) == 0
    assert len(pairs(writing.course)) == 1


def test_only_what_is_new_is_compared(app, monkeypatch):
    writing = essay_course()
    writing.handed_in(AMINA, SHARED)
    writing.handed_in(BONGANI, SHARED)
    jobs.compare_essays(LATER)
    writing.handed_in(CHLOE, SHARED)
    seen = []
    monkeypatch.setattr(jobs, "find_pairs", lambda work, *read: seen.append(work) or find_pairs(work, *read))
    assert jobs.compare_essays(LATER) == 1
    assert [len(work.waiting) for work in seen] == [1]
    assert len(pairs(writing.course)) == 3
    assert session.query(SimilarPair).count() == 3


def test_a_draft_is_compared_with_nothing(app):
    writing = essay_course()
    writing.handed_in(AMINA, SHARED)
    writing.write(SHARED, BONGANI)
    assert jobs.compare_essays(LATER) == 1
    assert pairs(writing.course) == []


def test_a_version_handed_in_again_takes_the_place_of_the_one_before(app):
    writing = essay_course()
    writing.handed_in(AMINA, SHARED)
    writing.handed_in(BONGANI, SHARED)
    jobs.compare_essays(LATER)
    writing.handed_in(BONGANI, f"{FILLER[0]} {SENTENCE}", now=NOW + timedelta(minutes=1))
    jobs.compare_essays(LATER)
    (pair,) = pairs(writing.course)
    assert pair.shared == len(words_of(SENTENCE))
    assert session.query(SimilarPair).count() == 2


def test_two_versions_of_one_essay_are_no_pair(app):
    writing = essay_course()
    writing.handed_in(AMINA, SHARED)
    jobs.compare_essays(LATER)
    writing.handed_in(AMINA, f"{SHARED} {FILLER[0]}", now=NOW + timedelta(minutes=1))
    jobs.compare_essays(LATER)
    assert session.query(SimilarPair).count() == 0


def test_what_the_course_itself_says_is_no_shared_passage(app, monkeypatch):
    writing = essay_course()
    give_texts(writing.course)
    session.commit()
    said = max(texts_of_course(writing.course.id), key=len)
    assert len(words_of(said)) > PASSAGE
    writing.handed_in(AMINA, f"{said} {FILLER[0]}")
    writing.handed_in(BONGANI, f"{FILLER[1]} {said}")
    jobs.compare_essays(LATER)
    assert pairs(writing.course) == []
    monkeypatch.setattr(jobs, "texts_of_course", lambda _course: [])
    session.query(SimilarityScan).delete()
    jobs.compare_essays(LATER)
    assert len(pairs(writing.course)) == 1


def test_an_earlier_edition_is_compared_and_seen_from_the_later_one_only(app):
    earlier, later = essay_course("ACT-2021"), essay_course("ACT-2022")
    unrelated = essay_course("OTHER-1")
    earlier.handed_in(AMINA, SHARED)
    later.handed_in(BONGANI, SHARED)
    unrelated.handed_in(CHLOE, SHARED)
    jobs.compare_essays(LATER)
    (pair,) = pairs(later.course)
    assert {pair.first.essay.course_id, pair.second.essay.course_id} == {earlier.course.id, later.course.id}
    assert pairs(earlier.course) == []
    assert pairs(unrelated.course) == []


def test_what_a_person_handed_in_in_two_editions_stands_apart(app):
    earlier, later = essay_course("ACT-2021"), essay_course("ACT-2022")
    earlier.handed_in(AMINA, SHARED)
    later.handed_in(AMINA, SHARED)
    later.handed_in(BONGANI, SHARED)
    jobs.compare_essays(LATER)
    (own,) = pairs(later.course, by_same_person=True)
    assert own.same_person
    others = pairs(later.course)
    assert len(others) == 2
    assert not any(pair.same_person for pair in others)


def test_of_two_schedules_that_overlap_one_keeps_and_no_pair_is_lost(app):
    writing = essay_course()
    writing.handed_in(AMINA, SHARED)
    slow = next_comparing(50)
    slow_found = find_pairs(slow, jobs.texts_of, jobs.texts_of_course)
    writing.handed_in(BONGANI, SHARED)
    assert jobs.compare_essays(LATER) == 2
    assert keep_pairs(slow, slow_found, now=LATER) == 0
    session.commit()
    assert session.query(SimilarityScan).count() == 2
    assert len(pairs(writing.course)) == 1


@pytest.mark.parametrize("at_once", [1, 2])
def test_a_few_at_a_time_find_every_pair(app, monkeypatch, at_once):
    monkeypatch.setattr(jobs, "AT_ONCE", at_once)
    writing = essay_course()
    for person in (AMINA, BONGANI, CHLOE):
        writing.handed_in(person, f"{SHARED} {person.given_name}")
    assert jobs.compare_essays(LATER) == 3
    assert len(pairs(writing.course)) == 3


def test_how_many_were_compared_is_counted(app):
    writing = essay_course()
    writing.handed_in(AMINA, SHARED)
    assert count_compared(writing.course.id) == (1, 0)
    jobs.compare_essays(LATER)
    assert count_compared(get_course(writing.course.code).id) == (1, 1)
