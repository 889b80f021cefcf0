"""Groups and their history: making, naming, moving, emptying; imports and balancing go through the same history."""

import pytest

from app.courses.queries import balance_of, get_enrolment, get_group, groups_of, members_of, stays_of, terms_of
from app.courses.rules import CourseValue
from app.courses.rules.balancing import Plan
from app.courses.rules.grouping import Trait, Wishes
from app.courses.service import (
    apply_balance,
    close_course,
    create_group,
    empty_group,
    name_ambassador,
    place,
    rename_group,
)
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, ASSISTANT, BONGANI, CHLOE, MANAGER, TUTOR
from tests.conftest import NOW
from tests.courses.cast import import_rows
from tests.courses.more_time import acting, audited
from tests.grading.cast import DIDIER, _roster_row, enrolment_of, graded_course, group_of
from tests.statements import statements

PLAN = Plan(2, Wishes(dict.fromkeys(Trait, 5), together=False, seed="A"), keep=False)
BY = {"actor": SYSTEM, "now": NOW}


@pytest.fixture
def course(app) -> CourseValue:
    return graded_course()


def history(course: CourseValue, person) -> list[tuple[str, str, bool]]:
    """Each stay of somebody: the group, why they came, whether it lasts."""
    found = stays_of(course.id, enrolment_id=enrolment_of(course, person))
    return [(stay.group_name, stay.reason, stay.left_at is None) for stay in found]


def test_who_is_imported_into_a_group_has_a_stay_there(course):
    assert history(course, AMINA) == [("1", "", True)]
    assert history(course, DIDIER) == []


def test_a_move_ends_one_stay_and_begins_another_with_who_and_why(course):
    tutor = acting(TUTOR, Role.TUTOR, course)
    moved = place(course, enrolment_of(course, AMINA), group_of(course, "2"), " wants French ", actor=tutor, now=NOW)
    assert moved.group_name == "2"
    first, second = stays_of(course.id, enrolment_id=moved.id)
    assert (first.left_at, first.left_by, first.left_reason) == (NOW, "Théo N’Diaye", "wants French")
    assert (second.joined_at, second.joined_by, second.reason) == (NOW, "Théo N’Diaye", "wants French")
    assert second.left_at is None


def test_who_leaves_keeps_their_history_and_may_come_back(course):
    amina = enrolment_of(course, AMINA)
    place(course, amina, None, **BY)
    place(course, amina, group_of(course, "1"), "back", **BY)
    assert history(course, AMINA) == [("1", "", False), ("1", "back", True)]


def test_a_move_to_where_one_is_changes_nothing(course):
    place(course, enrolment_of(course, AMINA), group_of(course, "1"), "again", **BY)
    assert history(course, AMINA) == [("1", "", True)]
    assert audited("move_to_group") == []


def test_an_ambassador_who_moves_is_one_no_more(course):
    amina, group = enrolment_of(course, AMINA), group_of(course, "1")
    name_ambassador(course, group, amina, **BY)
    place(course, amina, group_of(course, "2"), **BY)
    assert not get_enrolment(course.id, amina).ambassador
    assert get_group(group).ambassador_id is None
    assert [term.ended_at for term in terms_of(group)] == [NOW]


def test_an_import_moves_through_the_same_history(course):
    manager = acting(MANAGER, Role.ACTIVITY_MANAGER, course)
    rows = [_roster_row(AMINA, "SAMM") | {"group": "2"}, _roster_row(BONGANI, "SAMM") | {"group": ""}]
    import_rows(course, *rows, actor=manager)
    assert history(course, AMINA) == [("1", "", False), ("2", "", True)]
    assert history(course, BONGANI) == [("1", "", False)]
    assert stays_of(course.id, enrolment_id=enrolment_of(course, AMINA))[0].left_by == "Marta Rinaldi"


def test_an_import_names_an_ambassador_with_a_term(course):
    import_rows(course, _roster_row(AMINA, "SAMM") | {"ambassador": "1"})
    (term,) = terms_of(group_of(course, "1"))
    assert (term.enrolment_id, term.how.value, term.ended_at) == (enrolment_of(course, AMINA), "file", None)


def test_an_import_that_changes_nothing_adds_no_history(course):
    import_rows(course, _roster_row(AMINA, "SAMM"))
    assert len(stays_of(course.id)) == 3


