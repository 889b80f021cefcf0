"""The commands: data to standard output, facts to standard error, exit 1 with file, line and reason."""

import csv
import io
import json

import openpyxl
import pytest
from sqlalchemy import func, select

from app.accounts.models import Person
from app.courses.queries import get_course
from app.grading import service
from app.grading.models import GradeEntry, GroupMarkEntry
from app.shared.database import session
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.grading.cast import all_done, enrolment_of, graded_course, import_rows, mark_groups, result_file, result_row

PUBLISHED = [
    "email", "given_name", "family_name", "quiz_points", "group_points", "essay_points", "base_points", "bonus_used",
    "total_points", "pieces_done", "engagement", "outcome",
]  # fmt: skip


@pytest.fixture
def course(app):
    return graded_course()


@pytest.fixture
def marked(course):
    mark_groups(course, g1=82)
    import_rows(course, all_done(AMINA, quiz="7.77", bonus=3), result_row(CHLOE, quiz_1=4))
    return course


def files(tmp_path, raw, marks=b"group,mark_percent\n1,82\n"):
    (tmp_path / "results.csv").write_bytes(raw)
    (tmp_path / "marks.csv").write_bytes(marks)
    return str(tmp_path / "results.csv"), str(tmp_path / "marks.csv")


def exported(run, *options):
    done = run.invoke(args=["grades", "export", "A9714776", *options])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_results_are_imported_and_the_facts_go_to_standard_error(run, course, tmp_path):
    results, marks = files(tmp_path, result_file(all_done(AMINA)))

    done = run.invoke(args=["results", "import", "A9714776", results, "--group-marks", marks])

    assert done.exit_code == 0
    assert done.stdout == ""
    assert "1 rows read, 8 entries new or changed" in done.stderr
    assert "1 group marks new or changed" in done.stderr
    assert session.scalar(select(func.count()).select_from(GradeEntry)) == 8


def test_group_marks_may_be_left_out(run, course, tmp_path):
    results, _ = files(tmp_path, result_file(result_row(AMINA, quiz_1=5)))

    assert run.invoke(args=["results", "import", "A9714776", results]).exit_code == 0


def test_a_fault_is_told_with_file_line_and_reason_and_nothing_is_changed(run, course, tmp_path):
    results, marks = files(tmp_path, result_file(all_done(AMINA), result_row(BONGANI, quiz_3=11)))

    done = run.invoke(args=["results", "import", "A9714776", results, "--group-marks", marks])

    assert done.exit_code == 1
    assert f"{results}:3: quiz_3: 11 lies outside 0 to 10." in done.stderr
    assert "Nothing was changed" in done.stderr
    session.rollback()
    assert session.scalar(select(func.count()).select_from(GradeEntry)) == 0
    assert session.scalar(select(func.count()).select_from(GroupMarkEntry)) == 0


def test_a_fault_among_the_group_marks_names_their_file(run, course, tmp_path):
    results, marks = files(tmp_path, result_file(all_done(AMINA)), b"group,mark_percent\n7,82\n")

    done = run.invoke(args=["results", "import", "A9714776", results, "--group-marks", marks])

    assert done.exit_code == 1
    assert f"{marks}:2: group: The course has no group “7”." in done.stderr


def test_an_unknown_course_is_told_and_a_missing_file_is_a_usage_error(run, app, tmp_path):
    results, _ = files(tmp_path, result_file())

    assert run.invoke(args=["results", "import", "NOWHERE", results]).exit_code == 1
    assert run.invoke(args=["results", "import", "NOWHERE", str(tmp_path / "none.csv")]).exit_code == 2


def test_the_export_has_the_published_columns_first_and_one_row_a_participant(run, marked):
    rows = list(csv.DictReader(io.StringIO(exported(run))))

    assert list(rows[0])[:12] == PUBLISHED
    assert [row["email"] for row in rows] == sorted(row["email"] for row in rows)
    assert len(rows) == 4
    amina = rows[0]
    assert [amina[name] for name in PUBLISHED[3:]] == [
        "23.31", "24.60", "28.00", "75.91", "0.00", "75.91", "8", "full", "achievement",
    ]  # fmt: skip
    assert (amina["bonus_offered"], amina["score_quiz_1"], amina["factor_group_work"]) == ("3.00", "7.77", "1")
    assert (rows[2]["score_quiz_1"], rows[2]["score_quiz_2"], rows[2]["state"]) == ("4", "", "so_far")


def test_the_export_as_json_says_the_same(run, marked):
    rows = list(csv.DictReader(io.StringIO(exported(run))))

    found = json.loads(exported(run, "--format", "json"))

    assert [{name: str(value) for name, value in row.items()} for row in found] == rows
    assert found[0]["pieces_done"] == 8


def test_the_export_as_a_workbook_holds_numbers_and_plain_text(run, marked, tmp_path):
    file = tmp_path / "grades.xlsx"

    exported(run, "--format", "xlsx", "-o", str(file))

    sheet = openpyxl.load_workbook(file).active
    header, first, *_ = sheet.iter_rows(values_only=True)
    row = dict(zip(header, first, strict=True))
    assert list(header)[:12] == PUBLISHED
    assert (row["total_points"], row["pieces_done"], row["email"]) == (75.91, 8, AMINA.email)


def test_a_file_that_cannot_be_written_is_told_in_one_line(run, marked, tmp_path):
    done = run.invoke(args=["grades", "export", "A9714776", "-o", str(tmp_path / "none" / "grades.csv")])
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        f"Error: {tmp_path}/none/grades.csv cannot be written: No such file or directory."
    ]


def test_names_that_a_spreadsheet_would_run_are_neutralised(run, course):
    session.query(Person).filter_by(email=AMINA.email).update({"family_name": "=HYPERLINK(1)", "given_name": "@SUM"})
    session.commit()

    row = next(csv.DictReader(io.StringIO(exported(run))))

    assert (row["family_name"], row["given_name"]) == ("'=HYPERLINK(1)", "'@SUM")


def test_closing_lists_what_is_unmarked_and_changes_nothing(run, marked):
    service.record_submission(marked, enrolment_of(marked, BONGANI), "essay", actor=SYSTEM, now=NOW)
    session.commit()

    refused = run.invoke(args=["courses", "close", "A9714776"])
    assert refused.exit_code == 1
    assert f"{BONGANI.email}: essay: Handed in, and not marked yet." in refused.stderr
    assert not get_course("A9714776").is_closed

    accepted = run.invoke(args=["courses", "close", "A9714776", "--accept-unmarked", "Never came back"])
    assert accepted.exit_code == 0
    assert "4 results frozen (1 achievement, 0 participation, 3 none)" in accepted.stderr
    assert "1 pieces of work stay unmarked: Never came back" in accepted.stderr


def test_closing_twice_exits_1_and_the_export_reads_final(run, marked):
    assert run.invoke(args=["courses", "close", "A9714776"]).exit_code == 0

    again = run.invoke(args=["courses", "close", "A9714776"])

    assert again.exit_code == 1
    assert "closed" in again.stderr
    assert {row["state"] for row in csv.DictReader(io.StringIO(exported(run)))} == {"final"}


def test_the_group_of_commands_below_keeps_its_own(run):
    listed = run.invoke(args=["courses", "--help"]).stdout

    assert all(name in listed for name in ("check", "load", "close"))
