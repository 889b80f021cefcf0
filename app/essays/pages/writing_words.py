"""What the script of the writing page says, in the reader's language: `{names}` in braces are filled in the browser."""

from __future__ import annotations

import json
from functools import cache

from app.shared.language import say
from app.shared.wording import text

_WORDS = {
    "none": text("Nothing is written yet"),
    "saving": text("Saving…"),
    "saved": text("Everything is saved: version {version}, {time}"),
    "waiting": text("Not saved yet: kept on this device, waits for the connection"),
    "rival": text("Not saved: this essay was changed elsewhere. Decide below which text goes on"),
    "refused": text("Not saved: {reason}"),
    "too_late": text("What stands here was not saved: it came after the end. Copy it if you need it"),
    "closed": text("The time for this essay is over. Nothing more is saved"),
    "words_one": text("1 word"),
    "words_many": text("{count} words"),
    "short": text("{words} · {count} fewer than the {limit} that are asked for. You can hand it in all the same."),
    "long": text("{words} · {count} more than the {limit} that are asked for. You can hand it in all the same."),
    "right": text("{words} · between {least} and {most}, as asked for."),
    "busy": text(
        "The server cannot take your text just now. Go on writing: it is kept on this device, and the page tries again "
        "by itself."
    ),
    "offline": text(
        "No connection. Go on writing: your text is kept on this device and saved as soon as the connection is back. "
        "The time runs on."
    ),
    "signed_out": text(
        "Your sign-in has ended. Sign in again in another tab and leave this page open: your text is kept here and "
        "saved then."
    ),
    "somebody_else": text(
        "This essay belongs to somebody else than the person who is signed in here now. Sign in as yourself in another "
        "tab: your text is kept on this page and saved then."
    ),
    "not_durable": text(
        "This browser lets the page keep nothing. Do not close the page while something is not saved yet."
    ),
    "stay": text("Not everything is saved yet, so it cannot be handed in. Try again in a moment."),
    "newer": text("The text was changed on another page or device. What is saved there is shown now."),
}


@cache
def words_in(language: str) -> str:
    """Return all sentences in `language`, as a JSON object."""
    return json.dumps({name: say(sentence, language) for name, sentence in _WORDS.items()}, ensure_ascii=False)
