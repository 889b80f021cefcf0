"""Importing a participants file: everybody or nobody, and every fault with its line."""

import io

import pytest
from sqlalchemy import func, select

from app.accounts.queries import find_person, grants_of
from app.accounts.service import grant_role
from app.courses import service
from app.courses.models import Enrolment
from app.courses.queries import enrolments_by_email, groups_of, roster
from app.courses.rules import COLUMNS
from app.courses.service import close_course
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.errors import NotAllowed, RuleBroken, TooLarge, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.accounts.conftest import outbox
from tests.conftest import NOW
from tests.courses.cast import ADA, BEN, CLEO, SAMPLE, import_bytes, import_rows, roster_file, small_course, staff
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app")


def refusal(course, raw, **options):
    """Return the faults that refuse a file, having seen that it changed nothing."""
    session.commit()
    with pytest.raises(Unreadable) as caught:
        import_bytes(course, raw, **options)
    session.rollback()
    assert roster(course.id) == []
    assert find_person(ADA["email"]) is None
    return [(problem.line, problem.where, str(problem.reason)) for problem in caught.value.problems]


def test_everybody_in_the_file_takes_the_course(course):
    done = import_rows(course, ADA, BEN, CLEO)
    assert (done.rows, done.enrolled, done.people_created, done.notices) == (3, 3, 3, ())
    ada, ben, cleo = roster(course.id)
    assert (ada.name, ada.timezone, ada.sponsor, ada.group_name, ada.ambassador) == (
        "Ada Okoro",
        "Africa/Lagos",
        "SAMM",
        "1",
        True,
    )
    assert (ben.ambassador, cleo.group_name, cleo.language, cleo.organization_type) == (False, "2", "fr", "government")
    assert [grant.role for grant in grants_of(ada.person_id)] == [Role.PARTICIPANT]


def test_the_published_sample_is_read(course):
    done = import_bytes(course, SAMPLE.read_bytes())
    people = roster(course.id)
    assert (done.enrolled, len(people), sum(one.sponsor == "SAMM" for one in people)) == (42, 42, 38)
    assert [(group.name, group.ambassador_id is not None) for group in groups_of(course.id)] == [
        (name, True) for name in "1234"
    ]
    assert [one.email for one in people] == sorted(one.email for one in people)


def test_the_same_file_again_changes_nothing(course):
    import_bytes(course, SAMPLE.read_bytes())
    entries = session.scalar(select(func.count()).select_from(AuditEntry))
    done = import_bytes(course, SAMPLE.read_bytes(), invite_base_url="http://test")
    assert (done.enrolled, done.changed, done.unchanged, done.people_created, done.invited) == (0, 0, 42, 0, 0)
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == entries


def test_people_are_found_by_e_mail_without_its_case(course):
    import_rows(course, ADA)
    done = import_rows(course, {**ADA, "email": "ADA@Example.org", "organization": "Union", "group": "3"})
    assert (done.enrolled, done.changed) == (0, 1)
    (ada,) = roster(course.id)
    assert (ada.organization, ada.group_name, ada.ambassador, ada.email) == ("Union", "3", True, "ada@example.org")


def test_who_is_not_in_the_file_stays(course):
    import_rows(course, ADA, BEN)
    import_rows(course, CLEO)
    assert len(roster(course.id)) == 3


def test_names_are_corrected(course):
    import_rows(course, ADA)
    import_rows(course, {**ADA, "given_name": "Adaeze"})
    assert roster(course.id)[0].given_name == "Adaeze"


def test_an_ambassador_can_be_replaced_in_any_order_of_rows(course):
    import_rows(course, ADA, BEN)
    import_rows(course, {**BEN, "ambassador": "1"}, {**ADA, "ambassador": ""})
    assert [one.ambassador for one in roster(course.id)] == [False, True]


def test_an_ambassador_who_changes_group_leads_the_new_one(course):
    import_rows(course, ADA, CLEO)
    import_rows(course, {**ADA, "group": "2"})
    assert [(group.name, group.ambassador_id is not None) for group in groups_of(course.id)] == [
        ("1", False),
        ("2", True),
    ]


