"""The workbook that a marker takes along, and the ZIP around it."""

import io
import zipfile

import pytest
from openpyxl import load_workbook

from app.essays.documents.bundle import BundledEssay, Original, file_name, write_bundle
from app.essays.rules.workbook import TICKET
from app.rubrics.rules import Round
from app.shared.errors import NotAllowed
from app.shared.permissions import Role
from tests.cast import AMINA, BONGANI, CHLOE, EXPERT, TUTOR
from tests.essays.marking.cast import UMA, content, essay_course, give, hand_in, marker
from tests.essays.offline.cast import FIRST, bundle, column, sheet_of, workbook

pytestmark = pytest.mark.alike


def test_only_what_a_marker_fills_in_is_unlocked(app):
    course = essay_course()
    hand_in(course, AMINA)
    book, sheet = sheet_of(workbook(course, marker(TUTOR, course)))
    assert all(one.protection.sheet for one in book.worksheets)
    keys = [cell.value for cell in sheet[1]]
    unlocked = {key for key, cell in zip(keys, sheet[FIRST], strict=True) if not cell.protection.locked}
    assert unlocked == {
        *(f"{kind}:{key}" for key in ("clarity", "alignment", "coherence", "gender") for kind in ("points", "comment")),
        "comment",
        "state",
    }
    assert all(cell.protection.locked for row in (1, 2) for cell in sheet[row])


def test_hidden_columns_and_the_frozen_header(app):
    course = essay_course()
    hand_in(course, AMINA)
    _, sheet = sheet_of(workbook(course, marker(TUTOR, course)))
    hidden = [letter for letter, one in sheet.column_dimensions.items() if one.hidden]
    assert hidden
    assert sheet.column_dimensions[hidden[0]].min == 1
    assert sheet.column_dimensions[hidden[-1]].max == len(TICKET)
    assert sheet.row_dimensions[1].hidden
    assert sheet.freeze_panes == "G3"


def test_points_are_validated_from_0_to_the_maximum(app):
    course = essay_course()
    hand_in(course, AMINA)
    _, sheet = sheet_of(workbook(course, marker(TUTOR, course)))
    rules = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    letter = sheet.cell(FIRST, column(course, "points:clarity")).coordinate
    assert (rules[letter].type, rules[letter].formula1, rules[letter].formula2) == ("decimal", "0", "10")
    state = sheet.cell(FIRST, column(course, "state")).coordinate
    assert rules[state].formula1 == '"draft,final"'


def test_the_marks_given_so_far_stand_in_it(app):
    course = essay_course()
    essay, tutor = hand_in(course, AMINA), marker(TUTOR, course)
    give(essay, tutor, content("So far.", {"clarity": "Clear."}, clarity="8.25"), final=False)
    _, sheet = sheet_of(workbook(course, tutor))
    found = {
        key: sheet.cell(FIRST, column(course, key)).value for key in ("points:clarity", "comment:clarity", "comment")
    }
    assert found == {"points:clarity": 8.25, "comment:clarity": "Clear.", "comment": "So far."}
    assert sheet.cell(FIRST, column(course, "version")).value == "1"
    assert sheet.cell(FIRST, column(course, "state")).value == "draft"


def test_words_that_look_like_a_formula_are_words(app):
    course = essay_course()
    essay, tutor = hand_in(course, AMINA), marker(TUTOR, course)
    give(essay, tutor, content('=HYPERLINK("http://x.test")'), final=False)
    raw = workbook(course, tutor)
    _, sheet = sheet_of(raw)
    cell = sheet.cell(FIRST, column(course, "comment"))
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x.test")')
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("language", "first", "then"), [("en", "Unpack", "Décompressez"), ("fr", "Décompressez", "Unpack")]
)
def test_the_instructions_stand_in_both_languages_the_readers_first(app, language, first, then):
    course = essay_course()
    hand_in(course, AMINA)
    book = load_workbook(io.BytesIO(workbook(course, marker(TUTOR, course), language)))
    words = "\n".join(str(row[0].value) for row in book.worksheets[1].iter_rows())
    assert first in words
    assert then in words
    assert words.index(first) < words.index(then)


