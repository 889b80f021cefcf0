"""A workbook of marks that comes back."""

from fractions import Fraction

import pytest
from sqlalchemy import text as sql

from app.courses.service.withdrawing import withdraw
from app.essays.documents.workbook_reader import read_workbook
from app.essays.queries.writing import essay_piece
from app.essays.rules.workbook_merge import Choice
from app.essays.service.workbook import compare_upload, import_marks
from app.rubrics.rules import Round
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.errors import NotAllowed, RuleBroken, Stale, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, EXPERT, TUTOR
from tests.conftest import NOW
from tests.essays.marking.cast import UMA, content, essay_course, give, hand_in, hand_in_again, marker
from tests.essays.offline.cast import DRAFT, FIRST, WHOLE, column, filled, mark_of, saved, sheet_of, upload, workbook
from tests.statements import statements


@pytest.fixture
def desk(app, keeper):
    course = essay_course()
    return course, hand_in(course, AMINA), marker(TUTOR, course)


def problems(error):
    return [(one.where, str(one.reason)) for one in error.value.problems]


def test_a_draft_comes_back_as_it_was_filled_in(desk):
    course, essay, tutor = desk
    done = upload(course, filled(course, workbook(course, tutor), DRAFT), tutor)
    mark = mark_of(course, essay.id, tutor)
    assert (done.changed, done.final, done.unchanged) == (1, 0, 0)
    assert mark.content.criteria == {"clarity": Fraction(8)}
    assert mark.content.comments == {"clarity": "Clear."}
    assert mark.content.comment == "Good work."
    assert not mark.is_final


def test_the_same_file_again_changes_nothing(desk):
    course, essay, tutor = desk
    file = filled(course, workbook(course, tutor), DRAFT)
    upload(course, file, tutor)
    done = upload(course, file, tutor)
    assert (done.changed, done.unchanged) == (0, 1)
    assert mark_of(course, essay.id, tutor).version == 1


def test_a_final_mark_counts_and_is_handed_on(desk, keeper):
    course, essay, tutor = desk
    assert upload(course, filled(course, workbook(course, tutor), WHOLE), tutor).final == 1
    mark = mark_of(course, essay.id, tutor)
    assert mark.is_final
    assert mark.content.total == Fraction(53, 2)
    assert len(keeper.kept) == 1


def test_a_final_mark_without_all_its_points_is_refused_with_the_cell(desk):
    course, essay, tutor = desk
    file = filled(course, workbook(course, tutor), {**WHOLE, "points:gender": None})
    with pytest.raises(Unreadable) as error:
        upload(course, file, tutor)
    letter = sheet_of(file)[1].cell(FIRST, column(course, "points:gender")).coordinate
    assert problems(error) == [(f"Marks!{letter}", "This criterion has no points.")]
    assert mark_of(course, essay.id, tutor) is None


def test_one_wrong_row_keeps_every_other_from_being_stored(desk):
    course, essay, tutor = desk
    hand_in(course, BONGANI)
    file = filled(course, workbook(course, tutor), DRAFT)
    file = filled(course, file, {"points:clarity": 11}, row=FIRST + 1)
    with pytest.raises(Unreadable):
        upload(course, file, tutor)
    assert mark_of(course, essay.id, tutor) is None


def test_what_changed_here_alone_stays(desk):
    course, essay, tutor = desk
    file = filled(course, workbook(course, tutor), {"comment": "From the file."})
    give(essay, tutor, content(clarity="9"), final=False)
    upload(course, file, tutor)
    mark = mark_of(course, essay.id, tutor)
    assert mark.content.criteria["clarity"] == 9
    assert mark.content.comment == "From the file."


