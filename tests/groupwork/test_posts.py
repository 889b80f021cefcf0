"""The team's thread, and the ambassador's with the assistants: who reads, writes, edits, hides; who is mailed."""

from datetime import timedelta

import pytest

from app.courses.service import name_ambassador
from app.groupwork.queries.space import posts_in
from app.groupwork.rules.values import Channel
from app.groupwork.service import edit_post, hide_post, write_post
from app.notifications.models import OutboxMessage
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, ASSISTANT, BONGANI, CHLOE, TUTOR, enter_with_role
from tests.conftest import NOW
from tests.grading.cast import enrolment_of
from tests.groupwork.cast import as_member


def write(course, group, words="Hello **all**", person=AMINA, channel=Channel.TEAM) -> int:
    return write_post(course, group, channel, words, actor=as_member(course, person), now=NOW)


def mails() -> list[OutboxMessage]:
    return session.query(OutboxMessage).filter_by(template="group_message").order_by(OutboxMessage.address).all()


def test_members_and_staff_talk_in_the_teams_thread(course, group, assistant):
    write(course, group)
    write_post(course, group, Channel.TEAM, "How is it going?", actor=assistant, now=NOW)
    assert [(post.author, post.by_staff) for post in posts_in(group, Channel.TEAM)] == [
        ("Amina Banda", False),
        ("Asha Assis", True),
    ]
    assert mails() == []


def test_the_ambassador_writes_to_assistants_and_tutors_who_are_mailed_in_their_language(course, group):
    enter_with_role(TUTOR, Role.TUTOR, course.id)
    enter_with_role(ASSISTANT, Role.ASSISTANT, course.id)
    write(course, group, "We need *help*.", channel=Channel.ASSISTANTS)
    sent = mails()
    assert [(mail.address, mail.language) for mail in sent] == [(ASSISTANT.email, "en"), (TUTOR.email, "fr")]
    assert sent[0].params["message"] == "We need help."
    assert sent[0].params["link"].endswith(f"/courses/A9714776/groups/{group}/assistants")


def test_the_answer_of_staff_is_mailed_to_the_ambassador(course, group, assistant):
    write_post(course, group, Channel.ASSISTANTS, "Here.", actor=assistant, now=NOW)
    assert [mail.address for mail in mails()] == [AMINA.email]


def test_a_member_who_is_no_ambassador_has_no_thread_with_the_assistants(course, group):
    with pytest.raises(NotFound):
        write(course, group, person=BONGANI, channel=Channel.ASSISTANTS)
    name_ambassador(course, group, enrolment_of(course, BONGANI), actor=SYSTEM, now=NOW)
    assert write(course, group, person=BONGANI, channel=Channel.ASSISTANTS)


def test_another_groups_member_writes_nowhere(course, group):
    with pytest.raises(NotFound):
        write(course, group, person=CHLOE)


def test_a_post_is_changed_by_its_author_for_half_an_hour(course, group):
    post = write(course, group)
    soon = NOW + timedelta(minutes=29)
    edit_post(course, group, post, "Better", actor=as_member(course, AMINA), now=soon)
    (found,) = posts_in(group, Channel.TEAM)
    assert (found.text, found.edited_at) == ("Better", soon)
    with pytest.raises(RuleBroken) as refused:
        edit_post(course, group, post, "Late", actor=as_member(course, AMINA), now=NOW + timedelta(minutes=30))
    assert refused.value.code == "too_late_to_edit"


def test_nobody_changes_somebody_elses_post(course, group, tutor):
    post = write(course, group)
    for actor in (as_member(course, BONGANI), tutor):
        with pytest.raises(NotAllowed):
            edit_post(course, group, post, "Mine", actor=actor, now=NOW)


def test_staff_hide_a_post_with_a_reason_and_its_text_stays(course, group, assistant):
    post = write(course, group)
    hide_post(course, group, post, "Names a person", actor=assistant, now=NOW)
    (found,) = posts_in(group, Channel.TEAM)
    assert (found.hidden_reason, found.hidden_by, found.text) == ("Names a person", "Asha Assis", "Hello **all**")
    with pytest.raises(Unreadable):
        hide_post(course, group, post, " ", actor=assistant, now=NOW)


def test_members_hide_nothing_and_a_hidden_post_cannot_be_changed(course, group, assistant):
    post = write(course, group)
    with pytest.raises(NotAllowed):
        hide_post(course, group, post, "dislike", actor=as_member(course, BONGANI), now=NOW)
    hide_post(course, group, post, "x", actor=assistant, now=NOW)
    with pytest.raises(RuleBroken):
        edit_post(course, group, post, "Back", actor=as_member(course, AMINA), now=NOW)


@pytest.mark.parametrize("words", ["", "   ", "x" * 8001])
def test_a_post_says_something_and_not_too_much(course, group, words):
    with pytest.raises(Unreadable):
        write(course, group, words)
