"""Handing in: the newest counts until the deadline, late as the course says, with a receipt each time."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from fractions import Fraction

import pytest
import sqlalchemy as sa
from flask import Flask

from app.courses.rules import Criterion, MoreTime, Receiver
from app.courses.service import grant_extension
from app.essays import queries, service
from app.essays.queries.marking_queue import marking_queue
from app.essays.rules import GRACE, EssayState
from app.notifications.documents import render
from app.notifications.models import OutboxMessage
from app.rubrics.rules import MarkContent, Round
from app.rubrics.service import save_mark
from app.shared.database import session
from app.shared.errors import NotAllowed, RuleBroken
from app.shared.permissions import Actor, Grant, Role
from tests.cast import AMINA, CHLOE, MANAGER, TUTOR, enter
from tests.conftest import NOW
from tests.courses.materials.cast import FILES, SHELF, give_texts
from tests.essays.cast import CLOSES, MILLISECOND, TEXT, Writing, essay_course, keeper

LATE = "{late: {rule: accepted, days: 3}}"


@pytest.fixture
def writing(app: Flask) -> Writing:
    return essay_course()


def mails() -> list[OutboxMessage]:
    return list(session.scalars(sa.select(OutboxMessage).where(OutboxMessage.template == "essay_received")))


def test_what_is_handed_in_is_kept_told_and_receipted(writing: Writing) -> None:
    with keeper() as told:
        writing.write(TEXT)
        done = writing.hand_in()
    essay = writing.essay()
    assert (essay.state, essay.submitted_version, essay.submitted_at, essay.late) == (
        EssayState.SUBMITTED,
        1,
        NOW,
        False,
    )
    assert (done.words, done.language, done.sha256) == (17, "en", hashlib.sha256(TEXT.encode()).hexdigest())
    assert told.submissions == [(writing.course.id, writing.enrolment().id, writing.piece.id)]
    assert queries.submitted_text(essay).text == TEXT


def test_the_receipt_goes_out_once_in_the_author_s_language(writing: Writing) -> None:
    writing.write(TEXT, CHLOE)
    done = writing.hand_in(CHLOE)
    assert writing.hand_in(CHLOE, now=NOW + timedelta(hours=1)) == done
    (mail,) = mails()
    content = render(mail.template, mail.params, language=mail.language, zone=mail.zone)
    assert mail.language == "fr"
    assert done.sha256 in content.body
    assert "17" in content.body
    assert "20 mars 2022, 15:00 (Indian/Antananarivo)" in content.body


def test_again_until_the_deadline_the_newest_counts_and_each_stays(writing: Writing) -> None:
    writing.write("First.")
    writing.hand_in()
    writing.write("Second, longer.")
    assert writing.essay().submitted_version == 1
    writing.hand_in(now=NOW + timedelta(hours=1))
    essay = writing.essay()
    assert (essay.submitted_version, essay.submitted_at) == (2, NOW + timedelta(hours=1))
    assert [one.version for one in queries.submissions_of(essay.id)] == [2, 1]
    assert queries.version_of(essay.id, 1).text == "First."
    assert len(mails()) == 2


def test_nothing_is_handed_in_that_has_no_word_or_was_not_confirmed(writing: Writing) -> None:
    with pytest.raises(RuleBroken) as caught:
        writing.hand_in()
    assert caught.value.code == "essay_empty"
    session.rollback()
    assert writing.essay() is None
    writing.write("… !")
    with pytest.raises(RuleBroken, match="no word"):
        writing.hand_in()
    writing.write("Words.")
    with pytest.raises(service.EssayChanged):
        writing.hand_in(version=1)


def test_in_time_is_until_the_last_moment_of_grace(writing: Writing) -> None:
    writing.write(TEXT)
    with pytest.raises(service.EssayClosed):
        writing.hand_in(now=CLOSES + GRACE + MILLISECOND)
    session.rollback()
    assert writing.hand_in(now=CLOSES + GRACE).late is False


def test_where_the_course_accepts_it_late_is_late_and_ends_too(app: Flask) -> None:
    writing = essay_course("LATE-1", settings=LATE)
    writing.write(TEXT)
    assert writing.hand_in(now=CLOSES + GRACE).late is False
    writing.write("Better.", now=CLOSES + GRACE + MILLISECOND)
    assert writing.hand_in(now=CLOSES + GRACE + MILLISECOND).late is True
    assert writing.essay().late is True
    end = CLOSES + timedelta(days=3) + GRACE
    writing.write("Best.", now=end)
    assert writing.hand_in(now=end).late is True
    with pytest.raises(service.EssayClosed):
        writing.write("Too late.", now=end + MILLISECOND)


def test_an_extension_moves_the_deadline_for_who_has_it(writing: Writing) -> None:
    manager = Actor(enter(MANAGER).id, "manager", (Grant(Role.ACTIVITY_MANAGER, writing.course.id),))
    until = CLOSES + timedelta(days=2)
    receiver = Receiver(writing.enrolment().id, None)
    grant_extension(writing.course, writing.piece, receiver, MoreTime(until=until), "ill", actor=manager, now=NOW)
    session.commit()
    writing.write(TEXT, now=until + GRACE)
    assert writing.hand_in(now=until + GRACE).late is False
    with pytest.raises(service.EssayClosed):
        writing.write(TEXT + "!", now=until + GRACE + MILLISECOND)
    with pytest.raises(service.EssayClosed):
        writing.write(TEXT, CHLOE, now=until)


@pytest.mark.parametrize("in_round", [Round.FIRST, Round.SECOND, Round.AGREED])
def test_what_has_its_final_mark_is_not_handed_in_again(writing: Writing, in_round: Round) -> None:
    essay = writing.handed_in()
    tutor = Actor(enter(TUTOR).id, "tutor", (Grant(Role.TUTOR, writing.course.id),))
    points = MarkContent({one.key: Fraction(1) for one in writing.piece.criteria})
    criteria: tuple[Criterion, ...] = writing.piece.criteria
    give = {"base_version": None, "actor": tutor, "now": NOW}
    save_mark(queries.subject_of(essay), in_round, points, criteria, final=False, **give)
    session.commit()
    writing.write("Still a draft mark, so this is taken.")
    save_mark(queries.subject_of(essay), in_round, points, criteria, final=True, **give)
    session.commit()
    for attempt in (lambda: writing.write("More."), writing.hand_in):
        with pytest.raises(RuleBroken) as caught:
            attempt()
        assert caught.value.code == "essay_marked"
        session.rollback()


def test_only_the_author_hands_in(writing: Writing) -> None:
    writing.write(TEXT)
    tutor = Actor(enter(TUTOR).id, "tutor", (Grant(Role.TUTOR, writing.course.id),))
    with pytest.raises(NotAllowed):
        service.submit_essay(writing.course, actor=tutor, now=NOW)
    with pytest.raises(RuleBroken):
        writing.hand_in(CHLOE)
    session.rollback()
    assert writing.essay(AMINA).state is EssayState.DRAFT


def test_words_stay_those_of_what_was_handed_in_until_it_is_handed_in_again(app: Flask) -> None:
    writing = essay_course("ESSAY-9")
    writing.handed_in(text="one two three four five")
    written = writing.write("only two")
    assert written.version.words == 2
    assert marking_queue(writing.course, None).rows[0].essay.words == 5
    writing.hand_in()
    assert marking_queue(writing.course, None).rows[0].essay.words == 2


@pytest.mark.parametrize("late", [False, True])
def test_the_receipt_comes_in_the_words_of_the_course(app: Flask, *, late: bool) -> None:
    writing = essay_course(settings=LATE if late else "")
    words = (SHELF / "messages" / "essay_received.yaml").read_bytes()
    give_texts(writing.course, {**FILES, "messages/essay_received.yaml": words})
    at = CLOSES + timedelta(days=1) if late else NOW
    writing.write(TEXT, CHLOE, now=at)
    done = writing.hand_in(CHLOE, now=at)
    found = session.scalars(sa.select(OutboxMessage).where(OutboxMessage.dedupe_key.like("essay:%"))).one()
    body = found.params["body"]
    assert found.template == "course_message"
    assert body.startswith("Bonjour Chloé,")
    assert done.sha256 in body
    assert "Langue\N{NO-BREAK SPACE}: français" in body
    assert "Version\N{NO-BREAK SPACE}: 1" in body
    assert ("après la date limite" in body) == late
    assert "{" not in body