def test_the_levels_of_every_criterion_stand_in_it(app):
    course = essay_course()
    hand_in(course, AMINA)
    book = load_workbook(io.BytesIO(workbook(course, marker(TUTOR, course))))
    rows = [[cell.value for cell in row] for row in book.worksheets[2].iter_rows(min_row=2)]
    assert len(rows) == sum(len(entry["levels"]) for entry in course.rubric)
    assert rows[0][2] == "Insufficient"


def test_a_workbook_holds_what_was_given_to_the_marker_and_nothing_of_others(app):
    course = essay_course()
    mine, others, free = hand_in(course, AMINA), hand_in(course, BONGANI), hand_in(course, CHLOE)
    tutor, uma = marker(TUTOR, course), marker(UMA, course)
    give(mine, tutor, final=False)
    give(others, uma)
    _, sheet = sheet_of(workbook(course, tutor))
    assert [cell.value for cell in sheet["A"][FIRST - 1 :]] == [str(mine.id)]
    _, sheet = sheet_of(workbook(course, marker(EXPERT, course)))
    assert [cell.value for cell in sheet["A"][FIRST - 1 :]] == [str(free.id)]


def test_the_second_marker_gets_a_row_without_the_first_ones_points(app):
    course = essay_course(markers=2)
    essay = hand_in(course, AMINA)
    give(essay, marker(TUTOR, course))
    _, sheet = sheet_of(workbook(course, marker(UMA, course)))
    assert sheet.cell(FIRST, column(course, "round")).value == Round.SECOND.value
    assert sheet.cell(FIRST, column(course, "points:clarity")).value is None


@pytest.mark.parametrize("role", [Role.EXPERT, Role.ASSISTANT])
def test_who_marks_no_essays_takes_nothing_along(app, role):
    course = essay_course()
    hand_in(course, AMINA)
    with pytest.raises(NotAllowed):
        bundle(course, marker(EXPERT, course, role))


def test_every_essay_lies_beside_the_workbook_as_text(app):
    course = essay_course()
    hand_in(course, AMINA, "Été.\n\nFin.")
    archive = bundle(course, marker(TUTOR, course))
    assert archive.namelist() == ["A9714776-essay.xlsx", "essays/001-amina-banda.txt"]
    written = archive.read("essays/001-amina-banda.txt")
    assert written.startswith(b"\xef\xbb\xbf")
    assert "Été.\r\n\r\nFin." in written.decode("utf-8-sig")


def test_where_names_are_hidden_no_file_and_no_cell_says_one(app):
    course = essay_course(names="hidden")
    hand_in(course, AMINA)
    archive = bundle(course, marker(TUTOR, course))
    everything = "".join(archive.namelist()) + "".join(
        archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()
    )
    _, sheet = sheet_of(archive.read(archive.namelist()[0]))
    everything += " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "amina" not in everything.lower()
    assert "banda" not in everything.lower()


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Amina Banda", "007-amina-banda"),
        ("../../etc/passwd", "007-etc-passwd"),
        ("CON", "007-con"),
        ("Bongani !Xóõ", "007-bongani-xoo"),
        ("محمد", "007-essay"),
        ("x" * 300, "007-" + "x" * 40),
    ],
)
def test_names_of_files_are_safe_on_every_system(label, expected):
    assert file_name(7, label) == expected


def test_the_file_that_was_handed_in_lies_beside_its_text():
    stream = io.BytesIO()
    original = Original("application/pdf", 4, lambda: b"%PDF")
    write_bundle(stream, b"book", [BundledEssay("001-a", "Text", original), BundledEssay("002-b", "Text")], title="C")
    with zipfile.ZipFile(stream) as archive:
        assert archive.namelist() == ["C.xlsx", "essays/001-a.txt", "essays/001-a-handed-in.pdf", "essays/002-b.txt"]
        assert archive.read("essays/001-a-handed-in.pdf") == b"%PDF"


def test_files_beyond_the_bound_stay_behind_and_texts_do_not(monkeypatch):
    monkeypatch.setattr("app.essays.documents.bundle.MOST_OF_ORIGINALS", 5)
    stream = io.BytesIO()
    essays = [BundledEssay(name, "Text", Original("application/pdf", 4, lambda: b"%PDF")) for name in ("a", "b")]
    write_bundle(stream, b"book", essays, title="C")
    with zipfile.ZipFile(stream) as archive:
        assert archive.namelist() == ["C.xlsx", "essays/a.txt", "essays/a-handed-in.pdf", "essays/b.txt"]
