"""What an API token may do, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from app.shared.permissions import Permission
from app.shared.wording import Text, text

SCOPE_WORDS: Mapping[Permission, Text] = {
    Permission.VIEW_COURSE: text("Read courses"),
    Permission.VIEW_OWN_RESULT: text("Read my own results"),
    Permission.VIEW_PARTICIPANTS: text("Read who takes part"),
    Permission.ENROL_PARTICIPANTS: text("Enrol participants"),
    Permission.VIEW_GRADEBOOK: text("Read the gradebook"),
    Permission.EXPORT_GRADEBOOK: text("Export the gradebook"),
    Permission.VIEW_GROUP_WORK: text("Read group work"),
    Permission.MANAGE_GROUPS: text("Form groups"),
    Permission.VIEW_ESSAYS: text("Read essays"),
    Permission.MARK_ESSAY: text("Mark essays"),
    Permission.ALLOCATE_MARKING: text("Give essays to markers"),
    Permission.RELEASE_MARKS: text("Release marks"),
    Permission.MARK_GROUP: text("Mark group work"),
    Permission.SET_FACTOR: text("Set participation factors"),
    Permission.RECORD_BONUS: text("Record bonuses"),
    Permission.IMPORT_RESULTS: text("Import results"),
    Permission.VIEW_STATISTICS: text("Read statistics"),
    Permission.CLOSE_COURSE: text("Close courses"),
    Permission.CORRECT_RESULT: text("Correct results after closing"),
    Permission.ISSUE_CERTIFICATES: text("Issue certificates"),
    Permission.LOAD_COURSE: text("Load course definitions"),
    Permission.MANAGE_ACCOUNTS: text("Manage accounts"),
}


def scope_words(scope: str) -> Text:
    """Return what a scope lets a token do; its own name when it is known no more."""
    known = {permission.value: words for permission, words in SCOPE_WORDS.items()}
    return known.get(scope) or Text(scope)