def test_a_second_ambassador_beside_one_who_is_not_in_the_file_is_refused(course):
    import_rows(course, ADA)
    with pytest.raises(Unreadable) as caught:
        import_rows(course, CLEO, {**BEN, "ambassador": "1"})
    (problem,) = caught.value.problems
    assert (problem.line, problem.where) == (3, "ambassador")
    assert "Group “1” has another ambassador" in str(problem.reason)


def test_names_of_every_script_come_through_as_they_are(course):
    names = ["N’Diaye-Ọlá", "!Xóõ", "ተፈራ", "محمد علی", "Nguyễn Thị", "நாகா"]
    rows = [{**BEN, "email": f"p{number}@example.org", "given_name": name} for number, name in enumerate(names)]
    import_rows(course, *rows)
    assert [one.given_name for one in roster(course.id)] == names


def test_a_byte_order_mark_and_semicolons_are_accepted(course):
    raw = b"\xef\xbb\xbf" + roster_file(ADA, BEN).replace(b",", b";")
    assert import_bytes(course, raw).enrolled == 2


def test_a_line_break_in_quotes_becomes_a_space_and_lines_are_still_counted_right(course):
    raw = roster_file({**ADA, "organization": "Ministry\nof\nLabour"}, {**BEN, "country": "XX"})
    assert [(line, where) for line, where, _ in refusal(course, raw)] == [(5, "country")]
    import_rows(course, {**ADA, "organization": "Ministry\nof Labour"})
    assert roster(course.id)[0].organization == "Ministry of Labour"


def test_empty_cells_are_allowed_where_nothing_depends_on_them(course):
    empty = dict.fromkeys(
        ("gender", "country", "organization", "organization_type", "sponsor", "group", "ambassador"), ""
    )
    import_rows(course, {**ADA, **empty})
    (ada,) = roster(course.id)
    assert (ada.gender, ada.country, ada.sponsor, ada.group_id, ada.group_name) == ("", "", "", None, "")


def test_language_tags_take_their_usual_form(course):
    import_rows(course, {**ADA, "language": "PT-br"})
    assert roster(course.id)[0].language == "pt-BR"


BAD_CELLS = [
    ("email", "", "The e-mail address is missing"),
    ("email", "ada.example.org", "not an e-mail address"),
    ("email", "ada@@example.org", "not an e-mail address"),
    ("email", "ada okoro@example.org", "not an e-mail address"),
    ("email", "a" * 250 + "@example.org", "not an e-mail address"),
    ("given_name", "=1+1", "starts like a formula"),
    ("given_name", "+Ada", "starts like a formula"),
    ("given_name", "-Ada", "starts like a formula"),
    ("given_name", "@Ada", "starts like a formula"),
    ("family_name", '\t=HYPERLINK("x")', "starts like a formula"),
    ("organization", "\r=1,2", "starts like a formula"),
    ("sponsor", "＝1", "starts like a formula"),
    ("given_name", "A\x07da", "control character"),
    ("given_name", "A\u202eda", "control character"),
    ("given_name", "A" * 201, "longer than 200"),
    ("gender", "female", "not one of f, m, x"),
    ("gender", "F", "not one of f, m, x"),
    ("language", "", "The language is missing"),
    ("language", "english", "no language tag"),
    ("language", "xx", "no language tag"),
    ("language", "en-UK", "no language tag"),
    ("country", "Angola", "no country of ISO 3166-1"),
    ("country", "ao", "capital letters: AO"),
    ("country", "XX", "no country of ISO 3166-1"),
    ("timezone", "", "The time zone is missing"),
    ("timezone", "Africa/Luana", "Did you mean Africa/Luanda?"),
    ("timezone", "AFRICA/LUANDA", "Did you mean Africa/Luanda?"),
    ("timezone", "CET+1", "is unknown"),
    ("timezone", "Mars/Base", "is unknown. Write it like Africa/Harare."),
    ("organization_type", "ministry", "not one of government, workers"),
    ("group", "g" * 81, "longer than 80"),
    ("ambassador", "yes", "not one of 1"),
    ("ambassador", "١", "not one of 1"),
]


