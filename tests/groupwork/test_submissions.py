"""Files, what is handed in with its versions, and when it is presented."""

from datetime import UTC, datetime, timedelta

import pytest

from app.courses.rules import MoreTime
from app.groupwork.queries.space import bytes_kept, files_in, slots_of, submissions_of
from app.groupwork.rules.space import LARGEST_FILE, QUOTA, check_size
from app.groupwork.service import arrange_presentations, remove_file, save_cell, share_file, submit
from app.groupwork.service.files import media_type, plain_name
from app.shared import files
from app.shared.errors import NotAllowed, NotFound, RuleBroken, TooLarge, Unreadable
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.courses.more_time import grant, to_group
from tests.grading.cast import group_of
from tests.groupwork.cast import CELL, as_member

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
CLOSES = datetime(2022, 3, 28, 8, 0, tzinfo=UTC)


def share(course, group, name="plan.pdf", content=PDF, person=BONGANI) -> int:
    return share_file(course, group, name, content, actor=as_member(course, person), now=NOW).id


def write(course, group, words, base=0):
    return save_cell(course, group, CELL, words, base, actor=as_member(course, BONGANI), now=NOW)


def hand_in(course, group, *file_ids, note="", person=AMINA, now=NOW):
    return submit(course, group, file_ids, note, actor=as_member(course, person), now=now)


def test_a_file_is_what_its_content_says(course, group):
    file = share(course, group, "C:\\evil\\..\\<plan>.exe")
    kept = files.get_file(file)
    assert (kept.name, kept.media_type) == ("plan.exe", "application/pdf")
    assert files.content_of(file) == PDF


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"plain words\n", "text/plain"),
        ("é".encode() * 3000, "text/plain"),
        (b"\x00\x01\x02\x03", "application/octet-stream"),
    ],
)
def test_what_has_no_signature_is_text_or_unknown(content, kind):
    assert media_type(content) == kind


@pytest.mark.parametrize(
    ("name", "plain"), [("../../etc/passwd", "passwd"), ("", "file"), ("a\nb.txt", "ab.txt"), ("..", "file")]
)
def test_a_name_is_never_a_path(name, plain):
    assert plain_name(name) == plain


def test_empty_large_and_too_many_files_are_refused():
    with pytest.raises(Unreadable):
        check_size(0, 0)
    with pytest.raises(TooLarge):
        check_size(LARGEST_FILE + 1, 0)
    check_size(LARGEST_FILE, QUOTA - LARGEST_FILE)
    with pytest.raises(RuleBroken) as refused:
        check_size(1, QUOTA)
    assert refused.value.code == "quota"


def test_a_file_is_taken_away_by_its_owner_or_the_ambassador(course, group):
    own, other = share(course, group), share(course, group, person=AMINA)
    with pytest.raises(NotAllowed):
        remove_file(course, group, other, actor=as_member(course, BONGANI), now=NOW)
    remove_file(course, group, own, actor=as_member(course, BONGANI), now=NOW)
    remove_file(course, group, other, actor=as_member(course, AMINA), now=NOW)
    assert files_in(group) == ()
    with pytest.raises(NotFound):
        remove_file(course, group, own, actor=as_member(course, AMINA), now=NOW)


def test_every_byte_that_stays_counts_and_what_no_submission_holds_goes(course, group):
    write(course, group, "x")
    held, unused = share(course, group), share(course, group)
    hand_in(course, group, held)
    for file in (held, unused):
        remove_file(course, group, file, actor=as_member(course, AMINA), now=NOW)
    assert bytes_kept(group) == len(PDF)
    assert files.content_of(held) == PDF
    with pytest.raises(NotFound):
        files.get_file(unused)


def test_staff_and_other_groups_share_no_files(course, group, tutor):
    with pytest.raises(NotAllowed):
        share_file(course, group, "x", PDF, actor=tutor, now=NOW)
    with pytest.raises(NotFound):
        share(course, group, person=CHLOE)


