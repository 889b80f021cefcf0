"""Completion statistics as files: figures with denominators, and the matrix of person by piece."""

import csv
import io
import json
import zipfile
from pathlib import Path

from flask.testing import FlaskCliRunner
from openpyxl import load_workbook
from sqlalchemy import select

from app.accounts.models import Person
from app.courses.rules import CourseValue
from app.shared.database import session
from tests.cast import AMINA
from tests.grading.cast import all_done, graded_course, import_rows, mark_groups
from tests.reports.cast import CODE

QUIZZES = [f"quiz_{number}" for number in range(1, 7)]


def exported(run: FlaskCliRunner, *options: str) -> bytes:
    result = run.invoke(args=["statistics", "export", CODE, *options])
    assert result.exit_code == 0, result.stderr
    return result.stdout_bytes


def tables(raw: bytes) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the figures and the matrix of a CSV export."""
    lines = list(csv.reader(io.StringIO(raw.decode(), newline="")))
    assert len({len(line) for line in lines}) == 1, "every line has as many cells"
    gap = next(number for number, line in enumerate(lines) if not any(line))
    return _records(lines[:gap]), _records(lines[gap + 1 :])


def _records(lines: list[list[str]]) -> list[dict[str, str]]:
    header = [name for name in lines[0] if name]
    return [dict(zip(header, line, strict=False)) for line in lines[1:]]


def test_every_figure_has_number_percent_and_denominator(cohort: CourseValue, run: FlaskCliRunner) -> None:
    figures, _ = tables(exported(run))
    lines = {(line["figure"], line["value"]): line for line in figures}
    full = lines["engagement", "full"]
    assert (full["number"], full["percent"], full["denominator"], full["unit"]) == ("23", "55", "42", "participants")
    mean = lines["quiz", "mean_points_of_takers"]
    assert (mean["number"], mean["denominator"], mean["unit"]) == ("22.07", "30", "points")
    assert lines["quiz", "above_mean"]["denominator"] == "38"
    assert lines["group_work", "partially"]["denominator"] == "34"
    assert lines["by_sponsor", "SAMM"]["number"] == "38"
    assert lines["piece_done", "essay"]["number"] == "23"


def test_the_matrix_has_a_row_for_everybody_and_a_column_for_every_piece(
    cohort: CourseValue, run: FlaskCliRunner
) -> None:
    _, matrix = tables(exported(run))
    assert len(matrix) == 42
    assert [row["email"] for row in matrix] == sorted(row["email"] for row in matrix)
    ana = next(row for row in matrix if row["email"].startswith("ana.domingos"))
    assert [ana[key] for key in QUIZZES] == ["0"] * 6
    assert (ana["group_work"], ana["essay"]) == ("1", "0")
    assert (ana["pieces_done"], ana["pieces_total"], ana["engagement"], ana["outcome"]) == ("1", "8", "some", "none")
    assert sum(int(row["essay"]) for row in matrix) == 23


def test_no_mark_and_no_total_stands_in_it(cohort: CourseValue, run: FlaskCliRunner) -> None:
    _, matrix = tables(exported(run))
    assert not any("points" in name for name in matrix[0])


def test_the_workbook_holds_the_same_as_two_sheets(cohort: CourseValue, run: FlaskCliRunner) -> None:
    book = load_workbook(io.BytesIO(exported(run, "--format", "xlsx")))
    figures, matrix = tables(exported(run))
    assert book.sheetnames == ["Figures", "Completion"]
    assert book["Figures"].max_row == len(figures) + 1
    assert book["Completion"].max_row == len(matrix) + 1
    assert book["Figures"]["C2"].value == 42


def test_json_holds_the_published_figures_with_the_matrix_beside_them(cohort: CourseValue, run: FlaskCliRunner) -> None:
    shown = json.loads(run.invoke(args=["statistics", "show", CODE, "--format", "json"]).stdout)
    data = json.loads(exported(run, "--format", "json"))
    assert {key: data[key] for key in shown} == shown
    assert len(data["matrix"]) == 42
    assert data["matrix"][0]["pieces"].keys() == {*QUIZZES, "group_work", "essay"}
    essay = next(piece for piece in data["pieces"] if piece["key"] == "essay")
    assert (essay["done"], essay["of"], essay["percent"]) == (23, 42, 55)


def test_a_sponsors_export_names_nobody_elses_participants(cohort: CourseValue, run: FlaskCliRunner) -> None:
    for form in ("csv", "json"):
        raw = exported(run, "--format", form, "--sponsor", "SAMM").decode()
        assert raw.count("@participants.example") == 38
        assert "peter.mwangi" not in raw


def test_it_can_be_written_to_a_file(cohort: CourseValue, run: FlaskCliRunner, tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    result = run.invoke(args=["statistics", "export", CODE, "-o", str(file)])
    assert (result.exit_code, result.stdout) == (0, "")
    assert len(tables(file.read_bytes())[1]) == 42


def test_a_name_that_a_spreadsheet_would_run_is_neutralised(app: object, run: FlaskCliRunner) -> None:
    course = graded_course()
    mark_groups(course, g1=80)
    import_rows(course, all_done(AMINA))
    _rename("=HYPERLINK(1)")
    _, matrix = tables(exported(run))
    assert "'=HYPERLINK(1)" in [row["given_name"] for row in matrix]
    with zipfile.ZipFile(io.BytesIO(exported(run, "--format", "xlsx"))) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert any("=HYPERLINK(1)" in sheet for sheet in sheets)
    assert not any("<f>" in sheet for sheet in sheets)


def _rename(given_name: str) -> None:
    person = session.scalars(select(Person).where(Person.email_key == AMINA.email)).one()
    person.given_name = given_name
    session.commit()
