"""Reading a course definition: what it says comes out; every fault comes out with its line and what to write."""

from datetime import UTC, date, datetime
from fractions import Fraction
from types import SimpleNamespace

import pytest

from app.courses.rules import PieceKind
from app.courses.schemas import handed_down, read_definition, register_section
from app.shared.errors import Unreadable
from app.shared.wording import text
from tests.courses.samples import A9714776, EXAMPLE, SMALL, line_of, spoiled


@pytest.fixture(autouse=True)
def no_other_features(monkeypatch):
    monkeypatch.setattr(handed_down, "_checkers", {})


def faults(raw):
    with pytest.raises(Unreadable) as caught:
        read_definition(raw)
    return [(problem.line, problem.where, str(problem.reason)) for problem in caught.value.problems]


def test_the_small_course_is_read_as_it_is_written():
    course = read_definition(SMALL.encode())
    assert (course.code, course.hours, course.timezone) == ("SMALL-1", 5, "Europe/Rome")
    assert [(piece.key, piece.kind, piece.maximum) for piece in course.pieces] == [
        ("quiz_1", PieceKind.QUIZ, 10),
        ("essay", PieceKind.ESSAY, Fraction("17.5")),
    ]
    assert [week.starts for week in course.weeks] == [date(2022, 3, 14), date(2022, 3, 21)]
    assert course.to_data()["policy"]["weights"] == {"quiz": 40, "essay": 60}


def test_the_no_break_spaces_of_french_stay_and_line_breaks_become_spaces():
    raw = SMALL.replace("{en: Small, fr: Petit}", '{en: "Small\\nand short", fr: "Petit\u00a0: « court\u202f»"}')
    assert dict(read_definition(raw.encode()).title) == {
        "en": "Small and short",
        "fr": "Petit\u00a0: « court\u202f»",
    }


def test_a_byte_order_mark_is_no_fault():
    assert read_definition(b"\xef\xbb\xbf" + SMALL.encode()).code == "SMALL-1"


