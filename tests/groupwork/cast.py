"""Group 1 with Amina (its ambassador), Bongani and Didier; Chloé alone in group 2; roles and a small worksheet."""

from __future__ import annotations

from app.accounts.rules import NewPerson
from app.courses.queries import get_course, materials_of
from app.courses.rules import CourseValue, MaterialKind, MaterialValue
from app.courses.service import load_materials, name_ambassador, place
from app.groupwork import service
from app.groupwork.rules.values import Channel
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM, Actor, Role
from tests.cast import AMINA
from tests.conftest import NOW
from tests.courses.more_time import acting
from tests.grading.cast import DIDIER, enrolment_of, graded_course, group_of

ROLES = {
    "roles": [
        {
            "key": "ambassador",
            "title": {"en": "Ambassador", "fr": "Porte-parole"},
            "tasks": [{"key": "call", "text": {"en": "Call the sessions.", "fr": "Convoquer les séances."}}],
        },
        {
            "key": "analyst",
            "title": {"en": "Analyst", "fr": "Analyse"},
            "tasks": [
                {"key": "figures", "text": {"en": "Pick ten figures.", "fr": "Choisir dix chiffres."}},
                {"key": "doubts", "text": {"en": "Say what disagrees.", "fr": "Dire ce qui se contredit."}},
            ],
        },
        {
            "key": "drafter",
            "title": {"en": "Drafter", "fr": "Rédaction"},
            "tasks": [{"key": "draft", "text": {"en": "Keep the draft.", "fr": "Tenir le projet."}}],
        },
    ]
}
WORKSHEET = {
    "title": {"en": "The worksheet", "fr": "La grille"},
    "intro": {"en": "Fill it.", "fr": "Remplissez-la."},
    "columns": [
        {"key": "challenge", "title": {"en": "Challenge", "fr": "Défi"}},
        {"key": "action", "title": {"en": "Action", "fr": "Action"}},
    ],
    "rows": [
        {"key": f"principle_{number}", "title": {"en": f"Principle {number}", "fr": f"Principe {number}"}}
        for number in (1, 2)
    ],
}
CELL = ("principle_1", "challenge")


def working_course(code: str = "A9714776") -> CourseValue:
    """The course as the head of this module says."""
    course = graded_course(code)
    give_group_work(course)
    place(course, enrolment_of(course, DIDIER), group_of(course, "1"), actor=SYSTEM, now=NOW)
    name_ambassador(course, group_of(course, "1"), enrolment_of(course, AMINA), actor=SYSTEM, now=NOW)
    session.commit()
    return get_course(code)


def give_group_work(course: CourseValue) -> None:
    """Give the course its roles and worksheet."""
    materials = [
        MaterialValue(kind=MaterialKind.GROUP_WORK, key=key, title={"en": key, "fr": key}, content=content)
        for key, content in (("roles", ROLES), ("worksheet", WORKSHEET))
    ]
    load_materials(course, [*materials_of(course.id), *materials], actor=SYSTEM, now=NOW)


def as_member(course: CourseValue, person: NewPerson) -> Actor:
    """A participant as verbs see them."""
    return acting(person, Role.PARTICIPANT, course)


def worked_in_group(course: CourseValue) -> dict[str, int | str]:
    """Have Amina, as ambassador of group 1, leave one thing of each kind; return what addresses name of them."""
    give_group_work(course)
    group, now = group_of(course, "1"), clock.now()
    name_ambassador(course, group, enrolment_of(course, AMINA), actor=SYSTEM, now=NOW)
    amina = as_member(course, AMINA)
    made = {
        "task_id": service.set_task(course, group, enrolment_of(course, AMINA), "Read", None, actor=amina, now=now),
        "post_id": service.write_post(course, group, Channel.TEAM, "Hello", actor=amina, now=now),
        "file_id": service.share_file(course, group, "plan.txt", b"A plan", actor=amina, now=now).id,
        "row": CELL[0],
        "column": CELL[1],
        "session_key": "group_1",
    }
    session.commit()
    return made
