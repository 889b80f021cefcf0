"""A file with a fault changes nothing, and every fault is named with its line and its column."""

import io

import pytest
from sqlalchemy import func, select

from app.grading import queries, service
from app.grading.models import GradeEntry, GroupMarkEntry
from app.shared.database import session
from app.shared.errors import TooLarge, Unreadable
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, BONGANI, CHLOE, STRANGER
from tests.conftest import NOW
from tests.grading.cast import (
    COLUMNS,
    DIDIER,
    all_done,
    graded_course,
    import_bytes,
    import_rows,
    mark_groups,
    result_file,
    result_row,
)

pytestmark = pytest.mark.alike

ESSAY = {"essay_clarity": 5, "essay_alignment": 5, "essay_coherence": 5, "essay_gender": 5}


@pytest.fixture
def course(app):
    course = graded_course()
    mark_groups(course, g1=82)
    return course


def faults(course, *rows, marks=None):
    with pytest.raises(Unreadable) as refusal:
        import_rows(course, *rows, marks=marks)
    session.rollback()
    return [(problem.line, problem.where, str(problem.reason)) for problem in refusal.value.problems]


def nothing_was_recorded() -> bool:
    return session.scalar(select(func.count()).select_from(GradeEntry)) == 0


def cases(table):
    """A table of named cases for pytest: the first cell is the name."""
    return [pytest.param(*case[1:], id=case[0]) for case in table]


BAD_CELLS = [
    ("eleven of ten right", {"quiz_1": "11"}, "quiz_1", "11 lies outside 0 to 10."),
    ("below nothing", {"quiz_1": "-1"}, "quiz_1", "“-1” is not a number from 0 to 10"),
    ("not a number", {"quiz_1": "NaN"}, "quiz_1", "“NaN” is not a number"),
    ("Arabic digits", {"quiz_1": "٥"}, "quiz_1", "“٥” is not a number"),
    ("full-width digits", {"quiz_1": "８"}, "quiz_1", "is not a number"),
    ("an exponent", {"quiz_1": "1e1"}, "quiz_1", "“1e1” is not a number"),
    ("a decimal comma", {"quiz_1": "8,5"}, "quiz_1", "“8,5” is not a number"),
    ("five decimals", {"quiz_1": "8.12345"}, "quiz_1", "is not a number"),
    ("a formula", {"quiz_2": "=SUM(A1:A9)"}, "quiz_2", "“=SUM(A1:A9)” is not a number"),
    ("a word", {"quiz_6": "absent"}, "quiz_6", "“absent” is not a number"),
    ("a bonus above the most", {"bonus": "10.5"}, "bonus", "10.5 lies outside 0 to 10."),
    ("a negative bonus", {"bonus": "-5"}, "bonus", "is not a number"),
    ("a factor above 1", {"group_participation": "2"}, "group_participation", "2 lies outside 0 to 1."),
    ("a ratio above 1", {"group_participation": "4/3"}, "group_participation", "4/3 lies outside 0 to 1."),
    ("a ratio of nothing", {"group_participation": "1/0"}, "group_participation", "is no participation factor"),
    ("an unknown word", {"group_participation": "mostly"}, "group_participation", "“mostly” is no"),
    ("a criterion above its most", {**ESSAY, "essay_gender": "10.01"}, "essay_gender", "10.01 lies outside 0 to 10."),
    ("three of four criteria", {**ESSAY, "essay_coherence": ""}, "essay_coherence", "All criteria of the essay"),
    ("one of four criteria", {"essay_clarity": "5"}, "essay_alignment", "All criteria of the essay"),
    ("another group", {"group": "2"}, "group", "says group “2”, but this person is in group “1”."),
    ("an unknown group", {"group": "99"}, "group", "says group “99”, but this person is in group “1”."),
    ("a factor without group", {"group": "", "group_participation": "full"}, "group_participation", "needs the group"),
    ("no address", {"email": "", "quiz_1": "5"}, "email", "The e-mail address is missing."),
    ("an unknown address", {"email": "nobody@ecampus.test"}, "email", "address nobody@ecampus.test"),
    ("somebody of another course", {"email": STRANGER.email}, "email", "takes this course."),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "column", "reason"), cases(BAD_CELLS))
def test_a_fault_is_named_with_line_and_column_and_changes_nothing(course, cells, column, reason):
    found = faults(course, result_row(BONGANI, quiz_1=7), {**result_row(AMINA), **cells})

    assert [(line, where) for line, where, _ in found] == [(3, column)]
    assert reason in found[0][2]
    assert nothing_was_recorded()


def test_a_group_is_refused_for_somebody_who_is_in_none(course):
    [(line, where, reason)] = faults(course, {**result_row(DIDIER), "group": "1"})

    assert (line, where) == (2, "group")
    assert reason == "The file says group “1”, but this person is in no group."


def test_a_factor_is_refused_for_somebody_who_is_in_no_group(course):
    assert faults(course, result_row(DIDIER, group_participation="full"))[0][:2] == (2, "group_participation")


def test_a_factor_is_refused_while_the_group_has_no_mark(course):
    [(line, where, reason)] = faults(course, result_row(CHLOE, group_participation="partial"))

    assert (line, where) == (2, "group_participation")
    assert "The group “2” has no mark" in reason