def test_what_changed_in_both_places_is_asked_with_all_three_values(desk):
    course, essay, tutor = desk
    give(essay, tutor, content(clarity="5"), final=False)
    file = filled(course, workbook(course, tutor), {"points:clarity": 8})
    give(essay, tutor, content(clarity="9"), final=False)
    with pytest.raises(RuleBroken) as error:
        upload(course, file, tutor)
    assert error.value.code == "conflicts"
    ((where, _),) = problems(error)
    assert where == "Marks!" + sheet_of(file)[1].cell(FIRST, column(course, "points:clarity")).coordinate
    assert mark_of(course, essay.id, tutor).content.criteria["clarity"] == 9


@pytest.mark.parametrize(("choice", "expected"), [(Choice.FILE, 8), (Choice.STORED, 9)])
def test_each_conflict_is_decided_by_its_marker(desk, choice, expected):
    course, essay, tutor = desk
    file = filled(course, workbook(course, tutor), {"points:clarity": 8, "comment": "Both."})
    give(essay, tutor, content(clarity="9"), final=False)
    upload(course, file, tutor, {essay.id: {"points:clarity": choice}})
    mark = mark_of(course, essay.id, tutor)
    assert mark.content.criteria["clarity"] == expected
    assert mark.content.comment == "Both."


def test_a_mark_that_became_final_meanwhile_is_not_changed_unasked(desk):
    course, essay, tutor = desk
    give(essay, tutor, content("Draft."), final=False)
    file = filled(course, workbook(course, tutor), {"comment": "From the file."})
    give(essay, tutor, content("Draft."))
    with pytest.raises(RuleBroken):
        upload(course, file, tutor)


def test_what_changes_between_looking_and_storing_is_not_overwritten(desk):
    course, essay, tutor = desk
    file = filled(course, workbook(course, tutor), DRAFT)
    states = compare_upload(course, read_workbook(file, essay_piece(course).criteria), actor=tutor)
    give(essay, tutor, content("Later."), final=False)
    with pytest.raises(Stale):
        import_marks(course, states, {}, actor=tutor, now=NOW)
    assert mark_of(course, essay.id, tutor).content.comment == "Later."


def test_a_row_of_another_marker_is_refused(desk):
    course, _, tutor = desk
    file = filled(course, workbook(course, tutor), DRAFT)
    with pytest.raises(Unreadable) as error:
        upload(course, file, marker(UMA, course))
    assert "made for somebody else" in problems(error)[0][1]
    assert problems(error)[0][0] == "Marks!F3"


@pytest.mark.parametrize(
    ("key", "value"), [("essay", "+1"), ("version", "7"), ("handed_in", "2"), ("round", "agreed"), ("seal", "0" * 32)]
)
def test_a_hidden_column_that_was_changed_is_refused(desk, key, value):
    course, essay, tutor = desk
    other = hand_in(course, BONGANI)
    changed = str(other.id) if value == "+1" else value
    with pytest.raises(Unreadable) as error:
        upload(course, filled(course, workbook(course, tutor), {**DRAFT, key: changed}), tutor)
    assert any("hidden columns" in reason or "stands in row" in reason for _, reason in problems(error))
    assert mark_of(course, essay.id, tutor) is None


def test_a_row_of_another_course_is_refused(desk):
    course, _, tutor = desk
    other = essay_course("B9714776")
    hand_in(other, AMINA)
    marker(TUTOR, other)
    with pytest.raises(Unreadable):
        upload(other, filled(course, workbook(course, tutor), DRAFT), marker(TUTOR, other))


def test_an_essay_that_was_given_to_another_is_named(desk):
    course, essay, tutor = desk
    file = filled(course, workbook(course, tutor), DRAFT)
    give(essay, marker(UMA, course))
    with pytest.raises(Unreadable) as error:
        upload(course, file, tutor)
    assert "Amina Banda is not yours to mark" in problems(error)[0][1]


def test_an_empty_row_of_an_essay_that_another_took_is_left_out(desk):
    course, _, tutor = desk
    taken = hand_in(course, BONGANI)
    file = filled(course, workbook(course, tutor), WHOLE)
    give(taken, marker(UMA, course))
    done = upload(course, file, tutor)
    assert (done.changed, done.unchanged, [name.split()[0] for name in done.left_out]) == (1, 0, ["Bongani"])


