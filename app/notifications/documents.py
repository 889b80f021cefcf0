"""Mails in words: a template, a language, a zone and values in; subject and text out.

A template's first line is the subject. `_()` puts sentences into the reader's language from the one catalogue;
`moment` shows an instant on the reader's clock and names the zone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.shared import clock
from app.shared.language import dated, pick, say, supported
from app.shared.wording import text

TEMPLATES = Path(__file__).resolve().parent / "templates"
_GAP = re.compile(r"[^\S\u00a0\u202f]+")
"""White space and ends of lines, but for the no-break spaces of French."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail's subject (one line) and plain text."""

    subject: str
    body: str


def render(template: str, params: Mapping[str, Any], *, language: str, zone: str) -> Mail:
    """Return the mail that `template` (a file of the templates folder, without its ending) makes of `params`."""
    rendered = (
        _templates()
        .get_template(f"{template}.txt")
        .render(
            **params,
            _=partial(_translated, language),
            pick=lambda localized: pick(localized, language),
            moment=lambda instant: _moment(instant, language, zone),
        )
    )
    subject, _, body = rendered.strip().partition("\n")
    return Mail(subject=_GAP.sub(" ", subject).strip(" "), body=body.strip() + "\n")


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _translated(language: str, msgid: str, **params: Any) -> str:  # noqa: ANN401 - what the sentence takes
    return say(text(msgid, **params), language)


def _moment(instant: str, language: str, zone: str) -> str:
    local = clock.in_zone(datetime.fromisoformat(instant), zone)
    spoken = dated(format_datetime(local, "d MMMM y, HH:mm", locale=supported(language)), language)
    return f"{spoken} ({zone})"
