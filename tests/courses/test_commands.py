"""flask courses check and load, flask participants import: exit codes, streams, and what they change."""

import pytest

from app.courses.queries import find_course, get_course, roster
from app.shared.database import session
from tests.accounts.conftest import outbox
from tests.courses.cast import ADA, BEN, SAMPLE, roster_file
from tests.courses.samples import A9714776, EXAMPLE, SMALL, line_of

pytestmark = pytest.mark.alike


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "course.yaml"
    path.write_text(SMALL)
    return path


def told(result, code=0):
    """Return what a command said on standard error, having checked that it put no data out."""
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    return result.stderr


@pytest.mark.parametrize("course", [A9714776, EXAMPLE])
def test_check_finds_no_fault_in_the_catalogue(run, course):
    assert "no faults" in told(run.invoke(args=["courses", "check", str(course)]))
    assert "no faults" in told(run.invoke(args=["courses", "check", str(course.parent)]))


def test_check_lists_every_fault_with_file_and_line_and_stores_nothing(run, file):
    raw = SMALL.replace("Europe/Rome", "Europe/Roma").replace("points: 60", "points: 160")
    file.write_text(raw)
    said = told(run.invoke(args=["courses", "check", str(file)]), 1)
    assert f"{file}:{line_of('Roma', raw)}: timezone: The time zone “Europe/Roma” is unknown. Did you mean" in said
    assert f"{file}:{line_of('points: 160', raw)}: policy.achievement.points: " in said
    assert find_course("SMALL-1") is None


def test_check_of_a_folder_without_a_definition_says_so(run, tmp_path):
    assert "There is no course.yaml in this folder" in told(run.invoke(args=["courses", "check", str(tmp_path)]), 1)


def test_check_reads_no_more_than_a_definition_may_hold(run, file):
    with file.open("wb") as stream:
        stream.truncate(5_000_000_000)
    assert f"{file}:1: The file is larger than 1 MB." in told(run.invoke(args=["courses", "check", str(file)]), 1)


def test_a_path_that_is_not_there_is_a_usage_error(run):
    assert run.invoke(args=["courses", "check", "no/such/path"]).exit_code == 2


def test_load_makes_the_course_and_again_changes_nothing(run, file):
    assert "SMALL-1, version 1: created" in told(run.invoke(args=["courses", "load", str(file)]))
    assert "SMALL-1, version 1: no change" in told(run.invoke(args=["courses", "load", str(file.parent)]))


def test_load_shows_what_it_changes(run, file):
    run.invoke(args=["courses", "load", str(file)])
    file.write_text(SMALL.replace("hours: 5", "hours: 6"))
    said = told(run.invoke(args=["courses", "load", str(file)]))
    assert said.splitlines() == ["hours: 5 -> 6", "SMALL-1, version 2: 1 changes"]


def test_load_under_another_code_with_moved_dates(run):
    args = ["courses", "load", str(A9714776), "--code", "A9714776-B", "--starts", "2026-02-16"]
    assert "2026-02-16 to 2026-03-27" in told(run.invoke(args=args))
    course = get_course("A9714776-B")
    assert course.definition["sessions"][-1] | {} == {
        **course.definition["sessions"][-1],
        "date": "2026-03-30",
        "time": "10:00",
    }


@pytest.mark.parametrize("option", [["--code", "not a code"], ["--starts", "2026-02-30"], ["--starts", "soon"]])
def test_options_that_cannot_be_read_are_usage_errors(run, file, option):
    assert run.invoke(args=["courses", "load", str(file), *option]).exit_code == 2
    assert find_course("SMALL-1") is None


def test_load_of_a_faulty_file_changes_nothing(run, file):
    run.invoke(args=["courses", "load", str(file)])
    file.write_text(SMALL.replace("hours: 5", "hours: none"))
    told(run.invoke(args=["courses", "load", str(file)]), 1)
    assert get_course("SMALL-1").version == 1


def test_import_enrols_the_sample_cohort(run, course):
    said = told(run.invoke(args=["participants", "import", "SMALL-1", str(SAMPLE)]))
    assert "42 participants in the file: 42 enrolled, 0 changed, 0 as they were; 42 new accounts, 0 invitations" in said
    assert len(roster(course.id)) == 42
    assert outbox() == []
    again = told(run.invoke(args=["participants", "import", "SMALL-1", str(SAMPLE)]))
    assert "0 enrolled, 0 changed, 42 as they were" in again


def test_import_invites_when_asked(run, course, tmp_path):
    file = tmp_path / "people.csv"
    file.write_bytes(roster_file(ADA))
    assert "1 invitations" in told(run.invoke(args=["participants", "import", "SMALL-1", str(file), "--invite"]))
    assert [mail.address for mail in outbox()] == [ADA["email"]]


def test_import_of_a_faulty_file_names_file_and_line_and_changes_nothing(run, course, tmp_path):
    file = tmp_path / "people.csv"
    file.write_bytes(roster_file(ADA, {**BEN, "timezone": "Africa/Nowhere"}))
    said = told(run.invoke(args=["participants", "import", "SMALL-1", str(file)]), 1)
    assert f"{file}:3: timezone: The time zone “Africa/Nowhere” is unknown." in said
    session.expire_all()
    assert roster(course.id) == []


def test_import_into_a_course_that_is_not_there(run):
    said = told(run.invoke(args=["participants", "import", "NOPE", str(SAMPLE)]), 1)
    assert "There is no course with the code NOPE." in said