def test_a_factor_is_refused_where_the_same_import_takes_the_mark_back(course):
    found = faults(course, result_row(AMINA, group_participation="full"), marks=b"group,mark_percent\n1,\n")

    assert found[0][:2] == (2, "group_participation")
    assert queries.marks_of(course.id) != {}


def test_a_person_stands_in_one_line_only_however_the_address_is_written(course):
    twice = {**result_row(AMINA, quiz_1=7), "email": AMINA.email.upper()}

    [(line, where, reason)] = faults(course, result_row(AMINA, quiz_1=5), result_row(BONGANI), twice)

    assert (line, where) == (4, "email")
    assert reason == "This person stands in line 2 already."


def test_all_faults_are_listed_in_the_order_of_lines(course):
    found = faults(
        course,
        result_row(AMINA, quiz_1=11, bonus="x"),
        result_row("nobody@ecampus.test", quiz_1="y"),
        result_row(BONGANI, group_participation="9"),
    )

    assert [(line, where) for line, where, _ in found] == [
        (2, "quiz_1"), (2, "bonus"), (3, "quiz_1"), (3, "email"), (4, "group_participation"),
    ]  # fmt: skip


def test_no_more_than_a_hundred_faults_are_listed(course):
    found = faults(course, *(result_row(f"nobody-{number}@ecampus.test") for number in range(2500)))

    assert len(found) == 100


def test_a_fault_in_a_later_chunk_undoes_the_earlier_ones(course, monkeypatch):
    monkeypatch.setattr("app.grading.service.results_import.CHUNK", 1)

    faults(course, result_row(AMINA, quiz_1=5), result_row(BONGANI, quiz_1=6), result_row(CHLOE, quiz_1=11))

    assert nothing_was_recorded()


def test_the_same_person_twice_is_found_across_chunks(course, monkeypatch):
    monkeypatch.setattr("app.grading.service.results_import.CHUNK", 1)

    assert faults(course, result_row(AMINA), result_row(BONGANI), result_row(AMINA))[0][:2] == (4, "email")


BAD_FILES = [
    ("nothing at all", b"", 1, "no header"),
    ("a missing column", result_file(columns=COLUMNS[:-1]), 1, "The column “bonus” is missing."),
    ("an unknown column", result_file(columns=(*COLUMNS, "quiz_7")), 1, "The column “quiz_7” is unknown"),
    ("a column twice", result_file(columns=(*COLUMNS, "bonus")), 1, "The column “bonus” stands twice."),
    ("a cell too many", result_file() + b"a,b,c,d,e,f,g,h,i,j,k,l,m,n,o\n", 2, "15 cells where the header has 14."),
    ("an open quote", result_file() + b'"amina,1,,,,,,,,,,,,\n', 2, "quotes"),
    ("a NUL", result_file() + b"am\0ina,1,,,,,,,,,,,,\n", 2, "NUL"),
]


@pytest.mark.parametrize(("raw", "line", "reason"), cases(BAD_FILES))
def test_a_file_of_another_shape_is_refused(course, raw, line, reason):
    with pytest.raises(Unreadable) as refusal:
        import_bytes(course, raw)

    [problem] = refusal.value.problems
    assert problem.line == line
    assert reason in str(problem.reason)


def test_mixed_encodings_are_found_where_they_begin_beside_the_faults_before(course):
    latin = result_file(result_row(AMINA, quiz_1=12), result_row(BONGANI)) + "Chloé,,,,,,,,,,,,,\n".encode("latin-1")

    with pytest.raises(Unreadable) as refusal:
        import_bytes(course, latin)

    assert [problem.line for problem in refusal.value.problems] == [2, 4]
    assert "not UTF-8" in str(refusal.value.problems[1].reason)


def test_a_file_over_the_limit_is_refused_before_it_is_read_whole(course):
    endless = io.BytesIO(result_file() + b"nobody@ecampus.test,1,,,,,,,,,,,,\n" * 60_000)

    with pytest.raises((TooLarge, Unreadable)):
        service.import_results(course, endless, actor=SYSTEM, now=NOW, max_megabytes=1)

    assert endless.tell() < 2_000_000


BAD_MARKS = [
    ("an unknown group", b"9,50\n", "group", "The course has no group “9”."),
    ("a group twice", b"1,50\n1,60\n", "group", "The group “1” stands twice in the file."),
    ("above all", b"1,100.5\n", "mark_percent", "100.5 lies outside 0 to 100."),
    ("a percent sign", b"1,82%\n", "mark_percent", "“82%” is not a number"),
    ("a formula", b"1,=1+1\n", "mark_percent", "is not a number"),
]


@pytest.mark.parametrize(("lines", "where", "reason"), cases(BAD_MARKS))
def test_group_marks_are_checked_alike(course, lines, where, reason):
    with pytest.raises(Unreadable) as refusal:
        import_bytes(course, result_file(all_done(AMINA)), b"group,mark_percent\n" + lines)

    problem = refusal.value.problems[0]
    assert (problem.where, problem.line) == (where, lines.count(b"\n") + 1)
    assert reason in str(problem.reason)
    assert session.scalar(select(func.count()).select_from(GroupMarkEntry)) == 1
