"""Questions that bring entries into an order, as Moodle's question type “ordering” keeps them. Pure."""

from __future__ import annotations

from app.quizzes.documents.drafts import Draft
from app.quizzes.rules import Scoring
from app.shared.wording import text

_BY_PLACE = frozenset({"0", "ABS", "ABSOLUTE", "ABSOLUTE_POSITION"})
_ALL = frozenset({"", "0", "ALL", "EXACT"})


def scoring_of(grading: str, draft: Draft) -> Scoring:
    """Return our scoring for a grading type of Moodle's; what counts neighbours or runs there counts places here."""
    name = grading.strip().upper()
    if name in {"-1", "ALL_OR_NOTHING"}:
        return Scoring.ALL_OR_NOTHING
    draft.note(
        text("Partly right orders are scored by entries in their place here, which differs from the file."),
        when=name not in _BY_PLACE,
    )
    return Scoring.PER_OPTION


def note_selection(selection: str, count: str, draft: Draft) -> None:
    """Say that all entries are shown here, where the file shows a few of them only."""
    wanted = int(count) if count.isdecimal() and len(count) < 4 else 0  # noqa: PLR2004 (nobody shows 1000 entries)
    some = selection.strip().upper() not in _ALL and 0 < wanted < len(draft.choices)
    draft.note(text("The file shows some of the entries, here all of them are shown."), when=some)