def test_a_submission_holds_the_worksheet_as_it_was_and_the_chosen_files(course, group):
    write(course, group, "First")
    file = share(course, group)
    share(course, group, "unused.pdf")
    hand_in(course, group, file, note="Ready")
    write(course, group, "Second", 1)
    remove_file(course, group, file, actor=as_member(course, AMINA), now=NOW)
    (found,) = submissions_of(group)
    assert found.cells == {"principle_1": {"challenge": "First"}}
    assert ([one.name for one in found.files], found.note, found.submitted_by) == (["plan.pdf"], "Ready", "Amina Banda")


def test_a_later_submission_supersedes_and_every_version_stays(course, group):
    write(course, group, "First")
    hand_in(course, group)
    write(course, group, "Second", 1)
    hand_in(course, group)
    assert [(one.number, one.cells["principle_1"]["challenge"]) for one in submissions_of(group)] == [
        (2, "Second"),
        (1, "First"),
    ]


def test_only_the_ambassador_submits(course, group, tutor):
    write(course, group, "x")
    for actor in (as_member(course, BONGANI), tutor):
        with pytest.raises(NotAllowed):
            submit(course, group, (), "", actor=actor, now=NOW)
    assert submissions_of(group) == ()


def test_nothing_cannot_be_submitted(course, group):
    with pytest.raises(RuleBroken) as refused:
        hand_in(course, group)
    assert refused.value.code == "nothing_to_submit"


def test_another_groups_file_cannot_be_submitted(course, group):
    file = share(course, group_of(course, "2"), person=CHLOE)
    write(course, group, "x")
    with pytest.raises(NotFound):
        hand_in(course, group, file)


def test_the_last_microsecond_before_the_deadline_counts_and_the_deadline_does_not(course, group):
    write(course, group, "x")
    with pytest.raises(RuleBroken) as refused:
        hand_in(course, group, now=CLOSES)
    assert refused.value.code == "deadline_over"
    assert hand_in(course, group, now=CLOSES - timedelta(microseconds=1)).number == 1


def test_before_the_piece_opens_nothing_is_taken(course, group):
    write(course, group, "x")
    with pytest.raises(RuleBroken) as refused:
        hand_in(course, group, now=datetime(2022, 3, 9, 12, 29, tzinfo=UTC))
    assert refused.value.code == "not_open_yet"


def test_more_time_for_the_group_is_time_to_submit(course, group):
    write(course, group, "x")
    grant(course, "group_work", to_group(course, "1"), MoreTime(until=CLOSES + timedelta(days=1)))
    assert hand_in(course, group, now=CLOSES + timedelta(hours=23)).number == 1


def test_presentations_follow_each_other_from_the_start_of_the_closing_webinar(course, group, tutor):
    other = group_of(course, "2")
    arrange_presentations(course, [(other, 15), (group, 10)], actor=tutor, now=NOW)
    assert [(slot.group_id, slot.minutes, slot.starts_at) for slot in slots_of(course.id)] == [
        (other, 15, CLOSES),
        (group, 10, CLOSES + timedelta(minutes=15)),
    ]
    arrange_presentations(course, [(group, 20)], actor=tutor, now=NOW)
    assert [slot.group_id for slot in slots_of(course.id)] == [group]


def test_presentations_are_arranged_by_tutors_for_groups_of_the_course(course, group, tutor, assistant):
    with pytest.raises(NotAllowed):
        arrange_presentations(course, [(group, 10)], actor=assistant, now=NOW)
    with pytest.raises(NotFound):
        arrange_presentations(course, [(10**6, 10)], actor=tutor, now=NOW)
    with pytest.raises(NotFound):
        arrange_presentations(course, [(group, 10), (group, 10)], actor=tutor, now=NOW)
    for minutes in (0, 121):
        with pytest.raises(Unreadable):
            arrange_presentations(course, [(group, minutes)], actor=tutor, now=NOW)
