"""The small second course, with its own cohort: nothing of the first course is in code."""

from app.courses.queries import get_course, roster
from app.courses.schemas import read_definition
from app.courses.service import load_definition
from app.grading import service as grading
from app.grading.queries import gradebook
from app.shared.permissions import SYSTEM
from app.shared.wording import points
from tests.conftest import NOW
from tests.courses.cast import import_bytes
from tests.courses.samples import EXAMPLE

COHORT = EXAMPLE.parent / "cohort"


def test_its_cohort_ends_as_its_readme_says(app):
    course = load_definition(read_definition(EXAMPLE.read_bytes()), actor=SYSTEM, now=NOW).course
    import_bytes(course, (COHORT / "participants.csv").read_bytes())
    with (COHORT / "results.csv").open("rb") as stream:
        grading.import_results(course, stream, actor=SYSTEM, now=NOW, max_megabytes=50)
    ends = {row.enrolment.email.split(".")[0]: row.derivation for row in gradebook(get_course(course.code)).rows}
    assert {name: (points(end.total), end.outcome.value) for name, end in ends.items()} == {
        "rosa": ("100.00", "achievement"),
        "emile": ("69.60", "achievement"),
        "ngaire": ("87.17", "achievement"),
        "xolani": ("55.28", "participation"),
        "fatou": ("47.14", "none"),
        "tesfaye": ("39.60", "participation"),
        "layla": ("40.50", "participation"),
        "kim": ("0.00", "none"),
    }


def test_its_people_have_names_of_every_script_and_no_groups(app):
    course = load_definition(read_definition(EXAMPLE.read_bytes()), actor=SYSTEM, now=NOW).course
    import_bytes(course, (COHORT / "participants.csv").read_bytes())
    people = roster(course.id)
    assert {"ǃGxobo", "አበበ", "حسن", "O’Neill"} <= {person.family_name for person in people}
    assert {person.group_id for person in people} == {None}
