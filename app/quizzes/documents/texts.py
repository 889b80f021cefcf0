"""Texts of one question, brought to one format, and read for what they cannot take along. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from app.quizzes.documents.drafts import NOTHING, Part
from app.quizzes.rules import TextFormat
from app.shared.markup import plain_text, render, render_inline

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|cite|code|dd|del|div|dl|dt|em|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|math|ol|p|pre|q|s|"
    r"samp|small|span|strike|strong|sub|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul|var|video|audio)(?:\s[^<>]*)?/?>|<!--|"
    r"&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,6});",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[^\S\u00a0\u2007\u202f]+")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>&#|~])")
_MARKDOWN_START = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)])|(\s{4}))", re.MULTILINE)


def clean(written: str) -> str:
    """Return a text with the line ends of ours, and without characters that no text has."""
    return _CONTROL.sub("", written.replace("\r\n", "\n").replace("\r", "\n")).strip()


def folded(written: str) -> str:
    """Return a text on one line: runs of space are one, as HTML shows them, and no-break spaces within stay."""
    return _SPACES.sub(" ", written).strip()


def automatic(written: str) -> Part:
    """Return a text of Moodle's own format: HTML where it has tags, its line ends being breaks; plain elsewhere."""
    if not _MARKUP.search(written):
        return Part(written)
    return Part(written.replace("\n", "<br>\n"), TextFormat.HTML)


def html_part(written: str) -> Part:
    """Return a text that is said to be HTML: plain where nothing in it is, its line ends being mere space."""
    if "<" in written or "&" in written:
        return Part(written, TextFormat.HTML)
    return Part(folded(written))


def one_format(parts: Iterable[Part]) -> TextFormat:
    """Return the simplest format in which all the parts can be written."""
    formats = {part.format for part in parts if part}
    return next((kind for kind in (TextFormat.HTML, TextFormat.MARKDOWN) if kind in formats), TextFormat.PLAIN)


def written_as(part: Part, wanted: TextFormat) -> str:
    """Return a part in another format, which is HTML, or Markdown for a plain one: what it says stays the same."""
    if part.format is wanted or not part:
        return part.text
    if wanted is TextFormat.HTML and part.format is TextFormat.PLAIN:
        return escaped(part.text.strip()).replace("\n", "<br>\n")
    if wanted is TextFormat.HTML:
        return str(render(part.text, part.format))
    return _MARKDOWN_START.sub(_escaped_start, _MARKDOWN.sub(r"\\\1", part.text)).replace("\n", "\\\n")


def _escaped_start(found: re.Match[str]) -> str:
    indent, sign, digits, dot, spaces = found.groups(default="")
    return "" if spaces else f"{indent}\\{sign}" if sign else f"{indent}{digits}\\{dot}"


def as_automatic(part: Part) -> str:
    """Return a part so that `automatic` reads the same in it: for places that take no word on the format."""
    if part.format is TextFormat.PLAIN:
        return escaped(part.text) if _MARKUP.search(part.text) else part.text
    written = part.text if part.format is TextFormat.HTML else str(render_inline(part.text, part.format))
    return folded(written)


def words(part: Part) -> str:
    """Return what a part says, without markup."""
    return plain_text(part.text, part.format)


def shows(part: Part) -> bool:
    """Tell whether a reader sees anything of a part: words, a picture, a formula."""
    if part.format is TextFormat.PLAIN or not part:
        return bool(part)
    rendered = render(part.text, part.format)
    return bool(words(part)) or "<img src" in rendered or "<math" in rendered


def joined(*parts: Part) -> Part:
    """Return parts one under the other as one."""
    some = [part for part in parts if part]
    if len(some) < len(parts) and len(some) == 1:
        return some[0]
    if not some:
        return NOTHING
    wanted = one_format(some)
    between = "\n" if wanted is TextFormat.HTML else "\n\n"
    return Part(between.join(written_as(part, wanted) for part in some), wanted)


def escaped(written: str) -> str:
    """Return plain letters as HTML writes them."""
    return html.escape(written, quote=False)
