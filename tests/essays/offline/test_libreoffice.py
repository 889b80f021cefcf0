"""The workbook through LibreOffice: opened, filled in, saved, and brought back."""

import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from app.courses.queries import get_course
from app.essays.documents.workbook_reader import read_workbook
from app.essays.queries.writing import essay_piece
from tests.cast import AMINA, BONGANI, TUTOR
from tests.essays.marking.cast import content, essay_course, give, hand_in, marker
from tests.essays.offline.cast import FIRST, column, mark_of, sheet_of, upload, workbook

OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.alike,
    pytest.mark.skipif(OFFICE is None, reason="no LibreOffice (soffice): apt install libreoffice-calc-nogui"),
]
LONGEST = 120

MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub FillIn(source As String, target As String, report As String, cells As String)
  Dim wanted(0) As New com.sun.star.beans.PropertyValue
  wanted(0).Name = "Hidden" : wanted(0).Value = True
  book = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, wanted())
  sheet = book.Sheets.getByName("Marks")
  file = FreeFile
  Open report For Output As #file
  Print #file, "protected " &amp; sheet.isProtected()
  For Each one In Split(cells, "|")
    parts = Split(one, "~")
    cell = sheet.getCellByPosition(CInt(parts(0)), CInt(parts(1)))
    Print #file, "locked " &amp; parts(0) &amp; " " &amp; cell.CellProtection.IsLocked
    If Not cell.CellProtection.IsLocked Then
      If parts(2) = "number" Then
        cell.setValue(CDbl(parts(3)))
      Else
        cell.setString(parts(3))
      End If
    End If
  Next
  Close #file
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName" : how(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL(ConvertToURL(target), how())
  book.close(True)
End Sub
</script:module>
"""

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false"><library:element library:name="Module1"/></library:library>
"""


def soffice(profile: Path, *arguments: str) -> None:
    command = [str(OFFICE), f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=LONGEST)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile of LibreOffice with the macro that fills in a workbook."""
    folder = tmp_path_factory.mktemp("office")
    soffice(folder, "--terminate_after_init")
    basic = folder / "user" / "basic" / "Standard"
    basic.mkdir(parents=True, exist_ok=True)
    (basic / "Module1.xba").write_text(MACRO)
    (basic / "script.xlb").write_text(LIBRARY)
    return folder


@pytest.fixture
def desk(app, keeper):
    course = essay_course()
    essays = [hand_in(course, AMINA), hand_in(course, BONGANI)]
    return course, essays, marker(TUTOR, course)


def test_what_is_typed_in_libreoffice_is_read_right(desk, profile, tmp_path):
    course, (essay, untouched), tutor = desk
    give(untouched, tutor, content("=1+1 stays", {"gender": "Été,\ndeux lignes"}, clarity="8.25"), final=False)
    give(essay, tutor, content("So far.", clarity="6"), final=False)
    source, target, report = (tmp_path / name for name in ("out.xlsx", "back.xlsx", "report.txt"))
    source.write_bytes(workbook(course, tutor))
    place = {key: column(course, key) - 1 for key in ("name", "points:clarity", "comment", "state")}
    cells = [
        (place["name"], "text", "Somebody else"),
        (place["points:clarity"], "number", "8.3"),
        (place["comment"], "text", "Écrit hors connexion"),
        (place["state"], "text", "final"),
    ]
    listed = "|".join(f"{at}~{FIRST - 1}~{kind}~{value}" for at, kind, value in cells)
    soffice(profile, f'macro:///Standard.Module1.FillIn("{source}","{target}","{report}","{listed}")')
    said = report.read_text().split("\n")
    assert said[0] == "protected True"
    assert said[1] == f"locked {place['name']} True"
    assert {line.rsplit(" ", 1)[1] for line in said[2:5]} == {"False"}

    done = upload(course, target.read_bytes(), tutor)
    assert (done.changed, done.final, done.unchanged) == (1, 1, 1)
    mark = mark_of(course, essay.id, tutor)
    assert mark.content.criteria["clarity"] == Fraction("8.3")
    assert mark.content.comment == "Écrit hors connexion"
    assert mark.is_final
    other = mark_of(course, untouched.id, tutor).content
    assert other.comment == "=1+1 stays"
    assert other.comments == {"gender": "Été,\ndeux lignes"}
    assert upload(course, target.read_bytes(), tutor).changed == 0


def test_saving_it_unchanged_changes_nothing_and_keeps_its_locks(desk, profile, tmp_path):
    course, (essay, _), tutor = desk
    give(essay, tutor, content("Words.", {"clarity": "-5 degrees"}, clarity="7.25", gender="0"), final=False)
    (tmp_path / "out.xlsx").write_bytes(workbook(course, tutor))
    soffice(
        profile,
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path / "back"),
        str(tmp_path / "out.xlsx"),
    )
    raw = (tmp_path / "back" / "out.xlsx").read_bytes()
    before = read_workbook((tmp_path / "out.xlsx").read_bytes(), essay_piece(get_course(course.code)).criteria)
    assert read_workbook(raw, essay_piece(get_course(course.code)).criteria) == before
    assert upload(course, raw, tutor).changed == 0
    book, sheet = sheet_of(raw)
    assert all(one.protection.sheet for one in book.worksheets)
    assert sheet.cell(FIRST, 1).protection.locked
    assert not sheet.cell(FIRST, column(course, "points:clarity")).protection.locked
    assert {one.type for one in sheet.data_validations.dataValidation} >= {"decimal", "list"}
