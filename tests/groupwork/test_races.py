"""Two at once: one ambassador a group, one version a revision, one vote a member, whatever the timing."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from app.courses.models import AmbassadorBallot, Enrolment, GroupMembership
from app.courses.service import cast_ballot, name_ambassador, open_vote, place
from app.groupwork.models import WorksheetRevision
from app.groupwork.rules.worksheet import CellChanged
from app.groupwork.service import save_cell
from app.shared.database import session
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, BONGANI
from tests.conftest import NOW
from tests.grading.cast import DIDIER, enrolment_of, group_of
from tests.groupwork.cast import CELL, as_member

WRITERS = 4


def at_once(app, *verbs) -> list[object]:
    """Run verbs at once, each in a transaction of its own; return what each gave, or the error that it raised."""
    session.commit()

    def run(verb) -> object:
        with app.app_context():
            try:
                made = verb()
                session.commit()
            except CellChanged as changed:
                session.rollback()
                return changed
            else:
                return made
            finally:
                session.remove()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(run, verbs))


def test_of_writers_who_saw_the_same_version_one_wins_and_the_others_see_both(app, course, group):
    actors = [as_member(course, person) for person in (AMINA, BONGANI, DIDIER)] + [as_member(course, AMINA)]

    def write(number):
        return lambda: save_cell(course, group, CELL, f"text {number}", 0, actor=actors[number], now=NOW)

    outcomes = at_once(app, *(write(number) for number in range(WRITERS)))
    assert sum(isinstance(one, CellChanged) for one in outcomes) == WRITERS - 1
    assert [row.number for row in session.scalars(select(WorksheetRevision))] == [1]


def test_a_group_never_has_two_ambassadors(app, course, group):
    people = [enrolment_of(course, person) for person in (AMINA, BONGANI, DIDIER)]

    def name(one):
        return lambda: name_ambassador(course, group, one, actor=SYSTEM, now=NOW)

    at_once(app, *(name(one) for one in people * 2))
    assert len(list(session.scalars(select(Enrolment.id).where(Enrolment.ambassador)))) == 1


def test_a_member_has_one_vote_however_often_the_button_is_pressed(app, course, group):
    open_vote(course, group, actor=SYSTEM, now=NOW)
    actor, candidate = as_member(course, BONGANI), enrolment_of(course, AMINA)
    at_once(app, *[lambda: cast_ballot(course, group, candidate, actor=actor, now=NOW)] * WRITERS)
    assert len(list(session.scalars(select(AmbassadorBallot.id)))) == 1


@pytest.mark.parametrize("names", [("1", "2", "1", "2")])
def test_whoever_is_moved_by_several_at_once_is_in_one_group_with_one_lasting_stay(app, course, names):
    one = enrolment_of(course, DIDIER)

    def move(name):
        group_id = group_of(course, name)
        return lambda: place(course, one, group_id, actor=SYSTEM, now=NOW)

    at_once(app, *(move(name) for name in names))
    lasting = select(GroupMembership.group_id).where(
        GroupMembership.enrolment_id == one, GroupMembership.left_at.is_(None)
    )
    assert list(session.scalars(lasting)) == [session.get_one(Enrolment, one).group_id]