SPOILED = [
    ("timezone: Europe/Rome", "timezone: Europe/Roma", "timezone", "Did you mean “Europe/Rome”?"),
    ("hours: 5", "huors: 5", "huors", "Did you mean “hours”?"),
    ("hours: 5", "hours: 5.5", "hours", "“5.5” is no whole number"),
    ("hours: 5", "hours: ٥", "hours", "“٥” is no whole number"),
    ("hours: 5", "hours: yes", "hours", "no whole number"),
    ("code: SMALL-1", "code: small one", "code", "“small one” is no code"),
    ("starts: 2022-03-14", "starts: 2022-02-30", "dates.starts", "The calendar has no 2022-02-30"),
    ("starts: 2022-03-14", "starts: 14/03/2022", "dates.starts", "Write it as 2022-02-14"),
    ("ends: 2022-03-31", "ends: 2022-03-13", "dates.ends", "ends before it starts"),
    ("ends: 2022-03-31", "ends: 2202-03-31", "dates.ends", "Is the year right?"),
    ("languages: [en, fr]", "languages: [en, de]", "languages[2]", "“de” is not one of en, fr"),
    ("languages: [en, fr]", "languages: [en, en, fr]", "languages", "stands twice"),
    ("languages: [en, fr]", "languages: en", "languages", "Here belongs a list"),
    ("languages: [en, fr]", "languages: []", "languages", "The list is empty"),
    ("title: {en: Small, fr: Petit}", "title: {en: Small}", "title", "The text in “fr” is missing"),
    ("title: {en: Small, fr: Petit}", "title: Small", "title", "a text in each language"),
    ("title: {en: Small, fr: Petit}", "title: {en: no, fr: Petit}", "title.en", "Put it in quotes"),
    ("title: {en: Small, fr: Petit}", "title: {en: ' ', fr: Petit}", "title.en", "Here belongs a text"),
    ("title: {en: Small, fr: Petit}", 'title: {en: "a\\u0007", fr: Petit}', "title.en", "cannot be printed"),
    ("fr: Deux}", "fr: Deux, pt: Dois}", "weeks[2].title.pt", "“pt” is not offered"),
    ("number: 2", "number: 3", "weeks[2].number", "here belongs 2"),
    ("starts: 2022-03-21", "starts: 2022-03-18", "weeks[2].starts", "before the week before it is over"),
    ("starts: 2022-03-21", "starts: 2022-04-04", "weeks[2].starts", "outside the course's dates"),
    ("kind: webinar", "kind: webbinar", "sessions[1].kind", "“webbinar” is not one of webinar, special, group"),
    ("date: 2022-03-15", "date: 2022-03-22", "sessions[1].week", "2022-03-22 lies in week 2"),
    ("date: 2022-03-15", "date: 2022-04-02", "sessions[1].date", "say why in “note"),
    ("    week: 1\n    title: {en: First", "    title: {en: First", "sessions[1]", "2022-03-15 lies in week 1"),
    ("week: 1", "week: 7", "sessions[1].week", "There is no week 7; the course has 2"),
    ("time: 10:00", "time: 24:00", "sessions[1].time", "no time of day"),
    ("time: 10:00", "time: 10h", "sessions[1].time", "Write it as 09:30"),
    (
        "date: 2022-03-15\n    time: 10:00",
        "date: 2022-03-27\n    time: 02:30",
        "sessions[1].time",
        "Did you mean 03:30?",
    ),
    ("minutes: 60", "minutes: 60\n    timezone: Africa/Luana", "sessions[1].timezone", "Africa/Luanda"),
    ("key: quiz_1", "key: Quiz 1", "pieces[1].key", "Use small letters"),
    ("key: quiz_1", "key: essay", "pieces[2].key", "is taken above"),
    ("key: quiz_1", "key: bonus", "pieces[1].key", "names a column of result files"),
    ("key: quiz_1", "key: essay_1", "pieces[1].key", "names a column of result files"),
    ("kind: quiz", "kind: essay", "pieces[2].kind", "another piece of the kind “essay”"),
    ("kind: quiz", "kind: exam", "pieces[1].kind", "“exam” is not one of quiz, group, essay"),
    ("    questions: 10\n", "", "pieces[1]", "needs “questions”"),
    ("questions: 10", "questions: 0", "pieces[1].questions", "from 1 to 200"),
    ("questions: 10", "questions: 10\n    maximum: 12", "pieces[1].maximum", "does not belong to the kind “quiz”"),
    ("closes: 2022-03-18 23:59", "closes: 2022-03-14 07:00", "pieces[1].closes", "closes before it opens"),
    ("closes: 2022-03-18 23:59", "closes: 2022-04-01 23:59", "pieces[1].closes", "say why in “note"),
    ("closes: 2022-03-18 23:59", "closes: 2022-03-27 02:30", "pieces[1].closes", "Clocks in Europe/Rome skip"),
    ("closes: 2022-03-18 23:59", "closes: 2022-03-18", "pieces[1].closes", "Write it as 2022-02-14 08:00"),
    ("key: depth", "key: clarity", "pieces[2].criteria[2].key", "is taken above"),
    ("maximum: 7.5", "maximum: 0", "pieces[2].criteria[2].maximum", "more than 0 points"),
    ("maximum: 7.5", "maximum: NaN", "pieces[2].criteria[2].maximum", "no number of points"),
    ("maximum: 7.5", "maximum: -1", "pieces[2].criteria[2].maximum", "no number of points"),
    ("weights: {quiz: 40, essay: 60}", "weights: {quiz: 40, essay: 30, group: 30}", "policy.weights.group", "no piece"),
    ("weights: {quiz: 40, essay: 60}", "weights: {quiz: 100}", "policy.weights.essay", "state their weight"),
    ("requires: all", "requires: [quiz_1, esay]", "policy.achievement.requires[2]", "Did you mean essay?"),
    ("criterion: depth", "criterion: breadth", "rubric[2].criterion", "Known: essay/clarity, essay/depth"),
    ("criterion: depth", "criterion: clarity", "rubric[2]", "described above"),
    ("points_from: 0", "points_from: 1", "rubric[1].levels[1].points_from", "starts at 0"),
    ("points_from: 5", "points_from: 0", "rubric[1].levels[2].points_from", "Levels rise"),
    ("points_from: 5", "points_from: 11", "rubric[1].levels[2].points_from", "maximum of 10"),
    (SMALL[SMALL.index("certificate:") :], "", "certificate", "“certificate” is missing"),
    (SMALL[SMALL.index("certificate:") :], "certificate: none\n", "certificate", "keys with values"),
]


@pytest.mark.parametrize(("old", "new", "place", "says"), SPOILED)
def test_a_fault_is_told_with_its_place_and_what_to_write(old, new, place, says):
    found = faults(spoiled(old, new))
    assert any(where == place and says in reason for _, where, reason in found), found


def test_every_fault_is_told_at_once_in_the_order_of_lines():
    raw = (
        SMALL.replace("hours: 5", "hours: five")
        .replace("fr: Deux", "de: Zwei")
        .replace("questions: 10", "questions: ten")
        .replace("requires: all", "requires: [essays]")
    )
    lines = [line for line, _, _ in faults(raw.encode())]
    assert lines == sorted(lines)
    assert {line_of(words, raw) for words in ("hours: five", "de: Zwei", "questions: ten", "[essays]")} <= set(lines)


def test_a_missing_key_is_told_at_the_line_of_what_lacks_it():
    raw = SMALL.replace("    title: {en: Quiz, fr: Quiz}\n", "")
    assert (line_of("- key: quiz_1", raw), "pieces[1].title") in [fault[:2] for fault in faults(raw.encode())]


