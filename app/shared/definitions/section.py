"""What every section of a definition shares: known keys, and faults as sentences that say what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from marshmallow import RAISE, Schema, ValidationError
from marshmallow.exceptions import SCHEMA

from app.shared.wording import Text, text

MISSING, UNKNOWN, NOT_A_MAPPING = "missing", "unknown", "not a mapping"


def refused(reason: Text) -> ValidationError:
    """Return the error that carries `reason` to the line of the value."""
    return ValidationError([reason])


def quoted(value: object) -> str:
    """Return a value for a message, not longer than a message can bear."""
    shown = "" if value is None else str(value)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"  # noqa: PLR2004 - about a line


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that somebody who wrote `word` most likely meant."""
    by_fold = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else None


class Section(Schema):
    """A mapping with known keys; an unknown or missing one is reported with what was meant or an example."""

    class Meta:
        """An unknown key is a fault."""

        unknown = RAISE

    error_messages = {"unknown": UNKNOWN, "type": NOT_A_MAPPING}  # noqa: RUF012 - as in the base class

    def handle_error(self, error: ValidationError, data: Any, *, many: bool, **kwargs: Any) -> None:  # noqa: ANN401, ARG002 - as marshmallow has it
        """Put sentences in place of marshmallow's words, here, where the keys of the section are known."""
        for key, messages in error.messages_dict.items():
            if messages == [UNKNOWN]:
                error.messages_dict[key] = [self._unknown(str(key))]
            elif messages == [MISSING]:
                error.messages_dict[key] = [_missing(str(key), str(self.fields[key].metadata.get("example", "")))]
            elif key == SCHEMA and messages == [NOT_A_MAPPING]:
                keys = ", ".join(self.load_fields)
                error.messages_dict[key] = [text("Here belong keys with values: %(keys)s.", keys=keys)]

    def _unknown(self, key: str) -> Text:
        close = closest(key, self.load_fields)
        if close:
            return text("The key “%(key)s” is unknown. Did you mean “%(close)s”?", key=quoted(key), close=close)
        keys = ", ".join(self.load_fields)
        return text("The key “%(key)s” is unknown. Known here: %(keys)s.", key=quoted(key), keys=keys)


def _missing(key: str, example: str) -> Text:
    if example:
        return text("“%(key)s” is missing. Write it like “%(key)s: %(example)s”.", key=key, example=example)
    return text("“%(key)s” is missing.", key=key)
