"""What a workbook of marks says, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from app.shared.language import LANGUAGES, say
from app.shared.wording import Text, text

LABELS: Mapping[str, Text] = {
    "marks": text("Marks of essays"),
    "instructions": text("Instructions"),
    "criteria": text("Criteria"),
    "name": text("Essay"),
    "language": text("Language"),
    "words": text("Words"),
    "file": text("File in the folder “essays”"),
    "comment": text("Comment on the whole"),
    "state": text("Draft or final"),
    "criterion": text("Criterion"),
    "from": text("Points from"),
    "level": text("Level"),
    "means": text("What it means"),
}

STATES: Mapping[str, Text] = {"draft": text("draft"), "final": text("final")}

INSTRUCTIONS: tuple[Text, ...] = (
    text("1. Unpack the ZIP. The essays lie in the folder “essays”; the sheet “Marks” has one row for each."),
    text(
        "2. Fill in the white cells: points, with decimals as your program writes them, and comments. "
        "Grey cells are locked."
    ),
    text("3. Leave the last column at “draft”, or choose “final” once every criterion has its points."),
    text("4. Write numbers, not formulas: a cell with a formula is refused."),
    text("5. Save as XLSX, and upload the workbook on the page from which you downloaded it."),
    text("What was marked in e-Campus meanwhile is not overwritten: cells that differ are shown, and you decide each."),
    text("The hidden columns say which row is whose. A row in which they were changed is refused."),
    text("Uploading the same file again changes nothing."),
)


def state_written(cell: str) -> bool | None:
    """Tell whether a cell says “final”, in any of our languages; nothing is a draft; None: neither."""
    written = cell.strip().casefold()
    for state, label in STATES.items():
        if written in {say(label, language).casefold() for language in LANGUAGES}:
            return state == "final"
    return None if written else False