def test_a_section_of_another_feature_is_checked_by_its_owner():
    def refuse(section):
        raise ValueError(f"{len(section)} keys")

    register_section("certificate", refuse)
    assert faults(SMALL.encode()) == [(line_of("certificate:"), "certificate", "4 keys")]


def test_the_faults_that_an_owner_lists_keep_their_places_and_lines():
    class Refusal(ValueError):
        faults = (
            SimpleNamespace(key="signatories.0.role.fr", reason=text("Too short."), suggestion=text("Write more.")),
        )

    def refuse(section):
        raise Refusal

    register_section("certificate", refuse)
    where = "certificate.signatories[1].role.fr"
    assert faults(SMALL.encode()) == [(line_of("role: {en: Head"), where, "Too short. Write more.")]


def test_the_dates_can_be_moved_and_wall_time_is_kept_across_the_change_of_clocks():
    course = read_definition(SMALL.encode(), code="SMALL-2", starts=date(2022, 3, 28))
    (session,) = course.sessions
    assert (course.code, course.starts, course.ends) == ("SMALL-2", date(2022, 3, 28), date(2022, 4, 14))
    assert session.starts_at == datetime(2022, 3, 29, 8, tzinfo=UTC)
    assert read_definition(SMALL.encode()).sessions[0].starts_at == datetime(2022, 3, 15, 9, tzinfo=UTC)
    assert [str(piece.closes) for piece in course.pieces if piece.closes] == ["2022-04-01 23:59"]


def test_a_move_onto_a_skipped_hour_is_reported():
    raw = spoiled("time: 10:00", "time: 02:30")
    assert read_definition(raw).sessions
    with pytest.raises(Unreadable) as caught:
        read_definition(raw, starts=date(2022, 3, 26))
    assert "skip" in str(caught.value.problems[0].reason)


class TestTheActivity:
    """catalogue/a9714776 says what the activity report says."""

    course = read_definition(A9714776.read_bytes())

    def test_it_lasts_six_weeks_and_sixty_hours(self):
        assert (self.course.starts, self.course.ends) == (date(2022, 2, 14), date(2022, 3, 25))
        assert (self.course.hours, len(self.course.weeks), self.course.languages) == (60, 6, ("en", "fr"))

    def test_the_agenda_has_seventeen_entries_of_which_two_are_group_work(self):
        kinds = [session.kind for session in self.course.sessions]
        assert (len(kinds), kinds.count("group"), kinds.count("special")) == (17, 2, 4)

    def test_the_special_sessions_are_lettered_a_b_c_e(self):
        assert [session.key[-1] for session in self.course.sessions if session.kind == "special"] == list("abce")

    def test_the_closing_webinar_is_after_the_change_to_summer_time(self):
        closing = self.course.sessions[-1]
        assert closing.starts_at == datetime(2022, 3, 28, 8, tzinfo=UTC)
        assert closing.week is None
        assert closing.note["en"]

    def test_three_meetings_are_on_wednesdays_and_group_work_begins_at_half_past_one(self):
        wednesdays = [session for session in self.course.sessions if session.starts.day.weekday() == 2]
        assert [session.starts.day.day for session in wednesdays] == [2, 9, 16]
        assert {str(s.starts)[-5:] for s in self.course.sessions if s.kind == "group"} == {"13:30"}
        assert [s.key for s in self.course.sessions if str(s.starts).endswith("09:00")] == ["session_2", "session_6"]

    def test_there_are_eight_pieces(self):
        assert [(piece.key, piece.maximum) for piece in self.course.pieces] == [
            *((f"quiz_{number}", 10) for number in range(1, 7)),
            ("group_work", 100),
            ("essay", 40),
        ]

    def test_every_quiz_is_timed_alike_and_leaves_twelve_days(self):
        quizzes = [piece for piece in self.course.pieces if piece.kind is PieceKind.QUIZ]
        assert {piece.minutes for piece in quizzes} == {30}
        assert {(piece.closes.day - piece.opens.day).days for piece in quizzes} == {11}

    def test_every_criterion_of_the_essay_has_levels(self):
        assert [entry["criterion"] for entry in self.course.rubric] == ["clarity", "alignment", "coherence", "gender"]

    def test_it_can_be_moved_to_any_monday_of_a_year(self):
        for week in range(52):
            first = date.fromordinal(date(2026, 1, 5).toordinal() + 7 * week)
            assert read_definition(A9714776.read_bytes(), starts=first).starts == first


def test_the_second_course_shares_nothing_with_the_first_but_its_shape():
    first, second = read_definition(A9714776.read_bytes()), read_definition(EXAMPLE.read_bytes())
    assert [(piece.key, piece.kind, piece.maximum) for piece in second.pieces] == [
        ("records", "quiz", 5),
        ("final_test", "quiz", 15),
        ("budget", "essay", 35),
    ]
    for section in ("weights", "achievement", "participation", "bonus", "engagement", "threshold_rounding"):
        assert first.policy[section] != second.policy[section]
