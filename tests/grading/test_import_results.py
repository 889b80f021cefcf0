"""Results earned elsewhere come in by file: what the file says replaces what is stored of the people it lists."""

import io
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from app.grading import queries, service
from app.grading.models import GradeEntry, GroupMarkEntry
from app.grading.rules import Outcome
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.errors import NotAllowed, RuleBroken
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, MANAGER, TUTOR
from tests.conftest import NOW
from tests.grading.cast import (
    COLUMNS,
    DIDIER,
    actor,
    all_done,
    enrolment_of,
    graded_course,
    import_bytes,
    import_rows,
    mark_groups,
    result_file,
    result_row,
    row_of,
)
from tests.statements import statements

MARKS = b"group,mark_percent\n1,82\n2,74\n"


@pytest.fixture
def course(app):
    return graded_course()


def entries() -> int:
    return session.scalar(select(func.count()).select_from(GradeEntry))


def test_somebody_who_did_everything_gets_the_points_of_every_piece(course):
    done = import_rows(course, all_done(AMINA, quiz=8, essay="7.5"), marks=MARKS)

    derivation = row_of(course, AMINA).derivation
    assert (done.rows, done.entries, done.marks) == (1, 8, 2)
    assert derivation.quiz_points == 24
    assert derivation.group_points == Fraction("24.6")
    assert derivation.essay_points == 30
    assert derivation.outcome is Outcome.ACHIEVEMENT
    assert derivation.pieces_done == 8


def test_a_score_of_0_is_done_and_an_empty_cell_is_not(course):
    import_rows(course, result_row(AMINA, quiz_1=0, quiz_2=""))

    assert row_of(course, AMINA).derivation.pieces_done == 1


def test_a_row_without_anything_writes_nothing(course):
    assert import_rows(course, result_row(AMINA)).entries == 0
    assert row_of(course, AMINA).derivation.pieces_done == 0


def test_the_same_file_again_writes_nothing(course):
    rows = [
        all_done(AMINA, group_participation="1/3", bonus="10"),
        result_row(BONGANI, quiz_1="7.25"),
        result_row(CHLOE),
    ]
    import_rows(course, *rows, marks=MARKS)
    stored = entries()

    again = import_rows(course, *rows, marks=MARKS)

    assert (again.entries, again.marks, entries()) == (0, 0, stored)


def test_another_way_to_write_the_same_number_is_no_change(course):
    import_rows(course, all_done(AMINA, quiz="8", group_participation="partial"), marks=MARKS)

    again = import_rows(course, all_done(AMINA, quiz="8.0", group_participation="1/2", essay="7.0"), marks=MARKS)

    assert again.entries == 0


def test_only_what_differs_is_written_and_the_old_entry_stays(course):
    import_rows(course, result_row(AMINA, quiz_1=5, quiz_2=6))

    changed = import_rows(course, result_row(AMINA, quiz_1=5, quiz_2=9))

    history = queries.history(course.id, enrolment_of(course, AMINA))
    assert changed.entries == 1
    assert [entry.value for entry in history] == [9, 6, 5]
    assert row_of(course, AMINA).standing.piece("quiz_2").score == 9


def test_an_empty_cell_clears_what_was_stored(course):
    import_rows(course, all_done(AMINA, bonus=10), marks=MARKS)

    import_rows(course, result_row(AMINA, quiz_1=8))

    row = row_of(course, AMINA)
    assert row.derivation.pieces_done == 1
    assert row.standing.bonus is None
    assert row.derivation.total == 4


def test_an_essay_that_waited_for_its_mark_is_cleared_by_empty_cells_and_marked_by_full_ones(course):
    service.record_submission(course, enrolment_of(course, AMINA), "essay", actor=SYSTEM, now=NOW)
    service.record_submission(course, enrolment_of(course, CHLOE), "essay", actor=SYSTEM, now=NOW)
    marks = {name: 5 for name in COLUMNS if name.startswith("essay_")}

    import_rows(course, result_row(AMINA), result_row(CHLOE, **marks))

    assert not row_of(course, AMINA).standing.piece("essay").done
    assert row_of(course, CHLOE).standing.piece("essay").score == 20


def test_people_whom_the_file_does_not_list_stay_as_they_are(course):
    import_rows(course, result_row(AMINA, quiz_1=5))

    import_rows(course, result_row(BONGANI, quiz_1=6))

    assert row_of(course, AMINA).standing.piece("quiz_1").score == 5