@pytest.mark.parametrize(("column", "cell", "says"), BAD_CELLS)
def test_a_bad_cell_is_told_with_its_line_and_column_and_nothing_changes(course, column, cell, says):
    found = refusal(course, roster_file(ADA, {**BEN, column: cell}, CLEO))
    assert [(line, where) for line, where, _ in found] == [(3, column)]
    assert says in found[0][2]


BAD_FILES = [
    (b"", 1, "no header line"),
    (roster_file(), 1, "lists nobody"),
    (roster_file(ADA, columns=COLUMNS[:-2]), 1, "The column “group” is missing"),
    (roster_file(ADA).replace(b"sponsor", b"sponser"), 1, "did you mean “sponsor”?"),
    (roster_file(ADA).replace(b"sponsor", b"gender"), 1, "stands twice"),
    (roster_file(ADA, BEN) + b"one,two\n", 4, "2 cells where the header has 12"),
    (roster_file(ADA, BEN, {**ADA, "ambassador": ""}), 4, "stands on line 2 already"),
    (roster_file(ADA, {**ADA, "email": "ADA@EXAMPLE.ORG", "ambassador": ""}), 3, "stands on line 2 already"),
    (roster_file(ADA, {**BEN, "ambassador": "1"}), 3, "has its ambassador on line 2"),
    (roster_file(ADA, {**BEN, "group": "", "ambassador": "1"}), 3, "belongs to a group"),
    (roster_file(ADA, {**BEN, "given_name": "", "family_name": ""}), 3, "given name or a family name"),
    (roster_file(ADA) + roster_file(CLEO).split(b"\n", 1)[1][:30], 3, "cells where the header has 12"),
    (roster_file(ADA, BEN) + "ali@example.org,Ali,Gündüz".encode("latin-1"), 4, "not UTF-8: byte 0xFC"),
    (roster_file(ADA, BEN).decode().encode("utf-16"), 1, "not UTF-8"),
    (roster_file(ADA) + b'"ben@example.org,Ben', 3, "quotes"),
    (roster_file(ADA) + b"ben\0@example.org\n", 3, "NUL"),
    (b"PK\x03\x04" + bytes(range(256)), 1, "NUL character"),
]


@pytest.mark.parametrize(("raw", "line", "says"), BAD_FILES)
def test_a_bad_file_is_told_with_its_line_and_nothing_changes(course, raw, line, says):
    found = refusal(course, raw)
    assert any(at == line and says in reason for at, _, reason in found), found


def test_faults_before_an_unreadable_line_are_told_as_well(course):
    raw = roster_file(ADA, {**BEN, "country": "XX"}) + b"caf\xe9"
    assert [line for line, _, _ in refusal(course, raw)] == [3, 4]


def test_every_fault_is_listed_up_to_a_hundred(course):
    rows = [{**BEN, "email": f"p{number}@example.org", "country": "XX"} for number in range(150)]
    assert len(refusal(course, roster_file(*rows[:60]))) == 60
    with pytest.raises(Unreadable, match="the first 100") as caught:
        import_rows(course, *rows)
    assert len(caught.value.problems) == 100


def test_a_file_over_the_limit_is_refused_before_its_first_row(course, monkeypatch):
    monkeypatch.setattr(service.enrolling.RosterWriter, "write", lambda *_: pytest.fail("wrote a row"))
    raw = roster_file(ADA) + b"x" * 51_000_000
    with pytest.raises(TooLarge, match="larger than 50 MB"):
        import_bytes(course, raw)


def test_a_pipe_over_the_limit_is_refused_too(course):
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    rows = (f"p{number}@example.org,Ben,Sow,m,en,NG,Africa/Lagos,,,,,\n" for number in range(30_000))
    stream = Pipe(roster_file() + "".join(rows).encode())
    with pytest.raises(TooLarge, match="larger than 1 MB"):
        service.import_roster(course, stream, max_megabytes=1, actor=SYSTEM, now=NOW)


