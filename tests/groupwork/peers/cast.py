"""A course with two teams, and short ways to rate and mark in it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction

from app.accounts.rules import NewPerson
from app.courses.queries import enrolments_by_email, get_course, groups_of
from app.courses.rules import CourseValue, Definition
from app.courses.schemas import read_definition
from app.courses.service import import_roster, load_definition
from app.groupwork.rules.peer_words import Missing, PeerKind
from app.groupwork.service.peer_between import assign_presentations
from app.groupwork.service.peer_windows import set_peer_window
from app.groupwork.service.peer_within import share_points
from app.rubrics.rules import MarkContent
from app.shared.database import session
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests.cast import AMINA, BONGANI, CHLOE, STRANGER, enter, enter_with_role
from tests.conftest import NOW
from tests.courses.cast import roster_file
from tests.courses.samples import A9714776

DIDIER = NewPerson("didier@ecampus.test", "Didier", "Letang", "fr", "Indian/Mahe")
ESTHER = NewPerson("esther@ecampus.test", "Esther", "Mwale", "en", "Africa/Lusaka")
FARAI = NewPerson("farai@ecampus.test", "Farai", "Dube", "en", "Africa/Harare")
TINA = NewPerson("tina@ecampus.test", "Tina", "Tutor", "en", "Europe/Rome")
TEAMS: Mapping[str, tuple[NewPerson, ...]] = {"1": (AMINA, BONGANI, CHLOE, DIDIER), "2": (ESTHER, FARAI)}
"""The first of each team is its ambassador."""

BEFORE, AFTER = NOW - timedelta(days=1), NOW + timedelta(days=1)
LATER = NOW + timedelta(days=2)
RUBRIC = [
    {"key": "analysis", "title": {"en": "Analysis", "fr": "Analyse"}, "maximum": 20},
    {"key": "measures", "title": {"en": "Measures", "fr": "Mesures"}, "maximum": 30},
]


def team_course(code: str = "A9714776", **group_work: object) -> CourseValue:
    """The sample course, its section on group work replaced by a rubric of two criteria and what is given."""
    definition = read_definition(A9714776.read_bytes(), code=code)
    section = {"criteria": RUBRIC, **group_work}
    changed = Definition(
        **{**{name: getattr(definition, name) for name in definition.__slots__}, "group_work": section}
    )
    course = load_definition(changed, actor=SYSTEM, now=NOW).course
    rows = [_row(person, team, ambassador=person is people[0]) for team, people in TEAMS.items() for person in people]
    import_roster(course, io.BytesIO(roster_file(*rows)), max_megabytes=50, actor=SYSTEM, now=NOW)
    session.commit()
    return get_course(code)


def _row(person: NewPerson, team: str, *, ambassador: bool) -> dict[str, str]:
    return {
        "email": person.email,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "gender": "f",
        "language": person.language,
        "country": "ZM",
        "timezone": person.timezone,
        "organization": "Ministry of Labour",
        "organization_type": "government",
        "sponsor": "",
        "group": team,
        "ambassador": "1" if ambassador else "",
    }


def participant(course: CourseValue, person: NewPerson) -> Actor:
    """A participant as verbs see them."""
    entered = enter(person)
    return Actor(entered.id, f"person:{entered.id}", (Grant(Role.PARTICIPANT, course.id),))


def tutor(course: CourseValue, person: NewPerson = TINA) -> Actor:
    """A tutor of the course as verbs see them."""
    entered = enter_with_role(person, Role.TUTOR, course.id)
    return Actor(entered.id, f"person:{entered.id}", (Grant(Role.TUTOR, course.id),))


def outsider(course: CourseValue) -> Actor:
    """A tutor of another course."""
    entered = enter(STRANGER)
    return Actor(entered.id, f"person:{entered.id}", (Grant(Role.TUTOR, course.id + 1000),))


def ids(course: CourseValue) -> dict[str, int]:
    """The enrolments by given name."""
    people = [person for team in TEAMS.values() for person in team]
    found = enrolments_by_email(course.id, [person.email for person in people])
    return {person.given_name: found[person.email].id for person in people if person.email in found}


def team(course: CourseValue, name: str) -> int:
    """The id of a group."""
    return next(group.id for group in groups_of(course.id) if group.name == name)


def open_peers(course: CourseValue, kind: PeerKind = PeerKind.WITHIN, missing: Missing = Missing.IGNORE) -> None:
    """Let peers rate from a day before NOW until a day after it."""
    set_peer_window(course, kind, BEFORE, AFTER, missing, base_version=None, actor=SYSTEM, now=BEFORE)
    session.commit()


def share(course: CourseValue, rater: NewPerson, **how: object) -> int:
    """`share(course, AMINA, Bongani=50, Chloé=50, Didier=0)`; `comments`, `now` and `base_version` as the verb has."""
    enrolments = ids(course)
    options = {name: how.pop(name) for name in ("comments", "now", "base_version") if name in how}
    points = {enrolments[name]: Fraction(str(given)) for name, given in how.items()}
    return share_points(
        course,
        points,
        {enrolments[name]: words for name, words in dict(options.get("comments", {})).items()},
        base_version=options.get("base_version"),
        actor=participant(course, rater),
        now=options.get("now", NOW),
    )


def share_all(course: CourseValue) -> None:
    """Team 1 rates: Amina, Bongani and Chloé give Didier little, Didier shares evenly."""
    share(course, AMINA, Bongani=45, Chloé=45, Didier=10)
    share(course, BONGANI, Amina=45, Chloé=45, Didier=10)
    share(course, CHLOE, Amina=45, Bongani=45, Didier=10)
    share(course, DIDIER, Amina="33.34", Bongani="33.33", Chloé="33.33")


def assign(course: CourseValue, **rated: str) -> None:
    """`assign(course, g1="2", g2="1")`."""
    pairs = {team(course, rater[1:]): team(course, other) for rater, other in rated.items()}
    assign_presentations(course, pairs, actor=SYSTEM, now=NOW)
    session.commit()


def content(analysis: object, measures: object, comment: str = "") -> MarkContent:
    """Points by both criteria."""
    return MarkContent({"analysis": Fraction(str(analysis)), "measures": Fraction(str(measures))}, {}, comment)
