"""Pictures and other media in the texts of a question: small pictures come along in the text itself, the rest is said.

A question is asked on slow lines, so a picture is carried up to `LARGEST_PICTURE`; in place of another stands its
description. What only a script, a player or another host could show is not carried.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import unquote

from app.quizzes.documents.drafts import NOTHING, Draft, Part, RefusedError
from app.quizzes.documents.texts import escaped, words
from app.quizzes.rules import TextFormat
from app.shared.wording import Text, text

LARGEST_PICTURE = 48_000
"""Bytes of a picture that is carried within a text."""
LARGEST_IN_ALL = 96_000
"""Bytes of all the pictures of one question."""
LONGEST = 200_000
"""Characters of a text before pictures are put into it."""

Find = Callable[[str], bytes | None]
"""Looks a file up by the address that a text names it with; None where there is none."""

_SIGNATURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif", b"RIFF": "webp"}
_ATTRIBUTES = r"(?:\"[^\"<]*\"|'[^'<]*'|[^'\"<>])*+"
_PICTURE = re.compile(rf"<img\b{_ATTRIBUTES}>", re.IGNORECASE)
_DATA = re.compile(r"data:image/[a-z+.-]+;base64,(.*)", re.DOTALL | re.IGNORECASE)
_MARKDOWN_PICTURE = re.compile(r"!\[([^\[\]]{0,500})\]\(([^()\s]{1,2000})[^()]{0,200}\)")
_FILE_LINK = re.compile(
    r"\shref\s*=\s*(?:\"|')?(?:@@PLUGINFILE@@|\$IMS-CC-FILEBASE\$)[^\s\"'>]*(?:\"|')?", re.IGNORECASE
)
_NAME_IN_LINK = re.compile(r"([^/\"'?]+)(?:\?[^\"']*)?[\"']?$")
_TOLD: tuple[tuple[re.Pattern[str], Text], ...] = (
    (
        re.compile(r"<(?:video|audio|object|embed|iframe|applet|svg|canvas|source)\b", re.IGNORECASE),
        text("Sound, video and other embedded media are not carried."),
    ),
    (re.compile(r"<script\b", re.IGNORECASE), text("A script is not carried.")),
    (
        re.compile(r"<(?:input|select|textarea|button|form)\b", re.IGNORECASE),
        text("Form fields in a text are not carried."),
    ),
    (
        re.compile(r"class\s*=\s*[\"']?multilang|\{mlang\b", re.IGNORECASE),
        text("A text holds several languages at once; all of them are shown."),
    ),
    (
        re.compile(r"\$\$[^$]+\$\$|\\\([^)]{1,999}\\\)|\\\[[^]]{1,999}\\\]"),
        text("Formulas in TeX are shown as they are written."),
    ),
)


def carry(draft: Draft, files: Mapping[str, bytes] | Find) -> None:
    """Put the pictures of a draft's texts into them, and note what is not carried.

    Raises `RefusedError` where a text would be nothing but a picture that is missing; feedback is merely empty then.
    """
    find = files if callable(files) else _by_name(files)
    carrier = _Carrier(draft, find)
    draft.text = carrier.part(draft.text)
    draft.feedback = carrier.part(draft.feedback, needed=False)
    draft.distractors = [carrier.part(part) for part in draft.distractors]
    for choice in draft.choices:
        choice.text, choice.match = carrier.part(choice.text), carrier.part(choice.match)
        choice.feedback = carrier.part(choice.feedback, needed=False)
    for answer in draft.answers:
        answer.feedback = carrier.part(answer.feedback, needed=False)


def _by_name(files: Mapping[str, bytes]) -> Find:
    return lambda address: files.get(unquote(address.partition("@@PLUGINFILE@@")[2].partition("?")[0].lstrip("/")))


class _Carrier:
    """Goes through the texts of one question."""

    def __init__(self, draft: Draft, find: Find) -> None:
        self.draft, self.find, self.left = draft, find, LARGEST_IN_ALL
        self.missing = False

    def part(self, part: Part, *, needed: bool = True) -> Part:
        if len(part.text) > LONGEST and "data:image" not in part.text:
            raise RefusedError(text("The texts of the question are too long."))
        for pattern, reason in _TOLD:
            self.draft.note(reason, when=pattern.search(part.text))
        self.missing = False
        if part.format is TextFormat.HTML:
            written = _PICTURE.sub(lambda found: self._picture(found[0]), part.text)
            carried = replace(part, text=_FILE_LINK.sub(self._link, written))
        elif part.format is TextFormat.MARKDOWN:
            carried = replace(part, text=_MARKDOWN_PICTURE.sub(self._markdown, part.text))
        else:
            return part
        if self.missing and not words(carried):
            if not needed:
                return NOTHING
            raise RefusedError(text("A text of the question is only a picture, which cannot be carried."))
        return carried

    def _picture(self, tag: str) -> str:
        address, described = _attribute(tag, "src"), _attribute(tag, "alt")
        data = self._data(address)
        if data is None:
            return escaped(self._missing(address, described))
        size = "".join(f' {side}="{_attribute(tag, side)}"' for side in ("width", "height") if _digits(tag, side))
        return f'<img src="{data}" alt="{html.escape(described)}"{size}>'

    def _markdown(self, found: re.Match[str]) -> str:
        data = self._data(found[2])
        return f"![{found[1]}]({data})" if data else self._missing(found[2], found[1])

    def _missing(self, address: str, described: str) -> str:
        name = unquote(address.partition("?")[0].rstrip("/").rpartition("/")[2])[:80]
        name = "" if address.startswith("data:") else name
        self.draft.note(
            text(
                "The picture “%(name)s” is not carried; its description stands in its place.",
                name=name or described[:80],
            )
        )
        self.missing = True
        return f"[{described.strip()}]" if described.strip() else ""

    def _data(self, address: str) -> str | None:
        """Return a picture as an address that holds it; None where it is missing, too large, or no picture."""
        within = _DATA.fullmatch(address)
        raw = decoded(within[1]) if within else self.find(address) if address else None
        kind = next((kind for mark, kind in _SIGNATURES.items() if raw and raw.startswith(mark)), None)
        if raw is None or kind is None or len(raw) > min(LARGEST_PICTURE, self.left):
            return None
        self.left -= len(raw)
        return f"data:image/{kind};base64,{base64.b64encode(raw).decode()}"

    def _link(self, found: re.Match[str]) -> str:
        name = _NAME_IN_LINK.search(found[0])
        self.draft.note(text("The file “%(name)s” is not carried.", name=unquote(name[1])[:80] if name else ""))
        return ""


def decoded(written: str) -> bytes:
    """Return a file written in base64; nothing where it is broken."""
    try:
        return base64.b64decode(unquote(written), validate=False)
    except (binascii.Error, ValueError):
        return b""


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\s{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", tag, re.IGNORECASE)
    return html.unescape(next((value for value in found.groups() if value is not None), "")) if found else ""


def _digits(tag: str, side: str) -> bool:
    return bool(re.fullmatch(r"\d{1,4}%?", _attribute(tag, side)))
