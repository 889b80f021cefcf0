"""Dates and time limits set in a running course: what may be said, what moves, what a reloaded file does."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.courses.queries import get_course, pieces_of
from app.courses.rules import CourseValue, Wall
from app.courses.rules.dates import LONGEST_LIMIT, PieceDates, dates_of, with_dates
from app.courses.schemas import read_definition
from app.courses.service import close_course, load_definition, set_dates
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.errors import NotAllowed, RuleBroken, Stale, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import MANAGER, TUTOR, csrf_token, enter_with_role, sign_in
from tests.conftest import NOW
from tests.courses.cast import small_course, staff
from tests.courses.samples import A9714776, SMALL, spoiled
from tests.progress.cast import running_course
from tests.statements import statements

WHY = {"en": "A strike.", "fr": "Une grève."}
LATER = PieceDates(Wall.of("2022-03-14 08:00"), Wall.of("2022-03-20 18:30"), 45)
PAGE = "/courses/A9714776/dates"


@pytest.fixture
def course(app) -> CourseValue:
    return small_course()


def change(course: CourseValue, dates: PieceDates = LATER, note=None, *, key="quiz_1", actor=SYSTEM, version=None):
    circumstances = {"version": version or course.version, "actor": actor, "now": NOW}
    return set_dates(course, {key: dates}, note or {}, **circumstances)


def faults(dates: PieceDates, note=None, *, key="quiz_1") -> dict[str, str]:
    definition = read_definition(SMALL.encode()).to_data()
    with pytest.raises(Unreadable) as caught:
        with_dates(definition, {key: dates}, note or {})
    return {problem.where: str(problem.reason) for problem in caught.value.problems}


def test_dates_that_nobody_changed_leave_a_definition_as_it_is() -> None:
    for raw in (SMALL.encode(), A9714776.read_bytes()):
        definition = read_definition(raw).to_data()
        assert with_dates(definition, dates_of(definition), {}) == definition


@pytest.mark.parametrize(
    ("dates", "key", "where"),
    [
        (replace(LATER, closes=LATER.opens), "quiz_1", "closes.quiz_1"),
        (replace(LATER, minutes=0), "quiz_1", "minutes.quiz_1"),
        (replace(LATER, minutes=LONGEST_LIMIT + 1), "quiz_1", "minutes.quiz_1"),
        (PieceDates(minutes=30), "essay", "minutes.essay"),
        (replace(LATER, opens=Wall.of("2022-03-13 23:59")), "quiz_1", "opens.quiz_1"),
        (replace(LATER, closes=Wall.of("2022-04-01 00:00")), "quiz_1", "closes.quiz_1"),
        (LATER, "quiz_9", "piece"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(dates: PieceDates, key: str, where: str) -> None:
    assert list(faults(dates, key=key)) == [where]


def test_what_lies_outside_the_course_says_why_in_every_language() -> None:
    definition = read_definition(SMALL.encode()).to_data()
    outside = replace(LATER, closes=Wall.of("2022-04-02 18:00"))
    assert list(faults(outside, {"en": "A strike."})) == ["note"]
    quiz, essay = with_dates(definition, {"quiz_1": outside}, WHY)["pieces"]
    assert (quiz["closes"], quiz["note"], essay["note"]) == ("2022-04-02 18:00", WHY, {})


def test_a_reason_that_is_there_already_serves_again() -> None:
    definition = read_definition(SMALL.encode()).to_data()
    outside = replace(LATER, closes=Wall.of("2022-04-02 18:00"))
    explained = with_dates(definition, {"quiz_1": outside}, WHY)
    again = with_dates(explained, {"quiz_1": replace(outside, minutes=50)}, {})
    assert again["pieces"][0]["note"] == WHY


def test_what_is_set_holds_for_the_piece_and_makes_a_version(course) -> None:
    changed = change(course)
    assert {(one.path, one.before, one.after) for one in changed} == {
        ("pieces.quiz_1.closes", "2022-03-18 23:59", "2022-03-20 18:30"),
        ("pieces.quiz_1.minutes", None, "45"),
    }
    quiz = pieces_of(course.id)[0]
    assert (quiz.closes_at, quiz.minutes) == (datetime(2022, 3, 20, 17, 30, tzinfo=UTC), 45)
    assert get_course("SMALL-1").version == course.version + 1
    noted = session.scalars(select(AuditEntry).where(AuditEntry.action == "set_dates")).one()
    assert noted.before["pieces.quiz_1.closes"] == "2022-03-18 23:59"
    assert noted.after["pieces.quiz_1.closes"] == "2022-03-20 18:30"


def test_the_same_dates_again_change_nothing(course) -> None:
    change(course)
    version = get_course("SMALL-1").version
    assert change(course, version=version) == ()
    assert get_course("SMALL-1").version == version


def test_whoever_saw_an_older_version_overwrites_nothing(course) -> None:
    change(course)
    with pytest.raises(Stale):
        change(course, replace(LATER, minutes=10))
    assert pieces_of(course.id)[0].minutes == 45


def test_a_closed_course_keeps_its_dates(course) -> None:
    close_course(course.id, actor=SYSTEM, now=NOW)
    with pytest.raises(RuleBroken) as caught:
        change(course)
    assert caught.value.code == "course_closed"


def test_tutors_set_no_dates_and_managers_do(course) -> None:
    with pytest.raises(NotAllowed):
        change(course, actor=staff(Role.TUTOR, course))
    assert change(course, actor=staff(Role.ACTIVITY_MANAGER, course, "manager@example.org"))


def test_the_same_file_again_leaves_what_was_set_here(course) -> None:
    change(course)
    change(course, replace(LATER, minutes=50), version=get_course("SMALL-1").version)
    again = load_definition(read_definition(SMALL.encode()), actor=SYSTEM, now=NOW)
    assert (again.changes, pieces_of(course.id)[0].minutes) == ((), 50)


def test_another_file_wins_and_says_what_it_changes(course) -> None:
    change(course)
    loaded = load_definition(read_definition(spoiled("hours: 5", "hours: 6")), actor=SYSTEM, now=NOW)
    assert {one.path for one in loaded.changes} == {"hours", "pieces.quiz_1.closes", "pieces.quiz_1.minutes"}
    assert pieces_of(course.id)[0].minutes is None
    again = load_definition(read_definition(SMALL.encode()), actor=SYSTEM, now=NOW)
    assert {one.path for one in again.changes} == {"hours"}


@pytest.fixture
def manager(app, client) -> FlaskClient:
    course = running_course()
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id))
    client.post("/language", data={"language": "en", "csrf_token": csrf_token(client)})
    return client


def typed(**changed: str) -> dict[str, str]:
    """The fields of the page as they stand, some of them changed; `__` stands for a dot."""
    course = get_course("A9714776")
    fields = {"version": str(course.version)}
    for key, own in dates_of(course.definition).items():
        fields[f"opens.{key}"] = str(own.opens or "").replace(" ", "T")
        fields[f"closes.{key}"] = str(own.closes or "").replace(" ", "T")
        fields[f"minutes.{key}"] = str(own.minutes or "")
    return fields | {name.replace("__", "."): value for name, value in changed.items()}


def send(client: FlaskClient, fields: dict[str, str]):
    return client.post(PAGE, data={"csrf_token": csrf_token(client), **fields})


def minutes_of(key: str) -> int | None:
    session.rollback()
    return next(piece.minutes for piece in pieces_of(get_course("A9714776").id) if piece.key == key)


@pytest.mark.alike
def test_the_page_shows_what_would_change_and_writes_nothing(manager) -> None:
    answer = manager.get(PAGE, query_string=typed(minutes__quiz_6="40"))
    assert answer.status_code == 200
    assert "What would change" in answer.text
    assert " ".join(answer.text.split()).count("<strong>40 minutes</strong>") == 1
    assert minutes_of("quiz_6") == 30


@pytest.mark.alike
def test_the_page_sets_what_was_shown(manager) -> None:
    assert send(manager, typed(minutes__quiz_6="40")).status_code == 303
    assert minutes_of("quiz_6") == 40
    assert "The dates are set." in manager.get(PAGE).text


@pytest.mark.alike
def test_the_page_says_that_nothing_would_change(manager) -> None:
    assert "Nothing would change." in manager.get(PAGE, query_string=typed()).text
    send(manager, typed())
    assert "Nothing was changed." in manager.get(PAGE).text


@pytest.mark.alike
@pytest.mark.parametrize("way", ["get", "post"])
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("minutes__quiz_6", "half an hour"),
        ("minutes__quiz_6", "٣٠"),
        ("minutes__quiz_6", "9" * 5000),
        ("minutes__quiz_6", "-1"),
        ("opens__quiz_6", "tomorrow"),
        ("opens__quiz_6", "0001-01-01T00:00"),
        ("closes__quiz_6", "9999-12-31T23:59"),
        ("closes__quiz_6", "2022-03-14T10:00+01:00"),
        ("closes__essay", "2031-03-30T02:30"),
        ("minutes__essay", "20"),
    ],
)
def test_what_is_no_date_is_said_beside_its_field_and_kept(manager, way, field, value) -> None:
    fields = typed(**{field: value})
    answer = manager.get(PAGE, query_string=fields) if way == "get" else send(manager, fields)
    assert answer.status_code == 422
    if field != "minutes__essay":
        assert f'id="{field.replace("__", ".")}-problems"' in answer.text
        assert f'value="{value}"' in answer.text
    assert get_course("A9714776").version == int(fields["version"])


@pytest.mark.alike
@pytest.mark.parametrize("version", ["1", "", "x", "9" * 40])
def test_a_page_from_before_is_told_and_overwrites_nothing(manager, version) -> None:
    send(manager, typed(minutes__quiz_6="40"))
    answer = send(manager, typed(minutes__quiz_6="20", version=version))
    assert answer.status_code == 412
    assert minutes_of("quiz_6") == 40


@pytest.mark.alike
def test_the_page_costs_the_same_for_any_number_of_pieces(manager) -> None:
    with statements() as seen:
        manager.get(PAGE, query_string=typed(minutes__quiz_6="40"))
    assert len(seen) <= 12


@pytest.mark.alike
def test_a_tutor_finds_no_way_to_it_and_a_manager_does(manager, client, app) -> None:
    assert PAGE in manager.get("/courses/A9714776/extensions").text
    tutor = app.test_client()
    sign_in(tutor, enter_with_role(TUTOR, Role.TUTOR, get_course("A9714776").id))
    assert PAGE not in tutor.get("/courses/A9714776/extensions").text
    assert tutor.get(PAGE).status_code == 403
