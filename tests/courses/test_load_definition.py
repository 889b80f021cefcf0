"""Loading a definition: once, again, changed, and where it would leave grades behind."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from app.accounts.rules import NewPerson
from app.courses.models import CourseVersion, Piece
from app.courses.queries import find_course, get_course, list_courses, pieces_of, sessions_of, version_data, weeks_of
from app.courses.rules import EVERYBODY, MoreTime
from app.courses.schemas import read_definition
from app.courses.service import close_course, definitions, load_definition, register_graded_pieces
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken
from app.shared.permissions import SYSTEM, Role
from tests.conftest import NOW
from tests.courses.cast import ADA, import_rows, small_course, staff
from tests.courses.more_time import ask, grant
from tests.courses.samples import A9714776, EXAMPLE, SMALL, spoiled

pytestmark = pytest.mark.usefixtures("app")


def load(raw, actor=SYSTEM):
    return load_definition(read_definition(raw), actor=actor, now=NOW)


@pytest.fixture
def graded(monkeypatch):
    """Pieces that are said to have grades, by key."""
    keys = set()

    def find(course_id):
        return [piece.id for piece in pieces_of(course_id) if piece.key in keys]

    monkeypatch.setattr(definitions, "_graded_pieces", [])
    register_graded_pieces(find)
    return keys


def test_a_course_is_made_with_its_weeks_sessions_and_pieces():
    loaded = load(SMALL.encode())
    course = get_course("SMALL-1")
    assert (loaded.created, loaded.course) == (True, course)
    assert (course.title, course.hours, course.languages, course.version) == (
        {"en": "Small", "fr": "Petit"},
        5,
        ("en", "fr"),
        1,
    )
    assert [week.number for week in weeks_of(course.id)] == [1, 2]
    assert [entry.starts_at for entry in sessions_of(course.id)] == [datetime(2022, 3, 15, 9, tzinfo=UTC)]
    quiz, essay = pieces_of(course.id)
    assert (quiz.key, quiz.maximum, quiz.closes_at) == ("quiz_1", 10, datetime(2022, 3, 18, 22, 59, tzinfo=UTC))
    assert (essay.maximum, [criterion.key for criterion in essay.criteria]) == (Fraction("17.5"), ["clarity", "depth"])


def test_the_same_again_changes_nothing():
    first = load(SMALL.encode())
    again = load(SMALL.replace("\n", "\n# a comment\n", 1).encode())
    assert (again.created, again.changes, again.course) == (False, (), first.course)
    assert session.scalar(select(func.count()).select_from(CourseVersion)) == 1


def test_a_changed_definition_is_a_new_version_and_says_what_changed():
    first = load(SMALL.encode()).course
    rows = {piece.key: piece.id for piece in pieces_of(first.id)}
    loaded = load(spoiled("closes: 2022-03-18 23:59", "closes: 2022-03-20 23:59"))
    assert [(change.path, change.before, change.after) for change in loaded.changes] == [
        ("pieces.quiz_1.closes", "2022-03-18 23:59", "2022-03-20 23:59")
    ]
    assert (loaded.course.version, loaded.course.id) == (2, first.id)
    assert {piece.key: piece.id for piece in pieces_of(first.id)} == rows
    assert version_data(first.version_id)["pieces"][0]["closes"] == "2022-03-18 23:59"


def test_parts_that_are_gone_lose_their_rows_and_new_ones_get_theirs():
    course = load(SMALL.encode()).course
    load(spoiled("key: quiz_1", "key: quiz_x").replace(b"key: first", b"key: second"))
    assert [piece.key for piece in pieces_of(course.id)] == ["quiz_x", "essay"]
    assert [entry.key for entry in sessions_of(course.id)] == ["second"]


def test_two_different_courses_stand_beside_each_other():
    load(A9714776.read_bytes())
    load(EXAMPLE.read_bytes())
    assert [course.code for course in list_courses()] == ["WATER-2026", "A9714776"]
    assert len(sessions_of(get_course("A9714776").id)) == 17
    assert [piece.key for piece in pieces_of(get_course("WATER-2026").id)] == ["records", "final_test", "budget"]


def test_the_same_course_can_run_twice_under_another_code_and_date():
    load(A9714776.read_bytes())
    moved = read_definition(
        A9714776.read_bytes(), code="A9714776-LIVE", starts=datetime(2026, 10, 12, tzinfo=UTC).date()
    )
    live = load_definition(moved, actor=SYSTEM, now=NOW).course
    assert (live.starts_on.isoformat(), live.ends_on.isoformat()) == ("2026-10-12", "2026-11-20")
    assert get_course("A9714776").starts_on.isoformat() == "2022-02-14"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("key: quiz_1", "key: quiz_x", "“quiz_1” has grades and cannot be left out"),
        ("questions: 10", "questions: 12", "“quiz_1” has grades: its kind, maximum and criteria cannot change"),
        ("key: depth", "key: breadth", "“essay” has grades: its kind, maximum and criteria cannot change"),
        ("maximum: 7.5", "maximum: 8", "“essay” has grades: its kind, maximum and criteria cannot change"),
    ],
)
def test_a_piece_with_grades_neither_goes_nor_changes_what_it_is_scored_by(graded, old, new, says):
    course = load(SMALL.encode()).course
    graded |= {"quiz_1", "essay"}
    raw = spoiled(old, new).replace(
        b"criterion: depth", b"criterion: breadth" if "breadth" in new else b"criterion: depth"
    )
    with pytest.raises(RuleBroken) as caught:
        load(raw)
    assert caught.value.code == "grades_orphaned"
    assert [says in str(problem.reason) for problem in caught.value.problems] == [True]
    assert find_course("SMALL-1") == course


def test_a_piece_with_grades_may_change_its_name_and_its_deadline(graded):
    load(SMALL.encode())
    graded.add("quiz_1")
    assert load(spoiled("title: {en: Quiz, fr: Quiz}", "title: {en: Quiz one, fr: Quiz un}")).course.version == 2


@pytest.mark.parametrize("what", ["granted", "asked"])
def test_a_piece_for_which_more_time_was_given_or_asked_does_not_go(what):
    course = load(SMALL.encode()).course
    import_rows(course, ADA)
    if what == "granted":
        grant(course, "quiz_1", EVERYBODY, MoreTime(minutes=5))
    else:
        ask(course, "quiz_1", NewPerson(ADA["email"]))
    with pytest.raises(RuleBroken) as caught:
        load(spoiled("key: quiz_1", "key: quiz_x"))
    assert caught.value.code == "extensions_orphaned"
    assert [problem.where for problem in caught.value.problems] == ["pieces.quiz_1"]


def test_a_closed_course_is_not_loaded_again():
    course = small_course()
    close_course(course.id, actor=SYSTEM, now=NOW)
    assert load(SMALL.encode()).changes == ()
    with pytest.raises(RuleBroken, match="is closed"):
        load(spoiled("hours: 5", "hours: 6"))


def test_a_course_is_closed_once():
    course = close_course(small_course().id, actor=SYSTEM, now=NOW)
    assert (course.is_closed, course.closed_at) == (True, NOW)
    with pytest.raises(RuleBroken, match="is closed"):
        close_course(course.id, actor=SYSTEM, now=NOW)


@pytest.mark.parametrize("role", [Role.ACTIVITY_MANAGER, Role.TUTOR, Role.SPONSOR, Role.PARTICIPANT])
def test_only_administrators_load_definitions(role):
    course = small_course()
    with pytest.raises(NotAllowed):
        load(spoiled("hours: 5", "hours: 6"), actor=staff(role, course))
    assert load(spoiled("hours: 5", "hours: 6"), actor=staff(Role.ADMINISTRATOR, None, "a@example.org")).changes


def test_a_code_that_no_course_has_is_named():
    with pytest.raises(NotFound, match="no course with the code NOPE"):
        get_course("NOPE")


def test_pieces_keep_their_order():
    course = load(SMALL.encode()).course
    head, tail = SMALL.split("  - key: essay\n", 1)
    essay, rest = tail.split("policy:\n", 1)
    first, quiz = head.split("pieces:\n", 1)
    load(f"{first}pieces:\n  - key: essay\n{essay}{quiz}policy:\n{rest}".encode())
    assert [piece.key for piece in pieces_of(course.id)] == ["essay", "quiz_1"]
    assert session.scalar(select(func.count()).select_from(Piece)) == 2
