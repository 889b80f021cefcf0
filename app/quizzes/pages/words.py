"""What the scripts of the attempt page say, in the reader's language: `{names}` in braces are filled in the browser."""

from __future__ import annotations

import json
from functools import cache

from app.shared.language import say
from app.shared.wording import text

_WORDS = {
    "none": text("Not answered yet"),
    "saving": text("Saving…"),
    "saved": text("Saved at {time}"),
    "emptied": text("No answer, saved at {time}"),
    "waiting": text("Not saved yet: waits for the connection"),
    "rival": text("Not saved: this answer was changed elsewhere"),
    "refused": text("Not saved: {reason}"),
    "too_late": text("Not saved: it came after the end. Stored is: {stored}"),
    "empty": text("no answer"),
    "progress": text("Answered: {answered} of {count}"),
    "place_answered": text("Question {number}, answered"),
    "place_open": text("Question {number}, not answered"),
    "all_saved": text("Everything is saved"),
    "waits_one": text("1 answer is not saved yet"),
    "waits_many": text("{count} answers are not saved yet"),
    "undecided_one": text("1 answer waits for your decision"),
    "undecided_many": text("{count} answers wait for your decision"),
    "closed": text("Closed"),
    "open_one": text("Not answered: question {numbers}."),
    "open_many": text("Not answered: questions {numbers}."),
    "unsaved_one": text("Not saved yet: question {numbers}."),
    "unsaved_many": text("Not saved yet: questions {numbers}."),
    "offline": text(
        "No connection. Go on answering: your answers are kept on this device and saved as soon as the connection is "
        "back. The time runs on."
    ),
    "signed_out": text(
        "Your sign-in has ended. Sign in again in another tab and leave this page open: your answers are kept here and "
        "saved then."
    ),
    "somebody_else": text(
        "This attempt belongs to somebody else than the person who is signed in here now. Sign in as yourself in "
        "another tab: your answers are kept on this page and saved then."
    ),
    "not_durable": text(
        "This browser lets the page keep nothing. Do not close the page while an answer is not saved yet."
    ),
    "not_submitted": text(
        "Not submitted: the server could not be reached. Try again. What is saved counts even if you do not submit."
    ),
    "stay": text("The next question needs the connection, and your answer is not saved yet. Try again in a moment."),
    "more_time": text("The end has been moved. You have time until {time}."),
    "minutes_left_one": text("1 minute left"),
    "minutes_left_many": text("{count} minutes left"),
    "over": text("The time is over. What is saved counts. The attempt is being closed: you need not do anything."),
    "expired": text("The time is over and the attempt is closed. What was saved counts."),
    "gone": text("What was not saved in time is shown here, and is no longer kept on this device."),
    "submitted": text("The attempt is submitted. It can no longer be changed."),
    "moved_to": text("{entry}: now in place {place} of {count}"),
    "clock_agrees": text("The clock of your device agrees with the server’s."),
    "clock_ahead": text(
        "The clock of your device is {difference} ahead. That does no harm: the time left follows the server’s clock."
    ),
    "clock_behind": text(
        "The clock of your device is {difference} behind. That does no harm: the time left follows the server’s clock."
    ),
    "line": text("The connection works: the server answered within {seconds} seconds."),
    "line_slow": text("The connection is slow: the server answered after {seconds} seconds. Wait for “Saved”."),
}


@cache
def words_in(language: str) -> str:
    """Return all sentences in `language`, as a JSON object."""
    return json.dumps({name: say(sentence, language) for name, sentence in _WORDS.items()}, ensure_ascii=False)
