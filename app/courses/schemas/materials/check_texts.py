"""How the Markdown files of a course fit together: languages, order, structure, links."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TypeVar

from app.courses.rules.materials import Audience
from app.courses.rules.materials.linking import EXTERNAL, split_link
from app.courses.schemas.materials.text_file import TextFile
from app.shared.definitions.section import closest, quoted
from app.shared.errors import Problem
from app.shared.wording import Text, text

Group = Mapping[str, TextFile]
"""One text, by language."""
Entry = TypeVar("Entry")


def grouped(files: Sequence[TextFile]) -> dict[str, dict[str, TextFile]]:
    """Return files by key and language."""
    groups: dict[str, dict[str, TextFile]] = {}
    for file in files:
        groups.setdefault(file.key, {})[file.language] = file
    return groups


def language_problems(
    groups: Mapping[str, Group], languages: Sequence[str], unread: Collection[str]
) -> Iterator[Problem]:
    """Check that each text stands in every language of the course and in no other; `unread` files are there, too."""
    for group in groups.values():
        present = next(iter(group.values()))
        stem = present.name.removesuffix(f".{present.language}.md")
        for language in languages:
            name = f"{stem}.{language}.md"
            if language not in group and name not in unread:
                yield present.problem(text("There is no %(name)s beside it.", name=name))
        for language, file in group.items():
            if language not in languages:
                yield file.problem(
                    text("“languages” does not name “%(language)s”. Add it there or drop the text.", language=language)
                )


def agreement_problems(groups: Mapping[str, Group], keys: Sequence[str]) -> Iterator[Problem]:
    """Check that the languages of a text agree on what the front matter says under `keys`."""
    for group in groups.values():
        first, *others = group.values()
        for file in others:
            for key in keys:
                if file.head.get(key) != first.head.get(key):
                    reason = text("%(name)s says “%(value)s” here.", name=first.name, value=quoted(first.head.get(key)))
                    yield file.head_problem(reason, key)


def parity_problems(groups: Mapping[str, Group]) -> Iterator[Problem]:
    """Check that the languages of a text have the same headings, links and tables, one after the other."""
    for group in groups.values():
        first, *others = group.values()
        for file in others:
            yield from _parity(file, first)


def _parity(file: TextFile, other: TextFile) -> Iterator[Problem]:
    mine, theirs = file.outline, other.outline
    pair = _differing([h.level for h in mine.headings], [h.level for h in theirs.headings])
    if pair is not None:
        yield file.problem(
            text("From here on, headings are not those of %(name)s.", name=other.name), _line(mine.headings, pair)
        )
    pair = _differing([link.target for link in mine.links], [link.target for link in theirs.links])
    if pair is not None:
        yield file.problem(
            text("From here on, links are not those of %(name)s.", name=other.name), _line(mine.links, pair)
        )
    pair = _differing([(t.columns, t.rows) for t in mine.tables], [(t.columns, t.rows) for t in theirs.tables])
    if pair is not None:
        yield file.problem(
            text("From here on, tables are not those of %(name)s.", name=other.name), _line(mine.tables, pair)
        )


def _differing(mine: Sequence[object], theirs: Sequence[object]) -> int | None:
    """Return the first place at which two sequences differ; None when they are the same."""
    pairs = enumerate(zip_longest(mine, theirs, fillvalue=None))
    return next((place for place, (one, other) in pairs if one != other), None)


def _line(entries: Sequence[Entry], place: int) -> int:
    """Return the line of the entry at `place`, of the last one where there are fewer; 0 where there is none."""
    entry = entries[min(place, len(entries) - 1)] if entries else None
    return int(getattr(entry, "line", 0))


def order_problems(groups: Mapping[str, Group]) -> Iterator[Problem]:
    """Check that no two modules have the same place in the order."""
    taken: dict[int, str] = {}
    for key, group in groups.items():
        file = next(iter(group.values()))
        order = file.head["order"]
        if taken.setdefault(order, key) != key:
            yield file.head_problem(text("“%(key)s” has this place already.", key=taken[order]), "order")


def week_problems(files: Sequence[TextFile], weeks: Collection[int]) -> Iterator[Problem]:
    """Check that the weeks that files name are weeks of the course."""
    for file in files:
        number = file.head.get("week")
        if number is not None and number not in weeks:
            reason = text("There is no week %(number)s; the course has %(weeks)s.", number=number, weeks=len(weeks))
            yield file.head_problem(reason, "week")


def link_problems(files: Sequence[TextFile], known: Mapping[str, Collection[str] | None]) -> Iterator[Problem]:
    """Check that every link leads somewhere: `known` has the keys of each scheme, None where they cannot be known.

    What everybody reads links no document that is for staff.
    """
    for_staff = {f"document:{file.key}" for file in files if file.head.get("audience") == Audience.STAFF}
    for file in files:
        is_public = file.head.get("audience") != Audience.STAFF
        for link in file.outline.links:
            reason = _broken(link.target, known)
            if reason is not None:
                yield file.problem(reason, link.line)
            elif is_public and link.target in for_staff:
                yield file.problem(text("Only staff may read “%(target)s”.", target=link.target), link.line)


def _broken(target: str, known: Mapping[str, Collection[str] | None]) -> Text | None:
    scheme, key = split_link(target)
    if scheme in EXTERNAL:
        return None
    if scheme not in known:
        forms = ", ".join(f"{name}:…" for name in (*known, *EXTERNAL))
        return text("The link “%(target)s” leads nowhere. Links are %(forms)s.", target=quoted(target), forms=forms)
    keys = known[scheme]
    if keys is None or key in keys:
        return None
    close = closest(key, keys)
    if close:
        meant = f"{scheme}:{close}"
        return text("There is no “%(target)s”. Did you mean “%(close)s”?", target=quoted(target), close=meant)
    return text("There is no “%(target)s”.", target=quoted(target))