def test_a_group_is_made_renamed_and_emptied(course):
    made = create_group(course, "  Blue   whales ", **BY)
    assert (made.name, made.members) == ("Blue whales", 0)
    assert rename_group(course, made.id, "Red", **BY).name == "Red"
    assert empty_group(course, group_of(course, "1"), "new start", **BY) == 2
    assert members_of(group_of(course, "1")) == []
    assert {group.name for group in groups_of(course.id)} == {"1", "2", "Red"}


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_name_that_is_none_is_refused(course, name):
    with pytest.raises(Unreadable):
        create_group(course, name, **BY)


def test_two_groups_never_have_one_name(course):
    with pytest.raises(RuleBroken) as refused:
        create_group(course, "1", **BY)
    assert refused.value.code == "group_exists"
    with pytest.raises(RuleBroken):
        rename_group(course, group_of(course, "2"), "1", **BY)


def test_what_the_course_does_not_have_cannot_be_moved_or_moved_to(course):
    other = graded_course("OTHER-1")
    with pytest.raises(NotFound):
        place(course, enrolment_of(other, AMINA), None, **BY)
    with pytest.raises(NotFound):
        place(course, enrolment_of(course, AMINA), group_of(other, "2"), **BY)
    with pytest.raises(NotFound):
        rename_group(course, group_of(other, "2"), "x", **BY)
    assert history(course, AMINA) == [("1", "", True)]


@pytest.mark.parametrize(("person", "role"), [(AMINA, Role.PARTICIPANT), (ASSISTANT, Role.ASSISTANT)])
def test_only_tutors_and_managers_change_groups(course, person, role):
    actor, group = acting(person, role, course), group_of(course, "1")
    by = {"actor": actor, "now": NOW}
    for attempt in (
        lambda: create_group(course, "x", **by),
        lambda: rename_group(course, group, "x", **by),
        lambda: empty_group(course, group, **by),
        lambda: place(course, enrolment_of(course, AMINA), None, **by),
        lambda: apply_balance(course, PLAN, "", **by),
        lambda: name_ambassador(course, group, enrolment_of(course, AMINA), **by),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert len(groups_of(course.id)) == 2


def test_groups_of_a_closed_course_stay_as_they_are(course):
    close_course(course.id, **BY)
    with pytest.raises(RuleBroken) as refused:
        place(course, enrolment_of(course, AMINA), None, **BY)
    assert refused.value.code == "course_closed"


def test_a_preview_writes_nothing_and_is_what_is_applied(course):
    shown = balance_of(course, PLAN)
    assert len(stays_of(course.id)) == 3
    assert [profile.size for profile in shown.profiles] == [2, 2]
    apply_balance(course, PLAN, shown.digest, "balanced", **BY)
    by_name = {group.name: {one.id for one in members_of(group.id)} for group in groups_of(course.id)}
    assert [by_name[name] for name in shown.names] == [set(members) for members in shown.arrangement.groups]
    assert audited("balance_groups")[0].after["seed"] == "A"


def test_a_roster_that_changed_after_the_preview_is_not_balanced_unseen(course):
    shown = balance_of(course, Plan(3, PLAN.wishes, keep=False))
    import_rows(course, {**_roster_row(DIDIER, ""), "email": "new@ecampus.test"})
    with pytest.raises(RuleBroken) as refused:
        apply_balance(course, Plan(3, PLAN.wishes, keep=False), shown.digest, **BY)
    assert refused.value.code == "roster_changed"


def test_new_groups_get_free_numbers_and_who_is_placed_may_stay(course):
    plan = Plan(4, PLAN.wishes, keep=True)
    shown = balance_of(course, Plan(3, PLAN.wishes, keep=False))
    assert shown.names == ("1", "2", "3")
    with pytest.raises(RuleBroken) as refused:
        balance_of(course, plan)
    assert refused.value.code == "too_many_fixed"
    kept = balance_of(course, Plan(2, PLAN.wishes, keep=True))
    places = dict(zip(kept.names, kept.arrangement.groups, strict=True))
    assert {enrolment_of(course, AMINA), enrolment_of(course, BONGANI)} == set(places["1"])
    assert {enrolment_of(course, CHLOE), enrolment_of(course, DIDIER)} == set(places["2"])


def test_a_move_costs_the_same_few_statements_for_one_or_for_all(course):
    with statements() as seen:
        empty_group(course, group_of(course, "1"), **BY)
    assert len(seen) <= 20
