"""Why an essay is not taken as it came."""

from __future__ import annotations

from typing import ClassVar

from app.essays.rules import Door, VersionValue
from app.shared.errors import RuleBroken
from app.shared.wording import Text, text


class EssayChanged(RuleBroken):
    """The essay was saved from another page or device meanwhile; `stored` is what is there now, in `language`."""

    default_code = "essay_changed"
    default_text = text("This essay was saved from another page or device meanwhile.")

    def __init__(self, stored: VersionValue | None, language: str) -> None:
        """Carry what is stored; None: nothing."""
        super().__init__()
        self.stored, self.language = stored, language


class EssayClosed(RuleBroken):
    """The essay is not taken at this time."""

    default_code = "essay_closed"
    default_text = text("The time for this essay is over.")
    ahead: ClassVar[Text] = text("The essay cannot be written yet.")

    def __init__(self, door: Door) -> None:
        """Say whether it is too early or too late."""
        super().__init__(self.ahead if door is Door.AHEAD else None)
        self.door = door


def essay_marked() -> RuleBroken:
    """Return the refusal of who changes an essay that has its final mark."""
    return RuleBroken(text("Your essay has been marked. It cannot be changed or handed in again."), code="essay_marked")


def essay_empty() -> RuleBroken:
    """Return the refusal of an essay without a word."""
    return RuleBroken(text("There is no word in this essay yet, so it cannot be handed in."), code="essay_empty")


def language_fixed() -> RuleBroken:
    """Return the refusal of another language after handing in."""
    return RuleBroken(
        text("The language of an essay that was handed in cannot be changed any more."), code="language_fixed"
    )