def test_many_rows_are_written_in_chunks_and_told_as_they_are_done(course):
    rows = [{**BEN, "email": f"p{number:04}@example.org", "group": str(number % 7)} for number in range(2500)]
    told = []
    with statements() as sent:
        done = import_rows(course, *rows, advance=told.append)
    assert (done.enrolled, told) == (2500, [1000, 1000, 500])
    assert len(sent) < 60
    assert session.scalar(select(func.count()).select_from(Enrolment)) == 2500
    assert len(groups_of(course.id)) == 7


def test_only_people_who_are_new_are_invited_and_only_when_asked(course):
    import_rows(course, ADA)
    assert outbox() == []
    done = import_rows(course, ADA, BEN, CLEO, invite_base_url="https://campus.test")
    assert done.invited == 2
    assert {(mail.address, mail.language) for mail in outbox()} == {(BEN["email"], "en"), (CLEO["email"], "fr")}
    assert all(mail.params["link"].startswith("https://campus.test/") for mail in outbox())


def test_nobody_is_enrolled_in_a_closed_course(course):
    close_course(course.id, actor=SYSTEM, now=NOW)
    with pytest.raises(RuleBroken, match="is closed"):
        import_rows(course, ADA)


@pytest.mark.parametrize("role", [Role.TUTOR, Role.ASSISTANT, Role.SPONSOR, Role.PARTICIPANT])
def test_only_who_may_enrol_imports(course, role):
    with pytest.raises(NotAllowed):
        import_rows(course, ADA, actor=staff(role, course))


def test_a_manager_of_another_course_does_not_import_here(course):
    with pytest.raises(NotAllowed):
        import_rows(course, ADA, actor=staff(Role.ACTIVITY_MANAGER, small_course("OTHER")))


class TestWhoseNameAManagerCorrects:
    """Somebody else's participants and colleagues keep the name they have."""

    renamed = {**ADA, "given_name": "Hacked", "group": "2"}  # noqa: RUF012

    def test_of_people_who_belong_to_this_course_alone(self, course):
        manager = staff(Role.ACTIVITY_MANAGER, course)
        import_rows(course, ADA, actor=manager)
        assert import_rows(course, self.renamed, actor=manager).notices == ()
        assert find_person(ADA["email"]).given_name == "Hacked"

    def test_not_of_people_who_belong_to_another_course_too(self, course):
        import_rows(small_course("OTHER"), ADA)
        done = import_rows(course, self.renamed, actor=staff(Role.ACTIVITY_MANAGER, course))
        assert (done.enrolled, find_person(ADA["email"]).given_name) == (1, "Ada")
        (notice,) = done.notices
        assert (notice.line, "keeps the name Ada Okoro" in str(notice.reason)) == (2, True)
        assert enrolments_by_email(course.id, [ADA["email"]])["ada@example.org"].group_name == "2"

    def test_not_of_people_who_work_here(self, course):
        import_rows(course, ADA)
        grant_role(find_person(ADA["email"]).id, Role.TUTOR, course_id=course.id, actor=SYSTEM, now=NOW)
        done = import_rows(course, self.renamed, actor=staff(Role.ACTIVITY_MANAGER, course))
        assert (len(done.notices), find_person(ADA["email"]).given_name) == (1, "Ada")

    def test_an_administrator_corrects_every_name(self, course):
        import_rows(small_course("OTHER"), ADA)
        done = import_rows(course, self.renamed, actor=staff(Role.ADMINISTRATOR, None))
        assert (done.notices, find_person(ADA["email"]).given_name) == ((), "Hacked")

    def test_an_unchanged_name_is_no_notice(self, course):
        import_rows(small_course("OTHER"), ADA)
        assert import_rows(course, ADA, actor=staff(Role.ACTIVITY_MANAGER, course)).notices == ()