def test_the_order_of_lines_and_columns_makes_no_difference(course):
    rows = [all_done(AMINA, bonus=3), all_done(BONGANI, quiz=5, group_participation="2/3"), result_row(CHLOE, quiz_3=4)]
    import_rows(course, *rows, marks=MARKS)
    straight = [row.derivation for row in queries.gradebook(course).rows]

    turned = result_file(*reversed(rows), columns=COLUMNS[::-1])
    again = import_bytes(course, turned, b"mark_percent,group\n74,2\n82,1\n")

    assert again.entries == 0
    assert [row.derivation for row in queries.gradebook(course).rows] == straight


def test_addresses_are_compared_without_case(course):
    import_rows(course, {**result_row(AMINA, quiz_1=5), "email": "AMINA@Ecampus.TEST"})

    assert row_of(course, AMINA).standing.piece("quiz_1").score == 5


def test_a_byte_order_mark_and_semicolons_are_accepted(course):
    raw = result_file(result_row(AMINA, quiz_1=5)).replace(b",", b";")

    import_bytes(course, b"\xef\xbb\xbf" + raw)

    assert row_of(course, AMINA).standing.piece("quiz_1").score == 5


def test_an_empty_group_says_nothing_where_nobody_claims_a_part_in_group_work(course):
    import_rows(course, {**result_row(AMINA, quiz_1=5, group_participation="none"), "group": ""})

    assert row_of(course, AMINA).standing.piece("quiz_1").score == 5


def test_a_factor_finds_a_mark_that_is_stored_already(course):
    mark_groups(course, g1=60)

    import_rows(course, result_row(AMINA, group_participation="0.25"))

    state = row_of(course, AMINA).standing.piece("group_work")
    assert (state.score, state.factor) == (60, Fraction(1, 4))


def test_attendance_may_be_told_and_stays_where_the_file_has_no_such_column(course):
    import_bytes(course, result_file(result_row(AMINA, hours_attended="12.5"), columns=(*COLUMNS, "hours_attended")))

    import_rows(course, result_row(AMINA, quiz_1=5))

    assert row_of(course, AMINA).standing.hours_attended == Fraction("12.5")


def test_an_import_leaves_one_audit_entry_with_its_counts(course):
    import_rows(course, all_done(AMINA), marks=MARKS)

    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "import_results")).one()
    assert entry.after == {"rows": 1, "entries": 8, "group_marks": 2}
    assert entry.course_id == course.id


def test_entries_say_where_they_come_from_and_who_brought_them(course):
    manager = actor(MANAGER, Role.ACTIVITY_MANAGER, course)
    import_bytes(course, result_file(result_row(AMINA, quiz_1=5)), by=manager)

    entry = queries.history(course.id, enrolment_of(course, AMINA))[0]
    assert (entry.source, entry.actor_id, entry.recorded_at) == ("import", manager.person_id, NOW)


def test_a_tutor_may_not_import(course):
    with pytest.raises(NotAllowed):
        import_bytes(course, result_file(result_row(AMINA)), by=actor(TUTOR, Role.TUTOR, course))


def test_a_closed_course_takes_no_results(course):
    service.close_course(course, actor=SYSTEM, now=NOW)

    with pytest.raises(RuleBroken) as refusal:
        import_rows(course, result_row(AMINA, quiz_1=5))

    assert refusal.value.code == "course_closed"


def test_the_number_of_statements_does_not_depend_on_the_number_of_lines(course):
    def seen(*people) -> int:
        with statements() as run:
            import_rows(course, *(result_row(person, quiz_1=len(people), quiz_2=7) for person in people))
        return len(run)

    assert seen(AMINA) == seen(AMINA, BONGANI, CHLOE, DIDIER)


def test_whoever_waits_hears_how_many_lines_are_done(course, monkeypatch):
    monkeypatch.setattr("app.grading.service.results_import.CHUNK", 2)
    heard: list[int] = []
    raw = result_file(*(result_row(person, quiz_1=5) for person in (AMINA, BONGANI, CHLOE)))

    service.import_results(course, io.BytesIO(raw), actor=SYSTEM, now=NOW, max_megabytes=1, advance=heard.append)

    assert heard == [2, 1]
    assert entries() == 3


def test_a_mark_that_is_left_empty_is_taken_back(course):
    import_rows(course, result_row(AMINA, group_participation="full"), marks=MARKS)

    import_rows(course, result_row(BONGANI), marks=b"group,mark_percent\n1,\n")

    assert session.scalar(select(func.count()).select_from(GroupMarkEntry)) == 3
    assert row_of(course, AMINA).standing.piece("group_work").score is None
