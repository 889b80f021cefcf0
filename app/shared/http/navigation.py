"""The pages of a course as its navigation lists them: which entries a reader sees, and to which one a page belongs."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g, request, url_for

from app.shared.http.access import current_person
from app.shared.permissions import Permission
from app.shared.wording import Text, text


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: where it leads, who sees it, its sign and label.

    `pages`: what else belongs to it, by the beginnings of endpoints; the longest that fits decides between two entries.
    `needs`: what the course must have.
    """

    endpoint: str
    permission: Permission
    sign: str
    label: Text
    pages: tuple[str, ...] = ()
    needs: str = ""

    def fits(self, endpoint: str) -> int:
        """Return how much of `endpoint` says that the page belongs here; 0: it does not."""
        return max((len(start) for start in (self.endpoint, *self.pages) if endpoint.startswith(start)), default=0)


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as a page shows it."""

    url: str
    sign: str
    label: Text
    current: bool


_READING = ("week", "module", "document", "glossary", "group_work", "essay", "questionnaire", "messages")
_MATERIALS = tuple(f"courses.{name}" for name in _READING)
_RATING = ("groupwork.peer", "groupwork.rate_peers", "groupwork.share_over_team")
_FEEDBACK = ("grading.feedback", "grading.ask_for_remark", "grading.answer_about_remark", "grading.withdraw_remark")
_ENROLLING = ("courses.new_participant", "courses.enrol", "courses.import", "courses.take", "courses.withdraw")
_RESULTS = ("grading.person", "grading.import", "grading.record", "grading.release", "grading.remark")
_GROUPS = ("groupwork.", "courses.groups", "courses.balance", "grading.groups", "grading.factors")
_QUIZZES = ("quizzes.", "grading.rescor")

ENTRIES = (
    Entry("progress.course", Permission.VIEW_COURSE, "book", text("Course")),
    Entry("courses.materials", Permission.VIEW_COURSE, "pages", text("Course materials"), _MATERIALS),
    Entry("essays.write", Permission.WRITE_ESSAY, "pen", text("My essay"), ("essays.",), "has_essay"),
    Entry(
        "groupwork.my_group", Permission.WORK_IN_GROUP, "groups", text("My group"), ("groupwork.",), "has_group_work"
    ),
    Entry("groupwork.peers", Permission.ASSESS_PEERS, "people", text("Peer assessment"), _RATING, "has_group_work"),
    Entry("grading.standing", Permission.VIEW_OWN_RESULT, "flag", text("My standing"), _FEEDBACK),
    Entry("courses.more_time", Permission.ASK_FOR_EXTENSION, "clock", text("My deadlines")),
    Entry("courses.participants", Permission.VIEW_PARTICIPANTS, "people", text("Participants"), _ENROLLING),
    Entry("grading.gradebook", Permission.VIEW_GRADEBOOK, "grid", text("Gradebook"), _RESULTS),
    Entry("quizzes.quizzes", Permission.VIEW_ATTEMPTS, "pen", text("Quizzes"), _QUIZZES),
    Entry("groupwork.overview", Permission.VIEW_GROUP_WORK, "groups", text("Group work"), _GROUPS, "has_group_work"),
    Entry("essays.queue", Permission.VIEW_ESSAYS, "list", text("Essays"), ("essays.",), "has_essay"),
    Entry(
        "courses.extensions",
        Permission.GRANT_EXTENSION,
        "clock",
        text("Extensions"),
        ("courses.dates", "courses.set_dates"),
    ),
    Entry("reports.statistics", Permission.VIEW_STATISTICS, "chart", text("Statistics")),
    Entry("grading.closing", Permission.CLOSE_COURSE, "lock", text("Closing"), ("grading.close",)),
    Entry(
        "certificates.course_certificates",
        Permission.ISSUE_CERTIFICATES,
        "award",
        text("Certificates"),
        ("certificates.",),
    ),
)


def course_navigation() -> list[Shown]:
    """Return the entries of the page's course that its reader may open; at most one of them is the current one."""
    course, person, known = g.course, current_person(), current_app.view_functions
    if person is None:
        return []
    visible = [
        entry
        for entry in ENTRIES
        if entry.endpoint in known
        and person.actor.may(entry.permission, course.id)
        and (not entry.needs or getattr(course, entry.needs))
    ]
    here = request.endpoint or ""
    current = max(visible, key=lambda entry: entry.fits(here), default=None)
    if current is not None and not current.fits(here):
        current = None
    return [
        Shown(url_for(entry.endpoint, code=course.code), entry.sign, entry.label, current=entry is current)
        for entry in visible
    ]
