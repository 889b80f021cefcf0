"""`flask essays workbook` and `flask essays import-marks`."""

import io
import zipfile

from app.essays.service.workbook import import_marks
from tests.cast import AMINA, EXPERT, TUTOR, enter
from tests.essays.marking.cast import content, essay_course, give, hand_in, marker
from tests.essays.offline.cast import DRAFT, WHOLE, filled, mark_of, workbook

assert import_marks


def test_a_workbook_is_put_out_for_its_marker(app, run, tmp_path):
    course = essay_course()
    hand_in(course, AMINA)
    marker(TUTOR, course)
    file = tmp_path / "marking.zip"
    done = run.invoke(args=["essays", "workbook", course.code, "--marker", TUTOR.email, "-o", str(file)])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(file) as archive:
        assert len(archive.namelist()) == 2
    assert "1 essays for" in done.stderr


def test_marks_are_imported_as_on_the_page(app, keeper, run, tmp_path):
    course = essay_course()
    essay, tutor = hand_in(course, AMINA), marker(TUTOR, course)
    file = tmp_path / "marks.xlsx"
    file.write_bytes(filled(course, workbook(course, tutor), WHOLE))
    args = ["essays", "import-marks", course.code, str(file), "--marker", TUTOR.email]
    done = run.invoke(args=args)
    assert done.exit_code == 0, done.output
    assert "1 marks new or changed, 1 of them final, 0 as they were" in done.stderr
    assert mark_of(course, essay.id, tutor).is_final
    assert "0 marks new or changed" in run.invoke(args=args).stderr


def test_conflicts_stop_it_unless_it_is_said_what_holds(app, keeper, run, tmp_path):
    course = essay_course()
    essay, tutor = hand_in(course, AMINA), marker(TUTOR, course)
    file = tmp_path / "marks.xlsx"
    file.write_bytes(filled(course, workbook(course, tutor), DRAFT))
    give(essay, tutor, content(clarity="3"), final=False)
    args = ["essays", "import-marks", course.code, str(file), "--marker", TUTOR.email]
    refused = run.invoke(args=args)
    assert refused.exit_code == 1
    assert f"{file}: Marks!" in refused.stderr
    assert mark_of(course, essay.id, tutor).content.criteria["clarity"] == 3
    assert run.invoke(args=[*args, "--conflicts", "file"]).exit_code == 0
    assert mark_of(course, essay.id, tutor).content.criteria["clarity"] == 8


def test_who_is_no_marker_is_refused(app, run, tmp_path):
    course = essay_course()
    hand_in(course, AMINA)
    enter(EXPERT)
    done = run.invoke(args=["essays", "workbook", course.code, "--marker", EXPERT.email, "-o", str(tmp_path / "x")])
    assert done.exit_code == 1
    assert not (tmp_path / "x").exists()
    done = run.invoke(args=["essays", "workbook", course.code, "--marker", "nobody@x.test"])
    assert done.exit_code == 1
    assert isinstance(done.stdout_bytes, bytes)
    assert io.BytesIO(done.stdout_bytes).read() == b""