def test_a_row_as_it_went_out_of_an_author_who_left_is_left_out(desk):
    course, essay, tutor = desk
    give(essay, tutor, content("Stays."), final=False)
    other = hand_in(course, BONGANI)
    give(other, tutor, final=False)
    file = workbook(course, tutor)
    withdraw(course, essay.enrolment_id, "Ill for long.", actor=SYSTEM, now=NOW)
    assert upload(course, filled(course, file, {"comment": "Good."}, FIRST + 1), tutor).left_out == ("Amina Banda",)
    with pytest.raises(Unreadable):
        upload(course, filled(course, file, {"comment": "Changed."}), tutor)


def test_an_essay_that_was_handed_in_again_is_named(desk):
    course, _essay, tutor = desk
    file = filled(course, workbook(course, tutor), DRAFT)
    session.execute(sql("UPDATE essays SET submitted_version = 2, version = 2"))
    session.commit()
    with pytest.raises(Unreadable) as error:
        upload(course, file, tutor)
    assert "Amina Banda was handed in again" in problems(error)[0][1]


def test_who_may_not_mark_uploads_nothing(desk):
    course, _, tutor = desk
    file = filled(course, workbook(course, tutor), DRAFT)
    with pytest.raises(NotAllowed):
        upload(course, file, marker(EXPERT, course, Role.EXPERT))


def test_a_row_taken_out_of_the_file_leaves_its_mark_alone(desk):
    course, essay, tutor = desk
    give(essay, tutor, content("Stays."), final=False)
    book, sheet = sheet_of(workbook(course, tutor))
    sheet.delete_rows(FIRST)
    done = upload(course, saved(book), tutor)
    assert (done.changed, done.unchanged) == (0, 0)
    assert mark_of(course, essay.id, tutor).content.comment == "Stays."


def test_a_cell_that_was_emptied_empties_the_mark(desk):
    course, essay, tutor = desk
    give(essay, tutor, content("Goes.", clarity="8"), final=False)
    upload(course, filled(course, workbook(course, tutor), {"comment": None, "points:clarity": None}), tutor)
    mark = mark_of(course, essay.id, tutor)
    assert mark.content.comment == ""
    assert "clarity" not in mark.content.criteria


def test_the_second_marker_brings_back_a_second_mark(app, keeper):
    course = essay_course(markers=2)
    essay = hand_in(course, AMINA)
    give(essay, marker(TUTOR, course))
    uma = marker(UMA, course)
    upload(course, filled(course, workbook(course, uma), WHOLE), uma)
    assert mark_of(course, essay.id, uma).round is Round.SECOND


def test_an_upload_is_in_the_audit_trail_without_words(desk):
    course, _, tutor = desk
    upload(course, filled(course, workbook(course, tutor), DRAFT), tutor)
    entry = session.query(AuditEntry).filter_by(action="import_marks").one()
    assert entry.after == {"changed": 1, "final": 0}


def test_comparing_costs_the_same_few_statements(desk):
    course, _, tutor = desk
    hand_in(course, BONGANI)
    file = filled(course, workbook(course, tutor), DRAFT)
    rows = read_workbook(file, essay_piece(course).criteria)
    assert len(rows) == 2
    with statements() as seen:
        compare_upload(course, rows, actor=tutor)
    assert len(seen) <= 12


def test_an_essay_handed_in_again_while_its_workbook_comes_back_is_not_marked(desk):
    course, essay, tutor = desk
    read = read_workbook(filled(course, workbook(course, tutor), WHOLE), essay_piece(course).criteria)
    states = compare_upload(course, read, actor=tutor)
    hand_in_again(essay)
    with pytest.raises(RuleBroken) as refused:
        import_marks(course, states, {}, actor=tutor, now=NOW)
    assert refused.value.code == "handed_in_again"
