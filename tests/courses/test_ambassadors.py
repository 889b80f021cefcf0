"""One ambassador a group: voted for in secret by the team, or named by a tutor; changeable, with history."""

import pytest

from app.courses.models import AmbassadorBallot
from app.courses.queries import find_ballot, find_vote, get_group, terms_of
from app.courses.rules import CourseValue
from app.courses.rules.groups import VoteState, leading
from app.courses.service import cast_ballot, close_vote, name_ambassador, open_vote, place
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, TUTOR
from tests.conftest import NOW
from tests.courses.more_time import acting, audited
from tests.grading.cast import DIDIER, enrolment_of, graded_course, group_of


@pytest.fixture
def course(app) -> CourseValue:
    """Amina, Bongani and Didier in group 1, Chloé in group 2."""
    course = graded_course()
    place(course, enrolment_of(course, DIDIER), group_of(course, "1"), actor=SYSTEM, now=NOW)
    return course


@pytest.fixture
def tutor(course):
    return acting(TUTOR, Role.TUTOR, course)


def member(course, person):
    return acting(person, Role.PARTICIPANT, course)


def vote(course, voter, candidate) -> None:
    group, wanted = group_of(course, "1"), enrolment_of(course, candidate)
    cast_ballot(course, group, wanted, actor=member(course, voter), now=NOW)


def start(course, by=AMINA):
    return open_vote(course, group_of(course, "1"), actor=member(course, by), now=NOW)


def test_the_team_votes_and_who_has_most_votes_is_ambassador(course):
    start(course)
    for voter, candidate in ((AMINA, BONGANI), (BONGANI, BONGANI), (DIDIER, AMINA)):
        vote(course, voter, candidate)
    group = group_of(course, "1")
    closed = close_vote(course, group, actor=member(course, DIDIER), now=NOW)
    assert (closed.state, closed.elected_id) == (VoteState.DECIDED, enrolment_of(course, BONGANI))
    assert closed.counts == {enrolment_of(course, BONGANI): 2, enrolment_of(course, AMINA): 1}
    assert get_group(group).ambassador_id == enrolment_of(course, BONGANI)
    assert [term.how.value for term in terms_of(group)] == ["vote"]


def test_a_vote_can_be_changed_while_it_is_open(course):
    opened = start(course)
    vote(course, AMINA, BONGANI)
    vote(course, AMINA, DIDIER)
    assert find_vote(group_of(course, "1")).counts == {enrolment_of(course, DIDIER): 1}
    assert find_ballot(opened.id, enrolment_of(course, AMINA)) == enrolment_of(course, DIDIER)
    assert session.query(AmbassadorBallot).count() == 1


def test_nothing_but_counts_and_the_own_vote_can_be_read_and_the_trail_names_no_candidate(course):
    start(course)
    vote(course, AMINA, BONGANI)
    (entry,) = audited("vote")
    assert entry.after is None
    assert not hasattr(find_vote(group_of(course, "1")), "ballots")


def test_a_tie_waits_for_a_tutor_who_decides_it(course, tutor):
    start(course)
    vote(course, AMINA, BONGANI)
    vote(course, BONGANI, AMINA)
    group = group_of(course, "1")
    tied = close_vote(course, group, actor=tutor, now=NOW)
    assert (tied.state, get_group(group).ambassador_id) == (VoteState.TIED, None)
    name_ambassador(course, group, enrolment_of(course, AMINA), actor=tutor, now=NOW)
    decided = find_vote(group)
    assert (decided.state, decided.elected_id) == (VoteState.DECIDED, enrolment_of(course, AMINA))
    assert get_group(group).ambassador_id == enrolment_of(course, AMINA)


def test_a_member_closes_only_when_everybody_voted_a_tutor_at_any_time(course, tutor):
    start(course)
    vote(course, AMINA, AMINA)
    group = group_of(course, "1")
    with pytest.raises(RuleBroken) as refused:
        close_vote(course, group, actor=member(course, AMINA), now=NOW)
    assert refused.value.code == "votes_missing"
    assert close_vote(course, group, actor=tutor, now=NOW).state is VoteState.DECIDED


def test_without_votes_a_closed_vote_changes_nothing(course, tutor):
    start(course)
    assert close_vote(course, group_of(course, "1"), actor=tutor, now=NOW).state is VoteState.VOID
    assert terms_of(group_of(course, "1")) == ()


def test_a_closed_vote_takes_no_votes_and_another_can_be_opened(course, tutor):
    start(course)
    close_vote(course, group_of(course, "1"), actor=tutor, now=NOW)
    with pytest.raises(RuleBroken) as refused:
        vote(course, AMINA, BONGANI)
    assert refused.value.code == "no_open_vote"
    assert start(course, BONGANI).counts == {}


def test_one_vote_at_a_time(course):
    start(course)
    with pytest.raises(RuleBroken) as refused:
        start(course, BONGANI)
    assert refused.value.code == "vote_undecided"


def test_who_leaves_takes_their_vote_and_the_votes_for_them_along(course):
    start(course)
    vote(course, AMINA, BONGANI)
    vote(course, DIDIER, AMINA)
    place(course, enrolment_of(course, AMINA), group_of(course, "2"), actor=SYSTEM, now=NOW)
    assert find_vote(group_of(course, "1")).counts == {}


def test_another_groups_member_neither_votes_nor_opens_nor_closes(course):
    start(course)
    chloe, group = member(course, CHLOE), group_of(course, "1")
    with pytest.raises(NotFound):
        cast_ballot(course, group, enrolment_of(course, AMINA), actor=chloe, now=NOW)
    with pytest.raises(NotFound):
        open_vote(course, group, actor=chloe, now=NOW)
    with pytest.raises(NotFound):
        close_vote(course, group, actor=chloe, now=NOW)


def test_nobody_outside_the_group_can_be_voted_for_or_named(course, tutor):
    start(course)
    with pytest.raises(NotFound):
        vote(course, AMINA, CHLOE)
    with pytest.raises(NotFound):
        name_ambassador(course, group_of(course, "1"), enrolment_of(course, CHLOE), actor=tutor, now=NOW)


def test_a_tutor_has_no_vote(course, tutor):
    start(course)
    with pytest.raises(NotAllowed):
        cast_ballot(course, group_of(course, "1"), enrolment_of(course, AMINA), actor=tutor, now=NOW)


def test_a_tutor_names_another_one_and_both_terms_stay(course, tutor):
    group = group_of(course, "1")
    for person in (AMINA, BONGANI, BONGANI):
        name_ambassador(course, group, enrolment_of(course, person), actor=tutor, now=NOW)
    name_ambassador(course, group, None, actor=tutor, now=NOW)
    assert [(term.name, term.how.value, term.ended_at is None) for term in terms_of(group)] == [
        ("Amina Banda", "tutor", False),
        ("Bongani !Xóõ", "tutor", False),
    ]
    assert get_group(group).ambassador_id is None


def test_a_tutors_word_ends_an_open_vote(course, tutor):
    start(course)
    name_ambassador(course, group_of(course, "1"), enrolment_of(course, AMINA), actor=tutor, now=NOW)
    assert find_vote(group_of(course, "1")).state is VoteState.VOID


@pytest.mark.parametrize(
    ("counts", "leaders"), [({}, ()), ({1: 2, 2: 1}, (1,)), ({2: 2, 1: 2, 3: 1}, (1, 2)), ({1: 0}, ())]
)
def test_leaders_have_the_most_votes(counts, leaders):
    assert leading(counts) == leaders
